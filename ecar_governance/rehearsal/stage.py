"""The stage of a play: the hall with its cast, the one case, who acts, and the papers that are signed."""

from __future__ import annotations

import copy
from datetime import timedelta
from typing import Literal, Self

from ecar_governance.domain import commands as c
from ecar_governance.domain.decide import decide
from ecar_governance.domain.deciding.documents import FIELDS, may_sign
from ecar_governance.domain.decision import Context, Reason, Refused
from ecar_governance.domain.events import Actor, Event
from ecar_governance.domain.roles import active_mandates, mandates_for, who_could
from ecar_governance.domain.state import Case, Document, Vote
from ecar_governance.domain.workflow import Workflow
from ecar_governance.errors import InvalidInput
from ecar_governance.rehearsal.bystanders import in_force, stand_ins
from ecar_governance.rehearsal.cast import (
    SYSTEM,
    Hall,
    assembled,
    digest,
    with_procedures,
)


class Stage:
    """A case of a procedure among the cast. What happens goes through `decide`; a refusal changes nothing.

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

    def copy(self) -> Self:
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

    def fresh(self) -> dict[str, str]:
        """The ids that an act may give to what it brings about, and a key for a vote that opens by itself."""
        ids = {kind: self.id(kind) for kind in ("vote", "resolution", "case", "opinion")}
        return {**ids, "key": "rehearsal-key"}

    def typeset(self) -> None:
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
