"""有效性: what the document states of itself, weighed against a day that the caller names; without one it stays unknown."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import cast

from dateutil.relativedelta import relativedelta

from nlp.numerals import read_number
from nlp.record.reading import Range, Reading
from nlp.rulebook import Rulebook
from nlp.types import Span, Validity

_NUMBER = "[0-9零一二两三四五六七八九十]{1,4}"
# 有效期五年, 试行期为2年, 试行一年, 有效期3年（自2020年…起）
# said of this document or in a clause of its own, not of goods or permits (食品有效期2年)
_TERM = re.compile(
    rf"(?:(?<=[。，；（\n 　])|(?:本|该)[^，。；\n]{{0,16}}?)(?:有效期|试行期|施行期|执行期|暂定期)(?:限)?(?:暂定|暂|定)?(?:为|是)?"
    rf"(?P<n>{_NUMBER})(?P<unit>个月|年)"
)
_TRIAL = re.compile(rf"(?:本|办法|规定|细则|意见|方案)[^，。；]{{0,12}}试行(?P<n>{_NUMBER})(?P<unit>个月|年)(?=[。，；]|$)")
_FROM_ISSUE = re.compile(r"自(?:本[^，。；]{1,8})?(?:印发|发布|公布|发文|下发|颁布)(?:之日|之日起|日)")
_LATER = re.compile(r"(?:印发|发布|公布|颁布)之日起(?P<n>[0-9]{1,3})日后")
_LINE = 400  # a clause on force stands in a line of its own, or at its end


@dataclass(frozen=True, slots=True)
class Force:
    """From when to when a document is in force, with the places that say so; None where it does not say."""

    starts: date | None
    ends: date | None
    places: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class ValidityRules:
    """`record-validity.tsv`: words of an information box, longest first, with their value."""

    says: tuple[tuple[str, Validity], ...]

    @classmethod
    def load(cls, book: Rulebook) -> ValidityRules:
        """Read the table."""
        pairs = [(w, cast("Validity", row["value"])) for row in book.table("record-validity") for w in row.items("says")]
        return cls(tuple(sorted(pairs, key=lambda p: (-len(p[0]), p[0]))))

    def stated(self, words: str) -> Validity | None:
        """Value of a statement; None for words that are none (a date, a stray label)."""
        plain = re.sub(r"[\s【】（）()\[\]]", "", words)
        return next((v for w, v in self.says if (w == plain if len(w) < 2 else w in plain)), None)


def force_of(reading: Reading) -> Force:
    """The days that the text names: 自…起施行, 有效期至…, 有效期五年."""
    metadata = reading.outline.metadata
    evidence = metadata.evidence
    places = [*evidence.get("effective_on", ()), *evidence.get("valid_until", ())]
    starts = _day(metadata.effective_on)
    issued = _day(metadata.written_on) or _day(metadata.published_on)
    ends = _day(metadata.valid_until)
    if starts is None and issued is not None:
        later = _clause(reading, _LATER)
        if later is not None:
            starts = issued + relativedelta(days=int(later[0]["n"]))
            places.append(reading.span(later[1]))
        elif (at_once := _clause(reading, _FROM_ISSUE)) is not None:
            starts = issued
            places.append(reading.span(at_once[1]))
    begin = starts or issued
    if ends is None and begin is not None:
        term = _clause(reading, _TERM) or _clause(reading, _TRIAL)
        n = None if term is None else read_number(term[0]["n"])
        if term is not None and n is not None and 0 < n <= 100:
            ends = begin + (relativedelta(months=n) if term[0]["unit"] == "个月" else relativedelta(years=n)) - relativedelta(days=1)
            places.append(reading.span(term[1]))
    return Force(starts, ends, tuple(dict.fromkeys(places)))


def _clause(reading: Reading, pattern: re.Pattern[str]) -> tuple[re.Match[str], Range] | None:
    """The last place in the body where a pattern stands: clauses on force close a text."""
    text = reading.outline.view.text
    for a, b in reversed(reading.lines):
        found = list(pattern.finditer(text, max(a, b - _LINE), b))
        if found:
            return found[-1], found[-1].span()
    return None


def _day(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)


def validity_of(
    reading: Reading, rules: ValidityRules, force: Force, as_of: date | None
) -> tuple[Validity, tuple[Span, ...], str | None]:
    """Value, evidence, and what it follows from where the document does not say it in words."""
    metadata = reading.outline.metadata
    if metadata.validity:
        value = rules.stated(metadata.validity)
        box = metadata.evidence.get("validity", ())
        if value in ("废止", "失效", "部分失效"):
            return value, box, None
        if value is not None and (as_of is None or not _overtaken(value, force, as_of)):
            return value, box, None
    if as_of is None:
        return "未知", (), "未指定查询日期"
    day = as_of.isoformat()
    if force.ends is not None and force.ends < as_of:
        return "失效", force.places, f"有效期至{force.ends.isoformat()}，查询日期{day}"
    if force.starts is not None and force.starts > as_of:
        return "尚未生效", force.places, f"{force.starts.isoformat()}起施行，查询日期{day}"
    known = force.starts or _day(metadata.written_on) or _day(metadata.published_on)
    if known is None:
        return "未知", (), "没有成文日期和施行日期"
    if known > as_of:
        return "未知", (), f"成文日期晚于查询日期{day}"
    return "现行有效", force.places, f"截至{day}未见废止、失效的表述"


def _overtaken(value: Validity, force: Force, as_of: date) -> bool:
    """Whether the day has come that makes the box of the page out of date."""
    if value == "现行有效":
        return force.ends is not None and force.ends < as_of
    return value == "尚未生效" and force.starts is not None and force.starts <= as_of

