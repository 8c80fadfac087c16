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
from ecar_governance.domain.foreseeing import added
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
    ways = [_Way(procedure, conference, case, rule, source) for source in procedure.sources(rule, case.state)]
    return min(
        (way.for_(context, mine) for way in ways), key=lambda one: (bool(one.reasons), not one.mandates)
    )


class _Way(Struct, frozen=True):
    """A transition out of one state where the case is."""

    procedure: Procedure
    conference: Conference
    case: Case
    rule: Transition
    source: str

    def for_(self, context: Context, mine: tuple[Mandate, ...]) -> Candidate:
        """The way as the asking person sees it, by each of their mandates that fits."""
        rule, source = self.rule, self.source
        roles = roles_of(self.procedure.workflow, rule, source)
        against: dict[str, tuple[Reason, ...]] = {}
        for mandate in mine:
            if any(
                fits(self.conference, role, self.case, mandate, delegable=rule.delegable) for role in roles
            ):
                # A prohibition may bar the person, or only what they would do for one of their institutions.
                against[mandate.mandate] = self.own_reasons(Context(_actor(mandate), context.at))
        if not against:
            person = context.actor.person
            when = begins(self.conference, roles, self.case, person, context.at)
            missing = Reason("role.missing", who=rule.by, when=when)
            own = self.own_reasons(Context(Actor("person", person), context.at))
            return Candidate(rule, source, (missing, *own), ())
        free = tuple(name for name, reasons in against.items() if not reasons)
        would_do = free or tuple(against)
        return Candidate(rule, source, against[would_do[0]], would_do)

    def own_reasons(self, context: Context) -> tuple[Reason, ...]:
        """Every reason against the rule but the role, for whoever acts as the context says."""
        conference, case, rule, source = self.conference, self.case, self.rule, self.source
        own = self._guarded(context)
        # Asking again with other inputs changes one's mind: that is open until there is nothing to choose.
        if not rule.inputs:
            own += approval_reasons(self.procedure.workflow, conference, case, rule, source, context, {})
        return added(own, self.procedure, conference, case, rule, source, context)

    def _guarded(self, context: Context) -> tuple[Reason, ...]:
        """What the guards say; where the form asks for a session, of the session for which they say least."""
        found = self._said(context, {})
        if not found or all(field.name != "session" for field in self.rule.inputs):
            return found
        given = ({"session": one.session} for one in self.conference.sessions.values() if not one.over)
        return min((found, *(self._said(context, one) for one in given)), key=len)

    def _said(self, context: Context, inputs: dict[str, str]) -> tuple[Reason, ...]:
        return self.procedure.guard_reasons(
            self.rule, self.source, self.conference, self.case, context, inputs
        )


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
