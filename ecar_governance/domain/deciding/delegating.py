"""A mandate delegated: somebody else may take the steps that a procedure lets delegates take, and nothing
besides.

A delegate neither votes nor drafts, signs or presides for whoever delegated: those are other mandates, which
the conference grants (a vice-rector's, a written authority). What a delegate does counts as done by both.
"""

from __future__ import annotations

from ecar_governance.domain import commands as c
from ecar_governance.domain import events as e
from ecar_governance.domain.deciding import Handler
from ecar_governance.domain.deciding.steps import Steps
from ecar_governance.domain.decision import Reason
from ecar_governance.domain.roles import in_force


def _delegate(steps: Steps, command: c.DelegateMandate) -> list[Reason]:
    conf = steps.conference
    given = conf.mandates.get(command.of)
    if given is None:
        return [Reason("mandate.unknown", {"mandate": command.of})]
    reasons = []
    if given.mandate != steps.context.actor.mandate:
        reasons.append(Reason("delegation.not_yours"))
    if given.of:
        reasons.append(Reason("delegation.second_hand"))
    if command.mandate in conf.mandates:
        reasons.append(Reason("mandate.exists", {"mandate": command.mandate}))
    if command.person not in conf.persons:
        reasons.append(Reason("person.unknown", {"person": command.person}))
    if command.person == given.person:
        reasons.append(Reason("delegation.to_oneself"))
    if command.until is not None and command.until <= steps.at:
        reasons.append(Reason("mandate.ends_before_it_begins", {"mandate": command.mandate}))
    held = (conf.mandates[name] for name in (conf.persons[command.person].mandates if not reasons else ()))
    if any(one.of == command.of and in_force(conf, one, steps.at) for one in held):
        reasons.append(Reason("delegation.given_already"))
    if not reasons:
        told = e.MandateDelegated(command.mandate, command.of, command.person, command.until)
        steps.emit(command.person, told)
    return reasons


def _end(steps: Steps, command: c.EndDelegation) -> list[Reason]:
    conf, actor = steps.conference, steps.context.actor
    known = conf.mandates.get(command.mandate)
    if known is None or not known.of:
        return [Reason("mandate.unknown", {"mandate": command.mandate})]
    reasons = []
    if actor.person not in (known.person, conf.mandates[known.of].person):
        reasons.append(Reason("delegation.not_yours"))
    if known.ended is not None:
        reasons.append(Reason("mandate.ended_already", {"mandate": command.mandate}))
    if not reasons:
        steps.emit(known.person, e.MandateEnded(command.mandate, "revoked"))
    return reasons


HANDLERS: dict[type, Handler] = {c.DelegateMandate: _delegate, c.EndDelegation: _end}
