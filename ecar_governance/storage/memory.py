"""What a process knows of the log, the conference and the tree's frontier, and how it catches up."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, literal_column, select

from ecar_governance.domain.evolve import evolve
from ecar_governance.domain.leaf import event_of
from ecar_governance.domain.log import Frontier, append, leaf_hash, root
from ecar_governance.domain.state import Conference
from ecar_governance.errors import RecordBroken, Unavailable
from ecar_governance.storage.columns import instant_of, raw_bytes
from ecar_governance.storage.statements import Statements
from ecar_governance.storage.tables import METADATA

_EVENTS = METADATA.tables["log_event"]
_HEAD = METADATA.tables["log_head"]
_PAGE = 1000


class Memory(NamedTuple):
    """The conference and the frontier of its log: values, so that a roll-back is keeping the older one."""

    conference: Conference
    frontier: Frontier

    @property
    def size(self) -> int:
        """The number of events folded in."""
        return self.frontier.size


EMPTY = Memory(Conference(), Frontier())


class Head(NamedTuple):
    """The row of `log_head`."""

    size: int
    frontier: bytes
    root: bytes
    at: datetime | None


root_of = lru_cache(maxsize=64)(root)
"""The root of a frontier, remembered: a batch begins with the one that the batch before it made."""


def frontier_bytes(frontier: Frontier) -> bytes:
    """The stored form: its hashes one after the other, largest subtree first; their sizes follow from the
    log's size."""
    return b"".join(frontier.hashes)


def read_head(connection: Connection, statements: Statements, *, lock: bool) -> Head:
    """The head of the log; `lock` holds it until the transaction ends (on SQLite the transaction does).

    Raises RecordBroken when there is none: the database was not made by the migrations."""

    def build() -> object:
        query = select(_HEAD.c.size, _HEAD.c.frontier, _HEAD.c.root, _HEAD.c.at).where(
            _HEAD.c.id == literal_column("1")
        )
        return query.with_for_update() if lock else query

    rows = statements.compiled(f"head{lock}", build).select(connection)  # type: ignore[arg-type]  # reason: Select is executable
    if not rows:
        raise RecordBroken("The database has no log head.", fix="run `ecar upgrade`")
    size, frontier, top, at = rows[0]
    try:
        instant = None if at is None else instant_of(at)
    except ValueError as error:
        raise RecordBroken(f"The head of the log has no instant: {error}.") from error
    return Head(size, raw_bytes(frontier), raw_bytes(top), instant)


def catch_up(connection: Connection, statements: Statements, memory: Memory, head: Head) -> Memory:
    """Folds in what was appended since, by whichever process.

    Raises RecordBroken when the events do not lead to the head's root, and Unavailable when the log is
    shorter than what this process has seen: another database was put in its place.
    """
    if head.size < memory.size:
        raise Unavailable(
            f"The log has {head.size} events, fewer than the {memory.size} that were read from it.",
            fix="restart: the database was replaced",
        )
    conference, frontier = memory
    while frontier.size < head.size:
        bodies = _bodies(connection, statements, frontier.size, min(frontier.size + _PAGE, head.size))
        if not bodies:
            raise RecordBroken(
                f"Event {frontier.size} is missing from the log.", fix="run `ecar audit verify`"
            )
        for body in bodies:
            conference = evolve(conference, event_of(body))
            frontier = append(frontier, leaf_hash(body))
    if root_of(frontier) != head.root or frontier_bytes(frontier) != head.frontier:
        raise RecordBroken(
            f"The log's {head.size} events do not give the root on record.", fix="run `ecar audit verify`"
        )
    return Memory(conference, frontier)


def _bodies(connection: Connection, statements: Statements, start: int, stop: int) -> list[bytes]:
    query = statements.compiled(
        "bodies",
        lambda: (
            select(_EVENTS.c.body)
            .where(_EVENTS.c.position >= bindparam("start"), _EVENTS.c.position < bindparam("stop"))
            .order_by(_EVENTS.c.position)
        ),
    )
    return [raw_bytes(body) for (body,) in query.select(connection, start=start, stop=stop)]


def read_events(connection: Connection, statements: Statements, start: int, count: int) -> list[bytes]:
    """The leaves of `count` events from `start` on."""
    return _bodies(connection, statements, start, start + count)
