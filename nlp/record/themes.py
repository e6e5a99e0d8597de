"""主题分类: the class that the document states, else the one whose words stand in title, headings and opening.

A word counts by its length and by where it stands: the head of a Chinese title is at its end (学校食堂食品安全监督检查 is about food
safety, not about schools).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import add

from nlp.record.reading import Passage, Range, Reading, matter_of
from nlp.rulebook import Rulebook, check_examples
from nlp.types import Label, Theme

OTHER = "22"
_SILENT = "silent"  # the row of words that speak for nothing, though another word begins them (市政府, not 市政)
OPENING = 1_500  # characters of the body that are read
_WEAK, _LENGTH, _FRONT, _SLOPE = 0.3, 0.3, 0.55, 0.9
_HEADING, _BODY, _BODY_MOST, _DOMAIN = 0.25, 0.12, 1.2, 0.5
_LEAST = 0.3  # below it the document is 其他
_SECOND = 0.6  # a second class is named where it has this share of the first
_STATED = re.compile(r"[\\/＼／>,，;；、|·\-—\s]+")

_BODY_BEHIND = re.compile("(?:和|与|及)?[局厅]|(?:行政)?(?:主管)?部门|行政主管|委员会办公室|领导小组|办公室|所(?=、|负责|牵头|要|应)")


@dataclass(frozen=True, slots=True)
class ThemeClass:
    """A sub-class with the names that a document may state for it and the disclosure domains that lean to it."""

    code: str
    top: str
    label: str
    names: tuple[str, ...]
    domains: tuple[str, ...]

    @property
    def name(self) -> str:
        """Label path as on pages: 综合政务\\政务公开."""
        return f"{self.top}\\{self.label}" if self.label else self.top


@dataclass(frozen=True, slots=True)
class ThemeRules:
    """`record-themes.tsv`: classes by code, and words by their first two characters, longest first, with (code, weight) pairs.

    A word of one character stands under it, and behind the longer ones under every pair that begins with it.
    """

    classes: Mapping[str, ThemeClass]
    words: Mapping[str, tuple[tuple[str, tuple[tuple[str, float], ...]], ...]]
    by_domain: Mapping[str, tuple[str, ...]]
    singles: frozenset[str] = frozenset()

    @classmethod
    def load(cls, book: Rulebook) -> ThemeRules:
        """Read the table; a word of several classes speaks for each of them."""
        classes: dict[str, ThemeClass] = {}
        weights: dict[str, dict[str, float]] = {}
        by_domain: dict[str, list[str]] = {}
        for row in book.table("record-themes"):
            code = row["id"]
            if code == _SILENT:
                weights |= {w: {} for w in row.items("words")}
                continue
            domains = row.items("domains")
            classes[code] = ThemeClass(code, row["top"], row["label"], row.items("other"), domains)
            own = [*((w, 1.0) for w in row.items("words")), *((w, _WEAK) for w in row.items("weak"))]
            for word, weight in own:
                weights.setdefault(word, {}).setdefault(code, weight)
            for domain in domains:
                by_domain.setdefault(domain, []).append(code)
            strong = row.items("words")
            check_examples(row, lambda text, strong=strong: [w for w in strong if w in text])  # type: ignore[misc]
        words: dict[str, list[tuple[str, tuple[tuple[str, float], ...]]]] = {}
        for word in sorted(weights, key=lambda w: (-len(w), w)):
            words.setdefault(word[:2], []).append((word, tuple(weights[word].items())))
        for pair in [k for k in words if len(k) == 2 and k[0] in words]:
            words[pair] += words[pair[0]]
        return cls(classes, {k: tuple(v) for k, v in words.items()}, {k: tuple(v) for k, v in by_domain.items()},
                   frozenset(k for k in words if len(k) == 1))

    def hits(self, text: str) -> Iterator[tuple[int, int, tuple[tuple[str, float], ...]]]:
        """Words in a text with the classes they speak for: the longest at each place, none inside another, none of them the name of
        a body (财政部门, 县财政局)."""
        reach = 0
        # pairs first: most of them begin no word, and that is told without a step of this loop
        entries = [*map(self.words.get, map(add, text, text[1:])), None] if text else []
        alone = self.singles
        for i in [i for i, found in enumerate(entries) if found is not None or text[i] in alone]:
            for word, classes in entries[i] or self.words.get(text[i], ()):
                if text.startswith(word, i):
                    if i + len(word) > reach:
                        reach = i + len(word)
                        if classes and not _BODY_BEHIND.match(text, reach):
                            yield i, reach, classes
                    break

    def vocabulary(self) -> Iterator[str]:
        """All words of two characters and more that speak clearly for a class."""
        for entries in self.words.values():
            for word, classes in entries:
                if len(word) > 1 and any(w == 1.0 for _, w in classes):
                    yield word

    def stated(self, value: str) -> ThemeClass | None:
        """The class that a document states: by its sub-class, by its path, or by an older spelling; None for a label of another list.

        >>> ThemeRules.load(Rulebook()).stated("市场监管、安全生产监管/安全生产监管").code
        '0905'
        """
        plain = value.replace(" ", "")
        whole = [c for c in self.classes.values() if c.label and plain.endswith(c.label)]
        if whole:
            return max(whole, key=lambda c: (c.top in plain, c.label != "其他", len(c.label)))
        pieces = [p for p in _STATED.split(plain) if len(p) > 1]
        for c in self.classes.values():
            if c.code != OTHER and any(p == n for p in pieces for n in (*_STATED.split(c.label), *c.names)):
                return c
        return None


@dataclass(frozen=True, slots=True)
class Themes:
    """The classes found, best first, and the words that spoke for them, as view ranges."""

    found: tuple[Theme, ...]
    places: tuple[Range, ...]


def classify_theme(reading: Reading, rules: ThemeRules, domains: Sequence[Label]) -> Themes:
    """One or two classes of a document by its words; no class where nothing speaks clearly enough."""
    scores: dict[str, float] = defaultdict(float)
    places: dict[str, list[Range]] = {}
    _read_title(reading.title, rules, scores, places)
    counts: Counter[str] = Counter()
    body: dict[str, float] = defaultdict(float)
    opening = reading.opening(OPENING)
    for passage, factor in (*((_passage(reading, h), _HEADING) for h in reading.headings[:40]), (opening, _BODY)):
        for start, end, classes in rules.hits(passage.text):
            word = passage.text[start:end]
            counts[word] += 1
            gain = factor * (1 + _LENGTH * (len(word) - 2)) / counts[word]  # said again, it says less
            for code, weight in classes:
                body[code] += gain * weight
                if counts[word] == 1 and weight == 1.0:
                    places.setdefault(code, []).append(passage.place(start, end))
    total = {code: scores[code] + min(_BODY_MOST, body[code]) for code in rules.classes}
    for label in domains[:2]:
        codes = rules.by_domain.get(label.code, ())
        best = max(codes, key=lambda c: (total[c], c), default=None)
        if best is not None and total[best] > 0:
            total[best] += _DOMAIN * label.score
    ranked = sorted((c for c in total if total[c] >= _LEAST), key=lambda c: (-total[c], c))
    if not ranked:
        return Themes((), ())
    kept = [c for c in ranked[:2] if total[c] >= _SECOND * total[ranked[0]]]
    whole = sum(total[c] for c in ranked[:3])
    themes = tuple(Theme(c, rules.classes[c].name, round(min(1.0, total[c] / 1.5) * total[c] / whole, 4)) for c in kept)
    return Themes(themes, tuple(places.get(kept[0], ())[:5]))


def _passage(reading: Reading, place: Range) -> Passage:
    return Passage(reading.text(place), range(*place))


def _read_title(title: Passage, rules: ThemeRules, scores: dict[str, float], places: dict[str, list[Range]]) -> None:
    """Score the matter of the title; the issuer before 关于 and the kind of document behind say nothing."""
    low, high = matter_of(title.text)
    matter = title.text[low:high]
    for start, end, classes in rules.hits(matter):
        where = _FRONT + _SLOPE * end / len(matter)
        for code, weight in classes:
            scores[code] += weight * (1 + _LENGTH * (end - start - 2)) * where
            places.setdefault(code, []).append(title.place(low + start, low + end))
