"""The shipped procedures run through the core from the first draft to the archive, and along their byways."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest

from ecar_governance.definitions import bundled, load_file
from ecar_governance.definitions.canonical import definition_of, hash_of
from ecar_governance.domain import commands as c
from ecar_governance.domain import events as e
from ecar_governance.domain.decide import decide
from ecar_governance.domain.decision import Accepted, Context, Refused
from ecar_governance.domain.events import Actor
from ecar_governance.domain.options import options
from ecar_governance.domain.state import Case, Conference
from ecar_governance.domain.voting.papers import Paper

START = datetime(2026, 11, 2, 8, tzinfo=UTC)
SIGN = "sha256:" + "ab" * 32
NAMES = {"az": "x", "en": "x"}
INSTALLER, SYSTEM = Actor("installer"), Actor("system")
MEMBERS = [f"U{n}" for n in range(6)]


class Hall:
    """A conference of six members, moved only by commands; every refusal is an error unless asked for."""

    def __init__(self) -> None:
        self.conference, self.at, self.count = Conference(), START, 0
        self.do(
            c.FoundConference(
                e.ConferenceFounded("o", NAMES, "Asia/Baku", NAMES, "k", True),
                (
                    e.BodyRegistered("plenary", "plenary", NAMES),
                    e.BodyRegistered("group", "working_group", NAMES),
                ),
                tuple(_in_force(name) for name in bundled()),
                e.PersonRegistered("admin", SIGN),
                "m-admin",
            ),
            INSTALLER,
        )
        grants = [
            ("office", "secretariat", {}),
            ("group", "wg_chair", {"institution": "U5", "body": "group"}),
        ]
        for code in MEMBERS:
            grants.append((code, "rector", {"institution": code, "seat": f"seat-{code}", "body": "plenary"}))
        self.do(
            c.ImportMembers(
                institutions=tuple(
                    e.InstitutionRegistered(
                        code, "member" if code in MEMBERS else "candidate", NAMES, "AZ", "B", ""
                    )
                    for code in [*MEMBERS, "NEW"]
                ),
                people=tuple(e.PersonRegistered(person, SIGN) for person, _, _ in grants),
                mandates=tuple(_granted(person, kind, **scope) for person, kind, scope in grants),
            ),
            INSTALLER,
        )

    def decide(self, command: Any, actor: Actor) -> Accepted | Refused:
        self.at += timedelta(minutes=1)
        return decide(self.conference, command, Context(actor, self.at))

    def do(self, command: Any, actor: Actor) -> None:
        answer = self.decide(command, actor)
        assert isinstance(answer, Accepted), answer
        self.conference = answer.after

    def as_(self, person: str, kind: str = "") -> Actor:
        mandates = [self.conference.mandates[one] for one in self.conference.persons[person].mandates]
        held = next(one for one in mandates if not kind or one.kind == kind)
        return Actor("person", person, held.mandate, held.institution)

    @property
    def case(self) -> Case:
        return self.conference.cases["case-1"]

    def act(self, transition: str, actor: Actor, **inputs: Any) -> None:
        self.do(self._action(transition, inputs), actor)

    def refused(self, transition: str, actor: Actor, **inputs: Any) -> list[str]:
        answer = self.decide(self._action(transition, inputs), actor)
        assert isinstance(answer, Refused), answer
        return [reason.code for reason in answer.reasons]

    def _action(self, transition: str, inputs: dict[str, Any]) -> c.TakeAction:
        self.count += 1
        fresh = {kind: f"{kind}-{self.count}" for kind in ("vote", "resolution", "document", "seat")}
        return c.TakeAction("case-1", transition, self.case.version, inputs, fresh, "key")

    def draft(self, workflow: str, body: str = "", sponsor: str = "") -> None:
        text = e.Manifest({"az": SIGN, "en": SIGN}, {"az": SIGN, "en": SIGN}, "az")
        sponsors = (sponsor,) if sponsor else ()
        self.do(c.DraftProposal("case-1", workflow, text, sponsors, body), self.as_("U0"))

    def session(self, number: int = 1, present: int = 4) -> str:
        name, office = f"session-{number}", self.as_("office")
        begins = self.at + timedelta(hours=1)
        self.do(
            c.ConveneSession(e.SessionConvened(name, "plenary", number, begins, "Asia/Baku", NAMES)), office
        )
        self.do(c.OpenSession(name), office)
        for code in MEMBERS[:present]:
            self.do(c.RecordPresence(name, f"seat-{code}", f"m-{code}-rector", True), office)
        return name

    def officers(self, session: str) -> None:
        for person, kind in (("U1", "session_chair"), ("U2", "session_secretary")):
            granted = _granted(person, kind, session=session)
            self.do(c.GrantMandate(granted), self.as_("office"))

    def vote(self, choices: str, secret: bool = False) -> None:
        """One letter a seat: f, a, or - for an abstention."""
        word = {"f": "for", "a": "against", "-": "abstain"}
        papers = []
        for code, letter in zip(MEMBERS, choices, strict=False):
            digest = f"sha256:{code}"
            ballot = c.CastBallot(self.case.vote, f"seat-{code}", digest, self.case.manifest_hash)
            self.do(ballot, self.as_(code, "rector"))
            papers.append(Paper(word[letter], None if secret else f"seat-{code}", None))
        papers.sort(key=lambda paper: (paper.seat or "", paper.choice))
        fresh = {"resolution": "resolution-1", "document": "document-1"}
        self.do(c.CloseVote(self.case.vote, "by_hand", tuple(papers), fresh), self.as_("office"))

    def sign(self) -> None:
        self.do(c.RecordTypeset("doc", "resolution", self.case.resolution, SIGN, SIGN), SYSTEM)
        before = SIGN
        for person, field in (("U1", "chair"), ("U2", "secretary")):
            actor = self.as_(person, "session_chair" if field == "chair" else "session_secretary")
            after = "sha256:" + field.ljust(64, "0")
            self.do(c.RecordSignature("doc", field, "paper", before, after), actor)
            before = after


def _in_force(name: str) -> e.WorkflowPutInForce:
    workflow = load_file(bundled()[name])
    definition = definition_of(workflow)
    return e.WorkflowPutInForce(name, workflow.version, hash_of(definition), definition, 1)


def _granted(person: str, kind: Any, **scope: Any) -> e.MandateGranted:
    return e.MandateGranted(f"m-{person}-{kind}", person, kind, **scope)


@pytest.fixture(name="hall")
def _hall() -> Hall:
    return Hall()


def state(hall: Hall) -> str:
    [leaf] = hall.case.state
    return leaf


def to_agenda(hall: Hall) -> str:
    office, group = hall.as_("office"), hall.as_("group")
    hall.draft("resolution", "group")
    hall.act("submit", hall.as_("U0"))
    hall.act("refer", office)
    hall.act("ask_revision", group, note=SIGN)
    hall.act("resubmit", hall.as_("U0"))
    hall.act("recommend", group, recommendation="adopt", note=SIGN)
    session = hall.session()
    hall.act("place_on_agenda", office, session=session)
    assert hall.refused("open_vote", office) == ["guard.session_has_officers"]
    hall.officers(session)
    return session


def test_a_resolution_from_draft_to_archive(hall: Hall) -> None:
    to_agenda(hall)
    hall.act("open_vote", hall.as_("U1", "session_chair"))
    assert state(hall) == "voting"
    hall.vote("fffa-")
    assert state(hall) == "adopted"
    hall.sign()
    assert state(hall) == "signed"
    office = hall.as_("office")
    hall.act("publish", office)
    hall.act("archive", office)
    assert state(hall) == "archived"
    assert hall.conference.resolutions[hall.case.resolution].numbered.number == "1/1"
    workflow = hall.conference.workflows[hall.case.workflow_hash].workflow
    assert options(workflow, hall.conference, hall.case, Context(office, hall.at)) == ()


@pytest.mark.parametrize(
    ("choices", "expected"), [("ffaa", "rejected"), ("aaaf", "rejected"), ("ff-a--", "adopted")]
)
def test_a_resolution_is_adopted_by_more_for_than_against(hall: Hall, choices: str, expected: str) -> None:
    to_agenda(hall)
    hall.act("open_vote", hall.as_("U1", "session_chair"))
    hall.vote(choices)
    assert state(hall) == expected


def test_a_resolution_without_a_vote_and_by_hand(hall: Hall) -> None:
    to_agenda(hall)
    hall.act("adopt_without_vote", hall.as_("office"))
    assert state(hall) == "adopted"
    other = Hall()
    to_agenda(other)
    count = {"for": 3, "against": 1, "abstain": 0, "invalid": 0}
    assert other.refused("enter_hand_count", other.as_("office"), **count) == ["input.missing"]
    for somebody in (other.as_("office"), other.as_("U1", "session_chair")):
        other.act("enter_hand_count", somebody, **count, tellers=("U3", "U4"))
    assert state(other) == "adopted"


def test_a_voided_vote_goes_back_to_the_agenda_and_may_be_postponed(hall: Hall) -> None:
    session = to_agenda(hall)
    hall.act("open_vote", hall.as_("U1", "session_chair"))
    hall.do(c.VoidVote(hall.case.vote, "by_hand", SIGN), hall.as_("U1", "session_chair"))
    assert (state(hall), hall.case.session) == ("agenda", session)
    hall.act("postpone", hall.as_("office"))
    assert (state(hall), hall.case.session) == ("queued", "")
    hall.act("place_on_agenda", hall.as_("office"), session=hall.session(2))
    hall.act("withdraw", hall.as_("U0"))
    assert (state(hall), hall.case.session) == ("withdrawn", "")


def test_a_silent_working_group_does_not_stop_a_proposal(hall: Hall) -> None:
    hall.draft("resolution", "group")
    hall.act("submit", hall.as_("U0"))
    assert hall.refused("place_directly", hall.as_("office"), session="none") == [
        "input.no_such",
        "guard.no_body_named",
    ]
    hall.act("refer", hall.as_("office"))
    [due] = hall.case.deadlines
    assert due.due == hall.at + timedelta(days=30)
    assert [hall.at + timedelta(days=d) for d in (23, 29)] == list(due.reminders)
    hall.at = due.due
    hall.do(c.FireDeadline("case-1", "wg_review"), SYSTEM)
    assert (state(hall), hall.case.deadlines) == ("queued", ())
    hall.act("recommend", hall.as_("group"), recommendation="reject")
    assert state(hall) == "recommended"


def test_a_proposal_without_a_working_group_goes_straight_to_the_agenda(hall: Hall) -> None:
    hall.draft("resolution")
    hall.act("submit", hall.as_("U0"))
    assert hall.refused("refer", hall.as_("office")) == ["guard.body_named"]
    hall.act("return_to_draft", hall.as_("office"), note=SIGN)
    hall.act("submit", hall.as_("U0"))
    hall.act("place_directly", hall.as_("office"), session=hall.session())
    assert state(hall) == "agenda"


def test_the_founding(hall: Hall) -> None:
    hall.draft("statutes")
    office = hall.as_("office")
    early = hall.session(1, present=3)
    assert hall.refused("verify_credentials", office, session=early) == ["guard.session_quorate"]
    hall.do(c.RecordPresence(early, "seat-U3", "m-U3-rector", True), office)
    hall.act("verify_credentials", office, session=early)
    assert hall.refused("elect_officers", office) == ["guard.session_has_officers"]
    hall.officers(early)
    hall.act("elect_officers", office)
    hall.act("open_vote", hall.as_("U1", "session_chair"))
    hall.vote("ffff")
    assert state(hall) == "adopted"
    hall.sign()
    hall.act("publish", office)
    assert state(hall) == "in_force"


def test_the_statutes_need_two_thirds_of_all_members(hall: Hall) -> None:
    hall.draft("statutes")
    session, office = hall.session(), hall.as_("office")
    hall.act("verify_credentials", office, session=session)
    hall.officers(session)
    hall.act("elect_officers", office)
    hall.act("open_vote", office)
    hall.vote("fff")
    assert state(hall) == "rejected"


def membership(hall: Hall) -> None:
    hall.draft("membership", sponsor="U3")
    rector, office = hall.as_("U0"), hall.as_("office")
    assert hall.refused("apply", rector, institution="U4") == ["guard.candidate_registered"]
    hall.act("apply", rector, institution="NEW")
    hall.act("confirm", office)
    session = hall.session()
    hall.act("place_on_agenda", office, session=session)
    hall.officers(session)
    hall.act("open_vote", hall.as_("U1", "session_chair"))


def test_a_member_is_admitted_by_more_than_half_of_all(hall: Hall) -> None:
    membership(hall)
    hall.vote("ffffa", secret=True)
    assert state(hall) == "admitted"
    assert hall.conference.institutions["NEW"].kind == "member"
    assert [seat.weight for seat in hall.conference.seats.values() if seat.institution == "NEW"] == [
        Fraction(1)
    ]
    hall.sign()
    hall.act("publish", hall.as_("office"))
    assert state(hall) == "in_force"


def test_half_of_all_does_not_admit(hall: Hall) -> None:
    membership(hall)
    hall.vote("fff", secret=True)
    assert state(hall) == "rejected"
    assert hall.conference.institutions["NEW"].kind == "candidate"


def test_whoever_applied_does_not_check(hall: Hall) -> None:
    hall.do(c.GrantMandate(_granted("U0", "secretariat")), hall.as_("office"))
    hall.draft("membership")
    hall.act("apply", hall.as_("U0", "rector"), institution="NEW")
    assert hall.refused("confirm", hall.as_("U0", "secretariat")) == ["forbid.same_person_as"]
    hall.act("confirm", hall.as_("office"))
    assert state(hall) == "checked"
