"""Entries of plain sentences, lists and tables, without the stages before the drafting stage."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.draft.cells import Channels, channel_cell, channel_words, supervision_of
from nlp.draft.cleaning import clean
from nlp.draft.deadline_cell import Deadlines, deadline_cell, is_vague
from nlp.draft.entries import DraftRules, draft_entries, sentence_disclosures
from nlp.draft.hidden import hide, show
from nlp.draft.levels import levels_of
from nlp.draft.lists import title_matter
from nlp.draft.objects import matter_of
from nlp.draft.sheet import FILL, make_sheet, sentences_of
from nlp.draft.table_grid import TableColumns
from nlp.draft.timewords import event_start, event_topic, times_in
from nlp.draft.unit_cell import Names, pieces_of
from nlp.rulebook import RULES_DIR, Rulebook, RuleError
from nlp.standard import Standard
from nlp.types import Attribute, Deadline, Entry, Metadata, View
from tests.build import outline_of

CASES = Path(__file__).parent.parent / "cases" / "entries.tsv"
ACTIVE = Attribute("active", None, 0.9, False)
NO_NAMES = Names({}, ())


def cases() -> list[tuple[str, str]]:
    rows = [x.split("\t") for x in CASES.read_text("utf-8").splitlines() if x and not x.startswith("#")]
    assert all(len(row) == 2 for row in rows), "entries.tsv: a row does not have two cells"
    return [(text, items) for text, items in rows[1:]]


@pytest.fixture(scope="module")
def rules() -> DraftRules:
    return DraftRules.load(Rulebook())


def drafted(text: str, rules: DraftRules, attribute: Attribute = ACTIVE) -> tuple[Entry, ...]:
    return draft_entries(outline_of(text), rules, (), (), attribute, (), ())


def said(entry: Entry, text: str) -> str:
    channels = [c for c in entry.channels if c in text] if entry.evidence.get("channels") else []
    deadline = entry.deadline if "deadline" not in entry.defaults else None
    unit = entry.unit if "unit" not in entry.defaults else None
    return "|".join([entry.item, deadline or "", unit or "", "+".join(channels)]).rstrip("|")


@pytest.mark.parametrize(("text", "items"), cases())
def test_sentence(text: str, items: str, rules: DraftRules) -> None:
    found = [said(entry, text) for entry in drafted(text, rules)]
    assert found == ([] if items == "-" else items.split("；"))


def test_cases_are_many_and_of_both_kinds() -> None:
    rows = cases()
    assert len({text for text, _ in rows}) == len(rows) >= 180
    assert sum(items == "-" for _, items in rows) >= 60


# ---------------------------------------------------------------- the working copy
def test_titles_and_quotations_are_blank_and_keep_their_place() -> None:
    text = "按照《信息公开条例》要求，公布“明白卡公示”内容。"
    sheet = make_sheet(text)
    assert len(sheet.masked) == len(text)
    assert sheet.masked.count(FILL) == len("《信息公开条例》") + len("“明白卡公示”")
    assert sheet.turned == sheet.masked[::-1]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("公开预算。（市财政局牵头）", True),
        ("公开预算（责任单位：县财政局；完成时限：6月底前）。", True),
        ("公开预算。（局办公室）", True),
        ("公开预算（含附表）。", False),
        ("发布镇（街道）名单。", False),
    ],
)
def test_responsibility_brackets(text: str, named: bool) -> None:
    assert bool(make_sheet(text).responsibilities) is named


def test_time_limit_inside_a_responsibility_bracket(rules: DraftRules) -> None:
    (entry,) = drafted("公开预算执行情况（责任单位：县财政局；完成时限：6月底前）。", rules)
    assert (entry.unit, entry.deadline) == ("县财政局", "6月底前")


def test_sentences_and_their_parts() -> None:
    text = "一是公开甲，公布乙；二是公示丙丁。通报戊。"
    sentences = sentences_of(make_sheet(text), 0, len(text))
    assert [[["".join(text[a:b]) for a, b in part] for part in s.parts] for s in sentences] == [
        [["公开甲", "公布乙"], ["公示丙丁"]],
        [["通报戊"]],
    ]


def test_endless_sentence_is_read_in_lots() -> None:
    text = "公开预算，" * 500 + "公布决算；" * 200
    lots = sentences_of(make_sheet(text), 0, len(text))
    assert len(lots) > 1
    assert max(len(part) for s in lots for part in s.parts) <= 60
    assert sum(len(part) for s in lots for part in s.parts) == 700


# ---------------------------------------------------------------- objects
@pytest.mark.parametrize(
    ("phrase", "content"),
    [
        ("教育、卫生的经费", ("教育的经费", "卫生的经费")),
        ("养老机构的名称、地址和电话", ("养老机构名称", "养老机构地址", "养老机构电话")),
        ("企业产能、资金分配情况", ("企业产能情况", "资金分配情况")),
        ("在线监测、项目稽察等执法信息", ("在线监测信息", "项目稽察信息")),
        ("补助标准、补助对象、发放结果", ("补助标准", "补助对象", "发放结果")),
        ("供水、供电等公用事业收费标准", ("供水公用事业收费标准", "供电公用事业收费标准")),
        ("《年度计划》、《总体规划》", ("《年度计划》", "《总体规划》")),
    ],
)
def test_shared_words_are_restored(phrase: str, content: tuple[str, ...], rules: DraftRules) -> None:
    assert matter_of(rules.lexicon, [phrase]).content == content


def test_lists_named_apart_are_entries_of_their_own(rules: DraftRules) -> None:
    assert [e.item for e in drafted("发布权力清单、责任清单。", rules)] == ["权力清单", "责任清单"]
    assert [e.item for e in drafted("公布权力清单和办事程序。", rules)] == ["权力清单和办事程序"]


def test_region_and_count_are_no_part_of_an_item(rules: DraftRules) -> None:
    assert matter_of(rules.lexicon, ["全市公立医院的收费标准"]).item == "公立医院的收费标准"
    assert matter_of(rules.lexicon, ["全国公报"]).item == "全国公报"
    assert clean("■ 收支情况 、") == "收支情况"
    assert clean("最低生活保障（以下简称低保）标准") == "最低生活保障标准"


def test_enclosed_stretches_come_back() -> None:
    hidden, kept = hide("镇（街道、社区）、村“两委、班子”")
    assert "、" in hidden
    assert hidden.count("、") == 1
    assert show(hidden, kept) == "镇（街道、社区）、村“两委、班子”"
    assert show("\U000f0007", ["a"]) == "\U000f0007"


# ---------------------------------------------------------------- cells
@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("（市发改委、财政局牵头，会同相关部门落实）", ["市发改委", "市财政局", "相关部门"]),
        ("责任单位：县水利局、各镇（街道）", ["县水利局", "各镇（街道）"]),
        ("市、县人民政府", ["市人民政府", "县人民政府"]),
        ("县住房和城乡建设局会同县民政局", ["县住房和城乡建设局", "县民政局"]),
        ("各项目实施单位", ["各项目实施单位"]),
        ("殡仪馆、经营性公墓", ["殡仪馆", "经营性公墓"]),
    ],
)
def test_units_of_a_clause(text: str, pieces: list[str]) -> None:
    assert pieces_of(text, NO_NAMES, "") == pieces


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("县政府门户网站", ("县政府门户网站",)),
        ("广播、电视、报刊等媒体", ("广播", "电视", "报刊")),
        ("乡、村公告栏", ("乡、村公告栏",)),
        ("村（社区）公开栏显著位置", ("村（社区）公开栏",)),
        ("收费场所显著位置", ("收费场所显著位置",)),
        ("多种形式", ()),
    ],
)
def test_channel_words(text: str, words: tuple[str, ...]) -> None:
    assert channel_words(make_sheet(text), [(0, len(text))]) == words


def test_channel_cell_has_the_words_first_and_then_the_labels() -> None:
    channels = Channels.load(Rulebook())
    assert channel_cell(channels, ["“信用某地”网站", "村务公开栏"]) == (
        "“信用某地”网站",
        "村务公开栏",
        "政府网站",
        "社区/企事业单位/村公示栏（电子屏）",
    )
    assert channel_cell(channels, []) == ()


@pytest.mark.parametrize(
    ("issuer", "title", "to", "level"),
    [
        (("国务院办公厅",), "", None, ("国家级",)),
        (("青川省财政厅",), "", None, ("省级",)),
        (("白马自治州人民政府",), "", None, ("市级",)),
        (("青石县人民政府办公室",), "", None, ("县级",)),
        (("柳河镇人民政府",), "", None, ("乡级",)),
        (("双柳村村民委员会",), "", None, ("村级",)),
        (("某某市人民政府",), "", None, ()),
        (("某某市人民政府",), "", "各县（市、区）人民政府", ("市级",)),
        (("某某市人民政府",), "", "各乡镇人民政府、街道办事处", ("县级",)),
        ((), "柳河镇2021年政务公开工作任务分解表", None, ("乡级",)),
        ((), "青石县2021年政务公开工作要点", None, ("县级",)),
    ],
)
def test_levels(issuer: tuple[str, ...], title: str, to: str | None, level: tuple[str, ...]) -> None:
    assert levels_of(Metadata(title, issuer=issuer, addressees=to)) == level


def test_supervision_needs_a_number() -> None:
    assert supervision_of("监督电话：0999-0000012。") is not None
    assert supervision_of("公布监督电话和投诉渠道。") is None


def test_firm_deadline_goes_before_a_loose_one() -> None:
    text = "及时公开名单，自作出之日起7个工作日内公布"
    sheet = make_sheet(text)
    at = text.index("自作出")
    cell = deadline_cell(sheet, [(0, 2), (at, at + 12)], Deadlines.of(View(text, text), []), (2, 4), (0, len(text)))
    assert cell is not None
    assert cell.words == "自作出之日起7个工作日内"
    assert is_vague("提前")
    assert not is_vague("及时")
    assert not is_vague("提前3日")


def test_value_of_a_deadline_comes_from_the_deadline_stage(rules: DraftRules) -> None:
    text = "县财政局要按月公开财政收支情况。"
    at = text.index("按月")
    found = Deadline("", at, at + 2, "按月", "recurring", "P1M")
    (entry,) = draft_entries(outline_of(text), rules, (), (), ACTIVE, (), (found,))
    assert (entry.deadline, entry.deadline_value) == ("按月", "P1M")


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("每季度末月25日前公布", ["每季度末月25日前"]),
        ("2021年6月底前公布，逐月更新", ["2021年6月底前", "逐月"]),
        ("批复后20日内公开", ["20日内"]),
        ("提前3天公示", ["提前3天"]),
        ("自治区公布", []),
    ],
)
def test_times(text: str, times: list[str]) -> None:
    sheet = make_sheet(text)
    assert [text[a:b] for b, a in times_in(sheet, 0, len(text)).items()] == times


def test_event_before_a_span_belongs_to_it() -> None:
    text = "部门决算经县财政局批复后20日内公开"
    assert text[event_start(text, 0, text.index("20")) :] == "经县财政局批复后20日内公开"
    topic = "中标结果确定之日起2日内"
    assert event_topic(topic, 0, len(topic)) == (0, 4)


# ---------------------------------------------------------------- lists and standard items
@pytest.mark.parametrize(
    ("title", "matter"),
    [
        ("某市人民政府办公室关于推进公共企事业单位信息公开工作的通知", "公共企事业单位信息公开工作"),
        ("关于印发《青石县惠农补贴资金管理办法》的通知", "青石县惠农补贴资金"),
        ("通知", ""),
    ],
)
def test_matter_of_a_title(title: str, matter: str) -> None:
    assert title_matter(title) == matter


def test_standard_items_by_name() -> None:
    standard = Standard.load(Rulebook())
    item = standard.by_name["audit", "审计公开", "审计结果公告"]
    assert (item.domain, item.parent, item.item) == ("audit", "审计公开", "审计结果公告")
    assert all(standard.by_name[x.domain, x.parent, x.item].domain == x.domain for x in standard.items)


# ---------------------------------------------------------------- what must always hold
def test_marked_and_withheld_documents(rules: DraftRules) -> None:
    text = "县财政局要按月公开财政收支情况。"
    assert draft_entries(outline_of(text, classification="机密"), rules, (), (), ACTIVE, (), ()) == ()
    assert drafted(text, rules, Attribute("withheld", "work-secret", 0.9, False)) == ()
    unsure = drafted(text, rules, Attribute("withheld", "internal-affairs", 0.7, True))
    assert [(e.item, e.mode, e.needs_review) for e in unsure] == [("财政收支情况", "主动公开", True)]


def test_rules_can_be_pickled(rules: DraftRules) -> None:
    text = "对列入名单的企业，市监局每月公布一次抽查结果。"
    again = pickle.loads(pickle.dumps(rules))
    assert drafted(text, again) == drafted(text, rules)


def test_faulty_rows_are_named(tmp_path: Path) -> None:
    (tmp_path / "disclosure-exclusions.tsv").write_text(
        "id\treach\tpattern\tunless\tfinds\tleaves\nboards\tnowhere\t公示栏\t\t公示栏\t公示名单\n", "utf-8"
    )
    with pytest.raises(RuleError, match="reach"):
        DraftRules.load(Rulebook((RULES_DIR, tmp_path)))


def test_example_that_is_not_found_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "disclosure-verbs.tsv").write_text(
        "id\tpattern\tneeds\tstrength\tfinds\tleaves\nopen\t公开\t\t1.0\t加强业务培训\t\n", "utf-8"
    )
    with pytest.raises(RuleError, match="未找到"):
        DraftRules.load(Rulebook((RULES_DIR, tmp_path)))


def test_columns_are_known_by_their_heads() -> None:
    columns = TableColumns.load(Rulebook())
    heads = ["公开事项", "公开内容（要素）", "公开时限", "责任单位", "公开渠道和载体", "牵头单位", "六级目录", "备注", "姓名"]
    kinds = ["item", "content", "deadline", "publisher", "channel", "lead", "level3", "remark", None]
    assert [columns.kind(h) for h in heads] == kinds


PIECES = [
    "公开",
    "公布",
    "公示",
    "更新",
    "发布",
    "标明",
    "上墙",
    "将",
    "对",
    "把",
    "由",
    "经",
    "在",
    "于",
    "通过",
    "报",
    "会同",
    "负责",
    "县财政局",
    "各镇（街道）",
    "名单",
    "目录",
    "有调整的",
    "收支情况",
    "网站",
    "公开栏",
    "设立公示牌",
    "20日内",
    "批复后",
    "每季度末月25日前",
    "及时",
    "、",
    "，",
    "。",
    "；",
    "：",
    "（",
    "）",
    "《",
    "》",
    "“",
    "”",
    "下列信息",
    "（一）",
    "一是",
    "的",
    "和",
    "其中",
    "包括",
    "凡",
    "后",
    "前",
    "1",
    "２",
]


@settings(max_examples=150, deadline=None)
@given(text=st.lists(st.sampled_from([*PIECES, "\n", " ", "\U000f0000", "\ue001"]), max_size=50).map("".join))
def test_any_text_is_read_the_same_way_twice(rules: DraftRules, text: str) -> None:
    entries = drafted(text, rules)
    assert entries == drafted(text, rules)
    for entry in entries:
        assert len(entry.item) >= 2
        assert all(text[s.start : s.end] == s.quote for spans in entry.evidence.values() for s in spans)
    for one in sentence_disclosures(text, rules):
        assert all(0 <= a <= b <= len(text) for a, b in (*one.objects, *one.extra, *one.times, *one.channels, one.verb))


@pytest.mark.parametrize(
    "text", ["公开 " * 3000, "将名单" * 3000 + "公布", "公开" + "1234567890" * 1000, "“" * 5000 + "公开" + "（" * 5000]
)
def test_odd_text_ends(text: str, rules: DraftRules) -> None:
    drafted(text, rules)
