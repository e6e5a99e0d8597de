"""Runs on one machine: any number of workers, bad and secret documents, only what is new, runs that are killed."""

from __future__ import annotations

import base64
import json
import multiprocessing
import os
import random
import shutil
import signal
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from nlp.batch.engines import Lost, local_engine
from nlp.batch.faults import BatchFault
from nlp.batch.output import opened
from nlp.batch.run import run_batch
from tests.batch.making import DOCUMENTS, GIVEN, NOTICE, digests, fill, rows, tables

POSIX = pytest.mark.skipif(os.name != "posix", reason="signals, links")


@pytest.mark.parametrize("workers", [2, 4])
def test_the_same_bytes_for_any_number_of_workers(workers: int, given: Path, whole: Path, tmp_path: Path) -> None:
    told = run_batch(given, tmp_path / "out", local_engine(workers), size=5)
    assert digests(tmp_path / "out") == digests(whole)
    assert (told.given, told.known, told.documents, told.failed, told.secret) == (GIVEN, 0, DOCUMENTS + 3, 3, 1)
    assert not (tmp_path / "out" / ".staging").exists()


def test_the_same_rows_for_another_partition_size(given: Path, whole: Path, tmp_path: Path) -> None:
    run_batch(given, tmp_path / "out", local_engine(1), size=9)
    assert tables(tmp_path / "out") == tables(whole)


def test_bad_and_secret_documents_cost_themselves_only(whole: Path) -> None:
    errors = {row["source"]["path"]: row for row in rows(whole, "errors")}
    assert {path: row["error"]["code"] for path, row in errors.items()} == {
        "坏.docx": "damaged", "空.txt": "empty", "链接.txt": "link", None: "secret",
    }
    secret = errors[None]
    assert secret["source"]["sha256"] is not None
    assert "机密" in secret["error"]["message"]
    for path in whole.rglob("*"):
        assert path.is_dir() or "密室方案".encode() not in path.read_bytes()
        assert "密室" not in path.name
    assert not any("密室" in json.dumps(row, ensure_ascii=False) for table in tables(whole).values() for row in table)


def test_a_second_run_does_only_what_is_new(tmp_path: Path) -> None:
    source, target = fill(tmp_path / "in"), tmp_path / "out"
    run_batch(source, target, local_engine(1), size=5)
    before = digests(target)
    (source / "下" / "通知01.txt").rename(tmp_path / "held.txt")
    again = run_batch(source, target, local_engine(1), size=5)
    assert (again.given, again.known, again.documents, again.partitions) == (GIVEN - 1, GIVEN - 1, 0, 0)
    (source / "新.txt").write_text(NOTICE.format(n=500), "utf-8")
    (source / "通知02.txt").write_text(NOTICE.format(n=502), "utf-8")
    (tmp_path / "held.txt").rename(source / "下" / "通知01.txt")
    third = run_batch(source, target, local_engine(1), size=5)
    assert (third.given, third.known, third.documents, third.partitions) == (GIVEN + 1, GIVEN - 1, 2, 1)
    assert before.items() < digests(target).items()
    found = [row["source"]["path"] for row in rows(target, "documents")]
    assert sorted(found).count("通知02.txt") == 2  # its bytes before and now
    assert len(found) == DOCUMENTS + 5


def test_another_kit_version_begins_anew_beside_the_old_rows(given: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = tmp_path / "in"
    one.mkdir()
    shutil.copy(given / "通知00.txt", one)
    for version in ("1+a", "1+b", "1+a"):
        monkeypatch.setattr("nlp.batch.run.kit_version", lambda _=None, v=version: v)
        told = run_batch(one, tmp_path / "out", local_engine(1))
    assert told.known == 1
    assert sorted(p.parent.name for p in (tmp_path / "out").rglob("*.parquet")) == ["kit=1+a", "kit=1+b"]
    assert pq.ParquetDataset(tmp_path / "out" / "documents", partitioning="hive").read(["kit"])["kit"].to_pylist() == ["1+a", "1+b"]


@POSIX
def test_a_run_killed_at_random_and_started_again_gives_the_same_rows(given: Path, whole: Path, tmp_path: Path, one_kit: object) -> None:
    one_kit(None)  # type: ignore[operator]
    context, target, chance, killed = multiprocessing.get_context("fork"), tmp_path / "out", random.Random(8), 0
    for _ in range(12):
        run = context.Process(target=run_batch, args=(given, target, local_engine(1)), kwargs={"size": 2})
        run.start()
        run.join(chance.uniform(0.02, 0.3))
        if run.exitcode is None:
            assert run.pid is not None
            os.kill(run.pid, signal.SIGKILL)
            killed += 1
        run.join()
        run.close()
    assert killed >= 3
    run_batch(given, target, local_engine(1), size=2)
    assert tables(target) == tables(whole)
    assert not list(target.rglob(".writing-*"))


@pytest.mark.parametrize("step", range(1, 12))
def test_a_run_that_stops_between_any_two_steps_of_a_commit(step: int, given: Path, whole: Path, tmp_path: Path,
                                                            monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the process ended at the n-th renaming of a file."""
    plain, count = os.replace, 0

    def replace(*names: object, **more: object) -> None:
        nonlocal count
        count += 1
        if count == step:
            raise KeyboardInterrupt
        plain(*names, **more)  # type: ignore[arg-type]

    few = tmp_path / "in"
    few.mkdir()
    for name in ("通知00.txt", "坏.docx"):
        shutil.copy(given / name, few)
    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", replace)
        try:
            run_batch(few, tmp_path / "out", local_engine(1), size=1)
        except KeyboardInterrupt:
            assert count == step
    run_batch(few, tmp_path / "out", local_engine(1), size=1)
    expected = {t: [r for r in found if r["source"]["path"] in ("通知00.txt", "坏.docx")] for t, found in tables(whole).items()}
    assert tables(tmp_path / "out") == expected


def test_a_lost_file_is_made_again(given: Path, whole: Path, tmp_path: Path) -> None:
    target = tmp_path / "out"
    shutil.copytree(whole, target)
    gone = sorted(target.glob("documents/*/*.parquet"))[0]
    gone.unlink()
    told = run_batch(given, target, local_engine(1), size=5)
    assert told.partitions == 1
    assert digests(target) == digests(whole)


def test_a_partition_that_is_lost_leaves_the_others_and_is_taken_up_again(given: Path, whole: Path, tmp_path: Path) -> None:
    plain = local_engine(1)

    def engine(partitions: object, settings: object) -> object:
        for n, result in enumerate(plain(partitions, settings)):  # type: ignore[arg-type]
            yield Lost(result.number, 5, "worker") if n == 1 else result

    told = run_batch(given, tmp_path / "out", engine, size=5)  # type: ignore[arg-type]
    assert [lost.documents for lost in told.lost] == [5]
    assert told.partitions == 4
    assert run_batch(given, tmp_path / "out", plain, size=5).partitions == 1
    assert digests(tmp_path / "out") == digests(whole)


@POSIX
def test_a_file_that_changes_meanwhile_is_no_row_of_its_old_bytes(tmp_path: Path) -> None:
    source = tmp_path / "in"
    source.mkdir()
    (source / "a.txt").write_text(NOTICE.format(n=1), "utf-8")
    plain = local_engine(1)

    def engine(partitions: object, settings: object) -> object:
        given = list(partitions)  # type: ignore[call-overload]
        time.sleep(0.02)
        (source / "a.txt").write_text(NOTICE.format(n=2), "utf-8")
        return plain(iter(given), settings)  # type: ignore[arg-type]

    run_batch(source, tmp_path / "out", engine)  # type: ignore[arg-type]
    assert [row["error"]["code"] for row in rows(tmp_path / "out", "errors")] == ["changed"]
    assert run_batch(source, tmp_path / "out", plain).documents == 1


def test_rows_of_json_lines_parquet_and_a_list_give_the_same(given: Path, whole: Path, tmp_path: Path) -> None:
    names = ["通知00.txt", "下/通知01.txt", "包.zip", "坏.docx"]
    data = {name: (given / name).read_bytes() for name in names}
    lines = [{"path": n, "base64": base64.b64encode(d).decode()} for n, d in data.items()]
    lines[1] = {"path": names[1], "text": data[names[1]].decode()}
    (tmp_path / "in.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    pq.write_table(pa.table({"path": names, "bytes": [data[n] for n in names]}), tmp_path / "in.parquet")
    (tmp_path / "shards").mkdir()
    for part in (0, 1):
        pq.write_table(pa.table({"path": names[part::2], "bytes": [data[n] for n in names[part::2]]}), tmp_path / "shards" / f"{part}.parquet")
    (given.parent / "in" / ".list").write_text("\n".join(names), "utf-8")
    expected = {t: [r for r in found if (r["source"]["path"] or "").split("!/")[0] in names] for t, found in tables(whole).items()}
    assert len(expected["documents"]) == 4
    for source in (tmp_path / "in.jsonl", tmp_path / "in.parquet", tmp_path / "shards", given / ".list"):
        target = tmp_path / f"out-{source.name}"
        run_batch(source, target, local_engine(2), size=3)
        assert tables(target) == expected, source


def test_rows_that_make_no_sense_are_errors_of_their_own(tmp_path: Path) -> None:
    good = {"path": "a.txt", "text": NOTICE.format(n=1)}
    lines = [json.dumps(good), "{", "[]", '{"path": 3}', '{"path": "b.pdf", "base64": "!!"}', '{"path": "c", "text": 7}', "",
             '{"path": "没有这个.txt"}', json.dumps(good)]
    (tmp_path / "in.jsonl").write_text("\n".join(lines), "utf-8")
    told = run_batch(tmp_path / "in.jsonl", tmp_path / "out", local_engine(1))
    found = [(row["source"]["path"], row["error"]["code"]) for row in rows(tmp_path / "out", "errors")]
    assert sorted(found) == sorted([("in.jsonl:2", "bad_row"), ("in.jsonl:3", "bad_row"), ("in.jsonl:4", "bad_row"), ("b.pdf", "bad_row"),
                                    ("c", "bad_row"), ("没有这个.txt", "not_found")])
    assert (told.given, told.known, told.documents, told.failed) == (8, 1, 1, 6)
    assert run_batch(tmp_path / "in.jsonl", tmp_path / "out", local_engine(1)).partitions == 0


def test_folders_that_are_no_batches_are_left_alone(given: Path, tmp_path: Path) -> None:
    (tmp_path / "x").write_text("x")
    pq.write_table(pa.table({"name": ["a"]}), tmp_path / "y.parquet")
    (tmp_path / "z.parquet").write_bytes(b"PAR1 no")
    (tmp_path / "w").write_bytes(b"a\0b")
    cases = [(given, tmp_path, "not_a_batch"), (given, given / "out", "inside"), (given / "下", given, "inside"),
             (tmp_path / "none", tmp_path / "out", "input"), (tmp_path / "y.parquet", tmp_path / "o1", "no_columns"),
             (tmp_path / "z.parquet", tmp_path / "o2", "input"), (tmp_path / "w", tmp_path / "o3", "input")]
    for source, target, code in cases:
        with pytest.raises(BatchFault) as fault:
            run_batch(source, target, local_engine(1))
        assert fault.value.code == code
    assert (tmp_path / "x").read_text() == "x"


@POSIX
def test_two_runs_do_not_write_to_one_folder(given: Path, tmp_path: Path) -> None:
    with opened(tmp_path / "out", "k"), pytest.raises(BatchFault) as fault:
        run_batch(given, tmp_path / "out", local_engine(1))
    assert fault.value.code == "in_use"
