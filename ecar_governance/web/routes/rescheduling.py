"""A session at another time, or none."""

from __future__ import annotations

from typing import Any, cast, get_args
from zoneinfo import ZoneInfo

from litestar import Response, get, post
from litestar.params import FromPath

from ecar_governance.domain import commands as c
from ecar_governance.domain.events import SessionKind
from ecar_governance.domain.state import Session
from ecar_governance.services import sessions as service
from ecar_governance.services.ports import Outcome
from ecar_governance.services.queries.sessions import session
from ecar_governance.web.errors import AnyRequest
from ecar_governance.web.forms import Form, Problem, Sent, form_of, local_instant
from ecar_governance.web.here import Here, fresh_key
from ecar_governance.web.permissions import Permission
from ecar_governance.web.routes.acting import act_on, key_of
from ecar_governance.web.routes.sessions import kind_choices, known_session
from ecar_governance.web.views import page

_RUN = {"permission": Permission.RUN_SESSION}


@get("/sessions/{name:str}/change", opt=_RUN, sync_to_thread=True)
def show_change(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    """The form to move the session, filled in as it is; and the one to cancel it."""
    here = Here(request)
    known = known_session(here, name)
    form = form_of(
        begins=known.begins.astimezone(ZoneInfo(here.zone)).strftime("%Y-%m-%dT%H:%M"),
        place_az=known.place.get("az", ""),
        place_en=known.place.get("en", ""),
        kind=known.kind,
        link=here.directory.text(known.link),
    )
    return _change(here, known, form)


def _change(here: Here, known: Session, form: Form, status: int = 200) -> Response[Any]:
    return page(
        here.request,
        "sessions/change.html",
        status=status,
        page=session(here.directory, known, here.at, reader=here.person),
        kinds=kind_choices(here),
        may_move=known.status == "convened" and here.may_command(c.MoveSession, session=known.session),
        proposals=any(one.case for one in known.items),
        form=form,
        key=fresh_key(),
    )


@post("/sessions/{name:str}/move", opt=_RUN, status_code=200)
async def move(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    """Moves it; who had notice is told."""

    def act(here: Here, known: Session, sent: Sent) -> Outcome | Form:
        begins = local_instant(sent.text("begins"), here.zone)
        problems = []
        if begins is None:
            problems.append(Problem("begins", here.gettext("Please give day and hour.")))
        for field in ("place_az", "place_en"):
            if not sent.text(field):
                problems.append(Problem(field, here.gettext("Please say where.")))
        if sent.text("kind") not in get_args(SessionKind):
            problems.append(Problem("kind", here.gettext("Please say how the session is held.")))
        if begins is None or problems:
            return sent.form.with_problems(problems)
        return service.move(
            here.desk,
            here.person,
            name,
            begins=begins,
            place={"az": sent.text("place_az"), "en": sent.text("place_en")},
            kind=cast("SessionKind", sent.text("kind")),
            link=sent.text("link"),
            key=key_of(sent),
        )

    return await act_on(request, name, _change, "/sessions/{}", act)


@post("/sessions/{name:str}/cancel", opt=_RUN, status_code=200)
async def cancel(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    """It is not held; who had notice is told."""

    def act(here: Here, known: Session, sent: Sent) -> Outcome:
        return service.cancel(here.desk, here.person, name, sent.text("reason"), key=key_of(sent))

    return await act_on(request, name, _change, "/sessions/{}", act)
