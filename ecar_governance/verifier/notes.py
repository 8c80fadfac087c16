"""Signed checkpoints held against a replayed log: who signed, for which origin, since when, and what."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress

from ecar_governance.domain.checkpoint import Checkpoint, Verifier, open_note
from ecar_governance.errors import Finding, GovernanceError, InvalidInput
from ecar_governance.verifier.replay import Replay


def check_notes(
    notes: Sequence[str], found: Replay, verifier_of: Callable[[str], Verifier], *, where: str
) -> tuple[Finding, ...]:
    """Holds signed checkpoints against the replayed log: signature, origin, the key's time, size, root.

    Args:
        notes: signed notes, of any age.
        found: a replay that was asked for the roots at the notes' sizes.
        verifier_of: makes a verifier of a key that the log names.
        where: what the notes are called in a finding.
    """
    verifiers = _verifiers(found, verifier_of)
    findings = []
    for number, note in enumerate(notes, start=1):
        place = f"{where}, checkpoint {number}"
        try:
            stated = open_note(note, list(verifiers.values()))
        except GovernanceError as error:
            findings.append(Finding("checkpoint.signature", error.message, place))
            continue
        findings += _signed_in_time(note, stated, found, verifiers, place) or _held(stated, found, place)
    return tuple(findings)


def _verifiers(found: Replay, verifier_of: Callable[[str], Verifier]) -> dict[str, Verifier]:
    """A verifier of each key, by key; one that is none verifies nothing."""
    verifiers: dict[str, Verifier] = {}
    for key in found.keys:
        with suppress(InvalidInput):
            verifiers[key.vkey] = verifier_of(key.vkey)
    return verifiers


def _signed_in_time(
    note: str, stated: Checkpoint, found: Replay, verifiers: Mapping[str, Verifier], place: str
) -> list[Finding]:
    """Whether a key signed for its own origin, and nothing from before the log named it.

    A server may go on with the key before until it is started again: an old key has no last size."""
    keys = [key for key in found.keys if key.origin == stated.origin]
    if not keys:
        return [
            Finding("checkpoint.origin", f"The log was never called {stated.origin}: it is another's.", place)
        ]
    known = {key.vkey for key in keys if key.since < stated.size}
    try:
        open_note(note, [verifier for vkey, verifier in verifiers.items() if vkey in known])
    except GovernanceError:
        return [
            Finding(
                "checkpoint.key_early",
                f"The checkpoint of {stated.size} events is signed by a key that the log names only later, "
                "or for another origin.",
                place,
                "somebody who has the key signed a history of their own: find out who",
            )
        ]
    return []


def _held(stated: Checkpoint, found: Replay, place: str) -> list[Finding]:
    for position, renewed in found.renewals:
        if stated.origin == renewed.previous_origin and stated.size > position:
            # Lost openly: the log says so itself, and names what had been published.
            if stated.size < renewed.previous_size:
                return []
            if (stated.size, stated.root.hex()) == (renewed.previous_size, renewed.previous_root):
                return []
    if stated.size > found.size:
        return [
            Finding(
                "checkpoint.truncated",
                f"A signed checkpoint covers {stated.size} events; the log has {found.size}: "
                "its end was cut off.",
                place,
            )
        ]
    if found.roots.get(stated.size) != stated.root:
        return [
            Finding(
                "checkpoint.root",
                f"The tree over the first {stated.size} events is not the one that was signed: "
                "history was rewritten.",
                place,
            )
        ]
    return []


def sizes_of(notes: Iterable[str]) -> frozenset[int]:
    """The sizes that the notes state, read without trusting them; unreadable ones are left out."""
    sizes = set()
    for note in notes:
        lines = note.split("\n")
        if len(lines) > 2 and lines[1].isascii() and lines[1].isdigit() and len(lines[1]) < 16:
            sizes.add(int(lines[1]))
    return frozenset(sizes)
