"""The driver's own cursor on a SQLAlchemy connection: the hot path, where SQLAlchemy's way would cost more
than the statement."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

_KEPT = "ecar cursor"


class driver_cursor:  # noqa: N801  # reason: used as a function
    """The cursor that the driver's connection keeps for this, for `with`; whoever asks for rows fetches them
    all. Errors become SQLAlchemy's (`DBAPIError` and its kinds).

    Begins the connection's transaction when none is under way, as SQLAlchemy does."""

    __slots__ = ("_connection", "_cursor", "_sql")

    def __init__(self, connection: Connection, sql: str, *, beginning: bool = False) -> None:
        self._connection = connection
        self._sql = sql
        if not beginning and not connection.in_transaction():
            connection.begin()
        self._cursor: Any = None

    def __enter__(self) -> Any:
        try:
            pooled = self._connection.connection
            kept = pooled.info  # of the driver's connection: gone with it
            self._cursor = kept.get(_KEPT)
            if self._cursor is None:
                self._cursor = kept[_KEPT] = pooled.cursor()
        except self._connection.dialect.loaded_dbapi.Error as error:
            raise self._translated(error) from error
        return self._cursor

    def __exit__(self, kind: Any, error: BaseException | None, trace: Any) -> None:
        if error is not None and isinstance(error, self._connection.dialect.loaded_dbapi.Error):
            raise self._translated(error) from error

    def _translated(self, error: Any) -> Any:
        dialect = self._connection.dialect
        lost = dialect.is_disconnect(error, self._connection.connection.driver_connection, self._cursor)
        root = dialect.loaded_dbapi.Error
        return DBAPIError.instance(self._sql, None, error, root, connection_invalidated=lost, dialect=dialect)
