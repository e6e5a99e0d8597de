"""What a document cites: 《titles》 with the number behind them, and numbers alone; resolved against the law table."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nlp.rulebook import Rulebook
from nlp.structure.lines import Sheet
from nlp.structure.numbers import DocumentNumber, number_key
from nlp.types import Citation

# 《关于印发〈…〉的通知》: one level of inner marks, not over a line end.
_TITLE = re.compile(r"《(?P<title>[^《》\n]{1,120}(?:《[^《》\n]{1,100}》[^《》\n]{0,60})*)》")
_BETWEEN = re.compile(r"\s?(?:[（(〔\[][^（）()。]{0,20})?\Z")
_STATE = "中华人民共和国"
_YEAR_BEHIND = re.compile(r"(?:[（(](?:[0-9]{4}年?)?(?:修订|修正|试行|暂行|草案|征求意见稿|送审稿)?[^（）()]{0,6}[)）])+\Z")


@dataclass(frozen=True, slots=True)
class LawRules:
    """`laws.tsv`: names and numbers of laws and documents, each leading to the full name."""

    names: Mapping[str, str]
    numbers: Mapping[str, str]

    @classmethod
    def load(cls, book: Rulebook) -> LawRules:
        """Read the table; a short name that two rows claim is an error."""
        names: dict[str, str] = {}
        numbers: dict[str, str] = {}
        for row in book.table("laws"):
            for name in (row["full"], *row.items("short")):
                if names.setdefault(name, row["full"]) != row["full"]:
                    raise row.fault(f"“{name}”在另一行已是“{names[name]}”的名称，请去掉其一。")
            for number in row.items("number"):
                numbers.setdefault(number_key(number), row["full"])
        return cls(names, numbers)

    def law(self, title: str | None, number_key: str | None) -> str | None:
        """Full name of the law that a title or a number (its key) names, None where the table knows neither."""
        if title is not None:
            plain = _YEAR_BEHIND.sub("", title.replace("〈", "《").replace("〉", "》"))
            for name in (plain, plain.removeprefix(_STATE), _STATE + plain):
                if name in self.names:
                    return self.names[name]
        return self.numbers.get(number_key) if number_key is not None else None


def find_citations(
    sheet: Sheet, own_key: str | None, title_ranges: Sequence[tuple[int, int]], rules: LawRules
) -> tuple[Citation, ...]:
    """Every cited title or number in text order; the document's own number and its own title lines are left out.

    A number in brackets right behind a title belongs to that title.
    """
    found: list[tuple[int, int, str | None, DocumentNumber | None]] = []
    used: set[int] = set()
    for m in _TITLE.finditer(sheet.text):
        if any(a <= m.start() < b for a, b in title_ranges):
            continue
        number = next(iter(sheet.numbers_in(m.end(), min(len(sheet.text), m.end() + 60))), None)
        if number is not None and (number.key == own_key or not _BETWEEN.match(sheet.text[m.end() : number.start])):
            number = None
        if number is not None:
            used.add(number.start)
        found.append((m.start(), number.end if number else m.end(), m["title"], number))
    for number in sheet.numbers:
        if (
            number.start not in used
            and number.key != own_key
            and number_has_agency(sheet, number)
            and not any(a <= number.start < b for a, b in title_ranges)
        ):
            found.append((number.start, number.end, None, number))
    out = []
    for start, end, title, number in sorted(found, key=lambda f: f[0]):
        law = rules.law(title, number.key if number else None)
        text = sheet.written(number.start, number.end) if number else None
        out.append(Citation(sheet.view.span(start, end), title, text, law))
    return tuple(out)


def number_has_agency(sheet: Sheet, number: DocumentNumber) -> bool:
    """Whether a number names its agency; a bare 〔2017〕3号 cites nothing."""
    return sheet.text[number.start] not in "〔［[（(【〖﹝〈{｛„「〝"


def cited_numbers(sheet: Sheet, own_key: str | None, skip: Sequence[tuple[int, int]]) -> tuple[str, ...]:
    """Every document number but the document's own, in text order, without repeats, as written (blanks dropped)."""
    out: list[str] = []
    seen = {own_key}
    for number in sheet.numbers:
        if number.key in seen or not number_has_agency(sheet, number) or any(a <= number.start < b for a, b in skip):
            continue
        seen.add(number.key)
        out.append(sheet.written(number.start, number.end))
    return tuple(out)
