"""Instants on their way in: aware, and such as every zone can tell."""

from __future__ import annotations

from datetime import UTC, datetime

from ecar_governance.errors import Finding, InvalidInput


def tellable(at: datetime) -> bool:
    """Whether an aware instant lies within the calendar by UTC, too: the first and last hours of the years 1
    and 9999 do not in every zone."""
    try:
        at.astimezone(UTC)
    except OverflowError:
        return False
    return True


def taken(at: datetime, field: str, naive: str) -> datetime:
    """The instant. Raises InvalidInput with the sentence `naive` for one without a time zone, and naming the
    field for one that is beyond the calendar."""
    if at.tzinfo is None:
        raise InvalidInput(naive)
    if not tellable(at):
        told = "Please give day and hour."
        raise InvalidInput(told, findings=[Finding("field.no_date", told, field)])
    return at
