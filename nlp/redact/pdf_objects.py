"""What a PDF says outside its pages: annotations, form values, outlines, properties, metadata, attached files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pikepdf

from nlp.redact.canvas import Piece
from nlp.redact.finding import Finder
from nlp.redact.report import Masked, Notice, notice

_PERSONS = ("/Author",)
# what annotations call their author
_ANNOTATION_PERSON = "/T"
_WORDS = {
    "/Contents": "annotation", "/RC": "annotation", "/V": "field", "/DV": "field", "/RV": "field", "/TU": "field", "/Opt": "field",
    "/Title": "outline", "/URI": "link", "/ActualText": "alternate", "/Alt": "alternate",
}  # fmt: skip
_LEFT_ALONE = frozenset({"/ID", "/O", "/U", "/OE", "/UE", "/Perms", "/CharSet", "/Cert", "/Contents-Signature"})


def mask_objects(pdf: Any, finder: Finder, holds: Callable[[bytes, str], bool]) -> list[Notice]:
    """Mask strings, remove metadata and attachments that hold something. Everything of the pages' text was marked before."""
    notices: list[Notice] = []
    for obj in list(pdf.objects):
        if isinstance(obj, (pikepdf.Dictionary, pikepdf.Stream)):
            _metadata(obj, finder)
            attached = _attachment(obj, holds)
            if attached:
                notices.append(notice("attachment_removed", name=attached))
                finder.masked.append(Masked("attachment", "", "attachment"))
    if "/AcroForm" in pdf.Root and "/XFA" in pdf.Root.AcroForm:
        del pdf.Root.AcroForm["/XFA"]
        notices.append(notice("xfa_removed"))
    pieces = [_piece(holder, key, text) for holder, key, text in _strings(pdf)]
    finder.mask_small(pieces, pieces)
    _persons(pdf, finder)
    return notices


def _piece(holder: Any, key: Any, text: str) -> Piece:
    def put(new: str) -> None:
        holder[key] = pikepdf.String(new)

    return Piece(text, put, f"object:{_WORDS.get(str(key), 'string')}")


def _strings(pdf: Any) -> Iterator[tuple[Any, Any, str]]:
    """Every string of every object with what holds it."""
    for obj in [*pdf.objects, pdf.trailer]:
        stack = [(obj, 0)]
        while stack:
            holder, depth = stack.pop()
            if isinstance(holder, (pikepdf.Dictionary, pikepdf.Stream)):
                items: list[tuple[Any, Any]] = [(k, holder.get(k)) for k in list(holder.keys()) if k not in _LEFT_ALONE]
            elif isinstance(holder, pikepdf.Array):
                items = list(enumerate(holder))
            else:
                continue
            for key, value in items:
                if isinstance(value, pikepdf.String):
                    text = str(value)
                    if text.strip():
                        yield holder, key, text
                elif isinstance(value, (pikepdf.Dictionary, pikepdf.Array)) and not value.is_indirect and depth < 30:
                    stack.append((value, depth + 1))


def _metadata(obj: Any, finder: Finder) -> None:
    for key in ("/Metadata", "/PieceInfo", "/LastModified"):
        if key in obj:
            del obj[key]
            if key == "/Metadata":
                finder.masked.append(Masked("metadata", "", "metadata"))


def _attachment(obj: Any, holds: Callable[[bytes, str], bool]) -> str | None:
    """Remove an attached file that holds something; returns its name."""
    if "/EF" not in obj:
        return None
    name = str(obj.get("/UF") or obj.get("/F") or "")
    for key in list(obj.EF.keys()):
        try:
            data = obj.EF[key].read_bytes()
        except pikepdf.PdfError:
            data = b""
        if not data or holds(data, name):
            del obj["/EF"]
            return name or "?"
    return None


def _persons(pdf: Any, finder: Finder) -> None:
    if finder.kinds and "author" not in finder.kinds:
        return
    info = pdf.trailer.get("/Info")
    for key in _PERSONS:
        if info is not None and key in info and str(info[key]).strip(" *"):
            del info[key]
            finder.masked.append(Masked("author", "", "property:Author"))
    for page in pdf.pages:
        for note in page.obj.get("/Annots") or ():
            is_widget = note.get("/Subtype") == "/Widget"
            if _ANNOTATION_PERSON in note and not is_widget and str(note[_ANNOTATION_PERSON]).strip(" *"):
                note[_ANNOTATION_PERSON] = pikepdf.String("*")
                finder.masked.append(Masked("author", "*", "object:annotation"))
