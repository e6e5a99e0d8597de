"""Linux: a filter of system calls that refuses sockets to this process and to all that it starts; needs no privilege.

The numbers are those of the kernel's tables. x86-64 is what this was run on; the other tables share the generic numbers.
"""

from __future__ import annotations

import ctypes
import platform
import struct
import sys

_PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _MODE_FILTER = 38, 22, 2
_LOAD, _IF_EQUAL, _IF_AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | 13  # EACCES
_NUMBER_AT, _ARCHITECTURE_AT = 0, 4
_OTHER_CALLS = 0x40000000  # the x32 table of x86-64
_IO_URING_SETUP = 425  # opens sockets without the call of that name

# machine -> (audit number of the architecture, number of the call `socket`)
_MACHINES = {
    "x86_64": (0xC000003E, 41),
    "aarch64": (0xC00000B7, 198),
    "loongarch64": (0xC0000102, 198),
    "riscv64": (0xC00000F3, 198),
}


def program(machine: str) -> bytes | None:
    """The filter for a machine, None where its numbers are not known."""
    if machine not in _MACHINES:
        return None
    architecture, socket = _MACHINES[machine]
    refused = (socket, _IO_URING_SETUP)
    # the checks that follow one another: (code, what to compare with); a hit jumps to the refusal at the end
    checks = [(_IF_AT_LEAST, _OTHER_CALLS), *((_IF_EQUAL, number) for number in refused)]
    steps = [(_LOAD, 0, 0, _ARCHITECTURE_AT), (_IF_EQUAL, 0, len(checks) + 2, architecture), (_LOAD, 0, 0, _NUMBER_AT)]
    for left, (code, value) in zip(range(len(checks), 0, -1), checks, strict=True):
        steps.append((code, left, 0, value))
    steps += [(_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _REFUSE)]
    return b"".join(struct.pack("=HBBI", *step) for step in steps)


def refuse_sockets() -> bool:
    """Set the filter for this process, for good. False where the system has no such filter or it is not known how."""
    code = program(platform.machine()) if sys.platform == "linux" else None
    if code is None:
        return False
    held = ctypes.create_string_buffer(code, len(code))
    head = ctypes.create_string_buffer(struct.pack("@HP", len(code) // 8, ctypes.addressof(held)))
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    prctl.argtypes = [ctypes.c_int, *[ctypes.c_ulong] * 4]
    if prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return False
    return bool(prctl(_PR_SET_SECCOMP, _MODE_FILTER, ctypes.addressof(head), 0, 0) == 0)
