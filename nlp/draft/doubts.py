"""What speaks against a finished row, and what each sign weighs: a piece of a clause as its item, no body that answers for it."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from nlp.draft.drafts import Draft
from nlp.draft.lexicon import Lexicon
from nlp.rulebook import Rulebook

BASE, BROKEN, NO_DOMAIN = "base", "broken", "no-domain"
REVIEW_BELOW = 0.56  # score below which a clerk is sent to a row: there two of five rows of real documents had a wrong cell
# a preposition or link with which a clause goes on, not the first half of a word (对外投资, 在建工程, 为民办实事)
_OPENS = re.compile(
    r"(?:特别|尤其)是|其中|包括|以及|对(?!外|口|象|比|照|标|应|接|于[^，]{2,20}的)|在(?![建校线岗职编册读办])|自(?![然来愿主治行建查贸费筹动身])|经(?![营济费办验贸典纪])"
    r"|按(?![揭劳时期])|由(?!来)|为(?![民农老企])|将(?!军)|把(?!关)|并(?![购联轨网])|及(?![时格])|和(?![谐平解田县林顺龙硕静])|或(?!有)|从(?![业事严])|向(?![导阳量日])(?![^，]*的[^，的]{2,14}$)|确需|应当?(?![急对届])(?![^，]*的[^，的]{2,14}$)|必须|区分|告知|假借|假冒|满[0-9一二三两]"
)
_RELATIVE = r"(?![^，]*的[^，的]{2,14}$)"  # 应当公开的|其他信息: told by whose it is, a whole noun phrase
_HOLDS = re.compile(
    rf"(?:应当|必须|不得){_RELATIVE}"
    r"|[，。；：]|进行|予以|(?:纳入|记入|列入|计入)[^的]+$|实行[^的]{1,6}$|[^的]另行"
)
_ENDS = re.compile(r"(?:(?<![售事])[前后]|(?<![小工学课平临用])时|并|(?<![饱共])和|(?<!普)及|[与或])$")
_SHORT_LIST = re.compile(r"[^、]{1,5}等")
_ODD_BODY = re.compile(r"应当|可以|并需|必须|不得|约定")  # a predicate taken for a body
_SAYS_NOTHING = re.compile(
    r"(?:实施|落实|完成|进展|相关|有关|具体|工作|其他|其它)?的?(?:情况|信息|事项|内容|措施|服务|财务|资料|工作)|(?:固定|长年性|阶段性|临时性)的?(?:事项|项目)"
)
_PAIRS = (("（", "）"), ("《", "》"), ("“", "”"))


# how, where and how long it is shown: no matter of its own
_NO_MATTER = re.compile(
    r"(?:公示|公开|公布|公告|发布)的?(?:渠道|载体|查询|途径|形式|方法)|[一二两三四五六几多]种(?:方式|形式|途径|渠道|载体)"
    r"|(?:满|不少于|不得少于|保存|保留)?[0-9一二两三四五六七八九十]+(?:年|个月|个工作日|天|日)(?:以上|以内)?|[\u4e00-\u9fff]{2,6}(?:公开|公示|公布)[和与及]"
)


# how it is handled within, or a verb without its thing: 内部审核制度, 进行
_WITHIN = re.compile(
    r"内部[\u4e00-\u9fff]{2,8}(?:制度|机制|流程)|进行|服务|实施|开展|落实|监督|管理|标准规范|行政执法|除(?:涉及|依法|法律|了|国家).*"
)
# how often something of its kind is shown: 固定内容长期公开, 临时工作随时公开
_ANY_MATTER = re.compile(
    r"(?:固定|常规|临时|经常|阶段|长年|长期|日常|动态|即时|其他|其它)性?的?(?:公开|公示)?的?(?:内容|工作|事项|项目|信息)"
)


def is_no_matter(item: str, content: Sequence[str] = ()) -> bool:
    """Whether an item says how or how long something is shown, not what (公示的渠道, 满3年), or names nothing (固定内容)."""
    if _NO_MATTER.fullmatch(item) or _WITHIN.fullmatch(item):
        return True
    return len(content) < 2 and _ANY_MATTER.fullmatch(item) is not None


_OF_WHAT = re.compile(r"[^的]的[^，的]{2,14}$")  # 需要公众参与的|信息


def is_broken(lexicon: Lexicon, item: str) -> bool:
    """Whether an item is a piece of a clause or names nothing (电梯等, 特别是镇财务, 实施情况)."""
    return bool(
        _OPENS.match(item)
        or _HOLDS.search(item)
        or _ENDS.search(item)
        or _SHORT_LIST.fullmatch(item)
        or _SAYS_NOTHING.fullmatch(item)
        or (lexicon.verb_start.match(item) and not _OF_WHAT.search(item))
        or any(item.count(a) != item.count(b) for a, b in _PAIRS)
    )


@dataclass(frozen=True, slots=True)
class DoubtRules:
    """What each sign on a row weighs (`draft-doubts.tsv`): log odds that a cell of the row is wrong, counted on annotated documents."""

    weights: Mapping[str, float]

    @classmethod
    def load(cls, book: Rulebook) -> DoubtRules:
        """Read the table; the row `base` is the odds of a row without a sign. Raises RuleError for a weight that is no number."""
        weights: dict[str, float] = {}
        for row in book.table("draft-doubts"):
            try:
                weights[row["id"]] = float(row["weight"])
            except ValueError as error:
                raise row.fault(f"weight“{row['weight']}”不是数，请写成 0.35 这样的数。") from error
        return cls(weights)

    def score(self, signs: Collection[str]) -> float:
        """Probability (0..1) that every cell of a row with these signs is right."""
        odds = self.weights.get(BASE, 0.0) + sum(self.weights.get(s, 0.0) for s in sorted(signs))
        return round(1.0 / (1.0 + math.exp(odds)), 4)

    def again(self, score: float, sign: str) -> float:
        """The score of a row on which one more sign is seen."""
        kept = min(max(score, 1e-4), 1 - 1e-4)
        return round(1.0 / (1.0 + (1.0 / kept - 1.0) * math.exp(self.weights.get(sign, 0.0))), 4)


def signs_of(lexicon: Lexicon, draft: Draft, unit: str | None) -> frozenset[str]:
    """The signs on a drafted row."""
    said, item, content = draft.said, draft.matter.item, draft.matter.content
    seen = {
        BROKEN: is_broken(lexicon, item) or any("：" in c or "应当" in c for c in content),
        "odd-unit": unit is not None and _ODD_BODY.search(unit) is not None,
        "and-so-on": item.endswith("等"),
        "listed": draft.listed and not draft.spans,
        "moved": said is not None and said.use in ("moved", "topic"),
        "earlier": said is not None and said.use == "earlier",
        "publish": said is not None and said.row == "publish",
    }
    return frozenset(name for name, there in seen.items() if there)
