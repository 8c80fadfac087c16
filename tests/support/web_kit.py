"""A conference behind the real application: one person a role, a clock that obeys, cheap password hashes."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import httpx
from anyio.from_thread import BlockingPortal, start_blocking_portal
from litestar import Litestar

from ecar_governance.definitions import library
from ecar_governance.domain import commands as c
from ecar_governance.domain import events as e
from ecar_governance.identity.passwords import Argon2Passwords
from ecar_governance.keys.envelopes import HpkeSealing
from ecar_governance.keys.store import DirectoryKeyStore
from ecar_governance.services import accounts
from ecar_governance.services.acting import INSTALLER
from ecar_governance.services.desk import Desk
from ecar_governance.services.people import fold_mail, register_rows
from ecar_governance.services.ports import Clock, Done, Ids
from ecar_governance.services.work import deciding
from ecar_governance.settings import Settings
from ecar_governance.storage.accounts import SqlAccounts
from ecar_governance.storage.engine import Database, open_database
from ecar_governance.storage.outbox import SqlOutbox
from ecar_governance.storage.readers import SqlRecord
from ecar_governance.storage.refusals import SqlRefusals
from ecar_governance.storage.vault import SqlVault
from ecar_governance.storage.writer import Writer
from ecar_governance.web.application import create_app
from ecar_governance.web.csrf import token_for
from ecar_governance.web.sessions import SESSION_COOKIE, VISIT_COOKIE
from support.costs import cheap_hasher
from support.house import in_force, motion

ORIGIN = "http://127.0.0.1:8000"
PASSWORD = "bir neçə sakit söz"

PEOPLE = (
    "nobody",
    "rector",
    "other_rector",
    "vice_rector",
    "acting_rector",
    "assistant",
    "wg_chair",
    "wg_member",
    "session_chair",
    "session_secretary",
    "president",
    "presidium_member",
    "secretary_general",
    "secretariat",
    "auditor",
    "observer",
    "student_representative",
    "administrator",
    "delegate",
)


def cheap_passwords() -> Argon2Passwords:
    """Argon2id at its least cost: what is tested here is not Argon2."""
    return Argon2Passwords(cheap_hasher())


def email_of(name: str) -> str:
    return f"{name.replace('_', '.')}@test.ecar.example"


class Browser:
    """Somebody's browser: keeps cookies, says where it comes from, follows nothing by itself.

    Litestar's own test client leaves streams open, which here is an error; this one asks the application
    through httpx, on an event loop of its own.
    """

    def __init__(self, app: Litestar, base_url: str, portal: BlockingPortal, address: str) -> None:
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=True, client=(address, 50_000))  # type: ignore[arg-type]
        self._client = httpx.AsyncClient(transport=transport, base_url=base_url)
        self._portal = portal
        self.headers = self._client.headers
        self.cookies = self._client.cookies

    def request(self, method: str, url: str, **parts: Any) -> httpx.Response:
        return self._portal.call(lambda: self._client.request(method, url, **parts))

    def set_cookie(self, name: str, value: str) -> None:
        """As if the site had set it."""
        self.cookies.set(name, value, domain=self._client.base_url.host)

    def get(self, url: str, **parts: Any) -> httpx.Response:
        return self.request("GET", url, **parts)

    def post(self, url: str, **parts: Any) -> httpx.Response:
        return self.request("POST", url, **parts)


@dataclass
class Place:
    """A running application and what is behind it."""

    app: Litestar
    desk: Desk
    settings: Settings
    clock: Any
    portal: BlockingPortal
    waited: list[float]

    def person(self, name: str) -> str:
        return f"person-{name}"

    def client(self, address: str = "127.0.0.1") -> Browser:
        """A browser in which nobody is signed in."""
        made = Browser(self.app, self.settings.public_url, self.portal, address)
        made.headers["Origin"] = self.settings.public_url
        made.headers["Accept"] = "text/html"
        return made

    def api(self, name: str) -> Browser:
        """The same for a program."""
        made = self.as_(name)
        made.headers["Accept"] = "application/json"
        return made

    def as_(self, name: str) -> Browser:
        """A browser in which the person has just signed in (or nobody); its token is in its headers."""
        made = self.client()
        if name == "anonymous":
            cookie, raw = VISIT_COOKIE, "v" * 43
        else:
            cookie, raw = SESSION_COOKIE, self.app.state.sessions.begin(self.person(name))
        made.set_cookie(self.app.state.cookies.name(cookie), raw)
        made.headers["X-CSRF-Token"] = token_for(raw)
        return made

    def rector(self) -> e.Actor:
        return e.Actor("person", "person-rector", "mandate-rector", "U001")

    def perform(self, command: c.AnyCommand, actor: e.Actor) -> Done:
        outcome = self.desk.perform(deciding(command, actor), actor=actor)
        assert isinstance(outcome, Done), outcome
        return outcome


@contextmanager
def place(template: Path, folder: Path, clock: Clock, ids: Ids, **given: Any) -> Iterator[Place]:
    """The application on a copy of an empty database: its conference founded, its people registered."""
    shutil.copy(template, folder / "ecar.db")
    database = open_database(f"sqlite:///{folder / 'ecar.db'}", durable=False)
    settings = Settings(data_dir=folder, public_url=given.pop("public_url", ORIGIN), **given)
    writer = Writer(database, clock)
    desk = desk_on(database, writer, folder, clock, ids, settings)
    populate(desk)
    try:
        with start_blocking_portal() as portal:
            app = create_app(desk, settings)
            waited: list[float] = []

            async def pause(seconds: float) -> None:
                waited.append(seconds)

            app.state.pause = pause
            yield Place(app, desk, settings, clock, portal, waited)
    finally:
        writer.close()
        database.close()


def desk_on(
    database: Database, writer: Writer, folder: Path, clock: Clock, ids: Ids, settings: Settings
) -> Desk:
    return Desk(
        office=writer,
        vault=SqlVault(database, fold_mail),
        record=SqlRecord(database),
        accounts=SqlAccounts(database),
        outbox=SqlOutbox(database),
        refusals=SqlRefusals(database),
        passwords=cheap_passwords(),
        clock=clock,
        ids=ids,
        keys=DirectoryKeyStore(folder / "ballots"),
        sealing=HpkeSealing(),
        documents=_NoDocuments(),  # type: ignore[arg-type]
        public_url=settings.public_url,
        fresh_minutes=settings.fresh_minutes,
        max_upload_bytes=settings.max_upload_bytes,
    )


class _NoDocuments:
    """Nothing here is typeset; whoever asks for a document in these tests asks too much."""


def populate(desk: Desk) -> None:
    """Founds the conference; registers its members and one person a role."""
    founded = e.ConferenceFounded(
        "test.ecar.example/log",
        {"az": "Sınaq Konfransı", "en": "Test Conference"},
        "Asia/Baku",
        {"az": "Bakı", "en": "Baku"},
        "key",
        True,
    )
    registered, row = register_rows(
        desk, "person-administrator", _names("administrator"), email_of("administrator"), "az"
    )
    workflows = (in_force(motion()), *(_bundled()))
    bodies = (
        e.BodyRegistered("plenary", "plenary", {"az": "Plenar iclas", "en": "Plenary"}),
        e.BodyRegistered("presidium", "presidium", {"az": "Rəyasət Heyəti", "en": "Presidium"}),
        e.BodyRegistered("wg-1", "working_group", {"az": "İşçi qrupu", "en": "Working group"}),
    )
    command = c.FoundConference(founded, bodies, workflows, registered, "mandate-administrator")
    _must(desk, command, (row,))
    people, rows = [], []
    for name in PEOPLE:
        if name != "administrator":
            locale = "en" if name == "observer" else "az"
            one, row = register_rows(desk, f"person-{name}", _names(name), email_of(name), locale)
            people.append(one)
            rows.append(row)
    institutions = tuple(
        e.InstitutionRegistered(
            f"U{n:03}",
            "member",
            {"az": f"Universitet {n}", "en": f"University {n}"},
            "AZ",
            "Bakı",
            "2026-01-01",
        )
        for n in range(1, 5)
    )
    command = c.ImportMembers(institutions, (), tuple(people), _mandates())
    _must(desk, command, tuple(rows))
    begins = desk.clock.now() + timedelta(days=7)
    session = e.SessionConvened("session-1", "plenary", 1, begins, "Asia/Baku", {"az": "Bakı", "en": "Baku"})
    secretariat = e.Actor("person", "person-secretariat", "mandate-secretariat")
    _must(desk, c.ConveneSession(session), actor=secretariat)
    for kind in ("session_chair", "session_secretary"):
        granted = e.MandateGranted(f"mandate-{kind}", f"person-{kind}", kind, session="session-1")  # type: ignore[arg-type]
        _must(desk, c.GrantMandate(granted))
    rector = e.Actor("person", "person-rector", "mandate-rector", "U001")
    _must(desk, c.DelegateMandate("mandate-delegate", "mandate-rector", "person-delegate"), actor=rector)


def _mandates() -> tuple[e.MandateGranted, ...]:
    def one(kind: Any, **lies: str) -> e.MandateGranted:
        name = lies.pop("name", kind)
        return e.MandateGranted(f"mandate-{name}", f"person-{name}", kind, **lies)

    return (
        one("rector", institution="U001"),
        one("rector", name="other_rector", institution="U002"),
        one("acting_rector", institution="U003"),
        one("vice_rector", institution="U001"),
        one("assistant", institution="U001"),
        one("wg_chair", body="wg-1"),
        one("wg_member", body="wg-1"),
        one("president"),
        one("presidium_member", body="presidium"),
        one("secretary_general"),
        one("secretariat"),
        one("auditor"),
        one("observer", institution="U004"),
        one("student_representative", institution="U004"),
    )


def _names(name: str) -> dict[str, str]:
    words = name.replace("_", " ").title()
    return {"az": f"{words} Adlı", "en": f"{words} Named"}


@cache
def _bundled() -> tuple[e.WorkflowPutInForce, ...]:
    return tuple(in_force(library.load_file(path)) for path in library.bundled().values())


def _must(desk: Desk, command: c.AnyCommand, rows: tuple[Any, ...] = (), actor: Any = INSTALLER) -> None:
    outcome = desk.perform(deciding(command, actor, rows), actor=actor)
    assert isinstance(outcome, Done), outcome


def give_password(place: Place, name: str, password: str = PASSWORD) -> None:
    outcome = accounts.set_password(place.desk, place.person(name), password)
    assert isinstance(outcome, Done), outcome
