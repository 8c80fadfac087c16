"""The home page: what waits for you, what is under way, what was lately decided."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Literal

from msgspec import Struct

from ecar_governance.domain.blocks import together
from ecar_governance.domain.deciding.documents import may_sign, next_field
from ecar_governance.domain.paragraphs import said
from ecar_governance.domain.roles import active_mandates
from ecar_governance.domain.state import Case, Conference, Session
from ecar_governance.services.addressees import deciders
from ecar_governance.services.queries.actions import waits_for
from ecar_governance.services.queries.cases import CaseLine, case_line, load_titles, title_of, workflow_of
from ecar_governance.services.queries.directory import Directory
from ecar_governance.services.queries.papers import papers
from ecar_governance.services.queries.resolutions import RegisterLine, register

Ask = Literal["vote", "decide", "sign", "sign_minutes", "act", "notice", "open_session"]

LATELY = 5
"""How many decisions the home page names."""

STEPS = 3
"""How many possible steps a line of the home page names."""

OPENS = ("session_chair", "session_secretary", "president", "secretariat", "secretary_general")


class Task(Struct, frozen=True):
    """One thing that waits: what is asked, about what, for whom, by when, where to do it. `items`: of a block
    of several what one ballot stands for, each with its number; `numbers` as people say all of them."""

    ask: Ask
    title: str
    about: str
    link: str
    by: datetime | None = None
    seat: str = ""
    numbers: str = ""
    items: tuple[tuple[int, str], ...] = ()


class HomePage(Struct, frozen=True):
    """The home page of one person."""

    waiting: tuple[Task, ...]
    under_way: tuple[CaseLine, ...]
    decided: tuple[RegisterLine, ...]


def home(directory: Directory, person: str, at: datetime, sees: Callable[[Case], bool]) -> HomePage:
    """What concerns the person now; `sees` says which cases they may know of. What is not published yet is
    for those who hold a mandate."""
    conference = directory.conference
    live = [case for case in conference.cases.values() if sees(case) and not _ended(conference, case)]
    load_titles(directory, tuple(live))
    tasks = [*_ballots(directory, person), *_signatures(directory, person, at)]
    for case in live:
        tasks += _steps(directory, case, person, at) + _division(directory, case, person, at)
    tasks += _sessions(directory, person, at)
    tasks.sort(key=lambda task: (task.by is None, task.by or at))
    live.sort(key=lambda case: case.entered, reverse=True)
    return HomePage(
        tuple(tasks),
        tuple(case_line(directory, case, at) for case in live),
        register(directory, published_only=not active_mandates(conference, person, at), most=LATELY),
    )


def _ended(conference: Conference, case: Case) -> bool:
    states = workflow_of(conference, case).states
    return all(states[name].final for name in case.state)


def _ballots(directory: Directory, person: str) -> list[Task]:
    tasks = []
    for name in directory.conference.open_votes:
        vote = directory.conference.votes[name]
        first, *others = together(directory.conference, vote)
        if first.vote != name:
            continue  # one ballot stands for the whole block
        case = directory.conference.cases[vote.case]
        block = [directory.conference.cases[one.case] for one in (first, *others)] if others else []
        for paper in papers(directory, vote, person):
            if paper.marked is None:
                tasks.append(
                    Task(
                        "vote",
                        title_of(directory, case),
                        case.reference,
                        f"/ballots/{name}/{paper.seat}",
                        vote.closes,
                        paper.seat_name,
                        said(sorted(one.item for one in block)),
                        tuple((one.item, title_of(directory, one)) for one in block),
                    )
                )
    return tasks


def _signatures(directory: Directory, person: str, at: datetime) -> list[Task]:
    conference = directory.conference
    mine = active_mandates(conference, person, at)
    tasks = []
    for document in sorted(conference.documents.values(), key=lambda one: one.at):
        field = next_field(conference, document)
        if field is None or not any(may_sign(conference, document, field, mandate) for mandate in mine):
            continue
        link = f"/documents/{document.document}/sign/{field}"
        if document.kind == "minutes":
            tasks.append(Task("sign_minutes", directory.session(document.subject), "", link))
        else:
            numbered = conference.resolutions[document.subject].numbered
            case = conference.cases[numbered.case]
            tasks.append(Task("sign", title_of(directory, case), f"№ {numbered.number}", link))
    return tasks


def _steps(directory: Directory, case: Case, person: str, at: datetime) -> list[Task]:
    open_to = waits_for(directory.conference, case, person, at)
    if not open_to:
        return []
    due = min((one.due for one in case.deadlines), default=None)
    return [
        Task(
            "act",
            title_of(directory, case),
            " · ".join(directory.say(step.title) for step in open_to[:STEPS]),
            f"/proposals/{case.case}#actions",
            due,
            case.reference,
        )
    ]


def _division(directory: Directory, case: Case, person: str, at: datetime) -> list[Task]:
    """An equal division that waits for the person, who chairs."""
    vote = directory.conference.votes.get(case.vote)
    if vote is None or not vote.waits_for_chair or person not in deciders(directory.conference, vote, at):
        return []
    due = next((one.due for one in case.deadlines if one.state == vote.state), None)
    return [Task("decide", title_of(directory, case), case.reference, f"/votes/{vote.vote}", due)]


def _sessions(directory: Directory, person: str, at: datetime) -> list[Task]:
    mine = active_mandates(directory.conference, person, at)
    tasks = []
    for held in directory.conference.sessions.values():
        ask = _session_asks(held, at)
        if ask is not None and any(
            one.kind in OPENS and (not one.session or one.session == held.session) for one in mine
        ):
            title = directory.session(held.session)
            tasks.append(Task(ask, title, "", f"/sessions/{held.session}", held.begins))
    return tasks


def _session_asks(held: Session, at: datetime) -> Ask | None:
    if held.status != "convened":
        return None
    if at >= held.begins:
        return "open_session"
    return None if held.noticed else "notice"
