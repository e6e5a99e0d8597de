"""What a PDF holds beside the text of its pages: properties, attached files, notes; filled-in form fields are put on their pages."""

from __future__ import annotations

import ctypes
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from nlp.intake.builder import DocumentBuilder

_MOST = 500  # annotations and attachments that are looked at
_SHOWN = 5
_PROPERTIES = (("Author", "作者"), ("Subject", "主题"), ("Keywords", "关键词"))
_ASIDE = frozenset((pdfium_c.FPDF_ANNOT_LINK, pdfium_c.FPDF_ANNOT_POPUP, pdfium_c.FPDF_ANNOT_TEXT))  # show nothing on the page
_MARKUP = frozenset(
    (
        pdfium_c.FPDF_ANNOT_TEXT, pdfium_c.FPDF_ANNOT_HIGHLIGHT, pdfium_c.FPDF_ANNOT_UNDERLINE, pdfium_c.FPDF_ANNOT_SQUIGGLY,
        pdfium_c.FPDF_ANNOT_STRIKEOUT, pdfium_c.FPDF_ANNOT_CARET,
    )
)  # fmt: skip


def warn_of_properties(document: Any, build: DocumentBuilder) -> None:
    """Properties that may name people, and the names of attached files."""
    told = [f"{label}：{text[:60]}" for key, label in _PROPERTIES if _has_han(text := _property(document, key))]
    if told:
        build.warn("properties", told="；".join(told))
    count = max(0, pdfium_c.FPDFDoc_GetAttachmentCount(document))
    names = [_attachment(document, i) for i in range(min(count, _SHOWN))]
    if count:
        build.warn("embedded", n=count, names="、".join(names) + ("等" if count > _SHOWN else ""))


def _property(document: Any, key: str) -> str:
    try:
        return str(document.get_metadata_value(key) or "").replace("\0", "").strip()
    except (pdfium.PdfiumError, UnicodeDecodeError):
        return ""


def _attachment(document: Any, index: int) -> str:
    attachment = pdfium_c.FPDFDoc_GetAttachment(document, index)
    size = pdfium_c.FPDFAttachment_GetName(attachment, None, 0) if attachment else 0
    if not 2 < size < 2_000:
        return "（未命名）"
    buffer = (ctypes.c_ushort * (size // 2))()
    pdfium_c.FPDFAttachment_GetName(attachment, buffer, size)
    return _utf16(bytes(buffer)) or "（未命名）"


def _utf16(data: bytes) -> str:
    text = data.decode("utf-16-le", "replace").rstrip("\0")
    return "".join(c for c in text if c.isprintable())


def notes_of(page: Any) -> tuple[int, str, bool]:
    """The notes of a page: how many, the text of the first; and whether annotations show something on the page (form fields)."""
    count, first, shows = 0, "", False
    for i in range(min(max(0, pdfium_c.FPDFPage_GetAnnotCount(page)), _MOST)):
        annotation = pdfium_c.FPDFPage_GetAnnot(page, i)
        if not annotation:
            continue
        try:
            kind = pdfium_c.FPDFAnnot_GetSubtype(annotation)
            shows = shows or kind not in _ASIDE
            if kind in _MARKUP and (text := _contents(annotation)):
                count, first = count + 1, first or text
        finally:
            pdfium_c.FPDFPage_CloseAnnot(annotation)
    return count, first, shows


def _contents(annotation: Any) -> str:
    size = pdfium_c.FPDFAnnot_GetStringValue(annotation, b"Contents", None, 0)
    if not 2 < size < 200_000:
        return ""
    buffer = (ctypes.c_ushort * (size // 2))()
    pdfium_c.FPDFAnnot_GetStringValue(annotation, b"Contents", buffer, size)
    return _utf16(bytes(buffer)).strip()


def flattened(document: Any, index: int, page: Any) -> Any:
    """The page with what its annotations show (form fields, stamps, boxes) drawn on it; the given page is closed."""
    if pdfium_c.FPDFPage_Flatten(page, pdfium_c.FLAT_NORMALDISPLAY) != pdfium_c.FLATTEN_SUCCESS:
        return page
    page.close()
    return document[index]


def _has_han(text: str) -> bool:
    return any("\u4e00" <= c <= "\u9fff" for c in text)
