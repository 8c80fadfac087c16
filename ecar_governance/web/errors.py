"""Every way to say no over HTTP: one shape for programs (RFC 9457), one page for people.

What went wrong inside is logged with the request's id; outside only the id is given.
"""

from __future__ import annotations

import html
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, Final, cast
from urllib.parse import quote

import msgspec
from litestar import MediaType, Response
from litestar.connection import Request
from litestar.exceptions import HTTPException, ValidationException

from ecar_governance.definitions.findings import Located
from ecar_governance.errors import (
    Conflict,
    FileAltered,
    Finding,
    GovernanceError,
    InvalidInput,
    NotFound,
    TooEarly,
    Unavailable,
)
from ecar_governance.services.queries.checking import StepTold, steps_told
from ecar_governance.web.finding_words import finding
from ecar_governance.web.logging import describe, log
from ecar_governance.web.security import safe_next
from ecar_governance.web.sessions import Connection, Visit, visit_of
from ecar_governance.wording import translations

PROBLEM_JSON: Final = "application/problem+json"

AnyRequest = Request[Any, Any, Any]


class WebError(GovernanceError):
    """Root of what only the web says."""

    code = "web"


class SignInNeeded(WebError):
    """Nobody is signed in and the page is not public."""

    code = "sign_in_needed"

    def __init__(self) -> None:
        super().__init__("Sign in first.")


class FreshNeeded(WebError):
    """The password was given too long ago for what is asked."""

    code = "fresh_authentication_needed"

    def __init__(self, back: str = "") -> None:
        super().__init__("Give your password again first.")
        self.back = back


class Forbidden(WebError):
    """The visitor may not do this: `code` says whether by role (`forbidden`), by origin or by token."""

    code = "forbidden"

    def __init__(self, code: str = "forbidden", *, why: str = "") -> None:
        super().__init__(why or code)
        self.code = code


class TooMany(WebError):
    """Too many tries from one address. `retry_after` is in seconds."""

    code = "too_many_tries"

    def __init__(self, retry_after: int) -> None:
        super().__init__("Too many tries.")
        self.retry_after = retry_after


class ReasonSaid(msgspec.Struct, frozen=True, omit_defaults=True):
    """One reason why not, in the caller's language: `who` could do it (roles), `when` it could be done. Of
    what is wrong with a file: `where`, what would `fix` it, and the `steps` of the way that shows it."""

    code: str
    sentence: str
    who: tuple[str, ...] = ()
    when: str | None = None
    where: str = ""
    fix: str = ""
    steps: tuple[StepTold, ...] = ()


class Problem(msgspec.Struct, frozen=True, omit_defaults=True):
    """The body of every refusal (RFC 9457). `type` is `urn:ecar:problem:` + `code`."""

    type: str
    title: str
    status: int
    code: str
    detail: str = ""
    request_id: str = ""
    reasons: tuple[ReasonSaid, ...] = ()


def make_problem(
    connection: Connection,
    status: int,
    code: str,
    title: str,
    detail: str = "",
    reasons: tuple[ReasonSaid, ...] = (),
) -> Problem:
    """The problem, with the request's id."""
    return Problem(
        f"urn:ecar:problem:{code}", title, status, code, detail, visit_of(connection).request_id, reasons
    )


def problem_response(problem: Problem, headers: dict[str, str] | None = None) -> Response[Any]:
    """The answer that carries it."""
    return Response(
        content=msgspec.json.encode(problem),
        status_code=problem.status,
        media_type=PROBLEM_JSON,
        headers=headers or {},
    )


def wants_json(connection: Connection) -> bool:
    """Whether a program asks: the API, or whoever accepts JSON and no HTML."""
    path = str(connection.scope["path"])
    if path == "/api" or path.startswith("/api/"):
        return True
    accept = connection.headers.get("accept", "")
    return "json" in accept and "html" not in accept


PageMaker = Callable[[AnyRequest, Problem], str]
"""Makes the HTML page for a problem; `web.application` takes the one of the templates."""


def plain_page(request: AnyRequest, problem: Problem) -> str:
    """A page without a template: the last resort when the template itself fails."""
    language = visit_of(request).visitor.language
    lines = "".join(f"<p>{html.escape(reason.sentence)}</p>" for reason in problem.reasons)
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        f"<title>{html.escape(problem.title)}</title></head><body><main>"
        f"<h1>{html.escape(problem.title)}</h1><p>{html.escape(problem.detail)}</p>"
        f"{lines}<p>{html.escape(problem.request_id)}</p></main></body></html>"
    )


def _said(request: AnyRequest, status: int, code: str) -> tuple[str, str]:
    """Title and sentence, in the visitor's language."""
    _ = translations(visit_of(request).visitor.language).gettext
    match code:
        case "cross_origin" | "csrf":
            return _("This form has expired"), _("Go back, reload the page and send it again.")
        case "too_many_tries":
            return _("Too many tries"), _("Wait a few minutes, then try again.")
        case "sign_in_needed":
            return _("Please sign in"), _("This page is open to members who have signed in.")
        case "fresh_authentication_needed":
            return _("Please give your password again"), _("Voting and signing ask for it anew.")
        case "conflict":
            return _("Somebody was quicker"), _("Reload the page to see what has changed.")
        case "too_early":
            return _("Not yet"), _("This may be known once something else is over.")
        case "file_altered":
            return (
                _("This file was altered"),
                _("It is not what its fingerprint in the record says, and is not handed out."),
            )
        case "unavailable":
            return _("Not available at this moment"), _("Nothing is lost. Try again in a minute.")
    match status:
        case 403:
            return _("This is not open to you"), _("Your mandate does not allow it.")
        case 404:
            return _("Not found"), _("There is nothing at this address that you may see.")
        case 405:
            return _("Not possible here"), _("This address does not take that kind of request.")
        case 413:
            return _("Too large"), _("What you sent is larger than is accepted.")
    if status < 500:
        return _("This could not be understood"), _("Something in what was sent cannot be used.")
    return _("Something went wrong"), _("The fault is ours and has been noted.")


def _status_code(error: Exception) -> tuple[int, str]:
    match error:
        case SignInNeeded():
            return 401, error.code
        case FreshNeeded() | Forbidden():
            return 403, error.code
        case TooMany():
            return 429, error.code
        case NotFound():
            return 404, error.code
        case Conflict() | TooEarly():
            return 409, error.code
        case InvalidInput():
            return 422, error.code
        case Unavailable():
            return 503, error.code
        case FileAltered():
            return 500, error.code
        case HTTPException():
            if error.status_code == 404:
                return 404, "not_found"
            if error.status_code >= 500:
                return error.status_code, "internal"
            return error.status_code, HTTPStatus(error.status_code).name.lower()
    return 500, "internal"


def _details(request: AnyRequest, error: Exception, quiet: bool) -> tuple[ReasonSaid, ...]:
    """What was wrong with what was sent, in the visitor's language; nothing of it where a ballot was sent."""
    if quiet:
        return ()
    if isinstance(error, InvalidInput | TooEarly):
        _ = translations(visit_of(request).visitor.language).gettext
        found = error.findings or (Finding(error.code, error.message),)
        return tuple(
            ReasonSaid(one.code, finding(one, _), where=one.where, fix=one.fix, steps=steps_told(one))
            if isinstance(one, Located)
            else ReasonSaid(one.code, finding(one, _), where=one.where)
            for one in found
        )
    if isinstance(error, ValidationException) and isinstance(error.extra, list):
        return tuple(
            ReasonSaid("invalid", str(one.get("message", "")), where=str(one.get("key", "")))
            for one in error.extra
            if isinstance(one, dict)
        )
    return ()


def is_quiet(connection: Connection) -> bool:
    """Whether the route handles choices or passwords: then nothing that was sent is quoted anywhere."""
    handler = cast("dict[str, Any]", connection.scope).get("route_handler")  # absent where no route was found
    return handler is not None and bool(handler.opt.get("quiet"))


def handle(request: AnyRequest, error: Exception) -> Response[Any]:
    """Litestar's handler for every exception."""
    status, code = _status_code(error)
    visit: Visit = visit_of(request)
    quiet = is_quiet(request)
    if status >= 500 and not isinstance(error, Unavailable):
        log().error("unexpected", error_type=type(error).__name__, error=describe(error, quiet=quiet))
    title, sentence = _said(request, status, code)
    headers = _headers(error)
    problem = make_problem(request, status, code, title, sentence, _details(request, error, quiet))
    if wants_json(request):
        return problem_response(problem, headers)
    if isinstance(error, SignInNeeded | FreshNeeded):
        return _led_to(request, error)
    visit.private = True
    return Response(
        content=_page(request, problem), status_code=status, media_type=MediaType.HTML, headers=headers
    )


def _headers(error: Exception) -> dict[str, str]:
    if isinstance(error, TooMany):
        return {"Retry-After": str(error.retry_after)}
    if isinstance(error, Unavailable):
        return {"Retry-After": "2"}
    if isinstance(error, HTTPException):
        kept = ("allow", "retry-after")
        return {name: value for name, value in (error.headers or {}).items() if name.lower() in kept}
    return {}


def _led_to(request: AnyRequest, error: SignInNeeded | FreshNeeded) -> Response[Any]:
    """To the form that mends it, and afterwards back to the page (of a form that was sent: where it is)."""
    here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    if request.method != "GET":
        referer = request.headers.get("referer", "")
        here = "/" + referer.split("/", 3)[3] if referer.count("/") >= 3 else "/"
    if isinstance(error, FreshNeeded) and error.back:
        here = error.back
    form = "/sign-in" if isinstance(error, SignInNeeded) else "/reauthenticate"
    place = f"{form}?next={quote(safe_next(here), safe='/')}"
    if request.headers.get("hx-request") == "true":
        # htmx would follow a redirect inside the fragment: it is told to go there with the whole page.
        return Response(content=b"", headers={"HX-Redirect": place}, media_type=MediaType.HTML)
    return Response(content=b"", status_code=303, headers={"Location": place}, media_type=MediaType.HTML)


def _page(request: AnyRequest, problem: Problem) -> str:
    make: PageMaker = request.app.state.error_page
    try:
        return make(request, problem)
    except Exception as error:  # noqa: BLE001  # reason: a broken template must not hide the first error
        log().error("error_page_failed", error=describe(error))
        return plain_page(request, problem)
