"""Bringing a database to this release's tables, by migrations alone, and saying where one stands."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from ecar_governance.errors import Conflict
from ecar_governance.storage.engine import Database
from ecar_governance.storage.tables import METADATA

_LOCK = 0x65636172
"""Advisory lock on PostgreSQL, so that two nodes that start together migrate one after the other."""


def upgrade(database: Database) -> tuple[str, ...]:
    """Applies what is missing, all in one transaction: a crash leaves the old state, whole.

    Returns the revisions applied, oldest first; none when the database is up to date. Raises Conflict when
    it was written by a newer release.
    """
    with database.writing() as connection:
        if not database.is_sqlite:
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        missing = _missing(connection)
        if missing:
            command.upgrade(_config(connection), "head")
    return missing


def pending(database: Database) -> tuple[str, ...]:
    """The revisions that `upgrade` would apply, oldest first. Raises Conflict as it does."""
    with database.reading() as connection:
        return _missing(connection)


def differences(database: Database) -> list[object]:
    """What Alembic would still change to reach the models: nothing, when models and migrations agree."""
    with database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, METADATA))


def revision(database: Database, message: str, identifier: str) -> None:
    """For developers: writes the next migration from the differences between models and database."""
    with _held(database) as connection:
        command.revision(_config(connection), message=message, rev_id=identifier, autogenerate=True)


def revision_of(connection: Connection) -> str:
    """The revision that the database is at; "" when it has no tables of ours."""
    return MigrationContext.configure(connection).get_current_revision() or ""


@contextmanager
def _held(database: Database) -> Iterator[Connection]:
    with database.writing() as connection:
        yield connection


def _missing(connection: Connection) -> tuple[str, ...]:
    scripts = ScriptDirectory.from_config(_config(connection))
    current = MigrationContext.configure(connection).get_current_revision()
    known = [script.revision for script in scripts.walk_revisions()]
    if current is not None and current not in known:
        raise Conflict(
            f"The database is at revision {current}, which this release does not know.",
            fix="run the release that wrote it, or a newer one",
        )
    behind = known[: known.index(current)] if current is not None else known
    return tuple(reversed(behind))


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
