"""One is elected by a majority, in one ballot or in several: judges one ballot and says how it goes on.

French conferences of rectors elect so in two rounds (majority of votes cast, then relative majority); Polish
ones by absolute majority, in repeated ballots.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from ecar_governance.domain.voting.methods.breaking import Breaker
from ecar_governance.domain.voting.methods.papers import AGAINST, PaperCounts
from ecar_governance.domain.voting.methods.result import DecidedBy, ElectionResult, Needed, Round, Step
from ecar_governance.domain.voting.methods.rules import Majority
from ecar_governance.domain.voting.methods.scoring import margin_of, needed_of, ranked, standings


def judge_ballot(
    rule: Majority, votes: Mapping[str, int], counts: PaperCounts, ballot: int, breaker: Breaker
) -> ElectionResult:
    """The result of ballot number `ballot`. `votes`: as `scoring.scores` gives them.

    Whoever reaches the threshold is elected; a threshold of half or less that several reach takes the one
    with most votes. In the last ballot of `relative` majority the most votes are enough, more than `against`.
    Otherwise `onward` names who stands in the next ballot; after the last nobody is elected.
    """
    against = votes[AGAINST]
    last = isinstance(rule.ballots, int) and ballot >= rule.ballots
    relative = last and rule.last == "relative"
    needed = None if relative else needed_of(rule.threshold, counts)
    ranking = ranked(votes)
    first = ranking[0] if ranking else ()
    floor_ = max(needed.smallest if needed else 1, against + 1)
    steps: list[Step] = []
    elected: tuple[str, ...] = ()
    tied: tuple[str, ...] = ()
    decided: DecidedBy = "threshold_missed"
    if not first:
        decided = "no_candidates"
    elif not any(votes.values()):
        decided = "no_votes"
    elif votes[first[0]] >= floor_:
        order: tuple[str, ...] = first
        if len(first) > 1:
            order, step = breaker.order(first, 1)
            steps.append(step)
        if order:
            elected, decided = (order[0],), breaker.how or "votes"
            steps.append(Step("elected", options=elected))
        else:
            tied, decided = first, breaker.left
    elif against >= max(votes[first[0]], needed.smallest if needed else 1):
        steps.append(Step("against_prevails", options=first, votes=Fraction(against)))
    onward: tuple[str, ...] = ()
    if decided == "next_ballot":
        onward = tied
    elif decided == "threshold_missed" and not last:
        onward, dropped = going_on(rule, votes, ballot, counts, ranking)
        if dropped:
            steps.append(Step("excluded", options=dropped))
        decided = "next_ballot" if onward else decided
    if onward:
        steps.append(Step("goes_on", options=onward))
    elif decided == "threshold_missed" and needed:
        steps.append(Step("below_threshold", options=tuple(votes)[:-1], needed=Fraction(needed.smallest)))
    return ElectionResult(
        method="majority",
        ballot=ballot,
        seats=1,
        elected=elected,
        open=1 - len(elected),
        decided_by=decided,
        counts=counts,
        needed=needed,
        rounds=(Round(1, tuple(steps), standings(votes, needed)),),
        ranking=ranking,
        onward=onward,
        tied=tied,
        margin=margin_of(votes, elected, steps),
        lot=breaker.lot,
    )


def going_on(
    rule: Majority,
    votes: Mapping[str, int],
    ballot: int,
    counts: PaperCounts,
    ranking: Sequence[Sequence[str]],
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Who stands again and who does not. Nobody does when the lone candidate failed, or none reached the
    share that is asked."""
    everybody = tuple(one for one in votes if one != AGAINST)
    if len(everybody) == 1:
        return (), ()
    if ballot <= rule.unchanged or rule.onward == "all":
        return everybody, ()
    if rule.onward == "reached":
        asked: Needed = needed_of(rule.reached, counts)  # type: ignore[arg-type]
        kept = {one for one in everybody if votes[one] >= asked.smallest}
    elif rule.onward == "drop_last":
        kept = set(everybody) - set(ranking[-1]) if len(ranking) > 1 else set(everybody)
    else:
        kept = set()
        for equals in ranking:
            if len(kept) >= rule.first:
                break
            kept.update(equals)
    stay = tuple(one for one in everybody if one in kept)
    return stay, tuple(one for one in everybody if one not in kept)
