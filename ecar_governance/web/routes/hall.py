"""The screen for the hall, and the session for calendars."""

from __future__ import annotations

from typing import Any

from litestar import Response, get
from litestar.params import FromPath
from markupsafe import Markup

from ecar_governance.invitation import calendar
from ecar_governance.services.invitations import invitation_of, invited
from ecar_governance.services.queries.directory import Directory
from ecar_governance.services.queries.hall import hall
from ecar_governance.web.downloads import attachment
from ecar_governance.web.errors import AnyRequest
from ecar_governance.web.here import Here
from ecar_governance.web.permissions import Permission
from ecar_governance.web.routes.sessions import known_session
from ecar_governance.web.sessions import LANGUAGES
from ecar_governance.web.views import frame, page, part

_READ = {"permission": Permission.SESSIONS}


@get("/sessions/{name:str}/hall", opt=_READ, sync_to_thread=True)
def show_hall(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    """Item, quorum, the clock of a vote, its result: in both languages side by side, or in one (`lang`)."""
    here = Here(request)
    known = known_session(here, name)
    wanted = request.query_params.get("lang", "")
    languages = (wanted,) if wanted in LANGUAGES else LANGUAGES
    outer = frame(request)
    halves = []
    for lang in languages:
        directory = Directory(here.conference, here.desk.vault, lang)
        view = hall(directory, known, here.at)
        halves.append((lang, Markup(part(outer, lang, "sessions/hall_half.html", hall=view, now=here.at))))  # noqa: S704  # reason: our own template, escaped there
    title = here.directory.session(known.session)
    return page(request, "sessions/hall.html", name=known.session, title=title, halves=halves, wanted=wanted)


@get("/sessions/{name:str}/invitation.ics", opt=_READ, sync_to_thread=True)
def get_invitation(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    """The session as a calendar entry, in the reader's language."""
    here = Here(request)
    known = known_session(here, name)
    let_in = invited(here.conference, known, here.person, here.at)
    content = calendar(invitation_of(here.desk, known, here.lang, meeting=let_in))
    return attachment(content, f"iclas-{known.number}.ics", "text/calendar; charset=utf-8")
