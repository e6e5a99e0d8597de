"""Entry point of the `gongkai` command: begins the worker of a single document before the program is loaded."""

from __future__ import annotations

import itertools
import os
import sys
from collections.abc import Sequence

_COMMANDS = frozenset({"analyze", "draft"})
_VALUED = frozenset({"-o", "--output", "-f", "--format", "--rules", "--lang", "--workers", "--timeout"})  # options with a value of their own


def run() -> None:
    """Run the command with the arguments of this process."""
    if is_one_document(sys.argv[1:]):
        from nlp.work.early import begin

        begin()
    from cli.main import run as run_command

    run_command()


def is_one_document(arguments: Sequence[str]) -> bool:
    """Whether arguments look like one file for a command that reads documents. A wrong guess costs some time, nothing else.

    >>> is_one_document(["analyze", __file__, "-f", "json"]), is_one_document(["analyze", "."]), is_one_document(["desk"])
    (True, False, False)
    """
    if not arguments or arguments[0] not in _COMMANDS or not {"-h", "--help"}.isdisjoint(arguments):
        return False
    paths = [b for a, b in itertools.pairwise(arguments) if not b.startswith("-") and a not in _VALUED]
    return len(paths) == 1 and os.path.isfile(paths[0])


if __name__ == "__main__":
    run()
