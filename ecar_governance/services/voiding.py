"""A vote made void by an edit: what was changed, by whom, and whether the question was put anew at once."""

from __future__ import annotations

from typing import Protocol

from msgspec import Struct

from ecar_governance.domain import events as e
from ecar_governance.domain.fields import texts_put_with
from ecar_governance.domain.state import Conference, Vote


class Changed(Struct, frozen=True):
    """A text that ballots are bound to, and its digest before and now: the proposal's own (no `field`), or
    that of a field, by its title. A text that was not there, or is taken away, has the digest ""."""

    field: dict[str, str]
    before: str
    now: str


class Edit(Struct, frozen=True):
    """The act that voided the vote. `again` is the vote that it opened in its place, or ""."""

    by: e.Actor
    changed: tuple[Changed, ...]
    again: str


class Log(Protocol):
    """As much of the record as is looked at here."""

    def event(self, position: int) -> e.Event | None:
        """One event."""


def edit_of(log: Log, conference: Conference, vote: Vote) -> Edit | None:
    """The edit by which the vote is void, as the log has it; None where it is not void so."""
    voided = log.event(vote.decided_at) if vote.how == "edited" else None
    if voided is None:
        return None
    changed: list[Changed] = []
    again = ""
    position = voided.position + 1
    while (event := log.event(position)) is not None and event.act == voided.act:
        match event.data:
            case e.ProposalRevised() as revised if revised.manifest_hash != vote.manifest_hash:
                changed.append(Changed({}, vote.manifest_hash, revised.manifest_hash))
            case e.FieldsSet() as given:
                changed += _fields(conference, vote, given)
            case e.VoteOpened() as opened if opened.case == vote.case:
                again = opened.vote
        position += 1
    return Edit(voided.actor, tuple(changed), again)


def _fields(conference: Conference, vote: Vote, given: e.FieldsSet) -> list[Changed]:
    """Those of the fields set that are put to the vote with the text."""
    workflow = conference.workflows[conference.cases[vote.case].workflow_hash].workflow
    put = texts_put_with(workflow)
    return [
        Changed(workflow.fields[name].title, vote.fields.get(name, ""), str(value))
        for name, value in given.fields.items()
        if name in put and str(value) != vote.fields.get(name, "")
    ]
