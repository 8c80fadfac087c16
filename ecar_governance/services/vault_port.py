"""What use cases and pages need of the database besides acts: people, texts, files, envelopes, jobs, the log.

`storage` serves all of it. Nothing here decides anything: decisions read the `Conference`. What belongs to
an act (a text beside its digest, an envelope beside its mark) is written through `Act.vault`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, Protocol

from msgspec import Struct

from ecar_governance.domain.events import Event


class VaultPerson(Struct, frozen=True):
    """Who a person is: names by language, mail address ("" for none), language; and what `digest`, which
    the log holds, was salted with."""

    person: str
    names: dict[str, str]
    email: str
    locale: str
    salt: bytes
    digest: str


class VaultText(Struct, frozen=True):
    """A free text, the salt of its digest, its language ("az", "en" or "" when not known)."""

    digest: str
    content: str
    language: str
    salt: bytes
    created: datetime


class BlobInfo(Struct, frozen=True):
    """What a file is, without its bytes. `sha256` is "sha256:<hex>", `size` in bytes."""

    sha256: str
    media_type: str
    filename: str
    size: int
    created: datetime


class SealedBallot(Struct, frozen=True):
    """A seat's envelope, as long as its vote is open."""

    seat: str
    digest: str
    sealed: bytes


class Job(Struct, frozen=True):
    """Slow work, leased to whoever asked. `tries` counts the leases before this one that failed."""

    id: str
    kind: str
    about: str
    payload: Any
    created: datetime
    tries: int


class Vault(Protocol):
    """Reads, and short writes that are no acts. Every call is a transaction of its own."""

    def people(self, people: Iterable[str]) -> dict[str, VaultPerson]:
        """Those of them that are known, by id."""

    def everyone(self) -> list[VaultPerson]:
        """All people, by id."""

    def person_with_email(self, email: str) -> VaultPerson | None:
        """The person by mail address, whatever the letters' case."""

    def texts(self, digests: Iterable[str]) -> dict[str, VaultText]:
        """Those of them that are kept (an erased one is missing), by digest."""

    def put_blob(self, content: bytes, *, media_type: str, filename: str, at: datetime) -> BlobInfo:
        """Keeps a file before the event that names it; the same bytes again are kept once."""

    def blob_infos(self, digests: Iterable[str]) -> dict[str, BlobInfo]:
        """What is known of those files, by digest."""

    def blob(self, sha256: str) -> bytes | None:
        """The file's bytes."""

    def envelopes(self, vote: str) -> list[SealedBallot]:
        """All envelopes of a vote, by seat."""

    def delete_envelopes(self, vote: str) -> int:
        """Deletes them (after the close); gives how many. Again is harmless."""

    def votes_with_envelopes(self) -> tuple[str, ...]:
        """The votes that have envelopes here."""

    def add_job(self, job: str, kind: str, about: str, payload: Any, *, at: datetime, due: datetime) -> None:
        """Asks for slow work; a job id that is there already is left alone."""

    def lease_jobs(
        self, kinds: Sequence[str], owner: str, *, now: datetime, until: datetime, limit: int = 1
    ) -> list[Job]:
        """Due, undone jobs that nobody holds (or whose lease has run out), now held by `owner`."""

    def finish_job(self, job: str, owner: str, *, at: datetime) -> bool:
        """It is done. False when the lease was lost: somebody else may do it, too."""

    def fail_job(self, job: str, owner: str, *, error: str, retry_at: datetime) -> bool:
        """It is not: try again at `retry_at`, with one try more on the count. False as `finish_job`."""


class RecordFilter(Struct, frozen=True):
    """Which events of the log: any that fit every field given. `before` and `after` are positions
    (exclusive); `until` is an instant (inclusive)."""

    subject: str = ""
    person: str = ""
    types: tuple[str, ...] = ()
    after: int = -1
    before: int | None = None
    until: datetime | None = None


EVERYTHING = RecordFilter()


class LogState(Struct, frozen=True):
    """How long the log is, its root (32 bytes), and its last event's instant."""

    size: int
    root: bytes
    at: datetime | None


class Record(Protocol):
    """The log as pages, auditors and exports read it."""

    def state(self) -> LogState:
        """Size, root and instant of the head."""

    def events(
        self, wanted: RecordFilter = EVERYTHING, *, limit: int = 100, newest_first: bool = False
    ) -> list[Event]:
        """A page of events, by position."""

    def event(self, position: int) -> Event | None:
        """One event."""

    def leaves(self, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
        """The canonical bytes of each event, in order."""

    def leaf_hashes(self, stop: int | None = None) -> list[bytes]:
        """The leaf hashes of the tree's first `stop` events (all when None)."""

    def checkpoint(self) -> str | None:
        """The newest signed note."""

    def checkpoints(self, limit: int = 100) -> list[str]:
        """Signed notes, newest first."""
