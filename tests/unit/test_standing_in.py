"""Who stands in for a rector has what their mandate says, from when to when it says so, and no more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from story import begun, digest, manifest

from ecar_governance.domain import commands as c
from ecar_governance.domain import events as e
from ecar_governance.domain.decision import Refused
from ecar_governance.domain.events import Actor

SEAT, OTHER = "seat-U5", "seat-U4"
HOUR = timedelta(hours=1)


class House:
    """A session of six with a vote open, another question on its agenda, and a draft of the fifth member's.
    `deputy` has a mandate of that kind there; an acting rector follows the rector, who has left."""

    def __init__(self, kind: str, since: timedelta = -HOUR, until: timedelta | None = None) -> None:
        story = self.story = begun()
        session = story.session(present=range(6))
        self.draft = story.draft(person="r5")
        self.asked = story.on_agenda(session, text="asked")
        self.case = story.on_agenda(session)
        self.vote = story.open_vote(self.case)
        now = story.at = story.at + 2 * HOUR
        if kind == "acting_rector":
            story.at = now - 2 * HOUR  # before the term of whoever acts begins
            story.do(c.EndMandate(story.by("r5").mandate, "resigned"), story.office)
        name = ""
        if kind:
            ends = None if until is None else now + until
            name = story.grant("deputy", kind, institution="U5", since=now + since, until=ends)  # type: ignore[arg-type]
        else:
            story.do(c.RegisterPerson(e.PersonRegistered("deputy", digest("deputy"))), story.office)
        story.at = now + HOUR / 4
        self.actor = Actor("person", "deputy", name, "U5" if kind else "")

    def codes(self, what: str) -> str:
        """The codes of why the deputy may not do it; nothing when they may."""
        answer = self.story.ask(DOES[what](self), self.actor)
        return " ".join(sorted({one.code for one in answer.reasons})) if isinstance(answer, Refused) else ""


DOES: dict[str, Callable[[House], Any]] = {
    "cast": lambda h: h.story.ballot(h.vote, SEAT),
    "cast for another": lambda h: h.story.ballot(h.vote, OTHER),
    "draft": lambda h: c.DraftProposal("case-new", "resolution", manifest()),
    "submit": lambda h: h.story.action(h.draft, "submit"),
    "withdraw": lambda h: h.story.action(h.draft, "withdraw"),
    "object": lambda h: h.story.action(h.asked, "object"),
    "recuse": lambda h: c.DeclareRecusal(h.asked, digest("why"), institution="U5"),
    "proxy": lambda h: c.GiveProxy(e.ProxyGiven("proxy-new", SEAT, OTHER, session="session-1")),
    "open a vote": lambda h: h.story.action(h.asked, "open_vote"),
    "close a vote": lambda h: h.story.closing(h.vote),
    "grant": lambda h: c.GrantMandate(h.story.mandate("r0", "auditor")),
}
WHO = {
    "nobody": ("", -HOUR, None),
    "acting": ("acting_rector", -HOUR, 24 * HOUR),
    "acting later": ("acting_rector", HOUR, None),
    "acted before": ("acting_rector", -HOUR, -HOUR / 2),
    "vice": ("vice_rector", -HOUR, None),
    "vice later": ("vice_rector", HOUR, None),
    "vice before": ("vice_rector", -HOUR, -HOUR / 2),
    "assistant": ("assistant", -HOUR, None),
    "assistant before": ("assistant", -HOUR, -HOUR / 2),
}
"""Since when and until when the mandate holds, from an hour's quarter ago."""

NOT_NOW = dict.fromkeys(DOES, "actor.mandate_not_in_force") | dict.fromkeys(
    ("cast", "cast for another"), "ballot.not_your_seat"
)
NEVER = {
    "cast for another": "ballot.not_your_seat",
    "open a vote": "role.missing",
    "close a vote": "actor.not_allowed",
    "grant": "actor.not_allowed",
}
"""What no place of a member has."""

EXPECTED: dict[str, dict[str, str]] = {
    "nobody": dict.fromkeys(DOES, "actor.no_mandate"),
    # As the rector: that this vote's rule has no proxies is the only thing in the way of one.
    "acting": NEVER | {"proxy": "proxy.not_allowed"},
    # Votes and drafts in the rector's place; does not dispose of the seat.
    "vice": NEVER | {"proxy": "actor.not_allowed", "recuse": "recusal.not_the_head"},
    # Prepares, and never votes or speaks for the member.
    "assistant": NEVER
    | {
        "cast": "ballot.not_your_seat",
        "withdraw": "role.missing",
        "object": "objection.no_seat role.missing",
        "recuse": "recusal.not_the_head",
        "proxy": "actor.not_allowed",
    },
    **dict.fromkeys(
        ("acting later", "acted before", "vice later", "vice before", "assistant before"), NOT_NOW
    ),
}


@pytest.mark.parametrize("who", WHO)
def test_whoever_stands_in_has_what_their_mandate_says_and_no_more(who: str) -> None:
    assert set(EXPECTED) == set(WHO)
    told = {what: House(*WHO[who]).codes(what) for what in DOES}
    assert {what: codes for what, codes in told.items() if codes} == EXPECTED[who]
