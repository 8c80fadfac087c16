"""/api/v1/proposals/{case}/candidates: who stands in an election."""

from __future__ import annotations

from litestar import Response, get, post
from litestar.params import FromPath, JSONBody

from ecar_governance.services import nominating
from ecar_governance.services.queries import candidates as query
from ecar_governance.services.queries.candidates import CandidateLine
from ecar_governance.web.api.answers import PROBLEMS, Key, acted, desk_of, directory_of
from ecar_governance.web.api.proposals import visible_case
from ecar_governance.web.api.shapes import Acted, NominationWanted
from ecar_governance.web.errors import AnyRequest
from ecar_governance.web.permissions import Permission
from ecar_governance.web.sessions import visitor_of

_READ = {"permission": Permission.PROPOSALS}
_ACT = {"permission": Permission.ACT}


@get("/proposals/{case:str}/candidates", opt=_READ, sync_to_thread=True, responses=PROBLEMS)
def list_candidates(request: AnyRequest, case: FromPath[str]) -> Response[tuple[CandidateLine, ...]]:
    """Everybody nominated, in order: who stands, who has not accepted yet, who withdrew."""
    known = visible_case(request, case)
    person, now = visitor_of(request).person, desk_of(request).clock.now()
    return Response(query.candidates(directory_of(request), known, person, now))


@post("/proposals/{case:str}/candidates", opt=_ACT, sync_to_thread=True, responses=PROBLEMS)
def nominate(
    request: AnyRequest, case: FromPath[str], data: JSONBody[NominationWanted], key: Key = None
) -> Response[Acted]:
    """Nominates a person, or puts an alternative on the list."""
    known = visible_case(request, case)
    outcome = nominating.nominate(
        desk_of(request),
        visitor_of(request).person,
        known.case,
        data.person,
        titles=data.titles,
        traits=data.traits,
        key=key,
    )
    return acted(request, outcome, created=True)


@post(
    "/proposals/{case:str}/candidates/{option:str}/accept",
    opt=_ACT,
    status_code=200,
    sync_to_thread=True,
    responses=PROBLEMS,
)
def accept(
    request: AnyRequest, case: FromPath[str], option: FromPath[str], key: Key = None
) -> Response[Acted]:
    """The caller, who was nominated, agrees to stand."""
    known = visible_case(request, case)
    person = visitor_of(request).person
    return acted(request, nominating.accept(desk_of(request), person, known.case, option, key=key))


@post(
    "/proposals/{case:str}/candidates/{option:str}/withdraw",
    opt=_ACT,
    status_code=200,
    sync_to_thread=True,
    responses=PROBLEMS,
)
def withdraw(
    request: AnyRequest, case: FromPath[str], option: FromPath[str], key: Key = None
) -> Response[Acted]:
    """The candidacy is withdrawn: the caller's own, or by the secretariat."""
    known = visible_case(request, case)
    person = visitor_of(request).person
    return acted(request, nominating.withdraw(desk_of(request), person, known.case, option, key=key))


HANDLERS = (list_candidates, nominate, accept, withdraw)
