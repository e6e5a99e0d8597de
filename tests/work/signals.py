"""Signals of processes that tests start."""

from __future__ import annotations

import signal


def heed_interrupts() -> None:
    """For `preexec_fn`: a shell lets its background jobs ignore interrupts, and children inherit that; tests may run in one."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
