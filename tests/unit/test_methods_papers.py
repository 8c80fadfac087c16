"""Papers, options and rules that cannot be: every finding at once, each paper by its number, nothing bent."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from ecar_governance.domain.codec import plain, restore
from ecar_governance.domain.voting.methods.counting import count_election, judge_tally
from ecar_governance.domain.voting.methods.papers import AGAINST, MarkedPaper, Option
from ecar_governance.domain.voting.methods.rules import (
    Approval,
    BlockVote,
    Cap,
    Debian,
    ElectionRule,
    InstantRunoff,
    Majority,
    Plurality,
    Reserved,
    Schulze,
    Share,
    TransferableVote,
)
from ecar_governance.errors import InvalidInput
from tests.support.elections import options, papers, share

ABC = options("abc")
RULES: list[ElectionRule] = [
    Plurality(),
    Majority(),
    Approval(),
    BlockVote(2),
    InstantRunoff(),
    TransferableVote(2),
    Schulze(),
    Debian("c"),
]

BAD: list[tuple[ElectionRule, str, list[tuple[str, str]]]] = [
    (Plurality(), "x", [("paper_option_unknown", "paper 1")]),
    (Plurality(), "a=b", [("paper_choices_too_many", "paper 1")]),
    (Plurality(), "a>b", [("paper_choices_too_many", "paper 1"), ("paper_ranks_unwanted", "paper 1")]),
    (Majority(), "a=b", [("paper_choices_too_many", "paper 1")]),
    (Approval(max_choices=2), "a=b=c", [("paper_choices_too_many", "paper 1")]),
    (Approval(), "a=a", [("paper_option_twice", "paper 1")]),
    (Approval(), AGAINST, [("paper_option_unknown", "paper 1")]),
    (BlockVote(2), "a=b=c", [("paper_choices_too_many", "paper 1")]),
    (BlockVote(2, min_choices=2), "a", [("paper_choices_too_few", "paper 1")]),
    (InstantRunoff(), "a=b>c", [("paper_ranks_equal", "paper 1")]),
    (InstantRunoff(), "a>b>a", [("paper_option_twice", "paper 1")]),
    (TransferableVote(2), "a>b=c", [("paper_ranks_equal", "paper 1")]),
    (Schulze(), "a>a", [("paper_option_twice", "paper 1")]),
    (Debian("c"), "a>x", [("paper_option_unknown", "paper 1")]),
]


def findings_of(call: Callable[[], Any]) -> list[tuple[str, str]]:
    with pytest.raises(InvalidInput) as caught:
        call()
    return sorted((finding.code, finding.where) for finding in caught.value.findings)


@pytest.mark.parametrize(("rule", "paper", "expected"), BAD)
def test_a_paper_that_the_method_has_no_place_for(
    rule: ElectionRule, paper: str, expected: list[tuple[str, str]]
) -> None:
    assert findings_of(lambda: count_election(rule, ABC, papers(paper))) == expected


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: type(rule).__name__)
def test_every_finding_is_told_with_the_number_of_its_paper(rule: ElectionRule) -> None:
    given = [
        MarkedPaper((("a",),)),
        MarkedPaper((("nobody",),)),
        MarkedPaper(),
        MarkedPaper((("a",),), state="blank"),
        MarkedPaper((("a",),), times=0),
        MarkedPaper((("nobody",),), times=3),
        MarkedPaper((("a",), ())),
    ]
    found = findings_of(lambda: count_election(rule, ABC, given, entitled=5))
    assert set(found) >= {
        ("paper_option_unknown", "paper 2"),
        ("paper_marks_missing", "paper 3"),
        ("paper_marks_unwanted", "paper 4"),
        ("paper_times", "paper 5"),
        ("paper_option_unknown", "paper 6"),
        ("paper_marks_missing", "paper 7"),
        ("papers_exceed", "entitled"),
    }


def test_what_a_paper_says_stays_out_of_the_sentence() -> None:
    with pytest.raises(InvalidInput) as caught:
        count_election(Plurality(), ABC, [MarkedPaper((("somebody's secret",),))])
    assert "secret" not in str(caught.value) + str(caught.value.findings)


LISTS: list[tuple[ElectionRule, list[Option], dict[str, Any], list[tuple[str, str]]]] = [
    (Plurality(), [Option("a"), Option("a")], {}, [("option_twice", "a")]),
    (Plurality(), [Option(AGAINST)], {}, [("option_reserved", AGAINST)]),
    (Plurality(), [Option("")], {}, [("option_reserved", "")]),
    (Debian("x"), [Option("a")], {}, [("default_option_missing", "x")]),
    (Debian("a"), [Option("a", withdrawn=True)], {}, [("default_option_missing", "a")]),
    (Debian("a"), [Option("a", ratio=Fraction(3))], {}, [("default_option_missing", "a")]),
    (Debian("a"), [Option("a"), Option("b", ratio=Fraction(1, 2))], {}, [("option_ratio", "b")]),
    (Plurality(), [Option("a")], {"casting": ("b",)}, [("casting_vote_unknown", "b")]),
    (Plurality(), [Option("a")], {"present": -1}, [("count_not_whole", "present")]),
    (Plurality(), [Option("a")], {"present": 4, "entitled": 3}, [("papers_exceed", "entitled")]),
]


@pytest.mark.parametrize(("rule", "listed", "given", "expected"), LISTS)
def test_a_list_that_cannot_be(
    rule: ElectionRule, listed: list[Option], given: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    assert findings_of(lambda: count_election(rule, listed, (), **given)) == expected


def test_more_papers_than_people_are_refused() -> None:
    found = findings_of(lambda: count_election(Plurality(), ABC, papers("3 a"), present=2, entitled=5))
    assert found == [("votes_exceed", "present")]
    found = findings_of(lambda: count_election(Plurality(), ABC, papers("2 a", "4 blank"), entitled=5))
    assert found == [("papers_exceed", "entitled")]


@pytest.mark.parametrize("base", ["present", "entitled"])
def test_a_share_of_people_needs_their_number(base: Any) -> None:
    rule = Plurality(threshold=share(of=base))
    assert findings_of(lambda: count_election(rule, ABC, papers("a"))) == [("base_unknown", base)]
    rule_ = Debian("c", quorum_root=Fraction(3, 2))
    assert findings_of(lambda: count_election(rule_, ABC, papers("a"))) == [("base_unknown", "entitled")]


def test_a_lot_needs_a_public_text() -> None:
    rule = Plurality(tie="lot")
    assert findings_of(lambda: count_election(rule, ABC, papers("a", "b"))) == [("lot_seed_missing", "seed")]
    assert count_election(rule, ABC, papers("2 a", "b")).elected == ("a",)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: type(rule).__name__)
def test_every_kind_of_paper_is_counted_apart(rule: ElectionRule) -> None:
    listed = (*ABC, Option("gone", withdrawn=True))
    given = papers("4 a", "2 blank", "3 abstain", "invalid") + (
        (MarkedPaper((("gone",),), times=5),) if isinstance(rule, Plurality | Majority) else papers("5 gone")
    )
    counts = count_election(rule, listed, given, entitled=20, present=16, seed="s").counts
    assert (counts.valid, counts.blank, counts.abstained, counts.invalid, counts.struck) == (4, 2, 3, 1, 5)
    assert (counts.cast, counts.present, counts.entitled) == (15, 16, 20)


def test_marks_for_the_withdrawn_are_struck_and_the_rest_of_the_paper_counts() -> None:
    listed = [Option("a", withdrawn=True), Option("b"), Option("c")]
    assert count_election(InstantRunoff(), listed, papers("3 a>b", "2 c")).elected == ("b",)
    assert count_election(Approval(), listed, papers("3 a=b", "2 c")).elected == ("b",)
    assert count_election(TransferableVote(1), listed, papers("3 a>b", "2 c")).elected == ("b",)
    assert count_election(Schulze(), listed, papers("3 a>b", "2 c")).elected == ("b",)


# --- counted by hand ---

HAND: list[tuple[Any, dict[str, int], dict[str, Any], list[tuple[str, str]]]] = [
    (Plurality(), {"a": 3, "b": 1}, {"valid": 5}, [("sum_wrong", "valid")]),
    (Plurality(), {"a": 3, "b": 1}, {"valid": 3}, [("sum_wrong", "valid")]),
    (BlockVote(2), {"a": 3, "b": 3, "c": 1}, {"valid": 3}, [("sum_wrong", "valid")]),
    (BlockVote(2, min_choices=2), {"a": 3, "b": 2}, {"valid": 3}, [("sum_wrong", "valid")]),
    (Approval(), {"a": 4}, {"valid": 3}, [("votes_exceed", "a")]),
    (Approval(), {"x": 1, "a": -1}, {"valid": 3}, [("count_not_whole", "a"), ("tally_option_unknown", "x")]),
    (Approval(), {AGAINST: 1}, {"valid": 1}, [("tally_option_unknown", AGAINST)]),
    (Approval(), {"a": 3}, {"valid": 3, "blank": 1, "entitled": 3}, [("papers_exceed", "entitled")]),
]


@pytest.mark.parametrize(("rule", "votes", "given", "expected"), HAND)
def test_a_count_by_hand_that_cannot_be(
    rule: Any, votes: dict[str, int], given: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    assert findings_of(lambda: judge_tally(rule, ABC, votes, **given)) == expected


def test_a_count_by_hand_and_the_papers_give_the_same() -> None:
    for rule in (Plurality(), Majority(), Approval(2), BlockVote(2)):
        by_papers = count_election(rule, ABC, papers("5 a", "3 b", "c", "2 blank"))
        by_hand = judge_tally(rule, ABC, {"a": 5, "b": 3, "c": 1}, valid=9, blank=2)
        assert by_papers == by_hand


# --- rules ---

WRONG: list[Callable[[], ElectionRule]] = [
    lambda: Plurality(0),
    lambda: Approval(True),
    lambda: Plurality(2, reserved=(Reserved("gender", "woman", 3),)),
    lambda: Plurality(2, reserved=(Reserved("gender", "woman"), Reserved("gender", "woman"))),
    lambda: Plurality(2, reserved=(Reserved("gender", "woman"), Reserved("age", "young"))),
    lambda: Plurality(cap=Cap(0)),
    lambda: Plurality(threshold=share(Fraction(1))),
    lambda: Plurality(threshold=share(0.5)),  # type: ignore[arg-type]
    lambda: Plurality(threshold=share(Fraction(3, 2), strict=False)),
    lambda: BlockVote(2, min_choices=3),
    lambda: Plurality(threshold=Share()),
    lambda: Plurality(threshold=Share(more_than=Fraction(1, 2), at_least=Fraction(1, 2))),
    lambda: Majority(ballots=0),
    lambda: Majority(onward="reached"),
    lambda: Majority(reached=share()),
    lambda: TransferableVote(0),
    lambda: Schulze(0),
    lambda: Debian("a", quorum_votes=1, quorum_root=Fraction(1)),
    lambda: Debian("a", quorum_root=Fraction(0)),
    lambda: Debian("a", quorum_votes=0),
]


@pytest.mark.parametrize("make", WRONG)
def test_a_rule_that_cannot_be_is_refused(make: Callable[[], ElectionRule]) -> None:
    assert {code for code, _where in findings_of(make)} == {"election_rule_invalid"}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: type(rule).__name__)
def test_rules_and_results_go_through_the_log(rule: ElectionRule) -> None:
    assert restore(plain(rule), ElectionRule) == rule  # type: ignore[arg-type]
    result = count_election(rule, ABC, papers("3 a", "2 b"), entitled=9, seed="s")
    assert restore(plain(result), type(result)) == result
    assert plain(rule)["method"] == result.method


def test_an_unknown_word_in_a_rule_is_refused() -> None:
    with pytest.raises(ValueError, match="seatz"):
        restore({"method": "approval", "seatz": 2}, ElectionRule)  # type: ignore[arg-type]
