"""The deadlines of states: set on entering, or reckoned again by another version of the procedure."""

from __future__ import annotations

from datetime import datetime

from ecar_governance.domain import events as e
from ecar_governance.domain.deciding.steps import Steps
from ecar_governance.domain.durations import ahead_of
from ecar_governance.domain.durations import due as due_instant
from ecar_governance.domain.state import Due
from ecar_governance.domain.workflow import State


def set_deadline(steps: Steps, case: str, state: State) -> None:
    """The state's deadline, if it has one, runs from now."""
    _set(steps, case, state, steps.at)


def reckon_again(steps: Steps, case: str, state: State, ran: Due) -> None:
    """The state's deadline, if it has one, runs as if it had been this one from when the state was entered;
    `ran` is the one that ran instead."""
    _set(steps, case, state, steps.conference.cases[case].entered)


def _set(steps: Steps, case: str, state: State, since: datetime) -> None:
    if state.deadline is None:
        return
    due = due_instant(since, state.deadline.after, steps.zone)
    reminders = sorted(ahead_of(due, r, steps.zone) for r in state.deadline.remind)
    coming = tuple(r for r in reminders if r > steps.at)
    steps.emit(case, e.DeadlineSet(case, state.name, state.deadline.then, due, steps.zone, coming))
