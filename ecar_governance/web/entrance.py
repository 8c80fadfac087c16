"""The door of the application: every request passes here first and every answer last, errors included.

It gives the request an id, looks who comes, refuses hosts that are not ours, puts the security headers and
cookies on whatever leaves, answers HEAD, and writes one line to the log. It never reads a body.
"""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Iterable
from typing import Any, Final, cast

import structlog
from litestar.enums import HttpMethod, ScopeType
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send

from ecar_governance.services.desk import Desk
from ecar_governance.settings import Settings
from ecar_governance.web.logging import describe, log
from ecar_governance.web.porter import Porter
from ecar_governance.web.security import client_address, host_refused, security_headers
from ecar_governance.web.sessions import (
    LANGUAGE_COOKIE,
    LANGUAGES,
    SESSION_COOKIE,
    VISIT_COOKIE,
    Cookies,
    Language,
    Sessions,
    Visit,
    Visitor,
)

_REQUEST_ID: Final = re.compile(r"[A-Za-z0-9_-]{8,64}")
_WITHOUT_VISITOR: Final = ("/static/", "/healthz", "/readyz")
_NO_STORE: Final = (b"cache-control", b"no-store")


class Entrance:
    """ASGI application around the router."""

    def __init__(
        self, app: ASGIApp, desk: Desk, settings: Settings, sessions: Sessions, cookies: Cookies
    ) -> None:
        self._app = app
        self._porter = Porter(sessions, desk)
        self._settings = settings
        self._cookies = cookies
        self._headers = security_headers(settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] == ScopeType.HTTP:
            await self._request(scope, receive, send)
        # There are no websockets here: the server closes the connection.

    async def _request(self, scope: HTTPScope, receive: Receive, send: Send) -> None:
        began = time.perf_counter()
        headers = _header_map(scope["headers"])
        visit = Visit(
            request_id=_request_id(headers.get("x-request-id", "")),
            visitor=Visitor(language=self._language(headers)),
            address=self._address(scope, headers),
        )
        # A dict of this request's own: a server may hand the same one to all, and visitors must never mix.
        scope["state"] = {"visit": visit}
        method = scope["method"]
        answer = _Answer(send, visit, self._headers, head=method == "HEAD")
        with structlog.contextvars.bound_contextvars(request_id=visit.request_id):
            try:
                await self._admit(scope, receive, answer, headers, visit)
            except Exception as error:
                log().error("unexpected", error=describe(error, quiet=True))
                if answer.started:
                    raise  # the answer cannot be taken back: the server cuts the connection
                await _bare(answer, 500, "Internal error")
            finally:
                self._tell(scope, str(method), visit, answer, began)

    async def _admit(
        self, scope: HTTPScope, receive: Receive, answer: _Answer, headers: dict[str, str], visit: Visit
    ) -> None:
        path = scope["path"]
        watched = path.startswith(_WITHOUT_VISITOR)
        if not watched and host_refused(self._settings, headers.get("host", "")):
            await _bare(answer, 421, "This server does not answer for that host name.")
            return
        if not watched:
            await self._recognise(visit, headers)
        if scope["method"] == "HEAD":
            scope["method"] = HttpMethod.GET  # every page that can be got has a head
        await self._app(scope, receive, answer)

    async def _recognise(self, visit: Visit, headers: dict[str, str]) -> None:
        cookie = headers.get("cookie", "")
        raw = self._cookies.read(cookie, SESSION_COOKIE)
        if raw:
            try:
                found = await self._porter.recognise(raw)
            except Exception as error:  # noqa: BLE001  # reason: public pages answer without a database
                log().error("visitor_unknown", error=describe(error, quiet=True))
                visit.unavailable = True
                return
            if found is not None:
                session = visit.session = found.session
                visit.visitor = Visitor(
                    session.person, found.mandates, session.authenticated_at, visit.visitor.language
                )
                visit.conference = found.conference
                visit.secret = raw
                visit.private = True
                return
            visit.set_cookies.append(self._cookies.set(SESSION_COOKIE, "", max_age=0))
        visit.secret = self._cookies.read(cookie, VISIT_COOKIE)

    def _language(self, headers: dict[str, str]) -> Language:
        chosen = self._cookies.read(headers.get("cookie", ""), LANGUAGE_COOKIE)
        for language in LANGUAGES:
            if chosen == language:
                return language
        return preferred(headers.get("accept-language", ""), self._settings.locale)

    def _address(self, scope: HTTPScope, headers: dict[str, str]) -> str:
        client = scope.get("client")
        peer = client[0] if client else ""
        return client_address(peer, headers.get("x-forwarded-for", ""), self._settings.trusted_proxies)

    def _tell(self, scope: HTTPScope, method: str, visit: Visit, answer: _Answer, began: float) -> None:
        # The template of the route, not the path: a path may hold the secret of an invitation.
        route = cast("dict[str, Any]", scope).get("path_template") or "-"
        if route.startswith("/static") and answer.status < 400:
            return
        log().info(
            "request",
            method=method,
            route=route,
            status=answer.status,
            ms=round((time.perf_counter() - began) * 1000, 1),
            person=visit.visitor.person or None,
        )


class _Answer:
    """An ASGI `send` that completes the first message: headers, cookies, caching; and empties HEAD's body."""

    def __init__(
        self, send: Send, visit: Visit, headers: tuple[tuple[bytes, bytes], ...], *, head: bool
    ) -> None:
        self._send = send
        self._visit = visit
        self._headers = headers
        self._head = head
        self.started = False
        self.status = 0

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.started = True
            self.status = message["status"]
            message = {**message, "headers": self._completed(message["headers"])}
        elif message["type"] == "http.response.body" and self._head:
            message = {**message, "body": b""}
        await self._send(message)

    def _completed(self, given: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
        ours = {name for name, _ in self._headers}
        if self._visit.private or self._visit.set_cookies:
            ours.add(b"cache-control")
        kept = [(name, value) for name, value in given if name.lower() not in ours]
        kept += self._headers
        if b"cache-control" in ours:
            kept.append(_NO_STORE)
        kept.append((b"x-request-id", self._visit.request_id.encode()))
        kept += [(b"set-cookie", cookie.encode()) for cookie in self._visit.set_cookies]
        return kept


async def _bare(answer: _Answer, status: int, text: str) -> None:
    body = text.encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    await answer({"type": "http.response.start", "status": status, "headers": headers})
    await answer({"type": "http.response.body", "body": body, "more_body": False})


def preferred(accept_language: str, otherwise: Language) -> Language:
    """The first of our languages by the weights of an Accept-Language header (RFC 9110 section 12.5.4)."""
    wanted: list[tuple[float, int, str]] = []
    for place, part in enumerate(accept_language.split(",")[:20]):
        name, _, weight = part.strip().partition(";")
        value = 1.0
        if weight:
            try:
                value = float(weight.strip().removeprefix("q="))
            except ValueError:
                continue
        wanted.append((-value, place, name.partition("-")[0].lower()))
    for value, _, name in sorted(wanted):
        for language in LANGUAGES:
            if name == language and value < 0:
                return language
    return otherwise


def _request_id(given: str) -> str:
    """The caller's id when it is harmless, else a fresh one."""
    return given if _REQUEST_ID.fullmatch(given) else secrets.token_hex(8)


def _header_map(raw: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """Headers by lower-case name; repeated ones joined as RFC 9110 section 5.3 says (cookies by "; ")."""
    found: dict[str, str] = {}
    for name, value in raw:
        key, text = name.decode("latin-1").lower(), value.decode("latin-1")
        joint = "; " if key == "cookie" else ", "
        found[key] = f"{found[key]}{joint}{text}" if key in found else text
    return found
