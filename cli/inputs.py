"""What the commands share: which files a call names, the kit, and the run over them with progress and one line a failure."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from cli.messages import text

if TYPE_CHECKING:
    from collections.abc import Callable

    from nlp.kit import Kit
    from nlp.office_choice import OfficeChoice
    from nlp.types import Analysis, Failure


def say(message: str) -> None:
    """One line on standard error."""
    print(message, file=sys.stderr)


def kit_or_message(rules: Path | None, lang: str, choice: OfficeChoice | None = None) -> Kit | None:
    """The kit, or None after a line that says which rule row is at fault."""
    from nlp.kit import load_kit
    from nlp.rulebook import RuleError

    try:
        return load_kit(rules, choice=choice)
    except RuleError as error:
        say(text("rule_fault", lang, message=error))
        return None


def results(
    paths: Sequence[Path], kit: Kit | None, lang: str, quiet: bool,
    workers: int | None = None, timeout: float | None = None, rules: Path | None = None,
) -> Iterator[Analysis | Failure]:
    """Results in the order given, failures in their place (with their line on standard error); progress on standard error.

    An archive gives one result a file in it, a mail one for its text and one an attachment. Every document is read in a worker
    process: one that hangs (over `timeout` seconds) or dies costs that document only. Without a kit one is loaded, with the office's
    `rules`; raises RuleError for a fault in a rule table then.
    """
    from nlp.intake.messages import translate
    from nlp.types import Failure
    from nlp.work.names import shown_path
    from nlp.work.paths import tasks_of
    from nlp.work.run import analyses

    tasks, empty = tasks_of(paths)
    for folder in empty:
        message = text("no_files", lang, path=shown_path(str(folder)))
        say(message)
        yield Failure(shown_path(str(folder)), "no_files", message)
    with _terminable(), _progress(len(tasks), lang, quiet) as done:
        for number, result in analyses(tasks, kit, rules, workers, timeout):
            done(number)
            if isinstance(result, Failure):
                shown = translate(result, "en") if lang == "en" else result.message
                say(text("failed", lang, path=result.path, message=shown, code=result.code))
            elif media_links(result):
                say(media_links(result, lang))
            yield result


def media_links(result: Analysis, lang: str = "zh") -> str:
    """One line where a document is an earlier one again, "" where it is not."""
    media = result.outline.document.media
    if media.same_as is not None:
        return text("same_as", lang, path=media.path, other=media.same_as)
    if media.like is not None:
        return text("like", lang, path=media.path, other=media.like.path, percent=round(media.like.similarity * 100))
    return ""


@contextmanager
def _terminable() -> Iterator[None]:
    """Inside, a request to end (SIGTERM) ends this process as an exception does: workers and their files are put away first."""
    if threading.current_thread() is not threading.main_thread() or signal.getsignal(signal.SIGTERM) != signal.SIG_DFL:
        yield
        return
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)


@contextmanager
def _progress(total: int, lang: str, quiet: bool) -> Iterator[Callable[[int], None]]:
    """What to call with the number of the path that gave a result; draws a bar on a terminal's standard error where it is worth one.

    The bar is drawn when something is done, not by a thread of its own: workers start as copies of this process.
    """
    if quiet or total < 2 or not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True, auto_refresh=False) as progress:
        bar = progress.add_task(text("progress", lang), total=total)

        def done(number: int) -> None:
            progress.update(bar, completed=number)
            progress.refresh()

        yield done
