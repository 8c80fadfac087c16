"""Tokens of one length, different for every browser: for choices on their way from a form, of which they tell
nothing, and for files that a form hands in before they are put on record."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from typing import Final

LENGTH: Final = 16
"""Hexadecimal digits of a token."""


def choice_token(secret: str, vote: str, seat: str, option: str) -> str:
    """The token for one option on one paper: a truncated HMAC-SHA-256 under the session's own secret."""
    said = "\n".join(("ecar choice 1", vote, seat, option)).encode()
    return hmac.new(secret.encode(), said, hashlib.sha256).hexdigest()[:LENGTH]


def option_of(secret: str, vote: str, seat: str, token: str, options: Iterable[str]) -> str | None:
    """The option that the token stands for, found in the same time whichever it is; None when for none: the
    form is of another session, vote or seat."""
    sent = token.encode()
    found = [
        option
        for option in options
        if hmac.compare_digest(choice_token(secret, vote, seat, option).encode(), sent)
    ]
    return found[0] if len(found) == 1 else None


def file_token(secret: str, digest: str) -> str:
    """Says that this browser itself handed the file in: whoever only knows a digest cannot name it."""
    said = "\n".join(("ecar file 1", digest)).encode()
    return hmac.new(secret.encode(), said, hashlib.sha256).hexdigest()[:LENGTH]
