"""The normalised copy that rules and models read, with an exact map back to the text as extracted.

Why a copy: half-width brackets, full-width digits, spaced-out words (索 引 号), pinyin notes and Traditional script would
each double every rule. What the copy does, in this order:

1. one character for one: full-width digits and letters to ASCII, CJK text punctuation to full width, exotic blanks to a space;
2. Traditional script, found by counting, to Simplified (OpenCC t2s, then `rules/script-phrases.tsv`);
3. deletions: zero-width characters, pinyin notes, decoration inside words, blanks that separate nothing, hard line wraps.

The source text stays as it is. `View.span` leads from the copy to the source.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

from nlp.rulebook import Rulebook
from nlp.types import Block, Document, Script, View

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff〇"

# Full-width forms of digits and Latin letters have ASCII twins at a fixed distance.
_ASCII_TWINS = frozenset(".%+-/=@_#&*~<>$|\\^`'\"")
_ONE_TO_ONE: dict[int, int] = {
    **{c: c - 0xFEE0 for c in range(0xFF01, 0xFF5F) if chr(c - 0xFEE0).isalnum() or chr(c - 0xFEE0) in _ASCII_TWINS},
    **dict.fromkeys((0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000, 0x0B, 0x0C), ord(" ")),
    **dict.fromkeys((0x0D, 0x2028, 0x2029, 0x85), ord("\n")),
    **{ord(a): ord(b) for a, b in zip("﹙﹚︰∶﹕﹔﹐﹑｡､", "（）：：：；，、。、", strict=True)},
}
_ONE_TO_ONE |= {ord("("): ord("（"), ord(")"): ord("）")}
_HALF_POINTS = {",": "，", ":": "：", ";": "；", "?": "？", "!": "！"}

_OTHER_FORM = re.compile("[" + "".join(re.escape(chr(c)) for c in sorted(_ONE_TO_ONE)) + "]+")

# A half-width mark counts as Chinese punctuation unless it stands inside a number or a Latin run (1,234  9:30  http://  a;b).
_HALF_POINT = re.compile(rf"(?<![0-9A-Za-z])[,:;?!]|[,:;?!](?![0-9A-Za-z/ ])|[,:;?!](?= ?[{HAN}])")

# 公開(kāi): a note of one to six Latin letters with a tone mark, directly behind a Han character.
_PINYIN_NOTE = re.compile(rf"(?<=[{HAN}])[（(] ?[a-zü]{{0,6}}[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ][a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]{{0,5}} ?[)）]")

# 發(fa)布(bu): the same without tone marks, where a text is full of them; not 客户端(app).
_PLAIN_NOTE = re.compile(
    rf"(?<=[{HAN}])(?:[（(](?:[bpmfdtnlgkhjqxzcsryw]|zh|ch|sh)?[aeiouü][aeiou]?(?:ng?|[iour])?[)）])+"
)
_LEAST_PLAIN_NOTES = 8

# 政★務◆公開: decoration between two Han characters; not 机密★长期.
_DECORATION = re.compile(rf"(?<=[{HAN}])(?<!密)[★☆◆◇]+(?=[{HAN}])(?!长期)")

_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad\x00-\x08\x0e-\x1f]+")

# Blanks at the ends of a line or table cell (not tabs: they part cells).
_LINE_END_BLANKS = re.compile(r"(?m)^ +| +$|(?<=\t) +| +(?=\t)")

_POINTS = "，。；：！？、（）《》“”‘’〔〕【】"

# A blank beside Chinese punctuation separates nothing.
_BLANK_BY_POINT = re.compile(rf"(?<=[{_POINTS}]) +|(?<=\S) +(?=[{_POINTS}])")

# 2018 年, 附件 1, 第 3 条: the gap that word processors put between Han and digits, where a counting word or label proves it.
_BLANK_BY_DIGIT = re.compile(
    "(?<=[0-9]) (?=[年月日号號个個条條章节節款项項万萬亿億元人名家户戶米天周小时時])|(?<=[第年月附件表约約共近达達号號至到]) (?=[0-9])"
)

# 索 引 号, 公 示: single characters apart by blanks; and the last character of a word set apart (的通 知).
_SPACED_OUT = re.compile(
    rf"(?<![{HAN}])[{HAN}](?: {{1,4}}[{HAN}])+(?![{HAN}])|(?<=[{HAN}]) {{1,2}}[{HAN}](?=[\n，。：；、）》]|\Z)"
)

# 〔2 0 1 9〕, 2 0 1 9年1 2月: digits apart by blanks, before what numbers stand before.
_SPACED_DIGITS = re.compile(r"(?<![0-9.])(?<![0-9] )(?<![0-9]  )[0-9](?: {1,3}[0-9]){1,7}+(?= {0,2}[年月日号〕\]】）])")

# 2 0 1 8 — 2 0 3 5: the years of a span
_SPACED_YEARS = re.compile("(?<![0-9.])(?:1 9|2 0) [0-9] [0-9](?= ?[—–至])")

# …制度- 2 -建设…: the number of a page that stands inside a sentence.
_PAGE_MARK = re.compile(rf"(?<=[{HAN}，。；：、）”])[-—–] ?[0-9]{{1,3}} ?[-—–](?=[{HAN}（《“])")

# "## 第一章 总则", **第二条**, <!-- … -->: what a plain copy of a page keeps of its markup.
_MARKUP = re.compile(
    rf"(?m)^ {{0,3}}#{{1,6}} *(?=[{HAN}0-9（《“〔【])"
    r"|<[!！]--[^<>\n]{0,200}-->"
    r"|(?<!\*)\*\*(?=[^\s*][^*\n]{0,300}\*\*)|(?<=[^\s*])\*\*(?!\*)"
)

# "- 发文机构": the list mark of a line of a page's information box; behind the first sentence it marks the items of a list.
_BULLET = re.compile(rf"(?m)^ {{0,3}}[-*+•●▪■] {{1,3}}(?=[{HAN}（《“〔【]|[0-9][0-9A-Z/.-]{{5}})")

_CUTS = (_MARKUP, _PAGE_MARK, _INVISIBLE, _PINYIN_NOTE, _DECORATION, _LINE_END_BLANKS, _BLANK_BY_POINT, _BLANK_BY_DIGIT)

_PARAGRAPH_MARK, _LEAST_MARKS = "\u0420", 4
_CYRILLIC = re.compile("[\u0400-\u041f\u0421-\u04ff]")  # any other letter of that script

_SHORTEST_PAGE = 150  # characters of a page in a viewer's text

# A line that cannot end a sentence: its break is a wrap.
_OPEN_END = re.compile(r"[、，（《“〔]$")
_CANNOT_BEGIN = frozenset("、，。；：）》”〕,;:)")  # no line begins so: the one above goes on
_WIDE = frozenset("“”‘’—…·×①②③④⑤⑥⑦⑧⑨⑩")  # marks that Chinese fonts set as wide as a Han character

_LABEL_START = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3} ?、|（[一二三四五六七八九十0-9]{1,3}）|[0-9]{1,3} ?[.、）]"
    r"|第[一二三四五六七八九十百零0-9]{1,5}[章节条]|附件|附表|[①-⑳㈠-㈩⑴-⒇]|抄送|主送)"
)


@dataclass(frozen=True, slots=True)
class ScriptRules:
    """Reviewed phrases for Traditional documents: (pattern, replacement) after t2s, longest first."""

    phrases: tuple[tuple[re.Pattern[str], str], ...]

    @classmethod
    def load(cls, book: Rulebook) -> ScriptRules:
        """Read `script-phrases.tsv`."""
        rows = sorted(book.table("script-phrases"), key=lambda r: -len(r["from"]))
        made = []
        for row in rows:
            behind = "|".join(map(re.escape, row.items("unless")))
            made.append((re.compile(re.escape(row["from"]) + (f"(?!{behind})" if behind else "")), row["to"]))
        return cls(tuple(made))


@lru_cache(maxsize=1)
def _opencc() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")


def to_simplified(text: str) -> str:
    """Simplified form of a short text, character by character in meaning (OpenCC t2s)."""
    converted: str = _opencc().convert(text)
    return converted


def script_of(text: str) -> Script:
    """"hant" where more than 4 % of the Han characters change under t2s (Traditional documents: some 30 %), else "hans"."""
    sample = text if len(text) < 20_000 else text[:10_000] + text[len(text) // 2 : len(text) // 2 + 10_000]
    converted = to_simplified(sample)
    if len(converted) != len(sample):
        return "hans"
    han = changed = 0
    for a, b in zip(sample, converted, strict=True):
        if "\u4e00" <= a <= "\u9fff":
            han += 1
            changed += a != b
    return "hant" if changed >= 3 and changed > 0.04 * han else "hans"


def _same_length(text: str) -> str:
    """Step 1: normalised characters, as many as before."""
    out = _OTHER_FORM.sub(lambda m: m[0].translate(_ONE_TO_ONE), text)
    return _HALF_POINT.sub(lambda m: _HALF_POINTS[m[0]], out)


def _simplify(text: str, rules: ScriptRules) -> tuple[str, list[int] | None, list[int] | None]:
    """Step 2: Simplified text and, where phrases changed the length, where each character starts and ends in `text`."""
    converted = to_simplified(text)
    if len(converted) != len(text):  # never seen with t2s; keep offsets right by converting one character at a time
        converted = "".join(c if len(s := to_simplified(c)) != 1 else s for c in text)
    starts: list[int] | None = None
    ends: list[int] | None = None
    for pattern, replacement in rules.phrases:
        hits = list(pattern.finditer(converted))
        if not hits:
            continue
        if all(m.end() - m.start() == len(replacement) for m in hits):
            converted = pattern.sub(replacement, converted)
            continue
        if starts is None or ends is None:
            starts, ends = list(range(len(converted))), list(range(1, len(converted) + 1))
        pieces: list[str] = []
        new_starts: list[int] = []
        new_ends: list[int] = []
        at = 0
        for m in hits:
            a, b = m.span()
            pieces += [converted[at:a], replacement]
            # every character of a replacement stands on its own source character, the last one on all that is left
            on = [min(a + i, b - 1) for i in range(len(replacement))]
            new_starts += starts[at:a] + [starts[i] for i in on]
            new_ends += ends[at:a] + [ends[i] for i in on[:-1]] + [ends[b - 1]]
            at = b
        converted = "".join(pieces) + converted[at:]
        starts, ends = new_starts + starts[at:], new_ends + ends[at:]
    return converted, starts, ends


def _with_line_ends(text: str) -> str:
    """The text with a line end for every paragraph mark that a host of documents printed as a Cyrillic Р."""
    if text.count(_PARAGRAPH_MARK) < _LEAST_MARKS or _CYRILLIC.search(text):
        return text
    return text.replace(_PARAGRAPH_MARK, "\n")


def _spaced_out(text: str) -> list[tuple[int, int]]:
    """Blanks inside spaced-out words and numbers."""
    cuts = []
    for pattern in (_SPACED_OUT, _SPACED_DIGITS, _SPACED_YEARS):
        for m in pattern.finditer(text):
            cuts += [(m.start() + b.start(), m.start() + b.end()) for b in re.finditer(" +", m[0])]
    return cuts


def _display_width(text: str, block: Block) -> int:
    """Columns that a line takes, its indent included: Han and full-width characters two, others one."""
    start = text.rfind("\n", 0, block.start) + 1
    return sum(2 if ord(c) > 0x2E7F or c in _WIDE else 1 for c in text[start : block.end])


def _full_width(widths: Sequence[int]) -> int | None:
    """The width at which a document's lines were broken by hand, None where they were not.

    Lines that do not end a sentence tell: at least six of them, and half of the longer ones, must reach one width within three
    columns, and next to none may be longer.
    """
    if len(widths) < 6:
        return None
    counts = Counter(widths)
    width = max(counts, key=lambda w: (sum(counts[w - d] for d in range(4)), w))
    reached = sum(counts[width - d] for d in range(4))
    longer = sum(n for w, n in counts.items() if w > width + 1)
    fair = sum(n for w, n in counts.items() if w >= 0.6 * width)
    return width if width >= 36 and reached >= max(6, 0.5 * fair) and longer <= 0.1 * fair else None


def _wraps(text: str, blocks: tuple[Block, ...]) -> list[tuple[int, int]]:
    """Line ends that are hard wraps: between two text blocks, where the line before is open or full and the next is no label."""
    flowing = [b for b in blocks if b.kind == "text" and b.end > b.start]
    full = _full_width([_display_width(text, b) for b in flowing if text[b.end - 1] not in "。！？：；"])
    cuts = []
    for before, after in pairwise(flowing):
        gap = text[before.end : after.start]
        if gap.strip(" \n") or gap.count("\n") != 1:
            continue
        line, nxt = text[before.start : before.end].strip(), text[after.start : after.end].strip()
        if not line or not nxt or _LABEL_START.match(nxt):
            continue
        open_end = bool(_OPEN_END.search(line)) and len(line) > 6
        is_full = full is not None and full - 3 <= _display_width(text, before) <= full + 1 and line[-1] not in "。！？：；"
        if open_end or is_full or (nxt[0] in _CANNOT_BEGIN and len(line) > 6):
            cuts.append((before.end, after.start))
    return cuts


def _page_numbers(text: str) -> list[tuple[int, int]]:
    """Numbers of pages that a viewer of documents set before each of its long lines (1、… 2、…), which break inside sentences."""
    if not text.startswith("1、"):
        return []
    lines = [m for m in re.finditer(r"[^\n]+", text) if m[0].strip()]
    if len(lines) < 2 or any(not line[0].startswith(f"{n}、") for n, line in enumerate(lines, 1)):
        return []
    ends = [line[0].rstrip()[-1] for line in lines[:-1]]
    if min(len(line[0]) for line in lines[:-1]) < _SHORTEST_PAGE or 2 * sum(e not in "。！？；：" for e in ends) < len(ends):
        return []
    cuts = []
    for n, line in enumerate(lines, 1):
        broken = n > 1 and ends[n - 2] not in "。！？；："
        cuts.append((lines[n - 2].end() if broken else line.start(), line.start() + len(f"{n}、")))
    return cuts


def _cut(text: str, cuts: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Cuts sorted and merged, empty ones dropped."""
    merged: list[tuple[int, int]] = []
    for a, b in sorted(cuts):
        if a >= b:
            continue
        if merged and a <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(b, merged[-1][1]))
        else:
            merged.append((a, b))
    return merged


def build_view(document: Document, rules: ScriptRules) -> View:
    """Normalised copy of a document's text; see the module text for what changes. Never raises.

    >>> from nlp.types import Media
    >>> v = build_view(Document(Media("a", "", "text/plain"), "索 引 号:２０１８ 年(试行)", ()), ScriptRules(()))
    >>> v.text, v.span(0, 3).quote
    ('索引号：2018年（试行）', '索 引 号')
    """
    source = document.text
    text = _same_length(_with_line_ends(source))
    cuts = [m.span() for pattern in _CUTS for m in pattern.finditer(text)]
    notes = [m.span() for m in _PLAIN_NOTE.finditer(text)]
    cuts += notes if len(notes) >= _LEAST_PLAIN_NOTES else []
    opening = text.find("。")
    cuts += [m.span() for m in _BULLET.finditer(text, 0, opening if opening >= 0 else len(text))]
    cuts += _spaced_out(text)
    cuts += _wraps(text, document.blocks)
    cuts += _page_numbers(text)
    merged = _cut(text, cuts)
    starts: Sequence[int] | None = None
    ends: Sequence[int] | None = None
    if merged:
        pieces: list[str] = []
        starts, ends = array("L"), array("L")
        at = 0
        for a, b in (*merged, (len(text), len(text))):
            pieces.append(text[at:a])
            starts.extend(range(at, a))
            ends.extend(range(at + 1, a + 1))
            at = b
        text = "".join(pieces)
    if document.media.script == "hant":
        text, from_starts, from_ends = _simplify(text, rules)
        if from_starts is not None and from_ends is not None:
            starts = from_starts if starts is None else [starts[i] for i in from_starts]
            ends = from_ends if ends is None else [ends[i - 1] for i in from_ends]
    if starts is None or ends is None:
        return View(source, text)
    return View(source, text, array("L", starts), array("L", ends))
