"""The list of proposals and the page of one: text, review, vote, history, and what may be done now."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from msgspec import Struct

from ecar_governance.domain.configuration import tree_of
from ecar_governance.domain.objections import objected_where
from ecar_governance.domain.paragraphs import bodies_of
from ecar_governance.domain.state import Case, Conference, Step
from ecar_governance.domain.workflow import Workflow
from ecar_governance.services.queries.cases import (
    CaseLine,
    case_line,
    load_titles,
    workflow_of,
)
from ecar_governance.services.queries.contacts import FilingView, Linked, filings, linked
from ecar_governance.services.queries.directory import Directory, Office, Place
from ecar_governance.services.queries.divisions import Asked, DivisionView, asked_of, division_view
from ecar_governance.services.queries.elections import ElectionView, election_view
from ecar_governance.services.queries.objecting import Objecting, objecting
from ecar_governance.services.queries.opinions import Consulted, consultations

Show = Literal["live", "decided", "all"]


class Attached(Struct, frozen=True):
    """A file beside the text."""

    name: str
    sha256: str


class TextIn(Struct, frozen=True):
    """The text in one language."""

    lang: str
    title: str
    body: str
    prevailing: bool


class Advice(Struct, frozen=True):
    """A recommendation of a body; `note` is Markdown, empty when it was erased or not given."""

    body: str
    recommendation: str
    note: str
    at: datetime
    by: Office


class StepTaken(Struct, frozen=True):
    """One step that the case took; `approved` are those who had asked for it before."""

    title: str
    target: tuple[str, ...]
    at: datetime
    by: Office
    position: int
    approved: tuple[Office, ...] = ()


class VoteLine(Struct, frozen=True):
    """A vote on the case."""

    vote: str
    status: str
    obtained: str
    ballot: str
    opened: datetime
    closes: datetime | None
    closed: datetime | None
    carried: bool | None
    election: ElectionView | None = None
    elects: bool = False
    indicative: bool = False
    division: Asked | None = None


class ProposalPage(Struct, frozen=True):
    """Everything that the page of a proposal shows but its actions."""

    line: CaseLine
    version: int
    revision: int
    created: datetime
    drafter: Office
    sponsors: tuple[Place, ...]
    body: Place | None
    texts: tuple[TextIn, ...]
    attachments: tuple[Attached, ...]
    manifest_hash: str
    advice: tuple[Advice, ...]
    consultations: tuple[Consulted, ...]
    filings: tuple[FilingView, ...]
    linked: tuple[Linked, ...]
    votes: tuple[VoteLine, ...]
    steps: tuple[StepTaken, ...]
    session: Place | None
    item: int
    resolution: Place | None
    workflow: Workflow
    workflow_name: str
    workflow_version: str
    editable: bool
    division: DivisionView | None = None
    objections: tuple[Objecting, ...] = ()
    """What members said where it might be adopted without a vote now."""


def proposals(
    directory: Directory, cases: tuple[Case, ...], at: datetime, *, show: Show = "live"
) -> tuple[CaseLine, ...]:
    """The cases given as lines, newest first; `show` keeps those under way, those ended, or all."""
    wanted = [
        case for case in cases if show == "all" or _ended(directory.conference, case) == (show == "decided")
    ]
    wanted.sort(key=lambda case: (case.created, case.reference), reverse=True)
    load_titles(directory, tuple(wanted))
    return tuple(case_line(directory, case, at) for case in wanted)


def proposal(directory: Directory, case: Case, at: datetime) -> ProposalPage:
    """The page of one case."""
    conference = directory.conference
    workflow = workflow_of(conference, case)
    version = conference.workflows[case.workflow_hash]
    manifest = case.manifest
    bodies = bodies_of(case)
    directory.load_texts([*manifest.titles.values(), *(one for many in bodies.values() for one in many)])
    directory.load_people([case.drafter.person, *(step.actor.person for step in case.steps)])
    languages = sorted(bodies, key=lambda lang: (lang != directory.lang, lang))
    return ProposalPage(
        line=case_line(directory, case, at),
        version=case.version,
        revision=case.revision,
        created=case.created,
        drafter=directory.actor(case.drafter),
        sponsors=tuple(Place(code, directory.institution(code)) for code in case.sponsors),
        body=Place(case.body, directory.body(case.body)) if case.body else None,
        texts=tuple(
            TextIn(
                lang,
                directory.text(manifest.titles.get(lang, "")),
                directory.whole(bodies[lang]),
                lang == manifest.prevailing,
            )
            for lang in languages
        ),
        attachments=tuple(Attached(one.name, one.sha256) for one in manifest.attachments),
        manifest_hash=case.manifest_hash,
        advice=tuple(
            Advice(
                directory.body(one.body),
                one.recommendation,
                directory.text(one.note),
                one.at,
                directory.actor(one.actor),
            )
            for one in case.recommendations
        ),
        consultations=consultations(directory, case),
        filings=filings(directory, case),
        linked=linked(directory, case),
        votes=tuple(vote_line(directory, vote) for vote in reversed(case.votes)),
        steps=tuple(_step(directory, case, step) for step in case.steps),
        session=_session(directory, case),
        item=case.item,
        resolution=_resolution(conference, case),
        workflow=workflow,
        workflow_name=directory.say(workflow.title),
        workflow_version=version.version,
        editable=tree_of(case.workflow_hash, workflow).editable(case.state),
        division=division_view(directory, case),
        objections=objecting(directory, objected_where(workflow, case)),
    )


def file_on(case: Case, sha256: str) -> str | None:
    """The name of a file that stands on the case, with its text, an opinion or from outside; else None."""
    named = next((one.name for one in case.manifest.attachments if one.sha256 == sha256), None)
    others = [*(one.file for one in case.opinions), *(one.file for one in case.filings)]
    if named is None and sha256 and sha256 in others:
        return f"{case.reference}-{others.index(sha256) + 1}"
    return named


def vote_line(directory: Directory, vote: str) -> VoteLine:
    """A vote as a line."""
    held = directory.conference.votes[vote]
    return VoteLine(
        held.vote,
        held.status,
        held.obtained,
        held.ballot,
        held.opened,
        held.closes,
        held.closed,
        held.outcome.carried if held.outcome is not None else None,
        election_view(directory, held),
        held.rule.election is not None,
        held.rule.indicative,
        asked_of(directory, held),
    )


def _ended(conference: Conference, case: Case) -> bool:
    states = workflow_of(conference, case).states
    return all(states[name].final for name in case.state)


def _step(directory: Directory, case: Case, step: Step) -> StepTaken:
    workflow = directory.conference.workflows[case.pinned_at(step.position)].workflow
    transition = workflow.transitions.get(step.transition)
    return StepTaken(
        directory.say(transition.title) if transition is not None else step.transition,
        tuple(
            directory.say(workflow.states[name].title) if name in workflow.states else name
            for name in step.target
        ),
        step.at,
        directory.actor(step.actor),
        step.position,
        tuple(directory.actor(one) for one in step.approved),
    )


def _session(directory: Directory, case: Case) -> Place | None:
    session = directory.conference.sessions.get(case.session)
    if session is None:
        return None
    return Place(session.session, directory.session(session.session))


def _resolution(conference: Conference, case: Case) -> Place | None:
    resolution = conference.resolutions.get(case.resolution)
    if resolution is None:
        return None
    return Place(case.resolution, resolution.numbered.number)
