"""Elections counted again from their records: those of the public record, and those of this system."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from msgspec.structs import replace
from story import Story
from support.electing import ballot, balloting, elected, procedure
from support.rollcalls import ELECTIONS, FEDERAL_CONVENTION_2010, converted, elections

from ecar_governance.cli.main import main
from ecar_governance.domain import commands as c
from ecar_governance.domain.candidates import ballots_of
from ecar_governance.domain.recounting import recount
from ecar_governance.domain.state import Vote
from ecar_governance.domain.vote_record import (
    VoteRecord,
    from_plain,
    json_schema,
    read_records,
    record_of,
    series_of,
    to_plain,
)
from ecar_governance.domain.voting.methods.papers import MarkedPaper, Option
from ecar_governance.domain.voting.methods.rules import (
    Approval,
    BlockVote,
    Cap,
    Debian,
    ElectionRule,
    InstantRunoff,
    Majority,
    Plurality,
    Schulze,
    Share,
    TransferableVote,
)
from ecar_governance.domain.voting.rule import VoteRule
from ecar_governance.domain.voting.thresholds import HALF, Quorum
from ecar_governance.errors import InvalidInput

VALIDATOR = Draft202012Validator(json_schema())
REAL = [(name, raw) for name in ELECTIONS for raw in elections(name)]


def read(raw: dict[str, Any]) -> VoteRecord:
    """The record, through a file of one line."""
    [(_, record)] = read_records(json.dumps(raw).encode())
    assert isinstance(record, VoteRecord), record
    return record


# --- the public record -------------------------------------------------------------------------------------


@pytest.mark.parametrize("raw", [raw for _, raw in REAL], ids=[str(raw["id"]) for _, raw in REAL])
def test_every_election_on_record_is_reproduced(raw: dict[str, Any]) -> None:
    assert VALIDATOR.is_valid(raw), [error.message for error in VALIDATOR.iter_errors(raw)][:3]
    found = recount(read(raw))
    assert found.findings == ()
    assert found.outcome.election is not None


@pytest.mark.parametrize("name", ELECTIONS)
def test_a_winner_claimed_otherwise_is_told(name: str) -> None:
    raw = next(elections(name))
    others = [one["id"] for one in raw["candidates"] if one["id"] not in raw["elected"]]
    [finding] = recount(read({**raw, "elected": [*raw["elected"][1:], others[0]]})).findings
    assert finding.code == "recount.differs"
    assert others[0] in finding.message


# --- our own -----------------------------------------------------------------------------------------------


def two_ballots() -> list[Vote]:
    story, case, first = balloting()
    votes = [elected(story, first, {"r1": 2, "r2": 2, "r3": 1, "abstain": 1})]
    votes.append(elected(story, ballot(story, case), {"r2": 3, "r1": 3}))  # a lot decides
    return votes


def by_the_chair() -> list[Vote]:
    story, _, vote = balloting((1, 2), procedure(Majority(ballots=1, last="relative", tie="chair")))
    elected(story, vote, {"r1": 3, "r2": 3})
    due = story.vote(vote)
    given = c.GiveCastingVote(vote, None, story.fresh(), ("r2", "r1"))
    story.do(given, story.by("r1", "session_chair"))
    return [due, story.vote(vote)]


def without_quorum() -> list[Vote]:
    flow = procedure(rule={"quorum": Quorum(more_than=HALF, counted="cast")})
    story, _, vote = balloting(flow=flow)
    return [elected(story, vote, {"r1": 2})]


def ranked_by_roll_call() -> list[Vote]:
    story, _, vote = balloting(flow=procedure(Schulze(), ballot="roll_call"))
    return [elected(story, vote, {"r1 > r2 = r3": 2, "r2 > r3": 3, "blank": 1})]


OWN = {
    f"{make.__name__}-{number}": vote
    for make in (two_ballots, by_the_chair, without_quorum, ranked_by_roll_call)
    for number, vote in enumerate(make())
}


@pytest.mark.parametrize("name", sorted(OWN))
def test_an_election_of_this_system_counts_again(name: str) -> None:
    record = record_of(OWN[name])
    plain = json.loads(json.dumps(to_plain(record)))
    assert VALIDATOR.is_valid(plain), [error.message for error in VALIDATOR.iter_errors(plain)][:3]
    assert from_plain(plain) == record
    again = recount(read(plain))
    assert (again.outcome, again.findings) == (OWN[name].outcome, ())
    if record.ballot == "secret":
        assert all(paper.seat is None for paper in record.papers)


@pytest.mark.parametrize("name", sorted(name for name, vote in OWN.items() if len(vote.papers) > 2))
def test_a_paper_marked_otherwise_changes_the_result_claimed(name: str) -> None:
    record = record_of(OWN[name])
    stands = record.candidates[-1].id
    turned = tuple(replace(one, marks=((stands,),), choice="marked") for one in record.papers[:4])
    found = recount(replace(record, papers=(*turned, *record.papers[4:])))
    assert [one.code for one in found.findings] == ["recount.differs"]


# --- in one word -------------------------------------------------------------------------------------------

SOME = MarkedPaper((("a",),), times=3)
BOTH = MarkedPaper((("a", "b"),), times=3)
IN_A_WORD: list[tuple[ElectionRule, list[MarkedPaper], dict[str, Any], str]] = [
    (BlockVote(seats=2), [BOTH], {}, "elected"),
    (BlockVote(seats=2), [SOME], {}, "partly_filled"),
    (BlockVote(seats=2), [MarkedPaper(state="abstain")], {}, "not_elected"),
    (Approval(seats=1), [BOTH], {}, "not_elected"),  # equals, of whom the rule elects none
    (Approval(seats=1, tie="chair"), [BOTH], {}, "undecided"),
    (Majority(threshold=Share(at_least=Fraction(1))), [SOME, MarkedPaper((("b",),))], {}, "undecided"),
    (Plurality(), [SOME], {"of": "texts"}, "adopted"),
    (Plurality(), [MarkedPaper(state="blank")], {"of": "texts"}, "rejected"),
    (Debian(default="b"), [MarkedPaper((("a",), ("b",)))], {}, "adopted"),
    (Debian(default="b"), [MarkedPaper((("b",), ("a",)))], {}, "rejected"),
]


@pytest.mark.parametrize("row", IN_A_WORD, ids=[f"{one[0].__class__.__name__}-{one[3]}" for one in IN_A_WORD])
def test_an_election_is_told_in_its_own_words(
    row: tuple[ElectionRule, list[MarkedPaper], dict[str, Any], str],
) -> None:
    method, papers, more, word = row
    record = VoteRecord(
        id="x",
        rule=VoteRule(election=method),
        candidates=(Option("a"), Option("b")),
        bundles=tuple(papers),
        **more,
    )
    assert recount(record).result == word
    assert recount(replace(record, result=word)).findings == ()
    other = "adopted" if word == "elected" else "elected"
    [finding] = recount(replace(record, result=other)).findings
    assert (finding.code, other in finding.message, word in finding.message) == (
        "recount.differs",
        True,
        True,
    )


def test_an_election_without_its_quorum_elects_nobody() -> None:
    assert record_of(OWN["without_quorum-0"]).result == "not_elected"


def test_the_word_of_several_ballots_is_of_them_all() -> None:
    """One of two seats is filled in the first ballot, none in the second."""
    raw = held({}, rule={"election": {"method": "block", "seats": 2, "tie": "second_ballot"}})
    votes = [{"wulff": 6, "gauck": 3, "jochimsen": 3}, {"gauck": 2, "jochimsen": 2}]
    raw["held"] = [{"marks": {"votes": one, "valid": max(one.values()) + 2}} for one in votes]
    raw = {key: raw[key] for key in raw if key not in ("elected", "result")}
    assert recount(read(raw)).result == "undecided"
    raw["held"][1]["marks"] = {"votes": {}, "valid": 0, "abstained": 4}
    again = recount(read(raw))
    assert (again.result, again.outcome.carried) == ("partly_filled", False)
    assert recount(read({**raw, "result": "partly_filled"})).findings == ()


# --- several ballots in one record --------------------------------------------------------------------------

CONVENTION = FEDERAL_CONVENTION_2010


def held(ballots: dict[int, dict[str, Any]], **changed: Any) -> dict[str, Any]:
    """The Convention of 2010 with some of its ballots, or of the whole, otherwise."""
    told = [{**one, **ballots.get(number, {})} for number, one in enumerate(CONVENTION["held"], 1)]
    return {**CONVENTION, "held": told, **changed}


def test_a_real_election_in_three_ballots_is_reproduced() -> None:
    assert VALIDATOR.is_valid(CONVENTION)
    found = recount(read(CONVENTION))
    assert found.findings == ()
    assert [one.number for one in found.ballots] == [1, 2, 3]
    assert [one.elected for one in found.ballots] == [(), (), ("wulff",)]
    assert [len(one.candidates) for one in found.ballots] == [4, 4, 2]
    assert found.outcome == found.ballots[-1].outcome
    assert found.outcome.obtained == "hand_count"


SERIES: dict[str, tuple[dict[str, Any], str, str, str]] = {
    "another elected in all": (held({}, elected=["gauck"]), "recount.differs", "", "elected: gauck; by"),
    "another elected in a ballot": (
        held({1: {"elected": ["wulff"]}}),
        "recount.differs",
        ", ballot 1",
        "elected: wulff; by its own rule: nobody",
    ),
    "another number needed": (
        held({2: {"claimed": {"needed": 622}}}),
        "recount.differs",
        ", ballot 2",
        "622 were needed; counted: 623",
    ),
    "a ballot after the last": (
        held({2: {"marks": {"votes": {"wulff": 623}, "valid": 623}, "elected": ["wulff"]}}),
        "recount.further",
        ", ballot 2",
        "Ballot 2 decided (votes)",
    ),
    "somebody who was out": (
        held(
            {3: {"candidates": ["wulff", "jochimsen"]}, 2: {"candidates": ["wulff", "gauck"]}}
            | {2: {"marks": {"votes": {"wulff": 600, "gauck": 499}, "valid": 1099}}},
        )
        | {"elected": None, "result": None},
        "recount.stood",
        ", ballot 3",
        "jochimsen stood",
    ),
}


@pytest.mark.parametrize("name", sorted(SERIES))
def test_what_a_series_has_wrong_is_told_with_its_ballot(name: str) -> None:
    raw, code, ballot_, said = SERIES[name]
    if name == "somebody who was out":
        raw["held"][1]["candidates"] = ["wulff", "gauck"]
        raw["held"][2]["marks"] = {"votes": {"wulff": 625, "jochimsen": 494}, "valid": 1119}
    findings = recount(read(raw)).findings
    assert (code, f"{CONVENTION['id']}{ballot_}") in [(one.code, one.where) for one in findings]
    assert any(said in one.message for one in findings)


def test_a_ballot_without_a_quorum_is_held_again() -> None:
    rule = {**CONVENTION["rule"], "quorum": {"more_than": "1/2", "counted": "cast"}}
    few = {"marks": {"votes": {"wulff": 300, "gauck": 200}, "valid": 500}}
    found = recount(read({**CONVENTION, "rule": rule, "held": [few, *CONVENTION["held"]]}))
    assert found.findings == ()
    assert [(one.number, one.outcome.quorate) for one in found.ballots] == [
        (1, False),
        (1, True),
        (2, True),
        (3, True),
    ]


def until_elected() -> tuple[Story, list[Vote]]:
    """Three ballots: the lowest drop out one after another."""
    rule = Majority(ballots="until_elected", onward="drop_last", last="threshold", tie="lot")
    story, case, first = balloting((1, 2, 3), procedure(rule))
    elected(story, first, {"r1": 2, "r2": 2, "r3": 1, "abstain": 1})
    for papers in ({"r1": 2, "r2": 2, "abstain": 2}, {"r1": 2, "r2": 4}):
        elected(story, ballot(story, case), papers)
    return story, [story.vote(name) for name in story.case(case).votes]


@pytest.mark.parametrize("make", [two_ballots, lambda: until_elected()[1]], ids=["two", "three"])
def test_what_the_system_held_in_several_ballots_is_one_record_too(make: Callable[[], list[Vote]]) -> None:
    votes = make()
    whole = series_of(votes)
    plain = json.loads(json.dumps(to_plain(whole)))
    assert VALIDATOR.is_valid(plain), [error.message for error in VALIDATOR.iter_errors(plain)][:3]
    assert from_plain(plain) == read(plain) == whole
    again = recount(whole)
    assert again.findings == ()
    assert [one.outcome for one in again.ballots] == [vote.outcome for vote in votes]
    # A paper turned in any of them shows.
    for place, one in enumerate(whole.held):
        turned = (replace(one.papers[0], choice="invalid", marks=()), *one.papers[1:])
        changed = (*whole.held[:place], replace(one, papers=turned), *whole.held[place + 1 :])
        wheres = {finding.where for finding in recount(replace(whole, held=changed)).findings}
        assert f"{whole.id}, ballot {place + 1}" in wheres


def test_the_ballots_of_an_election_are_found_by_any_of_them() -> None:
    story, votes = until_elected()
    for number in range(1, len(votes) + 1):
        assert list(ballots_of(story.conference, votes[number - 1])) == votes[:number]


NO_SERIES: list[tuple[dict[str, Any], str]] = [
    (held({}, bundles=[{"marks": [["wulff"]]}]), "each has its own papers"),
    (held({}, rule={"majority": [{"more_than": "1/2"}]}), "of a motion"),
    (held({1: {"candidates": ["merkel"]}}), "none of the record's candidates"),
    (held({2: {"marks": None}}), "Ballot 2: "),
    (held({}, obtained="without_vote"), "that is no acclamation"),
]


@pytest.mark.parametrize("row", NO_SERIES, ids=[row[1] for row in NO_SERIES])
def test_a_series_that_cannot_be_counted_is_refused(row: tuple[dict[str, Any], str]) -> None:
    raw, said = row
    with pytest.raises(InvalidInput, match=said):
        recount(read(raw))


# --- what is claimed of a count -----------------------------------------------------------------------------

CLAIMS: list[tuple[str, dict[str, Any], str]] = [
    ("stv_glasgow_2007_sample", {"needed": 1}, "On record 1 were needed; counted: 1381."),
    ("stv_glasgow_2007_sample", {"order": ["Nina Baker"]}, "elected in this order: Nina Baker; counted: "),
    ("stv_glasgow_2007_sample", {"rounds": [{"Erin Boyle": "0.5"}]}, "Erin Boyle had 1/2 on record; counted"),
    ("stv_glasgow_2007_sample", {"decided_by": "lot"}, "On record decided by lot; counted: votes."),
    ("stv_glasgow_2007_sample", {"rounds": [{}] * 99}, "there were 99 rounds; counted: "),
    ("debian_sample", {"duels": {"1": {"2": 1}}}, "On record 1 put 1 before 2; counted: "),
    ("debian_sample", {"duels": {"1": {"9": 1}}}, "On record 1 put 1 before 9; nobody counted it."),
    ("debian_sample", {"dropped": ["1"]}, "On record dropped: 1; counted: nobody."),
    ("python_steering_council", {"ranking": [["Mariatta"]]}, "On record ranked Mariatta; counted: "),
    ("python_steering_council", {"needed": 3}, "On record 3 were needed; counted: none."),
]


@pytest.mark.parametrize("row", CLAIMS, ids=[f"{name}-{'-'.join(claim)}" for name, claim, _ in CLAIMS])
def test_each_thing_claimed_otherwise_is_told(row: tuple[str, dict[str, Any], str]) -> None:
    name, claim, said = row
    raw = next(elections(name))
    [finding] = recount(read({**raw, "claimed": claim})).findings
    assert finding.code == "recount.differs"
    assert said in finding.message


def test_every_difference_is_told_and_not_the_first_alone() -> None:
    raw = next(elections("debian_sample"))
    claim = {"needed": 1, "decided_by": "lot", "dropped": ["1"]}
    findings = recount(read({**raw, "elected": ["1"], "claimed": claim, "result": "rejected"})).findings
    assert len(findings) == 5


def test_the_stages_of_another_count_are_held_against_ours() -> None:
    """What somebody else's program counted stage by stage is written as claimed and agrees."""
    raw = next(elections("stv_glasgow_2007_sample"))
    result = recount(read(raw)).outcome.election
    assert result is not None
    stages = [{one.option: str(one.votes) for one in round_.standings} for round_ in result.rounds]
    claim = {"rounds": stages, "order": list(result.elected)}
    assert recount(read({**raw, "claimed": claim})).findings == ()
    stages[2]["Erin Boyle"] = "1/3"
    [finding] = recount(read({**raw, "claimed": claim})).findings
    assert finding.message.startswith("In round 3 Erin Boyle had 1/3 on record")


# --- the command --------------------------------------------------------------------------------------------


def test_the_command_counts_motions_and_elections_of_one_file(tmp_path: Path) -> None:
    told = [*(raw for _, raw in REAL), CONVENTION, *converted("unga_1961_1971")]
    file = tmp_path / "votes.jsonl"
    file.write_text("".join(json.dumps(one) + "\n" for one in told))
    answer = CliRunner().invoke(main, ["vote", "recount", str(file)])
    assert answer.exit_code == 0, answer.output
    assert f"{len(told)} votes counted again: {len(told)} as on record, 0 otherwise" in answer.output
    file.write_text("".join(json.dumps({**one, "elected": ["nobody"]}) + "\n" for one in told[:10]))
    answer = CliRunner().invoke(main, ["vote", "recount", str(file)])
    assert answer.exit_code == 1
    assert "10 votes counted again: 0 as on record, 10 otherwise" in answer.output


SAME = {
    "en": "Counted again: the result is the one claimed.",
    "az": "Yenidən sayıldı: nəticə göstərilənlə eynidir.",
}


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        (
            "en",
            [
                "This is ballot 3.",
                "Christian Wulff: 615; missing: 8.",
                "Elected: Christian Wulff.",
                SAME["en"],
            ],
        ),
        ("az", ["Səsvermə turu: 3.", "çatışmır: 8.", "Seçildi: Christian Wulff.", SAME["az"]]),
    ],
)
def test_the_command_tells_every_ballot_in_either_language(
    tmp_path: Path, lang: str, said: list[str]
) -> None:
    file = tmp_path / "vote.json"
    file.write_text(json.dumps(CONVENTION))
    answer = CliRunner(env={"LANG": lang}).invoke(main, ["vote", "recount", str(file)])
    assert answer.exit_code == 0, answer.output
    for one in said:
        assert one in answer.output
    told = CliRunner().invoke(main, ["vote", "recount", str(file), "--json"])
    assert [one["carried"] for one in json.loads(told.output)["ballots"]] == [False, False, True]


# --- what cannot be counted --------------------------------------------------------------------------------

COUNCIL = next(elections("python_steering_council"))
WRONG: list[tuple[dict[str, Any], str]] = [
    ({"candidates": []}, "who stood"),
    ({"marks": None}, "in one way"),
    ({"bundles": [{"marks": [["x"]]}]}, "in one way"),
    ({"rule": {"election": {"method": "schulze"}}}, "added up"),
    ({"entitled": 1}, "entitled"),
    ({"marks": {**COUNCIL["marks"], "valid": 1}}, "votes on 1 papers"),
]


@pytest.mark.parametrize("row", WRONG, ids=[str(number) for number in range(len(WRONG))])
def test_what_cannot_be_counted_is_told(row: tuple[dict[str, Any], str]) -> None:
    change, said = row
    with pytest.raises(InvalidInput) as caught:
        recount(read({**COUNCIL, **change}))
    assert said in str(caught.value) + "".join(finding.message for finding in caught.value.findings)


# --- properties --------------------------------------------------------------------------------------------

X = st.sampled_from(["r1", "r2", "r3", "abstain", "blank"])
SEVERAL = st.sampled_from(["r1", "r1 = r2", "r2 = r3", "r3", "abstain", "blank"])
RANKED = st.sampled_from(["r1", "r2 > r1", "r3 > r2 > r1", "r1 > r3", "r2", "abstain"])
METHODS: list[tuple[ElectionRule, st.SearchStrategy[str]]] = [
    (Plurality(tie="lot"), X),
    (Majority(tie="lot"), X),
    (Majority(ballots="until_elected", onward="drop_last", tie="second_ballot"), X),
    (Approval(seats=2, cap=Cap(1), tie="lot"), SEVERAL),
    (BlockVote(seats=2, tie="chair"), SEVERAL),
    (InstantRunoff(), RANKED),
    (TransferableVote(seats=2), RANKED),
    (Schulze(tie="lot"), RANKED),
]


@settings(max_examples=40)
@given(st.data(), st.sampled_from(METHODS), st.sampled_from(["secret", "roll_call"]))
def test_whatever_was_held_here_counts_again_from_its_bytes(
    data: st.DataObject, method: tuple[ElectionRule, st.SearchStrategy[str]], kind: str
) -> None:
    rule, marked = method
    papers = Counter(data.draw(st.lists(marked, min_size=1, max_size=6)))
    story, _, vote = balloting(flow=procedure(rule, ballot=kind))
    closed = elected(story, vote, papers)
    record = record_of(closed)
    line = json.dumps(to_plain(record))
    assert read(json.loads(line)) == record
    assert VALIDATOR.is_valid(json.loads(line))
    again = recount(read(json.loads(line)))
    assert (again.outcome, again.findings) == (closed.outcome, ())


WORDS = st.sampled_from(["cast", "not_cast"])


@settings(max_examples=80)
@given(
    st.lists(st.sampled_from(["a", "b", "c", "abstain", "blank", "invalid"]), min_size=1, max_size=9),
    st.integers(0, 4),
    WORDS,
    WORDS | st.just("abstention"),
    WORDS,
    st.sampled_from(["valid", "cast", "present", "entitled"]),
)
def test_by_seat_and_by_number_an_election_comes_to_the_same(
    choices: list[str], silent: int, abstention: str, blank: str, invalid: str, base: str
) -> None:
    """Whatever the rule makes of papers without marks."""
    threshold = {"more_than": "1/3", "of": base}
    told: dict[str, Any] = {"schema": "ecar-vote-record/1", "id": "x"}
    told["rule"] = {
        "election": {"method": "majority", "threshold": threshold, "tie": "chair"},
        "abstention": abstention,
        "blank": blank,
        "invalid": invalid,
    }
    told["candidates"] = [{"id": one} for one in "abc"]
    seats = [f"s{n}" for n in range(len(choices) + silent)]
    by_seat = told | {
        "electorate": [{"seat": one, "institution": one} for one in seats],
        "papers": [
            {"choice": "marked", "marks": [[one]], "seat": seat}
            if one in "abc"
            else {"choice": one, "seat": seat}
            for seat, one in zip(seats, choices, strict=False)
        ],
    }
    counted = Counter(choices)
    attending = {"entitled": len(seats), "present": len(choices)}
    bundles = [
        {"marks": [[one]], "times": n} if one in "abc" else {"state": one, "times": n}
        for one, n in counted.items()
    ]
    marks = {
        "votes": {one: counted[one] for one in "abc"},
        "valid": sum(counted[one] for one in "abc"),
        "abstained": counted["abstain"],
        "blank": counted["blank"],
        "invalid": counted["invalid"],
    }
    first = recount(read(by_seat)).outcome
    assert first == recount(read(told | attending | {"bundles": bundles})).outcome
    assert first == recount(read(told | attending | {"marks": marks})).outcome


SHEETS = st.lists(st.tuples(st.sampled_from(["a", "b", "c", ""]), st.integers(1, 40)), min_size=1, max_size=8)


@settings(max_examples=60)
@given(SHEETS)
def test_bundles_and_marks_say_the_same(sheets: list[tuple[str, int]]) -> None:
    rule = {"election": {"method": "plurality", "tie": "lot"}}
    raw: dict[str, Any] = {"schema": "ecar-vote-record/1", "id": "x", "rule": rule, "seed": "a public text"}
    raw["candidates"] = [{"id": one} for one in "abc"]
    bundles = tuple(
        MarkedPaper(((one,),), times=n) if one else MarkedPaper(state="blank", times=n) for one, n in sheets
    )
    votes = {one: sum(n for who, n in sheets if who == one) for one in "abc"}
    told = {"votes": votes, "valid": sum(votes.values()), "blank": sum(n for who, n in sheets if not who)}
    first = recount(replace(read(raw), bundles=bundles))
    assert first.outcome == recount(read({**raw, "marks": told})).outcome
