"""`gongkai evidence`: one page a document for people without the desk."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path, PurePath
from typing import Any

from cli.files import write_whole
from cli.inputs import results, say
from cli.messages import text
from cli.stores import Stopped, domain_names, opened

_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')


def run(paths: list[Path], output: Path, place: str | None, document: int | None, rules: Path | None, lang: str, quiet: bool) -> int:
    """Write pages; 0 when all were written, 1 when some document could not be read, 2 for a call without documents."""
    if document is not None:
        return _stored(document, output, place, lang)
    if not paths:
        say(text("evidence_source", lang))
        return 2
    if output.exists() and not output.is_dir():
        say(text("evidence_folder", lang, path=output))
        return 2
    from nlp.contract import plain, record_of
    from nlp.export.evidence import evidence_page
    from nlp.kit_version import kit_version
    from nlp.rulebook import RuleError
    from nlp.types import Failure

    names, version = domain_names(), kit_version(rules)
    bad, taken = 0, set[str]()
    try:
        output.mkdir(parents=True, exist_ok=True)
        for result in results(paths, None, lang, quiet, rules=rules):
            if isinstance(result, Failure):
                bad += 1
                continue
            record = plain(record_of(result))
            target = output / file_name(record["source"], taken)
            page = evidence_page(record, names, lang, version)
            write_whole(target, lambda p, page=page: _put(p, page))  # type: ignore[misc]
            say(text("evidence_written", lang, path=target))
    except RuleError as error:
        say(text("rule_fault", lang, message=error))
        return 1
    except OSError as error:
        say(text("not_writable", lang, path=output, reason=error.strerror or error))
        return 1
    return 1 if bad else 0


def file_name(source: Mapping[str, Any], taken: set[str]) -> str:
    """A name for the page of a document that no other page of the call has; at most 120 bytes of the document's own."""
    stem = _UNSAFE.sub("_", PurePath(source["path"]).stem).strip(". ") or "document"
    stem = stem.encode()[:120].decode("utf-8", "ignore")
    name = f"{stem}.html"
    if name.lower() in taken:
        name = f"{stem}-{source['sha256'][:8]}.html"
    serial = 2
    while name.lower() in taken:
        name, serial = f"{stem}-{source['sha256'][:8]}-{serial}.html", serial + 1
    taken.add(name.lower())
    return name


def _stored(number: int, output: Path, place: str | None, lang: str) -> int:
    from sqlalchemy import select

    from nlp.export.evidence import evidence_page
    from nlp.store.documents import latest_analysis
    from nlp.store.tables import document

    try:
        with opened(place, lang, must_exist=True) as store, store.read() as connection:
            state = connection.execute(select(document.c.state).where(document.c.id == number)).scalar()
            found = latest_analysis(connection, number) if state in ("open", "done") else None
            if found is None or "text" not in found[1]:
                say(text("evidence_none", lang, n=number))
                return 1
            record = {**found[1], **_decided(connection, number)}
    except Stopped as stopped:
        return stopped.status
    page = evidence_page(record, domain_names(), lang, found[0], record["states"])
    target = output / file_name(record["source"], set()) if output.is_dir() or not output.suffix else output
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        write_whole(target, lambda p: _put(p, page))
    except OSError as error:
        say(text("not_writable", lang, path=target, reason=error.strerror or error))
        return 1
    say(text("evidence_written", lang, path=target))
    return 0


def _decided(connection: Any, number: int) -> dict[str, Any]:
    """Entries as people left them, with state and person of each."""
    from sqlalchemy import select

    from nlp.store.tables import decision, suggestion

    entries, states = [], []
    last = {
        d.suggestion_id: d
        for d in connection.execute(
            select(decision.c.suggestion_id, decision.c.person, decision.c.after).where(decision.c.document_id == number).order_by(decision.c.id)
        )
    }
    for row in connection.execute(
        select(suggestion.c.id, suggestion.c.entry, suggestion.c.state)
        .where(suggestion.c.document_id == number, suggestion.c.state != "replaced").order_by(suggestion.c.place, suggestion.c.id)
    ):
        stored = json.loads(row.entry)
        found = last.get(row.id) if row.state != "open" else None
        after = json.loads(found.after) if found is not None and found.after else None
        entries.append({**stored, **after} if isinstance(after, dict) else stored)
        states.append((row.state, found.person if found is not None else ""))
    return {"entries": entries, "states": states}


def _put(path: Path, content: str) -> None:
    path.write_text(content, "utf-8")
