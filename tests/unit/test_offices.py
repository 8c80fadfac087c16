"""Whoever is elected gets the office that the election was about, in the act that publishes it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace
from story import NAMES, Story, begun
from support.electing import ballot, balloting, elected, procedure

from ecar_governance.domain import commands as c
from ecar_governance.domain import events as e
from ecar_governance.domain.decision import Refused
from ecar_governance.domain.organs import seat_of_mandate
from ecar_governance.domain.state import Mandate
from ecar_governance.domain.voting.methods.rules import BlockVote, ElectionRule
from ecar_governance.domain.workflow import Call, Workflow
from ecar_governance.errors import InvalidInput

PRESIDIUM = c.ImportMembers((), (e.BodyRegistered("presidium", "presidium", NAMES),), (), ())


def granting(election: ElectionRule | None = None, **params: Any) -> Workflow:
    """The election that ships, whose publication gives an office in another way."""
    flow = procedure(election)
    publish = flow.transitions["publish"]
    given = Call("grant_mandate", params or {"office_field": "office", "body": "presidium"})
    effects = tuple(given if call.name == "grant_mandate" else call for call in publish.effects)
    return replace(flow, transitions={**flow.transitions, "publish": replace(publish, effects=effects)})


def won(
    papers: dict[str, int],
    flow: Workflow | None = None,
    *,
    then: dict[str, int] | None = None,
    presidium: bool = True,
    **fields: Any,
) -> tuple[Story, str, str]:
    """An election that was won and whose resolution is signed: story, case, vote."""
    story, case, vote = balloting((1, 2, 3), flow or procedure(), **fields)
    if presidium:
        story.do(PRESIDIUM, story.by("ada"))
    elected(story, vote, papers)
    if then is not None:
        vote = ballot(story, case)
        elected(story, vote, then)
    story.sign(story.typeset(story.case(case).resolution), story.case(case).session)
    return story, case, vote


def held(story: Story, vote: str) -> list[Mandate]:
    """The mandates that the vote gave, in order."""
    found = [one for one in story.conference.mandates.values() if one.election == vote]
    return sorted(found, key=lambda one: one.mandate)


def test_the_elected_holds_the_office_from_the_publication_on() -> None:
    story, case, vote = won({"r1": 4, "r2": 2}, office="president")
    assert held(story, vote) == []
    events = story.act(case, "publish")
    assert len({event.act for event in events}) == 1
    [mandate] = held(story, vote)
    assert (mandate.person, mandate.kind, mandate.institution, mandate.election) == (
        "r1", "president", "U1", vote,
    )  # fmt: skip
    assert (mandate.since, mandate.until) == (story.at, None)
    assert seat_of_mandate(story.conference, mandate) in story.conference.seats
    assert [type(event.data) for event in events if event.subject == "r1"] == [
        e.MandateGranted,
        e.SeatCreated,
    ]


MIDNIGHTS = [
    datetime(*day, 20, tzinfo=UTC) for day in ((2026, 12, 31), (2028, 12, 31), (2027, 2, 28), (2029, 2, 28))
]
"""In Baku it is four hours later than in UTC, and midnight then."""

DAYS: dict[str, Any] = {"since": "first_day", "until": "last_day"}
SO_LONG: dict[str, Any] = {"since": "first_day", "lasts": "P2Y"}
Term = tuple[dict[str, Any], dict[str, Any], datetime | None, datetime | None]
TERMS: list[Term] = [
    ({"first_day": "2027-01-01", "last_day": "2028-12-31"}, DAYS, MIDNIGHTS[0], MIDNIGHTS[1]),
    ({"first_day": "2001-01-01"}, DAYS, None, None),  # long past: at once
    ({}, DAYS, None, None),
    ({"first_day": "2027-03-01"}, SO_LONG, MIDNIGHTS[2], MIDNIGHTS[3]),
]


@pytest.mark.parametrize("row", TERMS, ids=["days", "past", "open", "for-so-long"])
def test_a_term_is_that_of_the_proposal(row: Term) -> None:
    fields, params, since, until = row
    flow = granting(office="secretary_general", **params)
    story, case, vote = won({"r2": 6}, flow, **fields)
    story.act(case, "publish")
    [mandate] = held(story, vote)
    assert (mandate.kind, mandate.since, mandate.until) == ("secretary_general", since or story.at, until)
    assert mandate.body == ""


def test_everybody_elected_in_several_ballots_gets_a_seat_in_the_body() -> None:
    """One of two places is filled in the first ballot, the other between equals in the second."""
    flow = granting(BlockVote(seats=2, tie="second_ballot"))
    papers, then = {"r1 = r2": 3, "r1 = r3": 3}, {"r3": 2, "r2": 4}
    story, case, vote = won(papers, flow, then=then, office="presidium_member")
    story.act(case, "publish")
    mandates = held(story, vote)
    assert [one.person for one in mandates] == ["r1", "r2"]
    assert {one.body for one in mandates} == {"presidium"}
    assert {one.seat for one in story.conference.seats.values() if one.body == "presidium"} == {
        "seat-presidium:r1",
        "seat-presidium:r2",
    }


def test_an_office_of_the_session_lies_in_it() -> None:
    flow = granting(office="session_chair")
    story, case, vote = won({"r2": 6}, flow)
    reasons = story.refused(story.action(case, "publish"), story.office)
    assert reasons == ["mandate.session_office_held"]
    chair = story.by("r1", "session_chair", story.case(case).session)
    story.do(c.EndMandate(chair.mandate, "resigned"), story.office)
    story.act(case, "publish")
    [mandate] = held(story, vote)
    assert mandate.session == story.case(case).session


@pytest.mark.parametrize("kind", ["president", "secretary_general"])
def test_who_is_elected_succeeds_whoever_held_the_office(kind: str) -> None:
    """In the same act, where the term begins at once."""
    story, case, _vote = won({"r2": 6}, granting(office=kind))
    before = story.grant("r3", kind)
    story.act(case, "publish")
    assert story.conference.mandates[before].ended == story.at
    now = [one for one in story.conference.mandates.values() if one.kind == kind and one.in_force(story.at)]
    assert [one.person for one in now] == ["r2"]


def presidents(story: Story, at: datetime) -> list[str]:
    """Who holds the office at the instant."""
    kept = story.conference.mandates.values()
    return [one.person for one in kept if one.kind == "president" and one.in_force(at)]


@pytest.mark.parametrize("until", [None, 40, 3000, 4000], ids=["open", "before", "on-the-day", "after"])
def test_a_later_term_ends_the_one_before_on_its_first_day(until: int | None) -> None:
    """Never two holders, and no time without one that the term before would not have had anyway."""
    begins = datetime(2035, 1, 1, tzinfo=ZoneInfo("Asia/Baku"))
    story, case, vote = won({"r2": 6}, office="president", first_day="2035-01-01")
    ends = {None: None, 3000: begins}.get(until, story.at + timedelta(days=until or 0))
    before = story.grant("r3", "president", until=ends)
    story.act(case, "publish")
    kept = story.conference.mandates[before]
    assert kept.ended is None
    assert kept.until == (begins if ends is None or ends > begins else ends)
    [now] = held(story, vote)
    assert (now.person, now.since) == ("r2", begins)
    moment = timedelta(microseconds=1)
    assert presidents(story, story.at) == ["r3"]
    assert presidents(story, begins - moment) == ([] if until == 40 else ["r3"])
    assert presidents(story, begins) == ["r2"]
    # What is over by then is ended by hand still, and earlier.
    story.do(c.EndMandate(before, "resigned"), story.office)
    assert presidents(story, story.at) == []


def test_of_two_terms_that_begin_on_one_day_the_first_granted_stays() -> None:
    story, case, _vote = won({"r2": 6}, office="president", first_day="2035-01-01")
    begins = datetime(2035, 1, 1, tzinfo=ZoneInfo("Asia/Baku"))
    story.grant("r3", "president", since=begins)
    said = story.ask(story.action(case, "publish"), story.office)
    assert isinstance(said, Refused)
    assert [(one.code, one.params["person"]) for one in said.reasons] == [("mandate.office_held", "r3")]


def test_a_holder_is_given_a_further_term_and_a_later_one_begins_when_it_ends() -> None:
    story = begun()
    day = timedelta(days=1)
    first = story.mandate("r1", "president", until=story.at + 10 * day)
    story.do(c.GrantMandate(first), story.office)
    story.do(c.GrantMandate(story.mandate("r1", "president", since=story.at + 9 * day)), story.office)
    other = begun()
    other.do(c.GrantMandate(other.mandate("r1", "president", until=other.at + 10 * day)), other.office)
    early = other.mandate("r2", "president", since=other.at + 9 * day)
    assert other.refused(c.GrantMandate(early), other.office) == ["mandate.office_held"]
    other.do(c.GrantMandate(other.mandate("r2", "president", since=other.at + 10 * day)), other.office)


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"office": "presidium_member", "presidium": False}, "body.unknown"),
    ({"office": "president", "last_day": "2026-01-01"}, "mandate.ends_before_it_begins"),
]


@pytest.mark.parametrize("row", REFUSED, ids=[row[1] for row in REFUSED])
def test_what_cannot_be_given_keeps_the_whole_act_from_happening(row: tuple[dict[str, Any], str]) -> None:
    fields, code = row
    story, case, vote = won({"r1": 6}, **fields)
    before = story.conference
    assert story.refused(story.action(case, "publish"), story.office) == [code]
    assert story.conference is before
    resolution = story.conference.resolutions[story.case(case).resolution]
    assert (story.states(case), resolution.published, held(story, vote)) == ("signed", None, [])


def test_an_office_without_a_mandate_here_is_given_by_nobody() -> None:
    story, case, vote = won({"r1": 6})
    story.act(case, "publish")
    assert (story.states(case), held(story, vote)) == ("in_force", [])


def test_a_mandate_given_by_hand_claims_no_election() -> None:
    story, _, vote = won({"r1": 6})
    claimed = e.MandateGranted("mandate-x", "r3", "president", election=vote)
    with pytest.raises(InvalidInput, match="names no election"):
        story.do(c.GrantMandate(claimed), story.by("ada"))
    with pytest.raises(InvalidInput, match="names no election"):
        story.do(c.ImportMembers((), (), (), (claimed,)), story.by("ada"))


def test_the_office_ends_like_any_other() -> None:
    story, case, vote = won({"r1": 6}, office="president", last_day="2028-12-31")
    story.act(case, "publish")
    [mandate] = held(story, vote)
    story.do(c.EndMandate(mandate.mandate, "resigned"), story.by("ada"))
    assert not story.conference.mandates[mandate.mandate].in_force(story.at + timedelta(seconds=1))
