"""Proxies: those that one gives and holds, and the register of a session with what is entered from paper."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath

from ecar_governance.domain.commands import GiveProxy
from ecar_governance.domain.decision import Refused
from ecar_governance.domain.state import Session
from ecar_governance.errors import InvalidInput, NotFound
from ecar_governance.services import proxies as service
from ecar_governance.services.proxies import ProxyForm
from ecar_governance.services.queries.actions import Choice
from ecar_governance.services.queries.cases import title_of
from ecar_governance.services.queries.proxies import given, other_seats, own_seats, received, register
from ecar_governance.services.queries.sessions import sessions
from ecar_governance.web.downloads import kept
from ecar_governance.web.errors import AnyRequest
from ecar_governance.web.forms import EMPTY, Form, Problem, Sent, file_problems, local_day, read_form
from ecar_governance.web.here import Here, done, done_of, fresh_key, in_thread
from ecar_governance.web.permissions import Permission
from ecar_governance.web.views import page

_OWN = {"permission": Permission.ACCOUNT}
_RUN = {"permission": Permission.RUN_SESSION}
PLACE = "/account/proxies"
OVER = ("closed", "cancelled")
"""States of a session for which no proxy is given any more."""


@get(PLACE, opt=_OWN, sync_to_thread=True)
def show_proxies(request: AnyRequest) -> Response[Any]:
    """What one has given and holds, and the form to give."""
    return _own_page(Here(request), EMPTY, fresh_key())


def _own_page(here: Here, form: Form, key: str, status: int = 200) -> Response[Any]:
    seats = own_seats(here.directory, here.person, here.at)
    bodies = {here.conference.seats[seat.value].body for seat in seats}
    return page(
        here.request,
        "accounts/proxies.html",
        status=status,
        form=form,
        key=key,
        seats=seats,
        holders=other_seats(here.directory, bodies, here.at),
        sessions=_sessions(here, bodies),
        cases=_cases(here, bodies),
        given=given(here.directory, here.person, here.at),
        received=received(here.directory, here.person, here.at),
        done=done_of(here.request),
    )


def _sessions(here: Here, bodies: set[str]) -> tuple[Choice, ...]:
    known = here.conference.sessions
    return tuple(
        Choice(one.session, f"{one.body}, № {one.number}")
        for one in sessions(here.directory, here.at)
        if one.status not in OVER and known[one.session].body in bodies
    )


def _cases(here: Here, bodies: set[str]) -> tuple[Choice, ...]:
    """The proposals on the agendas of sessions that are still to be closed."""
    items = [
        item.case
        for one in here.conference.sessions.values()
        if one.status not in OVER and one.body in bodies
        for item in one.agenda
        if item.case and not item.lifted
    ]
    cases = (here.conference.cases[name] for name in sorted(items))
    return tuple(Choice(one.case, f"{one.reference} {title_of(here.directory, one)}") for one in cases)


@post(PLACE, opt=_OWN, status_code=200)
async def give_proxy(request: AnyRequest) -> Response[Any]:
    """Gives it."""
    return await in_thread(_give, request, await read_form(request))


def _give(request: AnyRequest, sent: Sent) -> Response[Any]:
    here = Here(request)
    own = {seat.value for seat in own_seats(here.directory, here.person, here.at)}
    wanted, problems = _read(here, sent)
    if sent.text("seat") not in own:
        problems.insert(0, Problem("seat", here.gettext("Please choose a seat.")))
    if problems:
        return _own_page(here, sent.form.with_problems(problems), sent.text("key"), 422)
    try:
        outcome = service.give(here.desk, here.person, wanted, key=sent.text("key") or None)
    except InvalidInput as error:
        return _own_page(here, sent.form.with_findings(error, here.word), sent.text("key"), 422)
    if isinstance(outcome, Refused):
        return _own_page(here, here.refusal(sent.form, outcome), fresh_key(), 409)
    return done(PLACE, outcome)


def _read(here: Here, sent: Sent, session: str = "") -> tuple[ProxyForm, list[Problem]]:
    """What the form asks for, and what is wrong with it."""
    _ = here.gettext
    problems = file_problems(sent, _)
    until: datetime | None = local_day(sent.text("until"), here.zone, end=True)
    if sent.text("until") and until is None:
        problems.append(Problem("until", _("Please give a day.")))
    for name in ("seat", "holder"):
        if sent.text(name) not in here.conference.seats:
            problems.append(Problem(name, _("Please choose a seat.")))
    wanted = ProxyForm(
        sent.text("seat"),
        sent.text("holder"),
        session=session or sent.text("session"),
        case=sent.text("case"),
        until=until,
        paper=sent.file("paper"),
    )
    return wanted, list(dict.fromkeys(problems))


@post(f"{PLACE}/{{proxy:str}}/revoke", opt=_OWN, status_code=200)
async def revoke_proxy(request: AnyRequest, proxy: FromPath[str]) -> Response[Any]:
    """Takes it back, or gives it back."""
    return await in_thread(_revoke, request, proxy, (await read_form(request)).form)


def _revoke(request: AnyRequest, proxy: str, form: Form) -> Response[Any]:
    here = Here(request)
    mine = (*given(here.directory, here.person, here.at), *received(here.directory, here.person, here.at))
    if all(one.proxy != proxy for one in mine):
        raise NotFound("There is no such proxy.")
    outcome = service.revoke(here.desk, here.person, proxy, key=form.value("key") or None)
    if isinstance(outcome, Refused):
        return _own_page(here, here.refusal(EMPTY, outcome), fresh_key(), 409)
    return done(PLACE, outcome)


# --- the register of a session -----------------------------------------------------------------------------


@get("/sessions/{name:str}/proxies", opt=_RUN, sync_to_thread=True)
def show_register(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    """Every proxy that may count in the session, and the form to enter one from its paper."""
    here = Here(request)
    return _register_page(here, _known(here, name), EMPTY, fresh_key())


def _known(here: Here, name: str) -> Session:
    found = here.conference.sessions.get(name)
    if found is None:
        raise NotFound("There is no such session.")
    return found


def _register_page(here: Here, known: Session, form: Form, key: str, status: int = 200) -> Response[Any]:
    may = known.status not in OVER and here.may_command(GiveProxy, session=known.session)
    return page(
        here.request,
        "sessions/proxies.html",
        status=status,
        form=form,
        key=key,
        session=known.session,
        name=here.directory.session(known.session),
        lines=register(here.directory, known, here.at),
        seats=other_seats(here.directory, (known.body,), here.at) if may else (),
        may_enter=may,
        done=done_of(here.request),
    )


@post("/sessions/{name:str}/proxies", opt=_RUN, status_code=200)
async def enter_proxy(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    """Enters one for the session, from its paper."""
    return await in_thread(_enter, request, name, await read_form(request))


def _enter(request: AnyRequest, name: str, sent: Sent) -> Response[Any]:
    here = Here(request)
    known = _known(here, name)
    wanted, problems = _read(here, sent, known.session)
    if sent.file("paper") is None:
        problems.append(Problem("paper", here.gettext("Please attach the scan of the paper.")))
    if problems:
        return _register_page(here, known, sent.form.with_problems(problems), sent.text("key"), 422)
    try:
        outcome = service.give(here.desk, here.person, wanted, key=sent.text("key") or None)
    except InvalidInput as error:
        return _register_page(here, known, sent.form.with_findings(error, here.word), sent.text("key"), 422)
    if isinstance(outcome, Refused):
        return _register_page(here, known, here.refusal(sent.form, outcome), fresh_key(), 409)
    return done(f"/sessions/{name}/proxies", outcome)


@post("/sessions/{name:str}/proxies/{proxy:str}/revoke", opt=_RUN, status_code=200)
async def enter_revocation(request: AnyRequest, name: FromPath[str], proxy: FromPath[str]) -> Response[Any]:
    """Enters that one was taken back."""
    return await in_thread(_end, request, name, proxy, (await read_form(request)).form)


def _end(request: AnyRequest, name: str, proxy: str, form: Form) -> Response[Any]:
    here = Here(request)
    known = _known(here, name)
    _listed(here, known, proxy)
    outcome = service.revoke(here.desk, here.person, proxy, key=form.value("key") or None)
    if isinstance(outcome, Refused):
        return _register_page(here, known, here.refusal(EMPTY, outcome), fresh_key(), 409)
    return done(f"/sessions/{name}/proxies", outcome)


def _listed(here: Here, known: Session, proxy: str) -> str:
    """The digest of the scan of a proxy in the session's register. Raises NotFound."""
    found = next((x for x in register(here.directory, known, here.at) if x.proxy == proxy), None)
    if found is None:
        raise NotFound("There is no such proxy.")
    return found.paper


@get("/sessions/{name:str}/proxies/{proxy:str}/paper", opt=_RUN, sync_to_thread=True)
def get_proxy_paper(request: AnyRequest, name: FromPath[str], proxy: FromPath[str]) -> Response[Any]:
    """The scan of the paper."""
    here = Here(request)
    return kept(here.desk, _listed(here, _known(here, name), proxy))
