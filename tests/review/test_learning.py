"""Lessons come from what people decided, and from nothing else; which rules they overrule is counted."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from nlp.review.bulk import confirm_above
from nlp.review.learning import is_held_back, lessons, masked, own_range, write_lessons
from nlp.review.overruled import overruled, sources_of
from nlp.review.triage import receive
from nlp.store.decisions import Order, add, change, confirm, reject, reopen, split
from nlp.store.store import Store
from nlp.store.tables import suggestion
from nlp.training.corpus import read_passages
from tests.store.records import entry, record

TEXT = "关于信息公开的通知\n一、财政信息\n市财政局按月公开财政收支情况，联系人王小明。\n二、多件事项\n公开学校招生结果。\n公开低保对象名单。\n三、其他\n好。\n"
SECTIONS = [{"path": p, "title": t, "start": TEXT.index(f"{p}、"), "end": TEXT.index(f"{n}、") if n else len(TEXT)}
            for p, t, n in (("一", "财政信息", "二"), ("二", "多件事项", "三"), ("三", "其他", None))]


def span(words: str) -> dict[str, Any]:
    """Where words stand in the text."""
    return {"start": TEXT.index(words), "end": TEXT.index(words) + len(words), "quote": words}


def said(item: str, section: str, words: str, **other: Any) -> dict[str, Any]:
    """An entry that rests on words of the text."""
    return entry(item, section=section, evidence={"item": [span(words)], **other.pop("evidence", {})}, **other)


def made(**other: Any) -> dict[str, Any]:
    """The record of the notice: one matter in the first section, two in the second, one in the third."""
    base = record(TEXT, [
        said("财政收支情况", "一", "财政收支情况", evidence={"deadline": [span("按月")], "unit": [span("市财政局")]}),
        said("学校招生结果", "二", "公开学校招生结果", domain="education"),
        said("低保对象名单", "二", "公开低保对象名单", domain="social-assistance"),
        said("其他", "三", "好", defaults={"deadline": "政府信息公开条例第二十六条"}),
    ])
    return base | {
        "sections": SECTIONS, "sensitive": [{**span("王小明"), "mask": "王**", "kind": "name"}],
        "deadlines": [{**span("按月"), "section": "一", "kind": "recurring", "value": "P1M", "due": None, "rrule": None,
                       "reason": {"source": "deadlines:monthly", "score": 0.9}}],
        "units": [{**span("市财政局"), "reason": {"source": "units-duties:act", "score": 0.8}}],
        "domains": [{"code": "budget", "name": "财政预决算", "score": 0.9, "reasons": [{"source": "model:domains@1", "score": 0.9}]}],
    } | other


@pytest.fixture
def held(store: Store) -> Store:
    """A store of each kind with the notice."""
    receive(store, made(), TEXT.encode(), "kit-1", "command", "test", date(2026, 3, 2))
    return store


def decide(store: Store, item: str, kind: str = "confirm", **fields: Any) -> int:
    """A decision on the suggestion of an item; returns its first entry."""
    with store.write() as connection:
        row = connection.execute(suggestion.select().where(suggestion.c.item == item)).one()
        order = Order(f"{kind}-{item}-{row.version}-x", "王敏", store.now())
        if kind == "reject":
            reject(connection, order, row.id, row.version, "不是公开事项")
            return 0
        if kind == "reopen":
            reopen(connection, order, row.id, "再看")
            return 0
        if kind == "split":
            return split(connection, order, row.id, row.version, [{"item": "甲事项"}, {"item": "乙事项", **fields}]).entries[0]
        return confirm(connection, order, row.id, row.version, fields).entries[0]


def learned(store: Store) -> list[tuple[str, tuple[str, ...]]]:
    """Texts and codes of all lessons."""
    with store.read() as connection:
        found = lessons(connection)
    return [(p.text, p.codes) for p in (*found.train, *found.held_back)]


def test_nothing_is_learned_of_what_nobody_decided(held: Store) -> None:
    assert learned(held) == []


def test_a_section_of_one_domain_teaches_its_text_with_what_a_person_left_standing(held: Store) -> None:
    decide(held, "财政收支情况", domain="audit")
    assert learned(held) == [("一、财政信息\n市财政局按月公开财政收支情况，联系人王**。", ("audit",))]


def test_a_section_half_decided_teaches_nothing_and_a_whole_one_by_entry(held: Store) -> None:
    decide(held, "学校招生结果")
    assert learned(held) == []
    decide(held, "低保对象名单")
    assert learned(held) == [("公开学校招生结果", ("education",)), ("公开低保对象名单", ("social-assistance",))]


def test_what_was_turned_down_or_withdrawn_gives_no_domain(held: Store) -> None:
    decide(held, "学校招生结果", "reject")
    decide(held, "低保对象名单")
    assert [codes for _, codes in learned(held)] == [("social-assistance",)]
    decide(held, "低保对象名单", "reopen")
    assert learned(held) == []
    decide(held, "低保对象名单", "reject")
    assert learned(held) == []


def test_a_later_change_counts_and_a_split_too(held: Store) -> None:
    number = decide(held, "财政收支情况")
    with held.write() as connection:
        change(connection, Order("change-1", "李强", held.now()), number, {"domain": "taxation"})
    assert [codes for _, codes in learned(held)] == [("taxation",)]
    decide(held, "财政收支情况", "reopen")
    decide(held, "财政收支情况", "split")
    assert [codes for _, codes in learned(held)] == [("budget",)]


def test_what_was_confirmed_by_its_score_alone_teaches_nothing(held: Store) -> None:
    decide(held, "财政收支情况", "reject")
    receive(held, made(source={"path": "b.txt", "sha256": "b" * 64, "media_type": "text/plain"},
                       entries=[said("财政收支情况", "一", "财政收支情况", score=0.99)],
                       sensitive=[], attribute={"value": "active", "ground": None, "score": 0.99, "needs_review": False}),
            None, "kit-1", "command", "test", date(2026, 3, 2))
    assert confirm_above(held, "王敏")[0] == 1
    with held.read() as connection:
        found = lessons(connection)
    assert found.number == 0
    assert found.skipped == {"bulk": 1}


def test_documents_are_split_whole_and_always_alike(held: Store, tmp_path: Path) -> None:
    for n in range(30):
        text = f"{TEXT}{n}\n"
        receive(held, made(text=text, source={"path": f"{n}.txt", "sha256": sha256(text.encode()).hexdigest(), "media_type": "text/plain"}, sections=[], entries=[
            entry(f"事项{n}", section="", evidence={"item": [{"start": 0, "end": 9, "quote": text[:9]}]})]),
            None, "kit-1", "command", "test", date(2026, 3, 2))
        decide(held, f"事项{n}")
    with held.read() as connection:
        found = lessons(connection)
    assert found.number == 30
    assert 0 < len(found.held_back) < 15
    assert all(is_held_back(p.doc) for p in found.held_back)
    assert not any(is_held_back(p.doc) for p in found.train)
    files = write_lessons(found, tmp_path / "reviewed")
    again = read_passages(files, ["budget"])
    assert [(p.doc, p.text, p.codes, p.register) for p in again] == [
        (p.doc, p.text, p.codes, "review") for p in (*found.train, *found.held_back)]
    assert "王小明" not in "".join(f.read_text("utf-8") for f in files)


def test_an_entry_by_hand_without_a_place_teaches_nothing(held: Store) -> None:
    with held.write() as connection:
        add(connection, Order("hand-1-xx", "王敏", held.now()), 1, entry("手工事项", section="", evidence={}))
    assert learned(held) == []


def test_own_text_and_masks() -> None:
    nested = {"text": "前言一、上（一）下二、尾", "sections": [
        {"path": "一", "start": 2, "end": 9}, {"path": "一/(一)", "start": 5, "end": 9}, {"path": "二", "start": 9, "end": 12}], "sensitive": []}
    assert own_range(nested, "一") == (2, 5)
    assert own_range(nested, "一/(一)") == (5, 9)
    assert own_range(nested, "") == (0, 2)
    assert own_range({"text": "没有标题", "sections": []}, "") == (0, 4)
    overlapping = {"text": "甲乙丙丁戊", "sensitive": [{"start": 1, "end": 3, "mask": "**"}, {"start": 2, "end": 4, "mask": "??"}]}
    assert masked(overlapping, 0, 5) == "甲**??戊"


# ---------------------------------------------------------------- rules that are overruled
def test_sources_of_an_entry() -> None:
    whole = made()
    assert sources_of(whole, whole["entries"][0]) == [
        ("deadline", "deadlines:monthly"), ("unit", "units-duties:act"), ("domain", "model:domains@1")]
    assert sources_of(whole, whole["entries"][3])[-1] == ("deadline", "default:政府信息公开条例第二十六条")


def test_rules_that_people_overrule_are_counted(held: Store) -> None:
    with held.read() as connection:
        assert overruled(connection, least=1) == []
    decide(held, "财政收支情况", deadline="按季", deadline_value="P3M")
    decide(held, "其他", "reject")
    with held.read() as connection:
        found = overruled(connection, least=1)
        assert overruled(connection, least=2) == [o for o in found if o.n >= 2]
    counts = {(o.source, o.field): (o.n, o.changed, o.rejected) for o in found}
    assert counts == {
        ("deadlines:monthly", "deadline"): (1, 1, 0),
        ("model:domains@1", "domain"): (2, 0, 1),
    }


def test_a_decision_taken_back_does_not_count(held: Store) -> None:
    decide(held, "其他", "reject")
    decide(held, "其他", "reopen")
    with held.read() as connection:
        assert overruled(connection, least=1) == []
    number = decide(held, "其他")
    with held.write() as connection:
        change(connection, Order("change-2", "李强", held.now()), number, {"deadline": "按年"})
    with held.read() as connection:
        assert [(o.source, o.changed) for o in overruled(connection, least=1)] == [("default:政府信息公开条例第二十六条", 1)]
