"""The presidium at work: set up from files, convened, voting by its own seats, its minutes and mails."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text
from support.desks import (
    CHAIR,
    PLACE,
    SCRIBE,
    SECRETARY,
    Chamber,
    audit,
    codes,
    mandate_line,
    mandates_csv,
    must,
)
from support.organs import presiding

from ecar_governance.domain.organs import seats_of
from ecar_governance.domain.record import record_bytes
from ecar_governance.errors import InvalidInput
from ecar_governance.services import ballots, importing, members, proposals, records, sessions
from ecar_governance.services.minutes import minutes_record
from ecar_governance.services.procedures import put_in_force
from ecar_governance.services.queries.directory import Directory
from ecar_governance.services.queries.papers import papers
from ecar_governance.services.queries.results import result
from ecar_governance.services.queries.sessions import session as session_page

BUREAU = "code,kind,name_az,name_en\nbureau,presidium,Rəyasət Heyəti,Presidium\n".encode()
THIRD = "person-rector-003"


@pytest.fixture
def bureau(hall: Chamber) -> Chamber:
    """A presidium of three: two rectors and the president."""
    must(importing.import_csv(hall.desk, "", "bodies.csv", BUREAU))
    rows = (
        mandate_line("rector-001", "presidium_member", "U001", body="bureau"),
        mandate_line("rector-002", "presidium_member", "U002", body="bureau"),
        mandate_line("rector-003", "president", "U003"),
    )
    must(importing.import_csv(hall.desk, "", "presidium.csv", mandates_csv(*rows)))
    must(put_in_force(hall.desk, presiding()))
    return hall


def meeting(hall: Chamber) -> str:
    begins = hall.desk.clock.now() + timedelta(hours=1)
    session = (
        must(sessions.convene(hall.desk, SECRETARY, begins=begins, place=PLACE, body="bureau"))
        .events[0]
        .subject
    )
    must(sessions.send_notice(hall.desk, SECRETARY, session))
    for person, kind in ((CHAIR, "session_chair"), (SCRIBE, "session_secretary")):
        form = members.MandateForm(person, kind, session=session)  # type: ignore[arg-type]
        must(members.grant(hall.desk, SECRETARY, form))
    must(sessions.open_session(hall.desk, SECRETARY, session))
    for seat in seats_of(hall.conference, "bureau", hall.desk.clock.now())[:2]:
        must(sessions.record_presence(hall.desk, SECRETARY, session, seat.seat))
    return session


def test_the_presidium_meets_votes_and_is_minuted(bureau: Chamber) -> None:
    session = meeting(bureau)
    assert set(bureau.conference.sessions[session].noticed) == {CHAIR, SCRIBE, THIRD}
    case = bureau.draft(workflow="bureau_decision")
    bureau.act(CHAIR, case, "submit")
    bureau.act(SECRETARY, case, "place_directly", session=session)
    bureau.act(CHAIR, case, "open_vote")
    vote = bureau.case(case).vote
    directory = Directory(bureau.conference, bureau.desk.vault, "en")
    (paper,) = papers(directory, bureau.vote(vote), THIRD)
    assert paper.seat == f"seat-bureau:{THIRD}"
    assert paper.seat_name == directory.person(THIRD) != ""
    assert ballots.seats_of(bureau.desk, THIRD, vote) == ((paper.seat, paper.office.mandate),)
    assert ballots.seats_of(bureau.desk, "person-rector-004", vote) == ()
    own = bureau.vote(vote).manifest_hash
    for person, choice in ((CHAIR, "for"), (SCRIBE, "for"), (THIRD, "against")):
        seat = f"seat-bureau:{person}"
        must(ballots.cast(bureau.desk, person, vote, choice, seat=seat, manifest_hash=own, reason="Bəli"))
    bureau.close(vote)
    page = result(Directory(bureau.conference, bureau.desk.vault, "en"), bureau.vote(vote))
    assert [(row.seat_name, row.choice) for row in page.roll][-1] == (directory.person(THIRD), "against")
    resolution = bureau.case(case).resolution
    told = records.decision_record(bureau.desk, resolution)
    assert told.body["az"] == "Rəyasət Heyəti"
    assert {one.names["en"] for one in told.vote.electorate} == {
        directory.person(person) for person in (CHAIR, SCRIBE, THIRD)
    }
    assert record_bytes(told)
    must(sessions.close_session(bureau.desk, SECRETARY, session))
    bureau.installation.desk.clock.advance(days=1)  # type: ignore[attr-defined]  # a steady one
    ended = next(m for m in bureau.conference.mandates.values() if m.kind == "president")
    must(members.end(bureau.desk, SECRETARY, ended.mandate, "term_ended"))
    # What was so at the close stays so: the president of then is missing from nothing.
    minutes = minutes_record(bureau.desk, session)
    assert [(one.names["en"], bool(one.person)) for one in minutes.attendance] == [
        (directory.person(CHAIR), True),
        (directory.person(SCRIBE), True),
        (directory.person(THIRD), False),
    ]
    view = session_page(
        Directory(bureau.conference, bureau.desk.vault, "en"),
        bureau.conference.sessions[session],
        bureau.desk.clock.now(),
    )
    assert view.line.seats == len(view.seats) == 3
    assert audit(bureau.settings).findings == ()


def test_the_rows_of_a_seat_say_whose_it_is(bureau: Chamber) -> None:
    with bureau.installation.database.reading() as connection:
        found = connection.execute(
            text("SELECT id, institution, person FROM seat WHERE body = 'bureau' ORDER BY id")
        )
        assert [tuple(row) for row in found] == [
            (f"seat-bureau:{person}", None, person) for person in (CHAIR, SCRIBE, THIRD)
        ]


def test_a_file_says_where_a_mandate_does_not_belong(bureau: Chamber) -> None:
    row = mandate_line("rector-004", "presidium_member", "U004", body="recognition")
    with pytest.raises(Exception, match="nothing was imported"):
        importing.import_csv(bureau.desk, "", "people.csv", mandates_csv(row))
    again = "code,kind,name_az,name_en\nother,presidium,Başqa,Other\n".encode()
    with pytest.raises(InvalidInput) as refused:
        importing.import_csv(bureau.desk, "", "bodies.csv", again)
    assert [(one.code, one.where) for one in refused.value.findings] == [
        ("conference.one_presidium", "bodies.csv:2:kind")
    ]


def test_nobody_of_the_plenary_acts_in_the_presidium_s_vote(bureau: Chamber) -> None:
    session = meeting(bureau)
    case = bureau.draft(workflow="bureau_decision")
    bureau.act(CHAIR, case, "submit")
    assert codes(
        proposals.act(
            bureau.desk,
            SECRETARY,
            case,
            "place_directly",
            bureau.case(case).version,
            {"session": bureau.session()},
        )
    ) == ["guard.session_convened"]
    bureau.act(SECRETARY, case, "place_directly", session=session)
    bureau.act(CHAIR, case, "open_vote")
    vote = bureau.case(case).vote
    assert codes(bureau.cast(vote, "seat-U004", person="person-rector-004")) == ["ballot.seat_not_entitled"]
