"""Test cases of a procedure as they stand beside it in `NAME.test.yaml`: what is given, what is done, what
then."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from msgspec import Struct

from ecar_governance.errors import NotFound
from ecar_governance.rehearsal.balloting import Choice
from ecar_governance.rehearsal.cast import Hall
from ecar_governance.rehearsal.values import Given

Does = Literal[
    "do", "revise", "set", "nominate", "accept", "stand_down", "recuse", "vote", "elect", "prefer", "casting",
    "sign", "wait", "present", "adjourn", "look",
]  # fmt: skip
"""What a step does: take an action, revise the text, set fields alone, nominate somebody, accept for them,
withdraw them, declare to take no part, hold the vote that is open, or the election, say whom the chair
prefers, give its casting vote, sign the document, let time pass, set how many seats are present, close the
session, or only look."""

VERDICTS = ("carried", "lost", "voided", "closed")
"""What `vote:` may say instead of numbers."""

ADJOURNED = ("here", "current", "presidium")
"""Which session `adjourn:` closes: the one in which the play is, the plenary's, or the presidium's."""


class Expected(Struct, frozen=True):
    """What must be so after a step or at the end; what is None is not asked.

    `state` are the leaf states; `ballot` is how the last vote was taken (`secret`, `roll_call`); `open_to`
    names, by role or person, actions that must be open to them, `closed_to` those that must not; `events`
    must have happened in this play, in this order.
    """

    state: tuple[str, ...] | None = None
    outcome: str | None = None
    numbered: bool | None = None
    published: bool | None = None
    ballot: str = ""
    open_to: dict[str, tuple[str, ...]] = {}
    closed_to: dict[str, tuple[str, ...]] = {}
    events: tuple[str, ...] = ()


class Step(Struct, frozen=True):
    """One step of a case. `who` acts; `word` is the transition, the duration or the verdict; `refused` are
    codes that must be among the reasons of a refusal (none: it must happen). `fields` are set with a
    revision, or alone; `papers` are those of an election, as `marking` reads them."""

    does: Does
    line: int
    who: str = ""
    word: str = ""
    given: dict[str, Given] = {}
    fields: dict[str, Given] = {}
    numbers: dict[Choice, int] = {}
    papers: dict[str, int] = {}
    refused: tuple[str, ...] = ()
    then: Expected | None = None


class Case(Struct, frozen=True):
    """One test case: the hall, the draft that it begins with, the steps, what must hold at the end."""

    name: str
    line: int
    hall: Hall
    steps: tuple[Step, ...]
    then: Expected
    text: tuple[str, ...] = ("az", "en")
    body: str = ""
    sponsors: tuple[str, ...] = ()
    drafter: str = "rector_1"
    fields: dict[str, Given] = {}


class Script(Struct, frozen=True):
    """All test cases of a procedure, from the file `name`."""

    workflow: str
    name: str
    cases: tuple[Case, ...]


def script_beside(procedure: Path) -> Path:
    """Where the test cases of a procedure's file stand: `x.yaml` has `x.test.yaml`."""
    return procedure.with_suffix(".test.yaml")


def is_script(path: Path) -> bool:
    """Whether the file's name is that of test cases: `x.test.yaml` or `x.test.yml`."""
    return path.suffix in _SUFFIXES and path.stem.endswith(".test")


def procedure_beside(script: Path) -> Path:
    """The procedure whose test cases the file has: `x.test.yaml` has `x.yaml` or `x.yml`. Raises NotFound
    where neither stands beside it."""
    stem = script.stem.removesuffix(".test")
    for suffix in _SUFFIXES:
        if (found := script.with_name(stem + suffix)).is_file():
            return found
    raise NotFound(
        f"{script} has test cases, and their procedure is not beside it.",
        fix=f"put {stem}.yaml beside it, or name a procedure that has cases beside it",
    )


_SUFFIXES = (".yaml", ".yml")
