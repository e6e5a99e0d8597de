"""Characters of a PDF with the bytes that show them: a walk over content streams, also inside form XObjects and appearances.

pikepdf parses the streams, pdfminer knows the fonts (codes to characters and widths). Only what moves text is interpreted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pikepdf
from pdfminer.cmapdb import CMap, IdentityCMapByte
from pdfminer.pdffont import PDFCIDFont, PDFFont
from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.pdftypes import dict_value
from pdfminer.utils import Matrix, apply_matrix_pt, mult_matrix

_DEEPEST = 12
_UNIT: Matrix = (1, 0, 0, 1, 0, 0)
_SHOWING = frozenset({"Tj", "TJ", "'", '"'})


@dataclass(slots=True, eq=False)
class Glyph:
    """One shown code: where its bytes stand (container, operator, string, byte range), what it says, where it is drawn."""

    spot: tuple[int, int, int, int]  # container, operator, string, first byte
    last: int
    text: str
    advance: float  # in thousandths of the font size, spacing included
    box: tuple[float, float, float, float]
    size: float
    page: int


@dataclass(slots=True)
class Container:
    """A content stream: a page's, or that of a form or appearance; its operators as parsed."""

    holder: Any
    operators: list[tuple[list[Any], str]]
    is_page: bool


@dataclass(frozen=True, slots=True)
class _State:
    """The part of the graphics state that moves text."""

    ctm: Matrix = _UNIT
    font: PDFFont | None = None
    size: float = 0.0
    char_space: float = 0.0
    word_space: float = 0.0
    scale: float = 1.0
    leading: float = 0.0
    rise: float = 0.0


@dataclass(slots=True)
class GlyphReader:
    """Reads all pages and appearances of one PDF; containers are numbered as they are first met."""

    miner: Any
    containers: list[Container] = field(default_factory=list)
    pictures: dict[int, float] = field(default_factory=dict)  # page -> largest share of it that one picture covers
    _numbers: dict[tuple[int, int], int] = field(default_factory=dict)
    _fonts: dict[tuple[int, int], PDFFont | None] = field(default_factory=dict)
    _manager: Any = field(default_factory=PDFResourceManager)

    def page(self, page: Any, number: int) -> list[Glyph]:
        """Characters of a page in the order in which they are shown."""
        box = [float(v) for v in page.mediabox]
        area = max(1.0, abs((box[2] - box[0]) * (box[3] - box[1])))
        container = self._container(page, page=True)
        resources = page.obj.get("/Resources") if "/Resources" in page.obj else page.resources
        return list(self._run(container, resources, _State(), number, area, 0))

    def form(self, stream: Any, number: int) -> list[Glyph]:
        """Characters of a form or appearance that no page has shown."""
        if stream.objgen in self._numbers:
            return []
        return list(self._run(self._container(stream), stream.get("/Resources"), _State(), number, 1.0, 0))

    def _container(self, holder: Any, page: bool = False) -> int:
        key = holder.obj.objgen if page else holder.objgen
        if key not in self._numbers or key == (0, 0):
            self._numbers[key] = len(self.containers)
            parsed = [([*i.operands], str(i.operator)) if hasattr(i, "operator") else ([i], "INLINE IMAGE") for i in _parse(holder)]
            self.containers.append(Container(holder, parsed, page))
        return self._numbers[key]

    def _run(self, number: int, resources: Any, state: _State, page: int, area: float, depth: int) -> Iterator[Glyph]:
        stack: list[_State] = []
        matrix = line = _UNIT
        for at, (operands, name) in enumerate(self.containers[number].operators):
            try:
                if name == "q":
                    stack.append(state)
                elif name == "Q":
                    state = stack.pop() if stack else state
                elif name == "cm":
                    state = replace(state, ctm=mult_matrix(_matrix(operands), state.ctm))
                elif name == "BT":
                    matrix = line = _UNIT
                elif name == "Tm":
                    matrix = line = _matrix(operands)
                elif name in ("Td", "TD"):
                    if name == "TD":
                        state = replace(state, leading=-float(operands[1]))
                    matrix = line = mult_matrix((1, 0, 0, 1, float(operands[0]), float(operands[1])), line)
                elif name in _SHOWING or name == "T*":
                    if name in ("'", '"', "T*"):
                        if name == '"':
                            state = replace(state, word_space=float(operands[0]), char_space=float(operands[1]))
                        matrix = line = mult_matrix((1, 0, 0, 1, 0, -state.leading), line)
                    if name != "T*":
                        shown, matrix = self._show(number, at, operands, state, matrix, page)
                        yield from shown
                elif name == "Do" and depth < _DEEPEST:
                    yield from self._do(operands[0], resources, state, page, area, depth)
                elif name == "INLINE IMAGE":
                    self._picture(state.ctm, page, area)
                else:
                    state = self._set(name, operands, state, resources)
            except (ValueError, TypeError, IndexError, KeyError, AttributeError):
                continue  # an operator with wrong operands does nothing, as in viewers

    def _set(self, name: str, operands: Sequence[Any], state: _State, resources: Any) -> _State:
        if name == "Tf":
            return replace(state, font=self._font(resources, operands[0]), size=float(operands[1]))
        if name == "gs":
            values = resources["/ExtGState"][str(operands[0])]
            if "/Font" in values:
                return replace(state, font=self._load(values["/Font"][0]), size=float(values["/Font"][1]))
            return state
        key = {"Tc": "char_space", "Tw": "word_space", "TL": "leading", "Ts": "rise"}.get(name)
        if key:
            return replace(state, **{key: float(operands[0])})  # type: ignore[arg-type]
        return replace(state, scale=float(operands[0]) / 100) if name == "Tz" else state

    def _do(self, name: Any, resources: Any, state: _State, page: int, area: float, depth: int) -> Iterator[Glyph]:
        stream = resources["/XObject"][str(name)]
        if stream.get("/Subtype") == "/Image":
            self._picture(state.ctm, page, area)
        elif stream.get("/Subtype") == "/Form":
            matrix = _matrix(list(stream["/Matrix"])) if "/Matrix" in stream else _UNIT
            inner = replace(state, ctm=mult_matrix(matrix, state.ctm))
            own = stream.get("/Resources")
            yield from self._run(self._container(stream), resources if own is None else own, inner, page, area, depth + 1)

    def _picture(self, ctm: Matrix, page: int, area: float) -> None:
        share = abs(ctm[0] * ctm[3] - ctm[1] * ctm[2]) / area
        self.pictures[page] = max(share, self.pictures.get(page, 0.0))

    # ------------------------------------------------------------ fonts and strings
    def _font(self, resources: Any, name: Any) -> PDFFont | None:
        return self._load(resources["/Font"][str(name)])

    def _load(self, spec: Any) -> PDFFont | None:
        key = spec.objgen
        if key not in self._fonts:
            try:
                self._fonts[key] = self._manager.get_font(key[0], dict_value(self.miner.getobj(key[0])))
            except Exception:  # pdfminer raises of many kinds for broken fonts; text in such a font cannot be read by anybody
                self._fonts[key] = None
        return self._fonts[key]

    def _show(
        self, number: int, at: int, operands: Sequence[Any], state: _State, matrix: Matrix, page: int
    ) -> tuple[list[Glyph], Matrix]:
        font = state.font
        shown: list[Glyph] = []
        if font is None:
            return shown, matrix
        parts = list(operands[-1]) if isinstance(operands[-1], pikepdf.Array) else [operands[-1]]
        vertical = font.is_vertical()
        for n, part in enumerate(parts):
            if not isinstance(part, pikepdf.String):
                gap = -float(part) / 1000 * state.size * (1 if vertical else state.scale)
                matrix = mult_matrix((1, 0, 0, 1, *((0, gap) if vertical else (gap, 0))), matrix)
                continue
            for first, last, code, text in codes_of(font, bytes(part)):
                width = font.char_width(code)
                blank = last - first == 1 and bytes(part)[first] == 32
                extra = state.char_space + (state.word_space if blank else 0.0)
                step = width * state.size + extra
                thousandths = 1000 * step / state.size if state.size else 0.0
                whole = mult_matrix(mult_matrix((state.scale, 0, 0, 1, 0, state.rise), matrix), state.ctm)
                box = _box(whole, width * state.size, state.size, vertical)
                shown.append(Glyph((number, at, n, first), last, text, thousandths, box, _size(whole, state.size), page))
                move = (0, step) if vertical else (step * state.scale, 0)
                matrix = mult_matrix((1, 0, 0, 1, *move), matrix)
        return shown, matrix


def _parse(holder: Any) -> Iterator[Any]:
    try:
        yield from pikepdf.parse_content_stream(holder)
    except pikepdf.PdfError:
        return


def _matrix(operands: Sequence[Any]) -> Matrix:
    a, b, c, d, e, f = (float(v) for v in operands[:6])
    return (a, b, c, d, e, f)


def _box(matrix: Matrix, width: float, size: float, vertical: bool) -> tuple[float, float, float, float]:
    low, high = (-0.5 * size, 0.0) if vertical else (0.0, 0.0)
    corners = (
        [(low, 0.0), (low + size, width)] if vertical else [(0.0, -0.2 * size), (width, 0.85 * size), (0.0, 0.85 * size + high)]
    )
    points = [apply_matrix_pt(matrix, p) for p in corners]
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return min(xs), min(ys), max(xs), max(ys)


def _size(matrix: Matrix, size: float) -> float:
    return float(abs(size) * (abs(matrix[3]) + abs(matrix[1])) or 1.0)


def codes_of(font: PDFFont, data: bytes) -> Iterator[tuple[int, int, int, str]]:
    """Codes of a string: byte range, code as the font counts it, character ("" where the font does not tell)."""
    for first, last, code in _split(font, data):
        try:
            text = font.to_unichr(code)
        except (KeyError, ValueError, TypeError, AttributeError):  # PDFUnicodeNotDefined is a KeyError-like fault of pdfminer
            text = ""
        except Exception:
            text = ""
        yield first, last, code, text if isinstance(text, str) else ""


def _split(font: PDFFont, data: bytes) -> Iterator[tuple[int, int, int]]:
    if not isinstance(font, PDFCIDFont) or isinstance(font.cmap, IdentityCMapByte):
        yield from ((i, i + 1, b) for i, b in enumerate(data))
        return
    tree = font.cmap.code2cid if isinstance(font.cmap, CMap) else {}
    if not tree:  # identity: two bytes a code
        yield from ((i, i + 2, data[i] * 256 + data[i + 1]) for i in range(0, len(data) - 1, 2))
        return
    node: Any = tree
    start = 0
    for i, byte in enumerate(data):
        node = node.get(byte)
        if node is None:
            node, start = tree, i + 1
        elif isinstance(node, int):
            yield start, i + 1, node
            node, start = tree, i + 1
