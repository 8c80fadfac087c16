"""Whether a request that changes something comes from our own page: origin first, then a token.

The token is made from the secret in the visitor's own cookie (the session's, or before sign-in that of the
visit), so it belongs to that browser and session, changes with them, and needs no place to be kept.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import Any, Final
from urllib.parse import parse_qsl

from litestar.connection import Request
from litestar.enums import RequestEncodingType
from litestar.exceptions import ClientException
from litestar.utils.scope.state import ScopeState

from ecar_governance.settings import Settings
from ecar_governance.web.errors import Forbidden
from ecar_governance.web.security import SAFE_METHODS, origin_refused
from ecar_governance.web.sessions import VISIT_COOKIE, Connection, Cookies, visit_of

FIELD: Final = "csrf"
HEADER: Final = "x-csrf-token"

_MOST_FIELDS: Final = 500


def token_for(secret: str) -> str:
    """The token that belongs to a cookie: HMAC-SHA256, so that it does not give the cookie away."""
    return hmac.new(secret.encode(), b"ecar csrf 1", hashlib.sha256).hexdigest()


def csrf_of(connection: Connection) -> str:
    """The token for forms on the page that answers this request.

    A visitor without a cookie gets one; the page is then not to be kept by caches."""
    visit = visit_of(connection)
    visit.private = True
    if not visit.secret:
        visit.secret = secrets.token_urlsafe(32)
        cookies: Cookies = connection.app.state.cookies
        visit.set_cookies.append(cookies.set(VISIT_COOKIE, visit.secret))
    return token_for(visit.secret)


def check_origin(connection: Connection, settings: Settings) -> None:
    """Raises Forbidden when an unsafe request comes from elsewhere."""
    if connection.scope.get("method") not in SAFE_METHODS:
        refused = origin_refused(settings, dict(connection.headers))
        if refused:
            raise Forbidden("cross_origin", why=refused)


async def check_token(request: Request[Any, Any, Any]) -> None:
    """Raises Forbidden when an unsafe request lacks its token (header `X-CSRF-Token`, or field `csrf`)."""
    if request.method in SAFE_METHODS:
        return
    kind = request.content_type[0]
    if kind == RequestEncodingType.URL_ENCODED:
        await _read_form(request)
    given = request.headers.get(HEADER)
    if given is None and kind in (RequestEncodingType.URL_ENCODED, RequestEncodingType.MULTI_PART):
        field = (await request.form()).get(FIELD)
        given = field if isinstance(field, str) else None
    secret = visit_of(request).secret
    if not secret or given is None or not hmac.compare_digest(given.encode(), token_for(secret).encode()):
        # Litestar closes the files of a form after its handler, which this request does not reach.
        if kind == RequestEncodingType.MULTI_PART:
            await (await request.form()).close()
        raise Forbidden("csrf")


async def _read_form(request: Request[Any, Any, Any]) -> None:
    """Parses a form ahead of Litestar, which would keep the last 1,024 bodies, choices and passwords among
    them, in a cache of the process (`litestar._parsers.parse_url_encoded_form_data`)."""
    state = ScopeState.from_scope(request.scope)
    body = await request.body()
    try:
        pairs = parse_qsl(
            body.decode("ascii"), keep_blank_values=True, max_num_fields=_MOST_FIELDS, errors="strict"
        )
    except ValueError as error:
        raise ClientException("The form cannot be read.") from error
    fields: dict[str, Any] = {}
    for name, value in pairs:
        if name not in fields:
            fields[name] = value
        elif isinstance(fields[name], list):
            fields[name].append(value)
        else:
            fields[name] = [fields[name], value]
    state.form = fields
