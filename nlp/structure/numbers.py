"""Document numbers in every form people type: 国办发〔2017〕24号, [2017], （2017）, 【2017】, 国务院令第711号, 公告2019年第3号.

A number is found where it stands in the view; which of them is the document's own decides `header.py`, the others are cited.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from nlp.rulebook import Row, Rulebook
from nlp.structure.blanks import blank_before, is_spread
from nlp.types import View
from nlp.view import HAN

_OPEN = "〔［\\[（【〖﹝〈{｛„「〝"
_CLOSE = '〕］\\]）】〗﹞〉}｝‟”」〞"'
_MASK = "X×"  # X政办发〔20XX〕13号: place and year hidden
_YEAR = "(?:19|20)?[X×]{1,4}|(?:19|20)[0-9]{2}|[〇零○Oo0一二三四五六七八九]{4}|[0-9]{2}"
_SERIAL = "[0-9]{1,5}(?:[-—~至][0-9]{1,4})?|[一二三四五六七八九十百零〇]{1,6}"

# 〔2017〕24号, 〔2020〕第5号, 〔201923号 (one bracket forgotten): year and serial; the agency code before it is read backwards.
_BRACKETED = re.compile(rf"[{_OPEN}] ?(?:{_YEAR})年? ?[{_CLOSE}]?[ \n]?第? ?(?:{_SERIAL}) ?号")

# （某办发〔2021〕4）: the 号 forgotten before the closing bracket
_UNSIGNED = re.compile(rf"[{_OPEN}](?:19|20)[0-9]{{2}}[{_CLOSE}] ?[0-9]{{1,4}}(?=[）)])")

# 国发2019〕23号 and 国发2019 23号: brackets forgotten; counts only behind a known code.
_UNBRACKETED = re.compile(rf"(?<=[{HAN}])(?:19|20)[0-9]{{2}} ?[{_CLOSE}]? ?[0-9]{{1,4}} ?号")

# 国务院令第711号, 主席令（第五十二号）, 国家发展改革委令2016年第44号, 教育部公告2019年第3号
_ORDER = re.compile(rf"(?<=[令告报]) ?[{_OPEN}]?(?:(?:19|20)[0-9]{{2}} ?年)? ?第? ?(?:{_SERIAL}) ?号(?P<close>[{_CLOSE}])?")

# Han characters before the year, with a short bracket inside: 京发改（规）
_AGENCY_BEHIND = re.compile(rf"(?:[{HAN}]|（[{HAN}]{{1,3}}）){{1,30}}\Z")
_PARTNER = re.compile(rf"(?:\A|[^{HAN}])(?P<name>[{HAN}]{{2,14}}(?:部|委|总局|总署|银行|委员会|国资委))、\Z")
_ORDER_AGENCY = re.compile(rf"[{HAN}]{{1,30}}\Z")

# 沪规划资源风, 卫计生: words that end titles and begin names of bodies
_IN_CODE = re.compile("规划(?:资源|自然|国土|住建|建设)|计划(?:生育|财务)")

# 见岳办发, 原桐政发: behind these a code that begins with a place counts too, though the table does not know the place.
_PLAIN_LEADS = frozenset("见原按据依与及或即照")
_PLACE_CODE = re.compile(rf"[^政办府委发党]{{1,3}}[政办府委党编发][{HAN}]{{0,6}}\Z")
# 绥政办发, 临党办字: a place that the table does not know, then offices that every place has
_OFFICE_CODE = re.compile(rf"[{HAN}]{{1,3}}?(?:政|党|委|府)办?(?:发|字|函|规|通|电|秘|综)")
_FUNCTIONS = (
    "发",
    "函",
    "办",
    "字",
    "规",
    "通",
    "令",
    "复",
    "任",
    "请",
    "政",
    "报",
    "电",
    "告",
    "议",
    "决",
    "纪",
    "党",
    "委",
    "编",
    "教",
    "财",
    "建",
    "环",
    "民",
    "水",
    "农",
    "卫",
    "安",
)
# 柳河县人民政府办公室|柳政办函〔2020〕8号: the body with which the line begins, then its code without a gap
_BODY_BEFORE = re.compile(
    r"(?:人民政府|委员会|领导小组|联席会议|指挥部)(?:办公[室厅])?|办公[室厅]|有限公司|公司|大学|学院|医院|(?:[\u4e00-\u9fff]{5}[局厅])(?!办公)"
)
# 柳河县人民政府办公室|特急|柳政办函: urgency and handling, run on to the code
_MARK_BEFORE = re.compile("(?:特急|加急|特提|平急|急件|内部事项|普通事项|内部资料)(?=[\u4e00-\u9fff]{2})")
_NUMBER_BEFORE = re.compile("号(?:文件?)?[和及与或]?")
_LEAST_BODY = 5
_LONGEST_OWN = 8
_LONGEST_AGENCY = 30
_LONGEST_CODE = 14

_BRACKETS = str.maketrans(dict.fromkeys("［[（(【〖﹝〈{｛„「〝", "〔") | dict.fromkeys('］])）】〗﹞〉}｝‟”」〞"', "〕"))


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """A document number in the view; `order` marks 令第N号 and 公告2019年第N号. `key` is equal for all ways of typing it."""

    start: int
    end: int
    key: str
    order: bool = False


@dataclass(frozen=True, slots=True)
class NumberRules:
    """Known code beginnings and the words that stand before a number in running text."""

    known: re.Pattern[str]
    leads: tuple[str, ...]
    short_leads: frozenset[str]

    @classmethod
    def load(cls, book: Rulebook) -> NumberRules:
        """Read `number-codes.tsv` and, as words before a number, the endings of `document-types.tsv`."""
        rows = book.table("number-codes")
        known = sorted({c for r in rows if (c := _fixed_part(r)) and r["kind"] != "lead"}, key=len, reverse=True)
        leads = {r["code"] for r in rows if r["kind"] == "lead"}
        leads |= {e for r in book.table("document-types") for e in r.items("ends")}
        return cls(
            re.compile("|".join(map(re.escape, known))),
            tuple(sorted((w for w in leads if len(w) > 1), key=len, reverse=True)),
            frozenset(w for w in leads if len(w) == 1),
        )

    def agency_start(self, run: str) -> int:
        """Where the agency code begins in the Han characters `run` that stand before the year.

        根据新政办发 -> 2; 的通知总工发 -> 3; 和国办发 -> 1; 和政办发 (和政县) -> 0.
        """
        ends = (i + len(w) for w in self.leads if (i := run.rfind(w)) >= 0 and len(run) - i - len(w) >= 2 and not _IN_CODE.match(run, i))
        at = max(ends, default=0)
        for i in range(len(run) - 3, at - 1, -1):
            if run[i] in self.short_leads and (
                self.known.match(run, i + 1) or (run[i] in _PLAIN_LEADS and _PLACE_CODE.match(run, i + 1))
            ):
                return i + 1
        return at


def _fixed_part(row: Row) -> str:
    """The code up to its first X; nothing for codes that begin with X."""
    return row["code"].split("X")[0]


def number_key(text: str) -> str:
    """One form for all ways of typing a number: blanks, 第 and leading zeros dropped, brackets 〔〕.

    >>> number_key("国发[2019]第05号") == number_key("国发 〔2019〕 5号")
    True
    """
    plain = "".join(text.split()).translate(_BRACKETS).replace("第", "")
    return re.sub(r"(?<=〕)0+(?=[0-9])", "", plain)


def find_numbers(view: View, rules: NumberRules) -> list[DocumentNumber]:
    """Every document number in the view, in order, not overlapping. A bare 〔2017〕3号 without agency counts too."""
    text = view.text
    found: list[DocumentNumber] = []
    for m in _BRACKETED.finditer(text):
        begin = _bracketed_start(view, m.start(), rules)
        while m.start() > begin > 0 and m.start() - begin < _LONGEST_CODE and text[begin - 1] in _MASK:
            begin -= 1
        found.append(DocumentNumber(begin, m.end(), number_key(text[begin : m.end()])))
    for m in _UNSIGNED.finditer(text):
        begin = _bracketed_start(view, m.start(), rules)
        if text[begin - 1 : begin] in ("（", "(") and text[begin : m.start()].endswith(_FUNCTIONS):
            found.append(DocumentNumber(begin, m.end(), number_key(text[begin : m.end()]) + "号"))
    for pattern, order in ((_ORDER, True), (_UNBRACKETED, False)):
        for m in pattern.finditer(text):
            before = _ORDER_AGENCY.search(text, max(0, m.start() - _LONGEST_AGENCY), m.start())
            if before is None:
                continue
            begin = before.start() + max(_behind_day(text, before.start()), rules.agency_start(before[0]))
            begin += text.startswith("原国", begin)  # 原国家…总局令: a body of former times
            begin = _with_partners(text, begin, rules) if order else begin
            finish = m.end()
            if order and m["close"] and "〔" not in text[begin : m.end() - 1].translate(_BRACKETS):
                finish -= 1  # the bracket belongs to what stands around: （国务院令第711号）
            code = text[begin : m.start()]
            known = len(code) <= 8 and (rules.known.match(code) or _OFFICE_CODE.fullmatch(code)) and code.endswith(_FUNCTIONS)
            if len(code) >= 2 if order else known:
                found.append(DocumentNumber(begin, finish, number_key(text[begin:finish]), order))
    kept: list[DocumentNumber] = []
    for number in sorted(found, key=lambda n: (n.start, n.order, -n.end)):
        if not kept or number.start >= kept[-1].end:
            kept.append(number)
    return kept


def _behind_body(run: str) -> int:
    """Length of the body's name with which a line begins before the code of a number; 0 where it is all code."""
    ends = [m.end() for m in _BODY_BEFORE.finditer(run) if m.end() >= _LEAST_BODY and not run[: m.start()].endswith(m[0])]
    fitting = [e for e in ends if 2 <= len(run) - e <= _LONGEST_OWN and run.endswith(_FUNCTIONS)]
    return max(fitting, default=0)


def _with_partners(text: str, begin: int, rules: NumberRules) -> int:
    """Where the code of an order begins that bodies made together: 国务院国资委、|财政部令第3号."""
    for _ in range(3):
        m = _PARTNER.search(text, max(0, begin - _LONGEST_AGENCY), begin)
        if m is None:
            break
        begin = m.start("name") + rules.agency_start(m["name"])
    return begin


def _behind_day(text: str, at: int) -> int:
    """How much of the Han characters before a number closes what stands there: 5月4日|某政, 〔2017〕8号和|某办文."""
    if not text[at - 1 : at].isdigit():
        return 0
    m = _NUMBER_BEFORE.match(text, at)
    return m.end() - at if m is not None else int(text.startswith("日", at))


def _bracketed_start(view: View, at: int, rules: NumberRules) -> int:
    """Start of the agency code before the bracket at `at`; `at` itself where there is none."""
    text = view.text
    stop = at - 1 if at and text[at - 1] == " " else at
    before = _AGENCY_BEHIND.search(text, max(0, stop - _LONGEST_AGENCY), stop)
    if before is None:
        return at
    begin = before.start() + max(_behind_day(text, before.start()), rules.agency_start(before[0]))
    if begin == 0 or text[begin - 1] == "\n":
        begin += _behind_body(text[begin:stop])
        if (mark := _MARK_BEFORE.match(text, begin, stop)) is not None:
            begin = mark.end()
    if (paper := text.rfind("文件", begin, stop - 1)) >= 0:  # 某县委员会文件|团〔2021〕8号
        begin = paper + 2
    if not text[begin:stop].endswith(_FUNCTIONS) and blank_before(view, at, line_ends=False):
        return at  # 专题会议纪要 〔2018〕15号: a name, then a bare number
    inside = range(stop - 2, begin, -1) if not is_spread(view, begin, stop) else ()
    gap = next((i for i in inside if blank_before(view, i, line_ends=False)), begin)
    begin = gap if text[gap:stop].endswith(_FUNCTIONS) or stop - gap >= 3 else begin
    if at - begin > _LONGEST_CODE:
        known = [m.start() for m in rules.known.finditer(text, begin, at - 1) if at - m.start() <= _LONGEST_CODE]
        begin = known[0] if known else at - _LONGEST_CODE
    return begin
