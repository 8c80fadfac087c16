"""Votes: the frozen electorate, marks, the close, and results that were had without ballots."""

from __future__ import annotations

from msgspec.structs import replace
from rpds import HashTrieMap

from ecar_governance.domain import events as e
from ecar_governance.domain.events import Event
from ecar_governance.domain.evolving import Fold
from ecar_governance.domain.evolving.case import put_case
from ecar_governance.domain.evolving.session import block_opened
from ecar_governance.domain.state import Conference, Mark, Objection, Vote
from ecar_governance.domain.voting.objecting import Objected
from ecar_governance.domain.voting.papers import Elector


def _attach(c: Conference, vote: Vote) -> Conference:
    case = c.cases[vote.case]
    put = replace(c, votes=c.votes.insert(vote.vote, vote))
    return put_case(put, replace(case, vote=vote.vote, votes=(*case.votes, vote.vote)))


def _opened(c: Conference, event: Event, d: e.VoteOpened) -> Conference:
    vote = Vote(
        vote=d.vote,
        case=d.case,
        state=d.state,
        session=d.session,
        body=d.body,
        obtained="ballots",
        ballot=d.ballot,
        options=d.options,
        rule=d.rule,
        electorate=d.electorate,
        manifest_hash=d.manifest_hash,
        status="open",
        opened=event.at,
        public_key=d.public_key,
        closes=d.closes,
        zone=d.zone,
        casters=HashTrieMap({x.seat: x.casters for x in d.electorate}),
        opened_at=event.position,
        ends_early=d.ends_early,
        not_before=d.not_before,
        unused=d.unused,
        proxied=_proxied(d.electorate),
        voters=sum(not x.recused for x in d.electorate),
        recused=tuple(x.seat for x in d.electorate if x.recused),
        candidates=d.candidates,
        number=d.number,
        excluded=d.excluded,
        weights=d.weights,
        weights_since=d.weights_since,
        division=d.division,
        block=d.block,
        fields=d.fields,
    )
    put = replace(_attach(c, vote), open_votes=c.open_votes.insert(d.vote, None))
    return block_opened(put, vote) if vote.block else put


def _proxied(electorate: tuple[Elector, ...]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for row in electorate:
        if row.proxy:
            found[row.proxy] = (*found.get(row.proxy, ()), row.seat)
    return found


def _accepted(c: Conference, event: Event, d: e.BallotAccepted) -> Conference:
    vote = c.votes[d.vote]
    earlier = vote.marks.get(d.seat)
    mark = Mark(
        d.seat, d.digest, d.mandate, event.at, event.position, 1 if earlier is None else earlier.count + 1
    )
    return replace(c, votes=c.votes.insert(d.vote, replace(vote, marks=vote.marks.insert(d.seat, mark))))


def _casters(c: Conference, _: Event, d: e.CasterChanged) -> Conference:
    vote = c.votes[d.vote]
    changed = replace(vote, casters=vote.casters.insert(d.seat, d.casters))
    return replace(c, votes=c.votes.insert(d.vote, changed))


def _closed(c: Conference, event: Event, d: e.VoteClosed) -> Conference:
    vote = replace(
        c.votes[d.vote],
        status="closed",
        closed=d.closed,
        how=d.how,
        papers=d.papers,
        present=d.present,
        represented=d.represented,
        outcome=d.outcome,
        decided_at=event.position,
    )
    return replace(c, votes=c.votes.insert(d.vote, vote), open_votes=c.open_votes.discard(d.vote))


def _quorum_asked(c: Conference, _: Event, d: e.QuorumAsked) -> Conference:
    return replace(c, votes=c.votes.insert(d.vote, replace(c.votes[d.vote], quorum_asked=True)))


def _casting(c: Conference, event: Event, d: e.CastingVoteGiven) -> Conference:
    vote = replace(c.votes[d.vote], outcome=d.outcome, preferred=d.preferred, decided_at=event.position)
    return replace(c, votes=c.votes.insert(d.vote, vote))


def _voided(c: Conference, event: Event, d: e.VoteVoided) -> Conference:
    vote = replace(c.votes[d.vote], status="void", closed=event.at, how=d.cause, decided_at=event.position)
    return replace(c, votes=c.votes.insert(d.vote, vote), open_votes=c.open_votes.discard(d.vote))


def _question(c: Conference, case_id: str) -> tuple[str, bool]:
    """The state in which the case's question is put, and whether its ballot is secret: tellers then counted
    papers from a box, not hands."""
    case = c.cases[case_id]
    states = c.workflows[case.workflow_hash].workflow.states
    for name in case.state:
        spec = states[name].vote if name in states else None
        if spec is not None:
            return name, spec.ballot == "secret"
    return case.state[0], False


def _without_ballots(c: Conference, event: Event, d: e.HandCountEntered | e.AdoptedWithoutVote) -> Conference:
    counted = isinstance(d, e.HandCountEntered)
    state, secret = _question(c, d.case)
    vote = Vote(
        vote=d.vote,
        case=d.case,
        state=state,
        session=d.session,
        body=d.body,
        obtained="hand_count" if counted else "without_vote",
        ballot="secret" if secret else "show_of_hands",
        options=(),
        rule=d.rule,
        electorate=() if isinstance(d, e.HandCountEntered) else d.electorate,
        manifest_hash=d.manifest_hash,
        status="closed",
        opened=event.at,
        closed=event.at,
        how="by_hand",
        present=d.present,
        represented=d.represented,
        recused=d.recused,
        outcome=d.outcome,
        tellers=d.tellers if isinstance(d, e.HandCountEntered) else (),
        protocol=d.protocol if isinstance(d, e.HandCountEntered) else "",
        candidates=d.candidates,
        number=d.number,
        counted=d.marks if isinstance(d, e.HandCountEntered) else None,
        bundles=d.bundles if isinstance(d, e.HandCountEntered) else (),
        entered_by=event.actor,
        objections=() if isinstance(d, e.HandCountEntered) else d.objections,
        division=d.division,
        fields=d.fields,
        opened_at=event.position,
        decided_at=event.position,
    )
    return _attach(c, vote)


def _objected(c: Conference, event: Event, d: e.ObjectionMade) -> Conference:
    """The seat's last word on the same question takes the place of the one before."""
    case = c.cases[d.case]
    said = Objected(d.seat, d.said, d.reason, d.entered)
    made = Objection(d.state, d.session, d.manifest_hash, said, event.actor, event.at)

    def same(one: Objection) -> bool:
        of = (one.state, one.session, one.manifest_hash, one.said.seat)
        return of == (d.state, d.session, d.manifest_hash, d.seat)

    others = tuple(one for one in case.objections if not same(one))
    return put_case(c, replace(case, objections=(*others, made)))


FOLDS: dict[type, Fold] = {
    e.VoteOpened: _opened,
    e.BallotAccepted: _accepted,
    e.CasterChanged: _casters,
    e.VoteClosed: _closed,
    e.QuorumAsked: _quorum_asked,
    e.CastingVoteGiven: _casting,
    e.VoteVoided: _voided,
    e.HandCountEntered: _without_ballots,
    e.AdoptedWithoutVote: _without_ballots,
    e.ObjectionMade: _objected,
}
