"""What a worker gives up before it opens a file. Nothing of it can be taken back by the worker.

network: sockets are refused by the interpreter on every system (an audit hook: any Python code), and by the kernel on Linux
(a filter of system calls: native libraries and child processes too); sockets that were inherited are closed.
memory: where the system has address space limits, one allocation beyond them fails; the parent watches the resident size.
output: standard output and error lead nowhere, with the traces of crashes; files that are written have a largest size. No core dumps.
"""

from __future__ import annotations

import contextlib
import faulthandler
import os
import signal
import stat
import sys
import tempfile
from typing import Any

from nlp.work.limits import WorkLimits
from nlp.work.seccomp import refuse_sockets

_NETWORK = frozenset(
    f"socket.{name}" for name in ("__new__", "connect", "bind", "getaddrinfo", "gethostbyname", "gethostbyaddr", "sendto", "sendmsg")
)
_PR_SET_PDEATHSIG = 1


def enter(limits: WorkLimits, keep: int, folder: str) -> None:
    """Give up network, terminal and boundless memory. `keep`: the descriptor that leads to the parent; `folder`: for temporary files."""
    tempfile.tempdir = folder
    os.environ["TMPDIR"] = folder
    with contextlib.suppress(ValueError, OSError):
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    if os.name == "posix":
        os.setsid()
        die_with_parent()
        _close_sockets(keep)
        _limit_resources(limits)
    _mute()
    refuse_network()


def refuse_network() -> bool:
    """Refuse sockets in this process for good; True where the kernel refuses them too."""
    sys.addaudithook(_refuse)
    return refuse_sockets()


def _refuse(event: str, _: tuple[Any, ...]) -> None:
    if event in _NETWORK:
        raise PermissionError(13, "no network in a worker")


def _mute() -> None:
    faulthandler.disable()
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        with contextlib.suppress(OSError):
            os.dup2(nowhere, descriptor)
    sys.stdin = sys.stdout = sys.stderr = os.fdopen(nowhere, "r+", encoding="utf-8", errors="replace", closefd=False)


def die_with_parent() -> None:
    """End this process when its parent ends, where the system can do that; and before others, where memory runs out."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        with contextlib.suppress(OSError), open("/proc/self/oom_score_adj", "w") as file:
            file.write("500")  # where memory runs out all the same, a worker goes first


def _close_sockets(keep: int) -> None:
    """Close every socket but one: those of other workers and whatever the program had open."""
    try:
        held = [int(name) for name in os.listdir("/proc/self/fd")]
    except OSError:
        return
    for descriptor in held:
        if descriptor != keep:
            with contextlib.suppress(OSError):
                if stat.S_ISSOCK(os.fstat(descriptor).st_mode):
                    os.close(descriptor)


def _limit_resources(limits: WorkLimits) -> None:
    try:
        import resource
    except ImportError:
        return
    # Twice the memory: libraries map more than they use, and the parent's watch on what is used is the exact one.
    wanted = {resource.RLIMIT_CORE: 0, resource.RLIMIT_FSIZE: limits.output}
    if (mapped := mapped_bytes()) is not None:
        wanted[resource.RLIMIT_AS] = mapped + 2 * limits.memory
    for kind, value in wanted.items():
        with contextlib.suppress(OSError, ValueError):
            hard = resource.getrlimit(kind)[1]
            value = value if hard == resource.RLIM_INFINITY else min(value, hard)
            resource.setrlimit(kind, (value, value))


def mapped_bytes() -> int | None:
    """Address space of this process in bytes, None where the system does not tell."""
    return _statm("self", 0)


def resident_bytes(pid: int) -> int | None:
    """Memory of a process in bytes, None where it is gone or the system does not tell."""
    if sys.platform == "linux":
        return _statm(str(pid), 1)
    try:
        import psutil  # type: ignore[import-untyped]
    except ImportError:
        return None
    try:
        return int(psutil.Process(pid).memory_info().rss)
    except psutil.Error:
        return None


def _statm(name: str, field: int) -> int | None:
    try:
        with open(f"/proc/{name}/statm") as file:
            return int(file.read().split()[field]) * os.sysconf("SC_PAGESIZE")
    except (OSError, IndexError, ValueError):
        return None
