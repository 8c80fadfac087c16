"""Who plays: a conference with somebody in every office, made through the core's own commands.

Everybody is called by their office: `rector_1` holds the seat of `U1`, `chair_qa` leads the group `QA`. The
play begins on a Monday morning with a session of the plenary and one of the presidium open and everybody
present.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from functools import lru_cache
from typing import Any

from msgspec import Struct

from ecar_governance.domain import commands as c
from ecar_governance.domain import events as e
from ecar_governance.domain.canonical import bytes_digest
from ecar_governance.domain.decide import decide
from ecar_governance.domain.deciding.casters import casters_of
from ecar_governance.domain.decision import Context, Refused
from ecar_governance.domain.durations import ahead_of
from ecar_governance.domain.events import Actor
from ecar_governance.domain.organs import seats_of
from ecar_governance.domain.state import Conference
from ecar_governance.errors import InvalidInput
from ecar_governance.rehearsal.bystanders import PRECEDENT, in_force

START = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
"""Nine in the morning of a Monday in Bakı: when a play begins unless its script says otherwise."""

ZONE = "Asia/Baku"
INSTALLER, SYSTEM = Actor("installer"), Actor("system")
SECRETARIAT = "secretariat"
EARLIER, CURRENT, PRESIDIUM = "session-1", "session-2", "session-presidium"
RESOLUTION = "resolution-earlier"
"""What the earlier session decided."""


class Hall(Struct, frozen=True):
    """How large the cast is: member institutions, how many of their seats are present in the open session,
    the codes of the working groups, when the play begins, whether a session is open at all, and has its
    officers. An earlier session, closed, there always is; `presidium` is how many of that body's seats are
    present at most. `calendar` says whether working days are known: for fifty years, weekends and `days_off`
    free, `working` days of a weekend not. `notice` is how long before it began the open session was convened
    and its notice sent, a duration; unless it is said, as soon as there was a conference, 40 days before.
    By every table of weights that a procedure names each member weighs one, or what `weights` says of it;
    `unweighed` leaves the tables out. All members but those of `unpaid` have paid their dues, of last year
    and this, on the second of January.
    """

    members: int = 6
    present: int = 6
    groups: tuple[str, ...] = ("QA",)
    at: datetime = START
    session: bool = True
    officers: bool = True
    presidium: int = 60
    calendar: bool = True
    days_off: tuple[str, ...] = ()
    working: tuple[str, ...] = ()
    notice: str | None = None
    weights: tuple[tuple[str, Fraction], ...] = ()
    unweighed: bool = False
    unpaid: tuple[str, ...] = ()


def digest(text: str) -> str:
    """The digest that stands for a text of the play: the same for the same words."""
    return bytes_digest(text.encode())


def named(text: str) -> dict[str, str]:
    """A name that is the same in both languages."""
    return {"az": text, "en": text}


@lru_cache(maxsize=64)
def assembled(hall: Hall) -> tuple[Conference, str]:
    """The conference before the first act, with no procedure in force, and its open session ("" without one).

    Raises InvalidInput for a hall that cannot be: more seats present than there are members, or a count of
    members outside 3 to 60.
    """
    if not 3 <= hall.members <= 60 or not 0 <= hall.present <= hall.members:
        raise InvalidInput(
            f"{hall.members} members of whom {hall.present} are present is not a hall that can be played in.",
            fix="say 3 to 60 members and no more present than that",
        )
    return _Assembly(hall).assemble()


class _Assembly:
    def __init__(self, hall: Hall) -> None:
        self.hall = hall
        self.conference = Conference()
        self.at = hall.at - timedelta(days=40)
        self._mandates = 0

    def assemble(self) -> tuple[Conference, str]:
        bodies = [e.BodyRegistered("plenary", "plenary", named("Plenary"))]
        bodies.append(e.BodyRegistered("presidium", "presidium", named("Presidium")))
        bodies += [e.BodyRegistered(code, "working_group", named(code)) for code in self.hall.groups]
        founded = e.ConferenceFounded(
            "rehearsal.example/log", named("Conference"), ZONE, named("Bakı"), "key", True
        )
        administrator = e.PersonRegistered("administrator", digest("administrator"))
        self._do(c.FoundConference(founded, tuple(bodies), (), administrator, "m-administrator"), INSTALLER)
        self._do(self._members(), INSTALLER)
        if self.hall.calendar:
            years = tuple(range(self.hall.at.year - 1, self.hall.at.year + 49))
            days = e.CalendarSet(
                "AZ", "", years, self.hall.days_off, self.hall.working, (6, 7), "the rehearsal"
            )
            self._do(c.SetCalendar(days), INSTALLER)
        self._dues()
        session = self._session()
        return self.conference, session

    def _dues(self) -> None:
        members = [f"U{n}" for n in range(1, self.hall.members + 1)]
        paying = [code for code in members if code not in self.hall.unpaid]
        for year in (self.hall.at.year - 1, self.hall.at.year) if paying else ():
            self._do(c.RecordDues(e.DuesRecorded(year, dict.fromkeys(paying, f"{year}-01-02"))), INSTALLER)

    def _do(self, command: c.AnyCommand, actor: Actor) -> None:
        self.at += timedelta(seconds=1)
        answer = decide(self.conference, command, Context(actor, self.at))
        if isinstance(answer, Refused):
            told = ", ".join(reason.code for reason in answer.reasons)
            raise InvalidInput(f"The cast cannot be assembled: {told}.")
        self.conference = answer.after

    def _mandate(self, person: str, kind: str, **scope: Any) -> e.MandateGranted:
        self._mandates += 1
        found: Any = kind
        return e.MandateGranted(f"m-{self._mandates:03}-{person}", person, found, **scope)

    def _members(self) -> c.ImportMembers:
        institutions = [
            e.InstitutionRegistered(code, kind, named(code), "AZ", "Bakı", "2026-01-01")
            for code, kind in self._institutions()
        ]
        mandates = [
            self._mandate(f"rector_{n}", "rector", institution=f"U{n}")
            for n in range(1, self.hall.members + 1)
        ]
        mandates += [
            self._mandate("vice_rector_1", "vice_rector", institution="U1"),
            self._mandate("assistant_1", "assistant", institution="U1"),
            self._mandate("assistant_2", "assistant", institution="U2"),
            self._mandate("president", "president"),
            self._mandate("secretary_general", "secretary_general"),
            self._mandate(SECRETARIAT, "secretariat"),
            self._mandate("secretariat_2", "secretariat"),
            # One person in two offices: what separation of duties is about.
            self._mandate("clerk", "assistant", institution="U1"),
            self._mandate("clerk", "secretariat"),
            self._mandate("auditor", "auditor"),
            self._mandate("observer", "observer", institution="PARTNER"),
        ]
        mandates += [
            self._mandate(f"presidium_{n}", "presidium_member", institution=f"U{n}", body="presidium")
            for n in range(1, 4)
        ]
        mandates.append(self._mandate("student", "student_representative", institution="STUDENTS"))
        for place, code in enumerate(self.hall.groups):
            home = {"institution": f"U{self.hall.members - place % self.hall.members}", "body": code}
            mandates.append(self._mandate(f"chair_{code.lower()}", "wg_chair", **home))
            mandates.append(self._mandate(f"member_{code.lower()}", "wg_member", **home))
        people = dict.fromkeys(mandate.person for mandate in mandates)
        registered = tuple(e.PersonRegistered(person, digest(person)) for person in people)
        return c.ImportMembers(tuple(institutions), (), registered, tuple(mandates))

    def _institutions(self) -> list[tuple[str, Any]]:
        found: list[tuple[str, Any]] = [(f"U{n}", "member") for n in range(1, self.hall.members + 1)]
        found += [("CANDIDATE", "candidate"), ("PARTNER", "partner"), ("MINISTRY", "stakeholder")]
        return [*found, ("STUDENTS", "stakeholder")]

    def _session(self) -> str:
        """Two sessions: one that is over, and the one that is open when the play begins."""
        self._convene(EARLIER, 1, self.at + timedelta(days=1))
        self._office_of(EARLIER, "session_chair", "earlier_chair")
        self._do(c.OpenSession(EARLIER), self._office)
        self._decide_earlier()
        self._do(c.CloseSession(EARLIER), self._office)
        if not self.hall.session:
            return ""
        begins = self.hall.at - timedelta(minutes=10)
        if self.hall.notice is not None:
            # What is done next is done a second later.
            self.at = max(self.at, ahead_of(begins, self.hall.notice, ZONE) - timedelta(seconds=1))
        self._convene(CURRENT, 2, begins)
        for person in ("session_chair", "session_secretary") if self.hall.officers else ():
            self._office_of(CURRENT, person, person)
        self.at = self.hall.at - timedelta(minutes=10)
        self._do(c.OpenSession(CURRENT), self._office)
        for n in range(1, self.hall.present + 1):
            held = self._held(f"rector_{n}", "rector")
            self._do(c.RecordPresence(CURRENT, f"seat-U{n}", held, True), self._office)
        self._presidium()
        return CURRENT

    def _decide_earlier(self) -> None:
        """What a field of the kind resolution may name: something that everybody agreed to."""
        for n in range(1, self.hall.members + 1):
            held = self._held(f"rector_{n}", "rector")
            self._do(c.RecordPresence(EARLIER, f"seat-U{n}", held, True), self._office)
        self._do(c.PutWorkflowInForce(in_force(PRECEDENT)), INSTALLER)
        text = e.Manifest(named(digest("earlier title")), named(digest("earlier text")), "az")
        self._do(c.DraftProposal("case-earlier", PRECEDENT.name, text), self._office)
        fresh = {"vote": "vote-earlier", "resolution": RESOLUTION}
        for version, name in enumerate(PRECEDENT.transitions, start=1):
            rule = PRECEDENT.transitions[name]
            if rule.trigger == "person":
                given: dict[str, Any] = {"session": EARLIER} if rule.inputs else {}
                self._do(c.TakeAction("case-earlier", name, version, given, fresh), self._office)

    def _presidium(self) -> None:
        """Its session, in which all who sit in it are present."""
        self._convene(PRESIDIUM, 1, self.hall.at - timedelta(minutes=5), "presidium")
        for kind in ("session_chair", "session_secretary") if self.hall.officers else ():
            self._office_of(PRESIDIUM, kind, f"presidium_{kind.removeprefix('session_')}")
        self.at = max(self.at, self.hall.at - timedelta(minutes=5))
        self._do(c.OpenSession(PRESIDIUM), self._office)
        for seat in seats_of(self.conference, "presidium", self.at)[: self.hall.presidium]:
            held = casters_of(self.conference, seat.seat, PRESIDIUM, self.at)[0]
            self._do(c.RecordPresence(PRESIDIUM, seat.seat, held, True), self._office)

    def _office_of(self, session: str, kind: str, person: str) -> None:
        self._do(c.RegisterPerson(e.PersonRegistered(person, digest(person))), self._office)
        self._do(c.GrantMandate(self._mandate(person, kind, session=session)), self._office)

    def _convene(self, session: str, number: int, begins: datetime, body: str = "plenary") -> None:
        convened = e.SessionConvened(session, body, number, begins, ZONE, named("Bakı"))
        self._do(c.ConveneSession(convened), self._office)
        self._do(c.SendNotice(session, ("rector_1",)), self._office)

    @property
    def _office(self) -> Actor:
        return Actor("person", SECRETARIAT, self._held(SECRETARIAT, "secretariat"))

    def _held(self, person: str, kind: str) -> str:
        mandates = self.conference.persons[person].mandates
        return next(name for name in mandates if self.conference.mandates[name].kind == kind)


def with_procedures(
    conference: Conference, put: tuple[e.WorkflowPutInForce, ...], at: datetime, hall: Hall
) -> Conference:
    """The conference with the procedures in force, and the tables of weights that they name.

    Raises InvalidInput with the core's reasons when it refuses one.
    """
    for one in put:
        answer = decide(conference, c.PutWorkflowInForce(one), Context(INSTALLER, at))
        if isinstance(answer, Refused):
            told = "; ".join(f"{reason.code} {reason.params}" for reason in answer.reasons)
            raise InvalidInput(f"{one.workflow} cannot be played: {told}")
        conference = answer.after
    return conference if hall.unweighed else _weighed(conference, at, hall)


def _weighed(conference: Conference, at: datetime, hall: Hall) -> Conference:
    votes = (
        state.vote.electorate
        for version in conference.workflows.values()
        for state in version.workflow.states.values()
        if state.vote is not None
    )
    members = {f"U{n}": Fraction(1) for n in range(1, hall.members + 1)}
    for name in sorted({one.weights for one in votes if one is not None and one.weights}):
        weights = {**members, **dict(hall.weights)}
        table = e.WeightTableSet(name, "2000-01-01", weights, named("The rehearsal"))
        answer = decide(conference, c.SetWeights(table), Context(INSTALLER, at))
        if isinstance(answer, Refused):
            told = "; ".join(f"{reason.code} {reason.params}" for reason in answer.reasons)
            raise InvalidInput(f"The cast cannot be weighed: {told}")
        conference = answer.after
    return conference
