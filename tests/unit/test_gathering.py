"""The quorum before a vote is counted as that of the vote: in the room, remote, represented, recused."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace
from story import Story, begun, digest, in_force
from support.proxies import giving, procedure

from ecar_governance.domain import commands as c
from ecar_governance.domain import events as e
from ecar_governance.domain.gathering import gathered
from ecar_governance.domain.state import Attendance
from ecar_governance.domain.voting.electorate import Electorate
from ecar_governance.domain.voting.proxies import ProxyRule
from ecar_governance.domain.voting.thresholds import HALF, Quorum
from ecar_governance.services.sitting import quorum_needs

PRESENT = Quorum(more_than=HALF)
REPRESENTED = Quorum(more_than=HALF, counted="represented")

TABLE: dict[str, tuple[Quorum, dict[str, Any], tuple[tuple[int, int], ...], str, tuple[int, int]]] = {
    # the vote's quorum, more of its rule, proxies given, who is recused; then seats, and how many count
    "present": (PRESENT, {}, (), "", (6, 3)),
    "a proxy is no presence": (PRESENT, {}, ((0, 1),), "", (6, 3)),
    "a proxy is representation": (REPRESENTED, {}, ((0, 1),), "", (6, 4)),
    "its holder is away": (REPRESENTED, {}, ((0, 4),), "", (6, 3)),
    "no proxies allowed": (REPRESENTED, {"proxies": None}, ((0, 1),), "", (6, 3)),
    "the recused count": (PRESENT, {}, (), "r1", (6, 3)),
    "the recused are out of the base": (PRESENT, {"recused": "out_of_base"}, (), "r1", (6, 3)),
    "the recused are out of the quorum": (PRESENT, {"recused": "out_of_quorum"}, (), "r1", (5, 2)),
    "the recused hold nothing": (REPRESENTED, {"recused": "out_of_both"}, ((0, 1),), "r1", (5, 2)),
}


def met(
    quorum: Quorum, rule: dict[str, Any], electorate: Electorate | None = None, *, twice: bool = False
) -> tuple[Story, str, str]:
    """An open session in which three of six are present, one of them remote, and a proposal on its agenda."""
    story = begun()
    flow = procedure(ProxyRule())
    voting = flow.states["voting"]
    assert voting.vote is not None
    told = replace(voting.vote.rule, quorum=quorum, **rule)
    asked = replace(voting.vote, rule=told, electorate=electorate)
    states = {**flow.states, "voting": replace(voting, vote=asked)}
    if twice:  # and a second vote of the same body, of everybody
        states["agenda"] = replace(flow.states["agenda"], vote=replace(asked, electorate=None))
    story.do(c.PutWorkflowInForce(in_force(replace(flow, states=states))), story.by("ada"))
    session = story.session(present=range(1, 4))
    return story, session, story.on_agenda(session, person="r4")


@pytest.mark.parametrize("name", TABLE)
def test_who_counts_for_the_quorum(name: str) -> None:
    quorum, rule, given, recused, (seats, there) = TABLE[name]
    story, session, case = met(quorum, rule)
    if rule.get("proxies", ProxyRule()) is None:
        assert story.refused(giving(story, 0, 1, session=session), story.by("r0")) == ["proxy.not_allowed"]
        given = ()
    for seat, holder in given:
        story.do(giving(story, seat, holder, session=session), story.by(f"r{seat}"))
    if recused:
        story.do(c.DeclareRecusal(case, digest("kin")), story.by(recused, "rector"))
    conference = story.conference
    found = gathered(conference, conference.cases[case], conference.sessions[session], story.at)
    assert (found.seats, found.there) == (seats, there)
    needs = quorum_needs(conference, conference.sessions[session], story.at)
    assert [(one.seats, one.present) for one in needs] == [(seats, there)]
    if 2 * there <= seats:
        assert story.refused(story.action(case, "open_vote"), story.office) == ["guard.session_quorate"]
        return
    story.open_vote(case)
    (need,) = quorum_needs(story.conference, story.conference.sessions[session], story.at)
    assert (need.seats, need.present) == (seats, there)


def test_who_attends_remotely_is_there() -> None:
    story, session, case = met(PRESENT, {})
    conference = story.conference
    held = conference.sessions[session]
    remote = Attendance("seat-U4", story.by("r4").mandate, story.at, "remote")
    held = replace(held, kind="hybrid", attendance=held.attendance.insert("seat-U4", remote))
    assert gathered(conference, conference.cases[case], held, story.at).there == 4


def test_a_case_of_no_known_procedure_counts_the_present() -> None:
    story, session, case = met(REPRESENTED, {})
    conference = story.conference
    unknown = replace(conference.cases[case], workflow_hash="none")
    assert gathered(conference, unknown, conference.sessions[session], story.at).there == 3


CONDITIONS: list[tuple[Electorate | None, str, tuple[int, int]]] = [
    # who votes; whose dues are paid; then seats, and how many of them are there (1 to 3 are)
    (None, "", (6, 3)),
    (Electorate(dues_paid_by="opening"), "012345", (6, 3)),
    (Electorate(dues_paid_by="opening"), "0123", (4, 3)),
    (Electorate(dues_paid_by="opening"), "034", (3, 1)),
    (Electorate(seniority="P10Y"), "", (0, 0)),
    (Electorate(seniority="P1D"), "", (6, 3)),
    (Electorate(role="session_chair"), "", (0, 0)),
]


@pytest.mark.parametrize("row", CONDITIONS, ids=[f"{n}" for n in range(len(CONDITIONS))])
def test_seats_without_a_vote_count_for_no_quorum(
    row: tuple[Electorate | None, str, tuple[int, int]],
) -> None:
    """Of a vote that is not open yet as of one that is; by its guard as on the screen of the hall."""
    asked, paid, (seats, there) = row
    story, session, case = met(PRESENT, {}, electorate=asked)
    day = story.at.date().isoformat()
    if paid:
        dues = e.DuesRecorded(story.at.year, {f"U{n}": day for n in paid})
        story.do(c.RecordDues(dues), story.office)
    conference = story.conference
    found = gathered(conference, conference.cases[case], conference.sessions[session], story.at)
    assert (found.seats, found.there) == (seats, there)
    needs = quorum_needs(conference, conference.sessions[session], story.at)
    if seats:
        assert {(one.seats, one.present) for one in needs} == {(seats, there)}
    if 2 * there > seats:
        vote = story.vote(story.open_vote(case))
        assert len(vote.electorate) == seats
        (need,) = quorum_needs(story.conference, story.conference.sessions[session], story.at)
        assert (need.seats, need.present) == (seats, there)


def test_of_two_votes_only_seats_that_neither_gives_a_vote_are_left_out() -> None:
    story, session, case = met(PRESENT, {}, electorate=Electorate(dues_paid_by="opening"), twice=True)
    conference = story.conference
    found = gathered(conference, conference.cases[case], conference.sessions[session], story.at)
    assert (found.seats, found.there) == (6, 3)
