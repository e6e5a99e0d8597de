"""What speaks against a finished row, and what each sign weighs: a piece of a clause as its item, no body that answers for it."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from nlp.draft.answerable import ABOVE, TOLD
from nlp.draft.drafts import Draft
from nlp.draft.lexicon import Lexicon
from nlp.draft.periods import WHY as BY_PERIOD
from nlp.rulebook import Rulebook

BASE, BROKEN, NO_DOMAIN = "base", "broken", "no-domain"
# Score below which a clerk is sent to a row, and signs with which a row is for review whatever its score, which is then ASKED at most.
# Of 123 rows that clerks had judged and that stand as they were, 57 have one or the other: four of five of these were deleted or had
# a wrong item, element, limit or unit, three of ten of the others. A limit by default, a reworded or a long item say nothing: they are weights only.
REVIEW_BELOW = 0.7
ALWAYS_ASKED = frozenset({BROKEN, "misplaced", "unclear", "odd-unit", "borrowed", "noun", "answers"})
ASKED = 0.69
# a preposition or link with which a clause goes on, not the first half of a word (对外投资, 在建工程, 为民办实事)
_OPENS = re.compile(
    r"(?:特别|尤其)是|其中|包括|以及|对(?!外|口|象|比|照|标|应|接|于[^，]{2,20}的)|在(?![建校线岗职编册读办])|自(?![然来愿主治行建查贸费筹动身])|经(?![营济费办验贸典纪])"
    r"|按(?![揭劳时期])|由(?!来)|为(?![民农老企])|将(?!军)|把(?!关)|并(?![购联轨网])|及(?![时格])|和(?![谐平解田县林顺龙硕静])|或(?!有)|从(?![业事严])|向(?![导阳量日])(?![^，]*的[^，的]{2,14}$)|确需|应当?(?![急对届])(?![^，]*的[^，的]{2,14}$)|必须|区分|告知|假借|假冒|满[0-9一二三两]"
)
_RELATIVE = r"(?![^，]*的[^，的]{2,14}$)"  # 应当公开的|其他信息: told by whose it is, a whole noun phrase
_HOLDS = re.compile(
    rf"(?:应当|必须|不得){_RELATIVE}"
    r"|按照?(?:国家|有关|相关|规定)|(?<=.{4})实施[^的]{4,}$|是否|[，。；：]|进行|予以|(?:纳入|记入|列入|计入)[^的]+$|实行[^的]{1,6}$|[^的]另行"
)
_ENDS = re.compile(
    r"(?:届满|期满|[0-9一二三四五六七八九十]个?(?:月|日|天|工作日)|(?<![售事])[前后]|(?<![小工学课平临用])时|并|(?<![饱共])和|(?<!普)及|[与或])$"
)
_SHORT_LIST = re.compile(r"[^、]{1,5}等")
# a predicate taken for a body, a body by its owner alone
_ODD_BODY = re.compile(r"应当|可以|并需|必须|不得|约定|(?:^|、)其(?![他它余])|^每一")
_SAYS_NOTHING = re.compile(
    r"(?:实施|落实|完成|进展|相关|有关|具体|工作|其他|其它)?的?(?:情况|信息|事项|内容|措施|服务|财务|资料|工作)|(?:固定|长年性|阶段性|临时性)的?(?:事项|项目)"
)
_PAIRS = (("（", "）"), ("《", "》"), ("“", "”"))


# how, where and how long it is shown: no matter of its own
_NO_MATTER = re.compile(
    # 多角度、全方位的深度解读: how, not of what
    r"(?:(?:多角度|全方位|多层次|多维度|立体化|多频次|多形式|多渠道|多样化|多元化|深层次|全面|深入|系统|通俗|形象|权威|深度)(?:、|，|和|的|地)?)+(?:解读|回应|宣传解读|阐释)|"
    r"(?:已)?经(?:批准|审核|审查|同意|研究)|(?:公示|公开|公布|公告|发布)的?(?:渠道|载体|查询|途径|形式|方法)|[一二两三四五六几多]种(?:方式|形式|途径|渠道|载体)"
    r"|(?:满|不少于|不得少于|保存|保留)?[0-9一二两三四五六七八九十]+(?:年|个月|个工作日|天|日)(?:以上|以内)?|[\u4e00-\u9fff]{2,6}(?:公开|公示|公布)[和与及]"
)


# a unit or limit that stands in another sentence or for the whole document: it may well not be that of the row
_FROM_AFAR = frozenset({ABOVE, TOLD, BY_PERIOD})
_MANY, _LONG_ELEMENT, _THIN, _LONG_ITEM, _LONG_SENTENCE = 6, 16, 2, 20, 90
_ANSWERS = frozenset({"explain", "respond", "clarify", "speak"})
# names that say nothing without what stands before them: 具体标准, 有关信息, 方案, 结果
_UNCLEAR = re.compile(
    r"(?:应当?|依法)*(?:主动)?公开的(?:政府)?(?:信息|内容|事项)|(?:具体|有关|相关|上述|以上|前款所列|所列|该|其|此类|处理|办理|审核|评估|考核|检查)?的?(?:信息|情况|内容|事项|资料|标准|办法|方案|计划|目录|名单|结果|申请|报告|意见|范围|措施|制度|数据|公告|决定|成员名单|年度计划)"
    r"|(?:使用|执行|落实|实施|完成|管理|运行|整改|变更|调整|发放|分配|进展|办理|工作|补救|处置|具体)(?:情况|措施|方案|结果|进展|计划)"
)
# a word of time in the sentence of a row whose limit is the default: it may well be the limit
_TIME_WORD = re.compile(
    r"[0-9一二三四五六七八九十两]个?(?:工作日|日|天|个月|年|周|小时)|每[年月季周日]|按[年月季]|季度|年[底末初]|月底|及时|定期|实时|随时|长期|之日起"
)


# how it is handled within, or a verb without its thing: 内部审核制度, 进行
_WITHIN = re.compile(
    r"内部[\u4e00-\u9fff]{2,8}(?:制度|机制|流程)|进行|服务|实施|开展|落实|监督|管理|标准规范|行政执法|除(?:涉及|依法|法律|了|国家).*"
)
_OPEN_END = re.compile(r"(?:包括|如下|包含|主要有)$")  # a lead taken for a matter
# how often something of its kind is shown: 固定内容长期公开, 临时工作随时公开
_ANY_MATTER = re.compile(
    r"(?:下列|以下|如下|上列)(?:的)?(?:信息|内容|事项|情况|资料|材料|项目)"
    r"|(?:年度|季度|月度|每年|每月|定期|不定期)|等(?:程序|环节|步骤|方式|手续|工作|制度)"
    r"|(?:固定|常规|临时|经常|阶段|长年|长期|日常|动态|即时|其他|其它)性?的?(?:公开|公示)?的?(?:内容|工作|事项|项目|信息)"
)
# where or how, the word alone (公示地点：…, 以下几个方面), all that is public (主动公开的政府信息), or a verb alone (听证会公开举行)
_PLACE_WORD = re.compile(
    r"(?:公示|公开|公告)?的?(?:地点|位置|场所|时间|时限|期限|网址|平台|方式|形式|对象|地址)|(?:应当?|依法)?主动公开的(?:政府|政务)信息|[几各]?个?方面|举行|召开|事宜|现场|全文|条款"
)


# a sentence about what is to be so (…即为有效申请人, 一定不能出现外链), or an aim (推动标杆场景)
_SAYS_SO = re.compile(r"即为|视为|一定(?:不|要)|不能(?!源)|以[^，、]{2,14}为(?:组长|副组长|主任|核心|主体|目标)")
_AIM = re.compile(r"(?:推动|促进|提升|增强|形成|确保|发挥|营造|参与|提高|用于)(?=.{3})")


def is_no_phrase(lexicon: Lexicon, item: str) -> bool:
    """Whether an item is a statement or an aim, nothing that can be shown (推动标杆场景; not 促进就业政策)."""
    if _SAYS_SO.search(item) is not None:
        return True
    return _AIM.match(item) is not None and lexicon.turned_head.match(item[::-1]) is None


def is_no_matter(item: str, content: Sequence[str] = ()) -> bool:
    """Whether an item says how or how long something is shown, not what (公示的渠道, 满3年), or names nothing (固定内容)."""
    if _NO_MATTER.fullmatch(item) or _WITHIN.fullmatch(item) or _OPEN_END.search(item) or _PLACE_WORD.fullmatch(item):
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


@dataclass(frozen=True, slots=True)
class Cells:
    """What the finished cells of a row tell of it: its unit, which cells were filled by default and by what, channels of no known kind,
    its sentence."""

    unit: str | None
    defaults: Mapping[str, str]
    odd_channel: bool
    sentence: str


def signs_of(lexicon: Lexicon, draft: Draft, cells: Cells) -> frozenset[str]:
    """The signs on a drafted row."""
    said, item, content = draft.said, draft.matter.item, draft.matter.content
    unit, table = cells.unit, bool(draft.spans)
    seen = {
        BROKEN: is_broken(lexicon, item) or any("：" in c or "应当" in c for c in content),
        "odd-unit": unit is not None and _ODD_BODY.search(unit) is not None,
        "misplaced": draft.row.misplaced,
        "and-so-on": item.endswith("等"),
        "listed": draft.listed and not table,
        "table": table,
        "no-unit": unit is None,
        "unit-lent": "unit" in cells.defaults,
        "borrowed": cells.defaults.get("unit") in _FROM_AFAR or cells.defaults.get("deadline") in _FROM_AFAR,
        "odd-channel": cells.odd_channel,
        "long-content": len(content) >= _MANY,
        "long-element": any(len(c) > _LONG_ELEMENT for c in content),
        "thin-element": len(content) > 1 and any(len(c) <= _THIN for c in content),
        "made-up": any(c not in cells.sentence for c in content),
        "long-item": len(item) > _LONG_ITEM,
        "unclear": _UNCLEAR.fullmatch(item) is not None,
        "headless": not table and lexicon.turned_head.match(item[::-1]) is None,
        "lent-limit": "deadline" in cells.defaults,
        "reworded": item not in cells.sentence,
        "context": said is not None and said.context is not None,
        "long-sentence": len(cells.sentence) > _LONG_SENTENCE,
        "answers": said is not None and said.row in _ANSWERS,
        "noun": said is not None and said.use == "noun",
        "no-time": "deadline" in cells.defaults and bool(_TIME_WORD.search(cells.sentence)),
        "moved": said is not None and said.use in ("moved", "topic"),
        "earlier": said is not None and said.use == "earlier",
        "publish": said is not None and said.row == "publish",
    }
    return frozenset(name for name, there in seen.items() if there)
