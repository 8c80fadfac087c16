"""Sessions: the list, convening one, its page, its steps, presence, and its minutes."""

from __future__ import annotations

from typing import Any, cast, get_args

from litestar import Response, get, post
from litestar.params import FromPath
from msgspec import Struct

from ecar_governance.domain.commands import (
    CloseSession,
    CloseVote,
    ConveneSession,
    MoveSession,
    OpenSession,
    RecordPresence,
    RecordTypeset,
    SendNotice,
)
from ecar_governance.domain.deciding.documents import minutes_of
from ecar_governance.domain.decision import Refused
from ecar_governance.domain.events import SessionKind
from ecar_governance.domain.state import Session
from ecar_governance.errors import InvalidInput, NotFound
from ecar_governance.services import resolutions
from ecar_governance.services import sessions as service
from ecar_governance.services.ports import Outcome
from ecar_governance.services.queries.actions import Choice
from ecar_governance.services.queries.sessions import session, sessions
from ecar_governance.web.downloads import attachment
from ecar_governance.web.errors import AnyRequest
from ecar_governance.web.forms import EMPTY, Form, Problem, form_of, local_instant, read_form
from ecar_governance.web.here import Here, done, done_of, fresh_key, in_thread
from ecar_governance.web.permissions import Permission
from ecar_governance.web.routes.signing import fields_for
from ecar_governance.web.views import page
from ecar_governance.web.words import SESSION_KINDS

_READ = {"permission": Permission.SESSIONS}
_RUN = {"permission": Permission.RUN_SESSION}
_DOCUMENTS = {"permission": Permission.DOCUMENTS}


class SessionStep(Struct, frozen=True):
    """A step of the session as a button: what it is called and what it does. `first` is the one to expect."""

    name: str
    title: str
    consequence: str
    possible: bool
    first: bool


@get("/sessions", opt=_READ, sync_to_thread=True)
def list_sessions(request: AnyRequest) -> Response[Any]:
    """All sessions, the latest first."""
    here = Here(request)
    may_convene = here.may_command(ConveneSession)
    return page(
        request, "sessions/list.html", lines=sessions(here.directory, here.at), may_convene=may_convene
    )


@get("/sessions/new", opt=_RUN, sync_to_thread=True)
def show_convene(request: AnyRequest) -> Response[Any]:
    """The form to convene a session."""
    here = Here(request)
    body = service.plenary_of(here.desk)
    founding = here.conference.founding
    place = founding.place if founding is not None else {}
    form = form_of(
        body=body,
        number=str(service.next_number(here.desk, body)),
        place_az=place.get("az", ""),
        place_en=place.get("en", ""),
        kind="room",
    )
    return _convene_page(here, form, fresh_key())


def _convene_page(here: Here, form: Form, key: str, status: int = 200) -> Response[Any]:
    found = sorted(here.conference.bodies.values(), key=lambda one: (one.kind != "plenary", one.body))
    bodies = tuple(Choice(one.body, here.directory.say(one.names)) for one in found)
    return page(
        here.request,
        "sessions/new.html",
        status=status,
        form=form,
        bodies=bodies,
        kinds=kind_choices(here),
        key=key,
    )


@post("/sessions/new", opt=_RUN, status_code=200)
async def convene(request: AnyRequest) -> Response[Any]:
    """Convenes it."""
    sent = await read_form(request)
    return await in_thread(_convene, request, sent.form)


def _convene(request: AnyRequest, form: Form) -> Response[Any]:
    here = Here(request)
    _ = here.gettext
    number, begins = form.value("number").strip(), local_instant(form.value("begins"), here.zone)
    problems = []
    if begins is None:
        problems.append(Problem("begins", _("Please give day and hour.")))
    if not (number.isascii() and number.isdecimal() and len(number) < 6):
        problems.append(Problem("number", _("Please give a whole number.")))
    for name in ("place_az", "place_en"):
        if not form.value(name).strip():
            problems.append(Problem(name, _("Please say where.")))
    if form.value("kind") not in get_args(SessionKind):
        problems.append(Problem("kind", _("Please say how the session is held.")))
    if begins is None or problems:
        return _convene_page(here, form.with_problems(problems), form.value("key"), 422)
    try:
        outcome = service.convene(
            here.desk,
            here.person,
            begins=begins,
            place={"az": form.value("place_az").strip(), "en": form.value("place_en").strip()},
            number=int(number),
            zone=here.zone,
            body=form.value("body") or None,
            kind=cast("SessionKind", form.value("kind")),
            link=form.value("link"),
            key=form.value("key") or None,
        )
    except InvalidInput as error:
        return _convene_page(here, form.with_findings(error, here.word), form.value("key"), 422)
    if isinstance(outcome, Refused):
        return _convene_page(here, here.refusal(form, outcome), fresh_key(), 409)
    return done(f"/sessions/{outcome.events[0].subject}", outcome)


@get("/sessions/{name:str}", opt=_READ, sync_to_thread=True)
def show_session(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    """Agenda, presence, quorum, open votes, documents."""
    here = Here(request)
    return _session_page(here, known_session(here, name), EMPTY)


def kind_choices(here: Here) -> tuple[Choice, ...]:
    """How a session can be held, as choices."""
    return tuple(Choice(kind, here.gettext(SESSION_KINDS[kind])) for kind in SESSION_KINDS)


def known_session(here: Here, name: str) -> Session:
    """The session; raises NotFound."""
    found = here.conference.sessions.get(name)
    if found is None:
        raise NotFound("There is no such session.")
    return found


def _session_page(here: Here, known: Session, form: Form, status: int = 200) -> Response[Any]:
    running = not known.over
    return page(
        here.request,
        "sessions/show.html",
        status=status,
        page=session(here.directory, known, here.at, reader=here.person),
        steps=_steps(here, known),
        may_run=here.may_command(OpenSession, session=known.session),
        may_record=running and here.may_command(RecordPresence, session=known.session),
        may_move=known.status == "convened" and here.may_command(MoveSession, session=known.session),
        may_run_vote=here.may_command(CloseVote, session=known.session),
        may_make_minutes=here.may_command(RecordTypeset, session=known.session),
        may_sign=fields_for(here, minutes_of(here.conference, known.session)),
        form=form,
        key=fresh_key(),
        done=done_of(here.request),
    )


def _steps(here: Here, known: Session) -> tuple[SessionStep, ...]:
    _ = here.gettext
    may = {
        "notice": here.may_command(SendNotice, session=known.session),
        "open": here.may_command(OpenSession, session=known.session),
        "close": here.may_command(CloseSession, session=known.session),
    }
    convened = known.status == "convened"
    unnoticed = set(service.to_be_noticed(here.desk, known)) - set(known.noticed)
    return (
        SessionStep(
            "notice",
            _("Send the notice") if not known.noticed else _("Send the notice to the others"),
            _("The convocation goes by mail to everybody who holds a seat. The record keeps to whom."),
            convened and may["notice"] and bool(unnoticed),
            True,
        ),
        SessionStep(
            "open",
            _("Open the session"),
            _("From now on presence is counted and votes can be opened."),
            convened and may["open"],
            bool(known.noticed),
        ),
        SessionStep(
            "close",
            _("Close the session"),
            _("No more votes can be opened in it. The minutes and extracts are made from the record."),
            known.status in ("open", "suspended") and may["close"],
            False,
        ),
    )


@post("/sessions/{name:str}/notice", opt=_RUN, status_code=200)
async def send_notice(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    """Sends the convocation."""
    return await _step(request, name, service.send_notice)


@post("/sessions/{name:str}/open", opt=_RUN, status_code=200)
async def open_session(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    """Opens it."""
    return await _step(request, name, service.open_session)


@post("/sessions/{name:str}/close", opt=_RUN, status_code=200)
async def close_session(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    """Closes it."""
    return await _step(request, name, service.close_session)


@post("/sessions/{name:str}/minutes", opt=_RUN, status_code=200)
async def make_minutes(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    """Makes the minutes for signature."""
    return await _step(request, name, resolutions.typeset_minutes, "#minutes")


async def _step(request: AnyRequest, name: str, act: Any, place: str = "") -> Response[Any]:
    sent = await read_form(request)

    def work() -> Response[Any]:
        here = Here(request)
        known_session(here, name)
        outcome: Outcome = act(here.desk, here.person, name, key=sent.text("key") or None)
        if isinstance(outcome, Refused):
            now = Here(request)
            return _session_page(now, known_session(now, name), now.refusal(EMPTY, outcome), 409)
        return done(f"/sessions/{name}{place}", outcome)

    return await in_thread(work)


@get("/sessions/{name:str}/minutes.pdf", opt=_DOCUMENTS, sync_to_thread=True)
def get_minutes(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    """The minutes, made from the record once the session is closed."""
    here = Here(request)
    known = _closed(here, name)
    content = resolutions.minutes_pdf(here.desk, name)
    return attachment(content, f"protokol-{known.number}.pdf", resolutions.PDF)


@get("/sessions/{name:str}/items/{item:int}/extract.pdf", opt=_DOCUMENTS, sync_to_thread=True)
def get_extract(request: AnyRequest, name: FromPath[str], item: FromPath[int]) -> Response[Any]:
    """The extract of the minutes for one item."""
    here = Here(request)
    known = _closed(here, name)
    if known.item(item) is None:
        raise NotFound("There is no such item.")
    content = resolutions.extract_pdf(here.desk, name, item, here.person)
    return attachment(content, f"cixaris-{known.number}-{item}.pdf", resolutions.PDF)


def _closed(here: Here, name: str) -> Session:
    known = known_session(here, name)
    if known.status != "closed":
        raise NotFound("The minutes are made once the session is closed.")
    return known
