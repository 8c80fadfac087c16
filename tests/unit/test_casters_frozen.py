"""Who might cast at the opening, found in a sorted electorate: the same as by looking at every row."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from ecar_governance.domain.deciding.casters import casters_now
from ecar_governance.domain.state import Conference, Mandate, Vote
from ecar_governance.domain.voting.papers import Elector
from ecar_governance.domain.voting.rule import VoteRule

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
SEATS = st.text("ABÇƏZ0189-", max_size=4)


def vote_of(electorate: tuple[Elector, ...], on_vacancy: Literal["keep", "lapse"]) -> Vote:
    return Vote(
        vote="vote-1",
        case="case-1",
        state="voting",
        session="",
        body="plenary",
        obtained="ballots",
        ballot="secret",
        options=(),
        rule=replace(VoteRule.simple(), on_vacancy=on_vacancy),
        electorate=electorate,
        manifest_hash="",
        status="open",
        opened=AT,
    )


@given(st.sets(SEATS), SEATS)
def test_a_seat_is_found_wherever_it_stands(seats: set[str], asked: str) -> None:
    electorate = tuple(Elector(seat, "U", (f"mandate of {seat}",)) for seat in sorted(seats))
    vote = vote_of(electorate, "keep")
    for seat in {*seats, asked}:
        expected = (f"mandate of {seat}",) if seat in seats else ()
        assert casters_now(Conference(), vote, seat, AT) == expected


@pytest.mark.parametrize("ended", [None, AT])
def test_a_lapsed_mandate_casts_no_more(ended: datetime | None) -> None:
    held = Mandate("mandate-1", "person-1", "rector", "U", "seat-U", "plenary", "", AT, None, ended)
    conference = Conference()
    conference = replace(conference, mandates=conference.mandates.insert("mandate-1", held))
    vote = vote_of((Elector("seat-U", "U", ("mandate-1",)),), "lapse")
    assert casters_now(conference, vote, "seat-U", AT) == (("mandate-1",) if ended is None else ())
