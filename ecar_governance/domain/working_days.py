"""The days on which a country works, and deadlines counted in them.

A period of working days is read as Regulation (EEC, Euratom) No 1182/71, article 3, reads periods of days:
the day on which it begins is not counted, and it ends with the last hour of its last day, here the last
second, 23:59:59 on the wall of the zone. A day that is named (`at`, `field`) and is no working day is put off
to the next that is one, as in article 3 (4).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from msgspec import Struct

from ecar_governance.domain.durations import Duration, at_wall, end_of_day, zone_of

_DAY = timedelta(days=1)


class Calendar(Struct, frozen=True):
    """When nobody works. `weekend` are ISO weekdays (Monday is 1, Sunday 7); `days_off` the other days on
    which nobody works and `working` those of a weekend on which people do, as ISO dates, sorted; `years`
    those for which both are known, sorted. `source` says where it was taken from."""

    country: str = ""
    subdivision: str = ""
    years: tuple[int, ...] = ()
    days_off: tuple[str, ...] = ()
    working: tuple[str, ...] = ()
    weekend: tuple[int, ...] = (6, 7)
    source: str = ""

    def renewed(self, by: Calendar) -> Calendar:
        """This calendar after another was set: of the same country (and weekend) the years that it names are
        replaced, of another everything."""
        same = ("country", "subdivision", "weekend")
        if any(getattr(self, name) != getattr(by, name) for name in same):
            return by
        old = [str(year) for year in self.years if year not in by.years]

        def both(mine: tuple[str, ...], theirs: tuple[str, ...]) -> tuple[str, ...]:
            return tuple(sorted({day for day in mine if day[:4] in old}.union(theirs)))

        return Calendar(
            by.country,
            by.subdivision,
            tuple(sorted({*self.years, *by.years})),
            both(self.days_off, by.days_off),
            both(self.working, by.working),
            by.weekend,
            by.source,
        )

    def works(self, day: date) -> bool:
        """Whether it is a working day; in a year that is not known, whether it is no weekend."""
        told = day.isoformat()
        if told in self.working:
            return True
        return day.isoweekday() not in self.weekend and told not in self.days_off

    def unknown(self, first: date, last: date) -> tuple[int, ...]:
        """The years from the first day to the last (or back) that the calendar does not know."""
        low, high = sorted((first.year, last.year))
        return tuple(year for year in range(low, high + 1) if year not in self.years)

    def counted(self, day: date, number: int) -> date:
        """The working day that is so many after the day (before it, with a negative number); with 0 the day
        itself, or the next working day. The day itself is never counted."""
        if not number:
            return next(one for one in _days(day, _DAY) if self.works(one))
        onward = _days(day + (_DAY if number > 0 else -_DAY), _DAY if number > 0 else -_DAY)
        left = abs(number)
        for one in onward:
            left -= self.works(one)
            if not left:
                return one
        raise OverflowError("no calendar reaches so far")


WEEKENDS = Calendar()
"""What is counted with where no calendar is on record: Saturdays and Sundays are free, no year is known."""


def _days(first: date, step: timedelta) -> Iterator[date]:
    day = first
    while True:
        yield day
        day += step


def working_days_after(calendar: Calendar, start: datetime, number: int, zone: str) -> datetime:
    """The end of the `number`-th working day after the day of `start` in the zone: an aware instant, UTC."""
    day = start.astimezone(zone_of(zone)).date()
    return end_of_day(calendar.counted(day, number), zone)


def put_off(calendar: Calendar, wall: datetime, zone: str) -> datetime:
    """The instant at that hour of the wall, on that day or, where it is none, on the next working day."""
    return at_wall(datetime.combine(calendar.counted(wall.date(), 0), wall.time()), zone)


def working_days_before(calendar: Calendar, instant: datetime, length: Duration, zone: str) -> datetime:
    """The instant so many working days before, at the same hour of the wall, and then so many seconds."""
    local = instant.astimezone(zone_of(zone)).replace(tzinfo=None)
    day = calendar.counted(local.date(), -length.days) if length.days else local.date()
    moved = at_wall(datetime.combine(day, local.time()), zone) if length.days else instant
    return moved.astimezone(UTC) - timedelta(seconds=length.seconds)
