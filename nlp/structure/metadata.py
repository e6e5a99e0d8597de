"""Metadata of a document, put together from head, foot, label box and text, each field with the place where it was read."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlp.dates import find_dates
from nlp.structure.citations import LawRules, cited_numbers, find_citations
from nlp.structure.footer import Footer
from nlp.structure.header import Header
from nlp.structure.labelbox import Field
from nlp.structure.lines import Sheet
from nlp.structure.sections import Plan
from nlp.structure.titleblock import HeaderRules, find_title
from nlp.structure.titles import unquoted
from nlp.types import Metadata, Span

_INDEX = re.compile(r"(?=[^0-9]*[0-9])[0-9A-Za-z一-龥/\-—_〔〕\[\]（）()号.：:]{4,60}\Z")
_NAME = "《(?P<{0}>[^《》\n]{{4,120}}(?:《[^《》\n]{{1,80}}》[^《》\n]{{0,40}})?)》"
# 现将《…》印发给你们; 《…》已经市政府同意，现印发
_ISSUED = re.compile(
    rf"(?:现将|现予?印发|现发布|现公布|现转发){_NAME.format('title')}"
    rf"|{_NAME.format('passed')}(?:等[^，。]{{0,12}})?[，]?(?:已|业)[^。]{{2,60}}(?:现予?|予以)(?:以)?(?:印发|公布|发布|颁布|转发)"
)
_EFFECTIVE = re.compile(
    r"(?:自|从)(?P<date>[^，。；自从]{6,16}?)(?:起|开始)(?:正式)?(?:施行|实施|执行|生效|试行|启用)|(?:于|在)(?P<on>[^，。；于在]{6,16}?)(?:起)?(?:正式)?(?:施行|生效)"
)
_UNTIL = re.compile(
    r"有效期(?:限)?(?:暂定)?(?:截止|截至|至|到|为[^，。；]{0,20}至)(?P<date>[^，。；]{6,16})|(?:施行|实施|执行|有效)至(?P<to>[^，。；]{6,16})(?:止|为止)?"
)
_VALIDITY = re.compile("效|废|止|改|行|[0-9]年")


def read_metadata(sheet: Sheet, header: Header, footer: Footer, plan: Plan, rules: HeaderRules, laws: LawRules) -> Metadata:
    """All fields of `Metadata`; what the document does not state is None."""
    spans: dict[str, tuple[Span, ...]] = {}
    title_ranges = header.title or _issued_title(sheet, header, footer, rules)
    title = unquoted(_squeezed(sheet, title_ranges))
    spans["title"] = tuple(sheet.view.span(a, b) for a, b in title_ranges)
    box = _box(sheet, header, footer)
    values: dict[str, str] = {}

    def take(name: str, value: str | None, start: int, end: int) -> None:
        if value and name not in values:
            values[name] = value
            spans[name] = (sheet.view.span(start, end),)

    if header.number is not None:
        take("document_number", sheet.written(*header.number).rstrip("。；，"), *header.number)
    if header.addressees is not None:
        take("addressees", sheet.written(*header.addressees).rstrip("：:"), *header.addressees)
    issuer = _issuer(sheet, header, footer, rules, box)
    if issuer:
        spans["issuer"] = tuple(sheet.view.span(a, b) for a, b in issuer)
    if footer.written_on is not None:
        take("written_on", *footer.written_on)
    if header.signed is not None:
        take("written_on", *header.signed[1])
    for name in ("written_on", "published_on", "effective_on", "valid_until"):
        for f in box.get(name, ()):
            hit = next(iter(sheet.dates_in(f.start, f.end)), None)
            if hit is not None:
                take(name, hit.date.isoformat(), hit.start, hit.end)
                break
    if footer.printed_on is not None:
        take("printed_on", *footer.printed_on)
    _from_text(sheet, header, take)
    for f in box.get("index_number", ()):
        value = sheet.written(f.start, f.end)
        if _INDEX.match(value) and not value.endswith("-None"):
            take("index_number", value, f.start, f.end)
    for name in ("theme", "validity", "copy_number", "secrecy_period"):
        for f in box.get(name, ()):
            if name == "validity" and not _VALIDITY.search(sheet.text[f.start : f.end]):
                continue
            take(name, sheet.written(f.start, f.end), f.start, f.end)
    for f in box.get("urgency", ()):
        if re.search("急|提", sheet.text[f.start : f.end]):
            take("urgency", sheet.written(f.start, f.end), f.start, f.end)
    for f in box.get("declared_attribute", ()):
        take("declared_attribute", rules.marks.declared_value(sheet.text[f.start : f.end]), f.start, f.end)
    if footer.declared is not None:
        take("declared_attribute", *footer.declared)
    _declared_in_head(sheet, header, rules, take)
    for f in box.get("classification", ()):
        mark = rules.marks.secrecy_mark(sheet.text[f.start : f.end])
        if mark is not None:
            take("classification", mark[0], f.start, f.end)
            take("secrecy_period", mark[1], f.start, f.end)
    for name, (value, a, b) in header.marks.items():
        take(name, value, a, b)
    skip = [(f.start, f.end) for fs in box.values() for f in fs]
    kind = rules.titles.kind_of(title) if title else None
    return Metadata(
        title=title,
        document_number=values.get("document_number"),
        index_number=values.get("index_number"),
        issuer=tuple(dict.fromkeys(sheet.written(a, b) for a, b in issuer)),
        addressees=values.get("addressees"),
        written_on=values.get("written_on"),
        published_on=values.get("published_on"),
        document_type=kind,
        declared_attribute=values.get("declared_attribute"),  # type: ignore[arg-type]
        classification=values.get("classification"),  # type: ignore[arg-type]
        cites=cited_numbers(sheet, header.number_key, skip),
        printed_on=values.get("printed_on"),
        effective_on=values.get("effective_on"),
        valid_until=values.get("valid_until"),
        validity=values.get("validity"),
        urgency=values.get("urgency"),
        copy_number=values.get("copy_number"),
        secrecy_period=values.get("secrecy_period"),
        theme=values.get("theme"),
        citations=find_citations(sheet, header.number_key, title_ranges, laws),
        evidence=spans,
    )


def _squeezed(sheet: Sheet, ranges: Sequence[tuple[int, int]]) -> str:
    return "".join(sheet.written(a, b) for a, b in ranges)


def _box(sheet: Sheet, header: Header, footer: Footer) -> dict[str, list[Field]]:
    """Filled labels by field, those of the head before those of the foot."""
    box: dict[str, list[Field]] = {}
    for f in (*header.fields, *footer.fields):
        if f.end > f.start:
            box.setdefault(f.field, []).append(f)
    return box


def _issuer(
    sheet: Sheet, header: Header, footer: Footer, rules: HeaderRules, box: dict[str, list[Field]]
) -> tuple[tuple[int, int], ...]:
    """The signature; without one the masthead or the label box. A letter signed by a person is its masthead's."""
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
    for f in box.get("issuer", ()):
        ranges = rules.organs.organs(sheet.text[f.start : f.end])
        if ranges:
            return tuple((f.start + x, f.start + y) for x, y in ranges)
    if footer.person is not None:  # signed by a person: the body named by the order
        for a, b in (*header.title[:1], *((header.number,) if header.number else ())):
            at = sheet.text.find("令", a, b)
            if at > a and rules.organs.is_organ(sheet.text[a:at]):
                return ((a, at),)
    return ()


def _issued_title(sheet: Sheet, header: Header, footer: Footer, rules: HeaderRules) -> tuple[tuple[int, int], ...]:
    """Where the notice's title is missing: the title of the text that it issues, below the signature, else from 《…》现印发."""
    begin = footer.letter_end
    if begin is not None:
        pieces = []
        for i in range(begin, min(begin + 8, len(sheet.pieces))):
            if i in footer.kinds:
                continue
            words = sheet.words(i)
            if len(words) > 90 or re.search("[。；]", words) or rules.numbering.at_start(words) is not None:
                break
            pieces.append(i)
        ranges, _ = find_title(sheet, pieces, rules, before=False) if pieces else ((), None)
        if ranges:
            return ranges
    start = sheet.pieces[header.end].start if header.end < len(sheet.pieces) else len(sheet.text)
    m = _ISSUED.search(sheet.text, start, min(len(sheet.text), start + 2_000))
    if m is not None:
        group = "title" if m["title"] is not None else "passed"
        if rules.titles.ends_title(m[group]):
            return (m.span(group),)
    return ()


def _from_text(sheet: Sheet, header: Header, take: object) -> None:
    """施行 and 有效期至 dates, the last statement of the text."""
    for name, pattern in (("effective_on", _EFFECTIVE), ("valid_until", _UNTIL)):
        for m in pattern.finditer(sheet.text):
            group = next(g for g in m.groupdict() if m[g] is not None)
            hit = next(iter(find_dates(m[group])), None)
            if hit is not None:
                take(name, hit.date.isoformat(), m.start(group) + hit.start, m.start(group) + hit.end)  # type: ignore[operator]
                break


def _declared_in_head(sheet: Sheet, header: Header, rules: HeaderRules, take: object) -> None:
    """（此件公开发布） glued to a line of the head."""
    for i in range(header.end):
        piece = sheet.pieces[i]
        found = rules.marks.declared(sheet.words(i))
        if found is not None and found[0]:
            take("declared_attribute", found[0], piece.start + found[1], piece.start + found[2])  # type: ignore[operator]
