"""The home page: what waits for you."""

from __future__ import annotations

from typing import Any

from litestar import Response, get

from ecar_governance.services.queries.home import home
from ecar_governance.web.errors import AnyRequest
from ecar_governance.web.here import Here, see
from ecar_governance.web.permissions import Permission
from ecar_governance.web.views import page


@get("/", opt={"permission": Permission.START}, sync_to_thread=True)
def show_home(request: AnyRequest) -> Response[Any]:
    """What waits for the person; a visitor is led to the public register."""
    here = Here(request)
    if not here.person:
        return see("/resolutions")
    return page(request, "home.html", home=home(here.directory, here.person, here.at, here.sees))
