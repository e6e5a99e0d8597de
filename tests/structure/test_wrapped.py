"""Headings on lines of a fixed width that nobody joined."""

from __future__ import annotations

from typing import cast

from nlp.structure.headings import heading_of
from nlp.structure.lines import Piece, Sheet
from nlp.structure.wrapped import over_lines, wrap_width
from nlp.types import Document, View

LINES = (
    "一、提高城市基层各项服务工作水平，加强对基层治理的全面",
    "领导",
    "1.完善街道党组织对地区治理重大工作的领导体制机制，优化",
    "决策程序，涉及基层治理的重大事项、重点工作、重要问题由",
    "街道讨论决定，全面提升街道抓建设、抓治理、抓服务的各项",
    "能力。",
    "2.以共建活动为重点，构建市、区、街道和社区各级组织四级",
    "上下贯通、多方联动的工作体系，夯实各项工作的基础。",
)


def made(lines: tuple[str, ...]) -> tuple[Sheet, list[Piece]]:
    text = "\n".join(lines)
    pieces: list[Piece] = []
    at = 0
    for line in lines:
        pieces.append(Piece(at, at + len(line)))
        at += len(line) + 1
    return Sheet(cast(Document, None), cast(View, None), text, tuple(pieces), (), ()), pieces


def title(n: int) -> str | None:
    sheet, pieces = made(LINES)
    width = wrap_width(sheet, pieces)
    assert width == 27
    labelled = {pieces[i].start for i in (0, 2, 6)}
    start = pieces[n].start + 2
    first = heading_of(sheet.text, start, pieces[n].end, "cn" if n == 0 else "num", True)
    found = over_lines(sheet, pieces, n, start, "cn" if n == 0 else "num", first, width, labelled)
    return None if found is None else sheet.text[found.start : found.end].replace("\n", "")


def test_heading_goes_on_below() -> None:
    assert title(0) == "提高城市基层各项服务工作水平，加强对基层治理的全面领导"


def test_sentence_is_no_heading() -> None:
    assert title(6) is None


def test_lines_without_a_common_width() -> None:
    assert wrap_width(*made(("各单位要认真落实各项要求", "领导", "抓好落实工作"))) is None
