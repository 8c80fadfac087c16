"""Elections as a procedure writes them: every method read back, every slip told at its place."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from jsonschema import Draft202012Validator
from story import bundled
from support.definitions_kit import faulty, fits
from support.election_rules import election_rules

from ecar_governance.definitions import load_text
from ecar_governance.definitions.az import in_azerbaijani
from ecar_governance.definitions.canonical import definition_of, workflow_of
from ecar_governance.definitions.library import examine_text
from ecar_governance.definitions.telling import told
from ecar_governance.domain.codec import plain
from ecar_governance.domain.vote_record import (
    SCHEMA,
    VoteRecord,
    from_plain,
    json_schema,
    read_records,
    to_plain,
)
from ecar_governance.domain.voting.methods.papers import Option
from ecar_governance.domain.voting.methods.rules import (
    Approval,
    BlockVote,
    Cap,
    Debian,
    ElectionRule,
    InstantRunoff,
    Majority,
    Plurality,
    Reserved,
    Schulze,
    Share,
    TransferableVote,
)
from ecar_governance.errors import DefinitionInvalid
from ecar_governance.resources import workflows_dir

FILE = (workflows_dir() / "election.yaml").read_text()
HALF = Fraction(1, 2)
RECORD = Draft202012Validator(json_schema())
ELECTION = """      election:
        method: majority
        threshold: {more_than: 1/2, of: valid}
        ballots: 2
        onward: first
        first: 2
        last: relative
        tie: lot
"""
NOMINATIONS = """    nominations:
      by: member
      of: persons
      eligible: member
      most: 2
"""
GENDER = "traits: {gender: {woman: {az: qadın, en: woman}, man: {az: kişi, en: man}}}"
OBTAINED = "      obtained: [ballots, hand_count, without_vote]\n"
GRANT = "      - grant_mandate: {office_field: office, body: presidium, since: first_day, until: last_day}\n"
LAPSE = """  lapse:
    title: {az: Layihənin vaxtı keçdi, en: The draft lapsed}
    from: draft
    to: withdrawn
    on: deadline
"""
assert GRANT in FILE
assert LAPSE in FILE
assert ELECTION in FILE
assert NOMINATIONS in FILE

RULES: list[ElectionRule] = [
    Plurality(),
    Plurality(threshold=Share(at_least=Fraction(1, 3), of="present"), tie="chair"),
    Approval(seats=5, max_choices=5, cap=Cap(2), tie="lot"),
    BlockVote(seats=3, min_choices=2, reserved=(Reserved("gender", "woman", 2),), unmet="anybody", tie="lot"),
    Approval(seats=2, cap=Cap(1, "gender"), tie="chair"),
    Approval(seats=2, cap=Cap(1), tie="second_ballot"),
    Majority(),
    Majority(
        Share(more_than=HALF, of="entitled"),
        ballots="until_elected",
        onward="reached",
        reached=Share(at_least=Fraction(1, 8)),
        unchanged=1,
        tie="second_ballot",
    ),
    Majority(ballots=4, last="threshold", onward="drop_last"),
    InstantRunoff(earlier=False, tie="chair"),
    TransferableVote(seats=4),
    Schulze(seats=2, cap=Cap(1), tie="lot"),
    Debian(default="none", text="1.1", quorum_root=Fraction(3, 2)),
    Debian(default="none", quorum_votes=5, tie="rejected"),
]


def with_rule(rule: ElectionRule) -> str:
    """The election that ships, by another method, with traits asked and an option that stands for none."""
    election = yaml.safe_dump({"election": plain(rule)}, default_flow_style=True, width=10_000).strip()
    text = FILE.replace(ELECTION, f"      {election[1:-1]}\n")
    text = text.replace(NOMINATIONS, f"{NOMINATIONS}      {GENDER}\n")
    options = "      options: {none: {title: {az: Heç biri, en: None of them}, ratio: 3/2}}\n"
    ratio = options if isinstance(rule, Debian) else options.replace(", ratio: 3/2", "")
    text = text.replace("      proxies: {most: 1}\n", f"      proxies: {{most: 1}}\n{ratio}")
    text = text.replace(", without_vote]", "]")
    for step in ("ask_for_ballot", "acclaim"):
        at = text.index(f"  {step}:\n")
        text = text[:at] + text[text.index("\n\n", at) + 2 :]
    if not (isinstance(rule, Majority) and rule.ballots != 1) and rule.tie != "second_ballot":
        for step in ("go_on", "open_second", "no_second"):
            at = text.index(f"  {step}:\n")
            text = text[:at] + text[text.index("\n\n", at) + 2 :]
        text = text.replace("from: [agenda, between_ballots]", "from: agenda")
        at = text.index("  between_ballots:\n")
        text = text[:at] + text[text.index("\n\n", at) + 2 :]
    return text


@pytest.mark.parametrize(
    "rule", RULES, ids=[f"{one.__struct_config__.tag}-{i}" for i, one in enumerate(RULES)]
)
def test_every_method_is_read_as_it_is_written(rule: ElectionRule) -> None:
    text = with_rule(rule)
    flow = load_text(text, "election.yaml")
    vote = flow.states["balloting"].vote
    assert vote is not None
    assert vote.rule.election == rule
    ratio = Fraction(3, 2) if isinstance(rule, Debian) else Fraction(1)
    assert vote.options == (Option("none", {"az": "Heç biri", "en": "None of them"}, ratio=ratio),)
    assert workflow_of(definition_of(flow)).states["balloting"].vote == vote
    assert fits(text)
    for lang in ("az", "en"):
        assert str(rule.__struct_config__.tag) in told(flow, lang)


@settings(max_examples=60)
@given(election_rules())
def test_a_file_a_record_and_the_log_write_a_rule_alike(rule: ElectionRule) -> None:
    """One vocabulary: what the log writes is what a procedure and a record read."""
    vote = load_text(with_rule(rule), "election.yaml").states["balloting"].vote
    assert vote is not None
    assert vote.rule.election == rule
    record = {"schema": SCHEMA, "id": "one", "rule": {"election": plain(rule)}}
    written = json.dumps(record)
    [(_, read)] = read_records(written.encode())
    assert isinstance(read, VoteRecord), read
    assert read.rule.election == rule
    assert from_plain(to_plain(read)) == read
    assert RECORD.is_valid(json.loads(written))


LASTS = "      lasts: PT2H\n"
MOTION = "      majority: {more_than: 1/2, of: cast}\n"


def method(text: str) -> dict[str, str]:
    """The change to another method, on one line."""
    return {ELECTION: f"      election: {{{text}}}\n"}


SHARE = "threshold: {more_than: 1/2, of: valid}"
SLIPS: list[tuple[str, dict[str, str], str]] = [
    # A word too many, too few, or that is none.
    ("shape.election", {"        first: 2\n": "        «seats: 2\n"}, ""),
    ("shape.word", {"method: majority": "method: «lottery"}, ""),
    ("shape.missing", {"      election:\n        method: majority\n": "      «election:\n"}, ""),
    ("shape.missing", {"    vote:\n": "    «vote:\n", ELECTION: ""}, ""),
    ("shape.missing", {"    vote:\n": "    «vote:\n", ELECTION: MOTION + ELECTION}, ""),
    ("shape.missing", method("method: debian"), "election: {"),
    ("shape.missing", method("method: single_transferable_vote"), "election: {"),
    ("shape.election", {SHARE: "«threshold: {of: valid}"}, ""),
    ("shape.election", {SHARE: "«threshold: {more_than: 1/2, at_least: 1/2}"}, ""),
    ("shape.share", {SHARE: "threshold: {more_than: «1/1}"}, ""),
    ("shape.integer", {"        ballots: 2\n": "        ballots: «0\n"}, ""),
    ("shape.election", {"onward: first\n": "onward: reached\n"}, "election:\n"),
    # What only a motion's rule can say.
    ("shape.election", {LASTS: "      absent: «for\n"}, ""),
    ("shape.election", {LASTS: "      «consent: {members: [A]}\n"}, ""),
    # Options.
    ("shape.election", {LASTS: "      options: {«against: {title: {az: A, en: A}}}\n"}, ""),
    ("shape.election", {LASTS: "      options: {a: {title: {az: A, en: A}, ratio: «half}}\n"}, ""),
    # Nominations.
    ("shape.missing", {"    nominations:\n      by: member\n": "    «nominations:\n"}, ""),
    ("shape.word", {"of: persons": "of: «people"}, ""),
    ("name.unknown_role", {"eligible: member": "eligible: «mamber"}, ""),
    ("shape.integer", {"      most: 2\n": "      most: «0\n"}, ""),
    # What does not go together.
    ("vote.nobody_stands", {NOMINATIONS: "", "    vote:\n": "    «vote:\n"}, ""),
    ("vote.election", {OBTAINED: "      «obtained: [without_vote]\n"}, ""),
    (
        "vote.election",
        {OBTAINED: f"      «{OBTAINED.strip()}\n", "      of: persons\n": "      of: texts\n"},
        "",
    ),
    ("vote.election", {"effects: [elect_by_acclamation]": "effects: [«adopt_without_vote]"}, ""),
    ("vote.election", {"effects: [enter_paper_count]": "effects: [«enter_hand_count]"}, ""),
    (
        "vote.one_teller",
        {
            "    approvals: 2\n": "",
            "effects: [enter_paper_count]": "effects: [«enter_paper_count]",
        },
        "",
    ),
    (
        "vote.election",
        {
            "      - not_taken: {transition: ask_for_ballot}\n": "",
            "effects: [elect_by_acclamation]": "effects: [«elect_by_acclamation]",
        },
        "",
    ),
    (
        "vote.election",
        {ELECTION: MOTION, "effects: [enter_paper_count]": "effects: [«enter_paper_count]"},
        "",
    ),
    ("shape.election", method("method: single_transferable_vote, seats: 1, «counting: weights"), ""),
    ("shape.election", method("method: single_transferable_vote, seats: 1, «reserved: [], tie: lot"), ""),
    ("shape.election", method("method: plurality") | {LASTS: "      tie: «lot\n"}, ""),
    (  # tellers add marks up, and do not say what each paper weighs
        "vote.untold",
        {
            **method("method: majority, counting: weights"),
            LASTS: f"{LASTS}      electorate: {{weights: dues}}\n",
            "    vote:\n": "    «vote:\n",
        },
        "",
    ),
    (
        "vote.electorate",
        {**method("method: plurality, counting: weights"), "    vote:\n": "    «vote:\n"},
        "",
    ),
    ("vote.election", method("method: debian, default: «none"), ""),
    ("vote.election", method("method: approval, «cap: {most: 1, by: age}, tie: lot"), ""),
    (
        "vote.election",
        {
            **method("method: block, «reserved: {trait: gender, value: child}, tie: lot"),
            NOMINATIONS: f"{NOMINATIONS}      {GENDER}\n",
        },
        "",
    ),
    ("vote.election", {ELECTION: f"{MOTION}      «options: {{a: {{title: {{az: A, en: A}}}}}}\n"}, ""),
    (
        "effect.office",
        {GRANT: "      - «grant_mandate: {office: president, until: last_day, lasts: P2Y}\n"},
        "",
    ),
    ("effect.office", {GRANT: "      - «grant_mandate: {office: wg_chair}\n"}, ""),
    ("effect.office", {GRANT: "      - «grant_mandate: {office_field: office}\n"}, ""),
    ("effect.office", {NOMINATIONS: "", GRANT: "      - «grant_mandate: {office: president}\n"}, ""),
    ("effect.office", {GRANT: "", LAPSE: f"{LAPSE}    effects: [«grant_mandate: {{office: auditor}}]\n"}, ""),
    ("param.kind", {GRANT: "      - grant_mandate: {office: «rector}\n"}, ""),
    ("param.missing", {GRANT: "      - «grant_mandate\n"}, ""),
    ("field.kind", {GRANT: "      - grant_mandate: {office_field: «first_day, body: presidium}\n"}, ""),
    (
        "field.kind",
        {"      secretary_general: {": "      rector: {", GRANT: GRANT.replace(": office", ": «office")},
        "",
    ),
    ("nominations.unused", {ELECTION: MOTION, "    nominations:\n": "    «nominations:\n"}, ""),
]


@pytest.mark.parametrize("row", SLIPS, ids=[f"{row[0]}-{number}" for number, row in enumerate(SLIPS)])
def test_what_is_wrong_is_told_where_it_stands(row: tuple[str, dict[str, str], str]) -> None:
    code, changes, place = row
    text, where = faulty(FILE, changes, place)
    with pytest.raises(DefinitionInvalid) as caught:
        load_text(text, "election.yaml")
    found = [one for one in caught.value.findings if one.code == code]
    assert f"election.yaml:{where}" in [one.where for one in found], caught.value.findings
    assert all(one.fix for one in found)


@pytest.mark.parametrize(
    "rule", [Plurality(counting="weights"), Majority(counting="weights")], ids=["one", "two"]
)
def test_an_election_by_weights_names_the_table(rule: ElectionRule) -> None:
    text = with_rule(rule).replace("[ballots, hand_count]", "[ballots]")
    text = text.replace(LASTS, f"{LASTS}      electorate: {{weights: dues}}\n")
    at = text.index("  enter_count:\n")
    text = text[:at] + text[text.index("\n\n", at) + 2 :]
    vote = load_text(text, "election.yaml").states["balloting"].vote
    assert vote is not None
    assert (vote.rule.election, vote.rule.weighs) == (rule, True)


def test_another_list_of_nominations_is_another_procedure() -> None:
    flow = bundled()["election"]
    assert definition_of(flow)["states"]["nominating"]["nominations"] == {
        "by": ["member"],
        "eligible": ["member"],
        "most": 2,
    }
    assert Path(workflows_dir() / "election.test.yaml").exists()


def test_of_what_a_method_does_not_say_it_is_told_which_do() -> None:
    """Women's places go with no transferable vote: the finding names the methods that have them."""
    text, _ = faulty(FILE, method("method: single_transferable_vote, seats: 2, «reserved: [], tie: lot"))
    [found] = [one for one in examine_text(text, "m.yaml")[0].findings if one.code == "shape.election"]
    assert found.fix.endswith("reserved goes with plurality, approval, block, schulze")
    assert "reserved bu üsullarda yazılır: plurality" in in_azerbaijani(found.fix)
