"""A play knows that somebody takes no part, and a rule is only ever got wrong in a way that it can be."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from ecar_governance.definitions import bundled, load_file
from ecar_governance.domain.voting.methods.rules import BlockVote, Reserved
from ecar_governance.domain.workflow import Workflow
from ecar_governance.rehearsal.mutants import judge
from ecar_governance.rehearsal.play import Play
from ecar_governance.rehearsal.playing import begin, perform
from ecar_governance.rehearsal.script import script_beside
from ecar_governance.rehearsal.script_reader import load_script, read_step
from ecar_governance.rehearsal.typed import step_text
from ecar_governance.rehearsal.vote_mutants import of_vote


@pytest.fixture(scope="module")
def corrigendum() -> tuple[Path, Workflow]:
    path = bundled()["corrigendum"]
    return path, load_file(path)


@pytest.mark.parametrize(
    ("words", "institution"),
    [
        (["rector_2", "recuse", "our", "own", "text", "institution=U2"], "U2"),
        (["rector_2", "recuse"], ""),
    ],
)
def test_a_recusal_is_typed_as_it_is_written(
    corrigendum: tuple[Path, Workflow], words: list[str], institution: str
) -> None:
    _, workflow = corrigendum
    case = load_script(script_beside(bundled()["corrigendum"])).cases[0]
    stage = Play(workflow, case.hall)
    assert begin(stage, case) == ()
    assert perform(stage, read_step(step_text(words), "")) == ()
    [declared] = stage.case.recusals
    assert (declared.who, declared.institution) == ("rector_2", institution)


def test_without_the_prohibition_the_cases_fail(corrigendum: tuple[Path, Workflow]) -> None:
    """The one fault that no test could notice while nobody in a play could take no part."""
    path, workflow = corrigendum
    script = load_script(script_beside(path))
    cases = tuple(case for case in script.cases if "take no part" in case.name)
    survived = [one.what for one in judge(workflow, replace(script, cases=cases)).survivors]
    assert "without forbidding recused" not in " ".join(survived)


def test_fewer_seats_than_are_reserved_is_no_fault_that_can_be_made() -> None:
    vote = next(state.vote for state in load_file(bundled()["election"]).states.values() if state.vote)
    block = BlockVote(seats=2, reserved=(Reserved("gender", "woman", 2),), tie="lot")
    made = [what for what, _ in of_vote(replace(vote, rule=replace(vote.rule, election=block)))]
    assert "reserved as usual" in made
    assert "one seat fewer" not in made
    assert "seats as usual" not in made
