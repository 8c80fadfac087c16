"""Voting and signing ask who is there: the password must have been given within the last minutes."""

from __future__ import annotations

from typing import Any

from litestar.connection import ASGIConnection

from ecar_governance.services.desk import Desk
from ecar_governance.settings import Settings
from ecar_governance.web.errors import FreshNeeded
from ecar_governance.web.sessions import visitor_of


def is_fresh(connection: ASGIConnection[Any, Any, Any, Any]) -> bool:
    """Whether the visitor proved who they are within `Settings.fresh`."""
    at = visitor_of(connection).authenticated_at
    desk: Desk = connection.app.state.desk
    settings: Settings = connection.app.state.settings
    return at is not None and desk.clock.now() - at < settings.fresh


def require_fresh(connection: ASGIConnection[Any, Any, Any, Any], back: str = "") -> None:
    """Raises FreshNeeded otherwise: a page leads to `/reauthenticate` and from there to `back` (a path here;
    by default the page asked for, or the one that the form was on), the API answers 403."""
    if not is_fresh(connection):
        raise FreshNeeded(back)
