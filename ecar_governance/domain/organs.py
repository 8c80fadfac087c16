"""The organs of the conference: which one a name means, and whose seats make it up.

The plenary has a seat for each member institution; its rector holds it and others may stand in. The presidium
and the working groups have a seat for each person with a mandate in them, the president's in the presidium
included: it counts while that person holds one, and nobody stands in for them.
"""

from __future__ import annotations

import re
from datetime import datetime

from ecar_governance.domain.events import BodyKind
from ecar_governance.domain.state import Case, Conference, Mandate, Seat
from ecar_governance.domain.workflow import MandateKind

REPRESENTING: tuple[MandateKind, ...] = ("rector", "acting_rector", "written_authority", "vice_rector")
"""Who casts the ballot of an institution's seat, in order of precedence. An assistant never votes."""

SITTING: dict[BodyKind, tuple[MandateKind, ...]] = {
    "presidium": ("president", "presidium_member"),
    "working_group": ("wg_chair", "wg_member"),
}
"""Whose mandates give a person a seat of their own in a body of the kind, in order of precedence."""

OF_A_BODY: frozenset[MandateKind] = frozenset({"presidium_member", "wg_chair", "wg_member"})
"""Mandates that lie in a body, which is named with them."""

VOTING_KINDS: tuple[MandateKind, ...] = (
    *REPRESENTING,
    *(kind for kinds in SITTING.values() for kind in kinds),
)
"""Every kind that may cast a ballot; of two that may for one seat, the earlier prevails."""

VOTING_BODIES = ("plenary", "presidium", "case_body", "region_body")
"""What a procedure may name a body by, besides `code:` and a body's code."""

_CODE = re.compile(r"code:\S{1,64}")


def seat_id(body: str, person: str) -> str:
    """The id of a person's own seat in a body. No code has a colon, so no institution's seat is called so."""
    return f"seat-{body}:{person}"


def body_of_kind(conference: Conference, kind: BodyKind) -> str:
    """The id of the plenary or of the presidium, of which there is one; "" when there is none."""
    return next((one.body for one in conference.bodies.values() if one.kind == kind), "")


def names_a_body(text: str) -> bool:
    """Whether a procedure may name a body so."""
    return text in VOTING_BODIES or _CODE.fullmatch(text) is not None


def named_body(conference: Conference, name: str, case: Case) -> str:
    """The id of the body that a procedure names (see `VOTING_BODIES`); "" when there is no such body."""
    match name:
        case "plenary" | "presidium":
            return body_of_kind(conference, name)
        case "case_body":
            return case.body
        case _:
            code = name.removeprefix("code:")
            return code if code in conference.bodies else ""


def body_of(conference: Conference, mandate: Mandate) -> str:
    """The body in which the mandate lies: the president's lies in the presidium."""
    if mandate.kind == "president":
        return mandate.body or body_of_kind(conference, "presidium")
    return mandate.body


def seat_of_mandate(conference: Conference, mandate: Mandate) -> str:
    """The seat that the mandate is for: an institution's, or its holder's own; "" for none."""
    if mandate.seat:
        return mandate.seat
    body = conference.bodies.get(body_of(conference, mandate))
    if body is None or mandate.kind not in SITTING.get(body.kind, ()):
        return ""
    return seat_id(body.body, mandate.person)


def sitting(conference: Conference, seat: Seat, at: datetime) -> list[Mandate]:
    """The mandates in force under which a person holds their own seat; empty for an institution's."""
    person = conference.persons.get(seat.person)
    held = [] if person is None else [conference.mandates[name] for name in person.mandates]
    return [one for one in held if seat_of_mandate(conference, one) == seat.seat and one.in_force(at)]


def seats_of(conference: Conference, body: str, at: datetime) -> tuple[Seat, ...]:
    """The seats that make the body up at the instant, sorted by id: every institution's, also one that nobody
    holds, and those of the persons who hold a mandate in it then."""
    return tuple(
        seat
        for seat in sorted(conference.seats.values(), key=lambda one: one.seat)
        if seat.body == body and (not seat.person or sitting(conference, seat, at))
    )
