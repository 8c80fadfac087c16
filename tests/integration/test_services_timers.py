"""What time brings about, on either database: reminders and escalations once, votes that end early."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import pytest
from msgspec.structs import replace
from sqlalchemy import text
from support import desks
from support.desks import CHAIR, GROUP_CHAIR, SECRETARY, Chamber, SteadyClock, audit, must
from support.together import together

from ecar_governance.definitions import library
from ecar_governance.domain import commands as c
from ecar_governance.domain import events as e
from ecar_governance.domain.workflow import Escalation, Workflow
from ecar_governance.errors import KeyLost, RecordBroken, Unavailable
from ecar_governance.services import ballots, timers
from ecar_governance.services.acting import INSTALLER, SYSTEM
from ecar_governance.services.calendars import set_calendar
from ecar_governance.services.desk import Desk
from ecar_governance.services.ports import Done
from ecar_governance.services.procedures import put_in_force
from ecar_governance.services.work import deciding

DAY = timedelta(days=1)


@cache
def brisk() -> Workflow:
    """The resolution's procedure: reviewed within ten working days, voted on by roll call or in secret until
    all have voted."""
    flow = library.load_file(library.bundled()["resolution"])
    review, voting = flow.states["wg_review"], flow.states["voting"]
    assert review.deadline is not None
    assert voting.vote is not None
    deadline = replace(
        review.deadline,
        after="P10D",
        calendar="working_days",
        remind=("P5D", "P1D"),
        escalate=(Escalation("P2D", ("secretariat",)),),
    )
    states = {
        **flow.states,
        "wg_review": replace(review, deadline=deadline),
        "voting": replace(voting, vote=replace(voting.vote, ends_early=True)),
    }
    return replace(flow, name="brisk", states=states)


def secret() -> Workflow:
    flow = brisk()
    voting = flow.states["voting"]
    assert voting.vote is not None
    asked = replace(voting.vote, ballot="secret", obtained=("ballots",))
    transitions = {
        name: rule
        for name, rule in flow.transitions.items()
        if not {call.name for call in rule.effects} & {"adopt_without_vote", "enter_hand_count"}
    }
    return replace(
        flow,
        name="hidden",
        states={**flow.states, "voting": replace(voting, vote=asked)},
        transitions=transitions,
    )


CALENDAR = e.CalendarSet("AZ", "", (2026, 2027), ("2026-12-01",), (), (6, 7), "a test")


def reviewed(hall: Chamber) -> str:
    """A proposal before the working group since Monday, 23 November 2026, noon in Bakı."""
    must(put_in_force(hall.desk, brisk()))
    must(set_calendar(hall.desk, CALENDAR))
    case = hall.draft(workflow="brisk", body="recognition")
    hall.act(CHAIR, case, "submit")
    hall.act(SECRETARY, case, "refer")
    [due] = hall.case(case).deadlines
    assert due.due == datetime(2026, 12, 8, 19, 59, 59, tzinfo=UTC)  # Tuesday: the 1st is a day off
    return case


def told(hall: Chamber, kind: str) -> list[str]:
    """To whom mails of the kind are queued, in order."""
    with hall.installation.database.reading() as connection:
        rows = connection.execute(
            text("SELECT person FROM outbox WHERE kind = :kind ORDER BY created, person"), {"kind": kind}
        )
        return [row[0] for row in rows]


def sent(hall: Chamber) -> list[e.RemindersSent]:
    found = hall.desk.record.events(limit=100_000)
    return [x.data for x in found if isinstance(x.data, e.RemindersSent)]


# --- reminders ---------------------------------------------------------------------------------------------


FIRST = datetime(2026, 11, 30, 19, 59, 59, tzinfo=UTC)
"""Five working days before the end, the 1st of December being none."""

OFFICE = datetime(2026, 12, 4, 19, 59, 59, tzinfo=UTC)
LAST = datetime(2026, 12, 7, 19, 59, 59, tzinfo=UTC)


def test_two_servers_tell_everybody_once(hall: Chamber, steady: SteadyClock) -> None:
    """Both look at the same instants, again and again; a server that starts anew knows what was told."""
    case = reviewed(hall)
    settings = hall.settings
    with desks.installed(settings.data_dir, settings.database_url, steady) as second:
        both: tuple[Desk, Desk] = (hall.desk, second.desk)
        for instant, many in (
            (FIRST - timedelta(seconds=1), 0),
            (FIRST, 1),
            (FIRST + DAY, 1),
            (OFFICE, 2),
            (LAST, 3),
            (LAST + timedelta(hours=3), 3),
        ):
            steady.at = instant
            for _ in range(2):
                together(*(lambda d=desk: timers.tick(d) for desk in both))
            assert len(sent(hall)) == many, instant
    with desks.installed(settings.data_dir, settings.database_url, steady) as again:
        assert timers.tick(again.desk) == 0
    assert sent(hall) == [
        e.RemindersSent(case, "wg_review", (FIRST,)),
        e.RemindersSent(case, "wg_review", (), (OFFICE,), ("secretariat",)),
        e.RemindersSent(case, "wg_review", (LAST,)),
    ]
    acting = told(hall, "deadline")
    assert GROUP_CHAIR in acting
    assert acting == sorted(set(acting)) * 2
    assert told(hall, "escalation") == [SECRETARY]
    assert audit(settings).findings == ()


def test_a_server_that_slept_for_weeks_tells_all_in_one_mail(hall: Chamber, steady: SteadyClock) -> None:
    case = reviewed(hall)
    steady.at = LAST + timedelta(hours=1)
    assert timers.tick(hall.desk) == 1
    assert sent(hall) == [e.RemindersSent(case, "wg_review", (FIRST, LAST), (OFFICE,), ("secretariat",))]
    acting = told(hall, "deadline")
    assert len(acting) == len(set(acting))
    assert set(told(hall, "escalation")) == {SECRETARY} - set(acting)


def test_a_server_that_slept_beyond_the_deadline_tells_nobody(hall: Chamber, steady: SteadyClock) -> None:
    case = reviewed(hall)
    steady.advance(days=60)
    assert timers.tick(hall.desk) == 1
    assert sent(hall) == []
    assert told(hall, "deadline") == told(hall, "escalation") == []
    assert hall.case(case).steps[-1].transition == "escalate"


def test_a_clock_that_goes_back_tells_nothing_twice(hall: Chamber, steady: SteadyClock) -> None:
    case = reviewed(hall)
    steady.at = FIRST
    assert timers.tick(hall.desk) == 1
    for back in (timedelta(hours=1), 6 * DAY):
        steady.at = FIRST - back
        assert timers.tick(hall.desk) == 0
    steady.at = FIRST + timedelta(minutes=1)
    assert timers.tick(hall.desk) == 0
    assert len(sent(hall)) == 1
    # Whatever is set meanwhile is dated to the head of the log, and reminds from there.
    steady.at = FIRST - 2 * DAY
    other = hall.draft(workflow="brisk", body="recognition")
    hall.act(CHAIR, other, "submit")
    hall.act(SECRETARY, other, "refer")
    [due] = hall.case(other).deadlines
    assert due.since == FIRST
    assert case != other


def test_one_reminder_that_cannot_be_decided_keeps_no_other_back(
    hall: Chamber, steady: SteadyClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = reviewed(hall)
    other = hall.draft(workflow="brisk", body="recognition")
    hall.act(CHAIR, other, "submit")
    hall.act(SECRETARY, other, "refer")
    perform, asked = Desk.perform, []

    def broken(desk: Desk, *given: Any, **named: Any) -> Any:
        asked.append(given)
        if len(asked) == 1:
            raise RecordBroken("One of its leaves cannot be read.")
        return perform(desk, *given, **named)

    monkeypatch.setattr(Desk, "perform", broken)
    steady.at = FIRST
    with pytest.raises(RecordBroken):
        timers.tick(hall.desk)
    [told_of] = sent(hall)
    assert told_of.case == max(first, other)


def test_who_acted_in_time_is_not_reminded(hall: Chamber, steady: SteadyClock) -> None:
    case = reviewed(hall)
    steady.at = FIRST - timedelta(hours=1)
    hall.act(GROUP_CHAIR, case, "recommend", recommendation="adopt", note="Yaxşıdır.")
    steady.at = LAST
    assert timers.tick(hall.desk) == 0
    assert told(hall, "deadline") == []


def test_without_a_calendar_whoever_acts_is_told_so(hall: Chamber) -> None:
    must(put_in_force(hall.desk, brisk()))
    case = hall.draft(workflow="brisk", body="recognition")
    hall.act(CHAIR, case, "submit")
    assert desks.codes(hall.try_act(SECRETARY, case, "refer")) == ["calendar.unknown_years"]
    must(set_calendar(hall.desk, CALENDAR))
    hall.act(SECRETARY, case, "refer")
    assert desks.codes(set_calendar(hall.desk, CALENDAR)) == ["nothing.changes"]


# --- votes that end early ----------------------------------------------------------------------------------


def put(hall: Chamber, workflow: Workflow) -> tuple[str, str]:
    """A question put under the procedure, in an open session: the case and the vote."""
    must(put_in_force(hall.desk, workflow))
    return hall.open_vote(hall.session(), workflow=workflow.name)


def closings(hall: Chamber) -> list[e.VoteClosed]:
    found = hall.desk.record.events(limit=100_000)
    return [x.data for x in found if isinstance(x.data, e.VoteClosed)]


@pytest.mark.parametrize("make", [brisk, secret], ids=["roll_call", "secret"])
def test_the_last_ballot_closes_the_vote_in_the_same_act(hall: Chamber, make: Callable[[], Workflow]) -> None:
    case, vote = put(hall, make())
    seats = hall.seats()
    first = must(hall.cast(vote, seats[0], "against"))
    for seat in seats[1:-1]:
        must(hall.cast(vote, seat, "for"))
    assert timers.tick(hall.desk) == 0
    # A ballot that is changed is no further seat's.
    must(hall.cast(vote, seats[0], "for", replaces=ballots.receipt_of(first).digest))
    assert hall.vote(vote).status == "open"

    last = must(hall.cast(vote, seats[-1], "against", key="last"))
    kinds = [type(event.data).__name__ for event in last.events]
    assert kinds[:2] == ["BallotAccepted", "VoteClosed"]
    receipt = ballots.receipt_of(last)
    assert (receipt.vote, receipt.seat) == (vote, seats[-1])
    closed = hall.vote(vote)
    assert (closed.status, closed.how) == ("closed", "all_voted")
    assert sorted(paper.choice for paper in closed.papers) == ["against"] + ["for"] * (len(seats) - 1)
    assert all((paper.seat is None) == (closed.ballot == "secret") for paper in closed.papers)
    assert hall.case(case).state == ("adopted",)
    assert hall.desk.keys.held() == ()
    assert hall.desk.vault.votes_with_envelopes() == ()
    assert set(told(hall, "vote_result")) >= {hall.rector(seat) for seat in seats}

    again = must(hall.cast(vote, seats[-1], "against", key="last"))
    assert (again.repeated, ballots.receipt_of(again).digest) == (True, receipt.digest)
    assert timers.tick(hall.desk) == 0
    assert len(closings(hall)) == 1
    assert audit(hall.settings).findings == ()
    # The key points at the ballot and the closing; at the closing alone it would be somebody else's.
    with hall.installation.database.writing() as connection:
        connection.execute(text("UPDATE idempotency SET position = position + 1, count = count - 1"))
    assert [finding.code for finding in audit(hall.settings).findings] == ["key_differs"]


def test_last_ballots_cast_at_once_on_two_servers_close_it_once(hall: Chamber, steady: SteadyClock) -> None:
    _, vote = put(hall, brisk())
    settings = hall.settings
    seats = hall.seats()
    people = {seat: hall.rector(seat) for seat in seats}
    shown = hall.vote(vote).manifest_hash
    with desks.installed(settings.data_dir, settings.database_url, steady) as second:
        both: tuple[Desk, ...] = (hall.desk, second.desk)
        together(
            *(
                lambda d=both[n % 2], s=seat: must(
                    ballots.cast(d, people[s], vote, "for", seat=s, manifest_hash=shown)
                )
                for n, seat in enumerate(seats)
            )
        )
    [closed] = closings(hall)
    assert (closed.how, len(closed.papers)) == ("all_voted", len(seats))
    assert hall.desk.keys.held() == ()


@pytest.mark.parametrize("trouble", [Unavailable("the store is away"), KeyLost("the key is gone")], ids=str)
def test_a_ballot_stands_although_the_vote_cannot_be_counted_now(
    hall: Chamber, monkeypatch: pytest.MonkeyPatch, trouble: Any
) -> None:
    """The key cannot be read with the last ballot: the timers see to the vote, and say what is wrong."""
    case, vote = put(hall, brisk())

    def away(_: str) -> bytes:
        raise trouble

    with monkeypatch.context() as patched:
        patched.setattr(hall.desk.keys, "get", away)
        for seat in hall.seats():
            assert isinstance(hall.cast(vote, seat), Done)
        assert hall.vote(vote).all_voted
        if isinstance(trouble, Unavailable):
            with pytest.raises(Unavailable):
                timers.tick(hall.desk)
        else:
            timers.tick(hall.desk)
            assert hall.vote(vote).status == "void"
            return
    assert hall.vote(vote).status == "open"
    assert timers.tick(hall.desk) == 1
    assert (hall.vote(vote).status, hall.vote(vote).how) == ("closed", "all_voted")
    assert hall.case(case).state == ("adopted",)


def test_only_time_reminds(hall: Chamber) -> None:
    case = reviewed(hall)
    command = c.Remind(case, "wg_review")
    assert desks.codes(hall.desk.perform(deciding(command, INSTALLER), actor=INSTALLER)) == [
        "actor.not_allowed"
    ]
    assert desks.codes(hall.desk.perform(deciding(command, SYSTEM), actor=SYSTEM)) == ["reminder.not_due"]
