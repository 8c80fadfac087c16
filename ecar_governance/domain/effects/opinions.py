"""What others say to a proposal: an opinion recorded, and answered."""

from __future__ import annotations

from typing import get_args

from ecar_governance.domain import events as e
from ecar_governance.domain.consulting import asking_of, awaited, spoken_for
from ecar_governance.domain.decision import Reason
from ecar_governance.domain.effects.base import Answer, Effect, Happened


def record_opinion(do: Effect) -> Answer:
    """For the party that the actor speaks for, or on behalf of the one that the form names."""
    asking = asking_of(do.case, do.transition.source)
    if asking is None:
        return [Reason("opinion.nobody_asked")]
    own = spoken_for(do.conference, asking, do.steps.context.actor)
    party = str(do.command.inputs.get("party") or own)
    if party not in asking.parties:
        return [Reason("opinion.not_asked")]
    do.steps.emit(
        do.case_id,
        e.OpinionGiven(
            case=do.case_id,
            state=asking.state,
            number=len(do.case.opinions) + 1,
            party=party,
            text=str(do.command.inputs.get("text", "")),
            file=str(do.command.inputs.get("file", "")),
            entered=party != own,
        ),
    )
    return None if awaited(do.case, asking) else Happened("all_opined", asking.state)


def answer_opinion(do: Effect) -> Answer:
    given = str(do.command.inputs.get("opinion", ""))
    opinion = next((one for one in do.case.opinions if str(one.number) == given), None)
    use = next((word for word in get_args(e.OpinionUse) if word == do.command.inputs.get("use")), None)
    reasons = str(do.command.inputs.get("reasons", ""))
    if opinion is None or use is None:
        return [Reason("opinion.unknown", {"opinion": given})]
    if use != "used" and not reasons:
        return [Reason("opinion.reasons_needed")]
    do.steps.emit(do.case_id, e.OpinionAnswered(do.case_id, opinion.number, use, reasons))
    return None
