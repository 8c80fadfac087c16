"""The application, made from a desk and settings: routes gathered, each behind its permission. No globals."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable
from typing import Any

import anyio
from litestar import Litestar, Router
from litestar.connection import ASGIConnection, Request
from litestar.datastructures import CacheControlHeader, State
from litestar.exceptions import MethodNotAllowedException
from litestar.handlers import BaseRouteHandler, HTTPRouteHandler
from litestar.static_files import create_static_files_router
from litestar.types import ControllerRouterHandler

from ecar_governance.errors import Unavailable
from ecar_governance.resources import static_dir
from ecar_governance.services.desk import Desk
from ecar_governance.settings import Settings
from ecar_governance.web import routes, views
from ecar_governance.web.api import api_router
from ecar_governance.web.csrf import check_origin, check_token
from ecar_governance.web.entrance import Entrance
from ecar_governance.web.errors import Forbidden, SignInNeeded, handle
from ecar_governance.web.health import healthz, readyz
from ecar_governance.web.permissions import TABLE, Permission, allowed
from ecar_governance.web.sessions import Cookies, Sessions, visit_of

FORM_SLACK = 1024 * 1024
"""Bytes that a form may have besides its file: texts in two languages and the envelope of multipart."""

_PARTS = 300


def create_app(desk: Desk, settings: Settings) -> Litestar:
    """The application. Raises RuntimeError when a route names no permission: deny by default, at start-up.

    Args:
        desk: what services work with; reachable as `app.state.desk`.
        settings: of this process; reachable as `app.state.settings`.
    """
    cookies = Cookies(settings.secure)
    sessions = Sessions(desk.accounts, desk.clock, settings)
    app = Litestar(
        # One router for all pages: registered on the application itself, a GET and a POST of one path would
        # be made asynchronous twice, and the second time wrongly (Litestar 2.25).
        route_handlers=[
            healthz,
            readyz,
            static_router(),
            api_router(),
            Router("/", route_handlers=page_handlers()),
        ],
        guards=[guard],
        exception_handlers={Exception: handle},
        openapi_config=None,
        logging_config=None,
        debug=False,
        request_max_body_size=settings.max_upload_bytes + FORM_SLACK,
        multipart_form_part_limit=_PARTS,
        include_in_schema=False,
        state=State(
            {
                "desk": desk,
                "settings": settings,
                "cookies": cookies,
                "sessions": sessions,
                "error_page": views.error_page,
                "pause": anyio.sleep,  # how guessing is slowed; tests do not wait
            }
        ),
    )
    refuse_undeclared(app)
    app.asgi_handler = Entrance(app.asgi_handler, desk, settings, sessions, cookies)
    return app


def page_handlers() -> list[ControllerRouterHandler]:
    """Every route handler defined in a module of `web.routes`, in the order of the modules' names."""
    found: dict[int, ControllerRouterHandler] = {}
    for module in pkgutil.iter_modules(routes.__path__, f"{routes.__name__}."):
        for value in vars(importlib.import_module(module.name)).values():
            if isinstance(value, BaseRouteHandler):
                found[id(value)] = value
    return list(found.values())


def static_router() -> ControllerRouterHandler:
    """Style, script and fonts under /static: the same for everybody."""
    return create_static_files_router(
        path="/static",
        directories=[static_dir()],
        opt={"permission": Permission.STATIC},
        cache_control=CacheControlHeader(public=True, max_age=3600),
        include_in_schema=False,
    )


def handlers_of(app: Litestar) -> Iterable[tuple[str, str, HTTPRouteHandler]]:
    """Every route of the application as (path, method, handler), but for the answers to OPTIONS."""
    for route in app.routes:
        if hasattr(route, "route_handler_map"):
            for method, (handler, _) in sorted(route.route_handler_map.items()):
                if method != "OPTIONS":
                    yield route.path, method, handler


def permission_of(handler: BaseRouteHandler) -> Permission | None:
    """The permission that a handler declares."""
    declared = handler.opt.get("permission")
    return declared if isinstance(declared, Permission) and declared in TABLE else None


def refuse_undeclared(app: Litestar) -> None:
    """Raises RuntimeError naming every route without a permission."""
    bare = [
        f"{method} {path}" for path, method, handler in handlers_of(app) if permission_of(handler) is None
    ]
    if bare:
        raise RuntimeError(f"These routes declare no permission: {', '.join(sorted(bare))}.")


async def guard(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """Origin, then permission, then token: in this order, so that a stranger learns nothing but "no".

    Raises Forbidden, SignInNeeded, Unavailable."""
    permission = permission_of(handler)
    if permission is None:
        raise MethodNotAllowedException()  # OPTIONS, which Litestar adds to every path by itself
    check_origin(connection, connection.app.state.settings)
    visit = visit_of(connection)
    visitor = visit.visitor
    if not allowed(permission, signed_in=visitor.signed_in, kinds=visitor.kinds):
        if visit.unavailable:
            raise Unavailable("The database does not answer.")
        raise Forbidden() if visitor.signed_in else SignInNeeded()
    if isinstance(connection, Request):
        await check_token(connection)
