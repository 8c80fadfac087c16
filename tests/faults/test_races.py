"""Many at once, through two servers on one PostgreSQL: one seat, one ballot; every seat, its ballot."""

from __future__ import annotations

import asyncio
from collections import Counter

import pytest
from support.desks import CHAIR, Chamber, audit
from support.servers import Answer, call, cast, crowd, together

from ecar_governance.domain.events import BallotAccepted, VoteClosed

pytestmark = pytest.mark.faults


def accepted(hall: Chamber, vote: str) -> list[BallotAccepted]:
    return [
        event.data
        for event in hall.desk.record.events(limit=1_000_000)
        if isinstance(event.data, BallotAccepted) and event.data.vote == vote
    ]


def test_a_hundred_submissions_for_one_seat_are_one_ballot(pair) -> None:
    """A hundred different ones, through both servers in one instant."""
    full = pair.full
    question, seat = full.question(), full.seats[0]

    async def all_at_once() -> list[Answer]:
        async with crowd() as client:
            return await together(
                *(
                    cast(
                        client,
                        pair.both[number % 2].address,
                        full.ticket(seat),
                        question,
                        seat,
                        ("for", "against", "abstain")[number % 3],
                        key=f"hundred-{number}",
                    )
                    for number in range(100)
                )
            )

    answers = asyncio.run(all_at_once())
    assert Counter(answer.status for answer in answers) == {201: 1, 409: 99}
    assert {tuple(a.codes) for a in answers if a.status == 409} == {("ballot.already_cast",)}
    (ballot,) = accepted(full.hall, question.vote)
    (winner,) = (answer for answer in answers if answer.status == 201)
    assert (ballot.seat, ballot.digest) == (seat, winner.receipt)
    assert len(full.hall.desk.vault.envelopes(question.vote)) == 1


def test_the_same_key_a_hundred_times_is_one_receipt(pair) -> None:
    full = pair.full
    question, seat = full.question(), full.seats[1]

    async def all_at_once() -> list[Answer]:
        async with crowd() as client:
            return await together(
                *(
                    cast(
                        client, pair.both[n % 2].address, full.ticket(seat), question, seat, "for", key="one"
                    )
                    for n in range(100)
                )
            )

    answers = asyncio.run(all_at_once())
    assert Counter(answer.status for answer in answers) == {201: 1, 200: 99}
    assert len({(answer.receipt, answer.body["position"]) for answer in answers}) == 1
    assert len(accepted(full.hall, question.vote)) == 1


def test_everybody_at_once_is_let_in(pair) -> None:
    full = pair.full
    question = full.question(secret=True)

    async def all_at_once() -> list[Answer]:
        async with crowd() as client:
            return await together(
                *(
                    cast(
                        client,
                        pair.both[number % 2].address,
                        full.ticket(seat),
                        question,
                        seat,
                        "against",
                        key=f"all-{number}",
                    )
                    for number, seat in enumerate(full.seats)
                )
            )

    answers = asyncio.run(all_at_once())
    assert Counter(answer.status for answer in answers) == {201: len(full.seats)}
    assert len({answer.receipt for answer in answers}) == len(full.seats)
    assert len({ballot.seat for ballot in accepted(full.hall, question.vote)}) == len(full.seats)


def test_what_was_acknowledged_before_the_close_is_counted_and_nothing_else(pair) -> None:
    """Sixty cast while the chair closes, the one through one server, the other through the other."""
    full = pair.full
    question = full.question()
    tickets = full.tickets

    async def race() -> tuple[list[Answer], Answer]:
        async with crowd() as client:
            casting = [
                asyncio.create_task(
                    cast(
                        client,
                        pair.both[number % 2].address,
                        full.ticket(seat),
                        question,
                        seat,
                        "for",
                        key=f"race-{number}",
                    )
                )
                for number, seat in enumerate(full.seats)
            ]
            while not any(one.done() for one in casting):
                await asyncio.sleep(0)
            closing = asyncio.to_thread(
                call, pair.two, tickets[CHAIR], "POST", f"/votes/{question.vote}/close"
            )
            return await asyncio.gather(asyncio.gather(*casting), closing)

    answers, closed = asyncio.run(race())
    assert closed.status == 200, closed
    told = Counter(answer.status for answer in answers)
    assert set(told) <= {201, 422}
    assert told[201] >= 1
    assert {tuple(a.codes) for a in answers if a.status == 422} <= {("vote.is_closed",)}
    papers = full.hall.vote(question.vote).papers
    assert len(papers) == told[201] == len(accepted(full.hall, question.vote))


def test_two_close_at_once_and_one_is_told(pair) -> None:
    full = pair.full
    question = full.question()

    async def race() -> list[Answer]:
        return await together(
            *(
                asyncio.to_thread(call, server, full.tickets[CHAIR], "POST", f"/votes/{question.vote}/close")
                for server in pair.both * 4
            )
        )

    answers = asyncio.run(race())
    assert Counter(answer.status for answer in answers) == {200: 1, 422: 7}
    closings = [
        event
        for event in full.hall.desk.record.events(limit=1_000_000)
        if isinstance(event.data, VoteClosed) and event.data.vote == question.vote
    ]
    assert len(closings) == 1


def test_one_stale_approval_of_many_wins(pair) -> None:
    """Twenty take the same step of one proposal from the same page: one takes it, the rest are told."""
    full = pair.full
    case = full.hall.draft()
    version = full.hall.case(case).version

    async def race() -> list[Answer]:
        body = {"transition": "submit", "version": version, "inputs": {}}
        return await together(
            *(
                asyncio.to_thread(
                    call, server, full.tickets[CHAIR], "POST", f"/proposals/{case}/actions", body
                )
                for server in pair.both * 10
            )
        )

    answers = asyncio.run(race())
    assert Counter(answer.status for answer in answers) == {200: 1, 409: 19}
    assert all("version.changed" in answer.codes for answer in answers if answer.status == 409)
    assert len(full.hall.case(case).steps) == 1


def test_after_all_of_it_the_record_is_whole(pair) -> None:
    assert audit(pair.full.hall.settings).findings == ()
