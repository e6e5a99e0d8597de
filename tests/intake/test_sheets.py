"""Workbooks made here (.xlsx and .xls): what is shown, where it stands, and what is hidden."""

from __future__ import annotations

import datetime
import io
import random
import time
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
import xlwt
from openpyxl.comments import Comment

from nlp.intake.reader import read
from nlp.intake.sheets_table import letters, place
from nlp.types import Document, Limits, Source
from tests.intake.mutants import taken

REAL = Path(__file__).parents[3] / "shared" / "formats"


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def xlsx(rows, name="Sheet1", merges=(), **more) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = name
    for row in rows:
        sheet.append(row)
    for m in merges:
        sheet.merge_cells(m)
    for other, its in more.items():
        extra = book.create_sheet(other)
        for row in its:
            extra.append(row)
    return saved(book)


def shared(rows) -> bytes:
    """The same with shared strings."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        for r, row in enumerate(rows):
            sheet.write_row(r, 0, row)
    return out.getvalue()


def rewritten(data: bytes, change) -> bytes:
    """The same package with parts changed: change(name, content) -> content, or None to leave it out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = change(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
    return out.getvalue()


TASKS = [
    ["2024年重点任务分工表"],
    ["填报单位：县政府办", None, None, "日期：2024年3月"],
    ["序号", "任务", "牵头单位", "完成时限"],
    [1, "公开预算", "县财政局", "6月底前"],
    [2, "公开决算", None, "9月底前"],
    ["注：以上任务按季度报送。"],
]


def test_title_rows_and_notes_are_lines_the_rest_is_a_table(read_bytes, lines_of):
    document = read_bytes(xlsx(TASKS, merges=["A1:D1", "C4:C5", "A6:D6"]), "a.xlsx")
    assert lines_of(document, "text") == [
        "2024年重点任务分工表",
        "填报单位：县政府办  日期：2024年3月",
        "注：以上任务按季度报送。",
    ]
    (table,) = document.tables
    assert table.rows() == [
        ["序号", "任务", "牵头单位", "完成时限"],
        ["1", "公开预算", "县财政局", "6月底前"],
        ["2", "公开决算", "县财政局", "9月底前"],
    ]
    assert document.text.count("县财政局") == 1
    assert lines_of(document, "furniture") == ["Sheet1"]


def test_every_sheet_is_headed_by_its_name(read_bytes):
    document = read_bytes(xlsx([["甲", "乙"], [1, 2]], "收入表", 支出表=[["丙", "丁"], [3, 4]], 空表=[]), "a.xlsx")
    assert document.text == "收入表\n甲\t乙\n1\t2\n支出表\n丙\t丁\n3\t4\n"
    assert [b.level for b in document.blocks if b.kind == "text"] == [1, 1]


def test_numbers_and_dates_as_shown(read_bytes):
    book = openpyxl.Workbook()
    sheet = book.active
    values = [
        ("日期", datetime.datetime(2024, 3, 15), 'yyyy"年"m"月"d"日"'), ("金额", 1234567.891, "#,##0.00"), ("比例", 0.985, "0.0%"),
        ("编码", 7, "0000"), ("整数", 12.0, "General"), ("小数", 0.1, "General"), ("是否", True, "General"), ("文字", "001", "@"),
    ]  # fmt: skip
    for r, (name, value, code) in enumerate(values, 1):
        sheet.cell(r, 1, name)
        sheet.cell(r, 2, value).number_format = code
    rows = read_bytes(saved(book), "a.xlsx").tables[0].rows()
    assert [r[1] for r in rows] == ["2024年3月15日", "1,234,567.89", "98.5%", "0007", "12", "0.1", "TRUE", "001"]


def test_what_is_hidden_is_read_and_named(read_bytes):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "名单"
    for row in (["姓名", "电话", "住址"], ["张三", "5551234", "东街"], ["李四", "5555678", "西街"], ["王五", "5550000", "北街"]):
        sheet.append(row)
    sheet.column_dimensions["B"].hidden = True
    sheet.row_dimensions[3].hidden = sheet.row_dimensions[4].hidden = True
    sheet["C2"].comment = Comment("核实住址", "作者")
    secret = book.create_sheet("底稿")
    secret.append(["身份", "证件"])
    secret.append(["甲", "乙"])
    secret.sheet_state = "veryHidden"
    document = read_bytes(saved(book), "a.xlsx")
    assert "5551234" in document.text
    assert "李四" in document.text
    assert "证件" in document.text
    told = "\n".join(document.warnings)
    assert "工作表“底稿”设为隐藏" in told
    assert "工作表“名单”的第3-4行、B列设为隐藏" in told
    assert "工作表“名单”有1条批注（C2）未读入正文：“核实住址”" in told


def test_number_whose_format_hides_it(read_bytes):
    book = openpyxl.Workbook()
    book.active.append(["名称", "数额"])
    book.active.append(["甲", 5])
    book.active["B2"].number_format = ";;;"
    document = read_bytes(saved(book), "a.xlsx")
    assert document.tables[0].rows()[1] == ["甲", "5"]
    assert any("单元格B2" in w for w in document.warnings)


def test_formulas_give_their_stored_value_or_a_warning(read_bytes):
    data = xlsx([["项目", "金额"], ["甲", 3], ["合计", "=B2*2"], ["占比", "=B2/7"]])

    def change(name, content):
        if name.endswith("sheet1.xml"):
            content = content.replace(b"<f>B2*2</f><v></v>", b"<f>B2*2</f><v>6</v>").replace(
                b"<f>B2*2</f><v/>", b"<f>B2*2</f><v>6</v>"
            )
            content = content.replace(b"<f>B2/7</f><v></v>", b"<f>B2/7</f>").replace(b"<f>B2/7</f><v/>", b"<f>B2/7</f>")
        return content

    document = read_bytes(rewritten(data, change), "a.xlsx")
    assert ["合计", "6"] in document.tables[0].rows()
    assert any("有1个公式没有保存计算结果（如 B4）" in w for w in document.warnings)


def test_two_tables_on_one_sheet(read_bytes, lines_of):
    rows = [["一、收入情况表"], ["项目", "金额"], ["税收", 1], [], ["二、支出情况表"], ["项目", "数量"], ["教育", 2]]
    document = read_bytes(xlsx(rows, merges=["A1:B1", "A5:B5"]), "a.xlsx")
    assert [t.rows() for t in document.tables] == [[["项目", "金额"], ["税收", "1"]], [["项目", "数量"], ["教育", "2"]]]
    assert lines_of(document, "text") == ["一、收入情况表", "二、支出情况表"]


def test_blank_rows_and_columns_only_make_room(read_bytes):
    document = read_bytes(xlsx([["", "项目", "", "金额"], [], ["", "税收", "", 1], [], ["", "合计", "", None]]), "a.xlsx")
    assert document.tables[0].rows() == [["项目", "金额"], ["税收", "1"], ["合计", ""]]


def test_band_across_the_table_stays_a_row(read_bytes):
    rows = [["序号", "事项", "单位"], ["一、行政许可"], [1, "设立", "甲局"], ["二、行政处罚"], [2, "罚款", "乙局"]]
    document = read_bytes(xlsx(rows, merges=["A2:C2", "A4:C4"]), "a.xlsx")
    assert [r[0] for r in document.tables[0].rows()] == ["序号", "一、行政许可", "1", "二、行政处罚", "2"]


def test_text_boxes_and_printed_header(read_bytes, lines_of):
    drawing = (
        '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><xdr:sp><xdr:txBody><a:p><a:r><a:t>文本框说明</a:t></a:r></a:p>'
        "</xdr:txBody></xdr:sp></xdr:wsDr>"
    )
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/drawing" Target="../drawings/d.xml"/></Relationships>'
    )
    data = rewritten(
        xlsx([["甲", "乙"], [1, 2]]),
        lambda name, content: (
            content.replace(
                b"</worksheet>",
                '<headerFooter><oddHeader>&amp;C&amp;"宋体"&amp;14附件2&amp;R第&amp;P页</oddHeader></headerFooter></worksheet>'.encode(),
            )
            if name.endswith("sheet1.xml")
            else content
        ),
    )
    with zipfile.ZipFile(more := io.BytesIO(data), "a") as archive:
        archive.writestr("xl/drawings/d.xml", drawing)
        archive.writestr("xl/worksheets/_rels/sheet1.xml.rels", relations)
    document = read_bytes(more.getvalue(), "a.xlsx")
    assert lines_of(document, "note") == ["文本框说明"]
    assert lines_of(document, "header") == ["附件2"]


def test_shared_strings_without_reading_aids_and_with_escapes(read_bytes):
    data = shared([["甲", "乙"], ["丙", "丁"]])

    def change(name, content):
        if name.endswith("sharedStrings.xml"):
            content = content.replace(
                "<t>甲</t>".encode(), "<r><t>重</t></r><r><t>庆</t></r><rPh><t>chongqing</t></rPh>".encode()
            )
            content = content.replace("<t>乙</t>".encode(), "<t>上_x000D_下</t>".encode())
        return content

    assert read_bytes(rewritten(data, change), "a.xlsx").tables[0].rows()[0] == ["重庆", "上下"]


@pytest.mark.parametrize(("row", "column", "name"), [(0, 0, "A1"), (2, 27, "AB3"), (9, 16383, "XFD10")])
def test_places(row, column, name):
    assert place(row, column) == name
    assert letters(column) == name.rstrip("0123456789")


# ---------------------------------------------------------------- harm
def test_billion_cells_cost_nothing(read_bytes):
    data = rewritten(
        xlsx([["甲", "乙"], ["丙", "丁"]]),
        lambda name, content: (
            content.replace(b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>5</v></c></row></sheetData>')
            .replace(b"<sheetData>", b'<cols><col min="1" max="16384" hidden="1"/></cols><sheetData>')
            .replace(b"</worksheet>", b'<mergeCells><mergeCell ref="A5:XFD1048575"/></mergeCells></worksheet>')
            if name.endswith("sheet1.xml")
            else content
        ),
    )
    began = time.process_time()
    document = read_bytes(data, "a.xlsx")
    assert document.tables[0].rows()[-1][-1] == "5"
    assert time.process_time() - began < 2


def test_limits_and_damage(fail_bytes, read_bytes):
    wide = xlsx([list(range(50))] * 30)
    assert fail_bytes(wide, "a.xlsx", Limits(table_cells=1000)).code == "too_large"
    assert fail_bytes(wide, "a.xlsx", Limits(unpacked_bytes=2000)).code == "too_large"
    assert fail_bytes(rewritten(wide, lambda n, c: None if n == "xl/workbook.xml" else c), "a.xlsx").code == "damaged"
    assert fail_bytes(xlsx([]), "a.xlsx").code == "no_text"
    binary = rewritten(wide, lambda n, c: c if n != "xl/workbook.xml" else None)
    with zipfile.ZipFile(more := io.BytesIO(binary), "a") as archive:
        archive.writestr("xl/workbook.bin", b"x")
    assert fail_bytes(more.getvalue(), "a.xlsb").code == "unsupported"
    broken = rewritten(
        xlsx([["甲", "乙"]], 第二=[["丙", "丁"]]),
        lambda n, c: c[: len(c) // 2] if n.endswith("sheet2.xml") else None if "styles" in n else c,
    )
    document = read_bytes(broken, "a.xlsx")
    assert "甲\t乙" in document.text
    assert any("工作表“第二”读不出来" in w for w in document.warnings)


def test_entities_are_not_resolved(read_bytes, tmp_path):
    (tmp_path / "s").write_text("秘密")
    declared = f'<!DOCTYPE a [<!ENTITY x SYSTEM "file://{tmp_path / "s"}">]>'.encode()

    def change(name, content):
        if name.endswith("sharedStrings.xml"):
            content = content.replace("<t>甲</t>".encode(), "<t>甲&x;</t>".encode())
            at = content.index(b"<sst")
            return content[:at] + declared + content[at:]
        return content

    data = rewritten(shared([["甲", "乙"], ["丙", "丁"]]), change)
    assert b"&x;" in zipfile.ZipFile(io.BytesIO(data)).read("xl/sharedStrings.xml")
    document = read_bytes(data, "a.xlsx")
    assert "秘密" not in document.text
    assert "丙\t丁" in document.text


# ---------------------------------------------------------------- .xls
def xls() -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("分工")
    sheet.write_merge(0, 0, 0, 3, "任务分工表")
    for c, text in enumerate(("任务", "时限", "金额", "比例")):
        sheet.write(1, c, text)
    sheet.write_merge(2, 3, 0, 0, "公开预算")
    sheet.write(2, 1, datetime.date(2024, 6, 30), xlwt.easyxf(num_format_str='yyyy"年"m"月"d"日"'))
    sheet.write(2, 2, 12345.5, xlwt.easyxf(num_format_str="#,##0.00"))
    sheet.write(2, 3, 0.5, xlwt.easyxf(num_format_str="0%"))
    sheet.write(3, 1, datetime.date(2024, 7, 1), xlwt.easyxf(num_format_str="M/D/YY"))
    sheet.write(3, 2, 3)
    sheet.write(3, 3, "无")
    sheet.row(3).hidden = True
    sheet.col(3).hidden = True
    other = book.add_sheet("底稿")
    other.write(0, 0, "甲")
    other.write(0, 1, "乙")
    other.visibility = 1
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_xls(read_bytes):
    document = read_bytes(xls(), "a.xls")
    assert document.text.startswith(
        "分工\n任务分工表\n任务\t时限\t金额\t比例\n公开预算\t2024年6月30日\t12,345.50\t50%\n\t2024/7/1\t3\t无\n"
    )
    assert document.tables[0].rows()[2][0] == "公开预算"
    told = "\n".join(document.warnings)
    assert "工作表“底稿”设为隐藏" in told
    assert "第4行、D列设为隐藏" in told
    assert read(Source("a.et", xls()), Limits()).warnings == document.warnings


XML = """<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Styles><Style ss:ID="d"><NumberFormat ss:Format="yyyy\\-mm\\-dd"/></Style><Style ss:ID="p"><NumberFormat ss:Format="Percent"/></Style></Styles>
<Worksheet ss:Name="进度"><Table><Column ss:Index="2" ss:Hidden="1"/>
<Row><Cell ss:MergeAcross="2"><Data ss:Type="String">任务进度表</Data></Cell></Row>
<Row><Cell><Data ss:Type="String">任务</Data></Cell><Cell><Data ss:Type="String">日期</Data></Cell><Cell><Data ss:Type="String">比例</Data></Cell></Row>
<Row><Cell ss:MergeDown="1"><Data ss:Type="String">公开</Data></Cell>
<Cell ss:StyleID="d"><Data ss:Type="DateTime">2024-03-15T00:00:00.000</Data></Cell><Cell ss:StyleID="p"><Data ss:Type="Number">0.5</Data></Cell></Row>
<Row><Cell ss:Index="3"><Data ss:Type="Number">7</Data><Comment><Data>待核</Data></Comment></Cell></Row>
</Table></Worksheet></Workbook>"""


def test_xml_spreadsheet(read_bytes, lines_of):
    document = read_bytes(XML.encode(), "a.xls")
    assert lines_of(document, "text") == ["任务进度表"]
    assert document.tables[0].rows() == [["任务", "日期", "比例"], ["公开", "2024-03-15", "50.00%"], ["公开", "", "7"]]
    told = "\n".join(document.warnings)
    assert "B列设为隐藏" in told
    assert "C4" in told


def mutations(data: bytes, count: int, seed: int):
    rng = random.Random(seed)
    for _ in range(count):
        made = bytearray(data)
        for _ in range(rng.randrange(1, 12)):
            at = rng.randrange(len(made))
            match rng.randrange(3):
                case 0:
                    made[at] = rng.randrange(256)
                case 1:
                    made[at : at + 4] = rng.randbytes(4)
                case _:
                    del made[at : at + rng.randrange(1, 60)]
        yield bytes(made)


def plain(data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as new:
        for name in old.namelist():
            if not name.endswith(("theme1.xml", "app.xml")):
                new.writestr(name, old.read(name))
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "seed"),
    [("a.xlsx", plain(shared(TASKS)), 1), ("a.xls", xls(), 2), ("a.xls", XML.encode(), 3)],
    ids=["xlsx", "xls", "xml"],
)
def test_mutated_files_give_text_or_a_typed_failure(name, data, seed, checked):
    for made in mutations(data, 300, seed):
        taken(Source(name, made), checked)


def test_mutated_parts_give_text_or_a_typed_failure(checked):
    rng = random.Random(9)
    base = plain(xlsx(TASKS, merges=["A1:D1", "C4:C5"], 第二=[["甲", 1.5], ["乙", datetime.datetime(2024, 1, 2)]]))
    read_count = 0
    for _ in range(300):

        def change(_, content):
            made = bytearray(content)
            for _ in range(rng.choice((0, 1, 6)) if len(made) > 9 else 0):
                at = rng.randrange(len(made) - 3)
                made[at : at + rng.randrange(4)] = rng.choice(
                    (b"999999999", b"-1", b"<", b'"', b"1e300", b"NaN", b"", b"XFD1048576", made[at // 2 : at // 2 + 80])
                )
            return bytes(made)

        read_count += taken(Source("a.xlsx", rewritten(base, change)), checked)
    assert read_count > 60


# ---------------------------------------------------------------- real files
@pytest.mark.skipif(not REAL.is_dir(), reason=f"no folder of real files at {REAL}")
@pytest.mark.parametrize(
    ("name", "tables", "row"),
    [
        ("xls/gongshui-zongliang.xls", [(32, 21)], ["北京市", "37.49", "36.38", "35.88"]),
        ("xls/huiyi-liucheng-qingdan.xls", [(76, 8), (64, 7), (63, 7)], ["会议确认", "会议事由", "会议时间"]),
        ("xls/import-sales.xls", [(3, 5)], ["A产品", "1000", "980", "980", "98%"]),
        ("xlsx/jishu-pingshen-biaozhun.xlsx", [(10, 5)], ["总分", "", "", "", "100"]),
        ("xlsx/policy-list-2020.xlsx", [(277, 7)], ["2020-04-03 00:00:00", "gongwen"]),
        ("xlsx/xingzheng-quhua-2023.xlsx", [(3216, 2)], ["110108", "海淀区"]),
    ],
)
def test_real_files(name, tables, row, checked):
    got = read(Source(str(REAL / name)), Limits())
    assert isinstance(got, Document), got
    checked(got)
    assert [(len(t.cells), len(t.cells[0])) for t in got.tables] == tables
    assert any(r[: len(row)] == row for t in got.tables for r in t.rows())
