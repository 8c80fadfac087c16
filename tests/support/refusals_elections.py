"""Refusals of nominations and elections."""

from __future__ import annotations

from msgspec.structs import replace
from story import begun

from ecar_governance.domain import commands as c
from ecar_governance.domain.candidates import MOST
from ecar_governance.domain.voting.methods.papers import Option
from ecar_governance.domain.voting.methods.rules import Majority
from ecar_governance.domain.workflow import Call
from support.electing import balloting, elected, listed, name, nominating, procedure, proposing
from support.refusals import Asked, case

GENDER = {"gender": {"woman": {"az": "qadın", "en": "woman"}, "man": {"az": "kişi", "en": "man"}}}
TEXTS = {"of": "texts", "eligible": ()}


def naming(person: str = "r1", by: str = "r1", kind: str = "rector", **more: str) -> Asked:
    story, _, one = nominating()
    return story, c.Nominate(one, person, person, **more), story.by(by, kind)  # type: ignore[arg-type]


@case("nominations.not_open")
def _() -> Asked:
    story = begun()
    return story, c.Nominate(story.draft(), "r1", "r1"), story.by("r1", "rector")


case("nominations.not_yours")(lambda: naming(by="v0", kind="vice_rector"))
case("candidate.not_eligible")(lambda: naming("v0"))


@case("candidate.named_already")
def _() -> Asked:
    story, _, one = nominating()
    name(story, one, 1)
    return story, c.Nominate(one, "r1", "r1"), story.by("r2", "rector")


@case("candidate.not_a_text")
def _() -> Asked:
    story, _, one = nominating(procedure(naming=TEXTS))
    return story, c.Nominate(one, "r1", "r1"), story.by("r2", "rector")


@case("candidate.no_title")
def _() -> Asked:
    story, _, one = nominating(procedure(naming=TEXTS))
    return story, c.Nominate(one, "option-1"), story.by("r2", "rector")


@case("candidate.too_many")
def _() -> Asked:
    story, _, one = nominating(procedure(naming={"most": 1}))
    name(story, one, 1, by="r2")
    return story, c.Nominate(one, "r2", "r2"), story.by("r2", "rector")


@case("candidate.trait_missing")
def _() -> Asked:
    story, _, one = nominating(procedure(naming={"traits": GENDER}))
    return story, c.Nominate(one, "r1", "r1", traits={"gender": "rector"}), story.by("r1", "rector")


@case("candidate.trait_unknown")
def _() -> Asked:
    story, _, one = nominating()
    return story, c.Nominate(one, "r1", "r1", traits={"age": "old"}), story.by("r1", "rector")


@case("candidate.unknown")
def _() -> Asked:
    story, _, one = nominating()
    return story, c.AcceptNomination(one, "r1"), story.by("r1", "rector")


@case("candidate.accepted_already")
def _() -> Asked:
    story, _, one = nominating()
    name(story, one, 1)
    return story, c.AcceptNomination(one, "r1"), story.by("r1", "rector")


@case("candidate.withdrawn_already")
def _() -> Asked:
    story, _, one = nominating()
    name(story, one, 1)
    story.do(c.WithdrawCandidacy(one, "r1"), story.by("r1", "rector"))
    return story, c.WithdrawCandidacy(one, "r1"), story.by("r1", "rector")


@case("candidate.not_you")
def _() -> Asked:
    story, _, one = nominating()
    name(story, one, 1, by="r2")
    return story, c.AcceptNomination(one, "r1"), story.by("r2", "rector")


@case("candidate.not_yours")
def _() -> Asked:
    story, _, one = nominating(procedure(naming=TEXTS))
    proposing(story, one, "option-1", by="r1")
    return story, c.WithdrawCandidacy(one, "option-1"), story.by("r2", "rector")


@case("acclamation.not_possible")
def _() -> Asked:
    story, one = listed((1, 2))
    return story, story.action(one, "acclaim"), story.office


@case("office.nobody_elected")
def _() -> Asked:
    flow = procedure()
    naming = flow.transitions["place_on_agenda"]
    early = replace(naming, effects=(*naming.effects, Call("grant_mandate", {"office": "president"})))
    flow = replace(flow, transitions={**flow.transitions, "place_on_agenda": early})
    story, session, one = nominating(flow)
    name(story, one, 1)
    return story, story.action(one, "place_on_agenda", session=session), story.office


@case("vote.no_candidates")
def _() -> Asked:
    story, one = listed((1,))
    story.do(c.WithdrawCandidacy(one, "r1"), story.by("r1", "rector"))
    return story, story.action(one, "open_ballot"), story.office


@case("vote.too_many_candidates")
def _() -> Asked:
    options = tuple(Option(f"o{n}") for n in range(MOST))
    story, one = listed((1,), procedure(options=options))
    return story, story.action(one, "open_ballot"), story.office


@case("casting_vote.other_question")
def _() -> Asked:
    story, _, vote = balloting((1, 2), procedure(Majority(ballots=1, last="relative", tie="chair")))
    elected(story, vote, {"r1": 3, "r2": 3})
    return story, c.GiveCastingVote(vote, "for"), story.by("r1", "session_chair")
