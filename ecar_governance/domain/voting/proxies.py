"""Whether a seat may have its vote cast by another one, and within which bounds."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from ecar_governance.errors import InvalidInput

ProxyTo = Literal["any_seat", "same_institution"]
"""Who may hold a seat's proxy: any seat of the body, or only one of the same institution."""


class ProxyRule(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """That proxies are allowed in a vote, and how many one seat may hold (`most`; None: any number).

    `evidence` asks for the paper; without `chains`, what was given to a seat is not passed on by it, nor does
    a seat hold proxies that has given its own. Source of the bounds: a proxy at most, Conférence des
    présidents d'université; four, European Association for Architectural Education.

    Raises InvalidInput for a number below 0."""

    most: int | None = 1
    to: ProxyTo = "any_seat"
    evidence: bool = False
    chains: bool = False

    def __post_init__(self) -> None:
        if self.most is not None and (type(self.most) is not int or self.most < 0):
            raise InvalidInput(f"A seat holds no proxy or some, not {self.most!r}.")


class Unused(Struct, frozen=True):
    """A proxy that was given and that the vote's rule does not let be used, with the reason's code."""

    proxy: str
    seat: str
    why: str
