"""Backup under load, restore checked before it is kept, and no fork of a published log."""

from __future__ import annotations

import hashlib
import io
import stat
import tarfile
import threading
from pathlib import Path

import msgspec
import pytest
from support.house import INSTALLER, ORIGIN, House

from ecar_governance.domain import commands as c
from ecar_governance.domain.checkpoint import Checkpoint
from ecar_governance.domain.log import frontier_of, root
from ecar_governance.errors import Conflict, RecordBroken
from ecar_governance.services.ports import Done
from ecar_governance.storage.archive import Archive
from ecar_governance.storage.backup import LEFT_OUT, backup, restore
from ecar_governance.storage.engine import Database
from ecar_governance.storage.projections import compare
from ecar_governance.storage.readers import SqlRecord
from ecar_governance.storage.tables import METADATA
from ecar_governance.storage.vault import SqlVault
from ecar_governance.storage.writer import Writer


@pytest.fixture
def writer(database: Database, clock):
    with Writer(database, clock) as made:
        yield made


def filled(writer: Writer, database: Database) -> House:
    house = House(writer, members=5).found()
    house.draft("case-1")
    house.put("case-1", "vote-1")
    for number in range(4):
        house.cast("vote-1", number, key=f"key-{number}")
    vault = SqlVault(database, str.casefold)
    vault.put_blob(
        bytes(range(256)) * 40, media_type="application/pdf", filename="ə.pdf", at=writer.conference.at
    )
    return house


def contents(database: Database) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table that a backup holds, values as Python reads them."""
    found = {}
    with database.reading() as connection:
        for table in METADATA.sorted_tables:
            if table.name not in LEFT_OUT:
                query = table.select().order_by(*table.primary_key)
                found[table.name] = [tuple(row) for row in connection.execute(query)]
    return found


def test_a_backup_restores_to_the_same_rows(make_database, writer, database, clock, tmp_path: Path) -> None:
    filled(writer, database)
    seen: list[str] = []
    report = backup(database, tmp_path / "a.tar", progress=lambda table, *_: seen.append(table))
    assert report.size == writer.conference.size
    assert report.rows["ballot_mark"] == report.rows["envelope"] == 4
    assert len(seen) == len(report.rows)
    other = make_database()
    restored = restore(tmp_path / "a.tar", other)
    assert (restored.origin, restored.size, restored.rows) == (ORIGIN, report.size, report.rows)
    assert contents(other) == contents(database)
    with Writer(other, clock) as going_on:
        assert isinstance(House(going_on).cast("vote-1", 4), Done)
        with other.reading() as connection:
            assert compare(connection, going_on.conference) == []


def test_either_database_restores_what_the_other_wrote(
    make_database, writer, database: Database, backend: str, tmp_path: Path
) -> None:
    filled(writer, database)
    backup(database, tmp_path / "a.tar")
    other = make_database("postgresql" if backend == "sqlite" else "sqlite")
    restore(tmp_path / "a.tar", other)
    assert contents(other) == contents(database)


def test_a_backup_under_load_is_of_one_instant(
    make_database, writer: Writer, database: Database, clock, tmp_path: Path
) -> None:
    house = House(writer, members=30).found()
    house.draft("case-1", "circuit")
    stop = threading.Event()

    def load() -> None:
        while not stop.is_set():
            writer.perform(house.step("case-1"), actor=house.rector(0))

    thread = threading.Thread(target=load)
    thread.start()
    try:
        reports = [backup(database, tmp_path / f"{number}.tar") for number in range(3)]
    finally:
        stop.set()
        thread.join()
    assert reports[0].size <= reports[1].size <= reports[2].size < writer.conference.size
    restored = restore(tmp_path / "1.tar", make_database())  # verifies tree, fold and projections
    assert restored.size == reports[1].size


def test_no_browser_stays_signed_in_through_a_backup(database: Database, writer, tmp_path: Path) -> None:
    filled(writer, database)
    backup(database, tmp_path / "a.tar")
    with tarfile.open(tmp_path / "a.tar") as tar:
        names = {member.name for member in tar}
    assert not names & {f"tables/{table}.jsonl" for table in LEFT_OUT}
    assert {"manifest.json", "tables/log_event.jsonl", "tables/envelope.jsonl"} <= names


def test_a_backup_is_private_and_replaces_nothing(database: Database, writer, tmp_path: Path) -> None:
    filled(writer, database)
    backup(database, tmp_path / "a.tar")
    assert stat.S_IMODE((tmp_path / "a.tar").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.glob("a.tar*")] == ["a.tar"]
    with pytest.raises(Conflict, match="exists already"):
        backup(database, tmp_path / "a.tar")


def test_a_database_in_use_is_not_restored_into(database: Database, writer, tmp_path: Path) -> None:
    filled(writer, database)
    backup(database, tmp_path / "a.tar")
    before = contents(database)
    with pytest.raises(Conflict, match="not empty"):
        restore(tmp_path / "a.tar", database)
    assert contents(database) == before


def outside(database: Database, size: int, origin: str = ORIGIN) -> Checkpoint:
    hashes = SqlRecord(database).leaf_hashes(size)
    return Checkpoint(origin, size, root(frontier_of(hashes)))


def test_an_older_backup_than_what_was_published_is_refused(
    make_database, writer: Writer, database: Database, clock, tmp_path: Path
) -> None:
    house = filled(writer, database)
    report = backup(database, tmp_path / "a.tar")
    house.cast("vote-1", 4)
    published = outside(database, writer.conference.size)
    other = make_database()
    with pytest.raises(Conflict, match="would fork the log"):
        restore(tmp_path / "a.tar", other, outside=published)
    assert SqlRecord(other).state().size == 0
    restored = restore(tmp_path / "a.tar", other, outside=published, older_is_meant=True)
    assert restored.ahead == published
    assert restored.size == report.size
    # What the command line does then: a new origin that names the old.
    with Writer(other, clock) as renewed:
        command = c.RenewOrigin("test.ecar.example/renewed", published.size, published.root.hex())
        House(renewed).must(command, INSTALLER)


def test_a_backup_that_reaches_the_checkpoint_is_taken(
    make_database, writer, database: Database, tmp_path: Path
) -> None:
    house = filled(writer, database)
    published = outside(database, writer.conference.size - 1)
    house.cast("vote-1", 4)
    backup(database, tmp_path / "a.tar")
    assert restore(tmp_path / "a.tar", make_database(), outside=published).ahead is None


def test_a_backup_of_another_history_is_refused(
    make_database, writer, database: Database, tmp_path: Path
) -> None:
    filled(writer, database)
    backup(database, tmp_path / "a.tar")
    other = make_database()
    with pytest.raises(RecordBroken, match="not the one published"):
        restore(tmp_path / "a.tar", other, outside=Checkpoint(ORIGIN, 5, b"x" * 32))
    with pytest.raises(Conflict, match="of another log"):
        restore(tmp_path / "a.tar", other, outside=outside(database, 5, origin="elsewhere"))
    assert SqlRecord(other).state().size == 0


def altered(source: Path, target: Path, member: str, change) -> None:
    """A copy of an archive with one member changed, or left out when `change` is None."""
    with tarfile.open(source) as old, tarfile.open(target, "w") as new:
        for info in old:
            body = old.extractfile(info).read()  # type: ignore[union-attr]
            if info.name == member:
                if change is None:
                    continue
                body = change(body)
                info.size = len(body)
            new.addfile(info, io.BytesIO(body))


@pytest.mark.parametrize(
    ("member", "change", "message"),
    [
        (
            "tables/proposal.jsonl",
            lambda body: body.replace(b"-001", b"-002"),
            "not what its manifest",
        ),
        ("tables/ballot_mark.jsonl", lambda body: body.split(b"\n", 1)[1], "not what its manifest"),
        ("tables/log_event.jsonl", lambda body: body[:-40], "cannot be read|not what its manifest"),
        ("tables/envelope.jsonl", None, "cannot be read"),
        ("manifest.json", None, "no manifest"),
        ("manifest.json", lambda body: body.replace(b"ecar-backup/1", b"ecar-backup/9"), "ecar-backup/9"),
    ],
)
def test_an_archive_that_was_touched_is_refused_whole(
    make_database, writer, database: Database, tmp_path: Path, member: str, change, message: str
) -> None:
    filled(writer, database)
    backup(database, tmp_path / "a.tar")
    altered(tmp_path / "a.tar", tmp_path / "b.tar", member, change)
    other = make_database()
    with pytest.raises(RecordBroken, match=message):
        restore(tmp_path / "b.tar", other)
    assert sum(len(rows) for table, rows in contents(other).items() if table != "log_head") == 0


def test_a_forger_who_mends_the_manifest_is_found_by_the_tree(
    make_database, writer, database: Database, tmp_path: Path
) -> None:
    filled(writer, database)
    backup(database, tmp_path / "a.tar")
    digests = {}

    def forge(body: bytes) -> bytes:
        changed = body.replace(b'"count":1', b'"count":2', 1)
        digests["ballot_mark"] = hashlib.sha256(changed).hexdigest()
        return changed

    def mend(body: bytes) -> bytes:
        manifest = msgspec.json.decode(body)
        manifest["tables"]["ballot_mark"]["sha256"] = digests["ballot_mark"]
        return msgspec.json.encode(manifest)

    altered(tmp_path / "a.tar", tmp_path / "b.tar", "tables/ballot_mark.jsonl", forge)
    altered(tmp_path / "b.tar", tmp_path / "c.tar", "manifest.json", mend)
    with pytest.raises(RecordBroken, match="projections"):
        restore(tmp_path / "c.tar", make_database())


def test_what_is_no_backup_is_said_to_be_none(database: Database, tmp_path: Path) -> None:
    (tmp_path / "x.tar").write_bytes(b"not a tar at all" * 100)
    with pytest.raises(RecordBroken, match="not a backup"):
        restore(tmp_path / "x.tar", database)


def test_the_newest_checkpoint_travels_with_the_backup(database: Database, writer, tmp_path: Path) -> None:
    filled(writer, database)
    with database.writing() as connection:
        for size in (3, 9, 7):
            row = {"size": size, "root": b"r" * 32, "note": f"note {size}"}
            connection.execute(METADATA.tables["log_checkpoint"].insert(), row)
    backup(database, tmp_path / "a.tar")
    assert Archive(tmp_path / "a.tar").checkpoint() == "note 9"
