"""An equal division under every base, and consent where nobody votes."""

from __future__ import annotations

import pytest

from ecar_governance.domain.voting.judge import decide_outcome, without_vote
from ecar_governance.domain.voting.papers import Elector, Paper
from ecar_governance.domain.voting.rule import Consent, VoteRule
from ecar_governance.domain.voting.tally import tally, withheld_without_vote
from ecar_governance.domain.voting.thresholds import HALF, Base, Majority, simple_majority

SEATS = [f"s{n}" for n in range(18)]
ROWS = tuple(Elector(seat, seat.upper(), ()) for seat in SEATS)
CHOICES = {"f": "for", "a": "against", "b": "abstain"}


def outcome(base: Base, choices: str, tie: str, **given: object):  # type: ignore[no-untyped-def]
    rule = VoteRule((Majority(more_than=HALF, of=base),), tie=tie)  # type: ignore[arg-type]
    papers = [Paper(CHOICES[one], seat) for one, seat in zip(choices, SEATS, strict=False)]
    return decide_outcome(rule, tally(rule, ROWS, papers, SEATS), **given)  # type: ignore[arg-type]


@pytest.mark.parametrize("base", ["for_and_against", "cast", "present", "represented", "entitled"])
def test_an_equal_division_is_settled_as_the_rule_says_whatever_the_base(base: Base) -> None:
    nine = "f" * 9 + "a" * 9
    assert outcome(base, nine, "rejected").decided_by == "tie"
    assert outcome(base, nine, "second_ballot").decided_by == "second_ballot"
    assert outcome(base, nine, "chair").decided_by == "casting_vote_due"
    assert outcome(base, nine, "chair", casting_vote="for").carried
    assert not outcome(base, nine, "chair", casting_vote="against").carried
    assert outcome(base, nine, "lot", seed="a public text").decided_by == "lot"


@pytest.mark.parametrize(
    ("base", "decided_by"),
    [
        ("for_and_against", "casting_vote_due"),  # eight to eight of sixteen who took a side
        ("cast", "majority_missed"),  # eight of eighteen papers: a vote more is no half of them
        ("present", "majority_missed"),
        ("represented", "majority_missed"),
        ("entitled", "majority_missed"),
    ],
)
def test_the_chair_decides_no_majority_that_abstentions_keep_away(base: Base, decided_by: str) -> None:
    assert outcome(base, "f" * 8 + "a" * 8 + "bb", "chair").decided_by == decided_by


def test_one_more_or_one_less_is_no_equal_division() -> None:
    assert outcome("present", "f" * 10 + "a" * 8, "chair").decided_by == "majority"
    assert outcome("present", "f" * 8 + "a" * 10, "chair").decided_by == "majority_missed"


RULE = VoteRule((simple_majority(),), consent=(Consent(("S0", "s1"), ("against", "abstain", "absent")),))
VETO = VoteRule((simple_majority(),), consent=(Consent(("S0",), ("against",)),))


@pytest.mark.parametrize(
    ("rule", "present", "represented", "withheld"),
    [
        (RULE, SEATS[:10], [], ()),
        (RULE, SEATS[1:10], [], ("S0",)),
        (RULE, SEATS[2:10], [], ("S0", "s1")),
        (RULE, SEATS[1:10], ["s0"], ()),
        (VETO, SEATS[1:10], [], ()),  # staying away lets it pass
    ],
)
def test_without_a_vote_whoever_must_consent_must_be_there(
    rule: VoteRule, present: list[str], represented: list[str], withheld: tuple[str, ...]
) -> None:
    assert withheld_without_vote(rule, ROWS, present, represented) == withheld
    found = without_vote(rule, len(present), len(ROWS), represented=len(represented), withheld=withheld)
    assert found.carried is not bool(withheld)
    assert found.decided_by == ("consent_withheld" if withheld else "consensus")
    assert all(one.given for one in found.consents) is not bool(withheld)


def test_whoever_takes_no_part_does_not_consent() -> None:
    rows = (Elector("s0", "S0", (), recused=True), *ROWS[1:])
    assert withheld_without_vote(RULE, rows, SEATS, []) == ("S0",)
