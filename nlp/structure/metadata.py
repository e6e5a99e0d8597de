"""Metadata of a document, put together from head, foot, label box and text, each field with the place where it was read."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import cast

from nlp.dates import find_dates
from nlp.structure.blanks import first_blank
from nlp.structure.citations import LawRules, cited_numbers, find_citations
from nlp.structure.footer import Footer
from nlp.structure.header import Header
from nlp.structure.issued import introduced_title
from nlp.structure.issuedtitles import announced_title, fuller_title, is_serial, issued_title, norm_title
from nlp.structure.labelbox import Field
from nlp.structure.lines import Sheet
from nlp.structure.titleblock import HeaderRules
from nlp.structure.titles import unquoted
from nlp.types import Classification, DeclaredAttribute, Metadata, Span

_INDEX = re.compile(r"(?=[^0-9]*[0-9]|[A-Za-z]{8,40}\Z)[0-9A-Za-z一-龥/\-—_〔〕\[\]（）()号.：:]{4,60}\Z")
_EFFECTIVE = re.compile(
    r"(?:自|从)(?P<date>[^，。；自从]{6,16}?)(?:起|开始)(?:正式)?(?:施行|实施|执行|生效|试行|启用)|(?:于|在)(?P<on>[^，。；于在]{6,16}?)(?:起)?(?:正式)?(?:施行|生效)"
)
_UNTIL = re.compile(
    r"有效期(?:限)?(?:暂定)?(?:截止|截至|至|到|为[^，。；]{0,20}至)(?P<date>[^，。；]{6,16})|(?:施行|实施|执行|有效)至(?P<to>[^，。；]{6,16})(?:止|为止)?"
)
_SHORTEST_BODY = 5
_SHAPES = {"index_number": _INDEX, "validity": re.compile("效|废|止|改|行|[0-9]年"), "urgency": re.compile("急|提")}


class _Found:
    """Fields as they are found: the first statement of a field counts."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.values: dict[str, str] = {}
        self.spans: dict[str, tuple[Span, ...]] = {}

    def take(self, name: str, value: str | None, start: int, end: int) -> None:
        """Enter a value with its view range, unless the field is filled already or there is no value."""
        if value and name not in self.values:
            self.values[name] = value
            self.point(name, [(start, end)])

    def point(self, name: str, ranges: Sequence[tuple[int, int]]) -> None:
        """Enter where a field was read."""
        self.spans[name] = tuple(self.sheet.view.span(a, b) for a, b in ranges)


def read_metadata(sheet: Sheet, header: Header, footer: Footer, rules: HeaderRules, laws: LawRules) -> Metadata:
    """All fields of `Metadata`; what the document does not state is None."""
    found = _Found(sheet)
    announced = announced_title(sheet, header, rules)
    told = introduced_title(sheet, header, rules.titles)
    own = fuller_title(sheet, header, footer, rules) or norm_title(sheet, header, rules) or header.title
    title_ranges = announced or told or own or issued_title(sheet, header, footer, rules)
    title = unquoted("".join(sheet.written(a, b) for a, b in title_ranges))
    if title:
        found.point("title", title_ranges)
    box = _box(header, footer)
    issuer = _issuer(sheet, header, footer, rules, box)
    if issuer:
        found.point("issuer", issuer)
    number, number_key = _own_number(sheet, header, footer)
    if number is not None and not (announced and is_serial(sheet, header)):
        found.take("document_number", sheet.written(*number).rstrip("。；，"), *number)
    if header.addressees is not None:
        found.take("addressees", sheet.written(*header.addressees).rstrip("：:"), *header.addressees)
    _take_dates(found, header, footer, box)
    _take_labels(found, rules, box)
    _take_marks(found, header, footer, rules, box)
    value = found.values.get
    skip = [(f.start, f.end) for fields in box.values() for f in fields]
    return Metadata(
        title=title,
        document_number=value("document_number"),
        index_number=value("index_number"),
        issuer=tuple(dict.fromkeys(sheet.written(a, b) for a, b in issuer)),
        addressees=value("addressees"),
        written_on=value("written_on"),
        published_on=value("published_on"),
        document_type=rules.titles.kind_of(unquoted("".join(sheet.text[a:b] for a, b in title_ranges).replace(" ", ""))),
        declared_attribute=cast("DeclaredAttribute | None", value("declared_attribute")),
        classification=cast("Classification | None", value("classification")),
        cites=cited_numbers(sheet, number_key, skip),
        printed_on=value("printed_on"),
        effective_on=value("effective_on"),
        valid_until=value("valid_until"),
        validity=value("validity"),
        urgency=value("urgency"),
        copy_number=value("copy_number"),
        secrecy_period=value("secrecy_period"),
        theme=value("theme"),
        citations=find_citations(sheet, number_key, title_ranges, laws),
        evidence=found.spans,
    )


def _own_number(sheet: Sheet, header: Header, footer: Footer) -> tuple[tuple[int, int] | None, str | None]:
    """The document's number and its key: that of the head, else the one of a label box at the foot."""
    if header.number is None:
        for f in footer.fields:
            numbers = sheet.numbers_in(f.start, f.end) if f.field == "document_number" and f.end > f.start else ()
            if numbers:
                return (numbers[0].start, numbers[0].end), numbers[0].key
    return header.number, header.number_key


def _take_dates(found: _Found, header: Header, footer: Footer, box: Mapping[str, list[Field]]) -> None:
    """Signature, head of minutes, label box, colophon, then what the text says of its own force."""
    if footer.written_on is not None:
        found.take("written_on", *footer.written_on)
    if header.signed is not None:
        found.take("written_on", *header.signed[1])
    for name in ("written_on", "published_on", "effective_on", "valid_until"):
        for f in box.get(name, ()):
            hit = next(iter(found.sheet.dates_in(f.start, f.end)), None)
            if hit is not None:
                found.take(name, hit.date.isoformat(), hit.start, hit.end)
    if header.dated is not None and footer.written_on is None and header.signed is None:
        found.take("written_on", *header.dated)
    if footer.printed_on is not None:
        found.take("printed_on", *footer.printed_on)
    for name, pattern in (("effective_on", _EFFECTIVE), ("valid_until", _UNTIL)):
        _take_force(found, name, pattern)


def _take_force(found: _Found, name: str, pattern: re.Pattern[str]) -> None:
    """A 施行 or 有效期至 date of this text: said of 本办法 first, else the last one that is not said of a cited 《…》."""
    text, last = found.sheet.text, None
    for m in pattern.finditer(text):
        group = next(g for g in m.groupdict() if m[g] is not None)
        hit = next(iter(find_dates(m[group])), None)
        before = text[max(0, m.start() - 14) : m.start()]
        if hit is None or "》" in before:
            continue
        last = (hit.date.isoformat(), m.start(group) + hit.start, m.start(group) + hit.end)
        if "本" in before:
            break
    if last is not None:
        found.take(name, *last)


def _take_labels(found: _Found, rules: HeaderRules, box: Mapping[str, list[Field]]) -> None:
    """Values of the label box that count only where they have the shape of their field."""
    sheet = found.sheet
    for name in ("index_number", "theme", "validity", "copy_number", "secrecy_period", "urgency"):
        for f in box.get(name, ()):
            blank = first_blank(sheet.view, f.start, f.end) if name == "index_number" else None
            if blank is not None and "：" in sheet.text[blank : f.end]:  # an unknown label behind the value
                f = replace(f, end=blank)
            value = sheet.written(f.start, f.end)
            shape = _SHAPES.get(name)
            if (shape is None or shape.search(value)) and not value.endswith("-None"):
                found.take(name, value, f.start, f.end)
    for f in box.get("classification", ()):
        mark = rules.marks.secrecy_mark(sheet.text[f.start : f.end])
        if mark is not None:
            found.take("classification", mark[0], f.start, f.end)
            found.take("secrecy_period", mark[1], f.start, f.end)


def _take_marks(found: _Found, header: Header, footer: Footer, rules: HeaderRules, box: Mapping[str, list[Field]]) -> None:
    """Declared attribute (label, note, note glued to the head) and the marks above the head."""
    sheet = found.sheet
    for f in box.get("declared_attribute", ()):
        found.take("declared_attribute", rules.marks.declared_value(sheet.text[f.start : f.end]), f.start, f.end)
    if footer.declared is not None:
        found.take("declared_attribute", *footer.declared)
    for i in range(header.end):
        note = rules.marks.declared(sheet.words(i))
        if note is not None:
            start = sheet.pieces[i].start
            found.take("declared_attribute", note[0], start + note[1], start + note[2])
    for name, (value, start, end) in header.marks.items():
        found.take(name, value, start, end)


def _box(header: Header, footer: Footer) -> dict[str, list[Field]]:
    """Filled labels by field, those of the head before those of the foot."""
    box: dict[str, list[Field]] = {}
    for f in (*header.fields, *footer.fields):
        if f.end > f.start:
            box.setdefault(f.field, []).append(f)
    return box


def _issuer(
    sheet: Sheet, header: Header, footer: Footer, rules: HeaderRules, box: Mapping[str, list[Field]]
) -> tuple[tuple[int, int], ...]:
    """The signature; without one the masthead, the label box or the body that the page names between two copies of the title.

    A letter signed by a person is its masthead's; an order the body's that it names.
    """
    if footer.issuer:
        return footer.issuer
    if header.signed is not None:
        return header.signed[0]
    if header.masthead is not None:
        a, b = header.masthead
        m = re.search(r"(?:文 ?件|令|公报)\Z", sheet.text[a:b])
        end = a + m.start() if m else b
        ranges = rules.organs.organs(sheet.text[a:end])
        if ranges:
            return tuple((a + x, a + y) for x, y in ranges)
    for f in _fuller(sheet, box.get("issuer", ())):
        ranges = rules.organs.organs(sheet.text[f.start : f.end])
        if ranges:
            return tuple((f.start + x, f.start + y) for x, y in ranges)
    if header.makers and footer.person is None:
        return header.makers
    if footer.person is not None:  # signed by a person: the body named by the order
        for a, b in (*header.title[:1], *((header.number,) if header.number else ())):
            at = sheet.text.find("令", a, b)
            if at > a and rules.organs.is_organ(sheet.text[a:at]):
                return ((a, at),)
        return header.makers or header.organ
    titled = "".join(sheet.text[a:b] for a, b in header.title).replace(" ", "")
    unsigned = footer.written_on is None and (header.addressees is None or _below_number(sheet, header))
    if unsigned and len(header.title) > 1:  # a list or plan that nobody signs, its makers on the first line of the title
        if sheet.text[header.title[1][0]].isdigit():
            return ()  # 某镇人民政府 ‖ 2022年年度报告: one name
        makers: list[tuple[int, int]] = []
        for at, stop in header.title:
            if not (named := rules.organs.organs(sheet.text[at:stop])):
                break
            makers += [(at + a, at + b) for a, b in named]
        return tuple(makers)
    named = [(a, b) for a, b in header.organ if _opens_with(titled, sheet.text[a:b])]
    return tuple(named) if footer.written_on is not None else ()


def _fuller(sheet: Sheet, fields: Sequence[Field]) -> list[Field]:
    """Fields in order, one that another begins with behind it: 东华街道 behind 东华街道办事处."""
    words = [sheet.text[f.start : f.end] for f in fields]
    cut = [any(len(w) > len(own) and w.startswith(own) for w in words) for own in words]
    return [f for f, short in zip(fields, cut, strict=True) if not short] + [f for f, short in zip(fields, cut, strict=True) if short]


def _below_number(sheet: Sheet, header: Header) -> bool:
    """Whether the title stands directly below the document's number: its first line is a masthead then."""
    number, title = header.number, header.title
    return number is not None and bool(title) and number[1] <= title[0][0] and not sheet.text[number[1] : title[0][0]].strip(" )）\n")


def _opens_with(title: str, body: str) -> bool:
    """Whether a title begins with a body, with or without the name of the province before it: 某省|某市人民政府办公室."""
    about = title.find("关于")
    own = title[:about] if about > 0 else ""
    return len(own) >= _SHORTEST_BODY and body.endswith(own)
