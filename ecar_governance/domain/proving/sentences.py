"""Invariants and what breaks them, in words."""

from __future__ import annotations

from ecar_governance.domain.workflow import Invariant, Point

FIXES: dict[str, str] = {
    "never": "take the way out of the procedure, or the invariant",
    "never_without": "let every way there lead over it",
    "never_after": "end the case there, or bar the way with a guard",
    "always_before": "let every way there lead over it each time",
    "always_ends": "add a deadline, or something that a person can do there",
    "ends_within": "add deadlines, or allow for more time",
    "no_single_person": "ask for approvals, forbid same_person_as, or put it to the vote",
    "quorum_for": "let only a vote with a quorum, or by a majority of the entitled, lead there",
}
"""What would mend a broken invariant, by its rule."""

_LASTING: dict[str, str] = {
    "From ": "put the circle into a state with a deadline that ends it, or leave the invariant out",
    "In {} the": "write `after:` in place of the day, or leave the invariant out",
    "In {} nothing": "give it, or a state around it, a deadline that leads on, or its vote `lasts:`",
    "The ": "shorten deadlines, or allow for more time",
}
"""What would mend a case that may last too long, by how it is told why (`lasting`, `judging`)."""


def named(point: Point | None) -> str:
    """What a point is called."""
    return "" if point is None else f"{point.what} {point.name}"


def mends(invariant: Invariant, why: str) -> str:
    """What would mend a broken invariant; `why` is what the walk says besides."""
    if invariant.rule == "ends_within":
        ways = ((start.partition("{}"), fix) for start, fix in _LASTING.items())
        return next(
            (fix for (start, _, then), fix in ways if why.startswith(start) and then in why),
            FIXES[invariant.rule],
        )
    return FIXES[invariant.rule]


def says(invariant: Invariant) -> str:
    """What the invariant promises, without a full stop."""
    point, other = named(invariant.point), named(invariant.other)
    match invariant.rule:
        case "never":
            return f"never {point}"
        case "never_without":
            return f"never {point} without {other}"
        case "never_after":
            return f"never {point} after {other}"
        case "always_before":
            return f"always {point} before {other}"
        case "always_ends":
            return "every case can be ended"
        case "ends_within":
            return f"every case ends within {invariant.within}"
        case "no_single_person":
            return f"nobody alone takes a case from {other} to {point}"
        case "quorum_for":
            return f"{point} only by a vote with a quorum or a majority of the entitled"


def broken(invariant: Invariant, why: str) -> str:
    """What is wrong when it does not hold; `why` is what the walk says besides."""
    point, other = named(invariant.point), named(invariant.other)
    match invariant.rule:
        case "never":
            return f"{_big(point)} happens, and never may."
        case "never_without":
            return f"{_big(point)} happens without {other} before it."
        case "never_after":
            return f"{_big(point)} happens after {other}."
        case "always_before":
            return f"{_big(other)} happens without {point} since the last time, or at all."
        case "always_ends":
            return f"From {why} nothing that people or time bring about for certain leads to an end."
        case "ends_within":
            return f"{why}; it may be no more than {invariant.within}."
        case "no_single_person":
            return f"One person alone can take a case from {other} to {point}."
        case "quorum_for":
            return f"{_big(point)} is reached by no vote with a quorum or a majority of the entitled."


def _big(text: str) -> str:
    return text[:1].upper() + text[1:]
