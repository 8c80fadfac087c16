"""Who acts: choosing the mandate that a person acts under, and wording why somebody may not."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from ecar_governance.definitions.az import in_azerbaijani
from ecar_governance.domain.decision import Reason, Refused
from ecar_governance.domain.events import Actor
from ecar_governance.domain.reasons import REASONS
from ecar_governance.domain.roles import active_mandates
from ecar_governance.domain.state import Conference
from ecar_governance.domain.workflow import Workflow
from ecar_governance.services.kinds import LANGUAGE_NAMES, OFFICE_WORDS, SIGNATURE_FIELDS
from ecar_governance.wording import N_, translations

SYSTEM = Actor("system")
INSTALLER = Actor("installer")


def actor_for(
    conference: Conference,
    person: str,
    at: datetime,
    *,
    mandate: str | None = None,
    kinds: Collection[str] = (),
    among: Collection[str] = (),
    session: str | None = None,
) -> Actor:
    """The person acting under one mandate.

    The mandate named is taken as it is (deciding says whether it will do). Otherwise the first one in force
    that is `among` those ids, else the first of one of `kinds`, else the first in force, else none. With a
    session given, offices of other sessions are left aside.
    """
    named = conference.mandates.get(mandate) if mandate else None
    if named is None and not mandate:
        held = [
            m
            for m in active_mandates(conference, person, at)
            if session is None or m.session in ("", session)
        ]
        # Those ids were found to fit; one that is merely of the right kind may be of another session.
        fitting = [m for m in held if m.mandate in among] or [m for m in held if m.kind in kinds]
        named = next(iter(fitting or held), None)
    if named is None:
        return Actor("person", person)
    return Actor("person", person, named.mandate, named.institution)


_WITHOUT = {
    ("guard.session_quorate", "seats", "0"): N_("No session is at hand whose quorum could be counted."),
    ("guard.date_reached", "date", ""): N_("No day is given yet: {field}."),
}
"""Sentences where there is nothing of which the usual one tells: by code, parameter and value."""


_WORDED = frozenset({"missing", "office", "sources", "state", "transition"})
"""Parameters that hold codes: of states and steps, of offices and signatures, of languages."""


def reason_sentence(
    reason: Reason, lang: str, conference: Conference, workflow: Workflow | None = None
) -> str:
    """The reason as a whole sentence in the language, institutions and bodies by their names, offices and
    languages by theirs, states, steps and fields by the titles that the procedure gives them."""
    found = (_WITHOUT.get((reason.code, key, value)) for key, value in reason.params.items())
    text = translations(lang).gettext(next(filter(None, found), REASONS[reason.code]))
    shown = {key: _shown(key, value, lang, conference) for key, value in reason.params.items()}
    shown |= {key: _in_words(shown[key], lang, workflow) for key in _WORDED & shown.keys()}
    field = workflow.fields.get(reason.params.get("field", "")) if workflow is not None else None
    if field is not None:
        shown["field"] = field.title.get(lang, field.name)
    return text.format(**shown)


def refusal_sentences(
    refused: Refused, lang: str, conference: Conference, workflow: Workflow | None = None
) -> tuple[str, ...]:
    """Every reason of a refusal, each once, in order."""
    return tuple(dict.fromkeys(reason_sentence(r, lang, conference, workflow) for r in refused.reasons))


def _in_words(value: str, lang: str, workflow: Workflow | None) -> str:
    titles: dict[str, str] = dict(LANGUAGE_NAMES)
    if workflow is not None:
        titles |= {name: one.title.get(lang, name) for name, one in workflow.states.items()}
        titles |= {name: one.title.get(lang, name) for name, one in workflow.transitions.items()}
    told = []
    for part in value.split(", "):
        word = SIGNATURE_FIELDS.get(part) or OFFICE_WORDS.get(part)
        told.append(titles.get(part) or (translations(lang).gettext(word) if word else part))
    return ", ".join(told)


def _shown(key: str, value: str, lang: str, conference: Conference) -> str:
    if key == "institution" and value in conference.institutions:
        return conference.institutions[value].names.get(lang, value)
    if key == "seat" and value in conference.seats:
        seat = conference.seats[value]
        where = ("body", seat.body) if seat.person else ("institution", seat.institution)
        return _shown(*where, lang, conference)
    if key == "why" and lang == "az":
        return in_azerbaijani(value)
    if key == "body" and value in conference.bodies:
        return conference.bodies[value].names.get(lang, value)
    return value
