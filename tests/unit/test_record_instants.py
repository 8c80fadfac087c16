"""Instants of a record that are none, or contradict each other: refused, all at once, each with its place."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from support.opened_votes import said

from ecar_governance.cli.main import main
from ecar_governance.definitions.az import in_azerbaijani
from ecar_governance.domain.vote_record import from_plain, read_records
from ecar_governance.errors import InvalidInput

NAIVE, AWARE = "2026-11-23T12:00:00", "2026-11-23T12:00:00+04:00"
REFUSED: list[tuple[str, dict[str, Any], list[tuple[str, str]]]] = [
    ("naive", {"opened_at": NAIVE, "closed_at": AWARE}, [("record.instant", "opened_at")]),
    (
        "both naive",
        {"opened_at": NAIVE, "closed_at": NAIVE},
        [("record.instant", "opened_at"), ("record.instant", "closed_at")],
    ),
    ("opened alone", {"opened_at": AWARE}, [("record.half_open", "opened_at")]),
    ("closed alone", {"closed_at": AWARE}, [("record.half_open", "closed_at")]),
    (
        "alone, and naive",
        {"closed_at": NAIVE},
        [("record.instant", "closed_at"), ("record.half_open", "closed_at")],
    ),
    (
        "closed before",
        {"opened_at": AWARE, "closed_at": "2026-11-23T11:59:59.999999+04:00"},
        [("record.closed_before", "closed_at")],
    ),
    ("no instant", {"opened_at": "noon", "closed_at": AWARE}, [("record.instant", "opened_at")]),
    ("a number", {"opened_at": 5, "closed_at": AWARE}, [("record.instant", "opened_at")]),
    (
        "a space",
        {"opened_at": AWARE.replace("T", " "), "closed_at": AWARE},
        [("record.instant", "opened_at")],
    ),
    (
        "finer than is compared",
        {"opened_at": AWARE, "closed_at": "2026-11-30T11:59:59.9999999+04:00"},
        [("record.instant", "closed_at")],
    ),
    ("no day", {"opened_at": "2026-02-30T12:00:00Z", "closed_at": AWARE}, [("record.instant", "opened_at")]),
    (
        "before all years",
        {"opened_at": "0001-01-01T00:00:00+04:00", "closed_at": AWARE},
        [("record.instant", "opened_at")],
    ),
    (
        "after all years",
        {"opened_at": "9999-12-30T00:00:00Z", "closed_at": "9999-12-31T00:00:00Z"},
        [("record.instant", "opened_at")],
    ),
    (
        "no such zone",
        {"opened_at": AWARE, "closed_at": AWARE, "zone": "Asia/Bakı"},
        [("record.zone", "zone")],
    ),
    (
        "days by two clocks",
        {"opened_at": "2026-10-20T12:00:00+02:00", "closed_at": "2026-10-27T12:00:00+01:00"},
        [("record.zone", "closed_at")],
    ),
    (
        "of a whole election",
        {"opened_at": AWARE, "closed_at": AWARE, "held": [{"opened_at": NAIVE}]},
        [
            ("record.held_apart", "opened_at"),
            ("record.held_apart", "closed_at"),
            ("record.instant", "held[0].opened_at"),
            ("record.half_open", "held[0].opened_at"),
        ],
    ),
]


@pytest.mark.parametrize(
    ("given_", "expected"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED]
)
def test_what_is_wrong_with_instants_is_refused_all_at_once_with_its_place(
    given_: dict[str, Any], expected: list[tuple[str, str]], tmp_path: Path
) -> None:
    told = said(**given_)
    with pytest.raises(InvalidInput) as raised:
        from_plain(told)
    assert [(one.code, one.where) for one in raised.value.findings] == expected
    assert all(one.fix for one in raised.value.findings)
    for one in raised.value.findings:
        assert in_azerbaijani(one.message) != one.message
        assert in_azerbaijani(one.fix) != one.fix
    # In a file each is told with its line and column.
    file = tmp_path / "votes.jsonl"
    before = json.dumps(said())
    file.write_text(f"{before}\n{json.dumps(told)}\n", encoding="utf-8")
    run = CliRunner().invoke(main, ["vote", "recount", str(file)], env={"LANG": "en_US", "LC_ALL": ""})
    assert run.exit_code == 2
    text = json.dumps(told)
    for code, path in expected:
        columns = [match.start() + 1 for match in re.finditer(f'"{path.rpartition(".")[2]}"', text)]
        assert any(f"{file}:2:{column} {path}: " in run.output for column in columns)
        assert f"[{code}]" in run.output


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (
            '{"id": "x", "rule": {}, "opened_at": "noon"}',
            ["record.value_wrong", "record.instant", "record.half_open"],
        ),
        (
            '{"id": "x", "rule": {"majority": {"number": 1}, "open_at_least": "soon"}, "closed_at": 1}',
            ["duration.malformed", "record.instant", "record.half_open"],
        ),
        ('{"id": "x", "rule": {}, "opened_at": "noon", oops}', ["record.not_json"]),
    ],
)
def test_what_is_wrong_with_the_rule_is_told_beside_it(text: str, codes: list[str]) -> None:
    [(_, error)] = read_records(text.encode())
    assert isinstance(error, InvalidInput)
    assert [one.code for one in error.findings] == codes


def test_the_place_is_that_of_the_file_and_all_else_is_told_beside_it(tmp_path: Path) -> None:
    file = tmp_path / "vote.json"
    text = json.dumps(said(colour="red", zone="Mars", opened_at=NAIVE), indent=1)
    file.write_text(f"\n\n{text}", encoding="utf-8")
    [(line, error)] = read_records(file.read_bytes(), "vote.json")
    assert line == 3
    assert isinstance(error, InvalidInput)
    rows = {row.split(":")[0].strip(' "'): number for number, row in enumerate(text.splitlines(), 3)}
    assert {(one.code, one.where) for one in error.findings} == {
        ("record.field_unknown", f"vote.json:{rows['colour']}:2 colour"),
        ("record.zone", f"vote.json:{rows['zone']}:2 zone"),
        ("record.instant", f"vote.json:{rows['opened_at']}:2 opened_at"),
        ("record.half_open", f"vote.json:{rows['opened_at']}:2 opened_at"),
    }
