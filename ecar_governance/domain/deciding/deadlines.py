"""Deadlines of states: set when a state is entered or the field that gives the day changes, reckoned again
when a procedure or the calendar changes.

Where the calendar of working days does not know a year that is counted through, weekends alone are left out
and the deadline says so (`uncovered`): it may fall early, and is never lost. Every function gives the reason
then, for whoever can be told; `moving` refuses a person's act for it and lets the system go on.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from msgspec import Struct

from ecar_governance.domain import events as e
from ecar_governance.domain.configuration import tree_of
from ecar_governance.domain.deciding.steps import Steps
from ecar_governance.domain.decision import Reason
from ecar_governance.domain.durations import ahead_of, at_wall, due, end_of_day, parse, zone_of
from ecar_governance.domain.events import Telling
from ecar_governance.domain.state import Case, Due
from ecar_governance.domain.workflow import Deadline, State
from ecar_governance.domain.working_days import (
    Calendar,
    put_off,
    working_days_after,
    working_days_before,
)

CALENDAR_KEEPERS = ("secretariat", "secretary_general", "administrator")
"""Who sets the calendar of working days (`deciding.rights`), named to whoever lacks it."""


def set_deadline(steps: Steps, case_id: str, state: State) -> list[Reason]:
    """Writes the deadline of a state that is entered now, if it has one: counted from this instant.

    Gives the reason where the calendar knows too little; the deadline is written all the same. Where the
    question is put it is the chair's, and begins once the chair is waited for (`await_chair`).
    """
    return _write(steps, case_id, state, steps.at)


def await_chair(steps: Steps, case_id: str) -> list[Reason]:
    """Writes, if the ballots have just divided equally, by when the chair has to decide: the deadline of the
    state that has the vote, counted from this instant."""
    case = steps.conference.cases[case_id]
    vote = steps.conference.votes.get(case.vote)
    if vote is None or not vote.waits_for_chair or vote.state not in case.state:
        return []
    if any(due.state == vote.state for due in case.deadlines):
        return []
    workflow = steps.conference.workflows[case.workflow_hash].workflow
    return _write(steps, case_id, workflow.states[vote.state], steps.at)


def reckon_again(steps: Steps, case_id: str, state: State, ran: Due) -> list[Reason]:
    """Writes the deadline of `state` anew, from the instant since when the one that ran before had run.

    What was announced for an instant that is past by now is not announced again. A state without a deadline,
    or whose date field is empty, has none afterwards.
    """
    case = steps.conference.cases[case_id]
    since = ran.since or case.since.get(state.name, case.entered)
    _lift(steps, case, state.name, unless=_has_one(steps, case, state))
    return _write(steps, case_id, state, since)


def follow_fields(steps: Steps, case_id: str, changed: Collection[str]) -> list[Reason]:
    """Sets anew, or lifts, the deadlines of where the case is that a changed field gives the day of."""
    case = steps.conference.cases[case_id]
    workflow = steps.conference.workflows[case.workflow_hash].workflow
    reasons: list[Reason] = []
    for name in tree_of(case.workflow_hash, workflow).active(case.state):
        state = workflow.states[name]
        if state.deadline is not None and state.deadline.field in changed:
            _lift(steps, case, name, unless=_has_one(steps, case, state))
            reasons += _write(steps, case_id, state, case.since.get(name, case.entered))
    return reasons


def reminding(due: Due, at: datetime) -> bool:
    """Whether somebody is to be told now that the deadline is near: not once it has passed."""
    told = (*due.reminders, *(one.at for one in due.escalations))
    return at < due.due and any(one <= at for one in told)


def _has_one(steps: Steps, case: Case, state: State) -> bool:
    """Whether the state has a deadline in this case now; with a vote only while the chair is waited for."""
    deadline = state.deadline
    if state.vote is not None:
        vote = steps.conference.votes.get(case.vote)
        if vote is None or not vote.waits_for_chair:
            return False
    return deadline is not None and not (deadline.field and not case.fields.get(deadline.field))


def _lift(steps: Steps, case: Case, state: str, *, unless: bool) -> None:
    if not unless and any(one.state == state for one in case.deadlines):
        steps.emit(case.case, e.DeadlineLifted(case.case, state))


def _write(steps: Steps, case_id: str, state: State, since: datetime) -> list[Reason]:
    case = steps.conference.cases[case_id]
    deadline = state.deadline
    if deadline is None or not _has_one(steps, case, state):
        return []
    workflow = steps.conference.workflows[case.workflow_hash].workflow
    zone = deadline.zone or workflow.zone or steps.zone
    day = str(case.fields[deadline.field]) if deadline.field else ""
    found = _Reckoning(deadline, zone, steps.conference.calendar, day)
    instant = found.due(since)
    reminders = sorted({found.ahead(instant, one) for one in deadline.remind})
    tellings = sorted((found.ahead(instant, one.before), one.to) for one in deadline.escalate)
    uncovered = found.unknown(since, instant)
    steps.emit(
        case_id,
        e.DeadlineSet(
            case_id,
            state.name,
            deadline.then,
            instant,
            zone,
            tuple(one for one in reminders if one > steps.at),
            since,
            tuple(Telling(at, to) for at, to in tellings if at > steps.at),
            uncovered,
        ),
    )
    if not uncovered:
        return []
    years = ", ".join(map(str, uncovered))
    return [Reason("calendar.unknown_years", {"years": years}, who=CALENDAR_KEEPERS)]


_EARLIEST, _LATEST = datetime(1900, 1, 1), datetime(9000, 12, 31)  # noqa: DTZ001 on the wall


def _reckonable(wall: datetime) -> datetime:
    """The day and hour, or the nearest that a century can be counted from: a case's field may hold the last
    day that there is."""
    return min(max(wall, _EARLIEST), _LATEST)


class _Reckoning(Struct, frozen=True):
    """The instants of one deadline; `day` is the value of its field, if it has one."""

    deadline: Deadline
    zone: str
    calendar: Calendar
    day: str

    @property
    def _working(self) -> bool:
        return self.deadline.calendar == "working_days"

    def due(self, since: datetime) -> datetime:
        """When it falls due, counted from `since`."""
        deadline, calendar, zone = self.deadline, self.calendar, self.zone
        if deadline.at:
            wall = _reckonable(datetime.fromisoformat(deadline.at))
            return put_off(calendar, wall, zone) if self._working else at_wall(wall, zone)
        if deadline.field:
            day = _reckonable(datetime.fromisoformat(self.day)).date()
            return end_of_day(calendar.counted(day, 0) if self._working else day, zone)
        if self._working:
            return working_days_after(calendar, since, parse(deadline.after).days, zone)
        return due(since, deadline.after, zone)

    def ahead(self, instant: datetime, length: str) -> datetime:
        """So long before it."""
        if self._working:
            return working_days_before(self.calendar, instant, parse(length), self.zone)
        return ahead_of(instant, length, self.zone)

    def unknown(self, since: datetime, instant: datetime) -> tuple[int, ...]:
        """The years, from the one day to the other, that were counted through and are not known."""
        if not self._working:
            return ()
        local = zone_of(self.zone)
        named = self.deadline.at or self.day
        wall = _reckonable(datetime.fromisoformat(named)) if named else since.astimezone(local)
        first = wall.date()
        return self.calendar.unknown(first, instant.astimezone(local).date())
