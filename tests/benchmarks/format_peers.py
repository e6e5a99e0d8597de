"""Other readers of the same formats, each used alone as its manual shows: bytes of a file -> text. Raise ImportError where absent."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

Reader = Callable[[bytes], str]


def by_pdfplumber(data: bytes) -> str:
    import pdfplumber

    out = []
    with pdfplumber.open(io.BytesIO(data)) as document:
        for page in document.pages:
            out.append(page.extract_text())
            page.close()
    return "\n".join(out)


def by_python_docx(data: bytes) -> str:
    from docx import Document
    from docx.table import Table

    out = []
    for part in Document(io.BytesIO(data)).iter_inner_content():
        if isinstance(part, Table):
            out += ["\t".join(cell.text for cell in row.cells) for row in part.rows]
        else:
            out.append(part.text)
    return "\n".join(out)


def by_lxml(data: bytes) -> str:
    from lxml import html

    return str(html.document_fromstring(data).text_content())


def by_selectolax(data: bytes) -> str:
    from selectolax.lexbor import LexborHTMLParser

    body = LexborHTMLParser(data).body
    return str(body.text(separator="\n")) if body is not None else ""


def by_striprtf(data: bytes) -> str:
    from striprtf.striprtf import rtf_to_text

    return str(rtf_to_text(data.decode("latin-1"), encoding="gb18030"))


def by_ofdkit(data: bytes) -> str:
    import tempfile

    import ofdkit

    with tempfile.NamedTemporaryFile(suffix=".ofd") as file:
        file.write(data)
        file.flush()
        return str(ofdkit.extract_text(file.name))


def by_msdoc2docx(data: bytes) -> str:
    import tempfile
    from pathlib import Path

    from doc2docx import convert

    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "a.doc", Path(folder) / "a.docx"
        source.write_bytes(data)
        convert(source, target)
        return by_python_docx(target.read_bytes())


def by_openpyxl(data: bytes) -> str:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
    return _rows(row for sheet in book for row in sheet.iter_rows(values_only=True))


def by_xlrd(data: bytes) -> str:
    import xlrd

    return _rows(sheet.row_values(r) for sheet in xlrd.open_workbook(file_contents=data).sheets() for r in range(sheet.nrows))


def by_csv(data: bytes) -> str:
    return _rows(csv.reader(io.StringIO(data.decode("gb18030"))))


def _rows(rows: Any) -> str:
    return "\n".join("\t".join("" if v is None else f"{v:g}" if isinstance(v, float) else str(v) for v in row) for row in rows)


def by_rapidocr(data: bytes) -> str:
    """The engine that we use, alone, on the pictures in its own order of lines."""
    from PIL import Image

    from tests.benchmarks.ocr import bare
    from tests.intake.pdf_files import pictures_of

    pictures = pictures_of(data) if data.startswith(b"%PDF") else [Image.open(io.BytesIO(data)).convert("RGB")]
    return "\n".join(map(bare, pictures))


_HTML: tuple[tuple[str, Reader], ...] = (("selectolax", by_selectolax), ("lxml", by_lxml))
_DOCX: tuple[tuple[str, Reader], ...] = (("python-docx", by_python_docx),)
_DOC: tuple[tuple[str, Reader], ...] = (("msdoc2docx", by_msdoc2docx),)
_RTF: tuple[tuple[str, Reader], ...] = (("striprtf", by_striprtf),)
_PDF: tuple[tuple[str, Reader], ...] = (("pdfplumber", by_pdfplumber),)
_OCR: tuple[tuple[str, Reader], ...] = (("rapidocr", by_rapidocr),)

# name of a row of the table -> the peers that can read it, the best first
PEERS: dict[str, tuple[tuple[str, Reader], ...]] = {
    "html utf-8": _HTML, "html gb2312": _HTML, "docx typed": _DOCX, "docx automatic": _DOCX, "rtf": _RTF, "pdf": _PDF,
    "ofd": (("ofdkit", by_ofdkit),), "xlsx": (("openpyxl", by_openpyxl),), "xls": (("xlrd", by_xlrd),), "csv": (("csv", by_csv),),
    "pdf, LibreOffice": _PDF, "pdf, browser": _PDF, "doc, LibreOffice": _DOC, "wps, LibreOffice": _DOC, "rtf, LibreOffice": _RTF,
    "scan, clean": _OCR, "scan, noisy": _OCR,
}  # fmt: skip
