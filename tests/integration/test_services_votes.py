"""Votes through the use cases: cast, changed, closed in time, voided, by hand, without one."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import text
from support.desks import (
    CHAIR,
    SCRIBE,
    SECRETARY,
    Chamber,
    SteadyClock,
    audit,
    codes,
    mandate_line,
    mandates_csv,
    must,
)

from ecar_governance.cli.vote import vote as vote_command
from ecar_governance.domain import events as e
from ecar_governance.domain import vote_record
from ecar_governance.domain.decision import Refused
from ecar_governance.errors import InvalidInput, NotFound, RecordBroken, Unavailable
from ecar_governance.services import ballots, ending, importing, members, proposals, sessions, timers
from ecar_governance.services.ports import Done
from ecar_governance.services.texts import Upload

SCAN = Upload("etibarname.jpg", "image/jpeg", b"\xff\xd8\xff\xe0 scanned")


def queued(hall: Chamber) -> list[tuple[str, str]]:
    """Kind and recipient of every mail ever queued, sorted."""
    with hall.installation.database.reading() as connection:
        return sorted(tuple(row) for row in connection.execute(text("SELECT kind, person FROM outbox")))


# --- casting -----------------------------------------------------------------------------------------------


def test_a_ballot_is_cast_changed_and_counted_once(hall: Chamber) -> None:
    _, vote = hall.open_vote(hall.session())
    seat = hall.seats()[0]
    first = ballots.receipt_of(must(hall.cast(vote, seat, "for", key="a")))
    assert (first.vote, first.seat, first.repeated) == (vote, seat, False)
    assert codes(hall.cast(vote, seat, "against")) == ["ballot.already_cast"]
    assert codes(hall.cast(vote, seat, "against", replaces="sha256:" + "0" * 64)) == [
        "ballot.receipt_outdated"
    ]
    second = ballots.receipt_of(must(hall.cast(vote, seat, "against", replaces=first.digest, key="b")))
    again = ballots.receipt_of(must(hall.cast(vote, seat, "abstain", key="a")))
    assert (again.digest, again.position, again.repeated) == (first.digest, first.position, True)
    hall.cast_all(vote, "", "for", "for")
    hall.close(vote)
    closed = hall.vote(vote)
    assert [(p.seat, p.choice) for p in closed.papers] == [
        (seat, "against"),
        (hall.seats()[1], "for"),
        (hall.seats()[2], "for"),
    ]
    # The receipt stands after the close, for whoever lost the answer.
    late = ballots.receipt_of(must(hall.cast(vote, seat, "for", key="b")))
    assert (late.digest, late.repeated) == (second.digest, True)
    assert codes(hall.cast(vote, hall.seats()[3])) == ["vote.is_closed"]


@pytest.mark.parametrize("choice", ["", "yes", "FOR", "not_voted", "for\x00"])
def test_a_choice_is_one_of_three(hall: Chamber, choice: str) -> None:
    _, vote = hall.open_vote(hall.session())
    with pytest.raises(InvalidInput):
        hall.cast(vote, hall.seats()[0], choice)
    assert not hall.vote(vote).marks


def test_who_may_not_cast_is_told_why(hall: Chamber) -> None:
    session = hall.session()
    _, vote = hall.open_vote(session)
    seat = hall.seats()[0]
    for person in ("person-assistant-1", "person-auditor", SECRETARY, "person-rector-002"):
        assert codes(hall.cast(vote, seat, person=person)) == ["ballot.not_your_seat"]
    assert codes(hall.cast(vote, seat, manifest_hash="sha256:" + "0" * 64)) == ["ballot.other_text"]
    assert codes(hall.cast(vote, "seat-none", person=CHAIR)) == ["ballot.seat_not_entitled"]
    assert codes(hall.cast(vote, seat, replaces="sha256:" + "0" * 64)) == ["ballot.nothing_to_replace"]
    with pytest.raises(NotFound):
        ballots.cast(hall.desk, CHAIR, "vote-none", "for", seat=seat, manifest_hash="")
    with pytest.raises(NotFound):
        ending.close(hall.desk, CHAIR, "vote-none")


def test_the_rector_s_ballot_prevails_over_the_vice_rector_s(hall: Chamber) -> None:
    _, vote = hall.open_vote(hall.session())
    seat = "seat-U003"
    assert ballots.seats_of(hall.desk, "person-vice", vote)[0][0] == seat
    substitute = ballots.receipt_of(must(hall.cast(vote, seat, "against", person="person-vice")))
    rector = ballots.receipt_of(must(hall.cast(vote, seat, "for", replaces=substitute.digest)))
    assert codes(hall.cast(vote, seat, "against", person="person-vice", replaces=rector.digest)) == [
        "ballot.prevails"
    ]
    hall.close(vote)
    assert [(p.seat, p.choice) for p in hall.vote(vote).papers] == [(seat, "for")]


def test_a_roll_call_s_reason_is_read_at_the_close_alone(hall: Chamber) -> None:
    _, vote = hall.open_vote(hall.session())
    seat = hall.seats()[0]
    why = "Maddə 5 ilə razı deyilik."
    with pytest.raises(InvalidInput, match=r"U\+202E"):
        hall.cast(vote, seat, "against", reason="Razıyıq \u202e")
    must(hall.cast(vote, seat, "against", reason=f"  {why}\r\n"))
    assert why.encode() not in b"".join(hall.desk.record.leaves())
    hall.close(vote)
    assert why.encode() in b"".join(hall.desk.record.leaves())
    assert [(p.seat, p.choice, p.reason) for p in hall.vote(vote).papers] == [(seat, "against", why)]
    _, secret = hall.open_secret_vote(hall.session())
    with pytest.raises(InvalidInput, match="no reasons"):
        hall.cast(secret, seat, "against", reason=why)


# --- time --------------------------------------------------------------------------------------------------


def test_a_vote_closes_at_its_deadline_whenever_it_is_noticed(hall: Chamber, steady: SteadyClock) -> None:
    case, vote = hall.open_vote(hall.session())
    hall.cast_all(vote, "for", "for", "against")
    closes = hall.vote(vote).closes
    assert closes == steady.now() + timedelta(hours=48)
    steady.at = closes
    assert codes(hall.cast(vote, hall.seats()[3])) == ["vote.deadline_passed"]
    steady.advance(hours=7)
    assert timers.tick(hall.desk) == 1
    closed = hall.vote(vote)
    assert (closed.status, closed.how, closed.closed) == ("closed", "deadline", closes)
    assert hall.case(case).state == ("adopted",)
    assert hall.conference.resolutions[hall.case(case).resolution].numbered.adopted == closes
    assert timers.tick(hall.desk) == 0
    assert hall.desk.keys.held() == ()


def test_whoever_closes_too_late_closes_as_of_the_deadline(hall: Chamber, steady: SteadyClock) -> None:
    _, vote = hall.open_vote(hall.session())
    hall.cast_all(vote)
    steady.advance(hours=50)
    hall.close(vote)
    assert hall.vote(vote).how == "deadline"


def test_a_vote_past_its_deadline_is_not_voided_away(hall: Chamber, steady: SteadyClock) -> None:
    """Its deadline closed it; what was cast by then counts, whoever would rather it did not."""
    _, vote = hall.open_vote(hall.session())
    hall.cast_all(vote)
    steady.advance(hours=49)
    assert codes(ending.void(hall.desk, CHAIR, vote, "Nəticə xoşa gəlmədi.")) == ["vote.is_closed"]
    assert hall.vote(vote).outcome is not None


def test_what_is_due_comes_before_any_other_act_on_the_case(hall: Chamber, steady: SteadyClock) -> None:
    case = hall.draft(body="recognition")
    hall.act(CHAIR, case, "submit")
    hall.act(SECRETARY, case, "refer")
    seen = hall.case(case).version
    steady.advance(days=31)
    outcome = proposals.act(
        hall.desk, "person-group-chair", case, "recommend", seen, {"recommendation": "adopt"}
    )
    assert codes(outcome) == ["version.changed"]
    assert hall.case(case).state == ("queued",)
    assert hall.case(case).steps[-1].actor.kind == "system"


def test_reminders_are_queued_once(hall: Chamber, steady: SteadyClock) -> None:
    case = hall.draft(body="recognition")
    hall.act(CHAIR, case, "submit")
    hall.act(SECRETARY, case, "refer")
    (due,) = hall.case(case).deadlines
    assert len(due.reminders) == 2
    for at in due.reminders:
        steady.at = at - timedelta(seconds=1)
        timers.tick(hall.desk)
        before = queued(hall).count(("deadline", "person-group-chair"))
        for _ in range(3):
            steady.advance(seconds=1)
            timers.tick(hall.desk)
        assert queued(hall).count(("deadline", "person-group-chair")) == before + 1


def test_those_who_have_not_voted_are_told_that_a_long_vote_closes_soon(
    hall: Chamber, steady: SteadyClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timers, "CLOSES_SOON", timedelta(hours=6))
    _, vote = hall.open_vote(hall.session())
    hall.cast_all(vote, "for", "for")
    steady.advance(hours=41)
    timers.tick(hall.desk)
    assert "vote_closes_soon" not in {kind for kind, _ in queued(hall)}
    steady.advance(hours=2)
    timers.tick(hall.desk)
    timers.tick(hall.desk)
    told = [person for kind, person in queued(hall) if kind == "vote_closes_soon"]
    assert told == ["person-rector-003", "person-rector-004", "person-rector-005", "person-vice"]


def test_one_broken_vote_keeps_no_other_from_closing(hall: Chamber, steady: SteadyClock) -> None:
    session = hall.session()
    votes = [hall.open_vote(session)[1] for _ in range(3)]
    for vote in votes:
        hall.cast_all(vote, "for", "for", "for")
    with hall.installation.database.writing() as connection:
        connection.execute(
            text("UPDATE envelope SET sealed = :bad WHERE vote = :vote AND seat = 'seat-U002'"),
            {"bad": b"x" * 64, "vote": votes[1]},
        )
    steady.advance(hours=48)
    with pytest.raises(RecordBroken, match="seat-U002"):
        timers.tick(hall.desk)
    assert [hall.vote(vote).status for vote in votes] == ["closed", "open", "closed"]
    # What cannot be counted can be declared void, openly.
    must(ending.void(hall.desk, CHAIR, votes[1], "Bülletenlər zədələnib."))
    assert hall.vote(votes[1]).status == "void"


# --- voided, lost, again -----------------------------------------------------------------------------------


def test_a_voided_vote_counts_nothing_and_may_be_held_again(hall: Chamber) -> None:
    case, vote = hall.open_vote(hall.session())
    hall.cast_all(vote, "for", "against")
    assert codes(ending.void(hall.desk, CHAIR, vote, "  ")) == ["vote.void_needs_reason"]
    assert codes(ending.void(hall.desk, SECRETARY, vote, "Yox")) == ["actor.not_allowed"]
    must(ending.void(hall.desk, CHAIR, vote, "Mətn səhv paylanıb."))
    void = hall.vote(vote)
    assert (void.status, void.papers, void.outcome) == ("void", (), None)
    assert hall.desk.vault.votes_with_envelopes() == ()
    assert hall.desk.keys.held() == ()
    assert hall.case(case).state == ("agenda",)
    assert ("vote_voided", "person-rector-002") in queued(hall)
    hall.act(CHAIR, case, "open_vote")
    again = hall.case(case).vote
    assert again != vote
    hall.cast_all(again)
    hall.close(again)
    assert hall.case(case).state == ("adopted",)
    assert audit(hall.settings).findings == ()


def test_a_lost_key_voids_the_vote_openly(hall: Chamber) -> None:
    case, vote = hall.open_vote(hall.session())
    hall.cast_all(vote)
    hall.desk.keys.shred(vote)
    must(ending.close(hall.desk, CHAIR, vote))
    assert hall.vote(vote).status == "void"
    (event,) = [x for x in hall.desk.record.events(limit=1000) if isinstance(x.data, e.VoteVoided)]
    assert isinstance(event.data, e.VoteVoided)
    assert (event.data.cause, event.actor.kind) == ("key_lost", "system")
    assert hall.case(case).state == ("agenda",)
    assert codes(ending.close(hall.desk, CHAIR, vote)) == ["vote.is_void"]


def test_a_key_that_cannot_be_read_for_a_moment_voids_nothing(hall: Chamber) -> None:
    case, vote = hall.open_vote(hall.session())
    hall.cast_all(vote)
    folder = hall.settings.key_dir / "ballots"
    away = folder.rename(folder.with_name("away"))
    size = hall.conference.size
    with pytest.raises(Unavailable):
        ending.close(hall.desk, CHAIR, vote)
    folder.mkdir()
    with pytest.raises(Unavailable):
        ending.close_due(hall.desk, vote)
    assert (hall.conference.size, hall.vote(vote).status) == (size, "open")
    folder.rmdir()
    away.rename(folder)
    hall.close(vote)
    assert hall.case(case).state == ("adopted",)


# --- other ways --------------------------------------------------------------------------------------------


def test_adopted_without_a_vote_needs_a_quorum_present(hall: Chamber) -> None:
    session = hall.session(present=2)
    case = hall.on_agenda(session)
    assert isinstance(hall.try_act(CHAIR, case, "adopt_without_vote"), Refused)
    must(sessions.record_presence(hall.desk, SECRETARY, session, hall.seats()[2]))
    hall.act(CHAIR, case, "adopt_without_vote")
    vote = hall.vote(hall.case(case).vote)
    assert (vote.obtained, vote.status, vote.papers) == ("without_vote", "closed", ())
    assert hall.case(case).state == ("adopted",)
    assert hall.desk.keys.held() == ()


@pytest.mark.parametrize(
    ("counted", "state"),
    [
        ({"for": "3", "against": "2", "abstain": "0", "invalid": "0"}, "adopted"),
        ({"for": "2", "against": "2", "abstain": "1", "invalid": "0"}, "rejected"),
        ({"for": "4", "against": "2", "abstain": "0", "invalid": "0"}, "hand_count.does_not_add_up"),
        ({"for": "0", "against": "0", "abstain": "0", "invalid": "0"}, "rejected"),
    ],
)
def test_a_count_by_hand_names_its_tellers_and_keeps_its_protocol(
    hall: Chamber, counted: dict[str, str], state: str
) -> None:
    case = hall.on_agenda(hall.session())
    protocol = Upload("protokol.pdf", "application/pdf", b"%PDF-1.7 protokol")
    given: dict[str, Any] = {**counted, "tellers": ["person-vice", "person-auditor"], "protocol": protocol}
    outcome = hall.try_act(CHAIR, case, "enter_hand_count", **given)
    if isinstance(outcome, Refused):
        assert state in codes(outcome)
        return
    assert hall.case(case).state == ("agenda",)
    hall.act(SECRETARY, case, "enter_hand_count", **{k: v for k, v in given.items() if k != "protocol"})
    vote = hall.vote(hall.case(case).vote)
    assert hall.case(case).state == (state,)
    assert (vote.obtained, vote.tellers) == ("hand_count", ("person-vice", "person-auditor"))
    assert hall.blob(vote.protocol) == protocol.content
    assert vote.entered_by is not None
    assert vote.entered_by.person == SECRETARY


@pytest.mark.parametrize(("given", "blank"), [({"blank": "1"}, 1), ({"blank": ""}, 0), ({}, 0)])
def test_blank_papers_are_told_apart_where_paper_ballots_are_counted(
    hall: Chamber, given: dict[str, str], blank: int
) -> None:
    session = hall.session()
    case, vote = hall.open_secret_vote(session)
    must(ending.void(hall.desk, CHAIR, vote, "Kağız bülletenlərlə."))
    numbers = {"for": "3", "against": "1", "abstain": "0", "invalid": "0"}
    for person in (CHAIR, SECRETARY):
        hall.act(person, case, "enter_hand_count", **numbers, **given, tellers=["person-vice"])
    outcome = hall.vote(hall.case(case).vote).outcome
    assert outcome is not None
    assert (outcome.counts.blank, outcome.counts.invalid, outcome.counts.cast) == (blank, 0, 4 + blank)
    assert outcome.carried


def test_a_count_by_hand_asks_for_numbers_and_tellers(hall: Chamber) -> None:
    case = hall.on_agenda(hall.session())
    with pytest.raises(InvalidInput) as caught:
        hall.try_act(CHAIR, case, "enter_hand_count", **{"for": "-1", "against": "٣", "abstain": "1e3"})
    assert [(f.code, f.where) for f in caught.value.findings] == [
        ("input.unreadable", "for"),
        ("input.unreadable", "against"),
        ("input.unreadable", "abstain"),
        ("input.missing", "invalid"),
        ("input.missing", "tellers"),
    ]


# --- who casts while mandates change -----------------------------------------------------------------------


def test_a_successor_votes_in_the_place_of_one_whose_term_ends(hall: Chamber) -> None:
    _, vote = hall.open_vote(hall.session())
    seat = "seat-U002"
    old = ballots.receipt_of(must(hall.cast(vote, seat, "against")))
    must(importing.import_csv(hall.desk, "", "m.csv", mandates_csv(mandate_line("new", "rector", "U002"))))
    assert codes(hall.cast(vote, seat, "for", person=SCRIBE, replaces=old.digest)) == ["ballot.not_your_seat"]
    assert ("vote_opened", "person-new") in queued(hall)
    must(hall.cast(vote, seat, "for", person="person-new", replaces=old.digest))
    hall.close(vote)
    assert [(p.seat, p.choice) for p in hall.vote(vote).papers] == [(seat, "for")]


def test_a_written_authority_votes_in_its_own_session_and_in_no_other(hall: Chamber) -> None:
    first, second = hall.session(), hall.convene(officers=False)
    form = members.MandateForm(
        "person-observer", "written_authority", institution="U004", session=first, paper=SCAN
    )
    must(members.grant(hall.desk, SECRETARY, form))
    granted = next(m for m in hall.conference.mandates.values() if m.kind == "written_authority")
    assert hall.blob(granted.paper) == SCAN.content
    _, vote = hall.open_vote(first)
    must(hall.cast(vote, "seat-U004", "against", person="person-observer"))
    for person, kind in ((CHAIR, "session_chair"), (SCRIBE, "session_secretary")):
        must(members.grant(hall.desk, SECRETARY, members.MandateForm(person, kind, session=second)))  # type: ignore[arg-type]
    must(sessions.open_session(hall.desk, SECRETARY, second))
    for seat in hall.seats():
        must(sessions.record_presence(hall.desk, SECRETARY, second, seat))
    _, other = hall.open_vote(second)
    assert codes(hall.cast(other, "seat-U004", person="person-observer")) == ["ballot.not_your_seat"]


def test_nobody_is_let_in_by_a_paper_that_is_no_scan(hall: Chamber) -> None:
    session = hall.convene(officers=False)
    form = members.MandateForm(
        "person-observer",
        "written_authority",
        institution="U004",
        session=session,
        paper=Upload("a.jpg", "image/jpeg", b"<html>"),
    )
    with pytest.raises(InvalidInput, match=r"a\.jpg is not what it says"):
        members.grant(hall.desk, SECRETARY, form)
    assert codes(members.grant(hall.desk, SECRETARY, members.MandateForm(SECRETARY, "president"))) == [
        "mandate.own"
    ]


# --- admission ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("choices", "admitted"), [(("for",) * 3, True), (("for", "for", "abstain"), False)])
def test_a_member_is_admitted_with_a_seat_by_more_than_half_of_all(
    hall: Chamber, choices: tuple[str, ...], admitted: bool
) -> None:
    session = hall.session()
    case, vote = hall.open_secret_vote(session)
    assert hall.conference.institutions["NEW"].kind == "candidate"
    hall.cast_all(vote, *choices)
    hall.close(vote)
    assert all(paper.seat is None for paper in hall.vote(vote).papers)
    assert [paper.choice for paper in hall.vote(vote).papers] == sorted(choices)
    seats = [s.seat for s in hall.conference.seats.values() if s.institution == "NEW"]
    if admitted:
        assert (hall.conference.institutions["NEW"].kind, seats) == ("member", ["seat-NEW"])
        assert hall.case(case).state == ("admitted",)
        # A new member's rector votes from the next question on, not in those open already.
        must(importing.import_csv(hall.desk, "", "m.csv", mandates_csv(mandate_line("neu", "rector", "NEW"))))
        _, next_vote = hall.open_vote(session)
        must(hall.cast(next_vote, "seat-NEW", person="person-neu"))
    else:
        assert (hall.conference.institutions["NEW"].kind, seats) == ("candidate", [])
        assert hall.case(case).state == ("rejected",)


# --- counted again -----------------------------------------------------------------------------------------


def test_a_vote_s_record_is_recounted_from_its_file_alone(
    hall: Chamber, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = hall.session()
    _, roll_call = hall.open_vote(session)
    hall.cast_all(roll_call, "for", "for", "against", "abstain")
    hall.close(roll_call)
    _, secret = hall.open_secret_vote(session)
    hall.cast_all(secret, "for", "for", "for", "against")
    hall.close(secret)
    monkeypatch.setenv("LANG", "C")
    for name in (roll_call, secret):
        monkeypatch.setenv("ECAR_DATA_DIR", str(hall.settings.data_dir))
        monkeypatch.setenv("ECAR_DATABASE_URL", hall.settings.database_url)
        shown = CliRunner().invoke(vote_command, ["show", name, "--json"])
        assert shown.exit_code == 0, shown.output
        record = json.loads(shown.stdout)
        assert vote_record.from_plain(record) == vote_record.record_of(hall.vote(name))
        file = tmp_path / f"{name}.json"
        file.write_text(shown.stdout, encoding="utf-8")
        monkeypatch.setenv("ECAR_DATA_DIR", str(tmp_path / "nowhere"))
        monkeypatch.delenv("ECAR_DATABASE_URL")
        good = CliRunner().invoke(vote_command, ["recount", str(file)])
        assert (good.exit_code, "Counted again" in good.output) == (0, True), good.output
        record["papers"][0]["choice"] = "abstain"
        file.write_text(json.dumps(record), encoding="utf-8")
        bad = CliRunner().invoke(vote_command, ["recount", str(file)])
        assert (bad.exit_code, "recount.differs" in bad.output) == (1, True), bad.output


def test_two_votes_at_once_do_not_touch_each_other(hall: Chamber) -> None:
    session = hall.session()
    _, one = hall.open_vote(session)
    _, two = hall.open_vote(session)
    hall.cast_all(one, "for", "for", "for")
    hall.cast_all(two, "against", "against", "against")
    hall.close(two)
    assert isinstance(hall.cast(one, hall.seats()[3]), Done)
    hall.close(one)
    assert [hall.vote(vote).outcome.carried for vote in (one, two)] == [True, False]  # type: ignore[union-attr]
    assert audit(hall.settings).findings == ()
