"""A dry run: what a batch would cost, from a sample of its documents that is worked on as the batch would."""

from __future__ import annotations

import math
import os
import random
import statistics
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from nlp.batch.inputs import Given, documents_in
from nlp.batch.output import Output, Staged
from nlp.batch.partitions import Item, Partition, identified
from nlp.batch.run import PARTITION, checked
from nlp.batch.runner import Runner, Settings
from nlp.kit_version import kit_version
from nlp.types import Limits

SAMPLE = 50


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a batch would cost. Times in seconds, sizes in bytes; `spread`: half the width of a 95 % interval of `seconds`.

    `documents`: of the input; `new`: of them not done yet (told from the sample). `start`: loading the kit, once a worker machine.
    """

    documents: int
    sampled: int
    new: int
    workers: int
    start: float
    seconds: float
    spread: float
    input_bytes: int
    output_bytes: int
    failed: float

    @property
    def processor_hours(self) -> float:
        """Hours of one worker."""
        return self.seconds * self.workers / 3600


def estimate(
    source: Path, target: Path, rules: Path | None = None, workers: int = 1, seconds: float | None = None, sample: int = SAMPLE,
    size: int = PARTITION,
) -> Estimate:
    """Estimate of a batch; nothing is written to `target`. Raises BatchFault, RuleError, OSError."""
    checked(source, target)
    source, rules = Path(os.path.abspath(source)), Path(os.path.abspath(rules)) if rules is not None else None
    kit = kit_version(rules)
    count, given = _sampled(documents_in(source), sample)
    known = Output(Path(target), kit, Path(target)).done()
    with tempfile.TemporaryDirectory(prefix="gongkai-estimate-") as name:
        items, bundle = _items(given, Path(name) / "bundle")
        new = [item for item in items if bytes.fromhex(item.key) not in known]
        share = len(new) / len(items) if items else 0.0
        began = time.monotonic()
        if not new:
            return Estimate(count, len(items), 0, workers, 0.0, 0.0, 0.0, 0, 0, 0.0)
        with Runner(Settings(kit, name, str(rules) if rules else None, seconds), 1) as runner:
            start = time.monotonic() - began
            at = [time.monotonic()]
            staged = runner.run(Partition("sample", tuple(new), bundle), lambda: at.append(time.monotonic()))
            total = time.monotonic() - at[0]
        written, foot = _sizes(staged)
    each = total / len(new)
    times = [b - a for a, b in pairwise(at)]
    spread = 1.96 * statistics.stdev(times) / math.sqrt(len(times)) if len(times) > 1 else each
    todo = round(count * share)
    return Estimate(
        documents=count, sampled=len(items), new=todo, workers=workers, start=start,
        seconds=each * todo / workers, spread=spread * todo / workers,
        input_bytes=round(sum(item.size for item in items) / len(items) * count),
        output_bytes=round(written / len(new) * todo) + math.ceil(todo / size) * foot,
        failed=staged.failed / len(new),
    )


def _sizes(staged: Staged) -> tuple[int, int]:
    """Bytes of rows, and bytes that every partition has besides."""
    import pyarrow.parquet as pq

    foot = sum(pq.read_metadata(file).serialized_size for file in staged.files.values())
    return sum(os.stat(file).st_size for file in staged.files.values()) - foot, foot


def _sampled(documents: Iterable[Given], size: int) -> tuple[int, list[Given]]:
    """How many there are, and a sample of them: the same one every time, each as likely as the other."""
    chance = random.Random(20260101)
    held: list[Given] = []
    count = 0
    for given in documents:
        count += 1
        if len(held) < size:
            held.append(given)
        elif (at := chance.randrange(count)) < size:
            held[at] = given
    return count, held


def _items(given: list[Given], bundle: Path) -> tuple[list[Item], str | None]:
    items: list[Item] = []
    offset = 0
    with bundle.open("wb") as file:
        for one in given:
            item, data = identified(one, Limits())
            if one.data is not None:
                item = replace(item, path=None, offset=offset, length=len(data))
                offset += file.write(data)
            items.append(item)
    return items, str(bundle)
