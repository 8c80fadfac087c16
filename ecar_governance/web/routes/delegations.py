"""One's own mandates, delegated: to whom, until when, and the end of that."""

from __future__ import annotations

from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath

from ecar_governance.domain.decision import Refused
from ecar_governance.services import delegating as service
from ecar_governance.services.queries.actions import Choice
from ecar_governance.services.queries.delegations import delegable, given, received
from ecar_governance.services.queries.members import people
from ecar_governance.web.errors import AnyRequest
from ecar_governance.web.forms import EMPTY, Form, Problem, local_day, read_form
from ecar_governance.web.here import Here, done, done_of, fresh_key, in_thread
from ecar_governance.web.permissions import Permission
from ecar_governance.web.views import page
from ecar_governance.web.words import role_of

_OWN = {"permission": Permission.ACCOUNT}
PLACE = "/account/delegations"


@get(PLACE, opt=_OWN, sync_to_thread=True)
def show_delegations(request: AnyRequest) -> Response[Any]:
    """What one has delegated and been given, and the form to delegate."""
    return _page(Here(request), EMPTY, fresh_key())


def _page(here: Here, form: Form, key: str, status: int = 200) -> Response[Any]:
    everyone = people(here.directory, here.desk.vault.everyone(), here.at)
    return page(
        here.request,
        "accounts/delegations.html",
        status=status,
        form=form,
        key=key,
        offices=tuple(
            Choice(office.mandate, role_of(office, here.gettext))
            for office in delegable(here.directory, here.person, here.at)
        ),
        people=tuple(Choice(one.person, one.name) for one in everyone if one.person != here.person),
        given=given(here.directory, here.person, here.at),
        received=received(here.directory, here.person, here.at),
        done=done_of(here.request),
    )


@post(PLACE, opt=_OWN, status_code=200)
async def delegate(request: AnyRequest) -> Response[Any]:
    """Delegates it."""
    return await in_thread(_delegate, request, (await read_form(request)).form)


def _delegate(request: AnyRequest, form: Form) -> Response[Any]:
    here = Here(request)
    _ = here.gettext
    own = {office.mandate for office in delegable(here.directory, here.person, here.at)}
    until = local_day(form.value("until"), here.zone, end=True)
    problems = []
    if form.value("mandate") not in own:
        problems.append(Problem("mandate", _("Please choose one of your offices.")))
    if form.value("person") not in here.conference.persons:
        problems.append(Problem("person", _("Please choose a person.")))
    if form.value("until").strip() and until is None:
        problems.append(Problem("until", _("Please give a day.")))
    if problems:
        return _page(here, form.with_problems(problems), form.value("key"), 422)
    outcome = service.delegate(
        here.desk,
        here.person,
        form.value("mandate"),
        form.value("person"),
        until,
        key=form.value("key") or None,
    )
    if isinstance(outcome, Refused):
        return _page(here, here.refusal(form, outcome), fresh_key(), 409)
    return done(PLACE, outcome)


@post(f"{PLACE}/{{mandate:str}}/end", opt=_OWN, status_code=200)
async def end_delegation(request: AnyRequest, mandate: FromPath[str]) -> Response[Any]:
    """Ends one that was given or received."""
    return await in_thread(_end, request, mandate, (await read_form(request)).form)


def _end(request: AnyRequest, mandate: str, form: Form) -> Response[Any]:
    here = Here(request)
    outcome = service.end(here.desk, here.person, mandate, key=form.value("key") or None)
    if isinstance(outcome, Refused):
        return _page(here, here.refusal(EMPTY, outcome), fresh_key(), 409)
    return done(PLACE, outcome)
