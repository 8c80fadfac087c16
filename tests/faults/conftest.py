"""A full hall of sixty members on either database, and two servers that share one PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec import Struct
from sqlalchemy import URL
from support.desks import SECRETARY, Chamber, Moulds
from support.servers import Question, Server, Ticket, servers, sign_in

MEMBERS = 60


@pytest.fixture(scope="session")
def sqlite_moulds(tmp_path_factory: pytest.TempPathFactory) -> Moulds:
    """Conferences on SQLite, to copy."""
    return Moulds(tmp_path_factory.mktemp("moulds"))


@pytest.fixture(scope="session")
def postgresql_moulds(postgresql_template: URL, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Moulds]:
    """Conferences on PostgreSQL, to copy."""
    made = Moulds(tmp_path_factory.mktemp("moulds"), postgresql_template)
    yield made
    made.close()


class Full(Struct, frozen=True):
    """A hall in which sixty have signed in and sit in an open session."""

    hall: Chamber
    session: str
    tickets: dict[str, Ticket]

    @property
    def seats(self) -> list[str]:
        return self.hall.seats()

    def ticket(self, seat: str) -> Ticket:
        """Of the seat's rector."""
        return self.tickets[self.hall.rector(seat)]

    def question(self, *, secret: bool = False) -> Question:
        """A fresh vote."""
        hall = self.hall
        name = f"NEW{len(hall.conference.cases)}"
        _, vote = hall.open_secret_vote(self.session, name) if secret else hall.open_vote(self.session)
        return Question(vote, hall.vote(vote).manifest_hash)


def fill(hall: Chamber) -> Full:
    """Everybody present and signed in."""
    session = hall.session()
    people = [hall.rector(seat) for seat in hall.seats()]
    return Full(hall, session, sign_in(hall, *people, SECRETARY, "person-auditor"))


@pytest.fixture
def full(backend: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Full]:
    """On each database."""
    moulds: Moulds = request.getfixturevalue(f"{backend}_moulds")
    with moulds.cast(MEMBERS, tmp_path / "data") as hall:
        yield fill(hall)


class Pair(Struct, frozen=True):
    """Two servers and the hall that both serve; the hall's own desk is a third process's."""

    full: Full
    one: Server
    two: Server

    @property
    def both(self) -> tuple[Server, Server]:
        return self.one, self.two


@pytest.fixture(scope="session")
def pair(postgresql_moulds: Moulds, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    """Started once for all tests that kill neither."""
    folder = tmp_path_factory.mktemp("pair")
    with postgresql_moulds.cast(MEMBERS, folder / "data") as hall:
        full = fill(hall)
        with servers(hall.settings, folder / "server", 2) as (one, two):
            yield Pair(full, one, two)
