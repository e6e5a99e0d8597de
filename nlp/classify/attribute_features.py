"""What the attribute model sees of a document: words and character pairs of its title, its head and its text, and what the rules say.

Training and prediction call the same function. Blocks by first character: "t" title, "h" head, "b" body, "v" votes of the
lexicon by place, "s" signs of what a paper is and to whom it speaks, "r" rules, kinds and counts (the document's kind, marks,
personal information, addressees, signature).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain
from operator import add

from nlp.classify.attribute_cues import AttributeRules, Spoken
from nlp.classify.features import pieces
from nlp.types import Outline, Sensitive
from nlp.words import Segmenter

HEAD, OPENING, LONGEST = 160, 60, 3_000
# Personal information of these kinds, with so many finds, makes a document to be published one to be published in part.
PRIVATE_KINDS = frozenset(
    {"resident-id", "resident-id-15", "bank-card", "passport", "mobile", "address-full", "disability-card", "medical-record"}
)
STRONG_KINDS = frozenset({"resident-id", "resident-id-15", "bank-card", "passport", "disability-card", "medical-record"})
MANY = 4


def attribute_features(
    outline: Outline, spoken: Sequence[Spoken], sensitive: Sequence[Sensitive], rules: AttributeRules
) -> dict[str, float]:
    """Feature counts of one document; a text without Han characters has rule features alone."""
    text, metadata = outline.view.text, outline.metadata
    start = min(outline.body[0], len(text))
    counts: Counter[str] = Counter()
    for block, part in (("t", metadata.title), ("h", text[start : start + HEAD]), ("b", text[:LONGEST])):
        counts.update({f"{block}{name}": n for name, n in _names(part, rules.segmenter).items()})
        for label, n in rules.lexicon.votes(part.replace(" ", "")).items():
            counts[f"v:{block}:{label}"] = n
    counts.update(_signs(outline, rules))
    counts.update("r" + flag for flag in _flags(outline, spoken, sensitive))
    return dict(counts)


def _signs(outline: Outline, rules: AttributeRules) -> dict[str, int]:
    """Signs in the opening (title and first characters) and in the whole text, and the word with which title or first line ends."""
    text = outline.view.text[:LONGEST]
    first = outline.metadata.title or text.lstrip().partition("\n")[0]
    found: dict[str, int] = {}
    for place, part in (("o", first[:OPENING] + "\n" + text[:OPENING]), ("a", text)):
        found.update({f"s:{place}:{sign}": n for sign, n in rules.signs.votes(part).items()})
    if runs := pieces(first):
        found[f"s:end:{runs[-1][-2:]}"] = 1
    return found


def _names(text: str, words: Segmenter) -> dict[str, int]:
    """How often each pair of characters (":财政") and each word ("=财政") stands in a text, by where it stands first."""
    pairs = Counter(chain.from_iterable(map(add, run, run[1:]) for run in pieces(text)))
    spoken = Counter(w for w in words.words(text) if len(w) > 1)
    return {**{":" + pair: n for pair, n in pairs.items()}, **{"=" + word: n for word, n in spoken.items()}}


def _flags(outline: Outline, spoken: Sequence[Spoken], sensitive: Sequence[Sensitive]) -> Iterable[str]:
    metadata = outline.metadata
    yield from (f"{'alike' if s.alike else 'rule'}:{s.rule.id}" for s in spoken)
    yield f"type:{metadata.document_type}"
    yield from (f"has:{name}" for name in ("title", "document_number", "addressees", "written_on") if getattr(metadata, name))
    if metadata.issuer:
        yield "has:issuer"
    private = [s for s in sensitive if s.kind in PRIVATE_KINDS]
    strong = sum(s.kind in STRONG_KINDS for s in private)
    yield f"private:{min(len(private), MANY)}"
    yield f"strong:{min(strong, 2)}"
    yield f"length:{len(outline.view.text) // 200 if len(outline.view.text) < 1_000 else 5}"
