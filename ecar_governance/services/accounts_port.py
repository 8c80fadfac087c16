"""What accounts and mail need of the outside: passwords, rows of the vault, a way to post letters.

`identity` serves `Passwords`, `storage` serves `AccountVault` and `Outbox`, `notices` serves `Post`. What
belongs to an act is not here: it goes through `Act.vault` into `credential`, `invitation` and `outbox`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from msgspec import Struct

from ecar_governance.domain.decision import Reason
from ecar_governance.services.vault_port import VaultPerson


class InvitationRecord(Struct, frozen=True):
    """A link that was sent, by the SHA-256 (hex) of its secret."""

    token_hash: str
    person: str
    purpose: str
    expires: datetime
    used: datetime | None = None


class SessionRecord(Struct, frozen=True):
    """A signed-in browser, by the SHA-256 (hex) of its cookie.

    `expires` is the absolute end; the idle end is reckoned from `seen`."""

    id_hash: str
    person: str
    created: datetime
    seen: datetime
    authenticated_at: datetime
    expires: datetime


class Letter(Struct, frozen=True):
    """A mail that waits, leased to whoever asked: to whom, of what kind, about what, with what facts.

    Its words are made when it is sent: `params` holds ids and instants as strings, never a choice."""

    id: str
    person: str
    kind: str
    about: str
    params: dict[str, str]
    created: datetime
    tries: int


class AccountVault(Protocol):
    """Reads and short writes that are no acts. People are looked up in `Vault`."""

    def password_hash(self, person: str) -> str | None:
        """The encoded hash, or None when no password has been set."""

    def replace_password_hash(self, person: str, old: str, new: str) -> None:
        """The same password hashed anew (rehash at sign-in): only if the row still holds `old`."""

    def invitation(self, token_hash: str) -> InvitationRecord | None:
        """The invitation by the hash of its secret."""

    def session(self, id_hash: str) -> SessionRecord | None:
        """The session by the hash of its cookie."""

    def sessions(self, id_hashes: Sequence[str]) -> list[SessionRecord]:
        """Those of the sessions that are known, in any order; no hash is asked for twice."""

    def add_session(self, session: SessionRecord) -> None:
        """Keeps a session."""

    def touch_sessions(self, seen: Mapping[str, datetime]) -> None:
        """Notes when they were used, by the hashes of their cookies; never takes an instant back."""

    def end_session(self, id_hash: str) -> None:
        """Forgets one; unknown ids are ignored."""

    def end_sessions(self, person: str) -> None:
        """Forgets all of a person."""

    def expire_sessions(self, now: datetime, seen_before: datetime) -> int:
        """Forgets those past their end or unused since `seen_before`; gives how many."""

    def tries(self, place: str, since: datetime) -> int:
        """How many tries `place` (a hash) has had in the window that began at `since` or later."""

    def count_try(self, place: str, now: datetime, since: datetime) -> int:
        """Adds one and gives the new number; a window that began before `since` begins anew, at `now`."""

    def forget_tries(self, place: str) -> None:
        """After a success."""


class Outbox(Protocol):
    """Mails that wait. Each is sent at least once; its id makes a repetition recognisable."""

    def queue(self, row: dict[str, Any]) -> None:
        """Adds a mail that belongs to no act (a reminder); an id that is there already is left alone."""

    def lease(self, owner: str, now: datetime, until: datetime, limit: int) -> list[Letter]:
        """Due, unsent mails that nobody holds (or whose lease has run out), now held by `owner`."""

    def sent(self, letter: str, at: datetime) -> None:
        """It was handed over: its `params` are blanked (they may have held a secret link)."""

    def failed(self, letter: str, due: datetime, error: str) -> None:
        """It was not: try again at `due`, with one try more on the count."""


class Passwords(Protocol):
    """Hashing of passwords: slow on purpose, never on the event loop."""

    def hash(self, password: str) -> str:
        """The encoded hash."""

    def verify(self, encoded: str | None, password: str) -> bool:
        """Whether it is the password. With None (nobody, or no password yet) it takes as long and says no."""

    def outdated(self, encoded: str) -> bool:
        """Whether the hash was made with other parameters than today's."""

    def refusal(self, password: str, about: Sequence[str] = ()) -> Reason | None:
        """Why the password may not be chosen (too short, too common, the person's own name), or None."""


class Post(Protocol):
    """Hands a letter over for delivery."""

    def send(self, letter: Letter, to: VaultPerson, facts: dict[str, Any]) -> None:
        """Writes it in the person's language from its template and `facts`, and sends it.

        Raises Unavailable when trying again later may help, InvalidInput when it never will."""
