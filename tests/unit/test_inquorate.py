"""A vote that ends without a quorum goes a way of its own, where the procedure has one: a second meeting
decides whatever the number present, not sooner than fifteen days later, as where a Belgian association
changes its statutes (Code of companies and associations, article 9:21)."""

from __future__ import annotations

import pytest

from ecar_governance.definitions.library import load_text
from ecar_governance.definitions.scxml import scxml
from ecar_governance.domain.checks import examine
from ecar_governance.domain.proving.system import System
from ecar_governance.errors import DefinitionInvalid
from ecar_governance.rehearsal.playing import run
from ecar_governance.rehearsal.script_reader import read_script
from tests.support.outside import Outside

PROCEDURE = """
workflow: second_meeting
version: 1.0.0
kind: qerar
title: {az: Nizamnamə, en: Statutes}
initial: draft
roles:
  author: {title: {az: Müəllif, en: Author}, mandates: [rector], scope: sponsor}
  office: {title: {az: Katiblik, en: Office}, mandates: [secretariat]}
states:
  draft: {title: {az: Layihə, en: Draft}, editable: true}
  first:
    title: {az: Birinci, en: First meeting}
    vote:
      body: plenary
      ballot: secret
      majority: {at_least: 2/3, of: for_and_against}
      quorum: {at_least: 2/3, of: entitled, counted: cast}
      lasts: P1D
  between: {title: {az: Ara, en: Between}}
  second:
    title: {az: İkinci, en: Second meeting}
    vote: {body: plenary, ballot: secret, majority: {at_least: 2/3, of: for_and_against}, lasts: P1D}
  kept: {title: {az: Qəbul, en: Kept}, final: true, outcome: kept}
  dropped: {title: {az: Düşdü, en: Dropped}, final: true, outcome: dropped}
transitions:
  put: {title: {az: Qoyun, en: Put}, from: draft, to: first, by: [author], effects: [open_vote]}
  won: {title: {az: Lehinə, en: Won}, from: [first, second], to: kept, on: vote_carried}
  lost: {title: {az: Əleyhinə, en: Lost}, from: [first, second], to: dropped, on: vote_lost}
  too_few: {title: {az: Azdır, en: Too few}, from: first, to: between, on: vote_inquorate}
  void: {title: {az: Etibarsız, en: Void}, from: [first, second], to: dropped, on: vote_voided}
  again:
    title: {az: Yenə, en: Again}
    from: between
    to: second
    by: [office]
    require: [time_since: {transition: too_few, at_least: P15D}]
    effects: [open_vote]
invariants:
  - {never: {state: second}, without: {trigger: vote_inquorate}}
"""
OFFICE = "  office: {title: {az: Katiblik, en: Office}, mandates: [secretariat]}\n"
TOO_FEW = "  too_few: {title: {az: Azdır, en: Too few}, from: first, to: between, on: vote_inquorate}\n"
AGAIN = "\n".join(PROCEDURE[PROCEDURE.index("  again:") : PROCEDURE.index("invariants:")].splitlines()) + "\n"
PLAIN = (
    PROCEDURE[: PROCEDURE.index("invariants:")].replace(OFFICE, "").replace(TOO_FEW, "").replace(AGAIN, "")
)
PLAIN = PLAIN.replace("  between: {title: {az: Ara, en: Between}}\n", "").replace("[first, second]", "first")
PLAIN = PLAIN[: PLAIN.index("  second:\n")] + PLAIN[PLAIN.index("  kept:") :]


@pytest.mark.parametrize(
    ("procedure", "votes", "state"),
    [
        (PROCEDURE, "{for: 3}", "between"),
        (PROCEDURE, "{for: 3, against: 1}", "kept"),
        (PROCEDURE, "{for: 2, against: 2}", "dropped"),
        (PROCEDURE, "{against: 4}", "dropped"),
        (PLAIN, "{for: 3}", "dropped"),
        (PLAIN, "{for: 4}", "kept"),
    ],
)
def test_only_a_missing_quorum_goes_that_way_and_without_one_it_is_lost(
    procedure: str, votes: str, state: str
) -> None:
    assert failures(procedure, f"      - {{vote: {votes}}}\n", f"{{state: [{state}]}}") == []


@pytest.mark.parametrize(("waits", "refused"), [("P14D", True), ("P15D", False)])
def test_the_second_meeting_decides_whatever_the_number_present(waits: str, refused: bool) -> None:
    steps = f"      - {{vote: {{for: 1}}}}\n      - {{wait: {waits}}}\n"
    if refused:
        steps += "      - {as: office, do: again, refused: [guard.time_since]}\n"
        assert failures(PROCEDURE, steps, "{state: [between]}") == []
    else:
        steps += "      - {as: office, do: again}\n      - {vote: {for: 1}}\n"
        assert failures(PROCEDURE, steps, "{outcome: kept}") == []


def failures(procedure: str, steps: str, then: str) -> list[str]:
    flow = load_text(procedure, "second_meeting.yaml")
    text = (
        "tests: second_meeting\ncases:\n  - name: one\n    given: {members: 6}\n    when:\n"
        f"      - {{as: author, do: put}}\n{steps}    then: {then}\n"
    )
    return [one.message for one in run(flow, read_script(text, "second_meeting.test.yaml")).failures]


def test_that_the_second_comes_only_without_a_quorum_is_proven() -> None:
    checked = examine(load_text(PROCEDURE, "second_meeting.yaml"))
    assert checked.flaws == ()
    assert checked.proof is not None
    system = System(load_text(PROCEDURE, "second_meeting.yaml"))
    assert system.answers["first", "vote_inquorate"].name == "too_few"
    assert system.answers["second", "vote_inquorate"].name == "lost"
    broken = PROCEDURE.replace("trigger: vote_inquorate}}", "trigger: vote_lost}}")
    [flaw] = examine(load_text(broken, "second_meeting.yaml")).flaws
    assert flaw.code == "invariant.never_without"
    assert any("when the vote ends without a quorum" in step.told for step in flaw.steps)


def test_a_rule_without_a_quorum_never_goes_that_way() -> None:
    broken = PROCEDURE.replace("from: first, to: between, on", "from: second, to: between, on")
    with pytest.raises(DefinitionInvalid) as caught:
        load_text(broken, "second_meeting.yaml")
    assert "trigger.never" in {one.code for one in caught.value.findings}


@pytest.mark.parametrize(
    ("procedure", "event", "state"),
    [
        (PROCEDURE, "vote.lost.inquorate", "between"),
        (PROCEDURE, "vote.lost", "dropped"),
        (PLAIN, "vote.lost.inquorate", "dropped"),
    ],
)
def test_an_engine_that_is_not_ours_goes_the_same_way(procedure: str, event: str, state: str) -> None:
    theirs = Outside(scxml(load_text(procedure, "second_meeting.yaml"), "en"), {})
    theirs.send("put")
    theirs.send(event)
    assert theirs.active == {state}
