"""A conference on the real services: founded by bootstrap, on SQLite or PostgreSQL, with a clock that obeys.

`installed` opens an installation in a folder; `Chamber` knows the people of a small conference and the words
to drive a case with.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

from sqlalchemy import URL, create_engine, text

from ecar_governance import bootstrap
from ecar_governance.bootstrap import Installation, assembly
from ecar_governance.domain.decision import Refused
from ecar_governance.domain.state import Case, Conference, Vote
from ecar_governance.services import auditing, ballots, ending, importing, members, proposals, sessions
from ecar_governance.services.auditing import AuditReport
from ecar_governance.services.desk import Desk
from ecar_governance.services.ports import Clock, Done, Outcome
from ecar_governance.services.texts import ProposalText
from ecar_governance.settings import Settings, read
from ecar_governance.storage.engine import Database

SECRETARY = "person-secretary"
CHAIR = "person-rector-001"
SCRIBE = "person-rector-002"
"""Who is elected secretary of the session."""

GROUP_CHAIR = "person-group-chair"
AUDITOR = "person-auditor"
PLACE = {"az": "Bakı şəhəri", "en": "Baku"}


class SteadyClock:
    """A `services.ports.Clock` that stands still until it is told to move, backwards too."""

    def __init__(self, at: datetime | None = None) -> None:
        self.at = at or datetime(2026, 11, 23, 8, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at

    def advance(self, **parts: float) -> datetime:
        """Moves by a timedelta's keywords."""
        self.at += timedelta(**parts)
        return self.at


def this_minute() -> SteadyClock:
    """A steady clock at the machine's time, for tests in which certificates are looked at."""
    return SteadyClock(datetime.now(UTC).replace(second=0, microsecond=0))


def settings_at(folder: Path, database_url: str | None = None, **given: Any) -> Settings:
    """Settings of an installation that keeps everything but, perhaps, its database in the folder."""
    if database_url is not None:
        given["database_url"] = database_url
    return read(data_dir=folder, **given)


@contextmanager
def installed(
    folder: Path, database_url: str | None = None, clock: Clock | None = None, **given: Any
) -> Iterator[Installation]:
    """The installation in the folder, founded there first if none is.

    Args:
        folder: the data folder, keys and checkpoints in it.
        database_url: where the database is not a file in the folder.
        clock: obeyed instead of the machine's.
        given: further settings.
    """
    settings = settings_at(folder, database_url, **given)
    with on_clock(clock):
        if not bootstrap.is_installed(settings):
            must(
                bootstrap.found(
                    settings,
                    administrator={"az": "İnzibatçı", "en": "Administrator"},
                    email="admin@test.ecar.example",
                    origin="test.ecar.example/log",
                )[1]
            )
        opened = bootstrap.open_installation(settings)
        installation = opened.__enter__()
    try:
        yield installation
    finally:
        opened.__exit__(None, None, None)


@contextmanager
def on_clock(clock: Clock | None) -> Iterator[None]:
    """Whatever is assembled meanwhile obeys the clock."""
    if clock is None:
        yield
        return
    with patch.object(assembly, "SystemClock", lambda: clock):
        yield


def url_of(database: Database) -> str:
    """The address of a database that a fixture made."""
    return database.url.set(drivername=database.url.get_backend_name()).render_as_string(hide_password=False)


def copied(folder: Path, target: Path) -> Path:
    """A copy of a closed installation on SQLite, with an empty write-ahead log."""
    shutil.copytree(folder, target)
    return target


def audit(settings: Settings, notes: tuple[str, ...] = ()) -> AuditReport:
    """What `ecar audit verify` finds in an installation as it lies."""
    with bootstrap.open_for_audit(settings) as place:
        return auditing.verify(place, notes)


def must(outcome: Outcome) -> Done:
    """The act; a refusal fails the test."""
    assert isinstance(outcome, Done), outcome
    return outcome


def codes(outcome: Outcome) -> list[str]:
    """The reasons' codes of a refusal; an act fails the test."""
    assert isinstance(outcome, Refused), outcome
    return [reason.code for reason in outcome.reasons]


# --- a small conference ------------------------------------------------------------------------------------


def institutions_csv(count: int) -> bytes:
    """So many members, U001 on."""
    lines = ["code,name_en,name_az,kind,country,city"]
    lines += [f"U{n:03},University {n},Universitet {n},member,AZ,Bakı" for n in range(1, count + 1)]
    return "\n".join(lines).encode()


BODIES_CSV = "code,kind,name_az,name_en\nrecognition,working_group,İşçi qrupu,Working group\n".encode()
MANDATES_HEADER = "person,name_az,name_en,email,locale,kind,institution,body,from,until"


def mandate_line(
    person: str,
    kind: str,
    institution: str = "",
    body: str = "",
    since: str = "2025-09-01",
    until: str = "",
    locale: str = "az",
) -> str:
    """A row of a file of mandates, for a person whose name and address follow from the code."""
    return (
        f"{person},{person.title()} Adlı,{person.title()} Named,{person}@test.ecar.example,{locale},"
        f"{kind},{institution},{body},{since},{until}"
    )


def mandates_csv(*lines: str) -> bytes:
    """A file of mandates."""
    return "\n".join((MANDATES_HEADER, *lines)).encode()


def people_csv(count: int) -> bytes:
    """A rector for each of so many members, a vice-rector of the third, and the officers."""
    third, last = f"U{min(3, count):03}", f"U{count:03}"
    return mandates_csv(
        *(mandate_line(f"rector-{n:03}", "rector", f"U{n:03}") for n in range(1, count + 1)),
        mandate_line("vice", "vice_rector", third),
        mandate_line("assistant-1", "assistant", "U001"),
        mandate_line("group-chair", "wg_chair", last, "recognition"),
        mandate_line("secretary", "secretariat"),
        mandate_line("auditor", "auditor"),
        mandate_line("observer", "observer", last, locale="en"),
    )


def text_of(word: str = "Təklif", **given: Any) -> ProposalText:
    """A short proposal in both languages."""
    return ProposalText(
        {"az": f"{word} haqqında", "en": f"On {word}"},
        {"az": f"1. {word} təsdiq edilsin.", "en": f"1. {word} is approved."},
        **given,
    )


class Chamber:
    """The people of a small conference and the words to drive a case with."""

    def __init__(self, installation: Installation) -> None:
        self.installation = installation
        self.desk: Desk = installation.desk
        self.settings = installation.settings

    @property
    def conference(self) -> Conference:
        return self.desk.conference

    def case(self, case: str) -> Case:
        return self.conference.cases[case]

    def vote(self, vote: str) -> Vote:
        return self.conference.votes[vote]

    def settle_in(self, count: int = 5) -> Chamber:
        """Imports the members, their rectors and the officers."""
        for name, content in (
            ("institutions.csv", institutions_csv(count)),
            ("bodies.csv", BODIES_CSV),
            ("mandates.csv", people_csv(count)),
        ):
            must(importing.import_csv(self.desk, "", name, content))
        return self

    def seats(self) -> list[str]:
        """The seats that a rector holds now, sorted."""
        return sorted(self._rectors())

    def rector(self, seat: str) -> str:
        """The person whose vote the seat's is."""
        return self._rectors()[seat]

    def _rectors(self) -> dict[str, str]:
        now = self.desk.clock.now()
        return {
            m.seat: m.person
            for m in self.conference.mandates.values()
            if m.kind in ("rector", "acting_rector") and m.in_force(now)
        }

    def convene(self, *, officers: bool = True, **given: Any) -> str:
        """Convenes a session with its chair and secretary."""
        begins = given.pop("begins", self.desk.clock.now() + timedelta(hours=1))
        given.setdefault("place", PLACE)
        session = must(sessions.convene(self.desk, SECRETARY, begins=begins, **given)).events[0].subject
        if officers:
            for person, kind in ((CHAIR, "session_chair"), (SCRIBE, "session_secretary")):
                form = members.MandateForm(person, kind, session=session)  # type: ignore[arg-type]
                must(members.grant(self.desk, SECRETARY, form))
        return session

    def session(self, *, present: int | None = None, **given: Any) -> str:
        """An open session in which so many seats (all when None) are present."""
        session = self.convene(**given)
        must(sessions.open_session(self.desk, SECRETARY, session))
        for seat in self.seats()[:present]:
            must(sessions.record_presence(self.desk, SECRETARY, session, seat))
        return session

    def draft(self, person: str = CHAIR, text: ProposalText | None = None, **given: Any) -> str:
        given.setdefault("workflow", "resolution")
        return must(proposals.draft(self.desk, person, text or text_of(), **given)).events[0].subject

    def act(self, person: str, case: str, transition: str, **inputs: Any) -> Done:
        return must(self.try_act(person, case, transition, **inputs))

    def try_act(self, person: str, case: str, transition: str, **inputs: Any) -> Outcome:
        return proposals.act(self.desk, person, case, transition, self.case(case).version, inputs)

    def on_agenda(self, session: str, **given: Any) -> str:
        """A proposal on the agenda."""
        case = self.draft(**given)
        self.act(CHAIR, case, "submit")
        self.act(SECRETARY, case, "place_directly", session=session)
        return case

    def open_vote(self, session: str, **given: Any) -> tuple[str, str]:
        """A proposal put to the vote, and the vote."""
        case = self.on_agenda(session, **given)
        self.act(CHAIR, case, "open_vote")
        return case, self.case(case).vote

    def open_secret_vote(self, session: str, candidate: str = "NEW") -> tuple[str, str]:
        """A candidate's admission put to the secret vote."""
        row = f"code,name_en,name_az,kind,country,city\n{candidate},New One,Yeni,candidate,AZ,Şəki\n"
        must(importing.import_csv(self.desk, "", "candidate.csv", row.encode()))
        case = self.draft(workflow="membership")
        self.act(CHAIR, case, "apply", institution=candidate)
        self.act(SECRETARY, case, "confirm")
        self.act(SECRETARY, case, "place_on_agenda", session=session)
        self.act(CHAIR, case, "open_vote")
        return case, self.case(case).vote

    def cast(self, vote: str, seat: str, choice: str = "for", **given: Any) -> Outcome:
        """The seat's rector casts."""
        given.setdefault("manifest_hash", self.vote(vote).manifest_hash)
        person = given.pop("person", None) or self.rector(seat)
        return ballots.cast(self.desk, person, vote, choice, seat=seat, **given)

    def cast_all(self, vote: str, *choices: str) -> None:
        """The first seats cast these choices; without any, all vote for."""
        seats = self.seats()
        for seat, choice in zip(seats, choices or ("for",) * len(seats), strict=False):
            if choice:
                must(self.cast(vote, seat, choice))

    def close(self, vote: str, person: str = CHAIR) -> Done:
        return must(ending.close(self.desk, person, vote))

    def adopted(self, session: str, **given: Any) -> str:
        """A case whose resolution was adopted by everybody."""
        case, vote = self.open_vote(session, **given)
        self.cast_all(vote)
        self.close(vote)
        return case

    def blob(self, digest: str) -> bytes:
        content = self.desk.vault.blob(digest)
        assert content is not None, digest
        return content


# --- founded once, copied often ----------------------------------------------------------------------------


class Moulds:
    """Conferences founded once a run, of which each test gets a copy of its own.

    Args:
        folder: where the originals are kept.
        postgresql: a migrated, empty database to copy; None for conferences on SQLite.
    """

    def __init__(self, folder: Path, postgresql: URL | None = None) -> None:
        self._folder = folder
        self._postgresql = postgresql
        self._made: dict[int, tuple[Path, str | None]] = {}
        self._count = 0

    @contextmanager
    def cast(self, members: int, folder: Path, clock: Clock | None = None, **given: Any) -> Iterator[Chamber]:
        """A copy of the conference with so many members (0: nobody but the administrator), in `folder`."""
        original, database = self._mould(members)
        copied(original, folder)
        own = None if database is None else self._copy(database)
        try:
            with installed(folder, self._url(own), clock, **given) as installation:
                yield Chamber(installation)
        finally:
            if own is not None:
                self._drop(own)

    def close(self) -> None:
        """Drops the originals' databases."""
        for _, database in self._made.values():
            if database is not None:
                self._drop(database)

    def _mould(self, members: int) -> tuple[Path, str | None]:
        if members not in self._made:
            folder = self._folder / str(members)
            template = self._postgresql
            database = None if template is None else self._copy(str(template.database))
            with installed(folder, self._url(database), SteadyClock()) as installation:
                if members:
                    Chamber(installation).settle_in(members)
            self._made[members] = (folder, database)
        return self._made[members]

    def _url(self, database: str | None) -> str | None:
        if database is None or self._postgresql is None:
            return None
        return self._postgresql.set(database=database).render_as_string(hide_password=False)

    def _copy(self, database: str) -> str:
        self._count += 1
        name = f"{self._folder.name.replace('-', '_')}_{os.getpid()}_{self._count}"
        self._admin(f"CREATE DATABASE {name} TEMPLATE {database}")
        return name

    def _drop(self, database: str) -> None:
        self._admin(f"DROP DATABASE {database} WITH (FORCE)")

    def _admin(self, statement: str) -> None:
        if self._postgresql is None:
            return
        url = self._postgresql.set(database="postgres", drivername="postgresql+psycopg")
        engine = create_engine(url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(statement))
        engine.dispose()
