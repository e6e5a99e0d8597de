"""主题词: the document's own line, else its weightiest words: title before headings before opening, by jieba's document weights."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from nlp.record.reading import Passage, Range, Reading
from nlp.record.stopwords import StopRules
from nlp.record.themes import ThemeRules
from nlp.record.weights import WordWeights
from nlp.words import Segmenter

MOST = 5
_MOST_STATED = 12
OPENING = 2_000
_IN_TITLE, _IN_HEADING, _IN_TEXT = 4.0, 1.5, 0.5
_THEME = 1.6  # a word of the theme table is a better keyword than any other
_UNKNOWN_WEIGHT = 9.0  # a word that jieba has no weight for: about the median of its table would favour rubbish
_LEAST_SHARE = 0.25
_LINE = re.compile(r"(?:^|(?<=[\n\t|【\[ ]))[【\[]?(?:主题词|关键词|关键字)[】\]]?[:：\t ] ?(?P<words>[^\n\t|:：。]{2,80})", re.MULTILINE)
_NEXT_LABEL = re.compile(r" ?[\u4e00-\u9fff]{2,6}\Z")
_STATED_WORD = re.compile(r"[^ 、，,；;/|·]+")
_WORD = re.compile(r"[\u4e00-\u9fff]{2,8}\Z")
_PLACE = re.compile("[省市县区州旗镇乡村局厅]$|(?:工作|条例|通报|情况|增强|加强|季度|如下|健全|完善|领导|小组|会议|委员会|常委会)$")


@dataclass(frozen=True, slots=True)
class KeywordRules:
    """Words that are no keywords, the splitter that knows the words of the themes, and how rare words are."""

    stop: StopRules
    themes: ThemeRules
    vocabulary: frozenset[str]
    segmenter: Segmenter
    weights: WordWeights

    @classmethod
    def of(cls, stop: StopRules, themes: ThemeRules, segmenter: Segmenter) -> KeywordRules:
        """Rules over both tables."""
        return cls(stop, themes, frozenset(themes.vocabulary()), segmenter, WordWeights.installed())


def stated_keywords(reading: Reading) -> list[tuple[str, Range]]:
    """Words of the document's 主题词 line with their places; [] where it has none."""
    text = reading.outline.view.text
    for m in _LINE.finditer(text):
        a, b = m.span("words")
        if b < len(text) and text[b] in ":：":  # the label of the next field: 关键词：A B 服务对象：
            cut = _NEXT_LABEL.search(text, a, b)
            b = cut.start() if cut else b
        found = []
        for piece in _STATED_WORD.finditer(text[a:b]):
            if re.search("[\u4e00-\u9fffA-Za-z]", piece[0]) and len(piece[0]) <= 20:
                found.append((piece[0], (a + piece.start(), a + piece.end())))
        if found and found[0][0] not in ("无", "暂无"):
            return found[:_MOST_STATED]
    return []


def extracted_keywords(
    reading: Reading, rules: KeywordRules, issuers: Sequence[str], hidden: Sequence[Range]
) -> list[tuple[str, Range]]:
    """At most five words with the place where each is first said; `hidden` places (personal information) give none."""
    passages = [(reading.title, _IN_TITLE)]
    passages += [(Passage(reading.text(h), range(*h)), _IN_HEADING) for h in reading.headings[:30]]
    passages.append((reading.opening(OPENING), _IN_TEXT))
    weight: dict[str, float] = defaultdict(float)
    first: dict[str, Range] = {}
    own = "".join(issuers)
    for passage, factor in passages:
        for word, start in _words(passage.text, rules):
            place = passage.place(start, start + len(word))
            if word in rules.stop.words or any(a < place[1] and place[0] < b for a, b in hidden):
                continue
            if place[1] - place[0] != len(word) or (word not in rules.vocabulary and (word in own or _PLACE.search(word))):
                continue
            weight[word] += factor
            first.setdefault(word, place)
    if not weight:
        return []
    scores = {w: n * rules.weights.get(w, _UNKNOWN_WEIGHT) * (_THEME if w in rules.vocabulary else 1.0) for w, n in weight.items()}
    best = max(scores.values())
    ranked = sorted((w for w in scores if scores[w] >= _LEAST_SHARE * best), key=lambda w: (-scores[w], first[w]))
    out: list[str] = []
    for word in ranked:
        if not any(word in other or other in word for other in out):
            out.append(word)
        if len(out) == MOST:
            break
    return [(w, first[w]) for w in out]


def _words(text: str, rules: KeywordRules) -> list[tuple[str, int]]:
    """Nouns of two to eight characters with their places: words of the themes first, then what jieba cuts out of the rest."""
    found: list[tuple[str, int]] = []
    covered = 0
    stretches: list[Range] = []
    for start, end, _ in rules.themes.hits(text):
        if text[start:end] in rules.vocabulary and start >= covered:
            stretches.append((covered, start))
            found.append((text[start:end], start))
            covered = end
    stretches.append((covered, len(text)))
    for a, b in stretches:
        at = a
        for word in rules.segmenter.words(text[a:b]):
            if _WORD.match(word) and len(word) > 2:
                found.append((word, at))
            at += len(word)
    return found
