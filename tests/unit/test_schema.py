"""The JSON Schema of the language: what ships is what the reader and the registries say, and it fits them."""

from __future__ import annotations

from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from support.definitions_kit import REVIEW, VALIDATOR, fits, plain

from ecar_governance.definitions import (
    bundled,
    including,
    parameters,
    reader,
    reading_elections,
    reading_electorate,
    reading_invariants,
    reading_proxies,
    reading_rules,
    reading_states,
    reading_votes,
)
from ecar_governance.definitions.findings import Findings
from ecar_governance.definitions.loader import compose
from ecar_governance.definitions.schema import FILE, schema, schema_text
from ecar_governance.definitions.schema_words import WORDS
from ecar_governance.domain import registry
from ecar_governance.resources import workflows_dir

DATA = Path(__file__).parents[1] / "data" / "definitions"


def test_the_file_that_ships_is_this_one() -> None:
    Draft202012Validator.check_schema(schema())
    shipped = (workflows_dir() / "schema" / FILE).read_text()
    assert shipped == schema_text(), f"run: ecar workflow schema > workflows/schema/{FILE}"


def files() -> list[Path]:
    return [*bundled().values(), *sorted((workflows_dir() / "parts").glob("*.yaml"))]


@pytest.mark.parametrize("path", files(), ids=lambda path: path.stem)
def test_everything_that_ships_fits_it_and_names_it(path: Path) -> None:
    text = path.read_text()
    errors = [
        f"{error.json_path}: {error.message}"
        for error in VALIDATOR.iter_errors(plain(compose(text, Findings(path.name, text))))
    ]
    assert errors == []
    up = "../" if path.parent.name == "parts" else ""
    assert text.startswith(f"# yaml-language-server: $schema={up}schema/{FILE}\n")


@pytest.mark.parametrize("path", sorted(DATA.rglob("*.yaml")), ids=lambda path: path.stem)
def test_every_word_of_the_language_fits_it(path: Path) -> None:
    assert fits(path.read_text())


WRONG: list[tuple[str, str]] = [
    ("workflow: review\n", ""),
    ("workflow: review", "workflow: Review"),
    ("version: 1.0.0", "version: '1.0'"),
    ("kind: rey", "kind: law"),
    ("title: {az: Rəy, en: Review, pl: Przegląd}", "title: Review"),
    ("title: {az: Rəy, en: Review, pl: Przegląd}", "title: {az: Rəy}"),
    ("title: {az: Rəy, en: Review, pl: Przegląd}", "title: {az: Rəy, en: Review, xx: Y}"),
    ("initial: draft", "begin: draft"),
    ("mandates: [president]", "mandates: [king]"),
    ("scope: body, ", "scope: house, "),
    ("{kind: person", "{kind: human"),
    ("join: {at_least: 2}", "join: most"),
    ("join: {at_least: 2}", "join: {at_least: 0}"),
    ("after: P30D", "after: 30 days"),
    ("after: P30D", 'after: P30D\n      at: "2026-12-31T18:00"'),
    ("calendar: working_days", "calendar: holidays"),
    ("{before: P2D, to: [presidium]}", "{to: [presidium]}"),
    ("        initial: money_reading\n", ""),
    ("editable: true", "editable: 'yes'"),
    ("consultation: {of: [member], each: institution}", "consultation: {each: institution}"),
    ('"2026-12-31T18:00"', '"31.12.2026"'),
    ('"code:QA"', "senate"),
    ("ballot: roll_call", "ballot: open"),
    ("{more_than: 1/2, of: cast}", "{more_than: 1/2, at_least: 1/2, of: cast}"),
    ("{more_than: 1/2, of: cast}", "{more_than: half, of: cast}"),
    ("on: joined", "on: person"),
    ("approvals: 2", "approvals: many"),
    ("[no_open_vote]", "[no_open_votes]"),
    ("[no_open_vote]", "[sponsors_at_least]"),
    ("[no_open_vote]", "[{sponsors_at_least: {count: 0}}]"),
    ("[no_open_vote]", "[{session_quorate: {of: 1/2}}]"),
    ("effects: [open_vote]", "effects: [opens_vote]"),
    ("{same_person_as: {transition: begin}}", "{same_person_as: {}}"),
    ("{never: finished, without: won}", "{never: finished, before: won}"),
    ("always_ends: true", "always_ends: false"),
    ("{state: dropped}", "{place: dropped}"),
]


@pytest.mark.parametrize("row", WRONG, ids=[new.strip() or old.strip() for old, new in WRONG])
def test_what_is_wrong_does_not_fit(row: tuple[str, str]) -> None:
    old, new = row
    assert REVIEW.count(old) >= 1
    assert not fits(REVIEW.replace(old, new, 1))


def test_every_key_is_explained() -> None:
    keys = {
        "procedure": reader.TOP,
        "part": including.FRAGMENT,
        "include": including.INCLUDE,
        "parameter": parameters.PARAMETER,
        "role": reader.ROLE,
        "field": reader.CASE_FIELD,
        "state": reading_states.STATE,
        "region": reading_states.REGION,
        "deadline": reading_states.DEADLINE,
        "escalation": reading_states.ESCALATION,
        "consultation": reading_states.CONSULTATION,
        "vote": reading_votes.VOTE,
        "chosen_by": reading_votes.CHOSEN_BY,
        "nominations": reading_states.NOMINATIONS,
        "election": reading_elections.ELECTION,
        "share_needed": reading_elections.SHARE,
        "cap": reading_elections.CAP,
        "reserved": reading_elections.RESERVED,
        "option": reading_elections.OPTION,
        "proxies": reading_proxies.PROXIES,
        "electorate": reading_electorate.ELECTORATE,
        "chamber": reading_electorate.CHAMBER,
        "majority": reading_votes.MAJORITY,
        "quorum": reading_votes.QUORUM,
        "consent": reading_votes.CONSENT,
        "transition": reading_rules.TRANSITION,
        "input": reading_rules.INPUT,
        "invariant": reading_invariants.WORDS,
        "point": reading_invariants.POINT,
    }
    assert {what: set(told) for what, told in WORDS.items()} == {
        what: set(told) for what, told in keys.items()
    }


def test_an_editor_says_what_every_guard_effect_and_trigger_is() -> None:
    told = schema()["$defs"]["transition"]["properties"]
    for key, specs in (
        ("require", registry.GUARDS),
        ("forbid", registry.FORBIDS),
        ("effects", registry.EFFECTS),
    ):
        *bare, given = told[key]["anyOf"][0]["anyOf"]
        sentences = {name: spec.sentence for name, spec in specs.items()}
        assert {name: one["description"] for name, one in given["properties"].items()} == sentences
        assert {one["const"]: one["description"] for one in bare}.items() <= sentences.items()
    triggers = {one["const"]: one["description"] for one in told["on"]["anyOf"] if "const" in one}
    assert triggers == {name: text for name, text in registry.TRIGGERS.items() if name != "person"}
