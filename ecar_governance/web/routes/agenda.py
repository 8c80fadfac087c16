"""The agenda of a session: its items in their order, their papers, minutes to approve."""

from __future__ import annotations

from typing import Any, cast, get_args

from litestar import Response, get, post
from litestar.params import FromPath

from ecar_governance.domain import commands as c
from ecar_governance.domain.events import ItemKind
from ecar_governance.domain.state import Session
from ecar_governance.services import agendas
from ecar_governance.services.ports import Outcome
from ecar_governance.services.queries.actions import Choice
from ecar_governance.services.queries.sessions import session
from ecar_governance.web.downloads import kept
from ecar_governance.web.errors import AnyRequest
from ecar_governance.web.forms import EMPTY, Form, Problem, Sent
from ecar_governance.web.here import Here, done_of, fresh_key
from ecar_governance.web.permissions import Permission
from ecar_governance.web.routes.acting import act_on, key_of, number_of
from ecar_governance.web.routes.sessions import known_session
from ecar_governance.web.views import page
from ecar_governance.web.words import ITEM_KINDS

_READ = {"permission": Permission.SESSIONS}
_RUN = {"permission": Permission.RUN_SESSION}


@get("/sessions/{name:str}/agenda", opt=_READ, sync_to_thread=True)
def show_agenda(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    """The items with their papers; for whoever keeps the agenda, also the forms for it."""
    here = Here(request)
    return _agenda(here, known_session(here, name), EMPTY)


def _agenda(here: Here, known: Session, form: Form, status: int = 200) -> Response[Any]:
    _ = here.gettext
    running = not known.over
    waiting = [
        one
        for one in here.conference.sessions.values()
        if one.body == known.body and one.status == "closed" and one.approved is None
    ]
    waiting.sort(key=lambda one: one.number, reverse=True)
    return page(
        here.request,
        "sessions/agenda.html",
        status=status,
        page=session(here.directory, known, here.at, reader=here.person),
        may_keep=running and here.may_command(c.PlaceTopic, session=known.session),
        may_approve=known.status == "open" and here.may_command(c.ApproveMinutes, session=known.session),
        renumbered=known.status == "convened" and not known.noticed,
        kinds=tuple(Choice(kind, _(ITEM_KINDS[kind])) for kind in ITEM_KINDS if kind != "proposal"),
        earlier=tuple(Choice(one.session, here.directory.session(one.session)) for one in waiting),
        form=form,
        key=fresh_key(),
        done=done_of(here.request),
    )


@post("/sessions/{name:str}/topics", opt=_RUN, status_code=200)
async def place_topic(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    """Puts on the agenda what is no proposal."""

    def act(here: Here, known: Session, sent: Sent) -> Outcome | Form:
        kind = sent.text("kind")
        if kind not in get_args(ItemKind):
            problem = Problem("kind", here.gettext("Please choose what it is."))
            return sent.form.with_problems([problem])
        return agendas.place_topic(
            here.desk,
            here.person,
            name,
            cast("ItemKind", kind),
            {"az": sent.text("title_az"), "en": sent.text("title_en")},
            minutes=sent.text("minutes"),
            key=key_of(sent),
        )

    return await act_on(request, name, _agenda, "/sessions/{}/agenda", act)


@post("/sessions/{name:str}/topics/lift", opt=_RUN, status_code=200)
async def lift_topic(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    """Takes such an item off again."""

    def act(here: Here, known: Session, sent: Sent) -> Outcome:
        return agendas.lift_topic(here.desk, here.person, name, number_of(sent, "item"), key=key_of(sent))

    return await act_on(request, name, _agenda, "/sessions/{}/agenda", act)


@post("/sessions/{name:str}/order", opt=_RUN, status_code=200)
async def put_earlier(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    """Puts an item before the one that precedes it."""

    def act(here: Here, known: Session, sent: Sent) -> Outcome:
        return agendas.put_earlier(here.desk, here.person, name, number_of(sent, "item"), key=key_of(sent))

    return await act_on(request, name, _agenda, "/sessions/{}/agenda", act)


@post("/sessions/{name:str}/papers", opt=_RUN, status_code=200)
async def add_paper(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    """Lays a paper before the session."""

    def act(here: Here, known: Session, sent: Sent) -> Outcome | Form:
        upload = sent.file("paper")
        if upload is None:
            return sent.form.with_problems([Problem("paper", here.gettext("Please choose a file."))])
        item = number_of(sent, "item")
        return agendas.add_paper(here.desk, here.person, name, item, upload, key=key_of(sent))

    return await act_on(request, name, _agenda, "/sessions/{}/agenda", act)


@get("/sessions/{name:str}/items/{item:int}/papers/{digest:str}", opt=_READ, sync_to_thread=True)
def get_paper(
    request: AnyRequest, name: FromPath[str], item: FromPath[int], digest: FromPath[str]
) -> Response[Any]:
    """A paper of an item."""
    here = Here(request)
    known_session(here, name)
    paper = agendas.paper(here.desk, name, item, f"sha256:{digest}")
    return kept(here.desk, paper.sha256, paper.name)


@post("/sessions/{name:str}/approval", opt=_RUN, status_code=200)
async def approve_minutes(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    """The session approves the minutes that an item is about."""

    def act(here: Here, known: Session, sent: Sent) -> Outcome:
        item, text = number_of(sent, "item"), sent.text("corrections")
        return agendas.approve_minutes(here.desk, here.person, name, item, text, key=key_of(sent))

    return await act_on(request, name, _agenda, "/sessions/{}/agenda", act)
