"""Chapters and articles whose number a page lost: 章 公开的内容 and 条 学院公开以下信息： behind 第三条 are 第二章 and 第四条."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlp.numerals import write_number
from nlp.structure.labels import Candidate, NumberingRules
from nlp.structure.loosenumbers import Found

# 章 公开的内容; 第 条 学院公开以下信息：; not 条件, 章程, 节约 nor 条、款、项
_LOST = re.compile(r"第? ?(?P<unit>[章节条]) +(?=[^\s、，。；：的])")
_FAMILY = {"章": "chapter", "节": "division", "条": "article"}
_FEWEST = 3  # lines of a kind, numbered or not, that tell a text in articles


def with_lost_numbers(text: str, found: Sequence[Found], rules: NumberingRules) -> list[Found]:
    """Lines with their candidates, those without the number of a chapter, a section or an article numbered on from the one before.

    A line counts where the text has further lines of its kind and its number fits before the next one that has one.
    """
    lost = {n: m for n, (a, b, candidates) in enumerate(found) if not _at_line(candidates) and (m := _LOST.match(text, a, b))}
    if not lost:
        return list(found)
    out = list(found)
    for unit, family in _FAMILY.items():
        own = [n for n, m in lost.items() if m["unit"] == unit]
        numbered = {n: first for n, (_, _, cs) in enumerate(found) if (first := _at_line(cs)) is not None and first.family == family}
        articles = any(m["unit"] == "条" for m in lost.values()) or family == "article"
        if not own or len(own) + len(numbered) < (_FEWEST if family == "article" or not articles else 1):
            continue
        number = 0
        for n in sorted((*own, *numbered)):
            if n in numbered:
                number = numbered[n].number
                continue
            number += 1
            following = next((c.number for k, c in sorted(numbered.items()) if k > n), None)
            label = rules.at_start(f"第{write_number(number)}{unit} ") if following is None or number < following else None
            if label is not None:
                start, end, others = out[n]
                made = Candidate(start, lost[n].end("unit"), lost[n].end(), family, label.shape, number, label.name, "line", n, label.rank,
                                 repaired=True)  # fmt: skip
                out[n] = (start, end, [made, *others])
    return out


def _at_line(candidates: Sequence[Candidate]) -> Candidate | None:
    return candidates[0] if candidates and candidates[0].place == "line" else None
