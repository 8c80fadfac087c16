"""`ecar calendar`: which days nobody works, as deadlines in working days are counted."""

from __future__ import annotations

import re
from datetime import date, datetime

import click

from ecar_governance import almanac
from ecar_governance.cli.common import as_json, done, example, opened, say, tell_json
from ecar_governance.domain import events as e
from ecar_governance.domain.decision import Refused
from ecar_governance.services.calendars import set_calendar

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@click.group()
def calendar() -> None:
    """The calendar of working days, which is on record."""


def _years(_: click.Context, __: click.Parameter, value: str) -> tuple[int, ...]:
    found: list[int] = []
    for part in value.split(","):
        match = re.fullmatch(r"(\d{4})(?:-(\d{4}))?", part.strip(), re.ASCII)
        if match is None:
            raise click.BadParameter("write years as 2026, 2026-2028 or 2026,2028")
        first, last = int(match[1]), int(match[2] or match[1])
        if not 0 <= last - first < 50:
            raise click.BadParameter("name fifty years at most, the first one first")
        found += range(first, last + 1)
    return tuple(found)


def _dates(_: click.Context, __: click.Parameter, value: tuple[datetime, ...]) -> tuple[date, ...]:
    return tuple(day.date() for day in value)


_date = click.DateTime(["%Y-%m-%d"])


@calendar.command("set", epilog=example("ecar calendar set --country AZ --years 2026-2028 --add 2026-04-11"))
@click.option("--country", required=True, help="Its code by ISO 3166-1, two letters.")
@click.option("--subdivision", default="", help="A part of it by ISO 3166-2, where days differ.")
@click.option("--years", required=True, callback=_years, help="Whole years: 2026, 2026-2028 or 2026,2028.")
@click.option("--add", multiple=True, type=_date, callback=_dates, help="One more day off; repeatable.")
@click.option(
    "--remove",
    multiple=True,
    type=_date,
    callback=_dates,
    help="A day on which people work after all, also of a weekend; repeatable.",
)
def set_(
    country: str,
    subdivision: str,
    years: tuple[int, ...],
    add: tuple[date, ...],
    remove: tuple[date, ...],
) -> None:
    """Puts the days off of some years on record, from the library holidays and what you add or remove.

    For these years it replaces what was on record, so say every --add and --remove again. Deadlines that run
    stay as they were announced, but those that were set without knowing a year are reckoned again.
    """
    proposed = almanac.days_off(country, years, subdivision=subdivision, add=add, remove=remove)
    with opened() as installation:
        outcome = set_calendar(installation.desk, proposed.calendar)
        if isinstance(outcome, Refused) and [r.code for r in outcome.reasons] == ["nothing.changes"]:
            say("Nothing has changed.")
        else:
            act = done(outcome, installation)
            _tell(proposed.calendar)
            if again := sum(isinstance(event.data, e.DeadlineSet) for event in act.events):
                say(f"{again} deadline(s) reckoned again.")
    if proposed.estimated:
        say("Expected, to be set again when they are announced:")
        for day, name in proposed.estimated.items():
            say(f"  {day}  {name}")


@calendar.command(epilog=example("ecar calendar show"))
@as_json
def show(json_: bool) -> None:
    """Shows the calendar on record: country, years, weekend, days off, and what it was taken from."""
    with opened() as installation:
        found = installation.desk.conference.calendar
    told = e.CalendarSet(
        found.country,
        found.subdivision,
        found.years,
        found.days_off,
        found.working,
        found.weekend,
        found.source,
    )
    if json_:
        tell_json({name: getattr(told, name) for name in told.__struct_fields__})
    elif not found.years:
        say("No calendar is on record. Set one with ecar calendar set --country AZ --years 2026-2028.")
    else:
        _tell(told)
        for day in found.days_off:
            say(f"  {day}  {_DAYS[date.fromisoformat(day).weekday()]}")
        for day in found.working:
            say(f"  {day}  {_DAYS[date.fromisoformat(day).weekday()]}, a working day")


def _tell(told: e.CalendarSet) -> None:
    place = f"{told.country}-{told.subdivision}" if told.subdivision else told.country
    weekend = ", ".join(_DAYS[day - 1] for day in told.weekend)
    years = ", ".join(map(str, told.years))
    say(f"{place}, {years}: {len(told.days_off)} days off, {len(told.working)} worked days of a weekend")
    say(f"weekend: {weekend}; from {told.source}")
