"""What a code is called on screen: tables of message ids, which the catalogues put into each language."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ecar_governance.services.kinds import LANGUAGE_NAMES, SIGNATURE_FIELDS
from ecar_governance.services.kinds import OFFICE_WORDS as OFFICES
from ecar_governance.services.queries.directory import Office
from ecar_governance.wording import N_

ROOMS = {
    "/": N_("Home"),
    "/proposals": N_("Proposals"),
    "/sessions": N_("Sessions"),
    "/resolutions": N_("Register"),
    "/members": N_("Members"),
    "/procedures": N_("Procedures"),
    "/history": N_("History"),
    "/verify": N_("Verify a document"),
}

CHOICES = {
    "for": N_("For"),
    "against": N_("Against"),
    "abstain": N_("Abstain"),
    "blank": N_("Blank"),
    "invalid": N_("Invalid"),
    "marked": N_("Marked"),
    "parts": N_("Divided"),
    "not_voted": N_("Did not vote"),
    "absent": N_("Absent"),
}

KINDS = {
    "qerar": N_("Resolution"),
    "beyanat": N_("Statement"),
    "muraciet": N_("Address"),
    "tovsiye": N_("Recommendation"),
    "rey": N_("Opinion"),
}

FILINGS = {
    "letter": N_("Letter"),
    "answer": N_("Answer"),
    "execution": N_("Report of execution"),
}

OPINION_USES = {
    "used": N_("Used"),
    "partly": N_("Used in part"),
    "not": N_("Not used"),
}

RECOMMENDATIONS = {
    "adopt": N_("Recommends adoption"),
    "adopt_amended": N_("Recommends adoption with amendments"),
    "reject": N_("Recommends rejection"),
}

BALLOTS = {
    "roll_call": N_("Roll call: how each seat voted is published after the close"),
    "secret": N_("Secret ballot: nobody learns how a seat voted"),
    "show_of_hands": N_("Show of hands"),
}

SESSION_STATUS = {
    "convened": N_("Convened"),
    "open": N_("In session"),
    "suspended": N_("Suspended"),
    "closed": N_("Closed"),
    "cancelled": N_("Cancelled"),
}

SESSION_KINDS = {
    "room": N_("In the room"),
    "remote": N_("Remote"),
    "hybrid": N_("Hybrid: in the room and remote"),
}

ATTENDANCE = {
    "room": N_("in the room"),
    "remote": N_("remote"),
}

ITEM_KINDS = {
    "proposal": N_("Proposal"),
    "information": N_("Information"),
    "discussion": N_("Discussion"),
    "minutes": N_("Minutes of an earlier session"),
    "other_business": N_("Any other business"),
}

MINUTES_STATUS = {
    "draft": N_("Draft, made from the record"),
    "for_signature": N_("Made for signature"),
    "approved": N_("Approved"),
    "signed": N_("Signed"),
}

INSTITUTION_KINDS = {
    "member": N_("Members"),
    "candidate": N_("Candidates"),
    "partner": N_("Partners abroad"),
    "stakeholder": N_("Ministry, academy, students"),
}

SIGNATURE_METHODS = {
    "here": N_("signed here"),
    "outside": N_("signed outside, file brought back"),
    "paper": N_("signed on paper, scan attached"),
}

BASES = {
    "for_and_against": N_("votes for and against"),
    "cast": N_("papers cast"),
    "present": N_("seats present"),
    "represented": N_("seats present or represented"),
    "entitled": N_("seats entitled to vote"),
}

END_REASONS = {
    "resigned": N_("Resigned"),
    "term_ended": N_("The term ended"),
    "succeeded": N_("A successor took office"),
    "revoked": N_("Revoked by whoever gave it"),
    "mistake": N_("Entered by mistake"),
}

EXCLUSIONS = {
    "role": N_("nobody with the role that votes may cast for it"),
    "institution": N_("another seat has the vote of its institution"),
    "no_institution": N_("it belongs to no institution"),
    "dues": N_("its dues were not paid in time"),
    "seniority": N_("it has not been held for long enough"),
}
"""Why a seat of the body does not vote."""

TRIGGERS = {
    "at_once": N_("by itself, at once"),
    "deadline": N_("by itself, when the deadline has passed"),
    "joined": N_("by itself, when enough of its parts are done"),
    "all_opined": N_("by itself, when everybody asked has given an opinion"),
    "vote_carried": N_("by itself, when the vote carries it"),
    "vote_lost": N_("by itself, when the vote does not carry it"),
    "vote_inquorate": N_("by itself, when the vote ends without a quorum"),
    "next_ballot": N_("by itself, when the vote goes on in another ballot"),
    "vote_voided": N_("by itself, when the vote is declared void"),
    "document_typeset": N_("by itself, when the document is made"),
    "signatures_complete": N_("by itself, when both have signed"),
}

WEIGHTS = {
    "breaking": N_("breaking"),
    "compatible": N_("compatible"),
    "cosmetic": N_("cosmetic"),
}
"""How much a change of a procedure weighs."""

PROCEDURE_STATUS = {
    "in_force": N_("in force"),
    "announced": N_("announced"),
    "former": N_("no longer in force"),
}


def role_of(office: Office, gettext: Callable[[str], str]) -> str:
    """An office in one line: "Rector, Khazar University"; the system by its own word."""
    title = gettext(OFFICES[office.kind]) if office.kind in OFFICES else ""
    if office.kind in ("wg_chair", "wg_member") and office.body_name:
        return f"{title}, {office.body_name}"
    return f"{title}, {office.institution_name}" if office.institution_name else title


_CODES = (OFFICES, SIGNATURE_FIELDS, CHOICES, WEIGHTS, ATTENDANCE)


def codes(value: str, titles: Mapping[str, str], gettext: Callable[[str], str]) -> str:
    """A parameter of a sentence with every code in it put into words: "session_chair, chair" and the like.

    `titles` are words of the procedure's own; what is no code stays as it is."""
    parts = []
    for part in value.split(", "):
        table = next((one for one in _CODES if part in one), None)
        parts.append(
            titles.get(part) or LANGUAGE_NAMES.get(part) or (gettext(table[part]) if table else part)
        )
    return ", ".join(parts)


def signed(office: Office, gettext: Callable[[str], str]) -> str:
    """Name and office as under a document: "A. Əliyev, Rector, Khazar University"; each thing said once."""
    role = role_of(office, gettext)
    if not office.name or office.name.casefold() == role.casefold():
        return role or office.name
    return f"{office.name}, {role}" if role else office.name


def named(office: Office, gettext: Callable[[str], str]) -> str:
    """A name with the kind of office in brackets: "A. Əliyev (Rector)"; not when the name says it already."""
    title = gettext(OFFICES[office.kind]) if office.kind in OFFICES else ""
    if not office.name or not title or office.name.casefold().startswith(title.casefold()):
        return office.name or title
    return f"{office.name} ({title})"
