"""The whole analysis as a component of a spaCy pipeline, for whoever builds on spaCy.

    nlp = spacy.blank("zh")
    nlp.add_pipe("gongkai")                                  # found by its entry point, nothing to import
    doc = nlp("县财政局应当自预算批准之日起20个工作日内公开部门预算。")
    [(s.text, s.label_) for s in doc.spans["deadlines"]]     # [("20个工作日内", "duration")]

The Doc keeps the words of the pipeline it runs in; spans, categories and path are those of `nlp.export.docbin`. Where reading
changes the text (line ends, blank columns made a table), the Doc that comes back holds the text as read.
"""

from __future__ import annotations

from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from nlp.export.docbin import doc_of, marked
from nlp.kit import Kit, load_kit
from nlp.pipeline import analyze
from nlp.types import Failure, Source
from nlp.words import Segmenter

NAME = "gongkai"


class Analyser:
    """What `add_pipe("gongkai")` puts into a pipeline."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit

    def __call__(self, doc: Doc) -> Doc:
        """The Doc with what the analysis found. Raises ValueError for a text that cannot be read (empty, binary)."""
        found = analyze(Source(str(doc.user_data.get("path", "doc.txt")), doc.text.encode()), self._kit)
        if isinstance(found, Failure):
            raise ValueError(found.message)
        read = found.outline.document.text
        same = read.rstrip("\n") == doc.text.rstrip("\n")
        return marked(doc, found) if same else doc_of(found, doc.vocab, Segmenter())


@Language.factory(NAME, default_config={"rules": None})
def make(nlp: Language, name: str, rules: str | None) -> Analyser:
    """The component. `rules`: a folder of the office's own rule tables. Raises RuleError for a faulty table."""
    return Analyser(load_kit(Path(rules)) if rules else load_kit())
