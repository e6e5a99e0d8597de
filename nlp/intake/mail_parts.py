"""The parts of a mail or MHT page: headers decoded whatever their charset, leaf parts with their bytes.

GB2312 in a header or part means GB18030; raw 8-bit headers are decoded by their bytes.
"""

from __future__ import annotations

import email
import email.header
import email.message
import email.policy
import re
from collections.abc import Iterator
from dataclasses import dataclass

from nlp.intake.encoding import canonical, decode
from nlp.intake.messages import Unreadable
from nlp.types import Limits

_PARTS = 5_000
_BOUNDARY = re.compile(rb"^--[^\r\n]{1,200}\r?$", re.M)
_WORD = re.compile(r"(=\?[^?\s]{1,40}\?[BbQq]\?[^?\r\n]*\?=)(?:[ \t\r\n]+(?==\?))?")
_FILE_NAME = re.compile(r"""\b(?:file)?name\s*=\s*(?:"([^"]*)"|([^";\s]+))""", re.I)
_FOLD = re.compile(r"[\r\n]+[ \t]*")


@dataclass(frozen=True, slots=True)
class Part:
    """A leaf of a message: its bytes as sent off, and what it says of itself."""

    media_type: str
    data: bytes
    charset: str | None
    name: str | None
    inline: bool  # a picture or file that the text itself shows
    attached: bool
    place: str | None  # Content-Location, or the Content-ID in brackets


def parse(data: bytes) -> email.message.Message:
    """The message. Raises Unreadable for one of too many parts."""
    if len(_BOUNDARY.findall(data)) > _PARTS:
        raise Unreadable("too_large", what="邮件的部分数", found=f"超过{_PARTS}", limit=_PARTS)
    data = data.lstrip(b"\xef\xbb\xbf\r\n \t")
    return email.message_from_bytes(data, policy=email.policy.compat32)


def header(message: email.message.Message, name: str) -> str:
    """A header as a person reads it; "" where there is none.

    >>> header(email.message_from_bytes(b"Subject: =?gb2312?B?uau/qg==?="), "Subject")
    '公开'
    """
    value = message.get(name)
    return decoded_words(_raw(value)) if value is not None else ""


def _raw(value: object) -> str:
    """A header value as text: bytes that were sent as they are decoded by what they hold."""
    text = str(value) if not isinstance(value, email.header.Header) else "".join(
        chunk if isinstance(chunk, str) else chunk.decode("ascii", "surrogateescape") for chunk, _ in value._chunks  # type: ignore[attr-defined]
    )
    text = _FOLD.sub(" ", text)
    try:
        raw = text.encode("ascii", "surrogateescape")
    except UnicodeEncodeError:
        return text
    if raw.isascii():
        return text
    found = decode(raw)
    return found.text if found is not None else raw.decode("latin-1")


def decoded_words(text: str) -> str:
    """Encoded words (=?gb2312?B?…?=) as text; neighbours of one charset are joined before they are decoded."""
    out: list[str] = []
    pending: list[bytes] = []
    charset = ""
    at = 0

    def flush() -> None:
        if pending:
            out.append(_text(b"".join(pending), charset))
            pending.clear()

    for m in _WORD.finditer(text):
        between = text[at : m.start()]
        if between:
            flush()
            out.append(between)
        named, raw = _word(m[1])
        if named != charset:
            flush()
            charset = named
        pending.append(raw)
        at = m.end()
    flush()
    out.append(text[at:])
    return " ".join("".join(out).split())


def _word(word: str) -> tuple[str, bytes]:
    try:
        ((raw, charset),) = email.header.decode_header(word)
    except (ValueError, email.errors.HeaderParseError):
        return "", word.encode("utf-8", "replace")
    return charset or "", raw if isinstance(raw, bytes) else raw.encode("utf-8", "replace")


def _text(data: bytes, charset: str | None) -> str:
    codec = canonical((charset or "").partition("*")[0])
    if codec is not None:
        try:
            return data.decode(codec)
        except (UnicodeDecodeError, LookupError):
            pass
    found = decode(data, charset)
    return found.text if found is not None else data.decode("latin-1")


def text_of(part: Part) -> str:
    """Text of a text part in its charset, or by its bytes where that is wrong or missing."""
    return _text(part.data, part.charset)


def parts(message: email.message.Message, limits: Limits) -> Iterator[Part]:
    """Leaf parts in order; a mail inside a mail is one part, with its bytes."""
    stack: list[email.message.Message] = [message]
    size = 0
    while stack:
        m = stack.pop()
        children = m.get_payload()
        if m.get_content_type() != "message/rfc822" and m.is_multipart() and isinstance(children, list):
            stack.extend(c for c in reversed(children) if isinstance(c, email.message.Message))
            continue
        part = _leaf(m)
        size += len(part.data)
        if size > limits.unpacked_bytes:
            limit = f"{limits.unpacked_bytes >> 20} MB"
            raise Unreadable("too_large", what="解压后的大小", found=f"超过 {limit}", limit=limit)
        yield part


def _leaf(m: email.message.Message) -> Part:
    if m.get_content_type() == "message/rfc822":
        inner = m.get_payload()
        held = inner[0] if isinstance(inner, list) and inner else None
        data = held.as_bytes() if isinstance(held, email.message.Message) else b""
        title = _name(m) or (header(held, "Subject") if isinstance(held, email.message.Message) else "") or "邮件"
        return Part("message/rfc822", data, None, title if title.lower().endswith(".eml") else title + ".eml", False, True, None)
    payload = m.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    disposition = str(m.get("Content-Disposition") or "").split(";")[0].strip().lower()
    place = str(m.get("Content-Location") or "").strip() or str(m.get("Content-ID") or "").strip() or None
    name = _name(m)
    media_type = m.get_content_type()
    attached = disposition == "attachment" or (bool(name) and not media_type.startswith("text/"))
    attached = attached or not media_type.startswith(("text/", "multipart/"))
    charset = m.get_param("charset")
    shown = disposition != "attachment" and place is not None and media_type.startswith("image/")
    return Part(media_type, data, _plain_parameter(charset), name, shown, attached, place)


def _plain_parameter(value: object) -> str | None:
    if isinstance(value, tuple):
        value = value[2]
    return str(value) if value else None


def _name(m: email.message.Message) -> str | None:
    """File name of a part: RFC 2231, encoded words, or raw bytes."""
    for parameter, head in (("filename", "content-disposition"), ("name", "content-type")):
        value = m.get_param(parameter, header=head)
        if isinstance(m.get(head), email.header.Header):  # raw bytes in the header: the library gives them up
            spelled = _FILE_NAME.search(_raw(m.get(head)))
            value = (spelled[1] or spelled[2]) if spelled else None
        if isinstance(value, tuple):
            charset, _, quoted = value
            raw = str(quoted).encode("latin-1", "replace")
            return _text(raw, str(charset) if charset else None).strip() or None
        if value:
            return decoded_words(_raw(str(value))).strip() or None
    return None
