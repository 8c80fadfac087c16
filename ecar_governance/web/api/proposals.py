"""/api/v1/proposals: list, show, draft, revise, what can be done, do it."""

from __future__ import annotations

from base64 import b64decode
from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery, JSONBody

from ecar_governance.domain.state import Case
from ecar_governance.errors import Finding, InvalidInput, NotFound
from ecar_governance.services import proposals
from ecar_governance.services.accounts import sentence
from ecar_governance.services.fields import GivenFields
from ecar_governance.services.queries import actions as actions_query
from ecar_governance.services.queries import fields as fields_query
from ecar_governance.services.queries import proposals as query
from ecar_governance.services.queries.actions import ActionView
from ecar_governance.services.queries.fields import field_values
from ecar_governance.services.texts import ProposalText, Upload
from ecar_governance.web.api.answers import PROBLEMS, Key, acted, desk_of, directory_of, saved, window
from ecar_governance.web.api.shapes import (
    Acted,
    Deed,
    Draft,
    Fields,
    FileIn,
    Proposal,
    Proposals,
    Revision,
    Show,
)
from ecar_governance.web.errors import AnyRequest
from ecar_governance.web.permissions import Permission, sees_case
from ecar_governance.web.sessions import conference_of, visitor_of

_READ = {"permission": Permission.PROPOSALS}


def visible_case(request: AnyRequest, case: str) -> Case:
    """The case, if the caller may know of it. Raises NotFound either way otherwise."""
    conference, now = conference_of(request), desk_of(request).clock.now()
    found = conference.cases.get(case)
    person = visitor_of(request).person
    if found is None or not sees_case(conference, found, person, now):
        raise NotFound("There is no such proposal.")
    return found


@get("/proposals", opt=_READ, sync_to_thread=True, responses=PROBLEMS)
def list_proposals(
    request: AnyRequest, show: FromQuery[Show] = "all", limit: FromQuery[int] = 50, offset: FromQuery[int] = 0
) -> Response[Proposals]:
    """Proposals that the caller may see, newest first."""
    conference, now = conference_of(request), desk_of(request).clock.now()
    person = visitor_of(request).person
    seen = tuple(case for case in conference.cases.values() if sees_case(conference, case, person, now))
    lines = query.proposals(directory_of(request), seen, now, show=show)
    return Response(Proposals(len(lines), lines[window(limit, offset)]))


@get("/proposals/{case:str}", opt=_READ, sync_to_thread=True, responses=PROBLEMS)
def show_proposal(request: AnyRequest, case: FromPath[str]) -> Response[Proposal]:
    """One proposal with its texts and history."""
    known = visible_case(request, case)
    person, now = visitor_of(request).person, desk_of(request).clock.now()
    page = query.proposal(directory_of(request), known, now)
    return Response(
        Proposal(
            line=page.line,
            version=page.version,
            revision=page.revision,
            created=page.created,
            drafter=page.drafter,
            sponsors=page.sponsors,
            body=page.body,
            texts=page.texts,
            fields=field_values(directory_of(request), known, person, now),
            attachments=page.attachments,
            manifest_hash=page.manifest_hash,
            advice=page.advice,
            consultations=page.consultations,
            filings=page.filings,
            linked=page.linked,
            votes=page.votes,
            steps=page.steps,
            session=page.session,
            item=page.item,
            resolution=page.resolution,
            workflow=known.workflow,
            workflow_version=page.workflow_version,
            state=known.state,
            editable=page.editable,
            division=page.division,
        )
    )


@get("/proposals/{case:str}/actions", opt=_READ, sync_to_thread=True, responses=PROBLEMS)
def list_actions(request: AnyRequest, case: FromPath[str]) -> Response[tuple[ActionView, ...]]:
    """Everything that can be done with the proposal from here, or why not and who could."""
    known = visible_case(request, case)
    desk = desk_of(request)
    visitor = visitor_of(request)
    conference = conference_of(request)
    return Response(
        actions_query.actions(
            directory_of(request),
            known,
            visitor.person,
            desk.clock.now(),
            lambda reason: sentence(reason, visitor.language, conference),
        )
    )


@post("/proposals", opt={"permission": Permission.DRAFT}, sync_to_thread=True, responses=PROBLEMS)
def draft(request: AnyRequest, data: JSONBody[Draft], key: Key = None) -> Response[Acted]:
    """Begins a proposal; `subject` of the answer is its id."""
    outcome = proposals.draft(
        desk_of(request),
        visitor_of(request).person,
        ProposalText(data.titles, data.bodies, data.prevailing),
        workflow=data.workflow,
        sponsors=data.sponsors,
        body=data.body,
        fields=_given(data.fields),
        key=key,
        mandate=data.mandate,
    )
    return acted(request, outcome, created=True)


def _given(fields: Fields) -> GivenFields:
    """The fields with their files decoded. Raises InvalidInput for what is not Base64."""
    return {
        name: file_of(f"fields.{name}", one) if isinstance(one, FileIn) else one
        for name, one in fields.items()
    }


def file_of(place: str, sent: FileIn) -> Upload:
    """The file that was sent at a place of the request. Raises InvalidInput when it is not Base64."""
    try:
        return Upload(sent.name, sent.media_type, b64decode(sent.content, validate=True))
    except ValueError as error:
        message = "The file's bytes are not Base64."
        where = f"{place}.content"
        raise InvalidInput(message, findings=[Finding("file.base64", message, where)]) from error


@post(
    "/proposals/{case:str}/revisions",
    opt={"permission": Permission.DRAFT},
    sync_to_thread=True,
    responses=PROBLEMS,
)
def revise(
    request: AnyRequest, case: FromPath[str], data: JSONBody[Revision], key: Key = None
) -> Response[Acted]:
    """A new text, as long as the stage allows it; 409 when the proposal is no longer at `version`."""
    known = visible_case(request, case)
    text = ProposalText(data.titles, data.bodies, data.prevailing, kept=known.manifest.attachments)
    outcome = proposals.revise(
        desk_of(request),
        visitor_of(request).person,
        case,
        data.version,
        text,
        sponsors=data.sponsors,
        body=data.body,
        fields=_given(data.fields),
        key=key,
        mandate=data.mandate,
    )
    return acted(request, outcome, created=True)


@post(
    "/proposals/{case:str}/actions",
    opt={"permission": Permission.ACT},
    status_code=200,
    sync_to_thread=True,
    responses=PROBLEMS,
)
def act(request: AnyRequest, case: FromPath[str], data: JSONBody[Deed], key: Key = None) -> Response[Acted]:
    """Takes an action of the procedure; 409 when the proposal is no longer at `version`."""
    visible_case(request, case)
    outcome = proposals.act(
        desk_of(request),
        visitor_of(request).person,
        case,
        data.transition,
        data.version,
        data.inputs,
        key=key,
        mandate=data.mandate,
    )
    return acted(request, outcome)


@get(
    "/proposals/{case:str}/attachments/{sha256:str}",
    opt=_READ,
    sync_to_thread=True,
    responses=PROBLEMS,
    media_type="application/octet-stream",
)
def attachment(request: AnyRequest, case: FromPath[str], sha256: FromPath[str]) -> Response[Any]:
    """A file with the text, with an opinion or from outside, as it was sent: to be saved, never shown in a
    page."""
    known = visible_case(request, case)
    return saved(request, sha256 if query.file_on(known, sha256) is not None else "")


@get(
    "/proposals/{case:str}/fields/{name:str}",
    opt=_READ,
    sync_to_thread=True,
    responses=PROBLEMS,
    media_type="application/octet-stream",
)
def field_file(request: AnyRequest, case: FromPath[str], name: FromPath[str]) -> Response[Any]:
    """The file in a field of the proposal, as it was sent, for those to whom the field is shown."""
    known, person = visible_case(request, case), visitor_of(request).person
    desk = desk_of(request)
    sha256, _ = fields_query.field_file(directory_of(request), known, name, person, desk.clock.now())
    return saved(request, sha256)


HANDLERS = (list_proposals, show_proposal, list_actions, draft, revise, act, attachment, field_file)
