"""The calendar of working days and what is counted in it: tables, and laws in zones with and without summer
time."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecar_governance.domain.durations import Duration, at_wall, end_of_day
from ecar_governance.domain.working_days import (
    WEEKENDS,
    Calendar,
    put_off,
    working_days_after,
    working_days_before,
)

BAKU, WARSAW = "Asia/Baku", "Europe/Warsaw"
NOVRUZ = tuple(f"2026-03-{day}" for day in range(20, 25))
CALENDAR = Calendar(
    "AZ", "", (2026,), (*NOVRUZ, "2026-05-09", "2026-05-28", "2026-12-31"), ("2026-03-28",), source="test"
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("day", "number", "expected"),
    [
        ("2026-11-23", 1, "2026-11-24"),  # a Monday
        ("2026-11-27", 1, "2026-11-30"),  # over a weekend
        ("2026-11-28", 1, "2026-11-30"),  # from a Saturday: Monday is the first
        ("2026-03-19", 1, "2026-03-25"),  # over Novruz
        ("2026-03-27", 1, "2026-03-28"),  # a Saturday on which people work
        ("2026-03-28", 1, "2026-03-30"),
        ("2026-11-24", -1, "2026-11-23"),
        ("2026-11-30", -1, "2026-11-27"),
        ("2026-11-29", -1, "2026-11-27"),
        ("2026-03-25", -1, "2026-03-19"),
        ("2026-11-23", 0, "2026-11-23"),
        ("2026-11-28", 0, "2026-11-30"),
        ("2026-03-20", 0, "2026-03-25"),
        ("2026-03-28", 0, "2026-03-28"),
        ("2026-12-30", 1, "2027-01-01"),  # a year that is not known has weekends alone
    ],
)
def test_days_are_counted(day: str, number: int, expected: str) -> None:
    assert CALENDAR.counted(date.fromisoformat(day), number).isoformat() == expected


@pytest.mark.parametrize(
    ("first", "last", "years"),
    [
        ("2026-01-01", "2026-12-31", ()),
        ("2026-12-31", "2027-01-01", (2027,)),
        ("2027-01-01", "2025-12-31", (2025, 2027)),
    ],
)
def test_the_years_that_are_not_known(first: str, last: str, years: tuple[int, ...]) -> None:
    assert CALENDAR.unknown(date.fromisoformat(first), date.fromisoformat(last)) == years


@pytest.mark.parametrize(
    ("start", "number", "zone", "expected"),
    [
        ("2026-11-23T09:00:00+04:00", 1, BAKU, "2026-11-24T23:59:59+04:00"),
        ("2026-11-23T00:00:00+04:00", 1, BAKU, "2026-11-24T23:59:59+04:00"),
        # Half past eight in the evening UTC is the next day in Bakı.
        ("2026-11-23T20:30:00+00:00", 1, BAKU, "2026-11-25T23:59:59+04:00"),
        ("2026-03-19T12:00:00+04:00", 2, BAKU, "2026-03-26T23:59:59+04:00"),
        # Over both changes of the clock in Warsaw.
        ("2026-03-27T12:00:00+01:00", 2, WARSAW, "2026-03-30T23:59:59+02:00"),
        ("2026-10-23T12:00:00+02:00", 1, WARSAW, "2026-10-26T23:59:59+01:00"),
    ],
)
def test_a_period_ends_with_its_last_day(start: str, number: int, zone: str, expected: str) -> None:
    assert working_days_after(CALENDAR, at(start), number, zone) == at(expected)


@pytest.mark.parametrize(
    ("wall", "zone", "expected"),
    [
        ("2026-11-23T18:00", BAKU, "2026-11-23T18:00:00+04:00"),
        ("2026-11-28T18:00", BAKU, "2026-11-30T18:00:00+04:00"),
        ("2026-03-21T09:30", BAKU, "2026-03-25T09:30:00+04:00"),
        ("2026-03-29T02:30", WARSAW, "2026-03-30T02:30:00+02:00"),  # the skipped hour was a Sunday's
    ],
)
def test_a_day_that_is_free_is_put_off(wall: str, zone: str, expected: str) -> None:
    assert put_off(CALENDAR, at(wall), zone) == at(expected)


@pytest.mark.parametrize(
    ("instant", "length", "zone", "expected"),
    [
        ("2026-11-30T23:59:59+04:00", Duration(days=1), BAKU, "2026-11-27T23:59:59+04:00"),
        ("2026-03-25T23:59:59+04:00", Duration(days=2), BAKU, "2026-03-18T23:59:59+04:00"),
        ("2026-11-30T23:59:59+04:00", Duration(seconds=7200), BAKU, "2026-11-30T21:59:59+04:00"),
        ("2026-11-30T12:00:00+04:00", Duration(days=1, seconds=3600), BAKU, "2026-11-27T11:00:00+04:00"),
    ],
)
def test_what_is_told_before_is_counted_back(
    instant: str, length: Duration, zone: str, expected: str
) -> None:
    assert working_days_before(CALENDAR, at(instant), length, zone) == at(expected)


@pytest.mark.parametrize(
    ("wall", "zone", "expected"),
    [
        ("2026-12-31T18:00", BAKU, "2026-12-31T18:00:00+04:00"),
        ("2026-03-29T02:30", WARSAW, "2026-03-29T03:30:00+02:00"),  # in the gap: the offset from before it
        ("2026-10-25T02:30", WARSAW, "2026-10-25T02:30:00+02:00"),  # twice: the first
        ("2026-10-25T03:00", WARSAW, "2026-10-25T03:00:00+01:00"),
    ],
)
def test_an_hour_on_the_wall(wall: str, zone: str, expected: str) -> None:
    assert at_wall(at(wall), zone) == at(expected)


@pytest.mark.parametrize(
    ("day", "zone", "expected"),
    [
        ("2026-11-23", BAKU, "2026-11-23T23:59:59+04:00"),
        ("2026-03-28", WARSAW, "2026-03-28T23:59:59+01:00"),
        ("2026-03-29", WARSAW, "2026-03-29T23:59:59+02:00"),
        ("2026-10-25", WARSAW, "2026-10-25T23:59:59+01:00"),
        # Cairo goes on at midnight: the day before ends when the clock jumps from 24:00 to 01:00.
        ("2026-04-23", "Africa/Cairo", "2026-04-23T23:59:59+02:00"),
        # And goes back at midnight: the hour before comes twice, and the day ends with the second.
        ("2026-10-29", "Africa/Cairo", "2026-10-29T23:59:59+02:00"),
        # Samoa had no 30 December 2011.
        ("2011-12-29", "Pacific/Apia", "2011-12-29T23:59:59-10:00"),
    ],
)
def test_the_end_of_a_day(day: str, zone: str, expected: str) -> None:
    assert end_of_day(date.fromisoformat(day), zone) == at(expected)


@pytest.mark.parametrize(
    ("by", "years", "days"),
    [
        # Another year of the same country is added; the same year is replaced.
        (Calendar("AZ", "", (2027,), ("2027-01-01",)), (2026, 2027), (*CALENDAR.days_off, "2027-01-01")),
        (Calendar("AZ", "", (2026,), ("2026-01-01",)), (2026,), ("2026-01-01",)),
        # Another country, or another weekend: everything is.
        (Calendar("PL", "", (2027,), ("2027-01-01",)), (2027,), ("2027-01-01",)),
        (Calendar("AZ", "", (2027,), ("2027-01-01",), (), (5, 6)), (2027,), ("2027-01-01",)),
    ],
)
def test_a_calendar_is_renewed(by: Calendar, years: tuple[int, ...], days: tuple[str, ...]) -> None:
    found = CALENDAR.renewed(by)
    assert (found.years, found.days_off) == (years, days)
    assert found.works(date(2026, 3, 28)) == (2026 in years and 2026 not in by.years)
    assert found.renewed(by) == found


# --- laws --------------------------------------------------------------------------------------------------

days = st.dates(date(2024, 1, 1), date(2030, 12, 31))
calendars = st.builds(
    lambda free, worked, weekend: Calendar(
        "XX",
        "",
        tuple(range(2024, 2032)),
        tuple(sorted(day.isoformat() for day in free)),
        tuple(sorted(d.isoformat() for d in worked if d.isoweekday() in weekend and d not in free)),
        tuple(sorted(weekend)),
    ),
    st.sets(days, max_size=40),
    st.sets(days, max_size=20),
    st.sets(st.integers(1, 7), min_size=1, max_size=6),
)
starts = st.integers(0, 5 * 366 * 86400).map(
    lambda s: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(seconds=s)
)
zones = st.sampled_from([BAKU, WARSAW, "Africa/Cairo", "UTC"])
numbers = st.integers(1, 60)


def day_of(instant: datetime, zone: str) -> date:
    return instant.astimezone(ZoneInfo(zone)).date()


@given(calendars, starts, numbers, zones)
def test_a_period_ends_on_a_working_day_after_so_many(
    calendar: Calendar, start: datetime, number: int, zone: str
) -> None:
    found = working_days_after(calendar, start, number, zone)
    first, last = day_of(start, zone), day_of(found, zone)
    assert calendar.works(last)
    assert day_of(found + timedelta(seconds=1), zone) == last + timedelta(days=1)
    span = [first + timedelta(days=one) for one in range(1, (last - first).days + 1)]
    assert sum(map(calendar.works, span)) == number


@given(calendars, starts, starts, numbers, zones)
def test_later_begins_no_earlier_ends(
    calendar: Calendar, one: datetime, other: datetime, number: int, zone: str
) -> None:
    first, second = sorted((one, other))
    assert working_days_after(calendar, first, number, zone) <= working_days_after(
        calendar, second, number, zone
    )
    assert working_days_after(calendar, first, number, zone) < working_days_after(
        calendar, first, number + 1, zone
    )


@given(calendars, starts, numbers, zones)
def test_what_is_told_before_falls_on_a_working_day_and_no_later(
    calendar: Calendar, start: datetime, number: int, zone: str
) -> None:
    instant = working_days_after(calendar, start, 60, zone)
    found = working_days_before(calendar, instant, Duration(days=number), zone)
    assert found < instant
    assert calendar.works(day_of(found, zone))
    assert working_days_after(calendar, found, number, zone) == instant


@given(days, st.times(), calendars, zones)
def test_what_is_put_off_falls_on_the_first_working_day(
    day: date, hour: object, calendar: Calendar, zone: str
) -> None:
    wall = datetime.combine(day, hour)  # type: ignore[arg-type]
    found = day_of(put_off(calendar, wall, zone), zone)
    assert calendar.works(found)
    assert not any(calendar.works(day + timedelta(days=one)) for one in range((found - day).days))


@given(days, zones)
def test_a_day_ends_where_the_next_begins(day: date, zone: str) -> None:
    found = end_of_day(day, zone)
    assert day_of(found, zone) == day
    assert day_of(found + timedelta(seconds=1), zone) == day + timedelta(days=1)


def test_without_a_calendar_weekends_are_free_and_no_year_is_known() -> None:
    assert [WEEKENDS.works(date(2026, 11, 23) + timedelta(days=one)) for one in range(7)] == [True] * 5 + [
        False
    ] * 2
    assert WEEKENDS.unknown(date(2026, 1, 1), date(2026, 1, 2)) == (2026,)
