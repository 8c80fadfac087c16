"""/api/v1/weights and /api/v1/dues: what members weigh in votes, and which dues they have paid."""

from __future__ import annotations

from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath, JSONBody
from msgspec import Struct

from ecar_governance.domain.registers import day_in
from ecar_governance.services.entering import DuesTyped, WeightsTyped, dues_typed, weights_typed
from ecar_governance.services.queries import registers as query
from ecar_governance.services.queries.registers import DuesYear, TableView
from ecar_governance.services.registers import paper_of, record_dues, set_weights
from ecar_governance.web.api.answers import PROBLEMS, Key, acted, desk_of, directory_of, saved
from ecar_governance.web.api.proposals import file_of
from ecar_governance.web.api.shapes import Acted, FileIn
from ecar_governance.web.errors import AnyRequest
from ecar_governance.web.permissions import Permission
from ecar_governance.web.sessions import conference_of, visitor_of

_READ = {"permission": Permission.MEMBERS}
_ENTER = {"permission": Permission.REGISTERS}


class WeightsWanted(Struct, frozen=True, forbid_unknown_fields=True):
    """A table of weights from a day on. `paper` is the document that it was taken from."""

    table: str
    since: str
    article: dict[str, str]
    weights: dict[str, str]
    paper: FileIn | None = None


class DuesWanted(Struct, frozen=True, forbid_unknown_fields=True):
    """The dues of a year, by institution the day of payment. `paper` is the document that they were taken
    from."""

    year: int
    paid: dict[str, str]
    paper: FileIn | None = None


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


@post("/weights", opt=_ENTER, sync_to_thread=True, responses=PROBLEMS)
def enter_weights(request: AnyRequest, data: JSONBody[WeightsWanted], key: Key = None) -> Response[Acted]:
    """Puts a table of weights on record, whole: by institution or seat, written exactly ("12.5", "25/2").
    Every row that is wrong is named, and then nothing is put on record."""
    desk = desk_of(request)
    told = weights_typed(desk, WeightsTyped(data.table, data.since, data.article, data.weights))
    paper = None if data.paper is None else file_of("paper", data.paper)
    outcome = set_weights(desk, told, paper=paper, person=visitor_of(request).person, key=key)
    return acted(request, outcome, created=True)


@post("/dues", opt=_ENTER, sync_to_thread=True, responses=PROBLEMS)
def enter_dues(request: AnyRequest, data: JSONBody[DuesWanted], key: Key = None) -> Response[Acted]:
    """Records when institutions paid the dues of a year; "" takes one back, and who is not named stays."""
    desk = desk_of(request)
    told = dues_typed(desk, DuesTyped(str(data.year), data.paid))
    paper = None if data.paper is None else file_of("paper", data.paper)
    outcome = record_dues(desk, [told], paper=paper, person=visitor_of(request).person, key=key)
    return acted(request, outcome, created=True)


@get(
    "/registers/papers/{sha256:str}",
    opt={"permission": Permission.REGISTER_PAPERS},
    sync_to_thread=True,
    responses=PROBLEMS,
    media_type="application/octet-stream",
)
def paper(request: AnyRequest, sha256: FromPath[str]) -> Response[Any]:
    """The document that a table of weights or dues were taken from, as it was sent, by its digest."""
    return saved(request, paper_of(conference_of(request), sha256))


HANDLERS = (list_weights, list_dues, enter_weights, enter_dues, paper)
