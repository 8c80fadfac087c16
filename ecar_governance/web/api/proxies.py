"""/api/v1: proxies given, revoked and listed; recusals declared and listed."""

from __future__ import annotations

from litestar import Response, get, post
from litestar.params import FromPath, JSONBody

from ecar_governance.domain.state import Case
from ecar_governance.errors import NotFound
from ecar_governance.services import proposals, proxies
from ecar_governance.services.queries import proxies as query
from ecar_governance.services.queries.proxies import ProxyLine, RecusalLine
from ecar_governance.web.api.answers import PROBLEMS, Key, acted, desk_of, directory_of
from ecar_governance.web.api.shapes import Acted, OwnProxies, ProxyWanted, RecusalWanted
from ecar_governance.web.errors import AnyRequest
from ecar_governance.web.permissions import Permission, sees_case
from ecar_governance.web.sessions import conference_of, visitor_of

_OWN = {"permission": Permission.ACCOUNT}
_RUN = {"permission": Permission.RUN_SESSION}
_READ = {"permission": Permission.PROPOSALS}
_ACT = {"permission": Permission.ACT}


@get("/proxies", opt=_OWN, sync_to_thread=True, responses=PROBLEMS)
def own_proxies(request: AnyRequest) -> Response[OwnProxies]:
    """The proxies in force that the caller's seats gave, and those by which the caller casts."""
    directory, now = directory_of(request), desk_of(request).clock.now()
    person = visitor_of(request).person
    return Response(OwnProxies(query.given(directory, person, now), query.received(directory, person, now)))


@post("/proxies", opt=_OWN, sync_to_thread=True, responses=PROBLEMS)
def give(request: AnyRequest, data: JSONBody[ProxyWanted], key: Key = None) -> Response[Acted]:
    """Gives a proxy of one's own seat; `subject` of the answer is the seat. One on paper is entered on the
    site, where its scan is handed in."""
    form = proxies.ProxyForm(
        data.seat, data.holder, data.person, data.session, data.case, data.since, data.until
    )
    return acted(
        request, proxies.give(desk_of(request), visitor_of(request).person, form, key=key), created=True
    )


@post("/proxies/{proxy:str}/revoke", opt=_OWN, status_code=200, sync_to_thread=True, responses=PROBLEMS)
def revoke(request: AnyRequest, proxy: FromPath[str], key: Key = None) -> Response[Acted]:
    """Takes a proxy back, or gives it back. To whom it is none of theirs, it does not exist."""
    directory, desk = directory_of(request), desk_of(request)
    visitor, now = visitor_of(request), desk.clock.now()
    mine = (*query.given(directory, visitor.person, now), *query.received(directory, visitor.person, now))
    if proxy not in {one.proxy for one in mine}:
        raise NotFound("There is no such proxy.")
    return acted(request, proxies.revoke(desk, visitor.person, proxy, key=key))


@get("/sessions/{session:str}/proxies", opt=_RUN, sync_to_thread=True, responses=PROBLEMS)
def session_proxies(request: AnyRequest, session: FromPath[str]) -> Response[tuple[ProxyLine, ...]]:
    """Every proxy that may count in the session."""
    known = conference_of(request).sessions.get(session)
    if known is None:
        raise NotFound("There is no such session.")
    return Response(query.register(directory_of(request), known, desk_of(request).clock.now()))


def _case(request: AnyRequest, case: str) -> Case:
    conference, now = conference_of(request), desk_of(request).clock.now()
    found = conference.cases.get(case)
    if found is None or not sees_case(conference, found, visitor_of(request).person, now):
        raise NotFound("There is no such proposal.")
    return found


@get("/proposals/{case:str}/recusals", opt=_READ, sync_to_thread=True, responses=PROBLEMS)
def list_recusals(request: AnyRequest, case: FromPath[str]) -> Response[tuple[RecusalLine, ...]]:
    """Who takes no part in the case; not why."""
    return Response(query.recusals(directory_of(request), _case(request, case)))


@post("/proposals/{case:str}/recusals", opt=_ACT, sync_to_thread=True, responses=PROBLEMS)
def recuse(
    request: AnyRequest, case: FromPath[str], data: JSONBody[RecusalWanted], key: Key = None
) -> Response[Acted]:
    """Declares that the caller takes no part, all of an `institution` that they head, or, by an officer, the
    `person` who said so."""
    known = _case(request, case)
    outcome = proposals.recuse(
        desk_of(request),
        visitor_of(request).person,
        known.case,
        data.reason,
        on_behalf_of=data.person,
        institution=data.institution,
        key=key,
    )
    return acted(request, outcome, created=True)


HANDLERS = (own_proxies, give, revoke, session_proxies, list_recusals, recuse)
