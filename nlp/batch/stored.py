"""What a batch wrote, read again: the records of its analyses, a row group at a time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from nlp.batch.faults import BatchFault
from nlp.batch.output import Output
from nlp.batch.schema import record_in


def latest(root: Path) -> Output:
    """The output of the kit version that was at work last. Raises BatchFault for a folder without one."""
    kits = sorted((root / "manifest").glob("kit=*"), key=lambda path: (path.stat().st_mtime_ns, path.name))
    if not kits:
        raise BatchFault("no_output", path=root)
    return Output(root, kits[-1].name.removeprefix("kit="), root)


def records_of(output: Output) -> Iterator[dict[str, Any]]:
    """Records of the contract, partition by partition in the order of their numbers; only of partitions that are whole."""
    for path, held in output.whole():
        if "documents" not in held["files"]:
            continue
        with pq.ParquetFile(output.folder("documents") / f"{path.stem}.parquet") as file:
            for batch in file.iter_batches(64):
                for row in batch.to_pylist():
                    yield record_in(row, file.schema_arrow)
