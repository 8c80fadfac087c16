"""A procedure told on a terminal: all of it, in both languages, in 80 columns."""

from __future__ import annotations

import os
from pathlib import Path
from typing import get_args, get_type_hints

import pytest
from support.definitions_kit import REVIEW

from ecar_governance.definitions import bundled, load_file, load_text
from ecar_governance.definitions.reading_votes import BALLOTS, OBTAINED
from ecar_governance.definitions.telling import WIDTH, told
from ecar_governance.definitions.telling_codes import put
from ecar_governance.definitions.telling_words import WORDS
from ecar_governance.domain.durations import length
from ecar_governance.domain.organs import VOTING_BODIES
from ecar_governance.domain.voting.rule import (
    Absent,
    Abstaining,
    Blank,
    Invalid,
    OnEdit,
    OnVacancy,
    Parts,
    Recused,
    Tie,
    Withheld,
)
from ecar_governance.domain.voting.thresholds import Base, Counted
from ecar_governance.domain.workflow import OFFICES, Field, FieldKind, Scope, Trigger, Workflow

GOLDEN = Path(__file__).parents[1] / "golden" / "workflows"
SHIPPED = tuple(bundled())


def loaded(name: str) -> Workflow:
    return load_text(REVIEW, "review.yaml") if name == "review" else load_file(bundled()[name])


@pytest.mark.parametrize("lang", ["az", "en"])
@pytest.mark.parametrize("name", ["review", "resolution"])
def test_it_is_golden(name: str, lang: str) -> None:
    text = told(loaded(name), lang)
    path = GOLDEN / f"{name}.{lang}.txt"
    if os.environ.get("ECAR_WRITE_GOLDEN"):
        path.write_text(text)
    assert path.read_text() == text


@pytest.mark.parametrize("lang", ["az", "en"])
@pytest.mark.parametrize("name", ["review", *SHIPPED])
def test_everything_is_told_in_eighty_columns(name: str, lang: str) -> None:
    workflow = loaded(name)
    text = told(workflow, lang)
    assert [line for line in text.splitlines() if len(line) > WIDTH] == []
    flat = " ".join(text.split())
    for state in workflow.states.values():
        assert f"{state.title[lang]} [{state.name}]" in flat
        for region in state.regions:
            assert not region.title or f"| {region.title[lang]} [{region.name}]" in flat
        if state.deadline is not None:
            one = state.deadline
            lengths = (one.after, *one.remind, *(late.before for late in one.escalate))
            words = (one.at, one.field, one.zone, one.then, *(length(word, lang) for word in lengths))
            assert all(word in flat for word in words)
        assert state.waits_for.get(lang, "") in flat
    for rule in workflow.transitions.values():
        assert f"* {rule.title[lang]} [{rule.name}]" in flat
        assert rule.consequence.get(lang, "") in flat
        for call in (*rule.require, *rule.forbid, *rule.effects):
            assert call.name in flat
            assert all(f"{key} {value}" in flat for key, value in call.params.items())
        for field in rule.inputs:
            assert f"[{field.name}: {put('kind', field.kind, lang)}" in flat
    for known in workflow.fields.values():
        assert f"{known.title[lang]} [{known.name}]: {put('kind', known.kind, lang)}" in flat
        assert known.hint.get(lang, "") in flat
    for role in workflow.roles:
        assert f"[{role}]" in flat
    for one in workflow.invariants:
        assert one.point is None or one.point.name in flat
        assert lang == "az" or one.point is None or f"{one.point.what} {one.point.name}" in flat


@pytest.mark.parametrize(
    ("written", "en", "az"),
    [
        ("P1D", "1 day", "1 gün"),
        ("P30D", "30 days", "30 gün"),
        ("PT48H", "48 hours", "48 saat"),
        ("P1Y2M", "1 year 2 months", "1 il 2 ay"),
        ("P2W", "2 weeks", "2 həftə"),
        ("PT1S", "1 second", "1 saniyə"),
        ("P1DT2H30M", "1 day 2 hours 30 minutes", "1 gün 2 saat 30 dəqiqə"),
        ("P", "P", "P"),
        ("soon", "soon", "soon"),
    ],
)
def test_a_length_of_time_is_told_in_words(written: str, en: str, az: str) -> None:
    assert (length(written, "en"), length(written, "az")) == (en, az)


def test_every_word_of_a_rule_and_a_role_has_its_own_in_azerbaijani() -> None:
    known = {*OFFICES, *get_args(Scope), *get_args(Trigger), *VOTING_BODIES, *BALLOTS, *OBTAINED}
    known |= {*get_args(Tie), *get_args(Base), *get_args(Counted), *get_args(Withheld)} - {"lot"}
    for of in (OnVacancy, Abstaining, Blank, Invalid, Absent, Recused, Parts, OnEdit):
        known |= {*get_args(of)}
    same = {one for one in known if put("code", one, "az") == one}
    assert same <= {"auditor", "person", "none", "nothing"}
    assert all(put("code", one, "en") == one for one in known)


def test_every_kind_of_a_field_and_of_a_document_has_its_own_in_azerbaijani() -> None:
    known = {*get_args(FieldKind), *get_args(get_type_hints(Field)["kind"])}
    known |= {load_file(path).kind for path in bundled().values()}
    assert {one for one in known if put("kind", one, "az") == one} == set()
    assert all(put("kind", one, "en") == one for one in known)


def test_the_two_languages_say_the_same_things() -> None:
    for word, said in WORDS.items():
        assert {*said} == {"az", "en"}
        holes = [{part.split("}")[0] for part in one.split("{")[1:]} for one in said.values()]
        assert holes[0] == holes[1], word
