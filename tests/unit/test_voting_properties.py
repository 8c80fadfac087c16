"""What holds for every vote, and an independent second implementation that must agree on every one."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import get_args

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from support.second_judge import (
    BASES,
    House,
    as_papers,
    reference,
    small_houses,
)

from ecar_governance.domain.voting.judge import decide_outcome, without_vote
from ecar_governance.domain.voting.lots import drawn
from ecar_governance.domain.voting.papers import Counts, Elector, Paper
from ecar_governance.domain.voting.rule import Absent, Blank, Consent, Invalid, Recused, Tie, VoteRule
from ecar_governance.domain.voting.tally import count, from_hand_count, tally
from ecar_governance.domain.voting.thresholds import Majority, majority_of, quorum_of
from ecar_governance.domain.voting.verdict import Side

shares = st.fractions(min_value=Fraction(1, 20), max_value=Fraction(1), max_denominator=20)
majority = st.builds(
    lambda share, base, strict: majority_of(share, base, strict=strict and share < 1),
    shares,
    st.sampled_from(BASES),
    st.booleans(),
)
floor = st.builds(lambda number: Majority(number=number), st.integers(1, 20))
with_others = st.builds(
    lambda first, others: replace(first, or_=tuple(others)),
    majority | floor,
    st.lists(majority | floor, max_size=2),
)
quorum = st.builds(
    lambda share, of, strict: quorum_of(share, of, strict=strict and share < 1),
    shares,
    st.sampled_from(("present", "represented", "cast")),
    st.booleans(),
)
plain_rules = st.builds(VoteRule, st.lists(majority, min_size=1, max_size=3).map(tuple), st.none() | quorum)
rules = st.builds(
    VoteRule,
    st.lists(with_others, min_size=1, max_size=3).map(tuple),
    st.none() | quorum,
    abstention=st.sampled_from(("cast", "not_cast", "against")),
    blank=st.sampled_from(get_args(Blank)),
    invalid=st.sampled_from(get_args(Invalid)),
    absent=st.sampled_from(get_args(Absent)),
    recused=st.sampled_from(get_args(Recused)),
)
WORDS = ("for", "against", "abstain", "blank", "invalid", "silent", "absent")
houses = st.lists(st.sampled_from(WORDS), min_size=1, max_size=40)
ALL_WORDS = (*WORDS, "recused", *(f"proxy_{word}" for word in WORDS if word != "absent"))
full_houses = st.lists(st.sampled_from(ALL_WORDS), min_size=1, max_size=40)


def counted(votes: list[str], *, secret: bool = False) -> Counts:
    """Through the real `count`, as papers, presence and marks."""
    electors, papers, present, represented, marks = as_papers(votes, secret=secret)
    return count(electors, papers, present, marks=marks, represented=represented)


@settings(max_examples=400)
@given(rules, full_houses, st.booleans())
def test_it_equals_the_second_implementation(rule: VoteRule, votes: list[str], secret: bool) -> None:
    outcome = decide_outcome(rule, counted(votes, secret=secret))
    assert (outcome.carried, outcome.quorate) == reference(rule, votes)


def test_it_equals_the_second_implementation_on_every_small_house() -> None:
    for share, base, strict in product(
        (Fraction(1, 3), Fraction(1, 2), Fraction(3, 5), Fraction(2, 3), Fraction(3, 4)), BASES, (True, False)
    ):
        rule = VoteRule((majority_of(share, base, strict=strict),), quorum_of(Fraction(1, 2)))  # type: ignore[arg-type]
        for votes in small_houses():
            assert decide_outcome(rule, counted(votes)).carried is reference(rule, votes)[0], (rule, votes)


@given(rules, houses, st.randoms(use_true_random=False))
def test_the_order_of_papers_seats_and_majorities_does_not_matter(
    rule: VoteRule, votes: list[str], random: object
) -> None:
    electors = [Elector(f"s{n}", f"i{n}") for n in range(len(votes))]
    papers = [Paper(v, f"s{n}") for n, v in enumerate(votes) if v not in ("silent", "absent")]
    present = [f"s{n}" for n, v in enumerate(votes) if v != "absent"]
    first = count(electors, papers, present)
    for pile in (electors, papers, present):
        random.shuffle(pile)  # type: ignore[attr-defined]
    assert count(electors, papers, present) == first
    turned = replace(rule, majorities=rule.majorities[::-1])
    one, other = decide_outcome(rule, first), decide_outcome(turned, first)
    assert (one.carried, one.decided_by) == (other.carried, other.decided_by)
    assert one.tests == other.tests[::-1]


@given(plain_rules, houses)
def test_one_more_vote_for_never_loses_what_was_carried(rule: VoteRule, votes: list[str]) -> None:
    assume(decide_outcome(rule, counted(votes)).carried)
    for seat, vote in enumerate(votes):
        if vote != "for":
            assert decide_outcome(rule, counted([*votes[:seat], "for", *votes[seat + 1 :]])).carried


@given(plain_rules, houses)
def test_one_more_vote_against_never_carries_what_was_lost_with_a_quorum(
    rule: VoteRule, votes: list[str]
) -> None:
    before = decide_outcome(rule, counted(votes))
    assume(before.quorate and not before.carried)
    # A paper against that was for, or that was none: an abstention turned against may leave a base as it is.
    for seat in range(len(votes)):
        assert not decide_outcome(rule, counted([*votes[:seat], "against", *votes[seat + 1 :]])).carried


@given(plain_rules, houses)
def test_the_smallest_number_passes_and_one_fewer_does_not(rule: VoteRule, votes: list[str]) -> None:
    for test in decide_outcome(rule, counted(votes)).tests:
        share, base, strict = test.majority.share, test.base_count, test.majority.strict
        if share is None:
            assert test.needed == test.smallest == test.majority.number
            continue
        assert test.needed == share * base
        enough = [
            n for n in range(int(base) + 2) if (n > share * base if strict else n >= share * base) and n > 0
        ]
        assert test.smallest == enough[0]
        assert test.passed is (test.reached in enough)


@given(plain_rules, houses)
def test_counts_always_account_for_every_seat(rule: VoteRule, votes: list[str]) -> None:
    counts = counted(votes)
    assert counts.cast == counts.for_ + counts.against + counts.abstain + counts.blank + counts.invalid
    assert counts.cast + counts.not_voted == counts.entitled == len(votes)
    assert counts.cast <= counts.present <= counts.entitled
    assert counts.invalid == votes.count("invalid")
    assert counts.blank == votes.count("blank")


@given(plain_rules, st.sampled_from(get_args(Recused)), st.tuples(*[st.integers(0, 9)] * 5))
def test_without_a_vote_is_as_if_all_who_take_part_had_voted_for(
    rule: VoteRule, recused_are: Recused, house: tuple[int, int, int, int, int]
) -> None:
    """Those present and those represented agree; the recused, in the room or not, do not; others are away."""
    there, represented, out_there, out_away, _away = house
    rule = replace(rule, recused=recused_are)
    entitled = sum(house)
    assume(entitled)
    recused = out_there + out_away
    beside = {"represented": represented, "recused": recused, "recused_present": out_there}
    silent = without_vote(rule, there + out_there, entitled, **beside)
    counts = from_hand_count(there + represented, 0, 0, 0, there + out_there, entitled, **beside)
    assert silent.carried is decide_outcome(rule, counts).carried


weights = st.lists(st.integers(1, 5), min_size=40, max_size=40)


@given(rules, full_houses, weights)
def test_a_seat_that_weighs_three_is_as_three_seats_that_choose_alike(
    rule: VoteRule, votes: list[str], weighing: list[int]
) -> None:
    """The weighted count against the count by heads of a house in which every seat stands as often as it
    weighs."""
    by_weight = replace(
        rule,
        majorities=tuple(
            replace(m, counting="weights", or_=tuple(replace(way, counting="weights") for way in m.or_))
            for m in rule.majorities
        ),
        quorum=None if rule.quorum is None else replace(rule.quorum, counting="weights"),
    )
    one = as_papers(votes)
    electors = [replace(e, weight=Fraction(w)) for e, w in zip(one.electors, weighing, strict=False)]
    tallied = tally(
        by_weight, electors, one.papers, one.present, marks=one.marks, represented=one.represented
    )
    many = [vote for vote, weight in zip(votes, weighing, strict=False) for _ in range(weight)]
    weighed, counted_many = decide_outcome(by_weight, tallied), decide_outcome(rule, counted(many))
    assert weighed.carried is counted_many.carried
    assert weighed.quorate is counted_many.quorate
    unit = tallied.lines[0].weights.unit
    for test, other in zip(weighed.tests, counted_many.tests, strict=True):
        assert (test.base_count, test.reached, test.passed) == (other.base_count, other.reached, other.passed)
        # The least that passes is counted in steps of the weights: never less, and no whole step more.
        assert other.smallest <= test.smallest < other.smallest + unit


@given(st.lists(majority, min_size=2, max_size=2), houses, houses, st.booleans())
def test_two_chambers_carry_what_each_of_them_carries(
    asked: list[Majority], votes: list[str], others: list[str], secret: bool
) -> None:
    names = ("lower", "upper")
    rule = VoteRule(tuple(replace(m, chamber=n) for m, n in zip(asked, names, strict=True)))
    houses_ = [as_papers(v, secret=secret, chamber=n) for v, n in zip((votes, others), names, strict=True)]
    together = [[*one, *other] for one, other in zip(*houses_, strict=True)]
    both = House(*together)
    tallied = tally(rule, both.electors, both.papers, both.present, marks=both.marks)
    outcome = decide_outcome(rule, tallied)
    alone = [
        decide_outcome(VoteRule((m,)), count(h.electors, h.papers, h.present, marks=h.marks))
        for m, h in zip(asked, houses_, strict=True)
    ]
    assert [test.passed for test in outcome.tests] == [one.tests[0].passed for one in alone]
    if all(one.carried for one in alone):
        assert outcome.carried


@given(houses, st.sets(st.integers(0, 39)))
def test_a_consent_is_given_unless_it_is_withheld(votes: list[str], named: set[int]) -> None:
    members = tuple(f"s{n}" for n in sorted(named) if n < len(votes))
    assume(members)
    one = as_papers(votes)
    for withheld_by in (("against",), ("against", "abstain"), ("against", "abstain", "absent")):
        rule = VoteRule(VoteRule.simple().majorities, consent=(Consent(members, withheld_by),))
        outcome = decide_outcome(rule, tally(rule, one.electors, one.papers, one.present, marks=one.marks))
        said = {"blank": "abstain", "invalid": "abstain", "silent": "absent"}
        against = [s for s in members if said.get(votes[int(s[1:])], votes[int(s[1:])]) in withheld_by]
        assert list(outcome.consents[0].withheld) == against
        free = decide_outcome(VoteRule.simple(), counted(votes))
        assert outcome.carried is (free.carried and not against)


@given(houses, st.text("abcdef0123456789", min_size=1, max_size=8), st.sampled_from(["for", "against", None]))
def test_an_equal_division_is_settled_as_the_rule_says(
    votes: list[str], seed: str, casting: Side | None
) -> None:
    counts = counted(votes)
    plain_outcome = decide_outcome(VoteRule.simple(), counts)
    for tie in get_args(Tie):
        rule = VoteRule(VoteRule.simple().majorities, tie=tie)
        outcome = decide_outcome(rule, counts, casting_vote=casting, seed=seed)
        if plain_outcome.decided_by != "tie":
            assert (outcome.carried, outcome.decided_by) == (plain_outcome.carried, plain_outcome.decided_by)
            continue
        expected = {
            "rejected": ("tie", False),
            "chair": ("casting_vote" if casting else "casting_vote_due", casting == "for"),
            "second_ballot": ("second_ballot", False),
            "lot": ("lot", drawn(seed, ("against", "for"))[0] == "for"),
        }[tie]
        assert (outcome.decided_by, outcome.carried) == expected
        assert outcome.settled is (outcome.decided_by not in ("casting_vote_due", "second_ballot"))
