"""An original set on pages: one layout, drawn as PDF (reportlab) or written as OFD."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont

from tests.intake.ofd_files import ofd, page
from tests.intake.pdf_files import ZENHEI, Sheet, han_font
from tests.originals.model import Grid, Original, numbered

EM, STEP, LEFT, RIGHT, TOP, BOTTOM = 16, 28, 80, 80 + 26 * 16, 760, 100
CELL_EM, CELL_STEP, PAD = 11, 15, 5
_MM = 25.4 / 72
_NO_START = tuple("，。、；：）》！？”")


def font_for(original: Original) -> str:
    """A registered font that has the characters of an original."""
    if original.script == "hant" and not ZENHEI.exists():
        pdfmetrics.registerFont(UnicodeCIDFont("MSung-Light"))
        return "MSung-Light"
    return han_font()


@dataclass(slots=True)
class Layout:
    """Pages of words (x, base line, size, text) and rules (x0, y0, x1, y1), in points from the lower left corner."""

    font: str
    words: list[list[tuple[float, float, float, str]]] = field(default_factory=lambda: [[]])
    rules: list[list[tuple[float, float, float, float]]] = field(default_factory=lambda: [[]])
    y: float = TOP

    def width(self, text: str, size: float) -> float:
        return float(pdfmetrics.stringWidth(text, self.font, size))

    def broken(self, text: str, size: float, room: float, first: float = 0) -> list[str]:
        """Text cut into lines; no line begins with a mark."""
        lines = []
        while text:
            space = room - (0 if lines else first)
            fits = max((n for n in range(1, len(text) + 1) if self.width(text[:n], size) <= space), default=1)
            if text[fits : fits + 1] in _NO_START and fits > 1:
                fits -= 1
            lines.append(text[:fits])
            text = text[fits:]
        return lines

    def turn(self) -> None:
        """Number the page and begin the next one."""
        self.number()
        self.words.append([])
        self.rules.append([])
        self.y = TOP

    def number(self) -> None:
        """The number at the foot of the page."""
        text = f"— {len(self.words)} —"
        self.words[-1].append(((A4[0] - self.width(text, 12)) / 2, 60, 12, text))

    def put(self, text: str, size: float, where: Callable[[float], float], step: float) -> None:
        """One line; `where` gives its left edge from its width."""
        if self.y < BOTTOM:
            self.turn()
        self.words[-1].append((where(self.width(text, size)), self.y, size, text))
        self.y -= step

    def table(self, grid: Grid) -> None:
        """A ruled table, on a page of its own where it does not fit on this one."""
        share = (RIGHT - LEFT) / sum(grid.widths)
        widths = [w * share for w in grid.widths]
        cells = [[self.broken(text or "", CELL_EM, w - 2 * PAD) for text, w in zip(row, widths, strict=True)] for row in grid.rows]
        heights = [
            max(len(lines) if grid.reach(r, c) == 1 else 1 for c, lines in enumerate(row)) * CELL_STEP + 2 * PAD
            for r, row in enumerate(cells)
        ]
        if self.y + STEP - sum(heights) < BOTTOM:
            self.turn()
        top = self.y + 0.5 * STEP
        for r, row in enumerate(cells):
            x = LEFT
            for c, lines in enumerate(row):
                if grid.rows[r][c] is not None:
                    height = sum(heights[r : r + grid.reach(r, c)])
                    self.box(x, top - height, x + widths[c], top)
                    base = top - (height - len(lines) * CELL_STEP) / 2 - CELL_EM
                    for i, line in enumerate(lines):
                        self.words[-1].append((x + PAD, base - i * CELL_STEP, CELL_EM, line))
                x += widths[c]
            top -= heights[r]
        self.y = top - STEP

    def box(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """A frame of four rules."""
        self.rules[-1] += [(x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)]


def set_out(original: Original) -> Layout:
    """The original on A4 pages: 26 characters a line, first lines set in by two, titles centred."""
    layout = Layout(font_for(original))
    for part, text in numbered(original):
        if isinstance(part, Grid):
            layout.table(part)
        elif part.kind in ("title", "number"):
            size = 22 if part.kind == "title" else 14
            if part.kind == "title":
                layout.y -= 10
            for line in layout.broken(text, size, RIGHT - LEFT - 2 * size):
                layout.put(line, size, lambda w: (A4[0] - w) / 2, 1.7 * size)
            layout.y -= 10
        elif part.kind in ("signature", "date"):
            layout.put(text, EM, lambda w: RIGHT - w - 2 * EM, STEP)
        elif part.kind == "body":
            for i, line in enumerate(layout.broken(text, EM, RIGHT - LEFT, 2 * EM)):
                layout.put(line, EM, lambda _, i=i: LEFT + (0 if i else 2 * EM), STEP)
        else:
            if part.kind == "annex" and layout.y < TOP:
                layout.turn()
            for line in layout.broken(text, EM, RIGHT - LEFT):
                layout.put(line, EM, lambda _: LEFT, STEP)
    layout.number()
    return layout


def pdf(original: Original) -> bytes:
    """A PDF with a text layer."""
    layout = set_out(original)
    sheet = Sheet(layout.font)
    for n, (words, rules) in enumerate(zip(layout.words, layout.rules, strict=True)):
        if n:
            sheet.canvas.showPage()
        for x0, y0, x1, y1 in rules:
            sheet.canvas.line(x0, y0, x1, y1)
        for x, y, size, text in words:
            sheet.line(text, x, size, y)
    sheet.canvas.save()
    return sheet.out.getvalue()


def fixed(original: Original) -> bytes:
    """An OFD: one text object a line, every character placed, rules as paths."""
    layout = set_out(original)
    pages = []
    for words, rules in zip(layout.words, layout.rules, strict=True):
        objects = [_rule(*(v * _MM for v in (x0, A4[1] - y1, x1, A4[1] - y0))) for x0, y0, x1, y1 in rules]
        objects += [_line(layout, *word) for word in words]
        pages.append(page(*objects))
    return ofd(*pages, info=f"<ofd:Title>{escape(original.title)}</ofd:Title>")


def _line(layout: Layout, x: float, y: float, size: float, text: str) -> str:
    steps = " ".join(f"{layout.width(c, size) * _MM:.3f}" for c in text[:-1])
    left, top, em = x * _MM, (A4[1] - y - size) * _MM, size * _MM
    moves = f' DeltaX="{steps}"' if steps else ""
    return (
        f'<ofd:TextObject ID="9" Boundary="{left:.3f} {top:.3f} {layout.width(text, size) * _MM + 1:.3f} {1.3 * em:.3f}" Font="3" Size="{em:.3f}">'
        f'<ofd:TextCode X="0" Y="{em:.3f}"{moves}>{escape(text)}</ofd:TextCode></ofd:TextObject>'
    )


def _rule(x0: float, y0: float, x1: float, y1: float) -> str:
    return (
        f'<ofd:PathObject ID="8" Boundary="{x0:.3f} {y0:.3f} {x1 - x0 + 0.1:.3f} {y1 - y0 + 0.1:.3f}" LineWidth="0.2">'
        f"<ofd:AbbreviatedData>M 0 0 L {x1 - x0:.3f} {y1 - y0:.3f}</ofd:AbbreviatedData></ofd:PathObject>"
    )


