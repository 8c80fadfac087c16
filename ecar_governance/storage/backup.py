"""Backup while the system runs, and restore into an empty database, checked before it is kept.

A backup is one consistent view of every table but those of signed-in browsers; no private key is in any
table. Going on from a backup that is older than what was published would fork the log: `restore` compares
with a checkpoint kept outside and refuses, unless the caller is going to begin a new origin.
"""

from __future__ import annotations

import os
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from msgspec import Struct
from sqlalchemy import Boolean, Connection, func, select

from ecar_governance.domain.checkpoint import Checkpoint
from ecar_governance.domain.log import root_at
from ecar_governance.errors import Conflict, RecordBroken
from ecar_governance.storage import schema
from ecar_governance.storage.archive import Archive, ArchiveWriter
from ecar_governance.storage.engine import Database
from ecar_governance.storage.memory import EMPTY, Memory, catch_up, read_head
from ecar_governance.storage.projections import compare
from ecar_governance.storage.statements import Statements
from ecar_governance.storage.tables import METADATA, ORDERED

LEFT_OUT = frozenset({"web_session", "attempt"})
"""Who is signed in, and who tried to: neither belongs in a copy, nor to whoever restores it."""

KEPT = tuple(table.name for table in ORDERED if table.name not in LEFT_OUT)
_PORTION = 500

Progress = Callable[[str, int, int], None]
"""Told of each table, its number and how many there are."""


class BackupReport(Struct, frozen=True):
    """What a backup holds: the log's size and root (hexadecimal), and rows by table."""

    size: int
    root: str
    rows: dict[str, int]


class RestoreReport(Struct, frozen=True):
    """What was restored. `ahead` is the outside checkpoint that the backup does not reach, if any: then the
    log must go on under a new origin that names it."""

    origin: str
    size: int
    root: str
    rows: dict[str, int]
    ahead: Checkpoint | None


def backup(database: Database, target: Path, *, progress: Progress | None = None) -> BackupReport:
    """Writes a backup to a new file (mode 0600), on disk when this returns.

    Writers go on meanwhile: the view is that of one instant. Raises Conflict when the file exists,
    Unavailable when the database is away.
    """
    if target.exists():
        raise Conflict(f"{target} exists already; a backup never replaces another.", fix="name another file")
    partial = target.with_name(target.name + ".partial")
    try:
        with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as tar:
                report = _write(database, ArchiveWriter(tar), progress)
            file.flush()
            os.fsync(file.fileno())
        os.link(partial, target)  # unlike a rename, it never replaces
    finally:
        partial.unlink(missing_ok=True)
    return report


def _write(database: Database, archive: ArchiveWriter, progress: Progress | None) -> BackupReport:
    rows: dict[str, int] = {}
    with database.snapshot() as connection:
        revision = schema.revision_of(connection)
        head = read_head(connection, Statements(connection.dialect.name), lock=False)
        for number, table in enumerate(KEPT, start=1):
            if progress is not None:
                progress(table, number, len(KEPT))
            rows[table] = archive.add_table(table, _rows(connection, table))
        checkpoint = METADATA.tables["log_checkpoint"]
        newest = select(checkpoint.c.note).order_by(checkpoint.c.size.desc()).limit(1)
        note = connection.execute(newest).scalar()
        archive.finish(revision=revision, size=head.size, root=head.root.hex(), note=note)
    return BackupReport(head.size, head.root.hex(), rows)


def _rows(connection: Connection, table: str) -> Iterator[dict[str, Any]]:
    """Rows as stored, a portion at a time: a blob table may be larger than memory."""
    core = METADATA.tables[table]
    flags = {column.name for column in core.columns if isinstance(column.type, Boolean)}
    sql = str(select(*core.columns).order_by(*core.primary_key).compile(dialect=connection.dialect))
    result = connection.execution_options(stream_results=True).exec_driver_sql(sql)
    for portion in result.yield_per(_PORTION).mappings():
        row = dict(portion)
        yield {name: bool(value) if name in flags else _bytes(value) for name, value in row.items()}


def _bytes(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value


def restore(
    source: Path,
    database: Database,
    *,
    outside: Checkpoint | None = None,
    older_is_meant: bool = False,
    progress: Progress | None = None,
) -> RestoreReport:
    """Restores a backup into a database that holds nothing, all or not at all.

    Before anything is kept: every file is what the manifest says, the tree leads to its root, the events
    fold, the projections say what the log says, and the log contains what `outside` states.

    Args:
        source: a file that `backup` wrote, on either kind of database.
        database: empty; its tables are made when it has none.
        outside: the newest checkpoint kept outside the database, its signature already verified.
        older_is_meant: accept a backup that `outside` is ahead of; see `RestoreReport.ahead`.

    Raises:
        Conflict: the database is not empty; the backup is of another release or another origin; or older
            than `outside` and that was not meant.
        RecordBroken: the archive or the log in it does not hold, or contradicts `outside`.
    """
    archive = Archive(source)
    schema.upgrade(database)
    rows: dict[str, int] = {}
    with database.writing() as connection:
        _refuse_unless_fitting(connection, archive, source)
        statements = Statements(connection.dialect.name)
        for number, table in enumerate(KEPT, start=1):
            if progress is not None:
                progress(table, number, len(KEPT))
            rows[table] = _load(connection, statements, archive, table)
        memory = _verified(connection, statements, archive, source)
        founding = memory.conference.founding
        ahead = None if outside is None else _held_to(connection, memory, outside, older_is_meant)
    origin = "" if founding is None else founding.origin
    return RestoreReport(origin, memory.size, archive.manifest.root, rows, ahead)


def _refuse_unless_fitting(connection: Connection, archive: Archive, source: Path) -> None:
    here = schema.revision_of(connection)
    if archive.manifest.revision != here:
        raise Conflict(
            f"{source} was taken at revision {archive.manifest.revision}; this release is at {here}.",
            fix="restore it with the release that wrote it, then run `ecar upgrade`",
        )
    if set(archive.manifest.tables) != set(KEPT):
        raise RecordBroken(f"{source} does not hold the tables that a backup holds.")
    for table in ORDERED:
        most = 1 if table.name == "log_head" else 0
        if connection.execute(select(func.count()).select_from(table)).scalar_one() > most:
            raise Conflict(
                f"The database is not empty: {table.name} has rows.", fix="restore into a new database"
            )
    if read_head(connection, Statements(connection.dialect.name), lock=True).size:
        raise Conflict("The database is not empty: it has a log.", fix="restore into a new database")


def _load(connection: Connection, statements: Statements, archive: Archive, table: str) -> int:
    if table == "log_head":
        connection.execute(METADATA.tables[table].delete())
    insert, portion, count = statements.insert(table, raw=True), [], 0
    for row in archive.rows(table):
        portion.append(row)
        count += 1
        if len(portion) >= _PORTION:
            insert.run(connection, portion)
            portion.clear()
    insert.run(connection, portion)
    return count


def _verified(connection: Connection, statements: Statements, archive: Archive, source: Path) -> Memory:
    head = read_head(connection, statements, lock=False)
    if (head.size, head.root.hex()) != (archive.manifest.size, archive.manifest.root):
        raise RecordBroken(f"The log in {source} is not the one that its manifest names.")
    memory = catch_up(connection, statements, EMPTY, head)
    findings = compare(connection, memory.conference)
    if findings:
        raise RecordBroken(
            f"The projections in {source} are not what its log says: {findings[0]}", findings=findings
        )
    return memory


def _held_to(
    connection: Connection, memory: Memory, outside: Checkpoint, older_is_meant: bool
) -> Checkpoint | None:
    founding = memory.conference.founding
    if founding is None or founding.origin != outside.origin:
        raise Conflict(f"The checkpoint outside is of {outside.origin}, the backup is of another log.")
    if outside.size > memory.size:
        if older_is_meant:
            return outside
        raise Conflict(
            f"The backup ends at {memory.size} events, but {outside.size} were published: "
            "going on from it would fork the log.",
            fix="restore a newer backup, or begin a new origin with --new-origin",
        )
    event = METADATA.tables["log_event"]
    query = select(event.c.leaf_hash).where(event.c.position < outside.size).order_by(event.c.position)
    hashes = [bytes(hashed) for hashed in connection.execute(query).scalars()]
    if root_at(hashes, outside.size) != outside.root:
        raise RecordBroken(
            f"The log in the backup is not the one published at {outside.size} events: history was changed."
        )
    return None
