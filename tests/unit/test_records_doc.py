"""The page of records: each example is a record, counts as it claims, and is explained as the page says."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator
from support.rollcalls import ELECTIONS, FOLDER, MOTIONS

from ecar_governance.cli.main import main
from ecar_governance.domain.recounting import recount
from ecar_governance.domain.vote_record import VoteRecord, json_schema, read_records

PAGE = Path(__file__).parents[2] / "docs" / "voting" / "records.md"
EXAMPLE = re.compile(r"```json\n(.*?)```\n\n```text en\n(.*?)```\n\n```text az\n(.*?)```", re.DOTALL)


def told(raw: str, lang: str, tmp_path: Path) -> str:
    """What the command says of the record."""
    file = tmp_path / "vote.json"
    file.write_text(raw)
    answer = CliRunner(env={"LANG": lang}).invoke(main, ["vote", "recount", str(file)])
    assert answer.exit_code == 0, answer.output
    return answer.output


def test_the_page_shows_what_the_command_says(tmp_path: Path) -> None:
    page = PAGE.read_text(encoding="utf-8")

    def made(match: re.Match[str]) -> str:
        raw = match[1]
        en, az = (told(raw, lang, tmp_path) for lang in ("en", "az"))
        return f"```json\n{raw}```\n\n```text en\n{en}```\n\n```text az\n{az}```"

    wanted = EXAMPLE.sub(made, page)
    if os.environ.get("ECAR_WRITE_GOLDEN"):
        PAGE.write_text(wanted, encoding="utf-8")
    assert page == wanted


@pytest.mark.parametrize(
    "raw", [match[1] for match in EXAMPLE.finditer(PAGE.read_text())], ids=lambda raw: json.loads(raw)["id"]
)
def test_every_example_fits_the_schema_and_holds(raw: str) -> None:
    assert Draft202012Validator(json_schema()).is_valid(json.loads(raw))
    [(_, record)] = read_records(raw.encode())
    assert isinstance(record, VoteRecord), record
    assert recount(record).findings == ()


def test_one_of_each_kind_is_shown() -> None:
    shown = [json.loads(match[1]) for match in EXAMPLE.finditer(PAGE.read_text())]
    ways = {way for one in shown for way in ("ballots", "bundles", "marks", "held") if way in one}
    assert ways == {"ballots", "bundles", "marks", "held"}


SHOWN = {
    "us_senate_2013": "s",
    "swiss_double_majority": "ch-",
    "unga_1961_1971": "unga-",
    "unsc_failed_sample": "unsc-",
    "europarl_sample": "ep-",
    "stv_glasgow_2007_sample": "glasgow2007-",
    "debian_sample": "debian-",
    "python_steering_council": "pep-",
}
"""How the ids of each set of real votes begin."""


def test_a_record_of_every_set_of_real_votes_is_shown() -> None:
    assert set(SHOWN) == {*MOTIONS, *ELECTIONS} == {file.stem for file in FOLDER.glob("*.jsonl")}
    shown = [json.loads(match[1])["id"] for match in EXAMPLE.finditer(PAGE.read_text())]
    assert [name for name, begins in SHOWN.items() if not any(one.startswith(begins) for one in shown)] == []
