"""What is wrong with how a state's question is put: ways out, electorate, what the papers tell. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from ecar_governance.domain.durations import parse
from ecar_governance.domain.flaws import Flaw
from ecar_governance.domain.registry import EFFECTS
from ecar_governance.domain.voting.electorate import Electorate
from ecar_governance.domain.ways import edges, reached
from ecar_governance.domain.workflow import State, Transition, VoteSpec, Workflow

__all__ = ["VOTE_TRIGGERS", "goes_on", "of_vote"]

VOTE_TRIGGERS = {
    "vote_carried": "carried",
    "vote_lost": "lost",
    "vote_inquorate": "without a quorum",
    "next_ballot": "to go on in another ballot",
    "vote_voided": "voided",
}
"""What ends a vote, and in what words a finding says that it did."""


def goes_on(state: State) -> bool:
    """Whether the state's vote may need a further ballot."""
    return state.vote is not None and state.vote.rule.goes_on


def _goes_to_chair(state: State) -> bool:
    return state.vote is not None and state.vote.rule.chair_decides


def of_vote(workflow: Workflow, state: State, leaving: list[Transition]) -> Iterator[Flaw]:
    """What is wrong with the vote of `state`, which `leaving` lead out of."""
    path = ("states", state.name, "vote")
    have = {rule.trigger for rule in leaving}
    for trigger, outcome in VOTE_TRIGGERS.items():
        if trigger == "vote_inquorate" or (trigger == "next_ballot" and not goes_on(state)):
            continue
        if trigger not in have:
            message = f"{state.name!r} has no way out when its vote is {outcome}."
            fix = f"add a transition with `from: {state.name}` and `on: {trigger}`"
            yield Flaw("vote.no_way", message, path, fix, state.line)
    for rule in leaving:
        if rule.trigger == "deadline" and _goes_to_chair(state):
            continue  # it runs only once the vote is closed and the chair is to decide
        if rule.trigger not in VOTE_TRIGGERS and rule.target and not rule.stops_vote:
            message = f"{rule.name!r} leaves {state.name!r} while its vote is open."
            where = ("transitions", rule.name)
            fix = "let the vote be voided first, and leave on `vote_voided`; or end it by stop_vote"
            yield Flaw("vote.left_open", message, where, fix, rule.line)
    ways, silent = set(), False
    for rule in workflow.transitions.values():
        obtains = {EFFECTS[call.name].on for call in rule.effects} - {""}
        if rule.target == state.name:
            ways |= obtains
            if len(obtains) != 1:
                silent = True
                message = f"{rule.name!r} enters {state.name!r} and does not say how the result is had."
                fix = "give it open_vote, or another effect by which a result is had"
                where = ("transitions", rule.name)
                yield Flaw("vote.entered_silently", message, where, fix, rule.line)
    if state.vote is not None:
        yield from _of_papers(workflow, state, state.vote)
        yield from _of_electorate(state, state.vote)
        if (by := state.vote.rule.chosen_by) is not None:
            yield from _of_chosen(workflow, state, by.vote)
        if state.vote.rule.indicative:
            yield from _of_polls(state, leaving)
        lasts, least = state.vote.lasts, state.vote.rule.open_at_least
        if lasts and least and parse(least).nominal > parse(lasts).nominal:
            message = f"The vote of {state.name!r} is open for {least} at least, and lasts {lasts}."
            at_least = (*path, "open_at_least")
            yield Flaw("vote.open_at_least", message, at_least, f"write {lasts} or less", state.line)
        for way in state.vote.obtained:
            if way not in ways and not silent:  # what is entered silently is told already
                message = f"{way} is allowed, and no transition obtains the result so."
                fix = "remove it, or add a transition with its effect"
                yield Flaw("vote.never_used", message, (*path, "obtained"), fix, state.line)


def _of_chosen(workflow: Workflow, state: State, chooser: str) -> Iterator[Flaw]:
    """A majority that an earlier vote is to choose, and which it never can."""
    path = ("states", state.name, "vote", "chosen_by", "vote")
    vote = workflow.states[chooser].vote
    if vote is None or vote.rule.election is not None or vote.rule.indicative:
        message = f"The majority of {state.name!r} is chosen by {chooser!r}, where no motion is decided."
        fix = "name a state whose vote has a majority and is no poll"
        yield Flaw("vote.chosen_by", message, path, fix, state.line)
    elif chooser == state.name or state.name not in reached(edges(workflow)[0], [chooser]):
        message = f"The majority of {state.name!r} is chosen by {chooser!r}, which never comes before it."
        fix = f"lead from {chooser} to {state.name}, or leave `chosen_by` out"
        yield Flaw("vote.chosen_by", message, path, fix, state.line)


def _of_polls(state: State, leaving: list[Transition]) -> Iterator[Flaw]:
    """An indicative poll decides nothing: however it turns out, the case goes the same way."""
    ends = [rule for rule in leaving if rule.trigger in VOTE_TRIGGERS and rule.trigger != "vote_voided"]
    ways = {(rule.target, tuple(call.name for call in rule.effects)) for rule in ends}
    if len(ways) > 1:
        message = f"The poll of {state.name!r} is indicative, and its result decides where the case goes."
        fix = "let vote_carried and vote_lost lead to the same state, with the same effects"
        yield Flaw("vote.poll_decides", message, ("states", state.name, "vote"), fix, state.line)


def _of_papers(workflow: Workflow, state: State, vote: VoteSpec) -> Iterator[Flaw]:
    """What neither a secret paper nor a count of hands tells, and the rule asks for."""
    rule = vote.rule
    # The papers of a secret ballot show weight and chamber; it is opened only where many are alike.
    of_seats = bool(rule.consent) or rule.parts != "none"
    silent = ["a secret ballot"] if vote.ballot == "secret" and of_seats else []
    # Tellers add up the weights of those on each side, where their form asks for it; not chamber by chamber.
    untold = rule.weighs and not _weighed_by_hand(workflow, state.name)
    asked = of_seats or untold or bool(rule.chambers)
    silent += ["a count by hand"] if "hand_count" in vote.obtained and asked else []
    if silent:
        way = " and ".join(silent)
        message = f"The rule of {state.name!r} asks for weights, chambers, consent or parts, untold by {way}."
        fix = "use a roll call, or a rule by heads"
        yield Flaw("vote.untold", message, ("states", state.name, "vote"), fix, state.line)


def _weighed_by_hand(workflow: Workflow, state: str) -> bool:
    """Whether every count by hand that leads into the state has the tellers give weights for and against."""
    asked = [
        {field.name for field in rule.inputs if field.kind == "weight" and field.required}
        for rule in workflow.transitions.values()
        if rule.target == state and any(call.name == "enter_hand_count" for call in rule.effects)
    ]
    return bool(asked) and all({"weights_for", "weights_against"} <= one for one in asked)


def _of_electorate(state: State, vote: VoteSpec) -> Iterator[Flaw]:
    """What the rule asks of the electorate and that has not; or the other way round."""
    rule, asked = vote.rule, vote.electorate or Electorate()
    path = ("states", state.name, "vote")
    known = [chamber.name for chamber in asked.chambers]
    for name in rule.chambers:
        if name not in known:
            message = f"The rule of {state.name!r} asks for the chamber {name!r}, which no electorate has."
            yield Flaw("vote.electorate", message, path, "add it under `chambers:`", state.line)
    for name in known:
        if name not in rule.chambers:
            message = f"Nothing in the rule of {state.name!r} asks for the chamber {name!r}."
            where = (*path, "electorate", "chambers", name)
            yield Flaw("vote.electorate", message, where, "remove it, or ask a majority of it", state.line)
    if rule.weighs and not asked.weights:
        message = f"The rule of {state.name!r} counts weights, and no table says what anybody weighs."
        yield Flaw("vote.electorate", message, path, "write `electorate: {weights: TABLE}`", state.line)
    if asked.weights and not rule.weighs:
        message = f"The electorate of {state.name!r} has weights, and its rule counts heads alone."
        at_weights = (*path, "electorate", "weights")
        yield Flaw(
            "vote.electorate", message, at_weights, "write `counting: weights`, or remove it", state.line
        )
