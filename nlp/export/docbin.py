"""Analyses as a spaCy DocBin: words and marked spans, for whoever trains or checks models of their own on documents of the office.

A Doc holds the text as extracted, cut by jieba's words; `doc.spans` has "units" (label: role), "deadlines" (label: kind),
"sensitive" (label: kind), "sections" (label: path) and "entries" (label: domain code of the matter's sentence); `doc.cats` the
domains of the document with their scores; `doc.user_data["path"]` the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nlp.types import Analysis
from nlp.words import Segmenter

if TYPE_CHECKING:
    from spacy.tokens import Doc


def write_docbin(analyses: Iterable[Analysis], path: Path) -> int:
    """Write the file; returns the number of documents in it. Raises OSError when it cannot be written."""
    from spacy.tokens import DocBin
    from spacy.vocab import Vocab

    vocab, segmenter = Vocab(), Segmenter()
    made = DocBin(attrs=["ORTH", "SPACY"], store_user_data=True)
    count = 0
    for analysis in analyses:
        made.add(doc_of(analysis, vocab, segmenter))
        count += 1
    path.write_bytes(made.to_bytes())
    return count


def doc_of(analysis: Analysis, vocab: Any, segmenter: Segmenter) -> Doc:
    """A Doc of one analysis. A span that cuts a word is widened to that word's borders."""
    from spacy.tokens import Doc

    words = segmenter.words(analysis.outline.document.text)
    return marked(Doc(vocab, words=words, spaces=[False] * len(words)), analysis)


def marked(doc: Doc, analysis: Analysis) -> Doc:
    """The Doc, which holds the analysed text cut in any way, with spans, categories and path of the analysis set on it."""
    view = analysis.outline.view
    sections = [(view.span(s.start, s.end), s.path) for s in analysis.outline.sections if s.path]
    for name, found in (
        ("units", [(u.start, u.end, u.role) for u in analysis.units]),
        ("deadlines", [(d.start, d.end, d.kind) for d in analysis.deadlines]),
        ("sensitive", [(s.start, s.end, s.kind) for s in analysis.sensitive]),
        ("sections", [(s.start, s.end, path) for s, path in sections]),
        ("entries", [(s.start, s.end, e.domain) for e in analysis.entries for s in e.evidence.get("item", ())]),
    ):
        doc.spans[name] = _spans(doc, found)
    doc.cats = {label.code: label.score for label in analysis.domains}
    doc.user_data["path"] = analysis.outline.document.media.path
    return doc


def _spans(doc: Doc, found: Sequence[tuple[int, int, str]]) -> list[Any]:
    made = (doc.char_span(start, end, label=label, alignment_mode="expand") for start, end, label in found if end > start)
    return [span for span in made if span is not None]
