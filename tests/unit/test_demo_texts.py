"""The demo's conference: both languages agree article by article, and every mandate fits."""

from __future__ import annotations

import csv
import re
from datetime import date
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml

import ecar_governance
from ecar_governance.documents.prose import plain_blocks
from ecar_governance.domain.workflow import MandateKind

DEMO = Path(ecar_governance.__file__).parent / "resources" / "demo"
TEXTS: list[dict[str, Any]] = yaml.safe_load((DEMO / "titles.yaml").read_text(encoding="utf-8"))["texts"]
IDS = [text["id"] for text in TEXTS]


def rows(name: str) -> list[dict[str, str]]:
    with (DEMO / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


INSTITUTIONS = {row["code"]: row for row in rows("institutions.csv")}
MEMBERS = {code for code, row in INSTITUTIONS.items() if row["kind"] == "member"}
MANDATES = [*rows("mandates.csv"), *rows("officers.csv")]


def read(text: dict[str, Any], language: str) -> str:
    return (DEMO / text["files"][language]).read_text(encoding="utf-8")


def numbering(markdown: str) -> list[str]:
    """Articles, points, operative points and table rows, in order."""
    found = re.findall(
        r"^\*\*(?:Maddə|Article) (\d+)\.|(\d+\.\d+)\. |^(\d+)\. |^(\|)", markdown, re.MULTILINE
    )
    return ["".join(groups) for groups in found]


def figures(markdown: str) -> list[str]:
    """Every number in a text but those of its articles, as a sorted list."""
    without = re.sub(r"^\*\*(?:Maddə|Article) \d+\.|\d+\.\d+\. |^\d+\. ", "", markdown, flags=re.MULTILINE)
    return sorted(re.findall(r"\d+", without))


@pytest.mark.parametrize("text", TEXTS, ids=IDS)
def test_both_languages_have_the_same_articles_points_and_figures(text: dict[str, Any]) -> None:
    az, en = read(text, "az"), read(text, "en")
    assert len(numbering(az)) >= 6
    assert numbering(az) == numbering(en)
    assert figures(az) == figures(en)
    assert len(plain_blocks(az)) == len(plain_blocks(en))


@pytest.mark.parametrize("text", TEXTS, ids=IDS)
def test_a_text_has_the_form_of_a_resolution(text: dict[str, Any]) -> None:
    az, en = read(text, "az"), read(text, "en")
    assert az.count("**QƏRARA ALIR:**") == en.count("**RESOLVES:**") == 1
    assert "rəhbər tutaraq" in az
    assert en.startswith("Guided by")
    for field in ("titles", "summary", "article"):
        assert text[field]["az"] != text[field]["en"]
    assert {text["institution"], *text["sponsors"]} <= MEMBERS
    assert text["institution"] not in text["sponsors"]
    assert text["body"] in ("", *(row["code"] for row in rows("bodies.csv")))


@pytest.mark.parametrize("text", TEXTS, ids=IDS)
def test_the_point_of_the_statutes_under_which_it_is_voted_on_exists(text: dict[str, Any]) -> None:
    statutes = numbering(read(TEXTS[0], "en"))
    for language in ("az", "en"):
        (point,) = re.findall(r"\d+\.\d+", text["article"][language])
        assert point in statutes


def test_every_seat_has_one_head_and_every_mandate_fits() -> None:
    heads = [row["institution"] for row in MANDATES if row["kind"] in ("rector", "acting_rector")]
    assert sorted(heads) == sorted(MEMBERS)
    assert len(MEMBERS) == 18
    bodies = {row["code"]: row["kind"] for row in rows("bodies.csv")}
    for row in MANDATES:
        assert row["kind"] in get_args(MandateKind)
        assert row["institution"] in ("", *INSTITUTIONS)
        assert row["body"] in ("", *bodies)
        assert row["locale"] in ("az", "en")
        begins = date.fromisoformat(row["from"]) if row["from"] else date.min
        assert not row["until"] or date.fromisoformat(row["until"]) > begins
        if row["kind"] in ("wg_chair", "wg_member"):
            assert bodies[row["body"]] == "working_group"


def test_a_working_group_has_one_chair_and_comes_from_different_institutions() -> None:
    group = [row for row in MANDATES if row["body"] == "recognition"]
    assert [row["kind"] for row in group].count("wg_chair") == 1
    assert len({row["institution"] for row in group}) == len(group) == 5


def test_people_are_offices_with_an_address_for_examples() -> None:
    people: dict[str, tuple[str, str, str]] = {}
    for row in MANDATES:
        facts = (row["name_az"], row["name_en"], row["email"])
        assert people.setdefault(row["person"], facts) == facts
        assert row["email"].endswith("@example.org")
        if row["institution"]:
            institution = INSTITUTIONS[row["institution"]]
            assert row["name_az"].endswith(f", {institution['name_az']}")
            assert row["name_en"].endswith(f", {institution['name_en']}")
    assert len({facts[2] for facts in people.values()}) == len(people)


def test_what_the_demo_needs_of_offices_is_there() -> None:
    count = {kind: [row["kind"] for row in MANDATES].count(kind) for kind in get_args(MandateKind)}
    assert count["acting_rector"] == 1
    assert count["vice_rector"] == count["secretariat"] == count["observer"] == 2
    assert count["assistant"] >= 2
    assert count["auditor"] == count["president"] == count["secretary_general"] == 1
    # A conference that is being founded has no officers yet.
    early = {row["kind"] for row in rows("mandates.csv")}
    assert not early & {"president", "secretary_general", "administrator"}
