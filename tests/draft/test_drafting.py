"""Drafted entries, through the whole pipeline: a table of sentences, evidence and defaults, tables, and what must hold for any text."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nlp.intake.reader import read
from nlp.kit import Kit
from nlp.pipeline import analyze_document
from nlp.types import Analysis, Entry, Failure, Source
from tests.kits import analysed

CASES = Path(__file__).parent.parent / "cases" / "draft-sentences.tsv"
# the sentence stands as body text between two headings: alone, a short one would be taken for a title and prove nothing
PLAN = "关于做好当前工作的通知\n各有关单位：\n一、工作任务\n{}\n二、工作要求\n加强组织领导。\n"
NOTICE = "{issuer}关于做好信息公开工作的通知\n各有关单位：\n{text}\n{issuer}\n2020年3月4日\n"
FROM_ABOVE = "前文主语"
MODES = {"主动公开", "依申请公开", "不予公开"}


def cases() -> list[tuple[str, str]]:
    rows = [x.split("\t") for x in CASES.read_text("utf-8").splitlines() if x and not x.startswith("#")]
    assert all(len(row) == 3 for row in rows), "draft-sentences.tsv: a row does not have three cells"
    return [(text, items) for text, items, _ in rows[1:]]


def notice(text: str, kit: Kit, issuer: str = "示范县人民政府办公室") -> Analysis:
    return analysed(NOTICE.format(issuer=issuer, text=text), kit)


def stated(entry: Entry, text: str) -> list[str]:
    """item, deadline, unit, channels as far as the text says them; nothing for what was filled in."""
    channels = [c for c in entry.channels if c in text] if entry.evidence.get("channels") else []
    deadline = entry.deadline if entry.evidence.get("deadline") else None
    unit = entry.unit if entry.evidence.get("unit") else None
    return [entry.item, deadline or "", unit or "", "+".join(channels)]


def assert_sound(analysis: Analysis) -> None:
    """What holds for every entry of every document."""
    source = analysis.outline.document.text
    sections = {s.path for s in analysis.outline.sections}
    for entry in analysis.entries:
        spans = [span for field in entry.evidence.values() for span in field]
        assert all(source[s.start : s.end] == s.quote for s in spans)
        assert entry.evidence["item"], "an entry without its sentence"
        assert all(s.quote for s in entry.evidence["item"])
        for field, said_by in entry.defaults.items():
            taken_from_above = said_by == FROM_ABOVE  # the one default that is read in the text and so quotes it
            assert bool(entry.evidence.get(field)) == taken_from_above, f"{field}: {said_by}"
        assert all(entry.defaults.values()), "a default without its source"
        for field in ("deadline", "unit"):
            if getattr(entry, field):
                assert entry.evidence.get(field) or entry.defaults.get(field), f"{field} comes from nowhere"
        assert len(entry.item) >= 2
        assert all(entry.content)
        assert "\n" not in entry.item
        assert entry.mode in MODES
        assert entry.section in sections
        assert 0 <= entry.score <= 1


# ---------------------------------------------------------------- sentences
@pytest.mark.parametrize(("text", "items"), cases())
def test_case(text: str, items: str, kit: Kit) -> None:
    analysis = analysed(PLAN.format(text.replace("¶", "\n")), kit)
    body = "".join(analysis.outline.view.text[x.start : x.end] for x in analysis.outline.lines if x.kind in ("body", "heading"))
    assert text.split("¶")[0][:10] in body, "the sentence was not read as body text"
    assert_sound(analysis)
    found = ["|".join(stated(entry, text)).rstrip("|") for entry in analysis.entries]
    assert found == ([] if items == "-" else items.split("；"))


def test_enough_of_both_kinds() -> None:
    texts = [text for text, _ in cases()]
    none = sum(items == "-" for _, items in cases())
    assert len(texts) == len(set(texts))
    assert len(texts) >= 90
    assert none >= 30


def test_sentences_keep_their_order_and_place(kit: Kit) -> None:
    text = "示范县2021年政务公开工作方案\n各单位：\n一、财政\n县财政局要按月公开财政收支情况。\n二、教育\n公布招生计划。公示录取结果。\n三、保障\n加强培训。\n"
    entries = analysed(text, kit).entries
    assert [(e.section, e.item) for e in entries] == [("一", "财政收支情况"), ("二", "招生计划"), ("二", "录取结果")]


def test_shared_modifier_is_restored_in_content(kit: Kit) -> None:
    (entry,) = notice("公开城乡低保的人数和资金支出情况。", kit).entries
    assert entry.content == ("城乡低保人数", "城乡低保资金支出情况")


def test_row_of_objects_is_the_content(kit: Kit) -> None:
    (entry,) = notice("公安机关要公开收费项目、收费标准和监督电话。", kit).entries
    assert entry.content == ("收费项目", "收费标准", "监督电话")
    assert entry.unit == "公安机关"


def test_heading_clause_and_what_spells_it_out(kit: Kit) -> None:
    (entry,) = notice("加强征地信息公开，重点公开补偿标准、安置方案。", kit).entries
    assert entry.item == "征地信息"
    assert entry.content == ("补偿标准", "安置方案")


def test_cited_document_is_basis(kit: Kit) -> None:
    (entry,) = notice("根据《中华人民共和国预算法》，县财政局应当公开部门预算。", kit).entries
    assert "《中华人民共和国预算法》" in (entry.basis or "")
    assert [s.quote for s in entry.evidence["basis"]] == ["《中华人民共和国预算法》"]


@pytest.mark.parametrize(
    ("words", "label"),
    [
        ("在县政府门户网站", "政府网站"),
        ("通过微信公众号", "两微一端"),
        ("在村务公开栏", "社区/企事业单位/村公示栏（电子屏）"),
        ("通过新闻发布会", "发布会/听证会"),
        ("通过广播电视", "广播电视"),
        ("在政务服务中心", "政务服务中心"),
    ],
)
def test_channel_words_name_their_kind(words: str, label: str, kit: Kit) -> None:
    (entry,) = notice(f"{words}公布惠农补贴政策。", kit).entries
    assert label in entry.channels


# ---------------------------------------------------------------- evidence and defaults
def test_stated_fields_quote_the_text(kit: Kit) -> None:
    analysis = notice("县民政局要按月在县政府门户网站公示低保对象名单。", kit)
    assert_sound(analysis)
    (entry,) = analysis.entries
    assert [s.quote for s in entry.evidence["item"]] == ["县民政局要按月在县政府门户网站公示低保对象名单。"]
    assert [s.quote for s in entry.evidence["deadline"]] == ["按月"]
    assert [s.quote for s in entry.evidence["unit"]] == ["县民政局"]
    assert [s.quote for s in entry.evidence["channels"]] == ["县政府门户网站"]
    assert entry.deadline_value == "P1M"
    assert not {"deadline", "unit", "channels"} & set(entry.defaults)


def test_open_fields_are_filled_by_name(kit: Kit) -> None:
    analysis = notice("公开年度重点工作进展。", kit)
    assert_sound(analysis)
    (entry,) = analysis.entries
    assert entry.unit == "示范县人民政府办公室"
    assert entry.defaults["unit"] == "发文机关"
    assert entry.deadline is not None
    assert "条例" in entry.defaults["deadline"] or "标准目录" in entry.defaults["deadline"]
    assert entry.evidence["unit"] == entry.evidence["deadline"] == ()


def test_quotes_come_from_the_source_and_not_from_the_normalised_copy(kit: Kit) -> None:
    analysis = notice("縣財政局要按月公開全縣２０２０年財政收支情況。", kit)
    assert_sound(analysis)
    assert [s.quote for e in analysis.entries for s in e.evidence["item"]] == ["縣財政局要按月公開全縣２０２０年財政收支情況。"]


# ---------------------------------------------------------------- whole documents
@pytest.mark.parametrize("mark", ["秘密★5年", "机密★1年", "绝密★长期"])
def test_classified_document_gives_none(mark: str, kit: Kit) -> None:
    text = NOTICE.format(issuer="示范县人民政府办公室", text="县财政局要按月公开财政收支情况。")
    assert analysed(text, kit).entries
    assert analysed(f"{mark}\n{text}", kit).entries == ()


def test_document_without_duties_gives_none(kit: Kit) -> None:
    text = "入汛以来，我县出现多轮强降雨。各单位要加强值班值守，及时排查隐患。\n重要情况及时报告县防汛办。对擅离职守的，予以通报批评。"
    assert notice(text, kit).entries == ()


def test_report_of_what_was_done_gives_none(kit: Kit) -> None:
    text = "示范县2019年政府信息公开工作年度报告\n一、总体情况\n全年主动公开政府信息3200条，公布权力清单12份，公示行政处罚决定45件。\n二、存在问题\n个别单位公开不够及时。\n"
    assert analysed(text, kit).entries == ()


@pytest.mark.parametrize(
    ("issuer", "level"),
    [
        ("国务院办公厅", ("国家级",)),
        ("示范省人民政府", ("省级",)),
        ("示范县财政局", ("县级",)),
        ("青山镇人民政府", ("乡级",)),
        ("青山村村民委员会", ("村级",)),
    ],
)
def test_level_from_issuer(issuer: str, level: tuple[str, ...], kit: Kit) -> None:
    (entry,) = notice("要按月公开财政收支情况。", kit, issuer).entries
    assert entry.level == level


# ---------------------------------------------------------------- tables
HEALTH = (
    "示范县卫生健康领域基层政务公开标准目录\n"
    "序号\t公开事项\t公开内容\t公开依据\t公开时限\t公开主体\t公开渠道和载体\t公开方式\n"
    "1\t医疗机构许可\t许可证编号；机构名称；有效期限\t《医疗机构管理条例》\t自作出决定之日起7个工作日内\t县卫生健康局\t■政府网站 □政府公报 ■政务服务中心\t主动公开\n"
    "2\t医师执业注册\t医师姓名；执业地点\t同上\t同上\t同上\t□政府网站 ■政府公报\t主动公开\n"
    "3\t病历资料\t门诊病历\t《民法典》\t20个工作日内\t县人民医院\t□政府网站 ■其他\t依申请公开\n"
)
AID = (
    "示范县政务公开事项目录\n\n"
    "| 序号 | 一级事项 | 二级事项 | 公开内容（要素） | 公开时限 | 公开主体 | 主动 | 依申请 | 县级 | 乡级 |\n"
    "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n"
    "| 1 | 社会救助 | 低保对象名单 | 姓名、金额 | 每月 | 县民政局 | √ |  | √ | √ |\n"
    "| 2 |  | 临时救助标准 | 标准 | 及时 | 同上 |  | √ | √ |  |\n"
    "| 3 | 义务教育 | 招生方案 | 范围、条件 | 每年5月底前 | 县教育局 | √ |  | √ |  |\n"
)


def test_catalogue_of_tabs_gives_an_entry_a_row(kit: Kit) -> None:
    analysis = analysed(HEALTH, kit)
    assert_sound(analysis)
    first, second, third = analysis.entries
    assert [e.item for e in analysis.entries] == ["医疗机构许可", "医师执业注册", "病历资料"]
    assert [e.content for e in analysis.entries] == [
        ("许可证编号", "机构名称", "有效期限"),
        ("医师姓名", "执业地点"),
        ("门诊病历",),
    ]
    assert (first.basis, first.deadline, first.unit) == ("《医疗机构管理条例》", "自作出决定之日起7个工作日内", "县卫生健康局")
    assert (second.basis, second.deadline, second.unit) == (first.basis, first.deadline, first.unit), "同上 takes the cell above"
    assert [e.mode for e in analysis.entries] == ["主动公开", "主动公开", "依申请公开"]
    assert (third.basis, third.unit) == ("《民法典》", "县人民医院")


def test_only_filled_boxes_are_channels(kit: Kit) -> None:
    assert [e.channels for e in analysed(HEALTH, kit).entries] == [("政府网站", "政务服务中心"), ("政府公报",), ("其他",)]


def test_pipe_table_with_ticks_and_an_empty_first_level(kit: Kit) -> None:
    analysis = analysed(AID, kit)
    assert_sound(analysis)
    rows = [(e.parent_item, e.item, e.content, e.deadline, e.unit, e.mode, e.level) for e in analysis.entries]
    assert rows == [
        ("社会救助", "低保对象名单", ("姓名", "金额"), "每月", "县民政局", "主动公开", ("县级", "乡级")),
        ("社会救助", "临时救助标准", ("标准",), "及时", "县民政局", "依申请公开", ("县级",)),
        ("义务教育", "招生方案", ("范围", "条件"), "每年5月底前", "县教育局", "主动公开", ("县级",)),
    ]


def test_merged_cells_count_for_every_row(kit: Kit) -> None:
    head = "".join(f"<td>{x}</td>" for x in ("序号", "一级事项", "二级事项", "公开内容", "公开时限", "公开主体"))
    rows = (
        '<tr><td>1</td><td rowspan="2">安全生产</td><td>隐患排查结果</td><td>隐患名称</td><td rowspan="2">每季度</td><td rowspan="2">县应急局</td></tr>'
        "<tr><td>2</td><td>事故调查报告</td><td>报告全文</td></tr>"
    )
    html = f"<html><body><p>示范县应急领域公开目录</p><table><tr>{head}</tr>{rows}</table></body></html>"
    analysis = analysed(html, kit, "a.html")
    assert_sound(analysis)
    assert [(e.parent_item, e.item, e.deadline, e.unit) for e in analysis.entries] == [
        ("安全生产", "隐患排查结果", "每季度", "县应急局"),
        ("安全生产", "事故调查报告", "每季度", "县应急局"),
    ]


def test_negative_list_is_not_published(kit: Kit) -> None:
    text = "示范县政府信息不予公开事项负面清单\n序号\t不予公开事项\t不予公开依据\t责任单位\n1\t涉密会议纪要\t《保密法》\t县政府办\n2\t个人病历资料\t《民法典》\t县卫健局\n"
    entries = analysed(text, kit).entries
    assert [(e.item, e.mode, e.basis) for e in entries] == [
        ("涉密会议纪要", "不予公开", "《保密法》"),
        ("个人病历资料", "不予公开", "《民法典》"),
    ]


def test_task_table_gives_only_rows_that_disclose(kit: Kit) -> None:
    text = (
        "示范县2022年重点工作任务分工表\n序号\t工作任务\t责任单位\t完成时限\n"
        "1\t公布行政许可事项清单\t县审改办\t6月30日前\n2\t改造老旧小区12个\t县住建局\t12月底前\n3\t每季度公开财政收支情况\t县财政局\t全年\n"
    )
    analysis = analysed(text, kit)
    assert_sound(analysis)
    assert [(e.item, e.deadline, e.unit) for e in analysis.entries] == [
        ("行政许可事项清单", "6月30日前", "县审改办"),
        ("财政收支情况", "每季度", "县财政局"),
    ]


def test_table_of_other_things_gives_none(kit: Kit) -> None:
    text = "示范县2022年考试成绩\n姓名\t准考证号\t成绩\n张三\t001\t85\n李四\t002\t90\n"
    assert analysed(text, kit).entries == ()


@pytest.mark.long
def test_five_thousand_rows(kit: Kit) -> None:
    head = "示范县政务公开事项目录\n序号\t公开事项\t公开内容\t公开时限\t公开主体\t公开渠道\n"
    row = (
        "{0}\t第{0}号项目审批结果\t项目名称；审批部门；审批时间\t自作出决定之日起7个工作日内\t县发展改革局\t■政府网站 □政府公报\n"
    )
    began = time.process_time()
    entries = analysed(head + "".join(row.format(n) for n in range(1, 5001)), kit).entries
    assert len(entries) == 5000
    assert len({e.item for e in entries}) == 5000
    assert time.process_time() - began < 30


# ---------------------------------------------------------------- any text
WORDS = (
    "公开 公布 公示 通报 解读 上墙 要 应当 由 将 对 在 县财政局 各乡镇 财政收支情况 低保对象名单 政府网站 及时 每月 3个工作日内 2021年 "
    "、 ， 。 ； ： （ ） 《 》 “ ” | 同上 ■ □ √ （一） 一、 第一条 的 和 不予公开 下列信息 公开事项 公开内容 责任单位 序号 Ａ 縣 🏛"
)
PIECES = st.sampled_from([*WORDS.split(), "\n", "\t", "\r", "\u3000", "\u200b"])


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.lists(PIECES, min_size=1, max_size=60).map("".join))
def test_any_text_survives(kit: Kit, text: str) -> None:
    analysis = analysed(PLAN.format(text), kit)
    assert_sound(analysis)
    assert analysed(PLAN.format(text), kit).entries == analysis.entries


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(min_size=1, max_size=120))
def test_any_characters_survive(kit: Kit, text: str) -> None:
    document = read(Source("a.txt", text.encode("utf-8", "replace")), kit.limits, kit.furniture)
    if not isinstance(document, Failure):
        assert_sound(analyze_document(document, kit))
