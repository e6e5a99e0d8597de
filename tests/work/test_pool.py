"""Workers that sleep, loop, eat memory, crash, lie and shout: each costs its document only, and nothing is left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import pytest

from nlp.types import Failure
from nlp.work.limits import WorkLimits
from nlp.work.pool import NotStarted, Pool
from nlp.work.steps import Task
from tests.work.doubles import MB, broken, doubles
from tests.work.signals import heed_interrupts

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the doubles use Linux signals and /proc")
ROOT = Path(__file__).resolve().parents[2]
LIMITS = WorkLimits(seconds=1.0, memory=400 * MB, output=8 * MB, deaths=3, items=50)


def tasks(*names: str, case: str | None = None) -> list[Task]:
    return [Task(name, f"{i}-{name.split(':')[0]}", case) for i, name in enumerate(names)]


def run(*names: str, workers: int = 2, limits: WorkLimits = LIMITS, case: str | None = None) -> list[tuple[int, Failure]]:
    with Pool(doubles, workers, limits) as pool:
        out = [(n, f.result) for n, f in pool.results(tasks(*names, case=case))]
        assert not [lane for lane in pool._lanes if lane.task is not None]
    assert not children()
    return out


def children() -> list[int]:
    """Processes whose parent is this one, but for the one that the standard library starts and ends itself."""
    path = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children")
    found = [int(pid) for pid in path.read_text().split()] if path.exists() else []
    return [pid for pid in found if b"resource_tracker" not in Path(f"/proc/{pid}/cmdline").read_bytes()]


MISBEHAVIOUR = [
    ("sleep", "timed_out", "1 秒"),
    ("loop", "timed_out", "1 秒"),
    ("stop", "timed_out", "1 秒"),
    ("half", "timed_out", "1 秒"),
    ("memory", "too_much_memory", "400 MB"),
    ("memory-at-once", "too_much_memory", "400 MB"),
    ("memory-abort", "too_much_memory", "超过 3"),
    ("memory-kill", "too_much_memory", "超过 3"),
    ("memory-segfault", "worker_died", "SIGSEGV"),
    ("segfault", "worker_died", "SIGSEGV"),
    ("abort", "worker_died", "SIGABRT"),
    ("kill", "worker_died", "SIGKILL"),
    ("exit", "worker_died", "退出码 3"),
    ("raise", "internal", "KeyError: '缺一项'"),
    ("output", "too_much_output", "8 MB"),
    ("write", "internal", "OSError: [Errno 27]"),
    ("length", "too_much_output", "8 MB"),
    ("garbage", "worker_died", "无法辨认"),
    ("endless-results", "worker_died", "无法辨认"),
    ("endless-documents", "worker_died", "无法辨认"),
    ("wrong-step", "worker_died", "无法辨认"),
    ("opening-sleep", "timed_out", "1 秒"),
    ("opening-segfault", "worker_died", "SIGSEGV"),
    ("opening-raise", "internal", "KeyError"),
    ("opening-memory", "too_much_memory", "400 MB"),
]  # fmt: skip


@pytest.mark.parametrize(("act", "code", "said"), MISBEHAVIOUR, ids=[row[0] for row in MISBEHAVIOUR])
def test_a_misbehaving_worker_costs_its_document_only(act: str, code: str, said: str) -> None:
    began = time.monotonic()
    limits = LIMITS if code == "timed_out" else replace(LIMITS, seconds=20)  # on a busy machine memory fills slowly
    out = run("good", act, "good", "good", limits=limits)
    assert time.monotonic() - began < 20
    last = [f for n, f in out if n == 1][-1]
    assert last.code == code
    assert said in last.message
    assert "{" not in last.message
    assert last.path == "1-" + act or act == "endless-documents"
    assert [(n, f.code) for n, f in out if n != 1] == [(0, "ok"), (2, "ok"), (3, "ok")]


def test_all_at_once_for_any_number_of_workers() -> None:
    names = ["good", "segfault", "sleep", "good", "memory-at-once", "raise", "good", "exit", "many:good,segfault,good", "good"]
    seen = [run(*names, workers=n, limits=replace(LIMITS, seconds=2)) for n in (1, 2, 4)]
    assert seen[0] == seen[1] == seen[2]
    assert [n for n, _ in seen[0]] == [0, 1, 2, 3, 4, 5, 6, 7, 8, 8, 8, 9]


def test_order_holds_where_the_first_is_slow() -> None:
    out = run("slow:0.4", *["good"] * 40, workers=2)
    assert [n for n, _ in out] == list(range(41))
    assert all(f.code == "ok" for _, f in out)


def test_the_others_of_an_archive_go_on_behind_a_crash() -> None:
    out = run("many:good,segfault,good,sleep,good")
    assert [(f.path, f.code) for _, f in out] == [
        ("0-many#0", "ok"), ("0-many!/segfault", "worker_died"), ("0-many#2", "ok"), ("0-many!/sleep", "timed_out"), ("0-many#4", "ok"),
    ]  # fmt: skip
    assert {f.case for _, f in out if f.code != "ok"} == {"0-many"}


def test_an_archive_of_nothing_but_crashes_is_given_up() -> None:
    out = run("many:" + ",".join(["exit"] * 9), "good")
    assert [(n, f.code) for n, f in out] == [*[(0, "worker_died")] * 3, (0, "given_up"), (1, "ok")]


def test_what_a_worker_prints_is_not_seen(capfd: pytest.CaptureFixture[str]) -> None:
    assert [f.code for _, f in run("print", "good")] == ["ok", "ok"]
    assert capfd.readouterr() == ("", "")


def test_temporary_files_of_a_worker_go_with_it() -> None:
    ((_, kept),) = run("leave")
    assert not Path(kept.message).exists()
    assert run("sleep")[0][1].code == "timed_out"
    mine = f"gongkai-worker-{os.getpid()}-*"  # other tests run workers of their own beside this one
    assert not list(Path(tempfile.gettempdir()).glob(mine))


def test_folders_of_parents_that_were_killed_are_swept() -> None:
    gone = subprocess.Popen(["true"])
    gone.wait()
    left = Path(tempfile.gettempdir()) / f"gongkai-worker-{gone.pid}-x"
    left.mkdir()
    own = Path(tempfile.gettempdir()) / f"gongkai-worker-{os.getpid()}-x"
    own.mkdir()
    run("good")
    assert not left.exists()
    assert own.exists()
    own.rmdir()


def test_a_worker_cannot_run_anything_in_the_parent(tmp_path: Path) -> None:
    ((_, got),) = run(f"attack:{tmp_path / 'owned'}")
    assert got.code == "worker_died"
    assert not (tmp_path / "owned").exists()


def test_no_network_in_a_worker() -> None:
    assert run("socket")[0][1].message == "refused"


def test_the_kernel_refuses_sockets_to_libraries_and_children() -> None:
    import platform

    from nlp.work.seccomp import program

    if program(platform.machine()) is None:
        pytest.skip("no filter is known for this machine")
    assert [f.message for _, f in run("native-socket", "child-socket", limits=WorkLimits(seconds=20))] == [
        "-1 errno 13",
        "refused 13",
    ]


def test_what_a_worker_started_ends_with_it(tmp_path: Path) -> None:
    assert run(f"child:{tmp_path / 'pid'}")[0][1].code == "timed_out"
    pid = int((tmp_path / "pid").read_text())
    for _ in range(50):
        state = Path(f"/proc/{pid}/stat")
        if not state.exists() or state.read_text().rsplit(")", 1)[1].split()[0] == "Z":
            return
        time.sleep(0.02)
    raise AssertionError("the child lives")


def test_identical_documents_are_read_once(tmp_path: Path) -> None:
    out = run("same:a", "same:b", "same:a", "same:a", "good", "same:b", workers=4, case=str(tmp_path))
    assert [f.message for _, f in out] == ["a", "b", "a", "a", "good", "b"]
    assert [f.path[:6] for _, f in out if f.message in "ab"] == ["0-same", "1-same", "2-same", "3-same", "5-same"]
    assert sorted((tmp_path / "read.log").read_text().split()) == ["a", "b"]


def test_time_in_which_results_are_not_taken_is_not_counted() -> None:
    codes = []
    with Pool(doubles, 2, LIMITS) as pool:
        for _, finished in pool.results(tasks(*["big"] * 4)):
            codes.append((finished.result.code, len(finished.result.message)))
            time.sleep(1.3)
    assert codes == [("ok", 3 * MB)] * 4


def test_results_that_are_not_taken_leave_no_worker() -> None:
    with Pool(doubles, 2, LIMITS) as pool:
        got = pool.results(tasks("good", "sleep", "sleep"))
        assert next(got)[1].result.code == "ok"
        got.close()
    assert not children()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_parent_that_is_stopped_leaves_no_worker(number: int, tmp_path: Path) -> None:
    code = (
        "import sys, os\nfrom pathlib import Path\nfrom nlp.work.pool import Pool\nfrom nlp.work.limits import WorkLimits\n"
        "from tests.work.doubles import doubles\nfrom tests.work.test_pool import tasks\n"
        "with Pool(doubles, 2, WorkLimits(seconds=60)) as pool:\n"
        "    for _, f in pool.results(tasks('good', 'sleep', 'sleep')):\n"
        "        children = Path(f'/proc/{os.getpid()}/task/{os.getpid()}/children').read_text()\n"
        f"        Path({str(tmp_path / 'pids')!r}).write_text(children)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stderr=subprocess.DEVNULL, preexec_fn=heed_interrupts)
    for _ in range(400):
        if (tmp_path / "pids").exists() and (tmp_path / "pids").read_text():
            break
        time.sleep(0.05)
    time.sleep(0.2)
    parent.send_signal(number)
    assert parent.wait(10) != 0
    pids = [int(p) for p in (tmp_path / "pids").read_text().split()]
    assert pids
    for _ in range(100):
        if not any(
            Path(f"/proc/{pid}").exists() and "Z" not in Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1][:3]
            for pid in pids
        ):
            return
        time.sleep(0.05)
    raise AssertionError("a worker lives on")


def test_a_worker_that_starts_from_nothing_gives_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    names = ["good", "exit", "many:good,segfault,good", "good"]
    monkeypatch.setattr("nlp.work.lane.start_method", lambda: "spawn")
    assert run(*names, limits=WorkLimits(seconds=20)) == run(*names)


def test_a_worker_that_cannot_load_what_it_needs_says_so() -> None:
    with Pool(broken, 2, LIMITS) as pool, pytest.raises(NotStarted, match="RuleError: 第3行") as caught:
        list(pool.results(tasks("good")))
    assert (caught.value.fault, caught.value.message) == ("RuleError", "第3行")
    assert not children()


def test_workers_are_copies_only_where_that_is_safe() -> None:
    import threading

    from nlp.work.start import start_method

    ready = threading.Event()
    thread = threading.Thread(target=ready.wait)
    thread.start()
    assert start_method() == "spawn"
    ready.set()
    thread.join()


@pytest.mark.parametrize(("media_type", "size", "seconds"), [
    ("text/plain", 0, 120), ("text/plain", 10**6, 170), ("application/pdf", 10**6, 370), ("image/png", 10**6, 370),
    ("application/pdf", 10**8, 1800),
])  # fmt: skip
def test_time_grows_with_the_file(media_type: str, size: int, seconds: float) -> None:
    assert WorkLimits().seconds_for(media_type, size) == seconds
