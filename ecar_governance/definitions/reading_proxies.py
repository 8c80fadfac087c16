"""What a vote's rule says of proxies, as a definition writes it and as its JSON Schema has it."""

from __future__ import annotations

from typing import get_args

from ecar_governance.definitions.keys import Keys
from ecar_governance.definitions.schema_pieces import Schema, any_of, mapping, one_of, or_blank
from ecar_governance.domain.voting.proxies import ProxyRule, ProxyTo

PROXIES = ("most", "to", "evidence", "chains")
MOST = 1000
"""More proxies than this in one hand are a slip of the pen."""
ANY = "any"


def read_proxies(vote: Keys) -> ProxyRule | None:
    """The rule of proxies under the key `proxies`; None where it is left out: nobody votes by proxy."""
    keys = vote.within("proxies", PROXIES)
    if keys is None:
        return None
    return ProxyRule(
        most=None if keys.said("most") == ANY else keys.integer("most", 0, MOST, 1),
        to=keys.word("to", get_args(ProxyTo), "any_seat"),
        evidence=keys.flag("evidence"),
        chains=keys.flag("chains"),
    )


def proxies_schema() -> Schema:
    """The same as a JSON Schema."""
    flag = or_blank({"type": "boolean"})
    most: Schema = {"type": "integer", "minimum": 0, "maximum": MOST}
    return mapping(
        "proxies",
        (),
        PROXIES,
        {
            "most": any_of(or_blank(most), {"const": ANY}),
            "to": one_of(get_args(ProxyTo)),
            "evidence": flag,
            "chains": flag,
        },
    )
