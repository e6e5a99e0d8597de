"""What the stages hand to each other. Imports nothing of ours.

The flow: Source -> Document -> View -> Outline -> Label, Deadline, Unit, Sensitive -> Entry -> Analysis.

Offsets come in two kinds and never mix. *Source offsets* count code points of `Document.text`, the text as extracted; every
`Span` holds them. *View offsets* count code points of `View.text`, the normalised Simplified copy that rules and models
read; `View.span` turns a pair of them into a `Span`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

SCHEMA: Final = "gongkai.analysis/1"

Script = Literal["hans", "hant"]
AttributeValue = Literal["active", "on_request", "partial", "withheld", "undecided"]
DeclaredAttribute = Literal["active", "on_request", "withheld"]
Classification = Literal["秘密", "机密", "绝密"]
Role = Literal["lead", "support", "supervise"]
DeadlineKind = Literal["date", "duration", "recurring", "immediate", "vague"]
Calendar = Literal["calendar", "working"]
PageReading = Literal["text", "ocr", "none"]
PageGrade = Literal["good", "fair", "poor", "unread"]
Mode = Literal["主动公开", "依申请公开", "不予公开"]
Disclosure = Literal["主动公开", "依申请公开", "部分公开", "不予公开", "未定"]
Validity = Literal["现行有效", "部分失效", "废止", "失效", "尚未生效", "未知"]
BlockKind = Literal["text", "title", "label", "row", "furniture", "header", "footer", "note"]
LineKind = Literal[
    "title", "number", "label", "addressees", "body", "heading", "row", "attachments", "annex", "signature", "date",
    "annotation", "colophon", "furniture",
]


# ---------------------------------------------------------------- places and reasons
@dataclass(frozen=True, slots=True)
class Span:
    """Half-open range of code points: document.text[start:end] == quote."""

    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Reason:
    """Who says so: a rule row "deadlines:within-workdays", a model "domains@1"; score is 0..1."""

    source: str
    score: float


# ---------------------------------------------------------------- intake
@dataclass(frozen=True, slots=True)
class Source:
    """One file to read. `data` given: read these bytes instead of the file (upload, archive member).

    `case`: the archive or mail that this file came in with others; a notice and its attachments share it.
    """

    path: str
    data: bytes | None = None
    case: str | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """What intake accepts before it gives up with a Failure: bytes, characters, pages, table cells.

    For archives and mails: `members` files inside, `depth` containers in each other, `ratio` of unpacked to packed bytes.
    For pictures: `image_pixels` of one picture, `ocr_pages` read by recognition in one file.
    """

    file_bytes: int = 64 * 1024 * 1024
    text_characters: int = 5_000_000
    pages: int = 2_000
    unpacked_bytes: int = 512 * 1024 * 1024
    table_cells: int = 400_000
    members: int = 2_000
    depth: int = 3
    ratio: int = 200
    image_pixels: int = 120_000_000
    ocr_pages: int = 200


@dataclass(frozen=True, slots=True)
class Likeness:
    """Another document and how much of the text is shared with it, 0..1."""

    path: str
    similarity: float


@dataclass(frozen=True, slots=True)
class PageQuality:
    """How a page was read: its text layer ("text"), its picture ("ocr"), or not at all ("none"), and how well.

    score: share of characters with a code of their own ("text") or mean certainty of the recognition ("ocr"), 0..1. turned:
    degrees clockwise by which the picture was turned upright; skew: degrees by which it then still hung to the right.
    """

    page: int
    read: PageReading
    grade: PageGrade
    score: float
    turned: int = 0
    skew: float = 0.0


@dataclass(frozen=True, slots=True)
class Media:
    """Facts of the file, as they stand in the JSON field `source`. `pages` is None where the format has none.

    `case`: path of the archive, mail or folder that holds it together with others, None for a file of its own. `same_as`: path
    of an earlier document of the run with the same bytes; `like`: the earlier document whose text is nearly the same.
    `page_quality`: by page, where the format has pages; empty elsewhere.
    """

    path: str
    sha256: str
    media_type: str
    pages: int | None = None
    script: Script = "hans"
    case: str | None = None
    same_as: str | None = None
    like: Likeness | None = None
    page_quality: tuple[PageQuality, ...] = ()


@dataclass(frozen=True, slots=True)
class Failure:
    """A document that could not be read: code for programs, message (cause and what to do) for people."""

    path: str
    code: str
    message: str
    media_type: str | None = None
    sha256: str | None = None
    case: str | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, table row, label line or piece of page furniture; source offsets, without its line end.

    `level` is the heading level (1..9) where the file declares one. Blocks are in reading order and do not overlap.
    """

    start: int
    end: int
    kind: BlockKind = "text"
    page: int | None = None
    level: int | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell; `row`, `col` are its anchor in the grid, source offsets of its text (start == end when empty)."""

    text: str
    start: int
    end: int
    row: int
    col: int
    row_span: int = 1
    col_span: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A grid: `cells[r][c]`; a merged cell stands (the same object) in every place that it covers. Source offsets."""

    start: int
    end: int
    cells: tuple[tuple[Cell, ...], ...]
    page: int | None = None

    def rows(self) -> list[list[str]]:
        """Texts by row; a vertical merge repeats its text on every row, a horizontal one stands in its first column only."""
        return [[c.text if c.col == j else "" for j, c in enumerate(row)] for row in self.cells]


@dataclass(frozen=True, slots=True)
class Document:
    """What every reader gives: `text` as extracted (lines end in "\\n"), its blocks and tables, warnings for people."""

    media: Media
    text: str
    blocks: tuple[Block, ...]
    tables: tuple[Table, ...] = ()
    warnings: tuple[str, ...] = ()


# ---------------------------------------------------------------- the normalised copy
@dataclass(frozen=True, slots=True)
class View:
    """Normalised Simplified copy of `source` with an exact map back.

    `starts[i]` is the source offset of view character i, `ends[i]` where it ends there; both None when the copy has the same
    length and every character maps to itself.
    """

    source: str
    text: str
    starts: Sequence[int] | None = None
    ends: Sequence[int] | None = None

    def span(self, start: int, end: int) -> Span:
        """Source span of view range [start, end); an empty range gives an empty span."""
        if self.starts is None or self.ends is None:
            return Span(start, end, self.source[start:end])
        if start >= end:
            at = self.starts[start] if start < len(self.starts) else len(self.source)
            return Span(at, at, "")
        a, b = self.starts[start], self.ends[end - 1]
        return Span(a, b, self.source[a:b])

    def locate(self, offset: int) -> int:
        """View offset of a source offset: the first view character that starts at or after it."""
        return offset if self.starts is None else bisect_left(self.starts, offset)


# ---------------------------------------------------------------- structure
@dataclass(frozen=True, slots=True)
class Line:
    """A logical line of the view (a paragraph after soft breaks are joined); view offsets, no line end."""

    start: int
    end: int
    kind: LineKind = "body"
    table: int | None = None  # index into Outline.tables where kind is "row"


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered heading or item. View offsets.

    path: labels joined by "/", brackets half width: "二/(一)/1"; the text before the first heading is the section "".
    start..end: from its label to the end of its last descendant; start..own_end: without descendants.
    text_start: where its text begins, after label and heading. heading: view range of the heading text, None without one.
    """

    path: str
    title: str | None
    start: int
    end: int
    own_end: int
    text_start: int
    heading: tuple[int, int] | None
    level: int
    kind: str = "item"  # preamble, heading, item, article, chapter, annex


@dataclass(frozen=True, slots=True)
class OutlineTable:
    """A table and the section in which it stands; `headers` is the number of head rows (0 when none was recognised)."""

    section: str
    table: Table
    headers: int = 0


@dataclass(frozen=True, slots=True)
class Citation:
    """A cited document or law: 《title》 and/or document number, resolved `law` where the law table knows it."""

    span: Span
    title: str | None
    document_number: str | None
    law: str | None = None


@dataclass(frozen=True, slots=True)
class Metadata:
    """The head of the analysis; dates ISO. `evidence` maps field names to where they were read."""

    title: str
    document_number: str | None = None
    index_number: str | None = None
    issuer: tuple[str, ...] = ()
    addressees: str | None = None
    written_on: str | None = None
    published_on: str | None = None
    document_type: str | None = None
    declared_attribute: DeclaredAttribute | None = None
    classification: Classification | None = None
    cites: tuple[str, ...] = ()
    printed_on: str | None = None
    effective_on: str | None = None
    valid_until: str | None = None
    validity: str | None = None
    urgency: str | None = None
    copy_number: str | None = None
    secrecy_period: str | None = None
    theme: str | None = None
    citations: tuple[Citation, ...] = ()
    evidence: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outline:
    """The document as structure sees it. `sections[0]` is the preamble with path ""; sections are in text order."""

    document: Document
    view: View
    lines: tuple[Line, ...]
    sections: tuple[Section, ...]
    tables: tuple[OutlineTable, ...]
    metadata: Metadata
    body: tuple[int, int]  # view range that may hold duties: after the title block, before the colophon
    warnings: tuple[str, ...] = ()

    def section_at(self, offset: int) -> Section:
        """The deepest section that holds a view offset."""
        at = bisect_right([s.start for s in self.sections], offset) - 1
        return self.sections[max(at, 0)]


# ---------------------------------------------------------------- labels
@dataclass(frozen=True, slots=True)
class Label:
    """A disclosure domain with its probability (0..1) and the words that spoke for it."""

    code: str
    name: str
    score: float
    evidence: tuple[Span, ...] = ()
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class SectionItem:
    """The item of the national standard catalogues that a section is about (一级事项, 二级事项); score is 0..1."""

    level1: str
    level2: str
    score: float


@dataclass(frozen=True, slots=True)
class SectionLabels:
    """Domains of one section with text of its own, best first; the one catalogue item that it is about, None where none fits."""

    section: str
    labels: tuple[Label, ...]
    item: SectionItem | None = None


@dataclass(frozen=True, slots=True)
class Basis:
    """A legal ground: law and article in words (第二十条)."""

    law: str
    article: str | None = None


@dataclass(frozen=True, slots=True)
class Cue:
    """A place in the text and why it matters."""

    start: int
    end: int
    quote: str
    why: str


@dataclass(frozen=True, slots=True)
class Attribute:
    """Whether the content is to be published. "undecided" asks for a person; never a silent default.

    counter: what speaks against the proposal, and look-alikes that were not taken for a cue. check: what a person must still
    look at, in words.
    """

    value: AttributeValue
    ground: str | None
    score: float
    needs_review: bool
    basis: tuple[Basis, ...] = ()
    evidence: tuple[Cue, ...] = ()
    counter: tuple[Cue, ...] = ()
    check: str | None = None


@dataclass(frozen=True, slots=True)
class SectionAttribute:
    """The attribute of one section with text of its own. `inherited`: it says nothing of its own and follows the document."""

    section: str
    value: AttributeValue
    ground: str | None
    score: float
    inherited: bool
    evidence: tuple[Cue, ...] = ()


# ---------------------------------------------------------------- findings
@dataclass(frozen=True, slots=True)
class Deadline:
    """When something must be done; kinds and values as in the annotation format (P20D, P1Y@07-17, 2018-09-14, immediate).

    `units` and `task`: whose deadline it is and what for, as the text tells; empty and None where it does not.
    """

    section: str
    start: int
    end: int
    quote: str
    kind: DeadlineKind
    value: str
    calendar: Calendar | None = None
    anchor: str | None = None
    due: str | None = None
    rrule: str | None = None
    reason: Reason = Reason("", 1.0)
    units: tuple[str, ...] = ()
    task: Span | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """A responsible unit. `quote` is the responsibility clause; `name` keeps the document's script, its level prefix restored."""

    section: str
    start: int
    end: int
    quote: str
    name: str
    full_name: str | None
    role: Role
    collective: bool = False
    reason: Reason = Reason("", 1.0)


@dataclass(frozen=True, slots=True)
class Sensitive:
    """Personal information or a secrecy mark, with its masked form."""

    start: int
    end: int
    quote: str
    kind: str
    mask: str
    reason: Reason = Reason("", 1.0)


# ---------------------------------------------------------------- drafts
@dataclass(frozen=True, slots=True)
class Entry:
    """One suggested row of the disclosure catalogue. `evidence` maps a field to its spans; `defaults` names the source of a
    field that law or standard filled (its evidence is then empty), or that an earlier sentence lent (its evidence is there)."""

    section: str
    item: str
    parent_item: str | None
    content: tuple[str, ...]
    basis: str | None
    deadline: str | None
    deadline_value: str | None
    unit: str | None
    supervision: str | None
    channels: tuple[str, ...]
    audience: str
    mode: Mode
    level: tuple[str, ...]
    domain: str
    score: float
    needs_review: bool
    evidence: Mapping[str, tuple[Span, ...]]
    defaults: Mapping[str, str] = field(default_factory=dict)


# ---------------------------------------------------------------- the document's own record
@dataclass(frozen=True, slots=True)
class Theme:
    """A class of 主题分类: code 0905, name 市场监管、安全生产监管\\安全生产监管; score 0..1 (1.0 where the document states it)."""

    code: str
    name: str
    score: float


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """The document as one row of the 政府信息公开目录. Texts are Simplified. `evidence` maps a field to the places it was read
    from; `defaults` says of a field without evidence what it follows from, or why it is None or empty. withheld: the document
    carries a secrecy mark and the fields that tell its content are left empty. themes: best first, two at most."""

    index_number: str | None
    title: str | None
    document_number: str | None
    issuer: tuple[str, ...]
    written_on: str | None
    published_on: str | None
    themes: tuple[Theme, ...]
    genre: str | None
    validity: Validity
    disclosure: Disclosure
    summary: str | None
    keywords: tuple[str, ...]
    withheld: bool
    evidence: Mapping[str, tuple[Span, ...]]
    defaults: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Analysis:
    """Everything known of one document; `contract.to_json` writes it."""

    outline: Outline
    domains: tuple[Label, ...]
    section_domains: tuple[SectionLabels, ...]
    attribute: Attribute
    units: tuple[Unit, ...]
    deadlines: tuple[Deadline, ...]
    sensitive: tuple[Sensitive, ...]
    entries: tuple[Entry, ...]
    warnings: tuple[str, ...] = ()
    section_attributes: tuple[SectionAttribute, ...] = ()
    record: DocumentRecord | None = None
