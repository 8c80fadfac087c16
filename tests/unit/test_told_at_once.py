"""What guards and what effects say against a step is told at once, to whoever acts and to whoever looks."""

from __future__ import annotations

import pytest

from ecar_governance.definitions.library import bundled, load_file
from ecar_governance.domain.workflow import Workflow
from ecar_governance.rehearsal.cast import Hall
from ecar_governance.rehearsal.play import Play
from ecar_governance.rehearsal.sights import seen_by


@pytest.fixture(scope="module")
def assembly() -> Workflow:
    """Its vote needs officers by a guard, and four members there by its rule alone."""
    return load_file(bundled()["assembly"], {"present": "4"})


def told(workflow: Workflow, person: str, hall: Hall) -> list[str]:
    """The reasons against opening the vote, which are those that are shown before."""
    play = Play(workflow, hall)
    assert play.draft() == ()
    assert play.act("secretariat", "place_on_agenda", {"session": "current"}) == ()
    shown = [reason.code for reason in dict(seen_by(play, person))["open_vote"]]
    refused = [reason.code for reason in play.act(person, "open_vote")]
    assert refused == shown
    return refused


OFFICERS, QUORUM = "guard.session_has_officers", "vote.not_quorate"


@pytest.mark.parametrize(
    ("person", "officers", "present", "expected"),
    [
        ("secretariat", False, 2, [OFFICERS, QUORUM]),
        ("secretariat", True, 2, [QUORUM]),
        ("secretariat", False, 4, [OFFICERS]),
        ("rector_1", False, 2, ["role.missing", OFFICERS, QUORUM]),
        ("rector_1", True, 4, ["role.missing"]),
        ("secretariat", True, 4, []),
    ],
)
def test_guards_and_effects_are_told_at_once(
    assembly: Workflow, person: str, officers: bool, present: int, expected: list[str]
) -> None:
    assert told(assembly, person, Hall(members=4, present=present, officers=officers)) == expected


def test_what_has_no_meaning_beside_a_guard_is_not_told() -> None:
    """Without a body that is named none is of the wrong kind; a session that is closed is told of once."""
    play = Play(load_file(bundled()["resolution"]))
    play.draft()
    assert play.act("rector_1", "submit") == ()
    assert [reason.code for reason in play.act("secretariat", "refer")] == ["guard.body_named"]
