"""Passwords under Argon2id (RFC 9106): hashing, checking in equal time, and what is too easily guessed."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise
from threading import BoundedSemaphore
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from ecar_governance.domain.decision import Reason
from ecar_governance.identity.common import COMMON

SHORTEST: Final = 12
"""Characters; NIST SP 800-63B section 3.1.1 asks for length, never for a mixture of signs."""

LONGEST: Final = 256
"""Characters: room for any passphrase, none for making the server hash megabytes."""

_AT_ONCE: Final = 4
"""Each hash takes 64 MiB: more at once would let sign-ins exhaust the memory."""


class Argon2Passwords:
    """`services.accounts_port.Passwords`. Slow on purpose and blocking: call it from a thread.

    Args:
        hasher: other parameters (tests); RFC 9106's second recommended set by default.
    """

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._turn = BoundedSemaphore(_AT_ONCE)

    @cached_property
    def _nobody(self) -> str:
        """Compared against when nobody is meant, so that the answer takes as long as for somebody.

        Made at the first password checked, whosever it is: few of the commands that open an installation
        check one."""
        return self._hasher.hash("nobody's password")

    def hash(self, password: str) -> str:
        """The encoded hash of the password in its normal form (NFKC, as SP 800-63B says)."""
        with self._turn:
            return self._hasher.hash(_normal(password))

    def verify(self, encoded: str | None, password: str) -> bool:
        """Whether it is the password. With None it takes as long and says no."""
        if len(password) > LONGEST:
            password = ""  # nobody has it, and it costs no more than another
        with self._turn:
            nobody = self._nobody
            try:
                self._hasher.verify(encoded or nobody, _normal(password))
            except (VerificationError, InvalidHashError):
                return False
        return encoded is not None

    def outdated(self, encoded: str) -> bool:
        """Whether the hash was made with other parameters than today's."""
        return self._hasher.check_needs_rehash(encoded)

    def refusal(self, password: str, about: Sequence[str] = ()) -> Reason | None:
        """Why the password may not be chosen, or None.

        Args:
            about: the person's own words (names, mail address), which are the first that others try.
        """
        normal = _normal(password)
        if len(normal) < SHORTEST:
            return Reason("password.short", {"least": str(SHORTEST)})
        if len(normal) > LONGEST:
            return Reason("password.long", {"most": str(LONGEST)})
        folded = normal.casefold()
        if _is_common(folded):
            return Reason("password.common")
        for word in _words(about):
            if word in folded and len(folded) - len(word) < SHORTEST // 2:
                return Reason("password.own_name")
        return None


def _normal(password: str) -> str:
    return unicodedata.normalize("NFKC", password)


def _words(about: Sequence[str]) -> list[str]:
    found: set[str] = set()
    for text in about:
        folded = unicodedata.normalize("NFKC", text).casefold()
        found.update(part for part in (folded, folded.replace(" ", ""), folded.partition("@")[0]) if part)
        found.update(folded.replace("@", " ").replace(".", " ").split())
    return [word for word in found if len(word) >= 4]


def _is_common(folded: str) -> bool:
    """Known to every guessing program, or of its patterns: few signs, a run, a common word with digits."""
    if len(set(folded)) < 5:
        return True
    steps = {ord(after) - ord(before) for before, after in pairwise(folded)}
    if steps <= {1} or steps <= {-1}:
        return True
    half = len(folded) // 2
    if len(folded) % 2 == 0 and folded[:half] == folded[half:] and half < SHORTEST:
        folded = folded[:half]
    core = folded.strip("0123456789!?.,-_*#@$ ")
    return folded in COMMON or core in COMMON or not core
