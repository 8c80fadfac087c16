"""Findings as SARIF: by the standard's own schema, and nothing lost on the way."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft4Validator, ValidationError
from support.definitions_kit import REVIEW

import ecar_governance
from ecar_governance.cli.main import main
from ecar_governance.definitions import bundled, check, findings, sarif
from ecar_governance.definitions.az.codes import CODES as AZERBAIJANI
from ecar_governance.definitions.sarif import report
from ecar_governance.domain import flaws

ROOT = Path(ecar_governance.__file__).parent

DATA = Path(__file__).parents[1] / "data" / "sarif"
SCHEMA = (DATA / "sarif-schema-2.1.0.json").read_bytes()
VALIDATOR = Draft4Validator(json.loads(SCHEMA))
"""The standard's own schema."""


def test_the_schema_is_the_one_whose_source_is_noted() -> None:
    assert sha256(SCHEMA).hexdigest() in (DATA / "README.md").read_text(encoding="utf-8")
    assert json.loads(SCHEMA)["id"] == sarif.SCHEMA
    Draft4Validator.check_schema(json.loads(SCHEMA))


def test_every_finding_is_in_the_report_at_its_place(tmp_path: Path) -> None:
    path = tmp_path / "rəy 1.yaml"
    path.write_text(
        REVIEW.replace("to: opinions, on: joined", "to: opinion, on: joined").replace("P30D", "30")
    )
    found = check(path)
    told = report(found)
    VALIDATOR.validate(json.loads(json.dumps(told)))
    [run] = told["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["name.unknown_state", "shape.duration"]
    for one, result in zip(found, run["results"], strict=True):
        place = result["locations"][0]["physicalLocation"]
        assert result["ruleId"] == rules[result["ruleIndex"]]["id"] == one.code
        assert place["region"]["startLine"] == one.line
        assert place["region"]["startColumn"] == one.column
        assert place["region"]["snippet"]["text"] == one.excerpt
        assert place["artifactLocation"]["uri"] == path.as_uri()
        assert one.message in result["message"]["text"]
        assert one.fix in result["message"]["text"]


BROKEN = (
    bundled()["resolution"]
    .read_text(encoding="utf-8")
    .replace(
        "transitions:\n",
        "transitions:\n  slip:\n    title: {az: Keçir, en: Slip}\n    from: submitted\n    to: adopted\n"
        "    by: [secretariat]\n",
        1,
    )
)


def test_a_counter_example_is_a_flow_of_one_thread_step_by_step(tmp_path: Path) -> None:
    """Each step with its own place, the first where a case begins, the last where the promise is broken."""
    path = tmp_path / "resolution.yaml"
    path.write_text(BROKEN, encoding="utf-8")
    found = check(path)
    told = report(found)
    VALIDATOR.validate(json.loads(json.dumps(told)))
    flows = {
        one.code: result.get("codeFlows")
        for one, result in zip(found, told["runs"][0]["results"], strict=True)
    }
    shown = [one for one in found if one.steps]
    assert any(one.code.startswith("invariant.") for one in shown)
    assert [code for code, flow in flows.items() if flow] == [one.code for one in shown]
    for one in shown:
        [thread] = flows[one.code][0]["threadFlows"]
        places = [step["location"]["physicalLocation"] for step in thread["locations"]]
        assert [step["location"]["message"]["text"] for step in thread["locations"]] == [
            step.told for step in one.steps
        ]
        assert [place["region"]["startLine"] for place in places] == [step.line for step in one.steps]
        uris = {place["artifactLocation"]["uri"] for place in places}
        assert path.as_uri() in uris
        lines = path.read_text(encoding="utf-8").splitlines()
        assert lines[one.steps[-1].line - 1].strip() == "slip:"


WRITTEN = {
    "clean": (bundled()["resolution"].read_bytes(), 0, set()),
    "names": (bundled()["resolution"].read_bytes().replace(b"to: wg_review", b"to: wg_revue", 1), 1,
              {"name.unknown_state"}),
    "a warning": (bundled()["resolution"].read_bytes().replace(
        b"  draft:\n", b"  draft:\n    waits_for: {az: A, en: A}\n", 1), 0, {"flow.unwatched"}),
    "counter-example": (BROKEN.encode(), 1, {"invariant.never_without"}),
    "no YAML": (b"workflow: [a\nversion: }", 1, {"yaml.syntax"}),
    "no UTF-8": (b"workflow: \xff\xfe", 1, {"yaml.encoding"}),
    "empty": (b"", 1, {"yaml.documents"}),
}  # fmt: skip


@pytest.mark.parametrize("lang", ["en", "az"])
@pytest.mark.parametrize("case", WRITTEN)
def test_what_the_command_prints_is_sarif_by_the_standard_s_schema(
    tmp_path: Path, case: str, lang: str
) -> None:
    text, code, expected = WRITTEN[case]
    path = tmp_path / "rəy 1.yaml"
    path.write_bytes(text)
    asked = ["workflow", "check", str(path), "--sarif", "--lang", lang]
    done = CliRunner().invoke(main, asked)
    assert done.exit_code == code, done.output
    told = json.loads(done.stdout)
    VALIDATOR.validate(told)
    codes = {result["ruleId"] for result in told["runs"][0]["results"]}
    assert codes >= expected
    assert bool(codes) == bool(expected)
    assert ("codeFlows" in done.stdout) == (case == "counter-example")


MISTAKES: dict[str, Callable[[dict[str, Any]], Any]] = {
    "no version": lambda told: told.pop("version"),
    "no runs": lambda told: told.pop("runs"),
    "no tool": lambda told: told["runs"][0].pop("tool"),
    "no message": lambda told: flawed(told).pop("message"),
    "another level": lambda told: flawed(told).update(level="fatal"),
    "another word": lambda told: flawed(told).update(hint="mend it"),
    "line 0": lambda told: flawed(told)["locations"][0]["physicalLocation"]["region"].update(startLine=0),
    "no thread": lambda told: flawed(told)["codeFlows"][0].update(threadFlows=[]),
    "no steps": lambda told: flawed(told)["codeFlows"][0]["threadFlows"][0].update(locations=[]),
    "a language": lambda told: told["runs"][0].update(language="Azərbaycan"),
}


def flawed(told: dict[str, Any]) -> dict[str, Any]:
    """The result with a counter-example."""
    found: dict[str, Any] = next(one for one in told["runs"][0]["results"] if "codeFlows" in one)
    return found


@pytest.mark.parametrize("mistake", MISTAKES)
def test_the_schema_is_strict_where_a_report_could_go_wrong(tmp_path: Path, mistake: str) -> None:
    path = tmp_path / "resolution.yaml"
    path.write_text(BROKEN, encoding="utf-8")
    told = json.loads(json.dumps(report(check(path))))
    VALIDATOR.validate(told)
    MISTAKES[mistake](told)
    with pytest.raises(ValidationError):
        VALIDATOR.validate(told)


def test_in_azerbaijani_the_rules_too_are_told_in_it(tmp_path: Path) -> None:
    path = tmp_path / "resolution.yaml"
    path.write_text(BROKEN, encoding="utf-8")
    found = check(path)
    told = report(found, "az")
    VALIDATOR.validate(json.loads(json.dumps(told)))
    [run] = told["runs"]
    assert run["language"] == "az"
    english = report(found)["runs"][0]
    for mine, other in zip(run["tool"]["driver"]["rules"], english["tool"]["driver"]["rules"], strict=True):
        assert mine["id"] == other["id"]
        assert mine["shortDescription"]["text"] != other["shortDescription"]["text"]
    assert run["results"][0]["message"]["text"] != english["results"][0]["message"]["text"]


def test_every_code_that_the_source_gives_is_described_in_both_languages(tmp_path: Path) -> None:
    """Else a report of it could not be made."""
    described = {**findings.CODES, **flaws.CODES}
    assert set(AZERBAIJANI) == set(described)
    sources = [*ROOT.joinpath("definitions").rglob("*.py"), *ROOT.joinpath("domain").rglob("*.py")]
    text = "".join(path.read_text(encoding="utf-8") for path in sources)
    given = set(re.findall(r'(?:Flaw|wrong|add)\(\s*f?"((?:[a-z]+)\.[a-z_]+)"', text))
    assert len(given) > 80
    assert given - set(described) == set()


def test_a_relative_file_stays_relative(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a b.yaml").write_text("workflow: a\n")
    monkeypatch.chdir(tmp_path)
    told = report(check(Path("a b.yaml")))
    uris = {
        result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        for result in told["runs"][0]["results"]
    }
    assert uris == {"a%20b.yaml"}
