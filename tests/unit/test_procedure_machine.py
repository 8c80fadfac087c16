"""The machine: held against stock `transitions`, complete in its refusals, deaf to what YAML might say."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from typing import Any, get_args, get_type_hints

import pytest
import transitions
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from rpds import HashTrieMap

from ecar_governance.domain import machine
from ecar_governance.domain.configuration import Move
from ecar_governance.domain.decision import Context, Reason, Refused
from ecar_governance.domain.events import Actor, Manifest
from ecar_governance.domain.guards import Guard
from ecar_governance.domain.inputs import input_reasons
from ecar_governance.domain.options import options
from ecar_governance.domain.registry import REASONS, InputKind
from ecar_governance.domain.state import Body, Case, Conference, Institution, Mandate, Person, Session
from ecar_governance.domain.workflow import Call, Deadline, Field, Role, State, Transition, Workflow
from ecar_governance.errors import DefinitionInvalid

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
NAMES = {"az": "x", "en": "x"}


def workflow(states: list[State], rules: list[Transition]) -> Workflow:
    return Workflow(
        "w", "1.0.0", NAMES, "qerar", states[0].name,
        {"office": Role(("secretariat",)), "member": Role(("rector",), "case_institution")},
        {state.name: state for state in states}, {rule.name: rule for rule in rules},
    )  # fmt: skip


def rule(name: str, source: str, target: str, **more: Any) -> Transition:
    by = () if more.get("trigger") else ("office",)
    return Transition(name, NAMES, tuple(source.split()), target, **{"by": by, **more})


def mandate(name: str, person: str, kind: Any, institution: str = "") -> Mandate:
    return Mandate(name, person, kind, institution, "", "", "", NOW - timedelta(days=1), None)


MANDATES = (
    mandate("m-office", "olga", "secretariat"),
    mandate("m-second", "olga", "secretariat"),
    mandate("m-rector", "rena", "rector", "KHAZAR"),
)
CONFERENCE = Conference(
    mandates=HashTrieMap({m.mandate: m for m in MANDATES}),
    persons=HashTrieMap(
        {"olga": Person("olga", "", ("m-office", "m-second")), "rena": Person("rena", "", ("m-rector",))}
    ),
    institutions=HashTrieMap({"KHAZAR": Institution("KHAZAR", "member", "AZ", "", ())}),
    bodies=HashTrieMap({"plenary": Body("plenary", "plenary", {})}),
    sessions=HashTrieMap(
        {"s-1": Session("s-1", "plenary", 1, NOW + timedelta(days=3), "Asia/Baku", {}, "convened", NOW)}
    ),
)
OLGA = Context(Actor("person", "olga", "m-office"), NOW)
RENA = Context(Actor("person", "rena", "m-rector", "KHAZAR"), NOW)


def case(*leaves: str, definition: str = "h") -> Case:
    return Case(
        "case-1", "2026-1", "w", definition, leaves, 1, "KHAZAR", RENA.actor, Manifest({}, {}, "az"), "", 1,
        (), "", NOW, NOW,
    )  # fmt: skip


# --- against stock transitions ------------------------------------------------------------------------------


class Model:
    pass


@st.composite
def random_walks(draw: st.DrawFn) -> tuple[Workflow, dict[str, bool], list[str]]:
    states = [f"s{n}" for n in range(draw(st.integers(1, 6)))]
    some = st.sampled_from(states)
    guards = {f"g{n}": draw(st.booleans()) for n in range(4)}
    rules = [
        rule(
            f"t{n}",
            " ".join(draw(st.lists(some, min_size=1, max_size=4, unique=True))),
            draw(some),
            require=tuple(Call(name) for name in draw(st.lists(st.sampled_from([*guards]), max_size=3))),
            rank=n,
        )
        for n in range(draw(st.integers(1, 8)))
    ]
    walk = draw(st.lists(st.sampled_from([one.name for one in rules] + ["nowhere"]), max_size=25))
    return workflow([State(name, NAMES) for name in states], rules), guards, walk


def guard(name: str, holds: bool) -> Guard:
    def answer(*_: Any) -> Reason | None:
        return None if holds else Reason(f"guard.{name}")

    return answer


@settings(max_examples=150)
@given(random_walks())
def test_the_same_moves_as_stock_transitions(drawn: tuple[Workflow, dict[str, bool], list[str]]) -> None:
    """On random workflows and walks: what stock takes we take, to the same state; what it refuses we refuse,
    naming each guard that fails and no other."""
    flow, truth, walk = drawn
    logging.getLogger("transitions").setLevel(logging.ERROR)
    model: Any = Model()
    transitions.Machine(
        model=model,
        states=list(flow.states),
        initial=flow.initial,
        auto_transitions=False,
        transitions=[
            {
                "trigger": one.name,
                "source": list(one.source),
                "dest": one.target,
                "conditions": [lambda name=call.name: truth[name] for call in one.require],
            }
            for one in flow.transitions.values()
        ],
    )
    ours = machine.Procedure(flow, {name: guard(name, holds) for name, holds in truth.items()})
    leaves: tuple[str, ...] = (flow.initial,)

    def judge(asked: Transition, source: str) -> tuple[Reason, ...]:
        assert (source,) == leaves
        return ours.guard_reasons(asked, source, CONFERENCE, case(*leaves), OLGA, {})

    for name in walk:
        try:
            taken = bool(model.trigger(name))
        except (transitions.MachineError, AttributeError):
            assert ours.take(name, leaves, judge) is None
            continue
        answer = ours.take(name, leaves, judge)
        if taken:
            assert isinstance(answer, Move)
            leaves = answer.leaves
        else:
            assert isinstance(answer, Refused)
            failing = {
                f"guard.{call.name}" for call in flow.transitions[name].require if not truth[call.name]
            }
            assert {reason.code for reason in answer.reasons} == failing
            assert len(answer.reasons) == len(failing)
        assert leaves == (model.state,)


@given(st.integers(1, 5), st.data())
def test_other_leaves_stay_where_they_are(count: int, data: st.DataObject) -> None:
    leaves = tuple(f"s{n}" for n in range(count))
    flow = workflow([State(name, NAMES) for name in (*leaves, "end")], [rule("go", " ".join(leaves), "end")])
    procedure = machine.Procedure(flow)
    here = data.draw(st.sampled_from(leaves))
    others = tuple(name for name in leaves if name != here)
    moved = procedure.tree.move(leaves, here, "end")
    assert moved == Move(here, tuple(sorted((*others, "end"))), (here,), ("end",))
    assert procedure.take("go", leaves, lambda *_: ()) == procedure.tree.move(leaves, leaves[0], "end")
    assert procedure.take("go", ("end",), lambda *_: ()) is None


def test_the_machine_has_no_model_no_callback_and_no_way_past_the_graph() -> None:
    flow = workflow([State("a", NAMES), State("b", NAMES)], [rule("go", "a", "b")])
    made = machine.machine_of("sha256:x", flow)
    assert machine.machine_of("sha256:x", flow) is made
    assert machine.machine_of("sha256:x", replace(flow, title={"az": "y"})) is not made
    assert made.machine.models == []
    assert sorted(made.machine.events) == ["go"]
    for event in made.machine.events.values():
        for ways in event.transitions.values():
            assert all(not (w.conditions or w.before or w.after or w.prepare) for w in ways)
    assert all(not (state.on_enter or state.on_exit) for state in made.machine.states.values())


@pytest.mark.parametrize("name", ["*", "=", "os.system", "_leaves", "", "Draft", "a b", "ə", "a" * 65])
@pytest.mark.parametrize("where", ["state", "source", "target", "transition", "initial"])
def test_a_name_that_transitions_might_take_for_something_else_is_refused(name: str, where: str) -> None:
    if where == "target" and not name:
        return  # without a target a transition stays where it is
    a, b, go = State("a", NAMES), State("b", NAMES), rule("go", "a", "b")
    flow = workflow([a, b], [go])
    broken = {
        "state": replace(flow, states={**flow.states, name: State(name, NAMES)}),
        "source": replace(flow, transitions={"go": replace(go, source=(name,))}),
        "target": replace(flow, transitions={"go": replace(go, target=name)}),
        "transition": replace(flow, transitions={name: replace(go, name=name)}),
        "initial": replace(flow, initial=name),
    }[where]
    with pytest.raises(DefinitionInvalid) as error:
        machine.Procedure(broken)
    assert {finding.code for finding in error.value.findings} == {"name.malformed"}


def test_a_guard_that_is_not_registered_is_refused_by_name() -> None:
    flow = workflow([State("a", NAMES)], [rule("go", "a", "a", require=(Call("os.system"),))])
    with pytest.raises(DefinitionInvalid) as error:
        machine.Procedure(flow)
    assert [finding.code for finding in error.value.findings] == ["name.unknown_guard"]


# --- what a person may do ---------------------------------------------------------------------------------


FLOW = workflow(
    [
        State("draft", NAMES, deadline=Deadline("late", "P1D")),
        State("agenda", NAMES),
        State("end", NAMES, final=True, outcome="done"),
    ],
    [
        rule("place", "draft", "agenda", rank=0, require=(Call("session_convened"), Call("on_agenda")),
             inputs=(Field("session", "session"),)),
        rule("tell", "draft", "draft", rank=1, by=("member", "office")),
        rule("late", "draft", "agenda", rank=2, trigger="deadline"),
        rule("other", "draft", "agenda", rank=3, trigger="deadline"),
        rule("finish", "agenda", "end", rank=4, by=("member",)),
    ],
)  # fmt: skip


def codes(answer: tuple[str, ...] | Refused) -> list[str]:
    assert isinstance(answer, Refused), answer
    for reason in answer.reasons:
        assert REASONS[reason.code].format(**reason.params)
    return [reason.code for reason in answer.reasons]


def test_every_reason_is_given_at_once() -> None:
    answer = machine.move(FLOW, CONFERENCE, case("agenda"), "place", RENA, {"sesion": "s-1"})
    assert codes(answer) == [
        "transition.not_from_here", "role.missing", "input.missing", "input.unknown", "guard.on_agenda",
    ]  # fmt: skip
    assert isinstance(answer, Refused)
    assert answer.reasons[0].params == {"state": "agenda", "sources": "draft"}
    assert answer.reasons[1].who == ("office",)


@pytest.mark.parametrize(
    ("transition", "context", "inputs", "expected"),
    [
        ("tell", OLGA, {}, []),
        ("tell", RENA, {}, []),
        ("fly", OLGA, {}, ["transition.unknown"]),
        ("late", OLGA, {}, ["transition.by_system"]),
        ("finish", RENA, {}, ["transition.not_from_here"]),
        ("tell", Context(Actor("system"), NOW), {}, ["role.person_needed"]),
        ("tell", Context(Actor("person", "olga", "m-rector"), NOW), {}, ["role.not_your_mandate"]),
        ("tell", Context(Actor("person", "olga", "m-office"), NOW - timedelta(days=2)), {},
         ["role.mandate_not_in_force"]),
        ("tell", OLGA, {"note": "x"}, ["input.unknown"]),
        ("place", OLGA, {"session": "s-1"}, ["guard.on_agenda"]),
        ("place", OLGA, {"session": "s-9"}, ["input.no_such", "guard.on_agenda"]),
    ],
)  # fmt: skip
def test_a_move(transition: str, context: Context, inputs: dict[str, Any], expected: list[str]) -> None:
    answer = machine.move(FLOW, CONFERENCE, case("draft"), transition, context, inputs)
    if expected:
        assert codes(answer) == expected
    else:
        assert answer == Move("draft", ("draft",), ("draft",), ("draft",))


def test_options_show_what_is_open_and_why_the_rest_is_not() -> None:
    found = options(FLOW, CONFERENCE, case("draft"), OLGA)
    assert [(one.transition.name, [r.code for r in one.reasons], one.mandates) for one in found] == [
        ("place", ["guard.on_agenda"], ("m-office", "m-second")),
        ("tell", [], ("m-office", "m-second")),
    ]
    nobody = options(FLOW, CONFERENCE, case("agenda"), Context(Actor("person", "zoe"), NOW))
    assert [(one.transition.name, one.reasons) for one in nobody] == [
        ("finish", (Reason("role.missing", who=("member",)),))
    ]


def test_options_take_only_mandates_in_force() -> None:
    past = replace(MANDATES[0], until=NOW)
    [_, tell] = options(FLOW, CONFERENCE, case("draft"), OLGA, (past,))
    assert tell.mandates == ()
    assert [reason.code for reason in tell.reasons] == ["role.missing"]


def test_a_final_state_leaves_nothing_open() -> None:
    assert options(FLOW, CONFERENCE, case("end"), OLGA) == ()


@pytest.mark.parametrize(
    ("leaves", "trigger", "state", "expected"),
    [
        (("draft",), "deadline", "draft", "late"),
        (("draft",), "vote_carried", "draft", None),
        (("agenda",), "deadline", "draft", None),
        (("draft",), "person", "draft", None),
    ],
)
def test_what_the_system_takes(
    leaves: tuple[str, ...], trigger: Any, state: str, expected: str | None
) -> None:
    found = machine.automatic(FLOW, case(*leaves), trigger, state)
    assert (found.name if found else None) == expected


# --- inputs -----------------------------------------------------------------------------------------------

DIGEST = "sha256:" + "0f" * 32
FIELDS: dict[str, tuple[Field, list[Any], list[tuple[Any, str]]]] = {
    "text": (
        Field("x", "text"), [DIGEST],
        [("free text", "input.kind"), (3, "input.kind"), ("", "input.missing")],
    ),
    "file": (Field("x", "file"), [DIGEST], [("sha256:0F", "input.kind"), ((), "input.missing")]),
    "choice": (
        Field("x", "choice", choices=("a", "b")), ["a", "b"],
        [("c", "input.choice"), (1, "input.kind")],
    ),
    "integer": (
        Field("x", "integer"), [0, 7], [(-1, "input.kind"), ("7", "input.kind"), (True, "input.kind"),
                                        (("7",), "input.kind")],
    ),
    "session": (Field("x", "session"), ["s-1"], [("s-2", "input.no_such"), (("s-1",), "input.kind")]),
    "institution": (Field("x", "institution"), ["KHAZAR"], [("BEU", "input.no_such")]),
    "date": (
        Field("x", "date"), ["2026-11-23"],
        [("2026-02-30", "input.kind"), ("23.11.2026", "input.kind"), (20261123, "input.kind")],
    ),
    "party": (Field("x", "party"), ["KHAZAR", "anybody"], [(3, "input.kind"), (("a",), "input.kind")]),
    "paragraphs": (
        Field("x", "paragraphs"), ["2", "2, 4-5", "1;3", "0"],
        [("two", "input.kind"), ("5-4", "input.kind"), ("1,", "input.kind"), (2, "input.kind")],
    ),
    "tally": (
        Field("x", "tally"), [("12 a", "4 b")],
        [("12 a", "input.kind"), (("a",), "input.kind"), (("4 b", 3), "input.kind")],
    ),
    "weight": (
        Field("x", "weight"), ["0", "7", "53/2"],
        [("26.5", "input.kind"), ("106/4", "input.kind"), ("-1", "input.kind"), (7, "input.kind")],
    ),
    "opinion": (Field("x", "opinion"), ["1"], [(1, "input.kind"), ("", "input.missing")]),
    "persons": (
        Field("x", "persons"), [("olga",), ("olga", "rena")],
        [("olga", "input.kind"), (("olga", "olga"), "input.twice"), (("zoe",), "input.no_such"),
         (("olga", 3), "input.kind")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", FIELDS)
def test_inputs_are_of_their_kind(kind: str) -> None:
    field, good, bad = FIELDS[kind]
    for value in good:
        assert input_reasons(CONFERENCE, (field,), {"x": value}) == ()
    for value, code in bad:
        found = input_reasons(CONFERENCE, (field,), {"x": value})
        assert [reason.code for reason in found] == [code], value
        assert REASONS[code].format(**found[0].params)
    assert [r.code for r in input_reasons(CONFERENCE, (field,), {})] == ["input.missing"]
    assert input_reasons(CONFERENCE, (replace(field, required=False),), {}) == ()


def test_every_kind_of_input_is_tried() -> None:
    assert set(FIELDS) == set(get_args(InputKind)) == set(get_args(get_type_hints(Field)["kind"]))
