"""Under which of several mandates somebody acts: the one that fits the matter, not the one granted first."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from rpds import HashTrieMap

from ecar_governance.domain.decision import Reason
from ecar_governance.domain.state import Conference, Mandate, Person
from ecar_governance.domain.workflow import MandateKind
from ecar_governance.services.acting import actor_for, reason_sentence

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def mandate(name: str, kind: MandateKind, session: str = "") -> Mandate:
    return Mandate(name, "person-1", kind, "U001", "", "", session, datetime(2026, 1, 1, tzinfo=UTC), None)


HELD = (
    mandate("rector", "rector"),
    mandate("first", "session_chair", "session-1"),
    mandate("president", "president"),
    mandate("second", "session_chair", "session-2"),
)
CONFERENCE = Conference(
    persons=HashTrieMap({"person-1": Person("person-1", "digest", tuple(m.mandate for m in HELD))}),
    mandates=HashTrieMap({m.mandate: m for m in HELD}),
)
OFFICES = ("session_chair", "president")


@pytest.mark.parametrize(
    ("asked", "acts_under"),
    [
        ({"mandate": "second"}, "second"),
        ({"mandate": "of somebody else"}, ""),
        ({"kinds": OFFICES}, "first"),
        ({"kinds": OFFICES, "among": ("second",)}, "second"),
        ({"kinds": OFFICES, "among": ("nothing held",)}, "first"),
        ({"kinds": OFFICES, "session": "session-2"}, "president"),
        ({"kinds": ("session_chair",), "session": "session-2"}, "second"),
        ({"kinds": ("session_chair",), "session": "session-3"}, "rector"),
        ({"kinds": ("auditor",)}, "rector"),
        ({}, "rector"),
    ],
)
def test_the_mandate_that_fits(asked: dict[str, object], acts_under: str) -> None:
    assert actor_for(CONFERENCE, "person-1", AT, **asked).mandate == acts_under  # type: ignore[arg-type]


def test_whoever_holds_nothing_acts_under_nothing() -> None:
    assert actor_for(Conference(), "person-1", AT, kinds=OFFICES).mandate == ""


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("en", "There are 5 votes and only 3 present."),
        ("az", "Səslərin sayı 5, iştirak edənlərin sayı isə yalnız 3."),
    ],
)
def test_why_numbers_cannot_be_is_told_in_the_readers_language(lang: str, told: str) -> None:
    reason = Reason("hand_count.does_not_add_up", {"why": "There are 5 votes and only 3 present."})
    assert told in reason_sentence(reason, lang, Conference())
