"""Matters that every office publishes about itself, as lists and headings name them.

    (一)机关机构设置、职能；   -> admin-powers
    推进行政决策公开。         -> normative-documents
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from nlp.classify.disclosure_words import opens_a_field
from nlp.rulebook import Row, Rulebook, check_examples, compile_pattern

LONGEST_ITEM = 90  # characters of an item that is the name of a matter
_END_OF_ITEM = re.compile(r"[。；;\n]")
# (一)公开决策信息。
_OPENS = re.compile(r"[(（]?[0-9一二三四五六七八九十]+[)）、.．](?:主动|及时|依法|全面)*公开(?P<matter>[^，。；：:\n]{2,20})(?=$|[，。；：:\n])")
# A sentence of an article, or what remains: 第五条 …负责…; (十)其他依法应当公开的信息
_NO_NAME = re.compile(r"第[0-9一二三四五六七八九十百]+条|应当|负责|不得|遵循|[(（]?[0-9一二三四五六七八九十]+[)）、.．](?:法律、法规、规章|其他)")


@dataclass(frozen=True, slots=True)
class Matter:
    """One row: codes and the words that name their matter, unless something follows them."""

    codes: tuple[str, ...]
    pattern: re.Pattern[str]
    unless_after: re.Pattern[str]

    def start(self, text: str) -> int | None:
        """Where a text first names it; None where it does not."""
        return next((m.start() for m in self.pattern.finditer(text) if not self.unless_after.match(text, m.end())), None)


@dataclass(frozen=True, slots=True)
class Matters:
    """All rows, in the order of the table."""

    rows: tuple[Matter, ...] = ()

    @classmethod
    def load(cls, book: Rulebook) -> Matters:
        """Read `domain-matters.tsv`. Raises RuleError for a faulty pattern or an example that fails."""
        return cls(tuple(_matter(row) for row in book.table("domain-matters")))

    def of(self, text: str) -> list[str]:
        """Codes of the matters that a text names, in the order of the text."""
        found = sorted((start, at, row.codes) for at, row in enumerate(self.rows) if (start := row.start(text)) is not None)
        return list(dict.fromkeys(code for _, _, codes in found for code in codes))


def _matter(row: Row) -> Matter:
    try:
        unless_after = re.compile(compile_pattern(row["unless_after"], {}) or "(?!)")
        made = Matter(row.items("codes"), re.compile(compile_pattern(row["pattern"], {})), unless_after)
    except ValueError as error:
        raise row.fault(f"pattern 有误：{error}。") from error
    check_examples(row, lambda text: [text] if made.start(text) is not None else [])
    return made


def named_matter(text: str, *, listed: bool) -> str | None:
    """The words that name what a section publishes: the item of a list (`listed`), or what a heading opens to the public; None where none do.

    >>> named_matter("(一)机关机构设置、职能；", listed=True), named_matter("推进行政决策公开。凡涉及……", listed=False)
    ('(一)机关机构设置、职能', '推进行政决策，')
    """
    if (opened := opens_a_field(text)) is not None:
        return opened
    if (first := _OPENS.match(text)) is not None:
        return first["matter"]
    if not listed:
        return None
    end = _END_OF_ITEM.search(text)
    item = text[: end.start()] if end else text
    return item if len(item) <= LONGEST_ITEM and not _NO_NAME.search(item) else None
