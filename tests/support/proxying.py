"""A procedure whose vote lets proxies be used, put in force in a conference on the real services."""

from __future__ import annotations

from msgspec.structs import replace
from story import bundled

from ecar_governance.domain.voting.proxies import ProxyRule
from ecar_governance.services import procedures
from support.desks import Chamber, must


def allowing(hall: Chamber, rule: ProxyRule, name: str = "resolution") -> None:
    """The procedure's vote lets proxies be used."""
    flow = bundled()[name]
    voting = flow.states["voting"]
    assert voting.vote is not None
    asked = replace(voting, vote=replace(voting.vote, rule=replace(voting.vote.rule, proxies=rule)))
    states = {**flow.states, "voting": asked}
    must(procedures.put_in_force(hall.desk, replace(flow, version="9.0.0", states=states)))
