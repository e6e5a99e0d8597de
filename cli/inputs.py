"""What the commands share: which files a call names, the kit, and the run over them with progress and one line a failure."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cli.messages import text

if TYPE_CHECKING:
    from nlp.kit import Kit
    from nlp.types import Analysis, Failure

# Files that operating systems and word processors leave in folders; nobody means them.
SYSTEM_NAMES = frozenset({"thumbs.db", "desktop.ini", ".ds_store"})


def say(message: str) -> None:
    """One line on standard error."""
    print(message, file=sys.stderr)


def files_of(path: Path) -> list[Path]:
    """The file itself, or all files below a folder in name order; hidden and lock files left out."""
    if not path.is_dir():
        return [path]
    from nlp.intake.members import is_system_file

    found = [
        p
        for p in sorted(path.rglob("*"))
        if p.is_file()
        and not is_system_file(p.name)
        and not any(part.startswith(".") for part in p.relative_to(path).parts)
    ]
    return found


def kit_or_message(rules: Path | None, lang: str) -> Kit | None:
    """The kit, or None after a line that says which rule row is at fault."""
    from nlp.kit import load_kit
    from nlp.rulebook import RuleError

    try:
        return load_kit(rules)
    except RuleError as error:
        say(text("rule_fault", lang, message=error))
        return None


def results(paths: Sequence[Path], kit: Kit, lang: str, quiet: bool) -> Iterator[Analysis | Failure]:
    """Results in the order given, failures in their place (with their line on standard error); progress on standard error.

    An archive gives one result a file in it, a mail one for its text and one an attachment.
    """
    from nlp.intake.messages import translate
    from nlp.types import Failure

    queue: list[Path] = []
    empty: list[Path] = []
    for path in paths:
        found = files_of(path)
        (queue.extend(found) if found else empty.append(path))
    for folder in empty:
        say(text("no_files", lang, path=folder))
        yield Failure(str(folder), "no_files", text("no_files", lang, path=folder))
    for path in _with_progress(queue, lang, quiet):
        for result in _results_of(path, kit, lang):
            if isinstance(result, Failure):
                shown = translate(result, "en") if lang == "en" and result.code != "internal" else result.message
                say(text("failed", lang, path=result.path, message=shown, code=result.code))
            yield result


def _results_of(path: Path, kit: Kit, lang: str) -> Iterator[Analysis | Failure]:
    """Results of one path: of the file itself, or of all that lies in it."""
    from nlp.intake.members import expand
    from nlp.pipeline import analyze
    from nlp.types import Failure, Source

    at, case = str(path), None
    try:
        for item in expand(Source(at), kit.limits):
            if isinstance(item, Failure):
                yield item
                continue
            at, case = item.path, item.case
            try:
                result = analyze(item, kit)
            except Exception as error:  # a fault of ours must not end a batch of forty documents
                result = _internal(at, case, error, lang)
            yield result
    except Exception as error:
        yield _internal(at, case, error, lang)


def _internal(path: str, case: str | None, error: Exception, lang: str) -> Failure:
    from nlp.types import Failure

    return Failure(path, "internal", text("internal", lang, cause=f"{type(error).__name__}: {error}"), case=case)


def _with_progress(queue: Sequence[Path], lang: str, quiet: bool) -> Iterator[Path]:
    """The queue, with a progress bar on a terminal's standard error where it is worth one."""
    if quiet or len(queue) < 2 or not sys.stderr.isatty():
        yield from queue
        return
    from rich.console import Console
    from rich.progress import track

    yield from track(queue, description=text("progress", lang), console=Console(stderr=True), transient=True)
