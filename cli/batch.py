"""`gongkai batch`: very many documents into partitioned Parquet, or an estimate of what that would cost."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from cli.inputs import _terminable, say
from cli.messages import text

if TYPE_CHECKING:
    from nlp.batch.engines import Engine
    from nlp.batch.run import Told


def run(
    source: Path, output: Path, engine: str, workers: int | None, scheduler: str | None, size: int, timeout: float | None,
    dry_run: bool, retry_failed: bool, rules: Path | None, lang: str, quiet: bool,
) -> int:
    """Run, or estimate; 0 when every document went through, 1 when some did not or the run broke off, 2 for wrong usage."""
    if scheduler is not None and engine != "dask":
        say(text("batch_scheduler_local", lang))
        return 2
    missing = _missing(engine)
    if missing is not None:
        say(text("batch_extra", lang, name=missing))
        return 1
    from nlp.batch.faults import BatchFault
    from nlp.rulebook import RuleError
    from nlp.work.limits import cores
    from nlp.work.pool import NotStarted

    workers = workers or cores()
    try:
        with _terminable():
            if dry_run:
                return _estimate(source, output, workers, size, timeout, rules, lang)
            return _run(source, output, _engine(engine, workers, scheduler), size, timeout, retry_failed, rules, lang, quiet)
    except BatchFault as fault:
        reason = fault.facts.get("reason")
        facts = {**fault.facts, "reason": text("batch_" + reason, lang) if reason in ("not_found", "not_a_list") else reason}
        say(text(f"batch_{fault.code}", lang, **facts))
        return 1 if fault.code in ("in_use", "kit", "no_scheduler") else 2
    except RuleError as error:
        say(text("rule_fault", lang, message=error))
    except (OSError, NotStarted) as error:
        say(text("batch_failed", lang, reason=error))
    return 1


def _missing(engine: str) -> str | None:
    """Name of a package that the engine needs and that is not installed."""
    try:
        import pyarrow.parquet  # noqa: F401
    except ImportError:
        return "pyarrow"
    if engine == "dask":
        try:
            import distributed  # noqa: F401
        except ImportError:
            return "dask[distributed]"
    return None


def _engine(name: str, workers: int, scheduler: str | None) -> Engine:
    if name == "dask":
        from nlp.batch.cluster import dask_engine

        return dask_engine(scheduler, workers)
    from nlp.batch.engines import local_engine

    return local_engine(workers)


def _run(
    source: Path, output: Path, engine: Engine, size: int, timeout: float | None, retry_failed: bool, rules: Path | None, lang: str, quiet: bool,
) -> int:
    from nlp.batch.run import run_batch
    from nlp.intake.detect import readable

    def told(sums: Told) -> None:
        if not quiet:
            say(text("batch_progress", lang, partitions=sums.partitions, documents=sums.documents, failed=sums.failed))

    sums = run_batch(source, output, engine, rules, size, timeout, told, retry_failed)
    if sums.retried:
        say(text("batch_retried", lang, documents=sums.retried))
    for lost in sums.lost:
        say(text("batch_lost", lang, number=lost.number, documents=lost.documents, reason=lost.reason))
    say(text("batch_done", lang, given=sums.given, known=sums.known, documents=sums.documents, failed=sums.failed, secret=sums.secret,
             size=readable(sums.bytes), path=output))
    return 1 if sums.failed or sums.lost else 0


def _estimate(source: Path, output: Path, workers: int, size: int, timeout: float | None, rules: Path | None, lang: str) -> int:
    from nlp.batch.estimate import estimate
    from nlp.intake.detect import readable

    found = estimate(source, output, rules, workers, timeout, size=size)
    spread = round(100 * found.spread / found.seconds) if found.seconds else 0
    sys.stdout.write(text(
        "batch_estimate", lang, documents=found.documents, sampled=found.sampled, new=found.new, workers=workers, spread=spread,
        hours=_duration(found.start + found.seconds, lang), cpu=found.processor_hours, input=readable(found.input_bytes),
        output=readable(found.output_bytes), failed=found.failed,
    ) + "\n")
    return 0


def _duration(seconds: float, lang: str) -> str:
    """An hour has a decimal, anything shorter is whole.

    >>> _duration(5400, "en"), _duration(90, "zh")
    ('1.5 h', '2 分钟')
    """
    if seconds >= 3600:
        return f"{seconds / 3600:.1f} h" if lang == "en" else f"{seconds / 3600:.1f} 小时"
    if seconds >= 60:
        return f"{seconds / 60:.0f} min" if lang == "en" else f"{seconds / 60:.0f} 分钟"
    return f"{seconds:.0f} s" if lang == "en" else f"{seconds:.0f} 秒"
