"""What members weigh in votes by weights, and whose dues are paid, for everybody who reads the members."""

from __future__ import annotations

from typing import Any

from litestar import Response, get

from ecar_governance.domain.registers import day_in
from ecar_governance.services.queries.registers import dues, tables
from ecar_governance.web.errors import AnyRequest
from ecar_governance.web.here import Here, done_of
from ecar_governance.web.permissions import Permission
from ecar_governance.web.views import page

_READ = {"permission": Permission.MEMBERS}


@get("/members/weights", opt=_READ, sync_to_thread=True)
def show_weights(request: AnyRequest) -> Response[Any]:
    """Every table of weights, of each the version in force first, and the dues of every year."""
    here = Here(request)
    found = tables(here.directory, day_in(here.zone, here.at))
    return page(
        request,
        "members/weights.html",
        current=tuple(one for one in found if one.current),
        others=tuple(one for one in found if not one.current),
        dues=dues(here.directory),
        done=done_of(request),
    )
