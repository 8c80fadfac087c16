"""The chair's page of a session: the item before it, what comes next, and a pause."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath

from ecar_governance.domain import commands as c
from ecar_governance.domain.state import Session
from ecar_governance.services import agendas
from ecar_governance.services import sessions as service
from ecar_governance.services.ports import Outcome
from ecar_governance.services.queries.sessions import session
from ecar_governance.web.errors import AnyRequest
from ecar_governance.web.forms import EMPTY, Form, Problem, Sent, local_instant
from ecar_governance.web.here import Here, done_of, fresh_key
from ecar_governance.web.permissions import Permission
from ecar_governance.web.routes.acting import act_on, key_of, number_of
from ecar_governance.web.routes.sessions import known_session
from ecar_governance.web.views import page

_RUN = {"permission": Permission.RUN_SESSION}


@get("/sessions/{name:str}/control", opt=_RUN, sync_to_thread=True)
def show_control(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    """What is before the session, what comes next, who is there, and how the vote goes."""
    here = Here(request)
    return _control(here, known_session(here, name), EMPTY)


def _control(here: Here, known: Session, form: Form, status: int = 200) -> Response[Any]:
    view = session(here.directory, known, here.at, reader=here.person)
    later = [one.item for one in view.agenda if one.called is None and one.item != known.current]
    following = next(iter(later), 0)
    return page(
        here.request,
        "sessions/control.html",
        status=status,
        page=view,
        following=next((one for one in view.agenda if one.item == following), None),
        may_run=here.may_command(c.CallItem, session=known.session),
        may_close_vote=here.may_command(c.CloseVote, session=known.session),
        form=form,
        key=fresh_key(),
        done=done_of(here.request),
    )


@post("/sessions/{name:str}/call", opt=_RUN, status_code=200)
async def call_item(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    """Calls an item up."""

    def act(here: Here, known: Session, sent: Sent) -> Outcome:
        return agendas.call_item(here.desk, here.person, name, number_of(sent, "item"), key=key_of(sent))

    return await act_on(request, name, _control, "/sessions/{}/control", act)


@post("/sessions/{name:str}/suspend", opt=_RUN, status_code=200)
async def suspend(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    """Suspends it, until an hour if one is given."""

    def act(here: Here, known: Session, sent: Sent) -> Outcome | Form:
        until: datetime | None = None
        if sent.text("until"):
            until = local_instant(sent.text("until"), here.zone)
            if until is None:
                return sent.form.with_problems([Problem("until", here.gettext("Please give day and hour."))])
        return service.suspend(here.desk, here.person, name, until=until, key=key_of(sent))

    return await act_on(request, name, _control, "/sessions/{}/control", act)


@post("/sessions/{name:str}/resume", opt=_RUN, status_code=200)
async def resume(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    """It goes on."""

    def act(here: Here, known: Session, sent: Sent) -> Outcome:
        return service.resume(here.desk, here.person, name, key=key_of(sent))

    return await act_on(request, name, _control, "/sessions/{}/control", act)
