"""Recognising the name of one unit: which strings can be one, and which part of them is the level prefix.

A name is known (人社局), or ends like one (…局, …部门) and holds nothing that a name cannot hold. Endings that common words share
(办: 举办; 部: 全部) count only behind a level prefix (市…办), behind 各 and its like, or where a list of units is expected.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from nlp.extract.unit_classes import (
    ACTING,
    GLUED,
    GOVERNMENTS,
    OWN_OFFICE,
    STEERS,
    TASK_FORCE,
    TASK_FORCE_STOP,
    described_pattern,
    doing_pattern,
    each_pattern,
    is_proper,
    relative_pattern,
)
from nlp.extract.unit_follows import WordTable
from nlp.extract.unit_forms import KindOfName, Name, Suffix
from nlp.extract.unit_levels import LevelRules, Prefix
from nlp.extract.unit_register import Attach, Register
from nlp.extract.unit_traps import is_trap, opens_as_trap
from nlp.extract.unit_words import HAN, alternatives, guarded, words_of
from nlp.rulebook import Row, Rulebook, RuleError

LONGEST_NAME = 34

_BRACKETS = re.compile(r"（[^（）]*）")
_QUOTED = re.compile(r"“[^“”]*”")
_NUMBER = re.compile(r"第?[0-9〇一二三四五六七八九十百]+\Z")
# What may stand in brackets inside a name: other levels or another name (市、区; 室; 爱卫办).
_ALTERNATIVE = re.compile(rf"[{HAN}、/]{{1,14}}\Z")
# Classes of places behind 各: 各县市区, 各地, 各设区市.
_PLACES = re.compile(r"(?:地|校|组|系|院系?|部系|设区的?市|自治[区州县旗]|[省市县区州盟旗乡镇师团场]{1,4})\Z")
_OFFICES = frozenset(("单位", "部门", "机关", "机构", "科室", "处室", "义务人"))
# Governments of areas: 开河乡人民政府 is a name of its own, 乡人民政府 a class.
# 建设责任单位, 管理主体单位: what may stand between the verb of such a name and its ending.
_OFFICE_MODIFIER = re.compile(
    r"区域|地区|省份|城市|行政|主管|责任|有关|相关|牵头|主体|业务|专门|专业|工作|服务|指导|综合|[一-鿿]{0,4}(?:部门|单位|机构|机关)\Z"
)
# 市留交办: an office for one matter, also where its last two characters are a word (交办).
_SHORT_OFFICE = re.compile(rf"[省市县区州][{HAN}]{{2}}办\Z")
_OWN_PLACE = re.compile(r"[本我][省市县区州盟旗](?![级直属内外])|本(?:机关|单位|局|委|院|校|系统|部门|公司)(?=各|有关|相关|内设|业务|所属|下属)")
_BRANCHES = frozenset(("分局", "支局", "分公司", "支公司", "分行", "支行"))
# Bodies of the whole country: 中国证监会 is 证监会.
_NATIONAL = re.compile(r"(?:中国|国家|国务院|全国)(?=[\u4e00-\u9fff]{3})")


@dataclass(frozen=True, slots=True)
class NameRules:
    """Vocabulary of unit names, ready to use."""

    register: Register
    levels: LevelRules
    suffixes: Mapping[str, Suffix]
    longest_suffix: int
    stems: frozenset[str]
    plain: frozenset[str]
    nominal: frozenset[str]
    each: re.Pattern[str]
    relative: re.Pattern[str]
    described: re.Pattern[str]
    doing: re.Pattern[str]
    no_unit: frozenset[str]
    no_unit_ends: Mapping[str, tuple[str, ...]]  # by their last character
    not_first: re.Pattern[str]
    not_inside: re.Pattern[str]
    place: re.Pattern[str]
    verb: WordTable
    last: str

    @classmethod
    def load(cls, book: Rulebook, register: Register) -> NameRules:
        """Read `units-suffixes.tsv` and `units-words.tsv`; hold each suffix to its examples."""
        rows = book.table("units-words")
        words = {kind: tuple(r["word"] for r in words_of(rows, kind)) for kind in {r["kind"] for r in rows}}
        suffixes = {s.text: s for s in map(Suffix.of, book.table("units-suffixes"))}
        levels = LevelRules.load(rows)
        classes = alternatives(s.text for s in suffixes.values() if s.is_class and s.text != "系统")
        no_unit = frozenset((*words["person"], *words["thing"]))
        made = cls(
            register=register,
            levels=levels,
            suffixes=suffixes,
            longest_suffix=max(map(len, suffixes)),
            stems=frozenset(words["stem"]),
            plain=frozenset(words["plain"]),
            nominal=frozenset(r["word"] for r in words_of(rows, "start") if r.get("role") == "noun"),
            each=each_pattern(alternatives(words["level"]), alternatives(words["each"])),
            relative=relative_pattern(classes, alternatives(words["plain"])),
            described=described_pattern(classes),
            doing=doing_pattern(classes),
            no_unit=no_unit,
            no_unit_ends={c: tuple(sorted(w for w in no_unit if w[-1] == c)) for c in {w[-1] for w in no_unit}},
            not_first=re.compile(guarded(words_of(rows, "start"))),
            not_inside=re.compile(guarded(words_of(rows, "stop"))),
            place=re.compile(alternatives(words["place"])),
            verb=WordTable.of(r for r in book.table("units-verbs") if r["kind"] == "verb" and len(r["word"]) == 2),
            last="".join(sorted({w[-1] for w in (*suffixes, *register.bodies, *levels.words)} | {"）"})),
        )
        for fault in made.faults(book.table("units-suffixes")):
            raise fault
        return made

    def faults(self, suffixes: Iterable[Row]) -> Iterator[RuleError]:
        """Rows of the suffix table whose own examples it does not hold."""
        for row in suffixes:
            for example in row.items("finds"):
                if self.name_of(example, weak=True, listed=True) is None:
                    yield row.fault(f"finds 中的“{example}”没有认作机构，请检查结尾或 units-words.tsv。")
            for example in row.items("leaves"):
                if self.name_of(example, weak=True, listed=True) is not None:
                    yield row.fault(f"leaves 中的“{example}”被认作机构，请补进 units-words.tsv 的 thing 或 person。")

    # ------------------------------------------------------------ one name
    def name_of(self, text: str, weak: bool = False, listed: bool = False) -> Name | None:
        """What `text` is as a unit name, or None.

        `weak`: endings that common words share do; `listed`: this is a place for units (a label, a bracket). Brackets inside
        are alternatives and do not decide: 各县（市、区）人民政府 is judged as 各县人民政府.
        """
        bare = _QUOTED.sub("", _BRACKETS.sub("", text)) if "（" in text or "“" in text else text
        if not bare or len(bare) > LONGEST_NAME or is_trap(bare) or (bare.endswith("公司") and GLUED.search(bare)):
            return None
        if bare.startswith("设区的市") and len(bare) > 6:
            made = self.name_of(bare[3:], weak, listed)
            return None if made is None or made.kind == "stem" else Name("class", level=4, shared=made.shared)
        if bare[0] in "本我" and (own := _OWN_PLACE.match(bare)):  # 本市公共交通企业, 本机关各科室
            made = self.name_of(bare[own.end() :], weak, listed)
            return None if made is None or made.kind == "stem" else Name("class", shared=made.shared, sure=made.sure)
        bracket = text.find("（")
        levelled = 0 < bracket <= 2 and text[:bracket] in self.levels.words
        if not levelled and (known := self._known(bare)) is not None:
            return known
        if bare != text and bare in self.plain:  # 乡镇（街道）
            return Name("class")
        if listed and _SHORT_OFFICE.match(bare) and not self.levels.is_trap(bare, 0):
            return Name("formed", 1)
        if bare[-1] == "办" and (office := OWN_OFFICE.match(bare)) is not None and not opens_as_trap(bare):
            return Name("known", office.end("level"))
        if self._is_thing(bare):
            return None
        if levelled:  # 县（市）市场监督管理局: one body of each place
            return Name("class") if self.suffix_of(bare[bracket:]) and not self._has_verb(bare[bracket:]) else None
        if (named := self._class_name(bare, weak)) is not None:
            return named
        if not self._acts(bare) and (self._begins_as_verb(bare) or self._has_verb(bare) or self._is_verb_with_object(bare)):
            return self._known_behind_level(bare)
        prefix = self.levels.party_prefix(bare, self._ends_like_one) or self.levels.level_prefix(
            bare, self.register.bodies, self._can_be_body
        )
        if prefix.level:
            return self._with_prefix(bare, prefix)
        if (suffix := self.suffix_of(bare)) is not None:
            return self._formed(bare, suffix, weak, listed)
        return Name("stem", attach="level", sure=False) if bare in self.stems else None

    def suffix_of(self, text: str) -> Suffix | None:
        """The longest unit ending of a text."""
        for size in range(min(self.longest_suffix, len(text)), 0, -1):
            if (suffix := self.suffixes.get(text[-size:])) is not None:
                return suffix
        return None

    def _known(self, bare: str) -> Name | None:
        """A name of the register, also with 中国 or 国家 before it."""
        body = self.register.bodies.get(bare)
        if body is not None:
            prefix = self.levels.party_prefix(bare, self._ends_like_one) or Prefix()
            suffix = self.suffix_of(bare)
            attach = "none" if prefix.level else body.attach
            return Name("known", prefix.level, prefix.party, attach, shared=bool(suffix and suffix.shared))
        m = _NATIONAL.match(bare)
        return Name("known") if m and bare[m.end() :] in self.register.bodies else None

    def _known_behind_level(self, bare: str) -> Name | None:
        """A name of the register behind one level word, whatever characters it holds: 镇农经站."""
        if bare[1:] not in self.register.bodies or bare[0] not in self.levels.words or self.levels.is_trap(bare, 0):
            return None
        return self._with_prefix(bare, Prefix(1))

    def _with_prefix(self, bare: str, prefix: Prefix) -> Name | None:
        """A name behind a level prefix: weak endings do here."""
        rest = bare[prefix.size :]
        if not rest:  # 市委
            return Name("known", prefix.level, prefix.party)
        suffix = self.suffix_of(rest)
        if suffix is not None and suffix.limited == "each" and len(rest) > 6:  # 整体部署和系统
            return None
        if suffix is not None and suffix.is_class and rest not in self.register.bodies and self._begins_as_verb(rest):
            return None  # 越秀区实现企业…
        if rest in self.register.bodies or (suffix is not None and not self._is_thing(rest)):
            kind: KindOfName = "known" if rest in self.register.bodies else "formed"
            area = rest in GOVERNMENTS and prefix.level > 2
            return Name(kind, prefix.level, prefix.party, shared=bool(suffix and suffix.shared), area=area)
        return Name("stem", prefix.level, prefix.party, sure=False) if rest in self.stems else None

    def _formed(self, bare: str, suffix: Suffix, weak: bool, listed: bool) -> Name | None:
        """A name by its ending alone: 法规科, 医疗机构, 开河乡人民政府."""
        if suffix.limited == "each" or (suffix.limited == "list" and not listed):
            return None
        if bare == suffix.text and not (suffix.is_class and suffix.strong):
            return None
        stem = bare[: -len(suffix.text)]
        doer = suffix.is_class and stem not in self.stems and self.verb.begins(stem) > 0  # 起草部门
        local = suffix.text in _BRANCHES and stem not in self.stems  # 公安城中分局 names its place
        attach: Attach = "level" if suffix.attaches and not local and not doer and not self.place.match(bare) else "none"
        if suffix.is_class and not is_proper(bare, suffix.text):
            if not (suffix.strong or weak):
                return None
            return Name("class", attach=attach, sure=suffix.strong, shared=suffix.shared)
        if not suffix.strong and not weak and not _NUMBER.match(bare[: -len(suffix.text)]):
            return Name("formed", sure=False)
        return Name("formed", attach=attach, sure=suffix.strong, shared=suffix.shared, area=suffix.is_class)

    def _class_name(self, bare: str, weak: bool) -> Name | None:
        """各…, 有关…, 县直…: a class of bodies, where its ending can be one."""
        m = self.each.match(bare)
        rest = bare[m.end() :] if m else ""
        if m is None or not rest or self._has_verb(rest):
            return None
        suffix = self.suffix_of(rest)
        if suffix is None:
            return Name("class", sure="各" in m[0] or weak) if _PLACES.match(rest) else None
        if "各" not in m[0] and not suffix.is_class:
            return None
        return Name("class", shared=suffix.shared, sure="各" in m[0] or suffix.strong or weak)

    # ------------------------------------------------------------ what is no name
    def _ends_like_one(self, rest: str) -> bool:
        """Whether what stands behind a party committee can be a body: 办 in 县委办."""
        return rest in self.register.bodies or self.suffix_of(rest) is not None

    def _can_be_body(self, rest: str) -> bool:
        """Whether what stands behind a level prefix can be a body."""
        if rest in self.register.bodies or rest in self.stems:
            return True
        suffix = self.suffix_of(rest)
        return suffix is not None and (len(rest) > len(suffix.text) or suffix.strong or suffix.is_class)

    def may_be_named(self, text: str) -> bool:
        """Whether nothing in a text forbids that it is a name."""
        return not (self._is_thing(text) or self._begins_as_verb(text) or self._has_verb(text))

    def _begins_as_verb(self, text: str) -> bool:
        """Whether a text begins as no name does: 督促企业; not 使用单位."""
        first = self.not_first.match(text)
        return first is not None and (first[0] not in self.nominal or text[first.end() :] not in _OFFICES)

    def _acts(self, text: str) -> bool:
        """Whether a body is named by what it does or suffers: 报文单位, 被检查单位; not 督促单位."""
        if not text.endswith(("单位", "部门")) or ACTING.match(text) is None:
            return False
        first = self.not_first.match(text)
        return first is None or len(first[0]) == 1 or first[0] in self.nominal

    def _has_verb(self, text: str) -> bool:
        """Whether a text holds what no name holds; 报送单位, 发布机关 are names all the same."""
        if TASK_FORCE.search(text):
            return TASK_FORCE_STOP.search(text) is not None
        m = self.not_inside.search(text)
        return m is not None and (len(m[0]) < 2 or m[0] == "认为" or text[m.end() :] not in _OFFICES)

    def _is_verb_with_object(self, text: str) -> bool:
        """Whether a verb stands before what is a name itself: 带动中小企业; not 审批中心, 检验检疫局."""
        if steers := STEERS.match(text):
            rest = text[steers.end() :]
            suffix = self.suffix_of(rest)
            return suffix is not None and rest not in _OFFICES and (suffix.is_class or rest in self.register.bodies)
        verb = self.verb.begins(text)
        if not verb or TASK_FORCE.search(text) or any(text[:n] in self.stems for n in range(verb, min(len(text), 8))):
            return False
        rest = text[verb:]
        suffix = self.suffix_of(rest)
        if suffix is None or rest == suffix.text or self.verb.begins(rest) or _OFFICE_MODIFIER.match(rest):
            return False
        return (
            suffix.is_class
            or rest in self.register.bodies
            or self.levels.level_prefix(rest, self.register.bodies, self._can_be_body).level > 0
        )

    def _is_thing(self, text: str) -> bool:
        """Whether a text ends in a word for persons or things: 举办, 全部; not 创城办, whose known end wins."""
        if text in self.stems or text[:-1] in self.stems or not self.ends_as_none(text):
            return False  # 农业农村办 is no 村办
        return not any(text[-n:] in self.register.bodies for n in range(3, min(len(text), 12) + 1))

    def ends_as_none(self, text: str) -> bool:
        """Whether a text ends in a word that ends no name: 举办, 全部."""
        return text.endswith(self.no_unit_ends.get(text[-1:], ()))

    def alternative_in_brackets(self, content: str) -> bool:
        """Whether the content of a bracket is part of the name before it: 乡, 市、区, 室, 爱卫办; not 2021年, 以下简称…."""
        if not _ALTERNATIVE.match(content):
            return False
        return all(
            p in self.levels.words or p in self.plain or p in self.stems or self.suffix_of(p) is not None
            for p in re.split("[、/]", content)
            if p
        )
