"""PDF: what is masked leaves the file. Glyphs go out of the content streams and leave a gap as wide, under a grey bar; strings
(annotations, form values, outlines, properties) are masked; metadata goes; attachments that hold something go.

The written file is read again with two libraries and byte by byte before it is handed on.
"""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pikepdf
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfparser import PDFParser

from nlp.redact.canvas import Canvas, Piece
from nlp.redact.finding import Finder
from nlp.redact.pdf_glyphs import Container, Glyph, GlyphReader
from nlp.redact.pdf_objects import mask_objects
from nlp.redact.report import Notice, RedactFault, notice

_WRAPPED = 8  # a number so long may run over the lines of a narrow cell
_PICTURE_PAGE = 0.5  # share of the page that a picture must cover for the page to count as a picture
_MARKED_TEXT = ("/ActualText", "/Alt", "/E")


def redact_pdf(data: bytes, finder: Finder, holds: Callable[[bytes, str], bool]) -> tuple[bytes, list[Notice]]:
    """A masked copy of a PDF; `holds(bytes, name)` says whether an attached file holds something or cannot be looked at."""
    finder.one_piece = _WRAPPED
    ready = _prepared(data)
    with pikepdf.open(io.BytesIO(ready)) as pdf:
        reader = GlyphReader(PDFDocument(PDFParser(io.BytesIO(ready))))
        glyphs = [g for n, page in enumerate(pdf.pages, 1) for g in reader.page(page, n)]
        for stream in _other_streams(pdf):
            glyphs += reader.form(stream, 0)
        removed: dict[tuple[int, int, int, int], Glyph] = {}
        pieces = {id(g): _piece(g, removed) for g in glyphs}
        canvases = [_canvas(glyphs, pieces), _canvas(_by_lines(glyphs), pieces)]
        for canvas in canvases:
            finder.mark(canvas, "application/pdf")
        notices = mask_objects(pdf, finder, holds)
        for canvas in canvases:
            finder.sweep(canvas)
            for piece in canvas.pieces:
                piece.lay_on()
        _rewrite(pdf, reader.containers, removed, glyphs, finder)
        silent = sorted(n for n, share in reader.pictures.items() if n and share >= _PICTURE_PAGE)
        if silent:
            notices.append(notice("page_pictures", left=True, pages=silent))
        pdf.remove_unreferenced_resources()
        return _saved(pdf), notices


def _prepared(data: bytes) -> bytes:
    """The file with every font an object of its own, so that pikepdf and pdfminer can name it alike."""
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            for holder in list(pdf.objects):
                for resources in _resources(holder):
                    fonts = resources.get("/Font")
                    if isinstance(fonts, pikepdf.Dictionary):
                        for key in list(fonts.keys()):
                            if isinstance(fonts[key], pikepdf.Dictionary) and not fonts[key].is_indirect:
                                fonts[key] = pdf.make_indirect(fonts[key])
            return _saved(pdf)
    except pikepdf.PasswordError as error:
        raise RedactFault("encrypted") from error
    except pikepdf.PdfError as error:
        raise RedactFault("damaged") from error


def _resources(holder: Any) -> Iterator[Any]:
    if isinstance(holder, (pikepdf.Dictionary, pikepdf.Stream)):
        if "/Resources" in holder and isinstance(holder["/Resources"], pikepdf.Dictionary):
            yield holder["/Resources"]
        if "/Font" in holder and isinstance(holder, pikepdf.Dictionary):
            yield holder


def _saved(pdf: Any) -> bytes:
    out = io.BytesIO()
    pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable, encryption=False)
    return out.getvalue()


def _other_streams(pdf: Any) -> Iterator[Any]:
    """Forms, appearances and patterns; those that pages have shown are known to the reader."""
    for obj in pdf.objects:
        if isinstance(obj, pikepdf.Stream) and (obj.get("/Subtype") == "/Form" or obj.get("/PatternType") == 1):
            yield obj


# ---------------------------------------------------------------- characters as lines
def _canvas(glyphs: Sequence[Glyph], pieces: dict[int, Piece]) -> Canvas:
    canvas = Canvas()
    line: list[Piece | str] = []
    before: Glyph | None = None
    for glyph in glyphs:
        if before is not None and (glyph.page != before.page or not _same_line(before, glyph)):
            canvas.line(line)
            line = []
        elif before is not None and glyph.box[0] - before.box[2] > 0.3 * glyph.size:
            line.append(" ")
        line.append(pieces[id(glyph)])
        before = glyph
    canvas.line(line)
    return canvas


def _piece(glyph: Glyph, removed: dict[tuple[int, int, int, int], Glyph]) -> Piece:
    def put(_: str) -> None:
        removed[glyph.spot] = glyph

    return Piece(glyph.text, put, f"page:{glyph.page}" if glyph.page else "form")


def _same_line(a: Glyph, b: Glyph) -> bool:
    return abs(a.box[1] - b.box[1]) < 0.5 * max(a.size, b.size) and b.box[0] > a.box[0] - 2 * a.size


def _by_lines(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """As a reader's eye goes: page by page, line by line from the top, each from the left."""
    out: list[Glyph] = []
    by_page: dict[int, list[Glyph]] = defaultdict(list)
    for g in glyphs:
        by_page[g.page].append(g)
    for _, found in sorted(by_page.items()):
        line: list[Glyph] = []
        for g in sorted(found, key=lambda g: -g.box[1]):
            if line and line[0].box[1] - g.box[1] > 0.5 * max(line[0].size, g.size):
                out += sorted(line, key=lambda g: g.box[0])
                line = []
            line.append(g)
        out += sorted(line, key=lambda g: g.box[0])
    return out


# ---------------------------------------------------------------- streams without the glyphs
def _rewrite(
    pdf: Any, containers: Sequence[Container], removed: dict[tuple[int, int, int, int], Glyph], glyphs: Sequence[Glyph], finder: Finder
) -> None:
    by_operator: dict[tuple[int, int], list[Glyph]] = defaultdict(list)
    for spot, glyph in removed.items():
        by_operator[spot[:2]].append(glyph)
    bars: dict[int, list[tuple[float, float, float, float]]] = defaultdict(list)
    for glyph in glyphs:
        if glyph.spot in removed and glyph.page:
            bars[glyph.page].append(glyph.box)
    pages = list(pdf.pages)
    page_of = {p.obj.objgen: n for n, p in enumerate(pages, 1)}
    for number, container in enumerate(containers):
        changed = _without(container, number, by_operator, finder)
        own_bars = bars.get(page_of.get(container.holder.obj.objgen, 0), []) if container.is_page else []
        if changed is None and not own_bars:
            continue
        body = pikepdf.unparse_content_stream(changed if changed is not None else _plain(container))
        if container.is_page:
            depth = sum((name == "q") - (name == "Q") for _, name in container.operators)
            body = b"q\n" + body + b"\nQ" * (1 + max(0, depth)) + b"\n" + _drawn(own_bars)
            container.holder.obj.Contents = pdf.make_stream(body)
        else:
            container.holder.write(body)


def _plain(container: Container) -> list[Any]:
    return [(o, pikepdf.Operator(n)) if n != "INLINE IMAGE" else o[0] for o, n in container.operators]


def _without(
    container: Container, number: int, by_operator: dict[tuple[int, int], list[Glyph]], finder: Finder
) -> list[Any] | None:
    """Operators without the removed glyphs; None where nothing changes."""
    out: list[Any] = []
    changed = False
    marked: list[Any] = []
    for at, (operands, name) in enumerate(container.operators):
        gone = by_operator.get((number, at))
        if name in ("BDC", "BMC"):
            marked.append(operands[1] if name == "BDC" and isinstance(operands[1], pikepdf.Dictionary) else None)
            changed |= _quiet(marked[-1], finder)
        elif name == "EMC" and marked:
            marked.pop()
        if name == "INLINE IMAGE":
            out.append(operands[0])
        elif gone:
            changed = True
            for properties in marked:
                _quiet(properties, None)
            out += _parted(operands, name, gone)
        else:
            out.append((operands, pikepdf.Operator(name)))
    return out if changed else None


def _quiet(properties: Any, finder: Finder | None) -> bool:
    """Take the replacement text out of a marked piece of content; with a finder only where it holds a value."""
    changed = False
    for key in _MARKED_TEXT:
        if properties is not None and key in properties and (finder is None or finder.holds(str(properties[key]))):
            del properties[key]
            changed = True
    return changed


def _parted(operands: Sequence[Any], name: str, gone: Sequence[Glyph]) -> list[Any]:
    """A showing operator with gaps in place of the glyphs that go."""
    parts = list(operands[-1]) if isinstance(operands[-1], pikepdf.Array) else [operands[-1]]
    cuts: dict[int, dict[int, Glyph]] = defaultdict(dict)
    for glyph in gone:
        cuts[glyph.spot[2]][glyph.spot[3]] = glyph
    array: list[Any] = []
    for n, part in enumerate(parts):
        if n not in cuts:
            array.append(part)
            continue
        data, at = bytes(part), 0
        for first, glyph in sorted(cuts[n].items()):
            if first > at:
                array.append(pikepdf.String(data[at:first]))
            array.append(_number(-glyph.advance))
            at = glyph.last
        if at < len(data):
            array.append(pikepdf.String(data[at:]))
    show = ([pikepdf.Array(array)], pikepdf.Operator("TJ"))
    if name == "'":
        return [([], pikepdf.Operator("T*")), show]
    if name == '"':
        spaces = [([operands[0]], pikepdf.Operator("Tw")), ([operands[1]], pikepdf.Operator("Tc"))]
        return [*spaces, ([], pikepdf.Operator("T*")), show]
    return [show]


def _number(value: float) -> Any:
    from decimal import Decimal

    return Decimal(f"{value:.3f}")


def _drawn(boxes: Sequence[tuple[float, float, float, float]]) -> bytes:
    """Grey bars, one for the glyphs of a line that stand side by side."""
    bars: list[tuple[float, float, float, float]] = []
    for a, b, c, d in boxes:
        if c <= a or d <= b:
            continue
        if bars and abs(bars[-1][1] - b) < 1 and abs(bars[-1][3] - d) < 1 and a - bars[-1][0] >= 0 and a - bars[-1][2] < 0.5 * (d - b):
            bars[-1] = (bars[-1][0], min(b, bars[-1][1]), max(c, bars[-1][2]), max(d, bars[-1][3]))
        else:
            bars.append((a, b, c, d))
    lines = [f"{a:.2f} {b:.2f} {c - a:.2f} {d - b:.2f} re" for a, b, c, d in bars]
    return ("q 0.25 g " + " ".join(lines) + " f Q\n").encode("ascii") if lines else b""
