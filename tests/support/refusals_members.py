"""Refusals of the conference itself, its procedures, members, mandates and sessions."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from msgspec.structs import replace
from story import INSTALLER, NAMES, SYSTEM, Story, begun, bundled, digest, in_force, manifest, met

from ecar_governance.domain import commands as c
from ecar_governance.domain import events as e
from ecar_governance.domain.events import Actor
from ecar_governance.domain.workflow import Invariant, Point, Workflow
from support.refusals import (
    Asked,
    case,
    changed,
    founding,
    granting,
    importing,
    on_agenda,
    put,
    putting,
    voting,
    workflow,
)

# --- the conference ----------------------------------------------------------------------------------------


case("nothing.changes")(lambda: importing(begun()))
case("conference.not_founded")(lambda: (Story(), c.OpenSession("s"), INSTALLER))
case("conference.founded_already")(lambda: (begun(), founding(), INSTALLER))
case("conference.one_plenary")(lambda: (Story(), founding(bodies=()), INSTALLER))
case("conference.one_presidium")(
    lambda: importing(begun(), bodies=tuple(e.BodyRegistered(x, "presidium", NAMES) for x in ("a", "b")))
)
case("mandate.other_body")(lambda: granting(begun(), "a0", "presidium_member", body="group"))
case("engine.unknown")(lambda: (Story(), founding(founded=replace(founding().founded, engine=2)), INSTALLER))


def calendar(**told: Any) -> Asked:
    days = e.CalendarSet("AZ", "", (2026,), ("2026-03-20",), (), (6, 7), "a test")
    return begun(), c.SetCalendar(replace(days, **told)), begun().office


case("calendar.years")(lambda: calendar(years=()))
case("calendar.weekend")(lambda: calendar(weekend=(0,)))
case("calendar.order")(lambda: calendar(days_off=("2026-03-21", "2026-03-20")))
case("calendar.day")(lambda: calendar(days_off=("2027-03-20",)))
case("calendar.working")(lambda: calendar(working=("2026-11-23",)))
case("calendar.source")(lambda: calendar(source=""))


def weights(**told: Any) -> Asked:
    table = e.WeightTableSet("students", "2026-01-01", {"U0": Fraction(3)}, NAMES)
    return begun(), c.SetWeights(replace(table, **told)), begun().office


def dues(**told: Any) -> Asked:
    return begun(), c.RecordDues(replace(e.DuesRecorded(2026, {}), **told)), begun().office


case("weights.name")(lambda: weights(table="By size"))
case("weights.since")(lambda: weights(since="2026-02-30"))
case("weights.empty")(lambda: weights(weights={"U0": Fraction(0)}))
case("weights.unknown")(lambda: weights(weights={"nobody": Fraction(1)}))
case("weights.negative")(lambda: weights(weights={"U0": Fraction(-1, 2)}))
case("weights.article")(lambda: weights(article={"az": " "}))
case("weights.paper")(lambda: weights(paper="sha256:0"))
case("dues.year")(lambda: dues(year=20260))
case("dues.unknown")(lambda: dues(paid={"nobody": "2026-02-01"}))
case("dues.day")(lambda: dues(paid={"U0": "20260201"}))


@case("calendar.unknown_years")
def _() -> Asked:
    flow = bundled()["resolution"]
    review = flow.states["wg_review"]
    assert review.deadline is not None
    counted = replace(review, deadline=replace(review.deadline, calendar="working_days"))
    story = begun()
    newer = replace(flow, version="9.0.0", states={**flow.states, "wg_review": counted})
    story.do(c.PutWorkflowInForce(in_force(newer)), story.by("ada"))
    case = story.draft(body="group")
    story.act(case, "submit", story.by("r0"))
    return story, story.action(case, "refer"), story.office


case("zone.unknown")(
    lambda: (Story(), founding(founded=replace(founding().founded, zone="Asia/Nowhere")), INSTALLER)
)
case("actor.unknown")(lambda: (begun(), c.OpenSession("s"), Actor("person", "nobody")))
case("actor.no_mandate")(lambda: (begun(), c.OpenSession("s"), Actor("person", "r0")))
case("actor.not_allowed")(lambda: (begun(), c.OpenSession("s"), begun().by("auditor")))
case("actor.institution_differs")(
    lambda: (begun(), c.OpenSession("s"), Actor("person", "r0", begun().by("r0").mandate, "U1"))
)


@case("actor.mandate_not_in_force")
def _() -> Asked:
    story = begun()
    story.do(c.EndMandate(story.by("omar").mandate, "resigned"), story.office)
    return story, c.OpenSession("s"), story.by("omar")


@case("actor.other_session")
def _() -> Asked:
    story, first = met()
    story.do(c.CloseSession(first), story.office)
    story.session(officers=False, days=1)
    return story, c.CloseSession("session-2"), story.by("r1", "session_chair")


def never_withdrawn() -> Workflow:
    """A procedure that promises what it does not keep."""
    promised = Invariant("never", Point("state", "withdrawn"))
    return replace(bundled()["resolution"], version="9.0.0", invariants=(promised,))


case("workflow.hash_differs")(lambda: put(begun(), workflow(hash=digest("another"))))
case("workflow.unreadable")(lambda: put(begun(), workflow(definition={"name": "resolution"})))
case("workflow.invariant")(lambda: put(begun(), in_force(never_withdrawn())))
case("workflow.name_differs")(lambda: put(begun(), workflow(version="10.0.0")))
case("workflow.in_force_already")(lambda: put(begun(), in_force(bundled()["resolution"])))


@case("workflow.version_used")
def _() -> Asked:
    changed = replace(bundled()["resolution"], title=NAMES)
    return put(begun(), in_force(changed))


@case("workflow.announced_already")
def _() -> Asked:
    story = begun()
    story.do(c.PutWorkflowInForce(workflow(), "2027-01-01"), story.by("ada"))
    return put(story, workflow())


@case("workflow.version_malformed")
def _() -> Asked:
    return put(begun(), in_force(replace(bundled()["resolution"], version="9")))


@case("workflow.version_not_higher")
def _() -> Asked:
    return put(begun(), in_force(replace(bundled()["resolution"], version="0.9.0")))


@case("workflow.version_too_low")
def _() -> Asked:
    return put(
        begun(), in_force(replace(changed(bundled()["resolution"], "submit", approvals=2), version="1.9.0"))
    )


case("workflow.day_malformed")(lambda: putting(begun(), workflow(), "2027-02-30"))
case("workflow.day_past")(lambda: putting(begun(), workflow(), "2026-11-01"))
case("workflow.no_resolution")(lambda: put(begun(), workflow(resolution="resolution-9")))
case("workflow.no_version")(lambda: (begun(), c.WithdrawWorkflow("sha256:0"), begun().by("ada")))


@case("workflow.withdrawn_too_late")
def _() -> Asked:
    story = begun()
    return story, c.WithdrawWorkflow(in_force(bundled()["resolution"]).hash), story.by("ada")


case("workflow.unknown")(lambda: (begun(), c.DraftProposal("case", "no_such", manifest()), begun().by("r0")))
case("log_key.not_current")(lambda: (begun(), c.RotateLogKey("other", "new", "x"), INSTALLER))
case("log_key.same")(lambda: (begun(), c.RotateLogKey("key-1", "key-1", "x"), INSTALLER))
case("origin.same")(lambda: (begun(), c.RenewOrigin("story.example/log", 1, "00", "key-2"), INSTALLER))

# --- members and mandates ----------------------------------------------------------------------------------

case("person.unknown")(lambda: granting(begun(), "nobody", "auditor"))
case("institution.unknown")(lambda: granting(begun(), "a0", "assistant", institution="NOWHERE"))
case("institution.no_seat")(lambda: granting(begun(), "a0", "rector", institution="PARTNER"))
case("institution.has_seat")(
    lambda: importing(begun(), institutions=(begun().institution("U0", "candidate"),))
)
case("body.unknown")(lambda: granting(begun(), "a0", "wg_member", body="nowhere"))
case("body.kind_differs")(lambda: importing(begun(), bodies=(e.BodyRegistered("group", "presidium", NAMES),)))
case("mandate.unknown")(lambda: (begun(), c.EndMandate("m-none", "revoked"), begun().office))
case("mandate.seat_held")(lambda: granting(begun(), "a0", "rector", institution="U0"))
case("mandate.seat_differs")(lambda: granting(begun(), "a0", "vice_rector", institution="U0", seat="seat-U1"))
case("mandate.own")(lambda: granting(begun(), "olga", "secretary_general"))
case("mandate.administrator_only")(lambda: granting(begun(), "a0", "administrator"))


@case("mandate.exists")
def _() -> Asked:
    story = begun()
    again = replace(story.mandate("a0", "auditor"), mandate=story.by("r0").mandate)
    return story, c.GrantMandate(again), story.office


@case("mandate.ends_before_it_begins")
def _() -> Asked:
    story = begun()
    return granting(story, "a0", "auditor", since=story.at, until=story.at)


@case("mandate.ended_already")
def _() -> Asked:
    story = begun()
    ended = story.by("a0").mandate
    story.do(c.EndMandate(ended, "resigned"), story.office)
    return story, c.EndMandate(ended, "revoked"), story.office


@case("mandate.office_held")
def _() -> Asked:
    story = begun()
    story.grant("r1", "president")
    return granting(story, "r2", "president")


@case("mandate.session_office_held")
def _() -> Asked:
    story, session = met()
    return granting(story, "r2", "session_chair", session=session)


# --- sessions ----------------------------------------------------------------------------------------------


def convening(story: Story, **changes: Any) -> Asked:
    wanted = e.SessionConvened("session-9", "plenary", 9, story.at, "Asia/Baku", NAMES)
    return story, c.ConveneSession(replace(wanted, **changes)), story.office


case("session.exists")(lambda: convening(met()[0], session="session-1"))
case("session.number_used")(lambda: convening(met()[0], number=1))
case("session.number_not_positive")(lambda: convening(begun(), number=0))
case("session.unknown")(lambda: (begun(), c.OpenSession("session-9"), begun().office))
case("session.is_open")(lambda: (met()[0], c.OpenSession("session-1"), met()[0].office))


@case("session.is_convened")
def _() -> Asked:
    story, command, actor = convening(begun())
    story.do(command, actor)
    return story, c.CloseSession("session-9"), actor


@case("session.is_closed")
def _() -> Asked:
    story, session = met()
    story.do(c.CloseSession(session), story.office)
    return story, c.SendNotice(session, ("r0",)), story.office


@case("session.not_closed")
def _() -> Asked:
    story, session = met()
    return story, c.RecordTypeset("d", "minutes", session, digest("f"), digest("r")), SYSTEM


def sitting(*, opened: bool = True, kind: Any = "room") -> Story:
    """A session with the item 1, other business, and the item 2, a discussion."""
    story = begun()
    if opened:
        story.session()
    else:
        convened = e.SessionConvened("session-1", "plenary", 1, story.at, "Asia/Baku", NAMES, kind)
        story.do(c.ConveneSession(convened), story.office)
    story.do(c.PlaceTopic("session-1", "other_business"), story.office)
    story.do(c.PlaceTopic("session-1", "discussion", {"az": digest("t")}), story.office)
    return story


def of_session(story: Story, command: type, *given: Any) -> Asked:
    return story, command("session-1", *given), story.office


@case("session.is_suspended")
def _() -> Asked:
    story = sitting()
    story.do(c.SuspendSession("session-1"), story.office)
    return of_session(story, c.CallItem, 1)


@case("session.is_cancelled")
def _() -> Asked:
    story = sitting(opened=False)
    story.do(c.CancelSession("session-1", digest("snow")), story.office)
    return of_session(story, c.OpenSession)


@case("session.has_proposals")
def _() -> Asked:
    story = sitting(opened=False)
    story.on_agenda("session-1")
    return of_session(story, c.CancelSession, digest("snow"))


case("session.cancelled_for_reason")(lambda: of_session(sitting(opened=False), c.CancelSession, ""))


@case("session.resumes_earlier")
def _() -> Asked:
    story = sitting()
    return of_session(story, c.SuspendSession, story.at)


case("agenda.by_procedure")(lambda: of_session(sitting(), c.PlaceTopic, "proposal"))
case("agenda.no_title")(lambda: of_session(sitting(), c.PlaceTopic, "information"))
case("agenda.no_item")(lambda: of_session(sitting(), c.CallItem, 9))
case("agenda.order_incomplete")(lambda: of_session(sitting(), c.ReorderAgenda, (1,)))
case("minutes.none")(lambda: of_session(sitting(), c.PlaceTopic, "minutes", {}, "session-1"))
case("minutes.other_item")(lambda: of_session(sitting(), c.ApproveMinutes, 1))


@case("agenda.called_already")
def _() -> Asked:
    story = sitting()
    story.do(c.CallItem("session-1", 2), story.office)
    return of_session(story, c.CallItem, 2)


@case("agenda.dealt_with")
def _() -> Asked:
    story = sitting()
    story.do(c.CallItem("session-1", 2), story.office)
    return of_session(story, c.LiftTopic, 2)


@case("agenda.paper_twice")
def _() -> Asked:
    story = sitting()
    paper = e.Attachment("budget.pdf", digest("b"))
    story.do(c.AddPaper("session-1", 1, paper), story.office)
    return of_session(story, c.AddPaper, 1, paper)


def minutes_before(item: int = 1) -> Story:
    """The minutes of session 1 lie before session 2."""
    story, session = met()
    story.do(c.CloseSession(session), story.office)
    story.session(days=1)
    story.do(c.PlaceTopic("session-2", "minutes", {}, session), story.office)
    return story


@case("minutes.on_agenda")
def _() -> Asked:
    story = minutes_before()
    return story, c.PlaceTopic("session-2", "minutes", {}, "session-1"), story.office


@case("minutes.approved_already")
def _() -> Asked:
    story = minutes_before()
    story.do(c.ApproveMinutes("session-2", 1), story.office)
    return story, c.ApproveMinutes("session-2", 1), story.office


@case("session.vote_open")
def _() -> Asked:
    story, _vote = voting()
    return story, c.CloseSession("session-1"), story.office


@case("session.not_open")
def _() -> Asked:
    def unguarded(flow: Workflow) -> Workflow:
        return changed(flow, "adopt_without_vote", require=())

    story, case = on_agenda(change=unguarded)
    story.do(c.CloseSession("session-1"), story.office)
    return story, story.action(case, "adopt_without_vote"), story.office


@case("session.not_open_for_agenda")
def _() -> Asked:
    story = begun()
    session = story.session(officers=False)
    loose = changed(bundled()["resolution"], "place_directly", require=())
    story.do(c.PutWorkflowInForce(in_force(loose)), story.by("ada"))
    case = story.draft()
    story.act(case, "submit", story.by("r0"))
    story.do(c.CloseSession(session), story.office)
    return story, story.action(case, "place_directly", session=session), story.office


@case("agenda.placed_already")
def _() -> Asked:
    def unlifted(flow: Workflow) -> Workflow:
        return changed(flow, "postpone", effects=())

    story, case = on_agenda(change=unlifted)
    story.act(case, "postpone")
    return story, story.action(case, "place_on_agenda", session="session-1"), story.office


def presence(story: Story, seat: str, mandate: str, there: bool = True) -> Asked:
    return story, c.RecordPresence("session-1", seat, mandate, there), story.office


case("seat.unknown")(lambda: presence(met()[0], "seat-NOWHERE", "m"))
case("presence.no_mandate")(lambda: presence(met()[0], "seat-U0", met()[0].by("a0").mandate))
case("presence.recorded_already")(lambda: presence(met()[0], "seat-U0", met()[0].by("r0").mandate))


def admitting(story: Story, seat: str, mode: Any = "room") -> Asked:
    return story, c.AdmitAtDoor("session-1", seat, "a0", "m-door", mode), story.office


case("presence.mode_not_open")(lambda: admitting(sitting(), "seat-U0", "remote"))
case("presence.seat_taken")(lambda: admitting(met()[0], "seat-U0"))


@case("presence.own_seat")
def _() -> Asked:
    story = begun()
    bureau = e.BodyRegistered("bureau", "presidium", NAMES)
    story.do(c.ImportMembers(bodies=(bureau,)), story.office)
    story.grant("r0", "presidium_member", body="bureau")
    convened = e.SessionConvened("session-1", "bureau", 1, story.at, "Asia/Baku", NAMES)
    story.do(c.ConveneSession(convened), story.office)
    return admitting(story, "seat-bureau:r0")


@case("presence.not_present")
def _() -> Asked:
    story = begun()
    story.session()
    return presence(story, "seat-U0", "", there=False)
