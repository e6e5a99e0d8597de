"""How fast the desk answers with many documents: python -m tests.benchmarks.desk_load [--db URL] [--documents 10000] [--entries 10].

Fills a store with made documents and confirmed entries, then asks for each page many times in one process and prints the median
and the 95th percentile in milliseconds, and how long an export of everything takes.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient
from sqlalchemy import insert, text

from nlp.review.desk.app import DeskOptions, create_app
from nlp.store import search
from nlp.store.accounts import create
from nlp.store.counts import count_all
from nlp.store.cycles import cycle_again
from nlp.store.duty_counts import count_duties_again
from nlp.store.standing import count_standing_again
from nlp.store.store import Store, open_store, stamp
from nlp.store.tables import analysis, decision, document, duty, entry, suggestion

PASSWORD = "很长的口令-2026"
TODAY = date(2026, 3, 2)
THINGS = ("财政收支", "政府采购", "空气质量", "食品抽检", "公租房分配", "救助对象", "招生入学", "医疗机构", "安全生产", "征地补偿")
KINDS = ("情况", "结果", "名单", "目录", "标准", "计划", "报告", "公告")
UNITS = ("财政局", "生态环境局", "市场监督管理局", "住房和城乡建设局", "民政局", "教育局", "卫生健康委员会", "应急管理局")
DOMAINS = ("budget", "government-procurement", "environment", "food-drug", "housing-security", "social-assistance", "education", "health")
RULES = ("FREQ=MONTHLY", "FREQ=MONTHLY;BYMONTHDAY=10", "FREQ=MONTHLY;INTERVAL=3", "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1", "FREQ=YEARLY",
         "FREQ=WEEKLY;BYDAY=FR", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=31")
SOURCES = json.dumps([["deadline", "deadlines:monthly"], ["unit", "units-duties:act"], ["domain", "model:domains@1"]])
DUTIES = 3  # of a document
PAGES = {
    "queue": "/", "queue, page 100": "/?page=100", "queue by domain": "/?domain=budget", "search (two characters)": "/?q=抽检",
    "search (rare)": "/?q=第7777号", "document": "/documents/1500", "ledger": "/ledger", "ledger, page 50": "/ledger?page=50", "ledger of a unit": "/ledger?unit=教育局", "ledger by unit": "/ledger?view=unit",
    "ledger of a month": "/ledger?view=month&month=2026-03",
    "catalogue": "/catalogue", "catalogue, page 500": "/catalogue?page=500", "catalogue search": "/catalogue?q=公租房", "catalogue by unit": "/catalogue?unit=民政局",
    "statistics": "/statistics",
}


def fill(store: Store, documents: int, per: int) -> None:
    """Made documents, each with its analysis, suggestions, confirmed entries and a duty."""
    chance = random.Random(7)
    now = stamp(datetime(2026, 3, 2, tzinfo=UTC))
    for start in range(0, documents, 500):
        numbers = range(start + 1, min(start + 500, documents) + 1)
        with store.write() as connection:
            connection.execute(insert(document), [_document(n, now, chance) for n in numbers])
            texts = {n: _text(n, chance) for n in numbers}
            connection.execute(insert(analysis), [
                {"id": n, "document_id": n, "kit": "k", "made_at": now, "record": _record(n, texts[n])} for n in numbers])
            rows = [_suggestion(n, i, per, chance) for n in numbers for i in range(per)]
            connection.execute(insert(suggestion), rows)
            connection.execute(insert(decision), [
                {"id": r["id"], "request": str(r["id"]), "at": now, "person": "王敏", "kind": "confirm", "document_id": r["document_id"],
                 "suggestion_id": r["id"], "after": r["entry"], "changed": "[]", "kit": "k"} for r in rows])
            connection.execute(insert(entry), [
                {"id": r["id"], "key": f"{r['id']:036d}", "document_id": r["document_id"], "suggestion_id": r["id"], "made_by": r["id"], "step": "issued",
                 "fields": r["entry"], "item": r["item"], "unit": r["unit"], "domain": r["domain"], "mode": "主动公开"} for r in rows])
            connection.execute(insert(duty), [_duty(n, chance) for n in numbers for _ in range(DUTIES)])
            for n in numbers:
                search.put(connection, "document", n, texts[n])
            for r in rows:
                search.put(connection, "entry", r["id"], f"{r['item']} {r['unit']}")
    with store.write() as connection:
        count_all(connection)
        count_standing_again(connection)
        cycle_again(connection)
        count_duties_again(connection)
    if store.engine.dialect.name == "postgresql":
        with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("ANALYZE"))


def _duty(n: int, chance: random.Random) -> dict[str, Any]:
    """Two of three name a day, the others come again and again."""
    once = chance.random() < 2 / 3
    due = (TODAY + timedelta(days=chance.randrange(-300, 300))).isoformat() if once else None
    rule = None if once else chance.choice(RULES)
    return {"document_id": n, "section": "一", "quote": "前", "kind": "date" if once else "recurring", "value": "x", "unit": chance.choice(UNITS),
            "task": "公开" + THINGS[n % 10], "due": due, "rrule": rule}



def _document(n: int, now: str, chance: random.Random) -> dict[str, Any]:
    due = (TODAY + timedelta(days=chance.randrange(200))).isoformat() if n % 3 else None
    return {
        "id": n, "sha256": f"{n:064x}", "path": f"{n}.txt", "name": f"{n}.txt", "media_type": "text/plain", "size": 1, "kept": False, "origin": "command",
        "received_at": now, "state": "open", "title": f"关于公开第{n}号{chance.choice(THINGS)}信息的通知", "issuer": "云浦市人民政府", "domain": chance.choice(DOMAINS),
        "attribute": "active", "alarm": chance.choice((0, 0, 0, 1, 2)), "written_on": (TODAY - timedelta(days=chance.randrange(4000))).isoformat(), "due": due, "doubt": round(chance.random(), 2), "pending": 3, "version": 1,
    }


def _text(n: int, chance: random.Random) -> str:
    lines = [f"{chance.choice(UNITS)}要按月公开{chance.choice(THINGS)}{chance.choice(KINDS)}，并报市政府办公室备案。" for _ in range(40)]
    return f"关于公开第{n}号信息的通知\n" + "\n".join(lines)


def _record(n: int, text: str) -> str:
    return json.dumps({"source": {"path": f"{n}.txt", "pages": None}, "text": text, "warnings": [], "sensitive": [], "metadata": {
        "title": text.split("\n")[0], "document_number": None}}, ensure_ascii=False)


def _suggestion(n: int, i: int, per: int, chance: random.Random) -> dict[str, Any]:
    k = chance.randrange(len(DOMAINS))
    item, unit = f"{chance.choice(THINGS)}{chance.choice(KINDS)}（第{n}号之{i}）", f"云浦市{UNITS[k]}"
    fields = {
        "section": "一", "item": item, "parent_item": None, "content": [item], "basis": f"《第{n}号通知》", "deadline": "按月", "deadline_value": "P1M", "unit": unit,
        "supervision": None, "channels": ["政府网站"], "audience": "全社会", "mode": "主动公开", "level": ["市级"], "domain": DOMAINS[k], "score": 0.9,
        "needs_review": False, "evidence": {"item": [{"start": 0, "end": 2, "quote": "关于"}]}, "defaults": {},
    }
    return {
        "id": (n - 1) * per + i + 1, "document_id": n, "analysis_id": n, "place": i, "key": f"{n}/{i}", "entry": json.dumps(fields, ensure_ascii=False),
        "item": item, "unit": unit, "domain": DOMAINS[k], "mode": "主动公开", "score": round(chance.random(), 2), "needs_review": False, "state": "confirmed",
        "version": 1, "sources": SOURCES,
    }


def measure(store: Store, times: int, exports: bool = True) -> list[tuple[str, float, float]]:
    """(page, median, 95th percentile) in milliseconds of the clock on the wall."""
    with store.write() as connection:
        create(connection, "wangmin", "王敏", "administrator", PASSWORD, store.now(), "test")
    app = create_app(store, DeskOptions(analyse=lambda _: [], kit="k", domain_names={d: d for d in DOMAINS}))
    client = TestClient(app)
    client.post("/login", data={"name": "wangmin", "password": PASSWORD})
    out = []
    for name, path in PAGES.items():
        taken = []
        for _ in range(times):
            began = time.perf_counter()
            answer = client.get(path)
            taken.append((time.perf_counter() - began) * 1000)
            assert answer.status_code == 200, (path, answer.status_code)
        out.append((name, statistics.median(taken), sorted(taken)[int(len(taken) * 0.95)]))
    for ending in ("csv", "json", "xlsx") if exports else ():
        began = time.perf_counter()
        assert client.get(f"/catalogue/export.{ending}").status_code == 200
        out.append((f"export {ending}", (time.perf_counter() - began) * 1000, 0.0))
    return out


def main() -> None:
    """Fill, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--db")
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--entries", type=int, default=10)
    parser.add_argument("--times", type=int, default=20)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(given.db or str(Path(folder) / "load.db"), clock=lambda: datetime(2026, 3, 2, 8, tzinfo=UTC))
        began = time.monotonic()
        fill(store, given.documents, given.entries)
        print(f"{given.documents} documents, {given.documents * given.entries} entries, filled in {time.monotonic() - began:.0f} s ({store.engine.dialect.name})")
        for name, median, high in measure(store, given.times):
            print(f"{name:28} {median:8.0f} ms" + (f"  p95 {high:6.0f} ms" if high else ""))
        store.close()


if __name__ == "__main__":
    main()
