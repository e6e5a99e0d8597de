"""A back-up of an earlier version lacks the tables that came later: it is restored all the same, and decisions are counted anew."""

from __future__ import annotations

import hashlib
import json
import zipfile
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import select

from nlp.review.catalogue import entry_count
from nlp.review.ledger import ledger
from nlp.review.statistics import statistics
from nlp.review.triage import receive
from nlp.store.backup import back_up, restore
from nlp.store.decisions import Order, confirm
from nlp.store.store import Store, open_store
from nlp.store.tables import suggestion
from tests.store.records import deadline, entry, record

LATER = ("decision_count", "field_count", "rule_off", "local_domain", "local_item", "held_catalogue", "held_line", "standing_count", "duty_count")


def test_a_back_up_without_the_later_tables(store: Store, tmp_path: Path) -> None:
    receive(store, record("通知\n内容", [entry("财政收支情况")]), "通知\n内容".encode(), "k", "command", "王敏", date(2026, 3, 2))
    with store.write() as connection:
        row = connection.execute(select(suggestion)).one()
        confirm(connection, Order("confirm-1", "王敏", store.now()), row.id, 1, {"unit": "云浦市审计局"})
    with store.read() as connection:
        expected = statistics(connection)
    back_up(store, tmp_path / "now.zip")
    _without(tmp_path / "now.zip", tmp_path / "earlier.zip")
    fresh = open_store(str(tmp_path / "fresh.db"))
    restore(fresh, tmp_path / "earlier.zip")
    with fresh.read() as connection:
        assert statistics(connection) == expected
    assert dict(expected.kinds) == {"edit": 1}
    fresh.close()


def test_a_back_up_without_cycles_of_duties(store: Store, tmp_path: Path) -> None:
    """The ledger and the catalogue's counts are the same again, though nothing of them lay in the back-up."""
    dues = [deadline("每月", None, "FREQ=MONTHLY"), deadline("3月5日前", "2026-03-05")]
    receive(store, record("通知\n内容", [entry("财政收支情况")], deadlines=dues), "通知\n内容".encode(), "k", "command", "王敏", date(2026, 3, 2))
    with store.write() as connection:
        confirm(connection, Order("confirm-1", "王敏", store.now()), 1, 1, {})
    back_up(store, tmp_path / "now.zip")
    _without(tmp_path / "now.zip", tmp_path / "earlier.zip")
    fresh = open_store(str(tmp_path / "fresh.db"))
    restore(fresh, tmp_path / "earlier.zip")
    with store.read() as one, fresh.read() as two:
        due = ledger(one, date(2026, 3, 2), timedelta(days=60))
        assert [d.due.isoformat() for d in due] == ["2026-03-05", "2026-04-01", "2026-05-01"]
        assert ledger(two, date(2026, 3, 2), timedelta(days=60)) == due
        assert entry_count(one) == entry_count(two) == 1
    fresh.close()


def _without(source: Path, target: Path) -> None:
    with zipfile.ZipFile(source) as whole, zipfile.ZipFile(target, "w") as less:
        for name in whole.namelist():
            if name == "manifest.json":
                manifest = json.loads(whole.read(name))
                manifest["tables"] = {k: v for k, v in manifest["tables"].items() if k not in LATER}
                manifest["tables"]["duty"]["sha256"] = hashlib.sha256(_earlier_duties(whole)).hexdigest()
                less.writestr(name, json.dumps(manifest))
            elif name == "tables/duty.jsonl":
                less.writestr(name, _earlier_duties(whole))
            elif not any(name == f"tables/{later}.jsonl" for later in LATER):
                less.writestr(name, whole.read(name))


def _earlier_duties(archive: zipfile.ZipFile) -> bytes:
    rows = [json.loads(line) for line in archive.read("tables/duty.jsonl").splitlines()]
    return "".join(json.dumps({k: v for k, v in row.items() if k not in ("cycle", "since")}, ensure_ascii=False) + "\n" for row in rows).encode()
