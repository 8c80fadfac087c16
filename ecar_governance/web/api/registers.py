"""/api/v1/weights and /api/v1/dues: what members weigh in votes, and which dues they have paid."""

from __future__ import annotations

from litestar import Response, get

from ecar_governance.domain.registers import day_in
from ecar_governance.services.queries import registers as query
from ecar_governance.services.queries.registers import DuesYear, TableView
from ecar_governance.web.api.answers import PROBLEMS, desk_of, directory_of
from ecar_governance.web.errors import AnyRequest
from ecar_governance.web.permissions import Permission
from ecar_governance.web.sessions import conference_of

_READ = {"permission": Permission.MEMBERS}


@get("/weights", opt=_READ, sync_to_thread=True, responses=PROBLEMS)
def list_weights(request: AnyRequest) -> Response[tuple[TableView, ...]]:
    """Every table of weights, of each the newest version first."""
    founding = conference_of(request).founding
    zone = founding.zone if founding is not None else "UTC"
    return Response(query.tables(directory_of(request), day_in(zone, desk_of(request).clock.now())))


@get("/dues", opt=_READ, sync_to_thread=True, responses=PROBLEMS)
def list_dues(request: AnyRequest) -> Response[tuple[DuesYear, ...]]:
    """The dues of every year, the newest first: which institutions have paid, and when."""
    return Response(query.dues(directory_of(request)))


HANDLERS = (list_weights, list_dues)
