"""Sentences -> disclosures: who publishes what, when, where. Works on view text alone; no other stage's findings.

verbs.py finds the verbs; governed.py and nouns.py what each governs; merging.py puts together what belongs together.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from nlp.draft.governed import read_verb
from nlp.draft.lexicon import Lexicon
from nlp.draft.phrases import Times, frame_before, times_in
from nlp.draft.reading import FARTHEST, Addition, Disclosure, Place
from nlp.draft.sheet import Sentence, Sheet
from nlp.draft.verbs import Trigger, VerbRules

_JOINTS = frozenset({"", "、", "和", "及", "并", "或", "与", "或者", "以及"})
_MOVED_BEFORE = re.compile(r"(?<![即必拟])(?:将(?!要|来(?![源函信电]))|把(?![关握]))[^，。；、]{0,12}$")
_LONGEST_JOINT = 8
_SANCTION = re.compile(
    r"(?:并|同时)?对(?:于)?(?:不|未|拒|违反|隐瞒|弄虚|失职|工作不力|落实不力|推诿|逾期)[^，。；]{0,40}(?:处分|问责|追究|追责|批评|处理|约谈|通报)"
)
_EXCEPT = re.compile(r"除(?:了)?[^，。；]+(?:外|以外|之外)")  # 除|张榜公示收费标准|外，还应…
_OR_OTHERWISE = re.compile(r"(?:或者?|并)(?:以|在|通过|采取)")  # 公示|或者以其他方式|公布


def read_sentence(
    sheet: Sheet, lexicon: Lexicon, verbs: VerbRules, sentence: Sentence, previous: Sentence | None, loose: bool = False
) -> list[Disclosure]:
    """Disclosures of one sentence, in order. `loose`: a bare X公开 counts (rows of a task table, items of a list)."""
    if not verbs.quick.search(sheet.masked, sentence.start, sentence.end):
        return []
    found: list[Disclosure] = []
    for p, part in enumerate(sentence.parts):
        low, high = part[0][0], part[-1][1]
        if not verbs.quick.search(sheet.masked, low, high) or verbs.bars_sentence(sheet, low, _before_sanction(sheet, part)):
            continue
        times = times_in(sheet, low, high)
        for c, (a, b) in enumerate(part):
            if _EXCEPT.fullmatch(sheet.masked, a, b):
                continue
            at = a
            triggers = _grouped(sheet, lexicon, list(verbs.triggers(sheet, a, b)))
            ends = [t.end for t in triggers]
            for n, trigger in enumerate(triggers):
                if trigger.start < at:
                    continue
                near, far = max(at, trigger.start - FARTHEST), min(b, trigger.end + FARTHEST)
                later = triggers[n + 1 : bisect_right(ends, far)]
                if _is_noun(sheet, lexicon, trigger, later, times, near, far) or verbs.barred(sheet, trigger, (near, far)):
                    continue
                one = read_verb(Place(sheet, lexicon, verbs, sentence, previous, p, c, near, trigger, times, tuple(found), loose))
                if isinstance(one, Addition):
                    found[one.index] = _added(found[one.index], one)
                elif one is not None:
                    found.append(one)
                    at = max([trigger.end, *(e for s, e in one.objects if s >= trigger.end and e <= b)])
    return found


def _before_sanction(sheet: Sheet, part: Sequence[tuple[int, int]]) -> int:
    """Where a part ends without its last clauses that only threaten: 公开名单，|对不履行职责的人员给予处分."""
    for n, (a, b) in enumerate(part):
        if n and _SANCTION.match(sheet.masked, a, b):
            return part[n - 1][1]
    return part[-1][1]


def _added(one: Disclosure, more: Addition) -> Disclosure:
    """A disclosure with the channel and time of a second verb for the same object."""
    return replace(one, channels=one.channels + more.channels, times=one.times or more.times, subject=one.subject or more.subject,
                   audience=one.audience or more.audience)  # fmt: skip


def _grouped(sheet: Sheet, lexicon: Lexicon, triggers: Sequence[Trigger]) -> list[Trigger]:
    """Verbs that stand together become one: 张榜|公布, 公开|、|公示, 发布和准确|解读."""
    out: list[Trigger] = []
    for t in triggers:
        if out and "board" not in (t.row.needs, out[-1].row.needs) and _joined(sheet, lexicon, out[-1].end, t.start):
            last = out[-1]
            row = last.row if last.row.strength >= t.row.strength and last.row.needs != "topic" else t.row
            out[-1] = Trigger(last.start, t.end, row)
        else:
            out.append(t)
    return out


def _joined(sheet: Sheet, lexicon: Lexicon, start: int, end: int) -> bool:
    if end - start > _LONGEST_JOINT:
        return False
    edge = end
    while edge > start and (adverb := lexicon.adverb_before(sheet, start, edge)) is not None:
        edge = adverb[0]
    return sheet.masked[start:edge] in _JOINTS


def _is_noun(
    sheet: Sheet, lexicon: Lexicon, trigger: Trigger, later: Sequence[Trigger], times: Times, low: int, high: int
) -> bool:
    """Whether a verb is only what a later one of its clause works on or is done through.

    `推送“信用某地”网站|公布`, `公示或者以其他方式|公布`, `补偿安置公告|在村务公开栏|张贴`.
    """
    if not later:
        return False
    masked = sheet.masked
    if _MOVED_BEFORE.search(masked, low, trigger.start) and later[-1].end >= high and trigger.row.needs != "press":
        return True  # 将|公开|招聘方案面向社会公布
    if trigger.row.needs in ("object", "channel") and any(lexicon.is_place(masked[trigger.end : t.start]) for t in later):
        return True
    if _OR_OTHERWISE.match(masked, trigger.end):
        return True
    between = later[0].start - trigger.end
    if between < 2 or masked[trigger.end] in "、并和及":
        return False
    frame = frame_before(sheet, lexicon, trigger.end, later[0].start, times)
    return frame.read and frame.rest[1] == frame.rest[0] and frame.moved is None
