"""Which rows are kept for review and why, in whose name rules are written, whom they tell, and which words a list shares."""

from __future__ import annotations

from pathlib import Path

import pytest

from nlp.draft.columns import channel_list
from nlp.draft.doubts import REVIEW_BELOW, DoubtRules, is_broken, is_no_matter
from nlp.draft.entries import DraftRules, draft_entries
from nlp.draft.objects import matter_of
from nlp.draft.own_body import body_of_title
from nlp.draft.unit_cell import Names, pieces_of
from nlp.rulebook import RULES_DIR, Rulebook, RuleError
from nlp.types import Attribute, Entry
from tests.build import outline_of

ACTIVE = Attribute("active", None, 0.9, False)
NO_NAMES = Names({}, ())


@pytest.fixture(scope="module")
def rules() -> DraftRules:
    return DraftRules.load(Rulebook())


def drafted(text: str, rules: DraftRules, title: str = "") -> tuple[Entry, ...]:
    return draft_entries(outline_of(text, title=title), rules, (), (), ACTIVE, (), ())


# ---------------------------------------------------------------- what speaks against a row
@pytest.mark.parametrize(
    "item",
    [
        "特别是村级财务", "尤其是专项资金", "水泵等", "实施情况", "相关情况", "固定的事项", "应当在媒体公布", "对依法收取的费用情况",
        "汛情发布后", "补助对象实行县级", "名单记入相关档案", "区分情况处理", "企业成本进行监审结果", "并依照有关法规相关情况",
        "假冒名义骗取财产", "确需调整用途等信息", "《收费办法", "采暖费，取暖费", "经批准的预算", "由村集体承担的费用",
    ],
)  # fmt: skip
def test_pieces_of_a_clause_are_known(item: str, rules: DraftRules) -> None:
    assert is_broken(rules.lexicon, item)


@pytest.mark.parametrize(
    "item",
    [
        "财政收支情况", "对外投资情况", "在建工程项目", "为民办实事项目", "自来水水质", "经费使用情况", "合同履行情况", "按揭贷款利率",
        "向导服务收费标准", "并购重组方案", "应急预案", "应届毕业生名单", "从业人员名单", "供水、供电等收费标准", "《年度计划》",
        "售后", "公交发车用时", "及时率", "工作人员名单", "由来和沿革",
    ],
)  # fmt: skip
def test_whole_matters_are_left_alone(item: str, rules: DraftRules) -> None:
    assert not is_broken(rules.lexicon, item)


@pytest.mark.parametrize("item", ["公示的渠道", "公开形式", "三种方式", "满3年", "5个工作日", "不少于七天", "会议公开和"])
def test_ways_and_keeping_are_no_matter(item: str) -> None:
    assert is_no_matter(item)


@pytest.mark.parametrize("item", ["投诉渠道", "三年行动计划", "公示渠道建设经费", "缴费方式", "五年规划", "公示名单", "办理形式"])
def test_what_only_sounds_like_a_way_is_a_matter(item: str) -> None:
    assert not is_no_matter(item)


def test_a_way_gives_no_row_and_the_matter_beside_it_does(rules: DraftRules) -> None:
    text = "镇政府要公布两种方式。镇政府要公布补助名单。"
    assert [e.item for e in drafted(text, rules)] == ["补助名单"]


def test_each_sign_moves_the_score_by_its_weight() -> None:
    rules = DoubtRules({"base": -1.0, "noun": 0.5, "listed": -2.0, "no-domain": 1.0})
    assert rules.score(()) == pytest.approx(0.7311, abs=1e-3)
    assert rules.score({"noun"}) < rules.score(()) < rules.score({"listed"})
    assert rules.score({"noun", "listed"}) == rules.score(["listed", "noun", "unheard"])
    assert rules.again(rules.score({"noun"}), "no-domain") == pytest.approx(rules.score({"noun", "no-domain"}), abs=1e-3)


def test_table_of_signs_sends_a_clerk_to_what_is_of_no_field(rules: DraftRules) -> None:
    plain = rules.doubts.score(())
    assert plain >= REVIEW_BELOW > rules.doubts.again(plain, "no-domain")


def test_a_weight_that_is_no_number_is_named(tmp_path: Path) -> None:
    (tmp_path / "draft-doubts.tsv").write_text("id\tweight\trows\twrong\tnote\nnoun\theavy\t1\t1\t\n", "utf-8")
    with pytest.raises(RuleError, match="heavy"):
        DoubtRules.load(Rulebook((RULES_DIR, tmp_path)))


def test_a_piece_of_a_clause_is_kept_for_review_and_scores_lower(rules: DraftRules) -> None:
    (whole,) = drafted("县财政局要按月公开财政收支情况。", rules)
    (piece,) = drafted("县财政局要按月公开经批准的预算。", rules)
    assert not whole.needs_review
    assert piece.score <= whole.score


# ---------------------------------------------------------------- the body in the title
@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("青石镇政务公开制度", "青石镇人民政府"),
        ("柳河乡党务公开办法", "柳河乡人民政府"),
        ("东湖街道政务公开实施办法", "东湖街道办事处"),
        ("双柳村村务公开制度", "双柳村村民委员会"),
        ("南桥社区居委会居务公开制度", "南桥社区居委会"),
        ("某某县水利局政府信息公开指南", "某某县水利局"),
        ("红星小学校务公开实施方案", "红星小学"),
        ("政务公开制度", None),
        ("村务公开制度", None),
        ("乡镇政务公开制度", None),
        ("各街道政务公开制度", None),
        ("农村村务公开办法", None),
        ("某某市厂务公开条例", None),
        ("关于推进政务公开工作的通知", None),
        ("青石镇扶贫工作方案", None),
        ("", None),
    ],
)
def test_body_of_a_title(title: str, body: str | None) -> None:
    assert body_of_title(title) == body


def test_the_body_of_the_title_is_a_stated_default(rules: DraftRules) -> None:
    (entry,) = drafted("要公开财政收支情况。", rules, "青石镇政务公开制度")
    assert (entry.unit, entry.defaults["unit"]) == ("青石镇人民政府", "标题所称单位")
    (entry,) = drafted("镇财政所要公开财政收支情况。", rules, "青石镇政务公开制度")
    assert entry.unit == "镇财政所"
    assert "unit" not in entry.defaults


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("乡镇人民政府和具有公共服务职能的组织", ["乡镇人民政府", "具有公共服务职能的组织"]),
        ("县级人民政府工作部门、派出机构", ["县级人民政府工作部门", "派出机构"]),
        ("州、县（市）人民政府", ["州人民政府", "县（市）人民政府"]),
        ("县水利局组织", ["县水利局"]),
    ],
)
def test_organisations_and_levels_stay_whole(text: str, pieces: list[str]) -> None:
    assert pieces_of(text, NO_NAMES, "") == pieces


def test_organisations_with_public_functions_have_duties(rules: DraftRules) -> None:
    (entry,) = drafted("乡镇人民政府和具有公共服务职能的组织应当公开收费标准。", rules)
    assert entry.unit == "乡镇人民政府、具有公共服务职能的组织"


# ---------------------------------------------------------------- whom it tells
@pytest.mark.parametrize(
    ("text", "group", "words"),
    [
        ("学校应当向家长公布收费标准。", True, "向家长"),
        ("合作社应当向全体社员公布年度盈余分配方案。", True, "向全体社员"),
        ("村民委员会应当公布集体账目，接受村民监督。", True, "村民"),
        ("物业服务人应当在物业管理区域内显著位置公示收费标准。", True, "物业管理区域内"),
        ("本办法所称院务公开，是指医院向患者公开医疗服务信息的活动。医院应当公布药品价格。", True, "向患者"),
        ("学校应当向社会公布收费标准，接受家长监督。", False, ""),
        ("镇政府应当公布补助名单，接受群众监督。", False, ""),
        ("镇政府应当在公告栏公示补助名单。", False, ""),
        ("本办法所称办事公开，是指医院向社会公开医疗服务信息的活动。医院应当公布药品价格。", False, ""),
    ],
)
def test_audience_with_the_words_that_name_it(text: str, group: bool, words: str, rules: DraftRules) -> None:
    entry = drafted(text, rules)[-1]
    assert entry.audience == ("特定群体" if group else "全社会")
    if group:
        assert "audience" not in entry.defaults
        assert words in entry.evidence["audience"][0].quote


# ---------------------------------------------------------------- words that a list shares
@pytest.mark.parametrize(
    ("phrase", "content"),
    [
        (
            "岗位工资、奖金分配方案，养老、医疗等保险缴纳情况",
            ("岗位工资分配方案", "奖金分配方案", "养老保险缴纳情况", "医疗保险缴纳情况"),
        ),
        ("举报、投诉渠道", ("举报渠道", "投诉渠道")),
        ("咨询和求助热线", ("咨询热线", "求助热线")),
        ("地址、投诉电话", ("地址", "投诉电话")),
        ("区政府及部门权责清单", ("区政府及部门权责清单",)),
        ("工资和奖金分配方案", ("工资分配方案", "奖金分配方案")),
        ("养老、医疗，工伤等保险情况", ("养老保险情况", "医疗保险情况", "工伤保险情况")),
    ],
)
def test_groups_and_short_pairs(phrase: str, content: tuple[str, ...], rules: DraftRules) -> None:
    assert matter_of(rules.lexicon, [phrase]).content == content


@pytest.mark.parametrize(
    ("text", "deadline"),
    [
        ("各县要在每季度后15日内公布开工情况。", "在每季度后15日内"),
        ("各县要每月结束后5个工作日内公布开工情况。", "每月结束后5个工作日内"),
        ("镇财务必须一季度公开一次。", "每季度"),
        ("会议召开三日前公布会议议程。", "会议召开三日前"),
        ("县财政局一季度公布决算。", "一季度"),
    ],
)
def test_no_fragment_of_a_time(text: str, deadline: str, rules: DraftRules) -> None:
    (entry,) = drafted(text, rules)
    assert entry.deadline == deadline


# ---------------------------------------------------------------- the channel behind 其他
def test_the_named_channel_follows_other_alone() -> None:
    labels = ("政府网站", "其他")
    assert channel_list(("示范信用平台", "其他"), labels) == "□政府网站　■其他：示范信用平台"
    assert channel_list(("示范信用平台", "政府网站", "其他"), labels) == "■政府网站　■其他"
    assert channel_list(("其他",), labels) == "□政府网站　■其他"
    assert channel_list((), labels) == "□政府网站　□其他"
