"""What is wrong with the instants of a record as it is written: all of it at once, each with its place.

An instant is one of RFC 3339 with its offset, to the microsecond at most: what is read more roughly than it
is written could be held where it was missed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from msgspec import Struct

from ecar_governance.domain.durations import parse, zone_of
from ecar_governance.domain.json_places import Fault, Path, in_words
from ecar_governance.domain.voting.opened import Opened, until_of
from ecar_governance.errors import Finding, InvalidInput

OPENED, CLOSED = "opened_at", "closed_at"

WRITE_INSTANT = "write it as 2026-11-23T12:00:00+04:00"
WRITE_ZONE = "write zone, such as Asia/Baku"

_INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?"
    r"(?P<offset>[Zz]|[+-][0-9]{2}:[0-9]{2})?"
)

INSTANT_SCHEMA = {
    "type": "string",
    "format": "date-time",
    "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?"
    r"([Zz]|[+-][0-9]{2}:[0-9]{2})$",
    "description": "An instant of RFC 3339 with its offset.",
}


class Problem(Struct, frozen=True):
    """One thing that is wrong, the path to the value at which it is told, and what would mend it."""

    path: Path
    code: str
    message: str
    fix: str


def problems(record: Any) -> list[Problem]:
    """Everything wrong with the instants of the record, given as its JSON holds it; nothing for what is no
    record.

    `record.instant` for what is no instant, or has no offset; `record.half_open` where it is opened or closed
    and the other is missing; `record.closed_before` where it is closed before it is opened; `record.zone` of
    a zone that does not exist, or is needed to count days and not there; `record.held_apart` of the instants
    of a whole election, whose ballots have their own."""
    if not isinstance(record, Mapping):
        return []
    found: list[Problem] = []
    zone = record.get("zone") or ""
    if not _is_zone(zone):
        found.append(Problem(("zone",), "record.zone", f"There is no time zone called {zone!r}.", WRITE_ZONE))
        zone = None
    least = _least(record.get("rule"))
    held = record.get("held")
    ballots = [one for one in held if isinstance(one, Mapping)] if isinstance(held, list) else []
    if ballots:
        message = "When a whole election was open is told by ballot."
        fix = "write opened_at and closed_at in each ballot of `held`"
        given = [key for key in (OPENED, CLOSED) if record.get(key) is not None]
        found += [Problem((key,), "record.held_apart", message, fix) for key in given]
    found += _of_one(record, (), zone, least)
    for number, ballot in enumerate(ballots):
        found += _of_one(ballot, ("held", number), zone, least)
    return found


def refused(record: Any) -> InvalidInput | None:
    """Why the record is refused, with every problem at its path, such as held[1].closed_at; None where
    nothing is wrong with its instants."""
    told = [Finding(one.code, one.message, in_words(one.path), one.fix) for one in problems(record)]
    return InvalidInput(told[0].message, findings=told, fix=told[0].fix) if told else None


def faults_of_time(record: Any) -> list[Fault]:
    """The same, each to be told at its line and column."""
    return [Fault(one.path, Finding(one.code, one.message, fix=one.fix)) for one in problems(record)]


def _of_one(ballot: Mapping[str, Any], path: Path, zone: str | None, least: str | None) -> Iterator[Problem]:
    given = {key: ballot[key] for key in (OPENED, CLOSED) if ballot.get(key) is not None}
    instants: dict[str, datetime] = {}
    for key, value in given.items():
        known = _instant(value)
        if isinstance(known, datetime):
            instants[key] = known
        else:
            yield Problem((*path, key), "record.instant", f"“{key}”: {known}", WRITE_INSTANT)
    if len(given) == 1:
        [there] = given
        missing = CLOSED if there == OPENED else OPENED
        message = f"There is “{there}” and no “{missing}”."
        yield Problem((*path, there), "record.half_open", message, f"write {missing} too, or leave both out")
    if len(instants) < len((OPENED, CLOSED)):
        return
    opened, closed = instants[OPENED], instants[CLOSED]
    at = (*path, CLOSED)
    if closed < opened:
        message = f"Closed at {given[CLOSED]}, before it was opened at {given[OPENED]}."
        yield Problem(at, "record.closed_before", message, "write an instant at the opening or later")
    if least is None or zone is None:
        return
    asked = parse(least)
    if not zone and (asked.days or asked.months) and opened.utcoffset() != closed.utcoffset():
        message = "The two instants have different offsets, and nothing says by which clock days are counted."
        yield Problem(at, "record.zone", message, WRITE_ZONE)
        return
    try:
        until_of(Opened(opened, closed, zone), least)
    except (OverflowError, ValueError):
        message = f"“{OPENED}”: {given[OPENED]!r} and {least} are more than the calendar has."
        yield Problem((*path, OPENED), "record.instant", message, WRITE_INSTANT)


def _instant(value: Any) -> datetime | str:
    """The instant, or what is wrong with it."""
    match = _INSTANT.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        return f"{value!r} is no instant."
    try:
        known = datetime.fromisoformat(value.upper())
        if match["offset"] is None:
            return f"{value!r} does not say its offset from UTC."
        known.astimezone(UTC)
    except (OverflowError, ValueError):
        return f"{value!r} is no instant."
    return known


def _is_zone(zone: Any) -> bool:
    if not isinstance(zone, str):
        return False
    try:
        zone_of(zone or "UTC")
    except InvalidInput:
        return False
    return True


def _least(rule: Any) -> str | None:
    """The least time that the rule says, if it is a duration: what is none is told of the rule."""
    least = rule.get("open_at_least") if isinstance(rule, Mapping) else None
    if not isinstance(least, str):
        return None
    try:
        parse(least)
    except InvalidInput:
        return None
    return least
