"""A procedure as a finite transition system: every configuration a case can be in, and what leads on from it.

The steps are those of `deciding.moving`: an act, what leads on at once, what has happened, each in its turn.
What depends on more than the procedure (whether a guard holds, who is there, how a vote ends, whether anybody
is asked) may turn out either way. So every run of a real case is a path here: what holds on every path holds
in every run. The other way round a path may need guards to come true that never do together; a
counter-example is such a path, and runs as it is told wherever its guards allow. Known of guards is what
`guards` says, the past that `taken`, `not_taken` and `time_since` ask after included.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ecar_governance.domain.configuration import Leaves, Memory, Move, Tree
from ecar_governance.domain.proving.guards import Knowledge, exhaustive, known, remembered
from ecar_governance.domain.proving.layout import Layout
from ecar_governance.domain.registry import EFFECTS
from ecar_governance.domain.workflow import Transition, Trigger, Workflow

FROM_OUTSIDE: tuple[Trigger, ...] = ("document_typeset", "signatures_complete")
VOTE_ENDS: tuple[Trigger, ...] = ("vote_carried", "vote_lost", "vote_inquorate", "next_ballot", "vote_voided")

Happening = tuple[Trigger, str]
"""What is to be followed: a trigger, in one state or ("") wherever the case is."""


class Take(NamedTuple):
    """One transition taken: its name, the active state it was taken from, what it entered, outer ones
    first."""

    rule: str
    source: str
    entered: tuple[str, ...]


Takes = tuple[Take, ...]


class Run(NamedTuple):
    """A case in the middle of an act: where it is, what has happened (bits), what was entered and may lead on
    at once, what is still to be followed, and what was taken on the way."""

    leaves: Leaves
    memory: Memory
    past: int
    fresh: frozenset[str]
    queue: tuple[Happening, ...]
    takes: Takes = ()


class System:
    """The transition system of a procedure all of whose names are known. Nodes are ints, see `layout`.

    `watched` bits of the past are a monitor's, and passed on untouched.
    """

    def __init__(self, workflow: Workflow, watched: int = 0) -> None:
        self.workflow = workflow
        self.tree = Tree(workflow)
        names = remembered(workflow)
        self.bits = {name: 1 << (watched + at) for at, name in enumerate(names)}
        self.watched = watched
        self.layout = Layout(workflow, self.tree, watched + len(names))
        rules = sorted(workflow.transitions.values(), key=lambda rule: (rule.rank, rule.name))
        self.knowledge: dict[str, Knowledge] = {rule.name: known(rule, self.bits) for rule in rules}
        self._asking = {state for field in workflow.fields.values() for state in field.required_in}
        self.apart = frozenset(
            rule.name
            for rule in rules
            if any(name in workflow.roles and workflow.roles[name].scope == "region_body" for name in rule.by)
        )
        self.people: dict[str, list[Transition]] = {}
        self.at_once: dict[str, list[Transition]] = {}
        self.answers: dict[tuple[str, Trigger], Transition] = {}
        for rule in rules:
            for state in dict.fromkeys(rule.source):
                if rule.trigger == "person":
                    self.people.setdefault(state, []).append(rule)
                elif rule.trigger == "at_once":
                    self.at_once.setdefault(state, []).append(rule)
                elif rule.trigger != "deadline":
                    self.answers.setdefault((state, rule.trigger), rule)
        if any(trigger == "vote_inquorate" for _, trigger in self.answers):
            for (state, trigger), rule in [*self.answers.items()]:
                if trigger == "vote_lost":
                    self.answers.setdefault((state, "vote_inquorate"), rule)
        self.deadlines = {
            state.name: workflow.transitions[state.deadline.then]
            for state in workflow.states.values()
            if state.deadline is not None
        }
        self.answered = {trigger for _, trigger in self.answers}
        self.consulting = tuple(
            name
            for name, state in workflow.states.items()
            if state.consultation is not None and (name, "all_opined") in self.answers
        )
        self.held = frozenset(name for name in workflow.states if self._held(name))
        self._pending: list[tuple[frozenset[str], tuple[Happening, ...]]] = [(frozenset(), ())]
        self._numbers = {self._pending[0]: 0}

    def _held(self, name: str) -> bool:
        """Whether the state is never left but by the end of its vote: its vote is open as long as the case is
        there, since each way in puts the question and each end of the vote leads out."""
        state = self.workflow.states[name]
        into = [rule for rule in self.workflow.transitions.values() if rule.target == name]
        begins = {self.workflow.initial} | {
            region.initial for one in self.workflow.states.values() for region in one.regions
        }
        return (
            state.vote is not None
            and not state.regions
            and name not in begins
            and not set(self.tree.places(name)) & set(self.tree.remembering)
            and not any(rule.stops_vote for rule in self.workflow.transitions.values())
            and all(any(EFFECTS[call.name].on for call in rule.effects) for rule in into)
            # While the chair is to decide between equals, the vote is closed and the case still there.
            and state.vote.rule.election is None
            and state.vote.rule.tie != "chair"
            and all(
                (name, end) in self.answers and self.answers[name, end].target
                for end in VOTE_ENDS
                if (end != "next_ballot" or state.vote.rule.goes_on)
                and (end != "vote_inquorate" or end in self.answered)
            )
        )

    # --- nodes -------------------------------------------------------------------------------------------

    def node(self, run: Run) -> int:
        """The run as an int."""
        layout = self.layout
        key = (run.fresh, run.queue)
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = len(self._pending)
            self._pending.append(key)
        return layout.encode(run.leaves, run.memory) | run.past << layout.past | number << layout.top

    def run(self, node: int) -> Run:
        """What the int says."""
        layout = self.layout
        fresh, queue = self._pending[node >> layout.top]
        past = node >> layout.past & layout.past_mask
        return Run(layout.leaves(node), layout.memory(node), past, fresh, queue)

    def begin(self) -> list[Run]:
        """How a case can begin."""
        entered = self.tree.entering(self.workflow.initial)
        start = Run(entered.leaves, {}, 0, frozenset(), ())
        return list(self._entering(start, entered.entered))

    def moves(self, node: int) -> Iterator[tuple[Takes, int]]:
        """Everything that can come next, with what is taken; nothing is taken where only a guard fails."""
        run = self.run(node)
        going = self._leading(run) if run.fresh or run.queue else self._resting(run)
        for after in going:
            yield after.takes, self.node(after)

    # --- what comes next ---------------------------------------------------------------------------------

    def opens(self, rule: Transition, past: int, entered: tuple[str, ...]) -> bool | None:
        """Whether the guards of the rule hold, None where that is not known."""
        what = self.knowledge[rule.name]
        if what.never or past & what.taken != what.taken or past & what.untaken:
            return False
        return True if what.surely and self._asking.isdisjoint(entered) else None

    def _leading(self, run: Run) -> Iterator[Run]:
        for state in self.tree.active(run.leaves) if run.fresh else ():
            tried = []
            for rule in self.at_once.get(state, ()) if state in run.fresh else ():
                move = self.tree.move(run.leaves, state, rule.target, run.memory)
                holds = self.opens(rule, run.past, move.entered)
                if holds is False:
                    continue
                yield from self._take(run._replace(fresh=run.fresh - {state}), rule, move)
                if holds:
                    return
                tried += [rule] if self._asking.isdisjoint(move.entered) else []
            if tried and exhaustive(self.workflow, state, tried):
                return
        if run.queue:
            # What was entered is asked again after each thing that is followed.
            yield from self.follow(run._replace(queue=run.queue[1:]), *run.queue[0])
        else:
            yield run._replace(fresh=frozenset())

    def _resting(self, run: Run) -> Iterator[Run]:
        active = self.tree.active(run.leaves)
        for state in active:
            for rule in self.people.get(state, ()):
                first = next(one for one in active if one in rule.source)
                if rule.name in self.apart or first == state:
                    yield from self.act(run, rule, state)
            if state in self.deadlines:
                yield from self.act(run, self.deadlines[state], state)
        voting = any(self.workflow.states[state].vote is not None for state in active)
        for trigger in FROM_OUTSIDE + (VOTE_ENDS if voting else ()):
            if trigger in self.answered:
                for after in self.follow(run, trigger, ""):
                    if after.takes:
                        yield after

    def act(self, run: Run, rule: Transition, state: str) -> Iterator[Run]:
        """A person, or a deadline, takes the rule out of the state."""
        if self.opens(rule, run.past, ()) is not False or rule.trigger != "person":
            move = self.tree.move(run.leaves, state, rule.target, run.memory)
            if self.held.isdisjoint(move.left):
                yield from self._take(run, rule, move)

    def follow(self, run: Run, trigger: Trigger, where: str) -> Iterator[Run]:
        """The answers to what has happened, as `deciding.moving` chooses them."""
        tree = self.tree
        if trigger == "joined" and not self._joined(where, run.leaves):
            yield run
            return
        active = tree.active(run.leaves)
        asked = [(where,)] if where else [(one, *tree.ancestors(one)) for one in tree.sort(run.leaves)]
        answers: dict[str, Transition] = {}
        for inside_out in asked:
            for state in inside_out:
                if state in active and (rule := self.answers.get((state, trigger))) is not None:
                    answers[state] = rule
                    break
        runs = [run]
        for state in self.tree.compatible(run.leaves, run.memory, answers):
            rule = answers[state]
            runs = [
                taken
                for one in runs
                for taken in self._take(one, rule, tree.move(one.leaves, state, rule.target, one.memory))
            ]
        yield from runs

    def _take(self, run: Run, rule: Transition, move: Move) -> Iterator[Run]:
        taken = Run(
            move.leaves,
            self.tree.remember(run.leaves, move.left, run.memory),
            run.past | self.bits.get(rule.name, 0),
            run.fresh.difference(move.left),
            run.queue,
            (*run.takes, Take(rule.name, move.source, move.entered)),
        )
        for entered in self._entering(taken, move.entered):
            for happened in self.brings(rule):
                yield entered._replace(queue=(*entered.queue, *happened))

    def _entering(self, run: Run, entered: tuple[str, ...]) -> Iterator[Run]:
        fresh = run.fresh.union(state for state in entered if state in self.at_once)
        queues = [run.queue]
        for state in entered:
            if state in self.consulting:  # with nobody to ask, everybody has spoken
                queues += [(*queue, ("all_opined", state)) for queue in queues]
        # As in SCXML every region that ends says so, also several of one state at once.
        ended = [self.workflow.states[state].parent for state in entered if self.workflow.states[state].done]
        joined: tuple[Happening, ...] = tuple(
            ("joined", state)
            for state in ended
            if (state, "joined") in self.answers and self._joined(state, run.leaves)
        )
        for queue in queues:
            yield run._replace(fresh=fresh, queue=queue + joined)

    def brings(self, rule: Transition) -> list[tuple[Happening, ...]]:
        """What the effects of the rule may set off, each way that it can turn out."""
        ways: list[tuple[Happening, ...]] = [()]
        for call in rule.effects:
            if call.name in ("adopt_without_vote", "elect_by_acclamation"):
                ends: tuple[Happening, ...] = (("vote_carried", ""),)
            elif call.name in ("enter_hand_count", "enter_paper_count"):
                ends = (("vote_carried", ""), ("vote_lost", ""), ("next_ballot", ""))
                if "vote_inquorate" in self.answered:
                    ends = (*ends, ("vote_inquorate", ""))
            elif call.name == "record_opinion":
                ways += [(*way, ("all_opined", state)) for way in ways for state in self.consulting]
                continue
            else:
                continue
            ways = [(*way, end) if end[0] in self.answered else way for way in ways for end in ends]
        return list(dict.fromkeys(ways))

    def _joined(self, state: str, leaves: Leaves) -> bool:
        return 0 < self.workflow.states[state].join <= self.tree.done(state, leaves)
