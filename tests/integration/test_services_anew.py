"""A question put anew, on either database: however the vote before it became void, it ends in each of the
ways in which any other vote does, and nothing that was cast before counts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import cache
from unittest.mock import patch

import pytest
from msgspec.structs import replace
from support.desks import CHAIR, SCRIBE, SECRETARY, Chamber, audit, codes, must, text_of

from ecar_governance.definitions import library
from ecar_governance.definitions.plans import Plan
from ecar_governance.domain import events as e
from ecar_governance.domain.recounting import recount
from ecar_governance.domain.state import Vote
from ecar_governance.domain.vote_record import record_of
from ecar_governance.domain.workflow import Call, Workflow
from ecar_governance.services import ending, migrating, proposals, resolutions, timers
from ecar_governance.services.procedures import put_in_force

SCAN = b"\xff\xd8\xff\xe0 scan"
LASTS = timedelta(hours=48)


@cache
def reopening(version: str = "1.0.0") -> Workflow:
    """The resolution's procedure, whose vote ends with the last ballot, leaves an equal division to the chair
    and is put anew at once, for whatever it is void; the tellers' count may take its place."""
    base = library.load_file(library.bundled()["resolution"])
    asked = base.states["voting"].vote
    assert asked is not None
    rule = replace(asked.rule, on_edit="voids", tie="chair")
    vote = replace(asked, rule=rule, ends_early=True)
    voting = replace(base.states["voting"], editable=True, vote=vote)
    voided = replace(base.transitions["voided"], target="voting", effects=(Call("open_vote"),))
    counted = replace(
        base.transitions["enter_hand_count"],
        name="count_instead",
        source=("voting",),
        effects=(Call("stop_vote"), Call("enter_hand_count")),
    )
    return replace(
        base,
        name="reopening",
        version=version,
        states={**base.states, "voting": voting},
        transitions={**base.transitions, "voided": voided, "count_instead": counted},
    )


def publish_a_resolution(hall: Chamber, session: str) -> None:
    """Procedures may be changed by it. Its paper is a stub: typesetting takes seconds."""
    case = hall.adopted(session)
    with patch.object(type(hall.desk.documents), "resolution", lambda *_: b"%PDF-1.7 resolution"):
        resolutions.make_due(hall.desk)
    made = hall.conference.resolutions[hall.case(case).resolution]
    must(resolutions.sign_on_paper(hall.desk, CHAIR, made.document, "chair", SCAN + b"1"))
    must(resolutions.sign_on_paper(hall.desk, SCRIBE, made.document, "secretary", SCAN + b"2"))
    hall.act(SECRETARY, case, "publish")


def put(hall: Chamber) -> str:
    """A proposal put to the vote under the procedure."""
    must(put_in_force(hall.desk, reopening()))
    case, _ = hall.open_vote(hall.session(), workflow="reopening")
    return case


def migrated(hall: Chamber, case: str, policy: e.BallotPolicy) -> None:
    """The case goes over to the next version: its vote is carried over, or void."""
    if not hall.conference.resolutions:
        publish_a_resolution(hall, hall.case(case).session)
    now = hall.conference.workflows[hall.case(case).workflow_hash].version
    version = f"{int(now[0]) + 1}.0.0"
    must(put_in_force(hall.desk, reopening(version)))
    by = next(iter(hall.conference.resolutions))
    plan = Plan("reopening", (now,), version, by, ballots=policy)
    assert [one.reasons for one in migrating.rehearse(hall.desk, plan)] == [()]
    assert [one.reasons for one in migrating.migrate(hall.desk, plan)] == [()]


# --- how it becomes void -----------------------------------------------------------------------------------


def edited(hall: Chamber, case: str) -> None:
    words = text_of(f"Dəyişdirilmiş {hall.case(case).revision}")
    must(proposals.revise(hall.desk, CHAIR, case, hall.case(case).version, words))


def key_lost(hall: Chamber, case: str) -> None:
    hall.desk.keys.shred(hall.case(case).vote)
    must(ending.close(hall.desk, CHAIR, hall.case(case).vote))


def key_lost_at_the_deadline(hall: Chamber, case: str) -> None:
    hall.desk.keys.shred(hall.case(case).vote)
    hall.desk.clock.advance(hours=49)  # type: ignore[attr-defined]
    timers.tick(hall.desk)


def by_hand(hall: Chamber, case: str) -> None:
    must(ending.void(hall.desk, CHAIR, hall.case(case).vote, "Səhv sual."))


def by_migration(hall: Chamber, case: str) -> None:
    migrated(hall, case, "void")


VOIDING: dict[Callable[[Chamber, str], None], str] = {
    edited: "edited",
    key_lost: "key_lost",
    key_lost_at_the_deadline: "key_lost",
    by_hand: "by_hand",
    by_migration: "migrated",
}

# --- how the one put anew ends -----------------------------------------------------------------------------


def closed_by_its_deadline(hall: Chamber, case: str) -> str:
    vote = hall.vote(hall.case(case).vote)
    hall.cast_all(vote.vote, "for", "for", "against")
    assert timers.tick(hall.desk) == 0
    hall.desk.clock.advance(hours=50)  # type: ignore[attr-defined]
    assert timers.tick(hall.desk) == 1
    assert hall.vote(vote.vote).closed == vote.opened + LASTS
    return "deadline"


def closed_by_hand(hall: Chamber, case: str) -> str:
    hall.cast_all(hall.case(case).vote, "for", "for", "against")
    hall.close(hall.case(case).vote)
    return "by_hand"


def closed_by_the_last_ballot(hall: Chamber, case: str) -> str:
    hall.cast_all(hall.case(case).vote, "for", "for", "against", "for")
    assert hall.vote(hall.case(case).vote).status == "open"
    must(hall.cast(hall.case(case).vote, hall.seats()[4], "abstain"))
    return "all_voted"


def closed_in_another_version(hall: Chamber, case: str) -> str:
    vote, hour = hall.case(case).vote, hall.vote(hall.case(case).vote).closes
    hall.cast_all(vote, "for", "for")
    migrated(hall, case, "carry")
    assert (hall.case(case).vote, hall.vote(vote).closes) == (vote, hour)
    must(hall.cast(vote, hall.seats()[2], "against"))
    hall.close(vote)
    return "by_hand"


def put_once_more_in_another_version(hall: Chamber, case: str) -> str:
    before = hall.case(case).vote
    hall.cast_all(before, "against", "against", "against")
    migrated(hall, case, "void")
    assert (hall.vote(before).status, hall.vote(before).how) == ("void", "migrated")
    return closed_by_the_last_ballot(hall, case)


def decided_by_the_chair(hall: Chamber, case: str) -> str:
    vote = hall.case(case).vote
    hall.cast_all(vote, "for", "against", "for", "against")
    hall.close(vote)
    assert hall.vote(vote).waits_for_chair
    must(ending.give_casting_vote(hall.desk, CHAIR, vote, "for"))
    return "by_hand"


def counted_by_tellers(hall: Chamber, case: str) -> str:
    before = hall.case(case).vote
    hall.cast_all(before, "against", "against", "against")
    numbers = {"for": "3", "against": "1", "abstain": "0", "invalid": "0"}
    hall.act(CHAIR, case, "count_instead", **numbers, tellers=["person-vice"])
    assert hall.vote(before).status == "open"  # until a second person enters the same
    hall.act(SECRETARY, case, "count_instead", **numbers, tellers=["person-vice"])
    stopped, counted = hall.vote(before), hall.vote(hall.case(case).vote)
    assert (stopped.status, stopped.how, stopped.papers) == ("void", "stopped", ())
    assert (counted.obtained, counted.vote != before) == ("hand_count", True)
    return "by_hand"


OFTEN = (closed_by_its_deadline, closed_by_the_last_ballot)
SELDOM = (
    closed_by_hand,
    closed_in_another_version,
    put_once_more_in_another_version,
    decided_by_the_chair,
    counted_by_tellers,
)
TABLE = [(voiding, end) for voiding in VOIDING for end in OFTEN] + [(edited, end) for end in SELDOM]


def nothing_is_kept_of(hall: Chamber, *over: str) -> None:
    """Neither keys nor envelopes are there of any vote but the one that is open."""
    still_open = set(hall.conference.open_votes)
    assert set(hall.desk.keys.held()) == still_open
    assert set(hall.desk.vault.votes_with_envelopes()) <= still_open - set(over)


@pytest.mark.parametrize(("voiding", "end"), TABLE, ids=lambda one: one.__name__)
def test_a_vote_put_anew_ends_as_any_other(
    hall: Chamber,
    voiding: Callable[[Chamber, str], None],
    end: Callable[[Chamber, str], str],
) -> None:
    case = put(hall)
    first = hall.case(case).vote
    hall.cast_all(first, "against", "against", "against", "against")
    voiding(hall, case)
    again = hall.vote(hall.case(case).vote)
    assert (again.status, len(again.marks), again.vote != first) == ("open", 0, True)
    nothing_is_kept_of(hall, first)
    assert codes(hall.cast(first, hall.seats()[4])) == ["vote.is_void"]
    how = end(hall, case)
    voided, last = hall.vote(first), hall.vote(hall.case(case).vote)
    assert (voided.status, voided.how, voided.papers, voided.outcome) == ("void", VOIDING[voiding], (), None)
    assert (last.status, last.how) == ("closed", how)
    assert carried_by_what_was_cast_anew(last)
    assert hall.case(case).state == ("adopted",)
    assert hall.case(case).votes[0] == first
    assert len(set(hall.case(case).votes)) == len(hall.case(case).votes)
    nothing_is_kept_of(hall, first, last.vote)
    assert timers.tick(hall.desk) == 0
    assert audit(hall.settings).findings == ()


def carried_by_what_was_cast_anew(vote: Vote) -> bool:
    """Whether the four ballots against, cast before, count for nothing, and the record says the same."""
    assert vote.outcome is not None
    found = recount(record_of(vote))
    assert (found.findings, found.outcome) == ((), vote.outcome)
    return vote.outcome.carried and vote.outcome.counts.against < 4


@pytest.mark.parametrize("voiding", VOIDING, ids=lambda one: one.__name__)
def test_one_that_nobody_can_cast_in_is_closed_by_the_timer_at_once(
    hall: Chamber, voiding: Callable[[Chamber, str], None]
) -> None:
    """All recused themselves while the first was open: the one put anew has had all its ballots already."""
    case = put(hall)
    first = hall.case(case).vote
    hall.cast_all(first, "for", "for")
    for seat in hall.seats():
        head = hall.rector(seat)
        at = hall.conference.seats[seat].institution
        must(proposals.recuse(hall.desk, head, case, "Bizə aiddir.", institution=at))
    assert hall.vote(first).status == "open"
    voiding(hall, case)
    again = hall.case(case).vote
    if hall.vote(again).status == "open":
        assert (hall.vote(again).voters, hall.vote(again).all_voted) == (0, True)
        timers.tick(hall.desk)
    closed = hall.vote(again)
    assert (closed.status, closed.how, closed.closed, again != first) == (
        "closed",
        "all_voted",
        closed.opened,
        True,
    )
    assert closed.outcome is not None
    assert not closed.outcome.carried
    nothing_is_kept_of(hall, first, again)
    assert timers.tick(hall.desk) == 0
    assert audit(hall.settings).findings == ()
