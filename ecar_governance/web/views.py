"""From a read model to a page: the environment of the templates, its words, and what every page carries."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import Any
from urllib.parse import quote, urlencode
from zoneinfo import ZoneInfo

from babel.dates import get_timezone_name
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from litestar import MediaType, Response
from litestar.connection import Request
from msgspec import Struct

from ecar_governance.domain.state import Conference
from ecar_governance.markdown import to_html
from ecar_governance.resources import templates_dir
from ecar_governance.services.instead import who_in_words
from ecar_governance.services.kinds import OFFICE_WORDS, SIGNATURE_FIELDS
from ecar_governance.services.queries import checking
from ecar_governance.services.queries.directory import Directory, in_language
from ecar_governance.web import act_words, deadline_words, finding_words, words
from ecar_governance.web.csrf import csrf_of
from ecar_governance.web.errors import AnyRequest, Problem
from ecar_governance.web.form_pages import page_of_form
from ecar_governance.web.permissions import Permission, allowed
from ecar_governance.web.sessions import LANGUAGES, visit_of
from ecar_governance.web.times import BABEL_LOCALES, Times
from ecar_governance.wording import translations

NAV: tuple[tuple[str, Permission], ...] = (
    ("/", Permission.HOME),
    ("/proposals", Permission.PROPOSALS),
    ("/sessions", Permission.SESSIONS),
    ("/resolutions", Permission.REGISTER),
    ("/members", Permission.MEMBERS),
    ("/procedures", Permission.WORKFLOWS),
    ("/history", Permission.AUDIT),
)
"""The rooms of the house, in order; a visitor sees those that are open to them."""


class Room(Struct, frozen=True):
    """A place in the navigation. `path` is worded by `words.ROOMS`."""

    path: str
    here: bool


class Frame(Struct, frozen=True):
    """What every page carries: language, house, visitor, navigation."""

    lang: str
    house: str
    trial: bool
    path: str
    person: str
    name: str
    rooms: tuple[Room, ...]
    may: frozenset[Permission]
    csrf: str
    languages: tuple[tuple[str, str], ...]
    zone: str
    zone_name: str
    now: datetime


@lru_cache(maxsize=4)
def environment(lang: str) -> Environment:
    """The templates in one language: escaping on, undefined names an error, gettext from the catalogue."""
    env = Environment(
        loader=FileSystemLoader(templates_dir()),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
    )
    env.install_gettext_translations(translations(lang), newstyle=True)  # type: ignore[attr-defined]
    env.globals.update(lang=lang, Permission=Permission)
    env.filters.update(
        markdown=to_html,
        choice=_worded(words.CHOICES, lang),
        office=_worded(OFFICE_WORDS, lang),
        kind=_worded(words.KINDS, lang),
        recommendation=_worded(words.RECOMMENDATIONS, lang),
        filing=_worded(words.FILINGS, lang),
        opinion_use=_worded(words.OPINION_USES, lang),
        ballot=_worded(words.BALLOTS, lang),
        status=_worded(words.SESSION_STATUS, lang),
        session_kind=_worded(words.SESSION_KINDS, lang),
        attendance=_worded(words.ATTENDANCE, lang),
        item_kind=_worded(words.ITEM_KINDS, lang),
        minutes_status=_worded(words.MINUTES_STATUS, lang),
        institution_kind=_worded(words.INSTITUTION_KINDS, lang),
        signature_method=_worded(words.SIGNATURE_METHODS, lang),
        signature_field=_worded(SIGNATURE_FIELDS, lang),
        room=_worded(words.ROOMS, lang),
        event=_worded(act_words.EVENTS, lang),
        command=_worded(act_words.COMMANDS, lang),
        base=_worded(words.BASES, lang),
        exclusion=_worded(words.EXCLUSIONS, lang),
        trigger=_worded(words.TRIGGERS, lang),
        weight=_worded(words.WEIGHTS, lang),
        difference=lambda said: checking.sentence(said, lang),
        procedure_status=_worded(words.PROCEDURE_STATUS, lang),
        role_of=lambda office: words.role_of(office, translations(lang).gettext),
        finding=lambda found: finding_words.finding(found, translations(lang).gettext),
        named=lambda office: words.named(office, translations(lang).gettext),
        signed=lambda office: words.signed(office, translations(lang).gettext),
        span=lambda text: deadline_words.duration(text, lang, translations(lang)),
        deadline=lambda one, field: deadline_words.deadline(
            one, field, lang, BABEL_LOCALES[lang], translations(lang)
        ),
        short_hash=short_hash,
        held_by=lambda roles, people: who_in_words(roles, people, lang),
    )
    env.tests["past"] = lambda instant, now: instant < now
    return env


def _worded(table: dict[str, str], lang: str) -> Any:
    """A filter that words a code by a table of message ids; an unknown code is shown as it is."""
    gettext = translations(lang).gettext
    return lambda code: gettext(table[code]) if code in table else code


def short_hash(digest: str) -> str:
    """The first signs of a digest, for people: "sha256:ab12…" becomes "ab12 cd34 ef56"."""
    plain = digest.removeprefix("sha256:")[:12]
    return " ".join(plain[place : place + 4] for place in range(0, len(plain), 4))


def frame(request: AnyRequest) -> Frame:
    """What the page that answers this request carries besides its own matter."""
    visit = visit_of(request)
    visitor = visit.visitor
    desk = request.app.state.desk
    conference: Conference = desk.conference
    founding = conference.founding
    may = frozenset(
        one for one in Permission if allowed(one, signed_in=visitor.signed_in, kinds=visitor.kinds)
    )
    name = ""
    if visitor.person:
        name = Directory(conference, desk.vault, visitor.language).person(visitor.person)
    path = request.url.path
    zone = founding.zone if founding is not None else "UTC"
    return Frame(
        visitor.language,
        in_language(founding.names, visitor.language) if founding is not None else "ECAR",
        founding.trial if founding is not None else False,
        path,
        visitor.person,
        name,
        rooms_for(path, may, signed_in=visitor.signed_in),
        may,
        csrf_of(request),
        switches(visitor.language, _here(request)),
        zone,
        get_timezone_name(ZoneInfo(zone), width="long", locale=BABEL_LOCALES[visitor.language]),
        desk.clock.now(),
    )


def rooms_for(path: str, may: frozenset[Permission], *, signed_in: bool) -> tuple[Room, ...]:
    """The navigation of a visitor on the page at `path`."""
    rooms = [
        Room(room, path == room or (room != "/" and path.startswith(room + "/")))
        for room, permission in NAV
        if permission in may
    ]
    if not signed_in:
        rooms.append(Room("/verify", path.startswith("/verify")))
    return tuple(rooms)


def switches(lang: str, here: str) -> tuple[tuple[str, str], ...]:
    """The other languages, each with the link that shows this page in it."""
    return tuple((one, f"/language/{one}?next={quote(here, safe='/')}") for one in LANGUAGES if one != lang)


def _here(request: AnyRequest) -> str:
    """The address of the page in view: that of the form's page when the request was a form."""
    if request.method != "GET":
        return page_of_form(request.url.path)
    query = request.url.query
    return request.url.path + (f"?{query}" if query else "")


def render(frame_: Frame, template: str, **matter: Any) -> str:
    """The page as text: a template of `templates/web/` with the frame and its own matter."""
    times = Times(frame_.lang, frame_.zone, frame_.now)
    return (
        environment(frame_.lang).get_template(f"web/{template}").render(frame=frame_, times=times, **matter)
    )


def page(
    request: AnyRequest,
    template: str,
    *,
    status: int = 200,
    headers: dict[str, str] | None = None,
    **matter: Any,
) -> Response[str]:
    """The answer that shows a page. Pages are private to their reader and are never kept by caches."""
    return Response(
        content=render(frame(request), template, **matter),
        status_code=status,
        media_type=MediaType.HTML,
        headers={"Cache-Control": "no-store", **(headers or {})},
    )


def part(frame_: Frame, lang: str, template: str, **matter: Any) -> str:
    """A part of a page in a language of its own."""
    times = Times(lang, frame_.zone, frame_.now)
    return environment(lang).get_template(f"web/{template}").render(frame=frame_, times=times, **matter)


def error_page(request: Request[Any, Any, Any], problem: Problem) -> str:
    """The page of a problem, for `app.state.error_page`."""
    return render(frame(request), "error.html", problem=problem)


def with_query(path: str, **values: str | int | None) -> str:
    """The path with those values as its query; empty ones are left out."""
    query = urlencode({name: value for name, value in values.items() if value not in (None, "")})
    return f"{path}?{query}" if query else path
