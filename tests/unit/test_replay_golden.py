"""The golden log: it replays for ever, and whatever is done to it is named."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import pytest
from story import digest
from whole_story import facts, whole_conference

from ecar_governance.domain import commands as c
from ecar_governance.domain import decide as decide_module
from ecar_governance.domain import events as e
from ecar_governance.domain import leaf as leaf_module
from ecar_governance.domain import log
from ecar_governance.domain.canonical import canonical
from ecar_governance.errors import Finding
from ecar_governance.verifier import replay as replay_module
from ecar_governance.verifier.replay import Replay, replay

GOLDEN = Path(__file__).parent.parent / "golden" / "logs"
LEAVES = (GOLDEN / "engine-1.jsonl").read_bytes().splitlines()
FACTS = json.loads((GOLDEN / "engine-1.json").read_text(encoding="utf-8"))
ROOT = bytes.fromhex(FACTS["root"])


@pytest.fixture(autouse=True)
def _remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pure functions are asked once: the same leaf, the same act on the same conference. A thousand replays
    of nearly the same log then cost little more than one."""
    monkeypatch.setattr(replay_module, "event_of", remembering(leaf_module.event_of, lambda body: body))
    monkeypatch.setattr(replay_module, "command_of", remembering(leaf_module.command_of, id))
    monkeypatch.setattr(replay_module, "leaf_bytes", remembering(leaf_module.leaf_bytes, id))
    monkeypatch.setattr(
        replay_module,
        "decide",
        remembering(
            decide_module.decide,
            # Every replay begins with an empty conference of its own.
            lambda conference, command, context: (
                conference.size and id(conference),
                id(command),
                context.actor,
                context.at,
            ),
        ),
    )
    monkeypatch.setattr(replay_module, "_State", Remembering)


class Remembering(replay_module._State):
    """Takes the same act after the same acts once; only what is found to be good is kept."""

    def take(self, act: list[tuple[e.Event, bytes]], *, whole: bool) -> Finding | None:
        # Every replay begins with an empty tree of its own.
        so_far = (self.size and id(self.conference), self.size and id(self.tree))
        name = (*so_far, whole, *(id(leaf) for _, leaf in act))
        if name in _taken:
            _, after = _taken[name]
            self.__dict__.update(after, keys=list(after["keys"]), renewals=list(after["renewals"]))
            return None
        before = (self.conference, self.tree, act)  # kept, so that no id is used again
        finding = super().take(act, whole=whole)
        if finding is None and not self._roots_at:
            after = {**self.__dict__, "keys": list(self.keys), "renewals": list(self.renewals)}
            _taken[name] = (before, after)
        return finding


_taken: dict[tuple[Any, ...], tuple[Any, dict[str, Any]]] = {}
_answers: dict[tuple[Any, Any], tuple[Any, Any]] = {}


def remembering(function: Callable[..., Any], key: Callable[..., Any]) -> Callable[..., Any]:
    """The function, asked once for each key; what it was asked is kept, so that no id is used again."""

    def ask(*args: Any) -> Any:
        name = (function, key(*args))
        if name not in _answers:
            _answers[name] = (args, function(*args))
        return _answers[name][1]

    return ask


def place(found: Replay) -> int:
    """The position that the finding names."""
    (finding,) = found.findings
    assert finding.message
    return int(finding.where.removeprefix("event "))


ACTS = [int(json.loads(leaf)["act"]) for leaf in LEAVES]


def act_of(position: int) -> int:
    return ACTS[position]


# --- it replays --------------------------------------------------------------------------------------------


def test_the_golden_log_replays() -> None:
    found = replay(LEAVES, roots_at=[0, 1, len(LEAVES)])
    assert found.findings == ()
    assert (found.size, found.root.hex()) == (FACTS["size"], FACTS["root"])
    assert (found.acts, found.votes, [k.vkey for k in found.keys]) == (
        FACTS["acts"],
        FACTS["votes"],
        FACTS["keys"],
    )
    assert found.root == log.root(log.frontier_of(map(log.leaf_hash, LEAVES))) == found.roots[len(LEAVES)]
    assert found.roots[0] == log.EMPTY_ROOT


def test_the_golden_log_has_everything_in_it() -> None:
    leaves = [json.loads(leaf) for leaf in LEAVES]
    assert {one["type"] for one in leaves} == {payload.__name__ for payload in get_args(e.AnyPayload)}
    given = {one["command"]["type"] for one in leaves if "command" in one}
    assert given == {command.__name__ for command in get_args(c.AnyCommand)}


def test_what_it_says_is_frozen() -> None:
    assert facts(list(LEAVES)) == FACTS


def test_the_story_replays_and_is_the_same_whatever_the_order_of_hashes(tmp_path: Path) -> None:
    """Maps iterate in an order that each process draws anew: nothing decided may depend on it."""
    script = Path(__file__).parent.parent / "whole_story.py"
    roots = set()
    for seed in ("0", "1", "4711"):
        target = tmp_path / seed
        environment = {"PYTHONHASHSEED": seed, "PATH": "/usr/bin:/bin"}
        subprocess.run([sys.executable, script, target], check=True, env=environment, capture_output=True)
        roots.add((target / "logs" / "engine-1.jsonl").read_bytes())
    told = whole_conference()
    assert roots == {b"".join(leaf + b"\n" for leaf in told.leaves)}
    assert replay(told.leaves).conference == told.conference


# --- whatever is done to it is named -----------------------------------------------------------------------

EACH = range(len(LEAVES))


def tampered(change: Callable[[list[bytes], int], None], position: int) -> Replay:
    leaves = list(LEAVES)
    change(leaves, position)
    return replay(leaves)


def test_every_deleted_leaf_is_named() -> None:
    for position in EACH[:-1]:
        found = tampered(lambda leaves, at: leaves.pop(at) and None, position)
        assert place(found) == position


def test_a_log_cut_off_within_an_act_is_named_and_at_its_end_the_tree_differs() -> None:
    for size in range(1, len(LEAVES)):
        found = replay(LEAVES[:size])
        if act_of(size) == size:
            assert found.good
            assert found.root != ROOT
        else:
            assert place(found) == act_of(size)


def test_every_leaf_twice_is_named() -> None:
    for position in EACH:
        found = tampered(lambda leaves, at: leaves.insert(at, leaves[at]), position)
        assert place(found) == position + 1


def test_every_two_leaves_swapped_are_named() -> None:
    def swap(leaves: list[bytes], at: int) -> None:
        leaves[at], leaves[at + 1] = leaves[at + 1], leaves[at]

    for position in EACH[:-1]:
        assert place(tampered(swap, position)) == position


def test_a_leaf_put_in_between_is_named() -> None:
    """A leaf of elsewhere, its position made to fit: it belongs to no act, or is not decided so."""

    def insert(leaves: list[bytes], at: int) -> None:
        other = json.loads(leaves[-3])
        leaves.insert(at, canonical({**other, "position": at}))

    for position in EACH[1:-3]:
        found = tampered(insert, position)
        assert place(found) == position


def test_every_flipped_byte_is_named_at_its_leaf() -> None:
    """One bit of one byte in each leaf: of its middle, then of a place that wanders."""
    for position in EACH:
        leaf = LEAVES[position]
        for at in (len(leaf) // 2, position * 7919 % len(leaf)):
            for bit in (1, 0x80):

                def flip(leaves: list[bytes], where: int, at: int = at, bit: int = bit) -> None:
                    body = bytearray(leaves[where])
                    body[at] ^= bit
                    leaves[where] = bytes(body)

                named_or_another_tree(tampered(flip, position), position)


def named_or_another_tree(found: Replay, position: int) -> bool:
    """Named in its act (a command changed shows in what came of it); only what deciding does not look at may
    be left to the tree, whose root is signed."""
    if found.findings:
        assert place(found) >= act_of(position)
        # An instant moved past that of the next act is noticed there, as its first event's.
        assert act_of(min(place(found), len(LEAVES) - 1)) in (act_of(position), place(found))
        return True
    assert found.root != ROOT
    return False


def scalars(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    if isinstance(value, dict):
        return [found for key, item in value.items() for found in scalars(item, (*path, key))]
    if isinstance(value, list):
        return [found for key, item in enumerate(value) for found in scalars(item, (*path, key))]
    return [path]


def another(value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    return digest("another") if value is None or value.startswith("sha256") else f"{value}x"


def changed(leaf: bytes, path: tuple[Any, ...]) -> bytes:
    """The leaf with the one value at the path another, its canonical form made anew."""
    body = json.loads(leaf)
    inside = body
    for key in path[:-1]:
        inside = inside[key]
    inside[path[-1]] = another(inside[path[-1]])
    return canonical(body)


def test_every_changed_field_is_named_when_the_tree_is_made_to_fit() -> None:
    """Nothing of what is said to be true (`data`), of its place, type or subject is ever left to the tree."""
    left_to_the_tree = set()
    for position in EACH:
        paths = scalars(json.loads(LEAVES[position]))
        inside_definition = [path for path in paths if "definition" in path]
        chosen = [path for path in paths if "definition" not in path]
        chosen += inside_definition[:: max(1, len(inside_definition) // 5)]
        if len(chosen) > 8:
            chosen = chosen[position % 3 :: len(chosen) // 8]
        for path in chosen:

            def put(leaves: list[bytes], at: int, path: tuple[Any, ...] = path) -> None:
                leaves[at] = changed(leaves[at], path)

            if not named_or_another_tree(tampered(put, position), position):
                # Of a block the ids made ready for its other votes stand within `others`.
                word = "fresh" if "fresh" in path else path[1]
                left_to_the_tree.add(path[0] if path[0] != "command" else f"command.{word}")
    # What the person asked for beside what came of it, and ids made ready that were not needed.
    assert left_to_the_tree <= {"command.fresh", "command.public_key"}


def test_a_default_left_out_is_named() -> None:
    """A reader of old logs fills in a default; a log of this release that lacks one was touched."""
    position = next(n for n in EACH if json.loads(LEAVES[n])["type"] == "ProposalDrafted")
    body = json.loads(LEAVES[position])
    del body["data"]["body"]
    leaves = [*LEAVES[:position], canonical(body), *LEAVES[position + 1 :]]
    assert place(replay(leaves)) == position


@pytest.mark.parametrize(
    "body",
    [b"", b"\xff", b"[]", b"{}", b'{"act":0}', b"[" * 20000, b"9" * 5000, b'{"v":1e400}', b"null"],
)
def test_a_hostile_leaf_stops_nobody(body: bytes) -> None:
    found = replay([*LEAVES[:30], body, *LEAVES[30:]])
    assert place(found) == 30
    assert found.findings[0].code == "log.leaf_unreadable"


def test_an_act_that_makes_deciding_fail_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: Any) -> Any:
        raise ZeroDivisionError("by a hostile rule")

    monkeypatch.setattr(replay_module, "decide", fails)
    monkeypatch.setattr(replay_module, "_State", Remembering.__base__)
    found = replay(LEAVES)
    assert place(found) == 0
    assert "ZeroDivisionError" in found.findings[0].message
