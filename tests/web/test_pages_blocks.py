"""Several items in one vote, on pages without script and in the API."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.desks import must
from support.story_app import Seen, StoryPlace, story_place

from ecar_governance.domain.blocks import announced
from ecar_governance.services import ending

SEAT = "seat-KHAZAR"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[StoryPlace]:
    with story_place(tmp_path) as made:
        yield made


def tokens(seen: Seen) -> dict[str, str]:
    pairs = re.findall(r'name="choice" value="([0-9a-f]+)" required[^>]*> <span>([^<]+)</span>', seen.html)
    return {word: token for token, word in pairs}


def test_one_paper_is_cast_for_every_item_and_changed_for_every_item(house: StoryPlace) -> None:
    votes = [house.story.votes["block"], house.story.votes["block-second"]]
    reader = house.reader("rector")
    for at, word, before in ((0, "For", []), (1, "Against", [SEAT])):
        assert all(list(house.desk.conference.votes[vote].marks) == before for vote in votes)
        paper = reader.get(f"/ballots/{votes[at]}/{SEAT}")
        assert "Do you adopt these proposals?" in paper.text
        assert "A working group on libraries is set up." in paper.text
        assert "A working group on laboratories is set up." in paper.text
        reviewed = reader.submit(paper, "/review", choice=tokens(paper)[word])
        assert "On cooperation in libraries" in reviewed.text
        assert "Your ballot was accepted" in reader.follow(reader.submit(reviewed, "/cast")).text
    assert all(house.desk.conference.votes[vote].marks[SEAT].count == 2 for vote in votes)
    chair = house.reader("chair")
    page = chair.get(f"/votes/{votes[0]}")
    assert "One vote on items" in page.text
    closed = chair.follow(chair.submit(page, "/close")).text
    assert "Items" in closed
    assert "were put as one question" in closed
    for vote in votes:
        assert [one.choice for one in house.desk.conference.votes[vote].papers] == ["against"]
        record = reader.browser.get(f"/votes/{vote}/record.json").json()
        assert record["block"] == house.desk.conference.votes[vote].block


def test_the_home_page_names_a_block_once_with_its_items_until_the_ballot_is_cast(house: StoryPlace) -> None:
    votes = [house.story.votes["block"], house.story.votes["block-second"]]
    reader = house.reader("rector")
    page = reader.get("/")
    assert [f"/ballots/{vote}/{SEAT}" in page.html for vote in votes] == [True, False]
    assert "One vote on items" in page.text
    # The number is the only mark of the line: none is written beside it.
    listed = re.findall(r'<li value="(\d+)">On cooperation in ([a-z]+)</li>', page.html)
    cases = house.desk.conference.cases
    assert listed == [
        (str(cases[house.story.cases[name]].item), name) for name in ("libraries", "laboratories")
    ]
    assert "Bir səsvermə, məsələlər:" in house.reader("rector", "az").get("/").text
    paper = reader.get(f"/ballots/{votes[0]}/{SEAT}")
    reader.submit(reader.submit(paper, "/review", choice=tokens(paper)["For"]), "/cast")
    assert "One vote on items" not in reader.get("/").text


def test_who_saw_one_text_alone_casts_nothing(house: StoryPlace) -> None:
    vote = house.story.votes["block"]
    reader = house.reader("rector")
    paper = reader.get(f"/ballots/{vote}/{SEAT}")
    alone = house.desk.conference.votes[vote].manifest_hash
    reviewed = reader.submit(paper, "/review", choice=tokens(paper)["For"], manifest_hash=alone)
    assert reader.submit(reviewed, "/cast").status == 409
    assert not house.desk.conference.votes[vote].marks


def test_a_member_takes_an_item_out_and_the_chair_puts_together_and_opens(house: StoryPlace) -> None:
    session = house.story.sessions["second"]
    path = f"/sessions/{session}/block"

    def inside() -> tuple[int, ...]:
        block = announced(house.desk.conference.sessions[session])
        return () if block is None else block.items

    before = inside()
    assert len(before) == 2
    member, chair = house.reader("rector"), house.reader("chair")
    page = member.get(path)
    assert "is voted on alone, as" in page.text
    assert "Open the vote on these items" not in page.text
    assert member.send(path, items=[str(one) for one in before]).status == 403
    gone = member.follow(member.submit(page, "/take-out", item=str(before[0])))
    assert inside() == ()
    assert "No items are put together now." in gone.text
    refused = chair.submit(chair.get(path), "/block", items=[str(before[0])])
    assert refused.status == 409
    assert "at least two items" in refused.text
    again = chair.follow(chair.submit(chair.get(path), "/block", items=[str(one) for one in before]))
    assert inside() == before
    opened = chair.follow(chair.submit(again, "/block/open"))
    assert opened.status == 200
    cases = [one for one in house.desk.conference.cases.values() if one.item in before]
    assert {one.state for one in cases} == {("voting",)}
    azerbaijani = house.reader("rector", "az").get(path).text
    assert "Bir neçə məsələ bir səsvermədə" in azerbaijani


def test_the_api_does_the_same(house: StoryPlace) -> None:
    session = house.story.sessions["second"]
    asked = house.reader("rector").browser.get(f"/api/v1/sessions/{session}/course").json()["block"]
    assert len(asked["items"]) == 2
    assert len(asked["taken"]) == 1
    vote = house.reader("rector").browser.get(f"/api/v1/votes/{house.story.votes['block']}").json()
    assert [one["vote"] for one in vote["block"]["items"]] == [
        house.story.votes["block"],
        house.story.votes["block-second"],
    ]


def test_the_api_refuses_a_ballot_bound_to_one_text_and_takes_one_bound_to_all(house: StoryPlace) -> None:
    votes = [house.story.votes["block"], house.story.votes["block-second"]]
    reader = house.reader("rector")
    browser, told = reader.browser, {"x-csrf-token": reader.csrf}
    known = house.desk.conference.votes
    body = {"seat": SEAT, "choice": "for", "manifest_hash": known[votes[0]].manifest_hash}
    alone = browser.post(f"/api/v1/votes/{votes[0]}/ballots", json=body, headers=told)
    assert (alone.status_code, alone.json()["reasons"][0]["code"]) == (409, "ballot.casts_with_block")
    assert not any(known[vote].marks for vote in votes)
    shown = browser.get(f"/api/v1/votes/{votes[0]}/papers").json()["vote"]["block"]["hash"]
    taken = browser.post(
        f"/api/v1/votes/{votes[0]}/ballots", json=body | {"manifest_hash": shown}, headers=told
    )
    assert taken.status_code == 201, taken.text
    assert all(list(house.desk.conference.votes[vote].marks) == [SEAT] for vote in votes)


def test_the_hall_says_that_it_is_one_vote(house: StoryPlace) -> None:
    from ecar_governance.services import agendas

    desk, story = house.desk, house.story
    item = desk.conference.cases[story.cases["laboratories"]].item
    must(agendas.call_item(desk, story.people["secretariat"], story.sessions["second"], item))
    hall = house.reader("rector").get(f"/sessions/{story.sessions['second']}/hall?lang=en").html
    assert f"One vote on items {item - 1}-{item}" in hall
    must(ending.close(desk, story.people["chair"], story.votes["block"]))
    hall = house.reader("rector").get(f"/sessions/{story.sessions['second']}/hall?lang=en").html
    assert f"One vote on items {item - 1}-{item}" in hall
