"""/api/v1/resolutions: the register, open to everybody for what is published."""

from __future__ import annotations

from typing import Any

from litestar import Response, get
from litestar.params import FromPath, FromQuery

from ecar_governance.domain.state import Resolution
from ecar_governance.errors import NotFound
from ecar_governance.services import resolutions
from ecar_governance.services.queries import resolutions as query
from ecar_governance.services.queries.resolutions import RegisterLine, ResolutionPage
from ecar_governance.web.api.answers import PROBLEMS, desk_of, directory_of
from ecar_governance.web.errors import AnyRequest
from ecar_governance.web.permissions import Permission, allowed
from ecar_governance.web.sessions import conference_of, visitor_of

_READ = {"permission": Permission.REGISTER}


def _sees_unpublished(request: AnyRequest) -> bool:
    visitor = visitor_of(request)
    return allowed(Permission.DOCUMENTS, signed_in=visitor.signed_in, kinds=visitor.kinds)


def visible_resolution(request: AnyRequest, resolution: str) -> Resolution:
    """The resolution, if it is published or the caller holds a mandate. Raises NotFound otherwise."""
    found = conference_of(request).resolutions.get(resolution)
    if found is None or (found.published is None and not _sees_unpublished(request)):
        raise NotFound("There is no such resolution.")
    return found


@get("/resolutions", opt=_READ, sync_to_thread=True, responses=PROBLEMS)
def list_resolutions(
    request: AnyRequest, words: FromQuery[str] = "", year: FromQuery[int | None] = None
) -> Response[tuple[RegisterLine, ...]]:
    """Resolutions, newest first; those not published yet only for holders of a mandate."""
    directory = directory_of(request)
    return Response(
        query.register(directory, words=words, year=year, published_only=not _sees_unpublished(request))
    )


@get("/resolutions/{resolution:str}", opt=_READ, sync_to_thread=True, responses=PROBLEMS)
def show_resolution(request: AnyRequest, resolution: FromPath[str]) -> Response[ResolutionPage]:
    """One resolution with its signatures."""
    return Response(query.resolution(directory_of(request), visible_resolution(request, resolution)))


@get(
    "/resolutions/{resolution:str}/pdf",
    opt=_READ,
    sync_to_thread=True,
    responses=PROBLEMS,
    media_type="application/pdf",
)
def resolution_pdf(request: AnyRequest, resolution: FromPath[str]) -> Response[Any]:
    """The document with its signatures so far."""
    known = visible_resolution(request, resolution)
    if not known.document:
        raise NotFound("The document is not made yet.")
    return Response(
        content=resolutions.latest_pdf(desk_of(request), known.document),
        media_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{known.numbered.resolution}.pdf"'},
    )


HANDLERS = (list_resolutions, show_resolution, resolution_pdf)
