"""What one document may cost before its worker is stopped."""

from __future__ import annotations

import os
from dataclasses import dataclass

from nlp.intake import detect

_BASE = 120.0  # seconds that every document may take
_BYTES_A_SECOND = 20_000
_SCANNED_BYTES_A_SECOND = 4_000  # of formats that may be scans: a page of 15 KB takes some four seconds to recognise
_MOST = 1_800.0
_SCANNED = (detect.PDF, detect.OFD)


@dataclass(frozen=True, slots=True)
class WorkLimits:
    """Limits of one document in a worker.

    `seconds`: wall clock of one document, of opening its file, and of unpacking the next file of an archive; None lets it grow
    with the size of the file, up to half an hour (scans are recognised page by page). `memory`: bytes that the worker may grow by. `output`:
    bytes of one result, and of any file that the worker writes. `deaths`: workers that one archive may cost before the rest of it is given up.
    `items`: documents of one path.
    """

    seconds: float | None = None
    memory: int = 2 * 1024**3
    output: int = 512 * 1024**2
    deaths: int = 8
    items: int = 10_000

    def seconds_for(self, media_type: str | None, size: int) -> float:
        """Seconds for a document of `size` bytes.

        >>> WorkLimits().seconds_for("text/plain", 0), WorkLimits(9).seconds_for("application/pdf", 10**6)
        (120.0, 9)
        """
        if self.seconds is not None:
            return self.seconds
        scanned = media_type in _SCANNED or (media_type or "").startswith("image/")
        return min(_BASE + size / (_SCANNED_BYTES_A_SECOND if scanned else _BYTES_A_SECOND), _MOST)

    def seconds_to_open(self) -> float:
        """Seconds for opening a path or unpacking its next file."""
        return self.seconds if self.seconds is not None else 2 * _BASE


def cores() -> int:
    """Processors that this process may use."""
    try:
        return max(len(os.sched_getaffinity(0)), 1)
    except AttributeError:  # not on every system
        return max(os.cpu_count() or 1, 1)
