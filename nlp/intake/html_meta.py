"""Title and label box of a government page: what stands around the main text and belongs to the document all the same."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from typing import Any

from nlp.intake.furniture import FurnitureRules, comparable
from nlp.intake.html_flow import BLOCKS, squash, text_of
from nlp.intake.html_main import Choice, PageRules, matching

_TITLE_PARTS = re.compile(r"\s*[_|>]+\s*|\s+[-–—·]+\s+")
_SITE_NAME = re.compile("(?:网|网站|平台|门户|频道|专栏|政府|政府办公室|首页|主页|信息公开)$")
_MARKS = re.compile(r"[\s《》〈〉“”\"'‘’（）()〔〕\[\]【】、，。：:；;—\-_·]+")

# …的通知, …实施方案（试行）: how titles of official documents end
_TITLE_END = re.compile(
    "(?:通 ?知|公告|通告|公示|意见|办法|方案|决定|批复|函|报告|规定|细则|条例|要点|通报|纪要|公报|令|名单|目录|指南|清单"
    "|预案|规划|计划)"
    "(?:[（(][^（()）]{1,20}[）)])?$"
)

# <meta> names of the national page standard that carry what the label box shows
_META_LABELS = (("pubdate", "发布日期", ("发布", "公开日期", "公开时间", "发表", "公布")), ("contentsource", "来源", ("来源",)))

_NEAR = 8  # lines of the page between an everyday label (来源) and a certain one (索引号)
_NO_VALUES = frozenset({"无", "-", "--", "/", "None", "null", "本网", "本站", "本网站", "原创", "暂无"})


# ---------------------------------------------------------------- title
def find_title(body: Any, choice: Choice, rules: PageRules, meta: Mapping[str, str], page_title: str) -> str | None:
    """Title of the article: what the page declares, else its title element, else the page title without the site's name."""
    declared = meta.get("articletitle")
    if declared and len(declared) > 3:
        return _tidy(declared)
    inside = set(choice.main.iter())
    named = _without_site(page_title)
    shown = []
    for element in _title_elements(body, choice, rules):
        text = _tidy(squash("".join(element.itertext())))
        if element not in inside and 4 <= len(text) <= 120 and _bare(text) and not _is_path(text):
            shown.append(text)
    agreed = next((text for text in shown if named and _bare(text)[:12] in _bare(named)), None)
    return agreed or named or next((text for text in shown if _is_title(text)), None) or _line_above(body, choice)


def _without_site(page_title: str) -> str | None:
    """The part of a page's <title> that names the article; None where it names only the site or the column.

    >>> _without_site("关于公布收费目录的公告_某某县发展和改革局网站"), _without_site("通知公告 - 某某县人民政府网")
    ('关于公布收费目录的公告', None)
    """
    parts = [p.strip() for p in _TITLE_PARTS.split(page_title)]
    parts = [head if _SITE_NAME.search(tail) else p for p in parts for head, _, tail in [p.rpartition("-")]]
    parts = [_tidy(p) for p in parts if not _SITE_NAME.search(p) and _is_title(p)]
    return max(parts, key=len, default=None)


def _is_title(text: str) -> bool:
    return len(text) >= 10 or (len(text) >= 6 and bool(_TITLE_END.search(text)))


def _line_above(body: Any, choice: Choice) -> str | None:
    """The last line before the main text that ends like the title of a document."""
    skip = {choice.main, *choice.dropped, *choice.outside}
    found = None
    for element in body.iter():
        if element is choice.main:
            return found
        if isinstance(element.tag, str) and not any(c.tag in BLOCKS for c in element.iter() if c is not element):
            text = _tidy(squash("".join(element.itertext())))
            if _TITLE_END.search(text) and 6 <= len(text) <= 120 and not any(a in skip for a in element.iterancestors()):
                found = text
    return None


def _title_elements(body: Any, choice: Choice, rules: PageRules) -> Iterator[Any]:
    skip = choice.dropped | choice.outside
    for element in [*body.iter("h1"), *(e for s in rules.title for e in matching(body, s)), *body.iter("h2")]:
        if element not in skip and not any(a in skip for a in element.iterancestors()):
            yield element


def _tidy(text: str) -> str:
    return " ".join(text.split())


def _bare(text: str) -> str:
    return _MARKS.sub("", text)


def _is_path(text: str) -> bool:
    return "位置" in text[:12] or text.count(">") >= 2


def same_title(title: str, lines: list[str]) -> bool:
    """Whether the first lines of the main text hold the title: whole, cut off with dots, without its issuer, or nearly so.

    >>> same_title("某县人民政府关于防汛的通知", ["某政发〔2018〕1号", "某县人民政府", "关于防汛的通 知", "各乡镇："])
    True
    """
    wanted = _bare(title).rstrip(".…")
    head = _bare("".join(lines[:20]))[:700]
    if not wanted or wanted in head:
        return True
    about = wanted.find("关于")
    if about > 0 and len(wanted) - about >= 8 and wanted[about:] in head:
        return True
    for n in range(min(12, len(lines))):
        for span in (1, 2, 3):
            part = _bare("".join(lines[n : n + span]))
            alike = len(part) >= 8 and abs(len(part) - len(wanted)) <= 0.15 * len(wanted) + 1
            if alike and SequenceMatcher(None, part, wanted, autojunk=False).ratio() > 0.92:
                return True
    return False


# ---------------------------------------------------------------- label box
def find_labels(
    body: Any, choice: Choice, rules: FurnitureRules, meta: Mapping[str, str], lines: list[str]
) -> list[tuple[str, str]]:
    """Labels with values from outside the main text, in document order, each name once; empty ones left out.

    What only the page's <meta> says (发布日期, 来源) is added where neither the page nor the first `lines` of its text show it.
    """
    skip = {choice.main, *choice.dropped, *choice.outside}
    found: list[tuple[int, str, str, bool]] = []  # place among the page's lines, name, value, weak
    for place, element in enumerate(_leaves(body, skip)):
        text = squash("".join(element.itertext())).strip()
        squeezed = comparable(text) if len(text) < 40 else ""
        name = squeezed.rstrip("：")
        if name and rules.labels.fullmatch(name):
            value = _value_beside(element, rules, skip)
            if value is not None and (name not in rules.weak or name != squeezed):
                found.append((place, name, value, name in rules.weak))
            continue
        pairs = rules.labels_of(text) or rules.labels_of(
            "\t".join(t.strip() for t in element.itertext() if t.strip()), cells=True
        )
        found += [(place, label.name, label.value, label.weak) for label in pairs]
    strong = [place for place, _, _, weak in found if not weak]
    labels: dict[str, str] = {}
    for place, name, value, weak in found:
        if value and len(value) <= 300 and value not in _NO_VALUES and (not weak or any(abs(place - s) <= _NEAR for s in strong)):
            labels.setdefault(name, value)
    for key, name, kin in _META_LABELS:
        shown = [*labels, *(comparable(line) for line in lines[:15] if rules.labels_of(line))]
        if meta.get(key, "") not in ("", *_NO_VALUES) and not any(k in have for have in shown for k in kin):
            labels[name] = meta[key]
    return list(labels.items())


def _leaves(body: Any, skip: set[Any]) -> Iterator[Any]:
    """Elements that hold one line: no block inside them, not inside another such element, not in a skipped part."""
    from lxml import etree

    walk = etree.iterwalk(body, events=("start",))
    for _, element in walk:
        if element in skip:
            walk.skip_subtree()
        elif (
            element is not body
            and isinstance(element.tag, str)
            and not any(c.tag in BLOCKS for c in element.iter() if c is not element)
        ):
            if text_of(element):
                yield element
            walk.skip_subtree()


def _value_beside(element: Any, rules: FurnitureRules, skip: set[Any]) -> str | None:
    """What stands beside a lone label: its next sibling, or that of a parent that holds nothing else; "" for an empty one."""
    for _ in range(3):
        sibling = element.getnext()
        if sibling is not None:
            if sibling in skip:
                return None
            value = " ".join(squash(" ".join(sibling.itertext())).split())
            return (
                ""
                if rules.labels.match(comparable(value)) and rules.labels_of(value, cells=True)
                else _without_furniture(value, rules)
            )
        if (element.tail or "").strip():
            return _without_furniture(" ".join(element.tail.split()), rules)
        parent = element.getparent()
        if parent is None or parent.tag in ("body", "tr", "dl", "table") or text_of(parent) != text_of(element):
            return None
        element = parent
    return None


def _without_furniture(value: str, rules: FurnitureRules) -> str:
    return "" if rules.is_furniture(value) else value
