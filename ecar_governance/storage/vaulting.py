"""Writing the vault rows of a batch: checked when they are asked for, grouped when they are written."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, select

from ecar_governance.errors import Conflict, InvalidInput
from ecar_governance.services.ports import VaultWrite
from ecar_governance.storage.statements import Statements, defaults
from ecar_governance.storage.tables import METADATA, ORDERED, VAULT

_ORDER = {table.name: place for place, table in enumerate(ORDERED)}
_COLUMNS = {name: frozenset(METADATA.tables[name].columns.keys()) for name in VAULT}
_KEYS = {name: tuple(column.name for column in METADATA.tables[name].primary_key) for name in VAULT}
_DEFAULTS = {name: defaults(name) for name in VAULT}
_NEEDED = {
    name: frozenset(
        column.name
        for column in METADATA.tables[name].columns
        if not column.nullable and column.name not in _DEFAULTS[name]
    )
    for name in VAULT
}

_Group = tuple[int, str, str, tuple[str, ...], tuple[str, ...]]
"""Place in the order of writing, what is done, table, key columns, value columns."""


def check_write(write: VaultWrite) -> None:
    """Refuses a write that no vault table can take. Raises InvalidInput naming table and columns."""
    _check_names(write.table, (*write.key, *write.values))
    if not write.key:
        raise InvalidInput(f"A write to {write.table} needs a key: none would concern every row.")
    both = sorted(set(write.key) & set(write.values))
    if both:
        raise InvalidInput(f"A write to {write.table} names {', '.join(both)} both as key and as value.")
    if not write.delete and not write.values and set(write.key) != set(_KEYS[write.table]):
        raise InvalidInput(f"A write to {write.table} without values changes nothing.")


@lru_cache(maxsize=256)
def _check_names(table: str, columns: tuple[str, ...]) -> None:
    if table not in VAULT:
        raise InvalidInput(f"{table!r} is not a table of the vault.")
    unknown = sorted(set(columns) - _COLUMNS[table])
    if unknown:
        raise InvalidInput(f"The vault table {table} has no column {', '.join(unknown)}.")


def write_vault(connection: Connection, statements: Statements, writes: Sequence[VaultWrite]) -> None:
    """Writes them in an order that gives what one after the other would give, in few calls.

    A whole row is added or replaced; some columns of it are changed where they are (the row must exist);
    a key that is not the whole primary key changes or deletes every row that fits.

    Raises Conflict when a row that should change does not exist.
    """
    for generation in _generations(writes):
        for place in sorted(generation):
            _, action, table, key, columns = place
            rows = generation[place]
            if action == "delete":
                statements.delete(table, key, raw=False).run(connection, rows)
            elif action == "upsert":
                statements.upsert(table, (*key, *columns), raw=False).run(connection, rows)
            else:
                changed = statements.update(table, key, columns, raw=False).run(connection, rows)
                if action == "update_one" and changed != len(rows):
                    raise Conflict(f"A row of {table} that was to be changed is not there.")


def _generations(writes: Sequence[VaultWrite]) -> list[dict[_Group, list[dict[str, Any]]]]:
    """Groups of like writes; a new generation begins where order matters (the same row twice, loose keys)."""
    generations: list[dict[_Group, list[dict[str, Any]]]] = [{}]
    placed: dict[tuple[str, tuple[Any, ...]], _Group] = {}
    written: set[str] = set()
    loose: set[str] = set()
    for write in writes:
        table, key = write.table, tuple(write.key)
        primary = _KEYS[table]
        whole = len(key) == len(primary) and all(name in write.key for name in primary)
        group = _group(write, key, whole)
        row_key = (table, tuple([write.key[name] for name in primary]) if whole else ())
        clash = table in loose if whole else table in written
        if clash or placed.get(row_key, group) != group:
            generations.append({})
            placed.clear()
            written.clear()
            loose.clear()
        placed[row_key] = group
        written.add(table)
        if not whole:
            loose.add(table)
        generations[-1].setdefault(group, []).append({**write.key, **write.values})
    return generations


def _group(write: VaultWrite, key: tuple[str, ...], whole: bool) -> _Group:
    place = _ORDER[write.table] + 1
    if write.delete:
        return -place, "delete", write.table, key, ()
    columns = tuple(write.values)
    if whole and _NEEDED[write.table] <= {*key, *columns}:
        return place, "upsert", write.table, key, columns
    return place, "update_one" if whole else "update", write.table, key, columns


def read_vault(
    connection: Connection, table: str, key: dict[str, Any], pending: Sequence[VaultWrite]
) -> list[dict[str, Any]]:
    """Rows of a vault table that fit the key, as they will be once `pending` has been written.

    Raises InvalidInput when there is no such table or column.
    """
    _check_names(table, tuple(key))
    core = METADATA.tables[table]
    own = [write for write in pending if write.table == table]
    statement = select(core)
    if not own:
        for name, value in key.items():
            statement = statement.where(core.columns[name] == value)
    rows = [dict(row) for row in connection.execute(statement.order_by(*core.primary_key)).mappings()]
    for write in own:
        rows = _overlaid(rows, write)
    return [row for row in rows if all(row[name] == value for name, value in key.items())]


def _overlaid(rows: list[dict[str, Any]], write: VaultWrite) -> list[dict[str, Any]]:
    fitting = [row for row in rows if all(row[name] == value for name, value in write.key.items())]
    if write.delete:
        return [row for row in rows if row not in fitting]
    for row in fitting:
        row.update(write.values)
    if not fitting and set(write.key) == set(_KEYS[write.table]):
        blank = dict.fromkeys(sorted(_COLUMNS[write.table]))
        rows.append({**blank, **_DEFAULTS[write.table], **write.key, **write.values})
    return rows
