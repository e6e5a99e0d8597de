"""Index numbers (索引号) of entries by the office's template; each is given once."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from nlp.store.settings import setting_of
from nlp.store.tables import entry

MOST_TRIES = 100_000


class TemplateFault(ValueError):
    """A template that does not give a different number for every serial."""


def check_template(template: str) -> None:
    """Raise TemplateFault unless the template uses {serial} and only {org}, {year} and {serial}."""
    try:
        differs = template.format(org="A", year=2026, serial=1) != template.format(org="A", year=2026, serial=2)
    except (KeyError, IndexError, ValueError) as error:
        raise TemplateFault(template) from error
    if not differs:
        raise TemplateFault(template)


def next_index_number(connection: Connection, at: str) -> str | None:
    """The next free number of the year of `at`, or None when the office gives none."""
    template = setting_of(connection, "index_template")
    if not template:
        return None
    org, year = setting_of(connection, "org_code"), int(at[:4])
    head = template.split("{serial")[0].format(org=org, year=year)
    given = select(func.count(func.distinct(entry.c.index_number))).where(entry.c.index_number.startswith(head, autoescape=True))
    first = connection.execute(given).scalar_one() + 1
    for serial in range(first, first + MOST_TRIES):
        number: str = template.format(org=org, year=year, serial=serial)
        if connection.execute(select(entry.c.id).where(entry.c.index_number == number).limit(1)).first() is None:
            return number
    raise TemplateFault(template)
