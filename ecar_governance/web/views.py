"""From a read model to a page: the environment of the templates, its words, and what every page carries."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any
from urllib.parse import quote, urlencode
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime, format_timedelta, get_timezone_name
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from litestar import MediaType, Response
from litestar.connection import Request
from markupsafe import Markup
from msgspec import Struct

from ecar_governance.domain.state import Conference
from ecar_governance.markdown import to_html
from ecar_governance.resources import templates_dir
from ecar_governance.services.instead import who_in_words
from ecar_governance.services.kinds import OFFICE_WORDS
from ecar_governance.services.queries import checking
from ecar_governance.services.queries.directory import Directory, in_language
from ecar_governance.web import act_words, deadline_words, finding_words, words
from ecar_governance.web.csrf import csrf_of
from ecar_governance.web.errors import AnyRequest, Problem
from ecar_governance.web.permissions import Permission, allowed
from ecar_governance.web.sessions import LANGUAGES, visit_of
from ecar_governance.wording import translations

BABEL_LOCALES = {"az": "az", "en": "en_GB"}

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


WITHOUT_PAGE = frozenset(
    {
        "review",
        "cast",
        "close",
        "void",
        "casting-vote",
        "take-out",
        "ask-quorum",
        "notice",
        "open",
        "minutes",
        "here",
        "outside",
        "paper",
        "key",
        "sign-out",
        "withdraw",
    }
)
"""Last parts of addresses that take a form and show no page of their own."""


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
        signature_field=_worded(words.SIGNATURE_FIELDS, lang),
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


class Times:
    """Instants in words, in the conference's own zone. As a filter's object it is made once a page."""

    def __init__(self, lang: str, zone: str, now: datetime) -> None:
        self._locale = BABEL_LOCALES[lang]
        self._lang = lang
        self._zone = ZoneInfo(zone)
        self._now = now

    def _local(self, instant: datetime) -> datetime:
        return instant.astimezone(self._zone)

    def _tag(self, instant: datetime, text: str) -> Markup:
        stamp = instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        return Markup('<time datetime="{}">{}</time>').format(stamp, text)

    def day(self, instant: datetime | date) -> Markup:
        """The day: 23 November 2026."""
        if not isinstance(instant, datetime):
            text = format_date(instant, "d MMMM y", locale=self._locale)
            return Markup('<time datetime="{}">{}</time>').format(instant.isoformat(), text)
        return self._tag(instant, format_date(self._local(instant).date(), "d MMMM y", locale=self._locale))

    def date(self, text: str) -> Markup:
        """The same of a day written as 2026-11-23."""
        return self.day(date.fromisoformat(text))

    def at(self, instant: datetime) -> Markup:
        """Day and hour: 23 November 2026, 16:00."""
        return self._tag(
            instant, format_datetime(self._local(instant), "d MMMM y, HH:mm", locale=self._locale)
        )

    def full(self, instant: datetime) -> Markup:
        """With the day of the week: Monday, 23 November 2026, 16:00."""
        return self._tag(
            instant, format_datetime(self._local(instant), "EEEE, d MMMM y, HH:mm", locale=self._locale)
        )

    def exact(self, instant: datetime) -> Markup:
        """To the second, with the offset: 2026-11-23 16:00:05 +0400."""
        return self._tag(instant, self._local(instant).strftime("%Y-%m-%d %H:%M:%S %z"))

    def hour(self, instant: datetime) -> Markup:
        """The hour alone: 16:00."""
        return self._tag(instant, format_datetime(self._local(instant), "HH:mm", locale=self._locale))

    def left(self, instant: datetime) -> str:
        """How long until then, roughly: "3 days"; empty when it has passed."""
        if instant <= self._now:
            return ""
        return format_timedelta(instant - self._now, locale=self._locale, threshold=1.2)

    def field(self, instant: datetime) -> str:
        """The value of a `datetime-local` input."""
        return self._local(instant).strftime("%Y-%m-%dT%H:%M")

    def date_field(self, instant: datetime) -> str:
        """The value of a `date` input."""
        return self._local(instant).strftime("%Y-%m-%d")


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


FORM_PAGES = {
    "call": "control",
    "suspend": "control",
    "resume": "control",
    "topics": "agenda",
    "lift": "agenda",
    "order": "agenda",
    "papers": "agenda",
    "approval": "agenda",
    "seat": "presence",
    "door": "presence",
    "move": "change",
    "cancel": "change",
}
"""Which page of a session has the form that is sent to an address with this last part."""


def page_of_form(path: str) -> str:
    """The page on which the form that is sent to `path` stands."""
    parts = path.split("/")
    if parts[1] == "sessions" and len(parts) > 3 and parts[-1] in FORM_PAGES:
        return "/".join([*parts[:3], FORM_PAGES[parts[-1]]])
    own = parts[-1] in ("invite", "revoke") or (len(parts) == 6 and parts[3] == "candidates")
    if own or path.startswith("/account/delegations/"):
        return "/".join(parts[:-2])
    if path == "/procedures/put-in-force":
        return "/procedures/new-version"
    return ("/".join(parts[:-1]) or "/") if parts[-1] in WITHOUT_PAGE else path


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
