"""The walk through the sections of a document: what each obliges somebody to disclose, as drafts in text order."""

from __future__ import annotations

import re
from bisect import bisect_right, insort
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from nlp.draft.builder import Builder
from nlp.draft.drafts import Draft
from nlp.draft.duties import says_something
from nlp.draft.lined import Lines, drafts_of_lines, headed_list, lined_list
from nlp.draft.listed import inline, listed, one_item, under
from nlp.draft.lists import (
    Item,
    Lead,
    catalogue_lead,
    is_list_title,
    is_matter_title,
    is_news,
    is_notice,
    item_of,
    lead_of,
    referred,
    tells_past,
    title_matter,
)
from nlp.draft.merging import CONTENT_CLAUSE
from nlp.draft.negative import Kind, negative, without_lists
from nlp.draft.objects import matter_of
from nlp.draft.orphans import orphaned
from nlp.draft.phrases import Range
from nlp.draft.reading import Disclosure
from nlp.draft.repeats import with_limits_said_later, without_repeats
from nlp.draft.run_in import article, enumerated, named_by_title, named_content, numbered_in_line
from nlp.draft.sheet import Sentence, Sheet, sentences_of
from nlp.draft.spoken import Speech, Spoken
from nlp.draft.texts import texts_of
from nlp.draft.topics import COUNTED
from nlp.draft.verbs import VerbRules
from nlp.types import Section

_OWN_CONTENT = re.compile(r"(?:主动|重点)?(?:公开|公示|公告|公布|披露)(?:的)?(?:主要|具体)?(?:内容|事项|信息|要素)")
_OTHER_LIST = re.compile(r"(?:方式|形式|程序|步骤|渠道|途径|原则|时限|时间|要求|方法)(?:有|如下|是|为)?：$")
_STEPS = re.compile(r"程序|步骤")
# a step that nobody is told to take: 3.发布招聘信息, below 基本程序
_LONGEST_STEP = 16
_DIGITS = re.compile(r"[0-9一二三四五六七八九十百]+")
_NEWS_OPENS = 600
_MAIN_CONTENT = "重点公开内容"
_LEAST_LIST = 3  # parts of a list behind 重点内容包括。
_OWN_OBJECT = frozenset({"behind", "moved"})


class Reader:
    """Walks the sections of one outline once. `taken`: the ranges of tables; `tabled`: the sections with rows of tables."""

    def __init__(self, builder: Builder, verbs: VerbRules, taken: Sequence[Range], tabled: Collection[str] = ()) -> None:
        self.b = builder
        self.lexicon = builder.lexicon
        self.verbs = verbs
        self.taken = taken
        self.sheet: Sheet = builder.sheet
        self.outline = builder.outline
        title = self.outline.metadata.title
        self.notice = is_notice(title)
        self.speech = Speech(self.sheet, self.lexicon, verbs, tells_past(title) or self._is_news())
        self.by_path: Mapping[str, Section] = {s.path: s for s in self.outline.sections}
        self.children: dict[str, list[Section]] = {}
        for s in self.outline.sections:
            if s.path:
                self.children.setdefault(s.path.rpartition("/")[0], []).append(s)
        self.tabled = tabled
        self.listed: dict[str, Draft] = {}
        self.ways: set[str] = set()
        self._ends_of: list[Draft] = []
        self._ends: list[int] = []
        self._counted = 0

    def _is_news(self) -> bool:
        metadata = self.outline.metadata
        return not (metadata.document_number or metadata.addressees) and is_news(self.sheet.text[:_NEWS_OPENS])

    def read(self) -> list[Draft]:
        """All drafts of the running text."""
        leads: dict[str, Lead] = {}
        drafts: list[Draft] = []
        barred: set[str] = set()
        idle: set[str] = set()
        texts = texts_of(self.outline, self.taken)
        orphans = orphaned(self.sheet, self.lexicon, self.outline.sections, texts)
        above = orphans or (None if self.taken or self._lists_below() else catalogue_lead(self.sheet, self.outline.metadata.title))
        if above is not None:
            leads[""] = above
        for section in self.outline.sections:
            parent = section.path.rpartition("/")[0]
            lead = leads.get(parent) if section.path else None
            named = lead is not None and bool(lead.section) and section.kind == "item"  # 1.基本情况。包括…, below 公开范围
            if section.path and (
                (parent in barred and parent) or (section.title and not named and self.verbs.bars_title(section.title))
            ):
                barred.add(section.path)
                continue
            if section.path and ((parent and parent in self.ways) or (section.title and self.verbs.tells_ways(section.title))):
                self.ways.add(section.path)
            if section.path and negative(section.title or "") is Kind.WITHHELD:
                barred.add(section.path)
                continue
            if lead is not None and not lead.section and not self._like_first(section):
                lead = None
            ranges: Sequence[Range] = texts.get(section.path, ())
            other = self._opens_other(ranges)
            if lead is not None and section.kind not in ("chapter", "article") and not other:
                leads.setdefault(section.path, lead)
            if other and lead is not None and lead is leads.get(parent):
                del leads[parent]  # 校务公开的主要形式：, behind the last of its matters
            if parent in idle and section.path:  # what stands below the item may speak: 前款所列…名单由市局公布
                idle.add(section.path)
                ranges, section = self._below_first_line(section, ranges), replace(section, title=None, heading=None)
            elif self._opens_negative(ranges):
                idle.add(section.path)
            if not self._is_bare_step(section, ranges):
                drafts += self._section(section, ranges, lead, leads)
        return with_limits_said_later(without_repeats(drafts, self.sheet.text))

    def _lists_below(self) -> bool:
        """Whether a heading says itself that matters stand below it."""
        return any(is_list_title(s.title) or is_matter_title(s.title) for s in self.outline.sections)

    def _is_bare_step(self, section: Section, ranges: Sequence[Range]) -> bool:
        """Whether a section is nothing but the name of a step, below a heading or lead such as 基本程序."""
        above = self.by_path.get(section.path.rpartition("/")[0]) if section.path else None
        if above is None or section.end - section.start > _LONGEST_STEP:
            return False
        own = self.sheet.masked[above.start : min(above.own_end, section.start)].strip()
        return _STEPS.search(own.rpartition("\n")[2][-_LONGEST_STEP:]) is not None

    def _below_first_line(self, section: Section, ranges: Sequence[Range]) -> list[Range]:
        """What stands of a section below the line with which it begins."""
        end = self.sheet.text.find("\n", section.start)
        return [(max(a, end), b) for a, b in ranges if b > end] if end >= 0 else []

    def _opens_negative(self, ranges: Sequence[Range]) -> bool:
        """Whether a text ends with the lead of a list that is withheld, or of conditions."""
        return bool(ranges) and negative(self._last_line(ranges)) is not None

    def _opens_other(self, ranges: Sequence[Range]) -> bool:
        """Whether a text ends with the lead of a list of ways or steps: 校务公开的主要形式："""
        return bool(ranges) and _OTHER_LIST.search(self._last_line(ranges)) is not None

    def _last_line(self, ranges: Sequence[Range]) -> str:
        """The line with which a text ends, "" where it is a statement that opens nothing."""
        line = self.sheet.masked[ranges[-1][0] : ranges[-1][1]].rstrip("\n ").rpartition("\n")[2].rpartition("。")[2]
        return line if line.endswith("：") else ""

    def _title_above(self, path: str) -> str:
        """The headings of a section and of those that hold it."""
        parts = path.split("/")
        return "".join(s.title or "" for n in range(len(parts)) if (s := self.by_path.get("/".join(parts[: n + 1]))) is not None)

    def _like_first(self, section: Section) -> bool:
        """Whether a section at the top is numbered like the first one: an item of the list that the document opens with."""
        first = self.children[""][0].path
        return "/" in section.path or _DIGITS.sub("", first) == _DIGITS.sub("", section.path)

    def _section(self, section: Section, ranges: Sequence[Range], lead: Lead | None, leads: dict[str, Lead]) -> list[Draft]:
        if lead is None and not self._speaks(section, ranges):
            return []
        sentences = without_lists(self.sheet, [s for a, b in ranges for s in sentences_of(self.sheet, a, b)])
        children = self.children.get(section.path, ())
        spoken = self._spoken(section, sentences, lead)
        found = [d for _, ds in spoken for d in ds]
        text = (ranges[0][0], ranges[-1][1]) if ranges else (section.text_start, section.text_start)
        opened = (
            None
            if self._opens_negative(ranges)
            else lead_of(self.sheet, self.lexicon, section, children, text, found, self.notice)
        )
        drafts: list[Draft] = []
        numbered = [] if children or self.notice else numbered_in_line(self.sheet, self.lexicon, section, ranges)
        if numbered:
            last = numbered[-1].evidence[-1][1]
            spoken, drafts, opened = [(s, ds) for s, ds in spoken if s.start >= last and ds], numbered, None
        elif opened is not None:
            leads[section.path] = opened
        elif (not children or self._opens_other(ranges)) and (
            (lead is not None and lead.section != section.path) or (is_list_title(section.title) and not self._headed(section, ranges))
        ):
            drafts += self._items(section, sentences, found, lead)
        lines = self._lines(section, ranges, found) if opened is None and not drafts and not self.notice else None
        if lines is not None:
            drafts += drafts_of_lines(self.sheet, self.lexicon, self.outline.metadata.title, section, lines, found)
            spoken = _beside(spoken, lines)
        if not drafts and opened is None and not found and not self.notice:
            drafts += article(self.sheet, self.lexicon, self.by_path, section, sentences) or (
                named_by_title(self.sheet, self.lexicon, section, ranges) if not children else []
            )
            if drafts:
                return drafts
        for n, (sentence, ds) in enumerate(spoken):
            if not ds:
                after = spoken[n + 1][0] if n + 1 < len(spoken) and not spoken[n + 1][1] else None
                self._content_clause(section, sentence, drafts, after if lead is not None else None)
                continue
            items, left = inline(self.sheet, self.lexicon, section, sentence, ds) if opened is None else ([], ds)
            drafts += items
            for d in left:
                if opened is None or d is not opened.said:
                    drafts += self._drafts(section, d)
        return drafts

    def _lines(self, section: Section, ranges: Sequence[Range], found: Sequence[Disclosure]) -> Lines | None:
        """The list that stands in lines of a section, below a lead or a heading that announces what is disclosed."""
        lines = lined_list(self.sheet, ranges, found)
        return self._headed(section, ranges) if lines is None and not found else lines

    def _headed(self, section: Section, ranges: Sequence[Range]) -> Lines | None:
        """The lines below a heading that announces what is disclosed, where each is an item."""
        if section.heading is None or not is_matter_title(section.title):
            return None
        return headed_list(self.sheet, self.lexicon, section.heading, ranges)

    def _speaks(self, section: Section, ranges: Sequence[Range]) -> bool:
        """Whether a section can say anything: a verb of disclosure in it, or a heading above it that announces what is disclosed."""
        quick, masked = self.verbs.quick, self.sheet.masked
        places = ranges if section.heading is None else (section.heading, *ranges)
        if any(quick.search(masked, a, b) for a, b in places):
            return True
        above = self.by_path.get(section.path.rpartition("/")[0])
        return section.kind == "article" and above is not None and quick.search(above.title or "") is not None

    def _spoken(self, section: Section, sentences: list[Sentence], lead: Lead | None) -> Spoken:
        """The sentences of a section with their disclosures; a heading alone speaks for itself."""
        alone = section.heading is not None and not self.children.get(section.path) and lead is None
        alone = alone and section.path not in self.tabled  # the rows of a table spell it out
        head = sentences_of(self.sheet, *section.heading) if alone and section.heading is not None else []
        spoken = self.speech.read(sentences or head, not sentences and bool(head) and section.level > 1)
        if section.path in self.ways:
            steps = _STEPS.search(self._title_above(section.path)) is not None
            return [(s, self._of_ways(ds, steps)) for s, ds in spoken]
        if head and sentences and not any(ds for _, ds in spoken):
            spoken = [*self.speech.heading(head), *spoken]
        below = lead is not None and lead.section != section.path and not self.children.get(section.path)
        if below:
            spoken = [(s, one_item(ds)) for s, ds in spoken]
        if lead is not None and lead.said is not None and spoken:
            spoken[0] = (spoken[0][0], [under(lead.said, d) for d in spoken[0][1]])
        return spoken

    def _of_ways(self, ds: Sequence[Disclosure], steps: bool) -> list[Disclosure]:
        """What a sentence on ways or steps discloses; 重大事项随时公布 goes with 一般事项每季度公布 beside it."""
        naming = [d for d in ds if self._names_matter(d, steps)]
        return [d for d in ds if d in naming or (naming and d.use == "topic" and d.times)]

    def _names_matter(self, d: Disclosure, steps: bool) -> bool:
        """Whether a disclosure that tells a way names what is disclosed as well: 在公开栏公布补助名单; of steps, only a counted one."""
        counted = any(COUNTED.search(self.sheet.masked, *t) for t in d.times)
        own = counted if steps else d.use in _OWN_OBJECT or (d.use == "topic" and counted)
        return own and says_something(self.sheet, self.lexicon, replace(d, times=(), channels=()))

    def _items(self, section: Section, sentences: list[Sentence], found: list[Disclosure], lead: Lead | None) -> list[Draft]:
        """The draft of a numbered item; under 公示内容 one for each sentence that names its matter (许可事项公示内容包括：…)."""
        if lead is None:
            named: list[Draft] = []
            for s in sentences:
                named += named_content(self.sheet, self.lexicon, section, s, named[-1] if named else None)
            if named:
                return named
            if sentences and not found and "务公开" in (section.title or ""):
                named = enumerated(self.sheet, self.lexicon, section, sentences[0])
                if named:
                    return named
        item: Item | None = item_of(self.sheet, section, sentences, found)
        if item is None:
            return []
        draft = listed(self.sheet, self.lexicon, self.outline.metadata.title, section, item, lead)
        if draft is None:
            return []
        self.listed[section.path] = draft
        return [draft]

    def _read_already(self, sentence: Sentence, drafts: list[Draft]) -> bool:
        """Whether the evidence of a draft of the section ends in a sentence. Drafts are only added to: their ends are kept in order."""
        if self._ends_of is not drafts:
            self._ends_of, self._ends, self._counted = drafts, [], 0
        for d in drafts[self._counted :]:
            if d.evidence:
                insort(self._ends, d.evidence[0][1])
        self._counted = len(drafts)
        at = bisect_right(self._ends, sentence.start)
        return at < len(self._ends) and self._ends[at] <= sentence.end

    def _content_clause(self, section: Section, sentence: Sentence, drafts: list[Draft], after: Sentence | None) -> None:
        """公告应当载明征收范围、…: goes to the entry before; 公示内容包括… with none before it is an entry of its own."""
        if self._read_already(sentence, drafts):
            return
        m = CONTENT_CLAUSE.match(self.sheet.masked[sentence.start : sentence.end])
        if m is None and not self.notice:
            drafts += named_content(self.sheet, self.lexicon, section, sentence, drafts[-1] if drafts else None)
            return
        if m is not None and after is not None and m.end() == sentence.end - sentence.start and len(after.parts) >= _LEAST_LIST:
            parts = [self.sheet.text[p[0][0] : p[-1][1]] for p in after.parts]  # 重点内容包括。机构职能；领导分工；…
            made = matter_of(self.lexicon, parts[:1], parts[1:], heading=_MAIN_CONTENT)
            drafts.append(Draft(sentence.start, section, made, None, ((sentence.start, after.end),), listed=True))
            return
        if m is None or m.end() + 2 > sentence.end - sentence.start:
            return
        place, extra = (sentence.start, sentence.end), (sentence.start + m.end(), sentence.end)
        if drafts and drafts[-1].said is not None:
            last = drafts[-1]
            assert last.said is not None
            said = replace(last.said, extra=(*last.said.extra, extra))
            drafts[-1] = replace(last, said=said, matter=self.b.namer.matter(said), evidence=(*last.evidence, place))
        elif _OWN_CONTENT.match(m[0]) and not self.notice:
            heading = title_matter(section.title or "") or None
            matter = matter_of(self.lexicon, [self.sheet.text[extra[0] : extra[1]]], heading=heading)
            if len(matter.item) >= 2:
                drafts.append(Draft(extra[0], section, matter, None, (place,), listed=True))

    def _drafts(self, section: Section, d: Disclosure) -> list[Draft]:
        """Drafts of a disclosure; 前款第（三）项规定的信息 stands for the item it points to."""
        parent = section.path.rpartition("/")[0]
        labels = referred(self.sheet, d.objects)
        pointed = [self.listed[p] for x in labels if (p := f"{parent}/{x}" if parent else x) in self.listed]
        if pointed:
            return [Draft(d.verb[0], section, p.matter, d, (d.evidence,)) for p in pointed]
        return self.b.namer.drafts(section, d)


def _beside(spoken: Spoken, lines: Lines) -> Spoken:
    """What is said beside a list of lines: not by its lead, and in its items only where a verb of their own speaks."""
    low, high = lines.lead[0], lines.items[-1][1]
    left = [(s, [d for d in ds if not low <= d.verb[0] < lines.lead[1]]) for s, ds in spoken]
    return [(s, ds) for s, ds in left if ds or not low <= s.start < high]
