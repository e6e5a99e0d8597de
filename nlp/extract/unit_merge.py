"""Putting the claims of one section together: one row a unit, its best role, its most telling quote."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from nlp.extract.unit_claims import Claim
from nlp.extract.unit_names import NameRules
from nlp.types import Role

_ORDER: dict[Role, int] = {"lead": 0, "support": 1, "supervise": 2}
_ENDINGS = ("局", "委", "办", "厅", "部", "部门", "委员会", "中心", "所", "站", "局机关")


@dataclass(frozen=True, slots=True)
class Row:
    """A unit of one section: its claim (the quote), the name in the view's text, and the best role of all its claims."""

    claim: Claim
    name: str
    role: Role


def merge_claims(claims: Iterable[Claim], text: str, names: NameRules) -> list[Row]:
    """Rows of one section, in the order of their quotes."""
    by_name: dict[str, list[Claim]] = {}
    for claim in sorted(claims, key=lambda c: (c.start, c.named.item.start)):
        by_name.setdefault(claim.named.text(text), []).append(claim)
    for short in sorted(by_name, key=len):
        if _fuller(short, by_name, names) is not None:
            by_name.pop(short)
    rows = [Row(_quoted(said), name, min((c.role for c in said), key=_ORDER.__getitem__)) for name, said in by_name.items()]
    return sorted(rows, key=lambda r: (r.claim.start, r.claim.named.item.start))


def _quoted(said: Sequence[Claim]) -> Claim:
    """The claim to quote: the first bracket, label or table cell, else the first mention."""
    return next((c for c in said if c.where != "text"), said[0])


def _fuller(short: str, by_name: dict[str, list[Claim]], names: NameRules) -> str | None:
    """The fuller name of the same unit that stands in the section too: 市发改 -> 市发改委, 教育局 -> 市教育局, 审计部门 -> 市审计局."""
    claim = by_name[short][0]
    register = names.register
    full = register.full_name(short, claim.named.prefix)
    for other, claims in by_name.items():
        if other == short:
            continue
        named = claims[0].named
        if claim.named.item.name.kind == "stem" and other.startswith(short) and other[len(short) :] in _ENDINGS:
            return other
        if (
            full is not None
            and full == register.full_name(other, named.prefix)
            and len(other) >= len(short)
            and not claim.named.collective
        ):
            return other
        if named.prefix and claim.named.prefix == 0 and claim.named.item.name.attach != "none" and not claim.named.collective:
            if other[named.prefix :] == short:
                return other
        if (
            short.endswith("部门")
            and named.prefix
            and len(short) > 3
            and other[named.prefix :].startswith(short[:-2])
            and not claim.named.prefix
        ):
            return other
    return None


def with_role(claim: Claim, role: Role) -> Claim:
    """The claim with another role."""
    return replace(claim, role=role)
