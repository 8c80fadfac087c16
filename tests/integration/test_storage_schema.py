"""Migrations and models agree, on both databases; the constraints are the ones the models name."""

from __future__ import annotations

import pytest
from sqlalchemy import CheckConstraint, Inspector, inspect, text
from sqlalchemy.exc import IntegrityError

from ecar_governance.domain.log import EMPTY_ROOT
from ecar_governance.errors import Conflict, InvalidInput
from ecar_governance.storage import schema
from ecar_governance.storage.engine import Database, open_database
from ecar_governance.storage.tables import LOG, METADATA, PROJECTIONS, VAULT


def test_autogenerate_finds_no_difference_between_models_and_migrations(database: Database) -> None:
    assert schema.differences(database) == []


def test_every_check_and_unique_of_the_models_is_in_the_database(database: Database) -> None:
    found: Inspector = inspect(database.read)
    for table in METADATA.tables.values():
        checks = {c.name for c in table.constraints if isinstance(c, CheckConstraint)}
        assert {c["name"] for c in found.get_check_constraints(table.name)} == checks, table.name


def test_every_table_is_of_exactly_one_class() -> None:
    assert set(METADATA.tables) == LOG | PROJECTIONS | VAULT
    assert not LOG & VAULT


def test_upgrading_again_does_nothing(database: Database) -> None:
    assert schema.pending(database) == ()
    assert schema.upgrade(database) == ()


def test_an_empty_database_has_everything_pending(tmp_path) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'new.db'}", durable=False)
    assert schema.pending(database)[0] == "0001"
    database.close()


def test_a_database_of_a_newer_release_is_refused(database: Database) -> None:
    with database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(Conflict, match="9999"):
        schema.upgrade(database)
    with database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))


def test_a_migration_that_breaks_off_leaves_the_old_state(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All revisions run in one transaction, DDL too: what failed half-way never happened."""
    with database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))

    def breaking(connection_config: object, target: str) -> None:
        connection = connection_config.attributes["connection"]  # type: ignore[attr-defined]
        connection.execute(text("CREATE TABLE half (id INTEGER PRIMARY KEY)"))
        raise RuntimeError("power cut")

    monkeypatch.setattr(schema.command, "upgrade", breaking)
    monkeypatch.setattr(schema, "_missing", lambda _: ("0002",))
    with pytest.raises(RuntimeError, match="power cut"):
        schema.upgrade(database)
    assert "half" not in inspect(database.read).get_table_names()


def test_the_log_begins_empty_with_one_head(database: Database) -> None:
    with database.reading() as connection:
        rows = connection.execute(text("SELECT id, size, root FROM log_head")).all()
    assert [(row.id, row.size, bytes(row.root)) for row in rows] == [(1, 0, EMPTY_ROOT)]


EVENT = "INSERT INTO log_event VALUES (0, 'X', 's', {act}, 'now', '{actor}', NULL, NULL, NULL, 'b', '{h}')"
REFUSED = {
    "a second head": (
        "INSERT INTO log_head (id, size, frontier, root) SELECT 2, size, frontier, root FROM log_head"
    ),
    "an actor of no kind": EVENT.format(act=0, actor="ghost", h="h" * 32),
    "an act after its event": EVENT.format(act=1, actor="system", h="h" * 32),
    "a leaf hash cut short": EVENT.format(act=0, actor="system", h="h" * 31),
    "a salt too short": "INSERT INTO text VALUES ('sha256:x', '1234', 'text', 'az', 'now')",
    "a digest of no kind": "INSERT INTO text VALUES ('md5:x', '1234567890123456', 'text', 'az', 'now')",
    "a wrong size": "INSERT INTO blob VALUES ('sha256:x', 'text/plain', 'a.txt', 3, 'four', 'now')",
    "a credential of nobody": "INSERT INTO credential VALUES ('nobody', 'password', 'hash', 'now')",
    "a mark without an elector": "INSERT INTO ballot_mark VALUES ('v', 's', 'd', 'm', 'now', 1, 1)",
    "a mandate of no kind": (
        "INSERT INTO mandate (id, person, kind, since, paper) VALUES ('m', 'p', 'king', 'now', '')"
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_the_database_itself_refuses(database: Database, what: str) -> None:
    with pytest.raises(IntegrityError), database.writing() as connection:
        connection.execute(text(REFUSED[what]))


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "mysql://u@h/d", "not a url"])
def test_other_databases_are_refused(url: str) -> None:
    with pytest.raises(InvalidInput, match="database"):
        open_database(url)


def test_sqlite_connections_are_durable_and_held_to_references(tmp_path) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'a.db'}")
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 10_000}
    for engine in (database.write, database.read):
        with engine.connect() as connection:
            found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in wanted}
            assert found == wanted
    database.close()


def test_postgresql_waits_for_the_disk(postgresql_template, monkeypatch: pytest.MonkeyPatch) -> None:
    database = open_database(postgresql_template.render_as_string(hide_password=False))
    with database.reading() as connection:
        assert connection.execute(text("SHOW synchronous_commit")).scalar() == "on"
        assert connection.execute(text("SHOW transaction_isolation")).scalar() == "read committed"
    database.close()
