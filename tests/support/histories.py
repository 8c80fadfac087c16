"""A history in which every kind of event happens at least once, each where it may: for projections.

The events are written, not decided: what is tested is how they become rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Any, get_args

from msgspec.structs import replace

from ecar_governance.domain import events as e
from ecar_governance.domain.canonical import canonical, parse
from ecar_governance.domain.codec import plain
from ecar_governance.domain.commands import OpenSession
from ecar_governance.domain.events import Actor, Event
from ecar_governance.domain.voting.electorate import Excluded
from ecar_governance.domain.voting.judge import decide_outcome, without_vote
from ecar_governance.domain.voting.objecting import Objected
from ecar_governance.domain.voting.papers import Elector, Paper
from ecar_governance.domain.voting.rule import VoteRule
from ecar_governance.domain.voting.tally import count, from_hand_count
from ecar_governance.domain.workflow import hash_of
from support.house import circuit, digest_of, in_force, manifest, motion

BEGIN = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
NAMES = {"az": "Ad", "en": "Name"}
RULE = VoteRule.simple()
SECRETARY = Actor("person", "person-s", "mandate-s", "U0")


def _members() -> Iterator[tuple[str, e.AnyPayload]]:
    yield "conference", e.ConferenceFounded("origin-1", NAMES, "Asia/Baku", NAMES, "key-1", True)
    yield "conference", e.LogKeyRotated("key-1", "key-2", "endorsed")
    yield "conference", e.OriginRenewed("origin-2", "origin-1", 2, "ab" * 32)
    yield "plenary", e.BodyRegistered("plenary", "plenary", NAMES)
    yield "wg", e.BodyRegistered("wg", "working_group", NAMES)
    for workflow in (motion(), circuit()):
        yield workflow.name, in_force(workflow)
    yield "motion", e.WorkflowPutInForce("motion", "2.0.0", hash_of(_newer()), _newer(), 1)
    later = _newer("2.0.1")
    for again in range(2):
        yield (
            "motion",
            e.WorkflowPutInForce("motion", "2.0.1", hash_of(later), later, 1, BEGIN + timedelta(days=9)),
        )
        if not again:
            yield "motion", e.WorkflowWithdrawn("motion", hash_of(later))
    free, worked = ("2026-03-20",), ("2026-03-28",)
    yield "calendar", e.CalendarSet("AZ", "", (2026, 2027), free, worked, (6, 7), "holidays 0.109")
    for number in range(3):
        code = f"U{number}"
        yield code, e.InstitutionRegistered(code, "member", NAMES, "AZ", "Bakı", "2020-01-01")
        yield code, e.SeatCreated(f"seat-{code}", code, "plenary", Fraction(number + 1, 2))
        yield f"person-{number}", e.PersonRegistered(f"person-{number}", digest_of(code))
        yield (
            f"person-{number}",
            e.MandateGranted(f"mandate-{number}", f"person-{number}", "rector", code, f"seat-{code}"),
        )
    weights = {"U0": Fraction(3, 2), "seat-U1": Fraction(2)}
    yield "weights-size", e.WeightTableSet("size", "2026-01-01", weights, NAMES, digest_of("table"))
    yield "dues-2026", e.DuesRecorded(2026, {"U0": "2026-02-01"}, digest_of("bank"))
    yield "person-s", e.PersonRegistered("person-s", digest_of("s"))
    yield "person-s", e.MandateGranted("mandate-s", "person-s", "secretariat")
    yield "person-s", e.MandateGranted("mandate-w", "person-s", "wg_member", body="wg")
    yield "person-1", e.MandateDelegated("mandate-d", "mandate-0", "person-1", BEGIN + timedelta(days=9))
    yield "seat-U0", e.ProxyGiven("proxy-1", "seat-U0", "seat-U1", until=BEGIN + timedelta(days=9))
    yield (
        "seat-U1",
        e.ProxyGiven("proxy-2", "seat-U1", "seat-U2", "person-2", until=BEGIN + timedelta(days=8)),
    )
    yield "seat-U1", e.ProxyRevoked("proxy-2", "seat-U1")
    yield "person-s", e.SeatCreated("seat-wg:person-s", "", "wg", Fraction(1), "person-s")
    yield "U3", e.InstitutionRegistered("U3", "candidate", NAMES, "AZ", "Gəncə", "2026-01-01")
    yield "U0", e.InstitutionChanged("U0", "member", {"az": "Yeni ad"}, "AZ", "Sumqayıt", "2026-05-01")
    yield "person-1", e.PersonChanged("person-1", digest_of("changed"))
    yield "person-1", e.InvitationIssued("person-1", "invitation")
    yield "person-1", e.CredentialSet("person-1", "password")
    yield "person-0", e.SigningKeyIssued("person-0", "sha256:" + "f" * 64, True)


def _case(case: str, reference: str, workflow_hash: str) -> e.ProposalDrafted:
    return e.ProposalDrafted(
        case, reference, "motion", workflow_hash, ("draft",), "U0", manifest(), digest_of("m"), ("U1", "U0")
    )


def _moved(case: str, origin: str, target: str, version: int, transition: str = "go") -> e.TransitionTaken:
    return e.TransitionTaken(
        case, transition, (origin,), (target,), version, {"note": digest_of("n")}, left=(origin,)
    )


def _newer(version: str = "2.0.0") -> dict[str, Any]:
    """The motion's procedure under another number."""
    return parse(canonical(plain(motion()))) | {"version": version}


def _migrated(case: str, workflow_hash: str, number: int) -> e.CaseMigrated:
    fields = {"cost": "5.00 AZN", "count": number}
    memory = {"review/left": ("drafting",)}
    here = ("review",)
    return e.CaseMigrated(
        case,
        4,
        hash_of(_newer()),
        workflow_hash,
        here,
        here,
        "resolution-0",
        {"review": "review"},
        fields,
        memory,
    )


def _cases(workflow_hash: str) -> Iterator[tuple[str, e.AnyPayload]]:
    reminders = (BEGIN + timedelta(days=20), BEGIN + timedelta(days=29))
    for number in range(1, 4):
        case = f"case-{number}"
        yield case, _case(case, f"2026-00{number}", workflow_hash)
        revised = manifest(case)
        yield case, e.ProposalRevised(case, 2, revised, digest_of(case), ("U1",), "wg")
        whole = revised.bodies
        paragraphs = tuple(
            e.Paragraph(n, {k: digest_of(f"{n}{d}") for k, d in whole.items()}) for n in (1, 2)
        )
        yield case, e.DivisionMoved(case, digest_of(case), paragraphs, ((1,), (2,)))
        yield case, e.TextReduced(case, 3, revised, digest_of(f"{case} left"), paragraphs[:1], (2,))
        yield case, _moved(case, "draft", "review", 3)
        yield case, e.CaseReferred(case, "wg")
        due = BEGIN + timedelta(days=30)
        told = (e.Telling(BEGIN + timedelta(days=28), ("chair", "office")),)
        entered = BEGIN if number > 1 else None
        yield (
            case,
            e.DeadlineSet(
                case, "review", "escalate", due, "Asia/Baku", reminders, entered, told, (2027,)[: number - 1]
            ),
        )
        yield case, e.RemindersSent(case, "review", reminders[:1], (told[0].at,), ("chair", "office"))
        yield case, e.RecommendationMade(case, "wg", "adopt", digest_of("why"))
        yield case, e.FieldsSet(case, {"cost": "5.00 AZN", "count": number, "why": digest_of("w")})
        yield case, e.FieldsSet(case, {"why": ""})
        yield case, _migrated(case, workflow_hash, number)
        yield case, e.ApprovalGiven(case, "put", "review", 4, {"note": digest_of("n")})
        yield case, e.RecusalDeclared(case, digest_of("kin"))
        woman = {"gender": "woman"}
        yield case, e.Nominated(case, "person-0", "person-0", institution="U0", traits=woman)
        yield case, e.NominationAccepted(case, "person-0")
        yield case, e.Nominated(case, "person-1", "person-1", institution="U1", consents=True)
        yield case, e.Nominated(case, "option-1", titles={"az": digest_of("variant")}, consents=True)
        yield case, e.CandidacyWithdrawn(case, "person-1")
        yield case, e.OpinionsAsked(case, "drafting", "institution", ("U0", "U1"))
        yield case, e.OpinionGiven(case, "drafting", 1, "U0", digest_of("view"), digest_of("file"))
        yield case, e.OpinionGiven(case, "drafting", 2, "U1", digest_of("other view"), entered=True)
        yield case, e.OpinionAnswered(case, 1, "partly", digest_of("why in part"))
        yield case, e.PartiesNotified(case, ("member",), ("person-0",))
        yield (
            case,
            e.FilingEntered(case, "letter", "2026-10-01", digest_of("letter"), digest_of("scan"), "U2"),
        )
        yield case, e.FilingEntered(case, "answer", "2026-10-02", digest_of("answer"))
        yield case, _moved(case, "review", "agenda", 5, "put")
        yield case, e.ApprovalGiven(case, "put", "agenda", 6, {"note": digest_of("n")})
        if number < 3:
            yield case, e.DeadlineLifted(case, "review")
    yield "case-1", e.CaseLinked("case-1", "case-2")
    begins = BEGIN + timedelta(days=60)
    yield "session-1", e.SessionConvened("session-1", "plenary", 3, begins, "Asia/Baku", NAMES)
    yield "session-1", e.TopicPlaced("session-1", 1, "discussion", {"az": digest_of("müzakirə")})
    yield "session-1", e.AgendaItemLifted("session-1", 1, "")
    yield "session-1", e.TopicPlaced("session-1", 2, "other_business")
    yield "session-1", e.AgendaReordered("session-1", (2,), (1,), ("",))
    yield "session-1", e.AgendaItemLifted("session-1", 1, "")
    yield "session-1", e.NoticeSent("session-1", ("person-0", "person-1"))
    later = begins + timedelta(days=1)
    yield (
        "session-1",
        e.SessionMoved("session-1", later, "Asia/Baku", NAMES, "hybrid", digest_of("link")),
    )
    yield "session-1", e.AgendaItemPlaced("session-1", 2, "case-1")
    yield "session-1", e.AgendaItemPlaced("session-1", 3, "case-2")
    yield "session-1", e.AgendaItemLifted("session-1", 2, "case-1")
    yield "session-1", e.AgendaItemPlaced("session-1", 4, "case-1")
    yield "session-1", e.AgendaReordered("session-1", (4, 3), (4, 3), ("case-1", "case-2"))
    yield "session-1", e.PaperAdded("session-1", 3, e.Attachment("paper", digest_of("paper")))
    chair = e.MandateGranted("mandate-c", "person-0", "session_chair", session="session-1")
    yield "person-0", chair
    yield "session-1", e.SessionOpened("session-1")
    yield "session-1", e.ItemCalled("session-1", 4)
    yield "session-1", e.SessionSuspended("session-1", begins + timedelta(days=2))
    yield "session-1", e.SessionResumed("session-1")
    yield "session-1", e.AdmittedAtDoor("session-1", "seat-U0", "mandate-0", digest_of("dean"))
    for number in range(3):
        yield "session-1", e.PresenceRecorded("session-1", f"seat-U{number}", f"mandate-{number}", True)
    yield "session-1", e.PresenceRecorded("session-1", "seat-U2", "mandate-2", False)
    yield "session-1", e.PresenceRecorded("session-1", "seat-U2", "mandate-2", True, "remote")
    yield "session-1", e.PresenceRecorded("session-1", "seat-U2", "", False)


BY_CHAIR = replace(RULE, tie="chair")
ELECTORATE = tuple(Elector(f"seat-U{n}", f"U{n}", (f"mandate-{n}",), Fraction(1)) for n in range(3))


def _opened(vote: str, case: str) -> e.VoteOpened:
    return e.VoteOpened(
        vote,
        case,
        "voting",
        "session-1",
        "plenary",
        "secret",
        ("for", "against", "abstain"),
        RULE,
        ELECTORATE,
        digest_of("m"),
        "public",
        BEGIN + timedelta(days=62),
        "Asia/Baku",
        excluded=(Excluded("seat-U9", "U9", "dues"),),
        weights="size",
        weights_since="2026-01-01",
    )


def _votes() -> Iterator[tuple[str, e.AnyPayload]]:
    yield "case-1", _opened("vote-1", "case-1")
    yield "case-1", e.BallotAccepted("vote-1", "seat-U0", digest_of("a"), "", "mandate-0")
    yield "case-1", e.VoteVoided("vote-1", "key_lost", "")
    yield "case-1", _opened("vote-2", "case-1")
    yield "case-1", e.BallotAccepted("vote-2", "seat-U0", digest_of("b"), "", "mandate-0")
    yield "case-1", e.BallotAccepted("vote-2", "seat-U0", digest_of("c"), digest_of("b"), "mandate-0")
    yield "person-1", e.MandateEnded("mandate-1", "resigned")
    successor = e.MandateGranted("mandate-1b", "person-2", "acting_rector", "U1", "seat-U1")
    yield "person-2", successor
    yield "case-1", e.CasterChanged("vote-2", "seat-U1", ("mandate-1b",))
    yield "case-1", e.BallotAccepted("vote-2", "seat-U1", digest_of("d"), "", "mandate-1b")
    papers = (Paper("against"), Paper("for"))
    present = ("seat-U0", "seat-U1")
    counts = count(ELECTORATE, papers, present, marks=("seat-U0", "seat-U1"))
    outcome = decide_outcome(RULE, counts)
    at = BEGIN + timedelta(days=61)
    yield "case-1", e.QuorumAsked("vote-2")
    yield "case-1", e.VoteClosed("vote-2", "by_hand", at, papers, present, outcome)
    decided = decide_outcome(BY_CHAIR, counts, casting_vote="against")
    yield "case-1", e.CastingVoteGiven("vote-2", "against", decided)
    agreed = without_vote(RULE, 3, 3)
    said = Objected("seat-U0", "reservation", digest_of("not ours"))
    yield (
        "case-2",
        e.ObjectionMade(
            "case-2", "voting", "session-1", digest_of("m"), "seat-U0", "objection", entered=True
        ),
    )
    yield (
        "case-2",
        e.ObjectionMade(
            "case-2", "voting", "session-1", digest_of("m"), "seat-U0", "reservation", said.reason
        ),
    )
    yield (
        "case-2",
        e.AdoptedWithoutVote(
            "vote-3",
            "case-2",
            "session-1",
            "plenary",
            RULE,
            3,
            present,
            digest_of("m"),
            agreed,
            objections=(said,),
        ),
    )
    by_hand = decide_outcome(RULE, from_hand_count(2, 1, 0, 0, 3, 3), obtained="hand_count")
    yield (
        "case-3",
        e.HandCountEntered(
            "vote-4",
            "case-3",
            "session-1",
            "plenary",
            RULE,
            3,
            present,
            digest_of("m"),
            ("person-0",),
            "",
            by_hand,
        ),
    )
    for number, (case, vote) in enumerate((("case-2", "vote-3"), ("case-3", "vote-4")), start=1):
        resolution = f"resolution-{number}"
        yield (
            case,
            e.ResolutionNumbered(
                resolution,
                case,
                vote,
                "plenary",
                "session-1",
                number,
                "qerar",
                2026,
                number,
                f"3/{number}",
                digest_of("m"),
                at,
            ),
        )
        yield case, e.TypesettingRequested(resolution)


def _documents() -> Iterator[tuple[str, e.AnyPayload]]:
    sha = [digest_of(f"pdf{number}") for number in range(3)]
    yield "case-2", e.DocumentTypeset("document-1", "resolution", "resolution-1", sha[0], digest_of("r"))
    fingerprint = "sha256:" + "f" * 64
    for place, field in enumerate(("chair", "secretary")):
        yield (
            "case-2",
            e.DocumentSigned(
                "document-1",
                field,
                "here",
                sha[place],
                sha[place + 1],
                fingerprint,
                "person-0",  # type: ignore[arg-type]
            ),
        )
    yield "case-2", e.ResolutionPublished("resolution-1", sha[2])
    yield "session-1", e.DocumentTypeset("document-2", "minutes", "session-1", sha[0], digest_of("r"))
    yield "session-1", e.BlockAnnounced("session-1", (1, 2, 3))
    yield "session-1", e.ItemTakenOut("session-1", 2)
    yield "session-1", e.SessionClosed("session-1")
    at = BEGIN + timedelta(days=90)
    yield "session-2", e.SessionConvened("session-2", "plenary", 4, at, "Asia/Baku", NAMES, "remote")
    yield "session-2", e.TopicPlaced("session-2", 1, "minutes", {}, "session-1")
    yield "session-2", e.MinutesApproved("session-2", 1, "session-1", digest_of("corrected"))
    yield "session-3", e.SessionConvened("session-3", "plenary", 5, at, "Asia/Baku", NAMES)
    yield "session-3", e.SessionCancelled("session-3", digest_of("snow"))
    yield "case-3", e.InstitutionAdmitted("U3", "case-3", "seat-U3")


def history() -> list[Event]:
    """All of it, an hour apart, each event an act of its own."""
    payloads = [*_members(), *_cases(hash_of(plain(motion()))), *_votes(), *_documents()]
    command = plain(OpenSession("session-1"))
    return [
        Event(place, BEGIN + timedelta(hours=place), place, SECRETARY, subject, payload, command)
        for place, (subject, payload) in enumerate(payloads)
    ]


def missing_types() -> set[str]:
    """The kinds of event that the history leaves out: none, or a test that relies on it proves too little."""
    happened = {type(event.data) for event in history()}
    return {payload.__name__ for payload in get_args(e.AnyPayload) if payload not in happened}
