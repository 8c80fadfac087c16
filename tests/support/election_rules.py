"""Any rule of an election, for properties of how it is written and read."""

from __future__ import annotations

from fractions import Fraction
from typing import get_args

from hypothesis import strategies as st

from ecar_governance.domain.voting.methods import rules

PARTS = st.builds(
    lambda one, other: Fraction(min(one, other), max(one, other) + 1), st.integers(1, 9), st.integers(1, 9)
)
SHARES = st.builds(
    lambda word, part, of: rules.Share(**{word: part}, of=of),
    st.sampled_from(["more_than", "at_least"]),
    PARTS,
    st.sampled_from(get_args(rules.ShareBase)),
)
TIES = st.sampled_from(get_args(rules.Tie))
CAPS = st.builds(rules.Cap, st.integers(1, 9), st.sampled_from(["group", "gender"]))


@st.composite
def election_rules(draw: st.DrawFn) -> rules.ElectionRule:
    """One rule of any method, every word of it said or left out."""
    seats = draw(st.integers(1, 9))
    several = {
        "seats": seats,
        "cap": draw(st.none() | CAPS),
        "reserved": draw(
            st.just(()) | st.just((rules.Reserved("gender", "woman", draw(st.integers(1, seats))),))
        ),
        "unmet": draw(st.sampled_from(["vacant", "anybody"])),
        "tie": draw(TIES),
    }
    scored = several | {"threshold": draw(st.none() | SHARES)}
    method = draw(st.sampled_from(get_args(rules.ElectionRule)))
    if method is rules.Plurality:
        return rules.Plurality(**scored)
    if method is rules.Approval:
        return rules.Approval(**scored, max_choices=draw(st.none() | st.integers(1, 9)))
    if method is rules.BlockVote:
        return rules.BlockVote(**scored, min_choices=draw(st.integers(1, seats)))
    if method is rules.Schulze:
        return rules.Schulze(**several)
    if method is rules.InstantRunoff:
        return rules.InstantRunoff(earlier=draw(st.booleans()), tie=draw(TIES))
    if method is rules.TransferableVote:
        return rules.TransferableVote(seats=seats, tie=draw(TIES))
    if method is rules.Majority:
        onward = draw(st.sampled_from(["all", "first", "reached", "drop_last"]))
        return rules.Majority(
            threshold=draw(SHARES),
            ballots=draw(st.integers(1, 9) | st.just("until_elected")),
            last=draw(st.sampled_from(["relative", "threshold"])),
            onward=onward,
            first=draw(st.integers(1, 9)),
            reached=draw(SHARES) if onward == "reached" else None,
            unchanged=draw(st.integers(0, 9)),
            tie=draw(TIES),
        )
    quorum = draw(
        st.sampled_from([{}, {"quorum_root": Fraction(3, 2)}, {"quorum_votes": draw(st.integers(1, 9))}])
    )
    text = draw(st.sampled_from(["1.0", "1.1", "1.6"]))
    return rules.Debian(default="none", text=text, tie=draw(TIES), **quorum)
