"""Time in a rehearsal: reminders, working days and votes that end early happen as they would."""

from __future__ import annotations

import pytest

from ecar_governance.definitions.library import bundled, load_file, load_text
from ecar_governance.domain import events as e
from ecar_governance.errors import DefinitionInvalid, InvalidInput
from ecar_governance.rehearsal.chance import simulate
from ecar_governance.rehearsal.mutants import mutants
from ecar_governance.rehearsal.play import Play
from ecar_governance.rehearsal.playing import run
from ecar_governance.rehearsal.script_reader import read_script

PROCEDURE = """
workflow: answer
version: 1.0.0
kind: rey
title: {az: Cavab, en: Answer}
initial: draft
roles:
  author: {title: {az: Müəllif, en: Author}, mandates: [rector], scope: sponsor}
  office: {title: {az: Katiblik, en: Office}, mandates: [secretariat]}
  chair: {title: {az: Prezident, en: President}, mandates: [president]}
states:
  draft: {title: {az: Layihə, en: Draft}, editable: true}
  waiting:
    title: {az: Gözləmə, en: Waiting}
    deadline:
      after: P5D
      calendar: working_days
      then: overdue
      remind: [P2D]
      escalate: [{before: P1D, to: [chair]}]
  voting:
    title: {az: Səsvermə, en: Vote}
    vote:
      body: plenary
      ballot: secret
      majority: {more_than: 1/2, of: cast}
      lasts: P3D
      ends_early: true
  kept: {title: {az: Qəbul, en: Kept}, final: true, outcome: kept}
  dropped: {title: {az: Düşdü, en: Dropped}, final: true, outcome: dropped}
transitions:
  ask: {title: {az: Soruşun, en: Ask}, from: draft, to: waiting, by: [author]}
  answer: {title: {az: Cavab, en: Answer}, from: waiting, to: voting, by: [office], effects: [open_vote]}
  overdue: {title: {az: Gecikdi, en: Overdue}, from: waiting, to: dropped, on: deadline}
  won: {title: {az: Lehinə, en: Won}, from: voting, to: kept, on: vote_carried}
  lost: {title: {az: Əleyhinə, en: Lost}, from: voting, to: dropped, on: vote_lost}
  void: {title: {az: Etibarsız, en: Void}, from: voting, to: dropped, on: vote_voided}
"""

FLOW = load_text(PROCEDURE, "answer.yaml")
TOLD = "events: [DeadlineSet, RemindersSent, RemindersSent, DeadlineLifted]"


def failures(given: str, steps: str, then: str = "{}") -> list[str]:
    text = f"tests: answer\ncases:\n  - name: one\n    given: {given}\n    when:\n{steps}\n    then: {then}\n"
    return [one.message for one in run(FLOW, read_script(text, "answer.test.yaml")).failures]


ASK = "      - {as: author, do: ask}\n"


@pytest.mark.parametrize(
    ("given", "waits", "state"),
    [
        # Asked on Monday, the 23rd: over with Monday, the 30th, a day off later, a worked Saturday earlier.
        ("{}", "P7D", "waiting"),
        ("{}", "P8D", "dropped"),
        ('{calendar: {days_off: ["2026-11-25"]}}', "P8D", "waiting"),
        ('{calendar: {days_off: ["2026-11-25"]}}', "P9D", "dropped"),
        ('{calendar: {working: ["2026-11-28"]}}', "P6D", "dropped"),
        ("{calendar: weekends}", "P6D", "waiting"),
    ],
)
def test_working_days_are_those_that_the_case_gives(given: str, waits: str, state: str) -> None:
    assert failures(given, f"{ASK}      - {{wait: {waits}}}", f"{{state: [{state}]}}") == []


def test_people_are_reminded_on_the_way() -> None:
    assert failures("{}", f"{ASK}      - {{wait: P9D}}", f"{{state: [dropped], {TOLD}}}") == []
    play = Play(FLOW)
    play.draft()
    assert play.act("rector_1", "ask") == ()
    play.wait("P9D")
    sent = [(event.at, event.data) for event in play.events if isinstance(event.data, e.RemindersSent)]
    assert [(len(one.reminders), one.to) for _, one in sent] == [(1, ()), (0, ("chair",))]
    assert all(at in (*one.reminders, *one.escalations) for at, one in sent), "each at its own instant"


def test_a_conference_without_a_calendar_refuses_whoever_acts() -> None:
    refused = "      - {as: author, do: ask, refused: [calendar.unknown_years]}"
    assert failures("{calendar: none}", refused, "{state: [draft]}") == []
    [message] = failures("{}", refused)
    assert "was expected to stand against it" in message


@pytest.mark.parametrize(
    ("votes", "events"), [("{for: 6}", "all_voted"), ("{for: 4, against: 1}", "by_hand")]
)
def test_a_vote_ends_with_its_last_ballot(votes: str, events: str) -> None:
    play = Play(FLOW)
    play.draft()
    assert play.act("rector_1", "ask") == ()
    assert play.act("secretariat", "answer") == ()
    numbers = {"for": 6} if events == "all_voted" else {"for": 4, "against": 1}
    assert play.ballots(numbers) == ()  # type: ignore[arg-type]
    [closed] = [event for event in play.events if isinstance(event.data, e.VoteClosed)]
    assert closed.data.how == events  # type: ignore[union-attr]
    assert closed.actor.kind == ("system" if events == "all_voted" else "person")
    assert (
        failures(
            "{}", f"{ASK}      - {{as: office, do: answer}}\n      - {{vote: {votes}}}", "{outcome: kept}"
        )
        == []
    )


def test_random_cases_keep_their_deadlines() -> None:
    runs = simulate(FLOW, 30, seed=3)
    assert set(runs.outcomes) <= {"kept", "dropped", ""}
    assert runs.outcomes.get("dropped", 0) > 0


@pytest.mark.parametrize("given", ["{calendar: soon}", "{calendar: {holidays: []}}"])
def test_a_calendar_that_cannot_be_read_is_told(given: str) -> None:
    with pytest.raises(DefinitionInvalid):
        failures(given, ASK)


def test_a_calendar_that_cannot_be_is_told() -> None:
    with pytest.raises(InvalidInput, match=r"calendar\.day"):
        failures('{calendar: {days_off: ["2026-02-30"]}}', ASK)


@pytest.mark.parametrize("what", ["closed at any time", "open for half as long"])
def test_the_cases_of_a_circular_notice_a_shorter_least_time(what: str) -> None:
    path = bundled()["circular"]
    flow = load_file(path)
    [mutant] = [one for one in mutants(flow) if one.what == f"voting: {what}"]
    cases = path.with_name("circular.test.yaml")
    script = read_script(cases.read_text(encoding="utf-8"), cases.name)
    assert run(flow, script).failures == ()
    assert "vote.open_at_least" in run(mutant.workflow, script).failures[0].message


def test_at_random_a_vote_is_waited_for_until_it_may_end() -> None:
    """Else nearly all that are drawn would end with its deadline, and nobody having voted."""
    runs = simulate(load_file(bundled()["circular"]), 60, seed=3)
    assert runs.outcomes.get("adopted", 0) > 0
