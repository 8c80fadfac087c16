"""/api/v1/sessions/{session}/…: how a meeting goes, and the acts of those who run it."""

from __future__ import annotations

from litestar import Response, get, post
from litestar.params import FromPath, JSONBody

from ecar_governance.services import agendas, blocks, door, sessions
from ecar_governance.services.queries import sessions as query
from ecar_governance.services.queries.blocks import block_view
from ecar_governance.web.api.answers import PROBLEMS, Key, acted, desk_of, directory_of
from ecar_governance.web.api.meeting_shapes import (
    Cancellation,
    Course,
    Guest,
    Item,
    Items,
    MinutesIn,
    Move,
    Order,
    PaperIn,
    Suspension,
    Topic,
)
from ecar_governance.web.api.proposals import file_of
from ecar_governance.web.api.sessions import session_of
from ecar_governance.web.api.shapes import Acted
from ecar_governance.web.errors import AnyRequest
from ecar_governance.web.permissions import Permission
from ecar_governance.web.sessions import visitor_of

_READ = {"permission": Permission.SESSIONS}
_RUN = {"permission": Permission.RUN_SESSION}
_ACT = {"permission": Permission.ACT}
_ROOM = "/sessions/{session:str}"


def _asker(request: AnyRequest) -> str:
    return visitor_of(request).person


@get(f"{_ROOM}/course", opt=_READ, sync_to_thread=True, responses=PROBLEMS)
def course(request: AnyRequest, session: FromPath[str]) -> Response[Course]:
    """How the session goes: item, suspension, quorum by item, comings and goings, notice, minutes."""
    held = session_of(request, session)
    page = query.session(
        directory_of(request), held, desk_of(request).clock.now(), reader=visitor_of(request).person
    )
    pause = page.pause
    return Response(
        Course(
            page.current,
            page.moved,
            page.cancelled,
            page.reason,
            page.link,
            pause.since if pause is not None else None,
            pause.until if pause is not None else None,
            page.needs,
            page.movements,
            page.notice,
            page.minutes_status,
            page.approval,
            block_view(directory_of(request), held),
        )
    )


@post(f"{_ROOM}/move", opt=_RUN, status_code=200, sync_to_thread=True, responses=PROBLEMS)
def move(
    request: AnyRequest, session: FromPath[str], data: JSONBody[Move], key: Key = None
) -> Response[Acted]:
    """Moves it to another time or place, or has it held otherwise, before it is opened."""
    session_of(request, session)
    outcome = sessions.move(
        desk_of(request),
        _asker(request),
        session,
        begins=data.begins,
        place=data.place,
        kind=data.kind,
        link=data.link,
        key=key,
    )
    return acted(request, outcome)


@post(f"{_ROOM}/cancel", opt=_RUN, status_code=200, sync_to_thread=True, responses=PROBLEMS)
def cancel(
    request: AnyRequest, session: FromPath[str], data: JSONBody[Cancellation], key: Key = None
) -> Response[Acted]:
    """It is not held."""
    session_of(request, session)
    return acted(request, sessions.cancel(desk_of(request), _asker(request), session, data.reason, key=key))


@post(f"{_ROOM}/suspend", opt=_RUN, status_code=200, sync_to_thread=True, responses=PROBLEMS)
def suspend(
    request: AnyRequest, session: FromPath[str], data: JSONBody[Suspension], key: Key = None
) -> Response[Acted]:
    """Suspends it."""
    session_of(request, session)
    outcome = sessions.suspend(desk_of(request), _asker(request), session, until=data.until, key=key)
    return acted(request, outcome)


@post(f"{_ROOM}/resume", opt=_RUN, status_code=200, sync_to_thread=True, responses=PROBLEMS)
def resume(request: AnyRequest, session: FromPath[str], key: Key = None) -> Response[Acted]:
    """It goes on."""
    session_of(request, session)
    return acted(request, sessions.resume(desk_of(request), _asker(request), session, key=key))


@post(f"{_ROOM}/call", opt=_RUN, status_code=200, sync_to_thread=True, responses=PROBLEMS)
def call_item(
    request: AnyRequest, session: FromPath[str], data: JSONBody[Item], key: Key = None
) -> Response[Acted]:
    """Calls an item up."""
    session_of(request, session)
    return acted(request, agendas.call_item(desk_of(request), _asker(request), session, data.item, key=key))


@post(f"{_ROOM}/block", opt=_RUN, status_code=200, sync_to_thread=True, responses=PROBLEMS)
def announce_block(
    request: AnyRequest, session: FromPath[str], data: JSONBody[Items], key: Key = None
) -> Response[Acted]:
    """Puts items together, to be put as one question; none gives up what was put together."""
    session_of(request, session)
    outcome = blocks.announce(desk_of(request), _asker(request), session, data.items, key=key)
    return acted(request, outcome)


@post(f"{_ROOM}/block/take-out", opt=_ACT, status_code=200, sync_to_thread=True, responses=PROBLEMS)
def take_out_of_block(
    request: AnyRequest, session: FromPath[str], data: JSONBody[Item], key: Key = None
) -> Response[Acted]:
    """The item is voted on alone."""
    session_of(request, session)
    outcome = blocks.take_out(desk_of(request), _asker(request), session, data.item, key=key)
    return acted(request, outcome)


@post(f"{_ROOM}/block/open", opt=_RUN, status_code=200, sync_to_thread=True, responses=PROBLEMS)
def open_block(request: AnyRequest, session: FromPath[str], key: Key = None) -> Response[Acted]:
    """Opens the vote of each item that was put together."""
    session_of(request, session)
    return acted(request, blocks.open_block(desk_of(request), _asker(request), session, key=key))


@post(f"{_ROOM}/topics", opt=_RUN, status_code=200, sync_to_thread=True, responses=PROBLEMS)
def place_topic(
    request: AnyRequest, session: FromPath[str], data: JSONBody[Topic], key: Key = None
) -> Response[Acted]:
    """Puts on the agenda what is no proposal."""
    session_of(request, session)
    desk, asker = desk_of(request), _asker(request)
    outcome = agendas.place_topic(desk, asker, session, data.kind, data.titles, minutes=data.minutes, key=key)
    return acted(request, outcome)


@post(f"{_ROOM}/topics/lift", opt=_RUN, status_code=200, sync_to_thread=True, responses=PROBLEMS)
def lift_topic(
    request: AnyRequest, session: FromPath[str], data: JSONBody[Item], key: Key = None
) -> Response[Acted]:
    """Takes such an item off again."""
    session_of(request, session)
    return acted(request, agendas.lift_topic(desk_of(request), _asker(request), session, data.item, key=key))


@post(f"{_ROOM}/order", opt=_RUN, status_code=200, sync_to_thread=True, responses=PROBLEMS)
def reorder(
    request: AnyRequest, session: FromPath[str], data: JSONBody[Order], key: Key = None
) -> Response[Acted]:
    """Puts the items in another order."""
    session_of(request, session)
    return acted(request, agendas.reorder(desk_of(request), _asker(request), session, data.items, key=key))


@post(f"{_ROOM}/papers", opt=_RUN, status_code=200, sync_to_thread=True, responses=PROBLEMS)
def add_paper(
    request: AnyRequest, session: FromPath[str], data: JSONBody[PaperIn], key: Key = None
) -> Response[Acted]:
    """Lays a paper before the session."""
    session_of(request, session)
    desk, upload = desk_of(request), file_of("file", data.file)
    return acted(request, agendas.add_paper(desk, _asker(request), session, data.item, upload, key=key))


@post(f"{_ROOM}/door", opt=_RUN, status_code=200, sync_to_thread=True, responses=PROBLEMS)
def admit(
    request: AnyRequest, session: FromPath[str], data: JSONBody[Guest], key: Key = None
) -> Response[Acted]:
    """Lets somebody with a written authority in: a mandate for this session, and presence, in one act."""
    session_of(request, session)
    paper = file_of("paper", data.paper) if data.paper is not None else None
    arrival = door.Arrival(data.seat, data.person, data.name, data.office, paper, data.mode)
    return acted(request, door.admit(desk_of(request), _asker(request), session, arrival, key=key))


@post(f"{_ROOM}/approval", opt=_RUN, status_code=200, sync_to_thread=True, responses=PROBLEMS)
def approve_minutes(
    request: AnyRequest, session: FromPath[str], data: JSONBody[MinutesIn], key: Key = None
) -> Response[Acted]:
    """The session approves the minutes that an item is about."""
    session_of(request, session)
    desk, asker = desk_of(request), _asker(request)
    outcome = agendas.approve_minutes(desk, asker, session, data.item, data.corrections, key=key)
    return acted(request, outcome)


HANDLERS = (
    course,
    move,
    cancel,
    suspend,
    resume,
    call_item,
    announce_block,
    take_out_of_block,
    open_block,
    place_topic,
    lift_topic,
    reorder,
    add_paper,
    admit,
    approve_minutes,
)
