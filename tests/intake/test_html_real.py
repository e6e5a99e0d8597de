"""What saved pages of government sites do: frames, scripts that write text, hidden parts, wrong charsets, lists with Chinese numbers."""

from __future__ import annotations

import quopri

import pytest

PARAGRAPHS = ["各乡镇人民政府：", "现将有关事项通知如下，请遵照执行。", "一、总体要求", "要按照公开条例的规定，于2018年6月底前完成目录编制工作。"]
BODY = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)


def test_a_frameset_has_no_text_of_its_own(fail_bytes):
    page = '<html><frameset cols="20,80"><frame src="left.htm"><frame src="main.htm"><noframes><body>您的浏览器不支持框架</body></noframes></frameset></html>'
    failure = fail_bytes(page.encode(), "a.html")
    assert failure.code == "no_text"
    assert "left.htm、main.htm" in failure.message


def test_a_page_that_shows_another_file_says_so(read_bytes):
    document = read_bytes('<html><body><h1>关于某事的通知</h1><iframe src="content.html"></iframe></body></html>', "a.html")
    assert document.text == "关于某事的通知\n"
    assert "网页有1处内容在另外的文件里（content.html），未读入。" in document.warnings


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ('<iframe srcdoc="&lt;p&gt;框架里的正文，请各单位认真贯彻执行。&lt;/p&gt;"></iframe>', "框架里的正文，请各单位认真贯彻执行。"),
        ("""<script>document.write("<p>脚本写的" + '第一段。</p>');</script>""", "脚本写的第一段。"),
        ("<script>document.write('<p>\\u516c\\u5f00\\'说明\\'</p>')</script>", "公开'说明'"),
        ("<script>document.write('<p>来源：' + name + '</p>')</script>", None),
        ("<script>document.writeln(visits)</script>", None),
    ],
)
def test_what_scripts_and_frames_write(read_bytes, lines_of, markup, expected):
    document = read_bytes(f'<html><body><div id="zoom">{markup}{BODY}</div></body></html>', "a.html")
    assert lines_of(document) == ([expected] if expected else []) + PARAGRAPHS


def test_text_that_a_script_keeps_as_data(read_bytes, lines_of):
    data = '{"id":1,"content":"' + BODY.replace("</p>", "<\\/p>") + '","menu":["首页","政务公开"]}'
    document = read_bytes(f'<html><head><title>通知</title></head><body><div id="app"></div><script>window.__DATA__={data}</script></body></html>', "a.html")
    assert lines_of(document, "text") == PARAGRAPHS
    assert any("脚本" in w for w in document.warnings)


@pytest.mark.parametrize(
    "hidden",
    [
        '<p class="hide">内部联系人张三</p>',
        '<p class="x tips">内部联系人张三</p>',
        '<p id="secret">内部联系人张三</p>',
        '<p style="font-size:0px">内部联系人张三</p>',
        '<p style="text-indent:-9999px">内部联系人张三</p>',
        "<p hidden>内部联系人张三</p>",
    ],
)
def test_hidden_parts_are_named(read_bytes, lines_of, hidden):
    style = "<style>/* x */ .hide{display:none} p.tips, em {visibility:hidden} #secret{display:none} .tab{display:none} .tab.on{display:block}</style>"
    page = f'<html><head>{style}</head><body><div id="zoom">{BODY}{hidden}<p class="tab">页签里的段落</p><p style="font-size:0"><span style="font-size:14px">看得见的段落</span></p></div></body></html>'
    document = read_bytes(page, "a.html")
    assert lines_of(document) == [*PARAGRAPHS, "页签里的段落", "看得见的段落"]
    assert document.warnings == ("有1处隐藏文字（共7字）未读入：“内部联系人张三”。",)


@pytest.mark.parametrize(
    ("declared", "codec", "more"),
    [
        ("gb2312", "gb18030", "㑇镇、𠮷县①㎡€"), ("gb2312", "utf-8", "㑇镇"), ("utf-8", "gb18030", "镕"), ("iso-8859-1", "gb18030", "镕"), ("gb2312", "utf-16", "镕"),
    ],
)  # fmt: skip
def test_pages_whose_charset_lies(read_bytes, lines_of, declared, codec, more):
    page = f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={declared}"></head><body><div id="zoom">{BODY}<p>{more}</p></div></body></html>'
    assert lines_of(read_bytes(page.encode(codec), "a.html")) == [*PARAGRAPHS, more]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ('<ol><li>甲<ol type="a"><li>子</li></ol></li><li>乙</li></ol>', ["1. 甲", "a. 子", "2. 乙"]),
        ('<ol start="3" type="I"><li>丙</li></ol>', ["III. 丙"]),
        ('<ol style="list-style-type:cjk-ideographic"><li>甲</li><li>乙</li></ol>', ["一、甲", "二、乙"]),
        ('<ol style="list-style:none"><li>甲</li></ol>', ["甲"]),
        ('<ol style="list-style:decimal-leading-zero inside"><li>甲</li></ol>', ["01. 甲"]),
        ("<ol><li>（一）甲</li></ol>", ["（一）甲"]),
    ],
)
def test_numbers_of_lists_as_browsers_draw_them(read_bytes, lines_of, markup, expected):
    assert lines_of(read_bytes(f'<html><body><div id="zoom">{BODY}{markup}</div></body></html>', "a.html")) == PARAGRAPHS + expected


def test_tables_inside_tables_that_lay_out_the_page(read_bytes, lines_of):
    page = (
        "<html><body><table><tr><td><table><tr><td>首页</td><td>政务公开</td></tr></table></td></tr><tr><td><table><tr><td>"
        f"<h2>关于某事的通知</h2>{BODY}<table><tr><th>序号</th><th>事项</th></tr><tr><td>1</td><td>公开预算</td></tr></table>"
        "</td></tr></table></td></tr></table></body></html>"
    )
    document = read_bytes(page, "a.html")
    assert lines_of(document) == ["关于某事的通知", *PARAGRAPHS, "序号\t事项", "1\t公开预算"]
    assert [t.rows() for t in document.tables] == [[["序号", "事项"], ["1", "公开预算"]]]


@pytest.mark.parametrize("name", ["a.mht", "a.doc"])
def test_a_page_saved_in_quoted_printable(read_bytes, lines_of, name):
    page = f"<html><head><meta charset=gb2312></head><body><h1>关于某事的通知</h1>{BODY}</body></html>".encode("gb18030")
    head = 'From: <由 WPS 保存>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="--=B"\r\n\r\n'
    part = '----=B\r\nContent-Type: text/html; charset="gb2312"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n'
    data = head.encode() + part.encode() + quopri.encodestring(page) + b"\r\n----=B--\r\n"
    assert lines_of(read_bytes(data, name)) == ["关于某事的通知", *PARAGRAPHS]
