"""Words of the unit rule tables as regular expressions."""

from __future__ import annotations

import re
from collections.abc import Iterable

from nlp.rulebook import Row

HAN = "\u3400-\u4dbf\u4e00-\u9fff〇"


def words_of(rows: Iterable[Row], kind: str) -> tuple[Row, ...]:
    """Rows of `units-words.tsv` of one kind."""
    return tuple(r for r in rows if r["kind"] == kind)


def alternatives(words: Iterable[str]) -> str:
    """Regex source of plain words, longest first.

    >>> alternatives(["局", "分局"])
    '(?:分局|局)'
    """
    return "(?:" + "|".join(re.escape(w) for w in sorted(words, key=lambda w: (-len(w), w))) + ")"


BLOCK = 20

# 县级以上人民政府 in 县级以上人民政府农业农村(、林业主管部门): what stands before the word for a department.
_OF_LEVEL = re.compile(
    r"\A(?:(?:县级以上(?:地方)?(?:各级)?|[省市县区]级?|各级|地方(?:各级)?)人民政府|国务院|[县市区]（[市县区、]{1,6}）|[省市县区州盟旗])"
)


def without_level(word: str) -> str:
    """A word without the government or level before it.

    >>> without_level("县级以上人民政府农业农村"), without_level("市教育"), without_level("教育")
    ('农业农村', '教育', '教育')
    """
    return _OF_LEVEL.sub("", word, count=1)


def guarded(rows: Iterable[Row], column: str = "word") -> str:
    """Regex source of the words, longest first, each not before its `unless` nor behind its `behind`: (?<!重)要(?!求|素)."""
    by_first: dict[str, list[str]] = {}
    for row in sorted(rows, key=lambda r: -len(r[column])):
        unless = "|".join(map(re.escape, row.items("unless")))
        behind = "".join(f"(?<!{re.escape(w)})" for w in row.items("behind"))
        source = behind + re.escape(row[column]) + (f"(?!{unless})" if unless else "")
        by_first.setdefault(row[column][0], []).append(source)
    return _branches(sorted(by_first.items()))


def _branches(groups: list[tuple[str, list[str]]]) -> str:
    """Alternatives by first character in blocks, each behind a look at its first characters: a place is tried in a few steps
    instead of hundreds, and every character is compiled once."""
    if len(groups) <= BLOCK:
        return "(?:" + "|".join(source for _, sources in groups for source in sources) + ")"
    blocks = [groups[i : i + BLOCK] for i in range(0, len(groups), BLOCK)]
    return "(?:" + "|".join(f"(?=[{''.join(re.escape(c) for c, _ in b)}]){_branches(b)}" for b in blocks) + ")"
