"""A text voted on in parts, on its pages without any script and in the API: moved, put, voted, told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.desks import must
from support.story_app import Reader, Seen, StoryPlace, story_place

from ecar_governance.services import agendas, ballots, ending

SEAT = "seat-KHAZAR"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[StoryPlace]:
    with story_place(tmp_path) as made:
        yield made


def moved(reader: Reader, case: str, parts: str) -> Seen:
    form = reader.get(f"/proposals/{case}/act/ask_division")
    return reader.submit(form, "/ask_division", parts=parts)


def test_the_form_shows_the_paragraphs_and_takes_their_numbers(house: StoryPlace) -> None:
    case = house.story.cases["divisible"]
    reader = house.reader("rector")
    form = reader.get(f"/proposals/{case}/act/ask_division").text
    assert "0 (preamble) The Conference, having regard" in form
    assert "4 This resolution is in force from its adoption." in form
    for wrong, said in (
        ("two", "These are no numbers of paragraphs."),
        ("7", "The text has no paragraph 7."),
        ("1, 1-2", "Paragraph 1 is named twice."),
        ("1-4", "That is the whole text"),
    ):
        refused = moved(reader, case, wrong)
        assert refused.status in (409, 422), wrong
        assert said in refused.text
        assert f'value="{wrong}"' in refused.html, "what was typed is kept"
    assert not house.desk.conference.cases[case].divisions
    page = reader.follow(moved(reader, case, "4, 2-3")).text
    assert "moved that the text be voted on in parts" in page
    assert "Part 1 of 2 (§ 2-3) : not put yet" in page.replace(":", " :").replace("  ", " ")
    assert house.desk.conference.cases[case].inputs["parts"] == "4, 2-3"


def test_the_ballot_and_the_result_show_the_part(house: StoryPlace) -> None:
    vote = house.story.votes["third-part"]
    reader = house.reader("rector")
    paper = reader.get(f"/ballots/{vote}/{SEAT}")
    assert "Do you adopt this part?" in paper.text
    assert "Part 3 of 3 (§ 3-4)" in paper.text
    assert "Each member names somebody who answers for exchanges." in paper.text
    pairs = re.findall(r'name="choice" value="([0-9a-f]+)" required[^>]*> <span>([^<]+)</span>', paper.html)
    tokens = {word: token for token, word in pairs}
    reviewed = reader.submit(paper, "/review", choice=tokens["For"])
    assert reviewed.status == 200
    assert "Your ballot was accepted" in reader.follow(reader.submit(reviewed, "/cast")).text
    assert list(house.desk.conference.votes[vote].marks) == [SEAT]
    must(ending.close(house.desk, house.story.people["chair"], vote))
    page = reader.get(f"/votes/{vote}").text
    assert "Part 3 of 3 (§ 3-4): The part is adopted" in page
    assert "On part 3 of 3 of the text, § 3-4." in page
    record = reader.browser.get(f"/votes/{vote}/record.json").json()
    assert record["division"] == {"number": 3, "paragraphs": [3, 4], "parts": 3, "what": "part"}


def test_what_fell_is_no_longer_in_the_text(house: StoryPlace) -> None:
    desk, story = house.desk, house.story
    case, vote = story.cases["parts"], story.votes["third-part"]
    held = desk.conference.votes[vote]
    for elector in held.electorate[:14]:
        holders = [
            m for m in elector.casters if desk.conference.mandates[m].kind in ("rector", "acting_rector")
        ]
        person = desk.conference.mandates[holders[0]].person
        hashed = held.manifest_hash
        must(ballots.cast(desk, person, vote, "for", seat=elector.seat, manifest_hash=hashed))
    must(ending.close(desk, story.people["chair"], vote))
    for language, gone, left in (
        ("en", "One in ten places", "Members charge exchange students no fees."),
        ("az", "Yataqxana yerlərinin", "Üzvlər mübadilə tələbələrindən"),
    ):
        page = house.reader("rector", language).get(f"/proposals/{case}")
        text = page.html.split('id="review"')[0]
        assert left in text
        assert gone not in text
        assert gone in page.html, "the part is still told with its result"
    told = house.reader("rector").browser.get(f"/api/v1/proposals/{case}").json()
    assert [part["status"] for part in told["division"]["parts"]] == ["adopted", "fallen", "adopted"]
    assert told["division"]["fallen"] == "2"
    assert "One in ten" not in {one["lang"]: one["body"] for one in told["texts"]}["en"]
    seen = house.reader("rector").browser.get(f"/api/v1/votes/{vote}").json()
    assert (seen["division"]["what"], seen["division"]["paragraphs"]) == ("part", "3-4")


def test_the_hall_says_which_part_it_is(house: StoryPlace) -> None:
    desk, story = house.desk, house.story
    session = story.sessions["second"]
    item = desk.conference.cases[story.cases["parts"]].item
    must(agendas.call_item(desk, story.people["secretariat"], session, item))
    hall = house.reader("secretariat").get(f"/sessions/{session}/hall?lang=en").html
    assert "Part 3 of 3 (§ 3-4)" in hall
    must(ending.close(desk, story.people["chair"], story.votes["third-part"]))
    hall = house.reader("secretariat").get(f"/sessions/{session}/hall?lang=en").html
    assert "The part is not adopted" in hall
