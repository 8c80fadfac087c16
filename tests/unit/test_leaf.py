"""An event and its leaf: the bytes are frozen, reading is strict, old leaves stay readable."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from support.histories import history, missing_types

from ecar_governance.domain.canonical import canonical, nfc, parse
from ecar_governance.domain.codec import plain
from ecar_governance.domain.commands import CastBallot, OpenSession
from ecar_governance.domain.events import Actor, BallotAccepted, Event, SessionOpened
from ecar_governance.domain.leaf import command_of, event_of, leaf_bytes
from ecar_governance.domain.log import frontier_of, leaf_hash, root
from ecar_governance.errors import InvalidInput, RecordBroken

GOLDEN = Path(__file__).parent.parent / "golden" / "log" / "leaves-engine-1.jsonl"
AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
EVENT = Event(
    3, AT, 3, Actor("system"), "session-1", SessionOpened("session-1"), plain(OpenSession("session-1"))
)


def test_the_leaf_is_the_one_that_the_architecture_shows() -> None:
    digest = "sha256:" + "0" * 64
    cast = CastBallot("vote-1", "seat-1", digest, digest)
    actor = Actor("person", "person-1", "mandate-1", "KHAZAR")
    accepted = BallotAccepted("vote-1", "seat-1", digest, "", "mandate-1")
    event = Event(41, AT, 41, actor, "case-1", accepted, plain(cast))
    assert leaf_bytes(event).decode() == (
        '{"act":41,"actor":{"institution":"KHAZAR","kind":"person","mandate":"mandate-1","person":"person-1"},'
        '"at":"2026-11-23T08:00:00Z",'
        f'"command":{{"digest":"{digest}","manifest_hash":"{digest}","replaces":"","seat":"seat-1",'
        '"type":"CastBallot","vote":"vote-1"},'
        f'"data":{{"digest":"{digest}","mandate":"mandate-1","replaces":"","seat":"seat-1","vote":"vote-1"}},'
        '"position":41,"subject":"case-1","type":"BallotAccepted","v":1}'
    )


def test_every_kind_of_event_comes_back_from_its_leaf() -> None:
    assert missing_types() == set()
    for event in history():
        body = leaf_bytes(event)
        again = event_of(body)
        assert again == event
        assert leaf_bytes(again) == body


def test_the_command_comes_back_from_the_first_event_alone() -> None:
    assert command_of(event_of(leaf_bytes(EVENT))) == OpenSession("session-1")
    later = Event(4, AT, 3, Actor("system"), "session-1", SessionOpened("session-1"))
    assert event_of(leaf_bytes(later)) == later
    with pytest.raises(RecordBroken, match="not the first of its act"):
        command_of(later)


def test_golden_leaves_are_read_and_written_alike_for_ever() -> None:
    """A release that fails here has changed what old logs mean: give the change another engine number."""
    leaves = GOLDEN.read_bytes().splitlines()
    assert [leaf_bytes(event) for event in history()] == leaves
    assert [leaf_bytes(event_of(leaf)) for leaf in leaves] == leaves
    top = root(frontier_of([leaf_hash(leaf) for leaf in leaves]))
    assert top.hex() == GOLDEN.with_suffix(".root").read_text().strip()


def without(leaf: dict[str, object], *names: str) -> dict[str, object]:
    return {name: value for name, value in leaf.items() if name not in names}


LEAF = json.loads(leaf_bytes(EVENT))
BROKEN = {
    "no subject": without(LEAF, "subject"),
    "a field of the envelope that nobody knows": {**LEAF, "note": "hidden"},
    "a field of the data that nobody knows": {**LEAF, "data": {**LEAF["data"], "choice": "for"}},
    "a field of the command that nobody knows": {**LEAF, "v": 2},
    "a type that nobody knows": {**LEAF, "type": "BallotForged"},
    "a type of type": {**LEAF, "type": ["SessionOpened"]},
    "data of another type": {**LEAF, "type": "VoteOpened"},
    "the type twice": {**LEAF, "data": {**LEAF["data"], "type": "SessionOpened"}},
    "an actor of no kind": {**LEAF, "actor": {"kind": "ghost"}},
    "an instant of no calendar": {**LEAF, "at": "2026-13-45T08:00:00Z"},
    "an act after its event": {**LEAF, "act": 4},
    "a position below nothing": {**LEAF, "position": -1, "act": -1},
    "a position that is true": {**LEAF, "position": True, "act": True},
    "no command at an act's first event": without(LEAF, "command"),
    "a command at a later one": {**LEAF, "act": 2},
    "a command that is a word": {**LEAF, "command": "OpenSession"},
    "a list": [LEAF],
}


@pytest.mark.parametrize("what", BROKEN)
def test_what_is_no_event_is_refused(what: str) -> None:
    with pytest.raises(RecordBroken):
        event_of(canonical(BROKEN[what]))


@pytest.mark.parametrize(
    "command",
    [{"type": "OpenSession"}, {"type": "Unknown"}, {}, {"type": "OpenSession", "session": "s", "more": 1}],
)
def test_what_is_no_command_is_refused(command: dict[str, object]) -> None:
    event = event_of(canonical({**LEAF, "command": command}))
    with pytest.raises(RecordBroken, match="command"):
        command_of(event)


def test_bytes_that_are_not_canonical_are_refused() -> None:
    body = leaf_bytes(EVENT)
    for other in (body + b" ", body.replace(b":3,", b":3.0,"), json.dumps(LEAF).encode(), b"", b"\xff"):
        with pytest.raises(RecordBroken):
            event_of(other)


def test_a_leaf_of_an_older_release_may_lack_what_has_a_default() -> None:
    """Payloads gain fields; a leaf written before them means the default."""
    drafted = next(event for event in history() if type(event.data).__name__ == "ProposalDrafted")
    leaf = json.loads(leaf_bytes(drafted))
    del leaf["data"]["body"]
    assert event_of(canonical(leaf)) == drafted


@pytest.mark.parametrize("number", [1.5, -1.0, 1e300, 2**53, -(2**53), 10**20])
@pytest.mark.parametrize("place", ["here", "list", "deep"])
def test_a_number_that_the_log_cannot_hold_is_refused_wherever_it_is(number: float, place: str) -> None:
    held = {"here": number, "list": ["a,1.5", number], "deep": {"x": [{"y": number}]}}[place]
    event = replace(EVENT, command={"type": "Told", "value": held})
    with pytest.raises(InvalidInput):
        leaf_bytes(event)


KEYS = st.from_regex(r"[a-z.E0-9]{1,5}", fullmatch=True)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(max_size=20).map(nfc),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner),
    max_leaves=12,
)


@given(VALUES)
def test_the_short_way_gives_what_the_long_one_gives(value: object) -> None:
    event = replace(EVENT, command={"type": "Told", "value": value})
    body = leaf_bytes(event)
    assert body == canonical(parse(body))
    assert parse(body)["command"]["value"] == value
