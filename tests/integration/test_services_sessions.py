"""Sessions through the use cases, and what time brings about when two servers watch it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import text
from support import desks
from support.desks import CHAIR, PLACE, SCRIBE, SECRETARY, Chamber, SteadyClock, audit, codes, must
from support.together import together

from ecar_governance.domain import events as e
from ecar_governance.errors import InvalidInput, NotFound
from ecar_governance.services import ending, members, sessions, timers
from ecar_governance.services.desk import Desk
from ecar_governance.services.texts import keep_text


def test_a_session_from_convocation_to_close(hall: Chamber, steady: SteadyClock) -> None:
    desk = hall.desk
    session = hall.convene(officers=False)
    known = hall.conference.sessions[session]
    assert (known.status, known.number, known.zone, known.body) == ("convened", 1, "Asia/Baku", "plenary")
    must(sessions.send_notice(desk, SECRETARY, session))
    noticed = hall.conference.sessions[session].noticed
    assert set(noticed) >= {CHAIR, "person-vice", "person-assistant-1", "person-observer", "person-auditor"}
    assert codes(sessions.close_session(desk, SECRETARY, session)) == ["session.is_convened"]
    must(sessions.open_session(desk, SECRETARY, session))
    assert codes(sessions.open_session(desk, SECRETARY, session)) == ["session.is_open"]
    for person, kind in ((CHAIR, "session_chair"), (SCRIBE, "session_secretary")):
        must(members.grant(desk, SECRETARY, members.MandateForm(person, kind, session=session)))  # type: ignore[arg-type]
    for seat in hall.seats():
        must(sessions.record_presence(desk, SCRIBE, session, seat))
    assert codes(sessions.record_presence(desk, SCRIBE, session, "seat-U001")) == [
        "presence.recorded_already"
    ]
    must(sessions.record_presence(desk, SCRIBE, session, "seat-U003", present=False))
    assert codes(sessions.record_presence(desk, SCRIBE, session, "seat-U003", present=False)) == [
        "presence.not_present"
    ]
    vice = next(m.mandate for m in hall.conference.mandates.values() if m.kind == "vice_rector")
    must(sessions.record_presence(desk, SCRIBE, session, "seat-U003", mandate=vice))
    assert hall.conference.sessions[session].attendance["seat-U003"].mandate == vice
    _, vote = hall.open_vote(session)
    assert codes(sessions.close_session(desk, CHAIR, session)) == ["session.vote_open"]
    hall.close(vote)
    must(sessions.close_session(desk, CHAIR, session))
    assert hall.conference.sessions[session].status == "closed"
    assert codes(sessions.record_presence(desk, SCRIBE, session, "seat-U001", present=False))[0] == (
        "session.is_closed"
    )


def test_closing_a_session_closes_what_time_has_closed(hall: Chamber, steady: SteadyClock) -> None:
    session = hall.session()
    _, vote = hall.open_vote(session)
    hall.cast_all(vote)
    steady.advance(hours=49)
    must(sessions.close_session(hall.desk, CHAIR, session))
    assert (hall.vote(vote).status, hall.vote(vote).how) == ("closed", "deadline")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"number": 1}, "session.number_used"),
        ({"number": 0}, "session.number_not_positive"),
        ({"zone": "Baku"}, "zone.unknown"),
        ({"body": "none"}, "body.unknown"),
    ],
)
def test_a_session_that_cannot_be_is_refused(hall: Chamber, change: dict[str, object], expected: str) -> None:
    hall.convene(officers=False)
    begins = hall.desk.clock.now() + timedelta(days=1)
    outcome = sessions.convene(hall.desk, SECRETARY, begins=begins, place=PLACE, **change)  # type: ignore[arg-type]
    assert codes(outcome) == [expected]
    with pytest.raises(InvalidInput, match="time zone"):
        sessions.convene(hall.desk, SECRETARY, begins=datetime(2026, 12, 1), place=PLACE)  # noqa: DTZ001  # reason: refused
    with pytest.raises(InvalidInput, match="time zone"):
        members.grant(
            hall.desk,
            SECRETARY,
            members.MandateForm("person-observer", "president", since=datetime(2026, 12, 1)),  # noqa: DTZ001  # reason: refused
        )


def test_numbers_go_on(hall: Chamber) -> None:
    first, second = hall.convene(officers=False), hall.convene(officers=False)
    assert [hall.conference.sessions[s].number for s in (first, second)] == [1, 2]
    assert codes(sessions.convene(hall.desk, CHAIR, begins=hall.desk.clock.now(), place=PLACE)) == [
        "actor.not_allowed"
    ]
    for call in (sessions.send_notice, sessions.close_session):
        with pytest.raises(NotFound):
            call(hall.desk, SECRETARY, "session-none")


# --- two servers -------------------------------------------------------------------------------------------


def test_two_servers_watch_the_clock_and_everything_happens_once(hall: Chamber, steady: SteadyClock) -> None:
    """Deadlines, closings and reminders: both servers notice at the same instant, again and again."""
    session = hall.session()
    reviewed = [hall.draft(body="recognition") for _ in range(3)]
    for case in reviewed:
        hall.act(CHAIR, case, "submit")
        hall.act(SECRETARY, case, "refer")
    votes = [hall.open_vote(session)[1] for _ in range(3)]
    for vote in votes:
        hall.cast_all(vote, "for", "for", "against")
    settings = hall.settings
    with desks.installed(settings.data_dir, settings.database_url, steady) as second:
        both: tuple[Desk, Desk] = (hall.desk, second.desk)
        for step in (timedelta(hours=48), timedelta(days=21), timedelta(days=6), timedelta(days=2)):
            steady.at += step
            for _ in range(2):
                together(*(lambda d=desk: timers.tick(d) for desk in both))
        assert both[1].conference.size == both[0].conference.size
    events = hall.desk.record.events(limit=100_000)
    assert sum(isinstance(x.data, e.VoteClosed) for x in events) == 3
    for case in reviewed:
        taken = [
            x.data.transition for x in events if isinstance(x.data, e.TransitionTaken) and x.data.case == case
        ]
        assert taken == ["submit", "refer", "escalate"]
    with hall.installation.database.reading() as connection:
        reminders = connection.execute(
            text("SELECT count(*) FROM outbox WHERE kind = 'deadline' AND person = 'person-group-chair'")
        ).scalar()
    assert reminders == 6
    assert audit(settings).findings == ()


def test_two_servers_close_one_vote_and_one_is_told(hall: Chamber, steady: SteadyClock) -> None:
    _, vote = hall.open_vote(hall.session())
    hall.cast_all(vote)
    settings = hall.settings
    outcomes: list[object] = []
    with desks.installed(settings.data_dir, settings.database_url, steady) as second:
        together(
            *(
                lambda d=desk: outcomes.append(ending.close(d, CHAIR, vote))
                for desk in (hall.desk, second.desk)
            )
        )
    kinds = sorted(type(outcome).__name__ for outcome in outcomes)
    assert kinds == ["Done", "Refused"]
    assert hall.vote(vote).status == "closed"
    assert hall.desk.keys.held() == ()
    assert hall.desk.vault.votes_with_envelopes() == ()


def test_a_text_with_an_unseen_sign_is_refused_wherever_it_comes_from(hall: Chamber) -> None:
    _, vote = hall.open_vote(hall.session())
    with pytest.raises(InvalidInput, match=r"U\+202E"):
        ending.void(hall.desk, CHAIR, vote, "Səbəb \u202e")
    with pytest.raises(InvalidInput, match=r"U\+0000"):
        keep_text(hall.desk, "a\x00", "az")
    with pytest.raises(InvalidInput) as caught:
        members.register(hall.desk, SECRETARY, {"az": "A\nB", "en": "C" * 300}, "x@y.az\r\nBcc: z", "az")
    assert {f.code for f in caught.value.findings} == {"person.unseen", "person.name_long", "person.email"}
