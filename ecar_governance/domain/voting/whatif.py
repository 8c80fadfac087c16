"""How far a verdict is from the other one: of a vote that is over, and of typed numbers for those who prepare
one. Never of a vote under way.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from ecar_governance.domain.voting import phrases as p
from ecar_governance.domain.voting.explain import explain
from ecar_governance.domain.voting.judge import decide_outcome
from ecar_governance.domain.voting.margins import first, margins_told
from ecar_governance.domain.voting.papers import Counts, Tally
from ecar_governance.domain.voting.rule import VoteRule
from ecar_governance.domain.voting.sentences import NAMELESS, Sentence
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
    and `spare` are None, and the sentences tell what each chamber, or the weights, would have had to be.

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
        apart = margins_told(rule, outcome, called) if outcome.quorate else ()
        return WhatIf(outcome, None, None, None, (*told, *_apart(outcome, apart)))
    counts, asked = outcome.counts, quorum_asked
    if outcome.carried:
        spare = _spare(rule, counts, asked=asked)
        return WhatIf(outcome, None, None, spare, (*told, *_apart(outcome, (_stands(spare),))))
    missing, turned = _missing(rule, counts, asked=asked), _turned(rule, counts, asked=asked)
    margin = _apart(outcome, _lost(rule, counts, asked=asked))
    return WhatIf(outcome, missing, turned, None, (*told, *margin))


def would_change(
    rule: VoteRule, outcome: Outcome, *, called: Mapping[str, str | dict[str, str]] = NAMELESS
) -> tuple[Sentence, ...]:
    """What would have changed the verdict of a vote: by how many votes it stood or fell.

    Where chambers or weights decide, or the consent of named members, see `margins`.
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
        return _apart(outcome, margins_told(rule, outcome, called)) if outcome.quorate else ()
    rule, counts = _without_lot(rule), outcome.counts
    asked = outcome.quorum is not None and outcome.quorum.checked
    if not outcome.carried:
        return _apart(outcome, _lost(rule, counts, asked=asked))
    # Where the chair or the lot decided, one vote for that goes against is too many.
    by_votes = outcome.decided_by == "majority"
    return _apart(outcome, (_stands(_spare(rule, counts, asked=asked) if by_votes else 0),))


def _apart(outcome: Outcome, told: tuple[Sentence, ...]) -> tuple[Sentence, ...]:
    """Where seats were represented, it is said too that a margin is one of votes, not of hands."""
    represented = outcome.counts.represented
    if not (told and represented):
        return told
    return (*told, Sentence("what_if", p.PROXIES_APART, {"represented": represented}))


def _stands(spare: int) -> Sentence:
    return Sentence("what_if", p.WOULD_STAND, {"spare": spare})


def _lost(rule: VoteRule, counts: Counts, *, asked: bool) -> tuple[Sentence, ...]:
    """What would have adopted it: votes of those who had not voted, votes turned, or only both."""
    missing, turned = _missing(rule, counts, asked=asked), _turned(rule, counts, asked=asked)
    told = [] if missing is None else [Sentence("what_if", p.WOULD_CARRY, {"missing": missing})]
    if turned is not None:
        told.append(Sentence("what_if", p.WOULD_TURN, {"turned": turned}))
    if told:
        return tuple(told)
    every = replace(counts, for_=counts.for_ + counts.against, against=0)
    both = _missing(rule, every, asked=asked) is not None
    return (Sentence("what_if", p.TOGETHER if both else p.CANNOT_CARRY),)


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

        further = 0 if quorate(0) else first(quorate, most - fewest)
        return further is not None and tried(more, fewest + further).carried

    return first(carried, counts.not_voted - counts.recused)


def _turned(rule: VoteRule, counts: Counts, *, asked: bool = False) -> int | None:
    def carried(turned: int) -> bool:
        tried = replace(counts, for_=counts.for_ + turned, against=counts.against - turned)
        return decide_outcome(rule, tried, quorum_asked=asked).carried

    return first(carried, counts.against)


def _spare(rule: VoteRule, counts: Counts, *, asked: bool = False) -> int:
    def lost(turned: int) -> bool:
        tried = replace(counts, for_=counts.for_ - turned, against=counts.against + turned)
        return not decide_outcome(rule, tried, quorum_asked=asked).carried

    return (first(lost, counts.for_) or counts.for_ + 1) - 1
