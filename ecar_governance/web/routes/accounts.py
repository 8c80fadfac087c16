"""Coming in and going out: sign-in, links that set a password, proving oneself anew, one's own account."""

from __future__ import annotations

from typing import Any, Final

import anyio.to_thread
from litestar import MediaType, Response, get, post
from litestar.background_tasks import BackgroundTask
from litestar.params import FromPath

from ecar_governance.domain.decision import Refused
from ecar_governance.errors import NotFound
from ecar_governance.services import accounts
from ecar_governance.services.desk import Desk
from ecar_governance.services.queries.directory import Directory
from ecar_governance.services.vault_port import VaultPerson
from ecar_governance.web.errors import AnyRequest, TooMany
from ecar_governance.web.forms import EMPTY, Form, Problem, form_of
from ecar_governance.web.logging import log
from ecar_governance.web.permissions import Permission
from ecar_governance.web.security import place_of, safe_next
from ecar_governance.web.sessions import (
    LANGUAGE_COOKIE,
    LANGUAGES,
    SESSION_COOKIE,
    VISIT_COOKIE,
    Visit,
    visit_of,
)
from ecar_governance.web.views import page
from ecar_governance.wording import translations

_ENTER: Final = {"permission": Permission.ENTER, "quiet": True}
_OWN: Final = {"permission": Permission.ACCOUNT, "quiet": True}
_YEAR: Final = 365 * 24 * 3600


def see(place: str) -> Response[bytes]:
    """Sends the browser on to a page of ours (303: it asks for it anew, by GET)."""
    return Response(content=b"", status_code=303, headers={"Location": place}, media_type=MediaType.HTML)


def _field(sent: Any, name: str) -> str:
    value = sent.get(name)
    return value if isinstance(value, str) else ""


def _words(request: AnyRequest) -> Any:
    return translations(visit_of(request).visitor.language).gettext


# --- signing in ------------------------------------------------------------------------------------------


@get("/sign-in", opt=_ENTER, sync_to_thread=True)
def show_sign_in(request: AnyRequest) -> Response[Any]:
    """The form; somebody signed in already goes on."""
    onward = safe_next(request.query_params.get("next"))
    if visit_of(request).visitor.signed_in:
        return see(onward)
    welcome = request.query_params.get("welcome") == "1"
    return page(request, "accounts/sign_in.html", form=EMPTY, onward=onward, welcome=welcome)


@post("/sign-in", opt=_ENTER, status_code=200)
async def sign_in(request: AnyRequest) -> Response[Any]:
    """Address and password; a new session under a new id."""
    sent = await request.form()
    onward = safe_next(_field(sent, "next"))
    email, password = _field(sent, "email").strip(), _field(sent, "password")
    person = await _proven(request, email, password)
    if person is None:
        form = form_of(email=email).with_problems(_wrong(request))
        return await anyio.to_thread.run_sync(
            lambda: page(
                request, "accounts/sign_in.html", status=422, form=form, onward=onward, welcome=False
            )
        )
    visit = visit_of(request)
    sessions = request.app.state.sessions
    raw = await anyio.to_thread.run_sync(sessions.begin, person.person, visit.session)
    cookies = request.app.state.cookies
    visit.set_cookies = [
        cookies.set(SESSION_COOKIE, raw),
        cookies.set(VISIT_COOKIE, "", max_age=0),
        cookies.set(LANGUAGE_COOKIE, _language(visit, request, person), max_age=_YEAR),
    ]
    log().info("signed_in", person=person.person)
    return see(onward)


def _language(visit: Visit, request: AnyRequest, person: VaultPerson) -> str:
    """The language chosen on this browser; on a new one, that in which the person reads mail."""
    cookies = request.app.state.cookies
    chosen = cookies.read(request.headers.get("cookie", ""), LANGUAGE_COOKIE)
    return visit.visitor.language if chosen else person.locale


def _wrong(request: AnyRequest) -> list[Problem]:
    return [Problem("", _words(request)(accounts.REASONS["password.wrong"]))]


async def _proven(request: AnyRequest, email: str, password: str) -> VaultPerson | None:
    """The person, or None; slowed and stopped as `services.accounts` says. Raises TooMany."""
    desk: Desk = request.app.state.desk
    address = visit_of(request).address
    place = place_of(address)
    if await anyio.to_thread.run_sync(accounts.blocked, desk, place):
        log().warning("sign_in_blocked", address=address)
        raise TooMany(int(accounts.WINDOW.total_seconds()))
    wait = await anyio.to_thread.run_sync(accounts.delay, desk, email)
    if wait:
        await request.app.state.pause(wait)
    person = await anyio.to_thread.run_sync(accounts.authenticate, desk, email, password, place)
    if person is None:
        log().warning("sign_in_failed", address=address)
    return person


@post("/sign-out", opt=_OWN, status_code=200, sync_to_thread=True)
def sign_out(request: AnyRequest) -> Response[Any]:
    """Ends every session of the person, on every machine."""
    visit = visit_of(request)
    request.app.state.sessions.end_all(visit.visitor.person)
    _forget(request, visit)
    log().info("signed_out", person=visit.visitor.person)
    return see("/sign-in")


def _forget(request: AnyRequest, visit: Visit) -> None:
    cookies = request.app.state.cookies
    visit.set_cookies = [cookies.set(name, "", max_age=0) for name in (SESSION_COOKIE, VISIT_COOKIE)]


# --- proving oneself anew --------------------------------------------------------------------------------


@get("/reauthenticate", opt=_OWN, sync_to_thread=True)
def show_reauthenticate(request: AnyRequest) -> Response[Any]:
    """Asks for the password again."""
    onward = safe_next(request.query_params.get("next"))
    return page(request, "accounts/reauthenticate.html", form=EMPTY, onward=onward)


@post("/reauthenticate", opt=_OWN, status_code=200)
async def reauthenticate(request: AnyRequest) -> Response[Any]:
    """The password of whoever is signed in; the session goes on under a new id."""
    sent = await request.form()
    onward = safe_next(_field(sent, "next"))
    visit = visit_of(request)
    desk: Desk = request.app.state.desk
    person = visit.visitor.person
    known = (await anyio.to_thread.run_sync(desk.vault.people, (person,))).get(person)
    email = known.email if known is not None else ""
    proven = await _proven(request, email, _field(sent, "password"))
    if proven is None or proven.person != person or visit.session is None:
        _ = _words(request)
        form = EMPTY.with_problems([Problem("password", _("The password is not right."))])
        return await anyio.to_thread.run_sync(
            lambda: page(request, "accounts/reauthenticate.html", status=422, form=form, onward=onward)
        )
    raw = await anyio.to_thread.run_sync(request.app.state.sessions.renew, visit.session)
    visit.set_cookies.append(request.app.state.cookies.set(SESSION_COOKIE, raw))
    return see(onward)


# --- links that set a password ---------------------------------------------------------------------------


@get("/lost-password", opt=_ENTER, sync_to_thread=True)
def show_lost_password(request: AnyRequest) -> Response[Any]:
    """Asks for the mail address."""
    return page(request, "accounts/lost_password.html", form=EMPTY, sent=False)


@post("/lost-password", opt=_ENTER, status_code=200)
async def lost_password(request: AnyRequest) -> Response[Any]:
    """Says the same, as fast, whether or not somebody has the address: the mail is seen to afterwards."""
    sent = await request.form()
    desk: Desk = request.app.state.desk
    place = place_of(visit_of(request).address)
    if await anyio.to_thread.run_sync(accounts.blocked, desk, place):
        raise TooMany(int(accounts.WINDOW.total_seconds()))
    answer: Response[Any] = await anyio.to_thread.run_sync(
        lambda: page(request, "accounts/lost_password.html", form=EMPTY, sent=True)
    )
    answer.background = BackgroundTask(_send_link, desk, _field(sent, "email").strip())
    return answer


async def _send_link(desk: Desk, email: str) -> None:
    try:
        await anyio.to_thread.run_sync(accounts.lost_password, desk, email)
    except Exception as error:  # noqa: BLE001  # reason: the answer has left; nobody else would hear of it
        log().error("lost_password_failed", error_type=type(error).__name__)


@get("/invitation/{secret:str}", opt=_ENTER, sync_to_thread=True)
def show_link(request: AnyRequest, secret: FromPath[str]) -> Response[Any]:
    """The form to set a password. Looking at it (or a mail scanner's looking) does not use the link up."""
    return _link_page(request, secret, EMPTY)


@post("/invitation/{secret:str}", opt=_ENTER, status_code=200)
async def use_link(request: AnyRequest, secret: FromPath[str]) -> Response[Any]:
    """Sets the password, once, and signs in with it next."""
    sent = await request.form()
    first, again = _field(sent, "password"), _field(sent, "again")
    if first != again:
        _ = _words(request)
        problem = Problem("again", _("The two passwords are not the same."))
        return await anyio.to_thread.run_sync(
            lambda: _link_page(request, secret, EMPTY.with_problems([problem]), 422)
        )
    desk: Desk = request.app.state.desk
    outcome = await anyio.to_thread.run_sync(accounts.redeem, desk, secret, first)
    if isinstance(outcome, Refused):
        return await anyio.to_thread.run_sync(lambda: _refused_link(request, secret, outcome))
    _forget(request, visit_of(request))
    return see("/sign-in?welcome=1")


def _refused_link(request: AnyRequest, secret: str, refused: Refused) -> Response[Any]:
    desk: Desk = request.app.state.desk
    language = visit_of(request).visitor.language
    problems = [
        Problem("password", accounts.sentence(reason, language, desk.conference))
        for reason in refused.reasons
        if reason.code != "account.link_invalid"
    ]
    return _link_page(request, secret, EMPTY.with_problems(problems), 422)


def _link_page(request: AnyRequest, secret: str, form: Form, status: int = 200) -> Response[Any]:
    desk: Desk = request.app.state.desk
    found = accounts.open_link(desk, secret)
    if found is None:
        return page(request, "accounts/link_invalid.html", status=404)
    known = desk.vault.people((found.person,)).get(found.person)
    return page(
        request,
        "accounts/link.html",
        status=status,
        form=form,
        secret=secret,
        purpose=found.purpose,
        name=(known.names.get(visit_of(request).visitor.language, "") if known else ""),
        email=known.email if known else "",
    )


# --- one's own -------------------------------------------------------------------------------------------


@get("/account", opt=_OWN, sync_to_thread=True)
def show_account(request: AnyRequest) -> Response[Any]:
    """Who one is here: name, address, offices."""
    visitor = visit_of(request).visitor
    desk: Desk = request.app.state.desk
    directory = Directory(desk.conference, desk.vault, visitor.language)
    known = desk.vault.people((visitor.person,)).get(visitor.person)
    return page(
        request,
        "accounts/account.html",
        email=known.email if known is not None else "",
        offices=directory.offices(visitor.person, desk.clock.now()),
    )


@get("/language/{code:str}", opt={"permission": Permission.LANGUAGE}, sync_to_thread=True)
def set_language(request: AnyRequest, code: FromPath[str]) -> Response[Any]:
    """Shows the pages in another language from now on, on this browser."""
    if code not in LANGUAGES:
        raise NotFound("There is no such language here.")
    visit = visit_of(request)
    visit.set_cookies.append(request.app.state.cookies.set(LANGUAGE_COOKIE, code, max_age=_YEAR))
    return see(safe_next(request.query_params.get("next")))
