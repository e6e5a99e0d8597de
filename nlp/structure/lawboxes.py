"""Boxes of attributes glued to the text where a page lost its line ends: that of law databases, between two copies of a title, and
labels with their colons at the start of a line.

    某市关于公开工作的通知文章属性•【制定机关】某市人民政府•【公布日期】2014.03.21•【字号】某府〔2014〕22号•【时效性】现行有效正文某市关于…
    文件编号：某教〔2018〕45号标题：某区教育局关于公布计划的通知发布日期：2018-05-20各中小学：现将…
"""

from __future__ import annotations

import re

from nlp.structure.labelbox import LabelRules
from nlp.structure.lines import Piece, Sheet

_HEAD = re.compile("文章属性")
_BODY = re.compile("正文(?:内容)?(?=[^，。；：、）的])")
_MARKED = re.compile(r"[•·●]? ?【(?P<name>[^【】]{2,8})】")
_LEAST_LABELS = 2
_FURTHEST = 1_500
_LONGEST_VALUE = 80
_LONGEST_GLUED = 120
_CLOCK = re.compile(r"(?: ?[0-9]{1,2}[:：][0-9]{2}(?:[:：][0-9]{2})?)? ?")


def box_cuts(sheet: Sheet, piece: Piece, labels: LabelRules) -> tuple[set[int], int | None]:
    """Before every label of the box, around 文章属性 and 正文; and where the text behind the box begins, None where no box is."""
    text, stop = sheet.text, min(piece.end, piece.start + _FURTHEST)
    marks = [m for m in _MARKED.finditer(text, piece.start, stop) if m["name"] in labels.fields]
    if len(marks) < _LEAST_LABELS:
        return set(), None
    cuts = {m.start() for m in marks}
    if head := _HEAD.search(text, piece.start, marks[0].start() + 1):
        cuts |= {head.start(), head.end()}
    body = _BODY.search(text, marks[-1].end(), min(stop, marks[-1].end() + _LONGEST_VALUE))
    if body is None:
        return cuts, None
    return cuts | {body.start(), body.end()}, body.end()


def glued_cuts(sheet: Sheet, piece: Piece, labels: LabelRules) -> set[int]:
    """Before the labels of a box with which a line begins, and behind the date or number that is its last value.

    No blank parts them: each value must be a number, a day or a title, so that no word of a sentence is taken for a label.
    """
    text, stop = sheet.text, min(piece.end, piece.start + _FURTHEST)
    cuts: set[int] = set()
    count, at = 0, piece.start
    while (m := labels.names.match(text, at, stop)) is not None and m["mark"]:
        following = labels.names.search(text, m.end(), min(stop, m.end() + _LONGEST_GLUED))
        whole = [n.end for n in sheet.numbers_in(m.end(), stop) if n.start == m.end()]
        whole += [d.end for d in sheet.dates_in(m.end(), stop) if d.start == m.end()]
        if whole:
            clock = _CLOCK.match(text, whole[0])
            end = clock.end() if clock is not None else whole[0]
        elif labels.fields[m["name"]] == "title" and following is not None and following["mark"]:
            end = following.start()
        else:
            break
        cuts |= {m.start()} if m.start() > piece.start else set()
        count += 1
        cuts.add(end)
        at = end
    return cuts if count >= _LEAST_LABELS else set()
