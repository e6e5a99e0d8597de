"""Weights of the signs on drafted rows: right and wrong rows, the ledger, the table."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nlp.draft.doubts import DoubtRules
from nlp.kit import Kit, load_kit
from nlp.training.doubts import Ledger, Seen, by_fifths, fitted, main, rows_of, table_of

TEXT = "关于做好当前工作的通知\n各有关单位：\n一、工作任务\n县财政局要按月公开财政收支情况。县统计局要公布粮食产量。\n二、工作要求\n加强组织领导。\n"
GOLD = {"section": "一", "item": "财政收支情况", "content": ["财政收支情况"], "deadline": "按月", "unit": "县财政局", "channel": None, "audience": None,
        "mode": "主动公开", "basis": None, "quote": "县财政局要按月公开财政收支情况"}  # fmt: skip


@pytest.fixture(scope="module")
def kit() -> Kit:
    return load_kit()


def folder_of(tmp_path: Path, *gold: dict[str, object]) -> Path:
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    (tmp_path / "a.entries.json").write_text(json.dumps(gold, ensure_ascii=False), "utf-8")
    return tmp_path


def test_a_row_that_was_annotated_is_right_and_another_is_wrong(tmp_path: Path, kit: Kit) -> None:
    rows = rows_of([folder_of(tmp_path, GOLD)], kit)
    assert [row.wrong for row in rows] == [False, True]


@pytest.mark.parametrize("cell", [{"deadline": "每季度"}, {"unit": "县审计局"}, {"item": "食品抽检名单", "content": ["抽检批次"]}])
def test_another_cell_is_wrong(cell: dict[str, object], tmp_path: Path, kit: Kit) -> None:
    assert all(row.wrong for row in rows_of([folder_of(tmp_path, {**GOLD, **cell})], kit))


def test_ledger_knows_the_signs_again() -> None:
    ledger = Ledger({})
    first, second = ledger.score({"noun"}), ledger.score(("moved", "broken"))
    assert first != second
    assert ledger.signs(ledger.again(second, "no-domain")) == {"moved", "broken", "no-domain"}


def test_a_sign_of_wrong_rows_weighs_against_and_scores_follow() -> None:
    rows = [Seen(f"d{n % 20}", frozenset({"moved"}) if n % 2 else frozenset({"listed"}), bool(n % 2) and n % 5 > 0) for n in range(200)]
    weights = fitted(rows)
    assert weights["moved"] > 0 > weights["listed"]
    rules = DoubtRules(weights)
    assert rules.score({"listed"}) > rules.score({"moved"})
    fifths = by_fifths(rows)
    assert sum(number for _, number, _ in fifths) == len(rows)
    assert fifths[0][2] / fifths[0][1] > fifths[-1][2] / fifths[-1][1]
    table = table_of(rows)
    assert "moved" in table
    assert "base" in table


def test_a_folder_without_annotations_is_named(tmp_path: Path) -> None:
    said: list[str] = []
    assert main([str(tmp_path)], said.append) == 2
    assert "没有找到标注" in said[0]
