"""Whether anything was added to the log, asked on a connection that is kept for this one question.

Every look at the conference asks it. Through a pool it would cost ten times what the database needs to
answer: checking out, a transaction begun, and rolled back again.
"""

from __future__ import annotations

import threading
from typing import Any

from sqlalchemy import literal_column, select
from sqlalchemy.exc import SQLAlchemyError

from ecar_governance.storage.columns import raw_bytes
from ecar_governance.storage.engine import Database
from ecar_governance.storage.statements import Statements
from ecar_governance.storage.tables import METADATA

Seen = tuple[int, bytes]
"""Size and root of the log."""


class HeadWatch:
    """Reads size and root of the committed log. For any thread; callers who come together share an answer."""

    def __init__(self, database: Database, statements: Statements) -> None:
        self._database = database
        self._sql = statements.compiled("seen", _query).sql
        self._reading = threading.Lock()
        self._pooled: Any = None
        self._cursor: Any = None
        self._begun = 0
        self._seen: Seen | None = None

    def look(self) -> Seen | None:
        """What is committed now, or later than now; None when it cannot be told this way (the database is
        away, there is no head), and an ordinary read has to say why."""
        arrived = self._begun
        with self._reading:
            # What began after this caller came tells everything that the caller may rely on.
            if self._begun == arrived:
                self._begun += 1
                self._seen = self._read()
            return self._seen

    def close(self) -> None:
        """Lets go of the connection. The next look opens another."""
        with self._reading:
            self._forget()

    def _read(self) -> Seen | None:
        try:
            if self._cursor is None:
                self._open()
            self._cursor.execute(self._sql)
            size, root = self._cursor.fetchone()
            return size, raw_bytes(root)
        except (self._database.read.dialect.loaded_dbapi.Error, SQLAlchemyError, TypeError):
            self._forget()
            return None

    def _open(self) -> None:
        self._pooled = self._database.read.raw_connection()
        connection = self._pooled.driver_connection
        if not self._database.is_sqlite:  # SQLite's is in autocommit from its beginning
            connection.autocommit = True
        self._cursor = connection.cursor()

    def _forget(self) -> None:
        pooled, self._pooled, self._cursor = self._pooled, None, None
        if pooled is not None:
            # Closed rather than given back: it is in another mode than the pool's others.
            pooled.invalidate()


def _query() -> Any:
    head = METADATA.tables["log_head"]
    return select(head.c.size, head.c.root).where(head.c.id == literal_column("1"))
