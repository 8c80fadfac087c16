"""Who is to vote, as a procedure says it; and who of a body was left out of a vote, with why."""

from __future__ import annotations

from typing import Literal, get_args

from msgspec import Struct

from ecar_governance.errors import InvalidInput

Each = Literal["seat", "institution"]
"""Who has one vote: every seat; or every institution, by the first of its seats."""

InstitutionKind = Literal["member", "partner", "stakeholder", "candidate"]
INSTITUTION_KINDS: tuple[str, ...] = get_args(InstitutionKind)

OPENING = "opening"
"""Of dues: paid by the day on which the vote is opened."""

Why = Literal["role", "institution", "no_institution", "dues", "seniority"]
"""Why a seat of the body does not vote: nobody with the role may cast for it; another seat has its
institution's one vote; it belongs to no institution, and institutions vote; dues are not paid; it has not
been held for long enough."""


class Chamber(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Which electors make up the chamber `name`: the seats of a `body`, those for which a holder of a `role`
    may cast, of institutions of the `kinds`, or of the `institutions` named; of several all that is said.

    A `body` brings its seats into the electorate. `title` is what people call it, by language. Raises
    InvalidInput when nothing is said of whose seats make it up."""

    name: str
    body: str = ""
    role: str = ""
    kinds: tuple[InstitutionKind, ...] = ()
    institutions: tuple[str, ...] = ()
    title: dict[str, str] = {}

    def __post_init__(self) -> None:
        if not (self.body or self.role or self.kinds or self.institutions):
            raise InvalidInput("A chamber says whose seats make it up.", fix="write body, role or kinds")


class Electorate(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who of the vote's body is to vote, and with what weight.

    `role` leaves only the seats for which a holder of it may cast. `weights` names the table of weights that
    is read at the opening. Dues: those of the year must be paid by the `opening`, or by a day ("03-31");
    before that day has come those of the year before. `seniority` is a duration for which a seat must have
    been held. A seat is in the first of the `chambers` that it fits."""

    role: str = ""
    each: Each = "seat"
    weights: str = ""
    dues_paid_by: str = ""
    seniority: str = ""
    chambers: tuple[Chamber, ...] = ()

    @property
    def roles(self) -> tuple[str, ...]:
        """The roles that it names."""
        named = (self.role, *(chamber.role for chamber in self.chambers))
        return tuple(sorted({role for role in named if role}))


class Excluded(Struct, frozen=True):
    """A seat of the body that does not vote, and why."""

    seat: str
    institution: str
    why: Why
