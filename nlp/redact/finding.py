"""Finds of the privacy stage on a canvas, and every further copy of what was found. The only file here that calls the stages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from nlp.extract.sensitive import find_sensitive
from nlp.extract.sensitive_masks import laid_over
from nlp.intake.reader import READERS, read
from nlp.redact.canvas import Canvas, Piece
from nlp.redact.keys import KeySet
from nlp.redact.kit import RedactKit
from nlp.redact.report import Masked, RedactFault
from nlp.structure.outline import outline_of
from nlp.types import Document, Failure, Media, Sensitive, Source
from nlp.view import build_view, script_of

# Kinds whose words say something only where they stand: their copies elsewhere stay.
_LOCAL_KINDS = frozenset({"health", "minor-school"})
_PARTING = re.compile("[ \\t\\r\\n\u3000\xa0\u200b\ufeff-]+")
_WORTH_READING = 6  # digits that a small text must hold to be read: a shorter one holds no number of a kind
_ONE_PIECE = 15  # a number so long may run over line ends and cells, a shorter one not
_TWINS = {c: c - 0xFEE0 for c in range(0xFF01, 0xFF5F)}


def key_of(quote: str) -> str:
    """A find as it is compared: ASCII digits and letters, no blanks and hyphens, capitals."""
    return _PARTING.sub("", quote.translate(_TWINS)).upper()


@dataclass(frozen=True, slots=True)
class Value:
    """Something that must not stand in the copy: its comparable form, masked form and kind."""

    key: str
    shown: str
    kind: str


@dataclass(slots=True)
class Finder:
    """Finds what is to be masked in one file; `kinds` empty means all. Remembers the values found, to find their copies."""

    kit: RedactKit
    kinds: frozenset[str] = frozenset()
    values: dict[str, Value] = field(default_factory=dict)
    masked: list[Masked] = field(default_factory=list)
    one_piece: int = _ONE_PIECE
    everywhere: bool = False  # also find copies of words that say something only where they stand
    _seen: set[tuple[int, int, int]] = field(default_factory=set)
    _keys: KeySet | None = None
    _keys_for: int = 0

    def wants(self, find: Sensitive) -> bool:
        """Whether a find is of a kind asked for and has anything to mask."""
        return (not self.kinds or find.kind in self.kinds) and any(c in "*某" for c in find.mask)

    def in_document(self, document: Document) -> tuple[Sensitive, ...]:
        """Finds in a document. Raises RedactFault for one with a secrecy mark."""
        outline = outline_of(document, build_view(document, self.kit.script), self.kit.structure)
        if outline.metadata.classification:
            raise RedactFault("classified", mark=outline.metadata.classification)
        return tuple(s for s in find_sensitive(outline, self.kit.sensitive) if self.wants(s))

    def learn(self, finds: Iterable[Sensitive]) -> None:
        """Remember the values of finds."""
        for s in finds:
            key = key_of(s.quote)
            if (self.everywhere or s.kind not in _LOCAL_KINDS) and len(key) >= 2:
                self.values.setdefault(key, Value(key, s.mask, s.kind))

    def read_original(self, source: Source) -> tuple[Sensitive, ...]:
        """What the stages find in a file through its reader: () for a format without one. Raises RedactFault."""
        got = read(source, self.kit.limits, self.kit.furniture)
        if isinstance(got, Failure):
            if got.code in ("unsupported", "no_text"):
                return ()
            raise RedactFault("unreadable", message=got.message)
        finds = self.in_document(got)
        self.learn(finds)
        return finds

    def mark(self, canvas: Canvas, media_type: str) -> None:
        """Mark everything of a canvas that is to be masked."""
        if not canvas.text.strip():
            return
        media = Media("", "", media_type, None, script_of(canvas.text))
        finds = self.in_document(canvas.document(media))
        self.learn(finds)
        for s in finds:
            self._mark(canvas, s.start, s.quote, s.mask, s.kind)

    def sweep(self, canvas: Canvas) -> None:
        """Mark further copies of the values found."""
        for start, end, value in self.copies(canvas.text):
            self._mark(canvas, start, canvas.text[start:end], value.shown, value.kind)

    def mask_small(self, pieces: Sequence[Piece], spoken: Sequence[Piece]) -> None:
        """Mask small texts that stand for themselves (attributes, strings): all are searched for copies, the spoken ones read too."""
        read_too, rest = Canvas(), Canvas()
        for piece in spoken:
            if "@" in piece.text or sum(c.isdigit() for c in piece.text) >= _WORTH_READING:
                read_too.line([piece])
        self.mark(read_too, "text/plain")
        for piece in pieces:
            rest.line([piece])
        self.sweep(rest)
        for piece in pieces:
            piece.lay_on()

    def _mark(self, canvas: Canvas, start: int, quote: str, shown: str, kind: str) -> None:
        spots = [canvas.where[i] for i in range(start, start + len(quote))]
        first = next((s for s in spots if s is not None), None)
        if first is None:
            return
        signs = laid_over(quote, shown)
        key = (id(first[0]), first[1], len(key_of(quote)))
        place = canvas.mark(start, signs)
        if key not in self._seen:
            self._seen.add(key)
            self.masked.append(Masked(kind, shown, place))

    def copies(self, text: str) -> Iterator[tuple[int, int, Value]]:
        """Where the values found stand in a text, blanks and hyphens inside aside."""
        if not self.values or not text:
            return
        flat, at = _flat(text)
        for a, b in self._key_set().find(flat):
            start, end = at[a], at[b - 1] + 1
            if _stands_alone(text, start, end, flat[a:b], self.one_piece):
                yield start, end, self.values[flat[a:b]]

    def holds(self, text: str) -> bool:
        """Whether a text holds one of the values."""
        return next(self.copies(text), None) is not None

    def _key_set(self) -> KeySet:
        if self._keys is None or self._keys_for != len(self.values):
            self._keys = KeySet(self.values)
            self._keys_for = len(self.values)
        return self._keys

    def leftovers(self, source: Source, media_type: str) -> list[str]:
        """Kinds that the stages, reading the written copy through its reader, still find; their values are learnt."""
        if media_type not in READERS:
            return []
        got = read(source, self.kit.limits, self.kit.furniture)
        if isinstance(got, Failure):
            return [] if got.code == "no_text" else [got.code]
        copies = {v.kind for _, _, v in self.copies(got.text)}
        finds = self.in_document(got)
        self.everywhere = True
        self.learn(finds)
        return sorted({s.kind for s in finds} | copies)

    def left_on(self, canvas: Canvas, media_type: str) -> list[str]:
        """Kinds that are still found on the canvas of the written copy."""
        if not canvas.text.strip():
            return []
        finds = self.in_document(canvas.document(Media("", "", media_type, None, script_of(canvas.text))))
        return sorted({s.kind for s in finds} | {v.kind for _, _, v in self.copies(canvas.text)})


def _flat(text: str) -> tuple[str, list[int]]:
    kept = [(i, c) for i, c in enumerate(text.translate(_TWINS)) if not _PARTING.match(c)]
    return "".join(c if len(c.upper()) != 1 else c.upper() for _, c in kept), [i for i, _ in kept]


def _stands_alone(text: str, start: int, end: int, key: str, one_piece: int) -> bool:
    """A number is no part of a longer one, and a short one does not run over line ends."""
    if len(key) < one_piece and re.search("[\t\n]", text[start:end]):
        return False
    if not key[0].isascii() or not key[-1].isascii():
        return True
    if re.match(r"\.[0-9]", text[end : end + 2]) or re.search(r"[0-9]\.\Z", text[max(0, start - 2) : start]):
        return False  # an amount
    before, behind = text[max(0, start - 1) : start], text[end : end + 1]
    return not (before.isascii() and before.isalnum() and len(key) < _ONE_PIECE) and not (
        behind.isascii() and behind.isalnum() and len(key) < _ONE_PIECE
    )
