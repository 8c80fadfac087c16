"""Debian's first rule, constitution 1.0 (December 1998 to June 2003), A.6 "Concorde Vote Counting".

Dominated options are discarded; among several that are left the lowest first preferences are eliminated. A
supermajority divides the papers for an option; the quorum is looked at last, on the winner alone.

Where the text is silent: when options beat each other in a circle, everybody is discarded and nobody wins;
a paper whose highest preference left is shared counts for none of those who share it.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from ecar_governance.domain.voting.methods.breaking import Breaker, one_of
from ecar_governance.domain.voting.methods.debian import concluded, quorum_of
from ecar_governance.domain.voting.methods.pairwise import preferences
from ecar_governance.domain.voting.methods.papers import Option, Pile
from ecar_governance.domain.voting.methods.result import ElectionResult, Step
from ecar_governance.domain.voting.methods.rules import Debian


def concorde(
    rule: Debian, options: Sequence[Option], pile: Pile, ballot: int, breaker: Breaker
) -> ElectionResult:
    """The whole of the first A.6; one option wins, which may be the default option."""
    stand = [option for option in options if not option.withdrawn]
    names = pile.names
    prefers = preferences(pile)
    size = range(len(names))
    # A.6(7): the papers for an option with a supermajority are divided by its ratio before comparing.
    weighed = [[prefers[a][b] / stand[a].ratio for b in size] for a in size]
    dominated = [a for a in size if any(weighed[b][a] > weighed[a][b] for b in size)]
    left = [a for a in size if a not in dominated]
    steps: list[Step] = []
    if not left:
        steps.append(Step("all_dominated", options=tuple(names)))
    elif dominated:
        steps.append(Step("dominated", options=tuple(names[a] for a in dominated)))
    top = [names[a] for a in left]
    if len(left) > 1:
        top, told = _eliminate(top, {option.id: option.ratio for option in stand}, pile, breaker)
        steps += told
    quorum = quorum_of(rule, pile)
    default = names.index(rule.default)
    if len(top) == 1 and top[0] != rule.default and quorum is not None:
        over = prefers[names.index(top[0])][default]
        if over < quorum:  # A.6(8): then the default option wins after all
            steps.append(
                Step("below_quorum", options=(top[0],), votes=Fraction(over), needed=Fraction(quorum))
            )
            top = [rule.default]
    return concluded(rule, names, pile, ballot, breaker, quorum, prefers, top, steps)


def _eliminate(
    left: list[str], ratios: dict[str, Fraction], pile: Pile, breaker: Breaker
) -> tuple[list[str], list[Step]]:
    """A.6(5): more than half of the first preferences wins, else the lowest is eliminated."""
    steps: list[Step] = []
    papers = [
        ([[pile.names[one] for one in group] for group in groups], times)
        for groups, times in (*pile.grouped, *((tuple((one,) for one in o), n) for o, n in pile.orders))
    ]
    while len(left) > 1:
        counts = dict.fromkeys(left, 0)
        for groups, times in papers:
            first = next((inside for group in groups if (inside := [o for o in group if o in counts])), [])
            if len(first) == 1:
                counts[first[0]] += times
        votes = {one: counts[one] / ratios[one] for one in left}
        half = Fraction(sum(counts.values()), 2)
        best = [one for one in left if votes[one] > half]
        if best:
            return best, steps
        low = min(votes.values())
        out, told = one_of([one for one in left if votes[one] == low], (), breaker, favoured=False, votes=low)
        if out is None:
            return left, steps
        steps += [*told, Step("excluded", options=(out,), votes=low)]
        left = [one for one in left if one != out]
    return left, steps
