"""What the use cases need of the outside, as Protocols; `bootstrap` says which adapter serves each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol, TypeVar

from msgspec import Struct

from ecar_governance.domain.commands import AnyCommand
from ecar_governance.domain.decision import Refused
from ecar_governance.domain.events import Actor, Event
from ecar_governance.domain.state import Conference
from ecar_governance.domain.voting.papers import Paper

T = TypeVar("T")


class Clock(Protocol):
    def now(self) -> datetime:
        """The instant, aware UTC."""


class Ids(Protocol):
    def new(self, kind: str) -> str:
        """A fresh id that leaks no order, for instance `case-7f3a…`."""

    def salt(self) -> bytes:
        """Sixteen random bytes for one salted digest."""

    def secret(self) -> str:
        """An unguessable token (256 bits, URL safe)."""


class BallotKeys(Protocol):
    """Private keys of open votes: outside the database and its backups."""

    def put(self, vote: str, private: bytes) -> None:
        """Keeps the key, synced to disk before it returns; raises Unavailable when it cannot be kept now."""

    def get(self, vote: str) -> bytes:
        """The key; raises KeyLost when it is certainly gone, Unavailable when it cannot be read now."""

    def shred(self, vote: str) -> None:
        """Destroys it, as well as the medium allows; again is harmless."""

    def held(self) -> tuple[str, ...]:
        """The votes whose keys are here."""


class Done(Struct, frozen=True):
    """An act is durable. `position` is its first event's; `repeated` says that the key had been used before
    and nothing was done again."""

    position: int
    events: tuple[Event, ...]
    repeated: bool = False


Outcome = Done | Refused


class VaultWrite(Struct, frozen=True):
    """A row for a vault table, written in the act's transaction. `delete` removes by key instead."""

    table: str
    key: dict[str, Any]
    values: dict[str, Any] = {}
    delete: bool = False


class Act(Protocol):
    """What an act may do inside the log's lock (see `Office.perform`)."""

    @property
    def conference(self) -> Conference:
        """The conference with everything before, earlier acts of the batch included."""

    @property
    def now(self) -> datetime:
        """The instant of this act: never before the head of the log."""

    def decide(self, command: AnyCommand, actor: Actor) -> Sequence[Event] | Refused:
        """Asks the core; on acceptance the events are this act's. May be called more than once."""

    def vault(self, write: VaultWrite) -> None:
        """Adds a vault row to the transaction."""

    def read(self, table: str, key: dict[str, Any]) -> list[dict[str, Any]]:
        """Vault rows as this transaction sees them (inside the lock)."""


class Office(Protocol):
    """The one writer."""

    def perform(
        self, work: Callable[[Act], Refused | None], *, actor: Actor, key: str | None = None
    ) -> Outcome:
        """Runs `work` inside the log's lock, alone or in a batch, and returns after the commit.

        `work` may run again when a batch is replayed item by item, so it must have no effect but through
        its `Act`. A `Refused` (returned by `work`) leaves nothing behind. `key` is the caller's
        idempotency key: UNIQUE with the actor's person; the same key again gives the first `Done`, marked
        `repeated`. Raises Unavailable when shutting down or without a database."""

    async def perform_async(
        self, work: Callable[[Act], Refused | None], *, actor: Actor, key: str | None = None
    ) -> Outcome:
        """The same for the event loop: never blocks it."""

    @property
    def conference(self) -> Conference:
        """The last committed value that this process knows (see `refresh`)."""

    def refresh(self) -> Conference:
        """Folds in what other processes have committed; cheap when there is nothing."""


class Sealing(Protocol):
    """Ballot envelopes: sealed to a vote's public key, opened together at its close (`keys.envelopes`)."""

    def generate(self) -> tuple[str, bytes]:
        """A key pair for one vote: the public key as text, the private one as bytes."""

    def seal(self, public: str, paper: Paper, *, vote: str, seat: str, election: bool = False) -> bytes:
        """An envelope of a length that does not depend on the choice."""

    def open_all(self, private: bytes, envelopes: Mapping[str, bytes], *, vote: str) -> dict[str, Paper]:
        """The papers by seat, in the order of the seats; raises RecordBroken when an envelope is not this
        vote's and seat's."""

    def digest(self, envelope: bytes) -> str:
        """`sha256:<hex>` of the envelope: the receipt."""
