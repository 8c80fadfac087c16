"""What costs much and says nothing new each time costs little in tests, but for those that are about it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any
from unittest.mock import patch

from argon2 import PasswordHasher
from msgspec import json

from ecar_governance.domain import leaf
from ecar_governance.domain.deciding import founding
from ecar_governance.domain.events import Event
from ecar_governance.identity import passwords
from ecar_governance.keys import signer_files
from ecar_governance.storage import memory, readers
from ecar_governance.storage.inspecting import log
from ecar_governance.verifier import replay

cheap_hasher = partial(PasswordHasher, time_cost=1, memory_cost=8, parallelism=1)
"""Argon2id at its least cost."""

_FEW = {"KDF_ROUNDS": 1000, "MAC_ROUNDS": 1000}
_REAL = {name: getattr(signer_files, name) for name in _FEW}


_judged: dict[bytes, Any] = {}
_judge = founding._workflow_reasons


def _judged_once(workflow: Any) -> Any:
    """Whether a procedure may be put in force: every founding and every audit asks it of all that ship."""
    name = json.encode(workflow)
    if name not in _judged:
        _judged[name] = _judge(workflow)
    return list(_judged[name])


_GREAT = 4096
"""Leaves of so many bytes are procedures, the same in nearly every log of a test."""

_read: dict[bytes, Event] = {}
_event_of = leaf.event_of


def _read_once(body: bytes) -> Event:
    """The event of a leaf, strictly: every opening and every audit reads the procedures that ship."""
    if len(body) < _GREAT:
        return _event_of(body)
    if body not in _read:
        _read[body] = _event_of(body)
    return _read[body]


@contextmanager
def cheap() -> Iterator[None]:
    """Passwords are hashed at Argon2's least cost, signing keys sealed with few rounds, a procedure judged
    once, and read once of the same bytes. Programs that a test starts know nothing of it."""
    with (
        patch.object(memory, "event_of", _read_once),
        patch.object(readers, "event_of", _read_once),
        patch.object(log, "event_of", _read_once),
        patch.object(replay, "event_of", _read_once),
        patch.object(passwords, "PasswordHasher", cheap_hasher),
        patch.multiple(signer_files, **_FEW),
        patch.object(founding, "_workflow_reasons", _judged_once),
    ):
        yield


@contextmanager
def real() -> Iterator[None]:
    """As an installation has it."""
    with patch.object(passwords, "PasswordHasher", PasswordHasher), patch.multiple(signer_files, **_REAL):
        yield
