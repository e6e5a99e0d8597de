"""Which elements of a web page are hidden: by attribute, by their own style, by a simple rule of the page's style sheet."""

from __future__ import annotations

import re
from itertools import islice
from typing import Any

_HIDING = (
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|text-indent\s*:\s*-\d{3,}"
    r"|font-size\s*:\s*0(?:\.0+)?(?:px|pt|em|rem|%)?\s*(?:;|!|$)"
)
_STYLE = re.compile(rf"(?:^|;)\s*(?:{_HIDING})", re.I)
_NOTE = re.compile(r"/\*.*?\*/", re.S)
_SHOWING = re.compile(r"(?:^|;)\s*(?:display\s*:\s*(?!none)|visibility\s*:\s*visible|font-size\s*:\s*[1-9])", re.I)
_NAME = re.compile(r"[.#][A-Za-z_][\w-]*")
_SIMPLE = re.compile(r"(?:[a-z][a-z0-9]*)?([.#][A-Za-z_][\w-]*)")
_AT_BLOCK = re.compile(r"@[a-z-]{1,30}[^{}@]*+\{(?:[^{}]*+\{[^{}]*+\})*+[^{}]*+\}", re.I)  # @media print { … }
_LONGEST = 2_000  # characters of the selectors of one rule
_MOST = 400_000  # characters of style sheets


class Hiding:
    """The hidden elements of one page."""

    def __init__(self, root: Any) -> None:
        sheets = "".join(e.text or "" for e in root.iter("style"))[:_MOST]
        self._names = _hidden_names(sheets) if _STYLE.search(sheets) or "none" in sheets or "hidden" in sheets else frozenset()

    def hides(self, element: Any) -> bool:
        """Whether an element itself is hidden."""
        if element.get("hidden") is not None:
            return True
        style = element.get("style")
        if style and _STYLE.search(style):
            return not ("font-size" in style and _sized_inside(element))
        if not self._names:
            return False
        names = {f".{name}" for name in (element.get("class") or "").split()}
        if element.get("id"):
            names.add(f"#{element.get('id')}")
        if not names & self._names:
            return False
        return not (style and _SHOWING.search(style))


def _hidden_names(sheets: str) -> frozenset[str]:
    """Classes and ids that a rule of their own hides, and that no other rule shows (as scripts do with tabs)."""
    hidden: set[str] = set()
    shown: set[str] = set()
    for rule in _AT_BLOCK.sub("", _NOTE.sub("", sheets)).split("}"):
        selectors, _, body = rule.partition("{")
        for selector in selectors[-_LONGEST:].split(","):
            simple = _SIMPLE.fullmatch(selector.strip())
            if simple and _STYLE.search(body):
                hidden.add(simple[1])
            elif _SHOWING.search(body):
                shown.update(_NAME.findall(selector))
    return frozenset(hidden - shown)


def _sized_inside(element: Any) -> bool:
    """Whether something inside sets a size of its own (a box without one closes the gaps between its parts)."""
    return any("font-size" in (e.get("style") or "") for e in islice(element.iterdescendants(), 300) if isinstance(e.tag, str))
