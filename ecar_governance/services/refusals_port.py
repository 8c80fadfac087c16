"""What the register of refused attempts needs of the outside; `storage` serves it."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from msgspec import Struct


class RefusedAttempt(Struct, frozen=True):
    """That somebody tried something and was refused: the person and their mandate, the name of the command
    and of the step ("" where it is none), the id of what it was about, and the codes of all reasons. The
    same on one day is one row: `times`, from `first` to `last`.

    Where `command` is "" the row only counts what a person was refused on a day beyond what is kept one by
    one."""

    id: str
    person: str
    mandate: str
    command: str
    step: str
    about: str
    reasons: tuple[str, ...]
    first: datetime
    last: datetime
    times: int = 1


class RefusalBook(Protocol):
    """Kept beside the log: in no tree, signed by nobody, forgotten after a time."""

    def note(self, attempt: RefusedAttempt, *, day: datetime, most: int) -> None:
        """Counts the attempt to the same one since `day`, or keeps it as a new row; beyond `most` rows of the
        person since then it is counted in one further row. Never raises: whoever was refused is told why,
        whatever becomes of the note."""

    def newest(
        self, *, person: str = "", until: datetime | None = None, skip: int = 0, limit: int
    ) -> list[RefusedAttempt]:
        """The newest first, by `last`; of one person, and not later than an instant, where these are given.
        The first `skip` are left out: those of that instant that were shown already."""

    def forget(self, before: datetime) -> int:
        """Drops those whose last time was before the instant; gives how many rows."""
