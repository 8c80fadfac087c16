"""Findings as SARIF: what the standard asks of the objects that are used, and nothing lost on the way."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator, ValidationError
from support.definitions_kit import REVIEW

from ecar_governance.definitions import check
from ecar_governance.definitions.sarif import report

TEXT = {"type": "object", "required": ["text"], "properties": {"text": {"type": "string", "minLength": 1}}}


def closed(required: list[str], **properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "required": required,
        "properties": properties,
        "additionalProperties": False,
    }


# OASIS SARIF 2.1.0, sections 3.13 (sarifLog), 3.14 (run), 3.19 (toolComponent), 3.27 (result), 3.29
# (physicalLocation), 3.30 (region), 3.49 (reportingDescriptor): only what a report may hold here.
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
            columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
            results={
                "type": "array",
                "items": closed(
                    ["message"],
                    ruleId={"type": "string"},
                    ruleIndex={"type": "integer", "minimum": -1},
                    level={"enum": ["none", "note", "warning", "error"]},
                    message=TEXT,
                    locations={
                        "type": "array",
                        "items": closed(
                            [],
                            physicalLocation=closed(
                                ["artifactLocation"],
                                artifactLocation=closed(
                                    [], uri={"type": "string", "format": "uri-reference"}
                                ),
                                region=closed(
                                    [],
                                    startLine={"type": "integer", "minimum": 1},
                                    startColumn={"type": "integer", "minimum": 1},
                                    snippet=TEXT,
                                ),
                            ),
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
