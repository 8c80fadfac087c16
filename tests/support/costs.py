"""What costs much and says nothing new each time costs little in tests, but for those that are about it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any
from unittest.mock import patch

from argon2 import PasswordHasher
from msgspec import json

from ecar_governance.domain.deciding import founding
from ecar_governance.identity import passwords
from ecar_governance.keys import signer_files

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


@contextmanager
def cheap() -> Iterator[None]:
    """Passwords are hashed at Argon2's least cost, signing keys sealed with few rounds, a procedure judged
    once. Programs that a test starts know nothing of it."""
    with (
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
