"""Invariants, each held by one procedure and broken by its neighbour, and how that is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.definitions_kit import faulty

from ecar_governance.definitions import bundled, examine, load_file, load_text
from ecar_governance.definitions.az import in_azerbaijani
from ecar_governance.definitions.sarif import report
from ecar_governance.domain.proving import Verdict, prove
from ecar_governance.domain.proving.system import System
from ecar_governance.domain.workflow import Workflow

GOLDEN = Path(__file__).parents[1] / "golden" / "proving" / "counter_example.txt"

MOTION = """
workflow: motion
version: 1.0.0
kind: qerar
title: {az: Təklif, en: Motion}
initial: draft
roles:
  member: {title: {az: Üzv, en: Member}, mandates: [rector], scope: sponsor}
  office: {title: {az: Katiblik, en: Office}, mandates: [secretariat]}
states:
  draft: {title: {az: Layihə, en: Draft}, editable: true, deadline: {after: P60D, then: lapse}}
  checked: {title: {az: Yoxlanıb, en: Checked}, deadline: {after: P10D, then: late}}
  voting:
    title: {az: Səsvermədə, en: Voting}
    vote:
      body: plenary
      ballot: roll_call
      majority: {more_than: 1/2, of: for_and_against}
      tie: rejected
      lasts: P2D
  passed: {title: {az: Keçdi, en: Passed}, final: true, outcome: adopted}
  dropped: {title: {az: Düşdü, en: Dropped}, final: true, outcome: failed}
transitions:
  submit: {title: {az: Verin, en: Submit}, from: draft, to: checked, by: member}
  give_back: {title: {az: Qaytarın, en: Give back}, from: checked, to: draft, by: office}
  put: {title: {az: Səsə, en: Put}, from: checked, to: voting, by: office, effects: [open_vote]}
  late: {title: {az: Gecikdi, en: Late}, from: checked, to: dropped, on: deadline}
  lapse: {title: {az: Bitdi, en: Lapsed}, from: draft, to: dropped, on: deadline}
  carried: {title: {az: Lehinə, en: Carried}, from: voting, to: passed, on: vote_carried}
  lost: {title: {az: Əleyhinə, en: Lost}, from: voting, to: dropped, on: vote_lost}
  voided: {title: {az: Etibarsız, en: Voided}, from: voting, to: checked, on: vote_voided}
invariants:
"""

QUORUM = {"      tie:": "      quorum: {more_than: 1/2, of: entitled, counted: cast}\n      tie:"}
BY_CHAIR = {
    "      tie: rejected": "      tie: chair",
    "      lasts: P2D\n": "      lasts: P2D\n    deadline: {after: P3D, then: silent}\n",
    "  lost:": "  silent: {title: {az: Sədr, en: Silent}, from: voting, to: dropped, on: deadline}\n  lost:",
}
FOUR_EYES = {"from: checked, to: voting, by: office": "from: checked, to: voting, by: office, approvals: 2"}
NOT_SAME = {
    "from: checked, to: voting, by: office": "from: checked, to: voting, by: office, "
    "forbid: [{same_person_as: {transition: submit}}]"
}
NOT_DRAFTER = {
    "from: checked, to: voting, by: office": "from: checked, to: voting, by: office, forbid: [drafter]"
}
NO_WAY_BACK = {
    "  give_back: {title: {az: Qaytarın, en: Give back}, from: checked, to: draft, by: office}\n": "",
    "on: vote_voided": "on: vote_voided",
    "from: voting, to: checked": "from: voting, to: dropped",
}
ONCE_BACK = {
    "from: checked, to: draft, by: office": "from: checked, to: draft, by: office, "
    "require: [{not_taken: {transition: give_back}}]",
    "from: voting, to: checked": "from: voting, to: dropped",
}
SILENT = {
    "  checked: {title: {az: Yoxlanıb, en: Checked}, deadline: {after: P10D, then: late}}": "  checked: "
    "{title: {az: Yoxlanıb, en: Checked}, consultation: {of: [member]}}",
    "from: checked, to: draft, by: office": "from: draft, by: office, effects: [notify: {roles: office}]",
    "from: checked, to: voting, by: office, effects: [open_vote]": "from: draft, to: voting, by: office, "
    "effects: [open_vote]",
    "from: checked, to: dropped, on: deadline": "from: checked, to: dropped, on: all_opined",
    "from: voting, to: checked": "from: voting, to: dropped",
    "  lapse:": "  say: {title: {az: Deyin, en: Say}, from: checked, by: member, "
    "inputs: {text: {kind: text, title: {az: Rəy, en: Text}}}, effects: [record_opinion]}\n  lapse:",
}
ON_BEHALF = {
    **SILENT,
    "  lapse:": SILENT["  lapse:"].replace(
        "inputs: {", "inputs: {party: {kind: party, required: false, title: {az: Kim, en: Who}}, "
    ),
}
PICKS_UP = {"on: vote_lost}": "on: vote_lost}\n  pick_up: {title: {az: Qaldırın, en: Pick up}, "
            "from: draft, to: passed, by: office, require: [{taken: {transition: voided}}]}",
            "from: voting, to: checked": "from: voting, to: draft"}  # fmt: skip

# The invariant, whether it holds, what is changed in the procedure, and by which transitions it is broken.
ROWS: list[tuple[str, dict[str, str], list[str] | None]] = [
    ("never: passed", {}, ["submit", "put", "carried"]),
    ("never: give_back", NO_WAY_BACK | {"  late:": "  give_back: {title: {az: A, en: A}, from: dropped, "
     "to: dropped, by: office}\n  late:", "final: true, outcome: failed": "deadline: {after: P1D, then: end}",
     "  lost:": "  end: {title: {az: A, en: A}, from: dropped, to: passed, on: deadline}\n  lost:"},
     ["lapse", "give_back"]),
    ("{never: passed, without: carried}", {}, None),
    ("{never: passed, without: give_back}", {}, ["submit", "put", "carried"]),
    ("{never: dropped, without: submit}", {}, ["lapse"]),
    ("{never: passed, without: draft}", {}, None),
    ("{never: passed, without: {outcome: failed}}", {}, ["submit", "put", "carried"]),
    ("{never: {outcome: adopted}, without: {trigger: vote_carried}}", {}, None),
    ("{never: {effect: open_vote}, without: submit}", {}, None),
    ("{never: submit, after: put}", {}, ["submit", "put", "voided", "give_back", "submit"]),
    ("{never: submit, after: put}", NO_WAY_BACK, None),
    ("{never: voting, after: voided}", {}, ["submit", "put", "voided", "put"]),
    ("{never: give_back, after: give_back}", {}, ["submit", "give_back", "submit", "give_back"]),
    ("{never: give_back, after: give_back}", ONCE_BACK, None),
    ("{never: carried, after: passed}", {}, None),
    ("{always: submit, before: put}", {}, ["submit", "put", "voided", "put"]),
    ("{always: submit, before: put}", NO_WAY_BACK, None),
    ("{always: checked, before: put}", {}, None),
    ("{always: put, before: passed}", {}, None),
    ("always_ends: true", {}, None),
    ("always_ends: true", SILENT, ["submit"]),
    ("always_ends: true", ON_BEHALF, None),
    ("ends_within: P72D", NO_WAY_BACK, None),
    ("ends_within: P71D", NO_WAY_BACK, ["submit", "put", "lost"]),
    ("ends_within: P3Y", {}, ["submit", "voided|give_back|put"]),
    ("ends_within: P142D", ONCE_BACK, None),
    ("ends_within: P141D", ONCE_BACK, ["submit", "give_back", "submit", "put", "lost"]),
    ("ends_within: P1Y", NO_WAY_BACK | {", deadline: {after: P10D, then: late}": "", "  late: {title: {az: "
     "Gecikdi, en: Late}, from: checked, to: dropped, on: deadline}\n": ""}, ["submit"]),
    # The time of a chair that decides an equal division comes after that of the vote.
    ("ends_within: P75D", NO_WAY_BACK | BY_CHAIR, None),
    ("ends_within: P74D", NO_WAY_BACK | BY_CHAIR, ["submit", "put", "carried|silent|lost|voided"]),
    ("ends_within: P1Y", NO_WAY_BACK | {"      tie: rejected": "      tie: chair"}, ["submit", "put"]),
    ("quorum_for: passed", BY_CHAIR | QUORUM, None),
    ("quorum_for: dropped", BY_CHAIR | QUORUM, ["lapse"]),
    ("ends_within: P1Y", NO_WAY_BACK | {"      lasts: P2D\n": ""}, ["submit", "put"]),
    ("no_single_person: {from: draft, to: passed}", {}, ["submit", "put", "carried"]),
    ("no_single_person: {from: draft, to: passed}", QUORUM, None),
    ("no_single_person: {from: draft, to: passed}", FOUR_EYES, None),
    ("no_single_person: {from: draft, to: passed}", NOT_SAME, None),
    ("no_single_person: {from: submit, to: put}", NOT_SAME, None),
    ("no_single_person: {from: checked, to: put}", NOT_SAME, ["submit", "put"]),
    ("no_single_person: {from: draft, to: passed}", NOT_DRAFTER, None),
    ("no_single_person: {from: checked, to: passed}", NOT_DRAFTER, ["submit", "put", "carried"]),
    ("no_single_person: {from: draft, to: dropped}", QUORUM, ["lapse"]),
    ("quorum_for: passed", QUORUM, None),
    ("quorum_for: passed", {"of: for_and_against": "of: entitled"}, None),
    ("quorum_for: passed", {}, ["submit", "put", "carried"]),
    ("quorum_for: dropped", QUORUM, ["lapse"]),
    ("quorum_for: passed", QUORUM | PICKS_UP, ["submit", "put", "voided", "pick_up"]),
]  # fmt: skip


def motion(invariant: str, changes: dict[str, str] | None = None) -> Workflow:
    text = MOTION
    for old, new in (changes or {}).items():
        assert old in text, old
        text = text.replace(old, new)
    said = invariant if invariant.startswith("{") else f"{{{invariant}}}"
    return load_text(f"{text}  - {said}\n", "motion.yaml")


def verdict(workflow: Workflow, bound: int = 10_000) -> Verdict:
    [found] = prove(workflow, bound).verdicts
    return found


@pytest.mark.parametrize("row", ROWS, ids=[f"{number}-{row[0]}" for number, row in enumerate(ROWS)])
def test_an_invariant_holds_or_is_broken_by_the_shortest_way(
    row: tuple[str, dict[str, str], list[str] | None],
) -> None:
    said, changes, way = row
    found = verdict(motion(said, changes))
    taken = [step.path[1] for step in found.steps if step.path[0] == "transitions"]
    if way is None:
        assert (found.fate, taken, found.flaw()) == ("proven", [], None), found.message
        return
    assert found.fate == "broken"
    assert found.steps[0].path == ("states", "draft")
    flaw = found.flaw()
    assert flaw is not None
    assert flaw.code == f"invariant.{found.invariant.rule}"
    if "|" in way[-1]:
        assert taken[-1] in way[-1].split("|")
    else:
        assert taken == way


@pytest.mark.parametrize(
    ("within", "changes", "fix"),
    [
        ("P71D", NO_WAY_BACK, "shorten deadlines"),
        ("P3Y", {}, "put the circle into a state with a deadline"),
        ("P1Y", NO_WAY_BACK | {"      lasts: P2D\n": ""}, "or its vote `lasts:`"),
        (
            "P1Y",
            NO_WAY_BACK | {"{after: P10D, then: late}": '{at: "2027-01-01T12:00", then: late}'},
            "`after:`",
        ),
    ],
)
def test_what_would_mend_a_case_that_lasts_too_long_is_what_makes_it_so(
    within: str, changes: dict[str, str], fix: str
) -> None:
    flaw = verdict(motion(f"ends_within: {within}", changes)).flaw()
    assert flaw is not None
    assert fix in flaw.fix
    assert in_azerbaijani(flaw.fix) != flaw.fix


def test_every_rule_has_a_row_that_breaks_it() -> None:
    told = {verdict(motion(said, changes)).flaw() for said, changes, way in ROWS if way is not None}
    assert {flaw.code for flaw in told if flaw is not None} == {
        "invariant.never",
        "invariant.never_without",
        "invariant.never_after",
        "invariant.always_before",
        "invariant.always_ends",
        "invariant.ends_within",
        "invariant.no_single_person",
        "invariant.quorum_for",
    }


def test_a_state_is_held_by_its_vote_while_that_is_open() -> None:
    """Each end of the vote leads out, and each way in puts the question; the chair's word comes later."""
    tied = {"tie: rejected": "tie: second_ballot"}
    again = tied | {
        "  lost:": "  tied: {title: {az: A, en: A}, from: voting, to: checked, on: next_ballot}\n  lost:"
    }
    for changes, held in (({}, {"voting"}), ({"tie: rejected": "tie: chair"}, set()), (again, {"voting"})):
        assert System(motion("never: passed", changes)).held == held


def test_more_configurations_than_the_bound_claim_nothing() -> None:
    proven = verdict(motion("{never: passed, without: carried}", {}))
    found = verdict(motion("{never: passed, without: carried}", {}), bound=proven.configurations - 2)
    flaw = found.flaw()
    assert (found.fate, flaw.code if flaw else "") == ("not_proven", "invariant.not_proven")
    assert "there are more" in found.message
    for said in ("always_ends: true", "ends_within: P72D"):
        assert verdict(motion(said, NO_WAY_BACK), bound=2).fate == "not_proven"


@pytest.mark.parametrize(
    "said", ["{never: passed, without: carried}", "{always_ends: true}", "{never: lost}"]
)
def test_no_more_configurations_are_walked_than_the_bound(said: str) -> None:
    flow = motion(said, {})
    most = prove(flow).configurations
    for bound in range(1, most):
        proof = prove(flow, bound)
        assert (proof.configurations, proof.cut) == (bound, True)
        assert all(one.configurations <= bound for one in proof.verdicts)
        if proof.verdicts[0].fate == "not_proven":
            assert f"on the {bound:,} configurations walked" in proof.verdicts[0].message
    assert not prove(flow, most).cut


def test_what_is_broken_before_the_bound_is_broken() -> None:
    found = verdict(motion("{never: dropped, without: submit}"), bound=1)
    assert found.fate == "broken"


def test_a_counter_example_is_told_with_the_lines_it_runs_through(tmp_path: Path) -> None:
    path = tmp_path / "motion.yaml"
    path.write_text(MOTION + "  - {never: submit, after: put}\n  - {never: passed, without: carried}\n")
    checked = examine(path)
    [found] = checked.findings
    assert str(found).replace(f"{path}", "motion.yaml") + "\n" == GOLDEN.read_text()
    assert checked.proof is not None
    assert [one.fate for one in checked.proof.verdicts] == ["broken", "proven"]
    [run] = report(checked.findings)["runs"]
    [flow] = run["results"][0]["codeFlows"]
    steps = [one["location"] for one in flow["threadFlows"][0]["locations"]]
    assert [step["message"]["text"] for step in steps] == [step.told for step in found.steps]
    lines = [step["physicalLocation"]["region"]["startLine"] for step in steps]
    assert lines == [step.line for step in found.steps]
    assert lines[1] == 1 + MOTION.split("\n").index(next(x for x in MOTION.split("\n") if "submit:" in x))


@pytest.mark.parametrize("name", sorted(bundled()))
def test_what_ships_keeps_what_it_promises(name: str) -> None:
    proof = prove(load_file(bundled()[name]))
    assert proof.holds
    assert not proof.cut
    assert len(proof.verdicts) >= 2
    assert 5 < proof.configurations < 1000


def test_without_its_vote_a_procedure_keeps_its_promise_no_more(tmp_path: Path) -> None:
    """A change that is made in good faith: the office publishes without waiting for signatures."""
    text, _ = faulty(
        bundled()["resolution"].read_text(),
        {"  lost:\n": "  shortcut:\n    title: {az: A, en: A}\n    from: agenda\n    to: adopted\n"
         "    by: secretariat\n  lost:\n"}, "  lost:\n",
    )  # fmt: skip
    path = tmp_path / "resolution.yaml"
    path.write_text(text)
    broken = [one.code for one in examine(path).findings]
    assert broken == ["invariant.never_without", "invariant.quorum_for", "invariant.no_single_person"]
