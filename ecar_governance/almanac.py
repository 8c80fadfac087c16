"""The days off of countries, from the library `holidays`: a proposal for the calendar that goes on record.

The log holds what was set, never what a library says: another version of it changes no deadline.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from importlib.metadata import version

import holidays
from msgspec import Struct

from ecar_governance.domain.events import CalendarSet
from ecar_governance.errors import InvalidInput

_LANGUAGE = "en_US"
_ESTIMATED = "estimated"


class Proposed(Struct, frozen=True):
    """A calendar to be set; `estimated` are those of its days off that the library only expects (they depend
    on the moon), with their names."""

    calendar: CalendarSet
    estimated: dict[str, str]


def days_off(
    country: str,
    years: Iterable[int],
    *,
    subdivision: str = "",
    add: Iterable[date] = (),
    remove: Iterable[date] = (),
) -> Proposed:
    """What the library knows of the country in these years, with what a decree adds and takes away.

    Args:
        country: its code by ISO 3166-1, two letters.
        years: whole calendar years.
        subdivision: its code by ISO 3166-2 without the country's, where days differ within the country.
        add: further days off.
        remove: days on which people work after all, also of a weekend.

    Raises:
        InvalidInput: for a country or subdivision that the library does not know, no year, or a day that is
            in none of the years.
    """
    years, added, removed = sorted(set(years)), sorted(set(add)), sorted(set(remove))
    if not years:
        raise InvalidInput("A calendar is set for at least one year.", fix="say --years 2026-2028")
    for day in (*added, *removed):
        if day.year not in years:
            raise InvalidInput(f"{day} is in none of the years.", fix="name its year in --years, too")
    if both := set(added) & set(removed):
        raise InvalidInput(f"{min(both)} cannot be a day off and a working day.", fix="name it once")
    code = country.upper()
    try:
        found = holidays.country_holidays(
            code, subdiv=subdivision or None, years=years, language=_language(code)
        )
    except NotImplementedError as error:
        message = f"The library holidays knows no days off of {code} {subdivision}".rstrip() + "."
        raise InvalidInput(message, fix="name a country by two letters, as AZ") from error
    weekend = tuple(sorted(day + 1 for day in found.weekend))
    free = ({*found} | {*added}) - {*removed}
    worked = {day for day in found.weekend_workdays if day.year in years} | {
        day for day in removed if day.isoweekday() in weekend
    }
    calendar = CalendarSet(
        code,
        subdivision,
        tuple(years),
        tuple(day.isoformat() for day in sorted(free)),
        tuple(day.isoformat() for day in sorted(worked - free)),
        weekend,
        _source(added, removed),
    )
    estimated = {
        day.isoformat(): name
        for day, name in sorted(found.items())
        if _ESTIMATED in name and day in free and day not in added
    }
    return Proposed(calendar, estimated)


def _language(country: str) -> str | None:
    """English where the library has it, for the names of what is estimated."""
    known = holidays.list_localized_countries().get(country, ())
    return _LANGUAGE if _LANGUAGE in known else None


def _source(added: list[date], removed: list[date]) -> str:
    told = [f"holidays {version('holidays')}"]
    told += [f"added {day}" for day in added] + [f"removed {day}" for day in removed]
    return ", ".join(told)
