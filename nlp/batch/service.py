"""A runner in a process of its own, for engines whose workers have threads: it takes partitions by standard input, one JSON a line.

A process without threads can start guarded workers as copies of itself; and the engine's worker stays free to answer its scheduler.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

import nlp
from nlp.batch.faults import BatchFault
from nlp.batch.output import Staged
from nlp.batch.partitions import Partition
from nlp.batch.runner import Runner, Settings
from nlp.kit_version import kit_version
from nlp.rulebook import RuleError


class Service:
    """The process as the engine's worker sees it."""

    def __init__(self, settings: Settings) -> None:
        root = str(Path(nlp.__file__).parents[1])
        paths = [root, *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "nlp.batch.service", json.dumps(asdict(settings))], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        )

    def run(self, partition: Partition) -> Staged:
        """What `Runner.run` gives. Raises BatchFault, RuleError for what no other worker could do better, RuntimeError otherwise."""
        process = self._process
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(json.dumps(partition.packed()).encode() + b"\n")
            process.stdin.flush()
            line = process.stdout.readline()
        except OSError as error:
            raise RuntimeError(f"runner: {error}") from error
        if not line.endswith(b"\n"):
            raise RuntimeError(f"runner ended with {process.wait()}")
        answer: dict[str, Any] = json.loads(line)
        match answer.get("fault"):
            case None:
                return Staged(**{**answer, "keys": tuple(answer["keys"])})
            case "kit":
                raise BatchFault("kit", here=answer["here"], there=answer["there"])
            case "RuleError":
                raise RuleError(answer["message"])
            case fault:
                raise RuntimeError(f"{fault}: {answer['message']}")

    def close(self) -> None:
        """End the process."""
        process = self._process
        for end in (process.stdin, process.stdout):
            if end is not None:
                with contextlib.suppress(OSError):
                    end.close()
        try:
            process.wait(2)
        except subprocess.TimeoutExpired:
            process.terminate()
            process.wait()


def main() -> None:
    """Serve until standard input ends."""
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what a library prints must not come between
    settings = Settings(**json.loads(sys.argv[1]))
    here = kit_version(Path(settings.rules) if settings.rules else None)
    if here != settings.kit:
        _refuse(sys.stdin, out, {"fault": "kit", "here": settings.kit, "there": here})
        return
    try:
        with Runner(settings, 1) as runner:
            for line in sys.stdin:
                _say(out, _answer(runner, Partition.unpacked(json.loads(line))))
    except RuleError as error:
        _refuse(sys.stdin, out, {"fault": "RuleError", "message": str(error)})


def _answer(runner: Runner, partition: Partition) -> dict[str, Any]:
    try:
        return asdict(runner.run(partition))
    except Exception as error:  # told to the engine, whose retries it is for
        return {"fault": type(error).__name__, "message": str(error)}


def _refuse(given: IO[str], out: IO[str], answer: dict[str, Any]) -> None:
    for _ in given:
        _say(out, answer)


def _say(out: IO[str], answer: dict[str, Any]) -> None:
    with contextlib.suppress(BrokenPipeError):  # the engine's worker is gone, and standard input ends next
        out.write(json.dumps(answer) + "\n")
        out.flush()


if __name__ == "__main__":
    main()
