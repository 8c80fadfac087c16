"""The database fails at every statement in turn, fills up, goes away: nothing half, no false answer."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Connection, event, text
from sqlalchemy.exc import OperationalError
from support.house import House, manifest

from ecar_governance.domain import commands as c
from ecar_governance.domain.decision import Refused
from ecar_governance.errors import Unavailable
from ecar_governance.services.ports import Act, Done, VaultWrite
from ecar_governance.storage.engine import Database
from ecar_governance.storage.projections import compare, stored_rows
from ecar_governance.storage.statements import Statement
from ecar_governance.storage.tables import METADATA
from ecar_governance.storage.writer import Writer

pytestmark = pytest.mark.faults


@pytest.fixture
def writer(database: Database, clock) -> Iterator[Writer]:
    with Writer(database, clock) as made:
        yield made


@pytest.fixture
def house(writer: Writer) -> House:
    house = House(writer, members=5).found()
    house.draft("case-1")
    house.put("case-1", "vote-1")
    return house


def everything(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    with database.reading() as connection:
        return {
            table.name: [
                tuple(row) for row in connection.execute(table.select().order_by(*table.primary_key))
            ]
            for table in METADATA.sorted_tables
        }


class Failing:
    """Lets so many statements through, then fails the next one as a lost connection would."""

    def __init__(self, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
        self.left: int | None = None
        self.seen: list[str] = []
        event.listen(database.write, "begin", lambda _: self._count("BEGIN"))
        event.listen(database.write, "commit", lambda _: self._count("COMMIT"))
        event.listen(database.write, "before_cursor_execute", lambda *given: self._count(given[2]))
        for name in ("run", "select"):
            real = getattr(Statement, name)

            def counted(statement: Statement, *given: Any, real: Any = real, **more: Any) -> Any:
                self._count(statement.sql)
                return real(statement, *given, **more)

            monkeypatch.setattr(Statement, name, counted)

    def _count(self, statement: str) -> None:
        self.seen.append(statement.split("(")[0].strip())
        if self.left is None:
            return
        if self.left == 0:
            self.left = None
            raise OperationalError(statement, None, Exception("injected"))
        self.left -= 1


def busy_act(house: House) -> Any:
    """An act that writes everything an act can: events, projections, vault rows, a key."""
    ballot = house.ballot("vote-1", 0, "paper")

    def work(act: Act) -> Refused | None:
        refused = ballot(act)
        if refused is not None:
            return refused
        act.read("text", {"digest": "sha256:none"})
        answer = act.decide(c.DraftProposal("case-2", "motion", manifest()), house.rector(0))
        row = {"salt": b"s" * 16, "content": "mətn", "language": "az", "created": act.now}
        act.vault(VaultWrite("text", {"digest": "sha256:t"}, row))
        return answer if isinstance(answer, Refused) else None

    return work


def test_failing_at_every_statement_leaves_nothing_half(
    database: Database, writer: Writer, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing = Failing(database, monkeypatch)
    before, memory = everything(database), writer.memory
    for place in range(100):
        failing.left, failing.seen = place, []
        try:
            outcome = writer.perform(busy_act(house), actor=house.rector(0), key="the-key")
        except Unavailable:
            assert everything(database) == before, failing.seen
            assert writer.memory == memory
            continue
        break
    failing.left = None
    assert isinstance(outcome, Done)
    assert not outcome.repeated
    assert place >= 10, "every statement of the transaction was tried"
    log, marks, head = "INSERT INTO log_event", "INSERT INTO ballot_mark", "UPDATE log_head"
    for word in ("BEGIN", "SELECT", log, marks, head, "COMMIT"):
        assert any(statement.startswith(word) for statement in failing.seen), word
    with database.reading() as connection:
        assert compare(connection, writer.conference) == []
        assert len(stored_rows(connection, "proposal")) == 2
    after = everything(database)
    assert len(after["text"]) == len(after["envelope"]) == len(after["idempotency"]) == 1


@pytest.mark.parametrize("how", ["as the driver says it", "as nobody expects"])
def test_a_commit_whose_answer_is_lost_is_told_at_the_retry(
    database: Database, writer: Writer, house: House, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    dialect, real = database.write.dialect, database.write.dialect.do_commit
    expected: type[Exception] = dialect.dbapi.OperationalError  # type: ignore[union-attr]
    errors = [(expected if how.startswith("as the driver") else RuntimeError)("the answer was lost")]

    def commit_and_break_off(connection: Any) -> None:
        real(connection)
        if errors:
            raise errors.pop()

    monkeypatch.setattr(dialect, "do_commit", commit_and_break_off)
    with pytest.raises(Unavailable, match="not certainly: the answer was lost"):
        writer.perform(house.ballot("vote-1", 0), actor=house.rector(0), key="k")
    again = writer.perform(house.ballot("vote-1", 0), actor=house.rector(0), key="k")
    assert isinstance(again, Done)
    assert again.repeated
    with database.reading() as connection:
        assert len(stored_rows(connection, "ballot_mark")) == 1
        assert compare(connection, writer.conference) == []


@contextmanager
def little_room(database: Database, writer: Writer) -> Iterator[None]:
    """A disk that is full soon: a real limit of SQLite's; on PostgreSQL, its error of that name."""
    if database.is_sqlite:

        def limit(connection: Connection) -> None:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 30}")

        writer.in_turn(limit)
        yield
        return
    with database.writing() as connection:
        connection.exec_driver_sql(
            "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            " IF (SELECT count(*) FROM text) > 10 THEN"
            " RAISE EXCEPTION 'could not extend file: disk full' USING ERRCODE = '53100'; END IF;"
            " RETURN NEW; END $$"
        )
        connection.exec_driver_sql(
            "CREATE TRIGGER full_disk BEFORE INSERT ON log_event FOR EACH ROW EXECUTE FUNCTION full_disk()"
        )
    yield
    with database.writing() as connection:
        connection.exec_driver_sql("DROP FUNCTION full_disk() CASCADE")


def test_a_full_disk_is_never_acknowledged(database: Database, writer: Writer, house: House) -> None:
    kept, at = 0, writer.conference.at
    told: Unavailable | None = None
    with little_room(database, writer):
        while told is None and kept < 1000:
            row = {"salt": b"s" * 16, "content": "x" * 3000, "language": "az", "created": at}
            draft = c.DraftProposal(f"case-full-{kept}", "motion", manifest())
            write = VaultWrite("text", {"digest": f"sha256:{kept}"}, row)
            try:
                house.must(draft, house.rector(0), write)
                kept += 1
            except Unavailable as error:
                told = error
    assert "full" in str(told)
    assert kept > 0
    with database.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM text")).scalar() == kept
        assert compare(connection, writer.refresh()) == []
    # Room again: the writer goes on by itself.
    assert isinstance(house.cast("vote-1", 0), Done)


def test_a_database_that_comes_back_is_used_again(
    backend: str, house: House, writer: Writer, database: Database
) -> None:
    closed: list[Any] = []
    if backend == "postgresql":
        with database.reading() as connection:
            connection.execute(
                text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
            )
    else:
        writer.in_turn(lambda connection: closed.append(connection.connection.driver_connection))
        closed[0].close()  # the nearest thing for a file: the handle is gone under the writer
    with pytest.raises(Unavailable):
        house.cast("vote-1", 0, key="k")
    again = house.cast("vote-1", 0, key="k")
    assert isinstance(again, Done)
    assert not again.repeated


def test_a_locked_database_is_waited_for_and_then_given_up(make_database, clock) -> None:
    """Another program holds the lock: no act is acknowledged, and none is half done when it lets go."""
    database = make_database("sqlite")
    with Writer(database, clock) as writer:
        house = House(writer).found()
        writer.in_turn(lambda connection: connection.exec_driver_sql("PRAGMA busy_timeout = 50"))
        other = sqlite3.connect(str(database.path), isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Unavailable, match="locked"):
            house.draft("case-1")
        other.execute("ROLLBACK")
        other.close()
        house.draft("case-1")
        with database.reading() as connection:
            assert compare(connection, writer.conference) == []
