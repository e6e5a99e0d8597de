"""Whether anything that was masked can still be got out of a PDF: by two libraries, and from the bytes of its streams."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import pdfplumber
import pikepdf
import pypdfium2 as pdfium

from nlp.redact.finding import Finder
from nlp.redact.keys import KeySet

_LEAST = 6  # a shorter value is no proof in raw bytes
_RUN = re.compile(rb"[0-9A-Za-z]{6,}")
_HEX = re.compile(rb"<([0-9A-Fa-f]{12,})>")


def kinds_left(data: bytes, finder: Finder) -> list[str]:
    """Kinds of the values that the file still holds, with who found them; [] where there is none."""
    found = {f"{v.kind}（{who}）" for who, text in _texts(data) for _, _, v in finder.copies(text)}
    plain = {v.key: v.kind for v in finder.values.values() if len(v.key) >= _LEAST and v.key.isascii()}
    keys = KeySet(plain)
    wide = [(v.kind, form) for v in finder.values.values() if not v.key.isascii() for form in _forms(v.key)]
    for stream in _streams(data):
        for text in _readings(stream):
            found |= {f"{plain[text[a:b]]}（stream）" for a, b in keys.find(text)}
        found |= {f"{kind}（stream）" for kind, form in wide if form in stream}
    return sorted(found)


def _texts(data: bytes) -> Iterator[tuple[str, str]]:
    document = pdfium.PdfDocument(data)
    try:
        for page in document:
            yield "pdfium", page.get_textpage().get_text_bounded()
    finally:
        document.close()
    with pdfplumber.open(io.BytesIO(data)) as plumber:
        for sheet in plumber.pages:
            yield "pdfplumber", sheet.extract_text() or ""
            yield "pdfplumber", "".join(c["text"] for c in sheet.chars)
            sheet.close()


def _forms(key: str) -> Iterator[bytes]:
    yield key.encode("utf-16-be")
    yield key.encode("utf-8")


def _readings(stream: bytes) -> Iterator[str]:
    """The runs of letters and digits in a stream: as they stand, without the NULs of UTF-16, and of its hexadecimal strings."""
    for data in (stream, *(bytes.fromhex(m[1].decode("ascii")) for m in _HEX.finditer(stream) if len(m[1]) % 2 == 0)):
        runs = _RUN.findall(data) + (_RUN.findall(data.replace(b"\0", b"")) if b"\0" in data else [])
        yield "\n".join(run.decode("ascii") for run in runs).upper()


def _streams(data: bytes) -> Iterator[bytes]:
    yield data
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for obj in pdf.objects:
            if isinstance(obj, pikepdf.Stream):
                try:
                    yield obj.read_bytes()
                except pikepdf.PdfError:  # a picture in a format of its own
                    yield obj.read_raw_bytes()
