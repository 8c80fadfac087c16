"""Members and mandates: institutions, who holds which office as of a day, granting and ending mandates."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, cast, get_args

from litestar import Response, get, post
from litestar.params import FromPath

from ecar_governance.domain.decision import Refused
from ecar_governance.domain.events import EndReason
from ecar_governance.domain.state import Mandate
from ecar_governance.domain.workflow import OFFICES as GRANTED
from ecar_governance.domain.workflow import MandateKind
from ecar_governance.errors import InvalidInput, NotFound
from ecar_governance.services import members as service
from ecar_governance.services.kinds import OFFICE_WORDS
from ecar_governance.services.queries.actions import Choice, bodies
from ecar_governance.services.queries.members import (
    institution,
    institutions,
    named_institutions,
    officers,
    people,
)
from ecar_governance.services.queries.sessions import sessions
from ecar_governance.web.downloads import kept
from ecar_governance.web.errors import AnyRequest
from ecar_governance.web.forms import (
    EMPTY,
    Form,
    Problem,
    Sent,
    file_problems,
    form_of,
    local_day,
    read_form,
)
from ecar_governance.web.here import Here, done, done_of, fresh_key, in_thread
from ecar_governance.web.permissions import Permission
from ecar_governance.web.views import page
from ecar_governance.web.words import END_REASONS

_READ = {"permission": Permission.MEMBERS}
_MANDATES = {"permission": Permission.MANDATES}


def _as_of(here: Here) -> tuple[str, datetime]:
    """The day asked for and the instant that stands for it: its last moment, or now."""
    given = here.request.query_params.get("asof", "")
    end = local_day(given, here.zone, end=True)
    return (given, end - timedelta(seconds=1)) if end is not None else ("", here.at)


@get("/members", opt=_READ, sync_to_thread=True)
def list_members(request: AnyRequest) -> Response[Any]:
    """Institutions by kind with the holders of their seats, and the officers of the conference."""
    here = Here(request)
    asof, at = _as_of(here)
    return page(
        request,
        "members/list.html",
        groups=institutions(here.directory, at),
        officers=officers(here.directory, at),
        asof=asof,
        done=done_of(request),
    )


@get("/members/{code:str}", opt=_READ, sync_to_thread=True)
def show_institution(request: AnyRequest, code: FromPath[str]) -> Response[Any]:
    """An institution: who is and was in office for it."""
    here = Here(request)
    known = here.conference.institutions.get(code)
    if known is None:
        raise NotFound("There is no such institution.")
    asof, at = _as_of(here)
    view = institution(here.directory, known, at)
    return page(request, "members/show.html", page=view, asof=asof, done=done_of(request))


@get("/members/mandates/new", opt=_MANDATES, sync_to_thread=True)
def show_grant(request: AnyRequest) -> Response[Any]:
    """The form to grant a mandate, filled in from the page it was opened on."""
    given = request.query_params
    wanted = {name: given.get(name, "") for name in ("person", "kind", "institution", "body", "session")}
    return _grant_page(Here(request), form_of(**wanted), fresh_key())


def _grant_page(here: Here, form: Form, key: str, status: int = 200) -> Response[Any]:
    _ = here.gettext
    everyone = people(here.directory, here.desk.vault.everyone(), here.at)
    return page(
        here.request,
        "members/grant.html",
        status=status,
        form=form,
        key=key,
        people=tuple(Choice(one.person, one.name) for one in everyone),
        kinds=tuple(Choice(kind, _(OFFICE_WORDS[kind])) for kind in GRANTED),
        institutions=tuple(Choice(one.id, one.name) for one in named_institutions(here.directory)),
        bodies=tuple(
            Choice(one.id, one.name) for one in bodies(here.directory, "presidium", "working_group")
        ),
        sessions=tuple(
            Choice(one.session, f"{one.body}, № {one.number}")
            for one in sessions(here.directory, here.at)
            if one.status not in ("closed", "cancelled")
        ),
    )


@post("/members/mandates/new", opt=_MANDATES, status_code=200)
async def grant(request: AnyRequest) -> Response[Any]:
    """Grants it."""
    return await in_thread(_grant, request, await read_form(request))


def _grant(request: AnyRequest, sent: Sent) -> Response[Any]:
    here = Here(request)
    _ = here.gettext
    problems = file_problems(sent, _)
    if sent.text("person") not in here.conference.persons:
        problems.append(Problem("person", _("Please choose a person.")))
    if sent.text("kind") not in GRANTED:
        problems.append(Problem("kind", _("Please choose an office.")))
    since, until = (
        local_day(sent.text("since"), here.zone),
        local_day(sent.text("until"), here.zone, end=True),
    )
    for name, value in (("since", since), ("until", until)):
        if sent.text(name) and value is None:
            problems.append(Problem(name, _("Please give a day.")))
    if problems:
        return _grant_page(here, sent.form.with_problems(problems), sent.text("key"), 422)
    wanted = service.MandateForm(
        sent.text("person"),
        cast("MandateKind", sent.text("kind")),
        sent.text("institution"),
        sent.text("body"),
        sent.text("session"),
        since,
        until,
        sent.file("paper"),
    )
    try:
        outcome = service.grant(here.desk, here.person, wanted, key=sent.text("key") or None)
    except InvalidInput as error:
        return _grant_page(here, sent.form.with_findings(error, here.word), sent.text("key"), 422)
    if isinstance(outcome, Refused):
        return _grant_page(here, here.refusal(sent.form, outcome), fresh_key(), 409)
    if wanted.session:
        return done(f"/sessions/{wanted.session}", outcome)
    return done(f"/members/{wanted.institution}" if wanted.institution else "/members", outcome)


def _mandate(here: Here, name: str) -> Mandate:
    found = here.conference.mandates.get(name)
    if found is None:
        raise NotFound("There is no such mandate.")
    return found


@get("/members/mandates/{name:str}/end", opt=_MANDATES, sync_to_thread=True)
def show_end(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    """Asks for the reason before it ends."""
    here = Here(request)
    return _end_page(here, _mandate(here, name), EMPTY)


def _end_page(here: Here, mandate: Mandate, form: Form, status: int = 200) -> Response[Any]:
    _ = here.gettext
    office = here.directory.office_of(mandate)
    return page(
        here.request,
        "members/end.html",
        status=status,
        office=office,
        reasons=tuple(Choice(word, _(title)) for word, title in END_REASONS.items()),
        back=f"/members/{office.institution}" if office.institution else "/members",
        form=form,
        key=fresh_key(),
    )


@post("/members/mandates/{name:str}/end", opt=_MANDATES, status_code=200)
async def end(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    """Ends it now."""
    sent = await read_form(request)
    return await in_thread(_end, request, name, sent.form)


def _end(request: AnyRequest, name: str, form: Form) -> Response[Any]:
    here = Here(request)
    known = _mandate(here, name)
    reason = form.value("reason")
    if reason not in get_args(EndReason):
        problem = Problem("reason", here.gettext("Please choose a reason."))
        return _end_page(here, known, form.with_problems([problem]), 422)
    key = form.value("key") or None
    outcome = service.end(here.desk, here.person, name, cast("EndReason", reason), key=key)
    if isinstance(outcome, Refused):
        return _end_page(here, known, here.refusal(form, outcome), 409)
    code = here.directory.office_of(known).institution
    return done(f"/members/{code}" if code else "/members", outcome)


@get("/members/mandates/{name:str}/paper", opt=_MANDATES, sync_to_thread=True)
def get_paper(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    """The scan of the authority or appointment."""
    here = Here(request)
    return kept(here.desk, _mandate(here, name).paper)
