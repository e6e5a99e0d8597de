"""Weights of the signs on drafted rows: right and wrong rows, the ledger, the table."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nlp.draft.doubts import BASE, DoubtRules
from nlp.kit import Kit
from nlp.rulebook import RULES_DIR, read_table
from nlp.training.doubts import Ledger, Seen, authored, by_fifths, fitted, main, rows_of, table_of

CORPORA = Path(__file__).resolve().parents[2] / "corpora"
TEXT = "关于做好当前工作的通知\n各有关单位：\n一、工作任务\n县财政局要按月公开财政收支情况。县统计局要公布粮食产量。\n二、工作要求\n加强组织领导。\n"
GOLD = {"section": "一", "item": "财政收支情况", "content": ["财政收支情况"], "deadline": "按月", "unit": "县财政局", "channel": None, "audience": None,
        "mode": "主动公开", "basis": None, "quote": "县财政局要按月公开财政收支情况"}  # fmt: skip


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


# ---------------------------------------------------------------- authored tables
def table(tmp_path: Path, *rows: str) -> Path:
    path = tmp_path / "sentences.tsv"
    path.write_text("text\trows\n" + "\n".join(rows) + "\n", "utf-8")
    return path


def test_an_authored_table_gives_texts_and_rows(tmp_path: Path) -> None:
    path = table(
        tmp_path, "一、公开⏎县财政局要按月公开收支。\t财政收支|收入/支出|按月|县财政局|网站 ## 决算|决算|||", "加强组织领导。\t-"
    )
    (first, wanted), (second, none) = authored(path)
    assert (first, second, none) == ("一、公开\n县财政局要按月公开收支。", "加强组织领导。", [])
    assert [(w["item"], w["content"], w["deadline"], w["unit"], w["channel"]) for w in wanted] == [
        ("财政收支", ["收入", "支出"], "按月", "县财政局", "网站"),
        ("决算", ["决算"], None, None, None),
    ]


@pytest.mark.parametrize(
    ("wanted", "wrong"),
    [
        ("财政收支情况|财政收支情况|按月|县财政局|", False),
        ("财政收支|收入/支出/结余|按月|县财政局|", True),
        ("财政收支情况|财政收支情况|每季度|县财政局|", True),
        ("财政收支情况|财政收支情况|按月|县审计局|", True),
        ("-", True),
    ],
)
def test_rows_of_a_table_are_judged(wanted: str, wrong: bool, tmp_path: Path, kit: Kit) -> None:
    rows = rows_of([table(tmp_path, f"县财政局要按月公开财政收支情况。\t{wanted}")], kit)
    assert [row.wrong for row in rows] == [wrong]


def test_the_table_in_force_is_counted_from_the_authored_texts() -> None:
    written = {row["id"]: (int(row["rows"]), int(row["wrong"])) for row in read_table(RULES_DIR / "draft-doubts.tsv")}
    texts = list(authored(CORPORA / "doubts" / "sentences.tsv"))
    assert len(texts) >= 180
    assert sum(not wanted for _, wanted in texts) >= 35
    rows, wrong = written[BASE]
    assert 150 <= rows <= 1.2 * sum(len(wanted) for _, wanted in texts)
    assert 0.1 < wrong / rows < 0.6  # texts by which nobody mended rules: a share near none would be a sign that they were used for it
