"""Which document counts where two contradict each other: one in force before one that is not, a limit that is named before 及时,
the higher before the lower, the later before the earlier. Where none decides, nothing is decided and a person is asked."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from nlp.draft.levels import levels_of
from nlp.types import Analysis

Rule = Literal["force", "exact", "higher", "later"]
LEVELS = ("国家级", "省级", "市级", "县级", "乡级", "村级")
# 某省某市某县…局: the place in a body's name, its last part; a county's bureau of 住房和城乡建设 is no township
_PART_OF_PLACE = re.compile(
    "(?!住房|市场|城[市乡镇管]|自然|人力|农[业村]|工业|交通|文化|社区|地区|人民)[\u4e00-\u9fff]{1,6}?"
    "(?:自治[州县旗]|特别行政区|省|州|盟|市|县|区|旗|街道|镇|乡)(?!场|区[人政财])"
)
_OUT_OF_FORCE = frozenset({"废止", "失效"})
# the level of a place by the sign of its rank; a 市 may be either
_LEVEL_OF_PLACE = {"省": "省级", "州": "市级", "盟": "市级", "县": "县级", "区": "县级", "旗": "县级", "镇": "乡级", "乡": "乡级", "道": "乡级"}
_COUNTED = re.compile("[0-9一二三四五六七八九十]")
_VAGUE = ("及时", "适时", "定期", "实时", "随时", "第一时间", "尽快", "立即")


@dataclass(frozen=True, slots=True)
class Place:
    """A place: its name, and the sign of its rank (县, 市)."""

    name: str
    rank: str


def place_of(issuer: Sequence[str], title: str = "") -> Place | None:
    """The place whose body made a document; None for a ministry and for names that tell no place.

    >>> place_of(["某省甲市乙县住房和城乡建设局"]), place_of(["市财政局"])
    (Place(name='乙县', rank='县'), None)
    """
    name = (issuer[0] if issuer else title.partition("关于")[0]).removeprefix("中共").removeprefix("中国共产党")
    at, last = 0, None
    while (m := _PART_OF_PLACE.match(name, at)) is not None:
        at, last = m.end(), m[0]
    return None if last is None or len(last) < 2 else Place(last, last[-1])


def _ranked(place: Place | None, level: str | None) -> Place | None:
    """The place with a rank that can be compared: a 市 may be the superior of another, unless the level is known."""
    if place is None or place.rank != "市":
        return place
    return Place(place.name, place.rank + level) if level else None


def elsewhere(a: Place | None, b: Place | None) -> bool:
    """Whether two documents are of two places of one rank: two counties each keep a catalogue of their own."""
    return a is not None and b is not None and a.rank == b.rank and a.name != b.name


@dataclass(frozen=True, slots=True)
class Standing:
    """A document as a ground: who made it when, and at what level; None for what it does not say."""

    document: str
    path: str
    case: str | None
    title: str
    document_number: str | None
    issuer: tuple[str, ...]
    written_on: str | None
    level: str | None
    in_force: bool = True
    place: Place | None = None

    @property
    def name(self) -> str:
        """How a remark names it: number, else title, else file."""
        return self.document_number or (f"《{self.title}》" if self.title else self.document)

    @property
    def rank(self) -> tuple[bool, int, str]:
        """Greater for the document that counts more."""
        height = len(LEVELS) - LEVELS.index(self.level) if self.level in LEVELS else 0
        return self.in_force, height, self.written_on or ""


def standing_of(analysis: Analysis, document: str) -> Standing:
    """The standing of an analysed document; `document` is the name that people see."""
    metadata, media = analysis.outline.metadata, analysis.outline.document.media
    place = place_of(metadata.issuer, metadata.title)
    level = _LEVEL_OF_PLACE.get(place.rank) if place else None
    if level is None:
        level = next(iter(levels_of(metadata)), None)
    out = analysis.record is not None and analysis.record.validity in _OUT_OF_FORCE
    return Standing(
        document=document,
        path=media.path,
        case=media.case,
        title=metadata.title,
        document_number=metadata.document_number,
        issuer=metadata.issuer,
        written_on=metadata.written_on or metadata.published_on,
        level=level,
        in_force=not out,
        place=_ranked(place, level),
    )


@dataclass(frozen=True, slots=True)
class Claim:
    """What one document says in a field: its words, and `same` by which two claims are compared."""

    source: int
    words: str
    same: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """Claims that contradict each other, in the order of the sources; the rule that decides and the source that it takes.

    `rule` and `taken` are None where a person must decide.
    """

    field: str
    claims: tuple[Claim, ...]
    rule: Rule | None
    taken: int | None


def decide(field: str, claims: Sequence[Claim], standings: Sequence[Standing]) -> Conflict | None:
    """The contradiction among claims of a field, with its decision; None where they agree."""
    if len({c.same for c in claims}) < 2:
        return None
    left = list(claims)
    used: list[Rule] = []
    for rule, narrowed in _RULES:
        if rule == "exact" and field != "deadline":
            continue
        if len({c.same for c in left}) < 2:
            break
        kept = narrowed(left, standings)
        if kept is not None and len({c.same for c in kept}) < len({c.same for c in left}):
            left = kept
            used.append(rule)
    if len({c.same for c in left}) > 1:
        return Conflict(field, tuple(claims), None, None)
    best = max(left, key=lambda c: (standings[c.source].rank, -c.source))
    return Conflict(field, tuple(claims), used[-1], best.source)


def _in_force(claims: Sequence[Claim], standings: Sequence[Standing]) -> list[Claim] | None:
    return [c for c in claims if standings[c.source].in_force] or None


def _exact(claims: Sequence[Claim], standings: Sequence[Standing]) -> list[Claim] | None:
    """Those that name a limit, not 及时 alone."""
    return [c for c in claims if not c.words.strip().startswith(_VAGUE) or _COUNTED.search(c.words)] or None


def _highest(claims: Sequence[Claim], standings: Sequence[Standing]) -> list[Claim] | None:
    """Those of the highest level; None where the level of one is not known."""
    ranks = [LEVELS.index(level) if (level := standings[c.source].level) in LEVELS else None for c in claims]
    if any(r is None for r in ranks):
        return None
    top = min(r for r in ranks if r is not None)
    return [c for c, r in zip(claims, ranks, strict=True) if r == top]


def _latest(claims: Sequence[Claim], standings: Sequence[Standing]) -> list[Claim] | None:
    """Those of the last date among documents of one level; None where a date is missing or levels cannot be compared."""
    dates = [standings[c.source].written_on for c in claims]
    if any(d is None for d in dates) or len({standings[c.source].level for c in claims}) > 1:
        return None
    last = max(d for d in dates if d is not None)
    return [c for c, d in zip(claims, dates, strict=True) if d == last]


_RULES: Final[tuple[tuple[Rule, Callable[[Sequence[Claim], Sequence[Standing]], list[Claim] | None]], ...]] = (
    ("force", _in_force),
    ("exact", _exact),
    ("higher", _highest),
    ("later", _latest),
)
