"""The play itself: one case of a procedure, moved by people of the cast, by votes and by time."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Literal

from ecar_governance.domain import commands as c
from ecar_governance.domain.candidates import nominating_now
from ecar_governance.domain.decide import decide
from ecar_governance.domain.deciding.deadlines import reminding
from ecar_governance.domain.deciding.documents import FIELDS, may_sign
from ecar_governance.domain.deciding.moving import overdue
from ecar_governance.domain.deciding.votes import shown, sorted_papers
from ecar_governance.domain.decision import Context, Reason, Refused
from ecar_governance.domain.durations import due
from ecar_governance.domain.events import Actor, Event
from ecar_governance.domain.roles import active_mandates, mandates_for, who_could
from ecar_governance.domain.state import Case, Document, Vote
from ecar_governance.domain.voting.papers import Paper
from ecar_governance.domain.voting.verdict import Side
from ecar_governance.domain.workflow import Field, Workflow
from ecar_governance.errors import InvalidInput
from ecar_governance.rehearsal.bystanders import in_force, stand_ins
from ecar_governance.rehearsal.cast import (
    CURRENT,
    EARLIER,
    PRESIDIUM,
    SYSTEM,
    ZONE,
    Hall,
    assembled,
    digest,
    with_procedures,
)
from ecar_governance.rehearsal.marking import marks_of, paper_of
from ecar_governance.rehearsal.values import Given, filled, manifest, place_of

SESSIONS = {"current": CURRENT, "earlier": EARLIER, "presidium": PRESIDIUM}
"""What a script calls the sessions of the cast."""

Choice = Literal["for", "against", "abstain", "blank", "invalid"]


class Play:
    """A case under way. Whatever happens goes through `decide`; a refusal changes nothing.

    Raises InvalidInput when the procedure cannot be put in force in the hall.
    """

    def __init__(self, workflow: Workflow, hall: Hall | None = None) -> None:
        hall = hall or Hall()
        self.workflow = workflow
        conference, self.session = assembled(hall)
        puts = (in_force(workflow), *stand_ins(workflow))
        self.at = hall.at
        self.conference = with_procedures(conference, puts, self.at - timedelta(minutes=1), hall)
        self.case_id = ""
        self.events: list[Event] = []
        self._ids = 0

    def copy(self) -> Play:
        """The same play, to be carried on in another way."""
        other = copy.copy(self)
        other.events = list(self.events)
        return other

    @property
    def case(self) -> Case:
        """The case as it stands."""
        return self.conference.cases[self.case_id]

    @property
    def open_vote(self) -> Vote | None:
        """The vote that is open on the case, if one is."""
        vote = self.conference.votes.get(self.case.vote) if self.case.vote else None
        return vote if vote is not None and vote.status == "open" else None

    @property
    def ended(self) -> bool:
        """Whether the case has come to a final state."""
        return any(self.workflow.states[name].final for name in self.case.state)

    @property
    def to_sign(self) -> bool:
        """Whether the case's document lacks a signature."""
        resolution = self.conference.resolutions.get(self.case.resolution) if self.case.resolution else None
        if resolution is None or not resolution.document:
            return False
        return len(self.conference.documents[resolution.document].signatures) < len(FIELDS)

    def do(self, command: c.AnyCommand, actor: Actor) -> tuple[Reason, ...]:
        """Decides; the reasons of a refusal, or none when it has happened."""
        answer = decide(self.conference, command, Context(actor, self.at))
        if isinstance(answer, Refused):
            return answer.reasons
        self.conference = answer.after
        self.events += answer.events
        return ()

    def id(self, kind: str) -> str:
        """The next id of a thing."""
        self._ids += 1
        return f"{kind}-{self._ids:04}"

    # --- people ------------------------------------------------------------------------------------------

    def person(self, called: str) -> str:
        """Who acts: somebody of the cast by name, or the first (`role#2`: the second) who holds the role of
        the procedure in this case now. Raises InvalidInput when nobody is called so or holds it."""
        if called in self.conference.persons:
            return called
        name, _, place = called.partition("#")
        role = self.workflow.roles.get(name)
        if role is None:
            raise InvalidInput(f"Nobody of the cast and no role is called {called!r}.")
        holders = (
            who_could(self.conference, role, self.case, self.at)
            if self.case_id
            else sorted(m.person for m in self.conference.mandates.values() if m.kind in role.mandates)
        )
        number = int(place) if place.isdigit() else 1
        if len(holders) < number:
            raise InvalidInput(f"{len(holders)} of the cast hold the role {name!r} in this case now.")
        # The drafter first: a script that says `sponsor` means them.
        drafter = self.case.drafter.person if self.case_id else ""
        return sorted(holders, key=lambda one: (one != drafter, one))[number - 1]

    def actor(self, person: str, transition: str = "") -> Actor:
        """The person under the mandate that the transition asks for, else under their first."""
        held = active_mandates(self.conference, person, self.at)
        rule = self.workflow.transitions.get(transition)
        would_do: list[str] = []
        for name in rule.by if rule is not None else ():
            if self.case_id and name in self.workflow.roles:
                role = self.workflow.roles[name]
                would_do += mandates_for(
                    self.conference,
                    role,
                    self.case,
                    person,
                    self.at,
                    delegable=rule.delegable if rule is not None else False,
                )
        chosen = next((one for one in held if one.mandate in would_do), held[0] if held else None)
        if chosen is None:
            return Actor("person", person)
        return Actor("person", person, chosen.mandate, chosen.institution)

    # --- the case ----------------------------------------------------------------------------------------

    def draft(
        self,
        person: str = "rector_1",
        *,
        text: tuple[str, ...] = ("az", "en"),
        body: str = "",
        sponsors: tuple[str, ...] = (),
        fields: Mapping[str, Given] | None = None,
    ) -> tuple[Reason, ...]:
        """Begins the case with a text in these languages and these fields filled in."""
        case, told = self.id("case"), self.filled(fields or {})
        command = c.DraftProposal(case, self.workflow.name, manifest(text), sponsors, body, told)
        reasons = self.do(command, self.actor(person))
        if not reasons:
            self.case_id = case
        return reasons

    def revise(
        self,
        person: str,
        words: str = "revised",
        languages: tuple[str, ...] = (),
        fields: Mapping[str, Given] | None = None,
    ) -> tuple[Reason, ...]:
        """A new revision of the text, in the same languages unless others are given, and of these fields."""
        case, told = self.case, self.filled(fields or {})
        text = manifest(languages or tuple(case.manifest.titles), words)
        command = c.ReviseProposal(self.case_id, case.version, text, case.sponsors, case.body, told)
        return self.do(command, self.actor(person))

    def set_fields(self, person: str, fields: Mapping[str, Given]) -> tuple[Reason, ...]:
        """Other values of these fields; the text stays as it is."""
        case, told = self.case, self.filled(fields)
        command = c.ReviseProposal(self.case_id, case.version, case.manifest, case.sponsors, case.body, told)
        return self.do(command, self.actor(person))

    def act(
        self, person: str, transition: str, given: Mapping[str, Given] | None = None
    ) -> tuple[Reason, ...]:
        """Takes the action as the person; what time has brought about comes first."""
        self.settle()
        rule = self.workflow.transitions.get(transition)
        inputs = self.inputs(rule.inputs if rule is not None else (), given or {})
        command = c.TakeAction(
            self.case_id, transition, self.case.version, inputs, self._fresh(), "rehearsal-key"
        )
        reasons = self.do(command, self.actor(person, transition))
        if not reasons:
            self._typeset()
        return reasons

    def _fresh(self) -> dict[str, str]:
        return {kind: self.id(kind) for kind in ("vote", "resolution", "case", "opinion")}

    def inputs(
        self, fields: tuple[Field, ...], given: Mapping[str, Given]
    ) -> dict[str, str | int | tuple[str, ...]]:
        """The form's values as a command carries them: texts and files as digests."""
        kinds = {field.name: field.kind for field in fields}
        values: dict[str, str | int | tuple[str, ...]] = {}
        for name, value in given.items():
            kind = kinds.get(name)
            if isinstance(value, list):
                values[name] = tuple(value)
            elif kind in ("text", "file"):
                values[name] = digest(str(value))
            elif kind == "session":
                values[name] = SESSIONS.get(str(value), str(value))
            else:
                values[name] = value
        return values

    def filled(self, given: Mapping[str, Given]) -> dict[str, str | int]:
        """Values of the case's fields as a command carries them: texts and files as digests."""
        kinds = {name: field.kind for name, field in self.workflow.fields.items()}
        return {name: filled(kinds.get(name, ""), value) for name, value in given.items()}

    def adjourn(self, session: str = "current") -> tuple[Reason, ...]:
        """Closes an open session: the plenary's, or with `presidium` that of the presidium."""
        closed = SESSIONS.get(session, self.session)
        return self.do(c.CloseSession(closed), self.actor("secretariat"))

    def attend(self, present: int) -> tuple[Reason, ...]:
        """Lets so many seats be present in the open session: the first ones come, the others leave."""
        session = self.conference.sessions[self.session]
        for row, seat in enumerate(sorted(self.conference.seats, key=place_of)):
            if (seat in session.attendance) != (row < present) and seat.startswith("seat-U"):
                number = seat.removeprefix("seat-U")
                held = self.actor(f"rector_{number}").mandate
                recorded = c.RecordPresence(self.session, seat, held, row < present)
                if reasons := self.do(recorded, self.actor("secretariat")):
                    return reasons
        return ()

    # --- candidates --------------------------------------------------------------------------------------

    def nominate(self, who: str, whom: str, traits: Mapping[str, Given]) -> tuple[Reason, ...]:
        """Names somebody of the cast; or an alternative, where texts are named, under the word `whom`."""
        told = {name: str(value) for name, value in traits.items()}
        state = nominating_now(self.conference, self.case)
        texts = state is not None and state.nominations is not None and state.nominations.of == "texts"
        titles = {lang: digest(f"{whom} {lang}") for lang in ("az", "en")} if texts else {}
        command = c.Nominate(self.case_id, whom, "" if texts else whom, titles, told)
        return self.do(command, self.naming(who))

    def naming(self, who: str) -> Actor:
        """The person under the mandate by which they may name somebody now, else under their first."""
        state = nominating_now(self.conference, self.case)
        asked = state.nominations.by if state is not None and state.nominations is not None else ()
        for name in asked:
            held = mandates_for(self.conference, self.workflow.roles[name], self.case, who, self.at)
            for mandate in held:
                return Actor("person", who, mandate, self.conference.mandates[mandate].institution)
        return self.actor(who)

    def accept(self, who: str, option: str) -> tuple[Reason, ...]:
        """Agrees to stand."""
        return self.do(c.AcceptNomination(self.case_id, option), self.actor(who))

    def stand_down(self, who: str, option: str) -> tuple[Reason, ...]:
        """Withdraws the candidacy."""
        return self.do(c.WithdrawCandidacy(self.case_id, option), self.actor(who))

    # --- votes -------------------------------------------------------------------------------------------

    def ballots(self, numbers: Mapping[Choice, int]) -> tuple[Reason, ...]:
        """So many seats vote so, those present first; then whoever may close the vote closes it, unless it
        ends with the last ballot. InvalidInput without an open vote."""
        return self._cast([choice for choice, number in numbers.items() for _ in range(number)])

    def _cast(self, told: Iterable[str]) -> tuple[Reason, ...]:
        """One paper a seat, as it is told, those present first; then the vote is closed."""
        vote = self._vote()
        papers: list[Paper] = []
        session = self.conference.sessions.get(vote.session)
        present = session.present if session is not None else ()
        seats = iter(sorted(vote.electorate, key=lambda row: row.seat not in present))
        for one in told:
            row = next(seats, None)
            if row is None or not row.casters:
                raise InvalidInput("More votes are given than there are seats that can vote.")
            held = self.conference.mandates[row.casters[0]]
            by = Actor("person", held.person, held.mandate, held.institution)
            cast = c.CastBallot(vote.vote, row.seat, digest(self.id("envelope")), vote.manifest_hash)
            if reasons := self.do(cast, by):
                return reasons
            seat = None if vote.ballot == "secret" else row.seat
            paper = Paper(one, seat) if vote.rule.election is None else paper_of(one, seat)
            papers.append(shown(vote, row, paper))
        return self.close(tuple(papers))

    def elected(self, papers: Mapping[str, int]) -> tuple[Reason, ...]:
        """So many seats hand in papers marked so (see `marking`); then the election is closed."""
        return self._cast([told for told, number in papers.items() for _ in range(number)])

    def preferred(self, who: str, order: str) -> tuple[Reason, ...]:
        """The chair says whom of the equals it prefers, as `a > b`."""
        names = tuple(one for group in marks_of(order) for one in group)
        vote = self.conference.votes[self.case.vote]
        command = c.GiveCastingVote(vote.vote, None, self._fresh(), names)
        reasons = self.do(command, self.actor(who))
        if not reasons:
            self._typeset()
        return reasons

    def casting(self, who: str, side: Side) -> tuple[Reason, ...]:
        """The chair decides the members' equal division."""
        if not self.case.vote:
            raise InvalidInput("No vote was put on the case.")
        reasons = self.do(c.GiveCastingVote(self.case.vote, side, self._fresh()), self.actor(who))
        if not reasons:
            self._typeset()
        return reasons

    @property
    def waits_for_the_chair(self) -> bool:
        """Whether the members are divided equally, and the chair decides."""
        vote = self.conference.votes.get(self.case.vote)
        due = vote is not None and vote.outcome is not None and vote.outcome.decided_by == "casting_vote_due"
        return due and vote is not None and vote.rule.election is None

    def decided(self, carried: bool) -> tuple[Reason, ...]:
        """Everybody votes for, or everybody against."""
        seats = sum(bool(row.casters) for row in self._vote().electorate)
        return self.ballots({"for" if carried else "against": seats})

    def close(self, papers: tuple[Paper, ...] = ()) -> tuple[Reason, ...]:
        """Closes the vote with these papers: at its deadline when that has passed, because all have voted
        when it ends early, else by hand."""
        vote = self._vote()
        how: Literal["by_hand", "deadline", "all_voted"] = "all_voted" if vote.all_voted else "by_hand"
        if vote.closes is not None and self.at >= vote.closes:
            how = "deadline"
        command = c.CloseVote(vote.vote, how, sorted_papers(papers), self._fresh())
        reasons = self.do(command, self.actor("secretariat") if how == "by_hand" else SYSTEM)
        if not reasons:
            self._typeset()
        return reasons

    def void(self) -> tuple[Reason, ...]:
        """The secretary general declares the vote void."""
        command = c.VoidVote(self._vote().vote, "by_hand", digest("a reason"), self._fresh())
        return self.do(command, self.actor("secretary_general"))

    def _vote(self) -> Vote:
        vote = self.open_vote
        if vote is None:
            raise InvalidInput("No vote is open on the case.")
        return vote

    # --- documents ---------------------------------------------------------------------------------------

    def _typeset(self) -> None:
        """The PDF that was asked for is made at once."""
        resolution = self.conference.resolutions.get(self.case.resolution) if self.case.resolution else None
        if resolution is None or not resolution.typesetting_requested or resolution.document:
            return
        made = c.RecordTypeset(
            self.id("document"), "resolution", self.case.resolution, digest("pdf"), digest("record")
        )
        self.do(made, SYSTEM)

    def sign(self) -> tuple[Reason, ...]:
        """Those who may sign the resolution do so, on paper, in order. InvalidInput without a document."""
        resolution = self.conference.resolutions.get(self.case.resolution)
        if resolution is None or not resolution.document:
            raise InvalidInput("The case has no document to sign.")
        fields: tuple[Literal["chair", "secretary"], ...] = ("chair", "secretary")
        for field in fields:
            document = self.conference.documents[resolution.document]
            if any(one.field == field for one in document.signatures):
                continue
            scan = digest(self.id("scan"))
            signed = c.RecordSignature(document.document, field, "paper", document.current, scan)
            if reasons := self.do(signed, self._signer(document, field)):
                return reasons
        return ()

    def _signer(self, document: Document, field: str) -> Actor:
        for kind in FIELDS[field]:
            for one in self.conference.mandates.values():
                if one.kind == kind and may_sign(self.conference, document, field, one):
                    return Actor("person", one.person, one.mandate, one.institution)
        raise InvalidInput(f"Nobody of the cast may sign as {field}.")

    # --- time --------------------------------------------------------------------------------------------

    def wait(self, duration: str) -> None:
        """Lets the time pass, on the conference's calendar; what falls due happens at its own instant."""
        self._pass_until(due(self.at, duration, ZONE))

    def pass_time(self) -> tuple[Reason, ...]:
        """Goes on to the next instant at which time moves the case, if there is one."""
        instant = self.next_due()
        if instant is not None:
            self._pass_until(max(self.at, instant))
        return ()

    def next_due(self) -> datetime | None:
        """When time next moves the case: a deadline, the end of a vote."""
        found = [one.due for one in self.case.deadlines]
        vote = self.open_vote
        if vote is not None and vote.closes is not None:
            found.append(vote.closes)
        return min(found, default=None)

    def _pass_until(self, until: datetime) -> None:
        """What falls due on the way, reminders too, happens at its own instant."""
        for _ in range(1000):
            told = [at for one in self.case.deadlines for at in one.reminders]
            told += [telling.at for one in self.case.deadlines for telling in one.escalations]
            instant = min((one for one in (self.next_due(), *told) if one is not None), default=None)
            if instant is None or instant > until:
                break
            self.at = max(instant, self.at)
            self.settle()
        else:
            raise InvalidInput("Time alone moves the case in a circle.")
        self.at = until
        self.settle()

    def settle(self) -> None:
        """What is due now happens: a vote closes with nothing more, deadlines passed are followed, and of
        those that are near people are told."""
        vote = self.open_vote
        if vote is not None and vote.closes is not None and vote.closes <= self.at:
            self.close()
        for _ in range(100):
            late = overdue(self.case, self.at)
            if late is None or self.do(c.FireDeadline(self.case_id, late.state, self._fresh()), SYSTEM):
                break
        for one in self.case.deadlines:
            if reminding(one, self.at):
                self.do(c.Remind(self.case_id, one.state), SYSTEM)
