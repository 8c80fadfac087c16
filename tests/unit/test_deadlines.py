"""Deadlines of a case as the core sets them: by duration, instant or field, in days or working days."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace
from story import NAMES, SYSTEM, Story, manifest

from ecar_governance.domain import commands as c
from ecar_governance.domain import events as e
from ecar_governance.domain.checks import check
from ecar_governance.domain.deciding.deadlines import reckon_again
from ecar_governance.domain.deciding.steps import Steps
from ecar_governance.domain.decision import Context
from ecar_governance.domain.events import Telling
from ecar_governance.domain.state import Due
from ecar_governance.domain.workflow import (
    CaseField,
    Deadline,
    Escalation,
    Role,
    State,
    Transition,
    Workflow,
)

OFF = ("2026-11-09", "2026-11-10")  # two days off for the whole country: the Monday and Tuesday after START
FIELD = CaseField("answer_by", "date", NAMES)


def flow(deadline: Deadline, zone: str = "", then: str = "late") -> Workflow:
    """Draft, review with the deadline, late, done."""
    rules = [
        Transition("submit", NAMES, ("draft",), "review", by=("member",)),
        Transition("decide", NAMES, ("review", "late"), "done", by=("office",)),
        Transition("overdue", NAMES, ("review",), then, trigger="deadline"),
        Transition("again", NAMES, ("late",), "review", by=("office",)),
    ]
    return Workflow(
        "asking", "1.0.0", NAMES, "qerar", "draft",
        {
            "member": Role(("rector",), "sponsor"),
            "office": Role(("secretariat",)),
            "chair": Role(("president",)),
        },
        {
            "draft": State("draft", NAMES, editable=True),
            "review": State("review", NAMES, editable=True, deadline=deadline),
            "late": State("late", NAMES),
            "done": State("done", NAMES, final=True, outcome="done"),
        },
        {rule.name: rule for rule in rules},
        fields={"answer_by": FIELD},
        zone=zone,
    )  # fmt: skip


def after(length: str, **more: Any) -> Deadline:
    return Deadline("overdue", length, **more)


def begun(deadline: Deadline, **more: Any) -> Story:
    return Story().found([flow(deadline, **more)]).members(3)


def calendar(story: Story, *off: str, years: tuple[int, ...] = (2026,), **more: Any) -> c.SetCalendar:
    told = e.CalendarSet("AZ", "", years, off, (), (6, 7), "a test")
    return c.SetCalendar(replace(told, **more))


def drafted(story: Story, **fields: str) -> str:
    case = story.id("case")
    story.do(c.DraftProposal(case, "asking", manifest(), fields=fields), story.by("r0"))
    return case


def submitted(story: Story, **fields: str) -> str:
    case = drafted(story, **fields)
    story.act(case, "submit", story.by("r0"))
    return case


def due(story: Story, case: str) -> Due:
    [found] = story.case(case).deadlines
    return found


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


# --- what it is reckoned from ------------------------------------------------------------------------------

# The story begins on Monday, 2 November 2026, at noon in Bakı; the review is entered some seconds later.
TABLE = [
    (after("P7D"), "", "2026-11-09T12:00:00+04:00", "Asia/Baku"),
    (after("PT2H"), "", "2026-11-02T14:00:00+04:00", "Asia/Baku"),
    (after("P3D", calendar="working_days"), "", "2026-11-05T23:59:59+04:00", "Asia/Baku"),
    (after("P5D", calendar="working_days"), "", "2026-11-11T23:59:59+04:00", "Asia/Baku"),
    (Deadline("overdue", at="2026-12-31T18:00"), "", "2026-12-31T18:00:00+04:00", "Asia/Baku"),
    (
        Deadline("overdue", at="2026-12-31T18:00"),
        "Europe/Warsaw",
        "2026-12-31T18:00:00+01:00",
        "Europe/Warsaw",
    ),
    (
        Deadline("overdue", at="2026-12-31T18:00", zone="UTC"),
        "Europe/Warsaw",
        "2026-12-31T18:00:00+00:00",
        "UTC",
    ),
    # Hours that Warsaw's clocks skip, and show twice.
    (
        Deadline("overdue", at="2027-03-28T02:30", zone="Europe/Warsaw"),
        "",
        "2027-03-28T03:30:00+02:00",
        "Europe/Warsaw",
    ),
    (
        Deadline("overdue", at="2027-10-31T02:30", zone="Europe/Warsaw"),
        "",
        "2027-10-31T02:30:00+02:00",
        "Europe/Warsaw",
    ),
    (
        Deadline("overdue", at="2026-11-09T18:00", calendar="working_days"),
        "",
        "2026-11-11T18:00:00+04:00",
        "Asia/Baku",
    ),
    (Deadline("overdue", field="answer_by"), "", "2026-11-09T23:59:59+04:00", "Asia/Baku"),
    (
        Deadline("overdue", field="answer_by", zone="Europe/Warsaw"),
        "",
        "2026-11-09T23:59:59+01:00",
        "Europe/Warsaw",
    ),
    (
        Deadline("overdue", field="answer_by", calendar="working_days"),
        "",
        "2026-11-11T23:59:59+04:00",
        "Asia/Baku",
    ),
]


@pytest.mark.parametrize(("deadline", "zone", "expected", "in_zone"), TABLE)
def test_when_a_deadline_falls_due(deadline: Deadline, zone: str, expected: str, in_zone: str) -> None:
    assert check(flow(deadline, zone))[:-1] == ()  # but for a role that only some deadlines name
    story = begun(deadline, zone=zone)
    story.do(calendar(story, *OFF), story.office)
    case = submitted(story, answer_by="2026-11-09")
    found = due(story, case)
    entered = story.case(case).entered
    assert timedelta(0) <= found.due - at(expected) < timedelta(minutes=1)
    assert (found.zone, found.since, found.uncovered) == (in_zone, entered, ())
    assert story.case(case).since == {"review": entered}
    story.at = found.due - timedelta(seconds=1)
    assert story.refused(c.FireDeadline(case, "review", story.fresh()), SYSTEM) == ["deadline.not_due"]
    story.do(c.FireDeadline(case, "review", story.fresh()), SYSTEM)  # a second later
    assert story.states(case) == "late"


def test_reminders_and_escalations_are_counted_back_and_only_those_to_come() -> None:
    deadline = after(
        "P5D",
        calendar="working_days",
        remind=("P30D", "P2D", "PT6H", "P2D"),
        escalate=(
            Escalation("P1D", ("chair",)),
            Escalation("P40D", ("chair",)),
            Escalation("PT1H", ("office",)),
        ),
    )
    assert codes(flow(deadline)) == [
        ("deadline.reminder", ("remind", "0")),
        ("deadline.reminder", ("escalate", "1", "before")),
    ]
    story = begun(deadline)
    story.do(calendar(story, *OFF), story.office)
    found = due(story, submitted(story))
    assert found.due == at("2026-11-11T23:59:59+04:00")
    assert found.reminders == (at("2026-11-05T23:59:59+04:00"), at("2026-11-11T17:59:59+04:00"))
    assert found.escalations == (
        Telling(at("2026-11-06T23:59:59+04:00"), ("chair",)),
        Telling(at("2026-11-11T22:59:59+04:00"), ("office",)),
    )


def test_a_day_that_is_over_has_passed_at_once() -> None:
    story = begun(Deadline("overdue", field="answer_by"))
    case = submitted(story, answer_by="2026-11-01")
    assert due(story, case).due < story.at
    story.do(c.FireDeadline(case, "review", story.fresh()), SYSTEM)
    assert story.states(case) == "late"


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
@pytest.mark.parametrize("measure", ["days", "working_days"])
def test_the_first_and_the_last_day_that_there_is_can_be_reckoned_with(day: str, measure: Any) -> None:
    story = begun(Deadline("overdue", field="answer_by", calendar=measure, remind=("P100D",)))
    case = drafted(story, answer_by=day)
    answer = story.ask(story.action(case, "submit"), story.by("r0"))
    assert type(answer).__name__ == ("Refused" if measure == "working_days" else "Accepted")


# --- a field that gives the day ----------------------------------------------------------------------------


def revised(story: Story, case: str, **fields: str) -> list[str]:
    known = story.case(case)
    command = c.ReviseProposal(case, known.version, known.manifest, fields=fields)  # type: ignore[arg-type]
    return [type(event.data).__name__ for event in story.do(command, story.by("r0"))]


def test_the_deadline_follows_the_field() -> None:
    story = begun(Deadline("overdue", field="answer_by", remind=("P1D",)))
    case = submitted(story)
    entered = story.case(case).entered
    assert story.case(case).deadlines == ()
    assert case not in story.conference.running_deadlines
    story.wait(days=1)
    assert revised(story, case, answer_by="2026-11-20") == ["FieldsSet", "DeadlineSet"]
    assert due(story, case).due == at("2026-11-20T23:59:59+04:00")
    assert due(story, case).since == entered
    assert revised(story, case, answer_by="2026-11-25") == ["FieldsSet", "DeadlineSet"]
    assert due(story, case).reminders == (at("2026-11-24T23:59:59+04:00"),)
    assert revised(story, case, answer_by="") == ["FieldsSet", "DeadlineLifted"]
    assert story.case(case).deadlines == ()
    assert case not in story.conference.running_deadlines
    assert revised(story, case, answer_by="2026-11-25") == ["FieldsSet", "DeadlineSet"]
    story.act(case, "decide")
    assert story.case(case).deadlines == ()


def test_a_field_of_a_state_that_the_case_is_not_in_sets_nothing() -> None:
    story = begun(Deadline("overdue", field="answer_by"))
    case = drafted(story)
    assert revised(story, case, answer_by="2026-11-20") == ["FieldsSet"]


# --- a calendar that knows too little ----------------------------------------------------------------------

WORKING = after("P5D", calendar="working_days")


def test_whoever_acts_is_told_to_set_the_calendar_first() -> None:
    story = begun(WORKING)
    case = drafted(story)
    [reason] = story.reasons(story.action(case, "submit"), story.by("r0"))
    assert (reason.code, reason.params) == ("calendar.unknown_years", {"years": "2026"})
    assert reason.who == ("secretariat", "secretary_general", "administrator")
    story.do(calendar(story, years=(2026,)), story.office)
    story.act(case, "submit", story.by("r0"))
    late = drafted(story)
    story.at = datetime(2026, 12, 29, tzinfo=UTC)
    assert story.reasons(story.action(late, "submit"), story.by("r0"))[0].params == {"years": "2027"}


def test_a_field_is_not_set_either() -> None:
    story = begun(Deadline("overdue", field="answer_by", calendar="working_days"))
    case = submitted(story)
    known = story.case(case)
    command = c.ReviseProposal(case, known.version, known.manifest, fields={"answer_by": "2027-05-01"})
    assert story.refused(command, story.by("r0")) == ["calendar.unknown_years"]


def test_what_the_system_enters_has_a_deadline_all_the_same_and_the_calendar_mends_it() -> None:
    """Nobody can be told: weekends alone are left out until the calendar comes."""
    story = Story().found([flow_of_two()]).members(3)
    case = drafted(story)
    story.wait(hours=2)
    story.do(c.FireDeadline(case, "draft", story.fresh()), SYSTEM)
    found = due(story, case)
    assert (found.due, found.uncovered) == (at("2026-11-09T23:59:59+04:00"), (2026,))
    happened = story.do(calendar(story, *OFF), story.office)
    assert [type(event.data).__name__ for event in happened] == ["CalendarSet", "DeadlineSet"]
    assert (due(story, case).due, due(story, case).uncovered) == (at("2026-11-11T23:59:59+04:00"), ())
    assert due(story, case).since == found.since
    # What is reckoned with full knowledge stays, whatever is decreed later.
    happened = story.do(calendar(story, *OFF, "2026-11-11"), story.office)
    assert [type(event.data).__name__ for event in happened] == ["CalendarSet"]
    assert story.reasons(calendar(story, *OFF, "2026-11-11"), story.office)[0].code == "nothing.changes"


def test_a_deadline_that_has_passed_is_not_reckoned_again() -> None:
    story = Story().found([flow_of_two()]).members(3)
    case = drafted(story)
    story.wait(hours=2)
    story.do(c.FireDeadline(case, "draft", story.fresh()), SYSTEM)
    story.wait(days=8)
    happened = story.do(calendar(story, *OFF), story.office)
    assert [type(event.data).__name__ for event in happened] == ["CalendarSet"]
    story.do(c.FireDeadline(case, "review", story.fresh()), SYSTEM)
    assert story.states(case) == "late"


def flow_of_two() -> Workflow:
    """The draft is over after two hours, whoever sleeps; the review counts working days."""
    one = flow(WORKING)
    draft = replace(one.states["draft"], deadline=Deadline("time_up", "PT2H"))
    time_up = Transition("time_up", NAMES, ("draft",), "review", trigger="deadline")
    return replace(
        one,
        states={**one.states, "draft": draft},
        transitions={**one.transitions, "time_up": time_up},
    )


# --- people told -------------------------------------------------------------------------------------------

NEAR = after(
    "P7D",
    remind=("P3D", "P1D"),
    escalate=(Escalation("P2D", ("chair",)), Escalation("P1D", ("office", "chair"))),
)


def test_everybody_is_told_once_and_all_that_came_due_together() -> None:
    story = begun(NEAR)
    case = submitted(story)
    end = due(story, case).due
    day = timedelta(days=1)
    remind = c.Remind(case, "review")
    assert story.refused(remind, SYSTEM) == ["reminder.not_due"]
    assert story.refused(remind, story.office) == ["actor.not_allowed"]

    story.at = end - 3 * day
    [event] = story.do(remind, SYSTEM)
    assert event.data == e.RemindersSent(case, "review", (end - 3 * day,))
    assert story.refused(remind, SYSTEM) == ["reminder.not_due"]
    assert due(story, case).reminders == (end - day,)
    assert len(due(story, case).escalations) == 2

    # A long sleep: what came due meanwhile is told together.
    story.at = end - timedelta(hours=2)
    [event] = story.do(remind, SYSTEM)
    assert event.data == e.RemindersSent(
        case, "review", (end - day,), (end - 2 * day, end - day), ("chair", "office")
    )
    assert (due(story, case).reminders, due(story, case).escalations) == ((), ())
    assert story.refused(remind, SYSTEM) == ["reminder.not_due"]


def test_nobody_is_told_of_a_deadline_that_has_passed() -> None:
    story = begun(NEAR)
    case = submitted(story)
    story.at = due(story, case).due
    assert story.refused(c.Remind(case, "review"), SYSTEM) == ["reminder.not_due"]
    story.do(c.FireDeadline(case, "review", story.fresh()), SYSTEM)
    assert story.refused(c.Remind(case, "review"), SYSTEM) == ["reminder.not_due"]
    assert story.refused(c.Remind("case-none", "review"), SYSTEM) == ["case.unknown"]


# --- reckoned again -----------------------------------------------------------------------------------------


def test_a_deadline_is_kept_or_reckoned_again_from_when_the_state_was_entered() -> None:
    story = begun(after("P7D", remind=("P6D", "P1D"), escalate=(Escalation("P2D", ("chair",)),)))
    case = submitted(story)
    ran = due(story, case)
    assert e.DeadlineSet(case, **{name: getattr(ran, name) for name in ran.__struct_fields__}) == next(
        event.data for event in story.events if isinstance(event.data, e.DeadlineSet)
    )
    longer = replace(
        story.conference.workflows[story.case(case).workflow_hash].workflow.states["review"],
        deadline=after("P10D", remind=("P9D", "P1D")),
    )
    assert ran.since is not None
    when = ran.since + timedelta(days=3)
    for other in (ran, replace(ran, since=None)):  # an older log does not say since when
        steps = Steps(story.conference, c.FireDeadline(case, "review"), Context(SYSTEM, when))
        assert reckon_again(steps, case, longer, other) == []
        [event] = steps.events
        assert event.data == e.DeadlineSet(
            case,
            "review",
            "overdue",
            ran.since + timedelta(days=10),
            "Asia/Baku",
            (ran.since + timedelta(days=9),),
            ran.since,
        )
    steps = Steps(story.conference, c.FireDeadline(case, "review"), Context(SYSTEM, when))
    assert reckon_again(steps, case, replace(longer, deadline=None), ran) == []
    assert [event.data for event in steps.events] == [e.DeadlineLifted(case, "review")]
    for_field = replace(longer, deadline=Deadline("overdue", field="answer_by"))
    steps = Steps(story.conference, c.FireDeadline(case, "review"), Context(SYSTEM, when))
    assert reckon_again(steps, case, for_field, ran) == []
    assert [event.data for event in steps.events] == [e.DeadlineLifted(case, "review")]


def test_since_when_a_case_is_where_it_is() -> None:
    story = begun(after("P7D"))
    case = submitted(story)
    story.wait(days=8)
    story.do(c.FireDeadline(case, "review", story.fresh()), SYSTEM)
    late = story.at
    assert story.case(case).since == {"late": late}
    story.act(case, "again")
    assert story.case(case).since == {"review": story.at}
    assert due(story, case).since == story.at


# --- what the checker says ---------------------------------------------------------------------------------


def codes(workflow: Workflow) -> list[tuple[str, tuple[str, ...]]]:
    return [(flaw.code, flaw.path[3:]) for flaw in check(workflow) if flaw.code.startswith("deadline.")]


def test_working_days_are_counted_in_days() -> None:
    for length in ("P2W", "P1M", "P1Y", "P1DT2H", "PT5H"):
        assert codes(flow(after(length, calendar="working_days"))) == [("deadline.working_days", ("after",))]
    told = Deadline(
        "overdue",
        field="answer_by",
        calendar="working_days",
        remind=("P1W", "PT2H"),
        escalate=(Escalation("P1M", ("chair",)),),
    )
    assert codes(flow(told)) == [
        ("deadline.working_days", ("remind", "0")),
        ("deadline.working_days", ("escalate", "0", "before")),
    ]


def test_an_instant_that_is_none_is_no_deadline() -> None:
    for wrong in ("2026-02-30T12:00", "soon", "2026-12-31T18:00+04:00"):
        assert codes(flow(Deadline("overdue", at=wrong))) == [("deadline.instant", ("at",))]
    assert codes(flow(after("P1D", zone="Asia/Atlantis"))) == [("deadline.instant", ("zone",))]
    assert codes(flow(after("P1D"), zone="Asia/Atlantis")) == [("deadline.instant", ())]


def test_days_that_are_named_lead_in_no_circle() -> None:
    named = Deadline("overdue", at="2026-12-31T18:00")
    assert codes(flow(named)) == []
    assert codes(flow(named, then="review")) == [("deadline.circle", ())]
    one = flow(named)
    back = Transition("back", NAMES, ("late",), "review", trigger="at_once")
    circle = replace(one, transitions={**one.transitions, "back": back})
    assert codes(circle) == [("deadline.circle", ())]
    # A duration takes its time, and somebody who acts does, too; what leads nowhere passes once.
    counted = flow(after("P1D")).states["review"]
    assert codes(replace(circle, states={**circle.states, "review": counted})) == []
    stays = replace(one.transitions["overdue"], target="")
    assert codes(replace(one, transitions={**one.transitions, "overdue": stays})) == []


def test_a_calendar_is_set_by_the_office_alone() -> None:
    story = begun(WORKING)
    assert story.refused(calendar(story), story.by("r0")) == ["actor.not_allowed"]
    story.do(calendar(story), story.by("ada"))
    assert story.conference.calendar.years == (2026,)


def test_everything_wrong_with_a_calendar_is_told() -> None:
    story = begun(WORKING)
    wrong = calendar(
        story,
        "2026-02-30",
        "2026-01-01",
        "2026-01-01",
        "20260101",
        years=(2026, 2025),
        working=("2026-11-23",),
        weekend=(0, 6),
        source="",
    )
    assert story.refused(wrong, story.office) == [
        "calendar.years",
        "calendar.weekend",
        "calendar.order",
        "calendar.day",
        "calendar.day",
        "calendar.working",
        "calendar.source",
    ]
    for years in ((), tuple(range(1900, 1951)), (1899,), (3000,), (2026, 2026)):
        assert story.refused(calendar(story, years=years), story.office) == ["calendar.years"]
    for weekend in ((), tuple(range(1, 8)), (6, 6), (7, 6)):
        assert story.refused(calendar(story, weekend=weekend), story.office) == ["calendar.weekend"]
    both = calendar(story, "2026-11-28", working=("2026-11-28",))
    assert story.refused(both, story.office) == ["calendar.working"]
