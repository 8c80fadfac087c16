"""What each party of a play sees: what is open to them, and what is not, with every reason."""

from __future__ import annotations

from msgspec import Struct

from ecar_governance.domain.decision import Context, Reason
from ecar_governance.domain.events import Actor
from ecar_governance.domain.options import options
from ecar_governance.errors import InvalidInput
from ecar_governance.rehearsal.play import Play


class Sight(Struct, frozen=True):
    """One action as one party sees it: open when there are no reasons. `person` is "" for a role that nobody
    of the cast holds in this case now; the reasons are then those that stand against anybody without it."""

    role: str
    person: str
    transition: str
    reasons: tuple[Reason, ...]


def sights(play: Play) -> tuple[Sight, ...]:
    """Every action out of where the case is, as somebody in each role of the procedure sees it."""
    found = []
    for role in play.workflow.roles:
        try:
            person = play.person(role)
        except InvalidInput:
            person = ""
        found += [Sight(role, person, name, reasons) for name, reasons in seen_by(play, person)]
    return tuple(found)


def seen_by(play: Play, person: str) -> tuple[tuple[str, tuple[Reason, ...]], ...]:
    """Every action out of where the case is with the reasons against this person's taking it."""
    context = Context(Actor("person", person), play.at)
    found = options(play.workflow, play.conference, play.case, context)
    return tuple((one.transition.name, one.reasons) for one in found)
