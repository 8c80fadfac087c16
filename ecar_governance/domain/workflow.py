"""A procedure as data: states, transitions, who may, on what condition, with what effect.

What a YAML file under `workflows/` means once read by `definitions`, and what the log pins by `hash_of`;
`domain.machine` runs it and `domain.checks` finds what is wrong with it. What is left at its default stands
in no canonical form, so that a later field changes no hash of an earlier file.
"""

from __future__ import annotations

import re
from typing import Any, Literal, get_args

from msgspec import Struct
from msgspec.structs import replace

from ecar_governance.domain.canonical import value_digest
from ecar_governance.domain.voting.electorate import Electorate
from ecar_governance.domain.voting.methods.papers import Option
from ecar_governance.domain.voting.rule import VoteRule

NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")
"""What a procedure, state, region, transition, role, field or input may be called."""

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
    "presidium_member",
    "secretary_general",
    "secretariat",
    "auditor",
    "observer",
    "student_representative",
    "administrator",
    "delegate",
]
"""Why somebody may act. A `delegate` acts under another's mandate, where a transition says that it is
`delegable`; no role names that kind."""

OFFICES: tuple[MandateKind, ...] = tuple(kind for kind in get_args(MandateKind) if kind != "delegate")
"""The kinds that are granted, and that a role may name."""

Scope = Literal[
    "any", "body", "case_body", "region_body", "case_institution", "case_session", "field", "sponsor"
]
"""Where a role's mandate must lie: anywhere; in the body that the role names; in the body the case is
referred to; in the body of the region that the transition leaves; in the institution that drafted it; in the
session on whose agenda it is; with the institution, body or person that a field of the case names; in any
institution that sponsors it (the drafter's too)."""

Trigger = Literal[
    "person",
    "at_once",
    "deadline",
    "joined",
    "all_opined",
    "vote_carried",
    "vote_lost",
    "vote_inquorate",
    "next_ballot",
    "vote_voided",
    "document_typeset",
    "signatures_complete",
]
"""What takes a transition: somebody acts; the state is entered and the guards hold; the state's deadline
passes; enough of the state's regions are done; every party asked has given its opinion; the state's vote
ends (without a quorum as when it is lost, where the state has no way of its own for that); the resolution's
PDF was made, or both its signatures are there. All but `person` are taken by the system, in the act that
brings them about."""

FieldKind = Literal[
    "text",
    "markdown",
    "money",
    "date",
    "institution",
    "person",
    "body",
    "choice",
    "file",
    "integer",
    "resolution",
]
"""What a field of a case holds. Texts, Markdown and files are salted digests in the log; money is a decimal
and a currency ("1200.00 AZN"), a date is ISO 8601 ("2026-11-23"), the others are ids, words or whole
numbers."""


class Role(Struct, frozen=True):
    """Who may act: any holder of one of `mandates` whose mandate lies in `scope`. `body` is a body's code,
    or "presidium" or "plenary" for the one of that kind (scope `body`); `field` a field of the case (scope
    `field`)."""

    mandates: tuple[MandateKind, ...]
    scope: Scope = "any"
    title: Names = {}
    body: str = ""
    field: str = ""


class Call(Struct, frozen=True):
    """A guard or effect by its registered name, with its checked parameters (strings, integers, booleans)."""

    name: str
    params: dict[str, str | int | bool] = {}


class Field(Struct, frozen=True):
    """Something a person gives with an action. `choices` only for `choice`; texts are limited by `max_length`
    characters, which the service checks: the core sees their digests."""

    name: str
    kind: Literal[
        "text", "choice", "session", "integer", "file", "institution", "persons", "date", "party", "opinion",
        "tally", "paragraphs", "weight",
    ]  # fmt: skip
    required: bool = True
    choices: tuple[str, ...] = ()
    title: Names = {}
    choice_titles: dict[str, Names] = {}
    max_length: int = 4000


class CaseField(Struct, frozen=True):
    """Something that a proposal of this kind says of itself besides its text; its authors fill it in where
    the text may be revised. A state named in `required_in` is not entered without it; only the roles of
    `shown_to` see it (everybody who sees the case when empty). A date is not before the one in the field
    `not_before`, where both are given."""

    name: str
    kind: FieldKind
    title: Names = {}
    hint: Names = {}
    choices: tuple[str, ...] = ()
    choice_titles: dict[str, Names] = {}
    max_length: int = 4000
    required_in: tuple[str, ...] = ()
    shown_to: tuple[str, ...] = ()
    not_before: str = ""
    line: int = 0
    rank: int = 0


class Escalation(Struct, frozen=True):
    """Who else is told when the deadline is near: holders of the roles `to`, `before` it (a duration)."""

    before: str
    to: tuple[str, ...]


class Deadline(Struct, frozen=True):
    """When a state must be left. Exactly one of `after` (an ISO 8601 duration from entering: P30D, PT2H),
    `at` (an instant on the wall of the zone, "2026-12-31T18:00") and `field` (a date field of the case; its
    day's end) says it. With `calendar: working_days` days are counted without weekends and holidays. `then`
    names a transition whose trigger is `deadline`; `remind` are durations before it at which those who may
    act are reminded."""

    then: str
    after: str = ""
    at: str = ""
    field: str = ""
    calendar: Literal["days", "working_days"] = "days"
    zone: str = ""
    remind: tuple[str, ...] = ()
    escalate: tuple[Escalation, ...] = ()


DivisionWord = Literal["", "part", "motion"]
"""What of a division a vote is on: nothing, where it is on the whole text; the next part; the motion."""


class VoteSpec(Struct, frozen=True):
    """How the state's question is put. `body` names whose seats vote ("plenary", "presidium", "case_body",
    "region_body", or "code:X" for the body with the code X); `lasts` is the duration until the automatic
    close, or None for a close by hand alone; `obtained` lists the ways a result may be had; with
    `ends_early` the vote closes when every seat has voted, once it was open for as long as its rule asks. In
    an election the `options` stand, and whoever was nominated. `electorate` says who of the body is to vote,
    where not every seat with one vote; `division` what they vote on, where that is not the whole text."""

    body: str
    ballot: Literal["roll_call", "secret"]
    rule: VoteRule
    lasts: str | None = None
    obtained: tuple[Literal["ballots", "without_vote", "hand_count"], ...] = ("ballots",)
    ends_early: bool = False
    options: tuple[Option, ...] = ()
    electorate: Electorate | None = None
    division: DivisionWord = ""


class Nominations(Struct, frozen=True):
    """That candidates for a later election are named while the case is in the state, by the roles `by`.

    Candidates are `persons`, of whom each must hold one of the roles `eligible` (anybody when it is empty)
    and, unless `consent` is false, accept; or `texts`: the alternatives of a motion, each with its titles.
    Everybody may name `most` of them (0: any number). Every candidate has one value of each of the `traits`,
    which places may be reserved by or capped."""

    by: tuple[str, ...]
    of: Literal["persons", "texts"] = "persons"
    eligible: tuple[str, ...] = ()
    consent: bool = True
    most: int = 0
    traits: dict[str, dict[str, Names]] = {}


class Consultation(Struct, frozen=True):
    """Whose opinion is asked on entering: every institution, body or person (`each`) for which somebody
    holds one of the roles `of` at that instant. The list is frozen then."""

    of: tuple[str, ...]
    each: Literal["institution", "body", "person"] = "institution"


class Region(Struct, frozen=True):
    """One of the lines along which a composite state goes on at once. It begins in `initial`, or with
    `history` where it last was; `body` names the field of the case (of the kind body) that says whose region
    it is."""

    name: str
    initial: str
    title: Names = {}
    history: bool = False
    body: str = ""


class State(Struct, frozen=True):
    """A place where a case can rest.

    `final` states have an `outcome`; `editable` ones let drafters revise the text; `vote` says that entering
    by the effect `open_vote` puts the question; `consultation` asks opinions; `nominations` let candidates
    be named; `waits_for` says in words what outside is waited for. A composite state has `regions`, in which
    its inner states (their `parent` and `region` name it) are active at once; `join` is how many of them
    must be done before the trigger `joined` happens (0: it never does). `done` marks an inner state with
    which its region has ended. `unwatched` is the author's word that it has no deadline on purpose,
    `in_order` that of its ways taken at once several may hold, and the first in the file is meant. `rank` is
    its place in the file, from 0: the canonical form sorts names, and people read in the order that was
    written.
    """

    name: str
    title: Names
    final: bool = False
    outcome: str | None = None
    editable: bool = False
    deadline: Deadline | None = None
    vote: VoteSpec | None = None
    line: int = 0
    rank: int = 0
    consultation: Consultation | None = None
    waits_for: Names = {}
    parent: str = ""
    region: str = ""
    regions: tuple[Region, ...] = ()
    join: int = 0
    done: bool = False
    nominations: Nominations | None = None
    unwatched: bool = False
    in_order: bool = False


class Transition(Struct, frozen=True):
    """A way from one of `source` to `target`; with an empty target the case stays where it is, and only the
    effects happen.

    `by` names roles (any suffices) when the trigger is `person`; every guard of `require` must hold and none
    of `forbid` may; `approvals` different people must ask for it, alike, before it happens; `delegable` lets
    a mandate that was delegated act; `effects` happen in order, in the same act. `consequence` is said to
    whoever is about to take it; `rank` is its place in the file, from 0.
    """

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
    forbid: tuple[Call, ...] = ()
    approvals: int = 1
    delegable: bool = False

    @property
    def stops_vote(self) -> bool:
        """Whether a person who takes it ends the vote that is open."""
        return self.trigger == "person" and any(call.name == "stop_vote" for call in self.effects)


class Point(Struct, frozen=True):
    """Something that can happen to a case: a state is entered, an outcome reached, a transition taken, an
    effect done, a trigger followed."""

    what: Literal["state", "outcome", "transition", "effect", "trigger"]
    name: str


class Invariant(Struct, frozen=True):
    """What must hold on every way through the procedure, proven by `domain.proving` before it is put in
    force.

    `never`: `point` never happens (with `without`: unless `other` happened before; with `after`: once
    `other` has).
    `always_before`: since the last `other`, or since the beginning, `point` happened before each `other`.
    `always_ends`: from everywhere a final state can be reached, and nothing but time and people stands
    before it.
    `ends_within`: no way lasts longer than `within`.
    `no_single_person`: no one person can take a case from `other` to `point` by acts of their own.
    `quorum_for`: `point` is reached by a vote with a quorum, or by a majority of the entitled, alone.
    """

    rule: Literal[
        "never",
        "never_without",
        "never_after",
        "always_before",
        "always_ends",
        "ends_within",
        "no_single_person",
        "quorum_for",
    ]
    point: Point | None = None
    other: Point | None = None
    within: str = ""
    line: int = 0


class Workflow(Struct, frozen=True):
    """One version of one procedure. `line` fields are 0 in the canonical form, which the log pins by hash.
    `source` cites the real rule that it is modelled on, if any."""

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
    fields: dict[str, CaseField] = {}
    invariants: tuple[Invariant, ...] = ()
    zone: str = ""
    source: str = ""


def bare(workflow: Workflow) -> Workflow:
    """The procedure whatever file it was written in: without lines, names in the order of the log. What its
    hash is of and what is proven is said of this one."""
    return replace(
        workflow,
        states={name: replace(one, line=0) for name, one in sorted(workflow.states.items())},
        transitions={name: replace(one, line=0) for name, one in sorted(workflow.transitions.items())},
        roles=dict(sorted(workflow.roles.items())),
        fields={name: replace(one, line=0) for name, one in sorted(workflow.fields.items())},
        invariants=tuple(replace(one, line=0) for one in workflow.invariants),
    )


def hash_of(definition: dict[str, Any]) -> str:
    """The hash by which a case pins its procedure: "sha256:<hex>" over the RFC 8785 bytes of the canonical
    form (`definitions.canonical.definition_of`), which the log holds whole."""
    return value_digest(definition)
