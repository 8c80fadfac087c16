"""Envelopes of a vote: opened together to be counted, and destroyed once that is on record."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

from ecar_governance.domain import commands as c
from ecar_governance.domain.commands.votes import How
from ecar_governance.domain.deciding.votes import shown, sorted_papers
from ecar_governance.domain.events import VoteClosed, VoteVoided
from ecar_governance.domain.state import Vote
from ecar_governance.domain.voting.papers import Paper
from ecar_governance.errors import GovernanceError, RecordBroken
from ecar_governance.services.acting import SYSTEM
from ecar_governance.services.desk import Desk
from ecar_governance.services.ports import Act, Done, Outcome


def opened(desk: Desk, act: Act, vote: Vote, private: bytes) -> tuple[Paper, ...]:
    """Every seat's paper; each envelope must be the one that the log's latest digest names."""
    kept = {row["seat"]: bytes(row["sealed"]) for row in act.read("envelope", {"vote": vote.vote})}
    if set(kept) != set(vote.marks):
        raise RecordBroken("The envelopes are not those of the seats that voted; nothing was opened.")
    for seat, mark in vote.marks.items():
        if desk.sealing.digest(kept[seat]) != mark.digest:
            raise RecordBroken(f"The envelope of {seat} is not the one in the log; nothing was counted.")
    rows = {row.seat: row for row in vote.electorate}
    papers = desk.sealing.open_all(private, kept, vote=vote.vote)
    return tuple(shown(vote, rows[seat], paper) for seat, paper in papers.items())


def destroy(desk: Desk, vote: str) -> None:
    """After a close or void has committed: deletes the envelopes, shreds the key. Again is harmless."""
    desk.vault.delete_envelopes(vote)
    desk.keys.shred(vote)


def destroy_voided(desk: Desk, outcome: Outcome) -> None:
    """An act on a case may void its vote under way, by an edit, a stop or a migration: what was cast in it is
    never opened."""
    if isinstance(outcome, Done):
        for event in outcome.events:
            if isinstance(event.data, VoteVoided):
                destroy(desk, event.data.vote)


def sweep(desk: Desk) -> tuple[str, ...]:
    """At start-up: finishes what a crash interrupted. Gives the votes whose secrets were destroyed now.

    Only what the log calls closed or void is destroyed: a key without a vote may belong to an opening that
    another server is about to commit, and an orphan opens nothing."""
    conf = desk.conference
    over = {
        v
        for v in (*desk.keys.held(), *desk.vault.votes_with_envelopes())
        if v in conf.votes and conf.votes[v].status != "open"
    }
    for vote in sorted(over):
        destroy(desk, vote)
    return tuple(sorted(over))


def closing(
    desk: Desk, act: Act, how: How, private: Mapping[str, bytes], fresh: Mapping[str, dict[str, str]]
) -> c.CloseVote:
    """The command that closes these votes together, each opened with its private key; `fresh` are the ids
    for what may come of each. Raises RecordBroken."""
    first, *others = (
        c.Opened(vote, _papers(desk, act, vote, key), fresh[vote]) for vote, key in private.items()
    )
    return c.CloseVote(first.vote, how, first.papers, first.fresh, tuple(others))


def _papers(desk: Desk, act: Act, vote: str, key: bytes) -> tuple[Paper, ...]:
    """None of a vote that is no longer open: the core says so."""
    known = act.conference.votes[vote]
    return sorted_papers(opened(desk, act, known, key)) if known.status == "open" else ()


def end_early(desk: Desk, act: Act, fresh: Mapping[str, dict[str, str]]) -> None:
    """Closes these votes with the ballot that was the last one lacking. Where they cannot be counted now, the
    ballot stands, and `timers.tick` closes them or says what is wrong."""
    with suppress(GovernanceError):
        private = {vote: desk.keys.get(vote) for vote in fresh}
        act.decide(closing(desk, act, "all_voted", private, fresh), SYSTEM)


def ended(outcome: Outcome) -> tuple[str, ...]:
    """The votes that the transaction of a ballot closed, too."""
    events = outcome.events if isinstance(outcome, Done) else ()
    return tuple(event.data.vote for event in events if isinstance(event.data, VoteClosed))
