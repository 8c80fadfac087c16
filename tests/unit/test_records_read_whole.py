"""No field of a record is passed over in silence: it is taken into account, or the record is refused."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ecar_governance.domain.recounting import recount
from ecar_governance.domain.vote_record import VoteRecord, read_records
from ecar_governance.errors import InvalidInput

OF_ALL = {"majority": [{"more_than": "1/2", "of": "entitled"}], "recused": "out_of_base"}
OF_PRESENT = {"majority": [{"more_than": "1/2", "of": "present"}]}
HALF_THERE = {
    "majority": [{"more_than": "1/2", "of": "for_and_against"}],
    "quorum": {"at_least": "1/2", "counted": "present"},
}
VETO = {"majority": [{"number": 2}], "consent": [{"members": ["a"]}]}
BALLOTS = {"for": ["a", "b"], "against": ["c"]}
SEATS = [{"seat": one, "institution": one} for one in "abcde"]


def read(told: dict[str, Any]) -> VoteRecord:
    [(_line, record)] = read_records(json.dumps({"id": "x"} | told).encode())
    assert isinstance(record, VoteRecord), record
    return record


@pytest.mark.parametrize(
    ("told", "carried"),
    [
        # Two of three, once two of five take no part; two of five otherwise.
        ({"rule": OF_ALL, "entitled": 5, "recused": ["d", "e"], "ballots": BALLOTS}, True),
        ({"rule": OF_ALL, "electorate": SEATS, "recused": ["d", "e"], "ballots": BALLOTS}, True),
        ({"rule": OF_ALL, "entitled": 5, "ballots": BALLOTS}, False),
        # Somebody is present and silent: two of four.
        ({"rule": OF_PRESENT, "entitled": 5, "present": ["a", "b", "c", "d"], "ballots": BALLOTS}, False),
        ({"rule": OF_PRESENT, "entitled": 5, "present": ["a", "b", "c"], "ballots": BALLOTS}, True),
        # One of six is in the room, two gave their votes into other hands: no quorum.
        ({"rule": HALF_THERE, "entitled": 6, "represented": ["a", "b"], "ballots": BALLOTS}, False),
        ({"rule": HALF_THERE, "entitled": 6, "ballots": BALLOTS}, True),
    ],
)
def test_what_a_roll_call_says_counts(told: dict[str, Any], carried: bool) -> None:
    assert recount(read(told)).outcome.carried is carried


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"rule": HALF_THERE, "entitled": 20, "counts": {"": {"for": 5, "against": 4}}}, "beside_counts"),
        ({"rule": OF_PRESENT, "present": 20, "counts": {"": {"for": 5, "against": 4}}}, "beside_counts"),
        ({"rule": VETO, "counts": {"": {"for": 5, "against": 4}}}, "consent_untold"),
        ({"rule": OF_PRESENT, "entitled": 40, "electorate": SEATS, "ballots": BALLOTS}, "entitled_differs"),
        ({"rule": OF_PRESENT, "present": 4, "electorate": SEATS, "ballots": BALLOTS}, "present_unnamed"),
        ({"rule": OF_ALL, "recused": ["z"], "electorate": SEATS, "ballots": BALLOTS}, "seat_not_entitled"),
        (
            {
                "rule": {"majority": [{"number": 1, "chamber": "x"}]},
                "counts": {"": {"for": 5, "against": 4}},
            },
            "not_counted",
        ),
    ],
)
def test_what_cannot_be_taken_into_account_is_refused(told: dict[str, Any], code: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        recount(read(told))
    assert code in {finding.code for finding in caught.value.findings}
