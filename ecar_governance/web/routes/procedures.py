"""Procedures: those in force, and each version with its picture."""

from __future__ import annotations

from typing import Any

from litestar import Response, get
from litestar.params import FromPath

from ecar_governance.domain.in_force import in_force, versions
from ecar_governance.errors import NotFound
from ecar_governance.services.queries.procedures import procedure, procedures
from ecar_governance.web import pictures
from ecar_governance.web.errors import AnyRequest
from ecar_governance.web.here import Here
from ecar_governance.web.permissions import Permission
from ecar_governance.web.views import page

_READ = {"permission": Permission.WORKFLOWS}


@get("/procedures", opt=_READ, sync_to_thread=True)
def list_procedures(request: AnyRequest) -> Response[Any]:
    """The procedures in force."""
    here = Here(request)
    return page(request, "procedures/list.html", lines=procedures(here.directory, here.at))


@get("/procedures/{name:str}", opt=_READ, sync_to_thread=True)
def show_procedure(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    """A procedure in words and as a picture; an earlier version with `?version=`."""
    here = Here(request)
    wanted = request.query_params.get("version", "")
    if wanted:
        found = next((one for one in versions(here.conference, name) if one.version == wanted), None)
    else:
        found = in_force(here.conference, name, here.at)
    if found is None:
        raise NotFound("There is no such procedure.")
    view = procedure(here.directory, found, here.at)
    picture = pictures.procedure(view.workflow, here.lang)
    return page(request, "procedures/show.html", page=view, picture=picture)
