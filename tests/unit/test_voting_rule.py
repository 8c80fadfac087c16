"""Rules refuse what could never mean anything, and survive the log."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecar_governance.domain.codec import plain, restore
from ecar_governance.domain.voting.judge import decide_outcome
from ecar_governance.domain.voting.rule import (
    Absent,
    Abstaining,
    Consent,
    OnVacancy,
    Parts,
    Recused,
    VoteRule,
)
from ecar_governance.domain.voting.tally import from_hand_count
from ecar_governance.domain.voting.thresholds import (
    Base,
    Counted,
    Majority,
    absolute_majority,
    majority_of,
    quorum_of,
    simple_majority,
    two_thirds_majority,
)
from ecar_governance.domain.voting.verdict import Outcome
from ecar_governance.errors import InvalidInput

NOT_SHARES: list[tuple[Any, str]] = [
    (0.5, "share_not_exact"),
    (1, "share_not_exact"),
    ("2/3", "share_not_exact"),
    (Fraction(0), "share_out_of_range"),
    (Fraction(-1, 2), "share_out_of_range"),
    (Fraction(4, 3), "share_out_of_range"),
]


@pytest.mark.parametrize(("share", "code"), NOT_SHARES)
def test_a_share_is_an_exact_fraction_up_to_one(share: Any, code: str) -> None:
    for make in (lambda: majority_of(share, "cast", strict=False), lambda: quorum_of(share)):
        with pytest.raises(InvalidInput) as refused:
            make()
        assert [finding.code for finding in refused.value.findings] == [code]


def test_more_than_all_is_refused_and_all_is_not() -> None:
    with pytest.raises(InvalidInput, match="more than all"):
        majority_of(Fraction(1), "cast", strict=True)
    with pytest.raises(InvalidInput, match="more than all"):
        quorum_of(Fraction(1), strict=True)
    assert majority_of(Fraction(1), "cast", strict=False).share == 1


def test_a_rule_without_any_majority_would_adopt_anything_and_is_refused() -> None:
    with pytest.raises(InvalidInput, match="at least one majority"):
        VoteRule(())


def test_the_named_rules() -> None:
    half, two_thirds = Fraction(1, 2), Fraction(2, 3)
    assert VoteRule.simple().majorities == (majority_of(half, "for_and_against", strict=True),)
    assert VoteRule.absolute().majorities == (majority_of(half, "entitled", strict=True),)
    assert VoteRule.two_thirds().majorities == (majority_of(two_thirds, "entitled", strict=False),)
    assert VoteRule.two_thirds("present").majorities == (majority_of(two_thirds, "present", strict=False),)
    assert (simple_majority(), absolute_majority(), two_thirds_majority()) == (
        *VoteRule.simple().majorities,
        *VoteRule.absolute().majorities,
        *VoteRule.two_thirds().majorities,
    )


shares = st.fractions(min_value=Fraction(1, 50), max_value=Fraction(49, 50), max_denominator=50)
majorities = st.builds(
    lambda share, base, strict: majority_of(share, base, strict=strict),
    shares,
    st.sampled_from(get_args(Base)),
    st.booleans(),
) | st.builds(lambda number: Majority(number=number), st.integers(1, 99))
quorums = st.none() | st.builds(
    lambda share, counted, strict: quorum_of(share, counted, strict=strict),
    shares,
    st.sampled_from(get_args(Counted)),
    st.booleans(),
)
rules = st.builds(
    VoteRule,
    st.lists(majorities, min_size=1, max_size=3).map(tuple),
    quorums,
    article=st.none() | st.just({"az": "Nizamnamə, 9", "en": "Statutes, 9"}),
    on_vacancy=st.sampled_from(get_args(OnVacancy)),
    abstention=st.sampled_from(get_args(Abstaining)),
    absent=st.sampled_from(get_args(Absent)),
    recused=st.sampled_from(get_args(Recused)),
    parts=st.sampled_from(get_args(Parts)),
    consent=st.sampled_from([(), (Consent(("a", "b"), ("against", "absent")),)]),
)


@given(rules)
def test_a_rule_and_its_outcome_come_back_from_the_log_unchanged(rule: VoteRule) -> None:
    assert restore(plain(rule), VoteRule) == rule
    # Written again it is the same, to the last word left out.
    assert plain(restore(plain(rule), VoteRule)) == plain(rule)
    outcome = decide_outcome(rule, from_hand_count(7, 4, 2, 1, 15, 18))
    assert restore(plain(outcome), Outcome) == outcome


def test_the_log_holds_no_float_and_says_for_as_for() -> None:
    outcome = plain(
        decide_outcome(VoteRule.two_thirds("for_and_against"), from_hand_count(14, 3, 1, 0, 18, 18))
    )
    assert outcome["counts"]["for"] == 14
    assert outcome["tests"][0]["needed"] == "34/3"
    assert outcome["tests"][0]["majority"]["at_least"] == "2/3"
    assert "." not in msgspec.json.encode(outcome).decode()


@pytest.mark.parametrize("written", ["0.5", "half", "1/0", "2/3/4", 0.5])
def test_a_share_in_the_log_that_is_not_a_fraction_is_refused(written: Any) -> None:
    value = plain(VoteRule.simple())
    value["majority"] = [{**value["majority"][0], "more_than": written}]
    with pytest.raises((msgspec.ValidationError, NotImplementedError)):
        restore(value, VoteRule)


def test_values_cannot_be_changed() -> None:
    rule = VoteRule.simple()
    with pytest.raises(AttributeError):
        rule.quorum = quorum_of(Fraction(1, 2))  # type: ignore[misc]
