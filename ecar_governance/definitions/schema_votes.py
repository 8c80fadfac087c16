"""The JSON Schema of a vote's rule in a procedure, from the reader's keys and the rule's own words."""

from __future__ import annotations

from typing import get_args

from ecar_governance.definitions import reading_votes
from ecar_governance.definitions.reading_elections import election_schema, options_schema
from ecar_governance.definitions.reading_electorate import electorate_schema
from ecar_governance.definitions.reading_proxies import proxies_schema
from ecar_governance.definitions.schema_pieces import (
    FLAG,
    NAME,
    TEXTS,
    Schema,
    any_of,
    mapping,
    one_of,
    or_blank,
    ref,
    some,
)
from ecar_governance.domain.voting import rule, thresholds


def _amount() -> Schema:
    number = or_blank({"type": "integer", "minimum": 1, "maximum": reading_votes.MOST_NUMBER})
    return {"at_least": ref("share"), "more_than": ref("share"), "number": number}


EITHER: Schema = {"oneOf": [{"required": [key]} for key in reading_votes.AMOUNT]}
WHERE: Schema = {"counting": one_of(get_args(thresholds.Counting)), "chamber": NAME}


def majority_schemas() -> dict[str, Schema]:
    """Of a majority, and of one that does in the place of another, by the names that refer to them."""
    words = {**_amount(), **WHERE, "of": one_of(get_args(thresholds.Base))}
    in_place = mapping("majority", (), reading_votes.IN_PLACE, words)
    words["or"] = some(ref("in_place"))
    majority = mapping("majority", (), reading_votes.MAJORITY, words)
    return {"in_place": in_place | EITHER, "majority": majority | EITHER}


def vote_schema() -> Schema:
    """Of the key `vote` of a state."""
    quorum = mapping(
        "quorum",
        (),
        reading_votes.QUORUM,
        {
            **_amount(),
            **WHERE,
            "of": one_of(("entitled",)),
            "counted": one_of(get_args(thresholds.Counted)),
            "checked": one_of(get_args(thresholds.Checked)),
            "at_opening": FLAG,
        },
    )
    consent = mapping(
        "consent",
        reading_votes.CONSENT_NEEDED,
        reading_votes.CONSENT,
        {"members": some({"type": "string"}), "withheld_by": some(one_of(get_args(rule.Withheld)))},
    )
    return mapping(
        "vote",
        reading_votes.VOTE_NEEDED,
        reading_votes.VOTE,
        {
            "body": ref("body"),
            "ballot": one_of(reading_votes.BALLOTS),
            "majority": some(ref("majority")),
            "quorum": quorum | EITHER,
            "consent": some(consent),
            "tie": one_of(get_args(rule.Tie)),
            "abstention": one_of(get_args(rule.Abstaining)),
            "blank": one_of(get_args(rule.Blank)),
            "invalid": one_of(get_args(rule.Invalid)),
            "absent": one_of(get_args(rule.Absent)),
            "compulsory": FLAG,
            "indicative": FLAG,
            "chosen_by": mapping(
                "chosen_by",
                reading_votes.CHOSEN_BY,
                reading_votes.CHOSEN_BY,
                {"vote": NAME, "carried": some(ref("majority"))},
            ),
            "division": one_of(reading_votes.DIVISION),
            "recused": one_of(get_args(rule.Recused)),
            "parts": one_of(get_args(rule.Parts)),
            "article": TEXTS,
            "on_vacancy": one_of(get_args(rule.OnVacancy)),
            "proxies": proxies_schema(),
            "on_edit": one_of(get_args(rule.OnEdit)),
            "lasts": ref("duration"),
            "open_at_least": ref("duration"),
            "obtained": some(one_of(reading_votes.OBTAINED)),
            "ends_early": FLAG,
            "election": election_schema(),
            "options": options_schema(),
            "question": TEXTS,
            "objections": any_of(
                or_blank({"type": "integer", "minimum": 1, "maximum": reading_votes.MOST_NUMBER}),
                {"const": reading_votes.RECORDED},
            ),
            "electorate": electorate_schema(),
        },
    ) | {"oneOf": [{"required": ["majority"]}, {"required": ["election"]}]}
