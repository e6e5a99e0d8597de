"""`redact`: a file's bytes -> masked bytes in the same format, checked, and the report. Writes nothing itself."""

from __future__ import annotations

import os
from dataclasses import dataclass

from nlp.intake import detect
from nlp.intake.messages import Unreadable
from nlp.redact.finding import Finder
from nlp.redact.kit import RedactKit
from nlp.redact.report import Notice, RedactFault, Report
from nlp.types import Source

ENDINGS = (".txt", ".csv", ".html", ".htm", ".docx", ".xlsx", ".pdf")
_CSV = "text/csv"
_FORMATS = {detect.PLAIN: "txt", _CSV: "csv", detect.HTML: "html", detect.DOCX: "docx", detect.XLSX: "xlsx", detect.PDF: "pdf"}
_PASSES = 2  # what the first leaves, because masks moved its surroundings, the second takes


@dataclass(frozen=True, slots=True)
class Redacted:
    """The masked bytes and what was done."""

    data: bytes
    report: Report


def redact(path: str, kit: RedactKit, kinds: frozenset[str] = frozenset()) -> Redacted:
    """A masked copy of a file. Raises RedactFault where none can be made or where something would be left in it."""
    data = _load(path, kit)
    return redact_bytes(data, path, kit, kinds)


def redact_bytes(data: bytes, path: str, kit: RedactKit, kinds: frozenset[str] = frozenset(), depth: int = 0) -> Redacted:
    """As `redact`, for bytes; `path` gives the name. Packages inside packages go three deep."""
    media_type, form = _format(data, path)
    finder = Finder(kit, kinds)
    finder.read_original(Source(path, data))
    out = data
    notices: list[Notice] = []
    left: list[str] = []
    for turn in range(_PASSES):
        out, noted = _masked(out, form, finder, kit, depth)
        notices += noted if turn == 0 else []
        left = _left(out, path, media_type, form, finder)
        if not left:
            return Redacted(out, Report(path, media_type, tuple(finder.masked), tuple(notices)))
    raise RedactFault("left", kinds=left)


def _load(path: str, kit: RedactKit) -> bytes:
    try:
        if os.path.getsize(path) > kit.limits.file_bytes:
            raise RedactFault("too_large", limit=detect.readable(kit.limits.file_bytes))
        with open(path, "rb") as file:
            return file.read()
    except OSError as error:
        raise RedactFault("not_readable", reason=error.strerror or type(error).__name__) from error


def _format(data: bytes, path: str) -> tuple[str, str]:
    if not data:
        raise RedactFault("unreadable", message="文件是空的。")
    try:
        kind = detect.detect(data)
    except Unreadable as error:
        raise RedactFault("damaged") from error
    if kind.encrypted:
        raise RedactFault("encrypted")
    form = _FORMATS.get(kind.media_type)
    if form is None:
        raise RedactFault("format", media_type=kind.media_type)
    ending = os.path.splitext(path)[1].lower()
    return kind.media_type, "csv" if form == "txt" and ending in (".csv", ".tsv") else form


def _masked(data: bytes, form: str, finder: Finder, kit: RedactKit, depth: int) -> tuple[bytes, list[Notice]]:
    limit = kit.limits.unpacked_bytes

    def nested(content: bytes, name: str) -> bytes | None:
        try:
            if depth >= 3:
                return None
            inner = redact_bytes(content, name, kit, finder.kinds, depth + 1)
        except RedactFault:
            return None
        finder.masked.extend(inner.report.masked)
        return inner.data

    def holds(content: bytes, name: str) -> bool:
        try:
            inner = redact_bytes(content, name, kit, finder.kinds, depth + 1) if depth < 3 else None
        except RedactFault:
            return True
        return inner is None or bool(inner.report.masked) or not inner.report.complete()

    if form == "txt":
        from nlp.redact.plain import redact_text

        return redact_text(data, finder), []
    if form == "csv":
        from nlp.redact.plain import redact_csv

        return redact_csv(data, finder), []
    if form == "html":
        from nlp.redact.html import redact_html

        return redact_html(data, finder)
    if form == "docx":
        from nlp.redact.docx import redact_docx

        return redact_docx(data, finder, limit, nested)
    if form == "xlsx":
        from nlp.redact.xlsx import redact_xlsx

        return redact_xlsx(data, finder, limit, nested)
    from nlp.redact.pdf import redact_pdf

    return redact_pdf(data, finder, holds)


def _left(data: bytes, path: str, media_type: str, form: str, finder: Finder) -> list[str]:
    """What the copy still holds, read again."""
    left = finder.leftovers(Source(path, data), media_type)
    if form == "xlsx":
        from nlp.redact.xlsx import canvases_of

        for canvas in canvases_of(data, finder.kit.limits.unpacked_bytes):
            left += finder.left_on(canvas, media_type)
    if form == "pdf":
        from nlp.redact.pdf_check import kinds_left

        left += kinds_left(data, finder)
    if form in ("docx", "xlsx"):
        from nlp.redact.parts import kinds_in_parts

        left += kinds_in_parts(data, finder)
    return sorted(set(left))
