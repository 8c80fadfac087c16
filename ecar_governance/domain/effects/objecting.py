"""What a member says when the chair asks whether a question may be adopted without a vote."""

from __future__ import annotations

from msgspec.structs import replace

from ecar_governance.domain import events as e
from ecar_governance.domain.decision import Reason
from ecar_governance.domain.effects.base import Answer, Effect
from ecar_governance.domain.effects.house import house_now
from ecar_governance.domain.objections import put_without_vote
from ecar_governance.domain.voting.objecting import Said
from ecar_governance.domain.voting.papers import Elector


def record_objection(do: Effect) -> Answer:
    """The seat objects; as many as the rule says keep the question from being adopted without a vote."""
    return _record(do, "objection")


def record_reservation(do: Effect) -> Answer:
    """The seat lets it pass and is on record as no part of the agreement; an objection it made is gone."""
    return _record(do, "reservation")


def _record(do: Effect, said: Said) -> Answer:
    """For the actor's own seat, or on behalf of the institution that the form names: one that might vote on
    the question, takes part and is there."""
    workflow = do.conference.workflows[do.case.workflow_hash].workflow
    adopting = put_without_vote(workflow, do.transition)
    if adopting is None:
        return [Reason("objection.nothing_put")]
    asked = replace(do, transition=adopting)
    house = house_now(asked)
    if house.session is None or house.session.status != "open":
        return [*house.untold, Reason("session.not_open")]
    named = str(do.command.inputs.get("institution", ""))
    there = [row for row in house.rows if row.seat in house.present and not row.recused]
    seats = [row for row in there if (_of(do, row, named) if named else _own(do, row))]
    if not seats or house.untold:
        return [*house.untold, *([] if seats else [Reason("objection.no_seat")])]
    actor = do.steps.context.actor
    for row in seats:
        do.steps.emit(
            do.case_id,
            e.ObjectionMade(
                case=do.case_id,
                state=adopting.target,
                session=house.session.session,
                manifest_hash=do.case.manifest_hash,
                seat=row.seat,
                said=said,
                reason=str(do.command.inputs.get("reason", "")),
                entered=actor.mandate not in row.casters,
            ),
        )
    return None


def _of(do: Effect, row: Elector, institution: str) -> bool:
    """Whether the seat is the institution's, or in a body of persons that of somebody who is there for it."""
    held = (do.conference.mandates[one] for one in row.casters)
    return row.institution == institution or (
        not row.institution and any(one.institution == institution for one in held)
    )


def _own(do: Effect, row: Elector) -> bool:
    """Whether the actor speaks for the seat itself, not by its proxy."""
    actor = do.steps.context.actor
    return actor.mandate in row.casters and (not row.proxy or row.institution == actor.institution)
