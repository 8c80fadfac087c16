"""Durations: what is one, and the instant it leads to in a zone with and without daylight saving."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecar_governance.domain.durations import Duration, ahead_of, due, parse
from ecar_governance.errors import InvalidInput


@pytest.mark.parametrize(
    ("text", "months", "days", "seconds"),
    [
        ("P30D", 0, 30, 0),
        ("P2W", 0, 14, 0),
        ("P1W1D", 0, 8, 0),
        ("P1Y", 12, 0, 0),
        ("P1Y2M3DT4H5M6S", 14, 3, 4 * 3600 + 5 * 60 + 6),
        ("PT2H", 0, 0, 7200),
        ("PT30M", 0, 0, 1800),
        ("P3M", 3, 0, 0),
        ("PT3M", 0, 0, 180),
        ("PT48H", 0, 0, 48 * 3600),
    ],
)
def test_a_duration_is_read(text: str, months: int, days: int, seconds: int) -> None:
    assert parse(text) == Duration(months, days, seconds)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "duration.malformed"),
        ("P", "duration.malformed"),
        ("PT", "duration.malformed"),
        ("P1DT", "duration.malformed"),
        ("30D", "duration.malformed"),
        ("p30d", "duration.malformed"),
        ("P-3D", "duration.malformed"),
        ("+P3D", "duration.malformed"),
        ("P1.5D", "duration.malformed"),
        ("P1D ", "duration.malformed"),
        ("P1H", "duration.malformed"),
        ("P١D", "duration.malformed"),
        ("P1D1Y", "duration.malformed"),
        ("P1D\n", "duration.malformed"),
        ("P0D", "duration.nothing"),
        ("PT0S", "duration.nothing"),
        ("P101Y", "duration.too_long"),
    ],
)
def test_anything_else_is_refused_by_code(text: str, code: str) -> None:
    with pytest.raises(InvalidInput) as error:
        parse(text)
    assert [finding.code for finding in error.value.findings] == [code]
    assert error.value.fix


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("start", "duration", "zone", "expected"),
    [
        # Baku has had no daylight saving since 2016: +04:00 all year.
        ("2026-11-23T12:00:00+04:00", "P30D", "Asia/Baku", "2026-12-23T12:00:00+04:00"),
        ("2026-11-23T12:00:00+04:00", "PT48H", "Asia/Baku", "2026-11-25T12:00:00+04:00"),
        # A month from its last day is the last day of the next.
        ("2026-01-31T09:00:00+04:00", "P1M", "Asia/Baku", "2026-02-28T09:00:00+04:00"),
        ("2028-01-31T09:00:00+04:00", "P1M", "Asia/Baku", "2028-02-29T09:00:00+04:00"),
        ("2024-02-29T09:00:00+04:00", "P1Y", "Asia/Baku", "2025-02-28T09:00:00+04:00"),
        ("2026-10-31T09:00:00+04:00", "P4M", "Asia/Baku", "2027-02-28T09:00:00+04:00"),
        # The day is counted where the zone says it is: 22:00 UTC is the next day in Baku.
        ("2026-03-30T22:00:00+00:00", "P1M", "Asia/Baku", "2026-04-30T02:00:00+04:00"),
        # Warsaw, 29 March 2026: 02:00 to 03:00 is skipped. A day keeps the hour; 24 hours do not.
        ("2026-03-28T12:00:00+01:00", "P1D", "Europe/Warsaw", "2026-03-29T12:00:00+02:00"),
        ("2026-03-28T12:00:00+01:00", "PT24H", "Europe/Warsaw", "2026-03-29T13:00:00+02:00"),
        # In the gap: the offset from before it, so 02:30 is 03:30.
        ("2026-03-28T02:30:00+01:00", "P1D", "Europe/Warsaw", "2026-03-29T03:30:00+02:00"),
        # Warsaw, 25 October 2026: 02:00 to 03:00 comes twice. The first is meant.
        ("2026-10-24T02:30:00+02:00", "P1D", "Europe/Warsaw", "2026-10-25T02:30:00+02:00"),
        ("2026-10-24T02:30:00+02:00", "P1DT1H", "Europe/Warsaw", "2026-10-25T02:30:00+01:00"),
        ("2026-10-24T12:00:00+02:00", "P1D", "Europe/Warsaw", "2026-10-25T12:00:00+01:00"),
    ],
)
def test_the_instant_after(start: str, duration: str, zone: str, expected: str) -> None:
    found = due(at(start), duration, zone)
    assert found == at(expected)
    assert found.tzinfo is UTC


@pytest.mark.parametrize(
    ("instant", "duration", "zone", "expected"),
    [
        ("2026-12-23T12:00:00+04:00", "P7D", "Asia/Baku", "2026-12-16T12:00:00+04:00"),
        ("2026-03-31T09:00:00+04:00", "P1M", "Asia/Baku", "2026-02-28T09:00:00+04:00"),
        ("2026-01-15T09:00:00+04:00", "P1M", "Asia/Baku", "2025-12-15T09:00:00+04:00"),
        ("2026-03-29T12:00:00+02:00", "P1D", "Europe/Warsaw", "2026-03-28T12:00:00+01:00"),
        ("2026-03-29T12:00:00+02:00", "PT24H", "Europe/Warsaw", "2026-03-28T11:00:00+01:00"),
    ],
)
def test_the_instant_before(instant: str, duration: str, zone: str, expected: str) -> None:
    assert ahead_of(at(instant), duration, zone) == at(expected)


def test_an_instant_without_a_zone_is_a_mistake_of_the_program() -> None:
    with pytest.raises(ValueError, match="without a zone"):
        due(datetime(2026, 11, 23), "P1D", "Asia/Baku")  # noqa: DTZ001  # reason: the very thing refused


@pytest.mark.parametrize("zone", ["Asia/Atlantis", "", "../etc/passwd", "Asia/Baku\0"])
def test_a_zone_that_is_none_is_refused(zone: str) -> None:
    with pytest.raises(InvalidInput) as error:
        due(at("2026-11-23T12:00:00+04:00"), "P1D", zone)
    assert [finding.code for finding in error.value.findings] == ["zone.unknown"]


starts = st.integers(0, 20 * 366 * 86400).map(
    lambda s: datetime(2020, 1, 1, tzinfo=UTC) + timedelta(seconds=s)
)
zones = st.sampled_from(["Asia/Baku", "Europe/Warsaw", "America/New_York", "Pacific/Apia", "UTC"])


@given(starts, st.integers(1, 400), zones)
def test_days_keep_the_hour_of_the_wall_unless_it_is_skipped(start: datetime, days: int, zone: str) -> None:
    found = due(start, Duration(days=days), zone).astimezone(ZoneInfo(zone))
    wall = start.astimezone(ZoneInfo(zone)).replace(tzinfo=None) + timedelta(days=days)
    assert timedelta(0) <= found.replace(tzinfo=None) - wall <= timedelta(hours=24)
    exists = wall.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC).astimezone(ZoneInfo(zone))
    assert (found.replace(tzinfo=None) == wall) == (exists.replace(tzinfo=None) == wall)


@given(starts, st.integers(1, 10**7), zones)
def test_seconds_are_elapsed_whatever_the_zone(start: datetime, seconds: int, zone: str) -> None:
    assert due(start, Duration(seconds=seconds), zone) - start == timedelta(seconds=seconds)


@given(starts, st.integers(0, 40), st.integers(0, 400), st.integers(0, 10**6), zones)
def test_longer_is_later(start: datetime, months: int, days: int, seconds: int, zone: str) -> None:
    one = due(start, Duration(months, days, seconds), zone)
    more = due(start, Duration(months, days + 1, seconds), zone)
    assert start <= one < more
