"""One vocabulary: whatever a procedure may say of a vote's rule, a record may say in the same words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from support.vocabulary import KEYS, ROWS, read

from ecar_governance.definitions import reading_elections, reading_electorate, reading_votes
from ecar_governance.domain.codec import plain
from ecar_governance.domain.rule_forms import LISTS, UNLIMITED
from ecar_governance.domain.vote_record import VoteRecord, json_schema, read_records
from ecar_governance.domain.voting.rule import VoteRule
from ecar_governance.errors import InvalidInput

OF_THE_PROCEDURE = {
    "body", "ballot", "lasts", "obtained", "ends_early", "electorate", "options", "division",
}  # fmt: skip
"""What a procedure says beside the rule: how, when and before whom the vote is held."""

RULES = [
    {key: value for key, value in told.items() if key not in OF_THE_PROCEDURE}
    for told, _ in ROWS
    if told.keys() - OF_THE_PROCEDURE
]
FORMS = Draft202012Validator(json_schema())


def whole(rule: dict[str, Any]) -> dict[str, Any]:
    """Examples that show another word than the majority's have the plainest one."""
    if "election" in rule or "majority" in rule:
        return rule
    return {"majority": {"more_than": "1/2", "of": "for_and_against"}, **rule}


def of_record(rule: Any) -> VoteRule | InvalidInput:
    written = json.dumps({"id": "made-up", "rule": rule})
    told = json.loads(written)
    [(_, record)] = read_records(written.encode())
    assert FORMS.is_valid(told) is isinstance(record, VoteRecord), rule
    return record.rule if isinstance(record, VoteRecord) else record


def alone(value: Any) -> Any:
    """The same with every list of one written without its brackets."""
    if isinstance(value, dict):
        return {
            key: alone(one[0] if key in LISTS and isinstance(one, list) and len(one) == 1 else one)
            for key, one in value.items()
        }
    return [alone(one) for one in value] if isinstance(value, list) else value


def listed(value: Any) -> Any:
    """The same with brackets wherever a list is meant."""
    if isinstance(value, dict):
        return {
            key: listed([one] if key in LISTS and not isinstance(one, list) else one)
            for key, one in value.items()
        }
    return [listed(one) for one in value] if isinstance(value, list) else value


@pytest.mark.parametrize("rule", RULES, ids=map(str, range(len(RULES))))
def test_every_example_is_the_same_rule_in_both_forms(rule: dict[str, Any]) -> None:
    rule = whole(rule)
    spec, found = read(rule)
    assert found == []
    for written in (rule, alone(rule), listed(rule), plain(spec.rule)):
        assert of_record(written) == spec.rule
    for written in (alone(rule), listed(rule)):
        assert read(written)[0].rule == spec.rule


def test_every_key_of_a_rule_is_among_the_examples() -> None:
    def within(value: Any) -> Iterator[str]:
        if isinstance(value, dict):
            yield from value
            for one in value.values():
                yield from within(one)
        elif isinstance(value, list):
            for one in value:
                yield from within(one)

    beside = OF_THE_PROCEDURE | {*reading_electorate.ELECTORATE, *reading_elections.OPTION}
    assert KEYS - beside - set(within(RULES)) == set()
    assert {*reading_votes.VOTE} > OF_THE_PROCEDURE


@pytest.mark.parametrize("key", sorted(LISTS))
def test_every_list_may_be_one_alone(key: str) -> None:
    """Also in the examples: a key that no list of one stands under would not be tried."""
    majority = {"at_least": "1/2", "of": "cast"}
    rules: dict[str, Any] = {
        "majority": {"majority": majority},
        "or": {"majority": {**majority, "or": {"number": 9}}},
        "consent": {"majority": majority, "consent": {"members": ["A"]}},
        "members": {"majority": majority, "consent": [{"members": "A"}]},
        "withheld_by": {"majority": majority, "consent": [{"members": ["A"], "withheld_by": "absent"}]},
        "carried": {"majority": majority, "chosen_by": {"vote": "v", "carried": {"number": 9}}},
        "otherwise": {
            "majority": majority,
            "chosen_by": {"vote": "v", "carried": {"number": 9}, "otherwise": majority, "result": "rejected"},
        },
        "reserved": {
            "election": {"method": "block", "seats": 2, "reserved": {"trait": "gender", "value": "woman"}}
        },
    }
    found = of_record(rules[key])
    assert isinstance(found, VoteRule)
    assert of_record(listed(rules[key])) == found
    if key != "otherwise":  # which only a vote that is open has
        assert read(rules[key])[0].rule == found


@pytest.mark.parametrize("word", sorted(UNLIMITED.values()))
def test_what_no_number_limits_is_said_in_a_word_or_as_null(word: str) -> None:
    rule: dict[str, Any] = {"objections": word} if word == "recorded" else {"proxies": {"most": word}}
    found = of_record(whole(rule))
    assert isinstance(found, VoteRule)
    assert found == read(rule)[0].rule == of_record(plain(found))
    assert None in (found.objections, found.proxies and found.proxies.most)


@pytest.mark.parametrize(
    "rule",
    [
        {"majority": {"more_than": "1/2", "off": "cast"}},
        {"majority": {"number": 9}, "quorum": {"number": 3, "of": "present"}},
        {"majority": {"number": 9}, "ties": "chair"},
        {"majority": {"number": 9}, "consent": {"members": ["A"], "by": "against"}},
        {"majority": {"number": 9}, "proxies": {"number": 1}},
        {"majority": {"number": 9}, "objections": "any"},
        {"majority": "9"},
        {"election": {"method": "plurality", "threshold": {"more_than": "1/2", "off": "cast"}}},
        {"election": {"method": "block", "seats": 2, "reserved": {"trait": "gender", "is": "woman"}}},
    ],
)
def test_what_is_no_word_of_a_rule_is_refused_in_both_forms(rule: dict[str, Any]) -> None:
    assert isinstance(of_record(rule), InvalidInput)
    assert read(rule)[1] != []


def test_languages_and_groups_may_be_called_as_keys_are() -> None:
    rule = {"election": {"method": "plurality", "cap": {"most": 1, "held": {"members": 1}}}}
    found = of_record({**rule, "article": {"or": "point 5"}})
    assert isinstance(found, VoteRule)
    assert found.article == {"or": "point 5"}
