"""RTF bytes as tokens, and the code pages in which RTF keeps text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Literal, NamedTuple

from nlp.intake.messages import Unreadable

TokenKind = Literal["open", "close", "word", "sign", "text"]

_TOKEN = re.compile(
    rb"(?P<brace>[{}])"
    rb"|\\(?P<word>[A-Za-z]{1,40})(?P<number>-?[0-9]{1,10})? ?"
    rb"|(?P<hex>(?:\\'[0-9A-Fa-f]{2})+)"
    rb"|\\(?P<sign>[^A-Za-z0-9'])"
    rb"|(?P<text>[^\\{}\r\n\x00]+)"
    rb"|(?P<end>[\r\n\x00]+|\\.?)",
    re.S,
)

# \fcharset of a font -> code page, and \ansicpg numbers that Python calls otherwise
CHARSETS = {134: "gb18030", 136: "big5hkscs", 128: "cp932", 129: "cp949", 130: "cp1361", 204: "cp1251", 238: "cp1250", 161: "cp1253",
            162: "cp1254", 177: "cp1255", 178: "cp1256", 186: "cp1257", 222: "cp874", 77: "mac_roman"}  # fmt: skip
SYMBOLS = 2  # \fcharset of the symbol fonts, whose codes are no letters
_PAGES = {936: "gb18030", 54936: "gb18030", 950: "big5hkscs", 10000: "mac_roman", 65001: "utf-8", 0: "cp1252", 1200: "utf-8"}
_WIDE = ("gb18030", "big5hkscs", "cp932", "cp949", "utf-8")


# What a group that holds no text may hold before its next brace; \bin must be seen, its bytes may be braces.
_NO_BRACE = re.compile(rb"(?:[^\\{}]++|\\(?!bin[0-9])(?:.|$))*+", re.S)
_MOST = 3_000_000  # tokens of one file: ten times what the longest real ones have


class Token(NamedTuple):
    """A brace, a control word with its number, a control sign, or bytes of text (\\'hh included)."""

    kind: TokenKind
    word: str = ""
    number: int | None = None
    data: bytes = b""
    escaped: bool = False  # the bytes come from one \'hh


def tokens(data: bytes, skipping: Callable[[], bool]) -> Iterator[Token]:
    """Tokens of an RTF file; what \\bin announces is passed over, and all but braces while `skipping` says so."""
    at = count = 0
    while at < len(data):
        if skipping() and (passed := _NO_BRACE.match(data, at)) is not None:
            at = passed.end()
        count += 1
        if count > _MOST:
            raise Unreadable("too_large", what="控制字个数", found=f"超过{_MOST}", limit=_MOST)
        m = _TOKEN.match(data, at)
        if m is None:
            at += 1
            continue
        at = m.end()
        kind = m.lastgroup
        if kind == "brace":
            yield Token("open" if m["brace"] == b"{" else "close")
        elif kind in ("word", "number"):
            word = m["word"].decode("ascii")
            number = int(m["number"]) if m["number"] else None
            if word == "bin":
                at += max(number or 0, 0)
            else:
                yield Token("word", word, number)
        elif kind == "hex":
            yield Token("text", data=bytes.fromhex(m["hex"].decode("ascii").replace("\\'", "")))
        elif kind == "sign":
            yield Token("sign", m["sign"].decode("latin-1"))
        elif kind == "text":
            yield Token("text", data=m["text"])


def code_page(number: int | None) -> str:
    """Codec of an \\ansicpg number; Western where Python does not know it."""
    if number in _PAGES:
        return _PAGES[number]
    try:
        b"".decode(f"cp{number}")
    except LookupError:
        return "cp1252"
    return f"cp{number}"


def decode_run(data: bytes, font: str | None, page: str) -> str:
    """Text of bytes in the code page of their font, else of the file; GB text in a font that says Western is still GB.

    >>> decode_run(b"\\xb9\\xab\\xbf\\xaa", None, "gb18030"), decode_run(b"\\xb9\\xab\\xbf\\xaa", "cp1252", "gb18030")
    ('公开', '公开')
    """
    if data.isascii():
        return data.decode("ascii")
    tries = [c for c in (font, page) if c in _WIDE]
    for codec in tries:
        try:
            return data.decode(codec)
        except UnicodeDecodeError:
            continue
    if not tries and font is None and len(data) >= 4:  # a Chinese writer that says nothing of its code page
        try:
            text = data.decode("gb18030")
            if sum("\u4e00" <= c <= "\u9fff" for c in text) * 2 >= len(text):
                return text
        except UnicodeDecodeError:
            pass
    return data.decode(tries[0] if tries else font or page, "replace")
