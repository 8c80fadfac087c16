"""Procedures: those in force and announced, and each version with its picture, its versions and its cases."""

from __future__ import annotations

from typing import Any

from litestar import Response, get
from litestar.params import FromPath

from ecar_governance.domain.in_force import in_force, versions
from ecar_governance.domain.state import WorkflowVersion
from ecar_governance.errors import NotFound
from ecar_governance.services.queries.checking import text_of
from ecar_governance.services.queries.procedures import procedure, procedures
from ecar_governance.web import pictures
from ecar_governance.web.downloads import attachment
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


def _version(here: Here, request: AnyRequest, name: str) -> WorkflowVersion:
    """The version that the address names, else the one in force. Raises NotFound."""
    wanted = request.query_params.get("version", "")
    chain = versions(here.conference, name)
    if wanted:
        found = next((one for one in chain if one.version == wanted), None)
    else:
        found = in_force(here.conference, name, here.at) or next(iter(chain), None)
    if found is None:
        raise NotFound("There is no such procedure.")
    return found


@get("/procedures/{name:str}/file", opt=_READ, sync_to_thread=True)
def procedure_file(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    """The YAML file from which the version was put in force, as it was written; `?version=` as on its
    page."""
    here = Here(request)
    found = _version(here, request, name)
    text = text_of(here.desk.vault, found)
    if text is None:
        raise NotFound("The file of this version is not kept here.")
    return attachment(text.encode(), f"{found.name}-{found.version}.yaml", "application/yaml")


@get("/procedures/{name:str}", opt=_READ, sync_to_thread=True)
def show_procedure(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    """A procedure in words and as a picture; another version than the one in force with `?version=`."""
    here = Here(request)
    found = _version(here, request, name)
    view = procedure(here.directory, found, here.at, here.sees)
    picture = pictures.procedure(view.workflow, here.lang)
    return page(
        request,
        "procedures/show.html",
        page=view,
        picture=picture,
        file=text_of(here.desk.vault, found) is not None,
        key=fresh_key(),
        done=done_of(request),
    )
