"""What members weigh in votes by weights, and whose dues are paid, for everybody who reads the members."""

from __future__ import annotations

from typing import Any

from litestar import Response, get
from litestar.params import FromPath

from ecar_governance.domain.registers import day_in
from ecar_governance.services.queries.registers import dues, tables
from ecar_governance.services.registers import paper_of
from ecar_governance.web.downloads import kept
from ecar_governance.web.errors import AnyRequest
from ecar_governance.web.here import Here, done_of
from ecar_governance.web.permissions import Permission
from ecar_governance.web.views import page

_READ = {"permission": Permission.MEMBERS}


@get("/members/papers/{digest:str}", opt={"permission": Permission.REGISTER_PAPERS}, sync_to_thread=True)
def get_register_paper(request: AnyRequest, digest: FromPath[str]) -> Response[Any]:
    """The document that a table of weights or dues were taken from, as it was handed in."""
    here = Here(request)
    return kept(here.desk, paper_of(here.conference, f"sha256:{digest}"))


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
