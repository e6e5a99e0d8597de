"""Streams of a PDF that unpack to more than a page holds are refused before pdfium unpacks them."""

import zlib

import pytest

from nlp.intake import pdf_bulk
from nlp.intake.reader import read
from nlp.types import Document, Limits, Source
from tests.work import seeds

MB = 1024 * 1024
DRAWN = b"BT /F1 14 Tf 50 700 Td (Notice) Tj ET\n"


def packed(data, times=1, filters=None):
    for _ in range(times):
        data = zlib.compress(data, 9)
    return seeds.pdf(data, filters=filters or "/Filter [" + "/FlateDecode " * times + "]")


@pytest.fixture
def small(monkeypatch):
    """No more than a megabyte a page."""
    monkeypatch.setattr(pdf_bulk, "_LARGEST", MB)


@pytest.mark.parametrize(("size", "times"), [(2 * MB, 1), (2 * MB, 2), (3 * MB, 3)])
def test_bombs(small, fail_bytes, size, times):
    failure = fail_bytes(packed(DRAWN + bytes(size), times), "a.pdf")
    assert failure.code == "too_large"
    assert "页面内容解压后的大小" in failure.message
    assert "拆分文件" in failure.message


def test_all_streams_together(fail_bytes, read_bytes):
    data = packed(DRAWN + b" " * MB)
    assert fail_bytes(data, "a.pdf", Limits(unpacked_bytes=MB)).code == "too_large"
    assert read_bytes(data, "a.pdf", Limits(unpacked_bytes=2 * MB)).text == "Notice\n"


@pytest.mark.parametrize("data", [
    packed(DRAWN), packed(DRAWN, 2), packed(DRAWN, filters="/Filter /Fl"), packed(DRAWN)[:-400], packed(DRAWN).replace(b"x\xda", b"x\xff"),
    packed(DRAWN + bytes(2 * MB), filters="/Subtype /Image /Filter /FlateDecode"), seeds.pdf(b"x" * (2 * MB), filters="/Filter /FlateDecode"),
    seeds.pdf(DRAWN + b"% stream\n/FlateDecode stream\n" + b"\0" * 40),
], ids=["one", "two", "short name", "cut", "damaged", "picture", "no zlib", "words in a stream"])  # fmt: skip
def test_what_is_no_bomb_goes_on(small, data):
    got = read(Source("a.pdf", data), Limits())
    assert isinstance(got, Document) or got.code in ("damaged", "no_text")
