"""Full-text search over pairs of characters: finds any run of two characters or more, which word indexes of databases do not
do for Chinese. SQLite: a contentless FTS5 table; PostgreSQL: a tsvector column. Both are asked for a phrase of pairs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Select,
    bindparam,
    column,
    delete,
    false,
    func,
    insert,
    literal_column,
    select,
    text,
)

from nlp.store.tables import search_part

PART = 4000  # characters a piece: a tsvector counts no more than 16,383 positions
OVERLAP = 40  # a phrase over the border of two pieces is still found, up to this length
MOST = 1000  # found things that are counted
_RUN = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Total:
    """A number of rows; `more`: there are more than `n`, and nobody counted how many."""

    n: int
    more: bool = False

    def pages(self, size: int) -> int:
        """How many pages of a size the counted rows fill; one at least."""
        return max(1, -(-self.n // size))


def words_of(content: str) -> str:
    """The pairs of neighbouring characters of every run of letters, digits and Han, as words; a run of one stands alone.

    >>> words_of("2017年，政务公开 A")
    '20 01 17 7年 政务 务公 公开 a'
    """
    found: list[str] = []
    for run in _RUN.findall(content.lower()):
        found += [a + b for a, b in pairwise(run)] or [run]
    return " ".join(found)


def phrases_of(query: str) -> list[str]:
    """The runs of a query as phrases of pairs; every one of them must be found. One character alone asks for words beginning so.

    >>> phrases_of("财政局 预算")
    ['财政 政局', '预算']
    """
    return [words_of(run) for run in _RUN.findall(query.lower())]


def put(connection: Connection, kind: str, ref: int, content: str) -> None:
    """Index a text, in place of what stood there for the same thing."""
    drop(connection, kind, ref)
    sqlite = connection.dialect.name == "sqlite"
    for words in pieces_of(content):
        if sqlite:
            made = connection.execute(insert(search_part).values(kind=kind, ref=ref)).inserted_primary_key
            assert made is not None
            connection.execute(text("INSERT INTO search_words (rowid, words) VALUES (:id, :words)"), {"id": made[0], "words": words})
        else:
            connection.execute(
                text("INSERT INTO search_part (kind, ref, words) VALUES (:kind, :ref, to_tsvector('simple', :words))"),
                {"kind": kind, "ref": ref, "words": words},
            )


def pieces_of(content: str) -> list[str]:
    """The words of a text in pieces that overlap."""
    found = (words_of(content[max(start - OVERLAP, 0) : start + PART]) for start in range(0, len(content), PART))
    return [words for words in found if words]


def drop(connection: Connection, kind: str, ref: int) -> None:
    """Take a thing out of the index. (SQLite keeps its words without a piece that they belong to; they are never found.)"""
    connection.execute(delete(search_part).where(search_part.c.kind == kind, search_part.c.ref == ref))


def matching(connection: Connection, kind: str, query: str) -> list[Select[tuple[int]]] | None:
    """Selections of the references of things of a kind, one a run of the query: a thing must be in all of them. None for a query
    without letters, which nothing answers. They are meant to stand inside a larger query, so that no list of numbers travels."""
    phrases = phrases_of(query)
    return [_hits(connection, kind, phrase) for phrase in phrases] or None


def holding(connection: Connection, kind: str, query: str, number: ColumnElement[int]) -> list[ColumnElement[bool]]:
    """Conditions on the number of a thing of a kind: it holds every run of the query. `false` for a query without letters.

    PostgreSQL is told the numbers where they are few: what it guesses of phrases is wrong by a thousand times, and with a bound on the
    rows it would rather look at everything than ask the index of words. Where they are many it walks in the order of the page.
    """
    found = matching(connection, kind, query)
    if found is None:
        return [false()]
    if connection.dialect.name == "sqlite":
        return [number.in_(hits) for hits in found]
    return [number.in_(hits if (few := _few(connection, hits)) is None else few) for hits in found]


def _few(connection: Connection, hits: Select[tuple[int]]) -> list[int] | None:
    """The numbers themselves where they are no more than MOST, else None."""
    by_words = hits.cte("hits").prefix_with("MATERIALIZED", dialect="postgresql")  # planned without the bound, stopped by it
    found = list(connection.execute(select(by_words.c.ref).limit(MOST + 1)).scalars())
    return None if len(found) > MOST else sorted(set(found))


def find(connection: Connection, kind: str, query: str, limit: int = 1000) -> list[int]:
    """References of things of a kind that hold every run of the query, in ascending order; [] for a query without letters."""
    found = matching(connection, kind, query)
    if found is None:
        return []
    chosen = select(search_part.c.ref).where(search_part.c.kind == kind, *(search_part.c.ref.in_(hits) for hits in found))
    return list(connection.execute(chosen.distinct().order_by(search_part.c.ref).limit(limit)).scalars())


def total(connection: Connection, chosen: Select[Any]) -> Total:
    """How many rows a search finds, counted up to MOST: who finds more looks for something else or turns the pages, and counting all
    takes longer the more common a word is."""
    n = int(connection.execute(select(func.count()).select_from(chosen.limit(MOST + 1).subquery())).scalar_one())
    return Total(min(n, MOST), n > MOST)


def _hits(connection: Connection, kind: str, phrase: str) -> Select[tuple[int]]:
    """What holds a phrase. One character alone asks for words that begin so."""
    single = len(phrase) == 1
    if connection.dialect.name == "sqlite":
        words = text("SELECT rowid FROM search_words WHERE search_words MATCH :match").bindparams(
            bindparam("match", f'"{phrase}"*' if single else f'"{phrase}"', unique=True)
        )
        # the plus keeps SQLite from asking the index of words for every piece of the kind, one by one
        return select(search_part.c.ref).where(search_part.c.id.in_(words.columns(column("rowid", Integer))), literal_column("+kind") == kind)
    question = func.to_tsquery("simple", f"{phrase}:*") if single else func.phraseto_tsquery("simple", phrase)
    return select(search_part.c.ref).where(search_part.c.kind == kind, literal_column("search_part.words").op("@@")(question))


def count(connection: Connection, kind: str) -> int:
    """How many things of a kind are in the index."""
    return len(set(connection.execute(select(search_part.c.ref).where(search_part.c.kind == kind)).scalars()))
