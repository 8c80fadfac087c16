"""An effect that refuses hides no reason of those after it that have nothing to do with it, and invents none
of those that rest on it."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

import pytest
from msgspec.structs import replace
from story import Story, begun, bundled, in_force

from ecar_governance.domain import commands as c
from ecar_governance.domain.deciding.steps import Steps
from ecar_governance.domain.decision import Context, Reason
from ecar_governance.domain.effects import EFFECTS, Effect
from ecar_governance.domain.effects.resting import MAKES, RESTS_ON
from ecar_governance.domain.options import options
from ecar_governance.domain.state import Conference
from ecar_governance.domain.workflow import Call, Transition
from ecar_governance.rehearsal.moves import begin, hall_for, moves, value_for
from ecar_governance.rehearsal.play import Play

NUMBER = Call("number_resolution")
TYPESET = Call("request_typesetting")
PUBLISH = Call("publish")
NOTIFY = Call("notify", {"roles": "secretariat"})
ELECTED = Call("grant_mandate", {"office": "president"})


def start(workflow: str) -> Call:
    return Call("start_linked_case", {"workflow": workflow})


ROWS: list[tuple[tuple[Call, ...], list[str]]] = [
    ((PUBLISH,), ["document.not_signed"]),
    ((PUBLISH, start("nowhere")), ["document.not_signed", "workflow.unknown"]),
    ((start("nowhere"), PUBLISH), ["workflow.unknown", "document.not_signed"]),
    ((NOTIFY, PUBLISH, NOTIFY), ["document.not_signed"]),
    ((start("nowhere"), start("elsewhere")), ["workflow.unknown", "workflow.unknown"]),
    ((start("nowhere"), start("nowhere")), ["workflow.unknown"]),
    ((start("resolution"), PUBLISH, start("resolution")), ["document.not_signed"]),
    ((TYPESET,), ["resolution.unknown"]),
    ((NUMBER, TYPESET), ["resolution.not_carried"]),
    ((NUMBER, TYPESET, PUBLISH), ["resolution.not_carried"]),
    ((NUMBER, TYPESET, start("nowhere"), PUBLISH), ["resolution.not_carried", "workflow.unknown"]),
    ((PUBLISH, NUMBER), ["document.not_signed", "resolution.not_carried"]),
    (
        (ELECTED, PUBLISH, NUMBER, start("nowhere")),
        ["office.nobody_elected", "document.not_signed", "resolution.not_carried", "workflow.unknown"],
    ),
]


@pytest.mark.parametrize(("effects", "codes"), ROWS, ids=[" ".join(e.name for e in row[0]) for row in ROWS])
def test_every_reason_of_a_step_is_told_at_once(effects: tuple[Call, ...], codes: list[str]) -> None:
    story, case = drafted(effects)
    before = story.conference
    assert story.refused(story.action(case, "submit"), story.by("r0")) == codes
    assert story.conference is before
    flow = story.conference.workflows[story.case(case).workflow_hash].workflow
    context = Context(story.by("r0"), story.at)
    [seen] = options(flow, story.conference, story.case(case), context, only="submit")
    assert [one.code for one in seen.reasons] == codes, "whoever only looks is told the same"


def drafted(effects: tuple[Call, ...]) -> tuple[Story, str]:
    """A draft that is handed in with these effects."""
    flow = bundled()["resolution"]
    rule = replace(flow.transitions["submit"], effects=effects)
    story = begun()
    changed = replace(flow, version="9.0.0", transitions={**flow.transitions, "submit": rule}, invariants=())
    story.do(c.PutWorkflowInForce(in_force(changed)), story.by("ada"))
    return story, story.draft()


def test_the_tables_name_effects_alone() -> None:
    assert {*MAKES, *RESTS_ON} <= set(EFFECTS)
    made = frozenset().union(*MAKES.values())
    assert frozenset().union(*RESTS_ON.values()) <= made
    assert EFFECTS.keys() - MAKES.keys() - RESTS_ON.keys() == {
        "record_recommendation", "notify", "register_letter", "register_answer", "start_linked_case",
    }  # fmt: skip


def test_what_an_effect_says_is_the_same_after_those_on_which_it_does_not_rest() -> None:
    """In random cases of every procedure: of two effects that the tables keep apart, the later one
    says the same whether or not the earlier one has happened."""
    apart: set[tuple[str, str]] = set()
    otherwise: set[tuple[str, str]] = set()
    for name in sorted(bundled()):
        for seed in range(4):
            for first, second, same in answers(name, random.Random(seed)):
                resting = not MAKES.get(first, frozenset()).isdisjoint(RESTS_ON.get(second, frozenset()))
                assert same or resting, (name, seed, first, second)
                (otherwise if not same else set() if resting else apart).add((first, second))
    assert len(apart) > 60, sorted(apart)
    assert {("number_resolution", "request_typesetting"), ("place_on_agenda", "open_vote")} <= otherwise


def answers(name: str, dice: random.Random) -> Iterator[tuple[str, str, bool]]:
    """On the way of a random case: an effect of its procedure that could happen, another one, and whether the
    other one answers after it as it does without."""
    flow, hall = bundled()[name], hall_for(bundled()[name])
    play = Play(flow, hall)
    begin(play, dice, hall, "rector_1", text=("az", "en"))
    calls = [(rule, call) for rule in flow.transitions.values() for call in rule.effects]
    for _ in range(25):
        forms = {rule.name: filled(play, rule, dice) for rule, _ in calls}
        alone = [asked(play, play.conference, rule, call, forms[rule.name], "alone") for rule, call in calls]
        for (rule, call), (told, _) in zip(calls, alone, strict=True):
            if told:
                continue
            _, after = asked(play, play.conference, rule, call, forms[rule.name], "first")
            for (other, later), (without, _) in zip(calls, alone, strict=True):
                yield call.name, later.name, asked(play, after, other, later, forms[other.name])[0] == without
        if play.ended:
            return
        move: Callable[[], tuple[Reason, ...]] = dice.choices(*zip(*moves(play, dice, hall), strict=True))[0]
        move()
        play.settle()


def filled(play: Play, rule: Transition, dice: random.Random) -> dict[str, c.Input]:
    values = {field.name: value for field in rule.inputs if (value := value_for(rule, field, play, dice))}
    return play.inputs(rule.inputs, values)


def asked(
    play: Play,
    conference: Conference,
    rule: Transition,
    call: Call,
    inputs: dict[str, c.Input],
    ids: str = "second",
) -> tuple[list[Reason], Conference]:
    """What the effect answers in the conference, and the conference after it."""
    fresh = {kind: f"{kind}-{ids}" for kind in ("vote", "resolution", "case", "opinion")}
    command = c.TakeAction(play.case_id, rule.name, play.case.version, inputs, fresh, "a key")
    steps = Steps(conference, command, Context(play.actor("session_chair", rule.name), play.at))
    answer = EFFECTS[call.name](Effect(steps, play.case_id, rule, call.params, command))
    return (answer if isinstance(answer, list) else []), steps.conference
