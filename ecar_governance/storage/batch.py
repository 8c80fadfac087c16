"""One transaction of the writer: the items that had gathered, decided in order inside the log's lock.

The order of the commit: lock the head, fold in what others appended, ask which keys were used, let each item
decide on what the one before it left, write everything in bulk, move the head, commit. Nothing is answered
and no memory is swapped before the commit has returned.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, literal_column
from sqlalchemy.exc import SQLAlchemyError

from ecar_governance.domain.decision import Refused
from ecar_governance.domain.events import Actor, Event
from ecar_governance.domain.leaf import event_of, leaf_bytes
from ecar_governance.domain.log import Frontier, append, leaf_hash
from ecar_governance.domain.state import Conference
from ecar_governance.errors import RecordBroken
from ecar_governance.services.ports import Act, Clock, Done, Outcome, VaultWrite
from ecar_governance.storage.act import PendingAct
from ecar_governance.storage.columns import instant_text
from ecar_governance.storage.memory import (
    Memory,
    catch_up,
    frontier_bytes,
    read_events,
    read_head,
    root_of,
)
from ecar_governance.storage.projections import ProjectionWriter
from ecar_governance.storage.statements import Statements
from ecar_governance.storage.tables import METADATA
from ecar_governance.storage.vaulting import read_vault, write_vault

Work = Callable[[Act], Refused | None]


class Request(NamedTuple):
    """What a caller wants done: see `services.ports.Office.perform`."""

    work: Work
    actor: Actor
    key: str | None


Answer = Outcome | BaseException
"""What a request came to: an outcome, or the error that its own `work` raised."""


class Batch:
    """The requests of one transaction. Used once, inside a transaction that is already begun."""

    def __init__(
        self,
        connection: Connection,
        statements: Statements,
        projections: ProjectionWriter,
        clock: Clock,
        memory: Memory,
    ) -> None:
        self._connection = connection
        self._projections = projections
        self._statements = statements
        self._clock = clock
        head = read_head(connection, statements, lock=True)
        self.start = catch_up(connection, statements, memory, head)
        self._conference: Conference = self.start.conference
        self._frontier: Frontier = self.start.frontier
        self.events: list[Event] = []
        self._leaves: list[tuple[bytes, bytes]] = []
        self._writes: list[VaultWrite] = []
        self._keys: list[dict[str, Any]] = []
        self._used: dict[tuple[str, str], tuple[int, int]] = {}
        self.dirty = False

    @property
    def memory(self) -> Memory:
        """What will be known once this batch is committed."""
        return Memory(self._conference, self._frontier)

    def run(self, requests: Sequence[Request]) -> list[Answer]:
        """Decides each request, then writes what came of them. Commits nothing itself.

        Raises whatever the database raised; then nothing of this batch may be kept."""
        self._find_used(requests)
        answers = [self._one(request) for request in requests]
        if self.dirty:
            self._flush_vault()
            self._write_log()
        return answers

    def _find_used(self, requests: Sequence[Request]) -> None:
        keys = sorted({request.key for request in requests if request.key is not None})
        if not keys:
            return
        columns = ("person", "key", "position", "count")
        rows = self._statements.find(self._connection, "idempotency", columns, "key", keys)
        for person, key, position, count in rows:
            self._used[person, key] = (position, count)

    def _one(self, request: Request) -> Answer:
        used = None if request.key is None else self._used.get((request.actor.person, request.key))
        if used is not None:
            return self._repeated(*used)
        act = PendingAct(self._conference, self._now(), self._read)
        try:
            refused = request.work(act)
            leaves = [leaf_bytes(event) for event in act.events] if refused is None else []
        except SQLAlchemyError:
            raise  # the transaction is spoilt for everyone
        except Exception as error:  # noqa: BLE001  # reason: an item's own error is its caller's, not the batch's
            return error
        if refused is not None:
            return refused
        return self._accept(request, act, leaves)

    def _accept(self, request: Request, act: PendingAct, leaves: list[bytes]) -> Done:
        position = self._frontier.size
        for body in leaves:
            hashed = leaf_hash(body)
            self._leaves.append((body, hashed))
            self._frontier = append(self._frontier, hashed)
        self._conference = act.conference
        self.events.extend(act.events)
        self._writes.extend(act.writes)
        if request.key is not None:
            count = len(act.events)
            self._used[request.actor.person, request.key] = (position, count)
            self._keys.append(
                {
                    "key": request.key,
                    "person": request.actor.person,
                    "position": position,
                    "count": count,
                }
            )
        self.dirty = True
        return Done(position, tuple(act.events))

    def _repeated(self, position: int, count: int) -> Done:
        start = self.start.size
        if position >= start:
            return Done(position, tuple(self.events[position - start : position - start + count]), True)
        bodies = read_events(self._connection, self._statements, position, count)
        return Done(position, tuple(event_of(body) for body in bodies), True)

    def _now(self) -> datetime:
        now, head = self._clock.now().astimezone(UTC), self._conference.at
        return now if head is None or now >= head else head

    def _read(self, table: str, key: dict[str, Any], own: Sequence[VaultWrite]) -> list[dict[str, Any]]:
        self._flush_vault()
        return read_vault(self._connection, table, key, own)

    def _flush_vault(self) -> None:
        # Only what earlier items, already accepted, want kept: an act's own writes wait until it is.
        if self._writes:
            writes, self._writes = self._writes, []
            write_vault(self._connection, self._statements, writes)

    def _write_log(self) -> None:
        connection, statements = self._connection, self._statements
        if self.events:
            rows = [event_row(event, *leaf) for event, leaf in zip(self.events, self._leaves, strict=True)]
            statements.insert("log_event", raw=True).run(connection, rows)
            self._projections.write(connection, self.start.conference, self._conference, self.events)
        statements.insert("idempotency", raw=True).run(connection, self._keys)
        if self.events:
            self._move_head()

    def _move_head(self) -> None:
        head = METADATA.tables["log_head"]
        move = self._statements.compiled(
            "move_head",
            lambda: (
                head.update()
                .values({name: bindparam(name) for name in ("size", "frontier", "root", "at")})
                .where(head.c.id == literal_column("1"), head.c.size == bindparam("seen"))
            ),
        )
        row = {
            "size": self._frontier.size,
            "frontier": frontier_bytes(self._frontier),
            "root": root_of(self._frontier),
            "at": None if self._conference.at is None else instant_text(self._conference.at),
            "seen": self.start.size,
        }
        if move.run(self._connection, [row]) != 1:  # the second fence, behind the lock
            raise RecordBroken("The head of the log moved while it was locked.")


def event_row(event: Event, body: bytes, hashed: bytes) -> dict[str, Any]:
    actor = event.actor
    return {
        "position": event.position,
        "type": type(event.data).__name__,
        "subject": event.subject,
        "act": event.act,
        "at": instant_text(event.at),
        "actor": actor.kind,
        "person": actor.person or None,
        "mandate": actor.mandate or None,
        "institution": actor.institution or None,
        "body": body,
        "leaf_hash": hashed,
    }
