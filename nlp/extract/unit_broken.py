"""Names broken by line ends: 县市场监¶管局. The piece of text is read again without its blanks, and the names get their places back."""

from __future__ import annotations

from dataclasses import replace

from nlp.extract.unit_claims import Where
from nlp.extract.unit_clauses import ClauseRules, Reading
from nlp.extract.unit_labels import Label
from nlp.extract.unit_prefixes import Running


def read_squeezed(
    text: str, start: int, end: int, where: Where, label: Label, rules: ClauseRules, first_leads: bool, running: Running
) -> Reading | None:
    """The reading of text[start:end] without its blanks and line ends; None where that is not wholly understood."""
    places = [i for i in range(start, end) if not text[i].isspace()]
    squeezed = "".join(text[i] for i in places)
    if running.level is not None:  # prefixes of the row stand outside this piece
        running = Running()
    reading = rules.read(squeezed, 0, len(squeezed), where, label, first_leads, running, glued=True)
    if reading.strange or not reading.claims or has_stem(reading):
        return None
    claims = []
    for claim in reading.claims:
        parts = tuple(piece for a, b in claim.named.parts for piece in _pieces(places[a:b]))
        item = replace(claim.named.item, start=places[claim.named.item.start], end=places[claim.named.item.end - 1] + 1)
        claims.append(replace(claim, named=replace(claim.named, parts=parts, item=item)))
    return replace(reading, claims=tuple(claims), running=Running(), end=places[reading.end - 1] + 1)


def has_stem(reading: Reading) -> bool:
    """Whether a name of a reading lacks its ending."""
    return any(c.named.item.name.kind == "stem" for c in reading.claims)


def _pieces(places: list[int]) -> list[tuple[int, int]]:
    """Runs of neighbouring offsets as ranges: [3, 4, 7] -> [(3, 5), (7, 8)]."""
    out: list[tuple[int, int]] = []
    for i in places:
        if out and out[-1][1] == i:
            out[-1] = (out[-1][0], i + 1)
        else:
            out.append((i, i + 1))
    return out
