import io
import zipfile
from pathlib import Path

import pytest

from nlp.intake.messages import KINDS, message, translate
from nlp.intake.reader import READERS, read
from nlp.types import Document, Failure, Limits, Source


def zipped(**files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return out.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("data", "name", "code", "said"),
    [
        (b"", "a.txt", "empty", "空"),
        (b"\n \t\n", "a.txt", "no_text", "空白"),
        (b" \n" * 50, "a.txt", "no_text", "空白"),
        (b"\x89PNG\r\n\x1a\n....", "a.docx", "damaged", "图片"),
        (b"\xff\xd8\xff\xe0....", "a.txt", "damaged", "图片"),
        (b"{\\rtf1\\ansi }", "a.doc", "no_text", "RTF"),
        (b"PK\x03\x04 cut off", "a.docx", "damaged", "DOCX"),
        (b"%PDF-1.7 and no more", "a.pdf", "damaged", "PDF"),
        (b"plain ASCII text", "a.ofd", "damaged", "OFD"),
        (OLE + b"\0" * 600, "a.doc", "damaged", "不完整"),
        (b"MZ\x90\0\x03", "a.txt", "not_a_document", "程序"),
        (bytes(range(256)) * 40, "a.txt", "not_a_document", "不是文档"),
        (zipped(xl__workbook_xml="<a/>"), "a.docx", "no_text", "XLSX"),
        (zipped(OFD_xml="<a/>"), "a.pdf", "damaged", "OFD"),
        (zipped(), "a.docx", "no_members", "压缩包"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related\n\n", "a.mht", "no_text", "MHT"),
        (b"<?xml version='1.0'?><?mso-application progid='Word.Document'?><w/>", "a.doc", "unsupported", "XML"),
    ],
)
def test_files_that_cannot_be_read(data, name, code, said):
    got = read(Source(name, data), Limits())
    assert isinstance(got, Failure)
    assert got.code == code
    assert said in got.message
    assert "\n" not in got.message
    assert got.path == name


def test_content_decides_not_the_name(make_docx):
    page = "<html><body><p>各单位：请认真执行，按时报送。</p></body></html>".encode("gb18030")
    word = make_docx("<w:p><w:r><w:t>通知</w:t></w:r></w:p>")
    for data, name, text in (
        (page, "a.doc", "各单位：请认真执行，按时报送。\n"),
        (word, "a.pdf", "通知\n"),
        ("通知".encode(), "b.docx", "通知\n"),
    ):
        got = read(Source(name, data), Limits())
        assert isinstance(got, Document)
        assert got.text == text
        assert "已按内容读取" in got.warnings[0]


def test_files_on_disk(tmp_path):
    path = tmp_path / "通知.txt"
    path.write_text("通知\n", "utf-8")
    got = read(Source(str(path)), Limits())
    assert isinstance(got, Document)
    assert got.media.path == str(path)
    assert len(got.media.sha256) == 64
    assert read(Source(str(tmp_path / "none.txt")), Limits()).code == "not_found"
    assert read(Source(str(tmp_path)), Limits()).code == "unreadable"
    assert read(Source("a\0b"), Limits()).code == "unreadable"


def test_a_file_without_permission(tmp_path, monkeypatch):
    path = tmp_path / "a.txt"
    path.write_text("通知", "utf-8")

    def refuse(*_args, **_kwargs):  # file modes do not stop root, under whom tests may run
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("builtins.open", refuse)
    got = read(Source(str(path)), Limits())
    monkeypatch.undo()
    assert isinstance(got, Failure)
    assert got.code == "unreadable"
    assert "Permission denied" in got.message


def test_a_big_file_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "big.txt"
    with path.open("wb") as file:
        file.truncate(200 * 1024 * 1024)  # sparse: takes no room
    got = read(Source(str(path)), Limits())
    assert isinstance(got, Failure)
    assert got.code == "too_large"
    assert got.sha256 is None
    assert "200 MB" in got.message
    assert "64 MB" in got.message


def test_zip_bombs(make_docx):
    bomb = zipped(**{"[Content_Types]_xml": "<Types/>", "word__document_xml": "<w>" + "甲" * 3_000_000 + "</w>"})
    assert len(bomb) < 100_000
    assert read(Source("a.docx", bomb), Limits(unpacked_bytes=1_000_000)).code == "too_large"


def test_text_and_table_limits():
    assert read(Source("a.txt", "甲乙丙\n".encode() * 100), Limits(text_characters=200)).code == "too_large"
    table = "<table>" + "<tr><td>甲</td><td>乙</td></tr>" * 100 + "</table>"
    assert read(Source("a.html", f"<html><body><p>表</p>{table}".encode()), Limits(table_cells=50)).code == "too_large"


def test_every_message_in_both_languages():
    for code in (
        "empty",
        "too_large",
        "encrypted",
        "damaged",
        "not_a_document",
        "unsupported",
        "no_text",
        "needs_ocr",
        "not_found",
        "unreadable",
    ):
        for kind in KINDS:
            assert "{" not in message(code, "zh", media_type=kind)
            assert message(code, "en", media_type=kind).isascii()
    failure = read(Source("a.ico", b"\0\0\1\0"), Limits())
    assert isinstance(failure, Failure)
    assert translate(failure, "en").isascii()
    assert translate(failure, "zh") == failure.message


def test_unforeseen_faults_of_a_reader_name_themselves(monkeypatch):
    monkeypatch.setitem(READERS, "text/plain", "json:loads")
    got = read(Source("a.txt", "通知".encode()), Limits())
    assert isinstance(got, Failure)
    assert got.code == "damaged"
    assert "TypeError" in got.message


def test_same_bytes_same_document():
    data = "索引号：X\n通知\n各单位：\n".encode()
    assert read(Source("a.txt", data), Limits()) == read(Source("a.txt", data), Limits())


def test_reading_loads_no_library_before_it_is_needed():
    import subprocess
    import sys

    code = "import sys, nlp.intake.reader; print([m for m in ('lxml', 'pypdfium2', 'docx', 'pdfplumber', 'opencc') if m in sys.modules])"
    root = Path(__file__).parents[2]
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=root, check=True)
    assert out.stdout.strip() == "[]"
