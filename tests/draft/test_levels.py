"""Levels of rows: from the name of a city, from what a text calls its own, from the bodies that a unit cell names."""

from __future__ import annotations

import pytest

from nlp.draft.builder import LEVEL_BY_WORDS
from nlp.draft.levels import Levels, levels_of_text, levels_of_unit
from nlp.rulebook import Rulebook
from nlp.types import Metadata
from tests.kits import analysed


@pytest.fixture(scope="module")
def levels() -> Levels:
    return Levels.load(Rulebook())


@pytest.mark.parametrize(
    ("issuer", "title", "text", "level"),
    [
        (("绍兴市卫生健康委员会",), "", "", ("市级",)),
        (("浙江省义乌市人民政府",), "", "", ("县级",)),
        (("天津市人民政府办公厅",), "", "", ("省级",)),
        ((), "衢州市水域保护办法", "", ("市级",)),
        (("柳河市人民政府",), "", "各县（市、区）人民政府要按月公布。", ("市级",)),
        (("柳河市人民政府",), "", "各乡镇、街道要按月公布。", ("县级",)),
        (("柳河市人民政府",), "", "各单位要按月公布。", ()),
        ((), "", "我县将全县学校名单予以公布，由县教育局负责。", ("县级",)),
        ((), "2022年政务公开工作要点", "全镇各村要公开惠农补贴，镇党委将督查。", ("乡级",)),
        ((), "", "公布救助标准（市民政局、市财政局负责），各县（市、区）同步公布。", ("市级",)),
        ((), "", "公布救助标准（区民政局、区财政局负责）。", ("县级",)),
        ((), "", "由党政办公室、便民服务中心分别公布。", ("乡级",)),
        ((), "信息公开制度", "本区域内全省和全市的信息由各部门公布。", ()),
        ((), "", "", ()),
    ],
)
def test_level_of_a_document(levels: Levels, issuer: tuple[str, ...], title: str, text: str, level: tuple[str, ...]) -> None:
    metadata = Metadata(title, issuer=issuer)
    assert (levels.of_issuer(metadata) or levels_of_text(text, metadata)) == level


@pytest.mark.parametrize(
    ("unit", "city", "told"),
    [
        ("市水务局", "市级", ("市级",)),
        ("市水务局", "县级", ("县级",)),
        ("市水务局", None, ()),
        ("市水务局、区县（自治县）水务局", None, ("市级", "县级")),
        ("市水务局、县（市、区）水务局、其他负有监督管理职责的部门", None, ("市级", "县级")),
        ("市场监督管理所", None, ()),
    ],
)
def test_level_of_a_unit_cell(unit: str, city: str | None, told: tuple[str, ...]) -> None:
    assert levels_of_unit(unit, city) == told


@pytest.mark.parametrize(
    ("head", "level", "why"),
    [
        ("青石县人民政府办公室关于做好信息公开工作的通知\n各乡镇：\n", ("县级",), None),
        ("我县各项政策由县财政局、县教育局公布，全县各单位遵照执行。\n", ("县级",), LEVEL_BY_WORDS),
    ],
)
def test_a_level_by_the_words_of_a_text_says_so(head: str, level: tuple[str, ...], why: str | None) -> None:
    entry = analysed(f"{head}及时公布救助标准。\n").entries[-1]
    assert (entry.level, entry.defaults.get("level")) == (level, why)
