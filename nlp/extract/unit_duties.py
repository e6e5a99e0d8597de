"""Subjects of a duty in running text: X要…, X负责…, 由X牵头, 请X于…前报送, X是…主管部门, X会同Y….

A unit counts only where it begins a clause (or stands behind 由, 请, 会同) and where what follows is a duty: so objects (督促X),
owners (X的清单), officers (X主要负责人) and mere mentions stay out.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from nlp.extract.unit_brackets import is_inside
from nlp.extract.unit_claims import Claim
from nlp.extract.unit_clauses import ClauseRules
from nlp.extract.unit_duty_rows import Duty, Hit, duties_of, modifier_of, openers_of
from nlp.extract.unit_expected import expected_list
from nlp.extract.unit_lists import UnitList
from nlp.extract.unit_phrases import phrase_behind_by, subject_phrase
from nlp.extract.unit_prefixes import Running, restore
from nlp.extract.unit_refusals import (
    decides,
    is_benefited,
    is_contact,
    is_held,
    is_named_duty,
    is_no_act,
    is_no_duty,
    is_outside,
    is_punished,
    pays,
)
from nlp.extract.unit_roles import BY_RULE, FAR_OBJECT, RoleRules, role_by_name
from nlp.extract.unit_starts import ASIDE, before_list, beside_leader, each_of_officers, is_defined, starts
from nlp.extract.unit_tasks import (
    SENT,
    goes_on,
    helps_beside,
    is_arrangement,
    is_assent,
    is_certain,
    is_maker,
    is_noun_of_subject,
    is_owner,
    is_past,
    is_policy,
    is_sanction,
    is_task,
    states_principle,
)
from nlp.extract.unit_words import guarded
from nlp.rulebook import Rulebook, check_examples

LONGEST_QUOTE = 90
LONGEST_SENTENCE = 300

_CLAUSE_END = re.compile(r"[，。；：！？\n\t【]|（(?![\u4e00-\u9fff、/]{1,9}）[\u4e00-\u9fff、])|(?<=[\u4e00-\u9fff])\.(?![0-9])")
_SENTENCE_END = re.compile(r"[。；！？\n]")
# 对外发布信息的: words before 的 that belong to the verb, so that no other subject stands there.
_PREPOSITION = re.compile(r"[对将把在按据根依于自从向就与经每为因除凡结针接收]|也|还|均|都|并|同时|及时|应")
# Opening words behind which a verb must tell of a task.
_ACT_ONLY = frozenset(("由", "请", "会同", "以", "后交", "责成", "委托", "授权", "需要", "希", "望", "希望"))
_JOINT = re.compile("，以及|以及|[及和与、]")
_OTHER_DUTY = re.compile(r"，(?P<subject>[^，]{2,30}?)(?:应当|必须|不得)[^，]*，")
_SEATED = ("seated", "seated-hung")
_APPOINTS = frozenset(("指定", "明确", "确定", "委托", "授权", "责成"))
_NO_NAME = re.compile(r"\A办公室\Z")
_NO_HUNG = re.compile(r"\A(?:领导小组)?办公室\Z")
# 应当与建设工程所在地的|镇人民政府、建设单位|共同做好解释工作
_WITH = re.compile(r"(?<=[\u4e00-\u9fff])与(?:[\u4e00-\u9fff]{0,8}所在地的)?(?=[^，。；]{2,60}(?:共同|一道|一起))")
_JOINTLY = re.compile(r"(?:共同|一道|一起)(?!体|富裕|点|利益)")
_IN_OFFICE = re.compile(r"设在[^，。；]{1,14}(?:办公室|[科处室])，")
@dataclass(frozen=True, slots=True)
class DutyRules:
    """Duty patterns by their opening word, in the order of their table."""

    clauses: ClauseRules
    roles: RoleRules
    duties: Mapping[str, tuple[Duty, ...]]
    openers: re.Pattern[str]
    tells: re.Pattern[str]
    modifier: re.Pattern[str]

    @classmethod
    def load(cls, book: Rulebook, clauses: ClauseRules) -> DutyRules:
        """Read `units-duties.tsv` and `units-verbs.tsv`; hold each row to its examples."""
        verbs = book.table("units-verbs")
        duties = duties_of(book)
        made = cls(
            clauses=clauses,
            roles=RoleRules.load(verbs),
            duties={o: tuple(d for d in duties if d.opens == o) for o in dict.fromkeys(d.opens for d in duties)},
            openers=openers_of(duties),
            tells=re.compile(guarded(r for r in verbs if r["kind"] == "none")),
            modifier=modifier_of(verbs),
        )
        for row, duty in zip(book.table("units-duties"), duties, strict=True):
            check_examples(row, made._example(duty))
        return made

    def _example(self, duty: Duty) -> Callable[[str], list[str]]:
        def finds(text: str) -> list[str]:
            claims = self.find(text, 0, len(text), directive=True)
            return [c.named.text(text) for c in claims if c.rule == f"units-duties:{duty.rule}"]

        return finds

    # ------------------------------------------------------------ finding
    def find(
        self,
        text: str,
        start: int,
        end: int,
        directive: bool,
        skip: Sequence[tuple[int, int]] = (),
        fresh: Sequence[int] = (),
    ) -> list[Claim]:
        """Claims of the running text text[start:end] (one line).

        `directive`: the document gives orders, so a bare verb is a duty (区教育局每月公布…); in reports and news it tells what
        was done. `skip`: bracket contents in order. `fresh`: ends of responsibility brackets, behind which a clause may begin.
        """
        out: list[Claim] = []
        done = failed = start
        running, carried_to = Running(), -1
        places = starts(text, start, end, fresh, self.openers)
        for at, opens in places:
            if at < done or (at < failed and not opens):
                continue
            if skip and is_inside(at, skip) and not (opens.endswith("（设在") or is_defined(text, at, done)):
                continue
            if is_contact(text, start, at):
                continue
            aside = before_list(text, at, end, opens)
            units = self.clauses.lists.read_list(
                text, aside.end() if aside else at, end, commas=not (opens.endswith("为") or opens in SENT or opens == "成立")
            )
            if units is None:
                units = expected_list(text, aside.end() if aside else at, end, opens, self.clauses.lists, self.clauses.lists.names.verb)
            if units is None or (text.startswith("：", units.end) and self.clauses.labels.label_of(text[at : units.end])):
                continue
            if opens in _APPOINTS and text[units.items[0].start : units.end] in self.clauses.lists.names.plain:
                continue  # 指定机构负责: no matter which
            if is_outside(text, start, at, opens, units) or (opens == "由" and pays(text, start, at, units.end, end)):
                continue
            if text.startswith("、", units.end) and units.end + 1 >= end:  # the line breaks off within the list
                continue
            beside = self._lists_beside(text, units, end)
            hit = self._hit(text, beside[-1] if beside else units, opens, end, directive)
            if hit is None:  # a list that begins inside this one ends with it, so no duty follows that either
                failed = units.end if units.sure else failed
                continue
            # 市卫计委负责，人社局配合: the next clause carries the prefix on
            carried = Running(running.level, running.party, parent=running.parent) if at == carried_to and text[at - 1] != "。" else Running()
            found, running, behind = self._claims(text, at, units, opens, hit, carried)
            out += found
            for more in beside:
                found, running, behind = self._claims(text, more.items[0].start, more, "", hit, running)
                out += [replace(c, start=at - len(opens)) for c in found]
            done, carried_to = hit.stop if hit.duty.rule in _SEATED else behind, hit.stop + 1
        return out + self._phrases(text, start, end, directive, [p for p in places if p[1] in ("", "由")], out, skip)

    def _phrases(
        self,
        text: str,
        start: int,
        end: int,
        directive: bool,
        places: Sequence[tuple[int, str]],
        found: Sequence[Claim],
        skip: Sequence[tuple[int, int]],
    ) -> list[Claim]:
        """Claims of the subjects that no name rule knows, where none of `found` stands in what they say."""
        out: list[Claim] = []
        done = 0
        taken = sorted((c.named.item.start, c.named.item.end) for c in found)
        reach = list(accumulate((stop for _, stop in taken), max))
        for at, opens in places:
            if at < done or (skip and is_inside(at, skip)):
                continue
            read = phrase_behind_by if opens else subject_phrase
            units = read(text, at, end, self.clauses.lists.names)
            if units is None:
                continue
            before = bisect_left(taken, (units.end, 0))
            if (before and reach[before - 1] > at) or is_contact(text, start, at) or is_outside(text, start, at, opens, units):
                continue
            if opens and pays(text, start, at, units.end, end):
                continue
            hit = self._hit(text, units, opens, end, directive)
            if hit is not None:
                claims, _, done = self._claims(text, at, units, opens, hit, Running())
                out += claims
        return out

    def _lists_beside(self, text: str, units: UnitList, end: int) -> list[UnitList]:
        """Further lists behind one that ends in 等部门: 公安、交通等部门及|通信、供电等单位，以及|公路管理单位."""
        out: list[UnitList] = []
        last = units
        while last.etc and (joint := _JOINT.match(text, last.end, end)) is not None:
            more = self.clauses.lists.read_list(text, joint.end(), end, commas=False)
            if more is None or not (more.etc or joint[0].startswith("，")):
                break
            out.append(last := more)
        return out

    def _claims(
        self, text: str, at: int, units: UnitList, opens: str, hit: Hit, running: Running
    ) -> tuple[list[Claim], Running, int]:
        """Claims of the list and of the partners behind 会同, the prefixes that they carry on, and where what is read ends."""
        named, running = restore(text, units, self.clauses.lists.names, self.clauses.shared, running)
        begin = at - len(opens)
        each = each_of_officers(text, at)
        if each is not None and named[0].item.name.kind == "class" and text[named[0].parts[0][0]] != "各":
            named[0] = replace(named[0], parts=(each, *named[0].parts), collective=True)
        words = text[hit.words : hit.stop].lstrip("，：。 ")
        rule, score = f"units-duties:{hit.duty.rule}", 0.8 if hit.duty.directive else 0.9
        role = hit.duty.role or self.roles.role(named, text, words)
        claims = [Claim(begin, hit.stop, n, n.item.sign or role_by_name(n, text, role), "text", rule, score) for n in named]
        partners = self._partners(text, units, hit)
        if partners is not None:
            helpers, running = restore(text, partners, self.clauses.lists.names, self.clauses.shared, replace(running, modifier=None))
            claims += [Claim(begin, hit.stop, n, "support", "text", "units-duties:with", 0.9) for n in helpers]
        together = self._together(text, units, hit) if partners is None else None
        if together is not None:
            others, running = restore(text, together, self.clauses.lists.names, self.clauses.shared, running)
            claims += [Claim(begin, hit.stop, n, role, "text", "units-duties:together", 0.8) for n in others]
        return claims, running, partners.end if partners is not None else units.end

    def _together(self, text: str, units: UnitList, hit: Hit) -> UnitList | None:
        """The list of those with whom the units do it: 镇人民政府 in 应当与镇人民政府共同做好…."""
        for m in _WITH.finditer(text, units.end, hit.stop):
            others = self.clauses.lists.read_list(text, m.end(), hit.stop, commas=False)
            if others is not None and _JOINTLY.match(text, others.end, hit.stop):
                return others
        return None

    def _partners(self, text: str, units: UnitList, hit: Hit) -> UnitList | None:
        """The list behind 会同 in the duty's words; 会 alone counts only straight behind the units (市民政局会市残联)."""
        for link in self.clauses.links.finditer(text, units.end, hit.stop):
            if len(link[0]) > 1 or link[0] != "会" or link.start() == units.end:
                partners = self.clauses.lists.read_list(text, link.end(), hit.stop, commas=False)
                if partners is not None:
                    return partners
        return None

    # ------------------------------------------------------------ what follows the list
    def _hit(self, text: str, units: UnitList, opens: str, end: int, directive: bool) -> Hit | None:
        """The first duty row that follows the list."""
        aside = ASIDE.match(text, units.end, end)
        behind = aside.end() if aside else units.end
        if is_owner(text, behind) or is_maker(text, behind) or text.startswith(("以外", "之外", "除外"), units.end):
            return None
        if is_assent(text, behind, opens):
            return None
        within = min(end, behind + LONGEST_SENTENCE)
        limit = _SENTENCE_END.search(text, behind, within)
        sentence = limit.start() if limit else within
        if states_principle(text, behind, sentence) or is_held(text, units, behind, sentence) or is_no_duty(text, behind, sentence):
            return None
        first = units.items[0].start
        if not opens and (is_punished(text, first, behind, sentence) or is_named_duty(text, first, behind, sentence)):
            return None
        if not opens and is_benefited(text, units, behind, sentence):
            return None
        certain = directive and (is_certain(units) or helps_beside(text, first, behind))
        for duty in self.duties.get(opens, ()):
            if duty.directive and not certain:
                continue
            if duty.rule in ("if-act", "duty-if") and is_sanction(text, behind, sentence):
                continue
            if duty.rule in _SEATED and (
                (_NO_NAME if duty.rule == "seated" else _NO_HUNG).search(text[units.items[0].start : units.end])
                or _IN_OFFICE.match(text, behind, sentence)
            ):
                continue  # an office without a name of its own, or within another office, is the body that houses it
            if duty.rule == "main" and is_policy(text, behind):
                continue
            if (duty.directive or duty.rule in ("by", "charge")) and is_arrangement(text, units, behind):
                continue
            if duty.rule in ("etc-act", "etc-when") and not (units.etc and units.others):
                continue
            if duty.rule == "composed-with" and not beside_leader(text, units.items[0].start):
                continue
            m = duty.follows.match(text, behind, sentence)
            if m is None or (duty.rule.startswith(("seat", "answer")) and text.startswith("负责人", m.end() - 2)):
                continue
            if _other_subject(m, text, behind):
                continue
            stop = _quote_end(text, max(m.end(), behind + 1), sentence)
            far_object = FAR_OBJECT.match(text, behind, stop)
            if (far_object or BY_RULE.search(text, behind, stop)) and text.startswith("，", stop):
                stop = _quote_end(text, stop + 1, sentence)
            if duty.directive and goes_on(text, behind):
                continue
            if duty.rule == "duty-when" and units.items[-1].name.kind == "class" and is_noun_of_subject(text, behind, sentence):
                continue
            if (
                (duty.directive or duty.opens in _ACT_ONLY or duty.rule == "bear")
                and duty.rule != "by-of"
                and not self._is_act(text, units, behind, stop, sentence, duty)
            ):
                continue
            must = m.start("must") if "must" in m.re.groupindex else behind
            if "must" in m.re.groupindex and not text[m.end("must") : sentence].strip():
                continue  # the text breaks off: 各单位要
            far = "，" in text[behind:must] and self.roles.help.match(text, behind, sentence) is None
            if duty.rule in _SEATED:  # 办公室挂靠在监察处，|负责监督检查
                behind = text.find("，", behind, stop) + 1 or behind
            return Hit(duty, stop, must if far else behind)
        return None

    def _is_act(self, text: str, units: UnitList, at: int, stop: int, sentence: int, duty: Duty) -> bool:
        """Whether a bare verb tells of a duty: not of the past, no modifier (由X印发的通知), no noun (设计机构设置)."""
        words = text[at:stop]
        if not words.strip() or self.modifier.match(words) or is_past(words):
            return False
        if duty.opens == "由" and is_no_act(words):
            return False
        if duty.opens not in ("请", "以", "希", "望", "希望") and self.tells.match(words) and not (duty.opens == "由" and decides(words)):
            return False
        return not duty.directive or is_task(text, units, at, stop, sentence)


def _other_subject(m: re.Match[str], text: str, at: int) -> bool:
    """Whether another subject stands before the modal: 县政府承担登记工作的部门应当…."""
    if "must" not in m.re.groupindex:
        return False
    words = text[at : m.start("must")]
    if "，" in words and (other := _OTHER_DUTY.search(words)) and not _PREPOSITION.match(other["subject"]):
        return True  # 企业设立机构的，机构的资产应当…，确需…的，应当
    between = words.rpartition("，")[2]
    return "的" in between and not between.endswith("的") and not _PREPOSITION.match(between)


def _quote_end(text: str, at: int, sentence: int) -> int:
    """End of the clause that holds `at`, the quote's end."""
    m = _CLAUSE_END.search(text, at, sentence)
    return min(m.start() if m else sentence, at + LONGEST_QUOTE)
