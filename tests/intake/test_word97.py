"""Word 97-2003 files: whole ones by the converter where an office suite can make them, bare ones by their text."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from nlp.intake.reader import read
from nlp.types import Document, Limits, Source
from tests.intake.mutants import survive
from tests.intake.ole_files import compound, word6, word97

FORMATS = Path(__file__).parents[3] / "shared" / "formats"
OFFICE = shutil.which("soffice")
TABLE = "序号\x07事项\x07\x071\x07公开预算\x07\x07"


def test_text_fields_and_cells_of_a_bare_file(read_bytes, lines_of):
    main = "关于公开的通知\r见\x13 HYPERLINK \"x\" \x14附件\x15。\x02\r" + TABLE + "末段\x0b第二行\x1e完\r"
    document = read_bytes(word97(main), "a.doc")
    assert lines_of(document, "text") == ["关于公开的通知", "见附件。", "末段", "第二行-完"]
    assert [t.rows() for t in document.tables] == [[["序号", "事项"], ["1", "公开预算"]]]
    assert any("只读出了文字" in w for w in document.warnings)
    assert document.media.media_type == "application/msword"


def test_text_boxes_stand_where_they_hang(read_bytes, lines_of):
    document = read_bytes(word97("\x08\r正文一\r\x08正文二\r", ((0, "某某县人民政府文件"), (6, "印发机关"))), "a.wps")
    assert lines_of(document) == ["某某县人民政府文件", "正文一", "印发机关", "正文二"]


def test_text_boxes_of_headers_come_last(read_bytes, lines_of):
    """Letter heads are often drawn in a header; a page number there is no text."""
    data = word97("关于公开的通知\r正文\r", ((0, "密级"),), header_boxes=("某某县人民政府文件", "第 1 页", "内部资料"))
    document = read_bytes(data, "a.doc")
    assert lines_of(document, "text") == ["密级", "关于公开的通知", "正文"]
    assert lines_of(document, "header") == ["某某县人民政府文件", "内部资料"]


def test_word_6(read_bytes):
    assert read_bytes(word6("关于做好政务公开工作的通知\r各单位：请按时报送。\r"), "a.doc").text.startswith("关于做好政务公开工作的通知\n各单位")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (word97("密件\r", flags=0x0300), "encrypted"),
        (word97("\r"), "no_text"),
        (compound({"WordDocument": b"\xec\xa5\xc1\0" + b"\0" * 30}), "damaged"),
        (compound({"WordDocument": b"\xec\xa5\xc1\0" + b"\0" * 5000}), "damaged"),
    ],
)
def test_files_that_cannot_be_read(fail_bytes, data, code):
    assert fail_bytes(data, "a.doc").code == code


def test_mutated_files():
    seen = survive(word97("关于公开的通知\r" + TABLE + "一、各单位要及时公开。\r" * 30, ((0, "文件"),)), "a.doc")
    assert seen["read"] > 15


def with_types(docx: bytes) -> bytes:
    """A package with the list of content types that an office suite asks for."""
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    overrides = "".join(f'<Override PartName="/word/{part}.xml" ContentType="{word}.{kind}+xml"/>' for part, kind in (
        ("document", "document.main"), ("numbering", "numbering")))
    defaults = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            types = f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{defaults}{overrides}</Types>'
            new.writestr(name, types if name == "[Content_Types].xml" else old.read(name))
    return out.getvalue()


@pytest.mark.skipif(OFFICE is None, reason="no office suite to make a whole .doc with")
def test_a_whole_file_keeps_numbers_tables_and_what_is_hidden(tmp_path, make_docx, read_bytes, lines_of):
    level = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>'
    numbering = f'<w:abstractNum w:abstractNumId="0">{level}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    item = '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>{}</w:t></w:r></w:p>'
    cell = "<w:tc><w:tcPr>{}</w:tcPr><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    merged = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    rows = "".join(
        f"<w:tr>{cell.format(merged[r], '县财政局' if not r else '')}{cell.format('', text)}</w:tr>" for r, text in enumerate(("预算", "决算"))
    )
    hidden = "<w:p><w:r><w:t>看得见</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>看不见</w:t></w:r></w:p>"
    body = item.format("公开财政信息") + item.format("公开救助信息") + f"<w:tbl>{rows}</w:tbl>" + hidden
    source = tmp_path / "a.docx"
    source.write_bytes(with_types(make_docx(body, numbering=numbering)))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    subprocess.run([OFFICE, profile, "--headless", "--convert-to", "doc", "--outdir", tmp_path, source], check=True, capture_output=True, timeout=120)
    data = (tmp_path / "a.doc").read_bytes()
    document = read_bytes(data, "a.doc")
    assert lines_of(document, "text") == ["一、公开财政信息", "二、公开救助信息", "看得见"]
    assert [t.rows() for t in document.tables] == [[["县财政局", "预算"], ["县财政局", "决算"]]]
    assert "看不见" in document.warnings[0]
    assert survive(data, "a.doc", 40)["read"] > 3


@pytest.mark.skipif(not FORMATS.is_dir(), reason=f"no folder of real files at {FORMATS}")
@pytest.mark.parametrize("path", sorted([*FORMATS.glob("doc/*"), *FORMATS.glob("wps/*")]), ids=lambda p: p.name)
def test_real_files(path, checked):
    got = read(Source(str(path)), Limits())
    assert isinstance(got, Document), got
    checked(got)
    assert "\ufffc" not in got.text
    assert not any("只读出了文字" in w for w in got.warnings)


@pytest.mark.skipif(not FORMATS.is_dir(), reason=f"no folder of real files at {FORMATS}")
def test_a_real_table_has_its_merges():
    got = read(Source(str(FORMATS / "doc" / "lian-chengpibiao.doc")), Limits())
    assert isinstance(got, Document)
    rows = got.tables[0].rows()
    assert [r[0] for r in rows[1:6]] == ["当事人"] * 5
    assert [r[1] for r in rows[1:6]] == ["单位", "单位", "个人", "个人", "个人"]
