"""Mails that wait in the database: queued, leased to a sender, sent at least once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from ecar_governance.services.accounts_port import Letter
from ecar_governance.storage.engine import Database
from ecar_governance.storage.leasing import lease, let_go
from ecar_governance.storage.statements import Statements
from ecar_governance.storage.tables import METADATA

_OUTBOX = METADATA.tables["outbox"]


class SqlOutbox:
    """A `services.accounts_port.Outbox`."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._statements = Statements(database.write.dialect.name)

    def queue(self, row: dict[str, Any]) -> None:
        """Adds a mail that belongs to no act; an id that is there already is left alone."""
        with self._database.writing() as connection:
            self._statements.add("outbox", tuple(row)).run(connection, [row])

    def lease(self, owner: str, now: datetime, until: datetime, limit: int) -> list[Letter]:
        """Due, unsent mails that nobody holds (or whose lease has run out), now held by `owner`."""
        waiting = (_OUTBOX.c.sent_at.is_(None),)
        with self._database.writing() as connection:
            rows = lease(connection, _OUTBOX, owner=owner, now=now, until=until, limit=limit, waiting=waiting)
        return [Letter(**{name: row[name] for name in Letter.__struct_fields__}) for row in rows]

    def sent(self, letter: str, at: datetime) -> None:
        """It was handed over: its `params` are blanked."""
        with self._database.writing() as connection:
            let_go(connection, _OUTBOX, letter, {"sent_at": at, "params": {}, "error": ""})

    def failed(self, letter: str, due: datetime, error: str) -> None:
        """It was not: try again at `due`, with one try more on the count."""
        values = {"due": due, "error": error, "tries": _OUTBOX.c.tries + 1}
        with self._database.writing() as connection:
            let_go(connection, _OUTBOX, letter, values)

    def waiting(self) -> int:
        """How many have not been sent."""
        query = select(func.count()).select_from(_OUTBOX).where(_OUTBOX.c.sent_at.is_(None))
        with self._database.reading() as connection:
            return connection.execute(query).scalar_one()
