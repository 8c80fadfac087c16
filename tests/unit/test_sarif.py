"""Findings as SARIF: what the standard asks of the objects that are used, and nothing lost on the way."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator, ValidationError
from support.definitions_kit import REVIEW

import ecar_governance
from ecar_governance.definitions import bundled, check, findings
from ecar_governance.definitions.az.codes import CODES as AZERBAIJANI
from ecar_governance.definitions.sarif import report
from ecar_governance.domain import flaws

ROOT = Path(ecar_governance.__file__).parent

TEXT = {"type": "object", "required": ["text"], "properties": {"text": {"type": "string", "minLength": 1}}}


def closed(required: list[str], **properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "required": required,
        "properties": properties,
        "additionalProperties": False,
    }


# OASIS SARIF 2.1.0: sarifLog is section 3.13, run 3.14, toolComponent 3.19, result 3.27, location 3.28,
# physicalLocation 3.29, region 3.30, codeFlow 3.36, threadFlow 3.37, threadFlowLocation 3.38 and
# reportingDescriptor 3.49. Only what a report may hold here. A code flow has one thread flow or more, a
# thread flow one location or more, of which each is a location with the message that is shown beside it.
PLACE = closed(
    ["artifactLocation"],
    artifactLocation=closed([], uri={"type": "string", "format": "uri-reference"}),
    region=closed(
        [],
        startLine={"type": "integer", "minimum": 1},
        startColumn={"type": "integer", "minimum": 1},
        snippet=TEXT,
    ),
)
STEP = closed(
    ["location"], location=closed(["physicalLocation", "message"], physicalLocation=PLACE, message=TEXT)
)
STANDARD = closed(
    ["version", "runs"],
    **{"$schema": {"type": "string", "format": "uri"}},
    version={"const": "2.1.0"},
    runs={
        "type": "array",
        "items": closed(
            ["tool"],
            tool=closed(
                ["driver"],
                driver=closed(
                    ["name"],
                    name={"type": "string"},
                    version={"type": "string"},
                    rules={
                        "type": "array",
                        "uniqueItems": True,
                        "items": closed(["id"], id={"type": "string"}, shortDescription=TEXT),
                    },
                ),
            ),
            language={"type": "string", "pattern": "^[a-z]{2}(-[A-Z]{2})?$"},
            columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
            results={
                "type": "array",
                "items": closed(
                    ["message"],
                    ruleId={"type": "string"},
                    ruleIndex={"type": "integer", "minimum": -1},
                    level={"enum": ["none", "note", "warning", "error"]},
                    message=TEXT,
                    locations={"type": "array", "items": closed([], physicalLocation=PLACE)},
                    codeFlows={
                        "type": "array",
                        "items": closed(
                            ["threadFlows"],
                            threadFlows={
                                "type": "array",
                                "minItems": 1,
                                "items": closed(
                                    ["locations"],
                                    locations={"type": "array", "minItems": 1, "items": STEP},
                                ),
                            },
                        ),
                    },
                ),
            },
        ),
    },
)
VALIDATOR = Draft7Validator(STANDARD)


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


@pytest.mark.parametrize("broken", ["threadFlows", "locations", "message"])
def test_a_flow_without_what_the_standard_asks_is_refused(tmp_path: Path, broken: str) -> None:
    path = tmp_path / "resolution.yaml"
    path.write_text(BROKEN, encoding="utf-8")
    told = json.loads(json.dumps(report(check(path))))
    flow = next(one["codeFlows"][0] for one in told["runs"][0]["results"] if "codeFlows" in one)
    if broken == "threadFlows":
        flow["threadFlows"] = []
    elif broken == "locations":
        flow["threadFlows"][0]["locations"] = []
    else:
        del flow["threadFlows"][0]["locations"][0]["location"]["message"]
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


def test_a_sound_procedure_is_an_empty_run() -> None:
    told = report([])
    VALIDATOR.validate(told)
    assert told["runs"][0]["results"] == []


@pytest.mark.parametrize("key", ["version", "runs"])
def test_the_standard_is_asked(key: str) -> None:
    told = report([])
    del told[key]
    with pytest.raises(ValidationError):
        VALIDATOR.validate(told)
