"""Procedures played before they run: the shipped test cases hold, and a wrong one is told as such."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from msgspec.structs import replace

from ecar_governance.definitions.library import bundled, load_file, places
from ecar_governance.domain.workflow import Workflow
from ecar_governance.errors import DefinitionInvalid, InvalidInput, NotFound
from ecar_governance.rehearsal.cast import Hall
from ecar_governance.rehearsal.chance import simulate
from ecar_governance.rehearsal.moves import hall_for
from ecar_governance.rehearsal.mutants import judge, mutants
from ecar_governance.rehearsal.play import Play
from ecar_governance.rehearsal.playing import run
from ecar_governance.rehearsal.script import Script, script_beside
from ecar_governance.rehearsal.script_reader import load_script, read_script
from ecar_governance.rehearsal.sights import sights

TESTED = sorted(name for name, path in bundled().items() if script_beside(path).exists())


def procedure(name: str) -> tuple[Workflow, Script]:
    path = bundled()[name]
    return load_file(path), load_script(script_beside(path))


@pytest.fixture(scope="module")
def resolution() -> Workflow:
    return load_file(bundled()["resolution"])


# --- the shipped cases -------------------------------------------------------------------------------------


def test_every_procedure_that_ships_has_cases() -> None:
    assert sorted(bundled()) == TESTED


@pytest.mark.parametrize("name", TESTED)
def test_the_cases_beside_a_procedure_hold_and_see_all_of_it(name: str) -> None:
    workflow, script = procedure(name)
    assert script.workflow == name
    result = run(workflow, script)
    assert result.failures == ()
    covered = result.coverage.of(workflow)
    assert covered.states.missing == ()
    assert covered.transitions.missing == ()
    assert covered.guards.share >= Fraction(3, 4)


@pytest.mark.parametrize("name", TESTED)
def test_nine_in_ten_faults_are_noticed(name: str) -> None:
    workflow, script = procedure(name)
    verdicts = judge(workflow, script)
    assert verdicts.killed >= Fraction(9, 10), [mutant.what for mutant in verdicts.survivors]


# --- a wrong case is told ----------------------------------------------------------------------------------

CASE = """\
tests: resolution
cases:
  - name: wrong
    when:
{steps}
    then: {then}
"""

WRONG = {
    "refused": ("      - {as: auditor, do: submit}", "{state: submitted}", 5, "refused: role.missing"),
    "not refused": (
        "      - {as: rector_1, do: submit, refused: [role.missing]}",
        "{state: draft}",
        5,
        "was expected to stand against it",
    ),
    "refused for something else": (
        "      - {as: auditor, do: submit, refused: [guard.text_in]}",
        "{state: draft}",
        5,
        "and not for guard.text_in",
    ),
    "state": ("      - {look: here}", "{state: agenda}", 3, "is in draft, not in agenda"),
    "state on the way": (
        "      - {as: rector_1, do: submit, then: {state: draft}}",
        "{}",
        5,
        "is in submitted, not in draft",
    ),
    "outcome": ("      - {look: here}", "{outcome: adopted}", 3, "outcome is open, not adopted"),
    "number": ("      - {look: here}", "{numbered: true}", 3, "has no number"),
    "published": ("      - {look: here}", "{published: true}", 3, "Nothing was published"),
    "open to": ("      - {look: here}", "{open_to: {auditor: [submit]}}", 3, "submit is not open to auditor"),
    "closed to": (
        "      - {look: here}",
        "{closed_to: {rector_1: [submit]}}",
        3,
        "is open to rector_1",
    ),
    "events": ("      - {look: here}", "{events: [VoteOpened]}", 3, "VoteOpened did not happen"),
    "nobody": ("      - {as: gardener, do: submit}", "{}", 5, "'gardener'"),
    "no vote": ("      - {vote: carried}", "{}", 5, "No vote is open"),
    "nothing to decide": ("      - {as: session_chair, casting: for}", "{}", 5, "No vote was put"),
    "no document": ("      - {sign: both}", "{}", 5, "no document"),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_case_that_goes_another_way_is_told_with_its_line(resolution: Workflow, what: str) -> None:
    steps, then, line, message = WRONG[what]
    script = read_script(CASE.format(steps=steps, then=then), "wrong.yaml")
    (failure,) = run(resolution, script).failures
    assert message in failure.message
    assert (failure.case, failure.line) == ("wrong", line)


MALFORMED = {
    "two things": ("- {do: submit, wait: P1D}", "A step does one thing"),
    "nothing": ("- {as: rector_1}", "A step does one thing"),
    "unknown key": ("- {doo: submit}", "has no key 'doo'"),
    "duration": ("- {wait: soon}", "is not a duration"),
    "verdict": ("- {vote: maybe}", "maybe"),
    "votes": ("- {vote: {for: many}}", "for"),
    "no step": ("- nonsense here", "'nonsense here' is not understood"),
    "no step but a look": ("- rector_1", "'rector_1' is not understood"),
    "a line that asks what is no number": ("- vote for=many", "vote.for is a whole number"),
    "a line with half a text": ("- rector_1 revise 'anew", "A quotation mark is missing."),
    "a list": ("- [rector_1, do, submit]", "is a mapping of keys"),
    "the chair's side": ("- {as: session_chair, casting: abstain}", "cannot be 'abstain'"),
}


@pytest.mark.parametrize("what", MALFORMED)
def test_a_malformed_case_is_told_with_file_line_and_column(what: str) -> None:
    step, message = MALFORMED[what]
    with pytest.raises(DefinitionInvalid) as caught:
        read_script(CASE.format(steps=f"      {step}", then="{}"), "wrong.yaml")
    assert any(message in f.message and f.where.startswith("wrong.yaml:5:") for f in caught.value.findings)


def test_a_procedure_without_cases_says_where_they_would_stand(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match=r"x\.test\.yaml"):
        load_script(script_beside(tmp_path / "x.yaml"))


def test_a_hall_that_cannot_be_is_refused() -> None:
    with pytest.raises(InvalidInput):
        Play(load_file(bundled()["resolution"]), Hall(members=4, present=5))


def test_a_notice_that_is_no_duration_is_told() -> None:
    text = CASE.format(steps="      - {look: here}", then="{}").replace(
        "    when:", "    given: {notice: soon}\n    when:"
    )
    with pytest.raises(DefinitionInvalid) as caught:
        read_script(text, "wrong.yaml")
    assert [finding.code for finding in caught.value.findings] == ["shape.duration"]


# --- faults ------------------------------------------------------------------------------------------------


def test_every_mutant_differs_from_the_original_in_one_place(resolution: Workflow) -> None:
    found = list(mutants(resolution))
    assert len({mutant.what for mutant in found}) == len(found) > 80
    for mutant in found:
        assert mutant.workflow != resolution
        parts = [
            sum(a != b for a, b in zip(left.values(), right.values(), strict=True))
            for left, right in (
                (resolution.states, mutant.workflow.states),
                (resolution.transitions, mutant.workflow.transitions),
                (resolution.roles, mutant.workflow.roles),
            )
        ]
        assert sum(parts) == 1, mutant.what


def test_every_mutant_has_the_line_of_what_is_wrong_in_it_also_in_a_part() -> None:
    files = set()
    for path in bundled().values():
        place = places(path)
        for mutant in mutants(load_file(path)):
            at = place(mutant.path)
            files.add(Path(at.file).parent.name)
            assert at.line > 0
            line = Path(at.file).read_text(encoding="utf-8").splitlines()[at.line - 1]
            assert line.strip().startswith(f"{mutant.path[-1]}:"), (mutant.what, at)
    assert files == {"workflows", "parts"}


def test_without_cases_nothing_but_the_checker_notices(resolution: Workflow) -> None:
    verdicts = judge(resolution, Script("resolution", "none", ()))
    assert {one.fate for one in verdicts.judged} == {"checker", "survived"}
    assert verdicts.killed_by_tests == 0


def test_a_prover_notices_what_cases_do_not(resolution: Workflow) -> None:
    verdicts = judge(resolution, Script("resolution", "none", ()), holds=lambda workflow: False)
    assert verdicts.killed == 1


# --- chance ------------------------------------------------------------------------------------------------


def test_the_same_seed_plays_the_same_cases(resolution: Workflow) -> None:
    first, again, other = (simulate(resolution, 40, seed) for seed in (1, 1, 2))
    assert first == again
    assert first != other
    assert sum(first.outcomes.values()) == sum(first.paths.values()) == 40
    shortest, middle, longest = first.lasted("withdrawn")
    assert timedelta(0) <= shortest <= middle <= longest
    with pytest.raises(ValueError, match="nowhere"):
        first.lasted("nowhere")


@pytest.mark.parametrize("name", sorted(bundled()))
def test_random_cases_of_what_ships_reach_every_outcome(name: str) -> None:
    """Forty cases at a time, four hundred at most: fields filled in or not, sponsors found, votes held."""
    workflow = load_file(bundled()[name])
    left = {state.outcome for state in workflow.states.values() if state.outcome}
    taken: set[str] = set()
    for seed in range(10):
        runs = simulate(workflow, 40, seed).runs
        left -= {run.outcome for run in runs}
        taken |= {one for run in runs for one in run.path}
        assert sum(not run.outcome for run in runs) * 5 < len(runs), "hardly any run comes to nothing"
        if not left:
            break
    assert not left
    assert len(taken) * 3 >= len(workflow.transitions) * 2, "two in three of the ways are taken"


@pytest.mark.parametrize(("name", "members"), [("assembly", 18), ("resolution", 6)])
def test_the_hall_suits_the_procedure(name: str, members: int) -> None:
    """Fifteen must be present where the assembly decides."""
    assert hall_for(load_file(bundled()[name])) == Hall(members=members, present=members)


def test_in_random_cases_the_chair_decides_where_the_members_are_equal() -> None:
    play = Play(load_file(bundled()["assembly"]), Hall(members=18, present=18))
    play.draft()
    play.act("secretariat", "place_on_agenda", {"session": "current"})
    play.act("session_chair", "open_vote", {})
    assert not play.waits_for_the_chair
    play.ballots({"for": 9, "against": 9})
    assert play.waits_for_the_chair
    assert play.case.state == ("voting",)
    assert play.casting("session_chair", "for") == ()
    assert (play.case.state, play.waits_for_the_chair) == (("signing",), False)


# --- what each party sees ----------------------------------------------------------------------------------


def test_every_role_sees_what_is_open_and_why_the_rest_is_not(resolution: Workflow) -> None:
    play = Play(resolution)
    play.draft(body="QA")
    seen = {(sight.role, sight.transition): [r.code for r in sight.reasons] for sight in sights(play)}
    assert seen["sponsor", "submit"] == []
    assert seen["secretariat", "submit"] == ["role.missing"]
    assert {role for role, _ in seen} == set(resolution.roles)


def test_a_role_that_nobody_holds_is_shown_as_empty(resolution: Workflow) -> None:
    play = Play(replace(resolution, version="9.9.9"), Hall(groups=()))
    play.draft()
    nobody = [sight for sight in sights(play) if sight.role == "working_group_chair"]
    assert {(sight.person, sight.transition) for sight in nobody} == {("", "submit"), ("", "withdraw")}
    assert all([one.code for one in sight.reasons] == ["role.missing"] for sight in nobody)
