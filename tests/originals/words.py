"""An original as Word and RTF file, written here, and what LibreOffice makes of the Word file."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from docx import Document as new_document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt

from tests.originals.model import Grid, Original, Paragraph, numbered

OFFICE = shutil.which("soffice")
OFFICE_FILTERS = {"pdf": "pdf", "doc": "doc:MS Word 97", "rtf": "rtf:Rich Text Format"}
_ITEMS = (("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."), ("decimal", "（%4）"))
_RUNNING = {"chapter": ("chineseCounting", "第%1章"), "article": ("chineseCounting", "第%1条")}
_ALIGN = {"title": WD_ALIGN_PARAGRAPH.CENTER, "number": WD_ALIGN_PARAGRAPH.CENTER, "signature": WD_ALIGN_PARAGRAPH.RIGHT, "date": WD_ALIGN_PARAGRAPH.RIGHT}


def word(original: Original, automatic: bool = False) -> bytes:
    """A .docx; numbers typed into the text, or counted by the word processor and nowhere in the text."""
    document = new_document()
    normal = document.styles["Normal"]
    normal.font.size = Pt(16)
    normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "WenQuanYi Zen Hei")
    lists = _Lists(document) if automatic else None
    for part, text in numbered(original):
        if isinstance(part, Grid):
            _add_table(document, part)
            continue
        paragraph = document.add_paragraph(part.text if automatic else text)
        if part.kind in _ALIGN:
            paragraph.alignment = _ALIGN[part.kind]
        if part.kind == "title":
            paragraph.runs[0].font.size = Pt(22)
        if part.kind == "body":
            paragraph.paragraph_format.first_line_indent = Pt(32)
        if lists is not None and part.level is not None:
            lists.number(paragraph, part)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


class _Lists:
    """Lists of a document: one of four levels, anew under every article, one of chapters, one of articles."""

    def __init__(self, document) -> None:
        self._root = document.part.numbering_part.element
        for old in list(self._root):
            self._root.remove(old)
        self._last = 0
        self._items = 0
        self._running = {name: self._new(_level(0, *shape, "space")) for name, shape in _RUNNING.items()}

    def _new(self, levels: str) -> int:
        """Number of a new list; definitions stand before the lists that use them."""
        self._last += 1
        self._root.insert(self._last - 1, _abstract(self._last, levels))
        self._root.append(_num(self._last, self._last))
        return self._last

    def number(self, paragraph, part: Paragraph) -> None:
        level = part.level
        if level == "article":
            self._items = 0
        if isinstance(level, int):
            if not self._items:
                self._items = self._new("".join(_level(i, fmt, text, "nothing") for i, (fmt, text) in enumerate(_ITEMS)))
            key, depth = self._items, level
        else:
            key, depth = self._running[str(level)], 0
        properties = paragraph._p.get_or_add_pPr()
        properties.append(parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{depth}"/><w:numId w:val="{key}"/></w:numPr>'))


def _level(index: int, fmt: str, text: str, suffix: str) -> str:
    return f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{fmt}"/><w:suff w:val="{suffix}"/><w:lvlText w:val="{text}"/></w:lvl>'


def _abstract(key: int, levels: str):
    return parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{key}"><w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>')


def _num(key: int, of: int):
    return parse_xml(f'<w:num {nsdecls("w")} w:numId="{key}"><w:abstractNumId w:val="{of}"/></w:num>')


def _add_table(document, grid: Grid) -> None:
    table = document.add_table(len(grid.rows), len(grid.widths), style="Table Grid")
    for r, row in enumerate(grid.rows):
        for c, text in enumerate(row):
            if text is None:
                continue
            cell = table.cell(r, c)
            if (reach := grid.reach(r, c)) > 1:
                cell = cell.merge(table.cell(r + reach - 1, c))
            cell.text = text
            for run in cell.paragraphs[0].runs:
                run.font.size = Pt(10)


# ---------------------------------------------------------------- RTF
def rich(original: Original) -> bytes:
    """An RTF file with typed numbers: GB bytes for Simplified text, \\u escapes for Traditional."""
    coded = _by_code if original.script == "hant" else _by_bytes
    body = b""
    for part, text in numbered(original):
        if isinstance(part, Grid):
            body += _rich_table(part, coded)
        else:
            align = {"title": b"\\qc", "number": b"\\qc", "signature": b"\\qr", "date": b"\\qr"}.get(part.kind, b"\\qj\\fi640")
            body += b"\\pard" + align + b" " + coded(text) + b"\\par\n"
    return rb"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0\fnil\fcharset134 SimSun;}}" + b"\n\\fs32 " + body + b"}"


def _rich_table(grid: Grid, coded) -> bytes:
    out = b""
    for r, row in enumerate(grid.rows):
        out += b"\\trowd"
        at = 0
        for c, text in enumerate(row):
            at += 9000 * grid.widths[c] // sum(grid.widths)
            out += b"\\clvmrg" if text is None else b"\\clvmgf" if grid.reach(r, c) > 1 else b""
            out += b"\\cellx%d" % at
        out += b"".join(b"\\pard\\intbl " + coded(text or "") + b"\\cell" for text in row) + b"\\row\n"
    return out + b"\\pard\n"


def _by_bytes(text: str) -> bytes:
    return b"".join(bytes([b]) if b < 0x80 and b not in b"{}\\" else b"\\'%02x" % b for b in text.encode("gb18030"))


def _by_code(text: str) -> bytes:
    return b"".join(c.encode() if c < "\x80" else b"\\u%d?" % (ord(c) - 0x10000 if ord(c) > 0x7FFF else ord(c)) for c in text)


# ---------------------------------------------------------------- LibreOffice
def office(files: Mapping[str, bytes], wanted: str, folder: Path) -> dict[str, bytes]:
    """Word files by name -> the same in another format ("pdf", "doc", "rtf"), all in one run. Raises where LibreOffice fails."""
    source, target = folder / f"in-{wanted}", folder / f"out-{wanted}"
    source.mkdir(parents=True)
    for name, data in files.items():
        (source / f"{name}.docx").write_bytes(data)
    command = [OFFICE or "soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to"]
    command += [OFFICE_FILTERS[wanted], "--outdir", str(target), *sorted(str(p) for p in source.iterdir())]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return {name: (target / f"{name}.{wanted}").read_bytes() for name in files}


