"""What the parameters and inputs of guards and effects are."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from ecar_governance.domain.workflow import MandateKind

ParamKind = Literal[
    "integer",
    "share",
    "languages",
    "transition",
    "style",
    "body",
    "duration",
    "field",
    "date_field",
    "roles",
    "recommendation",
    "office",
    "office_field",
    "word",
]
"""What a parameter is: a whole number of at least 1; a share such as "1/2"; languages such as "az,en"; the
name of a transition of the same procedure; one of `STYLES`; a body, as a vote names it; a duration such as
P14D; a field of the procedure, or one of the kind date; roles of it, such as "member,chair"; one of
`RECOMMENDATIONS`; one of `ELECTIVE`; a field that is a choice between such; any word or whole number."""

RECOMMENDATIONS = ("adopt", "adopt_amended", "reject")
"""What a working group may recommend."""

ELECTIVE: tuple[MandateKind, ...] = (
    "president", "secretary_general", "presidium_member", "wg_chair", "wg_member", "auditor",
    "session_chair", "session_secretary",
)  # fmt: skip
"""The mandates that an election may give: offices of the conference. Whoever acts for an institution is sent
by it, and the secretariat and the administrators are appointed."""

STYLES = ("session_item", "yearly")
"""How a resolution is numbered: "3/2" by session and item, or "7" in the order of the year."""

InputKind = Literal[
    "text", "choice", "session", "integer", "file", "institution", "persons", "date", "party", "opinion",
    "tally", "paragraphs", "weight",
]  # fmt: skip

Obtains = Literal["", "ballots", "without_vote", "hand_count"]
"""How the effect brings about a result; its transition's target must have a vote that allows this way."""


class GuardSpec(Struct, frozen=True):
    """A guard by name: what it demands (a sentence), its parameters (`defaulted` are those that may be left
    out, `one_of` those of which exactly one is given), and the inputs that its action must take."""

    name: str
    sentence: str
    params: dict[str, ParamKind] = {}
    defaulted: tuple[str, ...] = ()
    one_of: tuple[str, ...] = ()
    inputs: dict[str, InputKind] = {}


class EffectSpec(Struct, frozen=True):
    """An effect by name: what it does (a sentence) and what it needs.

    `inputs` are required of its action's form and `optional` may be there, each of that kind; `choices` are
    the only words an input of kind `choice` may offer; `earlier` are inputs that this action or another one
    must take before; `on` is how it obtains a result, which the target state's vote must allow. `params`,
    `defaulted` and `one_of` as for a guard.
    """

    name: str
    sentence: str
    params: dict[str, ParamKind] = {}
    defaulted: tuple[str, ...] = ()
    one_of: tuple[str, ...] = ()
    inputs: dict[str, InputKind] = {}
    optional: dict[str, InputKind] = {}
    choices: dict[str, tuple[str, ...]] = {}
    earlier: dict[str, InputKind] = {}
    on: Obtains = ""
