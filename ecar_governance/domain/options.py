"""What people can do with a case from where it is: each action open to the asker, or every reason why not.

The reasons say who could act instead, and from when.
"""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from ecar_governance.domain.approving import approval_reasons
from ecar_governance.domain.configuration import roles_of
from ecar_governance.domain.decision import Context, Reason
from ecar_governance.domain.events import Actor
from ecar_governance.domain.forbids import forbid_reasons
from ecar_governance.domain.foreseeing import foreseen
from ecar_governance.domain.machine import Procedure, machine_of
from ecar_governance.domain.roles import active_mandates, begins, fits, in_force
from ecar_governance.domain.state import Case, Conference, Mandate
from ecar_governance.domain.workflow import Transition, Workflow


class Candidate(Struct, frozen=True):
    """A transition out of where the case is, as one person sees it.

    `source` is the state that it would leave; `mandates` are those of the person's that would do; `reasons`
    is every reason why not, and empty means that the person may act.
    """

    transition: Transition
    source: str
    reasons: tuple[Reason, ...]
    mandates: tuple[str, ...]


def options(
    workflow: Workflow,
    conference: Conference,
    case: Case,
    context: Context,
    person_mandates: tuple[Mandate, ...] | None = None,
    *,
    only: str = "",
) -> tuple[Candidate, ...]:
    """Everything that people can do from where the case is: open to the asking person, or why not.

    The reasons say who could instead (`who`: names of roles) and from when. Inputs are not known yet, so a
    guard over an input refuses only when no value of it would do, and an effect for what no value would
    mend. `person_mandates` are the asker's (those of `context.actor.person` unless given); the mandate named
    in the context plays no part. With `only`, nothing but the transition of that name is asked for.
    """
    mine = (
        active_mandates(conference, context.actor.person, context.at)
        if person_mandates is None
        else tuple(one for one in person_mandates if in_force(conference, one, context.at))
    )
    # As pinned, where it is on record: what an act is held to, and so the one machine that is kept ready.
    pinned = conference.workflows.get(case.workflow_hash)
    procedure = machine_of(case.workflow_hash, workflow if pinned is None else pinned.workflow)
    return tuple(
        _candidate(procedure, conference, case, rule, context, mine)
        for rule in procedure.open_to_people(case.state)
        if not only or rule.name == only
    )


def _candidate(
    procedure: Procedure,
    conference: Conference,
    case: Case,
    rule: Transition,
    context: Context,
    mine: tuple[Mandate, ...],
) -> Candidate:
    """The rule out of the state where it is open to the person, or else where most speaks for it."""
    found = [
        _out_of(procedure, conference, case, rule, source, context, mine)
        for source in procedure.sources(rule, case.state)
    ]
    return min(found, key=lambda one: (bool(one.reasons), not one.mandates))


def _out_of(
    procedure: Procedure,
    conference: Conference,
    case: Case,
    rule: Transition,
    source: str,
    context: Context,
    mine: tuple[Mandate, ...],
) -> Candidate:
    roles = roles_of(procedure.workflow, rule, source)
    against: dict[str, tuple[Reason, ...]] = {}
    for mandate in mine:
        if any(fits(conference, role, case, mandate, delegable=rule.delegable) for role in roles):
            # A prohibition may bar the person, or only what they would do for one of their institutions.
            acting = Context(_actor(mandate), context.at)
            against[mandate.mandate] = _own_reasons(procedure, conference, case, rule, source, acting)
    if not against:
        person = context.actor.person
        when = begins(conference, roles, case, person, context.at)
        asking = Context(Actor("person", person), context.at)
        missing = Reason("role.missing", who=rule.by, when=when)
        own = _own_reasons(procedure, conference, case, rule, source, asking)
        return Candidate(rule, source, (missing, *own), ())
    free = tuple(name for name, reasons in against.items() if not reasons)
    would_do = free or tuple(against)
    return Candidate(rule, source, against[would_do[0]], would_do)


def _own_reasons(
    procedure: Procedure,
    conference: Conference,
    case: Case,
    rule: Transition,
    source: str,
    context: Context,
) -> tuple[Reason, ...]:
    """Every reason against the rule but the role, for whoever acts as the context says."""
    own = _guarded(procedure, conference, case, rule, source, context)
    # Asking again with other inputs changes one's mind: that is open until there is nothing to choose.
    if not rule.inputs:
        own += approval_reasons(procedure.workflow, conference, case, rule, source, context, {})
    # What it would do is asked where nothing else is in the way, as in the act itself.
    return own or foreseen(procedure, conference, case, rule, source, context)


def _guarded(
    procedure: Procedure,
    conference: Conference,
    case: Case,
    rule: Transition,
    source: str,
    context: Context,
) -> tuple[Reason, ...]:
    """What the guards say; where the form asks for a session, of the session for which they say least."""
    found = procedure.guard_reasons(rule, source, conference, case, context, {})
    if not found or all(field.name != "session" for field in rule.inputs):
        return found
    given = ({"session": one.session} for one in conference.sessions.values() if not one.over)
    told = (procedure.guard_reasons(rule, source, conference, case, context, one) for one in given)
    return min((found, *told), key=len)


def _actor(mandate: Mandate) -> Actor:
    return Actor("person", mandate.person, mandate.mandate, mandate.institution)


def who_could_take(
    workflow: Workflow, conference: Conference, case: Case, rule: Transition, at: datetime
) -> tuple[str, ...]:
    """Everybody who holds a role of the rule at `at` and is barred by nothing of their own: ids of people,
    sorted. Whether the guards hold is not asked: those would stop anybody."""
    sources = machine_of(case.workflow_hash, workflow).sources(rule, case.state)
    found = set()
    for mandate in conference.mandates.values():
        if not in_force(conference, mandate, at):
            continue
        acting = Context(_actor(mandate), at)
        for source in sources:
            roles = roles_of(workflow, rule, source)
            if not any(fits(conference, role, case, mandate, delegable=rule.delegable) for role in roles):
                continue
            given = (
                () if rule.inputs else approval_reasons(workflow, conference, case, rule, source, acting, {})
            )
            if not given and not forbid_reasons(conference, case, rule, acting, {}):
                found.add(mandate.person)
    return tuple(sorted(found))
