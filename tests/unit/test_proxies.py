"""Votes given into other hands: what a rule makes of them at the opening, who casts, who is represented."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from story import SYSTEM, Story, begun, digest
from support.proxies import agreed, allowing, giving, opened

from ecar_governance.domain import commands as c
from ecar_governance.domain.deciding.casters import casters_now
from ecar_governance.domain.decision import Accepted
from ecar_governance.domain.hands import in_hands
from ecar_governance.domain.proxies import represented, represented_among, represented_at
from ecar_governance.domain.recounting import recount
from ecar_governance.domain.vote_record import record_of
from ecar_governance.domain.voting.flipping import InHands
from ecar_governance.domain.voting.papers import Elector
from ecar_governance.domain.voting.proxies import ProxyRule
from ecar_governance.errors import InvalidInput
from ecar_governance.verifier.replay import replay

PAIRS = tuple[tuple[int, int], ...]


def told(story: Story, vote: str) -> tuple[dict[str, str], dict[str, str]]:
    """By the seat that gave it: the one that holds it, and why a proxy was left out."""
    known = story.vote(vote)
    held = {row.seat[-1]: row.proxy[-1] for row in known.electorate if row.proxy}
    return held, {one.seat[-1]: one.why for one in known.unused}


TABLE: dict[str, tuple[ProxyRule | None, PAIRS, str, dict[str, str], dict[str, str]]] = {
    "none given": (ProxyRule(), (), "", {}, {}),
    "one": (ProxyRule(), ((0, 1),), "", {"0": "1"}, {}),
    "not allowed": (None, ((0, 1),), "", {}, {"0": "proxy.not_allowed"}),
    "a cap of none": (ProxyRule(most=0), ((0, 1),), "", {}, {"0": "proxy.cap_reached"}),
    "the first given counts": (
        ProxyRule(), ((3, 1), (0, 1)), "", {"3": "1"}, {"0": "proxy.cap_reached"},
    ),
    "up to four": (
        ProxyRule(most=4), ((0, 5), (1, 5), (2, 5), (3, 5), (4, 5)), "",
        {"0": "5", "1": "5", "2": "5", "3": "5"}, {"4": "proxy.cap_reached"},
    ),
    "any number": (
        ProxyRule(most=None), ((0, 5), (1, 5), (2, 5), (3, 5), (4, 5)), "",
        {"0": "5", "1": "5", "2": "5", "3": "5", "4": "5"}, {},
    ),
    "no chain": (ProxyRule(), ((0, 1), (1, 2)), "", {"1": "2"}, {"0": "proxy.chain"}),
    "a chain": (ProxyRule(most=2, chains=True), ((0, 1), (1, 2)), "", {"0": "2", "1": "2"}, {}),
    "a chain counts at its end": (
        ProxyRule(chains=True), ((0, 1), (1, 2)), "", {"0": "2"}, {"1": "proxy.cap_reached"},
    ),
    "a circle": (
        ProxyRule(chains=True), ((0, 1), (1, 0)), "", {}, {"0": "proxy.circle", "1": "proxy.circle"},
    ),
    "into a circle": (
        ProxyRule(chains=True), ((3, 0), (0, 1), (1, 0)), "", {},
        {"0": "proxy.circle", "1": "proxy.circle", "3": "proxy.circle"},
    ),
    "its holder takes no part": (ProxyRule(), ((0, 1),), "1", {}, {"0": "proxy.holder_recused"}),
    "its giver takes no part": (ProxyRule(), ((2, 1),), "2", {}, {"2": "proxy.giver_recused"}),
    "the end of the chain takes no part": (
        ProxyRule(most=2, chains=True), ((0, 1), (1, 2)), "2", {},
        {"0": "proxy.holder_recused", "1": "proxy.holder_recused"},
    ),
    "of another institution": (
        ProxyRule(to="same_institution"), ((0, 1),), "", {}, {"0": "proxy.other_institution"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TABLE)
def test_what_a_rule_makes_of_what_was_given(name: str) -> None:
    rule, pairs, recused, held, unused = TABLE[name]
    story, vote = opened(rule, pairs, recused=[f"r{one}" for one in recused])
    assert told(story, vote) == (held, unused)
    found = replay(story.leaves)
    assert (found.findings, found.conference) == ((), story.conference)


def test_the_paper_is_asked_for_where_the_rule_does() -> None:
    story = begun()
    story.do(giving(story, 2, 1, days=90), story.by("r2"))
    story.do(giving(story, 3, 1, days=90, paper=digest("paper")), story.by("r3"))
    _, draft = allowing(story, ProxyRule(most=2, evidence=True))
    assert told(story, story.open_vote(draft)) == ({"3": "1"}, {"2": "proxy.no_evidence"})


def test_a_member_of_the_presidium_holds_it_for_one_of_the_same_institution_alone() -> None:
    story = begun()
    for person, institution in (("g2", "U2"), ("g3", "U2"), ("g4", "U3")):
        story.grant(person, "wg_member", body="group")
        story.grant(person, "vice_rector", institution=institution)
    for person, holder in (("g2", "g3"), ("g4", "g3")):
        given_by = story.by(person, "wg_member")
        story.do(giving(story, f"seat-group:{person}", f"seat-group:{holder}", days=90), given_by)
    _, draft = allowing(story, ProxyRule(most=5, to="same_institution"), body="code:group")
    known = story.vote(story.open_vote(draft))
    assert {row.seat: row.proxy for row in known.electorate if row.proxy} == {
        "seat-group:g2": "seat-group:g3"
    }
    assert [(one.seat, one.why) for one in known.unused] == [("seat-group:g4", "proxy.other_institution")]


# --- scope -------------------------------------------------------------------------------------------------


def test_the_narrowest_prevails_and_others_are_for_other_questions() -> None:
    story, session, draft = agreed(ProxyRule(most=5))
    other = story.on_agenda(session, person="r4", text="other")
    story.do(giving(story, 0, 1, days=90), story.by("r0"))
    story.do(giving(story, 0, 2, session=session), story.by("r0"))
    story.do(giving(story, 0, 3, case=draft), story.by("r0"))
    assert told(story, story.open_vote(draft))[0] == {"0": "3"}
    assert told(story, story.open_vote(other))[0] == {"0": "2"}


def test_one_for_a_later_time_or_another_session_is_of_no_use() -> None:
    story = begun()
    later = story.at + timedelta(days=60)
    story.do(giving(story, 2, 1, since=later, days=90), story.by("r2"))
    story.do(giving(story, 3, 1, days=1), story.by("r3"))
    _, draft = allowing(story, ProxyRule(most=5))
    assert told(story, story.open_vote(draft)) == ({}, {})


def test_one_of_a_session_ends_with_it() -> None:
    story, session, _draft = agreed(ProxyRule(most=5))
    story.do(giving(story, 0, 1, session=session), story.by("r0"))
    story.do(c.CloseSession(session), story.office)
    again = story.session(present=range(1, 6))
    assert represented(story.conference, "plenary", again, story.at) == ()


# --- casting -----------------------------------------------------------------------------------------------


def voted(**spec: Any) -> tuple[Story, str]:
    """U0, whose rector stayed away, has given its vote to U1; the vote is open."""
    return opened(ProxyRule(), ((0, 1),), **spec)


def test_the_holder_casts_for_both_seats_and_the_record_says_who_did() -> None:
    story, vote = voted()
    holder = story.by("r1", "rector")
    for seat in (0, 1):
        story.cast(vote, seat, "f", by=holder)
    assert {seat: mark.mandate for seat, mark in story.vote(vote).marks.items()} == {
        "seat-U0": holder.mandate,
        "seat-U1": holder.mandate,
    }
    assert {paper.seat for paper in story.close(vote).papers} == {"seat-U0", "seat-U1"}


@pytest.mark.parametrize("giver", ["r0", "v0"])
def test_a_giver_who_casts_prevails(giver: str) -> None:
    story, vote = voted()
    story.cast(vote, 0, "f", by=story.by("r1", "rector"))
    story.cast(vote, 0, "a", by=story.by(giver))
    again = story.ballot(vote, "seat-U0")
    assert story.refused(again, story.by("r1", "rector")) == ["ballot.prevails"]


def test_nobody_else_casts_for_it() -> None:
    story, vote = voted()
    assert story.refused(story.ballot(vote, "seat-U0"), story.by("r2")) == ["ballot.not_your_seat"]
    assert story.refused(story.ballot(vote, "seat-U1"), story.by("r0")) == ["ballot.not_your_seat"]


def test_one_given_to_a_person_is_not_for_the_others_of_the_seat() -> None:
    story = begun()
    story.do(giving(story, 1, 0, days=90, person="v0"), story.by("r1"))
    _, draft = allowing(story, ProxyRule())
    vote = story.open_vote(draft)
    assert story.refused(story.ballot(vote, "seat-U1"), story.by("r0")) == ["ballot.not_your_seat"]
    story.cast(vote, 1, "f", by=story.by("v0"))


def test_after_the_opening_none_is_added() -> None:
    story, _session, draft = agreed()
    vote = story.open_vote(draft)
    story.do(giving(story, case=draft), story.by("r0"))
    assert story.refused(story.ballot(vote, "seat-U0"), story.by("r1", "rector")) == ["ballot.not_your_seat"]


def test_one_taken_back_casts_no_more_and_what_was_cast_is_the_givers_to_replace() -> None:
    story, vote = voted()
    holder = story.by("r1", "rector")
    receipt = story.cast(vote, 0, "f", by=holder)
    [proxy] = story.conference.proxies
    events = story.do(c.RevokeProxy(proxy), story.by("r0"))
    assert [type(one.data).__name__ for one in events] == ["ProxyRevoked", "CasterChanged"]
    assert story.vote(vote).marks["seat-U0"].digest == receipt
    assert story.refused(story.ballot(vote, "seat-U0"), holder) == ["proxy.revoked_already"]
    story.cast(vote, 0, "a", by=story.by("v0"))
    assert [one.choice for one in story.close(vote).papers] == ["against"]


@pytest.mark.parametrize("by", ["r0", "r1", "olga"])
def test_giver_holder_and_office_take_it_back(by: str) -> None:
    story, vote = voted()
    [proxy] = story.conference.proxies
    office = "secretariat" if by == "olga" else "rector"
    story.do(c.RevokeProxy(proxy), story.by(by, office))
    assert len(story.vote(vote).casters["seat-U0"]) == 2


def test_nobody_else_does() -> None:
    story, _vote = voted()
    [proxy] = story.conference.proxies
    assert story.refused(c.RevokeProxy(proxy), story.by("r2")) == ["proxy.not_yours"]
    assert story.refused(c.RevokeProxy(proxy), story.by("v0")) == ["proxy.not_yours"]


def test_a_link_of_a_chain_taken_back_ends_it() -> None:
    story, vote = opened(ProxyRule(most=2, chains=True), ((0, 1), (1, 2)))
    last = story.by("r2")
    assert last.mandate in casters_now(story.conference, story.vote(vote), "seat-U0", story.at)
    story.do(c.RevokeProxy(story.conference.seat_proxies["seat-U1"][0]), story.by("r1", "rector"))
    for seat in ("seat-U0", "seat-U1"):
        assert last.mandate not in story.vote(vote).casters[seat]


@pytest.mark.parametrize(
    ("on_vacancy", "casts"), [("keep", {"r1"}), ("successor", {"heir"}), ("lapse", set())]
)
def test_a_new_rector_of_the_holder(
    on_vacancy: Literal["keep", "successor", "lapse"], casts: set[str]
) -> None:
    story = begun()
    story.do(giving(story, days=90), story.by("r0"))
    _, draft = allowing(story, ProxyRule(), on_vacancy=on_vacancy)
    vote = story.open_vote(draft)
    story.do(c.EndMandate(story.by("r1", "rector").mandate, "resigned"), story.office)
    story.grant("heir", "rector", institution="U1")
    for seat in ("seat-U0", "seat-U1"):
        found = {story.conference.mandates[one].person for one in story.vote(vote).casters[seat]}
        assert found - {"r0", "v0"} == casts


def test_a_vote_ends_early_when_all_seats_have_voted_those_of_givers_too() -> None:
    story, vote = voted(ends_early=True)
    for seat in range(1, 6):
        story.cast(vote, seat)
    assert not story.vote(vote).all_voted
    story.cast(vote, 0, by=story.by("r1", "rector"))
    assert story.vote(vote).all_voted
    assert story.close(vote, "all_voted", SYSTEM).status == "closed"


def test_whose_hands_a_proxy_was_in_is_known_after_the_close_and_the_session() -> None:
    story, session, draft = agreed(ProxyRule(most=5))
    for seat in (0, 2, 3):
        story.do(giving(story, seat, 1, session=session), story.by(f"r{seat}", "rector"))
    vote = story.open_vote(draft)
    story.cast(vote, 0, "f", by=story.by("r1", "rector"))
    story.cast(vote, 2, "a")
    third = story.conference.seat_proxies["seat-U3"][0]
    story.do(c.RevokeProxy(third), story.by("r3"))
    story.close(vote)
    story.do(c.CloseSession(session), story.office)
    closed = story.vote(vote)
    assert in_hands(story.conference, closed) == {
        "seat-U0": InHands("seat-U1", cast=True),
        "seat-U2": InHands("seat-U1", cast=False),
        "seat-U3": InHands("seat-U1", cast=False, stands=False),
    }


# --- represented -------------------------------------------------------------------------------------------


def test_represented_is_who_is_away_and_whose_holder_is_there() -> None:
    story, session, draft = agreed(ProxyRule(most=5))
    for seat, holder in ((0, 1), (2, 1), (3, 4)):
        story.do(giving(story, seat, holder, session=session), story.by(f"r{seat}"))
    vote = story.vote(story.open_vote(draft))
    story.attend(session, 3, there=False)
    story.attend(session, 4, there=False)
    conference = story.conference
    # U2 is there itself; the holder of U3's, U4, is not.
    assert represented(conference, "plenary", session, story.at) == ("seat-U0",)
    assert represented(conference, "plenary", "", story.at) == ()
    assert represented(conference, "plenary", session, story.at, rule=None) == ()
    capped = represented(conference, "plenary", session, story.at, rule=ProxyRule(most=0))
    assert capped == ()
    assert represented_among(vote.electorate, conference.sessions[session].present) == ("seat-U0",)
    story.attend(session, 1, there=False)
    assert represented(story.conference, "plenary", session, story.at) == ()


def test_a_number_below_none_is_no_cap() -> None:
    with pytest.raises(InvalidInput):
        ProxyRule(most=-1)


# --- properties --------------------------------------------------------------------------------------------

SEATS = st.integers(0, 5)
GIVEN = st.dictionaries(SEATS, SEATS, max_size=6).map(lambda d: tuple((a, b) for a, b in d.items() if a != b))
RULES = st.builds(ProxyRule, most=st.none() | st.integers(0, 3), chains=st.booleans())


@given(RULES, GIVEN, st.sets(SEATS, max_size=2))
def test_whatever_was_given_the_bounds_hold(rule: ProxyRule, pairs: PAIRS, recused: set[int]) -> None:
    story, vote = opened(rule, pairs, recused=[f"r{one}" for one in recused if one])
    known = story.vote(vote)
    rows: dict[str, Elector] = {row.seat: row for row in known.electorate}
    held: dict[str, int] = {}
    for row in rows.values():
        if row.proxy:
            held[row.proxy] = held.get(row.proxy, 0) + 1
            holder = rows[row.proxy]
            # Nobody who gave away, or takes no part, holds another's vote.
            assert not holder.recused
            assert not row.recused
            assert not holder.proxy or rule.chains
            assert set(holder.casters[: len(_own(story, holder))]) <= set(row.casters)
            # The seat's own come first.
            assert row.casters[: len(_own(story, row))] == _own(story, row)
    assert all(rule.most is None or many <= rule.most for many in held.values())
    assert {one.seat for one in known.unused} | {seat for seat, row in rows.items() if row.proxy} == {
        f"seat-U{seat}" for seat, _ in pairs
    }


def _own(story: Story, row: Elector) -> tuple[str, ...]:
    mine = [m for m in row.casters if story.conference.mandates[m].seat == row.seat]
    return tuple(mine)


@given(GIVEN)
def test_at_the_giving_the_register_keeps_to_the_rule_of_the_session(pairs: PAIRS) -> None:
    """Every proxy accepted for the session is used in its vote: no surprise at the opening."""
    story, session, draft = agreed(ProxyRule(most=2))
    kept = set()
    for seat, holder in pairs:
        command = giving(story, seat, holder, session=session)
        if isinstance(story.ask(command, story.by(f"r{seat}", "rector")), Accepted):
            story.do(command, story.by(f"r{seat}", "rector"))
            kept.add(f"seat-U{seat}")
    vote = story.vote(story.open_vote(draft))
    assert vote.unused == ()
    assert {row.seat for row in vote.electorate if row.proxy} == kept


def test_what_is_closed_names_who_was_represented_and_counts_them_so() -> None:
    """U0 is away and U1 votes for it; U2 is away, too, and its rector votes from elsewhere after all."""
    story = begun()
    for seat in (0, 2):
        story.do(giving(story, seat, 1, days=90), story.by(f"r{seat}", "rector"))
    session, draft = allowing(story, ProxyRule(most=2))
    story.attend(session, 2, there=False)
    vote = story.open_vote(draft)
    holder = story.by("r1", "rector")
    for seat in (0, 1):
        story.cast(vote, seat, "f", by=holder)
    story.cast(vote, 2, "a")
    closed = story.close(vote)
    assert closed.represented == ("seat-U0",)
    assert closed.outcome is not None
    counts = closed.outcome.counts
    assert (counts.present, counts.represented, counts.cast) == (5, 1, 3)
    again = recount(record_of(closed))
    assert (again.outcome, again.findings) == (closed.outcome, ())


def test_in_writing_represented_is_for_whom_the_holder_voted() -> None:
    story, session, draft = agreed()
    story.do(giving(story, case=draft), story.by("r0"))
    vote = story.vote(story.open_vote(draft))
    outside = replace(vote, session="")
    assert represented_at(story.conference, outside, (), story.at) == ()
    story.cast(vote.vote, 0, by=story.by("r1", "rector"))
    outside = replace(story.vote(vote.vote), session="")
    assert represented_at(story.conference, outside, (), story.at) == ("seat-U0",)
    assert represented_at(story.conference, vote, (story.seat(1),), story.at) == ("seat-U0",)
    assert session
