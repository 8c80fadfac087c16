"""Which version of a procedure is in force at an instant, which are announced, which may follow. Pure."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from ecar_governance.domain.comparing import compare, next_version, weight_of
from ecar_governance.domain.decision import Reason
from ecar_governance.domain.state import Conference, WorkflowVersion
from ecar_governance.domain.workflow import Workflow

_VERSION = re.compile(r"(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})")


def versions(conference: Conference, name: str) -> tuple[WorkflowVersion, ...]:
    """The versions of the procedure that are, were or will be in force, in the order of their beginning."""
    return tuple(conference.workflows[one] for one in conference.workflow_order.get(name, ()))


def in_force(conference: Conference, name: str, at: datetime) -> WorkflowVersion | None:
    """The version under which a case begins that is drafted at the instant; None where there is none."""
    begun = [one for one in versions(conference, name) if one.since <= at]
    return begun[-1] if begun else None


def announced(conference: Conference, name: str, at: datetime) -> tuple[WorkflowVersion, ...]:
    """The versions that will come into force after the instant, the first to come first."""
    return tuple(one for one in versions(conference, name) if one.since > at)


def numbers(version: str) -> tuple[int, int, int] | None:
    """The three numbers of a version, by which versions are ordered; None when it has another form."""
    found = _VERSION.fullmatch(version)
    return None if found is None else (int(found[1]), int(found[2]), int(found[3]))


def day_begins(day: str, zone: str) -> datetime | None:
    """The first instant of the day in the zone; None for what is no day of the calendar."""
    try:
        if len(day) != 10:
            return None
        return datetime.combine(date.fromisoformat(day), time(), ZoneInfo(zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def order_reasons(conference: Conference, new: Workflow, since: datetime) -> list[Reason]:
    """Why the version cannot come into force at the instant: its number is no higher than that of the version
    before it, or lower than what has changed asks for; or it is not enough below one that is announced."""
    chain = versions(conference, new.name)
    before = [one for one in chain if one.since <= since]
    after = [one for one in chain if one.since > since]
    found = _rise(before[-1].workflow, new) if before else []
    return found + (_rise(new, after[0].workflow) if after else [])


def least_number(old: Workflow, new: Workflow) -> str:
    """The least number that what has changed asks for; that of the old version when nothing has."""
    changes = compare(old, new)
    return next_version(old.version, weight_of(changes)) if changes else old.version


def _rise(old: Workflow, new: Workflow) -> list[Reason]:
    was, now = numbers(old.version), numbers(new.version)
    if was is None or now is None:
        return []
    if now <= was:
        return [Reason("workflow.version_not_higher", {"version": new.version, "before": old.version})]
    least = least_number(old, new)
    if now >= (numbers(least) or now):
        return []
    weight = weight_of(compare(old, new))
    told = {"version": new.version, "before": old.version, "least": least, "weight": weight}
    return [Reason("workflow.version_too_low", told)]
