"""What can be said of a play in a test case can be typed, and comes to the same."""

from __future__ import annotations

import json
import shlex

import pytest
from msgspec.structs import replace

from ecar_governance.cli.interactive import Conversation, help_lines
from ecar_governance.definitions.library import bundled, load_file
from ecar_governance.errors import GovernanceError, InvalidInput
from ecar_governance.rehearsal.lines import beginning_of, step_of
from ecar_governance.rehearsal.play import Play
from ecar_governance.rehearsal.playing import begin, perform
from ecar_governance.rehearsal.script import Step, script_beside
from ecar_governance.rehearsal.script_reader import load_script, read_script
from ecar_governance.rehearsal.typed import ALONE, BY_SOMEBODY
from ecar_governance.rehearsal.values import Given

TESTED = sorted(name for name, path in bundled().items() if script_beside(path).exists())


def _value(value: Given) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(f'"{one}"' for one in value) + "]"
    return str(value)


def typed(step: Step) -> list[str]:
    """The step as words of a line."""
    pairs = [f"{name}={_value(value)}" for name, value in step.given.items()]
    fields = [f"{name}={_value(value)}" for name, value in step.fields.items()]
    match step.does:
        case "vote" if step.numbers:
            return ["vote", *(f"{name}={number}" for name, number in step.numbers.items())]
        case "elect":
            return ["elect", *(f"{marked}={number}" for marked, number in step.papers.items())]
        case "sign":
            return ["sign"]
        case "vote" | "wait" | "present" | "adjourn":
            return [step.does, step.word]
        case "set":
            return [step.who, "set", *fields]
        case "accept" | "stand_down":
            return [step.who or step.word, step.does, step.word]
        case verb:
            return [step.who, verb, step.word, *pairs, *fields]


@pytest.mark.parametrize("name", TESTED)
def test_every_shipped_case_comes_to_the_same_when_it_is_typed(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = bundled()[name]
    workflow = load_file(path)
    for case in load_script(script_beside(path)).cases:
        told, led = Play(workflow, case.hall), Play(workflow, case.hall)
        assert begin(told, case) == begin(led, case) == ()
        talk = Conversation(led)
        for step in case.steps:
            if step.does == "look":
                continue
            try:
                reasons = perform(told, step)
            except GovernanceError:
                reasons = ()
            capsys.readouterr()
            talk.obey(shlex.split(shlex.join(typed(step))))
            answer = capsys.readouterr().out
            assert answer.startswith("No: ") == bool(reasons), (case.name, typed(step), answer)
        assert talk.play.case == told.case, case.name
        assert talk.play.events == told.events, case.name


@pytest.mark.parametrize("name", TESTED)
def test_a_line_is_the_same_step_in_a_file_of_cases(name: str) -> None:
    path = script_beside(bundled()[name])
    for case in load_script(path).cases:
        told = [step for step in case.steps if step.does != "look"]
        lines = [shlex.join(typed(step)) for step in told]
        when = "".join(f"      - {json.dumps(line, ensure_ascii=False)}\n" for line in lines)
        text = f"tests: {name}\ncases:\n  - name: {case.name!r}\n    when:\n{when}    then: {{}}\n"
        [read] = read_script(text, "typed.test.yaml").cases
        assert [step.line for step in read.steps] == list(range(5, 5 + len(lines)))
        assert [replace(step, line=1) for step in read.steps] == [
            step_of(shlex.split(line)) for line in lines
        ]


def test_the_help_has_every_verb() -> None:
    said = "\n".join(line for line, _ in help_lines()).split()
    assert {*ALONE, *BY_SOMEBODY} <= set(said)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("nonsense here", "is not understood"),
        ("rector_1 do", "is not understood"),
        ("rector_1 do submit now", "'now' is not a field"),
        ("rector_1 set", "is not understood"),
        ("rector_1 casting maybe", "casting cannot be 'maybe'"),
        ("vote maybe", "carried, lost, voided or closed"),
        ("vote for=many", "vote.for is a whole number"),
        ("vote all=3", "vote has no key 'all'"),
        ("elect rector_1", "says no number of papers"),
        ("wait long", "is not a duration"),
        ("present few", "present is a whole number"),
        ("sign here now", "is not understood"),
    ],
)
def test_what_is_no_step_is_told(line: str, why: str) -> None:
    with pytest.raises(InvalidInput, match=why):
        step_of(line.split())


def test_a_play_begins_as_a_test_case_does() -> None:
    told = {"members": "18", "session": "false", "sponsors": "U1,U2", "text": "az", "at": "2026-12-01T10:00"}
    case = beginning_of({**told, "fields": "{urgency: now}"})
    assert (case.hall.members, case.hall.present, case.hall.session) == (18, 18, False)
    assert (case.sponsors, case.text, case.fields) == (("U1", "U2"), ("az",), {"urgency": "now"})
    assert f"{case.hall.at:%d.%m %H:%M}" == "01.12 10:00"
    with pytest.raises(InvalidInput, match="present is a whole number from 0 to 3"):
        beginning_of({"members": "3", "present": "4"})
    with pytest.raises(InvalidInput, match="called chairs"):
        beginning_of({"chairs": "4"})
