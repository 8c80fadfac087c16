"""Instant runoff: more than half of the papers that still count elects; the lowest drops out until then."""

from __future__ import annotations

from fractions import Fraction

from ecar_governance.domain.voting.methods.breaking import Breaker, one_of
from ecar_governance.domain.voting.methods.papers import Pile
from ecar_governance.domain.voting.methods.result import (
    DecidedBy,
    ElectionResult,
    Needed,
    Passed,
    Round,
    Standing,
    Step,
)
from ecar_governance.domain.voting.methods.rules import InstantRunoff


def run_off(rule: InstantRunoff, pile: Pile, ballot: int, breaker: Breaker) -> ElectionResult:
    """Counts the highest preference for somebody still in; more than half of those papers elects.

    A paper without a further preference no longer counts, and half is taken of the others. One option alone
    is elected by a single paper. Equals for the last place: see `breaking.one_of`; where nothing tells them
    apart the count stops, and nobody is elected.
    """
    names = pile.names
    inside = dict.fromkeys(names, True)
    heaps: dict[str, list[tuple[tuple[str, ...], int, int]]] = {one: [] for one in names}
    for numbers, times in pile.orders:
        order = tuple([names[number] for number in numbers])
        heaps[order[0]].append((order, 0, times))
    votes = {one: sum(times for _order, _at, times in heaps[one]) for one in names}
    history: list[dict[str, int]] = []
    rounds: list[Round] = []
    steps: tuple[Step, ...] = ()
    elected: tuple[str, ...] = ()
    tied: tuple[str, ...] = ()
    onward: tuple[str, ...] = ()
    decided: DecidedBy = "no_votes" if names else "no_candidates"
    while any(votes.values()):
        left = sum(votes[one] for one in names if inside[one])
        smallest = left // 2 + 1
        best = max(names, key=lambda one: votes[one])
        if votes[best] >= smallest:
            elected, decided = (best,), breaker.how or "votes"
            rounds.append(_round(rounds, (*steps, Step("elected", options=elected)), votes, inside, smallest))
            break
        rounds.append(_round(rounds, steps, votes, inside, smallest))
        low = min(votes[one] for one in names if inside[one])
        equals = [one for one in names if inside[one] and votes[one] == low]
        out, told = one_of(
            equals, history if rule.earlier else (), breaker, favoured=False, votes=Fraction(low)
        )
        history.append(dict(votes))
        if out is None:
            tied, decided = tuple(equals), breaker.left
            onward = tuple(one for one in names if inside[one]) if decided == "next_ballot" else ()
            rounds.append(_round(rounds, told, votes, inside, smallest))
            break
        inside[out] = False
        steps = (*told, *_drop(out, heaps, votes, inside))
    else:
        rounds.append(_round(rounds, (), votes, inside, 1))
    return ElectionResult(
        method="instant_runoff",
        ballot=ballot,
        seats=1,
        elected=elected,
        open=1 - len(elected),
        decided_by=decided,
        counts=pile.counts,
        needed=_needed(rounds, pile),
        rounds=tuple(rounds),
        onward=onward,
        tied=tied,
        lot=breaker.lot,
    )


def _drop(
    out: str,
    heaps: dict[str, list[tuple[tuple[str, ...], int, int]]],
    votes: dict[str, int],
    inside: dict[str, bool],
) -> tuple[Step, Step]:
    worth = votes[out]
    gained = dict.fromkeys(votes, 0)
    lost = 0
    for order, at, times in heaps.pop(out):
        nxt = next((n for n in range(at + 1, len(order)) if inside[order[n]]), None)
        if nxt is None:
            lost += times
            continue
        heaps[order[nxt]].append((order, nxt, times))
        gained[order[nxt]] += times
        votes[order[nxt]] += times
    votes[out] = 0
    passed = tuple(Passed(to, n, Fraction(n)) for to, n in gained.items() if n)
    return (
        Step("excluded", options=(out,), votes=Fraction(worth)),
        Step("passed_on", options=(out,), votes=Fraction(worth), passed=passed, exhausted=Fraction(lost)),
    )


def _round(
    rounds: list[Round],
    steps: tuple[Step, ...],
    votes: dict[str, int],
    inside: dict[str, bool],
    smallest: int,
) -> Round:
    standings = tuple(
        Standing(one, Fraction(n), Fraction(n - smallest)) for one, n in votes.items() if inside[one]
    )
    return Round(len(rounds) + 1, steps, standings)


def _needed(rounds: list[Round], pile: Pile) -> Needed | None:
    """More than half of the papers that counted in the last round."""
    if not pile.counts.valid:
        return None
    left = sum(int(one.votes) for one in rounds[-1].standings)
    return Needed(left, Fraction(left, 2), left // 2 + 1)
