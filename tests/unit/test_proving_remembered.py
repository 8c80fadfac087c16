"""A procedure is walked once, however often it is asked about; and never takes another one's answer."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from ecar_governance.definitions import bundled, library
from ecar_governance.definitions.canonical import definition_of, workflow_of
from ecar_governance.domain import proving
from ecar_governance.domain.proving import prove, remembering, walked
from ecar_governance.domain.workflow import Workflow


@pytest.fixture
def judges(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The bounds of all walks begun since, with nothing remembered from before."""
    begun: list[int] = []

    class Counted(proving.Judge):
        def __init__(self, workflow: Workflow, bound: int) -> None:
            begun.append(bound)
            super().__init__(workflow, bound)

    monkeypatch.setattr(proving, "Judge", Counted)
    for name in ("_PROOFS", "_WALKS"):
        monkeypatch.setattr(proving, name, remembering.Remembered())
    return begun


def assembly() -> Workflow:
    return library.load_file(bundled()["assembly"])


def test_from_other_lines_or_the_log_it_is_the_same_procedure(judges: list[int]) -> None:
    flow = assembly()
    moved = {name: replace(one, line=one.line + 7) for name, one in flow.transitions.items()}
    kept = workflow_of(definition_of(flow))
    turned = replace(flow, transitions=dict(reversed(flow.transitions.items())))
    shown, proof = walked(flow)
    assert [walked(one) for one in (replace(flow, transitions=moved), kept, turned)] == [(shown, proof)] * 3
    assert [prove(one) for one in (flow, kept)] == [proof] * 2
    assert len(judges) == 1


def test_what_was_proven_alone_is_not_proven_again_with_the_rest(judges: list[int]) -> None:
    flow = assembly()
    proof = prove(flow)
    assert walked(flow)[1] is proof
    assert walked(flow)[1] is proof
    assert len(judges) == 2, "its traps alone are looked for"


@pytest.mark.parametrize("what", ["transitions", "states", "invariants", "roles", "bound"])
def test_another_procedure_has_its_own_answer(judges: list[int], what: str) -> None:
    flow, bound = assembly(), 10_000
    other, least = flow, bound
    match what:
        case "transitions":
            rule = flow.transitions["open_vote"]
            other = replace(flow, transitions={**flow.transitions, "open_vote": replace(rule, require=())})
        case "states":
            state = flow.states["voting"]
            other = replace(flow, states={**flow.states, "voting": replace(state, deadline=None)})
        case "invariants":
            other = replace(flow, invariants=flow.invariants[1:])
        case "roles":
            role = next(iter(flow.roles))
            other = replace(flow, roles={**flow.roles, role: replace(flow.roles[role], mandates=("rector",))})
        case _:
            least = 3
    assert other != flow or least != bound
    before = prove(flow, bound)
    after = prove(other, least)
    assert len(judges) == 2
    assert (prove(flow, bound), prove(other, least)) == (before, after)
    assert len(judges) == 2


def test_so_many_are_remembered_and_no_more(judges: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembering, "MOST", 2)
    flow = assembly()
    for bound in (100, 200, 100, 300):
        prove(flow, bound)
    assert judges == [100, 200, 300]
    prove(flow, 100)
    assert judges == [100, 200, 300], "asked for last but one"
    prove(flow, 200)
    assert judges == [100, 200, 300, 200]
