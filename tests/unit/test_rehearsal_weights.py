"""Plays in which members weigh what the case says, and in which some have not paid."""

from __future__ import annotations

from fractions import Fraction

import pytest
from msgspec.structs import replace

from ecar_governance.definitions import bundled, load_file
from ecar_governance.domain.voting.electorate import Chamber, Electorate
from ecar_governance.errors import DefinitionInvalid, InvalidInput
from ecar_governance.rehearsal.cast import Hall
from ecar_governance.rehearsal.play import Play
from ecar_governance.rehearsal.script_reader import read_script
from ecar_governance.rehearsal.vote_mutants import of_vote

CASE = "tests: double_majority\ncases:\n  - {{name: A, given: {given}, when: [{{look: here}}], then: {{}}}}\n"


def hall(given: str) -> Hall:
    return read_script(CASE.format(given=given), "a.test.yaml").cases[0].hall


def test_a_case_says_what_members_weigh_and_who_has_not_paid() -> None:
    told = hall("{weights: {U1: 9, U2: 5/2, U3: 0.5}, unpaid: [U4]}")
    assert told.weights == (("U1", Fraction(9)), ("U2", Fraction(5, 2)), ("U3", Fraction(1, 2)))
    assert (told.unweighed, told.unpaid) == (False, ("U4",))
    play = Play(load_file(bundled()["double_majority"]), told)
    [table] = play.conference.weight_tables["points"]
    assert table.weights == {
        **dict(told.weights),
        **{f"U{number}": Fraction(1) for number in (4, 5, 6)},
    }
    assert {code for paid in play.conference.dues.values() for code in paid} == {"U1", "U2", "U3", "U5", "U6"}


def test_without_a_word_everybody_weighs_one_and_has_paid() -> None:
    play = Play(load_file(bundled()["double_majority"]))
    assert set(play.conference.weight_tables["points"][0].weights.values()) == {1}
    assert sorted(play.conference.dues) == [2025, 2026]
    assert not Play(load_file(bundled()["resolution"])).conference.weight_tables
    assert not Play(load_file(bundled()["double_majority"]), hall("{weights: none}")).conference.weight_tables


@pytest.mark.parametrize("given", ["{weights: {U1: heavy}}", "{weights: {U1: 1e3}}", "{weights: some}"])
def test_a_weight_that_is_none_is_a_finding(given: str) -> None:
    with pytest.raises(DefinitionInvalid):
        hall(given)


def test_a_member_that_is_none_weighs_nothing() -> None:
    with pytest.raises(InvalidInput, match=r"weights\.unknown"):
        Play(load_file(bundled()["double_majority"]), hall("{weights: {U9: 2}}"))


def test_faults_are_made_in_every_condition_of_an_electorate() -> None:
    vote = load_file(bundled()["double_majority"]).states["voting"].vote
    assert vote is not None
    told = {what for what, _ in of_vote(vote)}
    assert "dues need not be paid" in told
    everything = Electorate(
        role="member",
        each="institution",
        weights="points",
        dues_paid_by="opening",
        seniority="P1Y",
        chambers=(Chamber(name="a", kinds=("member",)),),
    )
    whole = type(vote)(vote.body, vote.ballot, vote.rule, electorate=everything)
    assert len({what for what, _ in of_vote(whole)} - told) == 4


def test_a_secret_vote_by_weights_is_played_with_papers_that_weigh() -> None:
    flow = load_file(bundled()["double_majority"])
    voting = flow.states["voting"]
    assert voting.vote is not None
    secret = replace(voting, vote=replace(voting.vote, ballot="secret"))
    flow = replace(flow, states={**flow.states, "voting": secret}, version="2.0.0")
    play = Play(flow, hall("{weights: {U1: 2, U2: 2, U3: 2, U4: 2, U5: 2, U6: 2}}"))
    play.draft()
    assert play.act("secretariat", "place_on_agenda", {"session": "current"}) == ()
    assert play.act("session_chair", "open_vote") == ()
    assert play.ballots({"for": 4, "against": 2}) == ()
    [vote] = [one for one in play.conference.votes.values() if one.case == play.case_id]
    assert vote.outcome is not None
    assert [test.reached for test in vote.outcome.tests] == [4, 8]
    assert {paper.weight for paper in vote.papers} == {2}
