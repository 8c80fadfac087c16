"""Plurality, approval and block vote: marks are added up, the most votes win."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import ceil, floor

from ecar_governance.domain.voting.methods.breaking import Breaker
from ecar_governance.domain.voting.methods.papers import AGAINST, Option, PaperCounts, Pile
from ecar_governance.domain.voting.methods.result import (
    DecidedBy,
    ElectionResult,
    Needed,
    Round,
    Standing,
    Step,
)
from ecar_governance.domain.voting.methods.rules import Approval, BlockVote, Plurality, Share
from ecar_governance.domain.voting.methods.seating import fill
from ecar_governance.errors import Finding, InvalidInput


def scores(pile: Pile) -> dict[str, int]:
    """The marks of everybody who stands, and those `against`, in the order of the options."""
    found: Counter[int] = Counter()
    for order, times in pile.orders:
        found[order[0]] += times
    for groups, times in pile.grouped:
        for one in groups[0]:
            found[one] += times
    return {one: found[place] for place, one in enumerate((*pile.names, AGAINST))}


def needed_of(share: Share, counts: PaperCounts) -> Needed:
    """The number of votes that a share asks for: never 0, for nobody is elected by no votes.

    Raises InvalidInput when the share is of those present or entitled and nobody said how many there are."""
    base = getattr(counts, share.of)
    if base is None:
        message = f"A share of those {share.of} is asked, and how many there are is not known."
        raise InvalidInput(message, findings=[Finding("base_unknown", message, where=share.of)])
    exact = share.share * base
    smallest = max(1, floor(exact) + 1 if share.strict else ceil(exact))
    return Needed(base, exact, smallest, share)


def standings(votes: Mapping[str, int], needed: Needed | None) -> tuple[Standing, ...]:
    """Everybody with votes and distance; `against` only where it was marked, and without a distance."""
    return tuple(
        Standing(
            one,
            Fraction(number),
            None if needed is None or one == AGAINST else Fraction(number - needed.smallest),
        )
        for one, number in votes.items()
        if one != AGAINST or number
    )


def ranked(votes: Mapping[str, int]) -> tuple[tuple[str, ...], ...]:
    """Groups of equals, the most votes first, each in the order of the options; `against` is in none."""
    levels: dict[int, list[str]] = {}
    for one, number in votes.items():
        if one != AGAINST:
            levels.setdefault(number, []).append(one)
    return tuple(tuple(levels[number]) for number in sorted(levels, reverse=True))


def count_scores(
    rule: Plurality | Approval | BlockVote,
    options: Sequence[Option],
    votes: Mapping[str, int],
    counts: PaperCounts,
    ballot: int,
    breaker: Breaker,
) -> ElectionResult:
    """Fills the seats from the top. `votes`: as `scores` gives them.

    Nobody is elected without a vote, below the threshold, or by `plurality` with no more votes than there are
    `against`.
    """
    needed = needed_of(rule.threshold, counts) if rule.threshold else None
    floor_ = max(needed.smallest if needed else 1, votes[AGAINST] + 1)
    ranking = ranked(votes)
    low = tuple(one for equals in ranking for one in equals if votes[one] < floor_)
    able = tuple(equals for equals in ranking if votes[equals[0]] >= floor_)
    seating = fill(able, options, rule.seats, breaker, cap=rule.cap, reserved=rule.reserved, unmet=rule.unmet)
    open_ = rule.seats - len(seating.elected)
    steps = seating.steps
    if open_ and not seating.tied:
        if needed and (missed := tuple(one for one in low if votes[one] < needed.smallest)):
            steps = (*steps, Step("below_threshold", options=missed, needed=Fraction(needed.smallest)))
        if votes[AGAINST] and (lost := tuple(one for one in low if votes[one] <= votes[AGAINST])):
            steps = (*steps, Step("against_prevails", options=lost, votes=Fraction(votes[AGAINST])))
    decided: DecidedBy
    if not any(not option.withdrawn for option in options):
        decided = "no_candidates"
    elif not any(votes.values()):
        decided = "no_votes"
    elif seating.tied:
        decided = breaker.left
    elif open_:
        missed_any = any(step.kind in ("below_threshold", "against_prevails") for step in steps)
        decided = "threshold_missed" if missed_any else "places_unfilled"
    else:
        decided = breaker.how or "votes"
    onward = (*seating.tied, *seating.beside) if decided == "next_ballot" else ()
    if onward:
        steps = (*steps, Step("goes_on", options=onward))
    return ElectionResult(
        method=type(rule).__struct_config__.tag,  # type: ignore[arg-type]
        ballot=ballot,
        seats=rule.seats,
        elected=seating.elected,
        open=open_,
        decided_by=decided,
        counts=counts,
        needed=needed,
        rounds=(Round(1, steps, standings(votes, needed)),),
        ranking=ranking,
        onward=onward,
        tied=seating.tied,
        margin=margin_of(votes, seating.elected, steps),
        lot=breaker.lot,
    )


def margin_of(votes: Mapping[str, int], elected: Sequence[str], steps: Sequence[Step]) -> Fraction | None:
    """By how many votes the last elected is ahead of the first who is not and was not passed over; None when
    there is no such pair."""
    over = {one for step in steps if step.kind in ("over_cap", "reserved_for_others") for one in step.options}
    others = [n for one, n in votes.items() if one not in elected and one not in over and one != AGAINST]
    if not elected or not others:
        return None
    return Fraction(min(votes[one] for one in elected) - max(others))
