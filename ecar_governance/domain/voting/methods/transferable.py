"""The single transferable vote in the Scottish variant: Scottish Local Government Elections Order 2007
(SSI 2007/42), schedule 1, rules 45 to 52. A comment names the rule that the line follows.

Votes are integers of a hundred-thousandth (`ONE`), since the Order reckons a transfer value to five decimal
places and ignores the rest (rule 48(3)). Nothing is rounded up anywhere.
"""

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
from ecar_governance.domain.voting.methods.rules import TransferableVote

ONE = 10**5
"""What one vote is in the integers of this module: five decimal places."""

_Heap = tuple[tuple[int, ...], int, int, int]
"""Papers alike: preferences as numbers of options, the place of the one who holds them, how many, and what
each was worth when received."""


def transfer(rule: TransferableVote, pile: Pile, ballot: int, breaker: Breaker) -> ElectionResult:
    """Counts the papers by stages until every seat is filled, or equals stop it that nothing tells apart."""
    return _Count(rule, pile, ballot, breaker).run()


class _Count:
    """One count under way; `run` is the whole of it."""

    def __init__(
        self,
        rule: TransferableVote,
        pile: Pile,
        ballot: int,
        breaker: Breaker,
    ) -> None:
        self.rule, self.pile, self.ballot, self.breaker = rule, pile, ballot, breaker
        self.names = pile.names
        self.quota = pile.counts.valid // (rule.seats + 1) + 1  # rule 46
        self.continuing = dict.fromkeys(self.names, True)
        self.elected: list[str] = []
        self.surplus: list[str] = []
        self.rounds: list[Round] = []
        self.history: list[dict[str, int]] = []
        self.heaps: list[list[_Heap]] = [[] for _ in self.names]
        # Rule 45: the first stage, by first preferences.
        for order, times in pile.orders:
            self.heaps[order[0]].append((order, 0, times, ONE))
        self.votes = {
            one: ONE * sum(heap[2] for heap in self.heaps[place]) for place, one in enumerate(self.names)
        }

    def run(self) -> ElectionResult:
        """The stages, one after the other."""
        steps: tuple[Step, ...] = ()
        tied: tuple[str, ...] = ()
        while self.pile.counts.valid:
            steps = (*steps, *self.elect_by_quota())
            going = [one for one in self.names if self.continuing[one]]
            vacancies = self.rule.seats - len(self.elected)
            if vacancies and len(going) <= vacancies:
                steps = (*steps, *self.elect_last(going))
                vacancies = 0
            self.end_stage(steps)
            if not vacancies:
                break
            steps, tied = self.next_stage(going)
            if tied:
                self.end_stage(steps)
                break
        return self.result(tied)

    def elect_by_quota(self) -> list[Step]:
        """Rule 47: whoever has the quota is elected, the most votes first."""
        reached = [one for one in self.names if self.continuing[one] and self.votes[one] >= self.quota * ONE]
        for one in sorted(reached, key=lambda one: -self.votes[one]):
            self.take_seat(one)
            if self.votes[one] > self.quota * ONE:
                self.surplus.append(one)
        return [
            Step("elected", options=(one,), votes=exact(self.votes[one]), needed=Fraction(self.quota))
            for one in self.elected[len(self.elected) - len(reached) :]
        ]

    def elect_last(self, going: list[str]) -> list[Step]:
        """Rule 52: as many vacancies as continuing candidates, or more; no further transfer is made."""
        last = sorted(going, key=lambda one: -self.votes[one])
        for one in last:
            self.take_seat(one)
        self.surplus.clear()
        return [Step("elected_last", options=tuple(last))] if last else []

    def take_seat(self, one: str) -> None:
        """Elected: no longer a continuing candidate."""
        self.elected.append(one)
        self.continuing[one] = False

    def next_stage(self, going: list[str]) -> tuple[tuple[Step, ...], tuple[str, ...]]:
        """A surplus passes on, or the lowest is excluded; gives the steps, and equals that stop the count."""
        if self.surplus:
            # Rule 49(1): the highest surplus first; (2), (3): equals by an earlier stage, then by lot.
            most = max(self.votes[one] for one in self.surplus)
            equals = [one for one in self.names if one in self.surplus and self.votes[one] == most]
            one, told = self.told_apart(equals, favoured=True, votes=most)
            if one is None:
                return told, tuple(equals)
            self.surplus.remove(one)
            return (*told, self.pass_surplus(one)), ()
        # Rule 50(1): the lowest is excluded; rule 51: equals by an earlier stage, then by lot.
        least = min(self.votes[one] for one in going)
        equals = [one for one in going if self.votes[one] == least]
        one, told = self.told_apart(equals, favoured=False, votes=least)
        if one is None:
            return told, tuple(equals)
        self.continuing[one] = False
        out = Step("excluded", options=(one,), votes=exact(least))
        if len(going) - 1 <= self.rule.seats - len(self.elected):
            return (*told, out), ()  # rule 52(2): the last vacancies are filled without a transfer
        return (*told, out, self.pass_on(one)), ()

    def told_apart(
        self, equals: list[str], *, favoured: bool, votes: int
    ) -> tuple[str | None, tuple[Step, ...]]:
        """One of equals, by the stages before this one, then as the rule says."""
        return one_of(equals, self.history[:-1], self.breaker, favoured=favoured, votes=exact(votes))

    def pass_surplus(self, one: str) -> Step:
        """Rule 48: every paper goes on at surplus x its value / votes, cut off after five places."""
        total = self.votes[one]
        over = total - self.quota * ONE
        step = self.move(one, over, over, total)
        self.votes[one] = self.quota * ONE
        return step

    def pass_on(self, one: str) -> Step:
        """Rule 50(2) to (4): the papers of the excluded go on at the value at which they came."""
        step = self.move(one, self.votes[one], 1, 1)
        self.votes[one] = 0
        return step

    def move(self, one: str, worth: int, multiplied: int, divided: int) -> Step:
        """Every paper of `one` to its next available preference, at its value times a fraction."""
        place = self.names.index(one)
        goes = [self.continuing[name] for name in self.names]
        papers = [0] * len(self.names)
        gained = [0] * len(self.names)
        exhausted = 0
        heaps = self.heaps
        values: dict[int, int] = {}
        for order, at, times, value in heaps[place]:
            new = values.get(value)
            if new is None:
                new = values[value] = value * multiplied // divided
            for nxt in range(at + 1, len(order)):
                to = order[nxt]
                if goes[to]:
                    heaps[to].append((order, nxt, times, new))
                    papers[to] += times
                    gained[to] += times * new
                    break
            else:
                exhausted += times * new
        heaps[place] = []
        passed = []
        for to, name in enumerate(self.names):
            if papers[to]:
                self.votes[name] += gained[to]
                passed.append(Passed(name, papers[to], exact(gained[to])))
        return Step(
            "surplus" if multiplied != divided else "passed_on",
            options=(one,),
            votes=exact(worth),
            against=exact(divided) if multiplied != divided else None,
            passed=tuple(passed),
            exhausted=exact(exhausted),
            cut=exact(worth - exhausted - sum(gained)),
        )

    def end_stage(self, steps: tuple[Step, ...]) -> None:
        """Writes the stage down."""
        held = tuple(
            Standing(one, exact(self.votes[one]), exact(self.votes[one] - self.quota * ONE))
            for one in self.names
            if self.votes[one] or self.continuing[one] or one in self.elected
        )
        self.rounds.append(Round(len(self.rounds) + 1, steps, held))
        self.history.append(dict(self.votes))

    def result(self, tied: tuple[str, ...]) -> ElectionResult:
        """The whole count."""
        valid = self.pile.counts.valid
        open_ = self.rule.seats - len(self.elected)
        decided: DecidedBy
        if tied:
            decided = self.breaker.left
        elif not self.names:
            decided = "no_candidates"
        elif not valid:
            decided = "no_votes"
        else:
            decided = "places_unfilled" if open_ else self.breaker.how or "votes"
        going = tuple(one for one in self.names if self.continuing[one])
        return ElectionResult(
            method="single_transferable_vote",
            ballot=self.ballot,
            seats=self.rule.seats,
            elected=tuple(self.elected),
            open=open_,
            decided_by=decided,
            counts=self.pile.counts,
            needed=Needed(valid, Fraction(valid, self.rule.seats + 1), self.quota),
            rounds=tuple(self.rounds),
            onward=going if decided == "next_ballot" else (),
            tied=tied,
            lot=self.breaker.lot,
        )


def exact(votes: int) -> Fraction:
    """Hundred-thousandths as the exact number of votes."""
    return Fraction(votes, ONE)
