"""Projections in the database: written as differences, made anew, and compared column by column."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, select

from ecar_governance.domain.events import Event
from ecar_governance.domain.state import Conference
from ecar_governance.errors import Finding
from ecar_governance.storage.projecting import Row
from ecar_governance.storage.projecting.touching import Differ, Key, Touched, all_rows, rows_of, touched
from ecar_governance.storage.statements import Statements
from ecar_governance.storage.tables import METADATA, ORDERED, PROJECTIONS

_TABLES = tuple(table.name for table in ORDERED if table.name in PROJECTIONS)
_PLACE = {name: place for place, name in enumerate(_TABLES)}
_KEYS = {name: tuple(column.name for column in METADATA.tables[name].primary_key) for name in _TABLES}


def key_of(table: str, row: Row) -> Key:
    """A row's primary key."""
    return tuple([row[name] for name in _KEYS[table]])


class ProjectionWriter:
    """Writes the rows that a batch changed, and no others.

    A new row is a plain INSERT, so that keys and constraints of the database are a second fence behind the
    core: the mark of a seat that has one already is refused. Of a changed row only the changed columns are
    written: no index and no reference is touched for nothing."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements
        self._differ = Differ(key_of)

    def write(
        self, connection: Connection, before: Conference, after: Conference, events: Sequence[Event]
    ) -> None:
        """Writes what `events` changed between two conferences, in the caller's transaction."""
        pointed = dict.fromkeys(what for event in events for what in touched(event, before))
        new: dict[str, list[Row]] = {}
        changed: dict[str, dict[tuple[str, ...], list[Row]]] = {}
        gone: dict[str, list[Row]] = {}
        for table, _, old_row, new_row in self._differ.differences(before, after, pointed):
            if new_row is None:
                gone.setdefault(table, []).append(old_row or {})
            elif old_row is None:
                new.setdefault(table, []).append(new_row)
            else:
                columns = tuple([name for name, value in new_row.items() if value != old_row[name]])
                changed.setdefault(table, {}).setdefault(columns, []).append(new_row)
        for table in sorted(gone, key=_PLACE.__getitem__, reverse=True):
            self._statements.delete(table, raw=True).run(connection, gone[table])
        for table in sorted({*changed, *new}, key=_PLACE.__getitem__):
            # Changes before additions: what frees a unique place comes before what takes it.
            for columns, rows in changed.get(table, {}).items():
                update = self._statements.update(table, _KEYS[table], columns, raw=True)
                if update.run(connection, rows) != len(rows):
                    self._restore(connection, table, after, pointed)
            if table in new:
                self._statements.insert(table, raw=True).run(connection, new[table])

    def _restore(
        self, connection: Connection, table: str, after: Conference, pointed: Iterable[Touched]
    ) -> None:
        """A row was taken out from outside: no act waits for the audit that will say so."""
        rows = [row for found, row in rows_of(after, pointed) if found == table]
        self._statements.upsert(table, raw=True).run(connection, rows)


def stored_rows(connection: Connection, table: str) -> dict[Key, Row]:
    """Every row of a projection as stored, by key."""
    core = METADATA.tables[table]
    names = list(core.columns.keys())
    dialect = connection.dialect
    sql = str(select(*[core.columns[name] for name in names]).compile(dialect=dialect))
    rows: dict[Key, Row] = {}
    for values in connection.exec_driver_sql(sql):
        row = dict(zip(names, (_plain(value) for value in values), strict=True))
        rows[key_of(table, row)] = row
    return rows


def expected_rows(conference: Conference) -> dict[str, dict[Key, Row]]:
    """Every row that the projections must have: by table, by key."""
    rows: dict[str, dict[Key, Row]] = {name: {} for name in _TABLES}
    for table, row in all_rows(conference):
        rows[table][key_of(table, row)] = row
    return rows


def compare(connection: Connection, conference: Conference) -> list[Finding]:
    """Every column of every projection that is not what the log says; empty when all agree."""
    findings: list[Finding] = []
    for table, wanted in expected_rows(conference).items():
        found = stored_rows(connection, table)
        for key in sorted(wanted.keys() | found.keys(), key=str):
            findings.extend(_compare_row(table, key, wanted.get(key), found.get(key)))
    return findings


def _compare_row(table: str, key: Key, wanted: Row | None, found: Row | None) -> list[Finding]:
    where = f"{table}[{', '.join(map(str, key))}]"
    fix = "run `ecar audit rebuild`"
    if found is None:
        return [Finding("projection_missing", "The log has this row, the table does not.", where, fix)]
    if wanted is None:
        return [Finding("projection_extra", "The table has this row, the log does not.", where, fix)]
    return [
        Finding(
            "projection_differs",
            f"The log says {wanted[column]!r}, the table says {found[column]!r}.",
            f"{where}.{column}",
            fix,
        )
        for column in wanted
        if wanted[column] != found[column]
    ]


def rebuild(connection: Connection, statements: Statements, conference: Conference) -> list[Finding]:
    """Makes every projection anew from the conference, in the caller's transaction.

    Returns what had been wrong, as `compare` names it."""
    findings = compare(connection, conference)
    for table in reversed(_TABLES):
        connection.execute(METADATA.tables[table].delete())
    for table, rows in expected_rows(conference).items():
        statements.insert(table, raw=True).run(connection, rows.values())
    return findings


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value
