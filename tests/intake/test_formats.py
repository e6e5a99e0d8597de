"""Real files, where a folder of them lies beside the repository: each gives text or a typed failure."""

from pathlib import Path

import pytest

from nlp.intake.reader import read
from nlp.types import Document, Failure, Limits, Source

FORMATS = Path(__file__).parents[3] / "shared" / "formats"
pytestmark = pytest.mark.skipif(not FORMATS.is_dir(), reason=f"no folder of real files at {FORMATS}")

CODES = {
    "password.docx": "encrypted",
    "password.doc": "encrypted",
    "password.pdf": "encrypted",
    "truncated.docx": "damaged",
    "not-a-zip.ofd": "damaged",
}


def files(*folders):
    return [p for folder in folders for p in sorted((FORMATS / folder).glob("*"))]


@pytest.mark.parametrize("path", files("html", "docx", "pdf"), ids=lambda p: p.name)
def test_readable_files(path, checked):
    got = read(Source(str(path)), Limits(ocr_pages=1))  # recognition has tests of its own
    assert isinstance(got, Document), got
    checked(got)
    assert sum("\u4e00" <= c <= "\u9fff" for c in got.text) >= 20
    kept = [got.text[b.start : b.end] for b in got.blocks if b.kind == "text"]
    assert not any(
        word in line for line in kept for word in ("【打印】【", "关闭窗口", "document.write", "浏览次数：", "粤ICP备")
    )


@pytest.mark.parametrize("path", files("hostile"), ids=lambda p: p.name)
def test_hostile_files(path):
    got = read(Source(str(path)), Limits())
    assert isinstance(got, Failure)
    assert got.code == CODES[path.name]


@pytest.mark.parametrize("path", files("doc", "wps", "ofd", "xls", "xlsx", "rtf"), ids=lambda p: p.name)
def test_formats_to_come(path):
    got = read(Source(str(path)), Limits())
    assert isinstance(got, Document) or got.code == "unsupported"
