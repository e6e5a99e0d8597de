"""Verbs of disclosure and the clauses in which they are no duty: `disclosure-verbs.tsv`, `disclosure-exclusions.tsv`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from nlp.draft.phrases import Range
from nlp.draft.sheet import Sheet
from nlp.rulebook import Row, Rulebook, check_examples, compile_pattern

_ANY = "[^，。；：、 ]{0,12}?"
_REACHES = ("compound", "noun", "before", "clause", "after", "sentence", "title")
# what may stand behind a noun that ends there: a stop, 、 or a joint, a modal, 的
_NOUN_ENDS = r"(?=[，。；：、的等和及与或〓“”？！\s]|要|应|须|必须|将|由|可|上|进行|予以|$|为|是|向|不|更|实行|按|在|都|均|全|作|并|发布|公布|公开|公示|张贴|统一|得到|达到)"
_WINDOW = 14


@dataclass(frozen=True, slots=True)
class VerbRow:
    """One row of the verb table."""

    id: str
    needs: str
    strength: float


@dataclass(frozen=True, slots=True)
class Exclusion:
    """One row of the exclusion table."""

    id: str
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None

    def hit(self, text: str, start: int, end: int, over: Range | None = None) -> bool:
        """Whether the row speaks in text[start:end], over the range `over` where one is given."""
        for m in self.pattern.finditer(text, start, end):
            if over is not None and not (m.start() <= over[0] and over[1] <= m.end()):
                continue
            if self.unless is None or not self._spared(text, m.start(), m.end()):
                return True
        return False

    def _spared(self, text: str, start: int, end: int) -> bool:
        assert self.unless is not None
        low = max(0, start - 8)
        return any(m.start() < end and m.end() > start for m in self.unless.finditer(text, low, end + 8))


@dataclass(frozen=True, slots=True)
class Trigger:
    """Verbs of disclosure that stand together (公开发布, 张榜公布); view offsets. `row` is the first verb's."""

    start: int
    end: int
    row: VerbRow


@dataclass(frozen=True, slots=True)
class VerbRules:
    """The two tables, compiled."""

    rows: tuple[VerbRow, ...]
    verb: re.Pattern[str]
    quick: re.Pattern[str]
    likely: re.Pattern[str]
    compound: tuple[Exclusion, ...]
    noun: tuple[Exclusion, ...]
    before: tuple[Exclusion, ...]
    clause: tuple[Exclusion, ...]
    after: tuple[Exclusion, ...]
    sentence: tuple[Exclusion, ...]
    title: tuple[Exclusion, ...]

    @classmethod
    def load(cls, book: Rulebook) -> VerbRules:
        """Compile both tables. Raises RuleError for a pattern or reach that cannot be."""
        verbs = book.table("disclosure-verbs")
        rows, sources = [], []
        for row in verbs:
            source = _source(row, {"any": "[^，。；：]{0,40}?"})
            sources.append(f"(?P<v{len(rows)}>{source})")
            rows.append(VerbRow(row["id"], row["needs"], float(row["strength"])))
        plain = "|".join(re.sub(r"\(\?P<[^>]*>", "(?:", s) for s, r in zip(sources, rows, strict=True) if r.needs != "press")
        found: dict[str, list[Exclusion]] = {reach: [] for reach in _REACHES}
        for row in book.table("disclosure-exclusions"):
            if row["reach"] not in found:
                raise row.fault(f"reach 只能是 {'、'.join(_REACHES)} 之一。")
            source = re.sub(r"\(\?P<[a-z0-9]+>", "(?:", _source(row, {"any": _ANY, "verb": f"(?:{plain})", "n": "[0-9]"}))
            unless = "|".join(re.escape(w) for w in sorted(row.items("unless"), key=lambda w: -len(w)))
            source += _NOUN_ENDS if row["reach"] == "noun" else ""
            found[row["reach"]].append(Exclusion(row["id"], re.compile(source), re.compile(unless) if unless else None))
        for reach, exclusions in found.items():
            for row, exclusion in zip([r for r in book.table("disclosure-exclusions") if r["reach"] == reach], exclusions, strict=True):
                check_examples(row, lambda text, x=exclusion, reach=reach: _strikes(x, reach, text, plain))
        press = [s for s, r in zip(sources, rows, strict=True) if r.needs == "press"]
        others = [s for s, r in zip(sources, rows, strict=True) if r.needs != "press"]
        quick = f"{plain}|发布会|通气会|吹风会"
        names = "|".join(x.pattern.pattern for reach in ("compound", "noun") for x in found[reach])
        return cls(tuple(rows), re.compile("|".join(press + others)), re.compile(quick), re.compile(names),
                   *(tuple(found[reach]) for reach in _REACHES))

    def check(self, book: Rulebook, read: Callable[[str], list[tuple[str, str]]]) -> None:
        """Hold the verb rows to their examples; `read` gives row id and words of the disclosures of a sentence."""
        for row in book.table("disclosure-verbs"):
            check_examples(row, lambda text, row=row: [words for name, words in read(text) if name == row["id"]])

    def triggers(self, sheet: Sheet, start: int, end: int) -> Iterator[Trigger]:
        """Verbs in a range that are no part of a compound."""
        masked = sheet.masked
        if not self.quick.search(masked, start, end):
            return
        at = start
        while (m := self.verb.search(masked, at, end)) is not None:
            row = self.rows[int((m.lastgroup or "v0")[1:])]
            low, high = max(start, m.start() - _WINDOW), min(end, m.end() + _WINDOW)
            if row.needs == "press":
                yield Trigger(m.start(), m.end(), row)
                at = m.end()
                continue
            at = m.end()
            if self.likely.search(masked, low, high) and self._named(masked, low, high, m.span()):
                continue
            yield Trigger(m.start(), m.end(), row)

    def _named(self, masked: str, low: int, high: int, verb: Range) -> bool:
        """Whether a verb lies inside a name or noun (政务公开, 公示栏, 公开范围)."""
        return any(x.hit(masked, low, high, verb) for x in self.compound) or any(x.hit(masked, low, high, verb) for x in self.noun)

    def barred(self, sheet: Sheet, trigger: Trigger, clause: Range) -> bool:
        """Whether something before or behind the verb, in its clause, says that it is no duty."""
        masked = sheet.masked
        if any(x.hit(masked, clause[0], trigger.start) for x in self.before):
            return True
        if any(x.hit(masked, *clause) for x in self.clause):
            return True
        return any((m := x.pattern.match(masked, trigger.start, clause[1])) is not None
                   and not (x.unless is not None and x._spared(masked, *m.span())) for x in self.after)

    def bars_sentence(self, sheet: Sheet, start: int, end: int) -> bool:
        """Whether the sentence is about something else (a definition, a punishment, what has been done)."""
        return any(x.hit(sheet.masked, start, end) for x in self.sentence)

    def bars_title(self, title: str) -> bool:
        """Whether sections of this heading hold principles, aims or sanctions only."""
        return any(x.hit(title, 0, len(title)) for x in self.title)


def _strikes(exclusion: Exclusion, reach: str, text: str, verb: str) -> list[str]:
    """What an exclusion strikes out in an example: verbs for compound, before and after, else the whole text."""
    verbs = [m for m in re.finditer(verb, text)]
    if reach in ("compound", "noun"):
        return [m[0] for m in verbs if exclusion.hit(text, 0, len(text), m.span())]
    if reach == "before":
        return [m[0] for m in verbs if exclusion.hit(text, 0, m.start())]
    if reach == "after":
        return [m[0] for m in verbs if (hit := exclusion.pattern.match(text, m.start())) and not (exclusion.unless and exclusion._spared(text, *hit.span()))]
    return [text] if exclusion.hit(text, 0, len(text)) else []


def _source(row: Row, slots: dict[str, str]) -> str:
    try:
        return re.sub(r"\(\?P<(?:any|verb|n)[0-9]*>", "(?:", compile_pattern(row["pattern"], slots))
    except ValueError as error:
        raise row.fault(f"pattern 写法有误：{error}。") from error
