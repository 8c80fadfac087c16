"""What guessing a secret costs: next to nothing in tests, but for those that are about it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from unittest.mock import patch

from argon2 import PasswordHasher

from ecar_governance.identity import passwords
from ecar_governance.keys import signer_files

cheap_hasher = partial(PasswordHasher, time_cost=1, memory_cost=8, parallelism=1)
"""Argon2id at its least cost."""

_FEW = {"KDF_ROUNDS": 1000, "MAC_ROUNDS": 1000}
_REAL = {name: getattr(signer_files, name) for name in _FEW}


@contextmanager
def cheap() -> Iterator[None]:
    """Passwords are hashed at Argon2's least cost and signing keys sealed with few rounds. Programs that a
    test starts know nothing of it."""
    with patch.object(passwords, "PasswordHasher", cheap_hasher), patch.multiple(signer_files, **_FEW):
        yield


@contextmanager
def real() -> Iterator[None]:
    """As an installation has it."""
    with patch.object(passwords, "PasswordHasher", PasswordHasher), patch.multiple(signer_files, **_REAL):
        yield
