"""`gongkai` run in this process: what it prints and its exit status, without the second that a process takes to start.

What only a process shows (pipes, signals, what it leaves behind, its environment) is tested with real ones beside these.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from typer.testing import CliRunner

from cli.main import app


@dataclass(frozen=True)
class Done:
    """What `subprocess.run` would tell of the same command."""

    returncode: int
    stdout: str
    stderr: str


def gongkai(*words: str | Path, stdin: str = "") -> Done:
    """Run a command to its end. An exception that it does not answer for itself fails the test."""
    done = CliRunner().invoke(app, [*map(str, words)], input=stdin, prog_name="gongkai", catch_exceptions=False)
    return Done(done.exit_code, done.stdout, done.stderr)
