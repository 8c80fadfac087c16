"""Members and mandates decided: seats held once, imports that never double, nobody for themselves."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from story import INSTALLER, NAMES, START, Story, begun, digest, met

from ecar_governance.domain import commands as c
from ecar_governance.domain import events as e
from ecar_governance.domain.decision import Accepted
from ecar_governance.domain.leaf import command_of
from ecar_governance.domain.state import Conference, Mandate

HOLDERS = ("rector", "acting_rector")


def holders(conference: Conference, seat: str, at: datetime) -> list[Mandate]:
    return [
        m for m in conference.mandates.values() if m.seat == seat and m.kind in HOLDERS and m.in_force(at)
    ]


# --- seats held once ---------------------------------------------------------------------------------------

instants = st.integers(-6, 12)


@settings(max_examples=120)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["grant", "end", "import"]),
            st.sampled_from(HOLDERS),
            instants,
            st.none() | instants,
            st.integers(0, 3),
        ),
        max_size=10,
    )
)
def test_a_seat_is_held_once_at_every_instant(steps: list[tuple[str, Any, int, int | None, int]]) -> None:
    """Whatever is granted, ended and imported, in whatever order, for whatever term."""
    story = begun(2)
    story.do(c.EndMandate(story.by("r0").mandate, "resigned"), story.office)
    for what, kind, since, until, wait in steps:
        story.wait(days=wait)
        begins = START + timedelta(days=since)
        ends = None if until is None else START + timedelta(days=until)
        person = f"p{len(story.leaves)}"
        wanted = story.mandate(person, kind, institution="U0", since=begins, until=ends)
        registered = e.PersonRegistered(person, digest(person))
        command: c.AnyCommand
        if what == "end":
            granted = [m.mandate for m in story.conference.mandates.values() if m.seat == "seat-U0"]
            command = c.EndMandate(granted[wait % len(granted)], "revoked")
        elif what == "import":
            command = c.ImportMembers(people=(registered,), mandates=(wanted,))
        else:
            story.do(c.RegisterPerson(registered), story.office)
            command = c.GrantMandate(wanted)
        if isinstance(story.ask(command, story.office), Accepted):
            story.do(command, story.office)
    seat = [m for m in story.conference.mandates.values() if m.seat == "seat-U0"]
    turns = {m.since for m in seat} | {x for m in seat for x in (m.until, m.ended) if x is not None}
    for instant in turns:
        for at in (instant - timedelta(microseconds=1), instant):
            assert len(holders(story.conference, "seat-U0", at)) <= 1, at


def test_a_mandate_ended_before_it_began_holds_no_seat() -> None:
    story = begun()
    story.do(c.EndMandate(story.by("r0").mandate, "resigned"), story.office)
    left = story.at
    story.wait(days=5)
    later = story.mandate("a0", "rector", institution="U0", since=story.at + timedelta(days=90))
    story.do(c.GrantMandate(later), story.office)
    story.do(c.EndMandate(later.mandate, "mistake"), story.office)
    story.grant("heir", "rector", institution="U0", since=left + timedelta(days=1))
    assert [m.person for m in holders(story.conference, "seat-U0", story.at)] == ["heir"]


def test_the_index_of_seats_has_every_mandate_of_a_seat() -> None:
    story, _ = met()
    story.grant("deputy", "written_authority", institution="U3", session="session-1")
    for seat in story.conference.seats:
        found = {m.mandate for m in story.conference.mandates.values() if m.seat == seat}
        assert set(story.conference.seat_mandates.get(seat, ())) == found


# --- imports -----------------------------------------------------------------------------------------------


def members_file(story: Story) -> c.ImportMembers:
    """What made the members, with ids made anew, as a second reading of the file makes them."""
    event = next(x for x in story.events if x.command and x.command["type"] == "ImportMembers")
    command = command_of(event)
    assert isinstance(command, c.ImportMembers)
    fresh = tuple(replace(m, mandate=story.id("again")) for m in command.mandates)
    return replace(command, mandates=fresh)


def test_a_second_import_changes_nothing() -> None:
    story = begun()
    assert story.refused(members_file(story), INSTALLER) == ["nothing.changes"]


def test_a_corrected_row_alone_becomes_events() -> None:
    story = begun()
    command = members_file(story)
    moved = replace(command.institutions[2], city="Şəki")
    known = replace(command.people[3], digest=digest("corrected"))
    changed = replace(
        command,
        institutions=(*command.institutions[:2], moved, *command.institutions[3:]),
        people=(*command.people[:3], known, *command.people[4:]),
        bodies=(e.BodyRegistered("group", "working_group", {"az": "Yeni", "en": "New"}),),
    )
    told = [type(event.data).__name__ for event in story.do(changed, story.by("ada"))]
    assert told == ["InstitutionChanged", "BodyRegistered", "PersonChanged"]
    assert story.conference.bodies["group"].names["en"] == "New"
    assert sum(seat.body == "plenary" for seat in story.conference.seats.values()) == 6


def test_a_new_rector_in_the_file_succeeds_and_begins_when_recorded() -> None:
    """The day in the file lies before the predecessor's end: who was not known then did not act then."""
    story = begun()
    wanted = story.mandate("heir", "rector", institution="U0", since=START - timedelta(days=30))
    people = (e.PersonRegistered("heir", digest("heir")),)
    events = story.do(c.ImportMembers(people=people, mandates=(wanted,)), story.office)
    assert [type(event.data).__name__ for event in events] == [
        "PersonRegistered", "MandateEnded", "MandateGranted",
    ]  # fmt: skip
    assert story.conference.mandates[wanted.mandate].since == story.at
    assert [m.person for m in holders(story.conference, "seat-U0", story.at)] == ["heir"]


def test_a_future_rector_in_the_file_ends_nobody() -> None:
    story = begun()
    wanted = story.mandate("a0", "rector", institution="U0", since=story.at + timedelta(days=9))
    assert story.refused(c.ImportMembers(mandates=(wanted,)), story.office) == ["mandate.seat_held"]


def of_before(until: timedelta) -> tuple[Story, c.ImportMembers]:
    """A row of history: a rector of the seat from long before its holder, until so long after now."""
    story = begun()
    story.wait(days=1)
    wanted = story.mandate(
        "a0", "rector", institution="U0", since=START - timedelta(days=90), until=story.at + until
    )
    return story, c.ImportMembers(mandates=(wanted,))


def test_a_term_that_is_over_ends_nobody() -> None:
    story, command = of_before(timedelta(days=-30))
    held = holders(story.conference, "seat-U0", story.at)
    (granted,) = story.do(command, story.office)
    assert isinstance(granted.data, e.MandateGranted)
    assert holders(story.conference, "seat-U0", story.at) == held


def test_a_term_that_ends_with_this_instant_is_over() -> None:
    story, command = of_before(timedelta())
    assert story.refused(command, story.office) == ["mandate.seat_held"]
    story, command = of_before(timedelta(microseconds=1))
    answer = story.ask(command, story.office)
    assert isinstance(answer, Accepted)
    assert [type(event.data).__name__ for event in answer.events] == ["MandateEnded", "MandateGranted"]


def test_a_file_older_than_the_admission_does_not_undo_it() -> None:
    story = begun()
    story.do(c.ImportMembers((story.institution("NEW", "member"),)), story.office)
    command = c.ImportMembers((story.institution("NEW", "candidate"),))
    assert story.refused(command, story.office) == ["institution.has_seat"]
    assert story.conference.institutions["NEW"].kind == "member"


def test_a_second_plenary_is_refused() -> None:
    story = begun()
    for body in (e.BodyRegistered("another", "plenary", NAMES), e.BodyRegistered("group", "plenary", NAMES)):
        refused = story.refused(c.ImportMembers(bodies=(body,)), story.office)
        assert refused in (["conference.one_plenary"], ["body.kind_differs"])


def test_nothing_of_a_file_with_one_bad_row_holds() -> None:
    story = begun()
    good = story.institution("U9")
    bad = story.mandate("nobody", "auditor")
    before = story.conference
    assert story.refused(c.ImportMembers((good,), (), (), (bad,)), story.office) == ["person.unknown"]
    assert story.conference is before


def test_names_keep_their_dates() -> None:
    story = begun()
    renamed = replace(story.institution("U0"), names={"az": "Yeni", "en": "New"}, since="2026-12-01")
    story.do(c.ImportMembers((renamed,)), story.office)
    known = story.conference.institutions["U0"]
    assert [(n.since, n.names["en"]) for n in known.history] == [("2026-01-01", "U0"), ("2026-12-01", "New")]
    assert known.names["en"] == "New"


# --- nobody for themselves ---------------------------------------------------------------------------------

KINDS: tuple[Any, ...] = (
    "rector",
    "secretariat",
    "secretary_general",
    "president",
    "administrator",
    "auditor",
)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("person", "held"), [("olga", "secretariat"), ("ada", "administrator")])
@pytest.mark.parametrize("in_a_file", [False, True])
def test_nobody_gives_themselves_a_mandate(kind: Any, person: str, held: str, in_a_file: bool) -> None:
    story = begun()
    wanted = story.mandate(person, kind)
    command = c.ImportMembers(mandates=(wanted,)) if in_a_file else c.GrantMandate(wanted)
    # A file may say again what they hold already; it gives them nothing.
    expected = "nothing.changes" if in_a_file and kind == held else "mandate.own"
    assert expected in story.refused(command, story.by(person))


@pytest.mark.parametrize("in_a_file", [False, True])
def test_only_an_administrator_makes_one(in_a_file: bool) -> None:
    story = begun()
    wanted = story.mandate("a0", "administrator")
    command: c.AnyCommand = c.ImportMembers(mandates=(wanted,)) if in_a_file else c.GrantMandate(wanted)
    assert story.refused(command, story.office) == ["mandate.administrator_only"]
    assert isinstance(story.ask(command, story.by("ada")), Accepted)
    assert isinstance(story.ask(command, INSTALLER), Accepted)


def test_only_an_administrator_unmakes_one() -> None:
    story = begun()
    command = c.EndMandate(story.by("ada").mandate, "revoked")
    assert story.refused(command, story.office) == ["mandate.administrator_only"]


def test_a_right_of_ones_own_is_taken_under_no_borrowed_mandate() -> None:
    story = begun()
    borrowed = e.Actor("person", "r0", story.by("r1").mandate, "U1")
    assert story.refused(c.SetCredential("r0", "password"), borrowed) == ["actor.no_mandate"]
    assert story.refused(c.SetCredential("r1", "password"), story.by("r0")) == ["actor.not_allowed"]
    story.do(c.SetCredential("r0", "password"), e.Actor("person", "r0"))
    assert story.conference.persons["r0"].has_password


def test_the_system_invites_for_a_lost_password_alone() -> None:
    story = begun()
    system = e.Actor("system")
    assert story.refused(c.IssueInvitation("r0", "invitation"), system) == ["actor.not_allowed"]
    assert isinstance(story.ask(c.IssueInvitation("r0", "lost_password"), system), Accepted)


# --- offices of a session ----------------------------------------------------------------------------------


def test_an_office_of_a_session_is_held_once_and_refilled_when_it_ends() -> None:
    story, session = met()
    later = story.mandate("r2", "session_chair", session=session, since=story.at + timedelta(days=3))
    assert story.refused(c.GrantMandate(later), story.office) == ["mandate.session_office_held"]
    story.do(c.EndMandate(story.by("r1", "session_chair").mandate, "resigned"), story.office)
    story.do(c.GrantMandate(later), story.office)
    now = story.mandate("r3", "session_chair", session=session)
    assert story.refused(c.GrantMandate(now), story.office) == ["mandate.session_office_held"]
    until = replace(now, until=story.at + timedelta(days=1))
    story.do(c.GrantMandate(until), story.office)


def test_an_officer_acts_in_their_own_session() -> None:
    story, first = met()
    story.do(c.CloseSession(first), story.by("r1", "session_chair"))
    wanted = e.SessionConvened("session-2", "plenary", 2, story.at, "Asia/Baku", NAMES)
    story.do(c.ConveneSession(wanted), story.office)
    chair = story.by("r1", "session_chair", first)
    for command in (
        c.OpenSession("session-2"),
        c.RecordPresence("session-2", "seat-U0", story.by("r0").mandate, True),
    ):
        assert story.refused(command, chair) == ["actor.other_session"]
    story.grant("r1", "session_chair", session="session-2")
    assert story.refused(c.OpenSession("session-2"), chair) == ["actor.other_session"]
    story.do(c.OpenSession("session-2"), story.by("r1", "session_chair", "session-2"))
