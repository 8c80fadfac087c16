"""Conferences in which votes are given into other hands, for tests of the core."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from msgspec.structs import replace
from story import Story, begun, bundled, digest, in_force

from ecar_governance.domain import commands as c
from ecar_governance.domain import events as e
from ecar_governance.domain.voting.proxies import ProxyRule
from ecar_governance.domain.workflow import Workflow


def procedure(rule: ProxyRule | None, version: str = "9.0.0", **spec: Any) -> Workflow:
    """The resolution's procedure, whose vote has that rule of proxies."""
    flow = bundled()["resolution"]
    voting = flow.states["voting"]
    assert voting.vote is not None
    on_vacancy = spec.pop("on_vacancy", "keep")
    vote = replace(voting.vote, rule=replace(voting.vote.rule, proxies=rule, on_vacancy=on_vacancy))
    states = {**flow.states, "voting": replace(voting, vote=replace(vote, **spec))}
    return replace(flow, version=version, states=states)


def allowing(story: Story, rule: ProxyRule | None, **spec: Any) -> tuple[str, str]:
    """Puts that procedure in force; an open session with all but U0 present, and a proposal on its agenda."""
    story.do(c.PutWorkflowInForce(in_force(procedure(rule, **spec))), story.by("ada"))
    session = story.session(present=range(1, 6))
    return session, story.on_agenda(session, person="r4")


def agreed(rule: ProxyRule | None = ProxyRule()) -> tuple[Story, str, str]:  # noqa: B008
    """A conference of six with that rule; its session and the proposal."""
    story = begun()
    return (story, *allowing(story, rule))


def giving(
    story: Story, seat: int | str = 0, holder: int | str = 1, *, days: float = 0, **more: Any
) -> c.GiveProxy:
    """The command of one seat's proxy to another, by number or id; for so many days, if any."""
    if days:
        more["until"] = story.at + timedelta(days=days)
    ids = [story.seat(one) if isinstance(one, int) else one for one in (seat, holder)]
    return c.GiveProxy(e.ProxyGiven(story.id("proxy"), *ids, **more))


def opened(
    rule: ProxyRule | None, given: Iterable[tuple[int, int]], recused: Iterable[str] = (), **spec: Any
) -> tuple[Story, str]:
    """Proxies for a time, whatever the rule; then the session, the recusals, and the open vote."""
    story = begun()
    for seat, holder in given:
        story.do(giving(story, seat, holder, days=90, paper=digest("paper")), story.by(f"r{seat}", "rector"))
    _, draft = allowing(story, rule, **spec)
    for person in recused:
        story.do(c.DeclareRecusal(draft, digest("kin")), story.by(person, "rector"))
    return story, story.open_vote(draft)
