"""The canonical bytes: those of an independent implementation of RFC 8785, frozen, strictly read."""

from __future__ import annotations

import enum
import hashlib
import json
import uuid
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any
from unicodedata import is_normalized, normalize

import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import Struct

from ecar_governance.domain.canonical import (
    LARGEST_INTEGER,
    bytes_digest,
    canonical,
    nfc,
    parse,
    text_digest,
    value_digest,
)
from ecar_governance.errors import InvalidInput, RecordBroken

VECTORS = Path(__file__).parents[1] / "golden" / "log" / "canonical.json"

texts = st.text(st.characters(exclude_categories=["Cs"])).map(lambda text: normalize("NFC", text))
keys = st.text(st.characters(max_codepoint=127))
numbers = st.integers(-LARGEST_INTEGER, LARGEST_INTEGER)
scalars = st.none() | st.booleans() | numbers | texts
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(keys, inner, max_size=6),
    max_leaves=25,
)


class Mark(enum.StrEnum):
    YES = "yes"


class Inner(Struct, frozen=True, tag_field="type", tag="Inner"):
    weight: Fraction
    at: datetime
    seats: tuple[str, ...] = ()


class Outer(Struct, frozen=True):
    inner: Inner
    share: Decimal
    day: date
    mark: Mark
    members: frozenset[str] = frozenset()


@settings(max_examples=400)
@given(values)
def test_equals_an_independent_implementation_of_rfc_8785(value: Any) -> None:
    assert canonical(value) == rfc8785.dumps(value)


@pytest.mark.parametrize("codepoints", [range(0x100), range(0x2000, 0x2100), range(0x1F600, 0x1F640)])
def test_every_escape_is_that_of_rfc_8785(codepoints: range) -> None:
    for codepoint in codepoints:
        text = normalize("NFC", chr(codepoint))
        assert canonical([text]) == rfc8785.dumps([text]), hex(codepoint)


@given(values)
def test_reads_back_what_it_wrote_and_writes_it_again(value: Any) -> None:
    data = canonical(value)
    assert parse(data) == value
    assert canonical(parse(data)) == data


@given(st.dictionaries(keys, numbers, max_size=8), st.randoms())
def test_the_order_in_which_keys_came_is_forgotten(value: dict[str, int], random: Any) -> None:
    pairs = list(value.items())
    random.shuffle(pairs)
    assert canonical(dict(pairs)) == canonical(value)


@given(values, values)
def test_different_values_have_different_bytes(one: Any, other: Any) -> None:
    def typed(value: Any) -> str:  # 1 == True in Python, not in JSON
        return json.dumps(value, sort_keys=True)

    assert (canonical(one) == canonical(other)) == (typed(one) == typed(other))


def test_frozen_vectors() -> None:
    vectors = json.loads(VECTORS.read_text())
    assert len(vectors) >= 10
    for vector in vectors:
        data = bytes.fromhex(vector["canonical_hex"])
        assert canonical(vector["value"]) == data, vector["what"]
        assert parse(data) == vector["value"], vector["what"]
        assert bytes_digest(data) == vector["digest"], vector["what"]


def test_structs_fractions_decimals_and_instants_become_strings() -> None:
    baku = timezone(timedelta(hours=4))
    value = Outer(
        inner=Inner(Fraction(4, 6), datetime(2026, 11, 23, 12, 0, tzinfo=baku), ("KHAZAR", "BSU")),
        share=Decimal("1.50"),
        day=date(2026, 11, 23),
        mark=Mark.YES,
        members=frozenset({"c", "a", "b"}),
    )
    assert canonical(value) == (
        b'{"day":"2026-11-23","inner":{"at":"2026-11-23T08:00:00Z","seats":["KHAZAR","BSU"],"type":"Inner",'
        b'"weight":"2/3"},"mark":"yes","members":["a","b","c"],"share":"1.50"}'
    )
    assert value_digest(value) == bytes_digest(canonical(value))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (datetime(2026, 11, 23, 8, 0, 0, 250, tzinfo=UTC), "2026-11-23T08:00:00.000250Z"),
        (datetime(2026, 3, 29, 1, 30, tzinfo=timezone(timedelta(hours=-5))), "2026-03-29T06:30:00Z"),
        (Fraction(-1, 3), "-1/3"),
        (Fraction(2), "2/1"),
        (Decimal("-0.10"), "-0.10"),
        (Mark.YES, "yes"),
    ],
)
def test_single_values_as_strings(value: object, text: str) -> None:
    assert canonical([value]) == json.dumps([text]).encode()


@pytest.mark.parametrize(
    ("value", "where", "says"),
    [
        (0.5, "$", "float"),
        ({"a": [1, 2.0]}, "$.a[1]", "float"),
        ({"a": float("nan")}, "$.a", "float"),
        ({"a": {"at": datetime(2026, 1, 1)}}, "$.a.at", "no zone"),  # noqa: DTZ001  # reason: the very mistake
        ({"a": "e\u0301"}, "$.a", "NFC"),
        ({"ə": 1}, "$", "not ASCII"),
        ({"e\u0301": 1}, "$", "not ASCII"),
        ({1: "one"}, "$", "not a string"),
        ([LARGEST_INTEGER + 1], "$[0]", "2^53"),
        ([-LARGEST_INTEGER - 1], "$[0]", "2^53"),
        ([10**400], "$[0]", "2^53"),
        (b"bytes", "$", "bytes"),
        (bytearray(b"bytes"), "$", "bytearray"),
        (memoryview(b"bytes"), "$", "memoryview"),
        (Decimal("NaN"), "$", "Decimal"),
        (time(8, 0), "$", "time"),
        (timedelta(days=1), "$", "timedelta"),
        (uuid.UUID(int=1), "$", "UUID"),
        (object(), "$", "object"),
        (1j, "$", "complex"),
        (["\ud800"], "$", "surrogate"),
    ],
)
def test_what_the_log_cannot_hold_is_refused_with_its_place(value: object, where: str, says: str) -> None:
    with pytest.raises(InvalidInput, match="cannot be written canonically") as raised:
        canonical(value)
    (finding,) = raised.value.findings
    assert (finding.code, finding.where) == ("not_canonical", where)
    assert says in finding.message


def test_a_struct_is_searched_too() -> None:
    naive = datetime(2026, 1, 1)  # noqa: DTZ001  # reason: the very mistake
    with pytest.raises(InvalidInput) as raised:
        canonical({"event": Inner(Fraction(1), naive)})
    assert raised.value.findings[0].where == "$.event.at"


def test_a_value_without_end_is_refused() -> None:
    endless: list[Any] = []
    endless.append(endless)
    with pytest.raises(InvalidInput, match="nested too deeply"):
        canonical(endless)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b" 1",
        b"1\n",
        b'{"a":1, "b":2}',
        b'{"b":1,"a":2}',
        b'{"a":1,"a":1}',
        b'{"a":1,"a":2}',
        b"1.0",
        b"1e2",
        b"1E400",
        b"0.5",
        b"-0",
        b"01",
        b"9007199254740992",
        b"123456789012345678901234567890",
        b"NaN",
        b"[1,]",
        b'"\\u0041"',
        b'"\\/"',
        b'"\\u000A"',
        b'"\xff"',
        b'"\\ud800"',
        b'"\xed\xa0\x80"',
        b'"\\ud83d\\ude00"',
        '"e\u0301"'.encode(),
        '{"ə":1}'.encode(),
        b"\xef\xbb\xbf1",
        b"'a'",
        b'{"a":1}{"a":1}',
        b"[" * 100_000,
    ],
)
def test_other_spellings_are_refused(data: bytes) -> None:
    with pytest.raises(RecordBroken, match="canonical"):
        parse(data)


@given(values.filter(lambda value: value not in (None, True, False)), st.data())
def test_a_changed_byte_reads_as_another_value_or_not_at_all(value: Any, data: st.DataObject) -> None:
    before = canonical(value)
    index = data.draw(st.integers(0, len(before) - 1))
    after = bytearray(before)
    after[index] ^= data.draw(st.integers(1, 255))
    try:
        read = parse(bytes(after))
    except RecordBroken:
        return
    assert canonical(read) == bytes(after) != before


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_nfc(text: str) -> None:
    assert is_normalized("NFC", nfc(text))
    assert normalize("NFD", nfc(text)) == normalize("NFD", text)


def test_digest_of_bytes_is_what_sha256sum_prints() -> None:
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert bytes_digest(b"") == f"sha256:{empty}"


def test_digest_of_text_is_frozen() -> None:
    salt = bytes(range(16))
    framed = b"ecar/text/v1\x00\x10" + salt + "Kredit haqqında".encode()
    assert text_digest("Kredit haqqında", salt) == "sha256:" + hashlib.sha256(framed).hexdigest()
    assert text_digest("Kredit haqqında", salt) == (
        "sha256:a811df335f900db1e18189cab434d04001f7545f0fd4e55409afb05b1ac4acfb"
    )


@given(texts, st.binary(min_size=16, max_size=40), st.binary(min_size=16, max_size=40))
def test_digest_of_text_depends_on_salt_and_text(text: str, salt: bytes, other: bytes) -> None:
    assert (text_digest(text, salt) == text_digest(text, other)) == (salt == other)
    assert text_digest(text, salt) != text_digest(text + "x", salt)
    # A salt that swallows the text's beginning gives another digest: lengths are framed.
    assert text_digest("x" + text, salt) != text_digest(text, salt + b"x")


@pytest.mark.parametrize(
    ("text", "salt"),
    [("a", b""), ("a", b"x" * 15), ("a", b"x" * 256), ("e\u0301", b"x" * 16), ("\udc00", b"x" * 16)],
)
def test_digest_of_text_refuses(text: str, salt: bytes) -> None:
    with pytest.raises(InvalidInput):
        text_digest(text, salt)
