"""What `ecar vote recount` tells of a record: what is known, once, and nothing that is not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from ecar_governance.cli.main import main

SIMPLE = {"majority": {"more_than": "1/2", "of": "for_and_against"}}
ROLL_CALL: dict[str, Any] = {"id": "v", "rule": SIMPLE, "ballots": {"for": ["A", "B"], "against": ["C"]}}
HANDS: dict[str, Any] = {"id": "v", "rule": SIMPLE, "counts": {"": {"for": 2, "against": 1}}}
DEBIAN: dict[str, Any] = {
    "id": "v",
    "candidates": [{"id": "a"}, {"id": "default"}],
    "bundles": [{"marks": [["a"], ["default"]], "times": 9}],
}
CAST = "The votes were cast in the system and counted by it."
BY_HAND = "The votes were counted by hand."
NO_QUORUM = "No quorum is required."


def told(record: dict[str, Any], folder: Path) -> list[str]:
    file = folder / "vote.json"
    file.write_text(json.dumps(record), encoding="utf-8")
    run = CliRunner().invoke(main, ["vote", "recount", str(file)])
    assert run.exit_code == 0, run.output
    return run.output.splitlines()


@pytest.mark.parametrize(
    ("record", "sentence", "said"),
    [
        (ROLL_CALL, CAST, False),
        (ROLL_CALL | {"source": "a gazette"}, CAST, False),
        (ROLL_CALL | {"case": "case-1"}, CAST, True),
        (HANDS, CAST, False),
        (HANDS | {"obtained": "hand_count"}, BY_HAND, True),
        (HANDS | {"obtained": "hand_count", "source": "a gazette"}, BY_HAND, False),
    ],
)
def test_how_it_was_had_is_told_only_where_it_is_known(
    record: dict[str, Any], sentence: str, said: bool, tmp_path: Path
) -> None:
    assert (sentence in told(record, tmp_path)) is said


@pytest.mark.parametrize(
    ("words", "said"), [({}, True), ({"quorum_root": "3/2"}, False), ({"quorum_votes": 5}, False)]
)
def test_no_quorum_is_said_to_be_required_only_where_no_option_has_one(
    words: dict[str, Any], said: bool, tmp_path: Path
) -> None:
    rule = {"election": {"method": "debian", "default": "default", **words}}
    record = DEBIAN | {"rule": rule, "entitled": 9}
    assert (NO_QUORUM in told(record, tmp_path)) is said
