"""Guards over votes and documents: none open, made, signed."""

from __future__ import annotations

from ecar_governance.domain.decision import Context, Reason
from ecar_governance.domain.guards.base import Inputs, Params, guard
from ecar_governance.domain.state import Case, Conference, Document, Resolution


def _resolution_of(conference: Conference, case: Case) -> Resolution | None:
    return conference.resolutions.get(case.resolution) if case.resolution else None


def _document_of(conference: Conference, case: Case) -> Document | None:
    resolution = _resolution_of(conference, case)
    return conference.documents.get(resolution.document) if resolution and resolution.document else None


@guard
def document_typeset(
    conference: Conference, case: Case, context: Context, inputs: Inputs, params: Params
) -> Reason | None:
    """The case's resolution has its PDF."""
    return None if _document_of(conference, case) is not None else Reason("guard.document_typeset")


@guard
def signatures_complete(
    conference: Conference, case: Case, context: Context, inputs: Inputs, params: Params
) -> Reason | None:
    """Chair and secretary have signed the case's resolution."""
    document = _document_of(conference, case)
    signed = {one.field for one in document.signatures} if document is not None else set()
    missing = [field for field in ("chair", "secretary") if field not in signed]
    return Reason("guard.signatures_complete", {"missing": ", ".join(missing)}) if missing else None


@guard
def no_open_vote(
    conference: Conference, case: Case, context: Context, inputs: Inputs, params: Params
) -> Reason | None:
    """The case's vote, if it has one, is no longer open."""
    vote = conference.votes.get(case.vote) if case.vote else None
    return Reason("guard.no_open_vote") if vote is not None and vote.status == "open" else None


@guard
def voided_by_edit(
    conference: Conference, case: Case, context: Context, inputs: Inputs, params: Params
) -> Reason | None:
    """The case's last vote is void because its text was changed."""
    vote = conference.votes.get(case.vote) if case.vote else None
    edited = vote is not None and vote.status == "void" and vote.how == "edited"
    return None if edited else Reason("guard.voided_by_edit")


@guard
def candidates_stand(
    conference: Conference, case: Case, context: Context, inputs: Inputs, params: Params
) -> Reason | None:
    """So many of those nominated accepted and have not withdrawn."""
    standing = sum(one.stands for one in case.candidacies)
    count = int(params["count"])
    told = {"count": str(count), "have": str(standing)}
    return None if standing >= count else Reason("guard.candidates_stand", told)
