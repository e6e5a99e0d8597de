"""Whether 及时, 定期 … say when to publish or report: the verb that they modify in their own clause.

    及时向社会公布抽检结果          yes: 公布
    定期对公开内容进行检查          no: 检查; 公开 only names what is checked
    及时处理并报告                  yes: 并 makes 及时 hold for both verbs
    准确及时的信息                  no: a quality, there is no verb

The clause behind the adverb is read from the left: further adverbs are skipped, then stands the verb, or a phrase before the verb
(将…, 对…, 向…, 在…), or a verb that only carries the noun of another (做好…公开工作). Word lists: rules/deadline-words.tsv.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from nlp.extract.deadline_slots import any_of
from nlp.rulebook import RuleError

_BRACKETS = re.compile(r"（[^（）]*）|[“”‘’\"]")
# 并向社会公布, 、通报, 后在网站发布: what joins a verb to the one before it
_JOINED = re.compile(r"(?:并且?|[、和及或]|以及|[后再])(?:[向在于通以按由][^，、]{1,14}?)?$")
# 公开, 公开等工作, 解疑释惑和舆论引导工作: how a phrase ends whose head is the verb before
_CLAUSE_JOINT = re.compile(r"(?:，|并且?|同时|且)+$")
_ONLY_OF_PUBLISHED = frozenset({"更正", "撤下", "撤除", "撤回"})  # without an object: of what is on the site
_JOINT = re.compile(r"[、和并及]")
# 网站维护|工作, 信息公开制度: what is looked after is work, not what has been published
_NAMED_WORK = re.compile(r"(?:公开|公示|发布)(?:各项)?(?:工作|制度|机制)$")
# 采取|定期召开会议等方式公开: the phrase ends, 公开 is not what 定期 governs
_MEANS_END = re.compile(r"等?(?:多种|各种)?(?:方式|形式|途径|渠道|手段|办法)")
_HEAD_END = re.compile(r"(?:(?:[和及与、等]|以及)[^，]{0,14})?(?:等?(?:各项)?(?:工作|活动|任务|事宜|服务))?$")
_CONFERENCE = re.compile(r"(?:发布|通气|吹风|通报|媒体见面)会")
_TO_AN_OFFICE = re.compile(r"报[^送告备请名]$")  # 将A报省财政厅: the office is part of the word found
# 将听证报告印发常务委员会组成人员, 将材料提交县政府办公室; not 将文件印发各乡镇政府
_HANDS_UP = re.compile(
    "(?:印发|印送|提交|呈送|递交|送交|抄送)(?:给|至|到)?(?!各|全|本)[^，。；各]{0,16}(?:常委会|常务委员会|人大|人民代表大会|主任会议|政府|党委|上级|主管部门|国务院|[省市县区州]委|办公厅|办公室|领导小组|指挥部)"
)
# 及时将有关情况反馈同级绿化部门: telling another body is no report
_TO_EQUALS = re.compile("(?:反馈|反映|告知)(?:给|至|到)?(?:同级|各|其他|兄弟|相邻|产)|向(?:同级|其他|兄弟|相邻)[^，。；]{0,16}(?:反馈|反映)")
# 编制年度报告送市局有关部门
_SENT_ON = re.compile("(?:报告|报表|材料|总结|简报|方案)(?:上?报|送)(?:送|至|到)?[^，。；]{1,16}(?:部门|政府|办公室|局|委|厅|办)")
# 审定、|更新和充实公开内容: a verb or two before the one that renews
_ROW_OF_VERBS = re.compile("(?:[\u4e00-\u9fff]{2}[、和及与]){1,3}")
_SUGGEST = re.compile(r"提出[^，]{0,10}(?:建议|报告)")
# 检验报告, 政务公开: a noun, not a verb of the clause
_NOUN_BEFORE = re.compile(
    r"(?:信息|[政村党财院校厂警检]务|检验|检测|听证|审计|调查|评估|年度|研究|验收|总结|分析|可研|自查|财务|工作|监测)$"
)
# 即时信息披露义务, 实时数据上报系统: the adverb is part of a name
_NOUN_FIRST = re.compile(r"信息|数据|消息|情况")
# 已公开的, 所报送的; not 派出所报告
_NOT_A_VERB = re.compile(r"(?:[已拟未]|(?<![出生究务易理督验政法土商税业监疫源划留守诊护])所)$")
_LIGHT_CARRIER = re.compile(r"(?:进行|予以|给予|作出|做出|加以|组织|开展|及时|做好|实施)*$")
# 逐步推进审批过程、审批结果信息公开; not 推进政务公开: work in general
_DRIVES = re.compile(
    r"(?:推进|推动|推行|推开|实行|实现|扩大|加大|做到)(?!(?:政务|政府信息|信息|党务|厂务|院务|校务|村务|办事|各项|重点领域(?:政府)?信息)公开)"
    r"[^，。；的]{2,40}?公开(?:工作|力度|范围)?"
)
# 对网站上公开的机构职能重新审核，对已变动的信息及时修改
_ON_SITE = re.compile(
    r"(?:网站|网页|公众号|客户端|栏目|平台|公开栏|公示栏)[^，。；]{0,14}(?:公开|公布|发布|公示)的[^。；]{0,60}[，、][^，。；]{0,40}[对将把就]"
)
# 不宜上网公开的应立即撤下, 发布的名单有错漏的，应立即整改: the subject is what has been published
_PUBLISHED_SUBJECT = re.compile(
    r"(?:发布|公开|公布|公示|上网|刊登|上线)的?(?!工作|制度|机制|职责|责任|意识)(?:(?:政府)?(?:信息|文件|内容|数据|目录|栏目|稿件|链接|名单))?"
    r"[^，。；、]{0,14}的，?(?:请|要|应当?|必须|须|需|一律|均)?$"
)
# 对网站公开的内容开展专项检查: checked, not published
_CHECKS = re.compile(r"(?:开展|进行|组织|实施)[^，。；并]{0,8}(?:检查|抽查|核查|督查|督导|评估|考核|审核|审查|巡查|监测)$")
_CHANGED = re.compile(r"[对将把就](?P<what>[^，。；]{2,30})$")
_REACH = 80  # characters behind the adverb that are read
_COMPOUND_REACH = 6  # 汇总上报, 补充公开: how far behind another verb's start a verb may stand without a joint

WORDS = (
    "says", "says-not", "nominal-open", "nominal-other", "adverb", "object-preposition", "place-preposition", "light", "gather",
    "push", "renew", "renew-strict", "published", "published-strict", "internal", "feedback", "authority", "object-end",
    "not-published", "adverb-again",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PublishingRules:
    """Compiled word lists, by the names in WORDS."""

    words: Mapping[str, re.Pattern[str]]

    @classmethod
    def of(cls, words: Mapping[str, tuple[str, ...]]) -> PublishingRules:
        """From the rows of deadline-words.tsv. Raises RuleError where a list is missing."""
        missing = [name for name in WORDS if name not in words]
        if missing:
            raise RuleError(f"deadline-words.tsv：缺少{'、'.join(missing)}，请补上。")
        return cls({name: any_of(words[name]) for name in WORDS})

    def governs(self, behind: str, before: str) -> bool:
        """Whether an adverb modifies a verb of publishing or reporting.

        `behind` is the rest of its clause; `before` the text of the sentence in front of it.
        """
        rest = self._skip_adverbs(_BRACKETS.sub("", behind[:_REACH]))
        if again := self.words["adverb-again"].search(rest):  # 及时通知A并及时公布B: the second 及时 governs 公布
            rest = rest[: again.start()].rstrip("、和及并，") or ("公开" if behind.startswith("公开、") else "")  # 定期公开、即时公开
        if not rest or rest[0] == "的":
            return False
        if self.words["object-preposition"].match(rest):
            return self._after_object(rest)
        if self.words["place-preposition"].match(rest):
            return self._after_place(rest)
        return self._verb(rest, before)

    def _skip_adverbs(self, rest: str) -> str:
        """`rest` without the adverbs and joints at its start."""
        at = 0
        while m := self.words["adverb"].match(rest, at):
            at = m.end()
        return rest[at:]

    def _verbal(self, rest: str, m: re.Match[str]) -> bool:
        """Whether a found word acts as a verb there: not 公开内容, 发布后, 已公布的."""
        if self.words["says-not"].match(rest, m.start()):
            return False
        nouns = self.words["nominal-open" if m[0].endswith("公开") else "nominal-other"]
        return not nouns.match(rest, m.end()) and not _NOT_A_VERB.search(rest, max(0, m.start() - 4), m.start())

    def _says(self, rest: str) -> list[re.Match[str]]:
        """Verbs of publishing and reporting in a clause, those used as nouns left out."""
        return [m for m in self.words["says"].finditer(rest) if self._verbal(rest, m)]

    def _after_object(self, rest: str) -> bool:
        """将A报送B, 对A进行通报: the last verb counts; A may name any number of others."""
        if _SUGGEST.search(rest) or self._feeds_back(rest) or self._renews_object(rest) or _HANDS_UP.search(rest):
            return True
        if _CHECKS.search(rest):
            return False
        return any(_TO_AN_OFFICE.match(m[0]) or self.words["object-end"].match(rest, m.end()) for m in self._says(rest))

    def _after_place(self, rest: str) -> bool:
        """向社会公布A, 在网站更新A, 通过媒体回应."""
        if _SUGGEST.search(rest) or self._feeds_back(rest) or self._says(rest):
            return True
        renewed = self.words["renew"].search(rest)
        return renewed is not None and self.words["published"].search(rest) is not None

    def _feeds_back(self, rest: str) -> bool:
        """反馈 counts where the reader is an authority."""
        if _TO_EQUALS.search(rest):
            return False
        m = self.words["feedback"].search(rest)
        return m is not None and self.words["authority"].search(rest) is not None

    def _renews_object(self, rest: str) -> bool:
        """对公开目录进行调整, 将错误信息从网站撤下."""
        for name in ("renew-strict", "renew"):
            for m in self.words[name].finditer(rest):
                named, end = rest[: m.start()], self._past_renewing(rest, m.end())
                if _HEAD_END.match(rest, end) and self.words["published-strict"].search(named):
                    return self.words["not-published"].search(named) is None or bool(_LIGHT_CARRIER.search(named))
        return False

    def _past_renewing(self, rest: str, at: int) -> int:
        """Where the row of such verbs ends (清理更新, 调整、完善)."""
        while m := self.words["renew-strict"].match(rest, at) or self.words["renew"].match(rest, at) or _JOINT.match(rest, at):
            at = m.end()
        return at

    def _verb(self, rest: str, before: str) -> bool:
        """The verb stands first."""
        words = self.words
        if words["says-not"].match(rest) or _NOUN_FIRST.match(rest):
            return False
        if rest.startswith(("整改", "改正")) and _PUBLISHED_SUBJECT.search(before[-160:]):
            return True
        if m := words["says"].match(rest):
            return not (m[0] == "公开" and re.match(r"原则", rest[m.end() :]))
        if words["feedback"].match(rest):
            return self._feeds_back(rest) or self._joined(rest) or self._compound(rest)
        if _SUGGEST.match(rest):
            return words["authority"].search(before[-20:]) is not None
        if m := words["renew"].match(rest):
            return self._renews(m[0], rest[m.end() :], before) or self._joined(rest)
        if m := words["renew-strict"].match(rest):
            return self._adjusts(rest[m.end() :], before) or self._joined(rest)
        if m := words["light"].match(rest):
            return self._carries(rest[m.end() :], before) or self._joined(rest)
        if means := _MEANS_END.search(rest):
            rest = rest[: means.start()]
        if words["gather"].match(rest):
            said = any(not _NOUN_BEFORE.search(rest, 0, m.start()) for m in self._says(rest))
            return said or _CONFERENCE.search(rest) is not None or _SENT_ON.search(rest) is not None
        if (row := _ROW_OF_VERBS.match(rest)) is not None and (words["renew"].match(rest, row.end()) or words["renew-strict"].match(rest, row.end())):
            return self._verb(rest[row.end() :], before)
        if words["push"].match(rest):
            return self._joined(rest) or _DRIVES.fullmatch(rest) is not None
        return self._joined(rest) or self._compound(rest)

    def _renews(self, verb: str, named: str, before: str) -> bool:
        """更新 counts where what is renewed has been published."""
        words = self.words
        if _NAMED_WORK.search(named):
            return False
        if words["internal"].search(named) and not words["published-strict"].search(named):
            return False
        if words["published"].search(named):
            return True
        if words["internal"].search(named) or words["internal"].search(before):
            return False
        if not named and verb in _ONLY_OF_PUBLISHED:
            return True
        return bool(self._says(before)) or words["published-strict"].search(before) is not None

    def _adjusts(self, named: str, before: str) -> bool:
        """删除, 调整 … count where what they change is published, as said behind or in front (对已公开的信息，及时删除…)."""
        words = self.words
        if words["not-published"].search(named):
            return False
        if words["published-strict"].search(named):
            return True
        if words["published"].search(named):
            return words["published-strict"].search(before) is not None
        if named:
            return False
        return self._just_published(before) or any(subject.search(before[-160:]) for subject in (_ON_SITE, _PUBLISHED_SUBJECT))

    def _just_published(self, before: str) -> bool:
        """Whether the clause in front ends with a verb of publishing (制定清单，向社会公布，并适时调整)."""
        clause = _CLAUSE_JOINT.sub("", before).rpartition("，")[2]
        return any(_HEAD_END.match(clause, m.end()) for m in self._says(clause))

    def _carries(self, rest: str, before: str) -> bool:
        """做好解疑释惑和舆论引导工作, 开展…回应, 对目录及时做好更新: the noun at the end is the verb."""
        if _CONFERENCE.search(rest):
            return True
        if any(_HEAD_END.match(rest, m.end()) for m in self.words["says"].finditer(rest)):
            return True
        renewed = self.words["renew"].search(rest)
        if renewed is None or not _HEAD_END.match(rest, renewed.end()):
            return False
        changed = _CHANGED.search(before)
        return self.words["published"].search(rest) is not None or (
            changed is not None and self.words["published"].search(changed["what"]) is not None
        )

    def _joined(self, rest: str) -> bool:
        """处理并公布, 收集、上报: a verb of publishing joined to the first verb."""
        return any(m.start() and _JOINED.search(self._bare(rest[: m.start()])) for m in self._says(rest))

    def _bare(self, text: str) -> str:
        """`text` without the adverbs at its end (并主动, 、依法)."""
        while last := [m for m in self.words["adverb"].finditer(text) if m.end() == len(text) and m[0] not in "、和并及"]:
            text = text[: last[0].start()]
        return text

    def _compound(self, rest: str) -> bool:
        """汇总上报…, 梳理有关情况后上报: right behind the first verb, or at the end of the clause and no noun there."""
        return any(
            m.start() <= _COMPOUND_REACH or (m.end() == len(rest) and not _NOUN_BEFORE.search(rest, 0, m.start()))
            for m in self._says(rest)
        )
