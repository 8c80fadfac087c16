"""docs/workflows.md says everything that the language has, in the words of the registries, and no more."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

from ecar_governance.definitions import bundled, load_file, load_text
from ecar_governance.definitions.plans import PLAN, read_plan
from ecar_governance.definitions.reader import KINDS
from ecar_governance.domain.registry import InputKind, ParamKind
from ecar_governance.domain.voting import rule, thresholds
from ecar_governance.domain.workflow import MandateKind, Scope
from ecar_governance.rehearsal.beginnings import GIVEN
from ecar_governance.rehearsal.playing import run
from ecar_governance.rehearsal.script_reader import _STEP, _THEN, read_script

DOC = (Path(__file__).parents[2] / "docs" / "workflows.md").read_text()


def rows(heading: str) -> dict[str, list[str]]:
    """The rows of the first table under a heading, by the code in their first cell."""
    part = DOC.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    found = {}
    for line in part.splitlines():
        if match := re.match(r"\| `([^`]+)` \| (.*) \|$", line):
            found[match[1]] = match[2].split(" | ")
    return found


THRESHOLD_WORDS = ("Base", "Counting", "Counted", "Checked")
RULE_WORDS = (
    "Tie", "Abstaining", "Blank", "Invalid", "Absent", "Recused",
    "Parts", "OnVacancy", "OnEdit", "Withheld",
)  # fmt: skip


@pytest.mark.parametrize(
    "words",
    [
        MandateKind,
        Scope,
        InputKind,
        ParamKind,
        *(getattr(rule, name) for name in RULE_WORDS),
        *(getattr(thresholds, name) for name in THRESHOLD_WORDS),
    ],
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
    for keys, heading in ((GIVEN, "key of `given`"), (_STEP, "key of a step"), (_THEN, "key of `then`")):
        table = part.split(f"| {heading} |", 1)[1].split("\n\n", 1)[0]
        cells = [line.split(" | ", 1)[0] for line in table.splitlines()[2:]]
        told = [one for cell in cells for one in re.findall(r"`(\w+)`", cell)]
        assert sorted(told) == sorted(keys), heading
