"""Sections of small documents: every path with its title, in order (tests/cases/sections.tsv)."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from nlp.types import Outline
from tests.structure.cases import table

CASES = table("sections")
GOLD = Path(__file__).resolve().parents[2] / "corpora" / "gold"
LABELS = [
    "一、", "二、总体要求", "三、", "（一）", "（二）公开内容。", "1.", "2、公开形式：", "1、", "第一条", "第一章 总则", "第二条 范围", "附件", "附件1", "附件2",
    "1.1 目的", "1", "①", "一是", "某某县任务分工表", "某某县公开办法", "第一部分 概况", "| 一、预算 | 公开 | 县财政局 |", "| 二、决算 | 公开 | 县财政局 |",
]  # fmt: skip


@pytest.mark.parametrize(("text", "want", "why"), [row[1:] for row in CASES], ids=[row[0] for row in CASES])
def test_case(outline: Callable[[str], Outline], text: str, want: str, why: str) -> None:
    found = outline(text)
    got = "｜".join(f"{s.path}={s.title or ''}" for s in found.sections[1:]) or "-"
    assert got == want, why


@pytest.mark.parametrize("text", [row[1] for row in CASES], ids=[row[0] for row in CASES])
def test_sections_nest_and_follow_each_other(outline: Callable[[str], Outline], text: str) -> None:
    check_nesting(outline(text))


@pytest.mark.parametrize("text", [row[1] for row in CASES], ids=[row[0] for row in CASES])
def test_no_path_occurs_twice(outline: Callable[[str], Outline], text: str) -> None:
    check_paths(outline(text))
    check_paths(outline(f"{text}\n{text}"))


@pytest.mark.parametrize("path", sorted(GOLD.glob("dev*/*.txt")), ids=lambda p: p.stem)
def test_no_path_occurs_twice_in_documents(outline: Callable[[str], Outline], path: Path) -> None:
    text = path.read_text("utf-8")
    check_paths(outline(text))
    check_paths(outline(f"{text}\n{text}"))


@pytest.mark.parametrize("seed", range(60))
def test_no_path_occurs_twice_in_shuffled_lines(outline: Callable[[str], Outline], seed: int) -> None:
    rng = random.Random(seed)
    lines = [line for p in rng.sample(sorted(GOLD.glob("dev*/*.txt")), 3) for line in p.read_text("utf-8").split("\n")]
    picked = [rng.choice(lines) if rng.random() < 0.7 else rng.choice(LABELS) for _ in range(rng.randrange(5, 80))]
    check_paths(outline("\n".join(picked)))
    check_paths(outline("".join(picked)))


def check_paths(found: Outline) -> None:
    """No two sections of a document have one path, and every section but the outermost lies inside its parent."""
    paths = [s.path for s in found.sections]
    assert len(paths) == len(set(paths)), [p for p in paths if paths.count(p) > 1]
    check_nesting(found)


def check_nesting(found: Outline) -> None:
    """Sections are in text order, lie inside their parents and quote their headings."""
    view = found.view.text
    first = found.sections[0]
    assert (first.path, first.start) == ("", 0)
    for section in found.sections:
        assert 0 <= section.start <= section.own_end <= section.end <= len(view)
        assert section.start <= section.text_start <= len(view)
        if section.heading is not None:
            assert section.start <= section.heading[0] < section.heading[1] <= section.text_start
    for before, after in pairwise(found.sections[1:]):
        assert before.start <= after.start
        assert before.own_end == min(after.start, before.end) or before.own_end == before.end
        if after.path.startswith(before.path + "/") and before.end > after.start:
            assert after.end <= before.end
        elif before.end > after.start:
            pytest.fail(f"{before.path} runs into {after.path}")


def test_forgotten_number_is_reported(outline: Callable[[str], Outline]) -> None:
    found = outline("一、保障措施\n（一）加强领导。成立小组。\n强化宣传。利用广播。\n（三）严格考核。纳入考核。")
    assert found.warnings == ("“强化宣传。利用广播。…”一段缺序号，已按前后顺序作为“(二)”。",)


def test_repeated_number_is_reported(outline: Callable[[str], Outline]) -> None:
    found = outline("四、宣传发动\n五、组织实施\n五、督促检查\n七、总结验收")
    assert found.warnings == ("序号“五”与前后不连续，已按顺序作为“六”，请核对。",)


def test_section_at_gives_the_deepest(outline: Callable[[str], Outline]) -> None:
    found = outline("一、目标\n（一）近期。十天内完成清理。\n二、要求\n认真落实。")
    assert found.section_at(found.view.text.index("十天")).path == "一/(一)"
    assert found.section_at(found.view.text.index("落实")).path == "二"


def test_text_start_leads_behind_label_and_heading(outline: Callable[[str], Outline]) -> None:
    found = outline("一、目标\n（一）近期。十天内完成清理。")
    assert found.view.text[found.sections[-1].text_start :].startswith("十天内")


def test_closing_paragraph_belongs_to_the_last_item(outline: Callable[[str], Outline]) -> None:
    found = outline("一、甲项工作\n认真做好。\n二、乙项工作\n认真做好。\n各单位于月底前报送总结。")
    assert found.section_at(found.view.text.index("月底")).path == "二"


def test_levels_and_kinds(outline: Callable[[str], Outline]) -> None:
    found = outline("第一章 总则\n第一条 为了规范，制定本办法：\n（一）甲类；\n（二）乙类。")
    assert [(s.level, s.kind) for s in found.sections] == [
        (0, "preamble"), (1, "chapter"), (2, "article"), (3, "item"), (3, "item"),
    ]  # fmt: skip
