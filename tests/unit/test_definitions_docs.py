"""docs/workflows.md says everything that the language has, in the words of the registries, and no more."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

from ecar_governance.definitions import bundled, findings, load_file, load_text
from ecar_governance.definitions.plans import PLAN, read_plan
from ecar_governance.definitions.reader import KINDS
from ecar_governance.domain import effects, flaws, registry
from ecar_governance.domain.registry import EffectSpec, GuardSpec, InputKind, ParamKind
from ecar_governance.domain.voting.rule import Base, Counted, OnVacancy, Tie
from ecar_governance.domain.workflow import MandateKind, Scope, Trigger
from ecar_governance.rehearsal.playing import run
from ecar_governance.rehearsal.script import _GIVEN, _STEP, _THEN, read_script

DOC = (Path(__file__).parents[2] / "docs" / "workflows.md").read_text()


def rows(heading: str) -> dict[str, list[str]]:
    """The rows of the first table under a heading, by the code in their first cell."""
    part = DOC.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    found = {}
    for line in part.splitlines():
        if match := re.match(r"\| `([^`]+)` \| (.*) \|$", line):
            found[match[1]] = match[2].split(" | ")
    return found


def test_every_trigger_is_documented() -> None:
    assert rows("Triggers") == {name: [told] for name, told in registry.TRIGGERS.items()}
    assert set(registry.TRIGGERS) == set(get_args(Trigger))


def mentions(spec: GuardSpec | EffectSpec) -> tuple[dict[str, str], dict[str, str]]:
    taken: dict[str, str] = {**spec.inputs}
    if isinstance(spec, EffectSpec):
        taken |= {**spec.optional, **spec.earlier}
    return {**spec.params}, taken


@pytest.mark.parametrize(
    ("heading", "specs"),
    [
        ("Guards", registry.GUARDS),
        ("Prohibitions", registry.FORBIDS),
        ("Effects", registry.EFFECTS),
    ],
)
def test_every_guard_and_effect_is_documented(
    heading: str, specs: dict[str, GuardSpec] | dict[str, EffectSpec]
) -> None:
    documented = rows(heading)
    assert set(documented) == set(specs)
    for name, (sentence, params, inputs) in documented.items():
        assert sentence == specs[name].sentence
        for told, cell in zip(mentions(specs[name]), (params, inputs), strict=True):
            assert dict(re.findall(r"`(\w+)` \((\w+)", cell)) == told
            assert (cell == "none") == (not told)


def test_every_effect_is_carried_out() -> None:
    assert set(effects.EFFECTS) == set(registry.EFFECTS)


def test_every_finding_is_documented() -> None:
    known = {**findings.CODES, **flaws.CODES}
    assert rows("Findings of the checker") == {code: [told] for code, told in known.items()}


def test_every_reason_is_documented() -> None:
    assert rows("Reasons of a refusal") == {code: [told] for code, told in registry.REASONS.items()}


@pytest.mark.parametrize(
    "words",
    [MandateKind, Scope, InputKind, ParamKind, Base, Counted, OnVacancy, Tie],
)
def test_every_word_is_documented(words: object) -> None:
    assert [word for word in get_args(words) if f"`{word}`" not in DOC] == []


def test_every_kind_of_decision_is_documented() -> None:
    assert [word for word in KINDS if f"`{word}`" not in DOC] == []


def test_the_example_is_a_whole_procedure() -> None:
    text = DOC.split("```yaml\n", 1)[1].split("```", 1)[0]
    assert load_text(text, "docs/workflows.md").name == "motion"


def test_the_plan_of_a_migration_that_is_shown_is_one() -> None:
    text = re.search(r"<!-- plan: .*?-->\n```yaml\n(.*?)```", DOC, re.S)
    assert text is not None
    plan = read_plan(text[1], "plan.yaml")
    assert plan.fields == {"cost": "price", "remark": ""}
    assert set(rows("Versions, and cases under way")) >= {"migrate", "resolution", "states", "deadlines"}
    assert {key for key in PLAN if f"`{key}`" not in DOC} == set()


def test_the_test_cases_of_the_page_hold_and_every_key_of_theirs_is_told() -> None:
    part = DOC.split("\n## Test cases\n", 1)[1].split("\n## ", 1)[0]
    text = part.split("```yaml\n", 1)[1].split("```", 1)[0]
    result = run(load_file(bundled()["circular"]), read_script(text, "page"))
    assert result.failures == ()
    for keys, heading in ((_GIVEN, "key of `given`"), (_STEP, "key of a step"), (_THEN, "key of `then`")):
        table = part.split(f"| {heading} |", 1)[1].split("\n\n", 1)[0]
        cells = [line.split(" | ", 1)[0] for line in table.splitlines()[2:]]
        told = [one for cell in cells for one in re.findall(r"`(\w+)`", cell)]
        assert sorted(told) == sorted(keys), heading
