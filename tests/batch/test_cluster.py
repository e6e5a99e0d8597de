"""The engine on a real cluster: the same rows as on one machine, also when a worker is killed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.batch.making import DOCUMENTS, rows

pytest.importorskip("distributed")
ROOT = Path(__file__).resolve().parents[2]


def bare(output: Path) -> dict[str, list[object]]:
    """Rows of the newest kit version in the output."""
    return {table: [{**row} for row in rows(output, table)] for table in ("documents", "errors")}


@pytest.mark.long
@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_two_workers_of_which_one_is_killed_give_the_rows_of_one_machine(given: Path, whole: Path, tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-m", "tests.batch.killing", str(given), str(tmp_path / "out")], cwd=ROOT, text=True,
                          capture_output=True, timeout=180, check=False)
    print(done.stdout)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "killed worker" in done.stdout
    assert done.stdout.rstrip().endswith(f"{DOCUMENTS + 3} documents, 3 failed, 1 secret, 0 partitions lost")
    assert bare(tmp_path / "out") == bare(whole)


def test_a_worker_with_another_kit_refuses_at_once(given: Path, tmp_path: Path) -> None:
    from nlp.batch.faults import BatchFault
    from nlp.batch.partitions import Partition
    from nlp.batch.runner import Settings
    from nlp.batch.service import Service

    service = Service(Settings("0.0.0+other", str(tmp_path)))
    try:
        with pytest.raises(BatchFault, match="kit"):
            service.run(Partition("x", ()))
    finally:
        service.close()


def test_a_fault_crosses_between_processes() -> None:
    import pickle

    from nlp.batch.faults import BatchFault

    fault = pickle.loads(pickle.dumps(BatchFault("kit", here="a", there="b")))
    assert (fault.code, fault.facts) == ("kit", {"here": "a", "there": "b"})
