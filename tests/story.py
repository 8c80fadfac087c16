"""A conference told in memory: commands decided one after another, with a clock and ids that only count.

`Story` is the pure driver that tests of the core share: nothing but `decide`, and the leaves of what came of
it. `whole_story` tells one from the founding to the minutes.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, Literal

from ecar_governance.definitions.canonical import definition_of
from ecar_governance.definitions.library import load_all
from ecar_governance.domain import commands as c
from ecar_governance.domain import events as e
from ecar_governance.domain.blocks import block_hash, together
from ecar_governance.domain.canonical import bytes_digest
from ecar_governance.domain.decide import decide
from ecar_governance.domain.deciding.votes import sorted_papers
from ecar_governance.domain.decision import Accepted, Context, Reason, Refused
from ecar_governance.domain.events import Actor, Event
from ecar_governance.domain.leaf import leaf_bytes
from ecar_governance.domain.state import Case, Conference, Vote
from ecar_governance.domain.voting.papers import Paper
from ecar_governance.domain.workflow import MandateKind, Workflow, hash_of
from ecar_governance.resources import workflows_dir

START = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
NAMES = {"az": "Ad", "en": "Name"}
INSTALLER, SYSTEM = Actor("installer"), Actor("system")
WORDS = {"f": "for", "a": "against", "b": "abstain"}
"""How `Story.ballots` reads a line of letters; any other letter stays away."""


def digest(text: str) -> str:
    """A digest that is always the same for the same word."""
    return bytes_digest(text.encode())


@cache
def bundled() -> dict[str, Workflow]:
    """The procedures that come with the program."""
    return load_all(workflows_dir())


def in_force(workflow: Workflow) -> e.WorkflowPutInForce:
    """What puts the workflow in force."""
    definition = definition_of(workflow)
    return e.WorkflowPutInForce(workflow.name, workflow.version, hash_of(definition), definition, 1)


def manifest(name: str = "text", **more: Any) -> e.Manifest:
    """A text in both languages."""
    titles = {lang: digest(f"{name} title {lang}") for lang in ("az", "en")}
    bodies = {lang: digest(f"{name} body {lang}") for lang in ("az", "en")}
    return e.Manifest(titles, bodies, "az", **more)


class Story:
    """A conference under way. Times move a second an act, unless told otherwise; ids are counted."""

    def __init__(self, at: datetime = START) -> None:
        self.conference = Conference()
        self.at = at
        self.leaves: list[bytes] = []
        self.events: list[Event] = []
        self.papers: dict[str, dict[str, Paper]] = {}
        self._ids = 0

    def copy(self) -> Story:
        """The same story, to be told on in another way."""
        other = copy.copy(self)
        other.leaves, other.events = list(self.leaves), list(self.events)
        other.papers = {vote: dict(papers) for vote, papers in self.papers.items()}
        return other

    # --- deciding ----------------------------------------------------------------------------------------

    def id(self, kind: str) -> str:
        self._ids += 1
        return f"{kind}-{self._ids:04}"

    def fresh(self) -> dict[str, str]:
        return {"vote": self.id("vote"), "resolution": self.id("resolution")}

    def wait(self, **parts: float) -> None:
        """Lets time pass: a timedelta's keywords."""
        self.at += timedelta(**parts)

    def ask(self, command: c.AnyCommand, actor: Actor) -> Accepted | Refused:
        """What the core says now; nothing is kept."""
        return decide(self.conference, command, Context(actor, self.at))

    def do(self, command: c.AnyCommand, actor: Actor) -> tuple[Event, ...]:
        """Decides, a second later, and goes on from there; a refusal is an AssertionError."""
        self.at += timedelta(seconds=1)
        answer = self.ask(command, actor)
        assert isinstance(answer, Accepted), answer
        self.conference = answer.after
        self.events += answer.events
        self.leaves += map(leaf_bytes, answer.events)
        return answer.events

    def reasons(self, command: c.AnyCommand, actor: Actor) -> tuple[Reason, ...]:
        """The reasons of a refusal; an acceptance is an AssertionError."""
        answer = self.ask(command, actor)
        assert isinstance(answer, Refused), [type(event.data).__name__ for event in answer.events]
        return answer.reasons

    def refused(self, command: c.AnyCommand, actor: Actor) -> list[str]:
        """The codes of a refusal, in order."""
        return [reason.code for reason in self.reasons(command, actor)]

    # --- people ------------------------------------------------------------------------------------------

    def by(self, person: str, kind: str = "", session: str = "") -> Actor:
        """The person under their first mandate of that kind (and session), in force or not."""
        for name in self.conference.persons[person].mandates:
            mandate = self.conference.mandates[name]
            if kind in ("", mandate.kind) and session in ("", mandate.session):
                return Actor("person", person, name, mandate.institution)
        raise AssertionError(f"{person} holds no mandate {kind} {session}")

    @property
    def office(self) -> Actor:
        """The secretariat."""
        return self.by("olga", "secretariat")

    def found(self, workflows: Iterable[Workflow] | None = None, engine: int = 1) -> Story:
        """The first act: a plenary, a working group, the bundled procedures unless others are given."""
        chosen = bundled().values() if workflows is None else workflows
        command = c.FoundConference(
            e.ConferenceFounded("story.example/log", NAMES, "Asia/Baku", NAMES, "key-1", True, engine),
            (
                e.BodyRegistered("plenary", "plenary", NAMES),
                e.BodyRegistered("group", "working_group", NAMES),
            ),
            tuple(map(in_force, chosen)),
            e.PersonRegistered("ada", digest("ada")),
            "m-ada",
        )
        self.do(command, INSTALLER)
        return self

    def members(self, count: int) -> Story:
        """`count` members U0, U1, ... with rectors r0, r1, ..., a candidate NEW, a partner; vice-rector v0,
        assistant a0, chair of the group g1, secretariat olga and omar, auditor."""
        institutions = [self.institution(f"U{n}") for n in range(count)]
        institutions += [self.institution("NEW", "candidate"), self.institution("PARTNER", "partner")]
        mandates = [self.mandate(f"r{n}", "rector", institution=f"U{n}") for n in range(count)]
        mandates += [
            self.mandate("v0", "vice_rector", institution="U0"),
            self.mandate("a0", "assistant", institution="U0"),
            self.mandate("g1", "wg_chair", institution="U1", body="group"),
            self.mandate("olga", "secretariat"),
            self.mandate("omar", "secretariat"),
            self.mandate("auditor", "auditor"),
        ]
        people = tuple(e.PersonRegistered(m.person, digest(m.person)) for m in mandates)
        self.do(c.ImportMembers(tuple(institutions), (), people, tuple(mandates)), INSTALLER)
        return self

    def institution(self, code: str, kind: Any = "member", city: str = "Bakı") -> e.InstitutionRegistered:
        return e.InstitutionRegistered(code, kind, {"az": code, "en": code}, "AZ", city, "2026-01-01")

    def mandate(self, person: str, kind: MandateKind, **scope: Any) -> e.MandateGranted:
        """A mandate to be granted, with an id of its own."""
        return e.MandateGranted(self.id("m"), person, kind, **scope)

    def grant(self, person: str, kind: MandateKind, by: Actor | None = None, **scope: Any) -> str:
        """Grants it, by the secretariat, to a person registered if need be. Gives the mandate's id."""
        if person not in self.conference.persons:
            self.do(c.RegisterPerson(e.PersonRegistered(person, digest(person))), by or self.office)
        wanted = self.mandate(person, kind, **scope)
        self.do(c.GrantMandate(wanted), by or self.office)
        return wanted.mandate

    def seat(self, number: int) -> str:
        return f"seat-U{number}"

    # --- sessions ----------------------------------------------------------------------------------------

    def session(self, present: Iterable[int] = (), officers: bool = True, days: float = 30) -> str:
        """Convenes the next session of the plenary, notices it, lets it begin `days` later, opens it; r1 is
        its chair, olga its secretary; the seats numbered in `present` are there."""
        number = sum(s.body == "plenary" for s in self.conference.sessions.values()) + 1
        session = f"session-{number}"
        begins = self.at + timedelta(days=days)
        convened = e.SessionConvened(session, "plenary", number, begins, "Asia/Baku", NAMES)
        self.do(c.ConveneSession(convened), self.office)
        self.do(c.SendNotice(session, ("r0", "r1")), self.office)
        if officers:
            self.grant("r1", "session_chair", session=session)
            self.grant("olga", "session_secretary", self.by("omar"), session=session)
        self.at = max(self.at, begins)
        self.do(c.OpenSession(session), self.office)
        for seat in present:
            self.attend(session, seat)
        return session

    def attend(self, session: str, number: int, there: bool = True) -> None:
        held = next(
            m.mandate
            for m in self.conference.mandates.values()
            if m.seat == self.seat(number) and m.kind in ("rector", "acting_rector") and m.in_force(self.at)
        )
        self.do(c.RecordPresence(session, self.seat(number), held, there), self.office)

    # --- proposals ---------------------------------------------------------------------------------------

    def draft(
        self,
        workflow: str = "resolution",
        person: str = "r0",
        *,
        body: str = "",
        text: str = "text",
        **fields: str | int,
    ) -> str:
        """Begins a proposal; gives the case."""
        case = self.id("case")
        self.do(c.DraftProposal(case, workflow, manifest(text), (), body, fields), self.by(person, "rector"))
        return case

    def case(self, case: str) -> Case:
        return self.conference.cases[case]

    def states(self, case: str) -> str:
        """Where the case is, in a word."""
        return ",".join(self.case(case).state)

    def action(self, case: str, transition: str, version: int | None = None, **inputs: Any) -> c.TakeAction:
        """The command of an action on what the case is now."""
        seen = self.case(case).version if version is None else version
        return c.TakeAction(case, transition, seen, inputs, self.fresh(), "public-key")

    def act(self, case: str, transition: str, actor: Actor | None = None, **inputs: Any) -> tuple[Event, ...]:
        """Takes the action, by the secretariat unless somebody else is named."""
        return self.do(self.action(case, transition, **inputs), actor or self.office)

    def count(self, case: str, **given: Any) -> None:
        """The chair and the secretariat enter the same count by hand, each for themselves."""
        for somebody in (self.by("r1", "session_chair"), self.office):
            self.act(case, "enter_hand_count", somebody, **given)

    def on_agenda(self, session: str, **given: Any) -> str:
        """A resolution that needs no working group, on the agenda of the session. Gives the case."""
        case = self.draft(**given)
        self.act(case, "submit", self.by(given.get("person", "r0"), "rector"))
        self.act(case, "place_directly", session=session)
        return case

    # --- votes -------------------------------------------------------------------------------------------

    def open_vote(self, case: str) -> str:
        """Puts the question; gives the vote."""
        self.act(case, "open_vote")
        return self.case(case).vote

    def vote(self, vote: str) -> Vote:
        return self.conference.votes[vote]

    def ballot(self, vote: str, seat: str, **given: Any) -> c.CastBallot:
        """The command of a fresh envelope for the seat, that replaces what was cast before."""
        known = self.vote(vote)
        mark = known.marks.get(seat)
        receipt = "" if mark is None else mark.digest
        shown = block_hash(together(self.conference, known)) if known.block else known.manifest_hash
        told = {"manifest_hash": shown, "replaces": receipt, **given}
        others = [one for one in together(self.conference, known) if one.vote != vote]
        if others:
            told.setdefault("others", tuple(self._sealed(one, seat) for one in others))
        return c.CastBallot(vote, seat, digest(self.id("envelope")), **told)

    def _sealed(self, vote: Vote, seat: str) -> c.Sealed:
        mark = vote.marks.get(seat)
        return c.Sealed(vote.vote, digest(self.id("envelope")), "" if mark is None else mark.digest)

    def cast(self, vote: str, number: int, choice: str = "f", by: Actor | None = None) -> str:
        """Casts for a seat, by its rector unless somebody else does, in a block in all its votes. Gives the
        receipt."""
        seat = self.seat(number)
        command = self.ballot(vote, seat)
        asked = together(self.conference, self.vote(vote))
        self.do(command, by or self.by(f"r{number}", "rector"))
        secret = self.vote(vote).ballot == "secret"
        for one in asked:
            paper = Paper(WORDS.get(choice, choice), None if secret else seat)
            self.papers.setdefault(one.vote, {})[seat] = paper
        return command.digest

    def ballots(self, vote: str, choices: str) -> None:
        """Casts for seat after seat: f, a, b; another letter stays away."""
        for number, choice in enumerate(choices):
            if choice in WORDS:
                self.cast(vote, number, choice)

    def closing(self, vote: str, how: Literal["by_hand", "deadline", "all_voted"] = "by_hand") -> c.CloseVote:
        """The command that closes with what was cast, the whole of a block together."""
        papers = sorted_papers(tuple(self.papers.get(vote, {}).values()))
        others = (one.vote for one in together(self.conference, self.vote(vote)) if one.vote != vote)
        also = (
            c.Opened(one, sorted_papers(tuple(self.papers.get(one, {}).values())), self.fresh())
            for one in others
        )
        return c.CloseVote(vote, how, papers, self.fresh(), tuple(also))

    def close(
        self, vote: str, how: Literal["by_hand", "deadline", "all_voted"] = "by_hand", by: Actor | None = None
    ) -> Vote:
        """Closes the vote: by the secretariat, or by the system when it is the deadline that closes it."""
        self.do(self.closing(vote, how), by or (SYSTEM if how == "deadline" else self.office))
        return self.vote(vote)

    # --- documents ---------------------------------------------------------------------------------------

    def typeset(self, subject: str, kind: Literal["resolution", "minutes"] = "resolution") -> str:
        """Makes the document; gives its id."""
        document = self.id("document")
        self.do(c.RecordTypeset(document, kind, subject, digest(document), digest("record")), SYSTEM)
        return document

    def signature(
        self,
        document: str,
        field: Literal["chair", "secretary"],
        method: Literal["here", "outside", "paper"] = "paper",
        fingerprint: str = "",
    ) -> c.RecordSignature:
        """The command of one signature more."""
        current = self.conference.documents[document].current
        return c.RecordSignature(document, field, method, current, digest(self.id("pdf")), fingerprint)

    def sign(
        self, document: str, session: str, method: Literal["here", "outside", "paper"] = "paper"
    ) -> None:
        """Both officers of the session sign, in order."""
        for field, person in (("chair", "r1"), ("secretary", "olga")):
            office = "session_chair" if field == "chair" else "session_secretary"
            mine = (
                "" if method == "paper" else self.conference.persons[person].fingerprint or digest("outside")
            )
            command = self.signature(document, field, method, mine)  # type: ignore[arg-type]
            self.do(command, self.by(person, office, session))

    def signed(self, case: str, session: str, method: Literal["here", "outside", "paper"] = "paper") -> None:
        """An adopted case: typeset, signed by both, published."""
        self.sign(self.typeset(self.case(case).resolution), session, method)
        self.act(case, "publish")


@cache
def _begun(count: int) -> Story:
    return Story().found().members(count)


def begun(count: int = 6) -> Story:
    """A founded conference of so many members, to be told on."""
    return _begun(count).copy()


@cache
def _met(count: int) -> tuple[Story, str]:
    story = begun(count)
    return story, story.session(present=range(count))


def met(count: int = 6) -> tuple[Story, str]:
    """The same in an open session with everybody present; and the session."""
    story, session = _met(count)
    return story.copy(), session
