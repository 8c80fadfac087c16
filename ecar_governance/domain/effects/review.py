"""A proposal before working group and session: referred, recommended, placed on an agenda, lifted from it."""

from __future__ import annotations

from typing import get_args

from ecar_governance.domain import events as e
from ecar_governance.domain.decision import Reason
from ecar_governance.domain.effects.base import Answer, Effect


def refer_to_body(do: Effect) -> Answer:
    body = str(do.command.inputs.get("body") or do.case.body)
    known = do.conference.bodies.get(body)
    if known is None or known.kind != "working_group":
        return [Reason("body.not_a_working_group", {"body": body})]
    do.steps.emit(do.case_id, e.CaseReferred(do.case_id, body))
    return None


def record_recommendation(do: Effect) -> Answer:
    given = do.command.inputs.get("recommendation")
    word = next((w for w in get_args(e.RecommendationWord) if w == given), None)
    if word is None:
        return [Reason("recommendation.unknown", {"recommendation": str(given)})]
    note = str(do.command.inputs.get("note", ""))
    do.steps.emit(do.case_id, e.RecommendationMade(do.case_id, do.case.body, word, note))
    return None


def place_on_agenda(do: Effect) -> Answer:
    session = do.conference.sessions.get(str(do.command.inputs.get("session")))
    reasons = [Reason("agenda.placed_already")] if do.case.session else []
    if session is None or session.over:
        return [*reasons, Reason("session.not_open_for_agenda")]
    if reasons:
        return reasons
    do.steps.emit(do.case_id, e.AgendaItemPlaced(session.session, session.next_item, do.case_id))
    return None


def lift_from_agenda(do: Effect) -> Answer:
    if do.case.session:
        do.steps.emit(do.case_id, e.AgendaItemLifted(do.case.session, do.case.item, do.case_id))
    return None
