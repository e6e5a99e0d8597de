"""Tables typed with tabs under a head that stands on a line of text."""

from __future__ import annotations

import pytest

from nlp.extract.unit_lines import Setting
from nlp.extract.unit_tabs import tab_claims
from nlp.extract.units import UnitRules
from nlp.rulebook import Rulebook
from nlp.types import Line

CLAUSES = UnitRules.load(Rulebook()).lines.clauses
HEAD = "序号\t工作任务\t分值\t负责考核部门"


def claimed(*rows: str, table: int | None = None) -> list[tuple[str, str]]:
    """Names and roles of the claims of some lines; `table`: the table that the first of them belongs to."""
    text = "\n".join(rows)
    lines, at = [], 0
    for i, row in enumerate(rows):
        lines.append(Line(at, at + len(row), "row" if i else "body", None if i else table))
        at += len(row) + 1
    return [(c.named.text(text), c.role) for c in tab_claims(text, lines, CLAUSES, Setting(False, True))]


def test_the_column_under_a_label_for_units() -> None:
    rows = (HEAD, "1\t河道保洁\t5\t县水务局", "二、\t宣传工作\t9", "2\t宣传培训\t3\t县委宣传部 县教育局")
    assert claimed(*rows) == [("县水务局", "supervise"), ("县委宣传部", "supervise"), ("县教育局", "supervise")]


@pytest.mark.parametrize(
    "rows",
    [
        ("1\t河道保洁\t5\t县水务局",),  # no head
        ("序号\t姓名\t电话\t备注", "1\t张三\t5551234\t县水务局"),  # a head without units
        ("负责考核部门\t县水务局", "分值\t县教育局"),  # too few cells
        (HEAD, "一", "二", "三", "四", "1\t河道保洁\t5\t县水务局"),  # the table ended before
        (HEAD, "1\t河道保洁\t5\t由县水务局按月报送"),  # a sentence
    ],
)
def test_nothing_is_read_elsewhere(rows: tuple[str, ...]) -> None:
    assert claimed(*rows) == []


def test_a_table_with_its_own_head_is_left_to_the_reader_of_tables() -> None:
    assert claimed(HEAD, "1\t河道保洁\t5\t县水务局", table=0) == []
