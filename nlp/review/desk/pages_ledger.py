"""The ledger: a list by day, a month's calendar, a table by unit; a calendar file; ticking off."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from nlp.review.desk.render import back_to, page
from nlp.review.desk.security import Decide, Number, See, store_of
from nlp.review.ledger import LIGHTS, Asked, Due, by_day, by_unit, calendar_file, days, ledger, page_of
from nlp.store import audit
from nlp.store.duty_counts import tick_off

router = APIRouter()
MOST_DAYS = 730
PAGE = 50
ON_A_DAY = 4  # duties that a day of the calendar names
MOST_UNITS = 300


@router.get("/ledger")
def ledger_page(
    request: Request, visitor: See, within: Annotated[int, Query(ge=0, le=MOST_DAYS)] = 30, unit: str = "", view: str = "list", month: str = "",
    day: str = "", page_number: Annotated[int, Query(alias="page", ge=1, le=1_000_000)] = 1,
) -> Response:
    """What is due: as a list (also of one day), on a month's calendar, or counted by unit."""
    store = store_of(request)
    today = store.clock().date()
    first, one = _month(month, today), _day(day)
    if view == "month":
        with store.read() as connection:
            asked = Asked(today, date(first.year, first.month, calendar.monthrange(first.year, first.month)[1]), first, unit or None)
            counted = days(connection, asked)
            shown = by_day(connection, asked, counted, ON_A_DAY)
        return page(
            request, "ledger.html", visitor, within=within, unit=unit, view=view, today=today, first=first, weeks=_weeks(first, shown),
            lights=dict(counted.lights), total=counted.total, before=(first - timedelta(days=1)).strftime("%Y-%m"),
            after=(first + timedelta(days=32)).strftime("%Y-%m"),
        )
    asked = Asked(today, one or today + timedelta(days=within), one, unit or None)
    found: list[Due] = []
    units: list[tuple[str, dict[str, int]]] = []
    with store.read() as connection:
        if view == "unit":
            units = by_unit(connection, asked)
            lights = {light: sum(n[light] for _, n in units) for light in LIGHTS}
        else:
            counted = days(connection, asked)
            lights = dict(counted.lights)
            found = page_of(connection, asked, counted, (page_number - 1) * PAGE, PAGE)
    total = sum(lights.values())
    return page(
        request, "ledger.html", visitor, within=within, unit=unit, view=view, found=found, units=units[:MOST_UNITS], total=total,
        day=one.isoformat() if one else "", lights=lights, number=page_number, last=max(1, -(-total // PAGE)),
    )


def _weeks(first: date, shown: Mapping[date, tuple[int, list[Due]]]) -> list[list[tuple[date, list[Due], int]]]:
    """Weeks of a month from Monday, each day with the first of its duties and how many it has."""
    return [
        [(day, shown[day][1], shown[day][0]) if day in shown else (day, [], 0) for day in week]
        for week in calendar.Calendar().monthdatescalendar(first.year, first.month)
    ]


def _month(given: str, today: date) -> date:
    """The first day of a month given as 2026-03, else of this month; the calendar's first and last months have no neighbours."""
    try:
        found = date.fromisoformat(f"{given}-01")
    except ValueError:
        return today.replace(day=1)
    return found if 1900 <= found.year <= 9998 else today.replace(day=1)


def _day(given: str) -> date | None:
    try:
        return date.fromisoformat(given)
    except ValueError:
        return None


@router.get("/ledger.ics")
def ledger_calendar(request: Request, visitor: See, within: Annotated[int, Query(ge=0, le=MOST_DAYS)] = 90, unit: str = "") -> Response:
    """The ledger as a calendar file."""
    store = store_of(request)
    now = store.clock()
    with store.read() as connection:
        found = ledger(connection, now.date(), timedelta(days=within), unit or None)
    return Response(
        calendar_file(found, now), media_type="text/calendar", headers={"Content-Disposition": 'attachment; filename="ledger.ics"'}
    )


@router.post("/duties/{number}/done")
def duty_done(request: Request, visitor: Decide, number: Number) -> Response:
    """Tick a duty off."""
    store = store_of(request)
    with store.write() as connection:
        if tick_off(connection, number, store.now(), visitor.account.name):
            audit.record(connection, store.now(), visitor.account.name, "duty_done", f"duty:{number}", {})
    return back_to("/ledger")
