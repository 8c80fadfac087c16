"""Plans of migrations: which cases go over from which version to which, and what becomes of them."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

from msgspec import Struct

from ecar_governance.definitions.findings import Findings
from ecar_governance.definitions.keys import Keys
from ecar_governance.definitions.loader import Node, compose, decode
from ecar_governance.definitions.reader import VERSION
from ecar_governance.definitions.values import Values
from ecar_governance.domain.events import BallotPolicy, DeadlinePolicy
from ecar_governance.errors import NotFound

PLAN = ("migrate", "from", "to", "resolution", "states", "fields", "deadlines", "ballots")
PLAN_NEEDED = ("migrate", "from", "to", "resolution")

GIVEN_UP = "none"
"""What a field becomes whose value is given up."""


class Plan(Struct, frozen=True):
    """What a file of a migration says.

    Args:
        workflow: the procedure's name.
        origins: the versions whose cases go over; `target` the one that they go over to.
        resolution: the number (or id) of the published resolution that authorises it.
        states: what a state becomes, where its name does not stay.
        fields: how a field is called now, where its name does not stay; empty: its value is given up.
    """

    workflow: str
    origins: tuple[str, ...]
    target: str
    resolution: str
    states: dict[str, str] = {}
    fields: dict[str, str] = {}
    deadlines: DeadlinePolicy = "keep"
    ballots: BallotPolicy = "carry"


def load_plan(path: Path) -> Plan:
    """The plan of the file. Raises NotFound, or DefinitionInvalid with every finding."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise NotFound(f"There is no file {path}.") from None
    findings = Findings(str(path))
    text = decode(data, findings)
    findings.refuse()
    return read_plan(text or "", str(path))


def read_plan(text: str, name: str) -> Plan:
    """The plan that the text describes; `name` stands for the file in messages. Raises DefinitionInvalid."""
    findings = Findings(name, text)
    node = compose(text, findings)
    findings.refuse()
    plan = _plan(Values(findings), node) if node is not None else None
    findings.refuse()
    return plan or Plan("", (), "", "")


def _plan(values: Values, node: Node) -> Plan:
    keys = Keys(values, node, (), PLAN, PLAN_NEEDED)
    origins = tuple(values.scalar(item, path) or "" for path, item in keys.items("from"))
    target = keys.scalar("to")
    for key, versions in (("from", origins), ("to", (target,))):
        for version in versions:
            if version and VERSION.fullmatch(version) is None:
                keys.wrong("shape.version", key, f"{version!r} is not three numbers.", "write it as 1.0.0")
    if target and target in origins:
        keys.wrong("shape.version", "to", "Cases cannot go over to their own version.", "name another one")
    return Plan(
        workflow=keys.name("migrate"),
        origins=origins,
        target=target,
        resolution=keys.text("resolution"),
        states=_renamed(values, keys, "states"),
        fields={old: "" if new == GIVEN_UP else new for old, new in _renamed(values, keys, "fields").items()},
        deadlines=keys.word("deadlines", get_args(DeadlinePolicy), "keep"),
        ballots=keys.word("ballots", get_args(BallotPolicy), "carry"),
    )


def _renamed(values: Values, keys: Keys, key: str) -> dict[str, str]:
    return {old: values.name(new, (key, old)) for old, new in keys.named(key)}
