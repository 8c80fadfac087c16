"""Random walks through the procedures: commands of all kinds, by the right people and the wrong ones.

Nothing raises, no invariant breaks, no vote is ever stuck, and the log of the walk replays.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from story import SYSTEM, WORDS, bundled, digest, manifest, met

from ecar_governance.domain import commands as c
from ecar_governance.domain import events as e
from ecar_governance.domain.canonical import value_digest
from ecar_governance.domain.decision import Accepted, Context
from ecar_governance.domain.evolve import fold
from ecar_governance.domain.options import options
from ecar_governance.domain.state import Case, Conference
from ecar_governance.domain.voting.papers import Paper
from ecar_governance.domain.workflow import Field, Transition
from ecar_governance.verifier.replay import replay

MEMBERS = 4


class Walk:
    """A story whose next command is drawn: `pick` takes one of several, always the same way for a number."""

    def __init__(self, seed: int) -> None:
        self.story, session = met(MEMBERS)
        self.story.grant("r2", "president")
        self._seed = seed
        self.story.on_agenda(session)
        case = self.story.draft("membership")
        self.story.act(case, "apply", self.story.by("r0"), institution="NEW")
        self.story.act(case, "confirm")
        self.story.act(case, "place_on_agenda", session=session)

    def pick(self, choices: Any) -> Any:
        """One of the choices, None when there are none."""
        found = list(choices)
        self._seed, at = divmod(self._seed, max(1, len(found)))
        return found[at] if found else None

    @property
    def conference(self) -> Conference:
        return self.story.conference

    def somebody(self) -> e.Actor:
        mandate = self.pick(sorted(self.conference.mandates))
        held = self.conference.mandates[mandate]
        return e.Actor("person", held.person, mandate, held.institution)

    def some_case(self) -> Case | None:
        name = self.pick(sorted(self.conference.cases))
        return None if name is None else self.story.case(name)

    # --- commands ------------------------------------------------------------------------------------------

    def draft(self) -> tuple[c.AnyCommand, e.Actor]:
        body = self.pick(["", "group"])
        name = self.pick(sorted(bundled()))
        return c.DraftProposal(self.story.id("case"), name, manifest(), (), body), self.story.by("r0")

    def legal_action(self) -> tuple[c.AnyCommand, e.Actor] | None:
        """Something that a page would offer to somebody."""
        case = self.some_case()
        if case is None:
            return None
        workflow = self.conference.workflows[case.workflow_hash].workflow
        person = self.pick(["olga", "r0", "g1", "r1", "omar"])
        context = Context(e.Actor("person", person), self.story.at)
        offered = [o for o in options(workflow, self.conference, case, context) if not o.reasons]
        onward = [o for o in offered if o.transition.name not in ("withdraw", "postpone")]
        taken = self.pick(onward if onward and self.pick([True, True, True, False]) else offered)
        if taken is None:
            return None
        held = self.conference.mandates[self.pick(taken.mandates)]
        actor = e.Actor("person", person, held.mandate, held.institution)
        return self._action(case, taken.transition), actor

    def any_action(self) -> tuple[c.AnyCommand, e.Actor] | None:
        """Any transition by anybody, sometimes on what is no longer so."""
        case = self.some_case()
        if case is None:
            return None
        workflow = self.conference.workflows[case.workflow_hash].workflow
        rule = workflow.transitions[self.pick(workflow.transitions)]
        command = self._action(case, rule)
        return replace(command, version=case.version - self.pick([0, 0, 1])), self.somebody()

    def _action(self, case: Case, rule: Transition) -> c.TakeAction:
        inputs = {field.name: self._value(field) for field in rule.inputs}
        return self.story.action(case.case, rule.name, **inputs)

    def _value(self, field: Field) -> str | int | tuple[str, ...]:
        match field.kind:
            case "integer":
                return int(self.pick(range(3)))
            case "choice":
                return str(self.pick(field.choices))
            case "session":
                return str(self.pick(sorted(self.conference.sessions)))
            case "institution":
                return str(self.pick(["NEW", "PARTNER"]))
            case "persons":
                return ("r3",)
            case _:
                return digest("something")

    def revise(self) -> tuple[c.AnyCommand, e.Actor] | None:
        case = self.some_case()
        if case is None:
            return None
        text = manifest(self.story.id("text"))
        fresh = {"vote": self.story.id("vote"), "key": "key"}
        revised = c.ReviseProposal(case.case, case.version, text, (), case.body, {}, fresh)
        return revised, self.story.by("r0")

    def cast(self) -> tuple[c.AnyCommand, e.Actor] | None:
        vote = self.pick(sorted(self.conference.open_votes))
        if vote is None:
            return None
        seat = self.pick([one.seat for one in self.story.vote(vote).electorate])
        held = self.conference.seat_mandates.get(seat, ())
        actor = self.somebody()
        if held and self.pick([True, True, False]):
            mandate = self.conference.mandates[self.pick(held)]
            actor = e.Actor("person", mandate.person, mandate.mandate, mandate.institution)
        return self.story.ballot(vote, seat), actor

    def close(self) -> tuple[c.AnyCommand, e.Actor] | None:
        vote = self.pick(sorted(self.conference.votes))
        if vote is None:
            return None
        how = self.pick(["by_hand", "deadline", "all_voted"])
        actor = self.pick([SYSTEM, self.story.office, self.story.by("r2", "president")])
        return self.story.closing(vote, how), actor

    def void(self) -> tuple[c.AnyCommand, e.Actor] | None:
        vote = self.pick(sorted(self.conference.open_votes))
        if vote is None:
            return None
        if self.pick([True, False]):
            return c.VoidVote(vote, "key_lost", "", self.story.fresh()), SYSTEM
        return c.VoidVote(vote, "by_hand", digest("r"), self.story.fresh()), self.somebody()

    def fire(self) -> tuple[c.AnyCommand, e.Actor] | None:
        name = self.pick(sorted(self.conference.running_deadlines))
        if name is None:
            return None
        state = self.story.case(name).deadlines[0].state
        return c.FireDeadline(name, state, self.story.fresh()), SYSTEM

    def typeset(self) -> tuple[c.AnyCommand, e.Actor] | None:
        name = self.pick(sorted(self.conference.resolutions))
        if name is None:
            return None
        document = self.story.id("document")
        return c.RecordTypeset(document, "resolution", name, digest(document), digest("r")), SYSTEM

    def sign(self) -> tuple[c.AnyCommand, e.Actor] | None:
        name = self.pick(sorted(self.conference.documents))
        if name is None:
            return None
        field, person, office = self.pick(
            [("chair", "r1", "session_chair"), ("secretary", "olga", "session_secretary")]
        )
        return self.story.signature(name, field), self.story.by(person, office)

    def end(self) -> tuple[c.AnyCommand, e.Actor]:
        number = self.pick(range(MEMBERS))
        held = self.pick(self.conference.seat_mandates[self.story.seat(number)])
        return c.EndMandate(held, "resigned"), self.story.by("omar")

    def grant(self) -> tuple[c.AnyCommand, e.Actor]:
        kind = self.pick(["rector", "acting_rector", "vice_rector", "written_authority"])
        scope = (
            {"session": self.pick(sorted(self.conference.sessions))} if kind == "written_authority" else {}
        )
        institution = f"U{self.pick(range(MEMBERS))}"
        person = self.pick(["auditor", "v0", "a0"])
        wanted = self.story.mandate(person, kind, institution=institution, **scope)
        return c.GrantMandate(wanted), self.story.by("omar")

    def presence(self) -> tuple[c.AnyCommand, e.Actor]:
        session = self.pick(sorted(self.conference.sessions))
        seat = self.story.seat(self.pick(range(MEMBERS)))
        mandate = self.pick(self.conference.seat_mandates[seat])
        return c.RecordPresence(session, seat, mandate, self.pick([True, False])), self.story.by("omar")

    def session(self) -> tuple[c.AnyCommand, e.Actor]:
        name = self.pick(sorted(self.conference.sessions))
        number = len(self.conference.sessions) + 1
        wanted = e.SessionConvened(f"session-{number}", "plenary", number, self.story.at, "Asia/Baku", {})
        command = self.pick([c.ConveneSession(wanted), c.OpenSession(name), c.CloseSession(name)])
        return command, self.story.by("omar")

    # --- walking -------------------------------------------------------------------------------------------

    def step(self, what: str) -> None:
        if what == "wait":
            self.story.wait(hours=self.pick([1, 30, 24 * 31]))
            return
        made: Callable[[], tuple[c.AnyCommand, e.Actor] | None] = getattr(self, what)
        drawn = made()
        if drawn is None:
            return
        command, actor = drawn
        before = self.conference
        if not isinstance(self.story.ask(command, actor), Accepted):
            assert self.conference is before
            return
        begun_at = len(self.story.events)
        self.story.do(command, actor)
        assert fold(self.story.events[begun_at:], before) == self.conference
        if isinstance(command, c.CastBallot):
            self._keep_paper(command)
        invariants(before, self.conference)

    def _keep_paper(self, command: c.CastBallot) -> None:
        secret = self.story.vote(command.vote).ballot == "secret"
        word = self.pick(WORDS.values())
        papers = self.story.papers.setdefault(command.vote, {})
        papers[command.seat] = Paper(word, None if secret else command.seat)


def invariants(before: Conference, now: Conference) -> None:
    assert now.size > before.size
    for case in now.cases.values():
        states = now.workflows[case.workflow_hash].workflow.states
        assert case.state
        assert set(case.state) <= set(states)
        earlier = before.cases.get(case.case)
        if earlier is not None and earlier.state != case.state:
            assert case.version > earlier.version
        final = any(states[name].final for name in case.state)
        open_votes = [v for v in case.votes if now.votes[v].status == "open"]
        assert len(open_votes) <= 1
        for vote in open_votes:
            assert now.votes[vote].state in case.state
            assert now.votes[vote].manifest_hash == case.manifest_hash
        assert not (final and (open_votes or case.deadlines))
        assert {d.state for d in case.deadlines} <= set(case.state)
        assert len(set(case.votes)) == len(case.votes)
    assert {v.vote for v in now.votes.values() if v.status == "open"} == set(now.open_votes)
    assert {x.case for x in now.cases.values() if x.deadlines} == set(now.running_deadlines)
    for vote in now.votes.values():
        seats = [one.seat for one in vote.electorate]
        assert len(set(seats)) == len(seats)
        assert set(vote.marks) <= set(seats)
        if vote.status == "closed" and vote.outcome is not None:
            assert len(vote.papers) == len(vote.marks)
            counts = vote.outcome.counts
            cast = counts.for_ + counts.against + counts.abstain + counts.blank + counts.invalid
            assert (cast, cast + counts.not_voted) == (counts.cast, counts.entitled)
    by_year: dict[tuple[str, int], list[int]] = {}
    for one in now.resolutions.values():
        assert now.votes[one.numbered.vote].outcome is not None
        by_year.setdefault((one.numbered.body, one.numbered.year), []).append(one.numbered.sequence)
    assert all(sorted(found) == list(range(1, len(found) + 1)) for found in by_year.values())
    for session in now.sessions.values():
        assert [item.item for item in session.agenda] == list(range(1, len(session.agenda) + 1))
    for document in now.documents.values():
        assert len({actor.person for actor in document.signed_by}) == len(document.signed_by) <= 2
    seats_of = [s.institution for s in now.seats.values()]
    assert len(set(seats_of)) == len(seats_of)
    for seat in now.seats:
        heads = [m for m in now.mandates.values() if m.seat == seat and m.kind in ("rector", "acting_rector")]
        assert now.at is not None
        assert sum(m.in_force(now.at) for m in heads) <= 1


USUAL = ["legal_action"] * 8 + ["cast"] * 4 + ["draft", "close", "wait", "typeset", "sign", "sign"]
RARE = ["any_action", "revise", "void", "fire", "end", "grant", "presence", "session"]


@settings(max_examples=50)
@given(
    st.lists(
        st.tuples(st.sampled_from(USUAL + RARE), st.integers(0, 10**9)),
        min_size=20,
        max_size=60,
    )
)
def test_a_walk_breaks_nothing_and_replays(steps: list[tuple[str, int]]) -> None:
    walk = Walk(0)
    for what, seed in (("draft", 1), ("draft", 3), *steps):
        walk._seed = seed
        walk.step(what)
    story = walk.story
    story.wait(hours=49)
    for vote in sorted(story.conference.open_votes):
        assert story.close(vote, "deadline").status == "closed"
    found = replay(story.leaves)
    assert found.findings == ()
    assert found.conference == story.conference


def test_walks_come_far() -> None:
    """Those above would prove little if they never left the first states: twenty fixed ones reach the end."""
    reached: set[str] = set()
    for number in range(1200):
        if number % 60 == 0:
            walk = Walk(0)
        drawn = int(value_digest(number)[7:23], 16)
        walk._seed = drawn // 97
        walk.step((USUAL + RARE)[drawn % 97 % len(USUAL + RARE)])
        reached |= {name for case in walk.conference.cases.values() for name in case.state}
    assert {"voting", "adopted", "rejected", "signing", "signed"} <= reached
