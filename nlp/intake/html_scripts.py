"""Text of a web page that its source does not show as text: written by scripts, held in frames, kept as data for a script to show."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

import lxml.html
from lxml import etree

_LITERAL = r"\"[^\"\\\n]*+(?:\\.[^\"\\\n]*+)*+\"|'[^'\\\n]*+(?:\\.[^'\\\n]*+)*+'"
# document.write("<p>第一段</p>" + '<p>第二段</p>'); only literals: what a variable would put in is not known
_WRITE = re.compile(rf"document\.write(?:ln)?\(\s*((?:{_LITERAL})(?:\s*\+\s*(?:{_LITERAL}))*)\s*\)", re.S)
_PIECE = re.compile(_LITERAL, re.S)
_HAN = re.compile("[\u4e00-\u9fff]")
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|.)", re.S)
_SIGNS = {"n": "\n", "r": "\n", "t": "\t", "b": "", "f": "", "v": ""}
_LEAST, _LEAST_DATA = 2, 40  # Han characters of a written piece; of a text kept as data
_SCRIPTS = 1_000
_MOST = 2_000_000  # characters of scripts that are looked at


def write_out(root: Any) -> None:
    """Put what scripts write with literals (document.write) and frames hold in themselves (srcdoc) where they stand."""
    left = _MOST
    for script in list(islice(root.iter("script"), _SCRIPTS)):
        source = (script.text or "")[:left]
        left -= len(source)
        if "document.write" in source and script.getparent() is not None and _in_body(script):
            written = "".join(_value(p) for m in _WRITE.finditer(source) for p in _PIECE.findall(m[1]))
            if len(_HAN.findall(written)) >= _LEAST:
                _put_before(script, written)
    for frame in list(root.iter("iframe")):
        inner = frame.get("srcdoc") or ""
        if frame.getparent() is not None and _HAN.search(inner):
            _put_before(frame, inner)


def frames_of(root: Any) -> list[str]:
    """Files that the frames of a page name."""
    found = ((frame.get("src") or "").strip() for frame in root.iter("frame", "iframe"))
    return [name for name in dict.fromkeys(found) if name and not name.lower().startswith(("about:", "javascript:"))]


def kept_as_data(root: Any) -> str | None:
    """The longest text among the strings of a page's scripts (a page put together by its scripts keeps its text so), as HTML."""
    best, most, left = "", _LEAST_DATA - 1, _MOST
    for script in root.iter("script"):
        source = (script.text or "")[:left]
        left -= len(source)
        for m in _PIECE.finditer(source):
            if m.end() - m.start() > 2 * most:
                value = _value(m[0])
                count = len(_HAN.findall(value))
                if count > most:
                    best, most = value, count
    return best or None


def element_of(markup: str) -> Any | None:
    """A piece of HTML as an element; None where it holds nothing."""
    try:
        return lxml.html.fragment_fromstring(markup, create_parent="div")
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def _put_before(element: Any, markup: str) -> None:
    made = element_of(markup)
    if made is None:
        return
    for script in list(made.iter("script", "iframe")):
        script.drop_tree()
    element.addprevious(made)


def _in_body(element: Any) -> bool:
    return not any(a.tag == "head" for a in element.iterancestors())


def _value(literal: str) -> str:
    """The text of a string literal."""
    inner = literal[1:-1]
    if "\\" not in inner:
        return inner
    if literal.startswith('"'):
        try:
            return str(json.loads(literal, strict=False))
        except ValueError:
            pass
    return "".join(_unescaped(inner))


def _unescaped(inner: str) -> Iterator[str]:
    at = 0
    for m in _ESCAPE.finditer(inner):
        yield inner[at : m.start()]
        at = m.end()
        code = m[1]
        if len(code) > 1:
            value = int(code[1:], 16)
            yield chr(value) if not 0xD800 <= value < 0xE000 else "\ufffd"
        else:
            yield _SIGNS.get(code, code)
    yield inner[at:]
