"""Mail (EML, MSG) -> Document of its main text, and its attachments as members.

The subject is the title; sender, recipients, time and the names of the attachments are label lines before the text.
"""

from __future__ import annotations

import email.utils
from dataclasses import dataclass

from nlp.intake.archive_names import shown_name
from nlp.intake.builder import DocumentBuilder
from nlp.intake.furniture import FurnitureRules
from nlp.intake.html import read_html
from nlp.intake.mail_parts import Part, header, parse, parts, text_of
from nlp.intake.messages import Unreadable
from nlp.intake.mhtml import page_of
from nlp.types import Limits

_LABELS = (("发件人", "From"), ("收件人", "To"), ("抄送", "Cc"), ("发送时间", "Date"))


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with a mail."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail as its reader sees it: heads with their Chinese names, text as HTML or plain, attachments in order."""

    subject: str
    heads: tuple[tuple[str, str], ...]
    html: bytes | None
    text: str
    attachments: tuple[Attachment, ...]
    pictures: int = 0  # shown inside the text


def read_mail(data: bytes, build: DocumentBuilder, rules: FurnitureRules, limits: Limits) -> None:
    """Read the main text of an EML file into the builder."""
    write_mail(open_mail(data, limits), build, rules, limits)


def read_msg(data: bytes, build: DocumentBuilder, rules: FurnitureRules, limits: Limits) -> None:
    """Read the main text of an Outlook MSG file into the builder."""
    from nlp.intake.mail_msg import open_msg

    write_mail(open_msg(data, limits), build, rules, limits)


def open_mail(data: bytes, limits: Limits) -> Mail:
    """An EML file. Raises Unreadable for one of too many or too large parts."""
    message = parse(data)
    heads = tuple((label, text) for label, name in _LABELS if (text := header(message, name) or header(message, f"X-{name}")))
    heads = tuple((label, _time(text) if label == "发送时间" else text) for label, text in heads)
    found = list(parts(message, limits))
    html = next((p for p in found if p.media_type == "text/html" and not _is_file(p)), None)
    plain = [p for p in found if p.media_type == "text/plain" and not _is_file(p)]
    shown = {id(p) for p in plain} | ({id(html)} if html is not None else set())
    files = [p for p in found if id(p) not in shown and not p.inline and p.data and (p.attached or p.name)]
    attachments = tuple(Attachment(p.name or _default_name(p, n), p.data) for n, p in enumerate(files, 1))
    text = "\n".join(_unwrapped(text_of(p)) for p in plain)
    return Mail(header(message, "Subject"), heads, page_of(html) if html is not None else None, text, attachments, sum(p.inline for p in found))


def _time(text: str) -> str:
    """A date header as people here write it; as it stands where it is none.

    >>> _time("Mon, 06 Mar 2023 19:47:06 +0800")
    '2023-03-06 19:47 +0800'
    """
    try:
        return email.utils.parsedate_to_datetime(text).strftime("%Y-%m-%d %H:%M %z").strip()
    except (ValueError, TypeError, IndexError, OverflowError):
        return text


def _is_file(part: Part) -> bool:
    return part.attached or part.name is not None


def _default_name(part: Part, number: int) -> str:
    ending = {"text/html": ".html", "text/plain": ".txt", "message/rfc822": ".eml"}.get(part.media_type, "")
    return f"附件{number}{ending}"


def _unwrapped(text: str) -> str:
    """format=flowed: a line that ends in a blank goes on in the next."""
    return text.replace("\r\n", "\n").replace(" \n", " ")


def write_mail(mail: Mail, build: DocumentBuilder, rules: FurnitureRules, limits: Limits) -> None:
    """Subject, heads and text of a mail; what it does not show is warned of."""
    if not mail.subject and not mail.text.strip() and mail.html is None and not mail.attachments:
        raise Unreadable("no_text", detail="邮件没有正文")
    build.line(mail.subject, "title")
    for label, text in mail.heads:
        build.line(f"{label}：{text}", "label")
    if mail.attachments:
        build.line("附件：" + "、".join(shown_name(a.name) for a in mail.attachments), "label")
    if not _write_html(mail, build, rules, limits):
        for line in mail.text.split("\n"):
            build.line(line)
        build.recognise(rules.classify)
    if mail.pictures:
        build.warn("embedded", n=mail.pictures, names="正文中的图片")


def _write_html(mail: Mail, build: DocumentBuilder, rules: FurnitureRules, limits: Limits) -> bool:
    """The HTML text where there is one that says something."""
    if mail.html is None or (mail.text.strip() and b"<table" not in mail.html.lower()):
        return False
    try:
        read_html(mail.html, build, rules, limits)
    except Unreadable as fault:
        if fault.code == "no_text" and not mail.text.strip():
            return True
        if fault.code == "no_text":
            return False
        raise
    return True
