"""Whatever is changed behind the program's back is named: every column of every table, any byte of any event.

A conference with something in every table is altered one value at a time; `ecar audit verify` must name it.
"""

from __future__ import annotations

import json
import random
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from msgspec import Struct, structs
from sqlalchemy import Connection, Engine, text
from support import desks
from support.desks import CHAIR, Chamber, Moulds, SteadyClock, audit, must, text_of
from support.tampering import Change, changed, columns_of, finish, hands_on, primary_key

from ecar_governance.cli.main import main
from ecar_governance.domain.log import frontier_of, leaf_hash, root
from ecar_governance.services import auditing, proposals
from ecar_governance.settings import Settings
from ecar_governance.storage.engine import open_database
from ecar_governance.storage.inspecting import MOST
from ecar_governance.storage.memory import frontier_bytes
from ecar_governance.storage.tables import LOG, METADATA, PROJECTIONS, VAULT


class Stand(Struct, frozen=True):
    """A finished conference that nobody is at work in."""

    settings: Settings
    engine: Engine

    def wheres(self) -> list[str]:
        """The places that an audit names."""
        return [finding.where for finding in audit(self.settings).findings]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def stand(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    """On each database, for tests that put back what they changed."""
    moulds: Moulds = request.getfixturevalue(f"{request.param}_moulds")
    with moulds.cast(5, tmp_path_factory.mktemp("stand") / "data", SteadyClock()) as hall:
        finish(hall)
        hall.installation.close()
        engine = hands_on(open_database(hall.settings.database_url).write.url.render_as_string(False))
        yield Stand(hall.settings, engine)
        engine.dispose()
    # `audit` reads as it lies: nothing was left changed.


@pytest.fixture(scope="module")
def original(sqlite_moulds: Moulds, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished conference on SQLite, to copy."""
    folder = tmp_path_factory.mktemp("original") / "data"
    with sqlite_moulds.cast(5, folder, SteadyClock()) as hall:
        finish(hall)
    return folder


@pytest.fixture
def copy(original: Path, tmp_path: Path) -> Settings:
    """A copy for a test that leaves nothing as it was."""
    return desks.settings_at(desks.copied(original, tmp_path / "data"))


def run(settings: Settings, *, script: str, **values: Any) -> None:
    """Statements on a SQLite copy, nothing checked."""
    connection = sqlite3.connect(settings.data_dir / "ecar.db")
    connection.execute("PRAGMA ignore_check_constraints=ON")
    with connection:
        for statement in script.split(";"):
            connection.execute(statement, values)
    connection.close()


def ecar(settings: Settings, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> Result:
    """The command, in this process."""
    monkeypatch.setenv("ECAR_DATA_DIR", str(settings.data_dir))
    return CliRunner().invoke(main, arguments)


def test_what_nobody_touched_is_whole(stand: Stand) -> None:
    report = audit(stand.settings)
    assert report.findings == ()
    assert report.votes == 3
    assert report.size > 100
    with stand.engine.connect() as connection:
        for table in sorted(PROJECTIONS):
            assert connection.execute(text(f"SELECT count(*) FROM {table}")).scalar(), table  # noqa: S608


# --- columns -----------------------------------------------------------------------------------------------


def portions(pairs: list[tuple[str, str]], most: int, *, once: bool) -> list[list[tuple[str, str]]]:
    """The pairs in portions small enough for an audit to tell of all; with `once`, one of a table in each."""
    made: list[list[tuple[str, str]]] = []
    for pair in pairs:
        for some in made:
            if len(some) < most and not (once and pair[0] in {table for table, _ in some}):
                some.append(pair)
                break
        else:
            made.append([pair])
    return made


def test_every_column_of_every_projection_is_held_against_the_log(stand: Stand) -> None:
    values = [(t, c) for t, c in columns_of(sorted(PROJECTIONS)) if c not in primary_key(t)]
    tried: list[Change] = []
    for some in portions(values, MOST, once=False):
        with changed(stand.engine, some) as made:
            assert sorted(stand.wheres()) == sorted(f"{one.shown}.{one.column}" for one in made)
            tried += made
    refused = {f"{t}.{c}" for t, c in values} - {f"{one.table}.{one.column}" for one in tried}
    # What a CHECK refuses, nobody could have changed by mistake either.
    assert len(refused) < (1 if stand.engine.dialect.name == "sqlite" else len(values) // 3), refused


def test_every_key_of_every_projection_is_held_against_the_log(stand: Stand) -> None:
    keys = [(t, c) for t, c in columns_of(sorted(PROJECTIONS)) if c in primary_key(t)]
    tried = 0
    for some in portions(keys, MOST // 2, once=True):
        with changed(stand.engine, some) as made:
            found = stand.wheres()
            assert {one.shown for one in made} <= set(found)
            assert {where.partition("[")[0] for where in found} == {one.table for one in made}
            tried += len(made)
    assert tried > len(keys) // 2


def test_every_indexed_column_of_the_log_is_held_against_the_bytes(stand: Stand) -> None:
    indexed = [(t, c) for t, c in columns_of(["log_event"]) if c not in ("position", "body")]
    for pair in indexed:
        with changed(stand.engine, [pair]) as made:
            (one,) = made or [None]
            if one is None:
                continue  # the database's own CHECK was there first
            assert f"{one.shown}.{one.column}" in stand.wheres(), one
    for pair in columns_of(["log_head"]):
        with changed(stand.engine, [pair]) as made:
            if made:
                wheres = stand.wheres()
                assert wheres, pair
                assert pair[1] == "id" or wheres == [f"log_head.{pair[1]}"]


UNHELD = {
    "person.created": "when the vault took the person in; the event has its own instant",
    "text.language": "a manifest names the language beside the digest; this one is never read instead",
    "text.created": "when the vault took the text in; the event has its own instant",
    "blob.media_type": "how a browser is told to take the file; the log holds its bytes",
    "blob.filename": "what a download is called; a manifest has the attachment's name",
    "blob.created": "when the vault took the file in; the event has its own instant",
    "idempotency.key": "the caller's own word, known to nobody else",
    "credential.*": "secrets and their dates: the log says that there is one, never what it is",
    "invitation.*": "links that run out; the log holds none of their secret",
    "web_session.*": "who is signed in just now",
    "attempt.*": "how often signing in failed just now",
    "refused_attempt.*": "a refusal leaves nothing in the log; the note of it is forgotten after a time",
    "outbox.*": "letters on their way; what they tell is read from the record when they are sent",
    "job.*": "work to do; what comes of it is an event",
}
"""Columns outside the projections that nothing in the log can hold, each with the reason."""


def beside_the_projections() -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Every column of log and vault but those of events and head: the held ones, and the unheld."""
    pairs = columns_of(sorted((LOG | VAULT) - {"log_event", "log_head"}))
    unheld = [(t, c) for t, c in pairs if {f"{t}.{c}", f"{t}.*"} & UNHELD.keys()]
    return [pair for pair in pairs if pair not in unheld], unheld


def names_of(one: Change) -> set[str]:
    """How an audit may name it: by the key that it had or has, with its column or without."""
    rows = {one.shown, structs.replace(one, key={**one.key, **one.now}).shown}
    return rows | {f"{row}.{one.column}" for row in rows}


def test_every_other_column_is_held_too_or_has_its_reason(stand: Stand) -> None:
    held, unheld = beside_the_projections()
    known = {f"{t}.{c}" for t in METADATA.tables for c in (*METADATA.tables[t].columns.keys(), "*")}
    assert UNHELD.keys() <= known
    refused = set(held)
    for some in portions(held, MOST // 2, once=True):
        with changed(stand.engine, some) as made:
            wheres = stand.wheres()
            for one in made:
                told = {w for w in wheres if w.startswith("the database, checkpoint")}
                wanted = told if (one.table, one.column) == ("log_checkpoint", "note") else names_of(one)
                assert wanted & set(wheres), (one, wheres)
                refused.discard((one.table, one.column))
    # What a CHECK refuses, nobody could have changed by mistake either.
    checked = {("blob", "size"), ("person", "locale")}
    assert refused == (checked if stand.engine.dialect.name == "postgresql" else set())
    filled = [pair for pair in unheld if rows_of(stand, pair[0])]
    with changed(stand.engine, filled) as made:
        assert made
        assert stand.wheres() == []


def rows_of(stand: Stand, table: str) -> int:
    with stand.engine.connect() as connection:
        return connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()  # noqa: S608


def test_a_row_too_few_or_too_many_is_named(stand: Stand) -> None:
    tables = sorted(PROJECTIONS)
    half = len(tables) // 2
    for some, counted in ((tables[:half], "movement"), (tables[half:], "case_step")):
        with without_a_row(stand, some) as gone, extra_row(stand, counted) as extra:
            named = {(finding.code, finding.where) for finding in audit(stand.settings).findings}
            assert named == {("projection_missing", where) for where in gone} | {("projection_extra", extra)}


@contextmanager
def without_a_row(stand: Stand, tables: list[str]) -> Iterator[list[str]]:
    """The last row of each table deleted; gives how an audit names them."""
    kept: list[tuple[str, dict[str, Any]]] = []
    with stand.engine.begin() as connection:
        for table in tables:
            keys = primary_key(table)
            order = ", ".join(f"{key} DESC" for key in keys)
            row = first_row(connection, table, order)
            where = " AND ".join(f"{key} = :{key}" for key in keys)
            connection.execute(text(f"DELETE FROM {table} WHERE {where}"), row)  # noqa: S608
            kept.append((table, row))
    try:
        yield [f"{table}[{', '.join(str(row[key]) for key in primary_key(table))}]" for table, row in kept]
    finally:
        with stand.engine.begin() as connection:
            for table, row in kept:
                add(connection, table, row)


@contextmanager
def extra_row(stand: Stand, table: str) -> Iterator[str]:
    """A row of the table once more under another key."""
    key = primary_key(table)[-1]
    with stand.engine.begin() as connection:
        row = first_row(connection, table, "1, 2")
        row[key] = 9_999
        add(connection, table, row)
    try:
        yield f"{table}[{', '.join(str(row[key]) for key in primary_key(table))}]"
    finally:
        with stand.engine.begin() as connection:
            connection.execute(text(f"DELETE FROM {table} WHERE {key} = 9999"))  # noqa: S608


def first_row(connection: Connection, table: str, order: str) -> dict[str, Any]:
    found = connection.execute(text(f"SELECT * FROM {table} ORDER BY {order} LIMIT 1"))  # noqa: S608
    return dict(found.mappings().one())


def add(connection: Connection, table: str, row: dict[str, Any]) -> None:
    names = ", ".join(f":{name}" for name in row)
    connection.execute(text(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({names})"), row)  # noqa: S608


# --- events ------------------------------------------------------------------------------------------------


def bodies(stand: Stand) -> list[bytes]:
    with stand.engine.connect() as connection:
        rows = connection.execute(text("SELECT body FROM log_event ORDER BY position")).scalars()
        return [bytes(body) for body in rows]


def write(stand: Stand, position: int, body: bytes) -> None:
    with stand.engine.begin() as connection:
        connection.execute(
            text("UPDATE log_event SET body = :body WHERE position = :position"),
            {"body": body, "position": position},
        )


def test_any_byte_of_any_event_is_missed(stand: Stand) -> None:
    leaves = bodies(stand)
    dice = random.Random(20261123)
    # Every fourth event on SQLite, every tenth on PostgreSQL: a whole audit for each.
    step = 4 if stand.engine.dialect.name == "sqlite" else 10
    for position in range(dice.randrange(step), len(leaves), step):
        leaf = leaves[position]
        spot, flip = dice.randrange(len(leaf)), 1 << dice.randrange(8)
        write(stand, position, leaf[:spot] + bytes([leaf[spot] ^ flip]) + leaf[spot + 1 :])
        try:
            wheres = stand.wheres()
            assert {f"event {position}", f"log_event[{position}].leaf_hash"} & set(wheres), (
                spot,
                flip,
                wheres,
            )
        finally:
            write(stand, position, leaf)


@pytest.mark.parametrize("also", ["hash", "hash and head"])
def test_a_byte_changed_with_its_hash_is_found_by_deciding_again_or_by_the_checkpoint(
    copy: Settings, also: str
) -> None:
    """Whoever changes the bytes and everything in the database that was made of them."""
    leaves = leaves_of(copy)
    dice = random.Random(5)
    for position in sorted(dice.sample(range(len(leaves)), 12)):
        forged = list(leaves)
        body = json.loads(forged[position])
        body["at"] = body["at"].replace("T08", "T07").replace("T09", "T08")
        forged[position] = json.dumps(
            body, ensure_ascii=False, sort_keys=True, separators=(",", ":")
        ).encode()
        rewrite(copy, forged, head=also == "hash and head")
        assert audit(copy).findings, position
        rewrite(copy, leaves, head=True)
    assert audit(copy).findings == ()


def leaves_of(settings: Settings) -> list[bytes]:
    connection = sqlite3.connect(settings.data_dir / "ecar.db")
    found = [bytes(body) for (body,) in connection.execute("SELECT body FROM log_event ORDER BY position")]
    connection.close()
    return found


def rewrite(settings: Settings, leaves: list[bytes], *, head: bool) -> None:
    """Puts other bytes into the log, with their hashes, and with the head that they lead to."""
    hashes = [leaf_hash(leaf) for leaf in leaves]
    tree = frontier_of(hashes)
    connection = sqlite3.connect(settings.data_dir / "ecar.db")
    with connection:
        connection.executemany(
            "UPDATE log_event SET body = ?, leaf_hash = ?, at = ? WHERE position = ?",
            [
                (leaf, hashed, stored_at(leaf), position)
                for position, (leaf, hashed) in enumerate(zip(leaves, hashes, strict=True))
            ],
        )
        if head:
            connection.execute(
                "UPDATE log_head SET size = ?, root = ?, frontier = ?, at = ?",
                (len(leaves), root(tree), frontier_bytes(tree), stored_at(leaves[-1])),
            )
    connection.close()


def stored_at(leaf: bytes) -> str:
    at: str = json.loads(leaf)["at"]
    return at.replace("Z", ".000000Z") if "." not in at else at


def swap(one: int, other: int) -> str:
    """Two events change places."""
    move = "UPDATE log_event SET position = {} WHERE position = {}"
    return ";".join((move.format(-1, one), move.format(one, other), move.format(other, -1)))


COPY = (
    "INSERT INTO log_event SELECT {to}, type, subject, act, at, actor, person, mandate, institution, body, "
    "leaf_hash FROM log_event WHERE position = {of}"
)

REARRANGED: dict[str, tuple[str, str]] = {
    "the first deleted": ("DELETE FROM log_event WHERE position = 0", "event 0"),
    "one deleted": ("DELETE FROM log_event WHERE position = 50", "event 50"),
    "the last deleted": ("DELETE FROM log_event WHERE position = (SELECT max(position) FROM log_event)", ""),
    "one deleted, the rest moved up": (
        """DELETE FROM log_event WHERE position = 50;
        UPDATE log_event SET position = position - 1 WHERE position > 50""",
        "event 50",
    ),
    "two swapped": (swap(60, 61), "event 60"),
    "bodies swapped": (
        """UPDATE log_event SET body = (SELECT b.body FROM log_event b
        WHERE b.position + log_event.position = 131) WHERE position IN (65, 66)""",
        "event 65",
    ),
    "the last doubled": (COPY.format(to="999999", of="(SELECT max(position) FROM log_event)"), ""),
    "one doubled at the end": (COPY.format(to="(SELECT max(position) + 1 FROM log_event)", of="40"), ""),
    "all deleted": ("DELETE FROM log_event", ""),
    "the head deleted": ("DELETE FROM log_head", ""),
    "a text for bytes": ("UPDATE log_event SET body = 'x' WHERE position = 30", "event 30"),
    "nothing for bytes": ("UPDATE log_event SET body = x'' WHERE position = 30", "event 30"),
    "a checkpoint's note": (
        "UPDATE log_checkpoint SET note = replace(note, 'A', 'B')",
        "the database, checkpoint",
    ),
}


@pytest.mark.parametrize("name", REARRANGED)
def test_events_deleted_moved_or_added_are_missed(
    copy: Settings, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    script, where = REARRANGED[name]
    run(copy, script=script)
    done = ecar(copy, monkeypatch, "audit", "verify", "--json")
    assert done.exit_code == 1, done.output
    findings = json.loads(done.stdout)["findings"]
    assert findings
    if where:
        assert where in findings[0].get("where", ""), findings


# --- truncation and forks ----------------------------------------------------------------------------------


def truncate(settings: Settings, size: int) -> None:
    """Cuts the log's end off in the database, so that nothing in it tells: head, checkpoints, projections."""
    script = (
        "DELETE FROM log_event WHERE position >= :size;DELETE FROM log_checkpoint WHERE size > :size;"
        "DELETE FROM idempotency WHERE position >= :size"
    )
    run(settings, script=script, size=size)
    rewrite(settings, leaves_of(settings), head=True)
    with desks.bootstrap.open_for_audit(settings) as place:
        auditing.rebuild(place)


def whole_acts(settings: Settings, least: int) -> int:
    """The end of the first act at or after that size."""
    leaves = leaves_of(settings)
    return next(n for n in range(least, len(leaves)) if json.loads(leaves[n])["act"] == n)


def test_a_log_cut_short_with_everything_else_is_missed_by_the_outside_checkpoint_alone(
    copy: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    size = whole_acts(copy, 60)
    truncate(copy, size)
    run(copy, script="DELETE FROM envelope")
    report = audit(copy)
    assert report.size == size
    assert [(f.code, f.where.partition(",")[0]) for f in report.findings] == [
        ("checkpoint.truncated", "the checkpoint file")
    ]
    kept = (copy.checkpoint_dir / "latest").read_text(encoding="utf-8")
    for file in copy.checkpoint_dir.iterdir():
        if file.is_file():
            file.unlink()
    assert audit(copy).findings == ()
    # An auditor who has kept a copy of the checkpoint elsewhere finds it still.
    assert [f.code for f in audit(copy, (kept,)).findings] == ["checkpoint.truncated"]
    elsewhere = copy.data_dir.parent / "kept.txt"
    elsewhere.write_text(kept, encoding="utf-8")
    done = ecar(copy, monkeypatch, "audit", "verify", "--checkpoint", str(elsewhere))
    assert (done.exit_code, "checkpoint.truncated" in done.output) == (1, True)


def test_another_history_is_missed_by_the_checkpoints(copy: Settings) -> None:
    """The log is cut short and goes on otherwise, by the program itself: valid in every act."""
    size = len(leaves_of(copy))
    truncate(copy, whole_acts(copy, 60))
    run(copy, script="DELETE FROM envelope")
    database = open_database(copy.database_url)
    clock = SteadyClock()
    clock.advance(hours=1)
    with desks.on_clock(clock), desks.bootstrap.open_installation(copy) as installation:
        hall = Chamber(installation)
        publisher = installation.writer._publisher
        assert publisher is not None
        publisher.stop()
        while hall.conference.size <= size:
            must(proposals.draft(hall.desk, CHAIR, text_of("Başqa"), workflow="resolution"))
    database.close()
    report = audit(copy)
    assert report.size > size
    assert "checkpoint.root" in [finding.code for finding in report.findings]


def test_checkpoints_of_another_key_are_refused(copy: Settings, original: Path) -> None:
    note = (copy.checkpoint_dir / "latest").read_text(encoding="utf-8")
    signed, _, signature = note.rpartition(" ")
    forged = f"{signed} {signature[:20]}{'A' if signature[20] != 'A' else 'B'}{signature[21:]}"
    assert [f.code for f in audit(copy, (forged,)).findings] == ["checkpoint.signature"]
    assert audit(copy, (note,)).findings == ()


# --- keys that a retry is answered by ----------------------------------------------------------------------

KEYS: dict[str, tuple[str, str, str]] = {
    "another person's act": ("key-first", "position = position + 1", "somebody else's"),
    "within an act": ("key-void", "position = position + 1", "not the first of its act"),
    "part of an act": ("key-void", "count = 1", "end within the act"),
    "one act too many": ("key-first", "count = count + 1", "somebody else's"),
    "beyond the log": ("key-void", "count = 1000", "the log has"),
    "far beyond the log": ("key-void", "position = 1000000", "the log has"),
    "another's key": ("key-void", "person = 'person-vice'", "somebody else's"),
    "what another key points at": (
        "key-void",
        "count = 1, position = (SELECT position FROM idempotency WHERE key = 'key-first')",
        "already what idempotency[key-first, person-rector-001] points at",
    ),
}


@pytest.mark.parametrize("name", KEYS)
def test_a_key_that_points_at_what_is_not_its_own_is_named(copy: Settings, name: str) -> None:
    key, change, told = KEYS[name]
    run(copy, script=f"UPDATE idempotency SET {change} WHERE key = '{key}'")  # noqa: S608
    (finding,) = audit(copy).findings
    assert (finding.code, finding.where.partition(",")[0]) == ("key_differs", f"idempotency[{key}")
    assert told in finding.message


# --- vault and files ---------------------------------------------------------------------------------------

VAULT_CHANGES: dict[str, tuple[str, str]] = {
    "a name": ("UPDATE person SET name_az = 'Başqa' WHERE id = 'person-vice'", "person[person-vice]"),
    "an address": (
        "UPDATE person SET email = 'x@evil.example' WHERE id = 'person-vice'",
        "person[person-vice]",
    ),
    "a language": ("UPDATE person SET locale = 'en' WHERE id = 'person-vice'", "person[person-vice]"),
    "a salt": ("UPDATE person SET salt = zeroblob(16) WHERE id = 'person-vice'", "person[person-vice]"),
    "two people's names": (
        """UPDATE person SET (name_az, name_en, email, email_folded, locale, salt, digest) =
        (SELECT name_az, name_en, 'q' || email, 'q' || email, locale, salt, digest FROM person p
        WHERE p.id = 'person-auditor') WHERE id = 'person-vice'""",
        "person[person-vice]",
    ),
    "a stranger": (
        """INSERT INTO person SELECT 'person-x', name_az, name_en, NULL, NULL, locale, salt, digest, created
        FROM person WHERE id = 'person-vice'""",
        "person[person-x]",
    ),
    "a text": ("UPDATE text SET content = content || ' '", "text["),
    "a text's salt": ("UPDATE text SET salt = zeroblob(16)", "text["),
    "a file": ("UPDATE blob SET content = zeroblob(size)", "blob["),
    "the address that signs in": (
        """UPDATE person SET email_folded = 'q' || email_folded WHERE id = 'person-vice'""",
        "person[person-vice].email_folded",
    ),
    "two addresses that sign in": (
        """UPDATE person SET email_folded = 'q' WHERE id = 'person-vice';
        UPDATE person SET email_folded = 'person-vice@test.ecar.example' WHERE id = 'person-auditor'""",
        "person[person-auditor].email_folded",
    ),
    "a document's file": (
        "DELETE FROM blob WHERE sha256 = (SELECT typeset FROM document)",
        "blob[",
    ),
    "a signed file": ("DELETE FROM blob WHERE sha256 = (SELECT current FROM document)", "blob["),
    "a protocol": (
        "DELETE FROM blob WHERE sha256 = (SELECT max(protocol) FROM vote)",
        "blob[",
    ),
    "an attachment of what was voted on": (
        "DELETE FROM blob WHERE filename = 'elave.txt'",
        "blob[",
    ),
    "every file": ("DELETE FROM blob", "blob["),
    "an envelope": ("UPDATE envelope SET sealed = zeroblob(96) WHERE seat = 'seat-U001'", "seat-U001]"),
    "an envelope too few": ("DELETE FROM envelope WHERE seat = 'seat-U002'", "seat-U002]"),
    "an envelope too many": ("UPDATE envelope SET seat = 'seat-U004' WHERE seat = 'seat-U002'", "seat-U002]"),
}


@pytest.mark.parametrize("name", VAULT_CHANGES)
def test_what_the_vault_keeps_is_held_by_its_digest(copy: Settings, name: str) -> None:
    script, where = VAULT_CHANGES[name]
    run(copy, script=script)
    findings = audit(copy).findings
    assert findings
    assert where in findings[0].where


def test_a_text_that_was_erased_leaves_the_log_whole(copy: Settings) -> None:
    run(copy, script="DELETE FROM text")
    assert audit(copy).findings == ()


# --- rebuild -----------------------------------------------------------------------------------------------


def test_rebuild_mends_what_was_altered(copy: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    run(
        copy,
        script="UPDATE vote_result SET for_count = for_count - 1, against = against + 1;"
        "UPDATE proposal SET state = '[\"archived\"]'; DELETE FROM ballot_mark;"
        "INSERT INTO body (id, kind, names) VALUES ('cabal', 'working_group', '{}')",
    )
    found = ecar(copy, monkeypatch, "audit", "verify")
    assert found.exit_code == 1
    assert "vote_result[" in found.output
    assert ".for_count" in found.output
    mended = ecar(copy, monkeypatch, "audit", "rebuild")
    assert (mended.exit_code, "made anew" in mended.output) == (1, True), mended.output
    again = ecar(copy, monkeypatch, "audit", "rebuild")
    assert (again.exit_code, "equal" in again.output) == (0, True), again.output
    whole = ecar(copy, monkeypatch, "audit", "verify")
    assert (whole.exit_code, "The record is whole." in whole.output) == (0, True), whole.output


def test_rebuild_leaves_a_broken_log_alone(copy: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    run(
        copy,
        script="UPDATE proposal SET version = 99; UPDATE log_event SET body = zeroblob(9) WHERE position = 9",
    )
    done = ecar(copy, monkeypatch, "audit", "rebuild")
    assert (done.exit_code, "event 9" in done.output) == (1, True), done.output
    connection = sqlite3.connect(copy.data_dir / "ecar.db")
    assert connection.execute("SELECT min(version) FROM proposal").fetchone() == (99,)
    connection.close()


def test_the_program_does_not_go_on_from_a_log_that_does_not_hold(
    copy: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(copy, script="UPDATE log_event SET body = zeroblob(9) WHERE position = 9")
    done = ecar(copy, monkeypatch, "members", "list")
    assert done.exit_code == 1
    assert "Traceback" not in done.output
