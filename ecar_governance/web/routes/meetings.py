"""A meeting as it is run: the chair's page, agenda, the door, who came and left, another time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, cast, get_args
from zoneinfo import ZoneInfo

from litestar import Response, get, post
from litestar.params import FromPath

from ecar_governance.domain import commands as c
from ecar_governance.domain.deciding.sessions import modes_of
from ecar_governance.domain.decision import Refused
from ecar_governance.domain.events import AttendanceMode, ItemKind, SessionKind
from ecar_governance.domain.organs import seats_of
from ecar_governance.domain.state import Session
from ecar_governance.errors import InvalidInput
from ecar_governance.services import agendas, door
from ecar_governance.services import sessions as service
from ecar_governance.services.ports import Done, Outcome
from ecar_governance.services.queries.actions import Choice
from ecar_governance.services.queries.members import people
from ecar_governance.services.queries.sessions import session
from ecar_governance.web.downloads import attachment
from ecar_governance.web.errors import AnyRequest
from ecar_governance.web.forms import (
    EMPTY,
    Form,
    Problem,
    Sent,
    file_problems,
    form_of,
    local_instant,
    read_form,
)
from ecar_governance.web.here import Here, done, done_of, fresh_key, in_thread
from ecar_governance.web.permissions import Permission
from ecar_governance.web.routes.sessions import kind_choices, known_session
from ecar_governance.web.views import page
from ecar_governance.web.words import ATTENDANCE, ITEM_KINDS

_READ = {"permission": Permission.SESSIONS}
_RUN = {"permission": Permission.RUN_SESSION}

Page = Callable[..., Response[Any]]
"""A page of the session: what is asked, the session, the form to show, and the status of the answer."""


async def _act(
    request: AnyRequest,
    name: str,
    show: Page,
    back: str,
    act: Callable[[Here, Session, Sent], Outcome | Form],
) -> Response[Any]:
    """Does what a form asks and goes back to its page, or shows that page with what is wrong."""
    sent = await read_form(request)

    def work() -> Response[Any]:
        here = Here(request)
        known = known_session(here, name)
        problems = file_problems(sent, here.gettext)
        if problems:
            return show(here, known, sent.form.with_problems(problems), 422)
        try:
            outcome = act(here, known, sent)
        except InvalidInput as error:
            return show(here, known, sent.form.with_findings(error, here.word), 422)
        if isinstance(outcome, Form):
            return show(here, known, outcome, 422)
        if isinstance(outcome, Refused):
            now = Here(request)
            return show(now, known_session(now, name), now.refusal(sent.form, outcome), 409)
        return done(back.format(name), outcome)

    return await in_thread(work)


def _key(sent: Sent) -> str | None:
    return sent.text("key") or None


def _number(sent: Sent, field: str) -> int:
    given = sent.text(field)
    return int(given) if given.isascii() and given.isdigit() and len(given) < 6 else 0


# --- the chair's page --------------------------------------------------------------------------------------


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
        return agendas.call_item(here.desk, here.person, name, _number(sent, "item"), key=_key(sent))

    return await _act(request, name, _control, "/sessions/{}/control", act)


@post("/sessions/{name:str}/suspend", opt=_RUN, status_code=200)
async def suspend(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    """Suspends it, until an hour if one is given."""

    def act(here: Here, known: Session, sent: Sent) -> Outcome | Form:
        until: datetime | None = None
        if sent.text("until"):
            until = local_instant(sent.text("until"), here.zone)
            if until is None:
                return sent.form.with_problems([Problem("until", here.gettext("Please give day and hour."))])
        return service.suspend(here.desk, here.person, name, until=until, key=_key(sent))

    return await _act(request, name, _control, "/sessions/{}/control", act)


@post("/sessions/{name:str}/resume", opt=_RUN, status_code=200)
async def resume(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    """It goes on."""

    def act(here: Here, known: Session, sent: Sent) -> Outcome:
        return service.resume(here.desk, here.person, name, key=_key(sent))

    return await _act(request, name, _control, "/sessions/{}/control", act)


# --- the agenda --------------------------------------------------------------------------------------------


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
            key=_key(sent),
        )

    return await _act(request, name, _agenda, "/sessions/{}/agenda", act)


@post("/sessions/{name:str}/topics/lift", opt=_RUN, status_code=200)
async def lift_topic(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    """Takes such an item off again."""

    def act(here: Here, known: Session, sent: Sent) -> Outcome:
        return agendas.lift_topic(here.desk, here.person, name, _number(sent, "item"), key=_key(sent))

    return await _act(request, name, _agenda, "/sessions/{}/agenda", act)


@post("/sessions/{name:str}/order", opt=_RUN, status_code=200)
async def put_earlier(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    """Puts an item before the one that precedes it."""

    def act(here: Here, known: Session, sent: Sent) -> Outcome:
        return agendas.put_earlier(here.desk, here.person, name, _number(sent, "item"), key=_key(sent))

    return await _act(request, name, _agenda, "/sessions/{}/agenda", act)


@post("/sessions/{name:str}/papers", opt=_RUN, status_code=200)
async def add_paper(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    """Lays a paper before the session."""

    def act(here: Here, known: Session, sent: Sent) -> Outcome | Form:
        upload = sent.file("paper")
        if upload is None:
            return sent.form.with_problems([Problem("paper", here.gettext("Please choose a file."))])
        item = _number(sent, "item")
        return agendas.add_paper(here.desk, here.person, name, item, upload, key=_key(sent))

    return await _act(request, name, _agenda, "/sessions/{}/agenda", act)


@get("/sessions/{name:str}/items/{item:int}/papers/{digest:str}", opt=_READ, sync_to_thread=True)
def get_paper(
    request: AnyRequest, name: FromPath[str], item: FromPath[int], digest: FromPath[str]
) -> Response[Any]:
    """A paper of an item."""
    here = Here(request)
    known_session(here, name)
    info, called, content = agendas.paper(here.desk, name, item, f"sha256:{digest}")
    return attachment(content, called, info.media_type)


@post("/sessions/{name:str}/approval", opt=_RUN, status_code=200)
async def approve_minutes(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    """The session approves the minutes that an item is about."""

    def act(here: Here, known: Session, sent: Sent) -> Outcome:
        item, text = _number(sent, "item"), sent.text("corrections")
        return agendas.approve_minutes(here.desk, here.person, name, item, text, key=_key(sent))

    return await _act(request, name, _agenda, "/sessions/{}/agenda", act)


# --- the door ----------------------------------------------------------------------------------------------


@get("/sessions/{name:str}/presence", opt=_RUN, sync_to_thread=True)
def show_presence(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    """Seat by seat, one press for whoever comes or leaves; and the form for a written authority."""
    here = Here(request)
    return _presence(here, known_session(here, name), EMPTY)


def _presence(here: Here, known: Session, form: Form, status: int = 200) -> Response[Any]:
    _ = here.gettext
    view = session(here.directory, known, here.at, reader=here.person)
    everyone = people(here.directory, here.desk.vault.everyone(), here.at)
    return page(
        here.request,
        "sessions/presence.html",
        status=status,
        page=view,
        may_record=not known.over and here.may_command(c.RecordPresence, session=known.session),
        may_admit=not known.over and here.may_command(c.AdmitAtDoor, session=known.session),
        seats=tuple(
            Choice(one.seat, one.seat_name) for one in view.seats if one.institution and one.sits is None
        ),
        modes=tuple(Choice(mode, _(ATTENDANCE[mode])) for mode in modes_of(known)),
        people=tuple(Choice(one.person, one.name) for one in everyone),
        form=form,
        key=fresh_key(),
        done=done_of(here.request),
    )


@post("/sessions/{name:str}/presence", opt=_RUN, status_code=200)
async def record_presence(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    """Records who sits for each seat: what differs from before, seat by seat."""
    sent = await read_form(request)
    return await in_thread(_record_all, request, name, sent.form)


def _record_all(request: AnyRequest, name: str, form: Form) -> Response[Any]:
    here = Here(request)
    known = known_session(here, name)
    problems: list[Problem] = []
    last: Done | None = None
    for seat in (one.seat for one in seats_of(here.conference, known.body, here.at)):
        if f"seat.{seat}" not in form.values:
            continue
        for mandate, mode, present in _changes(known, seat, form):
            key = f"{form.value('key')}-{seat}-{present}" if form.value("key") else None
            outcome = service.record_presence(
                here.desk, here.person, name, seat, mandate=mandate, present=present, mode=mode, key=key
            )
            if isinstance(outcome, Refused):
                problems += [Problem("", here.tell(reason)) for reason in outcome.reasons]
            else:
                last = outcome
    now = Here(request)
    if problems:
        refused = EMPTY.with_problems(dict.fromkeys(problems))
        return _presence(now, known_session(now, name), refused, 409)
    if last is None:
        return _presence(now, known_session(now, name), EMPTY)
    return done(f"/sessions/{name}/presence", last)


def _changes(known: Session, seat: str, form: Form) -> list[tuple[str, AttendanceMode | None, bool]]:
    """From who sits, and how, to who shall sit: left, came, or one for the other."""
    sits, wanted = known.attendance.get(seat), form.value(f"seat.{seat}")
    mode = _mode(form.value(f"mode.{seat}"))
    if sits is None:
        return [(wanted, mode, True)] if wanted else []
    if sits.mandate == wanted:
        return [(wanted, mode, True)] if mode not in (None, sits.mode) else []
    left: list[tuple[str, AttendanceMode | None, bool]] = [(sits.mandate, None, False)]
    return [*left, (wanted, mode, True)] if wanted else left


def _mode(text: str) -> AttendanceMode | None:
    return cast("AttendanceMode", text) if text in get_args(AttendanceMode) else None


@post("/sessions/{name:str}/seat", opt=_RUN, status_code=200)
async def record_one(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    """Somebody came, left, or attends otherwise: the one seat whose button was pressed."""

    def act(here: Here, known: Session, sent: Sent) -> Outcome:
        seat, _, what = sent.text("press").rpartition("|")
        return service.record_presence(
            here.desk,
            here.person,
            name,
            seat,
            mandate=sent.text(f"seat.{seat}") if what == "come" else "",
            present=what == "come",
            mode=_mode(sent.text(f"mode.{seat}")) if what == "come" else None,
            key=f"{sent.text('key')}-{seat}-{what}" if sent.text("key") else None,
        )

    return await _act(request, name, _presence, "/sessions/{}/presence", act)


@post("/sessions/{name:str}/door", opt=_RUN, status_code=200)
async def admit(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    """Lets somebody with a written authority in: registered, given the mandate, and seated in one act."""

    def act(here: Here, known: Session, sent: Sent) -> Outcome | Form:
        problems = []
        if not sent.text("guest") and not sent.text("person"):
            problems.append(Problem("guest", here.gettext("Please say who it is.")))
        if not sent.text("seat"):
            problems.append(Problem("seat", here.gettext("Please choose whose seat it is.")))
        if problems:
            return sent.form.with_problems(problems)
        arrival = door.Arrival(
            sent.text("seat"),
            sent.text("person"),
            sent.text("guest"),
            sent.text("office"),
            sent.file("paper"),
            _mode(sent.text("mode")),
        )
        return door.admit(here.desk, here.person, name, arrival, key=_key(sent))

    return await _act(request, name, _presence, "/sessions/{}/presence", act)


@get("/sessions/{name:str}/attendance", opt=_READ, sync_to_thread=True)
def show_attendance(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    """Who came and left, when."""
    here = Here(request)
    known = known_session(here, name)
    return page(request, "sessions/attendance.html", page=session(here.directory, known, here.at))


# --- another time, or none ---------------------------------------------------------------------------------


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
            key=_key(sent),
        )

    return await _act(request, name, _change, "/sessions/{}", act)


@post("/sessions/{name:str}/cancel", opt=_RUN, status_code=200)
async def cancel(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    """It is not held; who had notice is told."""

    def act(here: Here, known: Session, sent: Sent) -> Outcome:
        return service.cancel(here.desk, here.person, name, sent.text("reason"), key=_key(sent))

    return await _act(request, name, _change, "/sessions/{}", act)
