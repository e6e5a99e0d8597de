"""`gongkai triage` and `gongkai watch`: analyse, put into the store, show the queue."""

from __future__ import annotations

import getpass
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from cli.inputs import kit_or_message, results, say
from cli.messages import text
from cli.stores import Stopped, opened

if TYPE_CHECKING:
    from nlp.kit import Kit
    from nlp.office_choice import OfficeChoice
    from nlp.review.queue import Waiting
    from nlp.store.store import Store
    from nlp.types import Limits

SHOWN = 20


def run(paths: list[Path], place: str | None, today: date, form: str, rules: Path | None, lang: str, quiet: bool) -> int:
    """Store what the paths hold and print the queue; 0 when every document went through, else 1."""
    from nlp.kit_version import kit_version

    try:
        with opened(place, lang) as store:
            choice = chosen(store)
            kit = kit_or_message(rules, lang, choice)
            if kit is None:
                return 1
            bad = _receive(store, paths, kit, kit_version(rules, choice=choice), today, lang, quiet)
            from nlp.review.queue import queue, queue_length

            with store.read() as connection:
                waiting = queue(connection, today, lang, limit=SHOWN if form == "table" else 1_000_000)
                total = queue_length(connection)
    except Stopped as stopped:
        return stopped.status
    _print(waiting, form, lang)
    if form == "table" and total > len(waiting):
        say(text("queue_more", lang, shown=len(waiting), total=total))
    return 1 if bad else 0


def watch(folder: Path, place: str | None, rules: Path | None, lang: str, once: bool) -> int:
    """Store what lies in a folder, then whatever arrives, until interrupted; `once`: only what is there now."""
    if not folder.is_dir():
        say(text("watch_folder", lang, path=folder))
        return 2
    from nlp.kit_version import kit_version

    try:
        with opened(place, lang) as store:
            choice = chosen(store)
            kit = kit_or_message(rules, lang, choice)
            if kit is None:
                return 1
            there, version = [folder] if _files(folder) else [], kit_version(rules, choice=choice)
            bad = _receive(store, there, kit, version, date.today(), lang, True, origin="watch")
            if once:
                return 1 if bad else 0
            say(text("watching", lang, path=folder))
            for arrived in _arrivals(folder):
                now = chosen(store)
                if now != choice and (fresh := kit_or_message(rules, lang, now)) is not None:  # somebody turned a rule off at the desk
                    choice, kit = now, fresh
                _receive(store, arrived, kit, kit_version(rules, choice=choice), date.today(), lang, True, origin="watch")
    except Stopped as stopped:
        return stopped.status
    except KeyboardInterrupt:
        pass
    return 0


def _arrivals(folder: Path) -> Iterator[list[Path]]:
    """Files that are new or changed, once they have been quiet for a second."""
    from watchfiles import Change, watch

    for changes in watch(folder, debounce=1600, step=400, raise_interrupt=True):
        paths = sorted({Path(p) for change, p in changes if change is not Change.deleted})
        known = _files(folder)
        arrived = [p for p in paths if str(p) in known]
        if arrived:
            yield arrived


def _files(folder: Path) -> set[str]:
    """Paths of the files in a folder that are documents, not leftovers of programs."""
    from nlp.work.paths import files_of

    return {task.path for task in files_of(folder)}


def _receive(
    store: Store, paths: Sequence[Path], kit: Kit, version: str, today: date, lang: str, quiet: bool, origin: str = "command"
) -> int:
    """Analyse and store; returns how many documents could not be read."""
    if not paths:
        return 0
    from nlp.contract import plain, record_of
    from nlp.review.triage import receive
    from nlp.types import Failure

    originals = Originals(kit.limits)
    new = known = bad = 0
    for result in results(paths, kit, lang, quiet):
        failed = isinstance(result, Failure)
        bad += failed
        sha256 = result.sha256 if isinstance(result, Failure) else result.outline.document.media.sha256
        path = result.path if isinstance(result, Failure) else result.outline.document.media.path
        if isinstance(result, Failure) and sha256 is None:  # nothing to store: no such file, an empty folder
            continue
        received = receive(store, plain(record_of(result)), originals.find(path, sha256), version, origin, _person(), today)
        new, known = new + received.new, known + (not received.new)
        if received.secret:
            say(text("secret_not_stored", lang, path=path))
    say(text("received", lang, new=new, known=known, bad=bad))
    return bad


def chosen(store: Store) -> OfficeChoice:
    """What the office chose at its desk: rules that are off, its own names and items."""
    from nlp.store.office import choice_of

    with store.read() as connection:
        return choice_of(connection)


class Originals:
    """The bytes of what was analysed: of a file itself, or of what lies in an archive or mail; the last container is remembered."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._container: Path | None = None
        self._members: dict[str, bytes] = {}

    def find(self, path: str, sha256: str | None) -> bytes | None:
        """Bytes with this hash, or None when the file changed meanwhile or cannot be read again."""
        import hashlib

        from nlp.intake.members import expand
        from nlp.intake.messages import Unreadable
        from nlp.intake.reader import load
        from nlp.types import Failure, Source

        file = Path(path)
        container = next((p for p in (file, *file.parents) if p.is_file()), None)
        if container is None or sha256 is None:
            return None
        if container != self._container:
            self._container, self._members = container, {}
            try:
                for member in expand(Source(str(container)), self._limits):
                    if not isinstance(member, Failure):
                        data = load(member, self._limits)
                        self._members[hashlib.sha256(data).hexdigest()] = data
            except (Unreadable, OSError):
                return None
        return self._members.get(sha256)


def _person() -> str:
    """Who runs the command, for the audit log."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "command"


def _print(waiting: Iterable[Waiting], form: str, lang: str) -> None:
    if form == "json":
        from nlp.contract import plain

        for row in waiting:
            sys.stdout.write(json.dumps(plain(row), ensure_ascii=False) + "\n")
        return
    from cli.tables import show

    heads = ("#", "文档", "领域", "到期", "待确认", "为什么排在这里") if lang == "zh" else (
        "#", "document", "domain", "due", "to decide", "why it stands here")
    from cli.stores import domain_names

    names = domain_names() if lang == "zh" else {}
    show(
        heads,
        [(str(w.id), w.title, names.get(w.domain or "", w.domain or ""), w.due or "", str(w.pending), "；".join(w.why)) for w in waiting],
    )
