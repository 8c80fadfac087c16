"""What follows from a decision: the number, the document, its publication, a new member."""

from __future__ import annotations

from ecar_governance.domain import events as e
from ecar_governance.domain.deciding.steps import fresh
from ecar_governance.domain.decision import Reason
from ecar_governance.domain.effects.base import Answer, Effect
from ecar_governance.domain.evolving.resolution import sequence_key
from ecar_governance.domain.state import Vote


def number_resolution(do: Effect) -> Answer:
    """Gives the number in the act that adopts: gapless per body and year of the adoption, shown as the
    statutes say (`style`: session_item "3/2", or yearly "7")."""
    case, steps = do.case, do.steps
    vote: Vote | None = do.conference.votes.get(case.vote)
    if vote is None or vote.outcome is None or not vote.outcome.carried or not vote.decides:
        return [Reason("resolution.not_carried")]
    if any(r.numbered.vote == vote.vote for r in do.conference.resolutions.values()):
        return [Reason("resolution.numbered_already")]
    # A deadline closes at its own instant: adopted before midnight of the year's last day, of that year.
    adopted = vote.closed or steps.at
    year = steps.year_of(adopted)
    sequence = do.conference.sequences.get(sequence_key(vote.body, year), 0) + 1
    session = do.conference.sessions.get(case.session)
    in_session = do.params.get("style", "session_item") == "session_item" and session is not None
    number = f"{session.number}/{case.item}" if in_session and session is not None else str(sequence)
    workflow = do.conference.workflows[case.workflow_hash].workflow
    steps.emit(
        do.case_id,
        e.ResolutionNumbered(
            resolution=fresh(do.command.fresh, "resolution", do.conference.resolutions),
            case=do.case_id,
            vote=vote.vote,
            body=vote.body,
            session=case.session,
            item=case.item,
            kind=workflow.kind,
            year=year,
            sequence=sequence,
            number=number,
            manifest_hash=vote.manifest_hash,
            adopted=adopted,
        ),
    )
    return None


def request_typesetting(do: Effect) -> Answer:
    if not do.case.resolution:
        return [Reason("resolution.unknown", {"resolution": ""})]
    do.steps.emit(do.case_id, e.TypesettingRequested(do.case.resolution))
    return None


def publish(do: Effect) -> Answer:
    resolution = do.conference.resolutions.get(do.case.resolution)
    document = None if resolution is None else do.conference.documents.get(resolution.document)
    if document is None or len(document.signatures) < 2:
        return [Reason("document.not_signed")]
    do.steps.emit(do.case_id, e.ResolutionPublished(do.case.resolution, document.current))
    return None


def admit_member(do: Effect) -> Answer:
    """The plenary has decided: nothing that happened to the candidate's row meanwhile stops it, and whoever
    has a seat already keeps that one."""
    institution = str(do.case.inputs.get("institution", ""))
    if institution not in do.conference.institutions:
        return [Reason("institution.unknown", {"institution": institution})]
    if f"seat-{institution}" in do.conference.seats:
        return None
    do.steps.emit(do.case_id, e.InstitutionAdmitted(institution, do.case_id, f"seat-{institution}"))
    return None
