"""One entry a matter to be disclosed, each field with its evidence.

Sentences with a verb of disclosure, numbered items of a list, rows of a table: each is put together with the unit, deadline,
channel and basis that the document names for it. What the document leaves open is filled from the national standard item or
from the regulation, and `defaults` says so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from nlp.draft import table_rows
from nlp.draft.builder import Builder, is_closed
from nlp.draft.cells import Channels
from nlp.draft.deadline_cell import Deadlines
from nlp.draft.disclosures import read_sentence
from nlp.draft.drafts import Draft
from nlp.draft.lexicon import Lexicon
from nlp.draft.lists import Item, Lead, is_list_title, is_notice, item_of, lead_of, referred, title_matter
from nlp.draft.merging import CONTENT_CLAUSE, put_together
from nlp.draft.objects import matter_of
from nlp.draft.phrases import Range
from nlp.draft.reading import Disclosure
from nlp.draft.run_in import article, named_content
from nlp.draft.sheet import Sentence, Sheet, make_sheet, sentences_of
from nlp.draft.standard import Standard
from nlp.draft.table_grid import TableColumns
from nlp.draft.unit_cell import names_of
from nlp.draft.verbs import VerbRules
from nlp.rulebook import Rulebook
from nlp.types import Attribute, Deadline, Entry, Label, Outline, Section, SectionLabels, Unit
from nlp.view import to_simplified

# documents that tell what was done; what they promise stands behind 要 or 将
_TELLS = re.compile(
    r"(?:报告|总结|简报|公报|解读|新闻|快讯|侧记|综述|答复|问答|图解|年报|汇报|情况|进展|说明|通讯)(?:（[^）]*）)?$"
)
# a title that stands in the text as a line of its own
_TITLE_LINE = re.compile(
    r"(?:方案|通知|办法|意见|规定|要点|细则|条例|清单|一览表|分工表|分解表|目录|制度|计划|公告|公示|通告|决定|报告|纪要|函|汇总表|统计表|情况表)(?:〓*|（[^）]*）)$"
)
# 主要是指…, 主要包括…: how an item is spelled out; …，详见附件
_MEANS = re.compile(r"^(?:主要)?(?:是指|指|包括|涉及|涵盖)(?:按照有关规定)?")
_OWN_CONTENT = re.compile(r"(?:主动|重点)?(?:公开|公示|公告|公布|披露)(?:的)?(?:主要|具体)?(?:内容|事项|信息|要素)")
_SEE_ANNEX = re.compile(r"[，、（(]?(?:具体)?(?:详见|见)附[件表].*$|[，：]如下.*$")
_SHORT_NAME = 12
# 机关为统一认定事实，而订颁之|解释性规定及裁量基准
_ENACTED = re.compile(r"[^。；]{6,80}(?:而|所)[^，。；的之]{2,8}[的之](?P<what>[^，。；的之]{4,30})[。；]?$")
_LOST_TABLE = "序号"  # a table of names whose layout was lost
_READ = frozenset({"body", "heading"})


@dataclass(frozen=True, slots=True)
class DraftRules:
    """Everything that decides which entries are drafted."""

    lexicon: Lexicon
    verbs: VerbRules
    channels: Channels
    standard: Standard
    columns: TableColumns

    @classmethod
    def load(cls, book: Rulebook) -> DraftRules:
        """Read the tables and hold the verb and exclusion rows to their examples. Raises RuleError for a fault in one."""
        rules = cls(Lexicon.load(book), VerbRules.load(book), Channels.load(book), Standard.load(book), TableColumns.load(book))
        rules.verbs.check(book, lambda text: [(d.row, text[d.verb[0] : d.verb[1]]) for d in sentence_disclosures(text, rules)])
        return rules


def sentence_disclosures(text: str, rules: DraftRules) -> list[Disclosure]:
    """Disclosures of a plain text, for examples and tests; the text is taken as the view."""
    sheet = make_sheet(text)
    out: list[Disclosure] = []
    previous: Sentence | None = None
    for sentence in sentences_of(sheet, 0, len(text)):
        found = read_sentence(sheet, rules.lexicon, rules.verbs, sentence, previous)
        out += put_together(sheet, rules.lexicon, sentence, found)
        previous = sentence
    return out


def draft_entries(
    outline: Outline,
    rules: DraftRules,
    domains: tuple[Label, ...],
    section_domains: tuple[SectionLabels, ...],
    attribute: Attribute,
    units: tuple[Unit, ...],
    deadlines: tuple[Deadline, ...],
) -> tuple[Entry, ...]:
    """Suggested catalogue entries in text order.

    A document with a secrecy mark gives none; one that carries an internal mark gives only those rows of its tables that say
    otherwise themselves. One whose words merely look like something withheld keeps its rows, each for review: an order to disclose
    is none the less in it.
    """
    if outline.metadata.classification or attribute.ground == "state-secret":
        return ()
    simplify = {u.name: to_simplified(u.name) for u in units} if outline.document.media.script == "hant" else {}
    builder = Builder.of(
        outline,
        make_sheet(outline.view.text),
        (rules.lexicon, rules.channels, rules.standard),
        domains,
        {s.section: s.labels for s in section_domains},
        attribute,
        names_of(units, simplify),
        Deadlines.of(outline.view, deadlines),
    )
    tables = table_rows.entries_of_tables(builder, rules.verbs, rules.columns)
    if is_closed(attribute):
        return tuple(e for _, e in tables.rows if e.mode != "不予公开")
    made = [(d.at, builder.entry(d)) for d in _Reader(builder, rules, tables.taken).read()]
    merged = sorted([*made, *tables.rows], key=lambda p: p[0])
    unsure = attribute.value == "withheld"
    return tuple(replace(e, needs_review=True) if unsure else e for _, e in merged)


class _Reader:
    """Walks the sections of one outline once."""

    def __init__(self, builder: Builder, rules: DraftRules, taken: Sequence[Range]) -> None:
        self.b = builder
        self.taken = taken
        self.rules = rules
        self.sheet: Sheet = builder.sheet
        self.outline = builder.outline
        self.notice = is_notice(self.outline.metadata.title)
        self.tells = bool(_TELLS.search(re.sub(r"\s", "", self.outline.metadata.title)))
        self.by_path: Mapping[str, Section] = {s.path: s for s in self.outline.sections}
        self.children: dict[str, list[Section]] = {}
        for s in self.outline.sections:
            if s.path:
                self.children.setdefault(s.path.rpartition("/")[0], []).append(s)
        self.listed: dict[str, Draft] = {}

    def read(self) -> list[Draft]:
        """All drafts of the running text."""
        leads: dict[str, Lead] = {}
        drafts: list[Draft] = []
        barred: set[str] = set()
        texts = _texts(self.outline, self.taken)
        for section in self.outline.sections:
            parent = section.path.rpartition("/")[0]
            if section.path and ((parent in barred and parent) or (section.title and self.rules.verbs.bars_title(section.title))):
                barred.add(section.path)
                continue
            lead = leads.get(parent) if section.path else None
            if lead is not None and section.kind not in ("chapter", "article"):
                leads.setdefault(section.path, lead)
            made = self._section(section, texts.get(section.path, ()), lead, leads)
            drafts += made
        return drafts

    def _section(self, section: Section, ranges: Sequence[Range], lead: Lead | None, leads: dict[str, Lead]) -> list[Draft]:
        sentences: list[Sentence] = []
        for a, b in ranges:
            sentences += sentences_of(self.sheet, a, b)
        loose = False
        if not sentences and section.heading and not self.children.get(section.path) and lead is None:
            sentences = sentences_of(self.sheet, *section.heading)
            loose = section.level > 1
        spoken = self._headings_dropped(self._spoken(sentences, loose))
        if lead is not None and lead.section != section.path and not self.children.get(section.path):
            spoken = [(s, _one_item(ds)) for s, ds in spoken]
        if lead is not None and lead.said is not None and spoken:
            spoken[0] = (spoken[0][0], [_under(lead.said, d) for d in spoken[0][1]])
        found = [d for _, ds in spoken for d in ds]
        text = (ranges[0][0], ranges[-1][1]) if ranges else (section.text_start, section.text_start)
        children = self.children.get(section.path, ())
        opened = lead_of(self.sheet, self.rules.lexicon, section, len(children), text, found, self.notice)
        drafts: list[Draft] = []
        if opened is not None:
            leads[section.path] = opened
        elif not children and ((lead is not None and lead.section != section.path) or is_list_title(section.title)):
            drafts += self._listed(section, item_of(self.sheet, section, sentences, found), lead)
        if not drafts and opened is None and not found and not self.notice:
            drafts += article(self.sheet, self.rules.lexicon, self.by_path, section, sentences)
            if drafts:
                return drafts
        for sentence, ds in spoken:
            if not ds:
                self._content_clause(section, sentence, drafts)
            for d in ds:
                if opened is None or d is not opened.said:
                    drafts += self._drafts(section, d)
        return drafts

    def _spoken(self, sentences: Sequence[Sentence], loose: bool) -> list[tuple[Sentence, list[Disclosure]]]:
        """Every sentence with its disclosures."""
        lexicon = self.rules.lexicon
        out: list[tuple[Sentence, list[Disclosure]]] = []
        previous: Sentence | None = None
        for sentence in sentences:
            if self._is_title(sentence) or self.sheet.masked.startswith(_LOST_TABLE, sentence.start):
                continue
            found = read_sentence(self.sheet, lexicon, self.rules.verbs, sentence, previous, loose)
            found = put_together(self.sheet, lexicon, sentence, found)
            out.append((sentence, [d for d in found if d.modal or not self.tells]))
            previous = sentence
        return out

    def _headings_dropped(self, spoken: list[tuple[Sentence, list[Disclosure]]]) -> list[tuple[Sentence, list[Disclosure]]]:
        """推进X信息公开。公开a、b、c: a heading sentence and what spells it out are one."""
        out: list[tuple[Sentence, list[Disclosure]]] = []
        opens = True  # nothing has been disclosed before
        for n, (sentence, ds) in enumerate(spoken):
            after = spoken[n + 1] if n + 1 < len(spoken) else None
            spoke = bool(ds)
            if after is not None and len(ds) == 1 and self._is_heading_of(sentence, ds[0], *after, opens):
                after[1][0] = replace(after[1][0], subject=after[1][0].subject or ds[0].subject)
                ds = []
            out.append((sentence, ds))
            opens = opens and not spoke
        return out

    def _is_heading_of(self, sentence: Sentence, d: Disclosure, later: Sentence, found: list[Disclosure], opens: bool) -> bool:
        masked = self.sheet.masked
        if (
            not d.heading
            or not found
            or found[0].heading
            or d.times
            or d.channels
            or len(sentence.parts) > 1
            or len(sentence.parts[0]) > 1
        ):
            return False
        if masked[sentence.end : later.start].strip("。 ") or self.rules.lexicon.heading.match(masked, later.start):
            return False
        name = "".join(masked[a:b] for a, b in d.objects)
        said = masked[later.start : later.end]
        if not opens and ("、" in name or len(name) > _SHORT_NAME):
            return False
        return name.endswith("信息") and found[0].row != "explain" and any(name[i : i + 2] in said for i in range(len(name) - 3))

    def _is_title(self, sentence: Sentence) -> bool:
        """Whether a sentence is a line of its own that ends like the title of a document."""
        masked = self.sheet.masked
        if len(sentence.parts) > 1 or len(sentence.parts[0]) > 1 or sentence.end - sentence.start > 80:
            return False
        if masked[sentence.end : sentence.end + 1] not in ("", "\n"):
            return False
        return masked[max(0, sentence.start - 1) : sentence.start] in ("", "\n") and bool(
            _TITLE_LINE.search(masked[sentence.start : sentence.end].strip())
        )

    def _content_clause(self, section: Section, sentence: Sentence, drafts: list[Draft]) -> None:
        """公告应当载明征收范围、…: goes to the entry before; 公示内容包括… with none before it is an entry of its own."""
        m = CONTENT_CLAUSE.match(self.sheet.masked[sentence.start : sentence.end])
        if m is None and not self.notice:
            drafts += named_content(self.sheet, self.rules.lexicon, section, sentence, drafts[-1] if drafts else None)
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
            matter = matter_of(
                self.rules.lexicon, [self.sheet.text[extra[0] : extra[1]]], heading=title_matter(section.title or "") or None
            )
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

    def _listed(self, section: Section, item: Item | None, lead: Lead | None) -> list[Draft]:
        """The draft of a numbered item, or of the text under a heading such as 公示内容."""
        if item is None:
            return []
        text, lexicon = self.sheet.text, self.rules.lexicon
        name = text[item.name[0] : item.name[1]] if item.name and lead is not None else None
        phrase = text[item.phrase[0] : item.phrase[1]] if item.phrase else None
        if phrase is not None and phrase.rstrip("。；;，, \n").endswith("的"):
            return []  # 存在误解误读的: in which case, not what
        if phrase is not None and (enacted := _ENACTED.match(phrase)) is not None:
            phrase = enacted["what"]
        if phrase is not None:
            phrase = _SEE_ANNEX.sub("", _MEANS.sub("", phrase, count=2))
        if name and phrase:
            matter = replace(matter_of(lexicon, [re.sub(r"公开$", "", name)]), content=matter_of(lexicon, [phrase]).content)
        elif name or (phrase and lead is not None):
            matter = matter_of(lexicon, [re.sub(r"公开$", "", name or phrase or "")])
        elif phrase:
            matter = matter_of(lexicon, [phrase], heading=title_matter(self.outline.metadata.title) or None)
        else:
            return []
        if len(matter.item) < 2:
            return []
        draft = Draft(item.evidence[0], section, matter, lead.said if lead else None, (item.evidence,), listed=True)
        self.listed[section.path] = draft
        return [draft]


def _one_item(found: list[Disclosure]) -> list[Disclosure]:
    """The disclosures of a numbered item as one, where the same verb only repeats: 公开…条件，公开…办法."""
    first = found[0] if found else None
    if (
        first is None
        or len(found) < 2
        or any(
            d.row != first.row or d.use != "behind" or d.times or d.channels or d.context or d.evidence != first.evidence
            for d in found
        )
    ):
        return found
    return [replace(first, objects=tuple(r for d in found for r in d.objects), extra=tuple(r for d in found for r in d.extra))]


def _under(lead: Disclosure, d: Disclosure) -> Disclosure:
    """A disclosure of a listed item with the unit, channel and audience of the lead-in where it names none."""
    return replace(
        d,
        channels=d.channels or lead.channels,
        subject=d.subject or lead.subject,
        audience=d.audience or lead.audience,
    )


def _texts(outline: Outline, taken: Sequence[Range]) -> dict[str, list[Range]]:
    """View ranges of running text by section: its own text cut to lines of text inside the body, tables left out."""
    low, high = outline.body
    lines = [(max(x.start, low), min(x.end, high)) for x in outline.lines if x.kind in _READ and x.end > low and x.start < high]
    for a, b in taken:
        lines = [piece for x, y in lines for piece in ((x, min(y, a)), (max(x, b), y)) if piece[0] < piece[1]]
    out: dict[str, list[Range]] = {}
    n = 0
    for section in outline.sections:
        a, b = section.text_start, section.own_end
        while n < len(lines) and lines[n][1] <= a:
            n += 1
        k = n
        while k < len(lines) and lines[k][0] < b:
            start, end = max(a, lines[k][0]), min(b, lines[k][1])
            if end > start:
                out.setdefault(section.path, []).append((start, end))
            k += 1
    return out
