"""OFD text that has no characters: drawn as paths, or glyphs of an embedded font under private codes. It is drawn again and recognised."""

from __future__ import annotations

import io

import numpy as np
import pytest

from nlp.intake import ocr_engine
from nlp.intake.ofd_geometry import POINT
from nlp.intake.ofd_ink import InkWalk, pdf_of
from nlp.intake.ofd_package import OfdPackage
from nlp.intake.ofd_page import Drawn, Resources
from nlp.intake.ofd_pictures import sheet_of
from tests.intake.ofd_files import NOTICE, element, ofd, page, text
from tests.intake.pdf_files import ZENHEI

WORDS = ["关于做好政务公开工作的通知", "各单位要于六月底前完成目录编制工作。", "现将有关事项通知如下。"]
needs_font = pytest.mark.skipif(not ZENHEI.exists(), reason="no font to take the shapes of letters from")


def shape(data: str, x: float = 20, y: float = 20, size: float = 40, attributes: str = 'Fill="true" Stroke="false"', colour: str = "") -> str:
    inner = f"{colour}<ofd:AbbreviatedData>{data}</ofd:AbbreviatedData>"
    return f'<ofd:PathObject ID="8" Boundary="{x} {y} {size} {size}" {attributes}>{inner}</ofd:PathObject>'


def drawn(*objects: str) -> np.ndarray:
    """The picture of a page that draws these objects: darkness by millimetre, 0 white."""
    package = OfdPackage(ofd(page(*objects)), 10_000_000)
    tree, _ = package.xml("Doc_0/Pages/P0/Content.xml")
    blank = Drawn(210, 297)
    walk = InkWalk(blank, Resources(), 10_000)
    walk.content(tree)
    ink = pdf_of(walk, package, {}, 210, 297)
    sheet = sheet_of(blank, package, 100_000_000, ink)
    step = sheet.shape[1] / 210
    return np.array([[255 - int(sheet[int((j + 0.5) * step), int((i + 0.5) * step), 0]) for i in range(100)] for j in range(100)])


@pytest.mark.parametrize(
    ("objects", "inked", "blank"),
    [
        ([shape("M 0 0 L 40 0 L 40 40 L 0 40 C")], [(40, 40), (21, 21)], [(10, 10), (70, 40)]),
        ([shape("M 0 0 L 40 0 L 40 40 L 0 40 C M 10 10 L 10 30 L 30 30 L 30 10 C")], [(25, 25)], [(40, 40)]),
        ([shape("M 0 0 L 40 0 L 40 40 L 0 40 C M 10 10 L 30 10 L 30 30 L 10 30 C")], [(25, 25), (40, 40)], []),
        ([shape("M 0 0 L 40 0 L 40 40 L 0 40 C M 10 10 L 30 10 L 30 30 L 10 30 C", attributes='Fill="true" Stroke="false" Rule="Even-Odd"')], [(25, 25)], [(40, 40)]),
        ([shape("M 20 0 Q 40 0 40 20 Q 40 40 20 40 Q 0 40 0 20 Q 0 0 20 0 C")], [(40, 40), (40, 22)], [(21, 21), (58, 58)]),
        ([shape("S 0 20 B 0 -7 40 -7 40 20 C")], [(40, 30)], [(40, 50)]),
        ([shape("M 0 0 L 40 0 L 40 40 L 0 40 C", attributes='Fill="true" Stroke="false" CTM="0.5 0 0 0.5 10 0"')], [(40, 30), (32, 22)], [(25, 25), (55, 30)]),
        ([shape("M 0 0 L 40 0 L 40 40 L 0 40 C", colour='<ofd:FillColor Value="255 255 255"/>')], [], [(40, 40)]),
        ([shape("M 0 20 L 40 20", attributes='LineWidth="4"')], [(40, 40), (40, 39)], [(40, 30)]),
        ([shape("M 0 0 L 40 0 L 40 40 C", attributes='Fill="true" Visible="false"')], [], [(50, 25)]),
        ([shape("M a 0 L 40 B 1 2 Z 5 C")], [], [(40, 40)]),
    ],
)  # fmt: skip
def test_paths_are_drawn_as_the_page_shows_them(objects, inked, blank):
    corner = shape("M 0 0 L 2 0 L 2 2 L 0 2 C", 1, 1, 2)
    found = drawn(*objects, corner)
    assert [(x, y) for x, y in inked if found[y, x] < 200] == []
    assert [(x, y) for x, y in blank if found[y, x] > 60] == []
    assert found[2, 2] > 200


def test_there_is_nothing_to_draw_on_a_page_of_text():
    package = OfdPackage(ofd(NOTICE), 10_000_000)
    tree, _ = package.xml("Doc_0/Pages/P0/Content.xml")
    walk = InkWalk(Drawn(210, 297), Resources(), 10_000)
    walk.content(tree)
    assert pdf_of(walk, package, {}, 210, 297) is None
    assert 2.8 < POINT < 2.9


def as_paths(words: str, x: float, y: float, size: float = 6) -> str:
    """Each character as a filled path, as converters write text whose font may not be embedded."""
    ttlib = pytest.importorskip("fontTools.ttLib", reason="fontTools gives the shapes of letters")
    from fontTools.pens.basePen import BasePen

    class Pen(BasePen):
        def __init__(self, glyphs, scale: float) -> None:
            super().__init__(glyphs)
            self.scale, self.parts = scale, []

        def put(self, name: str, *points: tuple[float, float]) -> None:
            self.parts.append(name + "".join(f" {a * self.scale:.3f} {0.86 * size - b * self.scale:.3f}" for a, b in points))

        def _moveTo(self, point) -> None:
            self.put("M", point)

        def _lineTo(self, point) -> None:
            self.put("L", point)

        def _qCurveToOne(self, a, b) -> None:
            self.put("Q", a, b)

        def _curveToOne(self, a, b, c) -> None:
            self.put("B", a, b, c)

        def _closePath(self) -> None:
            self.put("C")

    font = ttlib.TTFont(str(ZENHEI), fontNumber=0, lazy=True)
    glyphs, names, out = font.getGlyphSet(), font.getBestCmap(), ""
    for n, char in enumerate(words):
        pen = Pen(glyphs, size / font["head"].unitsPerEm)
        glyphs[names[ord(char)]].draw(pen)
        out += shape(" ".join(pen.parts), x + n * size, y - 0.86 * size, size)
    return out


def private_font(words: list[str]) -> tuple[bytes, dict[int, int]]:
    """A subset of the font that knows its characters by private codes only, and the code of each."""
    ttlib = pytest.importorskip("fontTools.ttLib", reason="fontTools makes the font")
    from fontTools import subset

    font = ttlib.TTFont(str(ZENHEI), fontNumber=0)
    options = subset.Options(drop_tables=["GSUB", "GPOS", "GDEF", "BDF ", "FFTM"], notdef_outline=True)
    chars = sorted(set("".join(words)))
    cut = subset.Subsetter(options)
    cut.populate(unicodes=map(ord, chars))
    cut.subset(font)
    codes = {ord(c): 0xE000 + n for n, c in enumerate(chars)}
    for table in font["cmap"].tables:
        table.cmap = {codes[u]: name for u, name in table.cmap.items() if u in codes}
    out = io.BytesIO()
    font.flavor = None
    font.save(out)
    return out.getvalue(), codes


@needs_font
def test_drawn_text_is_recognised(read_bytes, lines_of):
    """Two pages through the engine: what the reader owes is text, and nothing else gives it."""
    pytest.importorskip("rapidocr", reason="recognition (gongkai[ocr]) is not installed")
    data, codes = private_font(WORDS[1:2])
    fonts = '<ofd:Fonts><ofd:Font ID="3" FontName="a"><ofd:FontFile>f.ttf</ofd:FontFile></ofd:Font></ofd:Fonts>'
    pages = [
        page(as_paths(WORDS[0], 20, 25), text(WORDS[2], 8, 40, 6)),
        page(text(WORDS[1].translate(codes), 8, 25, 6)),
    ]
    file = ofd(*pages, common="<ofd:PublicRes>Res.xml</ofd:PublicRes>", files={"Doc_0/Res.xml": element("Res", fonts), "Doc_0/f.ttf": data}, box="0 0 130 60")
    document = read_bytes(file, "a.ofd")
    assert lines_of(document) == [WORDS[0], WORDS[2], WORDS[1]]
    assert [(q.page, q.read, q.grade) for q in document.media.page_quality] == [(1, "ocr", "good"), (2, "ocr", "good")]
    assert [w[:8] for w in document.warnings] == ["第1-2页的文字"]


@needs_font
def test_without_the_engine_the_pages_are_named(read_bytes, monkeypatch):
    monkeypatch.setattr("nlp.intake.ocr.installed", lambda: False)
    monkeypatch.setattr("nlp.intake.ofd.installed", lambda: False)
    document = read_bytes(ofd(NOTICE, page(as_paths(WORDS[1] * 2, 2, 65, 5))), "a.ofd")
    assert any(w.startswith("第2页的文字已转成图形") for w in document.warnings), document.warnings
    assert [q.read for q in document.media.page_quality] == ["text", "none"]
    assert callable(ocr_engine.installed)


def test_a_font_that_is_none_leaves_the_page_named(read_bytes):
    private = text("\ue001\ue002\ue003\ue004\ue005\ue006", 30, 45)
    fonts = '<ofd:Fonts><ofd:Font ID="3" FontName="a"><ofd:FontFile>f.ttf</ofd:FontFile></ofd:Font></ofd:Fonts>'
    files = {"Doc_0/Res.xml": element("Res", fonts), "Doc_0/f.ttf": b"\0\1\0\0" + b"\xff" * 400}
    document = read_bytes(ofd(NOTICE, page(private), common="<ofd:PublicRes>Res.xml</ofd:PublicRes>", files=files), "a.ofd")
    assert any(w.startswith("第2页有文字只存了字形") for w in document.warnings), document.warnings
