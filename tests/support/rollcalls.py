"""Votes of the public record, written as records of ours: what each set's words mean in ours.

Nothing is decided here: a converter renames, and says of a set's rule what the set's own text says.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from fractions import Fraction
from math import ceil
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[1] / "data" / "rollcalls"
MOTIONS = (
    "us_senate_2013",
    "swiss_double_majority",
    "unga_1961_1971",
    "unsc_failed_sample",
    "europarl_sample",
)
"""The sets of questions that are carried or not."""

ELECTIONS = ("stv_glasgow_2007_sample", "debian_sample", "python_steering_council")
"""The sets in which several are chosen from."""

FIRST_DAY_OF_RATIO_MET = "2015-12-13"
"""Version 1.6 of Debian's constitution: a ratio of 3 is met by exactly three times as many."""

TWO_THIRDS = {"at_least": "2/3", "of": "for_and_against"}

CHOICES = {"yes": "for", "no": "against", "abstain": "abstain", "absent": "absent"}
BASES = {
    "cast_without_abstentions": "for_and_against",
    "entitled": "entitled",
    "cast": "cast",
    "present": "present",
}


def load(name: str) -> list[dict[str, Any]]:
    """The set as published."""
    lines = (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def converted(name: str) -> Iterator[dict[str, Any]]:
    """The set as records of ours, in plain JSON values."""
    for raw in load(name):
        yield as_record(raw)


def as_record(raw: dict[str, Any]) -> dict[str, Any]:
    """One vote."""
    record = {
        "schema": "ecar-vote-record/1",
        "id": raw["id"],
        "title": raw["title"],
        "date": raw["date"],
        "source": raw["source"],
        "result": raw["official_result"],
    }
    if raw["method"] == "weighted":
        return record | double_majority(raw)
    record["rule"] = rule_of(raw["rule"])
    if "depends_on" in raw:
        # Charter, article 18, rules 83 and 85: two thirds, had the Assembly called the question important.
        record["rule"]["chosen_by"] = {"vote": raw["depends_on"].split()[0], "carried": [TWO_THIRDS]}
    if isinstance(raw["ballots"]["yes"], int):
        counts = {CHOICES[word]: number for word, number in raw["ballots"].items() if word != "absent"}
        return record | {"obtained": "hand_count", "counts": {"": counts | {"entitled": raw["entitled"]}}}
    ballots = {CHOICES[word]: [str(one) for one in who] for word, who in raw["ballots"].items()}
    record |= {"entitled": raw["entitled"], "ballots": ballots}
    if "casting_vote" in raw:
        record["casting_vote"] = CHOICES[raw["casting_vote"]]
    return record


def rule_of(told: dict[str, Any]) -> dict[str, Any]:
    """The rule of a set whose members vote yes, no or abstain."""
    if told.get("kind") == "concurring_votes":
        # United Nations Charter, article 27(3): so many votes for, and no permanent member against.
        return {
            "majority": [{"number": told["min_yes"]}],
            "consent": [{"members": told["veto_holders"], "withheld_by": ["against"]}],
        }
    amount = "more_than" if told["strict"] else "at_least"
    rule: dict[str, Any] = {
        "majority": [{amount: told["threshold"], "of": BASES[told["base"]]}],
        "tie": told["tie"],
    }
    quorum = told.get("quorum")
    if quorum is not None:
        amount = "more_than" if quorum.get("strict") else "at_least"
        rule["quorum"] = {amount: quorum["fraction"], "counted": "present"}
        if quorum.get("only_if_invoked"):
            rule["quorum"]["checked"] = "if_asked"
    return rule


def double_majority(raw: dict[str, Any]) -> dict[str, Any]:
    """Swiss votes: the people come as numbers, the cantons by seat with their weight and their own division;
    a canton is for when more of its voters are, else against (Federal Constitution, article 142)."""
    people = raw["people"]
    counts = {"for": people["yes"], "against": people["no"], "entitled": raw["entitled"]}
    half = {"more_than": "1/2", "of": "for_and_against"}
    if len(raw["rule"]["all_of"]) == 1:
        return {"obtained": "hand_count", "rule": {"majority": [half]}, "counts": {"": counts}}
    return {
        "rule": {
            "majority": [
                half | {"chamber": "people"},
                {"more_than": "1/2", "of": "entitled", "counting": "weights", "chamber": "cantons"},
            ],
            "parts": "unit",
        },
        "counts": {"people": counts},
        "electorate": [
            {"seat": name, "institution": name, "chamber": "cantons", "weight": str(one["weight"])}
            for name, one in raw["ballots"].items()
        ],
        "papers": [canton(name, one) for name, one in raw["ballots"].items()],
    }


def canton(name: str, one: dict[str, Any]) -> dict[str, Any]:
    """A canton's paper: its voters, where the record has their numbers, else what is printed of it."""
    if one["yes"] is None:
        return {"choice": CHOICES[one["printed"]], "seat": name}
    return {"choice": "parts", "seat": name, "parts": {"for": str(one["yes"]), "against": str(one["no"])}}


def weight_of(raw: dict[str, Any], printed: str) -> Fraction:
    """What the cantons printed so weigh together."""
    return sum(
        (Fraction(str(one["weight"])) for one in raw["ballots"].values() if one["printed"] == printed),
        Fraction(0),
    )


# --- elections ---------------------------------------------------------------------------------------------


def elections(name: str) -> Iterator[dict[str, Any]]:
    """A set of elections as records of ours, in plain JSON values."""
    convert = {"stv_glasgow_2007_sample": ward, "debian_sample": debian}.get(name, council)
    for raw in load(name):
        told = {"schema": "ecar-vote-record/1", "obtained": "ballots", "ballot": "secret"}
        yield told | {key: raw[key] for key in ("id", "title", "date", "source") if key in raw} | convert(raw)


def ward(raw: dict[str, Any]) -> dict[str, Any]:
    """A ward of Glasgow: ballots are rankings by number, each so many times."""
    names = raw["options"]
    result = raw["official_result"] or raw["reference_result"]
    claimed: dict[str, Any] = {"needed": int(result["quota"])} if result.get("quota") else {}
    return {
        "rule": {"election": {"method": "single_transferable_vote", "seats": raw["seats"]}},
        "candidates": [{"id": name} for name in names],
        "bundles": [
            {"marks": [[names[number - 1]] for number in order], "times": times}
            for times, order in raw["ballots"]
        ],
        "elected": result["elected"],
        "claimed": claimed,
    }


def debian(raw: dict[str, Any]) -> dict[str, Any]:
    """A vote of the Debian project: every voter gives each option a number, or none."""
    text = "1.0" if raw["rule"]["era"].startswith("pre-2003") else "1.1"
    text = "1.6" if raw["date"] >= FIRST_DAY_OF_RATIO_MET else text
    default = str(raw["default_option"])
    winners = [str(number) for number in raw["official_result"]["winners"]]
    return {
        "ballot": "roll_call",
        "rule": {"election": {"method": "debian", "default": default, "text": text, "quorum_root": "3/2"}},
        "candidates": [
            {"id": str(one["n"]), "ratio": one["majority"].replace(":", "/")} for one in raw["options"]
        ],
        "entitled": raw["entitled"],
        "bundles": [_ranked(raw, paper["ranks"]) for paper in raw["ballots"]],
        "elected": winners,
        "claimed": _printed(raw["official_result"]),
        "result": "rejected" if winners == [default] else "adopted",
    }


def _printed(official: dict[str, Any]) -> dict[str, Any]:
    """What Debian's sheet prints of a count: the quorum, who missed it or their ratio, who beats whom."""
    duels: dict[str, dict[str, int]] = {}
    for pair, votes in official["beat_matrix"].items():
        one, _, other = pair.partition(">")
        duels.setdefault(one, {})[other] = votes
    told: dict[str, Any] = {"duels": duels}
    told["dropped"] = [str(number) for number in official["dropped_by_majority"]]
    if official["quorum_printed"] is not None:
        told["needed"] = ceil(official["quorum_printed"])
    return told


def _ranked(raw: dict[str, Any], ranks: list[int | None]) -> dict[str, Any]:
    groups: dict[int, list[str]] = {}
    for option, rank in zip(raw["options"], ranks, strict=True):
        if rank is not None:
            groups.setdefault(rank, []).append(str(option["n"]))
    marks = [groups[rank] for rank in sorted(groups)]
    return {"marks": marks} if marks else {"state": "blank"}


def council(raw: dict[str, Any]) -> dict[str, Any]:
    """A steering council of Python: approvals, of which the published record has the sums."""
    votes = raw["ballots"]["approvals"]
    rule = {"method": "approval", "seats": raw["seats"], "cap": {"most": 2}}
    if raw["rule"]["max_choices"]:
        rule["max_choices"] = raw["rule"]["max_choices"]
    return {
        "rule": {"election": rule},
        "candidates": [{"id": name} for name in votes],
        "entitled": raw["entitled"],
        "marks": {"votes": votes, "valid": raw["cast"]},
        "elected": raw["official_result"]["elected"],
        "claimed": {"rounds": [votes], "decided_by": "votes"},
        "result": "elected",
    }


# The Federal Convention of Germany, 30 June 2010: a majority of its members, and in the third ballot the most
# votes (Basic Law, article 54(6)). Numbers as announced by its president; those who withdrew stand no more.
FEDERAL_CONVENTION_2010: dict[str, Any] = {
    "schema": "ecar-vote-record/1",
    "id": "bundesversammlung-2010",
    "title": "Election of the Federal President of Germany, 2010",
    "date": "2010-06-30",
    "source": "Numbers announced in the 14th Federal Convention",
    "obtained": "hand_count",
    "ballot": "secret",
    "rule": {
        "election": {
            "method": "majority",
            "threshold": {"more_than": "1/2", "of": "entitled"},
            "ballots": 3,
            "last": "relative",
            "onward": "all",
        },
        "article": {"az": "Almaniya Əsas Qanunu, maddə 54(6)", "en": "Basic Law, article 54(6)"},
    },
    "entitled": 1244,
    "candidates": [
        {"id": "wulff", "name": {"az": "Christian Wulff", "en": "Christian Wulff"}},
        {"id": "gauck", "name": {"az": "Joachim Gauck", "en": "Joachim Gauck"}},
        {"id": "jochimsen", "name": {"az": "Lukrezia Jochimsen", "en": "Lukrezia Jochimsen"}},
        {"id": "rennicke", "name": {"az": "Frank Rennicke", "en": "Frank Rennicke"}},
    ],
    "held": [
        {
            "marks": {
                "votes": {"wulff": 600, "gauck": 499, "jochimsen": 126, "rennicke": 3},
                "valid": 1228,
                "abstained": 13,
                "invalid": 1,
            },
            "elected": [],
            "claimed": {"needed": 623},
        },
        {
            "marks": {
                "votes": {"wulff": 615, "gauck": 490, "jochimsen": 123, "rennicke": 3},
                "valid": 1231,
                "abstained": 7,
                "invalid": 1,
            },
            "elected": [],
            "claimed": {"needed": 623},
        },
        {
            "candidates": ["wulff", "gauck"],
            "marks": {"votes": {"wulff": 625, "gauck": 494}, "valid": 1119, "abstained": 121, "invalid": 2},
            "elected": ["wulff"],
        },
    ],
    "elected": ["wulff"],
    "result": "elected",
}
