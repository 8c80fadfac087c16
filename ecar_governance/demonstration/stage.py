"""What every step of the demo stands on: the desk, the people by their codes, and somebody who is told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final, Protocol

from ecar_governance.demonstration.texts import DemoText
from ecar_governance.domain.decision import Refused
from ecar_governance.domain.events import SessionKind
from ecar_governance.domain.workflow import MandateKind
from ecar_governance.errors import Conflict
from ecar_governance.services import members, proposals, sessions
from ecar_governance.services.acting import refusal_sentences
from ecar_governance.services.desk import Desk
from ecar_governance.services.members import MandateForm
from ecar_governance.services.ports import Done, Outcome
from ecar_governance.services.texts import ProposalText, Upload

ADMINISTRATOR: Final = "administrator"
SECRETARY: Final = "secretariat-1"
OFFICER: Final = "secretariat-2"
PRESIDENT: Final = "rector-bbu"

PLACE: Final = {"az": "Bakı şəhəri", "en": "Baku"}


class Teller(Protocol):
    """Who is told how the demo goes on."""

    def chapter(self, title: str) -> None:
        """A part begins."""

    def step(self, what: str, who: str = "") -> None:
        """Something was done, by somebody."""


@dataclass
class Stage:
    """The desk of the demo's conference, and the names of its people.

    Args:
        administrator: the first administrator's person id.
        passphrases: of signing keys, by person code, as they are issued.
    """

    desk: Desk
    folder: Path
    tell: Teller
    administrator: str
    passphrases: dict[str, str] = field(default_factory=dict)

    def person(self, code: str) -> str:
        """The person's id: an imported person's code stands in it."""
        return self.administrator if code == ADMINISTRATOR else f"person-{code}"

    def name(self, code: str) -> str:
        """The person's English name."""
        person = self.person(code)
        return self.desk.vault.people((person,))[person].names["en"]

    def head(self, institution: str) -> str:
        """The code of whoever holds the institution's seat: its rector or acting rector."""
        now = self.desk.clock.now()
        for mandate in self.desk.conference.mandates.values():
            head = mandate.kind in ("rector", "acting_rector") and mandate.in_force(now)
            if head and mandate.institution == institution:
                return mandate.person.removeprefix("person-")
        raise Conflict(f"Nobody holds the seat of {institution}.")

    def institutions(self) -> tuple[str, ...]:
        """The codes of the institutions that have a seat, sorted."""
        seats = self.desk.conference.seats.values()
        return tuple(sorted(seat.institution for seat in seats if seat.institution))

    def seat(self, institution: str) -> str:
        """The id of the institution's seat."""
        return next(s.seat for s in self.desk.conference.seats.values() if s.institution == institution)

    def done(self, outcome: Outcome) -> Done:
        """The act. Raises Conflict with every reason: nobody in the demo does what they may not."""
        if isinstance(outcome, Refused):
            why = " ".join(refusal_sentences(outcome, "en", self.desk.conference))
            raise Conflict(f"The demo cannot go on: {why}")
        return outcome

    def act(self, code: str, case: str, transition: str, **inputs: str | Upload) -> Done:
        """Somebody takes an action of the case's procedure, as its page shows it now."""
        version = self.desk.conference.cases[case].version
        return self.done(proposals.act(self.desk, self.person(code), case, transition, version, inputs))

    def draft(self, code: str, text: DemoText, institution: str, *attachments: Upload) -> str:
        """Somebody of the institution drafts the text; the others named stand behind it. Gives the case."""
        outcome = proposals.draft(
            self.desk,
            self.person(code),
            text.words(*attachments),
            workflow=text.workflow,
            sponsors=tuple(sorted(set(text.institutions) - {institution})),
            body=text.body,
        )
        return self.done(outcome).events[0].subject

    def proposed(self, code: str, text: ProposalText, workflow: str, **fields: str) -> str:
        """Somebody drafts a text under the procedure of this name, with its fields. Gives the case."""
        drafted = proposals.draft(self.desk, self.person(code), text, workflow=workflow, fields=fields)
        return self.done(drafted).events[0].subject

    def grant(self, by: str, form: MandateForm) -> None:
        """Somebody who may grants a mandate."""
        self.done(members.grant(self.desk, self.person(by), form))

    def convene(self, code: str, begins: datetime, *, link: str = "") -> str:
        """Somebody convenes a session and sends its notice; with a link one may also attend from afar. Gives
        the session."""
        person = self.person(code)
        kind: SessionKind = "hybrid" if link else "room"
        outcome = sessions.convene(self.desk, person, begins=begins, place=PLACE, kind=kind, link=link)
        session = self.done(outcome).events[0].subject
        self.done(sessions.send_notice(self.desk, person, session))
        return session

    def officers(self, session: str, *, by: str, chair: str, secretary: str) -> None:
        """The session elects its chair and its secretary, and `by` records it."""
        elected: tuple[tuple[MandateKind, str], ...] = (
            ("session_chair", chair),
            ("session_secretary", secretary),
        )
        for kind, code in elected:
            self.grant(by, MandateForm(self.person(code), kind, session=session))

    def attend(self, session: str, institutions: Iterable[str], substitutes: Mapping[str, str]) -> int:
        """The secretariat records who came: by default the head of each institution, or its substitute (an
        institution's code to a person's). Gives how many seats are present."""
        secretary = self.person(SECRETARY)
        for institution in institutions:
            code = substitutes.get(institution) or self.head(institution)
            mandate = self._voting_mandate(code, institution)
            self.done(
                sessions.record_presence(
                    self.desk, secretary, session, self.seat(institution), mandate=mandate
                )
            )
        return len(self.desk.conference.sessions[session].attendance)

    def _voting_mandate(self, code: str, institution: str) -> str:
        now = self.desk.clock.now()
        return next(
            m.mandate
            for m in self.desk.conference.mandates.values()
            if m.person == self.person(code) and m.seat == self.seat(institution) and m.in_force(now)
        )

    def soon(self) -> datetime:
        """The next five minutes of the clock, full: when a session of the demo is said to begin."""
        now = self.desk.clock.now().replace(second=0, microsecond=0)
        return now + timedelta(minutes=5 - now.minute % 5)
