"""Which majority a vote takes, where an earlier vote of the same case chooses it."""

from __future__ import annotations

from msgspec.structs import replace

from ecar_governance.domain.state import Case, Conference
from ecar_governance.domain.voting.rule import ChosenResult
from ecar_governance.domain.workflow import VoteSpec


def majority_chosen(conference: Conference, case: Case, spec: VoteSpec) -> VoteSpec:
    """The question as it would be put now: by the majority that the last decided vote in the state named by
    `chosen_by` chose; by its own where none was decided there. Any other question is returned as it is."""
    by = spec.rule.chosen_by
    if by is None:
        return spec
    for name in reversed(case.votes):
        vote = conference.votes[name]
        outcome = vote.outcome if vote.state == by.vote and vote.status == "closed" else None
        if outcome is not None and outcome.settled:
            result: ChosenResult = "adopted" if outcome.carried else "rejected"
            return replace(spec, rule=spec.rule.settled(vote.vote, result))
    return replace(spec, rule=spec.rule.settled("", "not_held"))
