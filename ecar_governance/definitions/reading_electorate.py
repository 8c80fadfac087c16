"""Who is to vote, as a definition writes it and as its JSON Schema has it."""

from __future__ import annotations

import re
from datetime import date
from typing import get_args

from ecar_governance.definitions.keys import Keys
from ecar_governance.definitions.schema_pieces import (
    NAME,
    NAMES,
    Schema,
    mapping,
    named,
    one_of,
    pattern,
    ref,
    some,
)
from ecar_governance.domain.voting.electorate import (
    INSTITUTION_KINDS,
    OPENING,
    Chamber,
    Each,
    Electorate,
)

ELECTORATE = ("role", "each", "weights", "dues_paid_by", "seniority", "chambers")
CHAMBER = ("title", "body", "role", "kinds", "institutions")
_MONTH_DAY = re.compile(r"\d{2}-\d{2}")


def read_electorate(vote: Keys) -> Electorate | None:
    """Who of the body votes, under the key `electorate`; None where it is left out: every seat, one vote."""
    keys = vote.within("electorate", ELECTORATE)
    if keys is None:
        return None
    return Electorate(
        role=keys.name("role", "roles"),
        each=keys.word("each", get_args(Each), "seat"),
        weights=keys.name("weights"),
        dues_paid_by=_day(keys),
        seniority=keys.duration("seniority"),
        chambers=tuple(_chambers(keys)),
    )


def _day(keys: Keys) -> str:
    said = keys.scalar("dues_paid_by")
    if said in ("", OPENING) or _is_day_of_a_year(said):
        return said
    message = "Dues are paid by the `opening`, or by a day of the year."
    keys.wrong("shape.electorate", "dues_paid_by", message, "write `dues_paid_by: 03-31`")
    return ""


def _is_day_of_a_year(text: str) -> bool:
    try:
        # Of a year without a leap day: every year has the day.
        return _MONTH_DAY.fullmatch(text) is not None and bool(date.fromisoformat(f"2025-{text}"))
    except ValueError:
        return False


def _chambers(electorate: Keys) -> list[Chamber]:
    found = []
    for name, node in electorate.named("chambers"):
        keys = Keys(electorate.values, node, (*electorate.path, "chambers", name), CHAMBER)
        told = (keys.values.scalar(one, where) for where, one in keys.items("institutions"))
        institutions = tuple(one for one in told if one)
        body, role = keys.scalar("body"), keys.name("role", "roles")
        kinds = keys.words("kinds", INSTITUTION_KINDS)
        if body or role or kinds or institutions:
            found.append(
                Chamber(
                    name=name,
                    body=body,
                    role=role,
                    kinds=kinds,
                    institutions=institutions,
                    title=keys.names("title"),
                )
            )
        else:
            message = "A chamber does not say whose seats make it up."
            keys.wrong("shape.electorate", "", message, "write `kinds: [member]`")
    return found


def electorate_schema() -> Schema:
    """The same as a JSON Schema."""
    chamber = mapping(
        "chamber",
        (),
        CHAMBER,
        {
            "title": NAMES,
            "body": ref("body"),
            "role": NAME,
            "kinds": some(one_of(INSTITUTION_KINDS)),
            "institutions": some({"type": "string"}),
        },
    )
    return mapping(
        "electorate",
        (),
        ELECTORATE,
        {
            "role": NAME,
            "each": one_of(get_args(Each)),
            "weights": NAME,
            "dues_paid_by": pattern("^(opening|[01][0-9]-[0-3][0-9])$"),
            "seniority": ref("duration"),
            "chambers": named(chamber),
        },
    )
