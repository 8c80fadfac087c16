"""Who is entitled to a vote, worked out at its opening and never again: seats, casters, proxies, recusals."""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace

from ecar_governance.domain.deciding.casters import casters_of
from ecar_governance.domain.organs import seats_of
from ecar_governance.domain.proxies import Held, Standing, settle
from ecar_governance.domain.recusing import seat_recused, voting_still
from ecar_governance.domain.state import Case, Conference
from ecar_governance.domain.voting.papers import Elector
from ecar_governance.domain.voting.proxies import ProxyRule, Unused


def electorate_of(
    conference: Conference, body: str, case: Case, rule: ProxyRule | None, at: datetime
) -> tuple[tuple[Elector, ...], tuple[Unused, ...]]:
    """The electorate of a body at the instant, and the proxies that were given and are of no use in it.

    Every seat is in it, also one that nobody can fill, sorted by seat. Who has recused themselves casts for
    no seat; where nobody else is left, or the head declared it for the institution, the seat is recused."""
    rows = []
    own = {}
    for seat in seats_of(conference, body, at):
        all_of_it = casters_of(conference, seat.seat, case.session, at)
        left = voting_still(conference, case.recusals, all_of_it) if case.recusals else all_of_it
        out = bool(case.recusals) and seat_recused(case, seat.institution, all_of_it, left)
        own[seat.seat] = () if out else left
        rows.append(Elector(seat.seat, seat.institution, own[seat.seat], seat.weight, recused=out))
    if not conference.seat_proxies:
        return tuple(rows), ()
    standing = {row.seat: Standing(row.seat, row.institution, row.recused) for row in rows}
    held, unused = settle(conference, rule, standing, case.session, case.case, at)
    return tuple(_with_proxy(conference, row, held.get(row.seat), own) for row in rows), unused


def _with_proxy(
    conference: Conference, row: Elector, held: Held | None, own: dict[str, tuple[str, ...]]
) -> Elector:
    if held is None:
        return row
    theirs = tuple(
        mandate
        for mandate in own[held.holder]
        if held.person in ("", conference.mandates[mandate].person) and mandate not in row.casters
    )
    return replace(row, casters=(*row.casters, *theirs), proxy=held.holder)
