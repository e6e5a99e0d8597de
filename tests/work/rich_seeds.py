"""Seeds of a longer run: pictures of every kind, a scan, and whole documents with tables, automatic numbers and hidden parts."""

from __future__ import annotations

from PIL import Image, ImageDraw

from nlp.intake.detect import IMAGES
from tests.intake.ole_files import word97
from tests.intake.pdf_files import encoded, pdf_of
from tests.originals import pages, sheets, webs, words
from tests.originals.texts import ORIGINALS

KINDS = {  # of pictures, and how each is drawn
    "png": "RGBA", "jpeg": "RGB", "tiff": "1", "bmp": "RGB", "gif": "P", "webp": "RGB",
}


def rich_seeds() -> dict[str, bytes]:
    """Name -> bytes."""
    original = next(o for o in ORIGINALS if o.grids)
    made = {f"{kind}.{kind}": encoded(_sketch(mode), kind.upper()) for kind, mode in KINDS.items()}
    assert {f"image/{kind}" for kind in KINDS} == set(IMAGES)
    return {
        **made,
        "scan.pdf": pdf_of([_sketch("L")]),
        "whole.docx": words.word(original, automatic=True),
        "whole.pdf": pages.pdf(original),
        "whole.ofd": pages.fixed(original),
        "whole.rtf": words.rich(original),
        "whole.html": webs.web(original, "gb2312"),
        "whole.xlsx": sheets.xlsx(original.sheet()),
        "whole.doc": word97("关于公开的通知\r" + "序号\x07事项\x07\x071\x07公开预算\x07\x07" * 5 + "一、各单位要及时公开。\r" * 30, ((0, "文件"),)),
    }


def _sketch(mode: str) -> Image.Image:
    """Strokes on a small sheet."""
    picture = Image.new("RGB", (120, 80), "white")
    draw = ImageDraw.Draw(picture)
    for n in range(4):
        draw.rectangle((10 + 20 * n, 10, 20 + 20 * n, 30), outline="black", width=2)
        draw.line((10, 50 + 5 * n, 110, 50 + 5 * n), fill="black")
    return picture.convert(mode)
