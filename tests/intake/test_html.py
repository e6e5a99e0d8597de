import pytest

BODY = "<p>各乡镇人民政府：</p><p>　　请各单位认真组织落实，五月底前将情况报县政府办公室。</p><p>2018年5月1日</p>"
TITLE = "某某县人民政府办公室关于做好防汛工作的通知"
NAV = "<div class='nav'><a href='/'>首页</a><a>政务公开</a><a>办事服务</a></div>"
FOOT = "<div class='footer'>版权所有：某某县人民政府 京ICP备05000001号</div>"


def page(main, head="", before="", after=""):
    return (
        f"<html><head><title>{TITLE} - 某某县人民政府网</title>{head}</head><body>{NAV}{before}{main}{after}{FOOT}</body></html>"
    )


def test_main_container_title_and_labels(read_bytes):
    box = (
        "<table><tr><td>索 引 号：</td><td>X/2018-1</td><td>发布机构：</td><td>某某县政府办</td></tr>"
        "<tr><td>成文日期：</td><td>2018-05-01</td><td>文 号：</td><td></td></tr></table>"
    )
    tools = "<div>【打印】【关闭】 字体：大 中 小 浏览次数：33</div>"
    document = read_bytes(page(f"<div id='zoom'>{BODY}</div>", before=f"<h1>{TITLE}</h1>{box}{tools}", after=tools), "a.html")
    assert [(b.kind, document.text[b.start : b.end]) for b in document.blocks] == [
        ("title", TITLE),
        ("label", "索引号：X/2018-1"),
        ("label", "发布机构：某某县政府办"),
        ("label", "成文日期：2018-05-01"),
        ("text", "各乡镇人民政府："),
        ("text", "请各单位认真组织落实，五月底前将情况报县政府办公室。"),
        ("text", "2018年5月1日"),
    ]
    assert document.warnings == ()


@pytest.mark.parametrize(
    "box",
    [
        "<dl><dt>索引号：</dt><dd>X/1</dd><dt>有效性：</dt><dd>有效</dd></dl>",
        "<ul><li><b>索引号：</b>X/1</li><li><span>有 效 性：</span><span>有效</span></li></ul>",
        "<div>索引号：X/1　有效性：有效　浏览次数：3 【打印】</div>",
        "<div><div><span>索引号</span></div><div>X/1</div></div><div><div>有效性</div><div>有效</div></div>",
        "<table><tr><td><strong>索引号</strong></td><td>X/1</td><td>有效性</td><td>有效</td></tr></table>",
    ],
)
def test_label_boxes_of_any_make(read_bytes, lines_of, box):
    document = read_bytes(page(f"<div class='TRS_Editor'>{BODY}</div>", before=box), "a.html")
    assert lines_of(document, "label") == ["索引号：X/1", "有效性：有效"]


def test_the_page_standards_meta(read_bytes, lines_of):
    head = "<meta name='ArticleTitle' content='公示'><meta name='PubDate' content='2018-05-02 09:20'><meta name='ContentSource' content='县教育局'>"
    assert lines_of(read_bytes(page(f"<div id=zoom>{BODY}</div>", head=head), "a.html"), "label") == [
        "发布日期：2018-05-02 09:20",
        "来源：县教育局",
    ]
    shown = "<div>发布时间：2018-05-03 来源：县政府办</div>"
    assert lines_of(read_bytes(page(f"<div id=zoom>{BODY}</div>", head=head, before=shown), "a.html"), "label") == [
        "发布时间：2018-05-03",
        "来源：县政府办",
    ]


def test_the_title_is_not_given_twice(read_bytes, lines_of):
    inside = "<p>某政办发〔2018〕3号</p><p>某某县人民政府办公室</p><p>关于做好防汛工作的通 知</p>"
    document = read_bytes(page(f"<div id=zoom>{inside}{BODY}</div>", before=f"<h1>{TITLE}</h1>"), "a.html")
    assert lines_of(document, "title") == []
    assert document.text.count("防汛") == 1


def test_the_name_of_the_site_is_no_title(read_bytes, lines_of):
    for name in ("某某县人民政府网", "通知公告 - 某某县人民政府门户网站", "政务公开_某某市教育局信息公开平台"):
        document = read_bytes(f"<html><head><title>{name}</title></head><body><div id=zoom>{BODY}</div></body></html>", "a.html")
        assert lines_of(document, "title") == []
    page_title = "关于公布2018-2020年收费目录的公告-某某县发展和改革局网站"
    document = read_bytes(
        f"<html><head><title>{page_title}</title></head><body><div id=zoom>{BODY}</div></body></html>", "a.html"
    )
    assert lines_of(document, "title") == ["关于公布2018-2020年收费目录的公告"]


def test_without_known_containers(read_bytes, lines_of):
    links = "<ul>" + "".join(f"<li><a>关于{i}的通知，请阅读全文</a></li>" for i in range(20)) + "</ul>"
    main = (
        f"<div class='q1'><div class='q2'>{BODY}{'<p>一、抓好落实。请各单位认真组织，加强领导，明确责任。</p>' * 8}</div></div>"
    )
    document = read_bytes(page(main, before=f"<div>{links}</div>", after=f"<div>{links}</div>"), "a.html")
    assert "请阅读全文" not in document.text
    assert lines_of(document, "text")[0] == "各乡镇人民政府："


def test_a_page_laid_out_in_tables_is_text(read_bytes, lines_of):
    inner = f"<table><tr><td>{BODY}</td></tr></table>"
    layout = (
        "<table width=1000><tr><td width=200><a>首页</a></td><td>"
        f"<table><tr><td align=center><b>{TITLE}</b></td></tr><tr><td>{inner}</td></tr></table></td></tr></table>"
    )
    document = read_bytes(f"<html><body>{layout}</body></html>", "a.html")
    assert document.tables == ()
    assert "请各单位认真组织落实，五月底前将情况报县政府办公室。" in lines_of(document)
    assert document.text.count(TITLE) == 1


def test_spans_of_data_tables(read_bytes):
    table = (
        "<table border=1><tr><td rowspan=2>序号</td><td colspan=2>分工</td></tr><tr><td>牵头<br>单位</td><td>配合单位</td></tr>"
        "<tr><td>1</td><td rowspan=2><p>县财政局</p><p>县教育局</p></td><td>各乡镇</td></tr><tr><td>2</td><td>&nbsp;</td></tr></table>"
    )
    document = read_bytes(page(f"<div id=zoom>{BODY}{table}</div>"), "a.html")
    assert document.tables[0].rows() == [
        ["序号", "分工", ""],
        ["序号", "牵头单位", "配合单位"],
        ["1", "县财政局 县教育局", "各乡镇"],
        ["2", "县财政局 县教育局", ""],
    ]
    assert document.text.count("县财政局") == 1


def test_declared_gb2312_is_gb18030(read_bytes):
    text = page(
        f"<div id=zoom><p>联系人：朱镕，电话。</p>{BODY}</div>",
        head="<meta http-equiv=Content-Type content='text/html; charset=gb2312'>",
    )
    assert "朱镕" in read_bytes(text.encode("gb18030"), "a.html").text
    wrong = page(f"<div id=zoom>{BODY}</div>", head="<meta charset=gb2312>")
    assert "各乡镇" in read_bytes(wrong.encode("utf-8"), "a.html").text


def test_line_breaks_entities_and_word_leftovers(read_bytes, lines_of):
    word = (
        "<p class=MsoNormal><span style='mso-hide:all'>藏</span>请认真组织\n贯彻<o:p></o:p></p><xml><w:WordDocument>Normal 0 7.8 磅"
        "</w:WordDocument></xml><!--[if gte mso 9]><xml>注释</xml><![endif]--><p>一、&nbsp;公开<br>二、解读</p><pre>甲\n乙</pre>"
        "<p><ruby>县<rt>xiàn</rt></ruby>局</p>"
    )
    document = read_bytes(page(f"<div id=zoom>{BODY}{word}</div>"), "a.html")
    assert lines_of(document, "text")[3:] == ["请认真组织贯彻", "一、 公开", "二、解读", "甲", "乙", "县局"]


def test_hidden_parts_are_left_out_and_told(read_bytes):
    document = read_bytes(page(f"<div id=zoom>{BODY}<p style='display:none'>内部口径不公开</p></div>"), "a.html")
    assert "内部口径" not in document.text
    assert "隐藏文字" in document.warnings[0]
    document = read_bytes(
        page(f"<div id=zoom style='display: none'>{BODY}</div>", before="<div style='display:none'>登录</div>"), "a.html"
    )
    assert "各乡镇" in document.text


def test_ordered_lists_show_their_numbers(read_bytes, lines_of):
    document = read_bytes(page(f"<div id=zoom>{BODY}<ol start=3><li>公开</li><li>4.解读</li><li>回应</li></ol></div>"), "a.html")
    assert lines_of(document, "text")[3:] == ["3. 公开", "4.解读", "5. 回应"]


def test_attachments_behind_the_text(read_bytes):
    after = "<div class='fj'>附件：<a>1.任务分工表.xls</a></div>"
    assert "附件：1.任务分工表.xls" in read_bytes(page(f"<div id=zoom>{BODY}</div>", after=after), "a.html").text


def test_label_table_inside_the_text(read_bytes, lines_of):
    box = "<table><tr><td>索引号</td><td>X/1</td></tr><tr><td>发布日期</td><td>2018-05-02</td></tr></table>"
    document = read_bytes(page(f"<div id=zoom>{box}{BODY}</div>"), "a.html")
    assert lines_of(document, "label") == ["索引号：X/1", "发布日期：2018-05-02"]
    assert document.tables == ()


def test_pictures_only(read_bytes, fail_bytes):
    document = read_bytes(page("<div id=zoom><p><img src=1.jpg></p></div>", before=f"<h1>{TITLE}</h1>"), "a.html")
    assert "图片" in document.warnings[0]
    assert fail_bytes(b"<html><body><div id=zoom><img src=1.jpg></div></body></html>", "a.html").code == "no_text"


@pytest.mark.parametrize(
    "html", ["<div>" * 3000 + "<p>甲</p>", "<table><tr><td>" * 300 + "正文。" * 30, "<ol>" + "<li>甲" * 3000]
)
def test_deep_pages_end(html):
    from nlp.intake.reader import read
    from nlp.types import Failure, Limits, Source

    got = read(Source("a.html", f"<html><body>{html}".encode()), Limits())
    assert not isinstance(got, Failure) or got.code == "no_text"
