"""What is done with the case itself: its text and fields, the session, and who stands."""

from __future__ import annotations

from collections.abc import Mapping

from ecar_governance.domain import commands as c
from ecar_governance.domain.candidates import nominating_now
from ecar_governance.domain.decision import Reason
from ecar_governance.domain.events import Actor, Manifest
from ecar_governance.domain.roles import mandates_for
from ecar_governance.domain.workflow import Field
from ecar_governance.rehearsal.cast import (
    CURRENT,
    EARLIER,
    PRESIDIUM,
    digest,
)
from ecar_governance.rehearsal.stage import Stage
from ecar_governance.rehearsal.values import Given, filled, manifest, place_of

SESSIONS = {"current": CURRENT, "earlier": EARLIER, "presidium": PRESIDIUM}
"""What a script calls the sessions of the cast."""


class Proposing(Stage):
    """A case that is drafted, revised and taken to a session; a refusal changes nothing."""

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
        return self._revise(person, text, case.sponsors, case.body, told)

    def set_fields(self, person: str, fields: Mapping[str, Given]) -> tuple[Reason, ...]:
        """Other values of these fields; the text stays as it is."""
        case, told = self.case, self.filled(fields)
        return self._revise(person, case.manifest, case.sponsors, case.body, told)

    def gather(self, person: str, sponsors: tuple[str, ...], body: str) -> tuple[Reason, ...]:
        """These sponsors, and this working group; the text stays as it is."""
        case = self.case
        return self._revise(person, case.manifest, sponsors, body, dict(case.fields))

    def _revise(
        self,
        person: str,
        text: Manifest,
        sponsors: tuple[str, ...],
        body: str,
        fields: dict[str, str | int],
    ) -> tuple[Reason, ...]:
        seen = self.case.version
        command = c.ReviseProposal(self.case_id, seen, text, sponsors, body, fields, self.fresh())
        return self.do(command, self.actor(person))

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
                # A number where words are asked for is a word that has no letters, such as the paragraph 1.
                values[name] = value if kind in (None, "integer") else str(value)
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

    def recuse(self, who: str, why: str, institution: str = "") -> tuple[Reason, ...]:
        """Declares that they take no part in the case, or, as its head, that the institution does not."""
        command = c.DeclareRecusal(self.case_id, digest(why) if why else "", institution=institution)
        return self.do(command, self.actor(who))
