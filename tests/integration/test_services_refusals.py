"""Who tried what in vain is noted beside the log, on each database; nothing of what was sent, no ballot."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import text
from support.desks import CHAIR, SCRIBE, SECRETARY, Chamber, audit, codes

from ecar_governance.domain import commands as c
from ecar_governance.domain.commands import AnyCommand
from ecar_governance.domain.decision import Reason, Refused
from ecar_governance.domain.events import Actor
from ecar_governance.domain.state import Conference
from ecar_governance.services.acting import INSTALLER, SYSTEM
from ecar_governance.services.queries.directory import Directory
from ecar_governance.services.queries.refused import refusal_lines
from ecar_governance.services.refusals import A_DAY, KEPT, attempt_of
from ecar_governance.services.refusals_port import RefusedAttempt
from ecar_governance.services.work import deciding

HIDDEN = "Gizli-söz-7391"
"""A word that somebody sends, and which must be nowhere afterwards."""


def noted(hall: Chamber) -> list[RefusedAttempt]:
    return hall.desk.refusals.newest(limit=100)


def refuse(hall: Chamber, command: AnyCommand, actor: Actor) -> Refused:
    outcome = hall.desk.perform(deciding(command, actor), actor=actor)
    assert isinstance(outcome, Refused)
    return outcome


def test_a_refused_step_is_noted_beside_the_log_and_changes_nothing_in_it(hall: Chamber) -> None:
    case = hall.draft()
    size, at = hall.conference.size, hall.desk.clock.now()
    told = codes(hall.try_act(SCRIBE, case, "withdraw"))
    told_again = codes(hall.try_act(SCRIBE, case, "withdraw"))
    assert hall.conference.size == size
    assert "role.missing" in told
    [one] = noted(hall)
    assert (one.person, one.command, one.step, one.about) == (SCRIBE, "TakeAction", "withdraw", case)
    assert set(one.reasons) == {*told, *told_again}
    assert (one.first, one.last, one.times) == (at, at, 2)
    [line] = refusal_lines(Directory(hall.conference, hall.desk.vault, "az"), [one])
    assert line.step == "Geri götürün"
    assert line.about.startswith(hall.case(case).reference)
    assert all("{" not in sentence for sentence in line.reasons)
    assert audit(hall.installation.settings).findings == ()


def test_nothing_of_what_was_sent_is_in_the_note(hall: Chamber) -> None:
    case = hall.draft()
    hall.act(CHAIR, case, "submit")
    assert codes(hall.try_act(SCRIBE, case, "return_to_draft", note=HIDDEN))
    person = Actor("person", SCRIBE)
    refuse(hall, c.TakeAction(case, HIDDEN, 1), person)
    refuse(hall, c.TakeAction(HIDDEN, "submit", 1), person)
    refuse(hall, c.VoidVote(HIDDEN, "by_hand", HIDDEN), person)
    assert len(noted(hall)) == 4
    with hall.installation.database.reading() as connection:
        rows = connection.execute(text("SELECT * FROM refused_attempt")).all()
    assert HIDDEN not in str(rows)


def test_of_ballots_of_the_system_and_of_whoever_holds_the_machine_there_is_no_note(hall: Chamber) -> None:
    session = hall.session()
    _, vote = hall.open_vote(session)
    [seat, *_] = hall.seats()
    hall.cast(vote, seat)
    assert isinstance(hall.cast(vote, seat, "against"), Refused)
    refuse(hall, c.CastBallot(vote, "seat-none", "sha256:x", "y"), Actor("person", CHAIR))
    for actor in (SYSTEM, INSTALLER):
        refuse(hall, c.VoidVote("vote-none", "by_hand", ""), actor)
    assert noted(hall) == []
    # Of the same vote another refusal is one.
    refuse(hall, c.VoidVote(vote, "by_hand", ""), Actor("person", SCRIBE))
    [one] = noted(hall)
    assert (one.command, one.about) == ("VoidVote", vote)


def test_what_an_act_could_do_is_no_refusal(hall: Chamber) -> None:
    case = hall.draft()
    hall.act(CHAIR, case, "submit")
    assert noted(hall) == []


def test_they_are_forgotten_after_a_time(hall: Chamber) -> None:
    case = hall.draft()
    hall.try_act(SCRIBE, case, "withdraw")
    at = hall.desk.clock.now()
    assert hall.desk.forget_refusals() == 0
    assert hall.desk.refusals.forget(at) == 0
    assert timedelta(days=30) < KEPT
    assert hall.desk.refusals.forget(at + timedelta(seconds=1)) == 1
    assert noted(hall) == []


def test_a_day_keeps_so_many_of_one_person(hall: Chamber) -> None:
    for number in range(A_DAY + 5):
        mandate = f"mandate-{number}"
        refuse(hall, c.VoidVote("vote-none", "by_hand", ""), Actor("person", SECRETARY, mandate))
    assert len(hall.desk.refusals.newest(limit=1000)) == A_DAY + 1


def test_a_reason_is_noted_once() -> None:
    told = Refused((Reason("role.missing", {"a": "1"}), Reason("role.missing", {"a": "2"}), Reason("x.y")))
    actor = Actor("person", "p", "m")
    at = datetime(2026, 1, 1, tzinfo=UTC)
    one = attempt_of(told, c.AskQuorum("v"), actor, Conference(), at, "r")
    assert one == RefusedAttempt("r", "p", "m", "AskQuorum", "", "", ("role.missing", "x.y"), at, at)
