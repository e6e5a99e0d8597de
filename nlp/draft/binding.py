"""Whom the 条例 binds (organs, not firms, villages, owners of houses), and where its twenty working days may fill an empty limit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from nlp.draft.hidden import hide
from nlp.rulebook import Row, Rulebook, check_examples

# 厂务公开条例, 村财务公开制度: of no organ
_AFFAIRS = re.compile(
    r"(?:厂|村|居|校|院|社|企|组)务公开|村(?:级|组)?财务|业主|物业管理|职工代表大会|(?:中学|小学|学校|幼儿园|大学|学院|医院"
    r"|卫生院|公司|集团|协会)(?!.*(?:条例|规定|办法))"
)
_OR = re.compile(r"、|或者?|以及")
# 为规范学校收支, 本公司, 教职工: who speaks, and words that speak of organs none the less
_OURS = re.compile(
    r"(?:本|我)(?:公司|集团|校|院|园|村|社区|企业|所|厂)|有限(?:责任)?公司|教职工|师生|村民(?:代表|监督|小组)|业主|职工代表"
    r"|学校(?:财务|收支|校务)"
)
_ORGANS = re.compile(r"人民政府|行政机关|主管部门|政府信息|政务公开|[省市县区]级|教育局|各学校|辖区")
# a word of time in the sentence of a row whose limit is not read: it may well be the limit
_TIME_WORD = re.compile(
    r"[0-9一二三四五六七八九十两]个?(?:工作日|日|天|个月|年|周|小时)(?!报)|每[年月季周日次届]|按[年月季]|季度|年[底末初](?!报)|月底|月份|及时|定期|适时|实时|随时|立即|长期|常年"
    r"|之日起|同步|同时|事前|事先|事后|提前|全程|动态(?=[更调管公发维])|持续(?!发展)|阶段性|届时|首月|[事会任批]前(?!款)|次日|当日|当天|即时|(?:审议|批准|批复|审定|通过|审核|确定|修改|制定|验收|结束|完成|处理|核实|决定)后"
)
# what is shown so that objections may be raised before it is decided: the days of the 条例 run from a decision
_BEFORE_DECIDED = re.compile(
    r"公示期|异议|草案|征求意见|候选|拟(?:任|聘|录|定|推|申|征|给|确|表|评|批|发|建|公|设|入|选|提|奖)|(?:批准|审批|审定|确定|作出决定|签订|上报|报送|报批|表决|评审|实施|拨付|发放|认定)前|初步(?:名单|结果|方案)|(?:初审|评议|评定|评选|推荐|推选|审核)(?:结果|名单|情况)|设计方案|规划方案|方案"
)


@dataclass(frozen=True, slots=True)
class Binding:
    """The rows of `draft-binding.tsv`: how bodies that the 条例 does not bind are called."""

    free: tuple[tuple[re.Pattern[str], re.Pattern[str] | None], ...]

    @classmethod
    def load(cls, book: Rulebook) -> Binding:
        """Read the table and hold every row to its examples. Raises RuleError for a row that cannot be."""
        free = []
        for row in book.table("draft-binding"):
            pair = _pattern(row), _unless(row)
            check_examples(row, lambda text, p=pair: [text] if _is_free(p, text) else [])  # type: ignore[misc]
            free.append(pair)
        return cls(tuple(free))

    def binds(self, unit: str | None) -> bool:
        """Whether every body of a unit cell may be an organ; True for an empty cell.

        A cell that names an organ and a firm is bound in neither its limit nor its level.
        """
        names = [piece for piece in _OR.split(hide(unit)[0]) if piece] if unit else []
        return not any(_is_free(pair, name) for name in names for pair in self.free)


def _is_free(pair: tuple[re.Pattern[str], re.Pattern[str] | None], name: str) -> bool:
    return pair[0].search(name) is not None and (pair[1] is None or pair[1].search(name) is None)


def _pattern(row: Row) -> re.Pattern[str]:
    try:
        return re.compile(f"{row['pattern']}[\U000f0000-\U000f0fff]?$")
    except re.error as error:
        raise row.fault(f"pattern 写法有误：{error}。") from error


def _unless(row: Row) -> re.Pattern[str] | None:
    words = row.items("unless")
    return re.compile("|".join(map(re.escape, words))) if words else None


def of_no_organ(title: str, opening: str) -> bool:
    """Whether a document orders what others than organs disclose, by its title (厂务公开条例) or how it opens (为规范本公司…)."""
    return _AFFAIRS.search(title) is not None or (_OURS.search(opening) is not None and _ORGANS.search(opening) is None)


def may_fill(sentence: str, shown: bool, others: Sequence[str] = ()) -> bool:
    """Whether the limit of the 条例 may fill the cell of a row whose sentence, and what `others` say of it, name no time.

    `shown`: the row is put up to be looked at (公示).

    >>> may_fill("县财政局应当公布部门预算。", False), may_fill("解读材料与文件同步发布。", False)
    (True, False)
    """
    if any(_TIME_WORD.search(text) for text in (sentence, *others)):
        return False
    return not (shown and _BEFORE_DECIDED.search(sentence))
