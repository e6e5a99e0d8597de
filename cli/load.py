"""`gongkai store load` and `gongkai store years`: what a batch wrote, into the store of the review desk; large stores cut by year."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from cli.inputs import say
from cli.messages import text
from cli.stores import Stopped, opened
from cli.triage import _person


def load(source: Path, place: str | None, today: date, lang: str, quiet: bool) -> int:
    """Load the analyses of the latest kit version; 0 when all are there, 2 where there are none."""
    from nlp.batch.faults import BatchFault
    from nlp.batch.stored import latest, records_of
    from nlp.review.queue import standing_of
    from nlp.review.triage import incoming_of
    from nlp.store.bulk_load import Loaded, load

    told = Loaded(0, 0)
    try:
        output = latest(source)
        arrivals = ((incoming_of(record, 0, "command", False), standing_of(record, today)) for record in records_of(output))
        with opened(place, lang) as store:
            for told in load(store, arrivals, output.kit, _person()):
                if not quiet:
                    say(text("loading", lang, documents=told.documents, known=told.known))
    except BatchFault as fault:
        say(text(f"batch_{fault.code}", lang, **fault.facts))
        return 2
    except Stopped as stopped:
        return stopped.status
    say(text("loaded", lang, documents=told.documents, known=told.known, path=source))
    return 0


def years(place: str | None, lang: str) -> int:
    """Cut the tables that only grow."""
    from nlp.store.years import cut_by_year

    try:
        with opened(place, lang, must_exist=True) as store:
            cut = cut_by_year(store)
    except Stopped as stopped:
        return stopped.status
    for table, found in cut.items():
        say(text("years_cut", lang, table=table, years="、".join(map(str, found)) or "—"))
    return 0
