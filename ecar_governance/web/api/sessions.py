"""/api/v1/sessions: list, show, and for the secretariat convene, notify, open, record presence, close."""

from __future__ import annotations

from litestar import Response, get, post
from litestar.params import FromPath, JSONBody

from ecar_governance.domain.state import Session as Held
from ecar_governance.errors import NotFound
from ecar_governance.services import sessions
from ecar_governance.services.queries import sessions as query
from ecar_governance.services.queries.sessions import SessionLine
from ecar_governance.web.api.answers import PROBLEMS, Key, acted, desk_of, directory_of
from ecar_governance.web.api.shapes import Acted, Convocation, Presence, Session
from ecar_governance.web.errors import AnyRequest
from ecar_governance.web.permissions import Permission
from ecar_governance.web.sessions import conference_of, visitor_of

_READ = {"permission": Permission.SESSIONS}
_RUN = {"permission": Permission.RUN_SESSION}


def session_of(request: AnyRequest, session: str) -> Held:
    """The session; raises NotFound."""
    found = conference_of(request).sessions.get(session)
    if found is None:
        raise NotFound("There is no such session.")
    return found


@get("/sessions", opt=_READ, sync_to_thread=True, responses=PROBLEMS)
def list_sessions(request: AnyRequest) -> Response[tuple[SessionLine, ...]]:
    """All sessions, newest first."""
    return Response(query.sessions(directory_of(request), desk_of(request).clock.now()))


@get("/sessions/{session:str}", opt=_READ, sync_to_thread=True, responses=PROBLEMS)
def show_session(request: AnyRequest, session: FromPath[str]) -> Response[Session]:
    """One session: agenda, presence, officers."""
    held = session_of(request, session)
    page = query.session(
        directory_of(request), held, desk_of(request).clock.now(), reader=visitor_of(request).person
    )
    return Response(
        Session(
            line=page.line,
            convened=page.convened,
            opened=page.opened,
            closed=page.closed,
            agenda=page.agenda,
            seats=page.seats,
            officers=page.officers,
        )
    )


@post("/sessions", opt=_RUN, sync_to_thread=True, responses=PROBLEMS)
def convene(request: AnyRequest, data: JSONBody[Convocation], key: Key = None) -> Response[Acted]:
    """Convenes a session of the plenary, or of the `body` named; `subject` of the answer is its id."""
    outcome = sessions.convene(
        desk_of(request),
        visitor_of(request).person,
        begins=data.begins,
        place=data.place,
        number=data.number,
        body=data.body,
        kind=data.kind,
        link=data.link,
        key=key,
    )
    return acted(request, outcome, created=True)


@post("/sessions/{session:str}/notice", opt=_RUN, status_code=200, sync_to_thread=True, responses=PROBLEMS)
def notice(request: AnyRequest, session: FromPath[str], key: Key = None) -> Response[Acted]:
    """Sends the convocation."""
    session_of(request, session)
    return acted(
        request, sessions.send_notice(desk_of(request), visitor_of(request).person, session, key=key)
    )


@post("/sessions/{session:str}/open", opt=_RUN, status_code=200, sync_to_thread=True, responses=PROBLEMS)
def open_session(request: AnyRequest, session: FromPath[str], key: Key = None) -> Response[Acted]:
    """Opens the session."""
    session_of(request, session)
    return acted(
        request, sessions.open_session(desk_of(request), visitor_of(request).person, session, key=key)
    )


@post("/sessions/{session:str}/close", opt=_RUN, status_code=200, sync_to_thread=True, responses=PROBLEMS)
def close_session(request: AnyRequest, session: FromPath[str], key: Key = None) -> Response[Acted]:
    """Closes the session."""
    session_of(request, session)
    return acted(
        request, sessions.close_session(desk_of(request), visitor_of(request).person, session, key=key)
    )


@post("/sessions/{session:str}/presence", opt=_RUN, status_code=200, sync_to_thread=True, responses=PROBLEMS)
def presence(
    request: AnyRequest, session: FromPath[str], data: JSONBody[Presence], key: Key = None
) -> Response[Acted]:
    """Records that a seat's holder came or left."""
    session_of(request, session)
    outcome = sessions.record_presence(
        desk_of(request),
        visitor_of(request).person,
        session,
        data.seat,
        mandate=data.mandate,
        present=data.present,
        mode=data.mode,
        key=key,
    )
    return acted(request, outcome)


HANDLERS = (list_sessions, show_session, convene, notice, open_session, close_session, presence)
