"""An edit voids the vote, and the procedure puts the question anew: on the new text, to who votes now."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import UNSET
from msgspec.structs import replace
from story import SYSTEM, WORDS, Story, digest, manifest
from support.refusals import on_agenda, ruled

from ecar_governance.domain import commands as c
from ecar_governance.domain import events as e
from ecar_governance.domain.recounting import recount
from ecar_governance.domain.vote_record import record_of
from ecar_governance.domain.voting.rule import VoteRule
from ecar_governance.domain.voting.thresholds import simple_majority
from ecar_governance.domain.workflow import Call, CaseField, Workflow
from ecar_governance.verifier.replay import replay

VOIDS = VoteRule((simple_majority(),), on_edit="voids")
SEATS = 4


def reopening(flow: Workflow, ballot: Any = "roll_call") -> Workflow:
    """The resolution's procedure, whose vote an edit voids and `voided` opens anew, by no more than that."""
    changed = ruled(flow, VOIDS, ballot=ballot, obtained=("ballots",))
    ways = {name: way for name, way in changed.transitions.items() if not obtained_otherwise(way.effects)}
    [voided] = [way for way in ways.values() if way.trigger == "vote_voided"]
    ways[voided.name] = replace(voided, target="voting", effects=(Call("open_vote"),))
    voting = replace(changed.states["voting"], editable=True)
    note = CaseField("note", "text", {"az": "Qeyd", "en": "Note"})
    return replace(
        changed,
        transitions=ways,
        states={**changed.states, "voting": voting},
        fields={**changed.fields, "note": note},
    )


def obtained_otherwise(effects: tuple[Call, ...]) -> bool:
    return any(
        call.name in ("adopt_without_vote", "enter_hand_count", "record_objection", "record_reservation")
        for call in effects
    )


def opened(ballot: Any = "roll_call") -> tuple[Story, str, str]:
    story, case = on_agenda(SEATS, change=lambda flow: reopening(flow, ballot))
    return story, case, story.open_vote(case)


def edit(story: Story, case: str, words: str, key: str = "key-2", **fields: str | int) -> c.ReviseProposal:
    now = story.case(case)
    fresh = {"vote": story.id("vote"), "key": key} if key else {"vote": story.id("vote")}
    return c.ReviseProposal(case, now.version, manifest(words), now.sponsors, now.body, fields, fresh)


def test_the_question_is_put_anew_on_the_new_text_in_the_act_of_the_edit() -> None:
    story, case, vote = opened()
    story.ballots(vote, "ffa-")
    before = story.vote(vote)
    events = story.do(edit(story, case, "other", note=digest("a note")), story.by("r0", "rector"))
    kinds = [type(event.data) for event in events]
    assert kinds[0] is e.VoteVoided
    assert kinds.index(e.ProposalRevised) < kinds.index(e.TransitionTaken) < kinds.index(e.VoteOpened)
    void, again = story.vote(vote), story.vote(story.case(case).vote)
    assert (void.status, void.how, void.papers, void.outcome) == ("void", "edited", (), None)
    assert (again.status, again.public_key, len(again.marks)) == ("open", "key-2", 0)
    assert again.manifest_hash == story.case(case).manifest_hash != before.manifest_hash
    assert again.fields == {"note": digest("a note")}
    assert story.states(case) == "voting"
    assert story.case(case).votes[-2:] == (vote, again.vote)


def test_nothing_cast_before_counts_and_nothing_can_be_cast_on_the_old_text() -> None:
    story, case, vote = opened()
    story.ballots(vote, "aaaa")
    old = story.ballot(vote, story.seat(0))
    story.do(edit(story, case, "other"), story.by("r0", "rector"))
    again = story.case(case).vote
    assert story.refused(old, story.by("r0", "rector")) == ["vote.is_void"]
    stale = replace(old, vote=again, replaces="")
    assert "ballot.other_text" in story.refused(stale, story.by("r0", "rector"))
    replacing = story.ballot(again, story.seat(0), replaces=story.vote(vote).marks[story.seat(0)].digest)
    assert story.refused(replacing, story.by("r0", "rector")) != []
    story.ballots(again, "ff--")
    closed = story.close(again)
    assert closed.outcome is not None
    assert (closed.outcome.counts.for_, closed.outcome.counts.against) == (2, 0)
    made = record_of(closed)
    assert (made.manifest_hash, recount(made).findings) == (closed.manifest_hash, ())


def test_the_electorate_is_frozen_anew() -> None:
    """A head who took office meanwhile did not vote in the first, and votes in the second."""
    story, case, vote = opened()
    held = story.by("r3", "rector").mandate
    story.do(c.EndMandate(held, "resigned"), story.by("omar"))
    story.grant("a0", "rector", institution="U3")
    story.do(edit(story, case, "other"), story.by("r0", "rector"))
    now = {row.seat: row.casters for row in story.vote(story.case(case).vote).electorate}
    was = {row.seat: row.casters for row in story.vote(vote).electorate}
    new = story.by("a0", "rector").mandate
    assert held in was[story.seat(3)]
    assert (held in now[story.seat(3)], new in now[story.seat(3)]) == (False, True)


@pytest.mark.parametrize("fresh", [UNSET, {"vote": "vote-x"}])
def test_without_a_key_the_edit_is_refused_whole(fresh: Any) -> None:
    story, case, vote = opened()
    known = story.conference
    command = replace(edit(story, case, "other"), fresh=fresh)
    assert story.refused(command, story.by("r0", "rector")) == ["vote.no_key"]
    assert (story.conference, story.vote(vote).status) == (known, "open")


@pytest.mark.parametrize(("hours", "refused"), [(47, False), (48, True), (49, True)])
def test_an_edit_voids_no_vote_that_its_deadline_has_closed(hours: int, refused: bool) -> None:
    """Though nobody has written the close down yet: what was cast by then counts."""
    story, case, vote = opened()
    story.ballots(vote, "ffff")
    story.wait(hours=hours)
    late, author = edit(story, case, "other"), story.by("r0", "rector")
    if refused:
        assert story.refused(late, author) == ["vote.deadline_passed"]
        assert story.vote(vote).status == "open"
    else:
        story.do(late, author)
        assert story.vote(vote).status == "void"


def test_a_vote_that_is_void_for_another_reason_is_put_anew_by_the_same_way() -> None:
    story, _, vote = opened()
    fresh = {"vote": story.id("vote"), "key": "key-3"}
    lost = c.VoidVote(vote, "key_lost", "", fresh)
    story.do(lost, SYSTEM)
    assert (story.vote(vote).how, story.vote(fresh["vote"]).status) == ("key_lost", "open")
    assert story.vote(fresh["vote"]).public_key == "key-3"


def test_saving_the_same_voids_nothing() -> None:
    story, case, vote = opened()
    now = story.case(case)
    same = c.ReviseProposal(case, now.version, now.manifest, now.sponsors, now.body)
    assert story.refused(same, story.by("r0", "rector")) == ["nothing.changes"]
    assert story.vote(vote).status == "open"


STEP = st.one_of(
    st.tuples(st.just("cast"), st.integers(0, SEATS - 1), st.sampled_from(sorted(WORDS))),
    st.tuples(st.just("edit"), st.integers(0, 10**6), st.just("")),
)


@settings(max_examples=40)
@given(st.sampled_from(["roll_call", "secret"]), st.lists(STEP, max_size=14))
def test_after_every_edit_each_seat_has_one_ballot_and_the_log_says_the_same_again(
    ballot: str, steps: list[tuple[str, int, str]]
) -> None:
    story, case, vote = opened(ballot)
    cast: dict[int, str] = {}
    for number, (what, which, choice) in enumerate(steps):
        if what == "edit":
            story.do(edit(story, case, f"text {number}", f"key of {number}"), story.by("r0", "rector"))
            vote, cast = story.case(case).vote, {}
        else:
            story.cast(vote, which, choice)
            cast[which] = choice
    void = [story.vote(one) for one in story.case(case).votes[:-1]]
    assert all((one.status, one.papers, one.outcome) == ("void", (), None) for one in void)
    assert len({one.public_key for one in (*void, story.vote(vote))}) == len(void) + 1
    closed = story.close(vote)
    assert Counter(paper.choice for paper in closed.papers) == Counter(WORDS[one] for one in cast.values())
    assert all(paper.seat is None for paper in closed.papers) == (ballot == "secret" or not cast)
    found = replay(story.leaves)
    assert (found.findings, found.conference) == ((), story.conference)
