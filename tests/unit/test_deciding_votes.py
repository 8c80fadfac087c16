"""Votes decided: one seat one ballot, who prevails, vacancies, deadlines, presence, closing, results."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from story import SYSTEM, WORDS, Story, bundled, digest, in_force, met

from ecar_governance.domain import commands as c
from ecar_governance.domain import events as e
from ecar_governance.domain.canonical import bytes_digest, canonical
from ecar_governance.domain.codec import plain
from ecar_governance.domain.voting.papers import Paper
from ecar_governance.domain.workflow import Workflow


def ruled(name: str = "resolution", **changes: Any) -> Workflow:
    """The procedure with another rule, or way, of its vote."""
    flow = bundled()[name]
    state = flow.states["voting"]
    assert state.vote is not None
    parts = {key: changes.pop(key) for key in ("ballot", "lasts", "obtained", "ends_early") if key in changes}
    asked = replace(state.vote, rule=replace(state.vote.rule, **changes), **parts)
    return replace(flow, version="9.0.0", states={**flow.states, "voting": replace(state, vote=asked)})


def voting(count: int = 6, **changes: Any) -> tuple[Story, str]:
    """An open vote on a resolution under a rule changed so."""
    story, session = met(count)
    if changes:
        story.do(c.PutWorkflowInForce(in_force(ruled(**changes))), story.by("ada"))
    return story, story.open_vote(story.on_agenda(session))


# --- one seat, one ballot ----------------------------------------------------------------------------------


def test_a_ballot_names_the_one_that_it_replaces() -> None:
    story, vote = voting()
    first = story.cast(vote, 0, "f")
    second = story.cast(vote, 0, "a")
    accepted = [event.data for event in story.events if isinstance(event.data, e.BallotAccepted)]
    assert [(one.digest, one.replaces) for one in accepted] == [(first, ""), (second, first)]
    mark = story.vote(vote).marks["seat-U0"]
    assert (mark.digest, mark.count, mark.mandate) == (second, 2, story.by("r0").mandate)


def test_the_same_receipt_is_replaced_once() -> None:
    story, vote = voting()
    first = story.cast(vote, 0)
    late = story.ballot(vote, "seat-U0")
    story.cast(vote, 0)
    assert late.replaces == first
    assert story.refused(late, story.by("r0")) == ["ballot.receipt_outdated"]


def test_a_rector_prevails_over_the_substitute_and_never_the_other_way() -> None:
    story, vote = voting()
    story.cast(vote, 0, "a", by=story.by("v0"))
    story.cast(vote, 0, "f")
    assert story.refused(story.ballot(vote, "seat-U0"), story.by("v0")) == ["ballot.prevails"]
    assert story.vote(vote).marks["seat-U0"].mandate == story.by("r0").mandate


def test_two_of_the_same_rank_replace_each_other() -> None:
    story, session = met()
    story.grant("v0b", "vice_rector", institution="U0")
    vote = story.open_vote(story.on_agenda(session))
    for person in ("v0", "v0b", "v0"):
        story.cast(vote, 0, by=story.by(person))
    assert story.vote(vote).marks["seat-U0"].count == 3


def test_who_casts_for_no_seat_is_refused_whatever_they_name() -> None:
    """An assistant, a partner's observer, a rector of another seat; also when a ballot is there already."""
    story, vote = voting()
    story.cast(vote, 0)
    for person in ("a0", "olga", "auditor", "r3", "g1"):
        for receipt in ("", story.vote(vote).marks["seat-U0"].digest):
            command = story.ballot(vote, "seat-U0", replaces=receipt)
            assert story.refused(command, story.by(person)) == ["ballot.not_your_seat"]


def test_a_ballot_neither_checks_nor_raises_the_version() -> None:
    story, vote = voting()
    before = story.case(story.vote(vote).case).version
    story.ballots(vote, "fab")
    assert story.case(story.vote(vote).case).version == before


# --- on_vacancy --------------------------------------------------------------------------------------------


def leave(story: Story, person: str) -> None:
    story.do(c.EndMandate(story.by(person).mandate, "resigned"), story.office)


@pytest.mark.parametrize(
    ("rule", "old", "substitute", "new"),
    [("keep", True, True, False), ("successor", False, True, True), ("lapse", False, True, False)],
)
def test_who_casts_after_a_rector_left(rule: Any, old: bool, substitute: bool, new: bool) -> None:
    story, vote = voting(on_vacancy=rule)
    leave(story, "r0")
    story.grant("heir", "rector", institution="U0")
    for person, may in (("r0", old), ("v0", substitute), ("heir", new)):
        answer = story.copy().ask(story.ballot(vote, "seat-U0"), story.by(person))
        assert (type(answer).__name__ == "Accepted") == may, person
    changes = [event.data.casters for event in story.events if isinstance(event.data, e.CasterChanged)]
    heir, stays = story.by("heir").mandate, story.by("v0").mandate
    assert changes == {"keep": [], "successor": [(stays,), (heir, stays)], "lapse": [(stays,)]}[rule]


def test_a_successor_may_change_what_the_predecessor_cast() -> None:
    story, vote = voting(on_vacancy="successor")
    story.cast(vote, 0, "f")
    leave(story, "r0")
    story.grant("heir", "acting_rector", institution="U0")
    story.cast(vote, 0, "a", by=story.by("heir"))
    assert story.close(vote).papers == (Paper("against", "seat-U0"),)


def test_under_keep_the_frozen_rector_still_prevails() -> None:
    story, vote = voting(on_vacancy="keep")
    story.cast(vote, 0)
    leave(story, "r0")
    assert story.refused(story.ballot(vote, "seat-U0"), story.by("v0")) == ["ballot.prevails"]


def test_a_ballot_cast_before_the_mandate_ended_is_counted() -> None:
    for rule in ("keep", "successor", "lapse"):
        story, vote = voting(on_vacancy=rule)
        story.cast(vote, 0, "f")
        leave(story, "r0")
        leave(story, "v0")
        assert story.close(vote).papers == (Paper("for", "seat-U0"),)


def test_a_term_that_ends_by_itself_is_noticed_at_the_next_ballot() -> None:
    story, session = met()
    leave(story, "r0")
    story.grant("heir", "rector", institution="U0", until=story.at + timedelta(hours=1))
    vote = story.open_vote(story.on_agenda(session, person="r2"))
    assert story.vote(vote).casters["seat-U0"][0] == story.by("heir").mandate
    story.wait(hours=2)
    assert story.refused(story.ballot(vote, "seat-U0"), story.by("heir")) == ["ballot.not_your_seat"]
    story.cast(vote, 0, by=story.by("v0"))
    assert story.vote(vote).casters["seat-U0"] == (story.by("v0").mandate,)


def test_a_vote_past_its_deadline_learns_of_no_change_of_casters() -> None:
    story, _vote = voting()
    story.wait(hours=48)
    leave(story, "r0")
    assert not [event for event in story.events if isinstance(event.data, e.CasterChanged)]


# --- written authority -------------------------------------------------------------------------------------


def test_a_written_authority_counts_in_its_own_session_alone() -> None:
    story, session = met()
    held = story.grant("deputy", "written_authority", institution="U3", session=session)
    vote = story.open_vote(story.on_agenda(session))
    assert held in story.vote(vote).casters["seat-U3"]
    story.cast(vote, 3, by=story.by("deputy"))
    story.close(vote)
    story.do(c.CloseSession(session), story.office)
    other = story.session(present=range(6), officers=False)
    story.grant("r2", "session_chair", session=other)
    story.grant("omar", "session_secretary", session=other)
    case = story.on_agenda(other)
    second = story.open_vote(case)
    assert held not in story.vote(second).casters["seat-U3"]
    assert story.refused(story.ballot(second, "seat-U3"), story.by("deputy")) == ["ballot.not_your_seat"]


def test_a_written_authority_for_a_session_that_is_over_is_not_given() -> None:
    story, session = met()
    story.do(c.CloseSession(session), story.office)
    wanted = story.mandate("a0", "written_authority", institution="U3", session=session)
    assert story.refused(c.GrantMandate(wanted), story.office) == ["session.is_closed"]


# --- deadlines and closing ---------------------------------------------------------------------------------


def test_a_deadline_closes_at_its_own_instant() -> None:
    story, vote = voting()
    story.ballots(vote, "ffff")
    closes = story.vote(vote).closes
    assert closes is not None
    story.at = closes - timedelta(seconds=1)
    assert story.refused(story.closing(vote, "deadline"), SYSTEM) == ["vote.deadline_not_reached"]
    story.at = closes
    for actor, how in ((story.office, "by_hand"), (SYSTEM, "all_voted")):
        assert story.refused(story.closing(vote, how), actor) == ["vote.deadline_passed"]  # type: ignore[arg-type]
    assert story.refused(story.ballot(vote, "seat-U5"), story.by("r5")) == ["vote.deadline_passed"]
    story.wait(days=9)
    closed = story.close(vote, "deadline")
    assert (closed.closed, closed.how) == (closes, "deadline")


def test_a_vote_that_cannot_be_counted_is_voided_also_after_its_time() -> None:
    """By its chair, openly, or by the system whose key is lost: none stays open for ever."""
    story, vote = voting()
    story.wait(hours=48)
    void = c.VoidVote(vote, "by_hand", digest("a damaged envelope"), story.fresh())
    for command, actor in (
        (void, story.by("r1", "session_chair")),
        (c.VoidVote(vote, "key_lost", "", story.fresh()), SYSTEM),
    ):
        other = story.copy()
        other.do(command, actor)
        assert other.vote(vote).status == "void"


def test_the_cause_of_a_void_is_its_actors() -> None:
    story, vote = voting()
    chair = story.by("r1", "session_chair")
    assert story.refused(c.VoidVote(vote, "key_lost", ""), chair) == ["actor.not_allowed"]
    assert story.refused(c.VoidVote(vote, "by_hand", digest("r")), SYSTEM) == ["actor.not_allowed"]


def test_the_system_closes_by_deadline_or_when_all_voted_and_never_by_hand() -> None:
    story, vote = voting()
    assert story.refused(story.closing(vote), SYSTEM) == ["actor.not_allowed"]
    story.ballots(vote, "ffffff")
    assert story.refused(story.closing(vote, "all_voted"), SYSTEM) == ["vote.goes_on"]
    assert story.close(vote, "all_voted", by=story.office).how == "all_voted"


def test_a_vote_that_ends_early_ends_no_earlier_than_it_must_be_open() -> None:
    story, vote = voting(ends_early=True, open_at_least="P1D")
    story.ballots(vote, "ffaabf")
    assert story.vote(vote).all_voted
    assert not story.vote(vote).ends_now(story.at)
    for actor, how in ((SYSTEM, "all_voted"), (story.office, "by_hand"), (story.office, "all_voted")):
        assert story.refused(story.closing(vote, how), actor) == ["vote.open_at_least"]
    story.wait(days=1)
    assert story.vote(vote).ends_now(story.at)
    assert story.close(vote, "all_voted", by=SYSTEM).status == "closed"


def test_a_vote_ends_early_where_its_procedure_says_so() -> None:
    story, vote = voting(ends_early=True)
    story.ballots(vote, "fffff")
    assert not story.vote(vote).all_voted
    assert story.refused(story.closing(vote, "all_voted"), SYSTEM) == ["vote.not_all_voted"]
    story.cast(vote, 5, "a")
    assert story.vote(vote).all_voted
    closed = story.close(vote, "all_voted", by=SYSTEM)
    assert (closed.how, closed.closed, closed.all_voted) == ("all_voted", story.at, False)
    assert story.states(closed.case) == "adopted"


def test_presence_counts_as_it_was_at_the_deadline() -> None:
    """Nobody comes or goes between the deadline and its noticing; before, whoever comes is counted."""
    story, vote = voting()
    story.attend("session-1", 4, there=False)
    story.wait(hours=48)
    gone = c.RecordPresence("session-1", "seat-U0", "", False)
    assert story.refused(gone, story.office) == ["vote.deadline_passed"]
    assert story.close(vote, "deadline").present == tuple(story.seat(n) for n in (0, 1, 2, 3, 5))
    story.attend("session-1", 0, there=False)
    assert len(story.vote(vote).present) == 5


def test_officers_of_another_session_neither_close_nor_void() -> None:
    story, first = met()
    story.do(c.CloseSession(first), story.office)
    second = story.session(present=range(6), officers=False)
    story.grant("r2", "session_chair", session=second)
    story.grant("omar", "session_secretary", session=second)
    vote = story.open_vote(story.on_agenda(second))
    old = story.by("r1", "session_chair", first)
    assert story.refused(story.closing(vote), old) == ["actor.other_session"]
    assert story.refused(c.VoidVote(vote, "by_hand", digest("r")), old) == ["actor.other_session"]
    story.close(vote, by=story.by("r2", "session_chair", second))


def test_after_a_void_the_case_returns_and_is_voted_on_anew() -> None:
    story, first = voting()
    case = story.vote(first).case
    story.ballots(first, "aaaaa")
    story.do(c.VoidVote(first, "by_hand", digest("r"), story.fresh()), story.by("r1", "session_chair"))
    assert story.states(case) == "agenda"
    second = story.open_vote(case)
    assert not story.vote(second).marks
    story.ballots(second, "ffff")
    story.close(second)
    assert (story.states(case), story.case(case).votes) == ("adopted", (first, second))
    assert story.vote(first).papers == ()
    number = story.conference.resolutions[story.case(case).resolution].numbered
    assert (number.vote, number.number, number.sequence) == (second, "1/1", 1)


# --- the electorate ----------------------------------------------------------------------------------------


def test_the_electorate_is_frozen_at_the_opening() -> None:
    story, vote = voting()
    before = story.vote(vote).electorate
    leave(story, "r2")
    story.do(c.ImportMembers((story.institution("LATE"),)), story.office)
    assert story.vote(vote).electorate == before
    assert "seat-LATE" in story.conference.seats
    late = replace(story.ballot(vote, "seat-U0"), seat="seat-LATE")
    assert story.refused(late, story.by("r0")) == ["ballot.seat_not_entitled"]
    assert story.close(vote).outcome is not None


def test_the_text_is_bound_by_its_hash() -> None:
    story, vote = voting()
    case = story.case(story.vote(vote).case)
    expected = bytes_digest(canonical(plain(case.manifest)))
    assert story.vote(vote).manifest_hash == case.manifest_hash == expected
    command = story.ballot(vote, "seat-U0", manifest_hash=digest("another text"))
    assert story.refused(command, story.by("r0")) == ["ballot.other_text"]


# --- papers ------------------------------------------------------------------------------------------------


def admission() -> tuple[Story, str]:
    story, session = met()
    case = story.draft("membership")
    story.act(case, "apply", story.by("r0"), institution="NEW")
    story.act(case, "confirm")
    story.act(case, "place_on_agenda", session=session)
    return story, story.open_vote(case)


@settings(max_examples=60)
@given(st.text("fab-", min_size=6, max_size=6), st.permutations(range(6)), st.booleans())
def test_any_order_of_casting_gives_the_same_papers_and_result(
    choices: str, order: list[int], secret: bool
) -> None:
    """Papers are sorted, as many as marks; a secret one carries no seat and nothing of the order."""
    story, vote = admission() if secret else voting()
    for number in order:
        if choices[number] in WORDS:
            story.cast(vote, number, choices[number])
    closed = story.close(vote)
    assert closed.outcome is not None
    counts = closed.outcome.counts
    assert len(closed.papers) == len(closed.marks) == counts.cast == 6 - choices.count("-")
    assert (counts.for_, counts.against, counts.abstain) == tuple(map(choices.count, "fab"))
    if secret:
        assert closed.papers == tuple(Paper(word) for word in sorted(WORDS[x] for x in choices if x != "-"))
    else:
        assert closed.papers == tuple(
            Paper(WORDS[x], story.seat(n)) for n, x in enumerate(choices) if x != "-"
        )
    in_order, again = admission() if secret else voting()
    in_order.ballots(again, choices)
    assert in_order.close(again).outcome == closed.outcome


def test_the_log_of_a_secret_vote_joins_no_choice_to_a_seat() -> None:
    story, vote = admission()
    story.ballots(vote, "ffaffb")
    story.close(vote)
    for event, leaf in zip(story.events, story.leaves, strict=True):
        if isinstance(event.data, e.BallotAccepted):
            assert not any(word in leaf for word in (b'"for"', b'"against"', b'"abstain"'))
        if isinstance(event.data, e.VoteClosed):
            assert all(paper.seat is None for paper in event.data.papers)
            assert b"seat-" not in canonical(plain(event.data.papers))


# --- results without ballots -------------------------------------------------------------------------------


def on_agenda(flow: Workflow, present: int = 6, **inputs: Any) -> tuple[Story, str]:
    story, session = met()
    for number in range(present, 6):
        story.attend(session, number, there=False)
    story.do(c.PutWorkflowInForce(in_force(flow)), story.by("ada"))
    return story, story.on_agenda(session)


def test_a_secret_ballot_is_never_replaced_by_silence() -> None:
    flow = ruled(ballot="secret")
    story, case = on_agenda(flow)
    assert story.refused(story.action(case, "adopt_without_vote"), story.office) == ["vote.way_not_open"]


def test_paper_ballots_of_a_secret_vote_stay_secret_on_record() -> None:
    flow = ruled(ballot="secret", obtained=("ballots", "hand_count"))
    story, case = on_agenda(flow)
    counted = {"for": 3, "against": 2, "abstain": 0, "invalid": 1}
    story.count(case, **counted, tellers=("r3", "r4"))
    vote = story.vote(story.case(case).vote)
    assert (vote.ballot, vote.obtained, vote.tellers, vote.state) == (
        "secret", "hand_count", ("r3", "r4"), "voting",
    )  # fmt: skip
    assert story.states(case) == "adopted"


def test_hands_counted_are_a_show_of_hands() -> None:
    story, case = on_agenda(ruled())
    story.count(case, **{"for": 1, "against": 2, "abstain": 0, "invalid": 0}, tellers=("r3",))
    assert story.vote(story.case(case).vote).ballot == "show_of_hands"
    assert story.states(case) == "rejected"


def test_blank_papers_are_counted_where_the_form_asks_for_them() -> None:
    flow = ruled(ballot="secret", obtained=("ballots", "hand_count"))
    rule = flow.transitions["enter_hand_count"]
    blank = replace(next(f for f in rule.inputs if f.name == "invalid"), name="blank")
    flow = replace(
        flow,
        transitions={**flow.transitions, rule.name: replace(rule, inputs=(*rule.inputs, blank))},
    )
    story, case = on_agenda(flow)
    counted = {"for": 2, "against": 1, "abstain": 1, "invalid": 1, "blank": 1}
    story.count(case, **counted, tellers=("r3",))
    outcome = story.vote(story.case(case).vote).outcome
    assert outcome is not None
    assert (outcome.counts.blank, outcome.counts.invalid, outcome.counts.cast) == (1, 1, 6)


def test_consent_of_too_few_is_refused_and_rejects_nothing() -> None:
    flow = ruled()
    loose = replace(flow.transitions["adopt_without_vote"], require=())
    flow = replace(flow, transitions={**flow.transitions, "adopt_without_vote": loose})
    story, case = on_agenda(flow, present=3)
    assert story.refused(story.action(case, "adopt_without_vote"), story.office) == ["vote.not_quorate"]
    assert story.states(case) == "agenda"
