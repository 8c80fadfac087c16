"""/api/v1/weights and /api/v1/dues: what members weigh in votes, and which dues they have paid."""

from __future__ import annotations

from litestar import Response, get, post
from litestar.params import JSONBody
from msgspec import Struct

from ecar_governance.domain.registers import day_in
from ecar_governance.services.entering import DuesTyped, WeightsTyped, dues_typed, weights_typed
from ecar_governance.services.queries import registers as query
from ecar_governance.services.queries.registers import DuesYear, TableView
from ecar_governance.services.registers import record_dues, set_weights
from ecar_governance.web.api.answers import PROBLEMS, Key, acted, desk_of, directory_of
from ecar_governance.web.api.shapes import Acted
from ecar_governance.web.errors import AnyRequest
from ecar_governance.web.permissions import Permission
from ecar_governance.web.sessions import conference_of, visitor_of

_READ = {"permission": Permission.MEMBERS}
_ENTER = {"permission": Permission.REGISTERS}


class WeightsWanted(Struct, frozen=True, forbid_unknown_fields=True):
    """A table of weights from a day on. `paper` is the SHA-256 of the document that it was taken from, as
    `sha256:…`."""

    table: str
    since: str
    article: dict[str, str]
    weights: dict[str, str]
    paper: str = ""


class DuesWanted(Struct, frozen=True, forbid_unknown_fields=True):
    """The dues of a year, by institution the day of payment."""

    year: int
    paid: dict[str, str]
    paper: str = ""


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
    typed = WeightsTyped(data.table, data.since, data.article, data.weights, data.paper)
    outcome = set_weights(desk, weights_typed(desk, typed), person=visitor_of(request).person, key=key)
    return acted(request, outcome, created=True)


@post("/dues", opt=_ENTER, sync_to_thread=True, responses=PROBLEMS)
def enter_dues(request: AnyRequest, data: JSONBody[DuesWanted], key: Key = None) -> Response[Acted]:
    """Records when institutions paid the dues of a year; "" takes one back, and who is not named stays."""
    desk = desk_of(request)
    told = dues_typed(desk, DuesTyped(str(data.year), data.paid, data.paper))
    outcome = record_dues(desk, [told], person=visitor_of(request).person, key=key)
    return acted(request, outcome, created=True)


HANDLERS = (list_weights, list_dues, enter_weights, enter_dues)
