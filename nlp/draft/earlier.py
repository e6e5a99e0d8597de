"""Objects and subjects that stand in an earlier clause, part or sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from nlp.draft.lexicon import Lexicon
from nlp.draft.phrases import Range, frame_before, times_in
from nlp.draft.sheet import Sentence, Sheet

# clauses that only say when, how or unless: no object there
_ADVERBIAL = re.compile(r"^(?:公示期|公告期|公示时间|公告时间|公布时间|公开时间|期限|时间|接受(?!捐)|报(?!告|表|名|刊|纸|价)|除|经(?![济营费])|按|根据|依据|为|通过|在(?![线建职编])|由|利用|应(?!急)|并且?|如|若|确|因|从|自(?![治然动来])|于|以|凡|当|属于|没有|有(?!关))")
# 应当将报告|提交证券交易场所
_HANDED = re.compile(r"(?:将(?!要|来)|把)(?P<what>[^，。；]{2,50}?)(?:书面|及时|一并)*(?:提交|报告(?=[^，]{2})|报送|上报|抄送|告知|通知|移送|录入|记入|汇总|送达)")
# 9月底前完成系统对接: nothing that is disclosed
_ACCOMPLISHED = re.compile(r"(?<!编制)(?<!制定)(?<!修订)(?<!梳理)(?<!汇总)(?<!清理)(?<!起草)(?<!制订)完成(?!情况|率|进度)|建成|办结")
_RECEIVED = re.compile(r"(?:收到|接到)(?P<what>.{2,40})(?:之后|以后|后)$")
_NO_SUBJECT = re.compile(
    r"(?<![所现存])在(?!职|线|建)|(?<![关])于|(?<!应)对(?!外)|将|把|(?<![已财])经(?![济营费贸纪])|[，：]|报告|报送|送达|提供|召开|[0-9]|公布|公示|发布|公开(?!办|领导)|的(?![\u4e00-\u9fff〓]{2,8}$)"
    r"|情况|结果|信息(?!化|中心|办|科|公司)|名单|开展|进行|推进|加强|做好|落实|督促|引导|完善|为|举报|给|(?<!日|晚)报(?!社|刊|业)|确定|评审|核实|没收|查处|引进|建立|设立|组建|成立|由|向|定期|审批"
)
_CONDITION = re.compile(r"(?:的|后|时|前|之日起|的话|外|以外|期间|情况下|基础上|过程中)$")
_FRONT = re.compile(r"^(?:对于|对|将|把|就|针对|凡|关于|围绕|聚焦|涉及)")
# where a topic ends: 总体规划|须经…, 名单|将于…, 听证报告|应附卷
TOPIC_END = re.compile(
    r"(?<![重主需必摘概纪首简])要(?![素求点闻件])|应当|(?<![相对响供效反适理])应(?![急对用届])|必须|须(?!知)|需(?![求要])|(?<![即必拟])将(?!来)|(?<![理自缘事案因交])由(?![来于])|(?<![已曾神财])经(?![济营费贸纪])"
    r"|(?<![存现所])在(?![线建职编])|(?<![关对用由属])于|(?<![各])自(?![治然动来行主])|(?<![许认])可(?![研行])|均(?!价)|全部|一律"
)
_SUBJECT_FRONT = re.compile(r"(?:由|请|并由|其中)+")
_CHAINED = re.compile(r"^(?:编制|制定|建立|梳理|形成|完善|汇总|修订|明确|拟定|拟订)")


class Found(Protocol):
    """The part of a disclosure that is looked at here."""

    @property
    def clause(self) -> Range: ...


@dataclass(frozen=True, slots=True)
class Antecedent:
    """Objects found earlier; `same` is the index of an earlier disclosure with the same object; `before` the sentence used."""

    objects: tuple[Range, ...] = ()
    times: tuple[Range, ...] = ()
    same: int | None = None
    before: Range | None = None


def antecedent(sheet: Sheet, lexicon: Lexicon, sentence: Sentence, part: int, clause: int, found: Sequence[Found],
               previous: Sentence | None, refer: bool = False) -> Antecedent:
    """What an objectless verb in clause `clause` of part `part` discloses."""
    clauses = sentence.parts[part]
    own = next((i for i in reversed(range(len(found))) if found[i].clause == clauses[clause]), None)
    if own is not None:
        return Antecedent(same=own)
    for c in range(-1 if refer else clause - 1, max(-1, clause - 5), -1):
        index = next((i for i in reversed(range(len(found))) if found[i].clause == clauses[c]), None)
        if index is not None:
            return Antecedent(same=index)
        one = _object_of(sheet, lexicon, clauses, c)
        if one.objects:
            return one
    if refer and part:
        for c in range(len(sentence.parts[part - 1]) - 1, -1, -1):
            one = _object_of(sheet, lexicon, sentence.parts[part - 1], c)
            if one.objects:
                return one
    if refer and previous is not None:
        last = previous.parts[-1]
        for c in range(len(last) - 1, -1, -1):
            one = _object_of(sheet, lexicon, last, c)
            if one.objects:
                return Antecedent(one.objects, (), None, (previous.start, previous.end))
    return Antecedent()


def _object_of(sheet: Sheet, lexicon: Lexicon, clauses: tuple[Range, ...], c: int) -> Antecedent:
    """The thing that clause `c` is about: behind 将/对, behind a verb of making, its topic, or the bare phrase."""
    masked = sheet.masked
    a, b = clauses[c]
    while b > a and masked[b - 1] in "等的、 ":
        b -= 1
    text = masked[a:b]
    m = _FRONT.match(text)
    if m is not None:
        if m[0] in ("围绕", "聚焦"):
            return Antecedent()
        if m[0] == "涉及":
            return Antecedent(((a, b),)) if "的" in text else Antecedent()
        return Antecedent(((a + m.end(), b),)) if b - a - m.end() >= 2 else Antecedent()
    if _ADVERBIAL.match(text) and not re.match(r"(?:应|并|在|于|自|由)[^，]*(?:编制|制定|梳理|建立)", text):
        return Antecedent()
    handed = _HANDED.search(text)
    if handed is not None:
        return Antecedent(((a + handed.start("what"), a + handed.end("what")),))
    received = _RECEIVED.search(text)
    if received is not None:
        return Antecedent(((a + received.start("what"), a + received.end("what")),))
    if _CONDITION.search(masked[a : clauses[c][1]]):
        return Antecedent()
    made = None if _ACCOMPLISHED.search(text) else made_in(sheet, lexicon, a, b)
    if made is not None:
        objects = [made]
        if c and _CHAINED.match(masked[_skip(sheet, lexicon, a, b) :]):
            earlier = clauses[c - 1]
            other = made_in(sheet, lexicon, *earlier)
            if other is not None and _CHAINED.match(masked[_skip(sheet, lexicon, *earlier) :]):
                objects.insert(0, other)
        verb = lexicon.make.search(masked, _skip(sheet, lexicon, a, b), b)
        times = frame_before(sheet, lexicon, a, verb.start() if verb else a, times_in(sheet, a, b)).times
        return Antecedent(tuple(objects), tuple(t for t in times if masked[t[0] : t[1]] not in ("定期", "适时", "不定期")))
    if lexicon.verb_start.match(text) or clause_subject(sheet, lexicon, a, b) is not None or re.search(r"完成(?!情况|率|进度)|建成|办结|(?:为止|到位|到底|一致|落实)$|第[一二三四五六七八九十百]+条$", text):
        return Antecedent()
    cut = TOPIC_END.search(masked, a + 2, b)
    if cut is not None and cut.start() < b and not re.match(r"[^，。；]{1,14}的[^，。；]{2,}", masked[cut.end() : b]):
        topic = (a, cut.start())
        phrase = masked[topic[0] : topic[1]]
        if lexicon.is_body(phrase) or len(phrase) < 3:
            return Antecedent()
        return Antecedent((topic,))
    if lexicon.is_body(text) or not 2 <= b - a <= 80:
        return Antecedent()
    return Antecedent(((a, b),))


def _skip(sheet: Sheet, lexicon: Lexicon, a: int, b: int) -> int:
    """Offset behind subject, modal and adverbs at the start of a clause."""
    subject = clause_subject(sheet, lexicon, a, b)
    at = subject[1] if subject else a
    words = lexicon.kind_of
    while at < b:
        step = next((n for n in (6, 5, 4, 3, 2, 1) if sheet.masked[at : at + n] in words and words[sheet.masked[at : at + n]] != "serial"), 0)
        if not step:
            break
        at += step
    return at


def made_in(sheet: Sheet, lexicon: Lexicon, a: int, b: int) -> Range | None:
    """Object of a verb of making in a clause: 编制|权力清单, 做好|安置对象认定工作."""
    masked = sheet.masked
    at = _skip(sheet, lexicon, a, b)
    m = lexicon.make.match(masked, at, b) or _later_verb(sheet, lexicon, a, at, b)
    if m is None:
        return None
    start = m.end()
    while start < b and (more := lexicon.make.match(masked, start, b)) is not None and more[0] not in ("公开", "公示"):
        start = more.end()
    count = re.compile(r"(?:好|完成|了|一次|一份|[0-9一二三]+次|对|和|并|本)+").match(masked, start, b)
    start = count.end() if count else start
    end = b
    tail = re.compile(r"(?:制度|(?:的)?(?:编制|制定|修订|梳理|清理|汇总|审核|编写)?工作|的?(?:编制|制定|修订))$").search(masked, start, end)
    if tail is not None and tail.start() - start >= 3:
        end = tail.start()
    if end - start < 2:
        return None
    cut = re.compile(r"后(?=$)|并|应当|必须").search(masked, start, end)
    if cut is not None:
        end = cut.start()
    if end - start < 2 or masked[start] in "后并按向给到至在于" or masked.startswith("及时", start):
        return None
    return (start, end)


def _later_verb(sheet: Sheet, lexicon: Lexicon, a: int, at: int, b: int) -> re.Match[str] | None:
    """A verb of making further right, where only adverbials or a body stand before it."""
    times = None
    for m in lexicon.make.finditer(sheet.masked, at, b):
        if m.start() - at > 40:
            break
        times = times_in(sheet, a, b) if times is None else times
        frame = frame_before(sheet, lexicon, a, m.start(), times)
        rest = sheet.masked[frame.rest[0] : frame.rest[1]]
        if frame.read and (not rest or lexicon.is_body(rest) or clause_subject(sheet, lexicon, *frame.rest) == frame.rest):
            return m
    return None


def subject_like(lexicon: Lexicon, phrase: str) -> bool:
    """Whether a phrase is the name of a body, not a clause that ends with one (结果报出资人机构)."""
    return lexicon.is_body(phrase) and not _NO_SUBJECT.search(phrase) and not lexicon.verb_start.match(phrase)


def clause_subject(sheet: Sheet, lexicon: Lexicon, a: int, b: int) -> Range | None:
    """The body with which a range begins as subject: 各村|要按月公开."""
    masked = sheet.masked
    for at in range(a + 2, min(b, a + 70)):
        if lexicon.predicate.match(masked, at, b) is None:
            continue
        phrase = masked[a:at]
        if lexicon.is_body(phrase):
            front = _SUBJECT_FRONT.match(phrase)
            skip = front.end() if front else 0
            return (a + skip, at) if subject_like(lexicon, phrase[skip:]) else None
    if a < b and b - a <= 50 and subject_like(lexicon, masked[a:b]):
        return (a, b)
    return None


def earlier_subject(sheet: Sheet, lexicon: Lexicon, sentence: Sentence, part: int, clause: int) -> Range | None:
    """The nearest subject before a clause: in its part, then in the parts before."""
    for p in range(part, -1, -1):
        clauses = sentence.parts[p]
        last = clause if p == part else len(clauses)
        for c in range(last - 1, -1, -1):
            found = clause_subject(sheet, lexicon, *clauses[c])
            if found is not None:
                return found
    return None
