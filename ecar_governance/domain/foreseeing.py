"""What the effects of an action would refuse, found by trying it: nothing is written. Pure.

Guards are asked before an act, effects in it. So that what is shown as open is open, and whoever is refused
learns every reason at once, it is told what an effect would say, too, whatever the guards say: that no quorum
is there to open a vote, that somebody else's opinion is asked. What depends on the form, which nobody has
filled in yet, is left to the act.
"""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace

from ecar_governance.domain import commands as c
from ecar_governance.domain.approving import standing
from ecar_governance.domain.deciding.moving import take_transition, try_effects, vote_in_the_way
from ecar_governance.domain.deciding.steps import Steps
from ecar_governance.domain.decision import Context, Reason
from ecar_governance.domain.machine import Procedure
from ecar_governance.domain.state import Case, Conference
from ecar_governance.domain.workflow import Transition

_OF_THE_FORM = frozenset(
    {
        "body.not_a_working_group",
        "division.uncut",
        "filing.dated_ahead",
        "hand_count.does_not_add_up",
        "hand_count.no_tellers",
        "institution.unknown",
        "opinion.not_asked",
        "opinion.reasons_needed",
        "opinion.unknown",
        "recommendation.unknown",
        "session.not_open_for_agenda",
    }
)
"""Reasons that go away with what the form is filled in with."""

_NAMED = {"objection.no_seat": "institution"}
"""Reasons of the form where it asks for something of the kind; else of whoever acts."""

_SAME = {
    "body.not_a_working_group": "guard.body_named",
    "session.not_open": "guard.session_open",
}
"""Reasons of effects that have no meaning beside a guard's: without the body that the proposal does not name
there is none to be of the wrong kind, and that a session is not open is said once."""

_FRESH = ("vote", "resolution", "case", "opinion", "document", "seat")
_MADE = "tried"
"""Stands for the ids and the key that the service makes for a real act."""


_OF_THE_ACTOR = frozenset({"record_opinion", "record_objection", "record_reservation"})
"""Effects that ask who acts: for whom they speak."""

_MOST = 2000  # answers kept: every look has its own instant

_Key = tuple[str, str, str, datetime, str]
_last: tuple[Conference | None, dict[_Key, tuple[Reason, ...]]] = (None, {})
"""What was found in the conference that was last asked about. It never changes, and many people are asked for
whom the answer is the same: in a list of proposals, in a simulation."""


def of_the_form(rule: Transition) -> frozenset[str]:
    """The codes of reasons of effects that another answer in the form of the action would mend."""
    asked = {field.kind for field in rule.inputs}
    return _OF_THE_FORM.union(code for code, kind in _NAMED.items() if kind in asked)


def foreseen(
    procedure: Procedure, conference: Conference, case: Case, rule: Transition, source: str, context: Context
) -> tuple[Reason, ...]:
    """Every reason for which the action would be refused by what it does, whatever the form says.

    Where more people must still ask for it, it does nothing yet, and nothing is foreseen."""
    global _last
    last = _last
    if last[0] is not conference or len(last[1]) > _MOST:
        last = _last = (conference, {})
    known = last[1]
    of_actor = not _OF_THE_ACTOR.isdisjoint(call.name for call in rule.effects)
    key = (case.case, rule.name, source, context.at, context.actor.mandate if of_actor else "")
    if key not in known:
        known[key] = _tried(procedure, conference, case, rule, source, context)
    return known[key]


def added(
    own: tuple[Reason, ...],
    procedure: Procedure,
    conference: Conference,
    case: Case,
    rule: Transition,
    source: str,
    context: Context,
) -> tuple[Reason, ...]:
    """The reasons with those that are foreseen besides: so nobody mends one to be told of the next."""
    codes = {reason.code for reason in own}
    told = foreseen(procedure, conference, case, rule, source, context)
    return own + tuple(one for one in told if one not in own and _SAME.get(one.code) not in codes)


def _tried(
    procedure: Procedure, conference: Conference, case: Case, rule: Transition, source: str, context: Context
) -> tuple[Reason, ...]:
    if conference.at is not None and context.at < conference.at:
        context = replace(context, at=conference.at)  # as the log does where a clock has gone back
    move = procedure.tree.move(case.state, source, rule.target, case.memory)
    in_the_way = [] if rule.stops_vote else vote_in_the_way(conference, case, move.left)
    if in_the_way or not rule.effects:
        return tuple(in_the_way)
    workflow = procedure.workflow
    if rule.approvals > 1:
        given = standing(workflow, conference, case, rule, source, context.at)
        if len(given) + 1 < rule.approvals:
            return ()
    fresh = {kind: f"{_MADE}-{kind}" for kind in _FRESH}
    command = c.TakeAction(case.case, rule.name, case.version, {}, fresh, _MADE)
    steps = Steps(conference, command, context)
    if not rule.inputs:
        return tuple(take_transition(steps, case, rule, move, command))
    found = try_effects(steps, case, rule, move, command)
    return tuple(reason for reason in found if reason.code not in of_the_form(rule))
