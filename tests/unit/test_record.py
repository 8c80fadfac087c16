"""The decision record: canonical, whole, and refused when it cannot stand in a document."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import msgspec
import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from ecar_governance.domain.record import (
    Annex,
    DecisionRecord,
    ExtractRecord,
    MinutesRecord,
    RollEntry,
    check,
    document_id,
    local_date,
    read_record,
    record_bytes,
)
from ecar_governance.errors import InvalidInput

TESTS = Path(__file__).parents[1]
SAMPLES = TESTS / "data" / "documents"
GOLDEN = TESTS / "golden" / "documents"
KINDS: dict[str, type[DecisionRecord] | type[MinutesRecord] | type[ExtractRecord]] = {
    "roll-call": DecisionRecord,
    "secret": DecisionRecord,
    "hand-count": DecisionRecord,
    "without-vote": DecisionRecord,
    "minutes": MinutesRecord,
    "extract": ExtractRecord,
}


def sample(name: str = "roll-call") -> DecisionRecord:
    return read_record((SAMPLES / f"{name}.json").read_bytes(), DecisionRecord)


@pytest.mark.parametrize("name", KINDS)
def test_bytes_are_canonical_and_read_back(name: str) -> None:
    record = read_record((SAMPLES / f"{name}.json").read_bytes(), KINDS[name])  # type: ignore[type-var]
    data = record_bytes(record)
    assert data == rfc8785.dumps(json.loads(data))
    assert read_record(data, KINDS[name]) == record  # type: ignore[type-var]


def test_bytes_are_frozen() -> None:
    """A record issued today verifies for ever: its bytes and its document's name never change."""
    data = record_bytes(sample())
    assert data == (GOLDEN / "roll-call.record.json").read_bytes()
    assert document_id(data) == (GOLDEN / "roll-call.id.txt").read_text().strip()


def test_instants_are_kept_in_utc() -> None:
    record = sample()
    elsewhere = replace(record, adopted_at=record.adopted_at.astimezone(timezone(timedelta(hours=4))))
    assert record_bytes(elsewhere) == record_bytes(record)
    assert json.loads(record_bytes(record))["adopted_at"].endswith("Z")


@given(st.text(max_size=40))
def test_text_is_nfc_in_the_bytes(text: str) -> None:
    text = text.encode("utf-8", "ignore").decode()
    data = record_bytes(replace(sample(), number=text))
    assert data == rfc8785.dumps(json.loads(data))
    assert record_bytes(read_record(data, DecisionRecord)) == data


def test_the_day_is_the_one_on_the_clock_of_the_place() -> None:
    late = datetime(2026, 11, 22, 21, 30, tzinfo=UTC)
    assert local_date(late, "Asia/Baku") == date(2026, 11, 23)
    assert local_date(late, "UTC") == date(2026, 11, 22)


def _vote(**changes: Any) -> Callable[[DecisionRecord], DecisionRecord]:
    return lambda record: replace(record, vote=replace(record.vote, **changes))


REFUSED: dict[str, tuple[str, Callable[[DecisionRecord], DecisionRecord]]] = {
    "no such zone": ("record_zone", lambda r: replace(r, zone="Asia/Nowhere")),
    "one signer": ("record_signers", lambda r: replace(r, signers=r.signers[:1])),
    "signers swapped": ("record_signers", lambda r: replace(r, signers=r.signers[::-1])),
    "address of no web page": ("record_address", lambda r: replace(r, verify_url="javascript:alert(1)")),
    "no prevailing text": ("record_text", lambda r: replace(r, texts={"en": "x"})),
    "strange language": ("record_language", lambda r: replace(r, texts={**r.texts, "fr": "x"})),
    "prevailing in no language": ("record_language", lambda r: replace(r, prevailing="fr")),
    "text without title": ("record_title", lambda r: replace(r, titles={"az": "x"})),
    "annex without title": (
        "record_title",
        lambda r: replace(r, annexes=(Annex({"az": "Əlavə"}, {"az": "a", "en": "b"}),)),
    ),
    "secret vote by seat": ("record_secrecy", _vote(ballot="secret")),
    "papers unsorted": ("record_secrecy", _vote(ballot="secret", roll=(), papers=("for", "against"))),
    "papers in a roll call": ("record_roll", _vote(papers=("for",))),
    "a voter without a seat": ("record_roll", _vote(roll=(RollEntry("seat-none", "for"),))),
    "a seat twice": (
        "record_roll",
        _vote(roll=(RollEntry("seat-bbu", "for"), RollEntry("seat-bbu", "against"))),
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_stand_in_a_document_is_refused(case: str) -> None:
    code, spoil = REFUSED[case]
    with pytest.raises(InvalidInput) as refusal:
        check(spoil(sample()))
    assert code in {finding.code for finding in refusal.value.findings}
    with pytest.raises(InvalidInput):
        record_bytes(spoil(sample()))


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "DecisionRecord"),
        (b"\xff\xfe", "DecisionRecord"),
        (b"[]", "DecisionRecord"),
        (b'{"schema":"ecar-decision-record/2"}', "schema"),
        (record_bytes(sample()).replace(b'"kind":"qerar"', b'"kind":"edict"'), "kind"),
        (record_bytes(sample()).replace(b"T10:42:00Z", b"T10:42:00"), "adopted_at"),
    ],
)
def test_bytes_that_are_no_record_are_refused_by_name(data: bytes, says: str) -> None:
    with pytest.raises(InvalidInput, match=says):
        read_record(data, DecisionRecord)


def test_an_extract_names_an_item_of_its_minutes() -> None:
    extract = read_record((SAMPLES / "extract.json").read_bytes(), ExtractRecord)
    with pytest.raises(InvalidInput, match="no item 9"):
        check(replace(extract, item="9"))


def test_records_are_frozen() -> None:
    with pytest.raises(AttributeError):
        sample().number = "4/1"  # type: ignore[misc]
    assert msgspec.structs.fields(DecisionRecord)[0].name == "schema"
