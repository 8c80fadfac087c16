"""Consultations: whose opinion a state asks, for whom somebody speaks, who is still awaited."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

from ecar_governance.domain.configuration import placed
from ecar_governance.domain.events import Actor
from ecar_governance.domain.organs import body_of
from ecar_governance.domain.roles import fits, in_force
from ecar_governance.domain.state import Asking, Case, Conference, Mandate
from ecar_governance.domain.workflow import Consultation, Workflow

Each = Literal["institution", "body", "person"]


def party_of(conference: Conference, each: Each, mandate: Mandate) -> str:
    """For whom the holder of the mandate speaks: their institution, their body, or themselves; "" when the
    mandate lies in none."""
    match each:
        case "institution":
            return mandate.institution
        case "body":
            return body_of(conference, mandate)
        case "person":
            return mandate.person


def spoken_for(conference: Conference, asking: Asking, actor: Actor) -> str:
    """The party that was asked and that the actor speaks for under the mandate they name; "" for none."""
    mandate = conference.mandates.get(actor.mandate)
    own = "" if mandate is None else party_of(conference, asking.each, mandate)
    return own if own in asking.parties else ""


def parties_asked(
    conference: Conference,
    workflow: Workflow,
    case: Case,
    state: str,
    consultation: Consultation,
    at: datetime,
) -> tuple[str, ...]:
    """Whom the consultation of the state asks, sorted: each party for which somebody holds one of its roles
    in the case at the instant."""
    named = (workflow.roles[name] for name in consultation.of if name in workflow.roles)
    roles = [placed(workflow, role, state) for role in named]
    found = {
        party_of(conference, consultation.each, mandate)
        for mandate in conference.mandates.values()
        if in_force(conference, mandate, at) and any(fits(conference, role, case, mandate) for role in roles)
    }
    return tuple(sorted(found - {""}))


def asking_of(case: Case, states: Iterable[str]) -> Asking | None:
    """The newest asking of the case in one of these states, else its newest at all; None when nobody was
    asked anything."""
    wanted = set(states)
    newest = case.asked[-1] if case.asked else None
    return next((one for one in reversed(case.asked) if one.state in wanted), newest)


def awaited(case: Case, asking: Asking) -> tuple[str, ...]:
    """Whoever was asked and has said nothing yet, sorted."""
    said = {one.party for one in case.opinions if one.asking == asking.number}
    return tuple(party for party in asking.parties if party not in said)
