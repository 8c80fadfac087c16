"""Plain values of the log: instants in UTC and never naive, exact fractions, and the same value back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import Struct, ValidationError
from msgspec.structs import replace
from story import INSTALLER, NAMES, begun, met

from ecar_governance.domain import commands as c
from ecar_governance.domain import events as e
from ecar_governance.domain.canonical import canonical, parse
from ecar_governance.domain.codec import plain, restore
from ecar_governance.domain.decide import decide
from ecar_governance.domain.decision import Context
from ecar_governance.domain.leaf import event_of, leaf_bytes
from ecar_governance.errors import InvalidInput

NAIVE = datetime(2026, 11, 23, 8, 0)  # noqa: DTZ001
BAKU = timezone(timedelta(hours=4))


class Holder(Struct, frozen=True):
    at: datetime | None = None
    many: tuple[datetime, ...] = ()
    any: dict[str, Any] = {}
    share: Fraction = Fraction(1, 2)


@pytest.mark.parametrize(
    ("instant", "text"),
    [
        (datetime(2026, 11, 23, 8, 0, tzinfo=UTC), "2026-11-23T08:00:00Z"),
        (datetime(2026, 11, 23, 12, 0, tzinfo=BAKU), "2026-11-23T08:00:00Z"),
        (datetime(2026, 11, 23, 8, 0, 0, 5, tzinfo=UTC), "2026-11-23T08:00:00.000005Z"),
    ],
)
def test_an_instant_is_written_in_utc(instant: datetime, text: str) -> None:
    assert plain(instant) == text
    assert plain(Holder(instant, (instant,), {"deep": [instant]})) == {
        "at": text,
        "many": [text],
        "any": {"deep": [text]},
        "share": "1/2",
    }
    assert parse(canonical({"at": instant})) == {"at": text}


@pytest.mark.parametrize(
    ("value", "place"),
    [
        (NAIVE, ""),
        (Holder(NAIVE), ".at"),
        (Holder(many=(datetime(2026, 1, 1, tzinfo=UTC), NAIVE)), ".many[1]"),
        (Holder(any={"deep": [{"x": NAIVE}]}), ".any.deep[0].x"),
    ],
)
def test_an_instant_without_a_zone_is_refused_with_its_place(value: Any, place: str) -> None:
    with pytest.raises(InvalidInput, match="has no zone") as raised:
        plain(value)
    assert [(f.code, f.where) for f in raised.value.findings] == [("instant.naive", place)]


def test_an_instant_without_a_zone_is_not_read_either() -> None:
    with pytest.raises(ValueError, match=r"\.at has no zone"):
        restore({"at": "2026-11-23T08:00:00"}, Holder)


def test_an_instant_beyond_the_calendar_is_refused() -> None:
    with pytest.raises(InvalidInput, match="years 1 to 9999"):
        plain(datetime(1, 1, 1, tzinfo=BAKU))


@settings(max_examples=100)
@given(st.fractions(), st.datetimes(timezones=st.just(UTC)))
def test_what_was_written_is_read_back(share: Fraction, at: datetime) -> None:
    value = Holder(at, (at,), {}, share)
    assert restore(parse(canonical(plain(value))), Holder) == value


@pytest.mark.parametrize("text", ["", "1", "1/0", "1/-2", "--1/2", "1/2/3", "0.5", "½", "x/y", " 1/2"])
def test_what_is_no_fraction_is_refused(text: str) -> None:
    with pytest.raises((ValidationError, ValueError)):
        restore({"share": text}, Holder)


def test_decimals_are_strings_and_the_log_takes_no_float() -> None:
    assert plain({"x": Decimal("1.50")}) == {"x": "1.50"}
    with pytest.raises(InvalidInput, match="float"):
        canonical(plain({"x": 0.5}))


# --- on the way in -----------------------------------------------------------------------------------------


def sessions_at(begins: datetime) -> c.ConveneSession:
    return c.ConveneSession(e.SessionConvened("s", "plenary", 9, begins, "Asia/Baku", NAMES))


def test_no_command_with_a_naive_instant_is_decided() -> None:
    story = begun()
    mandate = story.mandate("a0", "auditor", until=NAIVE)
    for command in (sessions_at(NAIVE), c.GrantMandate(mandate), c.ImportMembers(mandates=(mandate,))):
        with pytest.raises(InvalidInput, match="has no zone"):
            story.ask(command, story.office)


def test_no_act_happens_at_a_naive_instant() -> None:
    story = begun()
    with pytest.raises(InvalidInput, match="instant with a zone"):
        decide(story.conference, sessions_at(story.at), Context(story.office, NAIVE))


def test_an_instant_of_another_zone_is_in_the_log_in_utc() -> None:
    story = begun()
    events = story.do(sessions_at(datetime(2026, 12, 1, 14, 0, tzinfo=BAKU)), story.office)
    assert b'"begins":"2026-12-01T10:00:00Z"' in leaf_bytes(events[0])
    assert b"+04:00" not in leaf_bytes(events[0])
    assert event_of(leaf_bytes(events[0])).data == events[0].data


@pytest.mark.parametrize("kind", ["system", "installer"])
def test_the_system_and_the_installer_act_for_nobody(kind: Any) -> None:
    story, session = met()
    for field in ("person", "mandate", "institution"):
        actor = replace(e.Actor(kind), **{field: "r0"})
        with pytest.raises(InvalidInput, match="for nobody"):
            story.ask(c.OpenSession(session), actor)
    assert e.Actor("installer") == INSTALLER
