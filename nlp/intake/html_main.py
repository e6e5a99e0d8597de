"""Which element of a page holds the main text: known containers first, else where most of the running text lies."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from nlp.intake.html_flow import text_of
from nlp.rulebook import Row, Rulebook, check_examples

_SENTENCE = re.compile("[，。；：、]")

# A container of an everyday name (.content) must hold this share of the page's running text.
_WEAK_SHARE = 0.35
_DOMINANT = 0.7  # walking down, the child that holds this share of the text is entered
_STOP_AT = frozenset({"p", "table", "ul", "ol", "dl", "pre", "h1", "h2", "h3"})


@dataclass(frozen=True, slots=True)
class Selector:
    """`#id`, `.class` or a tag name; `how` says whether the name must be equal, begin so or contain it."""

    kind: str  # "id", "class", "tag", "any"
    name: str
    how: str  # "is", "starts", "has"

    def matches(self, value: str) -> bool:
        """Whether an id, class token or tag answers to the selector."""
        value = value.lower()
        if self.how == "is":
            return value == self.name
        return value.startswith(self.name) if self.how == "starts" else self.name in value

    def finds(self, token: str) -> list[str]:
        """The token where it matches; for the examples of the table."""
        return [token] if self.matches(token) else []


@dataclass(frozen=True, slots=True)
class PageRules:
    """The container table by role; (selector, strong) for main."""

    main: tuple[tuple[Selector, bool], ...]
    title: tuple[Selector, ...]
    attach: tuple[Selector, ...]
    drop: tuple[Selector, ...]
    outside: tuple[Selector, ...]

    @classmethod
    def load(cls, book: Rulebook) -> PageRules:
        """Read `page-containers.tsv`."""
        by_role: dict[str, list[Selector]] = defaultdict(list)
        main: list[tuple[Selector, bool]] = []
        for row in book.table("page-containers"):
            selector = _selector(row)
            check_examples(row, selector.finds)
            if row["role"] == "main":
                main.append((selector, row["trust"] == "strong"))
            elif row["role"] in ("title", "attach", "drop", "outside"):
                by_role[row["role"]].append(selector)
            else:
                raise row.fault(f"role 不能是“{row['role']}”，只能是 main、title、attach、drop、outside，请更正。")
        return cls(tuple(main), *(tuple(by_role[r]) for r in ("title", "attach", "drop", "outside")))


def _selector(row: Row) -> Selector:
    text = row["selector"].lower()
    kind = {"#": "id", ".": "class"}.get(text[:1], "tag")
    if (text.startswith("*") and text.endswith("*")) or text.startswith("*"):
        return Selector("any", text.strip("*"), "has")
    name = text.lstrip("#.")
    if not name.strip("*"):
        raise row.fault("selector 是空的，请写成 #名称、.名称 或标签名。")
    return Selector(kind, name.rstrip("*"), "starts" if name.endswith("*") else "is")


@lru_cache(maxsize=1)
def standard_containers() -> PageRules:
    """The containers of this installation, read once a process."""
    return PageRules.load(Rulebook())


@dataclass(frozen=True, slots=True)
class Choice:
    """The main element, subtrees to pass over, attachment lists behind it; `known` when a rule or a clear majority found it."""

    main: Any
    dropped: frozenset[Any]
    attachments: tuple[Any, ...]
    known: bool
    outside: frozenset[Any]
    by_rule: bool = False


def matching(root: Any, selector: Selector) -> list[Any]:
    """Elements below (and with) `root` that answer to a selector, in document order."""
    if selector.kind == "tag":
        return list(root.iter(selector.name))
    attribute = {"id": ("id",), "class": ("class",), "any": ("id", "class")}[selector.kind]
    found = []
    for element in root.iter():
        if isinstance(element.tag, str) and any(selector.matches(t) for a in attribute for t in (element.get(a) or "").split()):
            found.append(element)
    return found


def choose_main(body: Any, rules: PageRules) -> Choice:
    """The element with the main text of a page."""
    elements = [e for e in body.iter() if isinstance(e.tag, str)]
    index = _Index(elements)
    dropped = frozenset(e for s in rules.drop for e in index.find(s) if e is not body)
    outside = frozenset(e for s in rules.outside for e in index.find(s) if e is not body)
    weights = _weights(elements, dropped | outside)
    total = weights[body]
    main = _known(index, rules, weights, total, dropped)
    known = by_rule = main is not None
    if main is None:
        main = _dominant(body, weights)
        known = main is not body or len(index.find(Selector("tag", "a", "is"))) < 10
    inside = {main, *main.iterancestors()}
    dropped = dropped - inside
    attachments = _attachments(main, index, rules, dropped)
    return Choice(main, dropped, attachments, known, outside - inside, by_rule)


def holds_container(element: Any, rules: PageRules) -> bool:
    """Whether an element is or holds a certain container of main text, with text in it."""
    index = _Index([e for e in element.iter() if isinstance(e.tag, str)])
    return any(len(text_of(e)) >= 40 for selector, strong in rules.main if strong for e in index.find(selector))


class _Index:
    """Elements of a page by id and class, so that a hundred selectors cost one walk."""

    def __init__(self, elements: list[Any]) -> None:
        self._by: dict[str, dict[str, list[Any]]] = {
            "id": defaultdict(list),
            "class": defaultdict(list),
            "tag": defaultdict(list),
        }
        for element in elements:
            self._by["tag"][element.tag].append(element)
            for attribute in ("id", "class"):
                for token in (element.get(attribute) or "").lower().split():
                    self._by[attribute][token].append(element)

    def find(self, selector: Selector) -> list[Any]:
        kinds = ("id", "class") if selector.kind == "any" else (selector.kind,)
        if selector.how == "is":
            return [e for k in kinds for e in self._by[k].get(selector.name, ())]
        return [e for k in kinds for token, found in self._by[k].items() if selector.matches(token) for e in found]


def _weights(elements: list[Any], dropped: frozenset[Any]) -> dict[Any, int]:
    """Running text below each element: characters outside links, sentence marks counted ten times."""
    own: dict[Any, int] = dict.fromkeys(elements, 0)
    for element in elements:
        if element.text:
            own[element] += 0 if _in_link(element) else _weight(element.text)
        for child in element:
            if child.tail:
                own[element] += 0 if _in_link(element) else _weight(child.tail)
    for element in reversed(elements):
        if element in dropped:
            own[element] = 0
        parent = element.getparent()
        if parent in own:
            own[parent] += own[element]
    return own


def _in_link(element: Any) -> bool:
    """Inside <a>, looked for three levels up (links hold a span or two, no more)."""
    for _ in range(4):
        if element is None:
            return False
        if element.tag == "a":
            return True
        element = element.getparent()
    return False


def _weight(text: str) -> int:
    """A stretch of text counts by its length and its sentence marks; short ones without any (menu words) hardly at all."""
    length = len("".join(text.split()))
    marks = len(_SENTENCE.findall(text))
    return length + 10 * marks if marks or length >= 15 else (length + 3) // 4


def _known(index: _Index, rules: PageRules, weights: dict[Any, int], total: int, dropped: frozenset[Any]) -> Any | None:
    """The first container of the table that holds text; one that holds only pictures when none does."""
    pictures = None
    for selector, strong in rules.main:
        found = [e for e in index.find(selector) if e in weights and e not in dropped]
        if not found:
            continue
        best = max(found, key=lambda e: weights[e])
        if weights[best] >= (max(10, 0.1 * total) if strong else max(60, _WEAK_SHARE * total)):
            return _with_brothers(best, found, weights)
        if strong and pictures is None and best.find(".//img") is not None and weights[best] < 60:
            pictures = best
    return pictures if total < 600 else None


def _with_brothers(best: Any, found: list[Any], weights: dict[Any, int]) -> Any:
    """Several containers of one name side by side (text in parts): their parent; a container inside one of its own: the outer."""
    outer = [e for e in found if e is not best and any(a is e for a in best.iterancestors())]
    if outer:
        return outer[-1] if weights[outer[-1]] < 1.5 * weights[best] + 200 else best
    parent = best.getparent()
    brothers = [e for e in found if e is not best and e.getparent() is parent and weights[e] > 0.25 * weights[best]]
    if brothers and parent is not None and text_of(best) not in {text_of(b) for b in brothers}:
        return parent
    return best


def _dominant(body: Any, weights: dict[Any, int]) -> Any:
    """Walk down from the body while one child holds most of the running text."""
    element = body
    while True:
        children = [c for c in element if c in weights and c.tag not in _STOP_AT]
        tables = [c for c in element if c.tag == "table" and weights.get(c, 0) >= _DOMINANT * weights[element]]
        if tables:  # a page laid out in tables: go on into the cell that holds the text
            cells = [c for c in tables[0].iter("td") if weights.get(c, 0) >= _DOMINANT * weights[element]]
            children = cells[:1]
        best = max(children, key=lambda c: weights[c], default=None)
        if best is None or weights[best] < _DOMINANT * weights[element] or not weights[best]:
            return element
        element = best


def _attachments(main: Any, index: _Index, rules: PageRules, dropped: frozenset[Any]) -> tuple[Any, ...]:
    """Lists of attached files behind the main text: by container name, or a following sibling that begins with 附件."""
    inside = set(main.iter())
    found = [e for s in rules.attach for e in index.find(s) if e not in inside and e not in dropped and _is_list(e)]
    for sibling in main.itersiblings():
        if isinstance(sibling.tag, str) and sibling not in dropped and sibling not in found and _is_list(sibling):
            found.append(sibling)
    return tuple(e for e in found if not any(a in found for a in e.iterancestors()))[:3]


def _is_list(element: Any) -> bool:
    text = text_of(element)
    return len(text) < 600 and text.startswith(("附件", "相关附件", "附："))
