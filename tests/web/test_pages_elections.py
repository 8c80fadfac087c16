"""Elections on the site: the list of candidates, papers that mark and rank, ballots one after another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.desks import must
from support.story_app import Reader, Seen, StoryPlace, story_place

from ecar_governance.services import ending, nominating, proposals
from ecar_governance.web.tokens import LENGTH


@pytest.fixture
def house(tmp_path: Path) -> Iterator[StoryPlace]:
    with story_place(tmp_path) as made:
        yield made


def paper_of(house: StoryPlace, reader: Reader, name: str) -> Seen:
    return reader.get(f"/ballots/{house.story.votes[name]}/seat-KHAZAR")


def radios(seen: Seen) -> dict[str, str]:
    """The tokens of the form by the words beside them."""
    found = re.findall(r'name="choice" value="([0-9a-f]+)"[^>]*> <span>([^<]+)', seen.html)
    return {word.strip(): token for token, word in found}


def places(seen: Seen) -> dict[str, dict[str, str]]:
    """The tokens of an order: by field, by what is shown."""
    rows = re.findall(r'<select id="(place-\d+)".*?</select>', seen.html, re.S)
    found = {}
    for row in re.finditer(r'<select id="(place-\d+)"(.*?)</select>', seen.html, re.S):
        options = re.findall(r'<option value="([0-9a-f]+)"[^>]*>([^<]+)', row[2])
        found[row[1]] = {word: token for token, word in options}
    assert list(found) == rows
    return found


# --- papers ------------------------------------------------------------------------------------------------


def test_one_is_marked_reviewed_and_cast(house: StoryPlace) -> None:
    reader = house.reader("rector")
    seen = paper_of(house, reader, "second-ballot")
    assert "Whom do you choose?" in seen.text
    assert "This is ballot 2." in seen.text
    tokens = radios(seen)
    assert [word.split(",")[0] for word in tokens] == ["Rector", "Rector", "Against all of them", "Abstain"]
    assert {len(token) for token in tokens.values()} == {LENGTH}
    name = next(iter(tokens))
    reviewed = reader.submit(seen, "/review", choice=tokens[name])
    assert reviewed.status == 200
    assert name in reviewed.text
    receipt = reader.follow(reader.submit(reviewed, "/cast"))
    assert "Your ballot was accepted" in receipt.text
    assert name not in receipt.text
    vote = house.desk.conference.votes[house.story.votes["second-ballot"]]
    assert "seat-KHAZAR" in vote.marks


def test_an_order_is_given_by_places(house: StoryPlace) -> None:
    reader = house.reader("rector", "az")
    seen = paper_of(house, reader, "ranking")
    rows = places(seen)
    assert len(rows) == 3
    assert {len(token) for row in rows.values() for token in row.values()} == {LENGTH}
    order = dict(zip(rows, ("2", "1", "1"), strict=True))
    fields = {field: rows[field][place] for field, place in order.items()}
    reviewed = reader.submit(seen, "/review", **fields)
    assert reviewed.status == 200
    assert "Oktyabrın 1-dən = Hazırkı vəziyyət qalsın" in reviewed.text
    assert reviewed.text.index("Oktyabrın 1-dən") < reviewed.text.index("Sentyabrın 15-dən")
    assert reader.submit(reviewed, "/cast").status == 303
    must(ending.close(house.desk, house.story.people["chair"], house.story.votes["ranking"]))
    vote = house.desk.conference.votes[house.story.votes["ranking"]]
    mine = next(paper for paper in vote.papers if paper.seat == "seat-KHAZAR")
    first, second, rest = (one.id for one in vote.candidates)
    assert mine.marks == ((second, rest), (first,))


@pytest.mark.parametrize("name", ["second-ballot", "ranking"])
def test_nothing_marked_is_asked_for_again(house: StoryPlace, name: str) -> None:
    reader = house.reader("rector", "az")
    seen = paper_of(house, reader, name)
    fields = {field: row["yersiz"] for field, row in places(seen).items()}
    answer = reader.submit(seen, "/review", **fields)
    assert answer.status == 422
    assert "Seçdiyinizi qeyd edin və ya bitərəf qalın." in answer.text


def test_an_order_and_an_abstention_contradict_each_other(house: StoryPlace) -> None:
    reader = house.reader("rector")
    seen = paper_of(house, reader, "ranking")
    fields = {field: row["1"] for field, row in places(seen).items()}
    answer = reader.submit(seen, "/review", choice=radios(seen)["Abstain"], **fields)
    assert answer.status == 422
    assert "has no marks" in answer.text
    assert answer.html.count("selected") >= 3  # what was chosen is kept


def test_a_forged_token_marks_nobody(house: StoryPlace) -> None:
    reader = house.reader("rector")
    seen = paper_of(house, reader, "second-ballot")
    other = radios(paper_of(house, house.reader("rector"), "second-ballot"))
    for token in ("0" * LENGTH, next(iter(other.values()))):
        assert reader.submit(seen, "/review", choice=token).status == 422


# --- results -----------------------------------------------------------------------------------------------


def test_a_ballot_without_a_result_says_who_goes_on(house: StoryPlace) -> None:
    seen = house.reader("observer").get(f"/votes/{house.story.votes['first-ballot']}")
    assert "Nobody elected yet: another ballot follows" in seen.text
    assert seen.html.count("goes on") == 2
    assert "Half of 14 (valid papers) is 7, and it takes more: at least 8." in seen.text


def test_the_second_ballot_elects_and_the_resolution_says_whom(house: StoryPlace) -> None:
    desk, vote = house.desk, house.story.votes["second-ballot"]
    must(ending.close(desk, house.story.people["chair"], vote))
    seen = house.reader("rector", "az").get(f"/votes/{vote}")
    # One each: the lot decides, and says from what text it was drawn.
    assert "Seçildi: Rektor" in seen.text
    assert vote in seen.text
    case = house.reader("rector").get(f"/proposals/{house.story.cases['election']}")
    assert "Elected: Rector" in case.text


def test_alternatives_are_ranked_by_name_in_the_roll(house: StoryPlace) -> None:
    seen = house.reader("rector").get(f"/votes/{house.story.votes['alternatives']}")
    assert "Adopted: From 1 October" in seen.text
    assert "1. From 15 September; 2. From 1 October; 3. Leave things as they are" in seen.text


def test_the_hall_sees_who_is_elected(house: StoryPlace) -> None:
    hall = house.reader("secretariat").get(f"/sessions/{house.story.sessions['second']}/hall")
    assert hall.status == 200


def test_the_record_of_an_election_has_its_papers_and_no_seat(house: StoryPlace) -> None:
    answer = house.reader("rector").get(f"/votes/{house.story.votes['first-ballot']}/record.json")
    assert '"marks"' in answer.html
    assert not re.search(r'"papers": \[[^\]]*"seat": "', answer.html)


# --- candidates --------------------------------------------------------------------------------------------


def test_whoever_is_named_accepts_and_withdraws(house: StoryPlace) -> None:
    reader, case = house.reader("rector"), house.story.cases["nominations"]
    page = reader.get(f"/proposals/{case}/candidates")
    assert "has not accepted yet" in page.text
    person = house.story.people["rector"]
    accepted = reader.submit(page, f"/candidates/{person}/accept")
    assert accepted.status == 303
    page = reader.follow(accepted)
    assert "stands" in page.text
    withdrawn = reader.follow(reader.submit(page, f"/candidates/{person}/withdraw"))
    assert withdrawn.text.count("withdrawn") >= 2


def test_a_member_nominates_and_is_told_when_it_cannot_be(house: StoryPlace) -> None:
    reader, case = house.reader("rector"), house.story.cases["nominations"]
    page = reader.get(f"/proposals/{case}/candidates")
    named = re.findall(r'<option value="(person-[^"]+)"', page.html)
    assert reader.submit(page, "/candidates", person="").status == 422
    done: list[Any] = []
    for person in named[:2]:
        done.append(reader.submit(reader.get(f"/proposals/{case}/candidates"), "/candidates", person=person))
    assert [answer.status for answer in done] == [303, 409]  # one was made before
    assert "You have made all the nominations that you may: 2." in done[1].text


def test_only_whoever_may_nominate_has_the_form(house: StoryPlace) -> None:
    case = house.story.cases["nominations"]
    for role, may in (("rector", True), ("observer", False), ("auditor", False), ("secretariat", False)):
        page = house.reader(role).get(f"/proposals/{case}/candidates")
        assert page.status == 200
        assert ("Nominate somebody" in page.text) == may, role


# --- paper ballots and acclamation -------------------------------------------------------------------------


def on_the_agenda(house: StoryPlace) -> str:
    """The election that took nominations, with a rector on its list, in the open session."""
    story, case = house.story, house.story.cases["nominations"]
    must(nominating.accept(house.desk, story.people["rector"], case, story.people["rector"]))
    known = house.desk.conference.cases[case]
    where = {"session": story.sessions["second"]}
    placed = (house.desk, story.people["secretariat"], case, "place_on_agenda", known.version, where)
    must(proposals.act(*placed))
    return case


def test_two_enter_what_the_tellers_counted_and_it_counts(house: StoryPlace) -> None:
    case = on_the_agenda(house)
    tellers = [house.story.people[role] for role in ("observer", "auditor")]
    path = f"/proposals/{case}/act/enter_count"
    pages = {role: house.reader(role) for role in ("chair", "secretariat")}
    page = pages["chair"].get(path)
    assert page.status == 200
    labels = re.findall(r'<label for="tally-\d+">([^<]+)', page.html)
    assert labels[-1] == "Against all of them"
    numbers = ["5", *["0"] * (len(labels) - 2), "1"]
    count = {"tally": numbers, "valid": "6", "abstain": "1", "invalid": "0", "tellers": tellers}
    wrong = pages["chair"].submit(page, "/act/enter_count", **{**count, "tally": ["five", *numbers[1:]]})
    assert wrong.status == 422
    assert "Line 1 is no number of papers and a paper." in wrong.text
    assert pages["chair"].submit(page, "/act/enter_count", **count).status == 303
    typed = r'name="tally" value="(\d*)"'
    assert re.findall(typed, pages["chair"].get(path).html) == numbers
    again = pages["secretariat"].get(path)
    assert set(re.findall(typed, again.html)) <= {"", "0"}
    other = {**count, "tally": ["4", *numbers[1:-1], "2"]}
    assert pages["secretariat"].submit(again, "/act/enter_count", **other).status == 303
    again = pages["secretariat"].get(path)
    assert "The numbers differ" in again.text
    assert "Against all of them</th><td><strong>1</strong></td><td><strong>2</strong>" in again.html
    answer = pages["secretariat"].submit(again, "/act/enter_count", **count)
    assert answer.status == 303, answer.text
    vote = house.desk.conference.cases[case].vote
    result = pages["chair"].get(f"/votes/{vote}")
    assert "Counted by hand" in result.text
    assert "Elected: " in result.text


def test_a_lone_candidate_is_elected_by_acclamation(house: StoryPlace) -> None:
    case = on_the_agenda(house)
    names = [one.option for one in house.desk.conference.cases[case].candidacies if one.stands]
    for person in names[1:]:
        must(nominating.withdraw(house.desk, person, case, person))
    reader = house.reader("chair")
    page = reader.get(f"/proposals/{case}/act/acclaim")
    assert reader.submit(page, "/act/acclaim").status == 303
    vote = house.desk.conference.cases[case].vote
    result = reader.get(f"/votes/{vote}")
    assert "By acclamation: nobody asked for a ballot" in result.text
    assert "Papers" not in result.text
