"""The desk: everything a use case may reach, handed to it as one frozen value by `bootstrap`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ecar_governance.domain.commands import AnyCommand
from ecar_governance.domain.decision import Refused
from ecar_governance.domain.events import Actor, Event
from ecar_governance.domain.state import Conference
from ecar_governance.services.accounts_port import AccountVault, Outbox, Passwords
from ecar_governance.services.documents_port import Documents
from ecar_governance.services.mails_of_act import mails_of
from ecar_governance.services.ports import Act, BallotKeys, Clock, Ids, Office, Outcome, Sealing, VaultWrite
from ecar_governance.services.refusals import A_DAY, KEPT, attempt_of
from ecar_governance.services.refusals_port import RefusalBook
from ecar_governance.services.vault_port import Record, Vault

Work = Callable[[Act], Refused | None]
_Refusal = tuple[AnyCommand, Actor]


@dataclass(frozen=True)
class Desk:
    """What use cases work with.

    Args:
        office: the one writer.
        vault: people, texts, blobs, envelopes, jobs: reads, and short writes that are no acts.
        record: the log, read.
        accounts: sessions, credentials, invitations, tries: reads, and short writes that are no acts.
        outbox: mails that wait.
        refusals: attempts that were refused, beside the log.
        passwords: hashing, slow on purpose.
        clock: for what is no act (acts get their instant from the writer).
        ids: fresh ids, salts and secrets.
        keys: private keys of open votes.
        sealing: ballot envelopes.
        documents: typesetting, signing and checking of PDFs.
        public_url: where people reach the web UI, without a closing slash.
        fresh_minutes: how long an authentication counts as fresh for voting and signing.
        max_upload_bytes: the largest file that a person may hand in.
    """

    office: Office
    vault: Vault
    record: Record
    accounts: AccountVault
    outbox: Outbox
    refusals: RefusalBook
    passwords: Passwords
    clock: Clock
    ids: Ids
    keys: BallotKeys
    sealing: Sealing
    documents: Documents
    public_url: str
    fresh_minutes: int = 10
    max_upload_bytes: int = 10 * 1024 * 1024

    @property
    def conference(self) -> Conference:
        """The last committed conference, other processes' acts included."""
        return self.office.refresh()

    def perform(self, work: Work, *, actor: Actor, key: str | None = None) -> Outcome:
        """`Office.perform`, with the mails that the act's events call for put in the outbox beside them, and
        a note of what was refused (`services.refusals`)."""
        refusals: list[_Refusal] = []
        outcome = self.office.perform(self._with_mails(work, refusals), actor=actor, key=key)
        if isinstance(outcome, Refused) and refusals:
            self._note(outcome, *refusals[-1])
        return outcome

    async def perform_async(self, work: Work, *, actor: Actor, key: str | None = None) -> Outcome:
        """The same for the event loop, where nothing but ballots is cast, of which no refusal is noted."""
        return await self.office.perform_async(self._with_mails(work, []), actor=actor, key=key)

    def forget_refusals(self) -> int:
        """Drops the notes of refusals that have been kept long enough; gives how many."""
        return self.refusals.forget(self.clock.now() - KEPT)

    def _note(self, refused: Refused, command: AnyCommand, actor: Actor) -> None:
        now = self.clock.now()
        name = self.ids.new("refusal")
        attempt = attempt_of(refused, command, actor, self.office.conference, now, name)
        if attempt is not None:
            day = now.replace(hour=0, minute=0, second=0, microsecond=0)
            self.refusals.note(attempt, day=day, most=A_DAY)

    def _with_mails(self, work: Work, refusals: list[_Refusal]) -> Work:
        def whole(act: Act) -> Refused | None:
            watched = _Watched(act, refusals)
            refused = work(watched)
            if refused is None:
                for position, mail in mails_of(watched.seen, act.conference):
                    act.vault(VaultWrite("outbox", {"id": mail.id_at(position)}, mail.row(act.now)))
            return refused

        return whole


class _Watched:
    """An act that remembers its events, so that their mails can be queued in the same transaction, and what
    the core refused of it."""

    def __init__(self, act: Act, refusals: list[_Refusal]) -> None:
        self._act = act
        self._refusals = refusals
        self.seen: list[Event] = []

    @property
    def conference(self) -> Conference:
        return self._act.conference

    @property
    def now(self) -> datetime:
        return self._act.now

    def decide(self, command: AnyCommand, actor: Actor) -> Sequence[Event] | Refused:
        answer = self._act.decide(command, actor)
        if isinstance(answer, Refused):
            self._refusals.append((command, actor))
        else:
            self.seen.extend(answer)
        return answer

    def vault(self, write: VaultWrite) -> None:
        self._act.vault(write)

    def read(self, table: str, key: dict[str, Any]) -> list[dict[str, Any]]:
        return self._act.read(table, key)
