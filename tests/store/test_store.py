"""The store: what arrives, what people decide, the audit log, search, back-up. Every test runs on SQLite and on PostgreSQL."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select, text

from nlp.review.catalogue import EntryFilter, entries, name_version
from nlp.review.queue import Filter, queue
from nlp.review.triage import receive
from nlp.store import audit, search
from nlp.store.backup import back_up, restore
from nlp.store.decisions import (
    Conflict,
    Order,
    Refused,
    add,
    advance,
    change,
    confirm,
    merge,
    reject,
    reopen,
    seen,
    split,
    withdraw,
)
from nlp.store.engine import StoreFault, is_current
from nlp.store.settings import put_setting, setting_of
from nlp.store.store import Store, open_store
from nlp.store.tables import decision, document, suggestion
from nlp.store.tables import entry as entry_table
from tests.store.conftest import Clock
from tests.store.records import deadline, entry, record

TODAY = date(2026, 3, 2)
TEXT = "关于公开预算的通知\n按月公开财政收支情况、政府采购结果和债务限额。"


def _receive(store: Store, made: dict[str, object], kit: str = "k1") -> int:
    return receive(store, made, str(made["text"]).encode(), kit, "command", "王敏", TODAY).document


def _filled(store: Store, *items: str) -> tuple[int, list[int]]:
    number = _receive(store, record(TEXT, [entry(i) for i in items or ("财政收支情况", "政府采购结果", "债务限额")]))
    with store.read() as connection:
        return number, list(connection.execute(select(suggestion.c.id).order_by(suggestion.c.place)).scalars())


def _order(name: str, person: str = "王敏") -> Order:
    return Order(name, person, "2026-03-02T08:15:00Z")


def _state(store: Store, number: int) -> str:
    with store.read() as connection:
        return connection.execute(select(suggestion.c.state).where(suggestion.c.id == number)).scalar_one()


# ---------------------------------------------------------------- arriving
def test_same_bytes_are_one_document_and_same_kit_changes_nothing(store: Store) -> None:
    first = receive(store, record(TEXT, [entry("财政收支情况")]), TEXT.encode(), "k1", "command", "王敏", TODAY)
    again = receive(store, record(TEXT, [entry("财政收支情况")]), TEXT.encode(), "k1", "watch", "王敏", TODAY)
    assert (first.new, again.new, again.document) == (True, False, first.document)
    with store.read() as connection:
        assert store.blobs.get(connection, record(TEXT)["source"]["sha256"]) == TEXT.encode()


def test_a_later_kit_replaces_what_nobody_decided_and_keeps_what_was(store: Store) -> None:
    number, (kept, dropped) = _filled(store, "财政收支情况", "政府采购结果")
    with store.write() as connection:
        confirm(connection, _order("a"), kept, 1, {})
    later = record(TEXT, [entry("财政收支情况"), entry("债务限额")])
    assert _receive(store, later, "k2") == number
    with store.read() as connection:
        states = dict(connection.execute(select(suggestion.c.item, suggestion.c.state)).all())
    assert states == {"财政收支情况": "confirmed", "政府采购结果": "replaced", "债务限额": "open"}
    assert _state(store, dropped) == "replaced"


def test_a_marked_document_leaves_hash_and_reason_only(store: Store) -> None:
    made = record("机密★1年\n关于演练的通知\n内容", [], metadata={
        "title": "关于演练的通知", "document_number": None, "issuer": [], "written_on": None, "classification": "机密"})
    got = receive(store, made, b"secret words", "k1", "command", "王敏", TODAY)
    assert got.secret
    with store.read() as connection:
        row = connection.execute(select(document)).one()
        everything = " ".join(str(v) for v in row) + " ".join(
            str(r) for t in ("analysis", "audit", "suggestion", "duty") for r in connection.execute(text(f"SELECT * FROM {t}")))
        assert store.blobs.get(connection, row.sha256) is None
        assert search.find(connection, "document", "演练") == []
    assert row.state == "secret"
    assert [word for word in ("演练", "通知", "内容") if word in everything] == []


def test_a_failure_is_kept_in_the_queue(store: Store) -> None:
    failed = {"schema": "gongkai.analysis/1", "source": {"path": "坏.pdf", "sha256": "ab" * 32, "media_type": "application/pdf"},
              "error": {"code": "encrypted", "message": "文件设有密码"}}
    receive(store, failed, b"%PDF", "k1", "command", "王敏", TODAY)
    with store.read() as connection:
        assert [(w.title, w.why) for w in queue(connection, TODAY)] == [("坏.pdf", ("未能读取：文件设有密码",))]


# ---------------------------------------------------------------- queue
def test_the_queue_puts_alarms_first_then_what_is_due_then_doubt(store: Store) -> None:
    quiet = record("平常的通知", [entry("财政收支情况")])
    doubtful = record("拿不准的通知", [entry("财政收支情况", needs_review=True)])
    soon = record("快到期的通知", [entry("财政收支情况")], deadlines=[deadline("3月5日前", "2026-03-05"), deadline("已过", "2026-01-01")])
    closed = record("不公开的通知", [], attribute={"value": "withheld", "ground": "personal-privacy", "score": 0.9, "needs_review": True})
    for made in (quiet, doubtful, soon, closed):
        _receive(store, made)
    with store.read() as connection:
        assert [(w.title, w.why) for w in queue(connection, TODAY)] == [
            ("不公开的通知", ("建议不予公开，请核对理由", "没有建议条目，看过即可办结")),
            ("快到期的通知", ("2026-03-05 到期，还有 3 天", "1 条建议待确认")),
            ("拿不准的通知", ("1 条建议中约 100% 须复核",)),
            ("平常的通知", ("1 条建议待确认",)),
        ]
        assert [w.title for w in queue(connection, TODAY, filter=Filter(text="拿不准"))] == ["拿不准的通知"]
        assert [w.title for w in queue(connection, TODAY, filter=Filter(attribute="withheld"))] == ["不公开的通知"]
        assert [w.title for w in queue(connection, TODAY, filter=Filter(unit="教育局"))] == []
        assert [w.due for w in queue(connection, date(2026, 3, 9), "en", Filter(text="到期"))] == ["2026-03-05"]


# ---------------------------------------------------------------- decisions
def test_nothing_enters_the_catalogue_before_a_person_confirms(store: Store) -> None:
    number, suggestions = _filled(store)
    with store.read() as connection:
        assert entries(connection) == []
    with store.write() as connection:
        confirm(connection, _order("a"), suggestions[0], 1, {})
        confirm(connection, _order("b"), suggestions[1], 1, {"item": "政府采购中标结果"})
    with store.read() as connection:
        assert [(e.fields["item"], e.person, e.step) for e in entries(connection)] == [
            ("财政收支情况", "王敏", "issued"), ("政府采购中标结果", "王敏", "issued")]
        kinds = connection.execute(select(decision.c.kind, decision.c.changed).order_by(decision.c.id)).all()
        assert [tuple(k) for k in kinds] == [("confirm", "[]"), ("edit", '["item"]')]
        assert connection.execute(select(document.c.pending, document.c.state).where(document.c.id == number)).one() == (1, "open")


def test_a_repeated_request_is_carried_out_once(store: Store) -> None:
    _, suggestions = _filled(store)
    for again in (False, True):
        with store.write() as connection:
            assert confirm(connection, _order("same"), suggestions[0], 1, {}).again is again
    with store.read() as connection:
        assert len(entries(connection)) == 1


def test_two_people_on_one_row_the_second_is_told(store: Store) -> None:
    _, suggestions = _filled(store)
    with store.write() as connection:
        confirm(connection, _order("a"), suggestions[0], 1, {"unit": "云浦市审计局"})
    with pytest.raises(Conflict) as told, store.write() as connection:
        reject(connection, _order("b", "李强"), suggestions[0], 1, "重复")
    assert (told.value.person, told.value.state, told.value.fields["unit"]) == ("王敏", "confirmed", "云浦市审计局")
    assert _state(store, suggestions[0]) == "confirmed"


def test_reject_needs_a_reason_and_the_last_decision_ends_the_document(store: Store) -> None:
    number, suggestions = _filled(store, "财政收支情况")
    with pytest.raises(Refused, match="reason_missing"), store.write() as connection:
        reject(connection, _order("a"), suggestions[0], 1, " ")
    with store.write() as connection:
        reject(connection, _order("b"), suggestions[0], 1, "与目录重复")
    with store.read() as connection:
        assert connection.execute(select(document.c.state).where(document.c.id == number)).scalar_one() == "done"
        assert entries(connection) == []


def test_a_document_without_suggestions_is_done_when_somebody_has_seen_it(store: Store) -> None:
    number = _receive(store, record("没有事项的通知"))
    with store.read() as connection:
        assert connection.execute(select(document.c.state)).scalar_one() == "open"
    with store.write() as connection:
        seen(connection, _order("a"), number, "")
    with store.read() as connection:
        assert connection.execute(select(document.c.state)).scalar_one() == "done"


def test_split_and_merge(store: Store) -> None:
    _, (one, two, three) = _filled(store)
    with store.write() as connection:
        made = split(connection, _order("a"), one, 1, [{"item": "财政收入情况"}, {"item": "财政支出情况"}])
        assert len(made.entries) == 2
    with store.write() as connection:
        merge(connection, _order("b"), [(two, 1), (three, 1)], {"item": "政府采购结果和债务限额"})
    with store.read() as connection:
        assert [e.fields["item"] for e in entries(connection)] == ["财政收入情况", "财政支出情况", "政府采购结果和债务限额"]
        states = connection.execute(select(suggestion.c.state).order_by(suggestion.c.id)).scalars().all()
    assert states == ["split", "confirmed", "merged"]
    with pytest.raises(Refused, match="split_parts"), store.write() as connection:
        split(connection, _order("c"), one, 1, [{"item": "一半"}])


def test_reopen_takes_the_entry_back(store: Store) -> None:
    _, suggestions = _filled(store)
    with store.write() as connection:
        confirm(connection, _order("a"), suggestions[0], 1, {})
    with store.write() as connection:
        reopen(connection, _order("b", "李强"), suggestions[0], "单位写错")
    with store.read() as connection:
        assert entries(connection) == []
        row = connection.execute(select(suggestion).where(suggestion.c.id == suggestions[0])).one()
    assert (row.state, row.version) == ("open", 3)


def test_versions_of_an_entry_and_of_the_catalogue(store: Store) -> None:
    _, suggestions = _filled(store)
    with store.write() as connection:
        (first,) = confirm(connection, _order("a"), suggestions[0], 1, {}).entries
        name_version(connection, "第一版", None, "王敏", store.now())
    with store.write() as connection:
        (second,) = change(connection, _order("b"), first, {"deadline": "每季度"}).entries
        add(connection, _order("c"), None, entry("人工补录事项"))
    with store.write() as connection:
        withdraw(connection, _order("d"), second, "不再适用")
    with store.read() as connection:
        assert [e.fields["item"] for e in entries(connection)] == ["人工补录事项"]
        assert [e.fields["deadline"] for e in entries(connection, EntryFilter(version="第一版"))] == ["按月"]
        with pytest.raises(Refused, match="no_version"):
            entries(connection, EntryFilter(version="没有的"))
    with pytest.raises(Conflict), store.write() as connection:
        change(connection, _order("e"), first, {"deadline": "每年"})


def test_three_steps_by_three_people(store: Store) -> None:
    _, suggestions = _filled(store)
    with store.write() as connection:
        put_setting(connection, "steps", True)
        (number,) = confirm(connection, _order("a", "拟稿人"), suggestions[0], 1, {}).entries
    with pytest.raises(Refused, match="same_person"), store.write() as connection:
        advance(connection, _order("b", "拟稿人"), number)
    with store.write() as connection:
        (number,) = advance(connection, _order("c", "审核人"), number).entries
    with pytest.raises(Refused, match="same_person"), store.write() as connection:
        advance(connection, _order("d", "审核人"), number)
    with store.write() as connection:
        (number,) = advance(connection, _order("e", "签发人"), number).entries
    with store.read() as connection:
        assert [(e.step, e.person) for e in entries(connection)] == [("issued", "签发人")]
    with pytest.raises(Refused, match="already_issued"), store.write() as connection:
        advance(connection, _order("f", "又一人"), number)


def test_index_numbers_are_given_once_and_stay_with_the_entry(store: Store) -> None:
    _, suggestions = _filled(store)
    with store.write() as connection:
        put_setting(connection, "index_template", "{org}/{year}-{serial:05d}")
        put_setting(connection, "org_code", "014560025")
        (first,) = confirm(connection, _order("a"), suggestions[0], 1, {}).entries
        confirm(connection, _order("b"), suggestions[1], 1, {})
        change(connection, _order("c"), first, {"deadline": "每季度"})
    with store.write() as connection:
        confirm(connection, _order("d"), suggestions[2], 1, {})
    with store.read() as connection:
        numbers = {e.fields["item"]: e.index_number for e in entries(connection)}
    assert numbers == {"财政收支情况": "014560025/2026-00001", "政府采购结果": "014560025/2026-00002", "债务限额": "014560025/2026-00003"}


def test_settings_keep_their_kind(store: Store) -> None:
    with store.write() as connection:
        with pytest.raises(TypeError):
            put_setting(connection, "steps", "yes")
        with pytest.raises(KeyError):
            put_setting(connection, "colour", "red")
        put_setting(connection, "bulk_threshold", 0.97)
        assert setting_of(connection, "bulk_threshold") == 0.97


# ---------------------------------------------------------------- audit
def _many_records(store: Store) -> None:
    with store.write() as connection:
        for n in range(1, 6):
            audit.record(connection, store.now(), "王敏", "test", f"thing:{n}", {"n": n})


def test_the_audit_log_holds(store: Store) -> None:
    _many_records(store)
    with store.read() as connection:
        verdict = audit.verify(connection)
    assert (verdict.records, verdict.broken) == (5, None)


@pytest.mark.parametrize(("harm", "broken", "cause"), [
    ("UPDATE audit SET person = '别人' WHERE seq = 3", 3, "changed"),
    ("UPDATE audit SET facts = '{\"n\": 9}' WHERE seq = 1", 1, "changed"),
    ("DELETE FROM audit WHERE seq = 2", 2, "missing"),
    ("DELETE FROM audit WHERE seq = 5", 5, "missing"),
    ("DELETE FROM audit WHERE seq > 0", 1, "missing"),
    ("UPDATE audit_head SET seq = 4", 4, "unknown_end"),
])
def test_a_changed_or_missing_record_is_found(store: Store, harm: str, broken: int, cause: str) -> None:
    _many_records(store)
    with store.write() as connection:
        connection.execute(text(harm))
    with store.read() as connection:
        verdict = audit.verify(connection)
    assert (verdict.broken, verdict.cause) == (broken, cause)


def test_a_failed_decision_leaves_nothing(store: Store) -> None:
    _, suggestions = _filled(store)

    class Power(Exception):
        pass

    def interrupted() -> None:
        with store.write() as connection:
            confirm(connection, _order("a"), suggestions[0], 1, {})
            raise Power

    with pytest.raises(Power):
        interrupted()
    with store.read() as connection:
        assert entries(connection) == []
        assert audit.verify(connection).records == 1  # the arrival
    assert _state(store, suggestions[0]) == "open"


# ---------------------------------------------------------------- search
@pytest.mark.parametrize(("query", "found"), [
    ("公开", [1, 2]), ("财政", [1]), ("2017年", [1]), ("17年", [1]), ("政公", []), ("财政 采购", []), ("预算 财政", [1]),
    ("A股", [2]), ("a股", [2]), ("，", []), ("", []), ("政", [1]),
])
def test_search_finds_any_two_characters(store: Store, query: str, found: list[int]) -> None:
    with store.write() as connection:
        search.put(connection, "entry", 1, "2017年财政预算公开，政务")
        search.put(connection, "entry", 2, "采购结果公开：A股")
        search.put(connection, "entry", 3, "采购公示")
        search.put(connection, "entry", 3, "没有了")
        assert search.find(connection, "entry", query) == found


def test_search_reaches_over_the_border_of_two_pieces(store: Store) -> None:
    content = "甲" * (search.PART - 2) + "跨页词语" + "乙" * 50
    with store.write() as connection:
        search.put(connection, "document", 7, content)
        assert search.find(connection, "document", "跨页词语") == [7]


# ---------------------------------------------------------------- back-up
def test_back_up_and_restore_give_the_same_store(store: Store, tmp_path: Path, clock: Clock) -> None:
    _, suggestions = _filled(store)
    with store.write() as connection:
        confirm(connection, _order("a"), suggestions[0], 1, {})
    report = back_up(store, tmp_path / "b.zip")
    fresh = open_store(str(tmp_path / "fresh.db"), clock=clock)
    assert restore(fresh, tmp_path / "b.zip") == report
    with store.read() as one, fresh.read() as two:
        for table in ("document", "suggestion", "decision", "entry", "audit", "audit_head"):
            query = text(f"SELECT * FROM {table} ORDER BY 1")
            assert one.execute(query).all() == two.execute(query).all()
        assert audit.verify(two).broken is None
        assert search.find(two, "document", "债务限额") == search.find(one, "document", "债务限额") == [1]
        assert fresh.blobs.get(two, record(TEXT)["source"]["sha256"]) == TEXT.encode()
    with fresh.write() as connection:
        confirm(connection, _order("b"), suggestions[1], 1, {})
    with pytest.raises(StoreFault, match="restore_not_empty"):
        restore(fresh, tmp_path / "b.zip")
    fresh.close()


def test_a_damaged_back_up_restores_nothing(store: Store, tmp_path: Path) -> None:
    _filled(store)
    back_up(store, tmp_path / "b.zip")
    import zipfile

    with zipfile.ZipFile(tmp_path / "b.zip") as old, zipfile.ZipFile(tmp_path / "bad.zip", "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, data.replace("财政收支情况".encode(), "财政支收情况".encode()) if "suggestion" in name else data)
    fresh = open_store(str(tmp_path / "fresh.db"))
    with pytest.raises(StoreFault, match="backup_damaged"):
        restore(fresh, tmp_path / "bad.zip")
    with fresh.read() as connection:
        assert connection.execute(select(document)).all() == []
    fresh.close()


# ---------------------------------------------------------------- opening
def test_opening_again_keeps_the_schema(store: Store) -> None:
    assert is_current(store.engine)


@pytest.mark.parametrize(("place", "code"), [("mysql://x/y", "store_url"), ("nonsense://", "store_url")])
def test_an_unusable_place_is_told(place: str, code: str) -> None:
    with pytest.raises(StoreFault, match=code):
        open_store(place)


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.db").write_text("不是数据库" * 500, "utf-8")
    with pytest.raises(StoreFault, match="store_open"):
        open_store(str(tmp_path / "a.db"))


def test_decisions_are_never_changed_by_later_ones(store: Store) -> None:
    """The row of a decision is the same after everything that follows."""
    _, suggestions = _filled(store)
    with store.write() as connection:
        confirm(connection, _order("a"), suggestions[0], 1, {})
        before = connection.execute(select(decision)).one()
    with store.write() as connection:
        reopen(connection, _order("b"), suggestions[0], "再看")
        confirm(connection, _order("c"), suggestions[0], 3, {"unit": "云浦市审计局"})
        assert connection.execute(select(decision).where(decision.c.id == before.id)).one() == before
        stands = connection.execute(select(entry_table.c.fields).where(entry_table.c.ended_by.is_(None))).scalar_one()
    assert json.loads(stands)["unit"] == "云浦市审计局"
