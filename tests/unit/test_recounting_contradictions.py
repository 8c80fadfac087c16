"""A record that contradicts its own rule, or itself, is told so, in both languages, and counted still."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from support.contradictions import (
    BARRED,
    CANDIDATES,
    CHAMBERS,
    ELECTION,
    FOR_ADA,
    OUT,
    RIGHT,
    ROWS,
    SIMPLE,
    TWO,
    WRONG,
    papers,
)

from ecar_governance.cli.main import main
from ecar_governance.definitions.az import in_azerbaijani
from ecar_governance.domain.recounting import recount
from ecar_governance.domain.vote_record import from_plain


def record(said: dict[str, Any]) -> Any:
    return from_plain({"id": "made-up", **said})


@pytest.mark.parametrize(
    ("said", "message", "told"), [row[1:] for row in WRONG], ids=[row[0] for row in WRONG]
)
def test_it_is_told_in_both_languages(said: dict[str, Any], message: str, told: str) -> None:
    assert [one.message for one in recount(record(said)).findings] == [message]
    assert in_azerbaijani(message) == told


@pytest.mark.parametrize("said", [row[1] for row in RIGHT], ids=[row[0] for row in RIGHT])
def test_nothing_is_found_where_nothing_is_wrong(said: dict[str, Any]) -> None:
    assert recount(record(said)).findings == ()


@pytest.mark.parametrize("said", [row[1] for row in WRONG], ids=[row[0] for row in WRONG])
def test_the_command_ends_with_1_and_says_how(said: dict[str, Any], tmp_path: Path) -> None:
    file = tmp_path / "vote.json"
    file.write_text(json.dumps({"id": "made-up", **said}), encoding="utf-8")
    run = CliRunner().invoke(main, ["vote", "recount", str(file)])
    assert run.exit_code == 1, run.output
    assert recount(record(said)).findings[0].message in run.output


def test_what_is_on_record_is_counted_as_it_stands() -> None:
    voted = recount(record({"rule": SIMPLE, "electorate": OUT, "papers": papers("AB")})).outcome
    assert (voted.counts.for_, voted.counts.recused) == (2, 0)
    barred = recount(record({"rule": BARRED, "electorate": ROWS, "papers": papers("AB", "abstain")})).outcome
    assert (barred.counts.abstain, barred.decided_by) == (2, "no_votes")
    whole = recount(
        record({"rule": CHAMBERS, "counts": {**TWO, "": {"for": 6, "against": 2, "entitled": 10}}})
    )
    assert (whole.outcome.counts.for_, whole.outcome.counts.entitled) == (6, 10)


def test_who_takes_no_part_is_left_out_also_where_the_electorate_does_not_say_so() -> None:
    rule = {"majority": [{"more_than": "1/2", "of": "entitled"}], "recused": "out_of_base"}
    said = {"rule": rule, "electorate": ROWS, "recused": ["C", "D"], "papers": papers("AB")}
    assert recount(record(said)).result == "adopted"


CLAIMS: list[tuple[str, dict[str, Any], dict[str, Any], list[str]]] = [
    ("the number that was enough", SIMPLE, {"needed": 2}, []),
    ("another number", SIMPLE, {"needed": 3}, ["On record 3 were needed; counted: 2."]),
    ("what settled it", SIMPLE, {"decided_by": "majority"}, []),
    (
        "something else",
        SIMPLE,
        {"decided_by": "lot"},
        ["On record decided by lot; counted: majority."],
    ),
    (
        "what only an election has",
        SIMPLE,
        {"order": ["A"]},
        ["“order” is claimed, and a motion has no such thing."],
    ),
    (
        "the number of a second majority",
        {"majority": [*SIMPLE["majority"], {"number": 1}]},
        {"needed": 1},
        [],
    ),
    (
        "a motion without a quorum",
        {**SIMPLE, "quorum": {"number": 9}},
        {"decided_by": "no_quorum", "needed": 2},
        [],
    ),
]


@pytest.mark.parametrize(
    ("rule", "claimed", "messages"), [row[1:] for row in CLAIMS], ids=[row[0] for row in CLAIMS]
)
def test_a_motion_is_held_against_what_is_claimed_of_its_count(
    rule: dict[str, Any], claimed: dict[str, Any], messages: list[str]
) -> None:
    said = {"rule": rule, "ballots": {"for": ["A", "B"], "against": ["C"]}, "claimed": claimed}
    assert [one.message for one in recount(record(said)).findings] == messages
    assert all(in_azerbaijani(one) != one for one in messages)


@pytest.mark.parametrize(
    ("claimed", "messages"),
    [
        ({"decided_by": "no_quorum"}, []),
        ({"order": ["ada"]}, ["The record claims a count, and there was no quorum for one."]),
    ],
)
def test_an_election_without_a_quorum_has_no_count(claimed: dict[str, Any], messages: list[str]) -> None:
    rule = {**ELECTION, "quorum": {"number": 9}}
    said = {"rule": rule, "candidates": CANDIDATES, "bundles": [FOR_ADA], "claimed": claimed}
    assert [one.message for one in recount(record(said)).findings] == messages
