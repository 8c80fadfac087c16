"""A seat divides its vote: on the ballot paper, reviewed, cast, counted, and in the record; and votes by
weights on their pages."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from story import NAMES
from support.desks import must
from support.refusals import ruled
from support.story_app import Reader, Seen, StoryPlace, story_place

from ecar_governance.definitions import bundled, load_file
from ecar_governance.domain import vote_record
from ecar_governance.domain.events import DuesRecorded, ProposalDrafted, WeightTableSet
from ecar_governance.domain.recounting import recount
from ecar_governance.domain.voting.electorate import Chamber, Electorate
from ecar_governance.domain.voting.papers import Paper
from ecar_governance.domain.voting.rule import PARTS, VoteRule
from ecar_governance.domain.voting.tally import tally
from ecar_governance.domain.voting.thresholds import HALF, Majority
from ecar_governance.errors import InvalidInput
from ecar_governance.services import choosing, ending, proposals
from ecar_governance.services.procedures import put_in_force
from ecar_governance.services.registers import record_dues, set_weights
from ecar_governance.services.texts import ProposalText
from ecar_governance.web.tokens import LENGTH

POINTS = VoteRule((Majority(more_than=HALF, of="for_and_against", counting="weights"),), parts="split")
OWN = VoteRule((Majority(more_than=HALF, of="for_and_against"),), parts="unit")
SEAT = "seat-KHAZAR"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[StoryPlace]:
    with story_place(tmp_path) as made:
        yield made


def opened(house: StoryPlace, rule: VoteRule, electorate: Electorate | None = None, **more: Any) -> str:
    """A vote of the plenary under the rule, in which KHAZAR weighs five and every other seat one."""
    desk, people = house.desk, house.story.people
    weights = dict.fromkeys(desk.conference.seats, Fraction(1)) | {SEAT: Fraction(5)}
    must(set_weights(desk, WeightTableSet("points", "2026-01-01", weights, NAMES)))
    flow = ruled(load_file(bundled()["double_majority"]), rule, electorate=electorate, **more)
    must(put_in_force(desk, replace(flow, version="7.0.0")))
    text = ProposalText({"az": "Ballar", "en": "Points"}, {"az": "Mətn", "en": "Text"}, "az")
    drafted = must(proposals.draft(desk, people["rector"], text, workflow="double_majority"))
    [case] = [event.data.case for event in drafted.events if isinstance(event.data, ProposalDrafted)]
    session = desk.conference.votes[house.story.votes["recognition"]].session
    for person, transition, given in (
        ("secretariat", "place_on_agenda", {"session": session}),
        ("secretariat", "open_vote", {}),
    ):
        version = desk.conference.cases[case].version
        must(proposals.act(desk, people[person], case, transition, version, given))
    return desk.conference.cases[case].vote


def tokens(seen: Seen) -> dict[str, str]:
    pairs = re.findall(r'name="choice" value="([0-9a-f]+)" required[^>]*> <span>([^<]+)</span>', seen.html)
    return {word: token for token, word in pairs}


def divide(reader: Reader, vote: str, word: str = "Divided", **parts: str) -> Seen:
    seen = reader.get(f"/ballots/{vote}/{SEAT}")
    fields = {f"part-{side.rstrip('_')}": number for side, number in parts.items()}
    return reader.submit(seen, "/review", choice=tokens(seen)[word], **fields)


def test_a_seat_divides_its_points_and_the_record_says_how(house: StoryPlace) -> None:
    vote = opened(house, POINTS, Electorate(weights="points"))
    reader = house.reader("rector")
    assert "Your seat has 5 votes." in reader.get(f"/ballots/{vote}/{SEAT}").text
    reviewed = divide(reader, vote, for_="3", against="0,5")
    assert reviewed.status == 200
    assert "For : 3" in reviewed.text.replace(":", " :").replace("  ", " ")
    assert "1/2" in reviewed.text
    assert "Your ballot was accepted" in reader.follow(reader.submit(reviewed, "/cast")).text
    must(ending.close(house.desk, house.story.people["secretariat"], vote))
    closed = house.desk.conference.votes[vote]
    [paper] = closed.papers
    assert (paper.choice, paper.parts) == ("parts", {"for": Fraction(3), "against": HALF})
    assert closed.outcome is not None
    [line] = closed.outcome.lines
    assert line.weights is not None
    assert (line.weights.for_, line.weights.against, line.weights.abstain) == (3, HALF, Fraction(3, 2))
    page = reader.get(f"/votes/{vote}").text
    assert "For 3, Against 1/2" in page
    assert "the table points, in force from 1 January 2026" in page
    assert "Counted by weights." in page
    told = reader.browser.get(f"/votes/{vote}/record.json").json()
    again = recount(vote_record.from_plain(told))
    assert (again.outcome, again.findings) == (closed.outcome, ())


INSTEAD = VoteRule(
    (Majority(more_than=HALF, of="entitled", counting="weights", or_=(Majority(number=1),)),), parts="split"
)


def test_what_does_in_place_of_a_majority_is_drawn_and_told_beside_it(house: StoryPlace) -> None:
    """Five of some two dozen points, and the one vote that does in their place."""
    vote = opened(house, INSTEAD, Electorate(weights="points"))
    reader = house.reader("rector")
    procedure = reader.get("/procedures/double_majority").text
    assert (
        "one of these holds: by weight, more than half of all members vote for; at least 1 vote for"
        in procedure
    )
    reader.submit(divide(reader, vote, for_="5"), "/cast")
    must(ending.close(house.desk, house.story.people["secretariat"], vote))
    outcome = house.desk.conference.votes[vote].outcome
    assert outcome is not None
    assert outcome.carried
    page = reader.get(f"/votes/{vote}")
    assert page.html.count("<figure") == 2
    assert page.text.count("In place of the one above this is enough, too.") == 1
    assert "One of these was reached, and one is enough." in page.text
    told = reader.browser.get(f"/votes/{vote}/record.json").json()
    assert told["rule"]["majority"][0]["or"] == [{"number": 1}]
    again = recount(vote_record.from_plain(told))
    assert (again.outcome, again.findings) == (outcome, ())


@pytest.mark.parametrize(
    ("rule", "parts", "said"),
    [
        (POINTS, {"for_": "3", "against": "2.5"}, "Together these are more votes than your seat has."),
        (POINTS, {"for_": "three"}, "is said in numbers from 0 up"),
        (POINTS, {"for_": "-1"}, "is said in numbers from 0 up"),
        (POINTS, {}, "Please say how many of your votes"),
        (POINTS, {"for_": "0"}, "Please say how many of your votes"),
        (OWN, {"for_": "1/2"}, "is said in numbers from 0 up"),
    ],
)
def test_what_cannot_be_divided_so_is_told_at_the_form(
    house: StoryPlace, rule: VoteRule, parts: dict[str, str], said: str
) -> None:
    vote = opened(house, rule, Electorate(weights="points") if rule is POINTS else None)
    reader = house.reader("rector")
    answer = divide(reader, vote, **parts)
    assert answer.status == 422
    assert said in answer.text
    for number in parts.values():
        assert f'value="{number}"' in answer.html, "what was typed is kept"
    assert not house.desk.conference.votes[vote].marks
    # The same past the review, by whoever makes up the request.
    seen = reader.get(f"/ballots/{vote}/{SEAT}")
    good = divide(reader, vote, for_="1")
    fields = {f"part-{side.rstrip('_')}": number for side, number in {"for_": "", **parts}.items()}
    forged = reader.submit(good, "/cast", choice=tokens(seen)["Divided"], **fields)
    assert forged.status == 409
    assert said in forged.text
    assert not house.desk.conference.votes[vote].marks


def test_the_larger_side_of_its_own_members_has_the_seat_whole(house: StoryPlace) -> None:
    vote = opened(house, OWN)
    reader = house.reader("rector", "az")
    shown = reader.get(f"/ballots/{vote}/{SEAT}").text
    assert "Öz üzvlərinizin necə səs verdiyini yazın." in shown
    reviewed = divide(reader, vote, "Bölünmüş səs", for_="31", against="30", abstain="9")
    reader.follow(reader.submit(reviewed, "/cast"))
    must(ending.close(house.desk, house.story.people["secretariat"], vote))
    outcome = house.desk.conference.votes[vote].outcome
    assert outcome is not None
    assert (outcome.counts.for_, outcome.counts.against, outcome.carried) == (1, 0, True)
    assert "Lehinə 31, Əleyhinə 30, Bitərəf 9" in reader.get(f"/votes/{vote}").text


def test_no_other_vote_is_divided(house: StoryPlace) -> None:
    vote = house.story.votes["recognition"]
    reader = house.reader("rector")
    seen = reader.get(f"/ballots/{vote}/{SEAT}")
    assert "Divided" not in tokens(seen)
    assert "part-for" not in seen.html


# --- what a division says lies in its envelope alone -------------------------------------------------------

CANARY = "0.314159265"
"""Points for, which no other number here is; and how they are written exactly."""

SIGNS = (CANARY, "62831853/200000000", "0,314159265")


def said_anywhere(house: StoryPlace, lines: str) -> list[str]:
    """The files of the installation in which the canary lies, and "lines" when it was logged or printed."""
    found = [
        str(file.relative_to(house.settings.data_dir))
        for file in sorted(house.settings.data_dir.rglob("*"))
        if file.is_file() and any(sign.encode() in file.read_bytes() for sign in SIGNS)
    ]
    return found + (["lines"] if any(sign in lines for sign in SIGNS) else [])


def test_while_the_vote_is_open_a_division_lies_nowhere_in_the_clear(
    house: StoryPlace, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    """It goes as numbers in the body of two posts, as a reason does, in a roll call that names both once it
    is over: no address, log, error or row has them before."""
    caplog.set_level(logging.DEBUG)
    vote = opened(house, POINTS, Electorate(weights="points"))
    reader = house.reader("rector")
    refused = divide(reader, vote, for_=CANARY, against="9")
    assert refused.status == 422
    reviewed = divide(reader, vote, for_=CANARY, against="2")
    assert all(CANARY not in form["action"] for form in reviewed.forms)
    answer = reader.submit(reviewed, "/cast")
    assert CANARY not in answer.leads_to
    assert CANARY not in reader.follow(answer).text
    printed = capfd.readouterr()
    lines = "\n".join([*(one.getMessage() for one in caplog.records), printed.out, printed.err])
    assert said_anywhere(house, lines) == []
    must(ending.close(house.desk, house.story.people["secretariat"], vote))
    assert said_anywhere(house, "") != [], "a search that finds nothing proves nothing"


SECRET = VoteRule((Majority(more_than=HALF, of="for_and_against"),))


@pytest.mark.parametrize("parts", ["unit", "split"])
def test_no_secret_vote_is_divided_by_rule(house: StoryPlace, parts: Any) -> None:
    """The checker takes no such procedure; the form, the API and the count take no such paper besides."""
    rule = replace(SECRET, parts=parts)
    flow = ruled(load_file(bundled()["double_majority"]), rule, electorate=None, ballot="secret")
    with pytest.raises(InvalidInput) as caught:
        put_in_force(house.desk, replace(flow, version="7.0.0"))
    assert "vote.untold" in [finding.code for finding in caught.value.findings]
    vote = opened(house, SECRET, ballot="secret")
    secret = replace(house.desk.conference.votes[vote], rule=rule)
    assert not choosing.divisible(secret)
    assert not choosing.divisible(replace(secret, ballot="show_of_hands"))
    assert choosing.divisible(replace(secret, ballot="roll_call"))
    with pytest.raises(InvalidInput):
        choosing.check_choice(secret, PARTS, (), {"for": Fraction(1)}, seat=SEAT)
    with pytest.raises(InvalidInput) as counted:
        tally(rule, secret.electorate, [Paper(PARTS, None, parts={"for": Fraction(1)})])
    assert "parts_not_allowed" in [finding.code for finding in counted.value.findings]


def test_a_secret_vote_takes_no_numbers_from_a_forged_form(
    house: StoryPlace, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    vote = opened(house, SECRET, ballot="secret")
    reader = house.reader("rector")
    seen = reader.get(f"/ballots/{vote}/{SEAT}")
    assert "part-for" not in seen.html
    assert "Divided" not in tokens(seen)
    for token in (tokens(seen)["For"], "0" * LENGTH, ""):
        forged = reader.submit(seen, "/review", choice=token, **{"part-for": CANARY, "part-against": "1"})
        assert not any(sign in forged.html for sign in SIGNS)
    reviewed = reader.submit(seen, "/review", choice=tokens(seen)["For"], **{"part-for": CANARY})
    assert reader.submit(reviewed, "/cast", **{"part-for": CANARY}).status == 303
    shown = reader.browser.get(f"/api/v1/votes/{vote}").json()
    ballot = {
        "seat": SEAT,
        "choice": "parts",
        "manifest_hash": shown["manifest_hash"],
        "parts": {"for": CANARY},
    }
    header = {"X-CSRF-Token": reader.browser.get("/api/v1/me").json()["csrf"]}
    for choice in ("parts", "for"):
        told = {**ballot, "choice": choice}
        answer = reader.browser.post(f"/api/v1/votes/{vote}/ballots", json=told, headers=header)
        assert answer.status_code == 422
        assert not any(sign in answer.text for sign in SIGNS)
    must(ending.close(house.desk, house.story.people["secretariat"], vote))
    [paper] = house.desk.conference.votes[vote].papers
    assert (paper.choice, paper.parts, paper.seat) == ("for", {}, None)
    printed = capfd.readouterr()
    lines = "\n".join([*(one.getMessage() for one in caplog.records), printed.out, printed.err])
    assert said_anywhere(house, lines) == []


def test_chambers_and_weights_stand_on_the_page_of_an_open_vote(house: StoryPlace) -> None:
    founders = {"az": "Təsisçilər", "en": "Founding members"}
    halls = (
        Chamber(name="founders", institutions=("KHAZAR",), title=founders),
        Chamber(name="others", kinds=("member",)),
    )
    rule = VoteRule(
        (*replace(POINTS, parts="none").majorities, *(Majority(number=1, chamber=one.name) for one in halls))
    )
    year = house.desk.clock.now().year
    members = [one.institution for one in house.desk.conference.seats.values() if one.institution]
    paid = {one: f"{year}-01-02" for one in members if one != "BHOS"}
    must(record_dues(house.desk, [DuesRecorded(year, paid)]))
    vote = opened(house, rule, Electorate(weights="points", chambers=halls, dues_paid_by="opening"))
    reader = house.reader("secretariat")
    page = reader.get(f"/votes/{vote}").text
    assert "Baku Higher Oil School: its dues were not paid in time" in page
    assert "in the chamber Founding members, at least 1 vote for" in page
    must(ending.close(house.desk, house.story.people["secretariat"], vote))
    closed = reader.get(f"/votes/{vote}")
    assert "Chamber Founding members." in closed.text
    assert "Chamber others." in closed.text
    assert "founders" not in closed.text
    assert "“Təsisçilər” palatası üzrə" in house.reader("rector", "az").get(f"/votes/{vote}").text
    procedure = reader.get("/procedures/double_majority").text
    told = "Who votes: weights from the table points; dues paid by the opening; chamber founders: KHAZAR"
    assert told in procedure
    assert "its dues were not paid in time" in closed.text
    assert "Çəkilər" in house.reader("secretariat", "az").get(f"/votes/{vote}").text


def test_the_api_takes_a_divided_vote_and_tells_weights_and_chambers(house: StoryPlace) -> None:
    halls = (Chamber(name="founders", institutions=("KHAZAR",)), Chamber(name="others", kinds=("member",)))
    rule = VoteRule(
        (*POINTS.majorities, Majority(number=1, chamber="founders"), Majority(number=1, chamber="others")),
        parts="split",
    )
    vote = opened(house, rule, Electorate(weights="points", chambers=halls))
    reader = house.reader("rector")
    shown = reader.browser.get(f"/api/v1/votes/{vote}").json()
    assert (shown["weights"], shown["weights_since"]) == ("points", "2026-01-01")
    assert shown["seats"][0] | {"seat_name": ""} == {
        "seat": SEAT,
        "seat_name": "",
        "weight": "5",
        "figure": "5",
        "chamber": "founders",
    }
    ballot = {"seat": SEAT, "choice": "parts", "manifest_hash": shown["manifest_hash"]}
    token = {"X-CSRF-Token": reader.browser.get("/api/v1/me").json()["csrf"]}
    address = f"/api/v1/votes/{vote}/ballots"
    for parts in ({"for": "6"}, {"for": "1e1"}, {"yes": "1"}, {}):
        wrong = reader.browser.post(address, json={**ballot, "parts": parts}, headers=token)
        assert wrong.status_code == 422, parts
    told = {**ballot, "choice": "for", "parts": {"for": "1"}}
    assert reader.browser.post(address, json=told, headers=token).status_code == 422
    said = {**ballot, "parts": {"for": "3", "against": "1/2"}}
    given = reader.browser.post(address, json=said, headers=token)
    assert given.status_code == 201, given.text
    must(ending.close(house.desk, house.story.people["secretariat"], vote))
    result = reader.browser.get(f"/api/v1/votes/{vote}/result").json()
    row = next(one for one in result["roll"] if one["seat"] == SEAT)
    assert (row["weight"], row["chamber"], row["choice"]) == ("5", "founders", "for")
    assert row["parts"] == [["for", "3"], ["against", "1/2"]]
    assert not result["carried"], "nobody of the others voted for it"
    page = reader.get(f"/votes/{vote}/what-if")
    chosen, numbers = (one["values"] for one in page.forms if one["action"].endswith("/what-if"))
    assert chosen[f"seat.{SEAT}"] == "for"
    assert numbers["in.founders.for"] == "1"
    again = reader.browser.get(f"/api/v1/votes/{vote}/what-if", params=numbers).json()
    assert (again["carried"], again["was"], again["decided_by"]) == (False, False, result["decided_by"])
    assert again["groups"][1]["numbers"]["against"] == "0.5"
    other = {f"seat.{seat}": "for" for seat in house.desk.conference.votes[vote].present}
    flipped = reader.browser.get(f"/api/v1/votes/{vote}/what-if", params=other).json()
    assert (flipped["carried"], flipped["was"]) == (True, False)
    assert len(flipped["changed"]) == len(other) - 1
    asked = reader.get("/procedures/double_majority/what-if?for=10&against=5&entitled=18")
    assert asked.status == 400
    assert "At least one must be entitled to vote." in asked.text
