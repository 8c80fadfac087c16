"""What the story has no place for, on pages in both languages: they answer, and say what matters."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.scenes import Stage, by_rule, scenes
from support.story import must
from support.story_app import StoryPlace, story_place

from ecar_governance.services import agendas
from ecar_governance.services.minutes import minutes_record

SAID = {
    "hall-secret": {"en": "The secret ballot is open", "az": "Gizli səsvermə açıqdır"},
    "vote-proxies": {"en": "0 of 18 have voted.", "az": "Səs verib: 0, cəmi: 18."},
    "result-or": {"en": "One of these was reached, and one is enough.", "az": "biri isə kifayətdir."},
    "result-lot": {
        "en": "in the chamber The capital votes for and against were equal",
        "az": "“Paytaxt” palatasında səslər bərabər oldu",
    },
    "tellers-second": {"en": "2 different people must ask for this", "az": "Bunu 2 nəfər eyni şəkildə"},
    "ballot-proxies": {"en": "by proxy", "az": "etibarnamə ilə"},
    "ballot-void": {"en": "please vote again", "az": "yenidən səs verin"},
    "edit-voids": {"en": "Save, and make the vote void", "az": "səsverməni etibarsız edin"},
}


@pytest.fixture
def house(tmp_path: Path) -> Iterator[StoryPlace]:
    with story_place(tmp_path) as made:
        yield made


def test_every_page_of_the_scenes_answers_in_both_languages(house: StoryPlace) -> None:
    stops = scenes(house.desk, house.story)
    assert set(SAID) <= {stop.name for stop in stops}
    for language in ("en", "az"):
        readers = {role: house.reader(role, language) for role in {stop.role for stop in stops}}
        for stop in stops:
            seen = readers[stop.role].get(stop.path)
            assert seen.status == 200, (stop, seen.text[:500])
            for sentence in SAID.get(stop.name, {}).get(language, "").split("|"):
                assert sentence in seen.text, (stop, language)


def test_the_hall_is_not_told_that_a_text_fell_which_the_chair_is_to_decide(house: StoryPlace) -> None:
    stage = Stage(house.desk, house.story)
    case = stage.on_agenda(by_rule("chaired", tie="chair"), "İclas qaydası", "rules of procedure")
    item = house.desk.conference.cases[case].item
    must(agendas.call_item(house.desk, house.story.people["secretariat"], stage.session, item))
    stage.close(stage.open(case, "fafa"))
    seen = house.reader("secretariat").get(f"/sessions/{stage.session}/hall").html
    assert "Equally divided: the chair decides" in seen
    assert "Səslər bərabərdir: sədr qərar verir" in seen
    assert "Not adopted" not in seen


def test_minutes_put_what_members_said_on_lines_of_their_own(house: StoryPlace) -> None:
    stage = Stage(house.desk, house.story)
    [item] = minutes_record(house.desk, stage.objected()).items
    [taken] = item.votes
    verdict, *said = taken.result["en"].split("\n")
    assert verdict.startswith("The question was put without a vote.")
    assert verdict.endswith("Adopted without a vote.")
    assert said == [
        "Baku Business University, no part of the agreement: “Universitetimiz növbəti ildən qoşulacaq.”",
        "Khazar University objected: “Xərclər layihədə göstərilməyib.”",
    ]
    assert len(taken.result["az"].split("\n")) == 3
