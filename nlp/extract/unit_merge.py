"""Putting the claims of one section together: one row a unit, its best role, its most telling quote."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from nlp.extract.unit_claims import Claim
from nlp.extract.unit_register import Register
from nlp.types import Role

_NONE: Mapping[str, str] = {}
_NAMED_SHORT = re.compile(
    r"(?P<full>[\u4e00-\u9fff]{4,30})（以下(?:简|统|合)?称(?:为)?[“\"]?(?P<short>[\u4e00-\u9fff]{2,20})[”\"]?[）、，]"
)
_ORDER: dict[Role, int] = {"lead": 0, "support": 1, "supervise": 2}
# What a short form lacks: 市发改 -> 市发改委.
_ENDINGS = ("局", "委", "办", "厅", "部", "部门", "委员会", "中心", "所", "站")


# 有关单位 beside 市直有关单位
_GENERAL = frozenset(("有关单位", "有关部门", "相关单位", "相关部门"))
_OF_LEVEL = re.compile(r"(?:[省市县区州镇][直级]|区|县|市|省)(?:各)?")


@dataclass(frozen=True, slots=True)
class Row:
    """A unit of one section: its claim (the quote), the name in the view's text, and the best role of all its claims."""

    claim: Claim
    name: str
    role: Role


def short_names(text: str) -> dict[str, str]:
    """Short names that a document gives its bodies, with the words before the bracket.

    >>> short_names("由市住房保障办公室（以下简称市住保办）负责。")
    {'市住保办': '由市住房保障办公室'}
    """
    return {m["short"]: m["full"] for m in _NAMED_SHORT.finditer(text)} if "（以下" in text else {}


def merge_claims(claims: Iterable[Claim], text: str, register: Register, given: Mapping[str, str] = _NONE) -> list[Row]:
    """Rows of one section, in the order of their quotes. A short form beside the full name has no row of its own, nor has the
    short name that the document itself gives (`given`)."""
    said: dict[str, list[Claim]] = {}
    for claim in sorted(claims, key=lambda c: (c.start, c.named.item.start)):
        said.setdefault(claim.named.text(text), []).append(claim)
    _share_bracketed(said)
    _share_each(said)
    _share_given(said, given)
    short = _short_forms(said, register)
    rows = [
        Row(_quoted(claims_of), name, min((c.role for c in claims_of), key=_ORDER.__getitem__))
        for name, claims_of in said.items()
        if name not in short
    ]
    return sorted(rows, key=lambda r: (r.claim.start, r.claim.named.item.start))


def _share_bracketed(said: dict[str, list[Claim]]) -> None:
    """各区（县级市） beside 各区 and 各县级市 is no unit of its own: its claims are theirs."""
    for name in [n for n in said if n.startswith("各") and n.endswith("）")]:
        first, _, rest = name[:-1].partition("（")
        parts = [first, *("各" + part for part in rest.split("、"))]
        if all(part in said for part in parts):
            claims = said.pop(name)
            for part in parts:
                said[part] += claims


def _share_each(said: dict[str, list[Claim]]) -> None:
    """镇党委 beside 各镇党委 is the same class of bodies, so what is said of it counts for the class."""
    for name in [n for n in said if "各" + n in said]:
        whole = said["各" + name]
        whole += [replace(c, named=whole[0].named) for c in said.pop(name)]


def _share_given(said: dict[str, list[Claim]], given: Mapping[str, str]) -> None:
    """市住保办 beside 市住房保障办公室 that the document calls so is the same unit."""
    for name in list(said):
        short = next((s for s in given if name.endswith(s) and len(name) - len(s) <= 2), None)  # with a restored 市
        if short is None:
            continue
        full = next((n for n in said if n != name and len(n) > len(name) and given[short].endswith(n)), None)
        if full is not None:
            said[full] += [replace(c, named=said[full][0].named) for c in said.pop(name)]


def _quoted(said: Sequence[Claim]) -> Claim:
    """The claim to quote: the first bracket, label or table cell, else the first mention."""
    return next((c for c in said if c.where != "text"), said[0])


def _short_forms(said: Mapping[str, Sequence[Claim]], register: Register) -> set[str]:
    """Names beside a fuller name of the same unit: 市发改 beside 市发改委, 教育局 or 审计部门 beside 市教育局, 市审计局."""
    prefixes = {name: claims[0].named.prefix for name, claims in said.items()}
    bodies = {name[size:] for name, size in prefixes.items() if size}
    by_full: dict[str, list[str]] = {}
    for name, size in prefixes.items():
        if (full := register.full_name(name, size)) is not None:
            by_full.setdefault(full, []).append(name)
    out: set[str] = {
        name for name in said if name in _GENERAL and any(o != name and _OF_LEVEL.match(o) and o.endswith(name) for o in said)
    }
    for names in by_full.values():
        longest = max(names, key=len)
        out.update(n for n in names if n != longest and not said[n][0].named.collective)
    for name, claims in said.items():
        item = claims[0].named.item.name
        bare = prefixes[name] == 0 and not claims[0].named.collective and item.attach != "none" and name in bodies
        stem = item.kind == "stem" and any(name + ending in said for ending in _ENDINGS)
        office = prefixes[name] == 0 and name.endswith("部门") and any(name[:-2] + ending in bodies for ending in _ENDINGS)
        if bare or stem or office:
            out.add(name)
    return out
