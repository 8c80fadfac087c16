"""Names in one language of what the conference holds by id: people, institutions, bodies, offices."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Protocol

from msgspec import Struct

from ecar_governance.domain.events import Actor
from ecar_governance.domain.paragraphs import join
from ecar_governance.domain.roles import active_mandates
from ecar_governance.domain.state import Conference, Mandate
from ecar_governance.services.vault_port import VaultPerson, VaultText


class Shelf(Protocol):
    """What read models need of the vault, each in one look-up for many."""

    def people(self, people: Iterable[str]) -> dict[str, VaultPerson]:
        """Those of them that are known, by id; erased ones are absent."""

    def texts(self, digests: Iterable[str]) -> dict[str, VaultText]:
        """Texts by their salted digest; erased ones are absent."""


class Office(Struct, frozen=True):
    """A mandate in words: whose it is and where it lies. `kind` is worded by the page."""

    mandate: str
    person: str
    name: str
    kind: str
    institution: str = ""
    institution_name: str = ""
    body: str = ""
    body_name: str = ""
    session: str = ""
    session_name: str = ""
    seat: str = ""
    since: datetime | None = None
    until: datetime | None = None
    ended: datetime | None = None
    paper: str = ""
    election: str = ""
    """The vote by which the person was elected."""


class Place(Struct, frozen=True):
    """Something with an id and a name in the reader's language."""

    id: str
    name: str


def in_language(names: Mapping[str, str], lang: str) -> str:
    """The text in `lang`, else in English, else in any language; empty for none."""
    return names.get(lang) or names.get("en") or next(iter(names.values()), "")


class Directory:
    """Looks names up for one page; people and texts are fetched from the vault once each."""

    def __init__(self, conference: Conference, shelf: Shelf, lang: str) -> None:
        self.conference = conference
        self.lang = lang
        self._shelf = shelf
        self._people: dict[str, str] = {}
        self._texts: dict[str, str] = {}

    @property
    def shelf(self) -> Shelf:
        """Where it looks people and texts up."""
        return self._shelf

    def say(self, names: Mapping[str, str]) -> str:
        """The text in the reader's language."""
        return in_language(names, self.lang)

    def load_people(self, people: Iterable[str]) -> None:
        """Fetches many names at once."""
        wanted = sorted({person for person in people if person and person not in self._people})
        if wanted:
            found = self._shelf.people(wanted)
            for person in wanted:
                self._people[person] = self.say(found[person].names) if person in found else ""

    def person(self, person: str) -> str:
        """The person's name; empty when it was erased or nobody is meant."""
        if not person:
            return ""
        self.load_people((person,))
        return self._people[person]

    def load_texts(self, digests: Iterable[str]) -> None:
        """Fetches many texts at once."""
        wanted = sorted({digest for digest in digests if digest and digest not in self._texts})
        if wanted:
            found = self._shelf.texts(wanted)
            for digest in wanted:
                self._texts[digest] = found[digest].content if digest in found else ""

    def text(self, digest: str) -> str:
        """The text of a digest; empty when it was erased or nothing is meant."""
        if not digest:
            return ""
        self.load_texts((digest,))
        return self._texts[digest]

    def whole(self, digests: Iterable[str]) -> str:
        """A text made of paragraphs; one that was erased is left out."""
        return join(text for text in map(self.text, digests) if text)

    def institution(self, code: str) -> str:
        """The institution's name today; its code when it is not known."""
        known = self.conference.institutions.get(code)
        return self.say(known.names) if known is not None else code

    def institution_at(self, code: str, day: str) -> str:
        """The institution's name on an ISO date: the last that began on or before it."""
        known = self.conference.institutions.get(code)
        if known is None:
            return code
        names = known.history[0].names
        for one in known.history:
            if one.since <= day:
                names = one.names
        return self.say(names)

    def seat(self, seat: str) -> str:
        """The name of the institution, or of the person, whose seat it is."""
        known = self.conference.seats.get(seat)
        if known is None:
            return seat
        return self.person(known.person) if known.person else self.institution(known.institution)

    def body(self, body: str) -> str:
        """The body's name."""
        known = self.conference.bodies.get(body)
        return self.say(known.names) if known is not None else body

    def session(self, session: str) -> str:
        """The session by its body and number."""
        known = self.conference.sessions.get(session)
        return f"{self.body(known.body)}, № {known.number}" if known is not None else session

    def office(self, mandate: str) -> Office:
        """The mandate in words; an office of nobody when there is no such mandate."""
        known = self.conference.mandates.get(mandate)
        if known is None:
            return Office(mandate, "", "", "")
        return self.office_of(known)

    def office_of(self, mandate: Mandate) -> Office:
        """The same from the mandate itself."""
        code = mandate.institution
        if not code and mandate.seat in self.conference.seats:
            code = self.conference.seats[mandate.seat].institution
        return Office(
            mandate.mandate,
            mandate.person,
            self.person(mandate.person),
            mandate.kind,
            code,
            self.institution(code) if code else "",
            mandate.body,
            self.body(mandate.body) if mandate.body else "",
            mandate.session,
            self.session(mandate.session) if mandate.session else "",
            mandate.seat,
            mandate.since,
            mandate.until,
            mandate.ended,
            mandate.paper,
            mandate.election,
        )

    def actor(self, actor: Actor) -> Office:
        """Who acted: an office, or one whose `kind` is `system` or `installer`."""
        if actor.kind != "person":
            return Office("", "", "", actor.kind)
        if actor.mandate in self.conference.mandates:
            return self.office(actor.mandate)
        return Office("", actor.person, self.person(actor.person), "")

    def offices(self, person: str, at: datetime) -> tuple[Office, ...]:
        """The person's offices in force at the instant; those of a session until it is closed."""
        return tuple(
            self.office_of(mandate)
            for mandate in active_mandates(self.conference, person, at)
            if not self._session_is_over(mandate.session)
        )

    def _session_is_over(self, session: str) -> bool:
        known = self.conference.sessions.get(session)
        return known is not None and known.over
