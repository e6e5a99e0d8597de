"""One unit in a text: where its name ends, what stands in brackets behind it, and names that lack their ending."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from nlp.extract.unit_classes import (
    ACTOR,
    AREAS_DESCRIBED,
    CONGRESS,
    CONGRESS_OFFICE,
    OWNED,
    OWNED_WORDS,
    RESIDENTS,
    ZONE,
    located,
)
from nlp.extract.unit_forms import Name
from nlp.extract.unit_names import LONGEST_NAME, NameRules
from nlp.extract.unit_pairs import holds_two
from nlp.extract.unit_subjects import AREA_BESIDE, BARE_PLACE, BARE_SCHOOL, EVERY, GROUP, OF_GOVERNMENT, PLACE_FIRST, VERB_OFFICE
from nlp.extract.unit_words import HAN, alternatives, guarded, without_level, words_of
from nlp.rulebook import Row, Rulebook
from nlp.types import Role

# Characters of a name, with bracketed and quoted parts: 街道（乡）, 各县（市、区）人民政府, “放管服”改革办.
_NAME_RUN = re.compile(rf"(?:[{HAN}0-9A-Za-z·]|（[^（）\n，。；：]{{1,14}}）|“[^“”\n，。；：]{{1,10}}”)+")
# The ending belongs to the next word: 户籍所|在地, 处|于, 大部|分.
_INSIDE_WORD = re.compile(
    r"(?<=所)处(?!以|罚)|(?<!站所)(?<=所)[在属有需涉持辖得用做列指产附依规述称]|(?<=处)于|(?<=部)分|(?<=社)会|(?<=[县市区])[级直属]|(?<=科)学|(?<=[居村牧）]委)会"
)
# （以下简称省指挥部）, （设在市民政局）: no part of the name before it.
_NOTE = re.compile(r"以下|不?包括|下同|下称|下简|简称|统称|设在|详?见|附")
# 县“散乱污”企业|整治工作领导小组, 市局|“三资”清理工作专班: what stands first only begins the name of a group for one task.
_GROUP = re.compile(
    r"(?!成立|建立|组建|设立|调整|健全|加强|完善|召开|充实|负责|和|与|及|或)(?:“[^“”]{1,10}”)?[\u4e00-\u9fff]{0,12}?(?:工作|专项|整治|治理|攻坚|行动|活动|教育"
    r"|改革|建设|防控|保障|清理)(?:领导|协调|推进|专项|工作){0,2}(?:小组|指挥部|专班|联席会议)(?:办公室|办)?"
)
_NEXT_LEVEL = re.compile(r"[省市县区州盟旗镇乡各]")
# A word in a list that may share the ending of a later one: 财政 in 财政、审计部门.
_LOOSE = re.compile(
    rf"(?:县级以上(?:地方)?(?:各级)?人民政府|[省市县区]级人民政府|国务院|各级人民政府|[县市区]（[市县区、]{{1,6}}）)?[{HAN}]{{2,10}}?"
    rf"(?:（[{HAN}、]{{2,8}}）)?(?=以及|[、和与]|(?<!以)及|等)"
)
# 鹿城区 in 鹿城区、龙湾区、瑞安市人民政府: areas that share the ending of a later one.
_AREA_ALONE = re.compile(
    rf"(?!各|本|全|上|下|市|县|省|[有相]关)[{HAN}]{{1,4}}?(?:新区|开发区|高新区|[区县市旗镇乡]|街道)(?=[、和及与][{HAN}、]{{2,60}}?(?:政府|管委会|管理委员会|办事处))"
)
# A level word in a list that may share the ending of a later one: 市 in 市、县人民政府.
_LEVEL_ALONE = re.compile(
    r"(?:各|其他)?(?:(?:所在地)?城市|自治区|自治州|自治县|自治旗|地区|民族乡|直辖市|设区的?市|地级以上市|地级市|计划单列市|省辖市|区县|县区|市县|县市区?|区市县|[省市县区州盟旗乡镇])级?(?:（[省市区县州盟旗场、街道乡镇]{1,6}）)?(?=[、和及或])"
)
# what a name without its ending, of at most 26 characters, cannot do without: a joint to the next name
_JOINT = re.compile("[、和及与或等]")
# 县财政 in 县财政安排经费: the one department that is named without its ending.
_TREASURY = re.compile(
    rf"(?:(?:(?![由在向对经的需])[{HAN}]){{2,5}}?)?(?:自治区|[省市县区州盟旗])(?:本级|级)?财政(?=安排|给予|拨付|拨款|补助|补贴|负责|筹措|统筹|予以|支付|落实|足额|全额|每年|一次性|要|应|按照?)"
)
# 市人民政府派出机构: a class of bodies of the body before.
_OUTPOST = re.compile(r"(?:的)?(?:派出|派驻|直属|所属|下属|内设|分支)(?:机构|机关|事业单位)(?!改革|设置|编制|人员)")
# 企业|服务部负责: a section whose name begins like a class of bodies.
_IN_HOUSE = re.compile(rf"(?![的和与及或各在由对])[{HAN}]{{1,4}}(?:部|处|科|室)(?=(?:主要|具体|全面)?负责(?!人|同志))")
# 监督 in 监督、检查经营者: a verb with a second one.
# 处置费用 in 收运、处置费用与单位结算: money and papers, no names.
_MATTER = re.compile(r"(?:费用?|经费|资金|价格|价款|标准|情况|结果|信息|数据|内容|流程|要求|意见|合同|协议|计划|方案|标准|制度|办法)\Z")
_ACTS = re.compile(r"监督|检查|指导|督促|规范|引导|协调|支持|鼓励|帮助|推动|促进|扶持|培育|借阅|抄录|携带|复制|查阅|制定|编制|拟订")
# 旅游业 in 旅游业、饮食业等单位: a trade, no department.
_TRADE = re.compile(r"[\u4e00-\u9fff]{2}(?<![林农渔牧工商就电实物事])业\Z")
# 承租人 in 承租人、供热企业: persons beside a body, whose ending they do not share.
_PERSONS = re.compile(r"[\u4e00-\u9fff](?:[人户]|[者员主])\Z")
_STEERED = re.compile(r"组织|协调|指导|监督|联合|配合|督促|协助|要求|通知|动员|会同|报请|提请|召集")
# 越秀区, 新丰县: an area as a body, where units are expected.
_AREA = re.compile(
    r"(?!自治|试点|示范|贫困|先进|重点|有关|相关|所在|各|全|本|我|城|牧|边|民族|其他|上述|以上|脱贫|受援)"
    r"(?:[\u4e00-\u9fff]{2,3}[区县旗市]|(?![该市区州省每两几外邻])[\u4e00-\u9fff]县)\Z"
)
_DELIMITERS = frozenset("、，；。）\n\t ")
# 县（市、区） in 各市（州）、县（市、区）要
_PLACE_IN_LIST = re.compile(
    rf"[省市县区州盟旗乡镇](?:（[省市县区州盟旗乡镇街道场特、]{{1,8}}）)(?![、和及与或]|[{HAN}]{{0,8}}[局委办厅府部会构道]"
    rf"|(?![要应须可负对在按根结每将及认积组严切加于])[{HAN}]{{2,10}}(?:[、和][{HAN}]{{2,10}}){{1,14}}?(?:等[{HAN}]{{0,8}})?部门)"
)
# 区 in 各有关县、区, and in 各县、区|要
_SECOND_AREA = re.compile(
    r"(?<=各(?:有关|相关)[县区市州]、)[县区市州](?![\u4e00-\u9fff（])"
    r"|(?:(?<=各[县区市州旗]、)|(?<=各[县区市州旗]（[县区市旗]）、))[县区市州旗]"
    r"(?=要(?![求素闻道点])|应当|应(?![急用届])|须|必须|负责(?!人)|每[月年季半周]|将|按照|根据|结合|都要|均|可以)"
)
# 各地|各部门, 各地区|各有关部门
_EACH_NEXT = r"(?<=[地区位门镇道村县市乡校街州盟旗])各"
_EACH_NEXT += r"(?=地|部门|单位|有关|相关|成员|乡|街道|村|社区|镇|学校|高校|高等|医院|医疗|中小学|科室|企业|园区)"
# What ends a name besides verbs and role words.
_TASKS = r"的(?=(?:主要|具体|基本)?(?:工作)?(?:职责|职能|任务)(?:主要)?(?:[：是为]|如下|包括)"
_TASKS += r"|(?:业务)?(?:监督|指导|检查|考核|审计|督导))|在(?=[^，。；]{2,12}中的主要)"
_STOPS = rf"{_TASKS}|[、，；。：:！？\s（）“”《》〈〉【】\[\]〔〕/／+＋—…|]|及其?|以及|或|等|暨"
_STOPS += r"|每(?=半?[年月季周日天])|处(?=[0-9一二三四五六七八九十]{1,4}[百千万元]|以[^，。；]{0,12}罚|警告|罚款)"


@dataclass(frozen=True, slots=True)
class Item:
    """A unit as it stands in the text: view range, what it is, the separator before it, and the role that a sign behind it
    gives (市发改委（牵头）)."""

    start: int
    end: int
    name: Name
    joined: str = ""
    sign: Role | None = None


@dataclass(frozen=True, slots=True)
class ItemRules:
    """Where names end: `free` before verbs and punctuation, `glued` also before the next unit (县财政局县教育局)."""

    names: NameRules
    free: re.Pattern[str]
    glued: re.Pattern[str]
    compound: re.Pattern[str]
    office: re.Pattern[str]
    lone: re.Pattern[str]
    signs: Mapping[str, Role]

    @classmethod
    def load(cls, book: Rulebook, names: NameRules, verbs: Iterable[Row], roles: Iterable[Row]) -> ItemRules:
        """Build the patterns from the verb and role tables; raises RuleError for a sign with an unknown role."""
        rows = book.table("units-words")
        last = f"(?<=[{re.escape(names.last)}])"
        role_words = guarded(tuple(roles))
        whole = "".join(f"(?<!{re.escape(r['word'])})" for r in words_of(rows, "joined"))  # 中小企业和民营经济局
        ends = f"$|{_STOPS}|{_EACH_NEXT}|{whole}[和与]|{role_words}"
        signs: dict[str, Role] = {}
        for row in words_of(rows, "sign"):
            if row["role"] not in ("lead", "support", "supervise"):
                raise row.fault(f"role 应为 lead、support 或 supervise，不是“{row['role']}”，请修改。")
            signs[row["word"]] = row["role"]  # type: ignore[assignment]
        return cls(
            names=names,
            free=re.compile(f"{last}(?={ends}|{guarded(tuple(verbs))})"),
            glued=re.compile(f"{last}(?={ends}|[0-9省市县区州盟旗镇乡各])"),
            compound=re.compile(
                rf"(?:[{HAN}]{{0,4}}?{alternatives(names.levels.words)}|同级|本级|(?:县级以上(?:地方)?(?:各级)?|[省市县区]级?|各级)人民政府)?"
                rf"{alternatives(s for s in names.stems if '和' in s)}"
                "(?=[、和及与]|等|(?:行政)?(?:主管)?部门)"
            ),
            office=re.compile(alternatives(names.stems) + "(?=、|等[^，。]{0,8}部门)"),
            # 请国土会同财政等部门: a department without its ending, known by those that it works with
            lone=re.compile(
                f"(?:[省市县区州盟旗])?{alternatives(s for s in names.stems if len(s) > 1)}(?=会同[^，。；]{{0,24}}?(?:[局委办]|部门|单位))"
            ),
            signs=signs,
        )

    def read(self, text: str, at: int, limit: int, weak: bool, glued: bool = False, listed: bool = False) -> Item | None:
        """The unit that begins at `at`, or None. Of several ends the first that makes a name, or a longer one that is known.

        `weak`: endings that common words share do; `listed`: this is a place for units.
        """
        if m := self.names.relative.match(text, at, min(limit, at + 60)):
            return Item(at, m.end(), Name("class", shared=True))
        near = text[at : min(limit, at + 18)]
        if ("政府" in near or "所属" in near) and any(w in near for w in OWNED_WORDS) and (m := OWNED.match(text, at, limit)):
            return Item(at, m.end(), Name("class", shared=True))
        if m := located(text, at, limit, near):
            return Item(at, m.end(), Name("class", shared=True))
        if text.find("财政", at, at + 9) >= 0 and (m := _TREASURY.match(text, at, limit)):
            return Item(at, m.end(), Name("formed", level=m.end() - at - 2))
        run = _NAME_RUN.match(text, at, min(limit, at + LONGEST_NAME))
        if run is None or text[at] in "（“":
            return None
        expected = listed
        listed = listed or (weak and at > 0 and text[at - 1] in "、和及与")
        best: Item | None = None
        for m in (self.glued if glued else self.free).finditer(text, at + 1, run.end()):
            end = m.start()
            candidate = text[at:end]
            if candidate.count("（") != candidate.count("）") or _INSIDE_WORD.match(text, end):
                continue
            if "或" in candidate:
                break  # 农村集体经济组织|或者村民委员会
            if "“" in candidate and candidate.count("“") != candidate.count("”"):
                continue  # 检查以“自查为主、市局抽查”…
            if best is not None and text[best.end] in "和与" and (best.name.level or best.name.kind == "known"):
                break  # 市委宣传部和所在地政府
            if best is not None and "（" in text[best.end : end] and not self._is_alternative(text, best.end):
                break
            if candidate.endswith("政府") and OF_GOVERNMENT.match(text, end):
                continue
            if candidate.endswith("政府") and (self.office.match(text, end) or VERB_OFFICE.match(text, end)):
                continue  # 县级以上人民政府教育、财政等部门
            if holds_two(candidate, self.names, self.compound):
                continue
            name = self.names.name_of(candidate, weak, listed)
            if name is None and expected and self._is_area(text, end, candidate):
                name = Name("formed", sure=False, area=True)
            if name is not None and name.kind == "formed" and not name.sure and candidate in self.names.stems:
                continue  # 人社 in 民政、人社等部门
            if name is None or name.kind == "stem" or not (weak or name.sure):
                continue
            if glued and end < limit and _NEXT_LEVEL.match(text, end) and not self._ends_here(text, end, limit, name):
                continue
            if best is None or name.kind == "known" or text[best.end] in "（各" or _goes_on(text, best.end, end):
                best = Item(at, end, name)
        if best is not None and best.name.kind == "class" and (m := _IN_HOUSE.match(text, best.end, limit)):
            best = Item(at, m.end(), Name("formed"))
        if best is not None and (m := _OUTPOST.match(text, best.end, limit)):
            best = Item(at, m.end(), replace(best.name, kind="class"))
        return self._with_bracket(text, best, limit, expected) if best is not None else None

    def zone_at(self, text: str, at: int, limit: int) -> Item | None:
        """A zone that shares the committee of a later one: 临港新区 in 临港新区、南湖风景区管理委员会."""
        m = ZONE.match(text, at, limit)
        return Item(at, m.end(), Name("stem", attach="none", shared=True, area=True)) if m else None

    def stem_at(self, text: str, at: int, limit: int) -> Item | None:
        """A unit without its ending: 市国土 in 市国土、住建等部门, 财政 in 财政、审计部门, 市 in 市、县人民政府."""
        if not _JOINT.search(text, at, min(limit, at + 26)):
            return None
        if m := _LEVEL_ALONE.match(text, at, limit):
            return Item(at, m.end(), Name("stem", attach="none", shared=True))
        if (m := _AREA_ALONE.match(text, at, limit)) and self._is_area(text, m.end(), m[0]):
            return Item(at, m.end(), Name("stem", attach="none", shared=True, area=True))
        if text.find("和", at, at + 16) > 0 and (
            m := self.compound.match(text, at, limit)
        ):  # 住房和城乡建设 in 财政、住房和城乡建设、公安等部门
            return Item(at, m.end(), self.names.name_of(m[0], weak=True) or Name("stem", attach="level", sure=False))
        m = _LOOSE.match(text, at, min(limit, at + 26))
        if m is None:
            return None
        name = self.names.name_of(m[0], weak=True)
        if name is not None and not (name.kind == "formed" and not name.sure and m[0] in self.names.stems):
            return Item(at, m.end(), name)
        if _STEERED.match(m[0]) and m[0][2:] in self.names.stems:  # 组织公安、司法等部门
            return None
        if without_level(m[0]) not in self.names.stems and self._is_bad(m[0]):
            return None
        return Item(at, m.end(), self._loose(m[0]))

    def may_be_place(self, word: str) -> bool:
        """Whether a word can be the name of a place: 城关; not 规划, 监督."""
        return not self._is_bad(word) and self.names.may_be_named(word) and not self.names.verb.begins(word)

    def _is_bad(self, word: str) -> bool:
        """Whether a word before another is no name without its ending: a trade, a verb, what a name cannot hold."""
        if _TRADE.search(word) or _PERSONS.search(word) or _MATTER.search(word) or _ACTS.fullmatch(word) or self.names.not_first.match(word):
            return True
        return self.names.not_inside.search(word) is not None or self.names.ends_as_none(word)

    def _loose(self, word: str) -> Name:
        """A name without its ending, of any word: with its level in 市人才工作(、人力资源社会保障等部门)."""
        level = len(word) > 4 and word[0] in "省市县区州" and not self.names.levels.is_trap(word, 0)
        return Name("stem", level=1, sure=False) if level else Name("stem", attach="level", sure=False)

    def subject_at(self, text: str, at: int, limit: int) -> Item | None:
        """What only the subject of a clause can be: 从事采砂的单位|应当, 村|在公开栏公布, 乡镇 in 乡镇、村应当."""
        if text.find("会同", at, at + 10) > 0 and (m := self.lone.match(text, at, limit)):
            return Item(at, m.end(), Name("formed"))
        if text[at] in PLACE_FIRST and (m := BARE_PLACE.match(text, at, limit)):
            return Item(at, m.end(), Name("class"))
        if text[at] == "每" and (m := EVERY.match(text, at, limit)):
            return Item(at, m.end(), Name("class"))
        if text[at] in "学大医" and (m := BARE_SCHOOL.match(text, at, limit)):
            return Item(at, m.end(), Name("class"))
        if text.find("组", at + 2, at + 15) > 0 and (m := GROUP.match(text, at, limit)):
            return Item(at, m.end(), Name("formed"))
        if m := ACTOR.match(text, at, limit):
            return Item(at, m.end(), Name("class", shared=True))
        if text[at] in "物居业" and (m := RESIDENTS.match(text, at, limit)):
            return Item(at, m.end(), Name("class"))
        if text.find("的", at + 3, min(limit, at + 54)) > 0 and (m := AREAS_DESCRIBED.match(text, at, min(limit, at + 74))):
            return Item(at, m.end(), Name("class"))
        return self.described_at(text, at, limit)

    def described_at(self, text: str, at: int, limit: int) -> Item | None:
        """A class told by what describes it, straight before its duty: 从事采砂的单位|应当, 单独开展募捐的组织|应当."""
        of = text.find("的", at + 3, min(limit, at + 44))
        m = self.names.described.match(text, at, min(limit, at + 70)) if of > 0 else None
        return Item(at, m.end(), Name("class", shared=True)) if m and "以及" not in m[0] else None

    def plain_at(self, text: str, at: int, limit: int) -> Item | None:
        """A bare class name further down a list: 乡 in 各街道、乡."""
        if m := _PLACE_IN_LIST.match(text, at, limit) or _SECOND_AREA.match(text, at, limit) or RESIDENTS.match(text, at, limit):
            return Item(at, m.end(), Name("class"))
        if m := AREA_BESIDE.match(text, at, limit):
            return Item(at, m.end(), Name("formed"))
        m = self.free.search(text, at + 1, min(limit, at + 8))
        if m is None or text[at : m.start()] not in self.names.plain or _INSIDE_WORD.match(text, m.start()):
            return None
        return Item(at, m.start(), Name("class"))

    def _is_area(self, text: str, end: int, candidate: str) -> bool:
        """Whether a name is an area that stands as a body in a list of units: 越秀区; not 社区, 试点县."""
        if end < len(text) and text[end] not in _DELIMITERS and not _AREA_ALONE.match(text, end - len(candidate)):
            return False
        trap = self.names.levels.is_trap(candidate, len(candidate) - 1)
        return _AREA.match(candidate) is not None and not trap and self.names.may_be_named(candidate)

    def _ends_here(self, text: str, at: int, limit: int, name: Name) -> bool:
        """Whether a name with nothing behind it but another unit ends: 县财政局|县教育局, not 各乡|镇."""
        if name.kind == "class":
            return False
        following = self.read(text, at, limit, weak=True)
        return following is not None and (following.name.level > 0 or text[at] == "各")

    def _is_alternative(self, text: str, at: int) -> bool:
        """Whether the bracket that opens at `at` belongs to the name before it."""
        close = text.find("）", at, at + 16)
        content = text[at + 1 : close]
        return (
            close > 0 and content not in self.signs and not _NOTE.match(content) and self.names.alternative_in_brackets(content)
        )

    def _with_bracket(self, text: str, item: Item, limit: int, expected: bool) -> Item:
        """Take a bracket behind the name into it (各单位（部门）, 市卫健委（爱卫办）) or read it as a sign (（牵头）)."""
        close = text.find("）", item.end, min(limit, item.end + 18)) if text.startswith("（", item.end) else -1
        if close < 0:
            return item
        if (sign := self.signs.get(text[item.end + 1 : close])) is not None:
            return replace(item, sign=sign)
        inner = None if expected or close - item.end <= 4 else self.names.name_of(text[item.end + 1 : close], weak=True)
        if inner is not None and inner.level:  # 县应急办公室（县政府总值班室）: its other name in full
            return item
        return replace(item, end=close + 1) if self._is_alternative(text, item.end) else item


def _goes_on(text: str, at: int, end: int) -> bool:
    """Whether text[at:end] makes the name before it one of a group for one task (县“散乱污”企业|整治工作领导小组), or of an office
    of a congress (市人大常委会|代表工作机构)."""
    if end - at > 4 and _GROUP.fullmatch(text, at, end) is not None:
        return True
    return text.endswith(CONGRESS, 0, at) and CONGRESS_OFFICE.fullmatch(text, at, end) is not None
