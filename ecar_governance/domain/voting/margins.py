"""By how much a verdict stood or fell where chambers, weights or consents decide: what would have changed it.

Each majority is tried with more votes for, or with votes turned, until it is met. Where one may do in place
of another, every choice of ways is an answer of its own; one that asks for more than another is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from itertools import product
from math import floor

from msgspec.structs import replace

from ecar_governance.domain.voting import phrases as p
from ecar_governance.domain.voting import phrases_apart as apart
from ecar_governance.domain.voting.explain_counts import listed
from ecar_governance.domain.voting.judge import tied_way
from ecar_governance.domain.voting.measuring import Number, majority_test, silent_of
from ecar_governance.domain.voting.numerals import figure
from ecar_governance.domain.voting.papers import Line, Numbers, Tally, Weights
from ecar_governance.domain.voting.rule import VoteRule
from ecar_governance.domain.voting.sentences import Params, Sentence
from ecar_governance.domain.voting.thresholds import Counting, Majority
from ecar_governance.domain.voting.verdict import Outcome

Called = Mapping[str, str | dict[str, str]]
Place = tuple[str, Counting]
Answer = dict[Place, Number]
"""How many votes, or what weight of them, in each chamber: all of it together."""

CARRY = (p.WOULD_CARRY, apart.CARRY_WEIGHT, apart.CARRY_BOTH)
TURN = (p.WOULD_TURN, apart.TURN_WEIGHT, apart.TURN_BOTH)
STAND = (p.WOULD_STAND, apart.STAND_WEIGHT, apart.STAND_BOTH)
EACH = (apart.OF_VOTES, apart.OF_WEIGHT, apart.OF_BOTH)


def first(holds: Callable[[int], bool], most: int) -> int | None:
    """The least number from 1 to `most` for which it holds; it holds for all above one for which it does,
    since a vote more for never loses what was carried."""
    if most < 1 or not holds(most):
        return None
    low, high = 0, most
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high


def margins_told(rule: VoteRule, outcome: Outcome, called: Called) -> tuple[Sentence, ...]:
    """What would have changed the verdict of a vote that had its quorum: how far each of its majorities was
    from the other side, in votes or weight, chamber by chamber; and whose consent was missing."""
    if outcome.carried:
        # Where the chair or the lot decided, one vote for that goes against is too many.
        if outcome.decided_by != "majority":
            return (Sentence("what_if", p.WOULD_STAND, _params(0, None)),)
        return tuple(_alternatives(_margins(rule, outcome), called, STAND, None))
    withheld = tuple(dict.fromkeys(member for one in outcome.consents for member in one.withheld))
    names: Params = {"withheld": listed(withheld, called)}
    if outcome.decided_by == "consent_withheld":
        return (Sentence("what_if", apart.WITH_CONSENT, names),)
    more = _needs(rule, outcome, _more, silent_of)
    turned = _needs(rule, outcome, _turned, lambda numbers: numbers.against)
    told = [
        *_alternatives(more, called, CARRY, apart.EACH_MORE),
        *_alternatives(turned, called, TURN, apart.EACH_TURNED),
    ]
    if not told:
        both = _needs(rule, outcome, _everybody, lambda numbers: numbers.against + silent_of(numbers))
        return (Sentence("what_if", p.TOGETHER if both else p.CANNOT_CARRY),)
    return (*told, *([Sentence("what_if", apart.CONSENT_TOO, names)] if withheld else []))


def _needs(
    rule: VoteRule,
    outcome: Outcome,
    change: Callable[[Numbers, Number], Numbers],
    available: Callable[[Numbers], Number],
) -> list[Answer]:
    found: list[Answer] = []
    for ways in product(*(test.ways for test in outcome.tests)):
        answer: Answer = {}
        for majority in (way.majority for way in ways):
            place = (majority.chamber, majority.counting)
            numbers = outcome.numbers(*place)
            least = _least(rule, outcome, majority, numbers, change, available(numbers))
            if least is None:
                break
            answer[place] = max(answer.get(place, 0), least)
        else:
            found.append({place: number for place, number in answer.items() if number})
    return [one for one in _unlike(found) if not any(_within(other, one) for other in found if other != one)]


def _least(
    rule: VoteRule,
    outcome: Outcome,
    majority: Majority,
    numbers: Numbers,
    change: Callable[[Numbers, Number], Numbers],
    most: Number,
) -> Number | None:
    """The least change after which the majority is met; 0 where it is, None where none is enough."""
    if _met(rule, outcome, majority, numbers):
        return 0
    step = _step(numbers)
    found = first(
        lambda times: _met(rule, outcome, majority, change(numbers, times * step)), floor(most / step)
    )
    return None if found is None else found * step


def _margins(rule: VoteRule, outcome: Outcome) -> list[Answer]:
    """How many votes for may go against in each place, by each choice of ways that are met."""
    found: list[Answer] = []
    for ways in product(*(test.ways for test in outcome.tests)):
        answer: Answer = {}
        for majority in (way.majority for way in ways):
            place = (majority.chamber, majority.counting)
            numbers = outcome.numbers(*place)
            if not _met(rule, outcome, majority, numbers):
                break
            spare = _spare(rule, outcome, majority, numbers)
            answer[place] = min(answer.get(place, spare), spare)
        else:
            found.append(answer)
    return [one for one in _unlike(found) if not any(_wider(other, one) for other in found if other != one)]


def _spare(rule: VoteRule, outcome: Outcome, majority: Majority, numbers: Numbers) -> Number:
    step = _step(numbers)
    most = floor(numbers.for_ / step)
    lost = first(
        lambda times: not _met(rule, outcome, majority, _turned(numbers, -times * step)),
        most,
    )
    return ((most + 1 if lost is None else lost) - 1) * step


def _met(rule: VoteRule, outcome: Outcome, majority: Majority, numbers: Numbers) -> bool:
    if isinstance(numbers, Weights):
        tally = Tally(outcome.counts, (Line(majority.chamber, outcome.counts, numbers),))
    else:
        tally = Tally(numbers, (Line(majority.chamber, numbers),))
    test = majority_test(rule, replace(majority, or_=()), tally)
    return test.passed and not tied_way(rule, test, tally.numbers)


def _step(numbers: Numbers) -> Number:
    return numbers.unit if isinstance(numbers, Weights) else 1


def _more(numbers: Numbers, more: Number) -> Numbers:
    cast = numbers.cast + more
    return replace(
        numbers,
        for_=numbers.for_ + more,
        cast=cast,
        not_voted=numbers.not_voted - more,
        present=max(numbers.present, cast - numbers.represented + numbers.recused_present),
    )


def _turned(numbers: Numbers, turned: Number) -> Numbers:
    return replace(numbers, for_=numbers.for_ + turned, against=numbers.against - turned)


def _everybody(numbers: Numbers, most: Number) -> Numbers:
    """All who were against for it, and of those who were silent as many as are left."""
    turned = min(most, numbers.against)
    return _more(_turned(numbers, turned), most - turned)


def _unlike(answers: Iterable[Answer]) -> list[Answer]:
    found: list[Answer] = []
    for one in answers:
        if one not in found:
            found.append(one)
    return found


def _within(one: Answer, other: Answer) -> bool:
    """Whether what `one` asks is asked by `other`, too."""
    return all(place in other and number <= other[place] for place, number in one.items())


def _wider(one: Answer, other: Answer) -> bool:
    """Whether `one` leaves as much room everywhere as `other` does."""
    return all(place in other and number >= other[place] for place, number in one.items())


def _alternatives(
    answers: list[Answer], called: Called, alone: tuple[str, str, str], together: str | None
) -> list[Sentence]:
    told: list[Sentence] = []
    for answer in answers:
        told += [Sentence("what_if", p.OR_INSTEAD)] if told else []
        chambers = list(dict.fromkeys(chamber for chamber, _ in answer))
        each = together is not None and len(chambers) > 1
        if together is not None and each:
            told.append(Sentence("what_if", together))
        for chamber in chambers:
            if chamber:
                told.append(Sentence("what_if", p.IN_CHAMBER, {"chamber": called.get(chamber, chamber)}))
            elif len(chambers) > 1:
                told.append(Sentence("what_if", apart.EVERYBODY))
            heads, weight = answer.get((chamber, "heads")), answer.get((chamber, "weights"))
            votes, weighed, both = EACH if each else alone
            message = both if heads is not None and weight is not None else votes
            told.append(Sentence("what_if", weighed if heads is None else message, _params(heads, weight)))
    return told


def _params(heads: Number | None, weight: Number | None) -> Params:
    """A number of votes under each of the names that a sentence may call it by."""
    found: Params = {}
    if heads is not None:
        found |= dict.fromkeys(("votes", "missing", "turned", "spare"), figure(Fraction(heads)))
    if weight is not None:
        found["weight"] = figure(Fraction(weight))
    return found
