"""Who takes no part in a case: persons who declared it, and the seats for which nobody else is left."""

from __future__ import annotations

from collections.abc import Iterable

from ecar_governance.domain.events import Actor
from ecar_governance.domain.roles import persons_of
from ecar_governance.domain.state import Case, Conference, Recusal


def persons_recused(conference: Conference, recusals: Iterable[Recusal]) -> frozenset[str]:
    """Everybody who takes no part in the case: who declared it, for whom it was entered, and whoever had
    delegated the mandate under which it was declared."""
    return frozenset(person for one in recusals for person in _of(conference, one))


def _of(conference: Conference, recusal: Recusal) -> frozenset[str]:
    return frozenset({recusal.person}) if recusal.person else persons_of(conference, recusal.actor)


def has_recused(conference: Conference, case: Case, actor: Actor) -> bool:
    """Whether the actor, or whoever's mandate they act under, takes no part in the case."""
    return not persons_recused(conference, case.recusals).isdisjoint(persons_of(conference, actor))


def institutions_recused(case: Case) -> frozenset[str]:
    """The institutions for which nobody votes on the case: their heads declared it for all."""
    return frozenset(one.institution for one in case.recusals if one.institution)


def voting_still(
    conference: Conference, recusals: Iterable[Recusal], casters: Iterable[str]
) -> tuple[str, ...]:
    """Those of the mandates whose holders have not recused themselves, in the same order."""
    out = persons_recused(conference, recusals)
    if not out:
        return tuple(casters)
    return tuple(mandate for mandate in casters if conference.mandates[mandate].person not in out)


def seat_recused(case: Case, institution: str, casters: Iterable[str], left: Iterable[str]) -> bool:
    """Whether a seat takes no part: its institution does not, or each of its `casters` recused themselves.

    `left` are those of them who have not. A seat that nobody holds is vacant, not recused."""
    if institution and institution in institutions_recused(case):
        return True
    return bool(tuple(casters)) and not tuple(left)
