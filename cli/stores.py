"""What the commands over a store share: opening it, and the sentence for what went wrong."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from cli.inputs import say
from cli.messages import text

if TYPE_CHECKING:
    from nlp.store.store import Store


class Stopped(Exception):
    """The command ends here; its message has been said. The argument is the exit status."""

    def __init__(self, status: int = 1) -> None:
        super().__init__(status)
        self.status = status


def default_place() -> str:
    """The store in the user's data folder."""
    from platformdirs import user_data_path

    return str(user_data_path("gongkai", appauthor=False) / "gongkai.db")


@contextmanager
def opened(place: str | None, lang: str, must_exist: bool = False) -> Iterator[Store]:
    """The store at a URL or path (by default in the user's data folder), closed at the end. Raises Stopped after a message.

    `must_exist`: a command that only reads makes no new store.
    """
    from nlp.store.engine import StoreFault
    from nlp.store.store import open_store

    where = place or default_place()
    if must_exist and "://" not in where and not Path(where).exists():
        say(text("store_missing", lang, url=where))
        raise Stopped
    try:
        store = open_store(where)
    except StoreFault as fault:
        say(text(fault.code, lang, **fault.facts))
        raise Stopped from fault
    try:
        yield store
    except StoreFault as fault:
        say(text(fault.code, lang, **fault.facts))
        raise Stopped from fault
    finally:
        store.close()


def domain_names() -> dict[str, str]:
    """Domains by code, in the order of their table."""
    from nlp.rulebook import Rulebook

    return {row["id"]: row["name"] for row in Rulebook().table("domains")}
