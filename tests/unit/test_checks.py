"""The checker against a reference on random graphs, and on workflows that never were a file."""

from __future__ import annotations

import time

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from ecar_governance.domain.checks import CODES, check, flow
from ecar_governance.domain.flaws import meant
from ecar_governance.domain.ways import reached
from ecar_governance.domain.workflow import Call, Deadline, Role, State, Transition, Workflow

NAMES = {"az": "x", "en": "x"}


def workflow(states: list[State], edges: list[tuple[str, str]]) -> Workflow:
    rules = [
        Transition(f"t{n}", NAMES, (source,), target, by=("all",), line=100 + n)
        for n, (source, target) in enumerate(edges)
    ]
    return Workflow(
        "w", "1.0.0", NAMES, "qerar", states[0].name, {"all": Role(("rector",))},
        {state.name: state for state in states}, {rule.name: rule for rule in rules},
    )  # fmt: skip


def state(name: str, final: bool = False) -> State:
    return State(name, NAMES, final=final, outcome="done" if final else None)


@st.composite
def graphs(draw: st.DrawFn) -> Workflow:
    names = [f"s{n}" for n in range(draw(st.integers(1, 7)))]
    finals = draw(st.sets(st.sampled_from(names), min_size=1))
    some = st.sampled_from(names)
    edges = draw(st.lists(st.tuples(some, some), min_size=1, max_size=14))
    return workflow([state(name, name in finals) for name in names], edges)


def paths(flow_: Workflow) -> dict[str, set[str]]:
    """What each state leads to, itself included: all pairs, step by step, as often as there are states."""
    leads = {name: {name} for name in flow_.states}
    for _ in flow_.states:
        for rule in flow_.transitions.values():
            for onward in leads.values():
                if rule.source[0] in onward:
                    onward.add(rule.target)
    return leads


@settings(max_examples=200)
@given(graphs())
def test_reachability_and_dead_ends_are_those_of_the_reference(drawn: Workflow) -> None:
    leads = paths(drawn)
    finals = {name for name, one in drawn.states.items() if one.final}
    leaves = {rule.source[0] for rule in drawn.transitions.values()}
    expected = {
        "flow.unreachable": set(drawn.states) - leads[drawn.initial],
        "flow.dead_end": set(drawn.states) - finals - leaves,
        "flow.no_end": {name for name in leaves - finals if not leads[name] & finals},
        "flow.out_of_final": leaves & finals,
    }
    found = check(drawn)
    for code, names in expected.items():
        told = [flaw for flaw in found if flaw.code == code]
        if code == "flow.out_of_final":
            assert {drawn.transitions[flaw.path[1]].source[0] for flaw in told} == names
        else:
            assert {flaw.path[1] for flaw in told} == names
    assert {flaw.code for flaw in found} <= set(expected)


def test_reached_counts_the_beginning() -> None:
    assert reached({"a": {"b"}, "b": {"a"}}, ["a"]) == {"a", "b"}
    assert reached({}, ["a"]) == {"a"}
    assert reached({"a": {"b"}}, []) == set()


def test_a_workflow_from_elsewhere_is_checked_the_same() -> None:
    """A procedure may come over the API or out of a log: no file, so flaws stand at paths of keys."""
    sound = workflow([state("a"), state("b", True)], [("a", "b")])
    assert check(sound) == ()
    wrong = replace(
        sound,
        transitions={
            "t0": replace(sound.transitions["t0"], require=(Call("exec", {"code": "1"}),), target="c")
        },
    )
    assert [(flaw.code, flaw.path) for flaw in check(wrong)] == [
        ("name.unknown_state", ("transitions", "t0", "to")),
        ("name.unknown_guard", ("transitions", "t0", "require", "0")),
    ]
    [first, _] = check(wrong)
    assert first.line == 100
    assert first.finding().where == "transitions.t0.to"
    assert first.finding().code in CODES


def test_names_that_no_file_could_have() -> None:
    sound = workflow([state("a"), state("b", True)], [("a", "b")])
    other = replace(sound.transitions["t0"], name="t1")
    assert [flaw.code for flaw in check(replace(sound, transitions={"t0": other}))] == ["name.mismatch"]
    odd = replace(sound, name="W 1", roles={"*": Role(("rector",))})
    assert {flaw.code for flaw in check(odd)} == {"name.malformed", "name.unused_role", "name.unknown_role"}


def test_durations_that_no_file_could_have() -> None:
    sound = workflow([state("a"), state("b", True)], [("a", "b")])
    for wrong in (Deadline("t0", "soon"), Deadline("t0", "P1D", remind=("P0D",))):
        held = replace(sound, states={**sound.states, "a": replace(sound.states["a"], deadline=wrong)})
        assert [flaw.code for flaw in check(held)] == ["deadline.duration"]


def test_the_flow_is_looked_at_although_something_else_is_wrong() -> None:
    unused = workflow([state("a"), state("b"), state("c", True)], [("a", "c")])
    unused = replace(unused, roles={**unused.roles, "nobody": Role(("auditor",))})
    assert [flaw.code for flaw in check(unused)] == ["name.unused_role", "flow.unreachable", "flow.dead_end"]


def test_suggestions() -> None:
    assert meant("draf", ["draft", "agenda"]) == "did you mean 'draft'?"
    assert meant("xyz", ["draft", "agenda"]) == "use one of agenda, draft"
    assert meant("xyz", []) == "remove it"


def test_a_thousand_states_cost_little() -> None:
    """Linear: ten times the states at most forty times the time, however busy the machine."""

    def spent(count: int) -> float:
        chain = [state(f"s{n}") for n in range(count)] + [state("end", True)]
        edges = [(f"s{n}", f"s{n + 1}") for n in range(count - 1)] + [(f"s{count - 1}", "end")]
        drawn = workflow(chain, edges)
        best = 1e9
        for _ in range(3):
            began = time.process_time()
            assert list(flow(drawn)) == []
            best = min(best, time.process_time() - began)
        return best

    assert spent(2000) < 40 * max(spent(200), 1e-3)
