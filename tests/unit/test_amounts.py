"""What a vote leaves unsaid of equals, and what it asks for that can never be there."""

from __future__ import annotations

import pytest

from ecar_governance.definitions.az import told
from ecar_governance.definitions.library import bundled, check, examine_text

TEXT = """
workflow: matter
version: 1.0.0
kind: qerar
title: {az: İş, en: Matter}
initial: draft
roles:
  office: {title: {az: Katiblik, en: Office}, mandates: [secretariat]}
states:
  draft: {title: {az: Layihə, en: Draft}, editable: true}
  vote:
    title: {az: Səs, en: Vote}
    vote: {body: plenary, ballot: roll_call, RULE, lasts: P2D}
  done: {title: {az: Bitdi, en: Done}, final: true, outcome: over}
transitions:
  put: {title: {az: Səs, en: Put}, from: draft, to: vote, by: office, effects: [open_vote]}
  won: {title: {az: Lehinə, en: Won}, from: vote, to: done, on: vote_carried}
  lost: {title: {az: Əleyhinə, en: Lost}, from: vote, to: done, on: vote_lost}
  void: {title: {az: Boş, en: Void}, from: vote, to: draft, on: vote_voided}
"""
ASKING = """
  ask:
    title: {az: Əvvəlcə, en: Ask}
    vote: {body: plenary, ballot: roll_call, majority: {more_than: 1/2, of: cast}, lasts: P2D}
"""
WAYS = """
  first: {title: {az: A, en: A}, from: draft, to: ask, by: office, effects: [open_vote]}
  yes: {title: {az: A, en: A}, from: ask, to: vote, on: vote_carried, effects: [open_vote]}
  no: {title: {az: A, en: A}, from: ask, to: draft, on: vote_lost}
  again: {title: {az: A, en: A}, from: ask, to: draft, on: vote_voided}
"""
OPTIONS = "options: {a: {title: {az: A, en: A}}, b: {title: {az: B, en: B}}}"
MORE = "majority: {more_than: 1/2, of: cast}"
HALF = "majority: {at_least: 1/2, of: cast}"
PAIR = "electorate: {chambers: {founders: {institutions: [KHAZAR, ADA]}}}"
CHOSEN = f"{MORE}, chosen_by: {{vote: ask, carried: {{at_least: 1/2, of: cast}}}}"
BOTH = "majority: [{number: 53}, {more_than: 1/2, of: cast, chamber: p}]"
ELECTION = "election: {method: METHOD}, " + OPTIONS


def text(rule: str) -> str:
    found = TEXT.replace("RULE", rule)
    if "chosen_by" not in rule:
        return found
    return found.replace("\n  vote:\n", f"{ASKING}  vote:\n", 1) + WAYS.lstrip("\n")


def found(rule: str, seats: dict[str, int] | None = None) -> list[tuple[str, str]]:
    checked, _ = examine_text(text(rule), "m.yaml", seats=lambda _: seats or {})
    assert all(one.fix and one.excerpt for one in checked.findings)
    assert all(str(one) != told(one) for one in checked.findings)
    return [(one.code, one.severity) for one in checked.findings]


UNSAID = [("vote.tie_unsaid", "warning")]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (HALF, UNSAID),
        ("majority: [{at_least: 1/2, of: entitled}, {more_than: 1/2, of: cast}]", UNSAID),
        (f"{HALF}, tie: rejected", []),
        (f"{HALF}, tie: lot", []),
        (MORE, []),
        ("majority: {at_least: 2/3, of: cast}", []),
        ("majority: {at_least: 1/3, of: cast}", []),
        ("majority: {number: 5}", []),
        (CHOSEN, UNSAID),
        (f"{CHOSEN}, tie: rejected", []),
        # A quorum of one half is no question of equals.
        (f"{MORE}, quorum: {{at_least: 1/2, of: entitled}}", []),
        *((ELECTION.replace("METHOD", f"{one}"), UNSAID) for one in ("plurality", "approval", "schulze")),
        (ELECTION.replace("METHOD", "plurality, tie: rejected"), []),
        (ELECTION.replace("METHOD", "majority"), UNSAID),
        # More than half has one alone.
        (ELECTION.replace("METHOD", "majority, ballots: 1, last: threshold"), []),
    ],
)
def test_what_equals_mean_is_said_where_they_decide(rule: str, expected: list[tuple[str, str]]) -> None:
    told = [one for one in found(rule) if one[0] != "trigger.never" and one[0] != "vote.no_way"]
    assert told == expected


NEVER, BEYOND = [("vote.quorum_never", "error")], [("vote.quorum_never", "warning")]


@pytest.mark.parametrize(
    ("rule", "seats", "expected"),
    [
        (f"{MORE}, quorum: {{number: 900}}", {}, []),
        (f"{MORE}, quorum: {{number: 900}}", {"plenary": 52}, BEYOND),
        (f"{MORE}, quorum: {{number: 900}}", {"presidium": 52}, []),
        (f"{MORE}, quorum: {{number: 52}}", {"plenary": 52}, []),
        (f"{MORE}, quorum: {{number: 53}}", {"plenary": 52}, BEYOND),
        ("majority: {number: 53}", {"plenary": 52}, BEYOND),
        # What seats weigh is no number of seats.
        (
            "majority: {number: 53, counting: weights}, electorate: {weights: dues}",
            {"plenary": 52},
            [],
        ),
        # A chamber that brings the seats of another body enlarges the electorate.
        (
            f"{BOTH}, electorate: {{chambers: {{p: {{body: presidium}}}}}}",
            {"plenary": 52, "presidium": 7},
            [],
        ),
        (
            "majority: {number: 8, chamber: p}, electorate: {chambers: {p: {body: presidium}}}",
            {"plenary": 52, "presidium": 7},
            BEYOND,
        ),
        (f"majority: {{number: 3, chamber: founders}}, {PAIR}", {}, NEVER),
        (f"majority: {{number: 2, chamber: founders}}, {PAIR}", {}, []),
        (
            f"majority: {{number: 1, chamber: founders}}, quorum: {{number: 3, chamber: founders}}, {PAIR}",
            {},
            NEVER,
        ),
    ],
)
def test_no_more_is_asked_for_than_there_can_be(
    rule: str, seats: dict[str, int], expected: list[tuple[str, str]]
) -> None:
    assert found(rule, seats) == expected


UNCOUNTED = [("vote.proxies_uncounted", "warning")]
PRESENT = "majority: {more_than: 1/2, of: present}"


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (f"{PRESENT}, proxies: {{most: 1}}", UNCOUNTED),
        (f"{PRESENT}, proxies: {{most: any}}", UNCOUNTED),
        (
            "majority: {number: 3, or: {at_least: 2/3, of: present}}, proxies: {most: 1}",
            UNCOUNTED,
        ),
        (PRESENT, []),
        (f"{PRESENT}, proxies: {{most: 0}}", []),
        ("majority: {more_than: 1/2, of: represented}, proxies: {most: 1}", []),
        (f"{MORE}, proxies: {{most: 1}}", []),
    ],
)
def test_proxies_belong_to_the_base_of_those_present(rule: str, expected: list[tuple[str, str]]) -> None:
    assert found(rule) == expected


def test_more_than_all_cannot_be_written() -> None:
    assert found(f"{MORE}, quorum: {{more_than: 1/1, of: entitled}}")[0] == ("shape.share", "error")
    guarded = text(MORE).replace("effects", "require: [session_quorate: {more_than: 1/1}], effects", 1)
    assert "param.kind" in [one.code for one in examine_text(guarded, "m.yaml")[0].findings]


def test_a_warning_of_the_reader_leaves_the_rest_to_be_checked() -> None:
    """Whatever only a look at every way shows is told beside it."""
    both = text(HALF).replace("to: draft, on: vote_voided", "to: vote, on: vote_voided")
    codes = [one.code for one in examine_text(both, "m.yaml")[0].findings]
    assert "vote.tie_unsaid" in codes
    assert "vote.entered_silently" in codes


@pytest.mark.parametrize("name", bundled())
def test_what_ships_says_it(name: str) -> None:
    assert check(bundled()[name]) == []
