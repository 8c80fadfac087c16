"""The door of a session: who comes and leaves, and who is let in by a written authority."""

from __future__ import annotations

from typing import Any, cast, get_args

from litestar import Response, get, post
from litestar.params import FromPath

from ecar_governance.domain import commands as c
from ecar_governance.domain.deciding.sessions import modes_of
from ecar_governance.domain.decision import Refused
from ecar_governance.domain.events import AttendanceMode
from ecar_governance.domain.organs import seats_of
from ecar_governance.domain.state import Session
from ecar_governance.services import door
from ecar_governance.services import sessions as service
from ecar_governance.services.ports import Done, Outcome
from ecar_governance.services.queries.actions import Choice
from ecar_governance.services.queries.members import people
from ecar_governance.services.queries.sessions import session
from ecar_governance.web.errors import AnyRequest
from ecar_governance.web.forms import EMPTY, Form, Problem, Sent, read_form
from ecar_governance.web.here import Here, done, done_of, fresh_key, in_thread
from ecar_governance.web.permissions import Permission
from ecar_governance.web.routes.acting import act_on, key_of
from ecar_governance.web.routes.sessions import known_session
from ecar_governance.web.views import page
from ecar_governance.web.words import ATTENDANCE

_READ = {"permission": Permission.SESSIONS}
_RUN = {"permission": Permission.RUN_SESSION}


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

    return await act_on(request, name, _presence, "/sessions/{}/presence", act)


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
        return door.admit(here.desk, here.person, name, arrival, key=key_of(sent))

    return await act_on(request, name, _presence, "/sessions/{}/presence", act)


@get("/sessions/{name:str}/attendance", opt=_READ, sync_to_thread=True)
def show_attendance(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    """Who came and left, when."""
    here = Here(request)
    known = known_session(here, name)
    return page(request, "sessions/attendance.html", page=session(here.directory, known, here.at))
