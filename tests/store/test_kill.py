"""Two hundred times (here forty, two hundred by `make long`): a process that takes decisions is killed at a random moment. No decision is lost and none doubled."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import time
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select

from nlp.review.triage import receive
from nlp.store import audit
from nlp.store.decisions import Conflict, Order, Refused, confirm, reopen
from nlp.store.store import Store, open_store
from nlp.store.tables import decision, suggestion
from nlp.store.tables import entry as entry_table
from tests.store.records import entry, record

ROWS = 12


def _decide_on_and_on(place: str, run: int, pipe: int) -> None:
    """Confirm and reopen rows until killed; the name of every decision is written to the pipe after it was kept."""
    store = open_store(place)
    for n in range(10_000):
        number, name = n % ROWS + 1, f"{run}/{n}"
        try:
            with store.write() as connection:
                row = connection.execute(select(suggestion.c.state, suggestion.c.version).where(suggestion.c.id == number)).one()
                order = Order(name, "王敏", store.now())
                if row.state == "open":
                    confirm(connection, order, number, row.version, {})
                else:
                    reopen(connection, order, number, "再看")
        except (Conflict, Refused):
            continue
        os.write(pipe, (name + "\n").encode())


@pytest.mark.parametrize("times", [40, pytest.param(200, marks=pytest.mark.long)])
def test_no_decision_is_lost_or_doubled(times: int, tmp_path: Path) -> None:
    place = str(tmp_path / "desk.db")
    store = open_store(place)
    made = record("通知\n内容", [entry(f"事项{n}") for n in range(ROWS)])
    receive(store, made, b"x", "k", "command", "王敏", date(2026, 3, 2))
    store.close()
    context, chance = multiprocessing.get_context("fork"), random.Random(20260302)
    reported: list[str] = []
    killed = 0
    for run in range(times):
        reading, writing = os.pipe()
        child = context.Process(target=_decide_on_and_on, args=(place, run, writing))
        child.start()
        os.close(writing)
        with os.fdopen(reading) as pipe:
            first = pipe.readline() if run % 5 else ""  # every fifth is killed while it may still be opening the store
            time.sleep(chance.uniform(0, 0.03))
            assert child.pid is not None
            os.kill(child.pid, signal.SIGKILL)
            child.join()
            killed += child.exitcode == -signal.SIGKILL
            reported += (first + pipe.read()).split()
    assert killed == times
    assert len(reported) >= times * 4 // 5
    _check(open_store(place), reported, times)


def _check(store: Store, reported: list[str], times: int) -> None:
    with store.read() as connection:
        kept = connection.execute(select(decision.c.request)).scalars().all()
        assert len(kept) == len(set(kept))
        assert set(reported) <= set(kept)
        assert len(kept) - len(reported) <= times  # at most the one in flight of each run was kept without being reported
        assert audit.verify(connection).broken is None
        assert audit.verify(connection).records == len(kept) + 1
        standing = connection.execute(
            select(entry_table.c.suggestion_id, func.count()).where(entry_table.c.ended_by.is_(None)).group_by(entry_table.c.suggestion_id)
        ).all()
        confirmed = set(connection.execute(select(suggestion.c.id).where(suggestion.c.state == "confirmed")).scalars())
        assert {row[0]: row[1] for row in standing} == dict.fromkeys(confirmed, 1)
    store.close()
