"""The sentences of a section with what they disclose; titles within the text and mere headings left out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from nlp.draft.disclosures import read_sentence
from nlp.draft.lexicon import Lexicon
from nlp.draft.merging import put_together
from nlp.draft.reading import Disclosure
from nlp.draft.sheet import Sentence, Sheet, sentences_of
from nlp.draft.verbs import VerbRules

Spoken = list[tuple[Sentence, list[Disclosure]]]

# a title that stands in the text as a line of its own
_TITLE_LINE = re.compile(
    r"(?:方案|通知|办法|意见|规定|要点|细则|条例|清单|一览表|分工表|分解表|目录|制度|计划|公告|公示|通告|决定|报告|纪要|函|汇总表|统计表|情况表)(?:〓*|（[^）]*）)$"
)
_SHORT_NAME = 12
_AROUND = re.compile("(?:紧紧|紧密)?(?:围绕|聚焦|紧扣|着眼|针对)")
_MORE_OF = re.compile(r"(?:进一步|持续|不断|着力)?(?:加大|加强|深化|推进)[^，。；]{2,40}公开(?:力度|工作)$")
_AROUND_CLAUSES = 2
_LISTED = 3  # marks between elements: a heading that lists this many names matters of its own
_LOST_TABLE = "序号"  # a table of names whose layout was lost


def plain_disclosures(sheet: Sheet, lexicon: Lexicon, verbs: VerbRules) -> list[Disclosure]:
    """Disclosures of a whole sheet read as plain text."""
    out: list[Disclosure] = []
    previous: Sentence | None = None
    for sentence in sentences_of(sheet, 0, len(sheet.text)):
        found = read_sentence(sheet, lexicon, verbs, sentence, previous)
        out += put_together(sheet, lexicon, sentence, found)
        previous = sentence
    return out


@dataclass(frozen=True, slots=True)
class Speech:
    """Reads the sentences of one document. `tells`: it tells what was done, so only 要 and 将 promise something."""

    sheet: Sheet
    lexicon: Lexicon
    verbs: VerbRules
    tells: bool

    def read(self, sentences: Sequence[Sentence], loose: bool) -> Spoken:
        """Every sentence with its disclosures, headings that the next sentence spells out left empty."""
        return self._headings_dropped(self._spoken(sentences, loose))

    def heading(self, sentences: Sequence[Sentence]) -> Spoken:
        """A heading such as 推进X公开 that nothing below spells out; other verbs of it do not count."""
        return [(s, [d for d in ds if d.heading]) for s, ds in self._spoken(sentences, False)]

    def _spoken(self, sentences: Sequence[Sentence], loose: bool) -> Spoken:
        """Every sentence with its disclosures."""
        lexicon = self.lexicon
        out: Spoken = []
        previous: Sentence | None = None
        for sentence in sentences:
            if self._is_title(sentence) or self.sheet.masked.startswith(_LOST_TABLE, sentence.start):
                continue
            found = read_sentence(self.sheet, lexicon, self.verbs, sentence, previous, loose)
            found = put_together(self.sheet, lexicon, sentence, found)
            out.append((sentence, [d for d in found if d.modal or not self.tells]))
            previous = sentence
        return out

    def _headings_dropped(self, spoken: Spoken) -> Spoken:
        """推进X信息公开。公开a、b、c: a heading sentence and what spells it out are one."""
        out: Spoken = []
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
            or (len(sentence.parts[0]) > 1 and not self._around(sentence))
        ):
            return False
        if masked[sentence.end : later.start].strip("。 ") or self.lexicon.heading.match(masked, later.start):
            return False
        name = "".join(masked[a:b] for a, b in d.objects)
        said = masked[later.start : later.end]
        if self._around(sentence):
            return name.endswith("信息") and found[0].row != "explain"
        if name.count("、") >= _LISTED or (not opens and ("、" in name or len(name) > _SHORT_NAME)):
            return False
        return name.endswith("信息") and found[0].row != "explain" and any(name[i : i + 2] in said for i in range(len(name) - 3))

    def _around(self, sentence: Sentence) -> bool:
        """围绕三大攻坚战，|加大重点任务信息公开力度: a heading in two clauses."""
        clauses = sentence.parts[0]
        return len(clauses) == _AROUND_CLAUSES and _AROUND.match(self.sheet.masked, *clauses[0]) is not None and (
            _MORE_OF.match(self.sheet.masked, *clauses[1]) is not None
        )

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
