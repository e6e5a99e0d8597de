"""What speaks against a finished row: a broken piece as its item, no body that answers for it, values of a far standard item."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlp.draft.lexicon import Lexicon
from nlp.standard import Match

SURE = 0.75  # a standard item below it lends its values only for review
_BROKEN, _NOBODY, _FAR = 0.25, 0.1, 0.1
# a preposition or link with which a clause goes on, not the first half of a word (对外投资, 在建工程, 为民办实事)
_OPENS = re.compile(
    r"(?:特别|尤其)是|其中|包括|以及|对(?!外|口|象|比|照|标|应|接|于[^，]{2,20}的)|在(?![建校线岗职编册读办])|自(?![然来愿主治行建查贸费筹动身])|经(?![营济费办验贸典纪])"
    r"|按(?![揭劳时期])|由(?!来)|为(?![民农老企])|将(?!军)|把(?!关)|并(?![购联轨网])|及(?![时格])|和(?![谐平解田县林顺龙硕静])|或(?!有)|从(?![业事严])|向(?![导阳量日])|确需|应当?(?![急对届])|必须|区分|告知|假借|假冒|满[0-9一二三两]"
)
_HOLDS = re.compile(r"[，。；：]|应当|必须|不得|进行|予以|(?:纳入|记入|列入|计入)[^的]+$|实行[^的]{1,6}$|[^的]另行")
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


def is_no_matter(item: str) -> bool:
    """Whether an item says how or how long something is shown, not what (公示的渠道, 两种方式, 满3年)."""
    return _NO_MATTER.fullmatch(item) is not None


def is_broken(lexicon: Lexicon, item: str) -> bool:
    """Whether an item is a piece of a clause or names nothing (电梯等, 特别是镇财务, 实施情况)."""
    return bool(
        _OPENS.match(item)
        or _HOLDS.search(item)
        or _ENDS.search(item)
        or _SHORT_LIST.fullmatch(item)
        or _SAYS_NOTHING.fullmatch(item)
        or lexicon.verb_start.match(item)
        or any(item.count(a) != item.count(b) for a, b in _PAIRS)
    )


def doubt_of(lexicon: Lexicon, item: str, content: Sequence[str], unit: str | None, lent: Match | None) -> float:
    """What is taken from the score, 0 where nothing speaks against the row; `lent` is the standard item that filled a cell."""
    out = _BROKEN if is_broken(lexicon, item) or any("：" in c or "应当" in c for c in content) else 0.0
    out += _NOBODY if not unit or _ODD_BODY.search(unit) else 0.0
    return out + (_FAR if lent is not None and lent.score < SURE else 0.0)
