"""A meeting in the core: its agenda and numbers, notice, course, the door, and its minutes approved."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace
from story import NAMES, Story, begun, bundled, digest, in_force, met

from ecar_governance.domain import commands as c
from ecar_governance.domain import events as e
from ecar_governance.domain.deciding.casters import casters_of
from ecar_governance.domain.deciding.sessions import modes_of
from ecar_governance.domain.roles import active_mandates
from ecar_governance.domain.workflow import Call
from ecar_governance.services.sitting import item_names, notice_rules, quorum_needs

SESSION = "session-1"


def convened(story: Story | None = None, *, days: float = 30, kind: Any = "room") -> Story:
    story = story or begun()
    begins = story.at + timedelta(days=days)
    story.do(
        c.ConveneSession(e.SessionConvened(SESSION, "plenary", 1, begins, "Asia/Baku", NAMES, kind)),
        story.office,
    )
    return story


def topics(story: Story, count: int = 3) -> Story:
    for _ in range(count):
        story.do(c.PlaceTopic(SESSION, "other_business"), story.office)
    return story


def held(story: Story, session: str = SESSION) -> Any:
    return story.conference.sessions[session]


def numbers(story: Story) -> list[int]:
    return [item.item for item in held(story).items]


# --- agenda ------------------------------------------------------------------------------------------------


def test_before_notice_items_are_numbered_as_they_stand_and_cases_follow() -> None:
    story = topics(convened())
    case = story.on_agenda(SESSION)
    story.do(c.LiftTopic(SESSION, 2), story.office)
    story.do(c.ReorderAgenda(SESSION, (4, 3, 1)), story.office)
    assert numbers(story) == [1, 2, 3]
    assert story.case(case).item == 1
    assert held(story).item(1).case == case
    assert held(story).next_item == 4


def test_after_notice_an_item_keeps_its_number_wherever_it_stands() -> None:
    story = topics(convened())
    story.do(c.SendNotice(SESSION, ("r0",)), story.office)
    story.do(c.ReorderAgenda(SESSION, (3, 1, 2)), story.office)
    assert numbers(story) == [3, 1, 2]
    story.do(c.LiftTopic(SESSION, 3), story.office)
    story.do(c.PlaceTopic(SESSION, "other_business"), story.office)
    assert numbers(story) == [1, 2, 4]  # a number is not given again


@pytest.mark.parametrize("noticed", [False, True])
def test_the_order_that_there_is_changes_nothing(noticed: bool) -> None:
    story = topics(convened())
    if noticed:
        story.do(c.SendNotice(SESSION, ("r0",)), story.office)
    assert story.refused(c.ReorderAgenda(SESSION, (1, 2, 3)), story.office) == ["nothing.changes"]


def test_an_item_is_called_what_it_is() -> None:
    story, session = met()
    story.do(c.CloseSession(session), story.office)
    story.session(days=1)
    story.do(c.PlaceTopic("session-2", "minutes", {}, session), story.office)
    story.do(c.PlaceTopic("session-2", "discussion", {"az": digest("t")}), story.office)
    first, second = held(story, "session-2").items
    assert item_names(story.conference, first, lambda _: {})["en"] == "Minutes of session No. 1"
    assert item_names(story.conference, second, lambda _: {"az": "Büdcə"}) == {"az": "Büdcə"}
    assert item_names(story.conference, second, lambda _: {})["az"] == "Müzakirə"


# --- notice, moving ----------------------------------------------------------------------------------------


def test_another_time_begins_the_notice_anew_and_another_place_does_not() -> None:
    story = convened()
    story.do(c.SendNotice(SESSION, ("r0", "r1")), story.office)
    told = held(story).noticed["r0"]
    story.at += timedelta(days=3)
    begins = held(story).begins
    story.do(c.MoveSession(e.SessionMoved(SESSION, begins, "Asia/Baku", NAMES, "hybrid")), story.office)
    assert (held(story).noticed["r0"], held(story).sequence, held(story).moved) == (told, 1, None)
    later = begins + timedelta(days=7)
    story.do(c.MoveSession(e.SessionMoved(SESSION, later, "Asia/Baku", NAMES, "hybrid")), story.office)
    assert set(held(story).noticed.values()) == {held(story).moved}
    assert (held(story).sequence, held(story).dated) == (2, held(story).moved)


@pytest.mark.parametrize(("days", "expected"), [(14, True), (13.99, False)])
def test_a_session_moved_to_a_near_day_breaks_the_period_of_notice(days: float, expected: bool) -> None:
    story = begun()
    guarded = replace(
        bundled()["resolution"],
        transitions={
            **bundled()["resolution"].transitions,
            "place_directly": replace(
                bundled()["resolution"].transitions["place_directly"],
                require=(Call("notice_given", {"days": 14}),),
            ),
        },
        version="9.0.0",
    )
    story.do(c.PutWorkflowInForce(in_force(guarded)), story.by("ada"))
    convened(story, days=60)
    case = story.draft()
    story.act(case, "submit", story.by("r0", "rector"))
    story.do(c.SendNotice(SESSION, ("r0",)), story.office)
    # Commands of a story are a second apart.
    begins = story.at + timedelta(days=days, seconds=1)
    story.do(c.MoveSession(e.SessionMoved(SESSION, begins, "Asia/Baku", NAMES)), story.office)
    action = story.action(case, "place_directly", session=SESSION)
    if expected:
        story.do(action, story.office)
        (rule,) = notice_rules(story.conference, held(story))
        assert (rule.item, rule.days, rule.by) == (1, 14, begins - timedelta(days=14))
    else:
        assert story.refused(action, story.office) == ["guard.notice_given"]


# --- its course --------------------------------------------------------------------------------------------


def test_nothing_is_decided_while_the_session_is_suspended() -> None:
    story, session = met()
    case = story.on_agenda(session)
    story.do(c.SuspendSession(session), story.office)
    assert "guard.session_open" in story.refused(story.action(case, "open_vote"), story.office)
    assert story.refused(c.CallItem(session, 1), story.office) == ["session.is_suspended"]
    story.attend(session, 0, there=False)  # people come and go
    story.do(c.ResumeSession(session), story.office)
    assert story.refused(c.ResumeSession(session), story.office) == ["session.is_open"]
    vote = story.open_vote(case)
    assert story.refused(c.SuspendSession(session), story.office) == ["session.vote_open"]
    assert story.vote(vote).status == "open"


def test_a_suspended_session_can_be_closed_and_its_pause_has_no_end() -> None:
    story, session = met()
    story.do(c.SuspendSession(session, story.at + timedelta(hours=1)), story.office)
    story.do(c.CloseSession(session), story.office)
    (pause,) = held(story, session).pauses
    assert pause.resumed is None
    assert held(story, session).status == "closed"


def test_what_is_over_lets_nobody_stand_in_any_more() -> None:
    story = convened()
    story.grant("guest", "written_authority", institution="U0", session=SESSION)
    assert active_mandates(story.conference, "guest", story.at)
    story.do(c.CancelSession(SESSION, digest("snow")), story.office)
    assert not active_mandates(story.conference, "guest", story.at)
    wanted = story.mandate("guest", "written_authority", institution="U1", session=SESSION)
    assert story.refused(c.GrantMandate(wanted), story.office) == ["session.is_cancelled"]


@pytest.mark.parametrize(
    ("present", "needed", "reached"), [(range(4), 4, True), (range(3), 4, False), ((), 4, False)]
)
def test_what_an_item_needs_of_those_present(present: Any, needed: int, reached: bool) -> None:
    story = begun()
    session = story.session(present=present)
    story.on_agenda(session)
    (need,) = quorum_needs(story.conference, held(story, session), story.at)
    assert (need.item, need.needed, need.seats, need.reached) == (1, needed, 6, reached)


# --- presence and the door ---------------------------------------------------------------------------------


def test_the_whole_list_of_who_came_and_left_is_kept() -> None:
    story, session = met()
    story.attend(session, 0, there=False)
    story.attend(session, 0)
    rows = [(x.present, x.mode) for x in held(story, session).movements if x.seat == "seat-U0"]
    assert rows == [(True, "room"), (False, "room"), (True, "room")]
    assert len({x.mandate for x in held(story, session).movements if x.seat == "seat-U0"}) == 1


@pytest.mark.parametrize(
    ("kind", "mode", "refused"),
    [
        ("room", "room", []),
        ("room", "remote", ["presence.mode_not_open"]),
        ("remote", "remote", []),
        ("remote", "room", ["presence.mode_not_open"]),
        ("hybrid", "room", []),
        ("hybrid", "remote", []),
    ],
)
def test_people_attend_as_the_session_is_held(kind: Any, mode: Any, refused: list[str]) -> None:
    story = convened(kind=kind)
    command = c.RecordPresence(SESSION, "seat-U0", story.by("r0").mandate, True, mode)
    if refused:
        assert story.refused(command, story.office) == refused
    else:
        story.do(command, story.office)
        assert held(story).attendance["seat-U0"].mode == mode
    assert modes_of(held(story))[0] == ("remote" if kind == "remote" else "room")


def test_somebody_who_goes_home_and_joins_remotely_is_recorded_so() -> None:
    story = convened(kind="hybrid")
    mandate = story.by("r0").mandate
    story.do(c.RecordPresence(SESSION, "seat-U0", mandate, True), story.office)
    again = c.RecordPresence(SESSION, "seat-U0", mandate, True)
    assert story.refused(again, story.office) == ["presence.recorded_already"]
    story.do(replace(again, mode="remote"), story.office)
    assert held(story).attendance["seat-U0"].mode == "remote"


def test_the_door_registers_grants_and_seats_in_one_act() -> None:
    story = convened()
    newcomer, scan, post = e.PersonRegistered("dean", digest("dean")), digest("scan"), digest("dean of law")
    command = c.AdmitAtDoor(SESSION, "seat-U3", "dean", "m-door", "room", scan, post, newcomer)
    events = [type(event.data).__name__ for event in story.do(command, story.office)]
    assert events == ["PersonRegistered", "MandateGranted", "AdmittedAtDoor", "PresenceRecorded"]
    mandate = story.conference.mandates["m-door"]
    assert (mandate.kind, mandate.seat, mandate.session, mandate.paper) == (
        "written_authority",
        "seat-U3",
        SESSION,
        scan,
    )
    assert held(story).guests == {"m-door": post}
    assert story.refused(replace(command, mandate="m-2", register=None), story.office) == [
        "presence.seat_taken"
    ]


def test_whoever_is_at_the_door_in_an_open_vote_casts_for_the_seat_where_the_rule_says_so() -> None:
    story, session = met()
    case = story.draft("membership")
    story.act(case, "apply", story.by("r0"), institution="NEW")
    story.act(case, "confirm")
    story.act(case, "place_on_agenda", session=session)
    vote = story.open_vote(case)
    story.attend(session, 3, there=False)
    story.do(c.AdmitAtDoor(session, "seat-U3", "a0", "m-door"), story.office)
    assert "m-door" in story.vote(vote).casters["seat-U3"]


def test_nobody_lets_themselves_in() -> None:
    story = convened()
    command = c.AdmitAtDoor(SESSION, "seat-U3", "olga", "m-door")
    assert story.refused(command, story.by("olga", "secretariat")) == ["mandate.own"]


SITS = {
    "rector": ("r0", True),
    "acting_rector": ("acting", True),
    "vice_rector": ("v0", True),
    "written_authority": ("guest", True),
    "assistant": ("a0", False),
}


@pytest.mark.parametrize("kind", SITS)
def test_each_has_what_their_mandate_says_and_no_more(kind: str) -> None:
    """Who sits and casts for an institution's seat, and who does not: here, and in another session."""
    story = convened()
    person, sits = SITS[kind]
    other = e.SessionConvened("session-2", "plenary", 2, held(story).begins, "Asia/Baku", NAMES)
    story.do(c.ConveneSession(other), story.office)
    if kind == "acting_rector":
        story.do(c.EndMandate(story.by("r0").mandate, "resigned"), story.office)
        mandate = story.grant(person, kind, institution="U0")
    elif kind == "written_authority":
        mandate = story.grant(person, kind, institution="U0", session=SESSION)
    else:
        mandate = story.by(person, kind).mandate  # type: ignore[arg-type]
    here = casters_of(story.conference, "seat-U0", SESSION, story.at)
    elsewhere = casters_of(story.conference, "seat-U0", "session-2", story.at)
    assert (mandate in here) is sits
    assert (mandate in elsewhere) is (sits and kind != "written_authority")
    assert mandate not in casters_of(story.conference, "seat-U1", SESSION, story.at)
    command = c.RecordPresence(SESSION, "seat-U0", mandate, True)
    if sits:
        story.do(command, story.office)
    else:
        assert story.refused(command, story.office) == ["presence.no_mandate"]
    for forbidden in (
        c.OpenSession(SESSION),
        c.PlaceTopic(SESSION, "other_business"),
        c.AdmitAtDoor(SESSION, "seat-U2", "a0", "m-door"),
        c.MoveSession(e.SessionMoved(SESSION, held(story).begins, "Asia/Baku", NAMES, "remote")),
    ):
        assert story.refused(forbidden, story.by(person, kind)) == ["actor.not_allowed"]  # type: ignore[arg-type]


# --- minutes -----------------------------------------------------------------------------------------------


def test_minutes_are_approved_by_a_later_session_under_an_item_of_its_agenda() -> None:
    story, session = met()
    assert story.refused(c.PlaceTopic(session, "minutes", {}, session), story.office) == ["minutes.none"]
    story.do(c.CloseSession(session), story.office)
    story.session(days=1)
    story.do(c.PlaceTopic("session-2", "minutes", {}, session), story.office)
    story.do(c.ApproveMinutes("session-2", 1, digest("one name")), story.office)
    approved = held(story, session).approved
    assert (approved.session, approved.item, approved.corrections) == ("session-2", 1, digest("one name"))
    assert story.refused(c.LiftTopic("session-2", 1), story.office) == ["agenda.dealt_with"]


def test_minutes_made_before_their_approval_are_made_anew_until_somebody_signs() -> None:
    story, session = met()
    story.do(c.CloseSession(session), story.office)
    story.typeset(session, "minutes")
    again = c.RecordTypeset("document-9", "minutes", session, digest("f"), digest("r"))
    assert story.refused(again, story.office) == ["document.typeset_already"]
    story.session(days=1)
    story.do(c.PlaceTopic("session-2", "minutes", {}, session), story.office)
    story.do(c.ApproveMinutes("session-2", 1), story.office)
    story.do(again, story.office)
    story.do(story.signature("document-9", "chair"), story.by("r1", "session_chair", session))
    third = replace(again, document="document-10")
    assert story.refused(third, story.office) == ["document.typeset_already"]
