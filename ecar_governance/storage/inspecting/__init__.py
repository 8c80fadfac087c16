"""What an audit looks at in the tables, one module a class of tables (projections have their own)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection

from ecar_governance.storage.tables import METADATA

MOST = 20
"""Findings of one part that are told; more of the same help nobody."""


def stored(connection: Connection, table: str, *, without: str = "") -> Iterator[dict[str, Any]]:
    """Every row of a table by its key, as it is stored, no type of ours between; `without` leaves out a
    column."""
    core = METADATA.tables[table]
    names = ", ".join(f'"{column.name}"' for column in core.columns if column.name != without)
    order = ", ".join(f'"{column.name}"' for column in core.primary_key)
    for row in connection.exec_driver_sql(f"SELECT {names} FROM {table} ORDER BY {order}").mappings():  # noqa: S608  # reason: names of our own
        yield dict(row)


def shown(value: object) -> str:
    """A value as a finding quotes it."""
    return value.hex() if isinstance(value, bytes) else repr(value)
