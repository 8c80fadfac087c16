"""What the prover walks: every run of the real engine is in it, and the short cuts say what the rules say."""

from __future__ import annotations

from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st
from story import Story, digest, in_force
from support.naive import explored
from support.trees import FAILS, HOLDS, SYSTEM_TRIGGERS, procedures

from ecar_governance.domain import commands as c
from ecar_governance.domain import events as e
from ecar_governance.domain.deciding import moving
from ecar_governance.domain.deciding.steps import Steps
from ecar_governance.domain.decision import Accepted, Context
from ecar_governance.domain.events import Actor
from ecar_governance.domain.proving.loops import circles
from ecar_governance.domain.proving.system import System
from ecar_governance.domain.proving.walking import Walk, Walker
from ecar_governance.domain.state import Case
from ecar_governance.domain.workflow import Transition, Workflow

CASE = "case-1"
SMALL = 400


@cache
def _founded() -> Story:
    return Story().found([]).members(2)


def at_rest(walker: Walker, case: Case) -> int:
    """The node of a case between two acts."""
    system = walker.system
    taken = {step.transition for step in case.steps}
    past = sum(bit for name, bit in system.bits.items() if name in taken)
    return system.layout.encode(case.state, case.memory) | past << system.layout.past


def attempt(story: Story, command: c.AnyCommand, actor: Actor) -> bool:
    """Does it if it is accepted."""
    if isinstance(story.ask(command, actor), Accepted):
        story.do(command, actor)
        return True
    return False


@settings(max_examples=80)
@given(procedures(), st.lists(st.integers(0, 10**6), max_size=14))
def test_every_run_of_the_engine_is_walked(workflow: Workflow, drawn: list[int]) -> None:
    walker = Walker(System(workflow))
    walk = walker.walk(SMALL)
    if walk.cut:
        return
    story = _founded().copy()
    story.do(c.PutWorkflowInForce(in_force(workflow)), story.by("ada"))
    draft = c.DraftProposal(CASE, "tree", e.Manifest({"az": digest("t")}, {"az": digest("b")}, "az"))
    rector = story.by("r0")
    if not attempt(story, draft, rector):
        return
    people = [rule.name for rule in workflow.transitions.values() if rule.trigger == "person"]
    assert at_rest(walker, story.case(CASE)) in walk.came
    for number in drawn:
        number, which = divmod(number, len(people) + 2)
        if which < len(people):
            attempt(story, story.action(CASE, people[which]), rector)
        elif which == len(people):
            steps = Steps(story.conference, draft, Context(Actor("system"), story.at))
            trigger = SYSTEM_TRIGGERS[number % 2]
            if not moving.follow(steps, CASE, trigger, {}):
                story.conference = steps.conference
        else:
            deadlines = story.case(CASE).deadlines
            if deadlines:
                due = deadlines[number % len(deadlines)]
                steps = Steps(story.conference, draft, Context(Actor("system"), story.at))
                case = story.case(CASE)
                if not moving.let_lapse(steps, case, due.state, due.transition, {}):
                    story.conference = steps.conference
        assert at_rest(walker, story.case(CASE)) in walk.came


@settings(max_examples=80)
@given(procedures())
def test_the_tables_say_what_the_rules_say(workflow: Workflow) -> None:
    """The same nodes, and out of each the same steps."""
    walker = Walker(System(workflow))
    walk = walker.walk(SMALL)
    for node in list(walk.came)[:100]:
        assert {to for _, to in walker.onward(node)} == {to for _, to in walker.system.moves(node)}


def guesses(rule: Transition) -> bool:
    """Whether it depends on the case if the rule is taken at once."""
    return rule.trigger == "at_once" and len(rule.require) == 1


@settings(max_examples=60)
@given(procedures(), st.booleans())
def test_a_naive_walk_finds_the_same_configurations(workflow: Workflow, grouped: bool) -> None:
    """All of them where no guard is a guess, and no fewer where some are."""
    walker = Walker(System(workflow))
    walk = walker.walk(SMALL)
    naive = explored(workflow, lambda rule: (HOLDS if grouped else FAILS) not in rule.require, 400)
    if walk.cut or naive is None:
        return
    layout = walker.system.layout
    resting = {layout.leaves(node) for node in walk.came if node < layout.resting}
    assert set(naive.leaves.values()) <= resting
    if not any(map(guesses, workflow.transitions.values())) and not circular(walker, walk):
        assert set(naive.leaves.values()) == resting


def circular(walker: Walker, walk: Walk) -> bool:
    """Whether some act would not end by itself: the engine refuses it, and the walk goes on."""
    moving = [node for node in walk.came if node >= walker.system.layout.resting]
    return bool(circles(moving, {node: [to for _, to in walker.system.moves(node)] for node in moving}))
