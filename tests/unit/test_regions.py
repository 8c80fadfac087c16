"""Several states at once: the core against SCXML's own algorithm, on random procedures and random events."""

from __future__ import annotations

from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st
from story import Story, digest, in_force
from support.scxml import Circle, Interpreter
from support.trees import FAILS, NAMES, SYSTEM_TRIGGERS, procedures

from ecar_governance.domain import commands as c
from ecar_governance.domain import events as e
from ecar_governance.domain.configuration import Tree
from ecar_governance.domain.deciding import moving
from ecar_governance.domain.deciding.steps import Steps
from ecar_governance.domain.decision import Context
from ecar_governance.domain.events import Actor, Event
from ecar_governance.domain.workflow import Region, Role, State, Transition, Workflow
from ecar_governance.verifier.replay import replay

CASE = "case-1"


@cache
def _founded() -> Story:
    return Story().found([]).members(2)


def begun(workflow: Workflow) -> Story:
    """A conference with the procedure in force."""
    story = _founded().copy()
    story.do(c.PutWorkflowInForce(in_force(workflow)), story.by("ada"))
    return story


def holds(rule: Transition) -> bool:
    return FAILS not in rule.require


def entered(events: tuple[Event, ...]) -> list[str]:
    """Every state has a deadline, which is set as it is entered."""
    return [one.data.state for one in events if isinstance(one.data, e.DeadlineSet)]


def left(events: tuple[Event, ...]) -> list[list[str]]:
    return [list(one.data.left) for one in events if isinstance(one.data, e.TransitionTaken)]


@settings(max_examples=60)
@given(procedures(), st.lists(st.integers(0, 10**6), max_size=12))
def test_an_act_is_what_scxml_makes_of_the_event(workflow: Workflow, drawn: list[int]) -> None:
    """The same leaves, left and entered in the same order; and the log of it all replays to the same."""
    story, theirs, tree = begun(workflow), Interpreter(workflow, holds), Tree(workflow)
    draft = c.DraftProposal(CASE, "tree", e.Manifest({"az": digest("t")}, {"az": digest("b")}, "az"))
    rector = story.by("r0")
    try:
        theirs.begin()
    except Circle:
        assert story.refused(draft, rector) == ["transition.endless"]
        return
    compare(story.do(draft, rector), story, theirs, tree)
    people = [rule.name for rule in workflow.transitions.values() if rule.trigger == "person"]
    for number in drawn:
        name = people[number % len(people)]
        command = story.action(CASE, name)
        try:
            moved = theirs.person(name)
        except Circle:
            assert story.refused(command, rector) == ["transition.endless"]
            break
        if moved:
            compare(story.do(command, rector), story, theirs, tree)
        else:
            assert story.refused(command, rector) == ["transition.not_from_here"]
    found = replay(story.leaves)
    assert found.findings == ()
    assert found.conference == story.conference


@settings(max_examples=60)
@given(procedures(), st.lists(st.sampled_from(SYSTEM_TRIGGERS), max_size=6))
def test_every_region_answers_to_what_happens(workflow: Workflow, happening: list[str]) -> None:
    story, theirs, tree = begun(workflow), Interpreter(workflow, holds), Tree(workflow)
    try:
        theirs.begin()
        draft = c.DraftProposal(CASE, "tree", e.Manifest({"az": digest("t")}, {"az": digest("b")}, "az"))
        story.do(draft, story.by("r0"))
        for trigger in happening:
            steps = Steps(story.conference, draft, Context(Actor("system"), story.at))
            moved = theirs.system(trigger)
            assert moving.follow(steps, CASE, trigger, {}) == []  # type: ignore[arg-type]
            assert moved == bool(steps.events)
            if moved:
                story.conference = steps.conference
                compare(tuple(steps.events), story, theirs, tree)
    except Circle:
        return


def compare(events: tuple[Event, ...], story: Story, theirs: Interpreter, tree: Tree) -> None:
    case = story.case(CASE)
    assert case.state == theirs.leaves
    assert tree.legal(case.state)
    assert left(events) == theirs.left
    assert entered(events) == theirs.entered
    assert {one.state for one in case.deadlines} == theirs.active == set(tree.active(case.state))


def test_an_answer_that_stays_is_in_nobodys_way() -> None:
    """The inner state notes it and stays, so the state around it is left all the same."""
    states = [
        State("first", NAMES),
        State("around", NAMES, rank=1, regions=(Region("one", "inner"), Region("two", "other"))),
        State("inner", NAMES, rank=2, parent="around", region="one"),
        State("other", NAMES, rank=3, parent="around", region="two"),
        State("last", NAMES, rank=4),
    ]
    rules = [
        Transition("go", NAMES, ("first",), "around", by=("member",)),
        Transition("note", NAMES, ("inner",), "", "document_typeset", rank=1),
        Transition("leave", NAMES, ("around",), "last", "document_typeset", rank=2),
    ]
    workflow = Workflow(
        "tree", "1.0.0", NAMES, "qerar", "first", {"member": Role(("rector",), "sponsor")},
        {one.name: one for one in states}, {one.name: one for one in rules},
    )  # fmt: skip
    story = begun(workflow)
    draft = c.DraftProposal(CASE, "tree", e.Manifest({"az": digest("t")}, {"az": digest("b")}, "az"))
    story.do(draft, story.by("r0"))
    story.do(story.action(CASE, "go"), story.by("r0"))
    steps = Steps(story.conference, draft, Context(Actor("system"), story.at))
    assert moving.follow(steps, CASE, "document_typeset", {}) == []
    assert [one.data.transition for one in steps.events if isinstance(one.data, e.TransitionTaken)] == [
        "note",
        "leave",
    ]
    theirs = Interpreter(workflow, holds)
    theirs.begin()
    theirs.person("go")
    theirs.system("document_typeset")
    assert theirs.leaves == ("last",) == steps.conference.cases[CASE].state
