"""A desk over a fresh store, with an account of each role, driven without a network."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from fastapi.testclient import TestClient

from nlp.contract import plain
from nlp.review.desk.app import DeskOptions, create_app
from nlp.review.triage import receive
from nlp.store.accounts import ROLES, create
from nlp.store.store import Store
from nlp.types import Analysis, Failure
from tests.store.conftest import Clock, new_store
from tests.store.records import deadline, entry, record

PASSWORD = "很长的口令-2026"
TEXT = "关于公开预算的通知\n按月公开财政收支情况、政府采购结果和债务限额。"
DOMAINS = {"budget": "财政预决算", "open-government": "政务公开工作管理"}


def no_analysis(path: Path) -> list[Analysis | Failure]:
    """Stands for the guarded workers where a test sends no file."""
    return [Failure(path.name, "unsupported", "这种格式不能读取", "application/octet-stream", "0" * 64)]


@contextmanager
def desk(folder: Path, analyse: object = no_analysis) -> Iterator[tuple[Store, TestClient, Clock]]:
    """A desk with one document of three suggestions and a duty."""
    clock = Clock()
    store = new_store(folder / "desk.db", clock)
    with store.write() as connection:
        for role in ROLES:
            create(connection, role, f"{role}一号", role, PASSWORD, store.now(), "test")
    made = record(
        TEXT, [entry("财政收支情况"), entry("政府采购结果", needs_review=True, score=0.55), entry("债务限额", score=0.97)],
        deadlines=[deadline("3月20日前", "2026-03-20")],
    )
    receive(store, plain(made), TEXT.encode(), "kit-1", "command", "test", date(2026, 3, 2))
    app = create_app(store, DeskOptions(analyse=analyse, kit="kit-1", domain_names=DOMAINS))  # type: ignore[arg-type]
    yield store, TestClient(app, follow_redirects=False), clock
    store.close()


def sign_in(client: TestClient, name: str, password: str = PASSWORD) -> str:
    """Sign in; returns the token for forms."""
    client.cookies.clear()
    done = client.post("/login", data={"name": name, "password": password})
    assert done.status_code == 303, done.text
    return token_of(client)


def token_of(client: TestClient) -> str:
    """The token that the pages carry."""
    found = re.search(r'name="csrf" value="([^"]+)"', client.get("/").text)
    assert found is not None
    return found[1]
