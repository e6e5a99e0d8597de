"""Pictures as files: formats, limits, damage, and what is said where nothing can recognise their text."""

import struct
import zlib

import numpy as np
import pytest
from PIL import Image, ImageDraw

from nlp.intake import images, ocr
from nlp.intake.images import opened, picture_of
from nlp.intake.messages import Unreadable, translate
from nlp.intake.ocr import NoPicture, Recognised
from nlp.intake.pdf_pages import Page
from nlp.intake.reader import read
from nlp.types import Document, Failure, Limits, PageQuality, Source
from tests.intake.mutants import mutants
from tests.intake.pdf_files import Sheet, encoded, han_font, pdf_of

MOST = Limits().image_pixels
INSTALL = 'pip install "gongkai[ocr]"'


def sketch(mode="RGB", size=(60, 40)):
    """A white picture with a black square in its upper left quarter."""
    picture = Image.new("L", size, 255)
    ImageDraw.Draw(picture).rectangle((5, 5, 20, 15), fill=0)
    return picture.convert(mode)


def corner(data):
    """Brightness of the picture inside the square and outside."""
    with opened(data, MOST) as image:
        shown = picture_of(image, MOST)
    assert shown.dtype == np.uint8
    assert shown.shape[2] == 3
    return int(shown[10, 10].mean()), int(shown[35, 50].mean())


def png(width, height, pixels=b"\0" * 64, depth=8, colour=2):
    """A PNG file whose head says what it likes."""

    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(pixels)) + chunk(b"IEND", b"")


@pytest.fixture
def no_extra(monkeypatch):
    monkeypatch.setattr(ocr, "installed", lambda: False)


@pytest.fixture
def stub(monkeypatch):
    """Recognition that decodes every picture and reads 通知 on it; gives the list of their shapes."""
    shapes = []

    def page(self, number, picture, size=None, beside=()):
        self.asked += 1
        if self.asked > self.limits.ocr_pages:
            self.beyond.append(number)
            return None
        try:
            shapes.append(picture().shape)
        except NoPicture as fault:
            self.failed.setdefault(str(fault), []).append(number)
            return None
        from nlp.intake.pdf_lines import TextLine

        self.read[number] = PageQuality(number, "ocr", "good", 1.0)
        return Recognised(Page(number, 842, [TextLine(f"{number}.通知第{number}页。", 80, 200, 100, 116, 16, number)]), (), self.read[number])

    monkeypatch.setattr(ocr.Recognition, "page", page)
    return shapes


# ---------------------------------------------------------------- formats
@pytest.mark.parametrize(
    ("kind", "mode", "options"),
    [
        ("PNG", "RGB", {}),
        ("PNG", "1", {}),
        ("PNG", "P", {}),
        ("PNG", "LA", {}),
        ("JPEG", "RGB", {"quality": 95}),
        ("JPEG", "L", {"quality": 95}),
        ("JPEG", "CMYK", {"quality": 95}),
        ("TIFF", "RGB", {}),
        ("TIFF", "1", {"compression": "group4"}),
        ("TIFF", "L", {"compression": "tiff_lzw"}),
        ("BMP", "RGB", {}),
        ("GIF", "P", {}),
        ("WEBP", "RGB", {"lossless": True}),
    ],
)
def test_formats_and_modes(kind, mode, options):
    dark, light = corner(encoded(sketch(mode), kind, **options))
    assert dark < 20
    assert light > 235


def test_sixteen_bits_and_transparency():
    deep = Image.fromarray((np.asarray(sketch("L"), np.uint16) * 200 + 300).astype(np.uint16))
    assert corner(encoded(deep)) == (0, 255)
    clear = Image.new("RGBA", (60, 40), (0, 0, 0, 0))
    ImageDraw.Draw(clear).rectangle((5, 5, 20, 15), fill=(0, 0, 0, 255))
    assert corner(encoded(clear)) == (0, 255)


def test_a_camera_says_how_it_was_held():
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by a quarter clockwise
    with opened(encoded(sketch(), "JPEG", exif=exif), MOST) as image:
        assert picture_of(image, MOST).shape == (60, 40, 3)


def test_big_pictures_are_made_as_small_as_a_page_needs():
    for size, wanted in (((4000, 2000), (1800, 3600, 3)), ((300, 4000), (4000, 300, 3)), ((2700, 6750), (6500, 2600, 3))):
        with opened(encoded(Image.new("L", size, 255), "PNG", compress_level=1), MOST) as image:
            assert picture_of(image, MOST).shape == wanted


def test_every_format_is_a_document(stub, read_bytes):
    for kind, ending, media_type in (("PNG", "png", "image/png"), ("JPEG", "jpg", "image/jpeg"), ("BMP", "bmp", "image/bmp"), ("GIF", "gif", "image/gif"), ("WEBP", "webp", "image/webp")):
        document = read_bytes(encoded(sketch(), kind), f"a.{ending}")
        assert document.text == "1.通知第1页。\n"
        assert (document.media.media_type, document.media.pages) == (media_type, 1)
        assert [q.read for q in document.media.page_quality] == ["ocr"]
        assert read_bytes(encoded(sketch(), kind), "a.jpeg").warnings == document.warnings


def test_the_pages_of_a_fax(stub, read_bytes, fail_bytes):
    fax = encoded(sketch("1"), "TIFF", save_all=True, append_images=[sketch("1", (80, 90)), sketch("1")], compression="group4")
    document = read_bytes(fax, "a.tif")
    assert document.media.pages == 3
    assert stub == [(40, 60, 3), (90, 80, 3), (40, 60, 3)]
    assert [b.page for b in document.blocks] == [1, 2, 3]
    assert fail_bytes(fax, "a.tif", Limits(pages=2)).code == "too_large"
    document = read_bytes(fax, "a.tif", Limits(ocr_pages=2))
    assert document.warnings[-1] == "需要识别的页太多：第3页超过了文字识别的页数上限（2页），未读入内容，请拆分文件或调高上限。"
    assert [(q.page, q.grade) for q in document.media.page_quality] == [(1, "good"), (2, "good"), (3, "unread")]


def test_of_an_animation_the_first_frame_is_read(stub, read_bytes):
    for kind, ending in (("GIF", "gif"), ("WEBP", "webp"), ("PNG", "png")):
        frames = [Image.new("L", (60, 40), grey) for grey in (20, 90, 200)]
        data = encoded(sketch("L"), kind, save_all=True, append_images=frames)
        assert any("动画" in w for w in read_bytes(data, f"a.{ending}").warnings), kind


# ---------------------------------------------------------------- harm
def test_huge_pictures_are_refused_by_their_head(monkeypatch, fail_bytes):
    monkeypatch.setattr(images, "picture_of", lambda *_: pytest.fail("decoded"))
    for data in (png(50_000, 50_000), png(20_000, 7_000), png(2**31 - 1, 2**31 - 1), png(1, 2**30)):
        failure = fail_bytes(data, "a.png")
        assert failure.code == "too_large"
        assert "百万像素" in failure.message
    assert "2500百万像素" in fail_bytes(png(50_000, 50_000), "a.png").message


def test_a_later_page_may_be_huge(read_bytes, fail_bytes, stub):
    fax = encoded(sketch("1"), "TIFF", save_all=True, append_images=[sketch("1", (3000, 3000))], compression="group4")
    document = read_bytes(fax, "a.tif", Limits(image_pixels=1_000_000))
    assert [q.grade for q in document.media.page_quality] == ["good", "unread"]
    assert "第2页的图片读不出来（图片有9百万像素，上限是1百万）" in document.warnings[-1]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\x89PNG\r\n\x1a\n....", "不完整"),
        (b"\xff\xd8\xff\xe0....", "不完整"),
        (png(400, 400), "不完整"),
        (png(0, 7), ""),
        (png(3, 3, b"\0" * 30), "太小"),
        (encoded(sketch(size=(300, 300)), "JPEG")[:900], "不完整"),
        (encoded(sketch(), "TIFF")[:60], ""),
        (b"GIF89a" + b"\xff" * 40, ""),
        (b"II*\0\x08\0\0\0\xff\xff" + b"\1\1" * 100, ""),
        (b"BM" + b"\0" * 100, ""),
        (b"RIFF\x20\0\0\0WEBPVP8 " + b"\0" * 20, ""),
    ],
)
def test_damaged_pictures(data, said, fail_bytes):
    failure = fail_bytes(data, "a.png")
    assert failure.code == "damaged"
    assert said in failure.message


def test_a_fax_whose_pages_go_round_in_a_ring(stub):
    fax = bytearray(encoded(sketch("L"), "TIFF", save_all=True, append_images=[sketch("L")]))
    (first,) = struct.unpack_from("<I", fax, 4)
    (entries,) = struct.unpack_from("<H", fax, first)
    (second,) = struct.unpack_from("<I", fax, first + 2 + 12 * entries)
    (more,) = struct.unpack_from("<H", fax, second)
    struct.pack_into("<I", fax, second + 2 + 12 * more, first)
    got = read(Source("a.tif", bytes(fax)), Limits(pages=50))
    assert isinstance(got, Document)
    assert got.media.pages <= 3


def test_mutated_pictures_never_raise(stub):
    for kind, mode in (("PNG", "RGB"), ("JPEG", "RGB"), ("TIFF", "1"), ("BMP", "RGB"), ("GIF", "P"), ("WEBP", "RGB")):
        for n, data in enumerate(mutants(encoded(sketch(mode), kind), 20, seed=7)):
            got = read(Source(f"{n}.{kind.lower()}", data), Limits(image_pixels=4_000_000))
            assert isinstance(got, (Document, Failure))


def test_pictures_of_telephones_are_named(fail_bytes):
    failure = fail_bytes(b"\0\0\0\x18ftypheic" + b"\0" * 40, "IMG_0042.heic")
    assert failure.code == "unsupported"
    assert "图片" in failure.message
    assert "另存为 PNG 或 JPEG" in failure.message


def test_networks_that_are_gone_count_as_not_installed(monkeypatch, fail_bytes, tmp_path):
    from nlp.intake.ocr_engine import Engine

    monkeypatch.setattr(ocr, "engine", lambda: Engine(tmp_path))
    assert fail_bytes(encoded(sketch()), "a.png").code == "needs_ocr"


def test_what_is_no_picture():
    with pytest.raises(Unreadable), opened(b"nothing", MOST):
        pass


# ---------------------------------------------------------------- without the extra
def scan_of(*texts):
    """A PDF: pages of text; None is a page that is a picture."""
    sheet = Sheet(han_font())
    for text in texts:
        if text is None:
            sheet.canvas.drawInlineImage(sketch("RGB", (300, 400)), 0, 0, *sheet.size)
            sheet.canvas.showPage()
            sheet.top()
        else:
            sheet.paragraph(text)
            sheet.turn()
    sheet.canvas.save()
    return sheet.out.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (encoded(sketch()), "a.png", "图片"),
        (encoded(sketch("1"), "TIFF"), "a.tif", "图片"),
        (pdf_of([sketch("RGB", (300, 400))]), "a.pdf", "PDF 文件"),
    ],
)
def test_the_error_says_what_to_install(no_extra, fail_bytes, data, name, kind):
    failure = fail_bytes(data, name)
    assert failure.code == "needs_ocr"
    assert failure.message.startswith(f"{kind}里没有文字层")
    assert INSTALL in failure.message
    assert INSTALL in translate(failure, "en")
    assert "no text layer" in translate(failure, "en")


def test_the_warning_says_what_to_install(no_extra, read_bytes):
    document = read_bytes(scan_of("各单位要按时报送材料。", None, None, "县财政局牵头负责。"), "a.pdf")
    (said,) = document.warnings
    assert said.startswith("第2-3页没有可用的文字层")
    assert INSTALL in said
    assert [(q.page, q.read) for q in document.media.page_quality] == [(1, "text"), (2, "none"), (3, "none"), (4, "text")]


def test_an_ofd_of_images_says_what_to_install(no_extra, read_bytes, fail_bytes):
    from tests.intake.ofd_files import ofd, page, text

    image = page('<ofd:ImageObject ID="7" ResourceID="60" Boundary="0 0 210 297"/>')
    media = '<ofd:MultiMedia ID="60" Type="Image"><ofd:MediaFile>p.png</ofd:MediaFile></ofd:MultiMedia>'
    resources = f'<ofd:Res xmlns:ofd="http://www.ofdspec.org/2016" BaseLoc="Res">{media}</ofd:Res>'
    common = "<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>"
    files = {"Doc_0/DocumentRes.xml": resources, "Doc_0/Res/p.png": encoded(sketch())}
    failure = fail_bytes(ofd(image, common=common, files=files), "a.ofd")
    assert failure.code == "needs_ocr"
    assert INSTALL in failure.message
    document = read_bytes(ofd(page(text("正文在这里。", 20, 30)), image, common=common, files=files), "a.ofd")
    assert [q.read for q in document.media.page_quality] == ["text", "none"]
    assert document.warnings[0].startswith("第2页没有可用的文字层")


def test_images_of_an_ofd_that_cannot_be_decoded(read_bytes):
    from tests.intake.ofd_files import ofd, page, text

    image = page('<ofd:ImageObject ID="7" ResourceID="60" Boundary="0 0 210 297"/>')
    media = '<ofd:MultiMedia ID="60" Type="Image"><ofd:MediaFile>p.jb2</ofd:MediaFile></ofd:MultiMedia>'
    files = {"Doc_0/DocumentRes.xml": f'<ofd:Res xmlns:ofd="http://www.ofdspec.org/2016" BaseLoc="Res">{media}</ofd:Res>', "Doc_0/Res/p.jb2": b"\x97JB2"}
    data = ofd(page(text("正文在这里。", 20, 30)), image, common="<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>", files=files)
    assert read_bytes(data, "a.ofd").warnings == ("第2页的图片读不出来（图片格式读不出来），未读入内容，请对照原件。",)


def test_what_counts_as_installed(monkeypatch):
    import importlib.util

    from nlp.intake import ocr_engine

    found = importlib.util.find_spec
    assert ocr_engine.installed()
    for missing in ocr_engine.PACKAGES:
        monkeypatch.setattr(importlib.util, "find_spec", lambda name, gone=missing: None if name == gone else found(name))
        assert not ocr_engine.installed()


def test_recognition_that_raises_costs_its_page_only(monkeypatch, read_bytes):
    def explode(*_, **__):
        raise RuntimeError("no memory for this picture")

    monkeypatch.setattr("nlp.intake.ocr.engine", lambda: None)
    monkeypatch.setattr("nlp.intake.ocr_page.read_page", explode)
    document = read_bytes(scan_of("各单位要按时报送材料。", None), "a.pdf")
    assert document.warnings == ("第2页的图片读不出来（RuntimeError），未读入内容，请对照原件。",)


def test_a_pdf_with_a_huge_picture(read_bytes):
    data = scan_of("各单位要按时报送材料。", None)
    document = read_bytes(data, "a.pdf", Limits(image_pixels=100_000))
    assert document.warnings == ("第2页的图片读不出来（图片有0.12百万像素，上限是0.1百万），未读入内容，请对照原件。",)


def test_reading_a_picture_decodes_nothing_without_the_extra(no_extra, monkeypatch, fail_bytes):
    monkeypatch.setattr(images, "picture_of", lambda *_: pytest.fail("decoded"))
    assert fail_bytes(encoded(sketch()), "a.png").code == "needs_ocr"


def test_mutated_scans_never_raise(stub):
    data = scan_of("各单位要按时报送材料。", None)
    for n, mutant in enumerate(mutants(data, 25, seed=11)):
        got = read(Source(f"{n}.pdf", mutant), Limits(image_pixels=4_000_000))
        assert isinstance(got, (Document, Failure))
    assert stub
