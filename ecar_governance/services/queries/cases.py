"""Where a proposal stands: its state in words, what comes next, who must act, by when."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from ecar_governance.domain.configuration import roles_of, tree_of
from ecar_governance.domain.decision import Context
from ecar_governance.domain.events import Actor
from ecar_governance.domain.machine import machine_of
from ecar_governance.domain.options import options
from ecar_governance.domain.roles import who_could
from ecar_governance.domain.state import Case, Conference
from ecar_governance.domain.workflow import State, Transition, Workflow
from ecar_governance.services.queries.directory import Directory, Place


class StateWords(Struct, frozen=True):
    """A state by its title; `outcome` is set when it is final."""

    name: str
    title: str
    final: bool
    outcome: str = ""
    editable: bool = False


class NextStep(Struct, frozen=True):
    """One way on from here: what it is called and which roles may take it, with the people who hold them."""

    transition: str
    title: str
    roles: tuple[str, ...]
    people: tuple[str, ...]


class Waiting(Struct, frozen=True):
    """A deadline: when it falls due, and what then happens by itself."""

    due: datetime
    then: str


class Standing(Struct, frozen=True):
    """Where a case stands. `vote` is set while its vote is open, with the marks counted so far (never
    choices); `signing` while its resolution waits for signatures: the fields still empty, chair first."""

    states: tuple[StateWords, ...]
    since: datetime
    next: tuple[NextStep, ...] = ()
    waiting: Waiting | None = None
    vote: str = ""
    vote_closes: datetime | None = None
    voted: int = 0
    entitled: int = 0
    signing: tuple[str, ...] = ()

    @property
    def final(self) -> bool:
        """Whether nothing more will happen."""
        return all(state.final for state in self.states)

    @property
    def due(self) -> datetime | None:
        """The instant to watch: the vote's close, else the state's deadline."""
        if self.vote_closes is not None:
            return self.vote_closes
        return self.waiting.due if self.waiting is not None else None


class CaseLine(Struct, frozen=True):
    """A case in a list."""

    case: str
    reference: str
    title: str
    workflow: str
    kind: str
    institution: str
    standing: Standing
    session: str = ""
    resolution: str = ""


def workflow_of(conference: Conference, case: Case) -> Workflow:
    """The version of the procedure to which the case is pinned."""
    return conference.workflows[case.workflow_hash].workflow


def active_in(workflow: Workflow, case: Case) -> tuple[str, ...]:
    """The states that the case is in, those around its leaves too."""
    return tree_of(case.workflow_hash, workflow).active(case.state)


def ways_on(workflow: Workflow, state: tuple[str, ...]) -> tuple[Transition, ...]:
    """The transitions that a person may take from here: first those that lead farthest on, then ways back,
    then ways out; among equals in the order of the procedure's text."""
    found = [
        transition
        for transition in workflow.transitions.values()
        if transition.trigger == "person" and set(transition.source) & set(state)
    ]
    return tuple(sorted(found, key=lambda one: likeliness(workflow, one, state)))


def likeliness(workflow: Workflow, transition: Transition, state: tuple[str, ...]) -> tuple[int, int, int]:
    """A key that sorts the likeliest step first: forward, back, out; the farthest forward first."""
    target = workflow.states[transition.target].rank if transition.target else 0
    if is_way_out(workflow, transition):
        return 2, 0, transition.rank
    if is_forward(workflow, transition, state):
        return 0, -target, transition.rank
    return 1, -target, transition.rank


def is_way_out(workflow: Workflow, transition: Transition) -> bool:
    """Whether the transition is a way out, open from several states, rather than a step forward."""
    target = workflow.states.get(transition.target)
    return (
        target is not None and target.final and (len(transition.source) > 1 or target.outcome == "withdrawn")
    )


def is_forward(workflow: Workflow, transition: Transition, state: tuple[str, ...]) -> bool:
    """Whether the step leads to a state that the procedure's text names later than where the case is."""
    here = [workflow.states[name].rank for name in transition.source if name in state]
    target = workflow.states.get(transition.target)
    return target is not None and not is_way_out(workflow, transition) and target.rank > min(here, default=-1)


def title_of(directory: Directory, case: Case) -> str:
    """The proposal's title in the reader's language, else in the prevailing one."""
    titles = case.manifest.titles
    digest = titles.get(directory.lang) or titles.get(case.manifest.prevailing, "")
    return directory.text(digest)


def load_titles(directory: Directory, cases: tuple[Case, ...]) -> None:
    """Fetches the titles of many cases at once."""
    directory.load_texts(digest for case in cases for digest in case.manifest.titles.values())


def standing(directory: Directory, case: Case, at: datetime) -> Standing:
    """Where the case stands at the instant."""
    conference = directory.conference
    workflow = workflow_of(conference, case)
    vote = conference.votes.get(case.vote)
    open_vote = vote if vote is not None and vote.status == "open" else None
    due = min(case.deadlines, key=lambda one: one.due, default=None)
    waiting = None
    if due is not None:
        then = workflow.transitions.get(due.transition)
        waiting = Waiting(due.due, directory.say(then.title) if then is not None else "")
    return Standing(
        states=tuple(_state(directory, workflow.states[name]) for name in case.state),
        since=case.entered,
        next=tuple(
            _next(directory, workflow, case, transition, at)
            for transition in _foreseen(conference, workflow, case, at)
        ),
        waiting=waiting,
        vote=open_vote.vote if open_vote is not None else "",
        vote_closes=open_vote.closes if open_vote is not None else None,
        voted=len(open_vote.marks) if open_vote is not None else 0,
        entitled=open_vote.voters if open_vote is not None else 0,
        signing=_unsigned(conference, case),
    )


def _foreseen(conference: Conference, workflow: Workflow, case: Case, at: datetime) -> list[Transition]:
    """The steps forward that somebody could take now; all of them when a condition holds up every one."""
    here = active_in(workflow, case)
    forward = [one for one in ways_on(workflow, here) if is_forward(workflow, one, here)]
    nobody = Context(Actor("system"), at)
    held_up = {
        one.transition.name
        for one in options(workflow, conference, case, nobody, ())
        if any(reason.code != "role.missing" for reason in one.reasons)
    }
    return [one for one in forward if one.name not in held_up] or forward


def case_line(directory: Directory, case: Case, at: datetime) -> CaseLine:
    """The case as a line of a list."""
    workflow = workflow_of(directory.conference, case)
    return CaseLine(
        case.case,
        case.reference,
        title_of(directory, case),
        directory.say(workflow.title),
        workflow.kind,
        directory.institution(case.institution) if case.institution else directory.body(case.body),
        standing(directory, case, at),
        case.session,
        case.resolution,
    )


def place(directory: Directory, case: Case) -> Place:
    """The case by id and title."""
    return Place(case.case, title_of(directory, case))


def role_title(directory: Directory, workflow: Workflow, role: str) -> str:
    """The role in words; empty when the procedure gives it no title (then its mandates' words serve)."""
    known = workflow.roles.get(role)
    return directory.say(known.title) if known is not None else role


def _state(directory: Directory, state: State) -> StateWords:
    return StateWords(
        state.name, directory.say(state.title), state.final, state.outcome or "", state.editable
    )


def _next(
    directory: Directory, workflow: Workflow, case: Case, transition: Transition, at: datetime
) -> NextStep:
    people = {
        person
        for source in machine_of(case.workflow_hash, workflow).sources(transition, case.state)
        for role in roles_of(workflow, transition, source)
        for person in who_could(directory.conference, role, case, at)
    }
    directory.load_people(people)
    return NextStep(
        transition.name,
        directory.say(transition.title),
        tuple(role_title(directory, workflow, role) for role in transition.by),
        tuple(sorted(name for name in (directory.person(person) for person in people) if name)),
    )


def _unsigned(conference: Conference, case: Case) -> tuple[str, ...]:
    resolution = conference.resolutions.get(case.resolution)
    if resolution is None or resolution.published is not None:
        return ()
    document = conference.documents.get(resolution.document)
    if document is None:
        return ()
    signed = {signature.field for signature in document.signatures}
    return tuple(field for field in ("chair", "secretary") if field not in signed)
