"""Full-text search over pairs of characters: finds any run of two characters or more, which word indexes of databases do not
do for Chinese. SQLite: a contentless FTS5 table; PostgreSQL: a tsvector column. Both are asked for a phrase of pairs."""

from __future__ import annotations

import re
from itertools import pairwise

from sqlalchemy import Connection, delete, insert, select, text

from nlp.store.tables import search_part

PART = 4000  # characters a piece: a tsvector counts no more than 16,383 positions
OVERLAP = 40  # a phrase over the border of two pieces is still found, up to this length
_RUN = re.compile(r"[^\W_]+")


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
    for start in range(0, max(len(content), 1), PART):
        words = words_of(content[max(start - OVERLAP, 0) : start + PART])
        if not words:
            continue
        if sqlite:
            made = connection.execute(insert(search_part).values(kind=kind, ref=ref)).inserted_primary_key
            assert made is not None
            connection.execute(text("INSERT INTO search_words (rowid, words) VALUES (:id, :words)"), {"id": made[0], "words": words})
        else:
            connection.execute(
                text("INSERT INTO search_part (kind, ref, words) VALUES (:kind, :ref, to_tsvector('simple', :words))"),
                {"kind": kind, "ref": ref, "words": words},
            )


def drop(connection: Connection, kind: str, ref: int) -> None:
    """Take a thing out of the index. (SQLite keeps its words without a piece that they belong to; they are never found.)"""
    connection.execute(delete(search_part).where(search_part.c.kind == kind, search_part.c.ref == ref))


def find(connection: Connection, kind: str, query: str, limit: int = 1000) -> list[int]:
    """References of things of a kind that hold every run of the query, in ascending order; [] for a query without letters."""
    phrases = phrases_of(query)
    if not phrases:
        return []
    found: set[int] | None = None
    for phrase in phrases:
        hits = _hits(connection, kind, phrase)
        found = hits if found is None else found & hits
        if not found:
            return []
    return sorted(found or ())[:limit]


def _hits(connection: Connection, kind: str, phrase: str) -> set[int]:
    single = len(phrase) == 1
    if connection.dialect.name == "sqlite":
        match = f'"{phrase}"*' if single else f'"{phrase}"'
        rows = connection.execute(
            text(
                # CROSS JOIN: the index of words first, else every piece of a kind is asked for the phrase one by one
                "SELECT DISTINCT p.ref FROM search_words w CROSS JOIN search_part p ON p.id = w.rowid"
                " WHERE search_words MATCH :match AND p.kind = :kind"
            ),
            {"match": match, "kind": kind},
        )
    else:
        question = "to_tsquery('simple', :match)" if single else "phraseto_tsquery('simple', :match)"
        rows = connection.execute(
            text(f"SELECT DISTINCT ref FROM search_part WHERE kind = :kind AND words @@ {question}"),
            {"match": f"{phrase}:*" if single else phrase, "kind": kind},
        )
    return {row.ref for row in rows}


def count(connection: Connection, kind: str) -> int:
    """How many things of a kind are in the index."""
    return len(set(connection.execute(select(search_part.c.ref).where(search_part.c.kind == kind)).scalars()))
