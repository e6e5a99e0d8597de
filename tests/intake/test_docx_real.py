"""What Word and WPS files of offices hold besides plain paragraphs, each made here as it stands in real files."""

from __future__ import annotations

import io
import zipfile

import pytest

from nlp.intake import ocr
from tests.intake.conftest import NAMESPACES, OFFICE
from tests.intake.test_docx import box, cell, field, p, run, table
from tests.intake.test_numbering import abstract, level, num, para

NINE = abstract(
    0,
    *(
        level(i, fmt, text)
        for i, (fmt, text) in enumerate(
            [("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."), ("decimal", "（%4）"), ("decimalEnclosedCircle", "%5"),
             ("upperLetter", "%6."), ("lowerLetter", "%7)"), ("lowerRoman", "%8."), ("decimal", "%9)")]
        )
    ),
)  # fmt: skip
TWICE = box(p("某县人民政府"))


def with_files(docx: bytes, files: dict[str, bytes], relations: dict[str, tuple[str, str]]) -> bytes:
    """The document with more parts; `relations`: id -> (kind, target)."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as given, zipfile.ZipFile(out, "w") as made:
        for name in given.namelist():
            data = given.read(name)
            if name == "word/_rels/document.xml.rels":
                more = "".join(f'<Relationship Id="{i}" Type="{OFFICE}/{k}" Target="{t}"/>' for i, (k, t) in relations.items())
                data = data.replace(b"</Relationships>", more.encode() + b"</Relationships>")
            made.writestr(name, data)
        for name, data in files.items():
            made.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("body", "parts", "expected"),
    [
        pytest.param(f"<w:p>{TWICE}{TWICE}{run('正文')}</w:p>", {}, ["某县人民政府", "某县人民政府", "正文"], id="two boxes, each stored twice"),
        pytest.param(table([cell(f"<w:p>{box(p('框内'))}{run('格')}</w:p>"), cell("乙")], [cell("a"), cell("b")]), {}, ["框内格\t乙", "a\tb"], id="box in a cell"),
        pytest.param(f"<w:p><w:del>{box(p('框内'))}</w:del>{run('格')}</w:p>", {}, ["格"], id="deleted box"),
        pytest.param(p("正文"), {"header1": f"<w:p>{box(p('某县人民政府'))}</w:p>"}, ["正文", "某县人民政府"], id="box in a header"),
        pytest.param(
            f"<w:p><w:pPr><w:rPr><w:moveFrom/></w:rPr></w:pPr><w:moveFrom>{run('旧')}</w:moveFrom></w:p><w:p>{run('中')}</w:p><w:p><w:moveTo>{run('旧')}</w:moveTo></w:p>",
            {}, ["中", "旧"], id="moved paragraph",
        ),
        pytest.param(
            f"<w:tbl><w:tr>{cell('甲')}{cell('乙')}</w:tr><w:tr><w:trPr><w:del/></w:trPr>{cell('丙')}{cell('丁')}</w:tr><w:tr><w:trPr><w:ins/></w:trPr>{cell('戊')}{cell('己')}</w:tr></w:tbl>",
            {}, ["甲\t乙", "戊\t己"], id="deleted and inserted rows",
        ),
        pytest.param(
            "".join(para(f"级{i}", 1, i) for i in range(9)) + para("又", 1, 2) + para("再", 1, 0) + para("末", 1, 1), {"numbering": NINE + num(1, 0)},
            ["一、级0", "（一）级1", "1.级2", "（1）级3", "①级4", "A.级5", "a)级6", "i.级7", "1)级8", "2.又", "二、再", "（一）末"], id="nine levels",
        ),
        pytest.param(
            para("总则", 1, 0) + para("范围", 1, 1) + para("细目", 1, 2) + para("附则", 1, 0) + para("其他", 1, 1),
            {"numbering": abstract(0, level(0, "chineseCounting", "第%1章", suff="space"), level(1, "decimal", "%1.%2", more="<w:isLgl/>"), level(2, "decimal", "%1.%2.%3", more="<w:isLgl/>")) + num(1, 0)},
            ["第一章 总则", "1.1范围", "1.1.1细目", "第二章 附则", "2.1其他"], id="legal numbering below a Chinese chapter",
        ),
        pytest.param(
            para("甲", 1, 0) + para("乙", 2, 0) + para("丙", 1, 0),
            {"numbering": NINE + num(1, 0) + num(2, 0, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>')},
            ["一、甲", "五、乙", "六、丙"], id="a number that starts anew",
        ),
        pytest.param(
            para("一级", style="H") + para("无号", 0, 0, style="H") + para("二级", style="H"),
            {"numbering": NINE + num(1, 0), "styles": '<w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'},
            ["一、一级", "无号", "二、二级"], id="number of a style, switched off once",
        ),
        pytest.param(f"<w:p>{run('前页')}<w:r><w:br w:type=\"page\"/></w:r>{run('附件1')}</w:p>", {}, ["前页", "附件1"], id="page break inside a paragraph"),
        pytest.param(
            f'<w:p><w:r><w:sym w:font="Wingdings" w:char="F0A8"/></w:r>{run("是")}<w:r><w:rPr><w:rFonts w:ascii="Wingdings 2"/></w:rPr><w:t>R</w:t></w:r>{run("否" + chr(0xF0A3))}</w:p>',
            {}, ["□是☑否□"], id="signs of symbol fonts",
        ),
        pytest.param(
            '<w:p><w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:checked/></w:checkBox></w:ffData></w:fldChar></w:r>'
            f'<w:r><w:instrText> FORMCHECKBOX </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>{run("同意")}</w:p>',
            {}, ["☑同意"], id="check box of a form",
        ),
        pytest.param(f"<w:p>{field('EQ ' + chr(92) + 'o' + chr(92) + 'ac(○,12)', '')}{run('公开')}</w:p>", {}, ["⑫公开"], id="number in a circle"),
        pytest.param(
            f"<w:tbl><w:sdt><w:sdtContent><w:tr><w:sdt><w:sdtContent>{cell('甲')}</w:sdtContent></w:sdt>{cell('<w:sdt><w:sdtContent>' + p('乙') + '</w:sdtContent></w:sdt>')}</w:tr></w:sdtContent></w:sdt><w:tr>{cell('c')}{cell('d')}</w:tr></w:tbl>",
            {}, ["甲\t乙", "c\td"], id="rows and cells in content controls",
        ),
        pytest.param(
            table([cell("A", '<w:gridSpan w:val="2"/><w:vMerge w:val="restart"/>'), cell("B")], [cell("", '<w:gridSpan w:val="2"/><w:vMerge/>'), cell("C")], [cell("D"), cell("E"), cell("F")]),
            {}, ["A\t\tB", "\t\tC", "D\tE\tF"], id="merged across and down",
        ),
    ],
)  # fmt: skip
def test_text_as_the_word_processor_shows_it(make_docx, read_bytes, lines_of, body, parts, expected):
    assert lines_of(read_bytes(make_docx(body, **parts), "a.docx")) == expected


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.html", "<html><body><p>一、插入的段落</p><p>各单位要认真落实。</p></body></html>".encode()),
        ("a.rtf", rb"{\rtf1\ansi\ansicpg936 " + b"".join(b"\\'%02x" % b for b in "一、插入的段落\\par 各单位要认真落实。".replace("\\par ", "").encode("gbk")) + rb"\par}"),
        ("a.txt", "一、插入的段落\n各单位要认真落实。\n".encode()),
    ],
)  # fmt: skip
def test_files_inserted_into_a_document_stand_where_it_says(make_docx, read_bytes, name, data):
    docx = make_docx(p("前段") + '<w:altChunk r:id="rc"/>' + p("后段"))
    document = read_bytes(with_files(docx, {f"word/{name}": data}, {"rc": ("aFChunk", name)}), "a.docx")
    assert document.text.startswith("前段\n一、插入的段落")
    assert document.text.endswith("各单位要认真落实。\n后段\n")
    assert document.warnings == ()


def test_a_document_inside_a_document(make_docx, read_bytes):
    inner = with_files(make_docx(p("里面") + '<w:altChunk r:id="rc"/>'), {"word/b.txt": "更里面".encode()}, {"rc": ("aFChunk", "b.txt")})
    outer = with_files(make_docx(p("外面") + '<w:altChunk r:id="rc"/>'), {"word/in.docx": inner}, {"rc": ("aFChunk", "in.docx")})
    document = read_bytes(outer, "a.docx")
    assert document.text == "外面\n里面\n"
    assert document.warnings == ("有1个嵌入对象或附件未读入正文：b.txt。",)


def test_diagrams_objects_and_people_are_told(make_docx, read_bytes):
    dgm = "http://schemas.openxmlformats.org/drawingml/2006/diagram"
    main = "http://schemas.openxmlformats.org/drawingml/2006/main"
    data = f'<d:dataModel xmlns:d="{dgm}" xmlns:a="{main}"><d:ptLst><d:pt><d:t><a:p><a:r><a:t>受理</a:t></a:r></a:p></d:t></d:pt><d:pt/><d:pt><d:t><a:p><a:r><a:t>审核</a:t></a:r></a:p></d:t></d:pt></d:ptLst></d:dataModel>'
    body = f'<w:p>{run("流程如下")}<w:r><w:drawing><d:relIds xmlns:d="{dgm}" r:dm="rd"/></w:drawing></w:r></w:p>{p("完")}'
    core = '<c xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>张三</dc:creator><lastModifiedBy>微软用户</lastModifiedBy></c>'
    docx = with_files(
        make_docx(body),
        {"word/data1.xml": data.encode(), "word/book.xlsx": b"x"},
        {"rd": ("diagramData", "data1.xml"), "ro": ("package", "book.xlsx")},
    )
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as given, zipfile.ZipFile(out, "w") as made:
        for name in given.namelist():
            held = given.read(name)
            if name == "_rels/.rels":
                held = held.replace(b"</Relationships>", b'<Relationship Id="c" Type="x/core-properties" Target="docProps/core.xml"/></Relationships>')
            made.writestr(name, held)
        made.writestr("docProps/core.xml", core)
    document = read_bytes(out.getvalue(), "a.docx")
    assert document.text == "流程如下\n受理\n审核\n完\n"
    assert document.warnings == ("有1个嵌入对象或附件未读入正文：book.xlsx。", "文件属性中记有作者：张三，公开前请核对。")


def test_scanned_pages_in_a_document_are_named(make_docx, read_bytes, monkeypatch):
    monkeypatch.setattr(ocr, "installed", lambda: False)
    blip = '<w:drawing><a:extent xmlns:a="x" cx="5400000" cy="7600000"/><a:blip xmlns:a="x" r:embed="rp"/></w:drawing>'
    docx = make_docx(f"{p('附件：批复扫描件')}<w:p><w:r>{blip}</w:r></w:p>")
    document = read_bytes(with_files(docx, {"word/p.png": b"\x89PNG"}, {"rp": ("image", "p.png")}), "a.docx")
    assert document.text == "附件：批复扫描件\n"
    assert len(document.warnings) == 1
    assert document.warnings[0].startswith("文中第1幅整页图片（可能是扫描件）的文字没有读入。")


def test_insertions_that_nobody_accepted_are_told(make_docx, read_bytes):
    document = read_bytes(make_docx(f"<w:p>{run('于')}<w:ins>{run('六月')}</w:ins>{run('底前')}</w:p>"), "a.docx")
    assert document.text == "于六月底前\n"
    assert "1处新增文字" in document.warnings[0]


def test_styles_of_tables_are_not_looked_at(make_docx, read_bytes):
    """They are cut out before parsing; the styles around them stay."""
    styles = (
        '<w:latentStyles><w:lsdException w:name="x"/></w:latentStyles><w:style w:type="table" w:styleId="A"><w:name w:val="Title"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="T"><w:name w:val="Title"/></w:style><w:style w:type="table" w:styleId="B"><w:tblPr/></w:style>'
        '<w:style w:type="character" w:styleId="C"><w:name w:val="x"/><w:rPr><w:vanish/></w:rPr></w:style>'
    )
    body = p("通知", "T") + f'<w:p>{run("明")}{run("暗", chr(60) + "w:rStyle w:val=" + chr(34) + "C" + chr(34) + "/>")}</w:p>'
    document = read_bytes(make_docx(body, styles=styles), "a.docx")
    assert [(b.kind, document.text[b.start : b.end]) for b in document.blocks] == [("title", "通知"), ("text", "明")]
    assert NAMESPACES.startswith("xmlns:w=")
