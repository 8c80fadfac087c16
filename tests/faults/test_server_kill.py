"""The real server is killed while fifty people vote over HTTP: what they were told is there, once."""

from __future__ import annotations

import asyncio
import json
import random
from collections import Counter
from pathlib import Path

import pytest
from msgspec import Struct
from support.desks import CHAIR, Chamber, audit, must
from support.servers import Answer, Question, Server, cast, crowd

from ecar_governance.domain.canonical import bytes_digest
from ecar_governance.domain.events import BallotAccepted
from ecar_governance.services import ending

pytestmark = pytest.mark.faults

CLIENTS = 50
CHOICES = ("for", "against", "abstain")
CANARY = "kanarya-sebeb"


class Sent(Struct, frozen=True):
    """A ballot as it was sent, and what came back: a receipt, or nothing any more."""

    seat: str
    key: str
    choice: str
    replaces: str
    receipt: str = ""
    position: int = -1


class Storm:
    """Fifty people who change their ballots again and again until the server is gone."""

    def __init__(self, full, question: Question, seed: int) -> None:
        self.full = full
        self.question = question
        self.acknowledged: list[Sent] = []
        self.unanswered: list[Sent] = []
        self.refused: list[Answer] = []
        self.dice = random.Random(seed)
        self.latest: dict[str, Sent] = {}
        self._count = 0

    async def until_killed(self, server: Server, after: int) -> None:
        """Votes until so many more were acknowledged, then kills the server under the rest."""
        enough = len(self.acknowledged) + after
        async with crowd() as client:
            voters = [
                asyncio.create_task(self._vote(client, server, seat)) for seat in self.full.seats[:CLIENTS]
            ]
            while len(self.acknowledged) < enough and not all(voter.done() for voter in voters):
                await asyncio.sleep(0.005)
            server.kill()
            await asyncio.gather(*voters)

    async def _vote(self, client, server: Server, seat: str) -> None:
        while True:
            self._count += 1
            last = self.latest.get(seat)
            sent = Sent(
                seat,
                f"key-{self._count}",
                self.dice.choice(CHOICES),
                last.receipt if last is not None else "",
            )
            if not await self.send(client, server, sent):
                return

    async def send(self, client, server: Server, sent: Sent) -> bool:
        """Sends it; whether the server was there to answer."""
        answer = await cast(
            client,
            server.address,
            self.full.ticket(sent.seat),
            self.question,
            sent.seat,
            sent.choice,
            key=sent.key,
            replaces=sent.replaces,
            reason=CANARY,
        )
        if answer.status == 0:
            self.unanswered.append(sent)
            return False
        if answer.status not in (200, 201):
            self.refused.append(answer)
            return False
        done = Sent(
            sent.seat, sent.key, sent.choice, sent.replaces, answer.receipt, int(answer.body["position"])
        )
        self.acknowledged.append(done)
        self.latest[sent.seat] = done
        return True

    async def retry(self, server: Server) -> None:
        """Asks again for what was not answered, under the same keys; and for some that were."""
        async with crowd() as client:
            again, self.unanswered = self.unanswered, []
            assert all(await asyncio.gather(*(self.send(client, server, sent) for sent in again)))
            for known in self.dice.sample(self.acknowledged, 10):
                answer = await cast(
                    client,
                    server.address,
                    self.full.ticket(known.seat),
                    self.question,
                    known.seat,
                    "abstain",
                    key=known.key,
                )
                assert answer.status == 200, answer
                assert (answer.receipt, answer.body["position"]) == (known.receipt, known.position)
                assert answer.body["repeated"]


def test_what_was_acknowledged_survives_a_kill_once_and_a_retry_gets_its_receipt(
    full, tmp_path: Path
) -> None:
    hall: Chamber = full.hall
    storm = Storm(full, full.question(), seed=20261123)
    log = tmp_path / "server.log"
    first = Server(hall.settings, log).ready()
    try:
        asyncio.run(storm.until_killed(first, after=150))
    finally:
        first.kill()
    assert len(storm.acknowledged) >= 150
    assert len(storm.unanswered) == CLIENTS  # everybody was waiting for an answer
    second = Server(hall.settings, log).ready()
    try:
        asyncio.run(storm.retry(second))
        asyncio.run(storm.until_killed(second, after=60))
    finally:
        second.kill()
    assert storm.refused == []
    _holds(hall, storm)
    _told_nothing(log, storm)


def _holds(hall: Chamber, storm: Storm) -> None:
    """The record has each acknowledged ballot once, where it was said to be; nothing else but what hung."""
    vote = storm.question.vote
    accepted = [
        (event.position, event.data.seat, event.data.digest)
        for event in hall.desk.record.events(limit=1_000_000)
        if isinstance(event.data, BallotAccepted) and event.data.vote == vote
    ]
    told = {(sent.position, sent.seat, sent.receipt) for sent in storm.acknowledged}
    assert len(told) == len(storm.acknowledged)
    assert told <= set(accepted)
    assert max(Counter(digest for _, _, digest in accepted).values()) == 1
    hanging = Counter(seat for _, seat, _ in set(accepted) - told)
    assert all(count == 1 for count in hanging.values())
    assert set(hanging) <= {sent.seat for sent in storm.unanswered}

    known = hall.vote(vote)
    envelopes = {kept.seat: bytes_digest(kept.sealed) for kept in hall.desk.vault.envelopes(vote)}
    assert envelopes == {seat: mark.digest for seat, mark in known.marks.items()}
    certain = {seat: sent for seat, sent in storm.latest.items() if seat not in hanging}
    assert certain
    assert all(known.marks[seat].digest == sent.receipt for seat, sent in certain.items())

    must(ending.close(hall.desk, CHAIR, vote))
    papers = {paper.seat: paper.choice for paper in hall.vote(vote).papers}
    assert len(papers) == len(known.marks) == CLIENTS
    assert all(papers[seat] == sent.choice for seat, sent in certain.items())
    assert audit(hall.settings).findings == ()


def _told_nothing(log: Path, storm: Storm) -> None:
    """The servers' own log is JSON by the line and knows no choice, reason, cookie or token."""
    lines = log.read_text(encoding="utf-8").splitlines()
    assert len(lines) > 0
    for line in lines:
        json.loads(line)
    whole = "\n".join(lines)
    for secret in (CANARY, "against", "abstain", *(ticket.cookie for ticket in storm.full.tickets.values())):
        assert secret not in whole, secret
