"""The log as pages, auditors and exports read it: events by what they are about, leaves, checkpoints."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, literal_column, select

from ecar_governance.domain.events import Event
from ecar_governance.domain.leaf import event_of
from ecar_governance.services.vault_port import EVERYTHING, LogState, RecordFilter
from ecar_governance.storage.columns import raw_bytes
from ecar_governance.storage.engine import Database
from ecar_governance.storage.memory import read_head
from ecar_governance.storage.statements import Statements
from ecar_governance.storage.tables import METADATA

_EVENT = METADATA.tables["log_event"]
_CHECKPOINT = METADATA.tables["log_checkpoint"]
_PAGE = 1000
_FURTHEST = 2**63 - 1
"""The last position that a column can hold; whoever asks for one beyond asks for nothing."""

# Without their type: it would fall over a text that somebody put in place of bytes (see `raw_bytes`).
_BODY: ColumnElement[Any] = literal_column("log_event.body")
_LEAF_HASH: ColumnElement[Any] = literal_column("log_event.leaf_hash")


class SqlRecord:
    """A `services.vault_port.Record`."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._statements = Statements(database.write.dialect.name)

    def state(self) -> LogState:
        """Size, root and instant of the head."""
        with self._database.reading() as connection:
            head = read_head(connection, self._statements, lock=False)
        return LogState(head.size, head.root, head.at)

    def events(
        self, wanted: RecordFilter = EVERYTHING, *, limit: int = 100, newest_first: bool = False
    ) -> list[Event]:
        """A page of events, by position. Raises RecordBroken when one cannot be read."""
        query = select(_BODY).select_from(_EVENT).where(_EVENT.c.position > _held(wanted.after))
        if wanted.before is not None:
            query = query.where(_EVENT.c.position < _held(wanted.before))
        if wanted.subject:
            query = query.where(_EVENT.c.subject == wanted.subject)
        if wanted.person:
            query = query.where(_EVENT.c.person == wanted.person)
        if wanted.types:
            query = query.where(_EVENT.c.type.in_(wanted.types))
        if wanted.until is not None:
            query = query.where(_EVENT.c.at <= wanted.until)
        order = _EVENT.c.position.desc() if newest_first else _EVENT.c.position
        with self._database.reading() as connection:
            bodies = connection.execute(query.order_by(order).limit(limit)).scalars()
            return [event_of(raw_bytes(body)) for body in bodies]

    def event(self, position: int) -> Event | None:
        """One event."""
        found = self.events(RecordFilter(after=position - 1, before=position + 1), limit=1)
        return found[0] if found else None

    def leaves(self, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
        """The canonical bytes of each event that is there, in order, up to `stop` or to the end."""
        last = start - 1
        while True:
            # By the last position seen, not by counting: an event that was deleted must hide no later one.
            query = select(_EVENT.c.position, _BODY).where(_EVENT.c.position > last)
            if stop is not None:
                query = query.where(_EVENT.c.position < stop)
            with self._database.reading() as connection:
                rows = connection.execute(query.order_by(_EVENT.c.position).limit(_PAGE)).all()
            yield from (raw_bytes(body) for _, body in rows)
            if len(rows) < _PAGE:
                return
            last = rows[-1].position

    def leaf_hashes(self, stop: int | None = None) -> list[bytes]:
        """The leaf hashes of the tree's first `stop` events (all when None)."""
        query = select(_LEAF_HASH).select_from(_EVENT).order_by(_EVENT.c.position)
        if stop is not None:
            query = query.where(_EVENT.c.position < stop)
        with self._database.reading() as connection:
            return [raw_bytes(hashed) for hashed in connection.execute(query).scalars()]

    def checkpoint(self) -> str | None:
        """The newest signed note."""
        notes = self.checkpoints(1)
        return notes[0] if notes else None

    def checkpoints(self, limit: int = 100) -> list[str]:
        """Signed notes, newest first."""
        query = select(_CHECKPOINT.c.note).order_by(_CHECKPOINT.c.size.desc()).limit(limit)
        with self._database.reading() as connection:
            return list(connection.execute(query).scalars())


def _held(position: int) -> int:
    """The position, or the nearest one that the database can be asked for."""
    return max(-1, min(position, _FURTHEST))
