"""Signed-in browsers: a session lives in the vault under the hash of its cookie, and nowhere else.

An id that the vault does not know counts for nothing, so nobody can plant one (session fixation). It changes
at sign-in and at every new proof of the password; it ends when unused, when old, and with all others of the
person at sign-out. Source: OWASP Session Management; NIST SP 800-63B section 7.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Final, Literal, cast

from litestar.connection import ASGIConnection
from msgspec import Struct

from ecar_governance.domain.state import Conference, Mandate
from ecar_governance.domain.workflow import MandateKind
from ecar_governance.services.accounts_port import AccountVault, SessionRecord
from ecar_governance.services.ports import Clock
from ecar_governance.settings import Settings

Language = Literal["az", "en"]
LANGUAGES: Final[tuple[Language, ...]] = ("az", "en")

_TOUCH_AFTER: Final = timedelta(seconds=60)
"""Use is noted once a minute at most: noting it at every request would make every read a write."""


class Visitor(Struct, frozen=True):
    """Who asks: nobody known (`person` is ""), or a person with the mandates that hold at this instant."""

    person: str = ""
    mandates: tuple[Mandate, ...] = ()
    authenticated_at: datetime | None = None
    language: Language = "az"

    @property
    def signed_in(self) -> bool:
        """Whether the visitor is a known person."""
        return bool(self.person)

    @property
    def kinds(self) -> frozenset[MandateKind]:
        """The kinds of mandates in force."""
        return frozenset(mandate.kind for mandate in self.mandates)


class Visit(Struct):
    """One request's own things, made by `Entrance` before any route is looked for.

    `conference` is what was true when the request came, for somebody signed in (see `conference_of`)."""

    request_id: str
    visitor: Visitor
    address: str
    session: SessionRecord | None = None
    conference: Conference | None = None
    secret: str = ""
    set_cookies: list[str] = []
    unavailable: bool = False
    private: bool = False


class Cookies(Struct, frozen=True):
    """Names and attributes of our cookies: `__Host-` and Secure, but on loopback http, which has no https."""

    secure: bool

    def name(self, plain: str) -> str:
        """The name as it is sent: `__Host-` forbids other hosts, sub-domains and plain http to set it."""
        return f"__Host-{plain}" if self.secure else plain

    def set(self, plain: str, value: str, *, max_age: int | None = None) -> str:
        """A Set-Cookie header. Without `max_age` the cookie ends with the browser."""
        parts = [f"{self.name(plain)}={value}", "Path=/", "HttpOnly", "SameSite=Lax"]
        if self.secure:
            parts.append("Secure")
        if max_age is not None:
            parts.append(f"Max-Age={max_age}")
        return "; ".join(parts)

    def read(self, header: str, plain: str) -> str:
        """The value in a Cookie header; "" when it is absent, doubled or not of our making."""
        wanted = self.name(plain)
        found = [
            value.strip()
            for name, separator, value in (part.partition("=") for part in header.split(";"))
            if separator and name.strip() == wanted
        ]
        if len(found) != 1 or len(found[0]) > 128 or not found[0].replace("-", "").replace("_", "").isalnum():
            return ""
        return found[0]


SESSION_COOKIE: Final = "ecar"
VISIT_COOKIE: Final = "ecar-visit"
LANGUAGE_COOKIE: Final = "ecar-language"


def id_hash(raw: str) -> str:
    """What the vault keeps of a cookie."""
    return hashlib.sha256(raw.encode()).hexdigest()


class Sessions:
    """The session store. Blocking: call it from a thread."""

    def __init__(self, vault: AccountVault, clock: Clock, settings: Settings) -> None:
        self._vault = vault
        self._clock = clock
        self._idle = settings.session_idle
        self._absolute = settings.session_absolute
        self._used: dict[str, datetime] = {}

    def look(self, raws: Iterable[str]) -> dict[str, SessionRecord]:
        """The sessions of these cookies, by cookie: those known and neither too old nor too long unused."""
        cookies = {id_hash(raw): raw for raw in raws}
        now = self._clock.now()
        live: dict[str, SessionRecord] = {}
        for found in self._vault.sessions(tuple(cookies)):
            seen = max(found.seen, self._used.get(found.id_hash, found.seen))
            if now >= found.expires or now - seen >= self._idle:
                self._vault.end_session(found.id_hash)
                continue
            if now - seen >= _TOUCH_AFTER:
                self._used[found.id_hash] = now
            live[cookies[found.id_hash]] = found
        return live

    @property
    def unwritten(self) -> bool:
        """Whether `write_down` has anything to do."""
        return bool(self._used)

    def write_down(self) -> None:
        """Notes in the vault, in one transaction, which sessions were used."""
        used = dict(self._used)
        self._vault.touch_sessions(used)
        # Forgotten only now: until then a look must not take the vault's older instant for the last use.
        for name, at in used.items():
            if self._used.get(name) == at:
                del self._used[name]

    def begin(self, person: str, previous: SessionRecord | None = None) -> str:
        """After a sign-in: a new session under a new id; the browser's earlier one dies. Gives the cookie."""
        now = self._clock.now()
        raw = secrets.token_urlsafe(32)
        self._vault.add_session(
            SessionRecord(
                id_hash=id_hash(raw),
                person=person,
                created=now,
                seen=now,
                authenticated_at=now,
                expires=now + self._absolute,
            )
        )
        if previous is not None:
            self._vault.end_session(previous.id_hash)
        return raw

    def renew(self, session: SessionRecord) -> str:
        """After a new proof of the password: the same session under a new id, freshly authenticated."""
        now = self._clock.now()
        raw = secrets.token_urlsafe(32)
        self._vault.add_session(
            SessionRecord(
                id_hash=id_hash(raw),
                person=session.person,
                created=session.created,
                seen=now,
                authenticated_at=now,
                expires=session.expires,
            )
        )
        self._vault.end_session(session.id_hash)
        return raw

    def end_all(self, person: str) -> None:
        """Sign-out: everywhere at once."""
        self._vault.end_sessions(person)

    def sweep(self) -> int:
        """Forgets what has ended; gives how many."""
        self.write_down()
        now = self._clock.now()
        return self._vault.expire_sessions(now, now - self._idle)


Connection = ASGIConnection[Any, Any, Any, Any]


def visit_of(connection: Connection) -> Visit:
    """The visit that `Entrance` began for this request."""
    return cast("Visit", connection.scope["state"]["visit"])


def visitor_of(connection: Connection) -> Visitor:
    """Who asks."""
    return visit_of(connection).visitor


def conference_of(connection: Connection) -> Conference:
    """The conference as it was when the request came: one value for all that one answer says, and no further
    question to the database. After an act of this request ask the desk."""
    known = visit_of(connection).conference
    return known if known is not None else cast("Conference", connection.app.state.desk.conference)
