"""How a script writes papers of an election: one name, names marked alike, or a ranking."""

from __future__ import annotations

from ecar_governance.domain.voting.methods.papers import Marks
from ecar_governance.domain.voting.papers import Paper
from ecar_governance.domain.voting.rule import MARKED

UNMARKED = ("abstain", "blank", "invalid")


def marks_of(text: str) -> Marks:
    """The marks that are written so: `a` chooses one, `a = b` two alike, `a > b = c` ranks them."""
    groups = (group.split("=") for group in text.split(">"))
    return tuple(tuple(sorted(one.strip() for one in group)) for group in groups)


def paper_of(text: str, seat: str | None) -> Paper:
    """The paper that a script calls so; a word of `UNMARKED` is one without marks."""
    return Paper(text, seat) if text in UNMARKED else Paper(MARKED, seat, marks=marks_of(text))
