"""The desk: everything a use case may reach, handed to it as one frozen value by `bootstrap`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ecar_governance.domain.decision import Refused
from ecar_governance.domain.events import Actor, Event
from ecar_governance.domain.state import Conference
from ecar_governance.services.documents_port import Documents
from ecar_governance.services.mailing import mails_for
from ecar_governance.services.ports import Act, BallotKeys, Clock, Ids, Office, Outcome, Sealing, VaultWrite
from ecar_governance.services.vault_port import Vault

Work = Callable[[Act], Refused | None]


@dataclass(frozen=True)
class Desk:
    """What use cases work with.

    Args:
        office: the one writer.
        vault: people, texts, blobs, envelopes, outbox, jobs: reads, and short writes that are no acts.
        clock: for what is no act (acts get their instant from the writer).
        ids: fresh ids, salts and secrets.
        keys: private keys of open votes.
        sealing: ballot envelopes.
        documents: typesetting, signing and checking of PDFs.
        public_url: where people reach the web UI, without a closing slash.
        ballot_secret: keys the choice tokens of ballot forms; dies with the process's key folder.
    """

    office: Office
    vault: Vault
    clock: Clock
    ids: Ids
    keys: BallotKeys
    sealing: Sealing
    documents: Documents
    public_url: str
    fresh_minutes: int = 10

    @property
    def conference(self) -> Conference:
        """The last committed conference, other processes' acts included."""
        return self.office.refresh()

    def perform(self, work: Work, *, actor: Actor, key: str | None = None) -> Outcome:
        """`Office.perform`, with the mails that the act's events call for put in the outbox beside them."""
        return self.office.perform(self._with_mails(work), actor=actor, key=key)

    async def perform_async(self, work: Work, *, actor: Actor, key: str | None = None) -> Outcome:
        """The same for the event loop."""
        return await self.office.perform_async(self._with_mails(work), actor=actor, key=key)

    def _with_mails(self, work: Work) -> Work:
        def whole(act: Act) -> Refused | None:
            watched = _Watched(act)
            refused = work(watched)
            if refused is None:
                for event in watched.seen:
                    for mail in mails_for(event, act.conference):
                        act.vault(
                            VaultWrite(
                                "outbox",
                                {"id": f"mail-{event.position}-{mail.kind}-{mail.person}"},
                                mail.row(act.now),
                            )
                        )
            return refused

        return whole


class _Watched:
    """An act that remembers its events, so that their mails can be queued in the same transaction."""

    def __init__(self, act: Act) -> None:
        self._act = act
        self.seen: list[Event] = []
        self.vault = act.vault
        self.read = act.read

    @property
    def conference(self) -> Conference:
        return self._act.conference

    @property
    def now(self):  # type: ignore[no-untyped-def]
        return self._act.now

    def decide(self, command, actor):  # type: ignore[no-untyped-def]
        answer = self._act.decide(command, actor)
        if not isinstance(answer, Refused):
            self.seen.extend(answer)
        return answer
