"""The object of a verb of making in a clause: 编制|权力清单, 做好|安置对象认定|工作."""

from __future__ import annotations

import re

from nlp.draft.lexicon import Lexicon
from nlp.draft.phrases import Range, Times, frame_before, times_in
from nlp.draft.sheet import Sheet
from nlp.draft.subjects import clause_subject

_AFTER_MAKE = re.compile(r"(?:好|完成|了|一次|一份|[0-9一二三]+次|对|和|并)+")
_MADE_TAIL = re.compile(
    r"(?:(?<!管理)(?<!执行)(?<!规章)(?<!财务)(?<!服务)制度|(?:的)?(?:编制|制定|修订|梳理|清理|汇总|审核|编写)?工作|的?(?:编制"
    r"|制定|修订))$"
)
_MADE_CUT = re.compile(r"后(?=$)|并|应当|必须")
_NO_MADE = "后并按向给到至在于"
_OUTCOMES = ("结果作为", "数据作为", "情况作为")
# 开辟|或者|调整: makings in a row share their object
_OR = re.compile(r"或者?|、|和|及|并(?!购)")
_WITH = re.compile(r"与[^，。；与]{1,16}?(?=签订|订立|签署)")  # 应当|与其|签订协议
_ALSO_MAKES = frozenset({"明确"})  # an adverb (明确要求), and a verb (明确经营区域)
_HOW = re.compile(r"(?:科学|合理|统筹|精准|规范|从严|因地制宜|按需|自主|自行)+(?:地)?")
_LESS_OFTEN = re.compile(
    r"规定(?=[^，。；的、]{2,}$)|记录(?=[^，。；的]{2,}(?:情况|结果|信息|行为|事项|内容)$)"
    r"|载明(?=[^，。；]{4,})|(?:评估|评价|测评|监测|检测)(?:测试|评价)?(?=[^，。；的]{4,}(?:水平|质量|状况|情况)$)"
)
_GROUPS = re.compile(r"(?:有关|相关|等)(?:部门|单位|机构|专家|人员|机关|力量)[^，。；]{0,40}?$")  # 组织|水利、交通等部门根据…|编制
_NOUNISH = frozenset({"登记", "统计", "检查", "核查", "监测", "抽查"})  # 记录|登记备案信息
_NOT_SHOWN = frozenset({"申请", "异议", "书面申请", "书面异议"})  # 提出|申请
_LEAST_MADE, _FARTHEST_VERB = 2, 40


def behind_subject(sheet: Sheet, lexicon: Lexicon, a: int, b: int) -> int:
    """Offset behind subject, modal and adverbs at the start of a clause."""
    masked, words = sheet.masked, lexicon.kind_of
    subject = clause_subject(sheet, lexicon, a, b)
    at = subject[1] if subject else a
    while at < b:
        step = next((n for n in (6, 5, 4, 3, 2, 1) if words.get(masked[at : at + n], "serial") != "serial"), 0)
        if not step or (step == 1 and lexicon.make.match(masked, at, b)) or masked[at : at + step] in _ALSO_MAKES:  # 更新: no 更
            break
        at += step
    return at


def made_in(sheet: Sheet, lexicon: Lexicon, a: int, b: int) -> Range | None:
    """Object of a verb of making in a clause: 编制|权力清单, 做好|安置对象认定|工作."""
    masked = sheet.masked
    at = behind_subject(sheet, lexicon, a, b)
    together = _WITH.match(masked, at, b)
    at = together.end() if together is not None else at
    how = _HOW.match(masked, at, b)
    at = how.end() if how is not None and lexicon.make.match(masked, how.end(), b) else at
    verb = lexicon.make.match(masked, at, b) or _LESS_OFTEN.match(masked, at, b) or _later_verb(sheet, lexicon, a, at, b)
    if verb is None:
        return None
    if verb[0] in ("组织", "召集"):
        between = ((m, masked[verb.end() : m.start()]) for m in lexicon.make.finditer(masked, verb.end() + 4, b))
        later = next((m for m, who in between if _GROUPS.search(who) or lexicon.is_body(who)), None)
        verb = later if later is not None else verb
    start, end = verb.end(), b
    while start < b:
        joint = _OR.match(masked, start, b)
        more = lexicon.make.match(masked, joint.end() if joint is not None else start, b)
        if more is None or (joint is None and more[0] in _NOUNISH):
            break
        start = more.end()
    after = _AFTER_MAKE.match(masked, start, b)
    start = after.end() if after else start
    if lexicon.push_always.match(masked, start, end):
        return None  # 组织和|指导学校填写
    tail = _MADE_TAIL.search(masked, start, end)
    if tail is not None and tail.start() - start >= 3:
        end = tail.start()
    if end - start < _LEAST_MADE or masked.startswith(_OUTCOMES, start) or masked[start:end] in _NOT_SHOWN:
        return None  # 监测|结果作为…: a noun
    cut = _MADE_CUT.search(masked, start, end)
    end = cut.start() if cut is not None else end
    if end - start < _LEAST_MADE or masked[start] in _NO_MADE or masked.startswith("及时", start):
        return None
    return (start, end)


def _later_verb(sheet: Sheet, lexicon: Lexicon, a: int, at: int, b: int) -> re.Match[str] | None:
    """A verb of making further right, where only adverbials or a body stand before it."""
    times: Times | None = None
    for m in lexicon.make.finditer(sheet.masked, at, b):
        if m.start() - at > _FARTHEST_VERB:
            break
        times = times_in(sheet, a, b) if times is None else times
        frame = frame_before(sheet, lexicon, a, m.start(), times)
        rest = sheet.masked[frame.rest[0] : frame.rest[1]]
        if frame.read and (not rest or lexicon.is_body(rest) or clause_subject(sheet, lexicon, *frame.rest) == frame.rest):
            return m
    return None
