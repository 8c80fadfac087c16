"""A vote that an edit made void, as its page tells it."""

from __future__ import annotations

from msgspec import Struct

from ecar_governance.domain.state import Vote
from ecar_governance.services.queries.directory import Directory, Office
from ecar_governance.services.voiding import Log, edit_of


class Replaced(Struct, frozen=True):
    """A text that the ballots were bound to: what it is called ("" for the proposal's own), and its digest
    before and now; "" where there was none, or is none any more."""

    title: str
    before: str
    now: str


class EditView(Struct, frozen=True):
    """Who changed what, and the vote that was opened in the place of this one, if one was at once."""

    by: Office
    changed: tuple[Replaced, ...]
    again: str


def edit_view(directory: Directory, log: Log, vote: Vote) -> EditView | None:
    """What the vote was voided by; None where it was no edit."""
    edit = edit_of(log, directory.conference, vote)
    if edit is None:
        return None
    changed = tuple(
        Replaced(directory.say(one.field) if one.field else "", one.before, one.now) for one in edit.changed
    )
    return EditView(directory.actor(edit.by), changed, edit.again)
