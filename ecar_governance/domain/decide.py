"""Deciding: a conference, a command, who asks and when give events, or every reason why not. Pure.

The same inputs give the same answer for ever (for one `engine` number): the verifier relies on it.
"""

from __future__ import annotations

from ecar_governance.domain.commands import AnyCommand
from ecar_governance.domain.deciding import (
    Handler,
    agenda,
    calendars,
    casting,
    delegating,
    documents,
    founding,
    importing,
    members,
    migrating,
    nominating,
    proposals,
    proxying,
    recusals,
    registers,
    sessions,
    settling,
    votes,
)
from ecar_governance.domain.deciding.rights import actor_reasons
from ecar_governance.domain.deciding.steps import Steps
from ecar_governance.domain.decision import Accepted, Context, Decision, Reason, Refused
from ecar_governance.domain.state import Conference
from ecar_governance.errors import InvalidInput

_HANDLERS: dict[type, Handler] = {
    **founding.HANDLERS,
    **members.HANDLERS,
    **importing.HANDLERS,
    **delegating.HANDLERS,
    **proxying.HANDLERS,
    **calendars.HANDLERS,
    **registers.HANDLERS,
    **proposals.HANDLERS,
    **recusals.HANDLERS,
    **nominating.HANDLERS,
    **migrating.HANDLERS,
    **sessions.HANDLERS,
    **agenda.HANDLERS,
    **casting.HANDLERS,
    **votes.HANDLERS,
    **settling.HANDLERS,
    **documents.HANDLERS,
}


def decide(conference: Conference, command: AnyCommand, context: Context) -> Decision:
    """The act that the command becomes, or a refusal with all reasons.

    Args:
        conference: everything before this act.
        command: what is wanted; ids and digests in it were made by the caller.
        context: who asks, and the instant (aware, not before the conference's last event).

    Raises:
        InvalidInput: the command is not one that a program of ours makes (an id missing, an instant naive).
    """
    _check(context)
    if conference.founding is None and not isinstance(command, founding.FIRST):
        return Refused((Reason("conference.not_founded"),))
    steps = Steps(conference, command, context)
    reasons = actor_reasons(conference, command, context) or _HANDLERS[type(command)](steps, command)
    if reasons:
        return Refused(tuple(reasons))
    if not steps.events:
        return Refused((Reason("nothing.changes"),))
    return Accepted(tuple(steps.events), steps.conference)


def _check(context: Context) -> None:
    if context.at.tzinfo is None:
        raise InvalidInput("An act happens at an instant with a zone.", fix="use an aware datetime")
    actor = context.actor
    if actor.kind != "person" and (actor.person or actor.mandate or actor.institution):
        raise InvalidInput(
            f"The {actor.kind} acts for nobody and under no mandate.", fix="name the kind alone"
        )


def decided_types() -> frozenset[type]:
    """The commands that have a handler: the whole closed set (a test holds it)."""
    return frozenset(_HANDLERS)
