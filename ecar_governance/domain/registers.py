"""What the registers say on a day: the table of weights in force, and whose dues are paid."""

from __future__ import annotations

import re
from datetime import date, datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

from ecar_governance.domain.state import Conference, WeightTable

_EXACT = re.compile(r"(\d{1,12})(?:\.(\d{1,9})|/([1-9]\d{0,8}))?", re.ASCII)


def exact(text: str) -> Fraction | None:
    """A weight as it is written in files: a whole number, a decimal or a fraction; None for anything else."""
    match = _EXACT.fullmatch(text)
    return None if match is None else Fraction(text)


def day_in(zone: str, at: datetime) -> str:
    """The day of an instant on the calendar of a zone, as 2026-11-23."""
    return at.astimezone(ZoneInfo(zone)).date().isoformat()


def is_day(text: str) -> bool:
    """Whether it is a day of the calendar, written as 2026-11-23."""
    try:
        return len(text) == 10 and date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def table_on(conference: Conference, name: str, day: str) -> WeightTable | None:
    """The version of the table in force on the day; None when there is none yet."""
    versions = conference.weight_tables.get(name, ())
    return next((one for one in reversed(versions) if one.since <= day), None)


def paid_on(conference: Conference, institution: str, year: int) -> str:
    """The day on which the institution's dues of the year were paid; "" when they were not."""
    return conference.dues.get(year, {}).get(institution, "")
