"""What an invariant watches a walk for: its points, in the order in which they happen within one transition.

A transition follows its trigger, then is taken, then enters states (outer ones first, an outcome with its
state), then does its effects in order.
"""

from __future__ import annotations

from collections.abc import Iterator

from ecar_governance.domain.proving.system import Take, Takes
from ecar_governance.domain.proving.walking import BROKEN, OVER
from ecar_governance.domain.voting.rule import VoteRule
from ecar_governance.domain.workflow import Call, Invariant, Point, Transition, Workflow

BY_SEVERAL = ("signatures_complete",)
"""Triggers that two people must bring about: nobody signs a document twice."""

OF_ONE_INSTITUTION = frozenset({"rector", "acting_rector", "vice_rector", "written_authority", "assistant"})
"""Kinds of mandates for an institution; one person acts for one."""


def points(workflow: Workflow, take: Take) -> Iterator[tuple[str, str]]:
    """Everything that happens with the take, in order."""
    rule = workflow.transitions.get(take.rule)
    if rule is not None:
        yield "trigger", rule.trigger
        yield "transition", rule.name
    for name in take.entered:
        yield "state", name
        if outcome := workflow.states[name].outcome:
            yield "outcome", outcome
    for call in rule.effects if rule is not None else ():
        yield "effect", call.name


def decides(rule: VoteRule) -> bool:
    """Whether a vote by this rule cannot be carried by a few who happen to be there: it has a quorum, or a
    majority of all who are entitled. An indicative poll decides nothing."""
    if rule.indicative:
        return False
    always = rule.quorum is not None and rule.quorum.checked == "always"
    return always or any(all(way.of == "entitled" for way in one.ways) for one in rule.majorities)


class Watch:
    """Watches `point`, and `other` where the rule has one."""

    def __init__(self, workflow: Workflow, invariant: Invariant) -> None:
        self._workflow = workflow
        self._rule = invariant.rule
        self._point = _pair(invariant.point)
        self._other = _pair(invariant.other)
        self.width = 1 if self._rule in ("never_after", "always_before", "quorum_for") else 0

    def watches(self, take: Take) -> bool:
        """Whether one of the points, or a vote that counts, happens with it."""
        if self._rule == "quorum_for" and self._settles(take) is not None:
            return True
        return not take.rule or any(one in (self._point, self._other) for one in points(self._workflow, take))

    def after(self, state: int, takes: Takes) -> int:
        """See `walking.Monitor`."""
        for take in takes:
            settled = self._settles(take) if self._rule == "quorum_for" else None
            state = state if settled is None else int(settled)
            for one in points(self._workflow, take):
                state = self._at(state, one)
                if state < 0:
                    return state
        return state

    def _at(self, state: int, one: tuple[str, str]) -> int:
        point, other = one == self._point, one == self._other
        match self._rule:
            case "never_without":
                return BROKEN if point else OVER if other else state
            case "never_after":
                return BROKEN if point and state else state | other
            case "always_before":
                if other and not state:
                    return BROKEN
                return 1 if point else 0 if other else state
            case "quorum_for":
                return BROKEN if point and not state else state
            case _:
                return BROKEN if point else state

    def _settles(self, take: Take) -> bool | None:
        """Whether the question stands decided with the take: True by a vote that counts, False when it is
        open again, None when nothing changes."""
        rule = self._workflow.transitions.get(take.rule)
        vote = self._workflow.states[take.source].vote if take.source else None
        if rule is not None and rule.trigger == "vote_carried" and vote is not None:
            return not vote.division and decides(vote.rule)
        entered = [self._workflow.states[name] for name in take.entered]
        return False if any(one.editable or one.vote is not None for one in entered) else None


class Alone:
    """Watches how far one person gets from `other` towards `point`.

    From `other` on every act of a person is theirs for as long as that can be: it needs no second approval,
    and no prohibition bars them. Anybody may hold any roles together. Where somebody else is needed it is all
    over, until `other` happens anew.
    """

    def __init__(self, workflow: Workflow, invariant: Invariant) -> None:
        self._workflow = workflow
        self._to = _pair(invariant.point)
        self._from = _pair(invariant.other)
        named = dict.fromkeys(
            str(call.params["transition"])
            for rule in workflow.transitions.values()
            for call in rule.forbid
            if "transition" in call.params
        )
        self._taken = {name: 4 << at for at, name in enumerate(named)}
        self.width = 2 + len(self._taken)

    def watches(self, take: Take) -> bool:
        """Every one: who acts matters wherever it is."""
        return True

    def after(self, state: int, takes: Takes) -> int:
        """See `walking.Monitor`: 1 while they are alone, 2 when the way begins with drafting the case, and a
        bit for each transition that they were the last to take."""
        for take in takes:
            rule = self._workflow.transitions.get(take.rule)
            if state & 1 and rule is not None:
                state = self._noted(state, rule) if self._possible(state, rule, take.source) else state & 2
            for one in points(self._workflow, take):
                if one == self._to and state & 1:
                    return BROKEN
                if one == self._from:
                    state = 1 | state & 2 | 2 * (rule is None)
                    if rule is not None and one[0] in ("transition", "effect") and rule.trigger == "person":
                        state = self._noted(state, rule)
        return state

    def _noted(self, state: int, rule: Transition) -> int:
        bit = self._taken.get(rule.name, 0)
        return state | bit if rule.trigger == "person" else state & ~bit

    def _possible(self, state: int, rule: Transition, source: str) -> bool:
        """Whether nobody else is needed for it."""
        if rule.trigger in BY_SEVERAL or rule.approvals > 1:
            return False
        vote = self._workflow.states[source].vote
        if rule.trigger == "vote_carried" and vote is not None:
            return not decides(vote.rule)
        for call in rule.forbid:
            mine = state & self._taken.get(str(call.params.get("transition", "")), 0)
            if call.name == "same_person_as" and mine:
                return False
            if call.name == "drafter" and state & 2:
                return False
            if call.name == "same_institution_as" and mine and self._bound(rule, call):
                return False
        return True

    def _bound(self, rule: Transition, call: Call) -> bool:
        """Whether the rule and the one that the prohibition names are both taken for an institution, whoever
        takes them."""
        roles = [*rule.by, *self._workflow.transitions[str(call.params["transition"])].by]
        mandates = {kind for name in roles for kind in self._workflow.roles[name].mandates}
        return mandates <= OF_ONE_INSTITUTION


def _pair(point: Point | None) -> tuple[str, str]:
    return ("", "") if point is None else (point.what, point.name)
