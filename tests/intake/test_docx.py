import io
import zipfile

import pytest


def p(text, style=None):
    ref = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f'<w:p>{ref}<w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def run(text, properties=""):
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def cell(text, properties=""):
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{text if text.startswith('<') else p(text)}</w:tc>"


def table(*rows):
    return "<w:tbl>" + "".join(f"<w:tr>{''.join(row)}</w:tr>" for row in rows) + "</w:tbl>"


def field(instruction, result):
    part = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    return (
        part.format("begin")
        + f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"
        + part.format("separate")
        + result
        + part.format("end")
    )


def box(text):
    inner = f"<w:txbxContent>{text}</w:txbxContent>"
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{inner}</wps:txbx></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{inner}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def test_paragraphs_and_tables_in_body_order(make_docx, read_bytes):
    data = make_docx(p("甲") + table([cell("任务"), cell("单位")], [cell("公开"), cell("县财政局")]) + p("乙"))
    document = read_bytes(data, "a.docx")
    assert document.text == "甲\n任务\t单位\n公开\t县财政局\n乙\n"
    assert [b.kind for b in document.blocks] == ["text", "row", "row", "text"]
    assert document.warnings == ()


def test_merged_cells_stand_once_in_the_text(make_docx, read_bytes):
    down, more = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    data = make_docx(
        table(
            [cell("分工表", '<w:gridSpan w:val="3"/>')],
            [cell("一", down), cell("公开预算"), cell("县财政局", down)],
            [cell("", more), cell("公开决算"), cell("", more)],
        )
    )
    document = read_bytes(data, "a.docx")
    assert document.text == "分工表\t\t\n一\t公开预算\t县财政局\n\t公开决算\t\n"
    cells = document.tables[0].cells
    assert cells[0][0] is cells[0][2]
    assert cells[1][2] is cells[2][2]
    assert document.tables[0].rows()[2] == ["一", "公开决算", "县财政局"]


def test_nested_table_is_text_of_its_cell(make_docx, read_bytes):
    inner = table([cell("内甲"), cell("内乙")])
    document = read_bytes(make_docx(table([cell("外"), cell(inner + "<w:p/>")], [cell("丙"), cell("丁")])), "a.docx")
    assert document.tables[0].rows() == [["外", "内甲 内乙"], ["丙", "丁"]]


def test_a_frame_of_one_column_is_text(make_docx, read_bytes):
    document = read_bytes(make_docx(table([cell(p("一、要求") + p("二、任务"))])), "a.docx")
    assert document.tables == ()
    assert document.text == "一、要求\n二、任务\n"


def test_lines_of_a_cell(make_docx, read_bytes):
    document = read_bytes(
        make_docx(table([cell(p("牵头") + p("单位")), cell("时限")], [cell(p("县财政局") + p("县教育局")), cell("长期")]))
    )
    assert document.tables[0].rows() == [["牵头单位", "时限"], ["县财政局 县教育局", "长期"]]


def test_text_boxes_are_given_once_before_their_paragraph(make_docx, read_bytes):
    data = make_docx(f"<w:p>{box(p('某县人民政府文件'))}{run('某政发〔2018〕1号')}</w:p>")
    assert read_bytes(data, "a.docx").text == "某县人民政府文件\n某政发〔2018〕1号\n"


def test_tracked_changes(make_docx, read_bytes):
    body = (
        f"<w:p>{run('请于')}<w:del>{run('五月')}</w:del><w:ins>{run('六月')}</w:ins>{run('底前完成。')}</w:p>"
        f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{run('前半')}</w:p><w:p>{run('后半')}</w:p>"
    )
    document = read_bytes(make_docx(body), "a.docx")
    assert document.text == "请于六月底前完成。\n前半后半\n"
    assert "修订" in document.warnings[0]


def test_content_controls_links_and_hidden_text(make_docx, read_bytes):
    body = (
        f"<w:sdt><w:sdtContent>{p('控件里的段')}</w:sdtContent></w:sdt>"
        f"<w:p><w:sdt><w:sdtContent>{run('甲')}</w:sdtContent></w:sdt><w:hyperlink>{run('乙')}</w:hyperlink>{run('丙', '<w:vanish/>')}"
        f"{run('丁', '<w:vanish w:val=' + chr(34) + '0' + chr(34) + '/>')}</w:p>"
    )
    document = read_bytes(make_docx(body), "a.docx")
    assert document.text == "控件里的段\n甲乙丁\n"
    assert "隐藏文字" in document.warnings[0]


def test_fields_give_their_result(make_docx, read_bytes):
    body = f"<w:p>{run('日期：')}{field('DATE x', run('2018年5月1日'))}</w:p><w:p><w:fldSimple w:instr='REF a'>{run('附件1')}</w:fldSimple></w:p>"
    assert read_bytes(make_docx(body), "a.docx").text == "日期：2018年5月1日\n附件1\n"


def test_stored_contents_are_furniture(make_docx, read_bytes, lines_of):
    start = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC \\o</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    styles = '<w:style w:type="paragraph" w:styleId="T1"><w:name w:val="toc 1"/></w:style>'
    body = (
        f"<w:p>{start}{run('第一章 总则 1')}</w:p><w:p>{run('第二章 任务 2')}"
        f'<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>{p("附则 9", "T1")}{p("第一章 总则")}'
    )
    document = read_bytes(make_docx(body, styles=styles), "a.docx")
    assert lines_of(document, "furniture") == ["第一章 总则 1", "第二章 任务 2", "附则 9"]
    assert lines_of(document, "text") == ["第一章 总则"]


def test_notes_headers_and_footers_come_last(make_docx, read_bytes):
    body = f'<w:p>{run("正文")}<w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    notes = f'<w:footnote w:type="separator" w:id="0"><w:p/></w:footnote><w:footnote w:id="2">{p("见附件。")}</w:footnote>'
    page = f"<w:p>{run('— ')}{field('PAGE', run('3'))}{run(' —')}</w:p>"
    document = read_bytes(make_docx(body, footnotes=notes, header1=p("内部资料"), footer1=page), "a.docx")
    assert [(b.kind, document.text[b.start : b.end]) for b in document.blocks] == [
        ("text", "正文"),
        ("note", "见附件。"),
        ("header", "内部资料"),
    ]


def test_any_namespace_prefix(make_docx, read_bytes):
    assert read_bytes(make_docx(p("甲") + table([cell("a"), cell("b")]), prefix="x"), "a.docx").text == "甲\na\tb\n"


def test_titles_breaks_symbols_and_pinyin(make_docx, read_bytes):
    styles = '<w:style w:type="paragraph" w:styleId="T"><w:name w:val="Title"/></w:style>'
    ruby = "<w:r><w:ruby><w:rt><w:r><w:t>xiàn</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>县</w:t></w:r></w:rubyBase></w:ruby></w:r>"
    signs = '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:tab/><w:noBreakHyphen/><w:br/><w:t>次行</w:t></w:r>'
    document = read_bytes(make_docx(p("通知", "T") + f"<w:p>{ruby}{signs}</w:p>", styles=styles), "a.docx")
    assert [(b.kind, document.text[b.start : b.end]) for b in document.blocks] == [
        ("title", "通知"),
        ("text", "县☑ -"),
        ("text", "次行"),
    ]


@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_cut_files_are_damaged(make_docx, fail_bytes, share):
    data = make_docx(p("甲" * 500))
    assert fail_bytes(data[: int(len(data) * share)], "a.docx").code == "damaged"


def test_broken_xml_and_missing_parts(fail_bytes):
    for name, content in (("word/document.xml", "<w:document"), ("word/other.xml", "<a/>")):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr("[Content_Types].xml", "<Types/>")
            archive.writestr(name, content)
        assert fail_bytes(out.getvalue(), "a.docx").code == "damaged"


def test_empty_document(make_docx, fail_bytes):
    assert fail_bytes(make_docx("<w:p/>"), "a.docx").code == "no_text"


def test_lines_of_a_saved_web_page(make_docx, read_bytes, lines_of):
    body = p("索引号：X/1 发布日期：2018-05-02") + p("关于防汛的通知") + p("各乡镇：请抓好落实。") + p("【打印】【关闭窗口】")
    document = read_bytes(make_docx(body), "a.docx")
    assert [b.kind for b in document.blocks] == ["label", "text", "text", "furniture"]
