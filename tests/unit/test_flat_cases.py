"""Cases of flat procedures, by the real decide: held against stock `transitions`."""

from __future__ import annotations

import logging
from functools import cache
from typing import Any

import transitions
from hypothesis import given, settings
from hypothesis import strategies as st
from story import Story, digest, in_force
from support.trees import FAILS, HOLDS, NAMES

from ecar_governance.domain import commands as c
from ecar_governance.domain import events as e
from ecar_governance.domain.decision import Refused
from ecar_governance.domain.workflow import Role, State, Transition, Workflow

CASE = "case-1"


@cache
def _founded() -> Story:
    return Story().found([]).members(2)


@st.composite
def walks(draw: st.DrawFn) -> tuple[Workflow, list[str]]:
    states = [f"s{n}" for n in range(draw(st.integers(1, 6)))]
    some = st.sampled_from(states)
    rules = [
        Transition(
            f"t{n}",
            NAMES,
            tuple(draw(st.lists(some, min_size=1, max_size=4, unique=True))),
            draw(some),
            by=("member",),
            require=tuple(draw(st.lists(st.sampled_from([HOLDS, HOLDS, FAILS]), max_size=2))),
            rank=n,
        )
        for n in range(draw(st.integers(1, 8)))
    ]
    workflow = Workflow(
        "flat",
        "1.0.0",
        NAMES,
        "qerar",
        states[0],
        {"member": Role(("rector",), "sponsor")},
        {name: State(name, NAMES, rank=rank) for rank, name in enumerate(states)},
        {one.name: one for one in rules},
    )
    return workflow, draw(st.lists(st.sampled_from([*workflow.transitions, "nowhere"]), max_size=20))


class Model:
    pass


@settings(max_examples=60)
@given(walks())
def test_a_case_moves_as_a_stock_machine_does(drawn: tuple[Workflow, list[str]]) -> None:
    """What stock takes is decided and leads to the same state; what it refuses is refused and changes
    nothing."""
    workflow, walk = drawn
    logging.getLogger("transitions").setLevel(logging.ERROR)
    model: Any = Model()
    transitions.Machine(
        model=model,
        states=list(workflow.states),
        initial=workflow.initial,
        auto_transitions=False,
        transitions=[
            {
                "trigger": one.name,
                "source": list(one.source),
                "dest": one.target,
                "conditions": [lambda holds=FAILS not in one.require: holds],
            }
            for one in workflow.transitions.values()
        ],
    )
    story = _founded().copy()
    story.do(c.PutWorkflowInForce(in_force(workflow)), story.by("ada"))
    text = e.Manifest({"az": digest("t")}, {"az": digest("b")}, "az")
    story.do(c.DraftProposal(CASE, "flat", text), story.by("r0"))
    for name in walk:
        try:
            taken = bool(model.trigger(name))
        except (transitions.MachineError, AttributeError):
            taken = False
        command = story.action(CASE, name)
        answer = story.ask(command, story.by("r0"))
        assert taken != isinstance(answer, Refused), (name, answer)
        if taken:
            story.do(command, story.by("r0"))
        assert story.case(CASE).state == (model.state,)
