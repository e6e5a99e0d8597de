from __future__ import annotations

import pytest

from nlp.structure.headings import heading_of
from tests.structure.cases import table

CASES = table("headings")


@pytest.mark.parametrize(("line", "more", "want", "why"), CASES, ids=[row[0] for row in CASES])
def test_case(line: str, more: str, want: str, why: str) -> None:
    found = heading_of(line, 0, len(line), "cn-paren", more == "yes")
    assert (line[found.start : found.end] if found else "-") == want, why


@pytest.mark.parametrize(
    ("line", "want"),
    [
        ("【目的】为了规范管理", "目的"),
        ("（定义）本办法所称", "定义"),
        ("为了规范管理，制定本办法。", None),
        ("目的。为了规范。", None),
    ],
)
def test_articles_have_bracketed_headings_only(line: str, want: str | None) -> None:
    found = heading_of(line, 0, len(line), "article", True)
    assert (line[found.start : found.end] if found else None) == want


def test_text_begins_behind_the_heading() -> None:
    line = "工作目标：全面完成。"
    found = heading_of(line, 0, len(line), "num", False)
    assert found is not None
    assert line[found.text_at :] == "全面完成。"
