"""The rows of `units-duties.tsv`, compiled: what opens a duty and what must follow its list of units."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nlp.extract.unit_follows import Follows, WordTable
from nlp.extract.unit_words import guarded
from nlp.rulebook import Row, Rulebook
from nlp.types import Role

# 指挥部办公室 has a name of its own and is the unit itself; 设 begins a clause, unlike 建设, 内设.
_NEW = r"(?<![\u4e00-\u9fff])"
_BEFORE_OPENS = {
    "办公室": "(?<![部班议])",
    "设": r"(?<=[，。；：！？\n\t])",
    "希": _NEW,
    "望": _NEW,
    "希望": _NEW,
    "转": "(?<![流运周扭好翻回旋批])",
}


@dataclass(frozen=True, slots=True)
class Duty:
    """A rule row: where its list begins (behind `opens`), what must follow the list, the role (None: by the verbs)."""

    rule: str
    opens: str
    follows: Follows
    role: Role | None
    directive: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """A duty row that follows a list: where the quote ends, and where the words begin that decide the role."""

    duty: Duty
    stop: int
    words: int


def duties_of(book: Rulebook) -> tuple[Duty, ...]:
    """The rows in the order of their table. Raises RuleError for a fault in one of them."""
    verbs = book.table("units-verbs")
    tables = {k: WordTable.of(r for r in verbs if r["kind"] == k) for k in ("verb", "adverb", "condition")}
    soon = r"[0-9]{4}年[^，。；]{0,8}?[前底内起间]|[0-9一二三四五六七八九十]{1,3}(?:个工作日|个月|月|日|天|小时|季)"
    slots = {
        "must": guarded(r for r in verbs if r["kind"] == "modal"),
        "charge": guarded(r for r in verbs if r["kind"] == "verb" and r["role"] == "lead"),
        "text": r"[^，。；：！？\n\t]{0,40}?",
        "later": r"(?:[^。；！？\n\t]{0,70}，)??(?:也|还|并|均|都|同时)?(?!将)",
    }
    heads: dict[str, tuple[WordTable | str, ...]] = {
        "act": (tables["verb"],),
        "when": (tables["adverb"], soon),
        "cond": (tables["condition"], tables["verb"], tables["adverb"]),
    }
    return tuple(_duty(row, slots, heads) for row in book.table("units-duties"))


def openers_of(duties: Iterable[Duty]) -> re.Pattern[str]:
    """The words that open a duty; the look at the first character rules out most places at once. Not 理由, 申请."""
    named = {d.opens: _BEFORE_OPENS.get(d.opens[:3], "") for d in duties if d.opens}
    opens = "|".join(named[o] + o for o in sorted(named, key=len, reverse=True))
    firsts = "".join(sorted({o[0] for o in named}))
    behind = "于|此|求|(?<=请)示|入地|出地|移|让|(?<=经)(?:办机构|办人|营|费|常|济(?!南|宁|源))"  # 经办机构, 经营者: no opening word
    return re.compile(rf"(?=[{firsts}])(?<![理自缘事因经来申邀聘提报呈])(?:{opens})(?!{behind})")


def modifier_of(verbs: Sequence[Row]) -> re.Pattern[str]:
    """A verb that only modifies a noun: 提供的数据, 印发的通知."""
    words = (r for r in verbs if r["kind"] == "verb" or (r["kind"] == "none" and "的" not in r.items("unless")))  # not 规定的
    verbs_of = "|".join(sorted((r["word"] for r in words), key=len, reverse=True))
    return re.compile(
        r"(?!(?:依法|及时|负责|统一){0,2}(?:提出|拟定|拟订|编制)(?!发布|印发|公布|下发|出台|实施)[^，。；的]{3,6}的)"
        rf"(?!在?(?:接到|收到|接受)|按照?|根据|[对将把向]|结合|针对|围绕|依据|依照|严格|认真)[^，。；]{{0,6}}?(?:{verbs_of})的"
    )


def _duty(row: Row, slots: dict[str, str], heads: dict[str, tuple[WordTable | str, ...]]) -> Duty:
    opens, slot, follows = row["pattern"].partition("{units}")
    if not slot:
        raise row.fault("pattern 中没有 {units}，请写明单位的位置。")
    try:
        pattern = Follows.compile(follows, slots, heads)
    except ValueError as error:
        raise row.fault(f"pattern 有误：{error}。") from error
    role = row["role"]
    if role not in ("", "lead", "support", "supervise"):
        raise row.fault(f"role 应为 lead、support、supervise 或空着，不是“{role}”，请修改。")
    return Duty(row["id"], opens, pattern, role or None, row["directive"] == "yes")  # type: ignore[arg-type]
