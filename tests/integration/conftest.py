"""A conference on the real services for each test, on either database; founded once a run and copied."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import URL
from support.desks import Chamber, Moulds, SteadyClock


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


@pytest.fixture
def moulds(backend: str, request: pytest.FixtureRequest) -> Moulds:
    """Conferences on the database of this test, to copy."""
    found: Moulds = request.getfixturevalue(f"{backend}_moulds")
    return found


@pytest.fixture
def steady() -> SteadyClock:
    """The clock that the conference of this test obeys."""
    return SteadyClock()


@pytest.fixture
def founded(moulds: Moulds, tmp_path: Path, steady: SteadyClock) -> Iterator[Chamber]:
    """A conference without members, on each database."""
    with moulds.cast(0, tmp_path / "data", steady) as hall:
        yield hall


@pytest.fixture
def hall(moulds: Moulds, tmp_path: Path, steady: SteadyClock) -> Iterator[Chamber]:
    """A conference with five members and its officers, on each database."""
    with moulds.cast(5, tmp_path / "data", steady) as hall:
        yield hall
