"""Days that the command line tells are those of the conference, as its documents bear them."""

from __future__ import annotations

from datetime import datetime

import pytest
from msgspec.structs import replace
from support.refusals import adopted

from ecar_governance.cli.resolution import line_of


@pytest.mark.parametrize(
    ("instant", "zone", "day"),
    [
        ("2026-11-23T12:00:00+00:00", "Asia/Baku", "2026-11-23"),
        ("2026-11-23T20:30:00+00:00", "Asia/Baku", "2026-11-24"),
        ("2026-12-31T20:00:00+00:00", "Asia/Baku", "2027-01-01"),
        ("2026-11-23T20:30:00+00:00", "UTC", "2026-11-23"),
        ("2026-11-23T01:00:00+00:00", "America/New_York", "2026-11-22"),
    ],
)
def test_a_resolution_is_listed_with_the_day_on_which_it_was_adopted_there(
    instant: str, zone: str, day: str
) -> None:
    story, case, _ = adopted()
    row = story.conference.resolutions[story.case(case).resolution]
    numbered = replace(row.numbered, adopted=datetime.fromisoformat(instant))
    told = line_of(replace(row, numbered=numbered), zone).split()
    assert told[:4] == ["№", numbered.number, day, "adopted"]
