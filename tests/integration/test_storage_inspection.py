"""What an audit finds in the tables: indexes, head and vault held against the log's bytes."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from support.house import SYSTEM, House

from ecar_governance.domain.canonical import text_digest
from ecar_governance.domain.decision import Refused
from ecar_governance.services.ports import Act, VaultWrite
from ecar_governance.storage.engine import Database
from ecar_governance.storage.inspection import SqlTables
from ecar_governance.storage.vault import SqlVault
from ecar_governance.storage.writer import Writer

TEXT = text_digest("mətn", b"s" * 16)


@pytest.fixture
def conference(database: Database, clock):
    """A record with an open vote, three ballots, a text and a file."""
    with Writer(database, clock) as writer:
        house = House(writer, members=4).found()
        house.draft("case-1")
        house.put("case-1", "vote-1")
        for seat in range(3):
            house.cast("vote-1", seat)

        def work(act: Act) -> Refused | None:
            row = {"salt": b"s" * 16, "content": "mətn", "language": "az", "created": act.now}
            act.vault(VaultWrite("text", {"digest": TEXT}, row))
            return None

        writer.perform(work, actor=SYSTEM)
        SqlVault(database, str.casefold).put_blob(b"file", media_type="a/b", filename="f", at=clock.now())
        yield writer.conference


def test_a_record_left_alone_has_no_findings(database: Database, conference) -> None:
    tables = SqlTables(database, str.casefold)
    count, findings = tables.compare(conference)
    assert findings == []
    assert count > conference.size
    assert tables.vault(conference)[1] == []
    assert tables.rebuild(conference) == []


INDEXES = {
    "type": "'VoteClosed'",
    "subject": "'case-2'",
    "act": "0",
    "at": "'2026-11-23T08:00:01.000000Z'",
    "actor": "'installer'",
    "person": "'person-003'",
    "mandate": "NULL",
    "institution": "'U003'",
    "leaf_hash": "(SELECT root FROM log_head)",
}


@pytest.mark.parametrize("column", INDEXES)
def test_an_altered_index_column_is_named(database: Database, conference, column: str) -> None:
    last = conference.size - 1
    with database.writing() as connection:
        connection.execute(text(f"UPDATE log_event SET {column} = {INDEXES[column]} WHERE position = {last}"))  # noqa: S608
    _, findings = SqlTables(database, str.casefold).compare(conference)
    assert [finding.where for finding in findings] == [f"log_event[{last}].{column}"]


HEADS = {
    "size": "size = size - 1",
    "root": "root = (SELECT leaf_hash FROM log_event WHERE position = 0)",
    "frontier": "frontier = (SELECT leaf_hash FROM log_event WHERE position = 0)",
    "at": "at = '2026-11-23T08:00:00.000001Z'",
}


@pytest.mark.parametrize("column", HEADS)
def test_an_altered_head_is_named(database: Database, conference, column: str) -> None:
    with database.writing() as connection:
        connection.execute(text(f"UPDATE log_head SET {HEADS[column]}"))  # noqa: S608
    _, findings = SqlTables(database, str.casefold).compare(conference)
    assert [finding.where for finding in findings] == [f"log_head.{column}"]


VAULT = {
    "UPDATE text SET content = 'başqa mətn'": ("vault_altered", f"text[{TEXT}]"),
    "UPDATE text SET salt = 'ssssssssssssssst'": ("vault_altered", f"text[{TEXT}]"),
    "UPDATE text SET content = 'e' || (SELECT '\u0301')": ("vault_altered", f"text[{TEXT}]"),
    "UPDATE blob SET content = 'FILE'": ("vault_altered", "blob["),
    "DELETE FROM envelope WHERE seat = 'seat-U001'": ("envelope_differs", "envelope[vote-1, seat-U001]"),
    "UPDATE envelope SET seat = 'seat-U003' WHERE seat = 'seat-U001'": (
        "envelope_differs",
        "envelope[vote-1, seat-U001]",
    ),
    "UPDATE envelope SET sealed = (SELECT root FROM log_head) WHERE seat = 'seat-U002'": (
        "envelope_differs",
        "envelope[vote-1, seat-U002]",
    ),
}


@pytest.mark.parametrize("statement", VAULT)
def test_what_is_not_what_its_digest_says_is_named(database: Database, conference, statement: str) -> None:
    with database.writing() as connection:
        connection.execute(text(statement))
    code, where = VAULT[statement]
    finding = SqlTables(database, str.casefold).vault(conference)[1][0]
    assert finding.code == code
    assert finding.where.startswith(where)
