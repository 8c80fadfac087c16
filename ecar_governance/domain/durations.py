"""ISO 8601 durations (P30D, PT2H, P1Y2M) and the instants they lead to, in a named zone.

Years, months, weeks and days are counted on the calendar of the zone: a month from 31 January is the last day
of February, and "P1D" keeps the hour of the clock on the wall over a change of daylight saving time. Hours,
minutes and seconds are elapsed time, added after the calendar part.

When the calendar part ends at an hour that the zone's clock skips, the offset from before the gap is used
(02:30 in a gap of an hour is 03:30); at an hour that the clock shows twice, the first is meant. Both as
RFC 5545, section 3.3.5. The same is so for an hour on the wall that is named outright (`at_wall`).
"""

from __future__ import annotations

import calendar
import re
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from msgspec import Struct

from ecar_governance.errors import Finding, InvalidInput

_SHAPE = re.compile(
    r"P(?=[0-9T])(?:(?P<years>[0-9]{1,4})Y)?(?:(?P<months>[0-9]{1,4})M)?(?:(?P<weeks>[0-9]{1,5})W)?"
    r"(?:(?P<days>[0-9]{1,6})D)?"
    r"(?:T(?=[0-9])(?:(?P<hours>[0-9]{1,7})H)?(?:(?P<minutes>[0-9]{1,8})M)?(?:(?P<seconds>[0-9]{1,9})S)?)?"
)

_UNITS_AZ = {
    "years": "il", "months": "ay", "weeks": "həftə", "days": "gün", "hours": "saat", "minutes": "dəqiqə",
    "seconds": "saniyə",
}  # fmt: skip

_FIX = "write it as P30D, P2W, P1Y, PT2H or PT30M"


class Duration(Struct, frozen=True):
    """A length of time: `months` and `days` on the calendar (a year is 12 months, a week 7 days), `seconds`
    elapsed."""

    months: int = 0
    days: int = 0
    seconds: int = 0

    @property
    def nominal(self) -> timedelta:
        """About how long it is, to compare two of them: a month counts as 30 days, a year as 365."""
        years, months = divmod(self.months, 12)
        return timedelta(days=365 * years + 30 * months + self.days, seconds=self.seconds)


def _refuse(code: str, message: str) -> InvalidInput:
    return InvalidInput(message, findings=[Finding(code, message, fix=_FIX)], fix=_FIX)


@lru_cache(maxsize=512)
def parse(text: str) -> Duration:
    """The duration that `text` says.

    Whole numbers only, no sign; weeks may stand beside days. Raises InvalidInput with the code
    `duration.malformed` for any other text, `duration.nothing` for a length of zero and `duration.too_long`
    for more than a hundred years.
    """
    match = _SHAPE.fullmatch(text)
    if match is None:
        raise _refuse("duration.malformed", f"{text!r} is not a duration.")
    part = {name: int(digits or 0) for name, digits in match.groupdict().items()}
    found = Duration(
        months=12 * part["years"] + part["months"],
        days=7 * part["weeks"] + part["days"],
        seconds=3600 * part["hours"] + 60 * part["minutes"] + part["seconds"],
    )
    if not found.nominal:
        raise _refuse("duration.nothing", f"{text!r} lasts no time at all.")
    if found.nominal > timedelta(days=36500):
        raise _refuse("duration.too_long", f"{text!r} is longer than a hundred years.")
    return found


def length(text: str, lang: str) -> str:
    """A duration in words, "az" or "en": P30D is 30 days; what is none stays as it is."""
    found = _SHAPE.fullmatch(text)
    parts = [(unit, number) for unit, number in found.groupdict().items() if number] if found else []
    if lang == "az":
        return " ".join(f"{number} {_UNITS_AZ[unit]}" for unit, number in parts) or text
    told = (f"{number} {unit.removesuffix('s') if number == '1' else unit}" for unit, number in parts)
    return " ".join(told) or text


def zone_of(name: str) -> ZoneInfo:
    """The zone of that name in the time zone database; raises InvalidInput (`zone.unknown`) without one."""
    try:
        return ZoneInfo(name)
    except (KeyError, OSError, ValueError) as error:
        message = f"There is no time zone called {name!r}."
        fix = "use a name such as Asia/Baku"
        raise InvalidInput(message, findings=[Finding("zone.unknown", message, fix=fix)], fix=fix) from error


def due(start: datetime, duration: str | Duration, zone: str) -> datetime:
    """The instant `duration` after `start`, aware UTC, with calendar parts counted in `zone`.

    `start` is aware (ValueError otherwise). Raises InvalidInput for a text that is no duration or a zone that
    does not exist.
    """
    return _moved(start, duration, zone, 1)


def ahead_of(instant: datetime, duration: str | Duration, zone: str) -> datetime:
    """The instant `duration` before `instant`: when a reminder falls. The same rules as `due`, backwards."""
    return _moved(instant, duration, zone, -1)


def at_wall(wall: datetime, zone: str) -> datetime:
    """The instant, UTC, at which a clock on the wall of the zone shows this day and hour.

    An hour that the clock skips is taken with the offset from before the gap, of one that it shows twice the
    first is meant. Raises InvalidInput for a zone that does not exist."""
    # fold=0 takes the offset before a gap and the first of two equal hours.
    return wall.replace(tzinfo=zone_of(zone), fold=0).astimezone(UTC)


def end_of_day(day: date, zone: str) -> datetime:
    """The last second of the day in the zone: one second before the next day begins, UTC."""
    return at_wall(datetime.combine(day + timedelta(days=1), time()), zone) - timedelta(seconds=1)


def _moved(start: datetime, duration: str | Duration, zone: str, sign: int) -> datetime:
    if start.tzinfo is None:
        raise ValueError("an instant without a zone has no place here")
    length = parse(duration) if isinstance(duration, str) else duration
    moved = start.astimezone(UTC)
    if length.months or length.days:
        wall = moved.astimezone(zone_of(zone)).replace(tzinfo=None)
        moved = at_wall(_months_on(wall, sign * length.months) + timedelta(days=sign * length.days), zone)
    return moved + timedelta(seconds=sign * length.seconds)


def _months_on(wall: datetime, months: int) -> datetime:
    year, month = divmod(wall.year * 12 + wall.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return wall.replace(year=year, month=month + 1, day=min(wall.day, last))
