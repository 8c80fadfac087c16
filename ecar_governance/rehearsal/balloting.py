"""The votes of a play: papers seat by seat, the close, the chair."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from ecar_governance.domain import commands as c
from ecar_governance.domain.deciding.votes import shown, sorted_papers
from ecar_governance.domain.decision import Reason
from ecar_governance.domain.events import Actor
from ecar_governance.domain.state import Vote
from ecar_governance.domain.voting.papers import Paper
from ecar_governance.domain.voting.verdict import Side
from ecar_governance.errors import InvalidInput
from ecar_governance.rehearsal.cast import (
    SYSTEM,
    digest,
)
from ecar_governance.rehearsal.marking import marks_of, paper_of
from ecar_governance.rehearsal.proposing import Proposing

Choice = Literal["for", "against", "abstain", "blank", "invalid"]


class Balloting(Proposing):
    """A case that is voted on; a refusal changes nothing."""

    def ballots(self, numbers: Mapping[Choice, int]) -> tuple[Reason, ...]:
        """So many seats vote so, those present first; then whoever may close the vote closes it, unless it
        ends with the last ballot. InvalidInput without an open vote."""
        return self._cast([choice for choice, number in numbers.items() for _ in range(number)])

    def _cast(self, told: Iterable[str]) -> tuple[Reason, ...]:
        """One paper a seat, as told, those present first; then the vote is closed. All of it, or nothing."""
        conference, happened = self.conference, len(self.events)
        try:
            reasons = self._hand_in(told)
        except InvalidInput:
            self.conference = conference
            del self.events[happened:]
            raise
        if reasons:
            self.conference = conference
            del self.events[happened:]
        return reasons

    def _hand_in(self, told: Iterable[str]) -> tuple[Reason, ...]:
        vote = self._vote()
        papers: list[Paper] = []
        session = self.conference.sessions.get(vote.session)
        present = session.present if session is not None else ()
        seats = iter(sorted(vote.electorate, key=lambda row: row.seat not in present))
        for one in told:
            row = next(seats, None)
            if row is None or not row.casters:
                raise InvalidInput("More votes are given than there are seats that can vote.")
            held = self.conference.mandates[row.casters[0]]
            by = Actor("person", held.person, held.mandate, held.institution)
            cast = c.CastBallot(vote.vote, row.seat, digest(self.id("envelope")), vote.manifest_hash)
            if reasons := self.do(cast, by):
                return reasons
            seat = None if vote.ballot == "secret" else row.seat
            paper = Paper(one, seat) if vote.rule.election is None else paper_of(one, seat)
            papers.append(shown(vote, row, paper))
        return self.close(tuple(papers))

    def elected(self, papers: Mapping[str, int]) -> tuple[Reason, ...]:
        """So many seats hand in papers marked so (see `marking`); then the election is closed."""
        return self._cast([told for told, number in papers.items() for _ in range(number)])

    def preferred(self, who: str, order: str) -> tuple[Reason, ...]:
        """The chair says whom of the equals it prefers, as `a > b`."""
        if not self.case.vote:
            raise InvalidInput("No vote was put on the case.")
        names = tuple(one for group in marks_of(order) for one in group)
        command = c.GiveCastingVote(self.case.vote, None, self.fresh(), names)
        reasons = self.do(command, self.actor(who))
        if not reasons:
            self.typeset()
        return reasons

    def casting(self, who: str, side: Side) -> tuple[Reason, ...]:
        """The chair decides the members' equal division."""
        if not self.case.vote:
            raise InvalidInput("No vote was put on the case.")
        reasons = self.do(c.GiveCastingVote(self.case.vote, side, self.fresh()), self.actor(who))
        if not reasons:
            self.typeset()
        return reasons

    @property
    def waits_for_the_chair(self) -> bool:
        """Whether the members are divided equally, and the chair decides."""
        vote = self.conference.votes.get(self.case.vote)
        if vote is None or vote.rule.election is not None or vote.state not in self.case.state:
            return False
        return vote.waits_for_chair

    def decided(self, carried: bool) -> tuple[Reason, ...]:
        """Everybody votes for, or everybody against."""
        seats = sum(bool(row.casters) for row in self._vote().electorate)
        return self.ballots({"for" if carried else "against": seats})

    def close(self, papers: tuple[Paper, ...] = ()) -> tuple[Reason, ...]:
        """Closes the vote with these papers: at its deadline when that has passed, because all have voted
        when it ends early, else by hand."""
        vote = self._vote()
        how: Literal["by_hand", "deadline", "all_voted"] = "all_voted" if vote.all_voted else "by_hand"
        if vote.closes is not None and self.at >= vote.closes:
            how = "deadline"
        command = c.CloseVote(vote.vote, how, sorted_papers(papers), self.fresh())
        reasons = self.do(command, self.actor("secretariat") if how == "by_hand" else SYSTEM)
        if not reasons:
            self.typeset()
        return reasons

    def void(self) -> tuple[Reason, ...]:
        """The secretary general declares the vote void."""
        command = c.VoidVote(self._vote().vote, "by_hand", digest("a reason"), self.fresh())
        return self.do(command, self.actor("secretary_general"))

    def _vote(self) -> Vote:
        vote = self.open_vote
        if vote is None:
            raise InvalidInput("No vote is open on the case.")
        return vote
