"""Opening the database: the same settings for every connection, on SQLite and on PostgreSQL.

SQLite needs, on each connection, WAL, synchronous=FULL (NORMAL loses acknowledged commits at power loss),
foreign keys, a busy timeout, and transactions begun by hand: a deferred BEGIN that turns into a write gets
"database is locked" whatever the timeout.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, OperationalError
from sqlalchemy.pool import QueuePool
from sqlmodel import Session

from ecar_governance.errors import InvalidInput, Unavailable
from ecar_governance.storage.driver import driver_cursor

BUSY_SECONDS = 10
"""How long a connection waits for another's write to end."""

_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    f"busy_timeout={BUSY_SECONDS * 1000}",
    "secure_delete=FAST",
    "wal_autocheckpoint=8000",
    "cache_size=-32000",
)


class Database:
    """One database, by which ever way it is reached: an engine that writes and an engine that reads.

    Sessions and connections from here are short. The writer alone keeps a connection.
    """

    def __init__(self, url: URL, write: Engine, read: Engine) -> None:
        self.url = url
        self.write = write
        self.read = read

    @property
    def is_sqlite(self) -> bool:
        """True on SQLite, False on PostgreSQL: there is no third."""
        return self.write.dialect.name == "sqlite"

    @property
    def path(self) -> Path | None:
        """The file of a SQLite database."""
        return Path(self.url.database or "") if self.is_sqlite else None

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A short transaction that writes: committed at the end, rolled back by an exception.

        On SQLite it holds the write lock from its beginning. Raises Unavailable when the database is away
        or stays locked."""
        with _translated(), self.write.begin() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A consistent view for a few statements. Raises Unavailable when the database is away."""
        with _translated(), self.read.connect() as connection:
            yield connection

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """One view of everything for as long as it takes, while others write. Raises Unavailable."""
        with _translated(), self.read.connect() as connection:
            if not self.is_sqlite:
                connection = connection.execution_options(isolation_level="REPEATABLE READ")
            with connection.begin():
                yield connection

    @contextmanager
    def at_one_moment(self) -> Iterator[Database]:
        """This database with every `reading` of one view, that of the first, while others write.

        For one thread. Raises Unavailable."""
        with self.snapshot() as connection:
            yield _AtOneMoment(self, connection)

    @contextmanager
    def session(self) -> Iterator[Session]:
        """A SQLModel session to read with; what it is given to add is never kept."""
        with _translated(), Session(self.read, autoflush=False) as session:
            yield session

    def close(self) -> None:
        """Closes every pooled connection."""
        self.write.dispose()
        self.read.dispose()

    def __repr__(self) -> str:
        return f"Database({self.url.render_as_string(hide_password=True)!r})"


class _AtOneMoment(Database):
    """See `Database.at_one_moment`."""

    def __init__(self, whole: Database, view: Connection) -> None:
        super().__init__(whole.url, whole.write, whole.read)
        self._view = view

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """The one view."""
        with _translated():
            yield self._view


def open_database(url: str, *, durable: bool = True) -> Database:
    """Opens (for SQLite: creates) the database that a URL names; no table is made, see `storage.schema`.

    Args:
        url: `sqlite:///relative.db`, `sqlite:////absolute.db`, or `postgresql://user@host/name`.
        durable: False leaves out the wait for the disk: for tests that kill nothing.

    Raises:
        InvalidInput: the URL is of another kind, or names a SQLite database in memory.
    """
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise InvalidInput(f"{url!r} is not a database URL.", fix=_URL_FIX) from error
    backend = parsed.get_backend_name()
    if backend == "sqlite":
        if not parsed.database or parsed.database == ":memory:":
            raise InvalidInput("A SQLite database needs a file: in memory nothing would last.", fix=_URL_FIX)
        return _open_sqlite(parsed.set(drivername="sqlite+pysqlite"), durable)
    if backend == "postgresql":
        return _open_postgresql(parsed.set(drivername="postgresql+psycopg"), durable)
    raise InvalidInput(f"{backend!r} is not a database that this system runs on.", fix=_URL_FIX)


_URL_FIX = "use sqlite:////path/to/ecar.db or postgresql://user@host/name"


def _open_sqlite(url: URL, durable: bool) -> Database:
    Path(url.database or "").parent.mkdir(parents=True, exist_ok=True)
    engines = []
    for begin in ("BEGIN IMMEDIATE", "BEGIN"):
        engine = create_engine(
            url,
            poolclass=QueuePool,
            # Kept open: a connection made for one read and closed again costs more than the read.
            pool_size=64,
            max_overflow=16,
            connect_args={
                "check_same_thread": False,
                "isolation_level": None,
                "timeout": BUSY_SECONDS,
                "cached_statements": 256,
            },
        )
        _on_connect(engine, durable)
        _on_begin(engine, begin)
        engines.append(engine)
    return Database(url, *engines)


def _on_connect(engine: Engine, durable: bool) -> None:
    @event.listens_for(engine, "connect")
    def configure(connection: Any, record: Any) -> None:  # reason: SQLAlchemy's signature
        cursor = connection.cursor()
        for pragma in _PRAGMAS:
            cursor.execute(f"PRAGMA {pragma}")
        if not durable:
            cursor.execute("PRAGMA synchronous=OFF")
        cursor.close()


def _on_begin(engine: Engine, statement: str) -> None:
    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        with driver_cursor(connection, statement, beginning=True) as cursor:
            cursor.execute(statement)


def _open_postgresql(url: URL, durable: bool) -> Database:
    # READ COMMITTED: each statement after the lock on log_head sees everything committed before it.
    options: dict[str, Any] = {
        "isolation_level": "READ COMMITTED",
        "pool_pre_ping": True,
        "pool_size": 8,
        "max_overflow": 32,
        "connect_args": {
            "connect_timeout": BUSY_SECONDS,
            "options": f"-c timezone=UTC -c synchronous_commit={'on' if durable else 'off'}",
        },
    }
    return Database(url, create_engine(url, **options), create_engine(url, **options))


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except OperationalError as error:
        raise Unavailable(f"The database does not answer: {error.orig}.", fix="try again") from error
