"""Refusals of proxies: at the giving, at the taking back, and at the ballot."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from msgspec.structs import replace
from story import Story, begun, digest

from ecar_governance.domain import commands as c
from ecar_governance.domain.voting.proxies import ProxyRule
from support.proxies import agreed, allowing, giving, opened
from support.refusals import Asked, case


def asked(story: Story, by: str = "r0", **more: Any) -> Asked:
    """The rector of U0 would give a proxy to U1 for the session, unless said otherwise."""
    return story, giving(story, **more), story.by(by)


def refused(**more: Any) -> Asked:
    story, session, _draft = agreed()
    return asked(story, session=session, **more)


case("proxy.not_yours")(lambda: refused(by="r3"))
case("proxy.paper_needed")(lambda: refused(by="olga"))
case("proxy.to_itself")(lambda: refused(holder=0))
case("proxy.person_not_there")(lambda: refused(person="r3"))
case("proxy.no_scope")(lambda: asked(begun()))
case("proxy.over")(lambda: asked(begun(), until=begun().at))


@case("proxy.other_body")
def _() -> Asked:
    story, session, _draft = agreed()
    command = giving(story, session=session)
    story.grant("g3", "wg_member", body="group")
    return story, c.GiveProxy(replace(command.proxy, holder="seat-group:g3")), story.by("r0")


@case("proxy.session_of_other_body")
def _() -> Asked:
    story, session, _draft = agreed()
    story.grant("g3", "wg_member", body="group")
    command = giving(story, session=session)
    of_group = replace(command.proxy, seat="seat-group:g1", holder="seat-group:g3")
    return story, c.GiveProxy(of_group), story.by("g1", "wg_chair")


def once(**more: Any) -> tuple[Story, str, str]:
    """U0 has given its vote to U1 for the session."""
    story, session, draft = agreed(**more)
    story.do(giving(story, session=session), story.by("r0"))
    return story, session, draft


@case("proxy.exists")
def _() -> Asked:
    story, session, _draft = once()
    command = giving(story, 2, 1, session=session)
    given = next(iter(story.conference.proxies))
    return story, c.GiveProxy(replace(command.proxy, proxy=given)), story.by("r2")


@case("proxy.given_already")
def _() -> Asked:
    story, session, _draft = once()
    return asked(story, holder=2, session=session)


@case("proxy.cap_reached")
def _() -> Asked:
    story, session, _draft = once()
    return story, giving(story, 2, 1, session=session), story.by("r2")


@case("proxy.chain")
def _() -> Asked:
    story, session, _draft = once()
    return story, giving(story, 1, 2, session=session), story.by("r1")


@case("proxy.not_allowed")
def _() -> Asked:
    story, session, _draft = agreed(None)
    return asked(story, session=session)


@case("proxy.no_evidence")
def _() -> Asked:
    story, session, _draft = agreed(ProxyRule(evidence=True))
    return asked(story, session=session)


@case("proxy.other_institution")
def _() -> Asked:
    story, session, _draft = agreed(ProxyRule(to="same_institution"))
    return asked(story, session=session)


@case("proxy.giver_recused")
def _() -> Asked:
    story, _session, draft = agreed()
    story.do(c.DeclareRecusal(draft, digest("kin"), institution="U0"), story.by("r0"))
    return asked(story, case=draft)


@case("proxy.holder_recused")
def _() -> Asked:
    story, _session, draft = agreed()
    story.do(c.DeclareRecusal(draft, digest("kin")), story.by("r1"))
    return asked(story, case=draft)


@case("proxy.unknown")
def _() -> Asked:
    story = begun()
    return story, c.RevokeProxy("proxy-9"), story.by("r0")


@case("proxy.revoked_already")
def _() -> Asked:
    story, _session, _draft = once()
    command = c.RevokeProxy(next(iter(story.conference.proxies)))
    story.do(command, story.by("r0"))
    return story, command, story.by("r0")


@case("proxy.ended")
def _() -> Asked:
    story, _session, draft = agreed()
    story.do(giving(story, until=story.at + timedelta(hours=1)), story.by("r0"))
    vote = story.open_vote(draft)
    story.wait(hours=2)
    return story, story.ballot(vote, "seat-U0"), story.by("r1", "rector")


@case("proxy.circle")
def _() -> Asked:
    """Each gives to the other for a time; a vote that lets proxies be passed on finds no end to it."""
    story, vote = opened(ProxyRule(chains=True), ((0, 2), (2, 0)))
    return story, story.ballot(vote, "seat-U0"), story.by("r2", "rector")


@case("proxy.holder_not_entitled")
def _() -> Asked:
    """Whoever was to hold it is no longer of the body when the vote opens."""
    story = begun()
    for person in ("g2", "g3"):
        story.grant(person, "wg_member", body="group")
    story.do(giving(story, seat="seat-group:g2", holder="seat-group:g3", days=60), story.by("g2"))
    story.do(c.EndMandate(story.by("g3").mandate, "resigned"), story.office)
    _, draft = allowing(story, ProxyRule(), body="code:group")
    vote = story.open_vote(draft)
    story.grant("g3", "wg_member", body="group")
    return story, story.ballot(vote, "seat-group:g2"), story.by("g3")


# --- recusal -----------------------------------------------------------------------------------------------


@case("recusal.not_yours")
def _() -> Asked:
    story = begun()
    return story, c.DeclareRecusal(story.draft(), digest("kin"), person="r1"), story.by("r2")


@case("recusal.not_the_head")
def _() -> Asked:
    story = begun()
    return story, c.DeclareRecusal(story.draft(), digest("kin"), institution="U0"), story.by("v0")


@case("ballot.seat_recused")
def _() -> Asked:
    story, _session, draft = agreed()
    story.do(c.DeclareRecusal(draft, digest("kin")), story.by("r3"))
    vote = story.open_vote(draft)
    return story, story.ballot(vote, "seat-U3"), story.by("r3")


@case("ballot.recused")
def _() -> Asked:
    """Their substitute votes for the seat, and they do not."""
    story, _session, draft = agreed()
    story.do(c.DeclareRecusal(draft, digest("kin")), story.by("r0"))
    vote = story.open_vote(draft)
    return story, story.ballot(vote, "seat-U0"), story.by("r0")
