"""Subjects of a duty in running text: X要…, X负责…, 由X牵头, 请X于…前报送, X是…主管部门, X会同Y….

A unit counts only where it begins a clause (or stands behind 由, 请, 会同) and where what follows is a duty: so objects (督促X),
owners (X的清单), officers (X主要负责人) and mere mentions stay out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from nlp.extract.unit_brackets import is_inside
from nlp.extract.unit_claims import Claim
from nlp.extract.unit_clauses import ClauseRules
from nlp.extract.unit_follows import Follows, WordTable
from nlp.extract.unit_lists import UnitList
from nlp.extract.unit_prefixes import Running, restore
from nlp.extract.unit_roles import BY_RULE, FAR_OBJECT, RoleRules, role_by_name
from nlp.extract.unit_starts import ASIDE, ASIDE_BEFORE, is_defined, starts
from nlp.extract.unit_tasks import (
    SENT,
    goes_on,
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
from nlp.rulebook import Row, Rulebook, check_examples
from nlp.types import Role

LONGEST_QUOTE = 90
LONGEST_SENTENCE = 300

_CLAUSE_END = re.compile(r"[，。；：！？\n\t【]|（(?![\u4e00-\u9fff、/]{1,9}）[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])\.(?![0-9])")
_SENTENCE_END = re.compile(r"[。；！？\n]")
# 监督电话：县纪委监委: a label with its value, not a clause.
_CONTACT = re.compile(
    r"(?:电话|方式|地址|时间|来源|作者|邮箱|渠道|依据|载体|名称|局长|主任|职务|采购人|招标人|代理机构|建设单位|联系人|经办人|审核|编辑"
    r"|主办|承办|受理单位|咨询单位|发布机构|发文机关|发布单位)：\Z"
)
# 对外发布信息的: words before 的 that belong to the verb, so that no other subject stands there.
_PREPOSITION = re.compile(r"[对将把在按据根依于自从向就与经每为因除凡结针接收]|也|还|均|都|并|同时|及时|应")
# 所需费用由企业承担: paying is no task.
_MONEY = re.compile(r"(?:费用?|资金|经费|成本|损失|风险|价款|税款|开支)[^，。；]{0,8}由\Z")
_PAYS = re.compile(r"(?:自行|各自|全额|共同)?(?:承担|负担|解决|支付|自理|列支|筹措)")
# Opening words behind which a verb must tell of a task.
_ACT_ONLY = frozenset(("由", "请", "会同", "以", "后交", "责成", "委托", "授权", "需要", "希", "望", "希望"))
_APPOINTS = frozenset(("指定", "明确", "确定", "委托", "授权", "责成"))
_NO_NAME = re.compile(r"\A办公室\Z")
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
_IN_OFFICE = re.compile(r"设在[^，。；]{1,14}(?:办公室|[科处室])，")
# 成员由市委宣传部、市教育局等单位联络员组成
_CONSISTS = re.compile(r"(?:组成|构成|兼任|担任)\Z")
# 由政府监管向社会共治转变: from one thing to another, no duty.
_TURNS = re.compile(r"[^，。；]{0,12}(?:向|到|转为|变为)[^，。；]{1,20}(?:转变|转型|过渡|延伸|拓展|转移)")

# 由村民会议|讨论决定的事项: says which matters.
_MATTERS = re.compile(
    r"[^，。；]{0,16}?(?:(?:讨论|审议|表决|研究|协商|决策)(?:决定|通过|确定|同意)?|决定)的(?:其他|其它|重大|重要)?(?:事项|问题|方案|决议|决定)"
    r"(?!由|应|要|须)"
)


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
        kinds = {k: guarded(r for r in verbs if r["kind"] == k) for k in ("modal", "none")}
        tables = {k: WordTable.of(r for r in verbs if r["kind"] == k) for k in ("verb", "adverb", "condition")}
        soon = r"[0-9]{4}年[^，。；]{0,8}?[前底内起间]|[0-9一二三四五六七八九十]{1,3}(?:个工作日|个月|月|日|天|小时|季)"
        slots = {
            "must": kinds["modal"],
            "charge": guarded(r for r in verbs if r["kind"] == "verb" and r["role"] == "lead"),
            "text": r"[^，。；：！？\n\t]{0,40}?",
            "later": r"(?:[^。；！？\n\t]{0,70}，)??(?:也|还|并|均|都|同时)?(?!将)",
        }
        heads: dict[str, tuple[WordTable | str, ...]] = {
            "act": (tables["verb"],),
            "when": (tables["adverb"], soon),
            "cond": (tables["condition"], tables["verb"], tables["adverb"]),
        }
        duties = tuple(_duty(row, slots, heads) for row in book.table("units-duties"))
        named = {d.opens: _BEFORE_OPENS.get(d.opens[:3], "") for d in duties if d.opens}
        opens = "|".join(named[o] + o for o in sorted(named, key=len, reverse=True))
        firsts = "".join(sorted({o[0] for o in named}))
        verbs_of = "|".join(sorted((r["word"] for r in verbs if r["kind"] in ("verb", "none")), key=len, reverse=True))
        made = cls(
            clauses=clauses,
            roles=RoleRules.load(verbs),
            duties={o: tuple(d for d in duties if d.opens == o) for o in dict.fromkeys(d.opens for d in duties)},
            # not 理由, 申请; the look at the first character rules out most places at once
            openers=re.compile(rf"(?=[{firsts}])(?<![理自缘事因经来申邀聘提报呈])(?:{opens})(?!于|此|求|入地|出地|移|让)"),
            tells=re.compile(kinds["none"]),
            modifier=re.compile(
                r"(?!(?:依法|及时|负责|统一){0,2}(?:提出|拟定|拟订|编制)(?!发布|印发|公布|下发|出台|实施)[^，。；的]{3,6}的)"
                rf"(?!在?(?:接到|收到|接受)|按照?|根据|[对将把向]|结合|针对|围绕|依据|依照|严格|认真)[^，。；]{{0,6}}?(?:{verbs_of})的"
            ),  # 提供的数据, 印发的通知
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
        for at, opens in starts(text, start, end, fresh, self.openers):
            if at < done or (at < failed and not opens):
                continue
            if skip and is_inside(at, skip) and not (opens.endswith("（设在") or is_defined(text, at, done)):
                continue
            if text.startswith("：", at - 1) and _CONTACT.search(text, max(start, at - 10), at):
                continue
            aside = ASIDE_BEFORE.match(text, at, end) if opens == "由" else None
            units = self.clauses.lists.read_list(
                text, aside.end() if aside else at, end, commas=not (opens.endswith("为") or opens in SENT or opens == "成立")
            )
            if units is None or (text.startswith("：", units.end) and self.clauses.labels.label_of(text[at : units.end])):
                continue
            if opens in _APPOINTS and text[units.items[0].start : units.end] in self.clauses.lists.names.plain:
                continue  # 指定机构负责: no matter which
            if opens == "由" and _MONEY.search(text, max(start, at - 16), at) and _PAYS.match(text, units.end, end):
                continue
            if text.startswith("、", units.end) and units.end + 1 >= end:  # the line breaks off within the list
                continue
            hit = self._hit(text, units, opens, end, directive)
            if hit is None:  # a list that begins inside this one ends with it, so no duty follows that either
                failed = units.end if units.sure else failed
                continue
            # 市卫计委负责，人社局配合: the next clause carries the prefix on
            carried = Running(running.level, running.party) if at == carried_to else Running()
            found, running, behind = self._claims(text, at, units, opens, hit, carried)
            out += found
            done, carried_to = hit.stop if hit.duty.rule == "seated" else behind, hit.stop + 1
        return out

    def _claims(
        self, text: str, at: int, units: UnitList, opens: str, hit: Hit, running: Running
    ) -> tuple[list[Claim], Running, int]:
        """Claims of the list and of the partners behind 会同, the prefixes that they carry on, and where what is read ends."""
        named, running = restore(text, units, self.clauses.lists.names, self.clauses.shared, running)
        begin = at - len(opens)
        words = text[hit.words : hit.stop].lstrip("，：。 ")
        rule, score = f"units-duties:{hit.duty.rule}", 0.8 if hit.duty.directive else 0.9
        role = hit.duty.role or self.roles.role(named, text, words)
        claims = [Claim(begin, hit.stop, n, n.item.sign or role_by_name(n, text, role), "text", rule, score) for n in named]
        partners = self._partners(text, units, hit)
        if partners is not None:
            helpers, running = restore(text, partners, self.clauses.lists.names, self.clauses.shared, running)
            claims += [Claim(begin, hit.stop, n, "support", "text", "units-duties:with", 0.9) for n in helpers]
        return claims, running, partners.end if partners is not None else units.end

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
        if states_principle(text, behind, sentence):
            return None
        certain = directive and is_certain(units)
        for duty in self.duties.get(opens, ()):
            if duty.directive and not certain:
                continue
            if duty.rule in ("if-act", "duty-if") and is_sanction(text, behind, sentence):
                continue
            if duty.rule == "seated" and (
                _NO_NAME.search(text[units.items[0].start : units.end]) or _IN_OFFICE.match(text, behind, sentence)
            ):
                continue  # an office without a name of its own, or within another office, is the body that houses it
            if duty.rule == "main" and is_policy(text, behind):
                continue
            if duty.rule in ("etc-act", "etc-when") and not (units.etc and units.others):
                continue
            m = duty.follows.match(text, behind, sentence)
            if m is None or _other_subject(m, text, behind):
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
            far = "，" in text[behind:must] and self.roles.help.match(text, behind, sentence) is None
            return Hit(duty, stop, must if far else behind)
        return None

    def _is_act(self, text: str, units: UnitList, at: int, stop: int, sentence: int, duty: Duty) -> bool:
        """Whether a bare verb tells of a duty: not of the past, no modifier (由X印发的通知), no noun (设计机构设置)."""
        words = text[at:stop]
        if not words.strip() or self.modifier.match(words) or is_past(words):
            return False
        if duty.opens == "由" and (_TURNS.match(words) or _MATTERS.match(words) or _CONSISTS.search(words)):
            return False
        if duty.opens not in ("请", "以", "希", "望", "希望") and self.tells.match(words):
            return False
        return not duty.directive or is_task(text, units, at, stop, sentence)


def _other_subject(m: re.Match[str], text: str, at: int) -> bool:
    """Whether another subject stands before the modal: 县政府承担登记工作的部门应当…."""
    if "must" not in m.re.groupindex:
        return False
    between = text[at : m.start("must")].rpartition("，")[2]
    return "的" in between and not between.endswith("的") and not _PREPOSITION.match(between)


def _quote_end(text: str, at: int, sentence: int) -> int:
    """End of the clause that holds `at`, the quote's end."""
    m = _CLAUSE_END.search(text, at, sentence)
    return min(m.start() if m else sentence, at + LONGEST_QUOTE)


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
