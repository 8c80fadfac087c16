"""Refused attempts: what an auditor may ask for who tried what in vain, and what is left out.

A refusal leaves nothing behind in the log. So that attempts past one's rights can still be seen, who tried
what is noted beside it, for a time (`docs/decisions/refused-attempts.md`). Nothing of what was sent is in the
note, and nothing at all of a ballot.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from ecar_governance.domain import commands as c
from ecar_governance.domain.commands import AnyCommand
from ecar_governance.domain.decision import Refused
from ecar_governance.domain.events import Actor
from ecar_governance.domain.state import Conference
from ecar_governance.services.refusals_port import RefusedAttempt

KEPT = timedelta(days=90)
"""How long a note is kept after the last time."""

A_DAY = 100
"""So many different attempts of one person are noted on a day; what is beyond is counted."""

LEFT_OUT = (c.CastBallot,)
"""Of these no attempt is noted: when a reason speaks of the paper, it speaks of the choice."""

_ABOUT = ("case", "vote", "session", "resolution", "document", "institution", "person", "body", "mandate")


def attempt_of(
    refused: Refused, command: AnyCommand, actor: Actor, conference: Conference, at: datetime, name: str
) -> RefusedAttempt | None:
    """The note of a refusal, under the id `name`; None where there is to be none: for the system, for whoever
    holds the machine, and for a ballot."""
    if actor.kind != "person" or isinstance(command, LEFT_OUT):
        return None
    codes = tuple(dict.fromkeys(reason.code for reason in refused.reasons))
    return RefusedAttempt(
        name,
        actor.person,
        actor.mandate,
        type(command).__name__,
        _step(command, conference),
        _about(command, conference),
        codes,
        at,
        at,
    )


def _step(command: AnyCommand, conference: Conference) -> str:
    """The step of the procedure, where it has one of that name: what else was sent is nobody's business."""
    if not isinstance(command, c.TakeAction) or command.case not in conference.cases:
        return ""
    workflow = conference.workflows[conference.cases[command.case].workflow_hash].workflow
    return command.transition if command.transition in workflow.transitions else ""


def _about(command: AnyCommand, conference: Conference) -> str:
    """The id of what it was about, where there is such a thing."""
    known = (
        conference.cases,
        conference.votes,
        conference.sessions,
        conference.resolutions,
        conference.documents,
        conference.institutions,
        conference.persons,
        conference.bodies,
        conference.mandates,
    )
    for field, things in zip(_ABOUT, known, strict=True):
        named = getattr(command, field, "")
        if isinstance(named, str) and named in things:
            return named
    return ""
