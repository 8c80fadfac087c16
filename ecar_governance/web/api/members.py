"""/api/v1/members and /api/v1/me: who belongs to the conference, and who is asking."""

from __future__ import annotations

from litestar import Response, get
from litestar.params import FromPath

from ecar_governance.errors import NotFound
from ecar_governance.services.queries import members as query
from ecar_governance.services.queries.members import InstitutionLine, InstitutionPage
from ecar_governance.web.api.answers import PROBLEMS, desk_of, directory_of
from ecar_governance.web.api.shapes import Me
from ecar_governance.web.csrf import csrf_of
from ecar_governance.web.errors import AnyRequest
from ecar_governance.web.fresh import is_fresh
from ecar_governance.web.permissions import Permission
from ecar_governance.web.sessions import conference_of, visitor_of

_READ = {"permission": Permission.MEMBERS}


@get("/members", opt=_READ, sync_to_thread=True, responses=PROBLEMS)
def list_members(request: AnyRequest) -> Response[dict[str, tuple[InstitutionLine, ...]]]:
    """Institutions by kind, with who holds which office today."""
    return Response(query.institutions(directory_of(request), desk_of(request).clock.now()))


@get("/members/{institution:str}", opt=_READ, sync_to_thread=True, responses=PROBLEMS)
def show_member(request: AnyRequest, institution: FromPath[str]) -> Response[InstitutionPage]:
    """One institution: its names by date, its people now and before."""
    known = conference_of(request).institutions.get(institution)
    if known is None:
        raise NotFound("There is no such institution.")
    return Response(query.institution(directory_of(request), known, desk_of(request).clock.now()))


@get("/me", opt={"permission": Permission.ACCOUNT}, sync_to_thread=True, responses=PROBLEMS)
def me(request: AnyRequest) -> Response[Me]:
    """Who asks, their offices, and the token for requests that change something."""
    visitor = visitor_of(request)
    directory = directory_of(request)
    offices = directory.offices(visitor.person, desk_of(request).clock.now())
    return Response(
        Me(
            visitor.person,
            directory.person(visitor.person),
            offices,
            visitor.language,
            csrf_of(request),
            visitor.authenticated_at,
            is_fresh(request),
        )
    )


HANDLERS = (list_members, show_member, me)
