"""Text, CSV and web pages: masked in place, everything else byte for byte as it was."""

from __future__ import annotations

import pytest

from nlp.redact.kit import RedactKit
from nlp.redact.redact import redact_bytes
from nlp.redact.report import RedactFault
from tests.redact.conftest import CARD, ID, ID_MASKED, PHONE, PHONE_MASKED

NOTICE = f"关于公布救助名单的公告\r\n张伟明，身份证号：{ID}，联系电话：{PHONE}。\r\n李秀英，银行卡号：{CARD}\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encoding_and_line_ends_stay(kit: RedactKit, encoding: str) -> None:
    out = redact_bytes(NOTICE.encode(encoding), "a.txt", kit)
    expected = NOTICE.replace(ID, ID_MASKED).replace(PHONE, PHONE_MASKED).replace(CARD, "*" * 15 + CARD[-4:])
    assert out.data == expected.encode(encoding)
    assert out.report.kinds() == {"resident-id": 1, "mobile": 1, "bank-card": 1}
    assert [m.place for m in out.report.masked] == ["line:2", "line:2", "line:3"]


def test_only_the_kinds_asked_for(kit: RedactKit) -> None:
    out = redact_bytes(NOTICE.encode(), "a.txt", kit, frozenset({"mobile"})).data.decode()
    assert PHONE not in out
    assert ID in out


def test_copies_without_a_label_go_too(kit: RedactKit) -> None:
    text = f"家庭电话：0631-6663072\n又及：06316663072，办公室 0631-6663099\n备注 {ID[:6]} {ID[6:14]} {ID[14:]}\n"
    out = redact_bytes(text.encode(), "a.txt", kit).data.decode()
    assert "6663072" not in out
    assert "0631-6663099" in out
    assert "19491231" not in out


def test_a_broken_number_is_masked_on_both_lines(kit: RedactKit) -> None:
    out = redact_bytes(f"身份证号：{ID[:10]}\n{ID[10:]}。\n".encode(), "a.txt", kit).data.decode()
    assert out == f"身份证号：{ID_MASKED[:10]}\n{ID_MASKED[10:]}。\n"


def test_a_secrecy_mark_is_refused(kit: RedactKit) -> None:
    with pytest.raises(RedactFault, match="classified"):
        redact_bytes(f"机密★10年\n某县人民政府文件\n关于名单的通知\n身份证号：{ID}\n".encode(), "a.txt", kit)


def test_csv_keeps_quotes_and_columns(kit: RedactKit) -> None:
    text = f'序号,姓名,证件号码,一卡通账号,备注\r\n1,张伟明,{ID},="80012345678901","甲,""乙"""\r\n2,李秀英,/,80012345678902,\r\n'
    out = redact_bytes(text.encode("gb18030"), "a.csv", kit)
    assert out.data.decode("gb18030") == (
        f'序号,姓名,证件号码,一卡通账号,备注\r\n1,张伟明,{ID_MASKED},="**********8901","甲,""乙"""\r\n2,李秀英,/,**********8902,\r\n'
    )


PAGE = f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>公示 {ID}</title>
<meta name="description" content="电话{PHONE}"><!-- 草稿 {ID} --><script>var p = "{PHONE}";</script></head>
<body><div id="zoom"><h1>关于救助名单的公示</h1>
<p class='a'>张伟明，身份证号：<b>110</b>105<span style="color:red">19491231</span>00&#50;X，电话&nbsp;138&nbsp;0013&nbsp;8000。</p>
<p title="{ID}" data-phone="{PHONE}"><a href="tel:{PHONE}">拨打</a></p>
<div style="display:none">身份证号{ID}</div>
<table><tr><th>姓名</th><th>一卡通账号</th></tr><tr><td>李秀英</td><td>800123<br>45678901</td></tr>
<tr><td>王建国</td><td>80012345678902</td></tr></table></div></body></html>"""


def test_pages_across_nodes_attributes_and_comments(kit: RedactKit) -> None:
    out = redact_bytes(PAGE.encode(), "a.html", kit)
    text = out.data.decode()
    assert "草稿" not in text
    assert text.replace(f'var p = "{PHONE}"', "").count(PHONE) == 0
    assert ID not in text
    assert '<b>110</b>1**<span style="color:red">********</span>002X' in text.replace("&#50;", "2")
    assert "138&nbsp;****&nbsp;8000" in text
    assert '<a href="tel:138****8000">' in text
    assert "80012345678902" not in text
    assert [n.code for n in out.report.notices] == ["comments_dropped", "script_numbers"]
    assert not out.report.complete()


def test_a_page_without_anything_stays_as_it_is(kit: RedactKit) -> None:
    page = "<html><body><p class=x>办公室电话：0631-6663072 &copy; 2020<br/></p></body></html>".encode()
    assert redact_bytes(page, "a.html", kit).data == page


@pytest.mark.parametrize("data", [b"PK\x03\x04broken", bytes(range(256)) * 40, b"{\\rtf1 a}", b""])
def test_what_cannot_be_masked_is_refused(kit: RedactKit, data: bytes) -> None:
    with pytest.raises(RedactFault):
        redact_bytes(data, "a.bin", kit)
