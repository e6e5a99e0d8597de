"""Word 97-2003 document (.doc, and .wps of WPS Writer) -> Document.

A pure-Python library turns the binary into DOCX parts, which the DOCX reader then reads: numbers, tables, notes, text boxes and
tracked changes come out by the same rules. Text boxes that the library loses are put back; what it cannot convert at all still
gives its text (`word97_text`).
"""

from __future__ import annotations

import io
import re
import struct
import tempfile
import zipfile
from dataclasses import dataclass, replace
from pathlib import Path
from xml.sax.saxutils import escape

from nlp.intake import detect
from nlp.intake.builder import DocumentBuilder, clean
from nlp.intake.docx import read_docx
from nlp.intake.furniture import FurnitureRules
from nlp.intake.messages import Unreadable, kind_name
from nlp.intake.ooxml import ZIP_FAULTS
from nlp.intake.word97_text import Stories, plain, read_stories, word_stream, write_header_boxes, write_text
from nlp.types import Limits

_MAIN, _STYLES = "word/document.xml", "word/styles.xml"
_CONTENTS_STYLE = re.compile(rb'w:val="Contents (\d|Heading)"')
_ANCHOR = "\ufffc"  # what the library writes for a drawing that it does not understand
_BOXES_LOST = "MAIN_TEXTBOX_TABLE_MALFORMED"
_PLACES, _HEADER_BOXES = 0x9A, (41, 58, 59, 76)  # parts of the table stream about drawings and text boxes in headers
_HEADER_BOX_LENGTH = 0x68
_SECTOR = 512


@dataclass(frozen=True, slots=True)
class _Converted:
    """The file as DOCX, and what the library left out of it."""

    docx: bytes
    boxes_lost: bool
    header_boxes_lost: bool


class _Unconverted(Exception):
    """The library could not make a DOCX of the file."""


def read_word97(data: bytes, build: DocumentBuilder, rules: FurnitureRules, limits: Limits) -> None:
    """Read a .doc into the builder. Raises Unreadable for a locked or damaged one."""
    try:
        converted = _convert(data, limits)
    except _Unconverted as fault:
        write_text(read_stories(data, limits), build, rules, limits)
        build.warn("text_only", kind=kind_name(detect.DOC), detail=str(fault))
        return
    stories = read_stories(data, limits) if converted.boxes_lost or converted.header_boxes_lost else Stories("")
    if not converted.boxes_lost:
        stories = replace(stories, boxes=())
    docx, objects = _mended(converted.docx, stories, limits)
    read_docx(docx, build, rules, limits)
    write_header_boxes(stories.header_boxes if converted.header_boxes_lost else (), build)
    if objects:
        build.warn("embedded", n=len(objects), names="、".join(objects[:5]))


def _convert(data: bytes, limits: Limits) -> _Converted:
    """The file as DOCX; on a fault once more without the drawings of headers, which the library checks too strictly."""
    from doc2docx.errors import Doc2DocxError, EncryptedDocumentError

    with tempfile.TemporaryDirectory(prefix="gongkai-") as folder:  # the library takes paths only
        source = Path(folder) / "a.doc"
        source.write_bytes(data)
        try:
            try:
                return _run(source, limits, False)
            except EncryptedDocumentError as error:
                raise Unreadable("encrypted") from error
            except Doc2DocxError:
                _forget_header_boxes(source, limits)
                return _run(source, limits, True)
        except Doc2DocxError as error:
            raise _Unconverted("文件结构不标准") from error
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, OSError, RecursionError, struct.error) as error:
            raise _Unconverted(f"转换时出错：{type(error).__name__}") from error


def _run(source: Path, limits: Limits, header_boxes_lost: bool) -> _Converted:
    from doc2docx import convert
    from doc2docx.cfb import CompoundFileLimits

    bounds = CompoundFileLimits(limits.file_bytes, min(limits.file_bytes, limits.unpacked_bytes), 20_000)
    target = source.with_suffix(".docx")
    report = convert(source, target, limits=bounds).report
    if target.stat().st_size > limits.unpacked_bytes:
        raise _Unconverted("转换结果过大")
    return _Converted(target.read_bytes(), any(d.code == _BOXES_LOST for d in report.diagnostics), header_boxes_lost)


def _forget_header_boxes(source: Path, limits: Limits) -> None:
    """Set the sizes of the parts about header drawings to zero in the file information block, where it lies in the file.

    The block reaches over the first two sectors of its stream, which need not be neighbours. Raises ValueError where they
    cannot be told from others.
    """
    data = bytearray(source.read_bytes())
    word = word_stream(bytes(data), limits)
    sizes = {_PLACES + 8 * part + 4 for part in _HEADER_BOXES} | {_HEADER_BOX_LENGTH}
    for first in range(0, max(sizes) + 4, _SECTOR):
        sector = word[first : first + _SECTOR]
        at = data.find(sector)
        if len(sector) < _SECTOR or at < 0 or data.find(sector, at + 1) >= 0:
            raise ValueError("sector")
        for size in sizes:
            if first <= size < first + _SECTOR:
                struct.pack_into("<I", data, at + size - first, 0)
    source.write_bytes(data)


def _mended(docx: bytes, stories: Stories, limits: Limits) -> tuple[bytes, list[str]]:
    """The DOCX with lost text boxes in the place of their anchors, and the names of the objects embedded in it."""
    try:
        with zipfile.ZipFile(io.BytesIO(docx)) as package:
            objects = [n.rpartition("/")[2] for n in package.namelist() if n.startswith("word/embeddings/")]
            names = [n for n in package.namelist() if n.endswith((".xml", ".rels"))]
            parts = {n: detect.read_member(package, n, limits.unpacked_bytes) for n in names}
    except (*ZIP_FAULTS, KeyError) as error:
        raise Unreadable("damaged", detail="转换结果读不出来") from error
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as copy:
        for name, part in parts.items():
            if _ANCHOR.encode() in part or (name == _MAIN and stories.boxes):
                part = _restored(part.decode(), stories if name == _MAIN else Stories("")).encode()
            if name == _STYLES:  # LibreOffice writes its own names of the styles of a table of contents
                part = _CONTENTS_STYLE.sub(rb'w:val="toc \1"', part)
            copy.writestr(name, part)
    return out.getvalue(), objects


def _restored(main: str, stories: Stories) -> str:
    """document.xml with each anchor replaced by the text boxes that hang on it; where anchors do not tally, by their order."""
    places = [at for at, char in enumerate(stories.main) if char in "\x01\x08"]
    pieces = main.split(_ANCHOR)
    tally = len(places) == len(pieces) - 1
    boxes = list(stories.boxes)
    if len(pieces) == 1:  # nowhere to hang them: before everything
        loose = "".join(_paragraphs(text) for _, text in boxes)
        return main.replace("<w:body>", "<w:body>" + loose, 1)
    out = [pieces[0]]
    for k, piece in enumerate(pieces[1:]):
        last = k == len(pieces) - 2
        while boxes and (last or not tally or boxes[0][0] <= places[k]):
            out.append(_box(boxes.pop(0)[1]))
            if not tally and not last:
                break
        out.append(piece)
    return "".join(out)


def _box(text: str) -> str:
    """A text box as WordprocessingML, fit to stand inside <w:t>."""
    return f"</w:t><w:pict><w:txbxContent>{_paragraphs(text)}</w:txbxContent></w:pict><w:t>"


def _paragraphs(text: str) -> str:
    lines = clean(plain(text)).split("\n")
    return "".join(f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p>" for line in lines if line.strip())
