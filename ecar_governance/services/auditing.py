"""The whole check of an installation: log, checkpoints, projections, vault; the rebuild of projections."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO, Protocol

from msgspec import Struct

from ecar_governance.domain.checkpoint import Verifier
from ecar_governance.domain.events import LogKeyRotated, OriginRenewed
from ecar_governance.domain.log import leaf_hash
from ecar_governance.domain.state import Conference
from ecar_governance.errors import Finding, GovernanceError, RecordBroken
from ecar_governance.services.desk import Desk
from ecar_governance.services.vault_port import Record, RecordFilter
from ecar_governance.verifier.notes import check_notes, sizes_of
from ecar_governance.verifier.replay import replay


class Tables(Protocol):
    """What `storage` offers to an audit: comparison and renewal of its derived tables."""

    def compare(self, conference: Conference) -> tuple[int, list[Finding]]:
        """How many rows of projections, indexed columns and head were compared, and what differs."""

    def rebuild(self, conference: Conference) -> list[Finding]:
        """Makes the projections anew; gives what differed before. Raises Conflict when the log grew."""

    def vault(self, conference: Conference) -> tuple[int, list[Finding]]:
        """How many texts, people and files were held against their digests, and what does not hold."""


@dataclass(frozen=True)
class AuditPlace:
    """What an audit looks at.

    Args:
        record: the log, as it lies.
        tables: the tables beside it.
        outside_notes: checkpoints kept in files outside the database, oldest first.
        verifier: makes a verifier of a key named by the log.
        endorsed: checks that a log key was endorsed by the one before it.
    """

    record: Record
    tables: Tables
    outside_notes: tuple[str, ...]
    verifier: VerifierOf
    endorsed: Endorsement


class VerifierOf(Protocol):
    def __call__(self, vkey: str, /) -> Verifier:
        """A verifier of the key; raises InvalidInput when it is none."""


class Endorsement(Protocol):
    def __call__(self, old: str, new: str, signature: str, /) -> None:
        """Passes in silence if the old key endorsed the new one; raises RecordBroken otherwise."""


class AuditReport(Struct, frozen=True):
    """What was checked, and everything that is wrong (the first thing of each part)."""

    size: int
    root: str
    acts: int
    votes: int
    checkpoints: int
    rows: int
    vault: int
    findings: tuple[Finding, ...]


def verify(place: AuditPlace, notes: Sequence[str] = ()) -> AuditReport:
    """Replays the log, holds every checkpoint against it, and the tables and the vault against the replay.

    Args:
        place: what to look at.
        notes: checkpoints that the auditor brought along.
    """
    inside = tuple(reversed(place.record.checkpoints(limit=1_000_000)))
    everything = (*inside, *place.outside_notes, *notes)
    found = replay(place.record.leaves(), roots_at=sizes_of(everything))
    findings = [*found.findings, *_unendorsed(place)]
    for where, some in (
        ("the database", inside),
        ("the checkpoint file", place.outside_notes),
        ("the checkpoint given", tuple(notes)),
    ):
        # One finding a place: after the first, the others say the same.
        findings += check_notes(some, found, place.verifier, where=where)[:1]
    rows, held = 0, 0
    if not found.good:
        findings += _rehashed(place.record)
    else:
        rows, wrong = _looked_at(place.tables.compare, found.conference)
        findings += wrong
        held, wrong = _looked_at(place.tables.vault, found.conference)
        findings += wrong
    return AuditReport(
        found.size,
        found.root.hex(),
        found.acts,
        found.votes,
        len(everything),
        rows,
        held,
        tuple(findings),
    )


_MOST = 20


def _rehashed(record: Record) -> list[Finding]:
    """The events whose bytes are not those that were hashed when they were written. A replay stops at the
    first act that does not hold, which may be a later one than the one that was changed."""
    pairs = enumerate(zip(record.leaves(), record.leaf_hashes(), strict=False))
    changed = (position for position, (leaf, stored) in pairs if leaf_hash(leaf) != stored)
    return [
        Finding("log.leaf_changed", "The event's bytes are not those that were hashed.", f"event {position}")
        for position in islice(changed, _MOST)
    ]


def _looked_at(
    look: Callable[[Conference], tuple[int, list[Finding]]], conference: Conference
) -> tuple[int, list[Finding]]:
    """What a look at the tables gave; that they cannot even be read is a finding, too."""
    try:
        return look(conference)
    except RecordBroken as error:
        return 0, [Finding(error.code, error.message, "", error.fix), *error.findings]


def _unendorsed(place: AuditPlace) -> list[Finding]:
    """Rotations of the log's key that the key before did not endorse: somebody else's key."""
    findings = []
    current = ""
    types = ("ConferenceFounded", "LogKeyRotated", "OriginRenewed")
    try:
        changes = place.record.events(RecordFilter(types=types), limit=10_000)
    except RecordBroken:
        return []  # the replay has named the event that cannot be read
    for event in changes:
        old, current = current, getattr(event.data, "new", "") or getattr(event.data, "log_key", "")
        if isinstance(event.data, LogKeyRotated | OriginRenewed):
            try:
                place.endorsed(old, current, event.data.endorsement)
            except GovernanceError as error:
                findings.append(Finding("log.key_not_endorsed", error.message, f"event {event.position}"))
    return findings


def rebuild(place: AuditPlace) -> tuple[Finding, ...]:
    """Makes the projections anew from the log; gives what differed. A broken log is left alone.

    Raises Conflict when people went on working meanwhile: then nothing was changed."""
    found = replay(place.record.leaves())
    if not found.good:
        return found.findings
    return tuple(place.tables.rebuild(found.conference))


def export_log(desk: Desk, target: BinaryIO) -> int:
    """Writes every leaf and a line feed; gives how many. Canonical JSON holds no line feed of its own."""
    count = 0
    for leaf in desk.record.leaves():
        target.write(leaf + b"\n")
        count += 1
    return count
