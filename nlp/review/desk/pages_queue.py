"""The queue, upload, confirming together what is above the threshold."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, File, HTTPException, Query, Request, UploadFile
from fastapi.responses import Response
from sqlalchemy import select

from nlp.review.bulk import confirm_above
from nlp.review.desk.permitted import hides_secret
from nlp.review.desk.render import back_to, page
from nlp.review.desk.security import MOST_NUMBER, Advance, See, Upload, lang_of, store_of
from nlp.review.desk.texts import word
from nlp.review.queue import Filter, queue, queue_total
from nlp.review.triage import receive
from nlp.store.office import choice_of
from nlp.store.settings import setting_of
from nlp.store.tables import document

if TYPE_CHECKING:
    from nlp.types import Analysis, Failure

router = APIRouter()
PAGE = 50


@router.get("/")
def queue_page(
    request: Request, visitor: See, state: str = "open", domain: str = "", attribute: str = "", q: str = "", origin: str = "",
    unit: str = "", since: str = "", page_number: Annotated[int, Query(alias="page", ge=1, le=100_000)] = 1, said: str = "",
) -> Response:
    """Documents in the order in which to look at them."""
    store, lang = store_of(request), lang_of(request)
    chosen = Filter(
        state=None if state == "all" else state, domain=domain or None, attribute=attribute or None, origin=origin or None,
        unit=unit or None, since=since or None, text=q or None,
    )
    with store.read() as connection:
        chosen = hides_secret(connection, visitor.account.role, chosen)
        rows = queue(connection, store.clock().date(), lang, chosen, PAGE, (page_number - 1) * PAGE)
        total = queue_total(connection, chosen)
        office, threshold = setting_of(connection, "office"), setting_of(connection, "bulk_threshold")
    return page(
        request, "queue.html", visitor, rows=rows, total=total, number=page_number, last=total.pages(PAGE),
        more=total.more and len(rows) == PAGE, office=office,
        threshold=threshold, said=said[:200],
        chosen={"state": state, "domain": domain, "attribute": attribute, "q": q, "origin": origin, "unit": unit, "since": since},
    )


@router.post("/upload")
def upload(request: Request, visitor: Upload, files: Annotated[list[UploadFile], File()]) -> Response:
    """Take files in: through the same guarded workers as everything else, then into the store."""
    stored, faults = take_in(request, [(f.filename or "", f) for f in files if f.filename], visitor.account.name, "desk")
    lang = lang_of(request)
    if not stored and not faults:
        raise HTTPException(422, "no_file")
    said = [word("uploaded", lang, n=len(stored))] if stored else []
    said += [word("upload_failed", lang, name=name, reason=reason) for name, reason in faults]
    from urllib.parse import urlencode

    there = f"/documents/{stored[0]}" if len(stored) == 1 and not faults else "/"  # one document: on to its rows at once
    return back_to(f"{there}?" + urlencode({"said": " ".join(said)}))


@router.post("/bulk")
def bulk(request: Request, visitor: Advance) -> Response:
    """Confirm every open row above the office's threshold; a share of them is marked to be looked at again."""
    store = store_of(request)
    done, sampled = confirm_above(store, visitor.account.name)
    from urllib.parse import urlencode

    return back_to("/?" + urlencode({"said": word("bulk_done", lang_of(request), n=done, sample=sampled)}))


def take_in(
    request: Request, files: list[tuple[str, UploadFile]], person: str, origin: str
) -> tuple[list[int], list[tuple[str, str]]]:
    """Analyse and store files; returns their documents' numbers, and (name, reason) of those that could not be read."""
    from nlp.contract import plain, record_of
    from nlp.types import Failure

    store, options = store_of(request), request.app.state.options
    analyse, kit = speaking(request)
    stored: list[int] = []
    faults: list[tuple[str, str]] = []
    with tempfile.TemporaryDirectory(prefix="gongkai-") as folder:
        for n, (given, file) in enumerate(files):
            name = safe_name(given)
            place = Path(folder) / str(n)
            place.mkdir()
            target = place / name
            with target.open("wb") as out:
                shutil.copyfileobj(file.file, out)
            if target.stat().st_size > options.most_upload:
                faults.append((name, word("too_large", lang_of(request), limit=f"{options.most_upload >> 20} MB")))
                continue
            originals = originals_of(target)
            for result in analyse(target):
                record = plain(record_of(result))
                record["source"]["path"] = shown_path(record["source"]["path"], str(place))
                if record["source"].get("case"):
                    record["source"]["case"] = shown_path(record["source"]["case"], str(place))
                data = originals.get(record["source"]["sha256"] or "")
                if isinstance(result, Failure):
                    faults.append((name, result.message))
                    if data is None:
                        continue
                received = receive(store, record, data, kit, origin, person, store.clock().date())
                if not isinstance(result, Failure):
                    stored.append(received.document)
    return stored, faults


def speaking(request: Request) -> tuple[Callable[[Path], list[Analysis | Failure]], str]:
    """How a file is read now, and the version that speaks: with what the office chose, where it chose something."""
    store, options = store_of(request), request.app.state.options
    with store.read() as connection:
        choice = choice_of(connection)
    return options.choose(choice) if choice and options.choose is not None else (options.analyse, options.kit)


def safe_name(given: str) -> str:
    """A name for a file on disk: the last part of what the browser sent, without what a file system or a terminal chokes on."""
    name = PurePath(given.replace("\\", "/")).name
    kept = "".join(c for c in name if c.isprintable() and c not in '<>:"|?*').strip(". ")
    while len(kept.encode()) > 200:
        kept = kept[1:]
    return kept or "document"


def shown_path(path: str, folder: str) -> str:
    """A path without the folder that the upload lay in."""
    return path.removeprefix(folder).lstrip("/\\") or path


def originals_of(path: Path) -> dict[str, bytes]:
    """Bytes by hash: of the file, and of what lies in it when it is an archive or a mail."""
    import hashlib

    from nlp.intake.members import expand
    from nlp.intake.messages import Unreadable
    from nlp.intake.reader import load
    from nlp.types import Failure, Limits, Source

    found: dict[str, bytes] = {}
    limits = Limits()
    try:
        for member in expand(Source(str(path)), limits):
            if not isinstance(member, Failure):
                data = load(member, limits)
                found[hashlib.sha256(data).hexdigest()] = data
    except (Unreadable, OSError):
        return found
    return found


@router.get("/next")
def next_document(request: Request, visitor: See, after: Annotated[int, Query(ge=0, le=MOST_NUMBER)] = 0) -> Response:
    """On to the document that stands behind this one in the queue."""
    store = store_of(request)
    with store.read() as connection:
        chosen = hides_secret(connection, visitor.account.role, Filter())
        waiting = [w.id for w in queue(connection, store.clock().date(), "zh", chosen, 400) if w.state == "open"]
        known = connection.execute(select(document.c.id).where(document.c.id == after)).first()
    if not waiting:
        return back_to("/")
    at = waiting.index(after) + 1 if known and after in waiting else 0
    return back_to(f"/documents/{waiting[at % len(waiting)]}")
