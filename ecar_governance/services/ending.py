"""A vote ended: closed and counted, decided by the chair, or void. All envelopes are opened together."""

from __future__ import annotations

from contextlib import suppress

from ecar_governance.domain import commands as c
from ecar_governance.domain.blocks import together
from ecar_governance.domain.commands.votes import How
from ecar_governance.domain.decision import Reason, Refused
from ecar_governance.domain.events import Actor
from ecar_governance.domain.voting.verdict import Side
from ecar_governance.errors import InvalidInput, KeyLost, RecordBroken
from ecar_governance.services.acting import SYSTEM, actor_for
from ecar_governance.services.ballots import vote_of
from ecar_governance.services.counting import closing, destroy
from ecar_governance.services.desk import Desk
from ecar_governance.services.opening import RESULTS, VOIDED, perform, pinned_of, vote_by_itself
from ecar_governance.services.ports import Act, Done, Outcome
from ecar_governance.services.texts import keep_text
from ecar_governance.services.work import deciding

CLOSERS = ("session_chair", "session_secretary", "secretariat", "secretary_general", "president")
CASTING = ("session_chair", "president")
VOIDERS = ("session_chair", "president", "secretary_general")


def close(desk: Desk, person: str, vote: str, *, key: str | None = None) -> Outcome:
    """Closes the vote by hand; one whose deadline has passed closes as of its deadline. Raises NotFound."""
    known = vote_of(desk.conference, vote)
    now = desk.clock.now()
    if known.closes is not None and now >= known.closes:
        return close_due(desk, vote)
    actor = actor_for(desk.conference, person, now, kinds=CLOSERS, session=known.session)
    return _close(desk, vote, "by_hand", actor, key)


def close_complete(desk: Desk, vote: str) -> Outcome:
    """The system closes a vote that ends early and in which every seat has voted."""
    return _close(desk, vote, "all_voted", SYSTEM, None)


def close_due(desk: Desk, vote: str) -> Outcome:
    """The system closes a vote whose deadline has passed, as of that deadline."""
    return _close(desk, vote, "deadline", SYSTEM, None)


def _close(desk: Desk, vote: str, how: How, actor: Actor, key: str | None) -> Outcome:
    """Opens all envelopes together inside the log's lock, counts, and only then destroys key and envelopes.
    The votes of a block are closed together, in one act.

    A key that is certainly lost voids the vote, openly, by the system; one that cannot be read now raises
    Unavailable and leaves everything as it is."""
    known = vote_of(desk.conference, vote)
    votes = tuple(one.vote for one in together(desk.conference, known))
    private: dict[str, bytes] = {}
    for one in votes:
        try:
            private[one] = desk.keys.get(one)
        except KeyLost:
            lost = desk.conference.votes[one]
            if lost.status != "open":
                return Refused((Reason(f"vote.is_{lost.status}"),))
            voided = _void_lost(desk, one)
            if one == vote:
                return voided
    conf = desk.conference
    ids = {
        one: {
            "resolution": desk.ids.new("resolution"),
            **vote_by_itself(desk, pinned_of(conf, conf.votes[one].case), RESULTS),
        }
        for one in private
    }

    def work(act: Act) -> Refused | None:
        answer = act.decide(closing(desk, act, how, private, ids), actor)
        return answer if isinstance(answer, Refused) else None

    outcome = perform(desk, work, *ids.values(), actor=actor, key=key)
    if isinstance(outcome, Done):
        for one in private:
            destroy(desk, one)
    return outcome


def give_casting_vote(
    desk: Desk,
    person: str,
    vote: str,
    choice: str,
    *,
    preferred: tuple[str, ...] = (),
    key: str | None = None,
) -> Outcome:
    """The chair decides an equal division, and the case goes on; in an election by whom it prefers among the
    equals, the first first. Raises NotFound, InvalidInput (no such choice)."""
    known = vote_of(desk.conference, vote)
    side: Side | None = None
    if known.rule.election is None:
        side = "for" if choice == "for" else "against"
        if choice != side:
            raise InvalidInput("The casting vote is for or against.", fix="choose one of them")
    ids = {"resolution": desk.ids.new("resolution")}
    ids |= vote_by_itself(desk, pinned_of(desk.conference, known.case), RESULTS)
    at = desk.clock.now()
    actor = actor_for(desk.conference, person, at, kinds=CASTING, session=known.session)
    work = deciding(c.GiveCastingVote(vote, side, ids, preferred), actor)
    return perform(desk, work, ids, actor=actor, key=key)


def void(desk: Desk, person: str, vote: str, reason: str, *, key: str | None = None) -> Outcome:
    """Declares the vote void for a reason; the procedure says where the case goes. Raises NotFound."""
    known = vote_of(desk.conference, vote)
    if not reason.strip():
        return Refused((Reason("vote.void_needs_reason"),))
    if known.status == "open" and known.closes is not None and known.closes <= desk.clock.now():
        # Its deadline has closed it, though nobody noticed: what was cast by then counts, if it can be read.
        with suppress(RecordBroken):
            close_due(desk, vote)
    digest, row = keep_text(desk, reason.strip(), "")
    at = desk.clock.now()
    actor = actor_for(desk.conference, person, at, kinds=VOIDERS, session=known.session)
    fresh = vote_by_itself(desk, pinned_of(desk.conference, known.case), VOIDED)
    work = deciding(c.VoidVote(vote, "by_hand", digest, fresh), actor, (row,))
    outcome = perform(desk, work, fresh, actor=actor, key=key)
    if isinstance(outcome, Done):
        destroy(desk, vote)
    return outcome


def _void_lost(desk: Desk, vote: str) -> Outcome:
    conf = desk.conference
    fresh = vote_by_itself(desk, pinned_of(conf, conf.votes[vote].case), VOIDED)
    outcome = perform(desk, deciding(c.VoidVote(vote, "key_lost", "", fresh), SYSTEM), fresh, actor=SYSTEM)
    if isinstance(outcome, Done):
        destroy(desk, vote)
    return outcome
