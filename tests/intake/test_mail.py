"""Mail and MHT: charsets of heads and parts, text and attachments, Outlook files."""

from __future__ import annotations

import base64
import email.message
from pathlib import Path

import pytest

from nlp.intake.members import expand
from nlp.intake.reader import read
from nlp.types import Document, Limits, Source
from tests.intake.mutants import survive
from tests.intake.ole_files import attachment, compound, msg

FORMATS = Path(__file__).parents[3] / "shared" / "formats"


def eml(text: str = "各单位：\n请于3月底前报送。\n", html: str | None = None, files: dict[str, bytes] | None = None) -> bytes:
    message = email.message.EmailMessage()
    message["Subject"], message["From"], message["To"] = "关于报送材料的函", "办公室 <a@example.cn>", "b@example.cn"
    message["Date"] = "Mon, 06 Mar 2023 19:47:06 +0800"
    if text:
        message.set_content(text)
    if html is not None:
        message.add_alternative(html, subtype="html") if text else message.set_content(html, subtype="html")
    for name, data in (files or {}).items():
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def names(data: bytes, name: str) -> list[tuple[str, str | None]]:
    return [(x.path, x.case) for x in expand(Source(name, data), Limits())]


def test_heads_text_and_attachments(read_bytes, lines_of):
    data = eml(files={"附件1.txt": "公开目录".encode(), "附件2.txt": b"x"})
    document = read_bytes(data, "a.eml")
    assert lines_of(document, "title") == ["关于报送材料的函"]
    assert lines_of(document, "label")[2:] == ["发送时间：2023-03-06 19:47 +0800", "附件：附件1.txt、附件2.txt"]
    assert lines_of(document, "text") == ["各单位：", "请于3月底前报送。"]
    assert names(data, "a.eml") == [("a.eml", "a.eml"), ("a.eml!/附件1.txt", "a.eml"), ("a.eml!/附件2.txt", "a.eml")]
    assert names(eml(), "b.eml") == [("b.eml", None)]


def test_tables_of_the_html_text_are_kept(read_bytes):
    html = "<html><body><p>各单位：请填表报送。</p><table><tr><td>序号</td><td>事项</td></tr><tr><td>1</td><td>预算</td></tr></table></body></html>"
    for text in ("", "各单位：请填表报送。"):
        document = read_bytes(eml(text, html), "a.eml")
        assert [t.rows() for t in document.tables] == [[["序号", "事项"], ["1", "预算"]]]
        assert "各单位：请填表报送。" in document.text


@pytest.mark.parametrize(
    ("head", "shown"),
    [
        (b"=?gb2312?B?" + base64.b64encode("関于镕".encode("gb18030")) + b"?=", "関于镕"),  # GB2312 that is GB18030
        (b"=?GBK?Q?=B9=AB=BF=AA?=\r\n =?GBK?Q?=C4=BF=C2=BC?=", "公开目录"),
        (b"=?gb2312?B?uas=?= =?gb2312?B?v6o=?=", "公开"),  # a character cut in two
        ("公开目录的通知".encode("gbk"), "公开目录的通知"),
        ("公开目录的通知".encode(), "公开目录的通知"),
        (b"=?unknown-8bit?B?uau/qg==?=", "公开"),
    ],
)
def test_subjects(read_bytes, lines_of, head, shown):
    data = b"From: a@example.cn\r\nTo: b@example.cn\r\nSubject: " + head + b"\r\nMIME-Version: 1.0\r\n\r\ntext\r\n"
    assert lines_of(read_bytes(data, "a.eml"), "title") == [shown]


def test_names_of_attachments_in_every_spelling():
    gbk = "附件".encode("gbk")
    spellings = (
        b'filename="' + gbk + b'.txt"', b'filename="=?gbk?B?' + base64.b64encode(gbk) + b'?=.txt"',
        b"filename*=gbk''%b8%bd%bc%fe.txt", b"filename*0*=utf-8''%E9%99%84; filename*1*=%E4%BB%B6.txt",
    )  # fmt: skip
    for spelling in spellings:
        data = b"From: a\r\nTo: b\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\nhello\r\n"
        data += b"--x\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; " + spelling + b"\r\n\r\nbody\r\n--x--\r\n"
        assert [p for p, _ in names(data, "a.eml")] == ["a.eml", "a.eml!/附件.txt"], spelling


def test_a_mail_in_a_mail_belongs_to_the_same_case():
    inner = email.message_from_bytes(eml(files={"内.txt": b"x"}))
    outer = email.message.EmailMessage()
    outer["From"], outer["To"], outer["Subject"] = "a@example.cn", "b@example.cn", "转发"
    outer.set_content("见附件")
    outer.add_attachment(inner)
    got = names(outer.as_bytes(), "a.eml")
    assert got == [("a.eml", "a.eml"), ("a.eml!/关于报送材料的函.eml", "a.eml"), ("a.eml!/关于报送材料的函.eml!/内.txt", "a.eml")]


def mht(body: str, charset: str = "gb2312", codec: str = "gb18030", head: bytes = b"From: <Saved by Blink>\r\n") -> bytes:
    page = base64.encodebytes(f"<html><head><title>标题</title></head><body>{body}</body></html>".encode(codec))
    return (
        head + b'MIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="----x"\r\n\r\n------x\r\n'
        b'Content-Type: text/html; charset="' + charset.encode() + b'"\r\nContent-Transfer-Encoding: base64\r\nContent-Location: http://a/\r\n\r\n'
        + page + b"------x\r\nContent-Type: image/png\r\nContent-Location: http://a/b.png\r\n\r\nabc\r\n------x--\r\n"
    )  # fmt: skip


@pytest.mark.parametrize("name", ["a.mht", "a.mhtml", "a.doc"])
def test_mht_pages(read_bytes, name):
    body = "<p>各单位：请认真执行，朱镕基同志指出。</p><table><tr><td>序号</td><td>事项</td></tr><tr><td>1</td><td>预算</td></tr></table>"
    document = read_bytes(mht(body), name)
    assert document.media.media_type == "multipart/related"
    assert "各单位：请认真执行，朱镕基同志指出。" in document.text
    assert [t.rows() for t in document.tables] == [[["序号", "事项"], ["1", "预算"]]]
    assert bool(document.warnings) == (name == "a.doc")


def test_mht_with_a_frameset_and_without_a_page(read_bytes, fail_bytes):
    frames = mht("", head=b"").replace(b"------x\r\nContent-Type: image/png", b"------x\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>"
                                       + "正文在框架里，请按时报送材料。".encode() + b"</p>\r\n------x\r\nContent-Type: image/png")
    page = base64.encodebytes(b"<html><frameset><frame src=b></frameset></html>")
    start = frames.index(b"http://a/\r\n\r\n") + 13
    frames = frames[:start] + page + frames[frames.index(b"------x", start) :]
    assert "正文在框架里" in read_bytes(frames, "a.mht").text
    assert fail_bytes(mht("").replace(b"text/html; charset", b"image/gif; charset"), "a.mht").code == "no_text"


SUBJECT, SENDER, TEXT = "0037", "0C1A", "1000"
FIELDS = {SUBJECT: "关于报送材料的函", SENDER: "办公室", TEXT: "各单位：\r\n请于3月底前报送。"}


@pytest.mark.parametrize("ansi", [False, True])
def test_outlook_files(read_bytes, lines_of, ansi):
    inner = msg({SUBJECT: "转来的函", TEXT: "内文"}, attachment(0, "内.txt", b"y"), inner=True)
    files = attachment(0, "附件1.txt", "公开目录".encode()) | attachment(1, "转来的函", inner)
    data = compound(msg(FIELDS, files, ansi=ansi))
    document = read_bytes(data, "a.msg")
    assert document.media.media_type == "application/vnd.ms-outlook"
    assert lines_of(document) == [
        "关于报送材料的函", "发件人：办公室", "发送时间：2020-01-01 00:00 UTC", "附件：附件1.txt、转来的函.eml", "各单位：", "请于3月底前报送。",
    ]  # fmt: skip
    paths = [p for p, _ in names(data, "a.msg")]
    assert paths == ["a.msg", "a.msg!/附件1.txt", "a.msg!/转来的函.eml", "a.msg!/转来的函.eml!/内.txt"]
    inside = [read(s, Limits()) for s in expand(Source("a.msg", data), Limits())]
    assert [d.text.split("\n")[-2] for d in inside] == ["请于3月底前报送。", "公开目录", "内文", "y"]
    assert all(d.media.case == "a.msg" for d in inside)


def test_an_outlook_file_of_html_only(read_bytes):
    html = "<html><body><p>各单位：请于3月底前报送材料。</p></body></html>".encode("gbk")
    assert "请于3月底前报送材料。" in read_bytes(compound(msg({SUBJECT: "函"}, _10130102=html)), "a.msg").text


def test_hostile_mails(read_bytes, fail_bytes):
    many = b"MIME-Version: 1.0\r\nTo: a\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n" + b"--x\r\n\r\n\r\n" * 20_000
    assert fail_bytes(many, "a.eml").code == "too_large"
    deep = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (i, i) for i in range(3000))
    got = read(Source("a.eml", b"To: a\r\nSubject: b\r\nMIME-Version: 1.0\r\n" + deep), Limits())
    assert got is not None
    assert "a\ufffdb.txt" in read_bytes(eml(files={"a\u202eb.txt": b"x"}), "a.eml").text


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (eml(files={"附件1.txt": "公开目录".encode()}), "a.eml"),
        (mht("<p>各单位：请认真执行，按时报送。</p>"), "a.mht"),
        (compound(msg(FIELDS, attachment(0, "附件1.txt", b"x"))), "a.msg"),
    ],
)
def test_mutated_files(data, name):
    assert survive(data, name)["read"] > 10


@pytest.mark.skipif(not FORMATS.is_dir(), reason=f"no folder of real files at {FORMATS}")
@pytest.mark.parametrize("path", sorted(FORMATS.glob("mail/*")), ids=lambda p: p.name)
def test_real_files(path, checked):
    got = read(Source(str(path)), Limits())
    assert isinstance(got, Document), got
    checked(got)
    assert got.media.media_type == "message/rfc822"
    assert "\ufffd" not in got.text
