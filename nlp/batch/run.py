"""A run over an input: what is new, partition by partition through an engine, each committed when it comes back."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from nlp.batch.again import forget_failed
from nlp.batch.engines import Engine, Lost
from nlp.batch.faults import BatchFault
from nlp.batch.inputs import Given, documents_in
from nlp.batch.output import Staged, opened
from nlp.batch.partitions import partitions_of
from nlp.batch.runner import Settings
from nlp.kit_version import kit_version
from nlp.types import Limits

PARTITION = 500


@dataclass(slots=True)
class Told:
    """What a run did. `given`: documents of the input; `known`: done before, or the same name and bytes twice; the rest by rows.

    `retried`: documents of earlier runs that failed and were taken up again.
    """

    given: int = 0
    known: int = 0
    documents: int = 0
    partitions: int = 0
    bytes: int = 0
    retried: int = 0
    codes: Counter[str] = field(default_factory=Counter)
    lost: list[Lost] = field(default_factory=list)

    @property
    def failed(self) -> int:
        """Documents that could not be read."""
        return sum(n for code, n in self.codes.items() if code != "secret")

    @property
    def secret(self) -> int:
        """Documents with a secrecy mark."""
        return self.codes["secret"]


def checked(source: Path, target: Path) -> None:
    """Raise BatchFault where input and output lie in each other, or the input is not there."""
    if not source.exists():
        raise BatchFault("input", path=source, reason="not_found")
    given, made = Path(os.path.realpath(source)), Path(os.path.realpath(target))
    if given == made or given in made.parents or made in given.parents:
        raise BatchFault("inside", path=target)


def run_batch(
    source: Path, target: Path, engine: Engine, rules: Path | None = None, size: int = PARTITION, seconds: float | None = None,
    told: Callable[[Told], None] | None = None, retry_failed: bool = False,
) -> Told:
    """Analyze what is new of `source` into the folder `target`; `told` is called after every partition.

    With `retry_failed` documents that failed in an earlier run are new ones too.

    Raises BatchFault, RuleError, OSError. Whatever ends a run: what was committed stays, and the next run does the rest.
    """
    checked(source, target)
    source = Path(os.path.abspath(source))
    rules = Path(os.path.abspath(rules)) if rules is not None else None
    kit = kit_version(rules)
    sums = Told()
    with opened(Path(os.path.abspath(target)), kit) as output:
        settings = Settings(kit, str(output.staging), str(rules) if rules else None, seconds)
        if retry_failed:
            sums.retried = forget_failed(output)
        known = output.tidied()
        before = len(known)

        def counted(given: Given) -> Given:
            sums.given += 1
            return given

        partitions = partitions_of(
            map(counted, documents_in(source)), known, size, Limits(), lambda number: str(output.staging / f"bundle-{number}")
        )
        for result in engine(partitions, settings):
            if isinstance(result, Lost):
                sums.lost.append(result)
            else:
                sums.bytes += output.commit(result)
                (output.staging / f"bundle-{result.number}").unlink(missing_ok=True)
                _add(sums, result)
            if told is not None:
                told(sums)
        sums.known = sums.given - (len(known) - before)
    return sums


def _add(sums: Told, staged: Staged) -> None:
    sums.partitions += 1
    sums.documents += staged.rows.get("documents", 0)
    sums.codes.update(staged.codes)
