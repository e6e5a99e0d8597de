"""Labels that lost their colon and ran into the text before them: …生活垃圾日产日清责任单位城管科、环卫公司配合单位各社区居委会.

A copy of a table or of a page drops line ends and colons alike. Such a label counts where nothing but units stands behind it, up
to the next label or the end of the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlp.extract.unit_claims import Claim
from nlp.extract.unit_clauses import ClauseRules
from nlp.extract.unit_lines import Setting
from nlp.types import Line

LONGEST_VALUE = 200

# 日产日清|责任单位|城管科; not 各责任单位要, 由牵头单位负责.
_LABEL = re.compile(
    r"(?=[责牵主承配协落][任头责办合助实])(?<![各该本由为的和与、及有是请向对或])(?<!有关)(?<!相关)(?<!主要)(?<!明确)(?<!确定)"
    r"(?:责任|牵头|主责|主办|承办|配合|协办|协助|落实)(?:责任)?(?:单位|部门|科室)(?=[\u4e00-\u9fff])"
)
_STOP = re.compile(r"[。；]")


def glued_claims(text: str, lines: Sequence[Line], rules: ClauseRules, setting: Setting) -> list[Claim]:
    """Claims of such labels in lines of text."""
    out: list[Claim] = []
    for line in lines:
        found = [m.span() for m in _LABEL.finditer(text, line.start, line.end)]
        stops = [start for start, _ in found[1:]] + [line.end] * bool(found)
        for (start, behind), stop in zip(found, stops, strict=True):
            label = rules.labels.label_of(text[start:behind])
            sentence = _STOP.search(text, behind, stop)
            end = sentence.start() if sentence else stop
            if label is None or label.role is None or end - behind > LONGEST_VALUE:
                continue
            reading = rules.read(text, behind, end, "label", label, setting.first_leads, glued=True)
            if reading.claims and not reading.strange and reading.claims[0].named.item.start == behind:
                out += reading.quoting(start, end)
    return out
