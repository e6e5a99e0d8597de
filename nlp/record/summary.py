"""内容概述: at most a hundred characters taken from the text, none of them the title's, the date's or the issuer's.

In order: the aim that the first lines state (为…), then the headings that say something of their own; where a text has none, its
sentences with the weightiest words. Every piece is a stretch of the text with its place; only the stops between pieces are ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import add

from nlp.dates import find_dates
from nlp.record.reading import Range, Reading, matter_of
from nlp.record.stopwords import StopRules

MOST = 100
JOIN, STOP = "；", "。"
_LEAST, _LEAST_HEADING, _LEAST_ALL = 8, 4, 10
_RUN = 8  # so many characters of the title in a row are a repetition
_SHARE = 0.7  # so many of a piece's character pairs in the title, too
_READ = 4_000
_AIM_LINES = 4
_MOST_HEADINGS = 60
# 为…，根据|现|结合…: what the document is for
_AIM = re.compile(
    r"(?:^|(?<=[。，；：\n]))为(?!主|期|止)(?:了)?(?P<aim>[^。；\n]{8,140}?)，(?=根据|按照|依据|结合|现|经|特|制定|我|市|县|区|省|本|提出|决定|依照|全面|就|要|拟|国务|通告|公告|加强)"
)
_SENTENCE = re.compile(r"[^。！？；\n\t]+")
_CLAUSE_END = re.compile("[，：]")
_EDGE = " 　\t，；：。、.●◆■★*"
_LABEL = re.compile(
    r"(?:第?[一二三四五六七八九十百0-9]{1,4}[、.．条章节)）]|[（(][一二三四五六七八九十0-9]{1,3}[)）]|[一二三四五六七八九十]是(?:要)?|[①-⑳])\s*"
)
_UNCLEAN = re.compile(r"^（|[《（(][^》）)]*$|^[^《（(]*[》）)]|“[^”]*$|^[^“]*”|[□■_]|\.{3}|…|[0-9]{7,}|https?|@")


@dataclass(frozen=True, slots=True)
class Banned:
    """What a piece may not hold: runs of the title, names of issuers, places that are personal."""

    runs: frozenset[str]
    pairs: frozenset[str]
    names: tuple[str, ...]
    hidden: Sequence[Range]
    fewest: int = 0  # pairs of the title that a text with a run of it has at least

    @classmethod
    def of(cls, reading: Reading, issuers: Sequence[str], hidden: Sequence[Range]) -> Banned:
        """What a document's summary may not repeat."""
        title = reading.title.text
        a, b = matter_of(title)
        runs = {title[i : i + _RUN] for i in range(len(title) - _RUN + 1)}
        if 2 <= b - a < _RUN:
            runs.add(title[a:b])
        fewest = min(map(len, runs), default=1) - 1
        return cls(frozenset(runs), frozenset(_pairs(title)), tuple(n for n in issuers if n), hidden, fewest)

    def holds(self, text: str, place: Range) -> bool:
        """Whether a piece says again what another field of the record says, or what must not be said."""
        pairs = _pairs(text)
        said = sum(map(self.pairs.__contains__, pairs))
        return (
            (said >= self.fewest and any(r in text for r in self.runs))  # a run of the title has the pairs of the title
            or (bool(pairs) and said >= _SHARE * len(pairs))
            or any(n in text for n in self.names)
            or any(a < place[1] and place[0] < b for a, b in self.hidden)
            or bool(find_dates(text))
        )


def _pairs(text: str) -> list[str]:
    return list(map(add, text, text[1:]))


def summarize(
    reading: Reading, stop: StopRules, keywords: Sequence[str], issuers: Sequence[str], hidden: Sequence[Range]
) -> tuple[str | None, tuple[Range, ...]]:
    """The summary and the view ranges of its pieces in order; None where the text has nothing to take."""
    banned = Banned.of(reading, issuers, hidden)
    taken: list[Range] = []
    aim = _aim(reading, stop, banned)
    if aim is not None:
        taken.append(aim)
    headings = [h for h in _headings(reading, stop, banned) if not _overlaps(h, taken)]
    if len(headings) >= 2:
        for h in headings:
            _add(reading, taken, h)
    if len(headings) < 2 or _length(reading, taken) < MOST // 2:
        for piece in _key_sentences(reading, stop, banned, keywords):
            if not _overlaps(piece, taken):
                _add(reading, taken, piece)
    text = JOIN.join(reading.text(p) for p in taken)
    if len(text) < _LEAST_ALL:
        return None, ()
    return text + STOP, tuple(taken)


def _length(reading: Reading, taken: Sequence[Range]) -> int:
    return sum(b - a + 1 for a, b in taken)


def _add(reading: Reading, taken: list[Range], piece: Range) -> None:
    """Take a piece where it fits and does not say what is taken already."""
    words = reading.text(piece)
    if _length(reading, taken) + len(words) + 1 > MOST:
        return
    for other in taken:
        said, pairs = set(_pairs(reading.text(other))), _pairs(words)
        if sum(map(said.__contains__, pairs)) >= _SHARE * len(pairs):
            return
    taken.append(piece)


def _overlaps(piece: Range, taken: Sequence[Range]) -> bool:
    return any(a < piece[1] and piece[0] < b for a, b in taken)


def _trimmed(reading: Reading, place: Range, most: int = MOST - 1) -> Range | None:
    """A piece without labels and stops at its ends, cut at a comma where it is too long; None where nothing is left."""
    text, (a, b) = reading.outline.view.text, place
    label = _LABEL.match(text, a, b)
    a = label.end() if label else a
    while a < b and text[a] in _EDGE:
        a += 1
    if b - a > most:
        ends = [m.start() for m in _CLAUSE_END.finditer(text, a, a + most)]
        if not ends:
            return None
        b = ends[-1]
    while b > a and text[b - 1] in _EDGE:
        b -= 1
    return (a, b) if b > a and not _UNCLEAN.search(text[a:b]) else None


def _aim(reading: Reading, stop: StopRules, banned: Banned) -> Range | None:
    """What the first lines say the document is for: 规范行政执法行为，保护当事人合法权益."""
    text = reading.outline.view.text
    for a, b in reading.lines[:_AIM_LINES]:
        for m in _AIM.finditer(text, a, b):
            piece = _trimmed(reading, m.span("aim"), MOST * 6 // 10)
            if piece is not None and piece[1] - piece[0] >= _LEAST and _says(reading, piece, stop, banned):
                return piece
    return None


def _says(reading: Reading, piece: Range, stop: StopRules, banned: Banned) -> bool:
    words = reading.text(piece)
    return stop.skips.search(words) is None and not banned.holds(words, piece)


def _headings(reading: Reading, stop: StopRules, banned: Banned) -> list[Range]:
    """Headings of the highest level that has two that say something of their own."""
    sections = [s for s in reading.outline.sections if s.heading is not None and s.kind != "annex" and s.path]
    for level in sorted({s.path.count("/") for s in sections})[:2]:
        found = []
        for s in [s for s in sections if s.path.count("/") == level][:_MOST_HEADINGS]:
            piece = _trimmed(reading, s.heading, 40) if s.heading else None
            if piece is None or piece[1] - piece[0] < _LEAST_HEADING:
                continue
            words = reading.text(piece)
            if words not in stop.headings and not banned.holds(words, piece):
                found.append(piece)
        if len(found) >= 2:
            return found
    return []


def _key_sentences(reading: Reading, stop: StopRules, banned: Banned, keywords: Sequence[str]) -> Iterator[Range]:
    """Sentences of the beginning, best first: those that hold most keywords for their length, early ones before late ones."""
    low = reading.lines[0][0] if reading.lines else 0
    scored: list[tuple[float, int, Range]] = []
    for a, b in reading.lines:
        if a > low + _READ:
            break
        for m in _SENTENCE.finditer(reading.outline.view.text, a, b):
            piece = _told(reading, m.span(), stop, banned)
            if piece is None:
                continue
            words = reading.text(piece)
            hits = sum(k in words for k in keywords)
            scored.append((-(hits + 0.5) / (1 + (piece[0] - low) / _READ), piece[0], piece))
    for _, _, piece in sorted(scored)[:20]:
        yield piece


def _told(reading: Reading, sentence: Range, stop: StopRules, banned: Banned) -> Range | None:
    """What a sentence tells: from its first to its last clause in a row that holds nothing banned."""
    text = reading.outline.view.text
    best: Range | None = None
    run: Range | None = None
    start = sentence[0]
    for end in [*(m.start() for m in _CLAUSE_END.finditer(text, *sentence)), sentence[1]]:
        clause = (start, end)
        start = end + 1
        words = text[slice(*clause)]
        if not words.strip() or stop.skips.search(words) or banned.holds(words, clause):
            run = None
            continue
        run = clause if run is None else (run[0], clause[1])
        if run[1] - run[0] > MOST:
            run = None
        elif best is None or run[1] - run[0] > best[1] - best[0]:
            best = run
    if best is None:
        return None
    label = _LABEL.match(text, *best)
    start = label.end() if label else best[0]
    while start < best[1] and text[start] in _EDGE:
        start += 1
    best = (start, best[1])
    for lead in stop.leads:
        if text.startswith(lead, best[0]) and best[1] - best[0] - len(lead) >= _LEAST:
            best = (best[0] + len(lead), best[1])
            break
    piece = _trimmed(reading, best)
    if piece is None or piece[1] - piece[0] < _LEAST or banned.holds(reading.text(piece), piece):
        return None
    return piece
