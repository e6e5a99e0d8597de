"""OFD (GB/T 33190) -> Document: text of page objects by geometry, templates below pages, tables by ruling lines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from nlp.intake.builder import DocumentBuilder, name_pages
from nlp.intake.furniture import FurnitureRules
from nlp.intake.messages import Unreadable
from nlp.intake.ocr import Recognition
from nlp.intake.ocr_engine import installed
from nlp.intake.ofd_fontset import Fonts
from nlp.intake.ofd_geometry import POINT, box_of
from nlp.intake.ofd_ink import InkWalk, pdf_of
from nlp.intake.ofd_marks import (
    Note,
    page_notes,
    resources_of,
    title_of,
    warn_of_attachments,
    warn_of_properties,
    warn_of_seals,
)
from nlp.intake.ofd_package import OfdPackage, child, children, inside, words
from nlp.intake.ofd_page import Drawn, PageWalk, Resources, TooMuch, is_mute
from nlp.intake.ofd_paths import figures_of
from nlp.intake.ofd_pictures import sheet_of
from nlp.intake.ofd_rows import split_rows
from nlp.intake.ofd_upright import once, upright
from nlp.intake.pdf_cells import TablesUnread
from nlp.intake.pdf_lines import lines_of
from nlp.intake.pdf_pages import Page, set_heads_aside, write_heads, write_pages
from nlp.intake.pdf_tables import PageTable, outside, tables_of
from nlp.types import BlockKind, Limits, PageQuality

_A4 = (0.0, 0.0, 210.0, 297.0)
_LEAST_TEXT = 5  # fewer characters than these, beside pictures or drawings: a page without text
_FEW_TEXT = 40  # so few beside a picture over half the page: a scan with a running head
_LETTERS = 8  # more drawn characters, and more than a tenth of the real ones: text as paths
_MUTE = 0.05
_SAMPLE = 30


@dataclass(slots=True)
class _Reading:
    """State of one pass: pages so far, and the numbers of those that need a word."""

    package: OfdPackage
    build: DocumentBuilder
    limits: Limits
    recognition: Recognition
    pages: list[Page] = field(default_factory=list)
    silent: list[int] = field(default_factory=list)
    drawn: list[int] = field(default_factory=list)
    mute: list[int] = field(default_factory=list)
    missing: list[int] = field(default_factory=list)
    unruled: list[int] = field(default_factory=list)
    hidden: list[tuple[int, str]] = field(default_factory=list)
    beyond: list[tuple[int, str]] = field(default_factory=list)
    slanted: list[tuple[int, str]] = field(default_factory=list)
    across: list[tuple[int, str]] = field(default_factory=list)
    notes: list[tuple[int, str]] = field(default_factory=list)
    remarks: list[tuple[int, str]] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)  # first page of every document
    glyphs: int = 0
    count: int = 0

    # ------------------------------------------------------------ documents
    def document(self, body: Any, root_part: str) -> None:
        """All pages of one document of the package."""
        root, part = self.package.xml(words(child(body, "DocRoot")), root_part)
        if root is None:
            raise Unreadable("damaged", detail="缺少文档结构（Document.xml）")
        common = child(root, "CommonData")
        area = box_of(words(child(child(common, "PageArea"), "PhysicalBox"))) or _A4
        shared = [(words(e), part) for e in children(common, "PublicRes", "DocumentRes")]
        resources = self.resources(shared)
        templates = {e.get("ID", ""): e.get("BaseLoc", "") for e in children(common, "TemplatePage")}
        listed = list(inside(child(root, "Pages"), "Page"))
        if self.count + len(listed) > self.limits.pages:
            raise Unreadable("too_large", what="页数", found=self.count + len(listed), limit=self.limits.pages)
        page_of = {e.get("ID", ""): self.count + i for i, e in enumerate(listed, 1)}
        below: dict[str, tuple[Any | None, str]] = {}
        notes: dict[int, list[Note]] = {}
        before = len(self.pages)
        for note in page_notes(self.package, root, part, page_of):
            notes.setdefault(note.page, []).append(note)
        for item in listed:
            self.count += 1
            tree, name = self.package.xml(item.get("BaseLoc", ""), part)
            if tree is None:
                self.missing.append(self.count)
                self.build.quality(PageQuality(self.count, "none", "unread", 0.0))
                continue
            own = [(words(e), name) for e in children(tree, "PageRes")]
            used = self.resources([*shared, *own]) if own else resources
            box = box_of(words(child(child(tree, "Area"), "PhysicalBox"))) or area
            layers: list[Any] = []
            for use in children(tree, "Template"):
                key = use.get("TemplateID", "")
                if key not in below:
                    below[key] = self.package.xml(templates.get(key, ""), part)
                if below[key][0] is not None:
                    layers += children(below[key][0], "Content")
            self.page(box, [*layers, *children(tree, "Content")], used, notes.get(self.count, []))
        self.starts.append(before)
        if title := title_of(body):
            self.titles.append(title)
        warn_of_properties(body, self.build)
        warn_of_seals(self.package, body, root_part, page_of, self.build)
        warn_of_attachments(self.package, root, part, self.build)

    def resources(self, locations: list[tuple[str, str]]) -> Resources:
        """Fonts, composite units and images of some resource parts."""
        fonts, units, images = resources_of(self.package, locations)
        return Resources(Fonts(self.package, fonts), units, images)

    # ------------------------------------------------------------ pages
    def page(
        self, box: tuple[float, float, float, float], contents: Sequence[Any], resources: Resources, notes: Sequence[Note]
    ) -> None:
        """One page with its templates and annotations."""
        number = self.count
        drawn = Drawn(min(max(box[2], 1.0), 20_000.0), min(max(box[3], 1.0), 20_000.0))
        walk = PageWalk(drawn, resources, 4 * self.limits.text_characters - self.glyphs)
        try:
            for content in contents:
                walk.content(content)
            for note in notes:
                self.note(note, walk)
        except TooMuch as error:
            limit = self.limits.text_characters
            raise Unreadable("too_large", what="文字数", found=f"超过{limit}", limit=limit) from error
        self.glyphs += len(drawn.glyphs)
        if self.glyphs > self.limits.text_characters:
            limit = self.limits.text_characters
            raise Unreadable("too_large", what="文字数", found=f"超过{limit}", limit=limit)
        lacking = self.lacking(drawn)
        if lacking is not None and self.recognised(drawn, lacking, lambda: self.ink(drawn, contents, notes, resources)):
            return
        glyphs, strokes, across, height = upright(drawn)
        glyphs = once(glyphs)
        self.across += [(number, text) for text in across]
        tables: list[PageTable] = []
        if glyphs and len(strokes) >= 3:
            try:
                figures = [split_rows(f, glyphs) for f in figures_of(strokes, number)]
                tables = tables_of(figures, glyphs, number, self.limits.table_cells)
            except TablesUnread:
                self.unruled.append(number)
        self.pages.append(Page(number, height, lines_of(outside(glyphs, tables) if tables else glyphs, number), tables))

    def lacking(self, drawn: Drawn) -> list[int] | None:
        """The list of the pages to which this one belongs, if its text could not be had; notes what of it does not show."""
        number, count = self.count, len(drawn.glyphs)
        share = drawn.pictures / (drawn.width * drawn.height)
        self.hidden += [(number, text) for text in drawn.hidden]
        self.beyond += [(number, text) for text in drawn.outside]
        self.slanted += [(number, text) for text in drawn.slanted]
        if drawn.mute > max(4, _MUTE * count):
            return self.mute
        if drawn.letters > _LETTERS and drawn.letters > count / 10:
            return self.drawn
        if (count < _LEAST_TEXT and (drawn.pictures or len(drawn.strokes) > 10 or drawn.letters)) or (
            count < _FEW_TEXT and share > 0.5
        ):
            return self.silent
        self.build.quality(PageQuality(number, "text", "good", 1.0))
        return None

    def ink(self, drawn: Drawn, contents: Sequence[Any], notes: Sequence[Note], resources: Resources) -> bytes | None:
        """What a page draws beside images and characters, as a PDF page."""
        walk = InkWalk(drawn.empty_copy(), resources, 4 * self.limits.text_characters)
        for content in [*contents, *([n.look] for n in notes if n.look is not None and n.kind != "Watermark")]:
            walk.content(content)
        entries = getattr(resources.fonts, "entries", {})
        return pdf_of(walk, self.package, entries, drawn.width, drawn.height)

    def unread(self, drawn: Drawn) -> None:
        """Grade a page of which only the characters with codes were read."""
        share = len(drawn.glyphs) / max(1, len(drawn.glyphs) + drawn.mute + drawn.letters)
        some = len(drawn.glyphs) >= _FEW_TEXT
        self.build.quality(PageQuality(self.count, "text" if some else "none", "poor" if some else "unread", round(share, 4) if some else 0.0))

    def recognised(self, drawn: Drawn, lacking: list[int], ink: Callable[[], bytes | None]) -> bool:
        """Read a page by what it draws; False, and the page noted in `lacking`, where that gave nothing."""
        most = self.limits.image_pixels
        size = (drawn.width * POINT, drawn.height * POINT)
        beside = [g for turn, g in drawn.glyphs if turn == 0 and not is_mute(g.text)]
        drawing = ink() if installed() else None
        found = None
        if drawing is not None or drawn.images:
            found = self.recognition.page(self.count, lambda: sheet_of(drawn, self.package, most, drawing), size, beside)
        if found is None or len(found.glyphs) <= len(beside):
            if lacking is not self.silent or self.count not in self.recognition.unread():
                lacking.append(self.count)
            self.recognition.take_back(self.count)
            self.unread(drawn)
            return False
        self.glyphs += len(found.glyphs) - len(beside)
        self.build.quality(found.quality)
        self.pages.append(found.page)
        return True

    def note(self, note: Note, walk: PageWalk) -> None:
        """Text of an annotation, beside the page: what it shows and what its author remarked."""
        page = walk.page
        aside = page.empty_copy()
        walk.page = aside
        if note.look is not None:
            walk.content([note.look])
        walk.page = page
        text = "".join(line.text for line in lines_of(upright(aside)[0])) if aside.glyphs else ""
        text = text or "".join(aside.slanted)
        page.mute += aside.mute
        if note.kind == "Watermark":
            self.slanted += [(note.page, text)] if text else []
        elif text:
            self.notes.append((note.page, text))
        if note.remark:
            self.remarks.append((note.page, note.remark))

    # ------------------------------------------------------------ warnings
    def warn(self) -> None:
        """A line for every kind of thing that the text does not show."""
        self.recognition.warn(self.build)
        for code, numbers in (
            ("pages_without_text", self.silent),
            ("ofd_mute", self.mute),
            ("ofd_drawn", self.drawn),
            ("tables_unread", self.unruled),
        ):
            if numbers:
                self.build.warn(code, pages=name_pages(numbers))
        if self.missing:
            self.build.warn("repaired", kind="OFD 文件", detail=f"第{name_pages(self.missing)}页读不出来")
        for code, found in (
            ("ofd_hidden", self.hidden),
            ("ofd_beyond", self.beyond),
            ("ofd_watermark", self.slanted),
            ("ofd_notes", self.notes),
            ("ofd_remarks", self.remarks),
        ):
            if found:
                pages = name_pages(sorted({p for p, _ in found}))
                self.build.warn(code, pages=pages, n=len(found), sample=found[0][1][:_SAMPLE])


def read_ofd(data: bytes, build: DocumentBuilder, rules: FurnitureRules, limits: Limits) -> int:
    """Read an OFD file into the builder; returns its number of pages. Raises Unreadable."""
    package = OfdPackage(data, limits.unpacked_bytes)
    reading = _Reading(package, build, limits, Recognition(limits))
    root, part = package.xml("OFD.xml")
    if root is None:
        raise Unreadable("damaged", detail="缺少入口文件（OFD.xml）")
    bodies = list(children(root, "DocBody"))
    if not bodies:
        raise Unreadable("damaged", detail="入口文件中没有文档")
    for body in bodies[:200]:
        reading.document(body, part)
    reading.warn()
    heads = [
        head for first, last in pairwise([*reading.starts, len(reading.pages)]) for head in set_heads_aside(reading.pages[first:last])
    ]
    if reading.missing and len(reading.missing) == reading.count:
        if any("encrypt" in name or "decrypt" in name for name in package.names()):
            raise Unreadable("encrypted")
        raise Unreadable("damaged", detail="页面内容读不出来")
    if not reading.glyphs and not reading.notes and reading.recognition.needed:
        raise Unreadable("needs_ocr")
    if not reading.glyphs and not reading.notes:
        raise Unreadable("no_text", detail=f"共{reading.count}页，可能是扫描件或文字已转成图形" if reading.count else "没有页面")
    write_pages(reading.pages, build, rules)
    build.recognise(lambda texts: _titles(texts, reading.titles))
    for number, text in [*reading.across, *reading.notes]:
        build.line(text, "note", number)
    write_heads(list(dict.fromkeys(heads)), build)
    return reading.count


def _titles(texts: Sequence[str], titles: Sequence[str]) -> list[BlockKind]:
    """Kind "title" for the first paragraphs that together are the title of the file's properties."""
    out: list[BlockKind] = ["text"] * len(texts)
    plain = ["".join(t.split()) for t in texts[:60]]
    for title in titles:
        wanted = "".join(title.split())
        for i in range(len(plain)):
            joined, j = plain[i], i + 1
            while j < len(plain) and len(joined) < len(wanted) and wanted.startswith(joined):
                joined += plain[j]
                j += 1
            if joined == wanted:
                out[i:j] = ["title"] * (j - i)
                break
    return out
