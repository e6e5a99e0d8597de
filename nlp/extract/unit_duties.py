"""Subjects of a duty in running text: X要…, X负责…, 由X牵头, 请X于…前报送, X是…主管部门, X会同Y….

A unit counts only where it begins a clause (or stands behind 由, 请, 会同), and only where what follows is a duty: so objects (督促X),
owners (X的清单), officers (X主要负责人) and mere mentions stay out.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from nlp.extract.unit_claims import Claim
from nlp.extract.unit_clauses import ClauseRules
from nlp.extract.unit_lists import UnitList
from nlp.extract.unit_names import guarded
from nlp.extract.unit_prefixes import Named, Running, restore
from nlp.rulebook import Row, Rulebook, check_examples, compile_pattern
from nlp.types import Role

LONGEST_QUOTE = 90
LONGEST_SENTENCE = 300

_CLAUSE_END = re.compile(r"[，。；：！？\n\t（【]|(?<=[\u4e00-\u9fff])\.(?![0-9])")
_SENTENCE_END = re.compile(r"[。；！？\n]")
# Where a clause may begin: behind punctuation, a closing bracket, a line start, a number.
_START = re.compile(r"(?:(?<=[，。；：！？\n\t】])|(?<=(?:牵头|负责|配合|参与|主办|承办)、)|(?<=[\u4e00-\u9fff]\.))(?=[^，。；：！？\n\t）】”])")
# 监督电话：县纪委监委: a label with its value, not a clause.
_CONTACT = re.compile(r"(?:电话|方式|地址|时间|来源|作者|邮箱|渠道|依据|载体|名称|局长|主任|职务|采购人|招标人|代理机构|建设单位|联系人|经办人|审核|编辑|主办|承办|受理单位|咨询单位|发布机构|发文机关|发布单位)：\Z")
_NUMBERING = re.compile(
    r"[ 　■√☑●·*\-—]*(?:第[一二三四五六七八九十百零〇0-9]{1,5}[章节条款项][ 　]*|（[一二三四五六七八九十0-9]{1,3}）[、.]?|[一二三四五六七八九十]{1,3}、"
    r"|[0-9]{1,3}(?:[、．]|\.(?![0-9]))|[①-⑳⑴-⒇㈠-㈩]|[一二三四五六七八九十]是(?:要)?|[首其再][先次]，?|最后，?)?[ 　]*"
)
# Words that may stand before the subject without a comma.
_LEAD_IN = re.compile(
    r"(?:同时|此外|另外|其中|对此|为此|因此|必要时|原则上|届时|期满后|今年|今后|下一步|平时|日常|会后|会前|目前|现|并|再|也|则|而|要求|具体|然后|随后|最后|明确|除[^，。；]{1,12}外"
    r"|(?:每年|每月|每季度|每半年|每周)?[^，。；：！？、（）要应将由的]{0,14}?(?:前|以?内|底前|之后|后|之日起|起|期间|时)(?:，)?)"
)
_PAST = re.compile(r"[^，。；]{0,2}(?:已经|已于|已将|曾)|[\u4e00-\u9fff](?<![为除])了(?![解结望却])|(?:共|累计|先后|总共|分别)[\u4e00-\u9fff]{0,8}[0-9]|以来|近日|(?<![0-9一二三四五六七八九十])日前|同比|截至|截止")
# 要按照工作职责，对…进行监督: the verb stands in the next clause.
_BY_RULE = re.compile(r"(?:按照?|根据|依照|依据|结合)[^，。；]{1,14}(?:职责|分工|规定|需要|实际)\Z")
_PREPOSITION = re.compile(r"[对将把在按据根依于自从向就与经每为因除凡结针接收]|也|还|均|都|并|同时|及时|应")
# 食堂服务人员: people of the body, not the body.
_STAFF = re.compile(r"(?:服务|管理|工作|施工|执法|从业|医务|监管|技术|经办|值班|办案|监督|检查|作业|参加|主要)(?:人员|人士|骨干|负责)")
# 所需费用由企业承担: paying is no task.
_PAYS = re.compile(r"(?:费用?|资金|经费|成本|损失|风险|价款|税款|开支)[^，。；]{0,8}由\Z")
_OTHERS = re.compile(
    r"监管的|下属|所属|下级|各(?:单位|部门|乡|镇|街|县|区|地|级|村|社|校|成员|责任|牵头|相关|有关|栏目|项)|基层|企业|行业|落实|执行|完成情况|开展情况|进展|全[省市县区州]|辖区|乡镇|街道|本领域|以上事项|滞后"
)
_OWN = re.compile(r"本(?:单位|部门|系统|机关|校|院|局|级)|自身|自查|自我|内部")
# Bodies that are there to check others.
_CHECKER = re.compile(r"纪委|纪检|监委|监察|审计|督查|督察|督导|巡察|巡视|考核|考评|监督(?!管理)|绩效|质检|稽查")
_REGULATOR = re.compile(r"主管|监管|监督|监察|审计|执法|行政|督|纪检")
_HELPER_NAME = re.compile(r"(?:配合|协办|协助|参与|协作)(?:责任)?(?:单位|部门|机构|科室)\Z")
_CHECK_OBJECT = r"(?!机制|制度|办法|方案|体系|结果|标准|指标|名单|渠道|电话|方式|作用|热线|员|报告|管理|组|意见|内容|依据|程序|信息|台账|平台|职责|权|栏|重点|材料|经费|站|局|所|中心)"
_HOLLOW = re.compile(r"接受|公布|公开|提供|建立|制定|完善|纳入|迎接|主动|配合|畅通|报送|报告|规范")


@dataclass(frozen=True, slots=True)
class Duty:
    """A rule row: where its list begins (behind `opens`), what must follow the list, the role (None: by the verbs)."""

    rule: str
    opens: str
    follows: re.Pattern[str]
    role: Role | None
    directive: bool


@dataclass(frozen=True, slots=True)
class DutyRules:
    """Duty patterns in the order of their table, and the verbs that decide roles."""

    clauses: ClauseRules
    duties: tuple[Duty, ...]
    openers: re.Pattern[str]
    help: re.Pattern[str]
    check: re.Pattern[str]
    check_of: re.Pattern[str]
    neutral: re.Pattern[str]
    none: re.Pattern[str]
    modifier: re.Pattern[str]

    @classmethod
    def load(cls, book: Rulebook, clauses: ClauseRules) -> DutyRules:
        """Read `units-duties.tsv` and `units-verbs.tsv`; hold each row to its examples."""
        verbs = book.table("units-verbs")
        kinds = {k: guarded(r for r in verbs if r["kind"] == k) for k in ("modal", "verb", "adverb", "condition", "none")}
        slots = {
            "must": kinds["modal"], "act": kinds["verb"], "when": f"(?:{kinds['adverb']}|[0-9]{{4}}年[^，。；]{{0,8}}?[前底内起间]|[0-9一二三四五六七八九十]{{1,3}}(?:个工作日|个月|月|日|天|小时|季))",
            "cond": f"(?:{kinds['condition']}|{kinds['verb']}|{kinds['adverb']})", "text": r"[^，。；：！？\n\t]{0,40}?",
            "charge": guarded(r for r in verbs if r["kind"] == "verb" and r["role"] == "lead"),
            "later": r"(?:[^。；！？\n\t]{0,70}，)??(?:也|还|并|均|都|同时)?",
        }
        duties = tuple(_duty(row, slots) for row in book.table("units-duties"))
        done = "|".join(sorted((r["word"] for r in verbs if r["kind"] in ("verb", "none")), key=len, reverse=True))
        checks = guarded(r for r in verbs if r["role"] == "supervise")
        helps = guarded(r for r in verbs if r["role"] == "support")
        opens = "|".join(sorted({d.opens for d in duties if d.opens}, key=len, reverse=True))
        made = cls(
            clauses=clauses,
            duties=duties,
            openers=re.compile(rf"(?<![理自缘事因经来申邀聘提报呈])(?:{opens})(?!于|此)"),
            # 要积极配合, 协助做好, 应当予以支持
            help=re.compile(rf"(?:{kinds['modal']}|积极|主动|予以|共同|大力|密切|全力|认真|切实|做好|也|都|还|均|依法|及时|负责|具体|按照?职责){{0,6}}{helps}"),
            # 将定期组织监督检查, 每半年开展一次满意度测评, 负责监督
            check=re.compile(
                rf"(?P<gap>[^，。；：]{{0,22}}?)(?:{kinds['modal']}|负责|组织|开展|进行|实施|牵头|加强|做好|每[半一两]?[日周月季年]度?|定期|不定期|适时|及时|依法|依规|跟踪|全程|会同[^，。；]{{2,24}}?|^)(?P<mid>[^，。；：]{{0,14}}?)(?:{checks}){_CHECK_OBJECT}"
            ),
            # 对各地报送情况按季度进行调度, 对所监管的企业开展评估, 加强对各镇的指导
            check_of=re.compile(
                rf"(?P<gap>[^，。；：]{{0,24}}?)(?:对|将)[^，。；：]{{1,50}}?(?:进行|开展|实施|组织|予以|加以|每[日周月季年]|定期|不定期|逐项|跟踪|全程|全面|纳入|的|检查|数据)[^，。；：]{{0,14}}?"
                rf"(?:{checks}|审计监督|指导监督|监督|指导|调度|复核|核查|审核|考核|检查|审计){_CHECK_OBJECT}"
            ),
            neutral=re.compile(r"(?:[^，。；]{0,16}?)(?:负责|承担)[^，。；]{0,24}?(?:指导|监督|督促|检查|督查|考核)" + _CHECK_OBJECT),
            none=re.compile(kinds["none"]),
            modifier=re.compile(rf"[^，。；]{{0,6}}?(?:{done})的"),  # 提供的数据, 印发的通知
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
        self, text: str, start: int, end: int, directive: bool, skip: tuple[tuple[int, int], ...] = (), fresh: tuple[int, ...] = ()
    ) -> list[Claim]:
        """Claims of the running text text[start:end] (one line). `skip`: bracket contents; `fresh`: ends of responsibility
        brackets, behind which a clause may begin without punctuation.

        `directive`: the document gives orders, so a bare verb is a duty (区教育局每月公布…); in reports and news it tells what was done.
        """
        out: list[Claim] = []
        done = start
        for at, opens in self._starts(text, start, end, fresh):
            if at < done or _CONTACT.search(text, max(start, at - 10), at) or any(a <= at < b for a, b in skip):
                continue
            units = self.clauses.lists.read_list(text, at, end)
            if units is None or (text.startswith("：", units.end) and self.clauses.label_of(text[at : units.end])):
                continue
            if opens == "由" and _PAYS.search(text, max(start, at - 16), at):
                continue
            found = self._claims(text, at, units, opens, start, end, directive)
            if found:
                out += found
                done = units.end
        return out

    def _starts(self, text: str, start: int, end: int, fresh: tuple[int, ...]) -> list[tuple[int, str]]:
        """Places where the list of a subject may begin, with the opening word before it."""
        out: list[tuple[int, str]] = []
        for at in (start, *(m.end() for m in _START.finditer(text, start, end)), *fresh):
            number = _NUMBERING.match(text, at, end)
            begin = number.end() if number else at
            out.append((begin, ""))
            if (lead := _LEAD_IN.match(text, begin, end)) and lead.end() > begin:
                out.append((lead.end(), ""))
        for m in self.openers.finditer(text, start, end):
            out.append((m.end(), m[0]))
        out.sort(key=lambda p: (p[0], not p[1]))
        return out

    def _claims(
        self, text: str, at: int, units: UnitList, opens: str, start: int, end: int, directive: bool
    ) -> list[Claim]:
        duty = self._duty(text, units, opens, end, directive)
        if duty is None:
            return []
        row, stop, verbs = duty
        named, running = restore(text, units, self.clauses.lists.names, self.clauses.shared, Running())
        fragment = text[verbs:stop].lstrip("，")
        begin = at - len(opens) if opens in ("由", "请", "会同") else at
        if opens == "办公室设在":
            begin = at - len(opens)
        rule, score = f"units-duties:{row.rule}", 0.9 if not row.directive else 0.8
        role = row.role or self._role(named, text, fragment)
        claims = [Claim(begin, stop, n, self._by_name(n, text, row.role or role), "text", rule, score) for n in named]
        return claims + self._partners(text, units.end, stop, begin, running)

    def _duty(self, text: str, units: UnitList, opens: str, end: int, directive: bool) -> tuple[Duty, int, int] | None:
        """The first duty row that follows the list, where the quote ends, and where the words begin that decide the role."""
        within = min(end, units.end + LONGEST_SENTENCE)
        limit = _SENTENCE_END.search(text, units.end, within)
        sentence = limit.start() if limit else within
        for duty in self.duties:
            if duty.opens != opens or (duty.directive and not (directive and units.sure)):
                continue
            if duty.rule == "etc-act" and not (units.etc and units.others):
                continue
            m = duty.follows.match(text, units.end, sentence)
            if m is None or self._other_subject(m, text, units.end):
                continue
            stop = self._quote_end(text, max(m.end(), units.end + 1), sentence)
            if _BY_RULE.search(text, units.end, stop) and text.startswith("，", stop):
                stop = self._quote_end(text, stop + 1, sentence)
            fragment = text[units.end : stop]
            if _STAFF.match(text, units.end) or (duty.directive and _PAST.search(text, units.end, min(sentence, units.end + 60))):
                continue
            if (duty.directive or duty.opens in ("由", "请", "会同", "以")) and not self._is_act(fragment, duty):
                continue
            must = m.start("must") if "must" in m.re.groupindex else units.end
            return duty, stop, must if "，" in text[units.end : must] else units.end
        return None

    @staticmethod
    def _other_subject(m: re.Match[str], text: str, at: int) -> bool:
        """Whether another subject stands before the modal: 县政府承担登记工作的部门应当…."""
        if "must" not in m.re.groupindex:
            return False
        between = text[at : m.start("must")].rpartition("，")[2]
        return "的" in between and not between.endswith("的") and not _PREPOSITION.match(between)

    @staticmethod
    def _quote_end(text: str, at: int, sentence: int) -> int:
        m = _CLAUSE_END.search(text, at, sentence)
        return min(m.start() if m else sentence, at + LONGEST_QUOTE)

    def _is_act(self, fragment: str, duty: Duty) -> bool:
        """Whether a bare verb tells of a duty: not of the past, not a modifier (由X印发的通知, X提供的数据)."""
        if duty.rule != "please" and _PAST.match(fragment):
            return False
        if not fragment.strip() or (fragment.endswith("的") and duty.directive) or (duty.opens not in ("请", "以") and self.none.match(fragment)):
            return False
        return not self.modifier.match(fragment)

    # ------------------------------------------------------------ roles
    def _role(self, named: list[Named], text: str, fragment: str) -> Role:
        """Role by the verbs: helping is support, checking others is supervise, the rest is lead."""
        names = [n.text(text) for n in named]
        if self.help.match(fragment):
            return "support"
        generic = all(n.collective and not _REGULATOR.search(w) for n, w in zip(named, names, strict=True))
        checker = any(_CHECKER.search(w) for w in names)
        if checker and not generic and re.search(r"检查|查处|审计|督|考核|监督|审核|责令|问责|评议|通报", fragment):
            return "supervise"
        fragment = fragment.rpartition("，")[2] if _BY_RULE.search(fragment.partition("，")[0]) else fragment
        m = self.check_of.match(fragment) or self.check.match(fragment) or self.neutral.match(fragment)
        if m is None or any(_HOLLOW.search(part or "") for part in m.groupdict().values()):
            return "lead"
        if _OWN.search(fragment) or (generic and not _OTHERS.search(fragment)):
            return "lead"
        return "supervise"

    @staticmethod
    def _by_name(named: Named, text: str, role: Role) -> Role:
        """各配合单位 help, whatever their verb."""
        return "support" if role == "lead" and _HELPER_NAME.search(named.text(text)) else role

    def _partners(self, text: str, at: int, stop: int, begin: int, running: Running) -> list[Claim]:
        """Units behind 会同 in the same clause: they support."""
        m = self.clauses.links.search(text, at, stop)
        if m is None:
            return []
        units = self.clauses.lists.read_list(text, m.end(), stop, commas=False)
        if units is None:
            return []
        named, _ = restore(text, units, self.clauses.lists.names, self.clauses.shared, running)
        return [Claim(begin, stop, n, "support", "text", "units-duties:with", 0.9) for n in named]


def _duty(row: Row, slots: dict[str, str]) -> Duty:
    opens, slot, follows = row["pattern"].partition("{units}")
    if not slot:
        raise row.fault("pattern 中没有 {units}，请写明单位的位置。")
    try:
        pattern = re.compile(compile_pattern(follows, slots)) if follows else re.compile("")
    except ValueError as error:
        raise row.fault(f"pattern 有误：{error}。") from error
    role = row["role"]
    if role not in ("", "lead", "support", "supervise"):
        raise row.fault(f"role 应为 lead、support、supervise 或空着，不是“{role}”，请修改。")
    return Duty(row["id"], opens, pattern, role or None, row["directive"] == "yes")  # type: ignore[arg-type]
