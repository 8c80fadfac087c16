"""What holds for every vote, and an independent second implementation that must agree on every one."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product

from hypothesis import assume, given
from hypothesis import strategies as st
from msgspec.structs import replace

from ecar_governance.domain.voting.rule import Counts, Elector, Majority, Paper, Quorum, VoteRule
from ecar_governance.domain.voting.tally import count, decide_outcome, without_vote

BASES = ("for_and_against", "cast", "present", "entitled")


def reference(rule: VoteRule, votes: list[str]) -> tuple[bool, bool]:
    """(carried, quorate) from one word a seat, by whole numbers multiplied crosswise; no division at all.

    Words: for, against, abstain, blank, invalid, silent (present, no paper), absent.
    """
    members = {
        "for_and_against": {"for", "against"},
        "cast": {"for", "against", "abstain", "blank", "invalid"},
        "present": {"for", "against", "abstain", "blank", "invalid", "silent"},
        "entitled": {"for", "against", "abstain", "blank", "invalid", "silent", "absent"},
    }

    def size(base: str) -> int:
        return sum(1 for vote in votes if vote in members[base])

    def passes(got: int, share: Fraction, of: int, strict: bool) -> bool:
        left, right = got * share.denominator, share.numerator * of
        return left > right if strict else left >= right

    quorate = rule.quorum is None or passes(
        size(rule.quorum.of), rule.quorum.share, len(votes), rule.quorum.strict
    )
    yes, no = votes.count("for"), votes.count("against")
    tied = yes == no and any(2 * m.share.numerator >= m.share.denominator for m in rule.majorities)
    enough = all(passes(yes, m.share, size(m.base), m.strict) for m in rule.majorities)
    return quorate and enough and yes > 0 and not tied, quorate


shares = st.fractions(min_value=Fraction(1, 20), max_value=Fraction(1), max_denominator=20)
majority = st.builds(
    lambda share, base, strict: Majority(share, base, strict=strict and share < 1),
    shares,
    st.sampled_from(BASES),
    st.booleans(),
)
quorum = st.builds(
    lambda share, of, strict: Quorum(share, of, strict=strict and share < 1),
    shares,
    st.sampled_from(("present", "cast")),
    st.booleans(),
)
rules = st.builds(VoteRule, st.lists(majority, min_size=1, max_size=3).map(tuple), st.none() | quorum)
WORDS = ("for", "against", "abstain", "blank", "invalid", "silent", "absent")
houses = st.lists(st.sampled_from(WORDS), min_size=1, max_size=40)


def counted(votes: list[str], *, secret: bool = False) -> Counts:
    """Through the real `count`, as papers, presence and marks."""
    electors = [Elector(f"s{n}", f"i{n}") for n in range(len(votes))]
    cast = [(f"s{n}", vote) for n, vote in enumerate(votes) if vote not in ("silent", "absent")]
    papers = [Paper(vote, None if secret else seat) for seat, vote in cast]
    present = [f"s{n}" for n, vote in enumerate(votes) if vote != "absent"]
    return count(electors, papers, present, marks=[seat for seat, _ in cast])


@given(rules, houses, st.booleans())
def test_it_equals_the_second_implementation(rule: VoteRule, votes: list[str], secret: bool) -> None:
    outcome = decide_outcome(rule, counted(votes, secret=secret))
    assert (outcome.carried, outcome.quorate) == reference(rule, votes)


def small_houses() -> Iterator[list[str]]:
    """Every division of up to five seats, as sorted lists of words."""
    for numbers in product(range(6), repeat=4):
        if 0 < sum(numbers) <= 5:
            yield [
                w
                for w, n in zip(("for", "against", "abstain", "absent"), numbers, strict=True)
                for _ in range(n)
            ]


def test_it_equals_the_second_implementation_on_every_small_house() -> None:
    for share, base, strict in product(
        (Fraction(1, 3), Fraction(1, 2), Fraction(3, 5), Fraction(2, 3), Fraction(3, 4)), BASES, (True, False)
    ):
        rule = VoteRule((Majority(share, base, strict=strict),), Quorum(Fraction(1, 2)))  # type: ignore[arg-type]
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


@given(rules, houses)
def test_one_more_vote_for_never_loses_what_was_carried(rule: VoteRule, votes: list[str]) -> None:
    assume(decide_outcome(rule, counted(votes)).carried)
    for seat, vote in enumerate(votes):
        if vote != "for":
            assert decide_outcome(rule, counted([*votes[:seat], "for", *votes[seat + 1 :]])).carried


@given(rules, houses)
def test_one_more_vote_against_never_carries_what_was_lost_with_a_quorum(
    rule: VoteRule, votes: list[str]
) -> None:
    before = decide_outcome(rule, counted(votes))
    assume(before.quorate and not before.carried)
    # A paper against that was for, or that was none: an abstention turned against may leave a base as it is.
    for seat in range(len(votes)):
        assert not decide_outcome(rule, counted([*votes[:seat], "against", *votes[seat + 1 :]])).carried


@given(rules, houses)
def test_the_smallest_number_passes_and_one_fewer_does_not(rule: VoteRule, votes: list[str]) -> None:
    for test in decide_outcome(rule, counted(votes)).tests:
        share, base, strict = test.majority.share, test.base_count, test.majority.strict
        assert test.needed == share * base
        enough = [n for n in range(base + 2) if (n > share * base if strict else n >= share * base) and n > 0]
        assert test.smallest == enough[0]
        assert test.passed is (test.reached in enough)


@given(rules, houses)
def test_counts_always_account_for_every_seat(rule: VoteRule, votes: list[str]) -> None:
    counts = counted(votes)
    assert counts.cast == counts.for_ + counts.against + counts.abstain + counts.blank + counts.invalid
    assert counts.cast + counts.not_voted == counts.entitled == len(votes)
    assert counts.cast <= counts.present <= counts.entitled
    assert counts.invalid == votes.count("invalid")
    assert counts.blank == votes.count("blank")


@given(rules, st.integers(0, 30), st.integers(1, 30))
def test_without_a_vote_is_never_easier_than_all_present_voting_for(
    rule: VoteRule, present: int, entitled: int
) -> None:
    assume(present <= entitled)
    silent = without_vote(rule, present, entitled)
    spoken = decide_outcome(rule, counted(["for"] * present + ["absent"] * (entitled - present)))
    assert silent.carried is spoken.carried
