"""Leased work: rows that one worker holds for a while, so that each is done by one and lost by none."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, select, update
from sqlalchemy import Table as CoreTable


def lease(
    connection: Connection,
    table: CoreTable,
    *,
    owner: str,
    now: datetime,
    until: datetime,
    limit: int,
    waiting: Sequence[ColumnElement[bool]],
) -> list[dict[str, Any]]:
    """Takes up to `limit` due rows that nobody holds, oldest first; gives them as they now stand.

    On PostgreSQL rows that another worker is taking at this moment are passed over (SKIP LOCKED); on SQLite
    the transaction is alone."""
    free = table.c.leased_until.is_(None) | (table.c.leased_until <= now)
    chosen = (
        select(table.c.id)
        .where(*waiting, table.c.due <= now, free)
        .order_by(table.c.due, table.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    ids = list(connection.execute(chosen).scalars())
    if not ids:
        return []
    taken = (
        update(table)
        .where(table.c.id.in_(ids))
        .values(leased_until=until, lease_owner=owner)
        .returning(*table.columns)
    )
    rows = [dict(row) for row in connection.execute(taken).mappings()]
    return sorted(rows, key=lambda row: (row["due"], row["id"]))


def let_go(
    connection: Connection, table: CoreTable, row: str, values: dict[str, Any], *, owner: str | None = None
) -> bool:
    """Ends a lease with what came of it. False when `owner` holds the row no longer."""
    ended = update(table).where(table.c.id == row)
    if owner is not None:
        ended = ended.where(table.c.lease_owner == owner)
    ended = ended.values(leased_until=None, lease_owner=None, **values)
    return connection.execute(ended).rowcount == 1
