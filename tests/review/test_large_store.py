"""A search that finds much: the page says that it stopped counting, and every row is reached by turning pages. Bounds are made small."""

from __future__ import annotations

import re
from datetime import date

import pytest
from fastapi.testclient import TestClient

from nlp.review.catalogue import EntryFilter, entries, entry_total
from nlp.review.desk.app import DeskOptions, create_app
from nlp.review.desk.security import LANG_COOKIE
from nlp.review.queue import Filter, queue, queue_total, standing_of
from nlp.review.triage import incoming_of
from nlp.store import search
from nlp.store.accounts import create
from nlp.store.bulk_load import load
from nlp.store.decisions import Order, add
from nlp.store.search import Total
from nlp.store.store import Store
from tests.review.desk_client import DOMAINS, PASSWORD, no_analysis
from tests.store.records import entry, record

TODAY = date(2026, 3, 2)
MANY = 60


@pytest.fixture
def large(store: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    """Sixty documents and as many entries that hold a word, a few that hold another; a search counts to twelve."""
    monkeypatch.setattr(search, "MOST", 12)
    records = [record(f"第{n}号通知\n公开财政收支。" + ("另有债务限额。" if n % 20 == 0 else "")) for n in range(MANY)]
    list(load(store, ((incoming_of(r, 0, "command", False), standing_of(r, TODAY)) for r in records), "k", "王敏"))
    with store.write() as connection:
        for n in range(MANY):
            made = entry(f"财政收支之{n}" + ("债务" if n % 20 == 0 else ""), unit=f"财政局{n % 3}", basis=None)
            add(connection, Order(f"add-{n}", "王敏", store.now()), None, made)
    return store


def test_what_is_counted_is_told_apart_from_what_is_not(large: Store) -> None:
    with large.read() as connection:
        assert queue_total(connection, Filter()) == Total(MANY)
        assert queue_total(connection, Filter(text="财政收支")) == Total(12, more=True)
        assert queue_total(connection, Filter(text="债务限额")) == Total(3)
        assert queue_total(connection, Filter(text="财政收支 债务限额")) == Total(3)
        assert queue_total(connection, Filter(text="没有的词")) == queue_total(connection, Filter(text="，。")) == Total(0)
        assert entry_total(connection, EntryFilter()) == Total(MANY)
        assert entry_total(connection, EntryFilter(text="财政收支")) == Total(12, more=True)
        assert entry_total(connection, EntryFilter(text="债务", unit="财政局0")) == Total(1)
        assert entry_total(connection, EntryFilter(unit="财政局1")) == Total(20)


@pytest.mark.parametrize("words", ["财政收支", "债务", "财政收支 债务"])
def test_pages_of_a_search_together_are_all_that_is_found(large: Store, words: str) -> None:
    with large.read() as connection:
        shown = [w.id for at in range(0, MANY, 7) for w in queue(connection, TODAY, filter=Filter(text=words), limit=7, offset=at)]
        found = [e.id for at in range(0, MANY, 7) for e in entries(connection, EntryFilter(text=words), 7, at)]
    expected = [n for n in range(1, MANY + 1) if words == "财政收支" or n % 20 == 1]
    assert sorted(shown) == expected
    assert found == expected


@pytest.mark.parametrize(("lang", "said"), [("zh", "超过 12"), ("en", "more than 12")])
def test_the_page_says_that_it_stopped_counting(large: Store, lang: str, said: str) -> None:
    with large.write() as connection:
        create(connection, "wangmin", "王敏", "administrator", PASSWORD, large.now(), "test")
    client = TestClient(create_app(large, DeskOptions(analyse=no_analysis, kit="k", domain_names=DOMAINS)))  # type: ignore[arg-type]
    client.post("/login", data={"name": "wangmin", "password": PASSWORD})
    client.cookies.set(LANG_COOKIE, lang)
    for place in ("/", "/catalogue"):
        assert _count(client, f"{place}?q=财政收支") == said
        assert _count(client, f"{place}?q=债务") == "3"
        assert _count(client, place) == str(MANY)
        assert "page=2" in client.get(f"{place}?q=财政收支").text  # a full page: there may be more
        assert "page=3" not in client.get(f"{place}?q=财政收支&page=2").text
        assert client.get(f"{place}?q=财政收支&page=2").text.count("<tr") == 1 + MANY - 50


def _count(client: TestClient, path: str) -> str:
    found = re.search(r'<span class="count">([^<]*)</span>', client.get(path).text)
    assert found is not None
    return found[1]
