"""An earlier vote of a case chooses the majority of a later one; the record says so, and counts again."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest
from click.testing import CliRunner
from msgspec.structs import replace

from ecar_governance.cli.main import main
from ecar_governance.definitions import bundled, load_file
from ecar_governance.domain.recounting import recount
from ecar_governance.domain.vote_record import from_plain, record_of, to_plain
from ecar_governance.domain.voting.methods.rules import Plurality
from ecar_governance.domain.voting.rule import ChosenBy, VoteRule
from ecar_governance.domain.voting.thresholds import absolute_majority, simple_majority, two_thirds_majority
from ecar_governance.domain.voting.told import rule_in_words
from ecar_governance.errors import InvalidInput
from ecar_governance.rehearsal.balloting import Choice
from ecar_governance.rehearsal.play import Play

SIMPLE, TWO_THIRDS = (simple_majority(),), (two_thirds_majority("for_and_against"),)


def asked(*importance: dict[Choice, int] | None) -> Play:
    """The case with its main vote open; its importance was put so often, None where that vote was void."""
    play = Play(load_file(bundled()["important_question"]))
    assert play.draft() == ()
    assert play.act("secretariat", "place_on_agenda", {"session": "current"}) == ()
    for numbers in importance:
        if play.case.state == ("agenda",):
            assert play.act("rector_3", "call_important") == ()
        assert play.act("secretariat", "open_asking") == ()
        assert (play.void() if numbers is None else play.ballots(numbers)) == ()
    assert play.act("secretariat", "open_vote") == ()
    return play


@pytest.mark.parametrize(
    ("importance", "majority", "result"),
    [
        ((), SIMPLE, "not_held"),
        (({"for": 4, "against": 1},), TWO_THIRDS, "adopted"),
        (({"for": 3, "against": 3},), SIMPLE, "rejected"),
        ((None, {"for": 6}), TWO_THIRDS, "adopted"),
        ((None, {"against": 6}), SIMPLE, "rejected"),
    ],
)
def test_the_rule_that_holds_is_fixed_when_the_vote_opens(
    importance: tuple[dict[Choice, int] | None, ...], majority: tuple[object, ...], result: str
) -> None:
    play = asked(*importance)
    rule = play.conference.votes[play.case.vote].rule
    by = rule.chosen_by
    assert by is not None
    assert (rule.majorities, by.carried, by.otherwise, by.result) == (
        majority,
        TWO_THIRDS,
        SIMPLE,
        result,
    )
    assert by.vote == ("" if result == "not_held" else play.case.votes[-2])


def test_the_records_of_both_votes_count_again_one_after_the_other(tmp_path: Path) -> None:
    play = asked({"for": 4, "against": 1})
    assert play.ballots({"for": 3, "against": 2}) == ()
    first, second = (record_of(play.conference.votes[name]) for name in play.case.votes)
    assert (first.result, second.result) == ("adopted", "rejected")
    lines = [json.dumps(to_plain(one)) + "\n" for one in (first, second)]
    file = tmp_path / "votes.jsonl"
    for text in (lines, lines[::-1]):  # a record that says what was chosen stands alone
        file.write_text("".join(text))
        answer = CliRunner().invoke(main, ["vote", "recount", str(file)])
        assert answer.exit_code == 0, answer.output
        assert "2 as on record, 0 otherwise" in answer.output
    told = replace(
        second, rule=replace(second.rule, majorities=SIMPLE, chosen_by=ChosenBy(first.id, TWO_THIRDS))
    )
    assert recount(told, {first.id: "adopted"}).findings == ()
    otherwise = recount(from_plain(to_plain(told)), {first.id: "rejected"})
    assert (otherwise.result, [one.code for one in otherwise.findings]) == ("adopted", ["recount.differs"])
    with pytest.raises(InvalidInput, match="nothing says what became of that one"):
        recount(told)


def test_before_it_is_chosen_a_rule_is_told_with_both_majorities() -> None:
    rule = VoteRule(SIMPLE, chosen_by=ChosenBy("asking", TWO_THIRDS))
    both = rule_in_words(rule, "en")
    assert "more votes are for than against" in both
    assert "two thirds" in both
    assert "two thirds" not in rule_in_words(rule.settled("v", "rejected"), "en")


def test_what_a_rule_that_is_chosen_cannot_say() -> None:
    with pytest.raises(InvalidInput, match="is missing"):
        ChosenBy("asking", ())
    with pytest.raises(InvalidInput, match="not the one that it chose"):
        VoteRule(SIMPLE, chosen_by=ChosenBy("v", TWO_THIRDS, (absolute_majority(),), "rejected"))
    with pytest.raises(InvalidInput, match="does not go with it"):
        VoteRule(election=Plurality(), chosen_by=ChosenBy("asking", TWO_THIRDS))
    assert VoteRule(SIMPLE).settled("v", "adopted") == VoteRule(SIMPLE)
    by_weight = replace(TWO_THIRDS[0], counting="weights", at_least=Fraction(2, 3))
    rule = VoteRule(SIMPLE, chosen_by=ChosenBy("asking", (by_weight,)))
    assert rule.weighs
