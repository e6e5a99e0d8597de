"""Recognising the name of one unit: which words can be one, where it begins and ends, which part is its level prefix.

A name is known (人社局), or ends like one (…局, …部门) and holds nothing that a name cannot hold. Endings that common words share
(办: 举办; 部: 全部) count only behind a level prefix (市…办), behind 各 and its like, or where a list of units is expected.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from nlp.extract.unit_register import Attach, Register
from nlp.rulebook import Row, Rulebook, RuleError

HAN = "\u3400-\u4dbf\u4e00-\u9fff〇"
LONGEST_NAME = 34

# Characters of a name, with bracketed and quoted parts: 街道（乡）, 各县（市、区）人民政府, “放管服”改革办.
_NAME_RUN = re.compile(rf"(?:[{HAN}0-9A-Za-z·]|（[^（）\n，。；：]{{1,14}}）|“[^“”\n，。；：]{{1,10}}”)+")
_BRACKETS = re.compile(r"（[^（）]*）")
_QUOTED = re.compile(r"“[^“”]*”")
_NUMBER = re.compile(r"第?[0-9〇一二三四五六七八九十百]+\Z")
# A place does not hold the name of a unit: not 市公安局城中|区….
_NO_PLACE = re.compile(r"[局厅委办处院部科]|中心|公司|银行|部门|单位|机关|机构|政府|和|与|及|各|级|有关|相关")
# What may stand in brackets inside a name: other levels or another name (市、区; 室; 爱卫办).
_ALTERNATIVE = re.compile(rf"[{HAN}、/]{{1,14}}\Z")

# Classes of places behind 各: 各县市区, 各地, 各设区市.
_PLACES = re.compile(r"(?:地|设区的?市|自治[区州县旗]|[省市县区州盟旗乡镇师团场]{1,4})\Z")
# Endings before which a verb is part of the name: 使用单位, 发布机关.
_OFFICES = frozenset(("单位", "部门", "机关", "机构", "科室", "处室"))
# Bodies of the whole country: 中国证监会 is 证监会.
_NATIONAL = re.compile(r"(?:中国|国家|国务院|全国)(?=[\u4e00-\u9fff]{3})")

KindOfName = Literal["known", "formed", "class", "stem"]


@dataclass(frozen=True, slots=True)
class Suffix:
    """An ending of unit names: `strong` ones suffice alone, `attaches` ones take a dropped prefix, `is_class` ones name a class."""

    text: str
    strong: bool
    limited: str  # "each": counts only behind 各 and its like (地区); "list": only in a list of units (所)
    attaches: bool
    is_class: bool
    shared: bool


@dataclass(frozen=True, slots=True)
class Name:
    """What a string is as a unit name. `level` and `party` are lengths of its prefix (市, 市委), 0 where it has none."""

    kind: KindOfName
    level: int = 0
    party: int = 0
    attach: Attach = "none"
    sure: bool = True  # strong enough where no list of units is expected
    shared: bool = False  # ends in a suffix that earlier items may share (部门)
    area: bool = False  # a government of an area: the list's level does not follow it


def words_of(rows: Iterable[Row], kind: str) -> tuple[Row, ...]:
    """Rows of `units-words.tsv` of one kind."""
    return tuple(r for r in rows if r["kind"] == kind)


def guarded(rows: Iterable[Row], column: str = "word") -> str:
    """Regex source of the words, longest first, each not before its `unless` nor behind its `behind`: (?<!重)要(?!求|素)."""
    by_first: dict[str, list[str]] = {}
    for row in sorted(rows, key=lambda r: -len(r[column])):
        unless = "|".join(map(re.escape, row.items("unless")))
        behind = "".join(f"(?<!{re.escape(w)})" for w in row.items("behind"))
        by_first.setdefault(row[column][0], []).append(behind + re.escape(row[column]) + (f"(?!{unless})" if unless else ""))
    return _branches(sorted(by_first.items()))


def _branches(groups: list[tuple[str, list[str]]]) -> str:
    """Alternatives grouped by first character and halved again and again, so that a place is tried in a few steps, not hundreds."""
    if len(groups) <= 4:
        return "(?:" + "|".join(source for _, sources in groups for source in sources) + ")"
    half = len(groups) // 2
    first = "".join(re.escape(c) for c, _ in groups[:half])
    return f"(?:(?=[{first}]){_branches(groups[:half])}|{_branches(groups[half:])})"


def _alternatives(words: Iterable[str]) -> str:
    return "(?:" + "|".join(re.escape(w) for w in sorted(words, key=lambda w: (-len(w), w))) + ")"


@dataclass(frozen=True, slots=True)
class NameRules:
    """Vocabulary of unit names, ready to use."""

    register: Register
    suffixes: Mapping[str, Suffix]
    longest_suffix: int
    levels: tuple[str, ...]
    level_firsts: frozenset[str]
    traps: frozenset[str]
    stems: frozenset[str]
    plain: frozenset[str]
    nominal: frozenset[str]
    trap_rows: tuple[tuple[str, tuple[str, ...]], ...]
    each: re.Pattern[str]
    relative: re.Pattern[str]
    party: re.Pattern[str]
    no_unit: re.Pattern[str]
    not_first: re.Pattern[str]
    not_inside: re.Pattern[str]
    place: re.Pattern[str]
    last: str

    @classmethod
    def load(cls, book: Rulebook, register: Register) -> NameRules:
        """Read `units-suffixes.tsv` and `units-words.tsv`; hold each suffix to its examples."""
        words = book.table("units-words")
        suffixes = {
            r["suffix"]: Suffix(
                r["suffix"],
                r["strength"] == "strong",
                r["strength"] if r["strength"] in ("each", "list") else "",
                r["prefix"] == "yes",
                r["class"] == "yes",
                r["shared"] == "yes",
            )
            for r in book.table("units-suffixes")
        }
        levels = tuple(r["word"] for r in words_of(words, "level"))
        classes = _alternatives(s.text for s in suffixes.values() if s.is_class)
        each = _alternatives(r["word"] for r in words_of(words, "each"))
        level = _alternatives(levels)
        ends_badly = _alternatives(r["word"] for k in ("person", "thing") for r in words_of(words, k))
        made = cls(
            register=register,
            suffixes=suffixes,
            longest_suffix=max(map(len, suffixes)),
            levels=tuple(sorted(levels, key=len, reverse=True)),
            level_firsts=frozenset(w[0] for w in levels),
            traps=frozenset(r["word"] for r in words_of(words, "trap") if not r.get("unless")),
            trap_rows=tuple((r["word"], r.items("unless")) for r in words_of(words, "trap") if r.get("unless")),
            stems=frozenset(r["word"] for r in words_of(words, "stem")),
            plain=frozenset(r["word"] for r in words_of(words, "plain")),
            nominal=frozenset(r["word"] for r in words_of(words, "start") if r.get("role") == "noun"),
            # 各…, 有关…, 县直各…, 市级有关…, 全市各级…, 驻市…, 县级以上…
            each=re.compile(
                rf"(?:全?(?:{level})(?:直属?|级|属|管|辖)?(?:及[^，。]{{1,4}}驻[{HAN}]{{1,3}})?|驻[{HAN}]{{1,3}}?|(?:中央|{level}){{1,3}}(?:直|级|属|管|辖))?{each}+"
                rf"|(?:{level})(?:直属?|级|属|管)(?:以上|以下)?|地方(?:各级)?|基层|乡镇级?|镇街|县[市区]区?|[市区]县区?"
            ),
            # 省、市、县三级…机构; 有牵头任务的单位, 承担…任务的部门
            relative=re.compile(
                rf"(?:[省市县区州盟旗乡镇村](?:[、和][省市县区州盟旗乡镇村]){{1,4}}[两二三四五]级[{HAN}]{{0,8}}?{classes}(?![{HAN}]{{0,2}}(?:人员|负责人|领导)))|"
                rf"(?:负?有(?!条件|需|意|关|权|能力|特)|具有|承担|涉及|从事|设有|实行|纳入|列入|参与)[{HAN}“”、]{{1,24}}?的(?:各|相关|有关)*[{HAN}]{{0,4}}?{classes}"
                rf"(?:[、和及]{_alternatives(r['word'] for r in words_of(words, 'plain'))})*"
            ),
            party=re.compile(rf"(?P<level>(?:[{HAN}]{{2,8}}?)?{level})(?:党委|党工委|纪?委)(?!员|托|办局|政府|派)"),
            no_unit=re.compile(rf"{ends_badly}\Z"),
            not_first=re.compile(guarded(words_of(words, "start"))),
            not_inside=re.compile(guarded(words_of(words, "stop"))),
            place=re.compile(_alternatives(r["word"] for r in words_of(words, "place"))),
            last="".join(sorted({w[-1] for w in (*suffixes, *register.bodies, *levels)} | {"）"})),
        )
        for fault in made.faults(book.table("units-suffixes")):
            raise fault
        return made

    def faults(self, suffixes: Iterable[Row]) -> Iterable[RuleError]:
        """Rows of the suffix table whose own examples it does not hold."""
        for row in suffixes:
            for example in row.items("finds"):
                if self.name_of(example, expected=True, listed=True) is None:
                    yield row.fault(f"finds 中的“{example}”没有认作机构，请检查结尾或 units-words.tsv。")
            for example in row.items("leaves"):
                if self.name_of(example, expected=True, listed=True) is not None:
                    yield row.fault(f"leaves 中的“{example}”被认作机构，请补进 units-words.tsv 的 thing 或 person。")

    # ------------------------------------------------------------ one name
    def name_of(self, text: str, expected: bool = False, listed: bool = False) -> Name | None:
        """What `text` is as a unit name, or None. `expected`: weak endings do; `listed`: this is a place for units (a label, a bracket).

        Brackets inside it are alternatives and do not decide: 各县（市、区）人民政府 is judged as 各县人民政府.
        """
        bare = _QUOTED.sub("", _BRACKETS.sub("", text)) if "（" in text or "“" in text else text
        if not bare or len(bare) > LONGEST_NAME:
            return None
        levelled = len(bare) < len(text) and text.find("（") <= 2 and text[: text.find("（")] in self.levels
        body = None if levelled else self.register.bodies.get(bare)
        if body is not None:
            level, party = self._split(bare, known_only=True)
            suffix = self.suffix_of(bare)
            return Name("known", level, party, body.attach if not level else "none", shared=bool(suffix and suffix.shared))
        if (m := _NATIONAL.match(bare)) and bare[m.end() :] in self.register.bodies:
            return Name("known")
        if bare != text and bare in self.plain:  # 乡镇（街道）
            return Name("class")
        if self.no_unit.search(bare) and not self._ends_known(bare):
            return None
        if levelled:  # 县（市）市场监督管理局, 街道（乡）: one body of each place
            return Name("class") if bare in self.plain or self.suffix_of(bare[text.find("（") :]) else None
        if (named := self._class_name(bare, expected)) is not None:
            return named
        first = self.not_first.match(bare)
        if first and (first[0] not in self.nominal or bare[first.end() :] not in _OFFICES):
            return None
        if self._has_verb(bare):
            return None
        level, party = self._split(bare)
        rest = bare[max(level, party) :]
        if level and not rest:  # 市委, 市政府党组
            return Name("known", level, party)
        suffix = self.suffix_of(rest)
        area = rest in ("人民政府", "政府", "办事处", "管委会", "管理委员会") and level > 2
        if level and (rest in self.register.bodies or (suffix is not None and not self._is_thing(rest))):
            return Name(
                "known" if rest in self.register.bodies else "formed",
                level,
                party,
                shared=bool(suffix and suffix.shared),
                area=area,
            )
        if level and rest in self.stems:
            return Name("stem", level, party, sure=False)
        if suffix is not None and not level:
            return self._formed(bare, suffix, expected, listed)
        if bare in self.stems:
            return Name("stem", attach="level", sure=False)
        return None

    def _formed(self, bare: str, suffix: Suffix, expected: bool, listed: bool) -> Name | None:
        """A name by its ending alone: 法规科, 医疗机构, 开河乡人民政府."""
        if suffix.limited == "each" or (suffix.limited == "list" and not listed):
            return None
        if bare == suffix.text and not (suffix.is_class and suffix.strong):
            return None
        if suffix.is_class and not self._is_proper(bare, suffix):
            sure = suffix.strong
            return (
                Name("class", attach="level" if suffix.attaches else "none", sure=sure, shared=suffix.shared)
                if sure or expected
                else None
            )
        if not suffix.strong and not expected and not _NUMBER.match(bare[: -len(suffix.text)]):
            return Name("formed", attach="none", sure=False)
        attach: Attach = "level" if suffix.attaches and not self.place.match(bare) else "none"
        return Name("formed", attach=attach, sure=suffix.strong, shared=suffix.shared, area=suffix.is_class)

    def _class_name(self, bare: str, expected: bool) -> Name | None:
        """各…, 有关…, 县直…: a class of bodies, where its ending can be one."""
        m = self.each.match(bare)
        if m is None or m.end() >= len(bare):
            return None
        rest = bare[m.end() :]
        if self._has_verb(rest):
            return None
        suffix = self.suffix_of(rest)
        if suffix is None and not _PLACES.match(rest):
            return None
        if suffix is not None and "各" not in m[0] and not suffix.is_class:
            return None
        return Name(
            "class", shared=bool(suffix and suffix.shared), sure="各" in m[0] or bool(suffix and suffix.strong) or expected
        )

    def suffix_of(self, text: str) -> Suffix | None:
        """The longest unit ending of a text."""
        for size in range(min(self.longest_suffix, len(text)), 0, -1):
            if (suffix := self.suffixes.get(text[-size:])) is not None:
                return suffix
        return None

    def _is_proper(self, bare: str, suffix: Suffix) -> bool:
        """Whether a class ending carries a name of its own: 开河乡, 江陵大学, 市城建投资公司; not 建设单位, 公立医院."""
        stem = bare[: -len(suffix.text)]
        if suffix.text in ("人民政府", "政府", "管委会", "管理委员会", "办事处", "街道办"):
            return (
                (bool(stem)
                and stem[-1:] in "省市县区州盟旗镇乡道村"
                and len(stem) > 2)
                or (suffix.text.startswith("管")
                and len(stem) > 3)
            )
        if suffix.text in ("村民委员会", "居民委员会", "村委会", "居委会"):
            return len(stem) > 2 and stem[-1:] in "村区里园"
        return (
            suffix.text in ("乡", "镇", "街道", "村", "社区", "农场", "林场", "牧场", "公司", "银行", "医院", "街道办事处")
            and len(stem) > 1
        )

    def _has_verb(self, text: str) -> bool:
        """Whether a text holds what no name holds; 报送单位, 发布机关 are names all the same."""
        m = self.not_inside.search(text)
        return m is not None and (len(m[0]) < 2 or text[m.end() :] not in _OFFICES)

    def _is_thing(self, text: str) -> bool:
        return bool(self.no_unit.search(text)) and not self._ends_known(text)

    def _ends_known(self, text: str) -> bool:
        """举办 is no unit, 创城办 is: a known name at the end wins over a common word that it happens to end in."""
        return any(text[-n:] in self.register.bodies for n in range(3, min(len(text), 12) + 1))

    # ------------------------------------------------------------ prefixes
    def is_trap(self, text: str, at: int) -> bool:
        """Whether the level word at `at` is part of another word: 市场, 乡村, 社区."""
        if text[at + 1 : at + 3] in self.traps:  # 省|市场监管厅, 县|乡村振兴局
            return False
        if text[at : at + 2] in self.traps or text[at : at + 3] in self.traps or (at and text[at - 1 : at + 1] in self.traps):
            return True
        return any(
            text.startswith(w, at) and not text.startswith(tuple(w + u for u in unless), at) for w, unless in self.trap_rows
        )

    def _split(self, bare: str, known_only: bool = False) -> tuple[int, int]:
        """Lengths of level prefix and party prefix: 市委宣传部 -> (1, 2), 奎屯市教育局 -> (3, 0), 教育局 -> (0, 0)."""
        m = self.party.match(bare)
        if m and not self.is_trap(bare, m.end("level") - 1) and not _NO_PLACE.search(m["level"][:-1]):
            rest = bare[m.end() :]
            if not rest or rest in self.register.bodies or self.suffix_of(rest):
                party = m.end() if bare[m.end("level")] != "纪" else 0
                return m.end("level"), party
        if known_only:
            return (0, 0)
        best = 0
        for at, char in enumerate(bare):
            if char not in self.level_firsts:
                continue
            for level in self.levels:
                if bare.startswith(level, at):
                    break
            else:
                continue
            place, end = bare[:at], at + len(level)
            rest = bare[end:]
            known = rest in self.register.bodies
            if not rest or (not known and len(level) < 3 and self.is_trap(bare, at)):
                continue
            if place and (
                (len(place) < 2 and not (level in "县师团" and (level == "县" or _NUMBER.match(place)))) or _NO_PLACE.search(place)
            ):
                continue
            if known:
                return end, 0
            if not best and (
                rest in self.stems or ((s := self.suffix_of(rest)) and (len(rest) > len(s.text) or s.strong or s.is_class))
            ):
                best = end
        return best, 0


def alternative_in_brackets(content: str, rules: NameRules) -> bool:
    """Whether the content of a bracket is part of the name before it: 乡, 市、区, 室, 爱卫办; not 牵头, 以下简称….

    >>> bool(_ALTERNATIVE.match("市、区")), bool(_ALTERNATIVE.match("2021年"))
    (True, False)
    """
    if not _ALTERNATIVE.match(content):
        return False
    pieces = re.split("[、/]", content)
    return all(p in rules.levels or p in rules.plain or rules.suffix_of(p) is not None or p in rules.stems for p in pieces if p)
