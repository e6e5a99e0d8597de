"""Lists of what is withheld and of conditions are no matters; no sign of the working copy reaches a cell."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any
from unicodedata import category

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.draft.entries import DraftRules, draft_entries
from nlp.draft.negative import Kind, negative
from nlp.draft.sheet import FILL
from nlp.intake.reader import read
from nlp.kit import Kit
from nlp.pipeline import analyze_document
from nlp.rulebook import Rulebook
from nlp.types import Attribute, Failure, Source
from tests.build import outline_of

CASES = Path(__file__).parent.parent / "cases" / "negative-lists.tsv"


def cases() -> list[tuple[str, str]]:
    rows = [tuple(x.split("\t")) for x in CASES.read_text("utf-8").splitlines() if x and not x.startswith("#")]
    assert all(len(row) == 2 for row in rows), "negative-lists.tsv: a row does not have two cells"
    return rows[1:]  # type: ignore[return-value]


@pytest.fixture(scope="module")
def rules() -> DraftRules:
    return DraftRules.load(Rulebook())


@pytest.mark.parametrize(("text", "items"), cases())
def test_items_of_a_negative_list_are_no_matters(text: str, items: str, kit: Kit) -> None:
    document = read(Source("a.txt", text.replace("¶", "\n").encode()), kit.limits, kit.furniture)
    assert not isinstance(document, Failure)
    entries = analyze_document(document, kit).entries
    assert [e.item for e in entries] == ([] if items == "-" else items.split("；"))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("除下列情形外，其他信息一律公开：", Kind.WITHHELD),
        ("下列信息可以不向社会公布：", Kind.WITHHELD),
        ("不予公开的政府信息主要有：", Kind.WITHHELD),
        ("有以下行为之一的，记入失信名录并公示：", Kind.CONDITIONS),
        ("除公开下列事项外，还应当公布收费标准：", None),
        ("下列信息，除不予公开的外，应当公开：", None),
        ("符合下列条件之一的信息应当主动公开：", None),
        ("有下列情形之一的，应当纳入公开范围：", None),
        ("下列结果应当公布，不得延误：", None),
    ],
)
def test_what_a_lead_opens(text: str, kind: Kind | None) -> None:
    assert negative(text) is kind


# ---------------------------------------------------------------- signs of the working copy
_WHO = st.sampled_from(["市民政局", "县教育局（体育局）", "各乡镇（街道）", ""])
_BRACKET = st.sampled_from(["（含附件）", "《示范办法》", "“双随机”", "〔2020〕3号", "[一]", "（试行（二）稿）", ""])
_NOUN = st.sampled_from(["救助对象", "招生计划", "补贴标准", "检查结果", "工程进度", "公开后可能影响公共安全", "建设项目"])
_JOINT = st.sampled_from(["、", "和", "以及", "，", "的", "及其"])
_HEAD = st.sampled_from(["", "等信息", "等情况", "等有关材料", "等事项（含附表）", "等“阳光”信息", "等的《名册》和（名单）情况"])
_PIECE = st.tuples(_NOUN, _BRACKET, _JOINT).map("".join)
_OBJECT = st.tuples(st.lists(_PIECE, min_size=1, max_size=6).map("".join), _NOUN, _BRACKET, _HEAD).map("".join)
_SAID = st.tuples(_WHO, st.sampled_from(["要公开", "应当及时公布", "在政务公开栏（公示栏）公示", "通过“示范”网站（含客户端）发布"]), _OBJECT)


def _words(cell: Any) -> str:
    """All text of a cell, whatever its form."""
    if isinstance(cell, dict):
        return "".join(_words(k) + _words(v) for k, v in cell.items())
    return "".join(map(_words, cell)) if isinstance(cell, list | tuple) else str(cell)


def test_a_bracket_in_the_head_of_a_list_is_shown(rules: DraftRules) -> None:
    text = "公开内部讨论的会议记录、过程文稿、磋商信函、请示材料、检查方案等过程性信息（含草稿）。"
    (entry,) = draft_entries(outline_of(text), rules, (), (), Attribute("active", None, 0.9, False), (), ())
    assert all(category(c) != "Co" for c in entry.item)
    assert "（含草稿）" in entry.item


@settings(max_examples=100, deadline=None)
@given(st.lists(_SAID.map("".join), min_size=1, max_size=3))
def test_no_sign_of_the_working_copy_reaches_a_cell(rules: DraftRules, sentences: list[str]) -> None:
    text = "。\n".join(sentences) + "。"
    for entry in draft_entries(outline_of(text), rules, (), (), Attribute("active", None, 0.9, False), (), ()):
        found = {c for c in _words(asdict(entry)) if c == FILL or category(c) == "Co"}
        assert found == set(), (entry.item, entry.content)
