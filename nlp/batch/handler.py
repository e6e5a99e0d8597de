"""What a guarded worker does with a document of a batch: reads, analyzes, and gives the row of it as plain values."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nlp.batch.schema import SECRET, row_of
from nlp.kit import Kit
from nlp.pipeline import analyze
from nlp.types import Analysis, Failure, Source
from nlp.work.documents import Result, steps_of
from nlp.work.run import ready_kit
from nlp.work.steps import Step, Task
from nlp.work.worker import Handler


def loaded(rules: Path | None) -> Kit:
    """The kit with the office's own tables, ready for the first document. Raises RuleError."""
    return ready_kit(rules)


def rows_handler(kit: Kit) -> Handler:
    """What every worker is given."""
    return Rows(kit)


@dataclass(frozen=True, slots=True)
class Rows:
    """The handler of the workers of a batch."""

    kit: Kit

    def __call__(self, task: Task) -> Generator[Step, bool, None]:
        """Steps of a path; what has a secrecy mark does not leave the worker."""
        # without asking: who gives the task knows copies already, and rows could not be renamed by the pool
        return steps_of(task, self.kit.limits, self._row, asks=False)

    def _row(self, item: Source) -> Result:
        return _kept(analyze(item, self.kit)), None


def _kept(result: Analysis | Failure) -> dict[str, Any] | Failure:
    if isinstance(result, Failure):
        return result
    mark = result.outline.metadata.classification
    if mark is None:
        return row_of(result)
    media = result.outline.document.media
    return Failure("", SECRET, f"带有密级标志（{mark}），只保留哈希和原因，不保存内容", media.media_type, media.sha256)
