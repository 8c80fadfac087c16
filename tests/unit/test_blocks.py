"""Several items put as one question: what may be, what a member undoes, what each vote keeps of its own."""

from __future__ import annotations

import pytest
from msgspec import UNSET
from msgspec.structs import replace
from story import SYSTEM, digest
from support.blocks import announced, opened, opening, session_of_three

from ecar_governance.domain import commands as c
from ecar_governance.domain import events as e
from ecar_governance.domain.blocks import announced as announced_now
from ecar_governance.domain.blocks import block_hash, together, votes_of
from ecar_governance.domain.canonical import value_digest
from ecar_governance.domain.recounting import recount
from ecar_governance.domain.vote_record import from_plain, record_of, to_plain
from ecar_governance.domain.voting.papers import Paper
from ecar_governance.domain.voting.sentences import render
from ecar_governance.services.queries.naming import block_told
from ecar_governance.verifier.replay import replay


def test_each_item_has_its_own_record_from_the_same_ballots() -> None:
    story, votes = opened(1, 3)
    assert len({story.vote(vote).manifest_hash for vote in votes}) == 2
    story.ballots(votes[0], "fffaab")
    story.close(votes[1])
    first, second = (story.vote(vote) for vote in votes)
    closed = [event for event in story.events if isinstance(event.data, e.VoteClosed)]
    assert [event.data.vote for event in closed] == votes
    assert len({event.act for event in closed}) == 1
    assert (first.papers, first.outcome) == (second.papers, second.outcome)
    assert [story.states(vote.case) for vote in (first, second)] == ["adopted", "adopted"]
    for vote in (first, second):
        record = record_of(vote)
        assert record.block == vote.block == "session-1/1"
        again = recount(from_plain(to_plain(record)))
        assert (again.findings, again.outcome) == ((), vote.outcome)
    numbers = [one.numbered.number for one in story.conference.resolutions.values()]
    assert sorted(numbers) == ["1/1", "1/3"]
    found = replay(story.leaves)
    assert (found.findings, found.conference) == ((), story.conference)
    assert render(block_told(story.conference, first), "en") == [
        "Items 1, 3 were put as one question; one ballot stood for each of them."
    ]
    assert "1, 3" in render(block_told(story.conference, first), "az")[0]


def test_a_ballot_is_bound_to_all_the_texts_of_the_block() -> None:
    story, votes = opened(1, 2)
    known = together(story.conference, story.vote(votes[1]))
    assert [one.vote for one in known] == votes
    assert block_hash(known) == value_digest([story.vote(vote).manifest_hash for vote in votes])
    story.do(
        c.VoidVote(votes[0], "by_hand", digest("a reason"), story.fresh()), story.by("r1", "session_chair")
    )
    assert [one.vote for one in together(story.conference, story.vote(votes[1]))] == votes[1:]
    assert [one.vote for one in votes_of(story.conference, "session-1/1")] == votes
    assert votes_of(story.conference, "session-9/1") == votes_of(story.conference, "") == ()


def test_any_member_takes_an_item_out_and_two_are_needed() -> None:
    story, session, cases = announced(1, 2, 3)
    story.do(c.TakeOutOfBlock(session, 2), story.by("r4", "rector"))
    block = announced_now(story.conference.sessions[session])
    assert block is not None
    assert (block.items, [one.item for one in block.taken]) == ((1, 3), [2])
    assert block.taken[0].actor.person == "r4"
    story.act(cases[1], "open_vote")
    assert not story.vote(story.case(cases[1]).vote).block
    story.do(c.TakeOutOfBlock(session, 1), story.by("v0", "vice_rector"))
    assert announced_now(story.conference.sessions[session]) is None
    story.act(cases[0], "open_vote")


@pytest.mark.parametrize("person", ["a0", "auditor", "olga"])
def test_who_does_not_vote_takes_nothing_out(person: str) -> None:
    story, session, _ = announced(1, 2)
    assert story.refused(c.TakeOutOfBlock(session, 1), story.by(person)) == ["actor.not_allowed"]


def test_a_block_is_given_up_or_made_anew_until_it_is_opened() -> None:
    story, session, cases = announced(1, 2)
    assert story.refused(c.AnnounceBlock(session, (1, 2)), story.office) == ["nothing.changes"]
    story.do(c.AnnounceBlock(session, (2, 3)), story.office)
    story.do(c.AnnounceBlock(session, ()), story.office)
    assert announced_now(story.conference.sessions[session]) is None
    story.do(c.AnnounceBlock(session, (1, 3)), story.office)
    assert [one.block for one in story.conference.sessions[session].blocks] == [f"{session}/1"]
    story.do(opening(story, cases[0], f"{session}/1"), story.office)
    assert story.refused(c.TakeOutOfBlock(session, 1), story.by("r4", "rector")) == ["block.none"]
    named = opening(story, cases[1], f"{session}/1")
    assert story.refused(named, story.office) == ["block.not_in_it"]
    assert story.refused(replace(named, block=f"{session}/2"), story.office) == ["block.none"]


def test_what_differs_at_the_opening_is_no_part_of_it() -> None:
    """Whoever takes no part in one of the cases is not of the same electorate."""
    story, session, cases = announced(1, 2)
    story.do(c.DeclareRecusal(cases[1], digest("kin"), institution="U5"), story.by("r5", "rector"))
    story.do(opening(story, cases[0], f"{session}/1"), story.office)
    later = opening(story, cases[1], f"{session}/1")
    assert story.refused(later, story.office) == ["block.differs"]


def test_a_ballot_bound_to_one_text_of_a_block_is_refused_by_the_core() -> None:
    story, votes = opened(1, 2)
    rector = story.by("r0", "rector")
    for vote in votes:
        for bound in {story.vote(one).manifest_hash for one in votes}:
            alone = bound == story.vote(vote).manifest_hash
            told = "ballot.casts_with_block" if alone else "ballot.other_text"
            assert story.refused(story.ballot(vote, "seat-U0", manifest_hash=bound), rector) == [told]
    assert not story.vote(votes[0]).marks
    whole = block_hash(together(story.conference, story.vote(votes[0])))
    story.do(story.ballot(votes[0], "seat-U0", manifest_hash=whole), rector)
    story.do(
        c.VoidVote(votes[0], "by_hand", digest("a reason"), story.fresh()), story.by("r1", "session_chair")
    )
    # What is left of the block is asked as such; nobody saw that form before.
    left = story.ballot(votes[1], "seat-U0", manifest_hash=whole)
    assert story.refused(left, rector) == ["ballot.other_text"]
    one = replace(left, manifest_hash=story.vote(votes[1]).manifest_hash)
    assert story.refused(one, rector) == ["ballot.casts_with_block"]
    story.do(story.ballot(votes[1], "seat-U0"), rector)


def test_a_ballot_is_cast_on_the_whole_block_or_on_none_of_it() -> None:
    story, votes = opened(1, 2, 3)
    rector = story.by("r0", "rector")
    whole = story.ballot(votes[1], "seat-U0")
    assert whole.others is not UNSET
    first, last = whole.others
    strange = replace(first, vote="vote-9")
    for others in (UNSET, (), (first,), (last,), (first, first), (*whole.others, first), (first, strange)):
        alone = replace(whole, others=others)
        [reason] = story.reasons(alone, rector)
        assert (reason.code, reason.params) == ("ballot.block_not_whole", {"items": "1, 2, 3"})
    twice = replace(whole, others=(*whole.others, replace(last, vote=votes[1])))
    assert story.refused(twice, rector) == ["ballot.block_not_whole"]
    assert not any(story.vote(vote).marks for vote in votes)
    events = story.do(whole, rector)
    assert [type(event.data) for event in events] == [e.BallotAccepted] * 3
    assert len({event.act for event in events}) == 1
    assert [story.vote(vote).marks["seat-U0"].digest for vote in votes] == [
        first.digest,
        whole.digest,
        last.digest,
    ]


def test_what_one_vote_of_a_block_refuses_is_cast_in_none() -> None:
    story, votes = opened(1, 2)
    rector = story.by("r0", "rector")
    story.do(story.ballot(votes[0], "seat-U0"), rector)
    again = story.ballot(votes[0], "seat-U0")
    assert again.others is not UNSET
    [other] = again.others
    for wrong, code in (
        (replace(other, replaces=""), "ballot.already_cast"),
        (replace(other, replaces=again.replaces), "ballot.receipt_outdated"),
        (replace(other, digest=other.replaces), "ballot.same_envelope"),
    ):
        assert story.refused(replace(again, others=(wrong,)), rector) == [code]
    story.do(again, rector)
    assert [story.vote(vote).marks["seat-U0"].count for vote in votes] == [2, 2]


def test_nothing_goes_with_a_ballot_in_a_vote_that_was_put_alone() -> None:
    story, _, cases = session_of_three()
    votes = [story.open_vote(case) for case in cases[:2]]
    ballot = story.ballot(votes[0], "seat-U0")
    joined = replace(ballot, others=(c.Sealed(votes[1], digest("an envelope")),))
    assert story.refused(joined, story.by("r0", "rector")) == ["vote.no_block"]


def test_a_block_goes_on_without_one_that_is_void() -> None:
    story, votes = opened(1, 2)
    chair = story.by("r1", "session_chair")
    story.do(c.VoidVote(votes[0], "by_hand", digest("a reason"), story.fresh()), chair)
    story.ballots(votes[1], "ffff")
    assert story.close(votes[1]).outcome is not None


def test_no_vote_of_a_block_is_closed_alone_or_with_one_that_is_not_of_it() -> None:
    story, votes = opened(1, 2)
    whole = story.closing(votes[0])
    other = c.Opened("vote-9", (), story.fresh())
    for others in ((), (*whole.others, other), (*whole.others, *whole.others)):
        assert story.refused(replace(whole, others=others), story.office) == ["vote.closes_with_block"]
    assert [story.vote(vote).status for vote in votes] == ["open", "open"]
    story.do(whole, story.office)
    assert [story.vote(vote).status for vote in votes] == ["closed", "closed"]


def test_what_one_of_them_forbids_closes_none() -> None:
    story, votes = opened(1, 2)
    story.ballots(votes[0], "ffff")
    assert story.refused(story.closing(votes[0], "all_voted"), SYSTEM) == ["vote.not_all_voted"]
    uneven = replace(story.closing(votes[0]), others=(c.Opened(votes[1], (Paper("for"),), story.fresh()),))
    assert story.refused(uneven, story.office) == ["vote.papers_do_not_add_up"]
    assert [story.vote(vote).status for vote in votes] == ["open", "open"]


def test_only_in_an_open_session() -> None:
    story, session, _ = session_of_three()
    story.do(c.SuspendSession(session), story.office)
    assert story.refused(c.AnnounceBlock(session, (1, 2)), story.office) == ["session.is_suspended"]
