"""Why a batch cannot begin or go on: a code and facts; the command line has the sentences."""

from __future__ import annotations

from collections.abc import Callable


class BatchFault(Exception):
    """A fault of the run itself, never of a document.

    Codes: "input", "not_a_batch", "in_use", "inside", "no_columns", "no_engine", "no_scheduler", "kit" (workers have another kit).
    """

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts

    def __reduce__(self) -> tuple[Callable[..., BatchFault], tuple[str, dict[str, object]]]:
        return _fault, (self.code, self.facts)  # it crosses between machines

    def __str__(self) -> str:
        return f"{self.code}: {', '.join(f'{k} {v}' for k, v in self.facts.items())}"


def _fault(code: str, facts: dict[str, object]) -> BatchFault:
    return BatchFault(code, **facts)
