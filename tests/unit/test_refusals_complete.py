"""A refusal is complete: on random cases, granting exactly what its reasons name makes the action possible.

What a reason names is granted and nothing else: the role to somebody who lacks it, the guard's condition, the
end of a prohibition, the state, the field, the version that was seen. What an effect refuses is told beside;
once nothing else is left it is exactly what whoever looks at the case is told, too. Only what the form was
given (a count that does not add up) is found in the act alone.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from story import bundled

from ecar_governance.domain import commands as c
from ecar_governance.domain import events as e
from ecar_governance.domain import machine
from ecar_governance.domain.canonical import bytes_digest
from ecar_governance.domain.decide import decide
from ecar_governance.domain.decision import Context, Reason, Refused
from ecar_governance.domain.events import Actor
from ecar_governance.domain.evolve import evolve
from ecar_governance.domain.forbids import FORBIDS
from ecar_governance.domain.foreseeing import of_the_form
from ecar_governance.domain.guards import GUARDS, Guard
from ecar_governance.domain.options import options
from ecar_governance.domain.state import Case, Conference
from ecar_governance.domain.workflow import Transition, Workflow
from ecar_governance.rehearsal.cast import CURRENT
from ecar_governance.rehearsal.moves import begin, hall_for, moves, value_for
from ecar_governance.rehearsal.play import Play

OF_THE_PROCEDURE = ("role.", "guard.", "forbid.", "transition.", "input.", "approval.")
"""Reasons that what a procedure says gives, with those below."""
FURTHER = {"field.missing", "version.changed", "deadline.passed"}

VALUES = {
    "money": "5.00 AZN",
    "date": "2026-12-01",
    "integer": 3,
    "institution": "PARTNER",
    "person": "rector_2",
}
SHOWN: Counter[str] = Counter()
"""How often each reason, or that it is open, was shown to whoever looked."""
SEEN: Counter[str] = Counter()
"""How often each reason was granted: a property that grants nothing shows nothing."""


def of_the_procedure(reason: Reason) -> bool:
    return reason.code.startswith(OF_THE_PROCEDURE) or reason.code in FURTHER


@contextmanager
def granting(names: set[str]) -> Iterator[None]:
    """The guards and prohibitions named hold meanwhile, whatever the case is like."""

    def willing(name: str, guard: Guard) -> Guard:
        def answer(*asked: object) -> Reason | None:
            return None if name in names else guard(*asked)  # type: ignore[arg-type]

        return answer

    with pytest.MonkeyPatch.context() as patch:
        for kind, table in (("guard", GUARDS), ("forbid", FORBIDS)):
            for name, guard in list(table.items()):
                patch.setitem(table, name, willing(f"{kind}.{name}", guard))
        # A procedure keeps the guards that it was made with.
        patch.setattr(machine, "_procedures", {})
        yield


class Granted:
    """A conference in which what a refusal named has been granted, and who asks there."""

    def __init__(self, play: Play, command: c.TakeAction, actor: Actor) -> None:
        self.workflow: Workflow = play.workflow
        self.conference, self.command, self.actor = play.conference, command, actor
        self.at = play.at
        self.guards: set[str] = set()

    @property
    def case(self) -> Case:
        return self.conference.cases[self.command.case]

    def put(self, **changes: object) -> None:
        case = replace(self.case, **changes)
        self.conference = replace(self.conference, cases=self.conference.cases.insert(case.case, case))

    def grant(self, reason: Reason) -> None:
        SEEN[reason.code] += 1
        kind = reason.code.partition(".")[0]
        if kind in ("guard", "forbid"):
            self.guards.add(reason.code)
        elif reason.code == "role.missing":
            self._let_hold(reason.who[0])
        elif reason.code == "transition.not_from_here":
            self.put(state=(reason.params["sources"].split(", ")[0],), approvals=())
        elif reason.code == "field.missing":
            fields = {name: self._value(name) for name in reason.params["names"].split(", ")}
            self.put(fields={**self.case.fields, **fields})
        elif reason.code == "version.changed":
            self.command = replace(self.command, version=int(reason.params["now"]))
        elif reason.code == "approval.given_already":
            self.put(approvals=())
        else:
            raise AssertionError(f"nothing grants {reason}")

    def _value(self, name: str) -> str | int:
        field = self.workflow.fields[name]
        if field.kind == "choice":
            return field.choices[0]
        if field.kind in ("text", "markdown", "file"):
            return bytes_digest(name.encode())
        if field.kind == "resolution":
            return next(iter(self.conference.resolutions))
        return VALUES.get(field.kind, "QA")

    def _let_hold(self, name: str) -> None:
        """The actor receives a mandate that the role asks for, where it asks for it, and acts under it."""
        role = self.workflow.roles[name]
        if role.scope == "case_session" and not self.case.session:
            self.put(session=CURRENT)  # a chair is the chair of some session
        if role.scope == "case_body" and not self.case.body:
            self.put(body="QA")
        case = self.case
        named = str(case.fields.get(role.field, "PARTNER"))
        if role.scope == "field" and role.field not in case.fields:
            self.put(fields={**case.fields, role.field: named})
        place = {
            "sponsor": {"institution": case.institution},
            "case_institution": {"institution": case.institution},
            "case_body": {"body": case.body},
            "case_session": {"session": case.session},
            "body": {"body": role.body},
            "field": {"institution": named},
        }.get(role.scope, {})
        kind = next(one for one in role.mandates if not place.get("session") or one.startswith("session_"))
        granted = e.MandateGranted("m-granted", self.actor.person, kind, **place)
        self._write(granted)
        self.actor = Actor("person", self.actor.person, "m-granted", granted.institution)
        if role.scope == "sponsor" and not place.get("institution"):
            self.put(drafter=self.actor)  # drafted for no institution, it is its drafter's alone

    def _write(self, payload: e.MandateGranted) -> None:
        event = e.Event(self.conference.size, self.at, self.conference.size, self.actor, "x", payload)
        self.conference = evolve(self.conference, event)


def reasons(conference: Conference, command: c.TakeAction, context: Context) -> tuple[Reason, ...]:
    answer = decide(conference, command, context)
    return answer.reasons if isinstance(answer, Refused) else ()


def somewhere(workflow: Workflow, dice: random.Random) -> Play:
    """A case after some random steps."""
    hall = hall_for(workflow)
    play = Play(workflow, hall)
    drafter = dice.choice(["rector_1", "clerk", "secretariat"])
    begin(play, dice, hall, drafter, text=dice.choice([("az",), ("az", "en")]))
    for _ in range(dice.randint(0, 25)):
        if play.ended:
            break
        move: Callable[[], tuple[Reason, ...]] = dice.choices(*zip(*moves(play, dice, hall), strict=True))[0]
        move()
        play.settle()
    return play


@pytest.mark.parametrize("name", sorted(bundled()))
def test_the_cases_are_found_in_most_states_of_each_procedure(name: str) -> None:
    """Where cases only lay as drafts, the properties below would show little."""
    workflow = bundled()[name]
    seen = {workflow.initial}
    for seed in range(60):
        play = somewhere(workflow, random.Random(seed))
        seen |= {state for step in play.case.steps for state in step.target}
        if len(seen) * 3 >= len(workflow.states) * 2:
            return
    raise AssertionError(set(workflow.states) - seen)


@settings(max_examples=150)
@given(st.sampled_from(sorted(bundled())), st.integers(0, 10**9))
def test_granting_what_the_reasons_name_makes_it_possible(name: str, seed: int) -> None:
    workflow, dice = bundled()[name], random.Random(seed)
    play = somewhere(workflow, dice)
    if play.open_vote is not None:
        return  # nothing leaves the state of an open vote but its end, and it is nowhere else
    people = [rule for rule in workflow.transitions.values() if rule.trigger == "person"]
    rule = dice.choice(people)
    # Whoever had a hand in it already is barred more often than others.
    asker = dice.choice([*sorted(play.conference.persons), *[play.case.drafter.person, "clerk"] * 8])
    values = {field.name: value for field in rule.inputs if (value := value_for(rule, field, play, dice))}
    command = c.TakeAction(
        play.case_id,
        rule.name,
        play.case.version + dice.randint(0, 1),
        play.inputs(rule.inputs, values),
        {kind: f"{kind}-fresh" for kind in ("vote", "resolution", "case", "opinion")},
        "a key",
    )
    actor = play.actor(asker, rule.name)
    told = reasons(play.conference, command, Context(actor, play.at))
    if any(one.code.startswith("input.") for one in told):
        return  # there is nothing of the kind that could be given
    granted = Granted(play, command, actor)
    for reason in filter(of_the_procedure, told):
        granted.grant(reason)
    with granting(granted.guards):
        left = reasons(granted.conference, granted.command, Context(granted.actor, granted.at))
    with granting(granted.guards):
        looked = look(granted.workflow, granted.conference, granted.case, rule, granted.actor, granted.at)
    found = acted(rule, left)
    assert found == looked, (told, left)
    assert not any(map(of_the_procedure, left)), (told, left)


def acted(rule: Transition, told: tuple[Reason, ...]) -> set[str]:
    """What is said to whoever acts, but for what another answer in the form would mend."""
    return {reason.code for reason in told} - (of_the_form(rule) if rule.inputs else frozenset())


def look(
    workflow: Workflow, conference: Conference, case: Case, rule: Transition, actor: Actor, at: datetime
) -> set[str]:
    """What is against the rule for whoever looks at the case under the mandate of the actor."""
    mandate = conference.mandates.get(actor.mandate)
    mine = () if mandate is None else (mandate,)
    seen = options(workflow, conference, case, Context(actor, at), mine, only=rule.name)
    return {reason.code for one in seen for reason in one.reasons}


@settings(max_examples=150)
@given(st.sampled_from(sorted(bundled())), st.integers(0, 10**9))
def test_what_is_shown_as_open_is_open(name: str, seed: int) -> None:
    """And what is not, is refused: whoever looks is told what whoever acts is told."""
    workflow, dice = bundled()[name], random.Random(seed)
    play = somewhere(workflow, dice)
    if dice.random() < 0.4:
        play.conference = empty_hall(play.conference)
    for person in dice.sample(sorted(play.conference.persons), 8):
        context = Context(Actor("person", person), play.at)
        for one in options(workflow, play.conference, play.case, context):
            if not one.mandates:
                continue  # whoever has no mandate for it is told so, and no more, when they act
            rule = one.transition
            if any(call.name == "move_division" for call in rule.effects):
                continue  # its paragraphs are cut by the service
            mandate = play.conference.mandates[one.mandates[0]]
            actor = Actor("person", person, mandate.mandate, mandate.institution)
            values = {f.name: value for f in rule.inputs if (value := value_for(rule, f, play, dice))}
            fresh = {kind: f"{kind}-fresh" for kind in ("vote", "resolution", "case", "opinion")}
            inputs = play.inputs(rule.inputs, values)
            command = c.TakeAction(play.case_id, rule.name, play.case.version, inputs, fresh, "a key")
            told = reasons(play.conference, command, Context(actor, play.at))
            if any(reason.code.startswith("input.") for reason in told):
                continue  # there is nothing of the kind that could be given
            shown = {reason.code for reason in one.reasons}
            acting = acted(rule, told)
            assert shown == acting or (rule.inputs and shown <= acting), (rule.name, shown, told)
            SHOWN.update(shown or {"open"})


def empty_hall(conference: Conference) -> Conference:
    """The same with nobody left in any session."""
    for session in conference.sessions.values():
        left = replace(session, attendance=type(session.attendance)())
        conference = replace(conference, sessions=conference.sessions.insert(session.session, left))
    return conference


def test_effects_were_asked_of_whoever_looks() -> None:
    """Both ways came up, and reasons that only effects give."""
    SHOWN.clear()
    for seed in range(15 * len(bundled())):
        name = sorted(bundled())[seed % len(bundled())]
        test_what_is_shown_as_open_is_open.hypothesis.inner_test(name, seed)  # type: ignore[attr-defined]
        of_effects = [code for code in SHOWN if not code.startswith(OF_THE_PROCEDURE) and code != "open"]
        if of_effects and SHOWN["open"] > 100:
            return
    raise AssertionError(SHOWN)


def test_each_kind_of_reason_was_granted() -> None:
    """Over random cases of all procedures each kind comes up; if not, the property above shows little."""
    SEEN.clear()
    wanted = {"role", "guard", "forbid", "transition", "field", "version"}
    kinds: set[str] = set()
    for seed in range(50 * len(bundled())):
        name = sorted(bundled())[seed % len(bundled())]
        test_granting_what_the_reasons_name_makes_it_possible.hypothesis.inner_test(name, seed)  # type: ignore[attr-defined]
        kinds = {code.partition(".")[0] for code in SEEN}
        if seed > 200 and wanted <= kinds:
            break
    assert wanted <= kinds
    assert len([code for code in SEEN if code.startswith("guard.")]) >= 8
