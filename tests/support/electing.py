"""Conferences that elect, for tests of the core: nominations, ballots with marks, rounds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from msgspec.structs import replace
from story import Story, begun, bundled, digest, in_force

from ecar_governance.domain import commands as c
from ecar_governance.domain.state import Vote
from ecar_governance.domain.voting.methods.rules import ElectionRule
from ecar_governance.domain.workflow import Workflow
from ecar_governance.rehearsal.marking import paper_of


def procedure(
    election: ElectionRule | None = None,
    *,
    version: str = "9.0.0",
    naming: Mapping[str, Any] | None = None,
    rule: Mapping[str, Any] | None = None,
    **vote: Any,
) -> Workflow:
    """The election that ships, by another method; its rule, its vote and its nominations changed as said."""
    flow = bundled()["election"]
    balloting, nominating = flow.states["balloting"], flow.states["nominating"]
    assert balloting.vote is not None
    assert nominating.nominations is not None
    told = replace(balloting.vote.rule, **(rule or {}))
    told = told if election is None else replace(told, election=election)
    states = {
        **flow.states,
        "balloting": replace(balloting, vote=replace(balloting.vote, rule=told, **vote)),
        "nominating": replace(
            nominating, nominations=replace(nominating.nominations, **{"most": 0, **(naming or {})})
        ),
    }
    ways = dict(flow.transitions)
    if not told.goes_on:
        ways = {name: one for name, one in ways.items() if name not in ("go_on", "open_second", "no_second")}
        ways["enter_count"] = replace(ways["enter_count"], source=("agenda",))
        states.pop("between_ballots")
    if vote.get("options") or (naming or {}).get("of") == "texts":  # those are not elected by acclamation
        ways = {name: one for name, one in ways.items() if name not in ("acclaim", "ask_for_ballot")}
        spec = states["balloting"].vote
        assert spec is not None
        told_by = replace(spec, obtained=tuple(way for way in spec.obtained if way != "without_vote"))
        states["balloting"] = replace(states["balloting"], vote=told_by)
    return replace(flow, version=version, states=states, transitions=ways, invariants=())


def nominating(flow: Workflow | None = None, count: int = 6, **fields: str | int) -> tuple[Story, str, str]:
    """A conference with an open session and an election that takes nominations: story, session, case."""
    story = begun(count)
    session = story.session(present=range(count))
    story.do(c.PutWorkflowInForce(in_force(flow or procedure())), story.by("ada"))
    case = story.draft("election", **fields)
    story.act(case, "open_nominations", story.office)
    return story, session, case


def name(story: Story, case: str, number: int, *, by: str = "", **traits: str) -> None:
    """A rector is named, by themselves unless another is said."""
    person = f"r{number}"
    story.do(c.Nominate(case, person, person, traits=traits), story.by(by or person, "rector"))


def proposing(story: Story, case: str, option: str, by: str = "r0") -> None:
    """An alternative is put on the list."""
    titles = {lang: digest(f"{option} {lang}") for lang in ("az", "en")}
    story.do(c.Nominate(case, option, titles=titles), story.by(by, "rector"))


def listed(
    candidates: Iterable[int] = (1, 2, 3),
    flow: Workflow | None = None,
    count: int = 6,
    **fields: str | int,
) -> tuple[Story, str]:
    """The list is closed and the case on the agenda of an open session."""
    story, session, case = nominating(flow, count, **fields)
    for number in candidates:
        name(story, case, number)
    story.act(case, "place_on_agenda", story.office, session=session)
    return story, case


def balloting(
    candidates: Iterable[int] = (1, 2, 3),
    flow: Workflow | None = None,
    count: int = 6,
    **fields: str | int,
) -> tuple[Story, str, str]:
    """The first ballot is open: story, case, vote."""
    story, case = listed(candidates, flow, count, **fields)
    return story, case, ballot(story, case)


def ballot(story: Story, case: str) -> str:
    """Opens the next ballot; gives its vote."""
    step = "open_second" if story.states(case) == "between_ballots" else "open_ballot"
    story.act(case, step, story.office)
    return story.case(case).vote


def mark(story: Story, vote: str, papers: Mapping[str, int]) -> None:
    """So many seats, one after the other, hand in papers marked so (see `rehearsal.marking`)."""
    secret = story.vote(vote).ballot == "secret"
    told = [text for text, number in papers.items() for _ in range(number)]
    for number, text in enumerate(told):
        story.cast(vote, number)
        seat = story.seat(number)
        story.papers[vote][seat] = paper_of(text, None if secret else seat)


def elected(story: Story, vote: str, papers: Mapping[str, int]) -> Vote:
    """The papers are handed in and counted."""
    mark(story, vote, papers)
    return story.close(vote)
