"""A store cut by year answers as before."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from nlp.review.triage import receive
from nlp.store import audit
from nlp.store.backup import back_up, restore
from nlp.store.documents import latest_analysis
from nlp.store.engine import StoreFault
from nlp.store.store import Store, open_store
from nlp.store.years import cut_by_year
from tests.store.conftest import Clock, _fresh_database
from tests.store.records import entry, record


def _receive(store: Store, n: int, kit: str = "k1") -> int:
    return receive(store, record(f"第{n}号通知\n按月公开。", [entry(f"财政收支{n}")]), None, kit, "command", "王敏", date(2026, 3, 2)).document


def _parts(store: Store, table: str) -> dict[str, int]:
    with store.read() as connection:
        found = connection.execute(text(f"SELECT CAST(tableoid AS regclass)::text AS part, count(*) AS n FROM {table} GROUP BY 1"))
        return {row.part: row.n for row in found}


def test_years_have_parts_of_their_own(postgres: str, clock: Clock, tmp_path: Path) -> None:
    url = _fresh_database(postgres)
    store = open_store(url, clock=clock)
    for year in (2024, 2025, 2025):
        clock.at = datetime(year, 6, 1, tzinfo=UTC)
        _receive(store, year + clock.at.second)
        clock.forward(seconds=1)
        _receive(store, 10 * year)
    with store.read() as connection:
        before = [latest_analysis(connection, n) for n in (1, 2, 3, 4)]
    assert cut_by_year(store) == {"analysis": [2024, 2025], "audit": [2024, 2025]}
    assert _parts(store, "analysis") == {"analysis_2024": 2, "analysis_2025": 2}
    clock.at = datetime(2026, 1, 1, tzinfo=UTC)
    number = _receive(store, 7)
    assert _receive(store, 2024, "k2") == 1  # a later analysis of an old document
    assert _parts(store, "analysis") == {"analysis_2024": 2, "analysis_2025": 2, "analysis_rest": 2}
    assert cut_by_year(store)["analysis"] == [2024, 2025, 2026]
    assert _parts(store, "analysis") == {"analysis_2024": 2, "analysis_2025": 2, "analysis_2026": 2}
    assert cut_by_year(store)["audit"] == [2024, 2025, 2026]
    with store.read() as connection:
        assert [latest_analysis(connection, n) for n in (2, 3, 4)] == before[1:]
        assert (latest_analysis(connection, 1) or ("",))[0] == "k2"
        assert latest_analysis(connection, number) is not None
        verdict = audit.verify(connection)
        assert (verdict.records, verdict.broken) == (sum(_parts(store, "audit").values()), None)
    back_up(store, tmp_path / "all.zip")
    other = open_store(str(tmp_path / "other.db"), clock=clock)
    restore(other, tmp_path / "all.zip")
    with other.read() as connection:
        assert audit.verify(connection).broken is None
        assert latest_analysis(connection, 2) == before[1]
    other.close()
    store.close()
    again = open_store(url, clock=clock)  # the schema is still the one of this version
    _receive(again, 8)
    again.close()


def test_sqlite_has_no_parts(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "desk.db"))
    with pytest.raises(StoreFault, match="store_not_postgresql"):
        cut_by_year(store)
    store.close()
