"""A run over paths: guarded workers, results in order, copies linked to what came before them."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from nlp.rulebook import RuleError
from nlp.types import Analysis, Failure
from nlp.work import early
from nlp.work.limits import WorkLimits, cores
from nlp.work.linking import Links
from nlp.work.own_files import cache_folder
from nlp.work.patterns import kept_patterns
from nlp.work.pool import NotStarted, Pool
from nlp.work.steps import Task
from nlp.work.twins import with_twins
from nlp.work.worker import Handler

if TYPE_CHECKING:
    from nlp.kit import Kit


def analyses(
    tasks: Sequence[Task], kit: Kit | None = None, rules: Path | None = None, workers: int | None = None, seconds: float | None = None
) -> Iterator[tuple[int, Analysis | Failure]]:
    """Results of all documents with the number of their path, in order; the same for any number of workers.

    Without a kit one is loaded, with the office's own tables in the folder `rules`. `workers`: processes (default: one
    a processor, at most one a path). `seconds`: time limit of a document. Raises RuleError for a fault in a rule table.

    For several paths that is done here and workers are copies of this process; for one, its only worker loads the kit: that
    is faster, since nothing has to be copied.
    """
    links = Links()
    if len(tasks) > 1:
        kit = ready_kit(rules, kit)
    if kit is not None:
        early.drop()  # a copy of this process has the kit already
    prepare = partial(_documents, rules, kit)
    gc.freeze()  # workers are copies of this process: the collector must not touch, and so copy, what they share
    try:
        with Pool(prepare, min(workers or cores(), max(len(tasks), 1)), WorkLimits(seconds)) as pool:
            for number, finished in pool.results(with_twins(tasks)):
                yield number, links.linked(finished)
    except NotStarted as fault:
        if fault.fault == RuleError.__name__:
            raise RuleError(fault.message) from None
        raise
    finally:
        gc.unfreeze()


def ready_kit(rules: Path | None, kit: Kit | None = None) -> Kit:
    """The kit, ready: what is loaded when first needed is loaded now, once for all workers and not on a document's time."""
    with kept_patterns(cache_folder()), _uncollected():
        from nlp.pipeline import analyze
        from nlp.types import Source
        from nlp.work.kept_kit import kept_kit

        kit = kept_kit(rules) if kit is None else kit
        analyze(Source("a.txt", "关于公开信息的通知\n一、公开财政信息。\n".encode()), kit)
    return kit


@contextmanager
def _uncollected() -> Iterator[None]:
    """Inside, memory is not searched for what nobody holds any more: while a kit is loaded nearly all that is made stays."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _documents(rules: Path | None, kit: Kit | None) -> Handler:
    """What a worker does with paths; loads the kit where it was not inherited."""
    kit = ready_kit(rules) if kit is None else kit
    from nlp.work.documents import Documents

    return Documents(kit)
