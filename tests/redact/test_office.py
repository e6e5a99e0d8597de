"""Word and Excel files: numbers over several runs, tracked changes, both copies of text boxes, hidden sheets, numbers as numbers."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import docx
import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName

from nlp.redact.kit import RedactKit
from nlp.redact.redact import redact_bytes
from tests.redact.conftest import CARD, ID, ID_MASKED, PHONE, PHONE_MASKED

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def paragraph_xml(inner: str) -> Any:
    from docx.oxml import parse_xml

    spaces = (
        f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    )
    return parse_xml(f"<w:p {spaces}>{inner}</w:p>")


def all_text(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as z:
        return "\n".join(z.read(n).decode("utf-8", "replace") for n in z.namelist())


def saved(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.fixture(scope="module")
def word() -> bytes:
    d = docx.Document()
    d.core_properties.author = "张三丰"
    d.core_properties.last_modified_by = "李四光"
    d.add_heading("关于救助名单的公示", 0)
    p = d.add_paragraph("张伟明，身份证号：")
    p.add_run("110").bold = True
    p.add_run("10519491231")
    p.add_run("002X").italic = True
    p.add_run("，电话" + PHONE)
    table = d.add_table(rows=3, cols=3)
    for cell, text in zip(
        [c for r in table.rows for c in r.cells],
        ["姓名", "一卡通账号", "病种", "李秀英", "80012345678901", "肺癌", "王建国", "80012345678902", "无"], strict=True,
    ):
        cell.text = text
    d.sections[0].header.paragraphs[0].text = f"联系人电话 {PHONE}"
    d.sections[0].footer.paragraphs[0].text = f"身份证号{ID}"
    body = d.element.body
    run = "<w:r><w:t>{}</w:t></w:r>"
    body.insert(2, paragraph_xml(
        f'<w:r><w:t>身份证号：{ID[:6]}</w:t></w:r><w:del w:id="1" w:author="赵六" w:date="2020-01-01T00:00:00Z"><w:r><w:delText>{ID[6:14]}</w:delText></w:r></w:del>'
        f'<w:ins w:id="2" w:author="赵六"><w:r><w:t>******</w:t></w:r></w:ins>{run.format(ID[14:])}'
    ))
    box = f"<w:txbxContent><w:p><w:r><w:t>银行卡号：{CARD}</w:t></w:r></w:p></w:txbxContent>"
    body.insert(3, paragraph_xml(
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:wsp><wps:txbx>{box}</wps:txbx></wps:wsp></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    ))
    body.insert(4, paragraph_xml(
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>HYPERLINK "tel:{PHONE}"</w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run.format("拨打")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    ))
    d.add_comment(runs=d.paragraphs[0].runs, text=f"核对身份证号{ID}", author="孙七", initials="SQ")
    return saved(d)


def test_word_every_part(kit: RedactKit, word: bytes) -> None:
    out = redact_bytes(word, "a.docx", kit)
    text = all_text(out.data)
    for gone in (PHONE, ID, ID[6:14], CARD, "80012345678901", "80012345678902", "肺癌", "张三丰", "李四光", "赵六", "孙七"):
        assert gone not in text, gone
    assert text.count("***************0128") == 2
    assert f"tel:{PHONE_MASKED}" in text
    kinds = out.report.kinds()
    assert {"resident-id", "mobile", "bank-card", "bank-account", "health", "hardship-person", "author"} <= kinds.keys()
    assert out.report.complete()


def test_word_runs_keep_their_format(kit: RedactKit, word: bytes) -> None:
    d = docx.Document(io.BytesIO(redact_bytes(word, "a.docx", kit).data))
    runs = next(p for p in d.paragraphs if p.text.startswith("张伟明")).runs
    assert [r.text for r in runs] == ["张伟明，身份证号：", "110", "1**********", "002X", "，电话138****8000"]
    assert runs[1].bold
    assert runs[3].italic
    assert [c.text for r in d.tables[0].rows for c in r.cells][3:6] == ["李某某", "**********8901", "**"]


def test_a_word_file_with_pictures_says_so(kit: RedactKit) -> None:
    from PIL import Image

    picture = io.BytesIO()
    Image.new("RGB", (40, 40)).save(picture, "PNG")
    d = docx.Document()
    d.add_paragraph("正文。")
    d.add_picture(io.BytesIO(picture.getvalue()))
    assert [n.code for n in redact_bytes(saved(d), "a.docx", kit).report.notices] == ["pictures"]


@pytest.fixture(scope="module")
def book() -> bytes:
    b = openpyxl.Workbook()
    b.properties.creator = "张三丰"
    sheet = b.active
    sheet.title = "名单"
    for row in [
        ["序号", "姓名", "身份证号", "手机", "银行账号", "金额"],
        [1, "张伟明", ID, int(PHONE), "80012345678901", 1234.5],
        [2, "李秀英", "/", PHONE, 80012345678902, 13800138000.5],
    ]:
        sheet.append(row)
    sheet["C2"].comment = Comment(f"身份证号{ID}", "孙七")
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["D"].hidden = True
    sheet.oddHeader.center.text = f"联系电话{PHONE}"
    sheet["G2"] = f'="身份证号{ID}"'
    hidden = b.create_sheet("底稿")
    hidden.sheet_state = "hidden"
    hidden["A1"] = f"家庭住址：幸福镇和平村3组12号，身份证号{ID}"
    b.defined_names["phone"] = DefinedName("phone", attr_text=f'"{PHONE}"')
    out = io.BytesIO()
    b.save(out)
    return out.getvalue()


def test_workbook_every_place(kit: RedactKit, book: bytes) -> None:
    out = redact_bytes(book, "a.xlsx", kit)
    text = all_text(out.data)
    for gone in (PHONE + "<", f"电话{PHONE}", f'"{PHONE}"', ID, "80012345678901", "80012345678902", "3组12号", "张三丰", "孙七"):
        assert gone not in text, gone
    again = openpyxl.load_workbook(io.BytesIO(out.data))
    sheet = again["名单"]
    assert [c.value for c in sheet[2]][:6] == [1, "张伟明", ID_MASKED, PHONE_MASKED, "**********8901", 1234.5]
    assert [c.value for c in sheet[3]][:6] == [2, "李秀英", "/", PHONE_MASKED, "**********8902", 13800138000.5]
    assert again["底稿"].sheet_state == "hidden"
    assert again["底稿"]["A1"].value == f"家庭住址：幸福镇和平村*****，身份证号{ID_MASKED}"
    assert "sheet:底稿:A1" in {m.place for m in out.report.masked}


def test_a_workbook_inside_a_word_file(kit: RedactKit, word: bytes, book: bytes) -> None:
    out = io.BytesIO(word)
    with zipfile.ZipFile(out, "a") as z:
        z.writestr("word/embeddings/sheet1.xlsx", book)
        z.writestr("word/embeddings/object1.bin", b"\0\1")
    done = redact_bytes(out.getvalue(), "a.docx", kit)
    with zipfile.ZipFile(io.BytesIO(done.data)) as z:
        assert ID not in all_text(z.read("word/embeddings/sheet1.xlsx"))
    assert [n.code for n in done.report.notices] == ["embedded"]
    assert not done.report.complete()
