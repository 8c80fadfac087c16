"""How far a verdict is from the other one: of a vote that is over, and of typed numbers for those who prepare
one. Never of a vote under way.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec import Struct
from msgspec.structs import replace

from ecar_governance.domain.voting import phrases as p
from ecar_governance.domain.voting.explain import NAMELESS, Sentence, explain, place_of
from ecar_governance.domain.voting.judge import decide_outcome
from ecar_governance.domain.voting.numerals import figure
from ecar_governance.domain.voting.papers import Counts, Tally
from ecar_governance.domain.voting.rule import VoteRule
from ecar_governance.domain.voting.verdict import Outcome


class WhatIf(Struct, frozen=True):
    """The outcome and how far it is from the other one.

    Every vote is one by itself, a seat's own and those it holds by proxy alike. `missing`: the fewest further
    votes for, from those who have not voted (silent or away), that would carry what is lost; None when none
    would. `turned`: the fewest votes against that, had they been for, would carry it; None
    when none would. `spare`: the most votes for that might have gone against with it still carried; None when
    it is lost.
    """

    outcome: Outcome
    missing: int | None
    turned: int | None
    spare: int | None
    sentences: tuple[Sentence, ...]


def what_if(
    rule: VoteRule,
    counted: Counts | Tally,
    *,
    called: Mapping[str, str | dict[str, str]] = NAMELESS,
    quorum_asked: bool = False,
) -> WhatIf:
    """Judges typed counts and measures the distance to the opposite verdict.

    Where chambers, weights or the consent of members decide, no one number measures it: `missing`, `turned`
    and `spare` are None, and the sentences tell each majority by itself.

    Args:
        rule: the rule; of a lot nothing is drawn, and equal votes reject.
        counted: counts by heads; a tally where the rule asks for more.
        called: how chambers and members are called; by their ids, where not given.
        quorum_asked: that a member asked for the quorum to be checked.

    Raises:
        InvalidInput: when the counts contradict each other (see `checks.check_counts`), or the rule asks for
            more than was given.
    """
    rule = _without_lot(rule)
    outcome = decide_outcome(rule, counted, quorum_asked=quorum_asked)
    told = [one for one in explain(rule, outcome, called=called) if one.kind != "obtained"]
    if outcome.lines or outcome.consents:
        apart = _by_majority(outcome, called) if outcome.quorate else ()
        return WhatIf(outcome, None, None, None, (*told, *_apart(outcome, apart)))
    counts, asked = outcome.counts, quorum_asked
    missing = None if outcome.carried else _missing(rule, counts, asked=asked)
    turned = None if outcome.carried else _turned(rule, counts, asked=asked)
    spare = _spare(rule, counts, asked=asked) if outcome.carried else None
    margin = _apart(outcome, _told(missing, turned, spare))
    return WhatIf(outcome, missing, turned, spare, (*told, *margin))


def would_change(
    rule: VoteRule, outcome: Outcome, *, called: Mapping[str, str | dict[str, str]] = NAMELESS
) -> tuple[Sentence, ...]:
    """What would have changed the verdict of a vote: by how many votes it stood or fell.

    Where chambers or weights decide, or the consent of named members, each majority is told by itself.
    Nothing is told of what was adopted without a vote, of what is not decided yet, of a poll, nor of an
    election, whose own explanation has it.

    Args:
        rule: the rule the vote was held under.
        outcome: what `judge.decide_outcome` gave.
        called: how chambers are called; by their ids, where not given.
    """
    apart = rule.election is not None or rule.indicative
    if outcome.obtained == "without_vote" or not outcome.settled or apart:
        return ()
    if outcome.lines or outcome.consents:
        return _apart(outcome, _by_majority(outcome, called)) if outcome.quorate else ()
    rule, counts = _without_lot(rule), outcome.counts
    asked = outcome.quorum is not None and outcome.quorum.checked
    if not outcome.carried:
        told = _told(_missing(rule, counts, asked=asked), _turned(rule, counts, asked=asked), None)
        return _apart(outcome, told)
    # Where the chair or the lot decided, one vote for that goes against is too many.
    by_votes = outcome.decided_by == "majority"
    return _apart(outcome, _told(None, None, _spare(rule, counts, asked=asked) if by_votes else 0))


def _apart(outcome: Outcome, told: tuple[Sentence, ...] | list[Sentence]) -> tuple[Sentence, ...]:
    """Where seats were represented, it is said too that a margin is one of votes, not of hands."""
    represented = outcome.counts.represented
    if not (told and represented):
        return tuple(told)
    return (*told, Sentence("what_if", p.PROXIES_APART, {"represented": represented}))


def _told(missing: int | None, turned: int | None, spare: int | None) -> tuple[Sentence, ...]:
    if spare is not None:
        return (Sentence("what_if", p.WOULD_STAND, {"spare": spare}),)
    told = [] if missing is None else [Sentence("what_if", p.WOULD_CARRY, {"missing": missing})]
    if turned is not None:
        told.append(Sentence("what_if", p.WOULD_TURN, {"turned": turned}))
    return tuple(told) or (Sentence("what_if", p.CANNOT_CARRY),)


def _by_majority(outcome: Outcome, called: Mapping[str, str | dict[str, str]]) -> tuple[Sentence, ...]:
    told: list[Sentence] = []
    for test in outcome.tests:
        for way in test.ways:
            told += [] if way is test else [Sentence("what_if", p.OR_INSTEAD)]
            place = place_of(way.majority, called, beside=test.majority)
            told += [replace(one, kind="what_if") for one in place]
            if way.passed:
                told.append(Sentence("what_if", p.TO_SPARE, {"spare": figure(way.spare)}))
            else:
                told.append(Sentence("what_if", p.LACKING, {"missing": figure(-way.spare)}))
    return tuple(told)


def _without_lot(rule: VoteRule) -> VoteRule:
    """A lot is drawn once, of the vote itself: a question of numbers draws none."""
    return replace(rule, tie="rejected") if rule.tie == "lot" else rule


def _missing(rule: VoteRule, counts: Counts, *, asked: bool = False) -> int | None:
    taking_part = counts.present + counts.represented - counts.recused_present
    silent = taking_part - counts.cast
    away = max(0, counts.not_voted - counts.recused - silent)

    def tried(more: int, coming: int) -> Outcome:
        cast, present = counts.cast + more, counts.present + coming
        after = replace(
            counts, for_=counts.for_ + more, cast=cast, not_voted=counts.not_voted - more, present=present
        )
        return decide_outcome(rule, after, quorum_asked=asked)

    def carried(more: int) -> bool:
        # Those who come raise the base of a majority of the present: so few of them as the quorum needs.
        fewest, most = max(0, more - silent), min(more, away)

        def quorate(further: int) -> bool:
            return tried(more, fewest + further).quorate

        further = 0 if quorate(0) else _first(quorate, most - fewest)
        return further is not None and tried(more, fewest + further).carried

    return _first(carried, counts.not_voted - counts.recused)


def _turned(rule: VoteRule, counts: Counts, *, asked: bool = False) -> int | None:
    def carried(turned: int) -> bool:
        tried = replace(counts, for_=counts.for_ + turned, against=counts.against - turned)
        return decide_outcome(rule, tried, quorum_asked=asked).carried

    return _first(carried, counts.against)


def _spare(rule: VoteRule, counts: Counts, *, asked: bool = False) -> int:
    def lost(turned: int) -> bool:
        tried = replace(counts, for_=counts.for_ - turned, against=counts.against + turned)
        return not decide_outcome(rule, tried, quorum_asked=asked).carried

    return (_first(lost, counts.for_) or counts.for_ + 1) - 1


def _first(holds: Callable[[int], bool], most: int) -> int | None:
    """The least number from 1 to `most` for which it holds; it holds for all above one for which it does,
    since a vote more for never loses what was carried."""
    if most < 1 or not holds(most):
        return None
    low, high = 0, most
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high
