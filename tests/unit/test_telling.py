"""A procedure told on a terminal: all of it, in both languages, in 80 columns."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from support.definitions_kit import REVIEW

from ecar_governance.definitions import bundled, load_file, load_text
from ecar_governance.definitions.telling import WIDTH, told
from ecar_governance.definitions.telling_words import WORDS
from ecar_governance.domain.workflow import Workflow

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
            words = (one.after, one.at, one.field, one.zone, one.then, *one.remind)
            assert all(word in flat for word in (*words, *(late.before for late in one.escalate)))
        assert state.waits_for.get(lang, "") in flat
    for rule in workflow.transitions.values():
        assert f"* {rule.title[lang]} [{rule.name}]" in flat
        assert rule.consequence.get(lang, "") in flat
        for call in (*rule.require, *rule.forbid, *rule.effects):
            assert call.name in flat
            assert all(f"{key} {value}" in flat for key, value in call.params.items())
        for field in rule.inputs:
            assert f"[{field.name}: {field.kind}" in flat
    for known in workflow.fields.values():
        assert f"{known.title[lang]} [{known.name}]: {known.kind}" in flat
        assert known.hint.get(lang, "") in flat
    for role in workflow.roles:
        assert f"[{role}]" in flat
    for one in workflow.invariants:
        assert one.point is None or f"{one.point.what} {one.point.name}" in flat


def test_the_two_languages_say_the_same_things() -> None:
    for word, said in WORDS.items():
        assert {*said} == {"az", "en"}
        holes = [{part.split("}")[0] for part in one.split("{")[1:]} for one in said.values()]
        assert holes[0] == holes[1], word
