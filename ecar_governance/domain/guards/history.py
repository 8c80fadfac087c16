"""Guards over what has happened to the case, and over time."""

from __future__ import annotations

from datetime import datetime, time
from zoneinfo import ZoneInfo

from ecar_governance.domain.decision import Context, Reason
from ecar_governance.domain.durations import due
from ecar_governance.domain.guards.base import Inputs, Params, guard
from ecar_governance.domain.state import Case, Conference


def _zone(conference: Conference) -> str:
    return "UTC" if conference.founding is None else conference.founding.zone


def _last_taken(case: Case, params: Params) -> datetime | None:
    return next((s.at for s in reversed(case.steps) if s.transition == params["transition"]), None)


@guard
def taken(
    conference: Conference, case: Case, context: Context, inputs: Inputs, params: Params
) -> Reason | None:
    """The transition has been taken at least once."""
    if _last_taken(case, params) is not None:
        return None
    return Reason("guard.taken", {"transition": str(params["transition"])})


@guard
def not_taken(
    conference: Conference, case: Case, context: Context, inputs: Inputs, params: Params
) -> Reason | None:
    """The transition has never been taken."""
    if _last_taken(case, params) is None:
        return None
    return Reason("guard.not_taken", {"transition": str(params["transition"])})


@guard
def time_since(
    conference: Conference, case: Case, context: Context, inputs: Inputs, params: Params
) -> Reason | None:
    """The transition was last taken at least `at_least` (a duration, on the conference's calendar) ago."""
    last = _last_taken(case, params)
    told = {"transition": str(params["transition"]), "at_least": str(params["at_least"])}
    if last is None:
        return Reason("guard.time_since", told)
    over = due(last, str(params["at_least"]), _zone(conference))
    return None if context.at >= over else Reason("guard.time_since", told, when=over)


@guard
def date_reached(
    conference: Conference, case: Case, context: Context, inputs: Inputs, params: Params
) -> Reason | None:
    """The day in the field `field` has begun where the conference is; an embargo is over then."""
    name = str(params["field"])
    day = str(case.fields.get(name, ""))
    if not day:
        return Reason("guard.date_reached", {"field": name, "date": ""})
    begins = datetime.combine(datetime.fromisoformat(day), time(), ZoneInfo(_zone(conference)))
    if context.at >= begins:
        return None
    return Reason("guard.date_reached", {"field": name, "date": day}, when=begins)


@guard
def field_given(
    conference: Conference, case: Case, context: Context, inputs: Inputs, params: Params
) -> Reason | None:
    """The case's field `field` is filled in."""
    name = str(params["field"])
    return None if case.fields.get(name, "") != "" else Reason("guard.field_given", {"field": name})


@guard
def field_is(
    conference: Conference, case: Case, context: Context, inputs: Inputs, params: Params
) -> Reason | None:
    """The case's field `field` has this `value`: a word of a choice, a whole number, an id."""
    name, wanted = str(params["field"]), str(params["value"])
    if str(case.fields.get(name, "")) == wanted:
        return None
    return Reason("guard.field_is", {"field": name, "value": wanted})


@guard
def linked_ended(
    conference: Conference, case: Case, context: Context, inputs: Inputs, params: Params
) -> Reason | None:
    """A case that this one started has ended, with the `outcome` if one is named."""
    wanted = str(params.get("outcome", ""))
    for name in case.linked:
        linked = conference.cases[name]
        states = conference.workflows[linked.workflow_hash].workflow.states
        outcomes = [states[state].outcome for state in linked.state if states[state].final]
        if len(outcomes) == len(linked.state) and wanted in ("", *outcomes):
            return None
    return Reason("guard.linked_ended", {"outcome": wanted})


@guard
def answer_registered(
    conference: Conference, case: Case, context: Context, inputs: Inputs, params: Params
) -> Reason | None:
    """An answer from outside is on the case's file."""
    there = any(one.kind == "answer" for one in case.filings)
    return None if there else Reason("guard.answer_registered")
