"""Automatic numbers: what Word shows before a paragraph must stand in the text."""

from nlp.intake.numbering import format_number


def level(ilvl, fmt, text, start=1, suff="nothing", more=""):
    return (
        f'<w:lvl w:ilvl="{ilvl}"><w:start w:val="{start}"/><w:numFmt w:val="{fmt}"/>{more}<w:suff w:val="{suff}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def abstract(key, *levels, more=""):
    return f'<w:abstractNum w:abstractNumId="{key}">{"".join(levels)}{more}</w:abstractNum>'


def num(key, of, more=""):
    return f'<w:num w:numId="{key}"><w:abstractNumId w:val="{of}"/>{more}</w:num>'


def para(text, key=None, ilvl=None, style=None):
    ref = f'<w:ilvl w:val="{ilvl}"/>' if ilvl is not None else ""
    ref += f'<w:numId w:val="{key}"/>' if key is not None else ""
    ref = f"<w:numPr>{ref}</w:numPr>" if ref else ""
    ref = (f'<w:pStyle w:val="{style}"/>' if style else "") + ref
    return f"<w:p><w:pPr>{ref}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


OFFICIAL = abstract(
    0,
    level(0, "chineseCounting", "%1、"),
    level(1, "chineseCounting", "（%2）"),
    level(2, "decimal", "%3."),
    level(3, "decimal", "（%4）"),
    level(4, "decimalEnclosedCircle", "%5"),
)


def test_eight_levels(make_docx, read_bytes, lines_of):
    """A list as deep as it gets: every level counts by itself and begins anew below a higher one."""
    formats = ("chineseCounting", "chineseCounting", "decimal", "decimal", "decimalEnclosedCircle", "upperLetter", "lowerLetter", "lowerRoman")
    shapes = ("%1、", "（%2）", "%3.", "（%4）", "%5", "%6.", "%7)", "%8.")
    numbering = abstract(0, *(level(n, f, s) for n, (f, s) in enumerate(zip(formats, shapes, strict=True)))) + num(1, 0)
    down = "".join(para(f"第{n}层", 1, n) for n in range(8))
    again = para("又一项", 1, 7) + para("回到四层", 1, 3) + para("再下五层", 1, 4) + para("下一章", 1, 0) + para("从头", 1, 7)
    document = read_bytes(make_docx(down + again, numbering=numbering), "a.docx")
    assert lines_of(document) == [
        "一、第0层", "（一）第1层", "1.第2层", "（1）第3层", "①第4层", "A.第5层", "a)第6层", "i.第7层",
        "ii.又一项", "（2）回到四层", "①再下五层", "二、下一章", "i.从头",
    ]  # fmt: skip


def test_number_formats(cases):
    wrong = [
        (c["format"], c["number"], got, c["text"])
        for c in cases("numbering")
        if (got := format_number(int(c["number"]), c["format"])) != c["text"]
    ]
    assert wrong == []


def test_automatic_and_typed_numbers_give_the_same_text(make_docx, read_bytes):
    typed = ["一、要求", "（一）目标", "1.公开", "2.解读", "（1）时限", "①当日", "（二）原则", "1.依法", "二、任务", "（一）预算"]
    levels = [0, 1, 2, 2, 3, 4, 1, 2, 0, 1]
    texts = ["要求", "目标", "公开", "解读", "时限", "当日", "原则", "依法", "任务", "预算"]
    automatic = make_docx("".join(para(t, 1, i) for t, i in zip(texts, levels, strict=True)), numbering=OFFICIAL + num(1, 0))
    by_hand = make_docx("".join(para(t) for t in typed))
    assert read_bytes(automatic).text == read_bytes(by_hand).text


def test_what_stands_between_number_and_text(make_docx, read_bytes, lines_of):
    numbering = abstract(0, level(0, "chineseCounting", "第%1条", suff="tab"), level(1, "decimal", "%2.%2", suff="space"))
    numbering += abstract(1, level(0, "decimal", "%1.", suff="tab")) + num(1, 0) + num(2, 1)
    body = para("总则", 1, 0) + para("范围", 1, 1) + para("任务", 2, 0)
    assert lines_of(read_bytes(make_docx(body, numbering=numbering))) == ["第一条 总则", "1.1 范围", "1.任务"]


def test_articles_run_on_through_chapters(make_docx, read_bytes, lines_of):
    restart = '<w:lvlRestart w:val="0"/>'
    numbering = abstract(0, level(0, "chineseCounting", "第%1章"), level(1, "chineseCounting", "第%2条", more=restart)) + num(
        1, 0
    )
    body = "".join(para("甲", 1, i) for i in (0, 1, 1, 0, 1))
    got = lines_of(read_bytes(make_docx(body, numbering=numbering)))
    assert got == ["第一章甲", "第一条甲", "第二条甲", "第二章甲", "第三条甲"]


def test_overrides_restart_and_change_a_list(make_docx, read_bytes, lines_of):
    restart = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    changed = f'<w:lvlOverride w:ilvl="0">{level(0, "upperLetter", "%1)")}</w:lvlOverride>'
    numbering = OFFICIAL + num(1, 0) + num(2, 0, restart) + abstract(7, level(0, "decimal", "%1.")) + num(3, 7, changed)
    body = para("甲", 1, 0) + para("乙", 2, 0) + para("丙", 2, 0) + para("丁", 3, 0)
    assert lines_of(read_bytes(make_docx(body, numbering=numbering))) == ["一、甲", "五、乙", "六、丙", "A)丁"]


def test_legal_numbering_shows_digits(make_docx, read_bytes, lines_of):
    numbering = abstract(
        0, level(0, "chineseCounting", "第%1章"), level(1, "decimal", "%1.%2", suff="space", more="<w:isLgl/>")
    ) + num(1, 0)
    body = para("甲", 1, 0) + para("乙", 1, 0) + para("丙", 1, 1)
    assert lines_of(read_bytes(make_docx(body, numbering=numbering)))[-1] == "2.1 丙"


def test_numbers_through_styles(make_docx, read_bytes, lines_of):
    tied = level(0, "chineseCounting", "%1、", more='<w:pStyle w:val="H1"/>') + level(
        1, "chineseCounting", "（%2）", more='<w:pStyle w:val="H2"/>'
    )
    styles = (
        '<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr>'
        '<w:outlineLvl w:val="0"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="H2"><w:name w:val="heading 2"/><w:basedOn w:val="H1"/><w:pPr>'
        '<w:outlineLvl w:val="1"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="H3"><w:name w:val="mine"/><w:basedOn w:val="H2"/></w:style>'
    )
    body = para("要求", style="H1") + para("目标", style="H2") + para("原则", style="H3") + para("不编号", 0, style="H1")
    document = read_bytes(
        make_docx(body, numbering=f'<w:abstractNum w:abstractNumId="0">{tied}</w:abstractNum>' + num(1, 0), styles=styles)
    )
    assert lines_of(document) == ["一、要求", "（一）目标", "（二）原则", "不编号"]
    assert [b.level for b in document.blocks] == [1, 2, 2, 1]


def test_numbering_style_link(make_docx, read_bytes, lines_of):
    numbering = abstract(0, more='<w:numStyleLink w:val="L"/>') + abstract(
        1, level(0, "decimal", "%1、"), more='<w:styleLink w:val="L"/>'
    )
    styles = '<w:style w:type="numbering" w:styleId="L"><w:name w:val="L"/><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>'
    body = para("甲", 1, 0) + para("乙", 1, 0)
    assert lines_of(read_bytes(make_docx(body, numbering=numbering + num(1, 0) + num(2, 1), styles=styles))) == ["1、甲", "2、乙"]


def test_bullets_of_symbol_fonts_leave_nothing(make_docx, read_bytes, lines_of):
    numbering = abstract(0, level(0, "bullet", "\uf06c")) + abstract(1, level(0, "bullet", "●")) + num(1, 0) + num(2, 1)
    assert lines_of(read_bytes(make_docx(para("甲", 1, 0) + para("乙", 2, 0), numbering=numbering))) == ["甲", "● 乙"]


def test_numbers_in_table_cells_count_too(make_docx, read_bytes):
    numbering = abstract(0, level(0, "decimal", "%1")) + num(1, 0)
    rows = "".join(f"<w:tr><w:tc>{para('', 1, 0)}</w:tc><w:tc>{para(t)}</w:tc><w:tc>{para('局')}</w:tc></w:tr>" for t in "甲乙")
    document = read_bytes(make_docx(f"<w:tbl>{rows}</w:tbl>" + para("丙", 1, 0), numbering=numbering))
    assert [row[0] for row in document.tables[0].rows()] == ["1", "2"]
    assert document.text.endswith("3丙\n")
