"""What is said of a vote besides ballots: a member asks for the quorum, the chair decides a tie."""

from __future__ import annotations

from msgspec.structs import replace

from ecar_governance.domain import commands as c
from ecar_governance.domain import events as e
from ecar_governance.domain.deciding import Handler
from ecar_governance.domain.deciding.casters import casters_now
from ecar_governance.domain.deciding.moving import follow
from ecar_governance.domain.deciding.steps import Steps
from ecar_governance.domain.deciding.votes import lot_seed
from ecar_governance.domain.decision import Reason
from ecar_governance.domain.effects import result_trigger
from ecar_governance.domain.state import Vote
from ecar_governance.domain.voting.electing import with_preference
from ecar_governance.domain.voting.electing_otherwise import elect_counted
from ecar_governance.domain.voting.judge import with_casting_vote
from ecar_governance.domain.voting.verdict import Outcome


def _ask_quorum(steps: Steps, command: c.AskQuorum) -> list[Reason]:
    vote = steps.conference.votes.get(command.vote)
    if vote is None:
        return [Reason("vote.unknown", {"vote": command.vote})]
    if vote.status != "open":
        return [Reason(f"vote.is_{vote.status}")]
    reasons = []
    if vote.closes is not None and steps.at >= vote.closes:
        reasons.append(Reason("vote.deadline_passed", when=vote.closes))
    if vote.rule.quorum is None or vote.rule.quorum.checked != "if_asked":
        reasons.append(Reason("quorum.not_to_be_asked"))
    elif vote.quorum_asked:
        reasons.append(Reason("quorum.asked_already"))
    if not _has_a_seat(steps, vote):
        reasons.append(Reason("quorum.not_a_member"))
    if not reasons:
        steps.emit(vote.case, e.QuorumAsked(vote.vote))
    return reasons


def _has_a_seat(steps: Steps, vote: Vote) -> bool:
    """Whether the actor may cast for any seat of the vote now."""
    mandate = steps.context.actor.mandate
    return any(mandate in casters_now(steps.conference, vote, row.seat, steps.at) for row in vote.electorate)


def _casting_vote(steps: Steps, command: c.GiveCastingVote) -> list[Reason]:
    """Who chairs the sitting decides what the members divided equally on, once, and the case goes on."""
    vote = steps.conference.votes.get(command.vote)
    if vote is None:
        return [Reason("vote.unknown", {"vote": command.vote})]
    if vote.status != "closed" or vote.outcome is None:
        return [Reason(f"vote.is_{vote.status}")]
    if vote.outcome.decided_by != "casting_vote_due":
        return [Reason("casting_vote.not_due")]
    reasons = _casting_reasons(vote, command) + _too_late(steps, vote)
    if reasons:
        return reasons
    if command.choice is None:
        outcome = _preferring(vote, vote.outcome, command.preferred)
    else:
        outcome = with_casting_vote(vote.rule, vote.outcome, command.choice, quorum_asked=vote.quorum_asked)
    steps.emit(vote.case, e.CastingVoteGiven(vote.vote, command.choice, outcome, command.preferred))
    trigger = result_trigger(outcome)
    return [] if trigger is None else follow(steps, vote.case, trigger, command.fresh)


def _preferring(vote: Vote, outcome: Outcome, preferred: tuple[str, ...]) -> Outcome:
    """What the ballot comes to, once the chair has said whom it prefers."""
    if vote.obtained != "hand_count":
        return with_preference(
            vote.rule,
            vote.candidates,
            vote.papers,
            outcome,
            preferred,
            number=vote.number,
            seed=lot_seed(vote),
            electors=vote.electorate,
        )
    again = elect_counted(
        vote.rule,
        vote.candidates,
        vote.counted or vote.bundles,
        outcome.counts,
        number=vote.number,
        seed=vote.vote,
        casting=preferred,
    )
    return replace(again, obtained="hand_count")


def _too_late(steps: Steps, vote: Vote) -> list[Reason]:
    """Why the chair is not waited for any more: its time is over, and the case may have gone on."""
    case = steps.conference.cases[vote.case]
    ran = next((due.due for due in case.deadlines if due.state == vote.state), None)
    if ran is not None and steps.at >= ran:
        return [Reason("casting_vote.too_late", when=ran)]
    latest = steps.conference.votes.get(case.vote)
    again = latest is not None and latest.vote != vote.vote and latest.state == vote.state
    return [Reason("casting_vote.too_late")] if again or vote.state not in case.state else []


def _casting_reasons(vote: Vote, command: c.GiveCastingVote) -> list[Reason]:
    """Why it is no answer to the question: a side in an election, names in a motion, or not every equal."""
    result = None if vote.outcome is None else vote.outcome.election
    tied = () if result is None else result.tied
    if result is None:
        asked = command.choice is not None and not command.preferred
    else:
        asked = command.choice is None and sorted(command.preferred) == sorted(tied)
    return [] if asked else [Reason("casting_vote.other_question", {"tied": ", ".join(tied)})]


HANDLERS: dict[type, Handler] = {c.AskQuorum: _ask_quorum, c.GiveCastingVote: _casting_vote}
