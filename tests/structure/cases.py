"""Tables of cases that a clerk can read: tests/cases/*.tsv."""

from __future__ import annotations

from pathlib import Path

CASES = Path(__file__).parent.parent / "cases"


def table(name: str) -> list[list[str]]:
    """Rows of a table of cases without its head; ¶ stands for a line end."""
    lines = (CASES / f"{name}.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line.strip() and not line.startswith("#")]
    return [[cell.replace("¶", "\n") for cell in row] for row in rows[1:]]
