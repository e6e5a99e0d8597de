"""备注: a contradiction in words, both sides with their documents, and the rule that decides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from nlp.across.standing import Conflict, Rule, Standing

FIELDS: Mapping[str, str] = {
    "deadline": "时限", "unit": "主体", "mode": "方式", "audience": "对象", "basis": "依据", "channels": "渠道", "level": "层级",
    "content": "内容", "item": "事项", "parent_item": "一级事项",
}  # fmt: skip
RULES: Mapping[Rule, str] = {
    "force": "按现行有效的文件",
    "exact": "按写明期限的文件",
    "higher": "按上级文件",
    "later": "按较新的文件",
}
UNDECIDED = "层级、日期不能判定，须由人决定"
_MOST_NAMED = 4


def remark(conflicts: Sequence[Conflict], standings: Sequence[Standing]) -> str:
    """One line a contradiction; "" where there is none."""
    return "\n".join(_line(c, standings) for c in conflicts)


def _line(conflict: Conflict, standings: Sequence[Standing]) -> str:
    sides: dict[str, list[int]] = {}
    words: dict[str, str] = {}
    for claim in conflict.claims:
        sides.setdefault(claim.same, []).append(claim.source)
        words.setdefault(claim.same, claim.words)
    said = "；".join(f"{_who(sources, standings)}“{words[same]}”" for same, sources in sides.items())
    if conflict.rule is None or conflict.taken is None:
        return f"{FIELDS[conflict.field]}不一致：{said}。{UNDECIDED}。"
    taken = next(c.words for c in conflict.claims if c.source == conflict.taken)
    return f"{FIELDS[conflict.field]}不一致：{said}。{RULES[conflict.rule]}取“{taken}”。"


def _who(sources: Sequence[int], standings: Sequence[Standing]) -> str:
    """Documents of one side: number, level and date, so that a reader can check the rule."""
    shown = []
    for i in sources[:_MOST_NAMED]:
        s = standings[i]
        facts = "，".join(f for f in (s.level, s.written_on, "" if s.in_force else "已失效或废止") if f)
        shown.append(f"[{i + 1}]{s.name}" + (f"（{facts}）" if facts else ""))
    more = f"等{len(sources)}份" if len(sources) > _MOST_NAMED else ""
    return "、".join(shown) + more
