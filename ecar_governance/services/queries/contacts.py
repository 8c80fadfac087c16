"""What stands on a proposal's file from outside, and the proposals that it is linked to."""

from __future__ import annotations

from datetime import date, datetime

from msgspec import Struct

from ecar_governance.domain.state import Case
from ecar_governance.services.queries.directory import Directory, Office


class FilingView(Struct, frozen=True):
    """A letter, an answer, or a report that a task is done. `text` is Markdown, empty when it was erased;
    `file` is a digest; `sender` a name, "" when it is none of the institutions."""

    kind: str
    dated: date
    sender: str
    text: str
    file: str
    by: Office
    at: datetime


class Linked(Struct, frozen=True):
    """Another proposal: the one that this one came from (`origin`), or one that it started."""

    case: str
    reference: str
    kind: str
    states: tuple[str, ...]
    origin: bool


def filings(directory: Directory, case: Case) -> tuple[FilingView, ...]:
    """Everything on the file, in the order in which it was entered."""
    directory.load_texts(one.text for one in case.filings)
    return tuple(
        FilingView(
            one.kind,
            date.fromisoformat(one.dated),
            directory.institution(one.sender) if one.sender else "",
            directory.text(one.text),
            one.file,
            directory.actor(one.actor),
            one.at,
        )
        for one in case.filings
    )


def linked(directory: Directory, case: Case) -> tuple[Linked, ...]:
    """The proposal that it came from, then those that it started. No title: a draft's is not everybody's."""
    names = ((case.origin,) if case.origin else ()) + case.linked
    found = []
    for name in names:
        other = directory.conference.cases[name]
        workflow = directory.conference.workflows[other.workflow_hash].workflow
        states = tuple(directory.say(workflow.states[state].title) for state in other.state)
        found.append(
            Linked(name, other.reference, directory.say(workflow.title), states, name == case.origin)
        )
    return tuple(found)
