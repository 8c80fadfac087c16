"""Who stands in an election: those nominated on the case, those its procedure names, and who goes on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from msgspec import Struct

from ecar_governance.domain.configuration import placed, tree_of
from ecar_governance.domain.one_word import ChosenOf
from ecar_governance.domain.roles import mandates_for
from ecar_governance.domain.state import Candidacy, Case, Conference, Vote
from ecar_governance.domain.voting.electing import seats_left
from ecar_governance.domain.voting.methods.papers import AGAINST, Option
from ecar_governance.domain.voting.methods.rules import Majority, Plurality
from ecar_governance.domain.voting.rule import VoteRule
from ecar_governance.domain.workflow import State, VoteSpec

MOST = 100
"""So many candidates stand at most: a paper that ranks them all still fits its envelope."""


class Ballot(Struct, frozen=True):
    """One ballot of an election: who stands in it, which it is (from 1), and the rule that it is held under,
    in which only the seats are left that earlier ones did not fill."""

    candidates: tuple[Option, ...]
    number: int
    rule: VoteRule


def nominating_now(conference: Conference, case: Case) -> State | None:
    """The state that the case is in and in which candidates are named; None when there is none."""
    workflow = conference.workflows[case.workflow_hash].workflow
    active = tree_of(case.workflow_hash, workflow).active(case.state)
    return next((workflow.states[name] for name in active if workflow.states[name].nominations), None)


def may_name(conference: Conference, case: Case, person: str, at: datetime) -> tuple[str, ...]:
    """The person's mandates under which they may nominate on the case now."""
    state = nominating_now(conference, case)
    if state is None or state.nominations is None:
        return ()
    workflow = conference.workflows[case.workflow_hash].workflow
    roles = [placed(workflow, workflow.roles[name], state.name) for name in state.nominations.by]
    return tuple(one for role in roles for one in mandates_for(conference, role, case, person, at))


def candidacy_of(case: Case, option: str) -> Candidacy | None:
    """The nomination of the option, withdrawn or not."""
    return next((one for one in case.candidacies if one.option == option), None)


def named_by(case: Case, person: str) -> int:
    """How many the person has named that are not withdrawn."""
    return sum(one.by.person == person and one.withdrawn is None for one in case.candidacies)


def next_ballot(conference: Conference, case: Case, state: str, spec: VoteSpec) -> Ballot:
    """The ballot that would be opened in the state now.

    A ballot that went on in another one hands on who stands in it; one that was void, or had no quorum, is
    held again. Otherwise it is the first, of everybody who stands. Who has withdrawn since stands no more."""
    before = next(_counted(conference, case, state), None)
    result = None if before is None or before.outcome is None else before.outcome.election
    if before is None or result is None or result.decided_by != "next_ballot":
        nominated = tuple(_option(one) for one in case.candidacies if one.stands)
        return Ballot((*nominated, *spec.options), 1, spec.rule)
    gone = {one.option for one in case.candidacies if one.withdrawn is not None}
    onward = tuple(one for one in before.candidates if one.id in result.onward and one.id not in gone)
    elected = [one for one in before.candidates if one.id in result.elected]
    return Ballot(onward, before.number + 1, seats_left(before.rule, result.open, elected))


def ballot_due(conference: Conference, case: Case, target: str) -> Ballot | None:
    """The ballot that a transition to the state would hold now; None where no election is held there."""
    workflow = conference.workflows[case.workflow_hash].workflow
    spec = workflow.states[target].vote if target in workflow.states else None
    if spec is None or spec.rule.election is None:
        return None
    return next_ballot(conference, case, target, spec)


def on_paper(ballot: Ballot) -> tuple[str, ...]:
    """Everything that a paper ballot of it offers, in the order of the list; against all comes last."""
    against = (AGAINST,) if isinstance(ballot.rule.election, Plurality | Majority) else ()
    return (*(one.id for one in ballot.candidates), *against)


def chosen(conference: Conference, case: Case, state: str) -> tuple[str, ...]:
    """Everybody elected in the ballots held in the state, the first elected first."""
    found: list[str] = []
    for vote in reversed(tuple(_counted(conference, case, state))):
        result = None if vote.outcome is None else vote.outcome.election
        if vote.number == 1:
            found = []
        found += result.elected if result is not None else ()
    return tuple(found)


def chosen_of(conference: Conference, vote: Vote) -> ChosenOf:
    """Whether people stand in the vote's election, or texts."""
    return "persons" if all(one.id in conference.persons for one in vote.candidates) else "texts"


def ballots_of(conference: Conference, vote: Vote) -> tuple[Vote, ...]:
    """All ballots of the vote's election that gave an outcome, the first first, up to the vote itself."""
    found: list[Vote] = []
    names = conference.cases[vote.case].votes
    for name in names[: names.index(vote.vote) + 1]:
        one = conference.votes[name]
        if one.state != vote.state or one.status != "closed" or one.outcome is None:
            continue
        if one.number == 1 and found and found[-1].outcome is not None and found[-1].outcome.election:
            found = []  # another election: the one before had its result
        found.append(one)
    return tuple(found)


def _held(conference: Conference, case: Case, state: str) -> Iterator[Vote]:
    """The votes that were put in the state, the newest first."""
    votes = (conference.votes[name] for name in reversed(case.votes))
    return (vote for vote in votes if vote.state == state)


def _counted(conference: Conference, case: Case, state: str) -> Iterator[Vote]:
    """Those of them that gave a result."""
    for vote in _held(conference, case, state):
        if vote.status == "closed" and vote.outcome is not None and vote.outcome.election is not None:
            yield vote


def _option(one: Candidacy) -> Option:
    return Option(one.option, group=one.institution, traits=one.traits)
