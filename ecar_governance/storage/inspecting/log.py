"""The log's own tables: index columns and head against the bytes, checkpoints against their notes, and the
idempotency keys against the acts that they point at."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection

from ecar_governance.domain import events as e
from ecar_governance.domain.leaf import event_of
from ecar_governance.domain.log import Frontier, append, leaf_hash, root
from ecar_governance.errors import Finding, GovernanceError
from ecar_governance.storage.batch import event_row
from ecar_governance.storage.checkpoints import stated
from ecar_governance.storage.columns import raw_bytes
from ecar_governance.storage.inspecting import shown, stored
from ecar_governance.storage.memory import frontier_bytes, read_head
from ecar_governance.storage.statements import Statements


class Span(NamedTuple):
    """Whose an act is ("" for the system and the installer), the position after its last event, and whether
    by it the system closed a vote in which all had voted."""

    person: str
    end: int
    ends_early: bool = False


class Events:
    """What one reading of the events gave: the tree over them, the index columns that differ, and the acts
    by the position of their first event."""

    def __init__(self, connection: Connection) -> None:
        self.findings: list[Finding] = []
        self.acts: dict[int, Span] = {}
        self.tree = Frontier()
        self.at: datetime | None = None
        for row in stored(connection, "log_event"):
            self._take(row)

    @property
    def size(self) -> int:
        """How many events there are."""
        return self.tree.size

    def _take(self, row: dict[str, Any]) -> None:
        body = raw_bytes(row["body"])
        hashed = leaf_hash(body)
        self.tree = append(self.tree, hashed)
        event = event_of(body)
        self.at = event.at
        begun = self.acts.get(event.act)
        ends_early = _ends_early(event) if begun is None else begun.ends_early
        self.acts[event.act] = Span(event.actor.person, event.position + 1, ends_early)
        for column, wanted in event_row(event, body, hashed).items():
            kept = raw_bytes(row[column]) if isinstance(wanted, bytes) else row[column]
            if kept != wanted:
                self.findings.append(
                    Finding(
                        "index_differs",
                        f"The event's bytes say {shown(wanted)}, the column says {shown(kept)}.",
                        f"log_event[{row['position']}].{column}",
                        "the bytes are the truth: find out who changed the column",
                    )
                )


def _ends_early(event: e.Event) -> bool:
    closed = event.data
    return event.actor.kind == "system" and isinstance(closed, e.VoteClosed) and closed.how == "all_voted"


def head(connection: Connection, statements: Statements, events: Events) -> list[Finding]:
    """Where the head is not what the events lead to."""
    known = read_head(connection, statements, lock=False)
    return [
        Finding(
            "head_differs",
            f"The events give {shown(wanted)}, the head says {shown(kept)}.",
            f"log_head.{what}",
            "events were removed or added, or the head was changed",
        )
        for what, kept, wanted in (
            ("size", known.size, events.size),
            ("root", known.root, root(events.tree)),
            ("frontier", known.frontier, frontier_bytes(events.tree)),
            ("at", known.at, events.at),
        )
        if kept != wanted
    ]


def checkpoints(connection: Connection) -> tuple[int, list[Finding]]:
    """How many rows were looked at, and where size or root are not what the row's own note says.

    What a note says is held against the tree by `verifier.notes.check_notes`, which names a note that cannot
    be read, too."""
    count, findings = 0, []
    for row in stored(connection, "log_checkpoint"):
        count += 1
        try:
            note = stated(str(row["note"]))
        except GovernanceError:
            continue
        for column, wanted in (("size", note.size), ("root", note.root)):
            kept = raw_bytes(row[column]) if column == "root" else row[column]
            if kept != wanted:
                findings.append(
                    Finding(
                        "checkpoint_differs",
                        f"The signed note says {shown(wanted)}, the column says {shown(kept)}.",
                        f"log_checkpoint[{row['size']}].{column}",
                        "the note is the truth: find out who changed the column",
                    )
                )
    return count, findings


def keys(connection: Connection, events: Events) -> tuple[int, list[Finding]]:
    """How many rows were looked at, and the keys that point at what is not theirs.

    A retry under such a key would be answered with somebody else's receipt. A key points at whole acts of its
    own person, and no two keys at one act; one that brought no event points at no act. The last ballot of a
    vote that ends early brings the system's closing with it."""
    count, findings = 0, []
    taken: dict[int, str] = {}
    for row in stored(connection, "idempotency"):
        count += 1
        where = f"idempotency[{row['key']}, {row['person']}]"
        wrong = _misled(row, events, taken, where)
        if wrong:
            findings.append(
                Finding("key_differs", wrong, where, "a retry would mislead: find out who changed the row")
            )
    return count, findings


def _misled(row: dict[str, Any], events: Events, taken: dict[int, str], where: str) -> str:
    """What is wrong with where a key points; empty when nothing is. `taken` has the acts of earlier keys."""
    start, end = row["position"], row["position"] + row["count"]
    if not 0 <= start <= end <= events.size:
        return f"It points at the events from {start} up to {end}; the log has {events.size}."
    while start < end:
        act = events.acts.get(start)
        if act is None:
            return f"The event at {start} is not the first of its act."
        if act.person != row["person"] and not (act.ends_early and start > row["position"]):
            return f"The act at {start} is somebody else's."
        if act.end > end:
            return f"Its {row['count']} events end within the act at {start}."
        other = taken.setdefault(start, where)
        if other != where:
            return f"The act at {start} is already what {other} points at."
        start = act.end
    return ""
