"""A procedure as data: states, transitions, who may, on what condition, with what effect.

What a YAML file under `workflows/` means once read by `definitions`, and what the log pins by `hash_of`;
`domain.machine` runs it and `domain.checks` finds what is wrong with it.
"""

from __future__ import annotations

import re
from typing import Any, Literal

from msgspec import Struct

from ecar_governance.domain.canonical import value_digest
from ecar_governance.domain.voting.rule import VoteRule

NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")
"""What a procedure, state, transition, role or input may be called."""

Names = dict[str, str]
"""One text by language, for instance {"az": "Qərar", "en": "Resolution"}."""

MandateKind = Literal[
    "rector",
    "acting_rector",
    "vice_rector",
    "written_authority",
    "assistant",
    "wg_chair",
    "wg_member",
    "session_chair",
    "session_secretary",
    "president",
    "secretary_general",
    "secretariat",
    "auditor",
    "observer",
    "administrator",
]

Scope = Literal["any", "case_body", "case_institution", "case_session", "sponsor"]
"""Where a role's mandate must lie: anywhere; in the body the case is referred to; in the institution that
drafted it; in the session on whose agenda it is; in any institution that sponsors it (the drafter's too)."""

Trigger = Literal[
    "person",
    "deadline",
    "vote_carried",
    "vote_lost",
    "vote_voided",
    "document_typeset",
    "signatures_complete",
]
"""What takes a transition: somebody acts, the state's deadline passes, the state's vote ends, the
resolution's PDF was made, or both its signatures are there. All but `person` are taken by the system, in the
act that brings them about."""


class Role(Struct, frozen=True):
    """Who may act: any holder of one of `mandates` whose mandate lies in `scope`."""

    mandates: tuple[MandateKind, ...]
    scope: Scope = "any"
    title: Names = {}


class Call(Struct, frozen=True):
    """A guard or effect by its registered name, with its checked parameters (strings, integers, booleans)."""

    name: str
    params: dict[str, str | int | bool] = {}


class Field(Struct, frozen=True):
    """Something a person gives with an action. `choices` only for `choice`; texts are limited by `max_length`
    characters, which the service checks: the core sees their digests."""

    name: str
    kind: Literal["text", "choice", "session", "integer", "file", "institution", "persons"]
    required: bool = True
    choices: tuple[str, ...] = ()
    title: Names = {}
    choice_titles: dict[str, Names] = {}
    max_length: int = 4000


class Deadline(Struct, frozen=True):
    """`after` is a plain ISO 8601 duration (P30D, PT2H) from entering the state; `then` names a transition
    whose trigger is `deadline`; `remind` are durations before it at which the waiting are reminded."""

    after: str
    then: str
    remind: tuple[str, ...] = ()


class VoteSpec(Struct, frozen=True):
    """How the state's question is put. `body` names whose seats vote ("plenary", or "case_body");
    `lasts` is the duration until the automatic close, or None for a close by hand alone; `obtained` lists
    the ways a result may be had."""

    body: str
    ballot: Literal["roll_call", "secret"]
    rule: VoteRule
    lasts: str | None = None
    obtained: tuple[Literal["ballots", "without_vote", "hand_count"], ...] = ("ballots",)


class State(Struct, frozen=True):
    """A place where a case can rest. `final` states have an `outcome`; `editable` ones let drafters revise
    the text; `vote` says that entering by the effect `open_vote` puts the question. `rank` is its place in
    the file, from 0: the canonical form sorts names, and people read in the order that was written."""

    name: str
    title: Names
    final: bool = False
    outcome: str | None = None
    editable: bool = False
    deadline: Deadline | None = None
    vote: VoteSpec | None = None
    line: int = 0
    rank: int = 0


class Transition(Struct, frozen=True):
    """A way from one of `source` to `target`. `by` names roles (any suffices) when the trigger is `person`;
    every guard of `require` must hold; `effects` happen in order, in the same act. `consequence` is said to
    whoever is about to take it; `rank` is its place in the file, from 0."""

    name: str
    title: Names
    source: tuple[str, ...]
    target: str
    trigger: Trigger = "person"
    by: tuple[str, ...] = ()
    require: tuple[Call, ...] = ()
    effects: tuple[Call, ...] = ()
    inputs: tuple[Field, ...] = ()
    consequence: Names = {}
    line: int = 0
    rank: int = 0


class Workflow(Struct, frozen=True):
    """One version of one procedure. `line` fields are 0 in the canonical form, which the log pins by hash."""

    name: str
    version: str
    title: Names
    kind: Literal["qerar", "beyanat", "muraciet", "tovsiye", "rey"]
    initial: str
    roles: dict[str, Role]
    states: dict[str, State]
    transitions: dict[str, Transition]
    engine: int = 1
    description: Names = {}


def hash_of(definition: dict[str, Any]) -> str:
    """The hash by which a case pins its procedure: "sha256:<hex>" over the RFC 8785 bytes of the canonical
    form (`definitions.canonical.definition_of`), which the log holds whole."""
    return value_digest(definition)
