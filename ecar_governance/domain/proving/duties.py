"""Separation of duties that leaves nobody: who could act, against whom is barred and how many are asked for.

Some roles are held by one person alone. Where all of a transition's roles are such, it is known how many
people there are for it at most, and a small search tells whether any choice of people does: each transition
that is looked at takes as many as it asks for, and nobody whom it bars. Of two offices it is supposed that
two people hold them, so what is said here is so whoever holds them; unless an office passes to somebody else
while the case is under way. That a session has one chair and a seat one holder is held by the core. Nothing
keeps a second president from having a mandate (while one hands over to the next, there may be two), so what
rests on such an office being held once is a warning.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Literal

from ecar_governance.domain.flaws import Flaw, Severity
from ecar_governance.domain.proving.judging import Judge
from ecar_governance.domain.workflow import Invariant, MandateKind, Point, Role, Transition, Workflow

ONE_HOLDER: frozenset[MandateKind] = frozenset({"president", "secretary_general"})
"""Offices that one person holds at a time, one after the other (`mandate.office_held`)."""

OF_ONE_SESSION: frozenset[MandateKind] = frozenset({"session_chair", "session_secretary"})
"""Offices that one person holds in a session (`mandate.session_office_held`)."""

OF_ONE_SEAT: frozenset[MandateKind] = frozenset({"rector", "acting_rector"})
"""Who holds the seat of an institution, one at a time (`mandate.seat_held`)."""

Slots = frozenset[str]
"""People who are known to be one person each, by what they are."""


def duties(judge: Judge) -> Iterator[Flaw]:
    """The flaws, in the order of the transitions."""
    workflow = judge.workflow
    rules = sorted(workflow.transitions.values(), key=lambda one: (one.rank, one.name))
    for rule in rules:
        if rule.trigger != "person":
            continue
        slots = people_of(workflow, rule)
        if slots is not None and len(slots) < rule.approvals:
            count = "one person" if len(slots) == 1 else f"{len(slots)} people"
            message = f"{rule.name!r} asks for {rule.approvals} people, and there can be {count} for it."
            path = ("transitions", rule.name, "approvals")
            fix = "ask for fewer, or name a further role in `by`"
            severity: Severity = "warning" if _of_office(workflow, [rule.name]) else "error"
            yield Flaw("duty.approvals", message, path, fix, rule.line, severity)
        elif slots is not None:
            yield from _barred(judge, rule, "same_person_as")
        yield from _barred(judge, rule, "same_institution_as")


def _barred(judge: Judge, rule: Transition, by: str) -> Iterator[Flaw]:
    """Whether these prohibitions leave nobody: surely, or where the case has taken some way."""
    named = _named(rule, by)
    if not named or _slots(judge.workflow, rule, by) is None:
        return
    before = _Before(judge)
    earlier = _earlier(judge.workflow, rule, by, before)
    if _possible(judge.workflow, rule, by, {(rule.name, one) for one in named} | earlier):
        return
    sure = {(rule.name, one) for one in named if before.always(rule.name, one)}
    sure |= {(later, one) for later, one in earlier if before.always(rule.name, later)}
    told = {name for pair in {(rule.name, one) for one in named} | earlier for name in pair}
    unsure = _possible(judge.workflow, rule, by, sure)
    place = next(index for index, call in enumerate(rule.forbid) if call.name == by)
    taken = " and ".join(named)
    message = f"Nobody can do {rule.name!r}: whoever could is barred, having done {taken}."
    if unsure:
        message = f"Nobody can do {rule.name!r} once {taken} was done: whoever could is barred."
    path = ("transitions", rule.name, "forbid", str(place))
    fix = "name a further role in `by`, or bar fewer"
    severity: Severity = "warning" if unsure or _of_office(judge.workflow, told) else "error"
    yield Flaw("duty.everybody", message, path, fix, rule.line, severity)


def _of_office(workflow: Workflow, rules: Iterable[str]) -> bool:
    """Whether one of them is for the holder of an office that is only supposed to have one."""
    roles = {role for name in rules for role in workflow.transitions[name].by}
    return any(not ONE_HOLDER.isdisjoint(workflow.roles[role].mandates) for role in roles)


class _Before:
    """What has surely been done before something else, as the walks show; not known where one is cut."""

    def __init__(self, judge: Judge) -> None:
        self._judge = judge
        self._known: dict[tuple[str, str, str], bool] = {}

    def always(self, later: str, earlier: str) -> bool:
        """Whether the one is never taken before the other was."""
        return later != earlier and self._holds("never_without", later, earlier)

    def for_good(self, later: str, earlier: str) -> bool:
        """Whether the other, besides, is never taken again, so that who took it last stays the same."""
        return self.always(later, earlier) and self._holds("never_after", earlier, later)

    def _holds(self, rule: Literal["never_without", "never_after"], point: str, other: str) -> bool:
        asked = (rule, point, other)
        if asked not in self._known:
            points = Point("transition", point), Point("transition", other)
            found = self._judge.judge(Invariant(rule, *points))
            self._known[asked] = not found.broken and not found.cut
        return self._known[asked]


def _named(rule: Transition, by: str) -> list[str]:
    """The transitions whose takers the rule bars, each once."""
    return list(dict.fromkeys(str(call.params["transition"]) for call in rule.forbid if call.name == by))


def _earlier(workflow: Workflow, rule: Transition, by: str, before: _Before) -> set[tuple[str, str]]:
    """Which transition barred those who had done which other one, of all that surely came before the rule or
    before what it bars: who did the other one is known to be somebody else for good."""
    found: set[tuple[str, str]] = set()
    waiting = [rule.name, *_named(rule, by)]
    waiting += [
        name
        for name, other in workflow.transitions.items()
        if _named(other, by) and _slots(workflow, other, by) is not None and before.always(rule.name, name)
    ]
    for later in waiting:
        for one in _named(workflow.transitions[later], by) if later != rule.name else ():
            if (later, one) not in found and before.for_good(later, one):
                found.add((later, one))
                waiting.append(one)
    return found


def _possible(workflow: Workflow, rule: Transition, by: str, bars: set[tuple[str, str]]) -> bool:
    """Whether some choice of people for the rule, and for everything in `bars`, keeps to all of them. Where
    anybody will do, somebody is found."""
    chain = sorted({name for pair in bars for name in pair} - {rule.name})
    left = [rule.name, *(one for one in chain if _slots(workflow, workflow.transitions[one], by) is not None)]
    # Who did it the time before is somebody else.
    again = [one for one in left if (one, one) in bars]
    return _choice(workflow, by, left + again, [], bars)


def _choice(
    workflow: Workflow,
    by: str,
    left: list[str],
    took: list[tuple[str, Slots]],
    bars: set[tuple[str, str]],
) -> bool:
    if not left:
        return True
    name, rule = left[0], workflow.transitions[left[0]]
    slots = _slots(workflow, rule, by) or frozenset()
    against: Slots = frozenset().union(
        *(theirs for other, theirs in took if not bars.isdisjoint({(name, other), (other, name)}))
    )
    count = rule.approvals if by == "same_person_as" else 1
    return any(
        _choice(workflow, by, left[1:], [*took, (name, frozenset(picked))], bars)
        for picked in combinations(sorted(slots - against), count)
    )


def _slots(workflow: Workflow, rule: Transition, by: str) -> Slots | None:
    """Who may do it, None where that may be anybody."""
    if rule.trigger != "person":
        return None
    return people_of(workflow, rule) if by == "same_person_as" else _institutions_of(workflow, rule)


def people_of(workflow: Workflow, rule: Transition) -> Slots | None:
    """The people who can take the rule, None where there may be any number of them."""
    return _all_of(_people(workflow, workflow.roles[name]) for name in rule.by)


def _institutions_of(workflow: Workflow, rule: Transition) -> Slots | None:
    """The institutions for which the rule can be taken, None where it may be any."""
    return None if rule.delegable else _all_of(_institution(workflow, workflow.roles[n]) for n in rule.by)


def _all_of(found: Iterable[Slots | None]) -> Slots | None:
    every: Slots = frozenset()
    for one in found:
        if one is None:
            return None
        every |= one
    return every or None


def _people(workflow: Workflow, role: Role) -> Slots | None:
    kinds = frozenset(role.mandates)
    if role.scope == "field" and workflow.fields[role.field].kind == "person":
        return frozenset({f"person {role.field}"})
    institution = _institution(workflow, role)
    found: set[str] = set()
    for kind in kinds:
        if kind in ONE_HOLDER:
            found.add(kind)
        elif role.scope == "case_session" and kind in OF_ONE_SESSION:
            found.add(f"{kind} of the session")
        elif institution is not None and kind in OF_ONE_SEAT:
            found.update(f"head of {one}" for one in institution)
        else:
            return None
    return frozenset(found)


def _institution(workflow: Workflow, role: Role) -> Slots | None:
    if role.scope == "case_institution":
        return frozenset({"the case"})
    if role.scope == "field" and workflow.fields[role.field].kind == "institution":
        return frozenset({f"field {role.field}"})
    return None
