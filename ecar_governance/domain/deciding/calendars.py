"""The calendar of working days: set for some years, and deadlines that waited for it reckoned again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ecar_governance.domain import commands as c
from ecar_governance.domain import events as e
from ecar_governance.domain.deciding import Handler
from ecar_governance.domain.deciding.deadlines import reckon_again
from ecar_governance.domain.deciding.steps import Steps
from ecar_governance.domain.decision import Reason
from ecar_governance.domain.evolving.membership import calendar_after

_MOST_YEARS = 50
_FIRST, _LAST = 1900, 2999


def _set(steps: Steps, command: c.SetCalendar) -> list[Reason]:
    """Nothing happens when all of it was known. What was announced before stays, but for deadlines that were
    reckoned without knowing a year."""
    told = command.calendar
    if reasons := list(_flaws(told)):
        return reasons
    if calendar_after(steps.conference, told) == steps.conference.calendar:
        return []
    steps.emit("calendar", told)
    for case_id in sorted(steps.conference.running_deadlines):
        case = steps.conference.cases[case_id]
        states = steps.conference.workflows[case.workflow_hash].workflow.states
        for due in case.deadlines:
            if due.uncovered and due.due > steps.at:
                # What is still unknown is told where a person enters the state, not here.
                reckon_again(steps, case_id, states[due.state], due)
    return []


def _flaws(told: e.CalendarSet) -> Iterator[Reason]:
    years, weekend = told.years, told.weekend
    if (
        list(years) != sorted(set(years))
        or not 1 <= len(years) <= _MOST_YEARS
        or years[0] < _FIRST
        or years[-1] > _LAST
    ):
        yield Reason("calendar.years")
    if list(weekend) != sorted(set(weekend) & set(range(1, 8))) or not 1 <= len(weekend) <= 6:
        yield Reason("calendar.weekend")
    if any(list(days) != sorted(set(days)) for days in (told.days_off, told.working)):
        yield Reason("calendar.order")
    for day in told.days_off:
        if _year(day) not in years:
            yield Reason("calendar.day", {"day": day})
    for day in told.working:
        if _year(day) not in years:
            yield Reason("calendar.day", {"day": day})
        elif date.fromisoformat(day).isoweekday() not in weekend or day in told.days_off:
            yield Reason("calendar.working", {"day": day})
    if not told.source:
        yield Reason("calendar.source")


def _year(day: str) -> int:
    """The year of a day as ISO 8601 has it in ten signs; 0 for anything else."""
    try:
        return date.fromisoformat(day).year if len(day) == 10 else 0
    except ValueError:
        return 0


HANDLERS: dict[type, Handler] = {c.SetCalendar: _set}
