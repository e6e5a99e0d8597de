"""Objects and subjects that stand in an earlier clause, part or sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from nlp.draft.acted_on import SHALL_REPORT, TOLD_ON, WORKED_OUT, behind_modal, done_to, front_of_list, named_as
from nlp.draft.changes import change_in, handling
from nlp.draft.given import (
    ABOVE_ALL,
    ACCOMPLISHED,
    AS_PAPER,
    BY_RULE,
    DECIDED_BY,
    DEFINED,
    EVERY,
    FORBIDDEN_NOUN,
    GATHERED,
    GATHERING,
    HANDED,
    MADE_BY,
    MANAGED,
    MOVED,
    MOVED_ONLY,
    OPENED,
    PASSIVE,
    PUT_INTO,
    PUT_ON_LIST,
    RECEIVED,
    REPORTED,
    SUCH_AS,
    TAKEN_BACK,
    TAKES_IN,
    TOPIC_END,
    TREATED,
    TREATED_SO,
)
from nlp.draft.leading import made_first, moved_list, topic_by
from nlp.draft.lexicon import Lexicon
from nlp.draft.making import behind_subject, made_in
from nlp.draft.phrases import Range, event_topic, frame_before, times_in
from nlp.draft.sheet import Sentence, Sheet
from nlp.draft.subjects import clause_subject

# clauses that only say when, how, how long or unless: no object there
_ADVERBIAL = re.compile(
    r"公示期|公告期|(?:公示|公告|公布|公开)时间|(?:主要|具体|其中|重点|内容)*(?:包括|包含)|期限|时间|接受(?!捐)|报(?!告|表|名|刊|纸|价)|除|经(?![济营费]|[^，。；]{2,20}的[^，。；的]{2,10}$|[^，。；]{0,20}(?:批准|通过|审定|核准)[^，。；]{0,4}的[^，。；]{4})|按|根据|依据|依照|遵循|本着|为|通过|向[^，。；]{2,20}(?:推送|发送|反馈|告知|通知|送达|推介|推广)$|在(?![线建职编])|由|利用|应(?!急)|并且?"
    r"|如|若|确(?!定|认|权|需要?(?:调整|变更|改变|暂停|停止|中断|取消|新增|关闭|撤销|终止))|因|从|自(?![治然动来])|于|以(?![^，。；]{1,16}名义[制印发出联])|凡|当|反映(?![^，。；]{4,}的[^，。；的]{2,10}$)|属于(?![^，。；]{2,20}的[^，。；的]{2,10}$)|没有|有(?!关)"
)
# 并在…编制…: an adverbial start that still holds a verb of making
_MAKES_AFTER_ALL = re.compile(r"(?:应|并|在|于|自|由|根据|依据|按照|结合)[^，]*(?:编制|制定|梳理|建立|颁发|核发|划定|划出|规定)")
_CONDITION = re.compile(r"(?:的|后|时|前|之日起|的话|外|以外|期间|情况下|基础上|过程中)$|一(?:经|旦)[^，。；]{2,8}$")
_FRONT = re.compile(
    r"(?:同时|并且?|另外|此外|其中)?(?:第一时间|及时|立即)?(?:(?:通过|利用|运用)[^，。；将把对]{2,30}(?=将|把)|(?:要|应当?|须|必须)?(?:定期|及时|如实|统一|按时|按规定|依法)*(?=将|把)|(?:定期|每年|每季度|每半年)(?=对))?(?P<front>对于"
    r"|对(?![外口象接应])|将|把|就|针对|凡是?|关于|围绕|聚焦|涉及)"
)
_TOLD_FIRST = re.compile(  # 每半年向常委会报告一次|执行情况
    r"(?:每[^，。；]{1,4}|定期|按时)?向[^，。；]{2,30}?(?:报告|汇报|通报)(?:一次)?(?=[^，。；]{4})"
)
_THING_OF = re.compile(r"[^，。；、的]{3,16}的[^，。；的]{2,16}")  # 禁止采砂的|干流河道
# 编制事项目录。并按时在网站公布
_GOES_ON_FROM = re.compile(r"(?:并且?|同时|而后|然后|经审核后|审核后|之后)(?![购列轨联网发症])")
_NO_PHRASE = re.compile(
    r"因[^，。；]{4,30}(?:导致|造成|引起)|采取[^，。；]{0,24}措施$|完成(?!情况|率|进度)|建成(?!区)|办结|(?:征得|取得|征求|报请|报经)[^，。；]{0,40}(?:同意|批准)$"
    r"|(?:为止|到位|到底|一致|落实)$|第[一二三四五六七八九十百]+条$"
)
_WORKED_THROUGH = re.compile("(?:汇总|整理|统计|审核|核实|收集|登记|梳理|复核|核对)(?:完毕|完成|无误)?后$")
_SETS_UP = re.compile("设置|设立|建立|配备|树立")  # 避难场所应当|设置明显的标识
_OPEN_RELATIVE = re.compile(r"[^，。；]{1,14}的[^，。；]{2,}")
_PASSED_RELATIVE = re.compile(r"[^，。；]{1,30}的[^，。；]{2,}")  # 需要经|职工代表大会审议、通过的|事项
# 编制目录，建立数据库，年底前公布: both are disclosed
_FIXED = re.compile(r"划定|规定|设定|确定")  # 划定禁采区，|规定禁采期
_CHAINED = re.compile(r"编制|制定|建立|梳理|形成|完善|汇总|修订|明确|拟定|拟订")
_PERIOD = re.compile(r"公示|公告|公开|公布|征求|听证")  # 公示期满后
_ACTED = re.compile(r"尽快|及时|立即|依法(?!治|院)|迅速|妥善|积极|全力|避免|防止|恢复|启动|采取|组织")
# 组设置|公开牌: a board is not what is disclosed
_BOARD = re.compile(r"(?:公开|公示|公告|宣传|告示|标识|信息|展示)(?:专)?(?:栏|牌|墙|屏|榜|窗)$")
_LEAST_EVENT = 4
_SHORT_CHANGE = 2  # 停水, 闭馆: of whom, says the subject
_TOLD_ALREADY = frozenset({"公开", "公布", "公示", "公告", "发布"})
_PARTS_BACK, _CLAUSES_BACK = 6, 12


class Found(Protocol):
    """The part of a disclosure that is looked at here."""

    @property
    def clause(self) -> Range:
        """The clause in which the verb stands."""
        ...


@dataclass(frozen=True, slots=True)
class Antecedent:
    """Objects found earlier; `same` is the index of an earlier disclosure with the same object; `before` the sentence used.

    `agent`: who handles the object there (整改情况由各单位汇总); `changed`: the object is a change (清单有调整的),
    `of` its thing where that stands apart.
    """

    objects: tuple[Range, ...] = ()
    times: tuple[Range, ...] = ()
    same: int | None = None
    before: Range | None = None
    agent: Range | None = None
    changed: bool = False
    of: Range | None = None


_NOTHING = Antecedent()


def antecedent(
    sheet: Sheet,
    lexicon: Lexicon,
    sentence: Sentence,
    part: int,
    clause: int,
    found: Sequence[Found],
    previous: Sentence | None,
    refer: bool = False,
) -> Antecedent:
    """What an objectless verb in clause `clause` of part `part` discloses.

    `refer`: the verb has an object that points back (上述信息): the part or sentence before is searched instead of the clauses.
    """
    clauses = sentence.parts[part]
    said = {d.clause: i for i, d in enumerate(found)}
    if clauses[clause] in said:
        return Antecedent(same=said[clauses[clause]])
    if not refer and not any(c in said for c in clauses[:clause]):
        topic = topic_by(sheet, lexicon, clauses, clause)
        if topic is not None:
            return Antecedent((topic[0],), agent=topic[1])
        first = made_first(sheet, lexicon, clauses, clause)
        if first is not None:
            return Antecedent((first,))
        moved = moved_list(sheet, lexicon, clauses, clause)
        if moved:
            return Antecedent(moved)
    opens = not clause and not part and previous is not None and _GOES_ON_FROM.match(sheet.masked, *clauses[0]) is not None
    if not refer and not opens:
        for c in range(clause - 1, max(-1, clause - 5), -1):
            if clauses[c] in said:
                return Antecedent(same=said[clauses[c]])
            one = _object_of(sheet, lexicon, clauses, c)
            more = ABOVE_ALL.match(sheet.masked, *clauses[c]) if c and one.objects else None
            told = c and sheet.masked[clauses[c - 1][1] - 2 : clauses[c - 1][1]] in _TOLD_ALREADY  # 临时项目一事一|公开，特别是…
            earlier = _object_of(sheet, lexicon, clauses, c - 1) if more is not None and not told else _NOTHING
            if earlier.objects:
                return replace(earlier, objects=(*earlier.objects, *one.objects))
            if one.objects:
                front = front_of_list(sheet.masked, clauses[c - 1]) if c and one.objects == (clauses[c],) else None
                return one if front is None else replace(one, objects=(front, *one.objects))
        return _NOTHING
    if part:
        one = _last_object(sheet, lexicon, sentence.parts[part - 1])
        if one.objects:
            return one
    if previous is None:
        return _NOTHING
    one = _last_object(sheet, lexicon, previous.parts[-1])
    if any(_ACTED.match(sheet.masked, *r) for r in one.objects):
        return _NOTHING  # …尽快恢复运营。相关信息应当公开
    return Antecedent(one.objects, (), None, (previous.start, previous.end)) if one.objects else _NOTHING


def thing_of(sheet: Sheet, lexicon: Lexicon, clauses: tuple[Range, ...], c: int) -> Range | None:
    """The noun phrase that a clause is, None where it is anything else."""
    a, b = clauses[c]
    if _ADVERBIAL.match(sheet.masked, a, b) or _CONDITION.search(sheet.masked, a, b) or _FRONT.match(sheet.masked, a, b):
        return None
    one = _phrase_of(sheet, lexicon, a, b)
    return one.objects[0] if one.objects else None


def _last_object(sheet: Sheet, lexicon: Lexicon, clauses: tuple[Range, ...]) -> Antecedent:
    for c in range(len(clauses) - 1, -1, -1):
        one = _object_of(sheet, lexicon, clauses, c)
        if one.objects:
            return one
    return _NOTHING


def _object_of(sheet: Sheet, lexicon: Lexicon, clauses: tuple[Range, ...], c: int) -> Antecedent:
    """The thing that clause `c` is about: behind 将/对, behind a verb of making, its topic, or the bare phrase."""
    masked = sheet.masked
    a, b = clauses[c]
    while b > a and masked[b - 1] in "等的、 ":
        b -= 1
    such = SUCH_AS.match(masked, a, b)
    if such is not None:
        return Antecedent(((such.end(), b),))
    on_list = PUT_ON_LIST.search(masked, a, b) or AS_PAPER.match(masked, a, b) or GATHERED.match(masked, a, b)
    on_list = on_list or TOLD_ON.match(masked, a, b) or WORKED_OUT.search(masked, a, b) or OPENED.search(masked, a, b)
    if on_list is not None:
        return Antecedent((on_list.span("what"),))
    if PASSIVE.fullmatch(masked, a, b):
        return Antecedent(((a, b),))
    named = named_as(masked, a, b)
    if named is not None:
        return Antecedent((named,))
    by_rule = BY_RULE.match(masked, a, b)
    a = by_rule.end() if by_rule is not None else a
    front = _FRONT.match(masked, a, b)
    if front is not None:
        done = done_to(masked, a, b)
        if done is not None:
            return Antecedent((done[0],), of=done[1])
        if front["front"].startswith("对") and TREATED_SO.search(masked, front.end(), b):
            return _NOTHING  # 对相关部门应当采取约谈等方式处理
        if front["front"].startswith("凡") and sheet.masked[a:b].endswith("条件"):
            return _NOTHING  # 凡符合公开条件的，主动公开
        if front["front"] == "涉及" and "的" in masked[a:b]:
            return Antecedent(((a, b),))
        into = PUT_INTO.search(masked, front.end() + 2, b) if front["front"] in "将把" else None
        b = into.start() if into is not None else b  # 将信用记录|纳入平台，并公布
        after = _WORKED_THROUGH.search(masked, front.end() + 2, b) if front["front"] in "将把" else None
        b = after.start() if after is not None else b  # 将登记表|汇总后，张榜公示
        managed = MANAGED.search(masked, front.end() + 2, b) if front["front"] in ("对", "对于") else None
        b = managed.start() if managed is not None else b
        clear = front["front"] not in ("围绕", "聚焦", "涉及") and b - front.end() >= 2
        return Antecedent(((front.end(), b),)) if clear else _NOTHING
    if masked[a] == "因" and masked[clauses[c][1] - 1] == "的":
        a += 1  # 因|客运站点关停的
    defined = DEFINED.search(masked, a, b)
    if defined is not None:
        return Antecedent((defined.span("what"),))
    if _ADVERBIAL.match(masked, a, b) and not _MAKES_AFTER_ALL.match(masked, a, b):
        return _NOTHING
    subject = clause_subject(sheet, lexicon, a, b)
    changed = change_in(masked, subject[1] if subject is not None else a, clauses[c][1])
    if changed is not None:
        return Antecedent(
            (changed[0],), changed=True, of=changed[1] or (subject if changed[0][1] - changed[0][0] <= _SHORT_CHANGE else None)
        )
    done = done_to(masked, subject[1] if subject is not None else behind_modal(masked, a, b), b)
    if done is not None:
        return Antecedent((done[0],), of=done[1])
    moved = MOVED.match(masked, subject[1], b) if subject is not None else None
    moved = moved or (MOVED_ONLY.match(masked, subject[1], b) if subject is not None else None)
    if moved is not None:  # 交易中心|将|评标结果|在大屏显示
        into = PUT_INTO.search(masked, moved.start("what") + 2, moved.end("what"))
        into = into or _WORKED_THROUGH.search(masked, moved.start("what") + 2, moved.end("what"))
        return Antecedent(((moved.start("what"), into.start() if into is not None else moved.end("what")),))
    treated = TREATED.match(masked, subject[1], b) if subject is not None else None
    if treated is not None:  # 县政府|对|更新方案|进行论证后予以认定
        return Antecedent((treated.span("what"),))
    every = EVERY.match(masked, subject[1], b) if subject is not None else None
    if every is not None:  # 各部门|凡|以部门名义出台的规范性文件
        return Antecedent(((every.end(), b),))
    if TAKES_IN.match(masked, a, b):
        return _NOTHING
    taken = TAKEN_BACK.search(masked, a, b)
    if taken is not None:
        return Antecedent((taken.span("what"),))
    handed = HANDED.search(masked, a, b) or RECEIVED.search(masked, a, b)
    if handed is not None:
        return Antecedent((handed.span("what"),))
    if _CONDITION.search(masked, a, clauses[c][1]):
        return _event_of(sheet, lexicon, a, clauses[c][1])
    made = None if ACCOMPLISHED.search(masked, a, b) else made_in(sheet, lexicon, a, b)
    if made is not None and GATHERING.search(masked, *made):
        return _NOTHING  # 召开|职工代表大会|予以公开
    return _phrase_of(sheet, lexicon, a, b) if made is None else _with_chain(sheet, lexicon, clauses, c, made)


def _event_of(sheet: Sheet, lexicon: Lexicon, a: int, b: int) -> Antecedent:
    """The thing whose event a clause names: 征收补偿方案|拟定后."""
    topic = event_topic(sheet.masked, a, b) if sheet.masked[b - 1] == "后" else None
    if topic is None or topic[1] - topic[0] < _LEAST_EVENT or _PERIOD.match(sheet.masked, *topic):
        return _NOTHING
    phrase = sheet.masked[topic[0] : topic[1]]
    if lexicon.is_body(phrase) or lexicon.verb_start.match(phrase) or not lexicon.turned_head.match(phrase[::-1]):
        return _NOTHING
    return Antecedent((topic,))


def _with_chain(sheet: Sheet, lexicon: Lexicon, clauses: tuple[Range, ...], c: int, made: Range) -> Antecedent:
    """An object of making, with that of the clause before when both are made (编制目录，建立数据库), and the time of the making."""
    masked = sheet.masked
    a, b = clauses[c]
    at = behind_subject(sheet, lexicon, a, b)
    objects = [made]
    first = behind_subject(sheet, lexicon, *clauses[c - 1]) if c else at
    if c and any(verbs.match(masked, at) and verbs.match(masked, first) for verbs in (_CHAINED, _FIXED)):
        other = made_in(sheet, lexicon, *clauses[c - 1])
        if other is not None:
            objects.insert(0, other)
    verb = lexicon.make.search(masked, at, b)
    times = frame_before(sheet, lexicon, a, verb.start() if verb else a, times_in(sheet, a, b)).times
    return Antecedent(tuple(objects), tuple(t for t in times if masked[slice(*t)] not in ("定期", "适时", "不定期")))


def _is_named(lexicon: Lexicon, phrase: str) -> bool:
    """Whether what stands before a modal is a thing by itself: 施划方案|应当征求部门的意见."""
    return len(phrase) >= _LEAST_EVENT and not lexicon.is_body(phrase) and lexicon.turned_head.match(phrase[::-1]) is not None


def _phrase_of(sheet: Sheet, lexicon: Lexicon, a: int, b: int) -> Antecedent:
    """The topic of a clause, or the clause itself where it is nothing but a noun phrase."""
    masked = sheet.masked
    told = _TOLD_FIRST.match(masked, a, b)
    a = told.end() if told is not None else a
    reported = REPORTED.search(masked, a + 2, b)
    b = reported.start() if reported is not None else b
    if (
        (
            lexicon.verb_start.match(masked, a, b)
            and _THING_OF.fullmatch(masked, a, b) is None
            and FORBIDDEN_NOUN.fullmatch(masked, a, b) is None
        )
        or (
            clause_subject(sheet, lexicon, a, b) is not None
            and not MADE_BY.fullmatch(masked, a, b)
            and not DECIDED_BY.fullmatch(masked, a, b)
        )
        or _NO_PHRASE.search(masked, a, b)
        or _BOARD.search(masked, a, b)
    ):
        return _NOTHING
    cut = TOPIC_END.search(masked, a + 2, b)
    reported = SHALL_REPORT.match(masked, cut.start(), b) if cut is not None else None
    if reported is not None:  # 宗教活动场所应当向民族宗教部门报告|财务收支情况
        return Antecedent(((reported.end(), b),))
    if (
        cut is not None
        and cut.start() < b
        and (
            _is_named(lexicon, masked[a : cut.start()])
            or cut[0] in ("由", "作为")
            or _SETS_UP.match(masked, cut.end(), b)
            or not (_PASSED_RELATIVE if cut[0] == "经" else _OPEN_RELATIVE).match(masked, cut.end(), b)
        )
    ):
        phrase = masked[a : cut.start()]
        if len(phrase) < 3 or lexicon.is_body(phrase):
            return _NOTHING
        return Antecedent(((a, cut.start()),), agent=lexicon.body_prefix(masked, cut.end(), b) if cut[0] == "由" else None)
    a = handling(masked, a, b)
    return _NOTHING if not 2 <= b - a <= 80 or lexicon.is_body(masked[a:b]) else Antecedent(((a, b),))
