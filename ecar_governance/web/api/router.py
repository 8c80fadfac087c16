"""The API's routes under /api/v1, and their description as OpenAPI 3.1."""

from __future__ import annotations

from functools import lru_cache
from importlib.metadata import version
from typing import Any

from litestar import Litestar, Response, Router, get
from litestar.openapi import OpenAPIConfig
from litestar.openapi.spec import Components, SecurityScheme

from ecar_governance.web.api import (
    audit,
    candidates,
    meetings,
    members,
    procedures,
    proposals,
    proxies,
    registers,
    resolutions,
    sessions,
    votes,
)
from ecar_governance.web.permissions import Permission

HANDLERS = (
    *proposals.HANDLERS,
    *sessions.HANDLERS,
    *meetings.HANDLERS,
    *votes.HANDLERS,
    *resolutions.HANDLERS,
    *audit.HANDLERS,
    *members.HANDLERS,
    *procedures.HANDLERS,
    *proxies.HANDLERS,
    *registers.HANDLERS,
    *candidates.HANDLERS,
)

_DESCRIPTION = (
    "The conference as data. Sign in on the site; the session's cookie opens the API too. Whatever changes "
    "something carries the token of /api/v1/me in the header X-CSRF-Token. Refusals are problem+json "
    "(RFC 9457) with every reason."
)


@get(
    "/openapi.json",
    opt={"permission": Permission.API_SCHEMA},
    sync_to_thread=True,
    include_in_schema=False,
    media_type="application/vnd.oai.openapi+json",
)
def openapi() -> Response[dict[str, Any]]:
    """The description of the API."""
    return Response(schema(), media_type="application/vnd.oai.openapi+json")


def api_router() -> Router:
    """The routes, for one application."""
    return Router("/api/v1", route_handlers=[*HANDLERS, openapi], include_in_schema=True)


@lru_cache(maxsize=1)
def schema() -> dict[str, Any]:
    """OpenAPI 3.1, made from the handlers: on an application of its own, so that Litestar adds no routes of
    its documentation to ours."""
    config = OpenAPIConfig(
        title="ECAR Governance",
        version=version("ecar-governance"),
        description=_DESCRIPTION,
        components=Components(
            security_schemes={
                "session": SecurityScheme(
                    type="apiKey",
                    name="__Host-ecar",
                    security_scheme_in="cookie",
                    description="The cookie of a sign-in; `ecar` on a loopback address without https.",
                )
            }
        ),
        security=[{"session": []}],
    )
    described = Litestar(
        [Router("/api/v1", route_handlers=[*HANDLERS])], openapi_config=config, logging_config=None
    )
    return described.openapi_schema.to_schema()
