"""Fields of a proposal on its pages and in the API: filled in, shown by role, and told what is wrong."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.desks import must
from support.pledges import SECRET, pledge
from support.story_app import Reader, StoryPlace, story_place

from ecar_governance.services import proposals
from ecar_governance.services.procedures import put_in_force
from ecar_governance.services.texts import ProposalText, Upload
from ecar_governance.web.application import handlers_of

TEXT = {"title_az": "Öhdəlik", "body_az": "1. Söz veririk.", "title_en": "A pledge", "body_en": "1. We do."}
FIELDS = {
    "field-why": "<b>because</b>",
    "field-plan": "**Bold** step",
    "field-cost": "1 200,5",
    "field-cost-currency": "EUR",
    "field-begins": "2026-12-01",
    "field-seats": "12",
    "field-level": "high",
    "field-partner": "AU",
}
HIDDEN = ("Inside note", SECRET, "Private letter", "private.pdf", "4321.00")


@pytest.fixture
def house(tmp_path: Path) -> Iterator[StoryPlace]:
    with story_place(tmp_path) as made:
        must(put_in_force(made.desk, pledge()))
        yield made


def drafted(house: StoryPlace, **fields: str) -> tuple[Reader, str]:
    reader = house.reader("assistant")
    seen = reader.get("/proposals/new?workflow=pledge")
    answer = reader.submit(seen, "/proposals/new", do="save", **{**TEXT, **FIELDS, **fields})
    assert answer.status == 303, answer.text
    return reader, answer.leads_to.partition("?")[0]


def test_the_form_has_every_field_of_the_procedure_chosen_and_keeps_what_was_typed(house: StoryPlace) -> None:
    reader = house.reader("assistant")
    seen = reader.get("/proposals/new")
    assert "field-cost" not in seen.html
    chosen = reader.submit(seen, "/proposals/new", do="choose", **{**TEXT, "workflow": "pledge"})
    assert chosen.status == 200
    for name in pledge().fields:
        assert (f'name="field-{name}"' in chosen.html) == (not pledge().fields[name].shown_to), name
    assert "Needed before: Under review." in chosen.text
    assert "A pledge" in chosen.html


def test_a_procedure_chosen_without_looking_shows_what_it_asks_for_first(house: StoryPlace) -> None:
    reader, before = house.reader("assistant"), house.desk.conference.size
    seen = reader.get("/proposals/new")
    answer = reader.submit(seen, "/proposals/new", do="save", **{**TEXT, "workflow": "pledge"})
    assert answer.status == 422
    assert "says more of itself" in answer.text
    assert 'name="field-cost"' in answer.html
    assert house.desk.conference.size == before


def test_what_was_filled_in_stands_on_the_page_and_hostile_text_does_nothing(house: StoryPlace) -> None:
    reader, page = drafted(house)
    seen = reader.get(page)
    for word in ("1200.50 EUR", "High", "Azerbaijan University", "12", "<b>because</b>"):
        assert word in seen.text
    assert "<b>because" not in seen.html
    assert "<strong>Bold</strong> step" in seen.html


def test_what_is_wrong_is_told_at_its_field_and_nothing_typed_is_lost(house: StoryPlace) -> None:
    reader = house.reader("assistant")
    seen = reader.get("/proposals/new?workflow=pledge")
    wrong = {**FIELDS, "field-cost": "a lot", "field-seats": "many", "title_en": ""}
    answer = reader.submit(seen, "/proposals/new", do="save", **{**TEXT, **wrong})
    assert answer.status == 422
    assert '<a href="#field-cost">Please give a sum, such as 1200.50.</a>' in answer.html
    assert '<a href="#field-seats">Please give a whole number.</a>' in answer.html
    assert '<a href="#title_en">' in answer.html
    assert 'id="field-cost-error"' in answer.html
    typed = next(one for one in answer.forms if one["action"] == "/proposals/new")["values"]
    assert (typed["field-cost"], typed["field-cost-currency"], typed["field-begins"]) == (
        "a lot",
        "EUR",
        "2026-12-01",
    )


def test_a_refusal_of_the_core_leads_to_the_field_by_its_title(house: StoryPlace) -> None:
    reader = house.reader("assistant")
    seen = reader.get("/proposals/new?workflow=pledge")
    answer = reader.submit(seen, "/proposals/new", do="save", **{**TEXT, "field-level": "middle"})
    assert answer.status == 409
    assert '<a href="#field-level">Level must be one of' in answer.html


def test_values_are_changed_files_kept_and_taken_away(house: StoryPlace) -> None:
    reader, page = drafted(house)
    seen = reader.get(f"{page}/edit")
    before = next(one for one in seen.forms if one["action"] == f"{page}/edit")["values"]
    assert (before["field-cost"], before["field-cost-currency"]) == ("1200.50", "EUR")
    files = {"field-study": ("a study.pdf", b"%PDF-1.7 x", "application/pdf")}
    changed = reader.follow(
        reader.submit(seen, f"{page}/edit", files=files, do="save", **{"field-cost": "7"})
    )
    assert "1200.50 EUR → 7.00 EUR" in changed.text
    link = next(one for one in changed.links if one.endswith("/fields/study"))
    assert reader.get(link).response.content == b"%PDF-1.7 x"
    assert reader.get(link).response.headers["content-disposition"].startswith("attachment")
    kept = reader.submit(reader.get(f"{page}/edit"), f"{page}/edit", do="save", **{"field-seats": "13"})
    assert reader.follow(kept).status == 200
    assert reader.get(link).status == 200
    gone = {"field-study-remove": "yes"}
    reader.follow(reader.submit(reader.get(f"{page}/edit"), f"{page}/edit", do="save", **gone))
    assert reader.get(link).status == 404


def test_nothing_of_a_hidden_field_leaks_on_any_page_or_answer(house: StoryPlace) -> None:
    people, desk = house.story.people, house.desk
    case = (
        must(
            proposals.draft(
                desk,
                people["assistant"],
                ProposalText({"az": "Ad", "en": "Name"}, {"az": "Mətn", "en": "Text"}),
                workflow="pledge",
                fields={"cost": "1 AZN", "speaker": people["assistant"]},
            )
        )
        .events[0]
        .subject
    )
    version = desk.conference.cases[case].version
    must(proposals.act(desk, people["assistant"], case, "submit", version, {}))
    secret = {
        "inside": SECRET,
        "ceiling": "4321.00 USD",
        "letter": Upload("private.pdf", "application/pdf", b"%PDF-1.7 private"),
    }
    known = desk.conference.cases[case]
    text = ProposalText({"az": "Ad", "en": "Name"}, {"az": "Mətn", "en": "Text"})
    must(proposals.revise(desk, people["secretariat"], case, known.version, text, fields=secret))
    walked = 0
    for role in ("assistant", "rector", "observer"):
        reader = house.reader(role)
        for path, method, _ in handlers_of(house.app):
            if method != "GET" or "{name" in path.replace("/procedures/{name:str}", ""):
                continue
            there = path.replace("{case:str}", case).replace("/procedures/{name:str}", "/procedures/pledge")
            if "{" in there:
                continue
            answer = reader.get(there)
            walked += answer.status == 200
            if there.startswith(("/procedures", "/api/v1/procedures")):
                continue  # that there is such a field is public
            for word in HIDDEN:
                assert word not in answer.html, (role, there, word)
        for path in (f"/proposals/{case}/fields/letter", f"/api/v1/proposals/{case}/fields/letter"):
            assert reader.get(path).status == 404
    assert walked > 20
    office = house.reader("secretariat")
    assert all(
        word in office.get(f"/proposals/{case}").html for word in (SECRET, "4321.00 USD", "private.pdf")
    )
    assert office.get(f"/proposals/{case}/fields/letter").response.content == b"%PDF-1.7 private"


def test_the_api_takes_and_gives_every_field(house: StoryPlace) -> None:
    reader = house.reader("assistant")
    headers = {"X-CSRF-Token": reader.csrf, "Accept": "application/json"}
    draft = {
        "workflow": "pledge",
        "titles": {"en": "A pledge"},
        "bodies": {"en": "We do."},
        "prevailing": "en",
        "fields": {
            "cost": "12 AZN",
            "seats": 3,
            "study": {
                "name": "a.pdf",
                "media_type": "application/pdf",
                "content": base64.b64encode(b"%PDF-1.7 y").decode(),
            },
        },
    }
    answer = reader.browser.post("/api/v1/proposals", json=draft, headers=headers)
    assert answer.status_code == 201, answer.text
    case = answer.json()["subject"]
    shown = reader.browser.get(f"/api/v1/proposals/{case}", headers=headers).json()
    assert {one["name"]: one["value"] for one in shown["fields"]} == {
        "cost": "12.00 AZN",
        "seats": 3,
        "study": "a.pdf",
    }
    assert reader.get(f"/api/v1/proposals/{case}/fields/study").response.content == b"%PDF-1.7 y"
    revision = {key: draft[key] for key in ("titles", "bodies", "prevailing")}
    wrong = {**revision, "version": shown["version"], "fields": {"cost": "x", "seats": -1}}
    refused = reader.browser.post(f"/api/v1/proposals/{case}/revisions", json=wrong, headers=headers)
    assert refused.status_code == 422
    assert {one["where"] for one in refused.json()["reasons"]} == {"field-cost", "field-seats"}
    broken = {
        **revision,
        "version": shown["version"],
        "fields": {"study": {"name": "a", "media_type": "b", "content": "%"}},
    }
    refused = reader.browser.post(f"/api/v1/proposals/{case}/revisions", json=broken, headers=headers)
    assert (refused.status_code, "Base64" in refused.text) == (422, True)
    good = {**revision, "version": shown["version"], "fields": {"seats": ""}}
    answer = reader.browser.post(f"/api/v1/proposals/{case}/revisions", json=good, headers=headers)
    assert answer.status_code == 201, answer.text
    assert answer.json()["events"] == ["FieldsSet"]
