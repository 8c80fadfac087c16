"""Procedures written out as SCXML: sound documents, and an engine that is not ours runs them as we do."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from story import Story, digest, in_force
from support.definitions_kit import REVIEW
from support.outside import Outside
from support.trees import SYSTEM_TRIGGERS, procedures

from ecar_governance.definitions import bundled, load_file, load_text
from ecar_governance.definitions.scxml import scxml
from ecar_governance.definitions.scxml_words import Variables, action_event, system_event
from ecar_governance.domain import commands as c
from ecar_governance.domain import events as e
from ecar_governance.domain.configuration import Tree
from ecar_governance.domain.deciding import moving
from ecar_governance.domain.deciding.steps import Steps
from ecar_governance.domain.decision import Context, Reason, Refused
from ecar_governance.domain.events import Actor
from ecar_governance.domain.forbids import FORBIDS
from ecar_governance.domain.guards import GUARDS
from ecar_governance.domain.machine import Procedure
from ecar_governance.domain.workflow import Deadline, Region, Role, State, Transition, Workflow
from ecar_governance.rehearsal.chance import simulate
from ecar_governance.rehearsal.play import Play
from ecar_governance.rehearsal.playing import run
from ecar_governance.rehearsal.script import script_beside
from ecar_governance.rehearsal.script_reader import load_script

GOLDEN = Path(__file__).parents[1] / "golden" / "workflows"
SC = "{http://www.w3.org/2005/07/scxml}"
CASE = "case-1"
SHIPPED = tuple(bundled())
NAMES = {"az": "Ad", "en": "Name"}
# --- the document -------------------------------------------------------------------------------------------

INSIDE = {
    "scxml": {"datamodel", "state", "parallel", "final"},
    "datamodel": {"data"},
    "state": {"onentry", "onexit", "transition", "state", "parallel", "final", "history"},
    "parallel": {"onentry", "onexit", "transition", "state", "parallel", "history"},
    "final": {"onentry", "onexit"},
    "history": {"transition"},
    "onentry": {"assign", "send", "if"},
    "onexit": {"assign"},
    "transition": {"assign"},
    "if": {"raise"},
}
"""Which elements of those that we write each may hold (sections 3, 4 and 5 of the Recommendation)."""

REQUIRED = {
    "scxml": {"version", "name", "initial", "datamodel"},
    "data": {"id", "expr"},
    "state": {"id"},
    "parallel": {"id"},
    "final": {"id"},
    "history": {"id", "type"},
    "assign": {"location", "expr"},
    "send": {"event"},
    "raise": {"event"},
    "if": {"cond"},
}
ALLOWED = {"state": {"initial"}, "transition": {"event", "cond", "target"}}


def sound(text: str) -> None:
    """Holds the document to the rules of the Recommendation, as far as they touch what we write."""
    root = ElementTree.fromstring(text)  # noqa: S314  # reason: our own output
    assert root.tag == f"{SC}scxml"
    assert root.attrib["version"] == "1.0"
    ids = [element.attrib["id"] for element in root.iter() if "id" in element.attrib]
    assert len(ids) == len(set(ids))
    parents = {child: parent for parent in root.iter() for child in parent}
    by_id = {element.attrib["id"]: element for element in root.iter() if "id" in element.attrib}

    def inside(element: Any, outer: Any) -> bool:
        while (element := parents.get(element)) is not None:
            if element is outer:
                return True
        return False

    variables = {element.attrib["id"] for element in root.iter(f"{SC}data")}
    assert all(name.isidentifier() for name in variables)
    for element in root.iter():
        tag = element.tag.removeprefix(SC)
        own = {name for name in element.attrib if not name.startswith("{")}
        assert {child.tag.removeprefix(SC) for child in element} <= INSIDE.get(tag, set()), tag
        assert REQUIRED.get(tag, set()) <= own <= REQUIRED.get(tag, set()) | ALLOWED.get(tag, set()), tag
        if tag == "transition":
            assert own, "a transition has an event, a condition or a target"
            assert element.attrib.get("target", root.attrib["initial"]) in by_id
        if tag in ("state", "scxml") and any(child.tag[len(SC) :] in INSIDE["scxml"] for child in element):
            begin = by_id[element.attrib["initial"]]
            assert inside(begin, element)
        elif tag == "state":
            assert "initial" not in own
        if tag == "history":
            [default] = list(element)
            assert {name for name in default.attrib if not name.startswith("{")} == {"target"}
            assert inside(by_id[default.attrib["target"]], parents[element])
        if tag == "assign":
            assert element.attrib["location"] in variables
        if tag == "parallel":
            assert sum(child.tag == f"{SC}state" for child in element) > 1
    for cond in (element.attrib["cond"] for element in root.iter() if "cond" in element.attrib):
        words = cond.replace("(", " ( ").replace(")", " ) ").replace("!", " ").split()
        for word in words:
            known = word in variables or word.strip("'") in by_id
            assert known or word in {"(", ")", "In", "&&", "||", "+", ">=", *"0123456789"}, word


@pytest.mark.parametrize("lang", ["az", "en"])
@pytest.mark.parametrize("name", SHIPPED)
def test_what_ships_is_golden_and_sound(name: str, lang: str) -> None:
    text = scxml(load_file(bundled()[name]), lang)
    sound(text)
    path = GOLDEN / f"{name}.{lang}.scxml"
    if os.environ.get("ECAR_WRITE_GOLDEN"):
        path.write_text(text)
    assert path.read_text() == text


def test_every_word_of_the_language_is_golden_and_sound() -> None:
    text = scxml(load_text(REVIEW, "review.yaml"), "en")
    sound(text)
    path = GOLDEN / "review.scxml"
    if os.environ.get("ECAR_WRITE_GOLDEN"):
        path.write_text(text)
    assert path.read_text() == text


@settings(max_examples=100)
@given(procedures())
def test_random_procedures_are_sound(workflow: Workflow) -> None:
    sound(scxml(workflow, "az"))


def test_names_and_words_that_mean_something_in_xml_or_scxml() -> None:
    odd = {"az": "\"<&>'\n", "en": "]]>"}
    states = {name: State(name, odd, rank=rank) for rank, name in enumerate(("done", "error"))}
    rules = {name: Transition(name, odd, ("done",), "error", by=("r",)) for name in ("vote", "done", "go")}
    text = scxml(Workflow("w", "1.0.0", odd, "qerar", "done", {"r": Role(("rector",))}, states, rules), "az")
    sound(text)
    root = ElementTree.fromstring(text)  # noqa: S314
    assert [one.attrib["event"] for one in root.iter(f"{SC}transition")] == [
        "person.done", "go", "person.vote",
    ]  # fmt: skip
    title = root.attrib["{urn:ecar-governance:procedure:1}title"]
    assert title == odd["az"]


# --- random procedures, by the real decide ------------------------------------------------------------------


@st.composite
def outward(draw: st.DrawFn) -> Workflow:
    """As `procedures`, with deadlines that lead somewhere, and half of the time ends that nothing leaves."""
    workflow = draw(procedures())
    states = dict(workflow.states)
    rules = {
        name: rule
        for name, rule in workflow.transitions.items()
        if rule.target or rule.trigger != "joined"  # which the checker refuses
    }
    some = st.sampled_from(sorted(states))
    for name in draw(st.lists(some, max_size=3, unique=True)):
        lapses = f"late_{name}"
        rules[lapses] = Transition(lapses, NAMES, (name,), draw(some), trigger="deadline", rank=len(rules))
        states[name] = replace(states[name], deadline=Deadline(lapses, "P1Y"))
    if draw(st.booleans()):
        ends = {name for name, state in states.items() if state.done}
        for rule in list(rules.values()):
            rules[rule.name] = replace(rule, source=tuple(one for one in rule.source if one not in ends))
            if not rules[rule.name].source:
                del rules[rule.name]
        states.update({name: replace(states[name], deadline=None) for name in ends})
    return replace(workflow, states=states, transitions=rules)


@cache
def _founded() -> Story:
    return Story().found([]).members(2)


@settings(max_examples=80)
@given(outward(), st.lists(st.integers(0, 10**6), max_size=15))
def test_an_engine_that_is_not_ours_ends_where_ours_does(workflow: Workflow, drawn: list[int]) -> None:
    """Actions, triggers, deadlines and revisions that change what the guards say, in any order, whether or
    not anything answers: the same states, by as many transitions."""
    text = scxml(workflow, "en")
    story, tree = _founded().copy(), Tree(workflow)
    story.do(c.PutWorkflowInForce(in_force(workflow)), story.by("ada"))
    draft = c.DraftProposal(CASE, "tree", e.Manifest({"az": digest("t")}, {"az": digest("b")}, "az"))
    rector = story.by("r0")
    if tried(story, draft, rector) == ["transition.endless"]:
        return
    steps = moves(story.do(draft, rector))
    theirs = Outside(text, truth(story))
    happening = [
        *(rule.name for rule in workflow.transitions.values() if rule.trigger == "person"),
        *SYSTEM_TRIGGERS * 3,
        *(f"deadline.{state.name}" for state in workflow.states.values() if state.deadline),
        "",
    ]
    for number in drawn:
        assert (theirs.active, theirs.taken) == ({*tree.active(story.case(CASE).state)}, steps)
        event = happening[number % len(happening)]
        theirs.know(truth(story))
        if event == "":
            case = story.case(CASE)
            body = "" if case.body else "group"
            revised = c.ReviseProposal(CASE, case.version, case.manifest, case.sponsors, body)
            if not tried(story, revised, rector):  # else the text, or its working group, is settled
                story.do(revised, rector)
            theirs.know(truth(story))
            theirs.send("nothing.of.that.kind")
        elif event in workflow.transitions:
            command = story.action(CASE, event)
            refused = tried(story, command, rector)
            if refused == ["transition.endless"]:
                return
            theirs.send(action_event(event))
            steps += 0 if refused else moves(story.do(command, rector))
        else:
            system = Steps(story.conference, draft, Context(Actor("system"), story.at))
            if reasons(system, workflow, event):
                return
            story.conference = system.conference
            steps += moves(tuple(system.events))
            lifted = event.startswith("deadline") and not system.events
            if not lifted:
                theirs.send(event if "." in event else system_event(event))  # type: ignore[arg-type]
    assert (theirs.active, theirs.taken) == ({*tree.active(story.case(CASE).state)}, steps)


def truth(story: Story) -> dict[str, bool]:
    """What the guards of the random procedures answer."""
    named = CASE in story.conference.cases and bool(story.case(CASE).body)
    return {"no_body_named": not named, "body_named": named}


def moves(events: tuple[e.Event, ...]) -> int:
    return sum(isinstance(event.data, e.TransitionTaken) for event in events)


def reasons(steps: Steps, workflow: Workflow, event: str) -> list[Reason]:
    """The system's act; only a circle refuses it here."""
    kind, _, state = event.partition(".")
    case = steps.conference.cases[CASE]
    if not state:
        return moving.follow(steps, CASE, kind, {})  # type: ignore[arg-type]
    deadline = workflow.states[state].deadline
    running = any(one.state == state for one in case.deadlines)
    return moving.let_lapse(steps, case, state, deadline.then, {}) if deadline and running else []


def tried(story: Story, command: c.AnyCommand, actor: Actor) -> list[str]:
    """Why it would be refused, or nothing."""
    answer = story.ask(command, actor)
    return [reason.code for reason in answer.reasons] if isinstance(answer, Refused) else []


# --- what ships, as its tests and chance play it ------------------------------------------------------------

Trace = tuple[tuple[tuple[str, ...], dict[str, bool], set[str]], ...]
"""Acts of one play: the events to send, what the variables are, and where the case must be then."""


class Listener:
    """Writes down what every play does, as an engine outside would be told of it."""

    def __init__(self, workflow: Workflow) -> None:
        self.workflow, self.variables, self.tree = workflow, Variables(workflow), Tree(workflow)
        self.traces: dict[int, tuple[Play, Trace]] = {}
        self.asked: dict[str, bool] = {}

    def do(self, play: Play, command: c.AnyCommand, actor: Actor, was: Any) -> tuple[Reason, ...]:
        case, before = play.case_id, play.conference
        self.asked.clear()
        refused: tuple[Reason, ...] = was(play, command, actor)
        if isinstance(command, c.DraftProposal) and not refused and not case:
            told: Trace = (((), self.world(), self.where(play, command.case)),)
        elif case:
            asked = (
                self.workflow.transitions[command.transition] if isinstance(command, c.TakeAction) else None
            )
            sent = self.answered(play, refused, asked)
            truth = self.world()
            if asked is not None and isinstance(command, c.TakeAction):
                here = before.cases[case]
                context = Context(actor, play.at)
                for kind, calls, prefix in ((GUARDS, asked.require, ""), (FORBIDS, asked.forbid, "bars_")):
                    for call in calls:
                        against = kind[call.name](before, here, context, command.inputs, call.params)
                        truth[self.variables.of(call, prefix)] = (against is None) == (not prefix)
            told = (*getattr(play, "told", ()), (sent, truth, self.where(play, case)))
        else:
            return refused
        play.told = told  # type: ignore[attr-defined]
        self.traces[id(play)] = (play, told)
        return refused

    def answered(self, play: Play, refused: tuple[Reason, ...], asked: Transition | None) -> tuple[str, ...]:
        """The events of the act; of an action refused for what a condition says too, its own."""
        if refused:
            ours = {"guard", "forbid"}
            mine = all(
                one.code.split(".")[0] in ours or one.code == "transition.not_from_here" for one in refused
            )
            return (action_event(asked.name),) if asked is not None and mine else ()
        found = []
        for event in play.events[getattr(play, "seen", 0) :]:
            if isinstance(event.data, e.TransitionTaken) and event.data.case == play.case_id:
                rule = self.workflow.transitions[event.data.transition]
                [*states] = (one for one in self.tree.active(event.data.origin) if one in rule.source)
                if rule.trigger == "person":
                    found.append(action_event(rule.name))
                elif rule.trigger not in ("at_once", "joined"):
                    found.append(system_event(rule.trigger, states[0]))
        play.seen = len(play.events)  # type: ignore[attr-defined]
        return tuple(found)

    def world(self) -> dict[str, bool]:
        """What the act asked of the guards of ways that are taken at once; all fields are filled in."""
        return {**{f"filled_{state}": True for state in self.workflow.states}, **self.asked}

    def guards(self, was: Any, procedure: Procedure, rule: Transition, *more: Any) -> tuple[Reason, ...]:
        """Listens to the guards that a way is asked for which is taken at once."""
        _, conference, case, context, inputs, *_ = more
        for call in rule.require if rule.trigger == "at_once" else ():
            holds = GUARDS[call.name](conference, case, context, inputs, call.params) is None
            self.asked.setdefault(self.variables.of(call), holds)
        found: tuple[Reason, ...] = was(procedure, rule, *more)
        return found

    def where(self, play: Play, case: str) -> set[str]:
        return {*self.tree.active(play.conference.cases[case].state)}


@pytest.mark.parametrize("name", SHIPPED)
def test_what_ships_runs_outside_as_inside(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every case of its tests, and thirty cases at random, which go most of its ways: every act, also those
    that a guard refused."""
    path = bundled()[name]
    workflow = load_file(path)
    listener, was = Listener(workflow), Play.do
    monkeypatch.setattr(Play, "do", lambda play, command, actor: listener.do(play, command, actor, was))
    guards = Procedure.guard_reasons
    monkeypatch.setattr(Procedure, "guard_reasons", lambda *more: listener.guards(guards, *more))
    result = run(workflow, load_script(script_beside(path)))
    assert not result.failures
    taken = {one for run in simulate(workflow, 30).runs for one in run.path}
    assert len(taken) * 2 > len(workflow.transitions)
    text = scxml(workflow, "en")
    for _, trace in listener.traces.values():
        theirs = Outside(text, trace[0][1])
        for events, truth, active in trace:
            theirs.know({one: holds for one, holds in truth.items() if one in theirs.variables})
            for event in events:
                theirs.send(event)
            assert theirs.active == active, events
    assert {one for _, trace in listener.traces.values() for events, *_ in trace for one in events} >= {
        action_event(rule.name) for rule in workflow.transitions.values() if rule.trigger == "person"
    }


# --- regions of a body's own --------------------------------------------------------------------------------


@settings(max_examples=150)
@given(outward(), st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 2**40)), max_size=12))
def test_a_region_of_ones_own(workflow: Workflow, drawn: list[tuple[int, int]]) -> None:
    """Where each region's body acts, the first state out of which the actor may is left."""
    people = {
        rule.name: replace(rule, by=("own",), rank=rank)
        for rank, rule in enumerate(workflow.transitions.values())
        if rule.trigger == "person"
    }
    roles = {"own": Role(("wg_chair",), "region_body")}
    states = {name: replace(state, deadline=None, join=0) for name, state in workflow.states.items()}
    workflow = replace(workflow, roles=roles, transitions=people, states=states)
    procedure, tree = Procedure(workflow), Tree(workflow)
    theirs = Outside(scxml(workflow, "en"))
    leaves, memory = tree.entering(workflow.initial).leaves, {}
    names = sorted(people)
    assume(names)
    for number, bits in drawn:
        name = names[number % len(names)]
        may = {
            (rule.name, one) for rule in people.values() for n, one in enumerate(rule.source) if bits >> n & 1
        }
        theirs.know({f"may_{rule}_{state}": True for rule, state in may})
        theirs.know({one: False for one in theirs.variables if one not in {f"may_{r}_{s}" for r, s in may}})
        moved = procedure.take(
            name, leaves, lambda rule, at, may=may: () if (rule.name, at) in may else (Reason("no"),), memory
        )
        theirs.send(action_event(name))
        if moved is not None and not isinstance(moved, Refused):
            memory = tree.remember(leaves, moved.left, memory)
            leaves = moved.leaves
        assert theirs.active == {*tree.active(leaves)}


# --- what chance comes upon too seldom ----------------------------------------------------------------------


def hand_made(states: list[State], ways: dict[str, tuple[str, str]], **system: Transition) -> Workflow:
    rules = {
        name: Transition(name, NAMES, (source,), target, by=("member",), rank=rank)
        for rank, (name, (source, target)) in enumerate(ways.items())
    }
    ranked = {state.name: replace(state, rank=rank, editable=True) for rank, state in enumerate(states)}
    roles = {"member": Role(("rector",), "sponsor")}
    return Workflow("tree", "1.0.0", NAMES, "qerar", states[0].name, roles, ranked, {**rules, **system})


DEEP = hand_made(
    [
        State("out", NAMES),
        State(
            "whole", NAMES, regions=(Region("one", "part", NAMES, history=True), Region("two", "rest", NAMES))
        ),
        State("part", NAMES, parent="whole", region="one", regions=(Region("inside", "first", NAMES),)),
        State("first", NAMES, parent="part", region="inside"),
        State("second", NAMES, parent="part", region="inside"),
        State("rest", NAMES, parent="whole", region="two"),
    ],
    {"go": ("out", "whole"), "on": ("first", "second"), "leave": ("whole", "out")},
)
"""A history holds what is inside the states of its region, too."""

UNDONE = hand_made(
    [
        State("out", NAMES),
        State("whole", NAMES, join=2, regions=(Region("one", "a", NAMES), Region("two", "end", NAMES))),
        State("a", NAMES, parent="whole", region="one"),
        State("done_one", NAMES, parent="whole", region="one", done=True),
        State("end", NAMES, parent="whole", region="two", done=True),
        State("over", NAMES),
    ],
    {"go": ("out", "whole"), "finish": ("a", "done_one")},
    back=Transition("back", NAMES, ("done_one",), "a", trigger="at_once", rank=8),
    joined=Transition("joined", NAMES, ("whole",), "over", trigger="joined", rank=9),
)
"""What is joined no more when its turn comes is not joined."""


@pytest.mark.parametrize(
    ("workflow", "taken", "ends"),
    [
        (DEEP, ["go", "on", "leave", "go"], {"whole", "part", "second", "rest"}),
        (UNDONE, ["go", "finish"], {"whole", "a", "end"}),
    ],
)
def test_by_hand(workflow: Workflow, taken: list[str], ends: set[str]) -> None:
    story, tree = _founded().copy(), Tree(workflow)
    story.do(c.PutWorkflowInForce(in_force(workflow)), story.by("ada"))
    text = e.Manifest({"az": digest("t")}, {"az": digest("b")}, "az")
    story.do(c.DraftProposal(CASE, "tree", text), story.by("r0"))
    theirs = Outside(scxml(workflow, "en"))
    for name in taken:
        story.do(story.action(CASE, name), story.by("r0"))
        theirs.send(action_event(name))
    assert theirs.active == {*tree.active(story.case(CASE).state)} == ends
