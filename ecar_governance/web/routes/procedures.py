"""Procedures: those in force and announced, and each version with its picture, its versions and its cases."""

from __future__ import annotations

from typing import Any

from litestar import Response, get
from litestar.params import FromPath

from ecar_governance.domain.in_force import in_force, versions
from ecar_governance.errors import NotFound
from ecar_governance.services.queries.procedures import procedure, procedures
from ecar_governance.web import pictures
from ecar_governance.web.errors import AnyRequest
from ecar_governance.web.here import Here, done_of, fresh_key
from ecar_governance.web.permissions import Permission
from ecar_governance.web.views import page

_READ = {"permission": Permission.WORKFLOWS}


@get("/procedures", opt=_READ, sync_to_thread=True)
def list_procedures(request: AnyRequest) -> Response[Any]:
    """The procedures in force and announced."""
    here = Here(request)
    lines = procedures(here.directory, here.at, here.sees)
    return page(request, "procedures/list.html", lines=lines, done=done_of(request))


@get("/procedures/{name:str}", opt=_READ, sync_to_thread=True)
def show_procedure(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    """A procedure in words and as a picture; another version than the one in force with `?version=`."""
    here = Here(request)
    wanted = request.query_params.get("version", "")
    chain = versions(here.conference, name)
    if wanted:
        found = next((one for one in chain if one.version == wanted), None)
    else:
        found = in_force(here.conference, name, here.at) or next(iter(chain), None)
    if found is None:
        raise NotFound("There is no such procedure.")
    view = procedure(here.directory, found, here.at, here.sees)
    picture = pictures.procedure(view.workflow, here.lang)
    return page(
        request,
        "procedures/show.html",
        page=view,
        picture=picture,
        key=fresh_key(),
        done=done_of(request),
    )
