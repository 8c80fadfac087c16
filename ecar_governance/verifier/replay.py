"""The log, replayed: every leaf read strictly, hashed into the tree, and every act decided again.

Needs nothing but the leaves and the signed checkpoints: no database, no web, no stored verdict. The core that
decided an act decides it once more from the act's own inputs, so a recount of every vote is part of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from ecar_governance.domain import log
from ecar_governance.domain.decide import decide
from ecar_governance.domain.decision import Context, Refused
from ecar_governance.domain.events import ConferenceFounded, Event, LogKeyRotated, OriginRenewed
from ecar_governance.domain.leaf import command_of, event_of, leaf_bytes
from ecar_governance.domain.state import Conference
from ecar_governance.errors import Finding, GovernanceError


class LogKey(Struct, frozen=True):
    """A key of the log: its verifier key, the origin that it signs for, and the position of the event that
    named it. It signs only what holds that event."""

    vkey: str
    origin: str
    since: int


class Replay(Struct, frozen=True):
    """What the leaves gave: how many were good, the tree over them, the conference they tell, and the first
    thing that is wrong (empty when nothing is). `acts` and `votes` count what was decided again."""

    size: int
    root: bytes
    conference: Conference
    findings: tuple[Finding, ...]
    acts: int
    votes: int
    keys: tuple[LogKey, ...]
    roots: dict[int, bytes]
    renewals: tuple[tuple[int, OriginRenewed], ...] = ()

    @property
    def good(self) -> bool:
        """Nothing is wrong."""
        return not self.findings


def replay(leaves: Iterable[bytes], *, roots_at: Iterable[int] = ()) -> Replay:
    """Reads, hashes, folds and decides again. Stops at the first leaf or act that is wrong and names it.

    Args:
        leaves: canonical bytes by position, from the first event on.
        roots_at: sizes whose roots are wanted (those that checkpoints state).
    """
    state = _State(frozenset(roots_at))
    finding: Finding | None = None
    for act, trouble in _acts(leaves):
        finding = state.take(act, whole=trouble is None) if act else None
        finding = finding or trouble
        if finding is not None:
            break
    return Replay(
        state.size,
        log.root(state.tree),
        state.conference,
        () if finding is None else (finding,),
        state.acts,
        state.votes,
        tuple(state.keys),
        state.roots,
        tuple(state.renewals),
    )


_Act = list[tuple[Event, bytes]]
"""The events of one act with the leaves that they were read from."""


class _State:
    """How far the replay has come."""

    def __init__(self, roots_at: frozenset[int]) -> None:
        self.conference = Conference()
        self.tree = log.Frontier()
        self.acts = 0
        self.votes = 0
        self.keys: list[LogKey] = []
        self.renewals: list[tuple[int, OriginRenewed]] = []
        self.roots: dict[int, bytes] = {0: log.EMPTY_ROOT}
        self._roots_at = roots_at

    @property
    def size(self) -> int:
        return self.conference.size

    def take(self, act: _Act, *, whole: bool) -> Finding | None:
        """Decides the act again and compares; folds and hashes it when it is right.

        With `whole` False the rest of the act could not be read: what there is of it is compared, no more."""
        first = act[0][0]
        where = f"event {first.position}"
        try:
            answer = decide(self.conference, command_of(first), Context(first.actor, first.at))
        except Exception as error:  # noqa: BLE001  # reason: a log made to hurt is named, and stops nobody
            return Finding("log.act_unreadable", f"The act cannot be decided again: {_told(error)}", where)
        if isinstance(answer, Refused):
            codes = ", ".join(r.code for r in answer.reasons)
            return Finding("log.act_refused", f"Decided again, this act is refused ({codes}).", where)
        if not whole:
            return _difference(answer.events, act)
        # Bytes, not values: what was written is held to the last sign of its one spelling.
        if [leaf_bytes(event) for event in answer.events] != [leaf for _, leaf in act]:
            return _difference(answer.events, act) or _length(answer.events, act)
        for event, leaf in act:
            self.tree = log.append(self.tree, log.leaf_hash(leaf))
            if event.position + 1 in self._roots_at:
                self.roots[event.position + 1] = log.root(self.tree)
            self._named(event)
        self.conference = answer.after
        self.acts += 1
        self.votes += sum(type(e.data).__name__ in _RESULTS for e, _ in act)
        return None

    def _named(self, event: Event) -> None:
        """Remembers the key that the event names, if it does."""
        match event.data:
            case ConferenceFounded(origin=origin, log_key=vkey):
                pass
            case LogKeyRotated(new=vkey):
                origin = self.keys[-1].origin
            case OriginRenewed(origin=origin, log_key=vkey) as renewed:
                vkey = vkey or self.keys[-1].vkey
                self.renewals.append((event.position, renewed))
            case _:
                return
        self.keys.append(LogKey(vkey, origin, event.position))


_RESULTS = {"VoteClosed", "HandCountEntered", "AdoptedWithoutVote"}


def _acts(leaves: Iterable[bytes]) -> Iterator[tuple[_Act, Finding | None]]:
    """The leaves in acts: each begins with the event that carries its command. The last may come with what
    is wrong with the leaf after it; then it may lack its end."""
    act: _Act = []
    last = None
    for position, leaf in enumerate(leaves):
        where = f"event {position}"
        try:
            event = event_of(leaf)
        except GovernanceError as error:
            yield act, Finding("log.leaf_unreadable", error.message, where)
            return
        if event.position != position:
            yield (
                act,
                Finding(
                    "log.position",
                    f"The leaf at position {position} says that it is event {event.position}: "
                    "events were removed, added or put in another order.",
                    where,
                ),
            )
            return
        if last is not None and event.at < last:
            yield act, Finding("log.time", "The event is dated before the one that precedes it.", where)
            return
        last = event.at
        if event.act == position:
            if act:
                yield act, None
            act = [(event, leaf)]
        elif not act or event.act != act[0][0].position or event.actor != act[0][0].actor:
            yield act, Finding("log.act", "The event does not belong to the act it names.", where)
            return
        else:
            act.append((event, leaf))
    if act:
        yield act, None


def _told(error: Exception) -> str:
    return str(error) if isinstance(error, GovernanceError) else f"{type(error).__name__}: {error}"


def _difference(decided: Sequence[Event], stored: _Act) -> Finding | None:
    """The first event in which what was written differs from what is decided again."""
    for ours, (theirs, leaf) in zip(decided, stored, strict=False):
        if leaf_bytes(ours) != leaf:
            what = type(ours.data).__name__
            wrong = (
                f"Decided again, this is another {what}."
                if type(theirs.data) is type(ours.data)
                else f"Decided again, this is a {what}, not a {type(theirs.data).__name__}."
            )
            return Finding("log.act_differs", wrong, f"event {theirs.position}")
    return None


def _length(decided: Sequence[Event], stored: _Act) -> Finding:
    return Finding(
        "log.act_length",
        f"Decided again, the act has {len(decided)} events, not {len(stored)}.",
        f"event {stored[0][0].position}",
    )
