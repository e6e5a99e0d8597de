"""Workers that misbehave on demand: the name of a path says how."""

from __future__ import annotations

import contextlib
import ctypes
import os
import socket
import sys
import tempfile
import time
from collections.abc import Generator
from pathlib import Path

from nlp.rulebook import RuleError
from nlp.types import Failure
from nlp.work.steps import Ended, Finished, Started, Step, Task
from nlp.work.worker import Handler

MB = 1024 * 1024


def result(task: Task, index: int, word: str) -> Finished:
    """What a good document gives here: a value of a type that may cross."""
    return Finished(index, Failure(f"{task.shown}#{index}", "ok", word))


def doubles() -> Handler:
    """What workers under test load."""
    return double


def broken() -> Handler:
    """A worker that cannot start."""
    raise RuleError("第3行")


def double(task: Task) -> Generator[Step, bool, None]:
    """Handler of the workers under test."""
    act, _, rest = task.path.partition(":")
    if act == "many":  # many:good,sleep,good -- a container with several documents
        for index, inner in enumerate(rest.split(",")):
            if index >= task.skip:
                yield Started(index, f"{task.shown}!/{inner}", task.shown, alone=False)
                yield from _document(inner, "", task, index)
        return
    if act.startswith("opening-"):
        misbehave(act.removeprefix("opening-"), rest, task)
    if (yield Started(0, task.shown, task.case, (rest, "") if act == "same" else None)):
        yield from _document(act, rest, task, 0)


def _document(act: str, rest: str, task: Task, index: int) -> Generator[Step, bool, None]:
    if act == "endless-results":
        while True:
            yield result(task, index, "x")
    if act == "endless-documents":
        while True:
            index += 1
            yield result(task, index - 1, "x")
            yield Started(index, "x")
    if act == "wrong-step":
        yield Ended()
    word = misbehave(act, rest, task)
    yield result(task, index, word)


def misbehave(act: str, rest: str, task: Task) -> str:
    """Do what the name says; a word for the result where that ends."""
    match act:
        case "good" | "many" | "endless-results":
            return "good"
        case "same":
            time.sleep(0.1)
            with (Path(task.case or ".") / "read.log").open("a") as file:
                file.write(f"{rest}\n")
            return rest
        case "slow":
            time.sleep(float(rest))
        case "sleep":
            time.sleep(3600)
        case "loop":
            while True:
                pass
        case "memory":
            held = []
            while True:
                held.append(bytearray(os.urandom(1024)) * 8 * 1024)
        case "memory-abort" | "memory-kill" | "memory-segfault":  # most of what it may have, and then the library gives up
            filled = bytearray(os.urandom(1024)) * 300 * 1024
            time.sleep(0.5)
            misbehave(act.removeprefix("memory-"), rest, task)
            return str(len(filled))
        case "memory-at-once":
            bytearray(10**15)
        case "segfault":
            ctypes.string_at(0)
        case "abort":
            os.abort()
        case "exit":
            os._exit(3)
        case "kill":
            os.kill(os.getpid(), 9)
        case "stop":
            os.kill(os.getpid(), 19)
            time.sleep(3600)
        case "raise":
            raise KeyError("缺一项")
        case "output":
            return "很" * 20 * MB
        case "big":
            return "x" * 3 * MB
        case "print":
            began = time.monotonic()
            while time.monotonic() - began < 0.3:
                os.write(1, b"x" * MB)
                os.write(2, b"x" * MB)
                sys.stdout.write("x" * 1000)
        case "write":
            with tempfile.NamedTemporaryFile() as file:
                while True:
                    file.write(b"x" * MB)
        case "leave":
            (Path(tempfile.gettempdir()) / "left").write_text("x")
            return tempfile.gettempdir()
        case "garbage":
            _send_raw(b"\x80\x05garbage")
        case "half":
            os.write(_channel(), b"\x00\x00\x10\x00half")
            time.sleep(3600)
        case "length":
            os.write(_channel(), b"\x7f\xff\xff\xff")
            time.sleep(3600)
        case "attack":  # a pickle that would run a program in the parent
            import pickle

            class Attack:
                def __reduce__(self) -> object:
                    return os.system, (f"touch {rest}",)

            _send_raw(pickle.dumps(Attack()))
            time.sleep(3600)
        case "socket":
            return _socket()
        case "native-socket":
            libc = ctypes.CDLL(None, use_errno=True)
            return f"{libc.socket(2, 1, 0)} errno {ctypes.get_errno()}"
        case "child-socket":
            import subprocess

            code = "import socket\ntry: socket.socket(); print('open')\nexcept OSError as e: print('refused', e.errno)"
            return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()
        case "child":
            import subprocess

            child = subprocess.Popen(["sleep", "3600"])
            Path(rest).write_text(str(child.pid))
            time.sleep(3600)
    return act


def _socket() -> str:
    for family in (socket.AF_INET, socket.AF_INET6, socket.AF_UNIX):
        with contextlib.suppress(PermissionError):
            socket.socket(family)
            return "open"
    with contextlib.suppress(PermissionError):
        socket.getaddrinfo("localhost", 80)
        return "asked"
    return "refused"


def _channel() -> int:
    """The descriptor that leads to the parent: the only socket left."""
    import stat

    for name in os.listdir("/proc/self/fd"):
        with contextlib.suppress(OSError):
            if stat.S_ISSOCK(os.fstat(int(name)).st_mode):
                return int(name)
    raise AssertionError("no channel")


def _send_raw(data: bytes) -> None:
    os.write(_channel(), len(data).to_bytes(4, "big") + data)
