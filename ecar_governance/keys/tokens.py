"""Tokens of equal length that stand for a choice on its way from the form, so that no length tells it.

Without them a request's size would tell "for" from "against" to whoever sees the encrypted traffic, and a
proxy's log of bodies would hold the choice in words.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from hashlib import sha256

from ecar_governance.errors import InvalidInput

TOKEN_LENGTH = 16
LEAST_SECRET_BYTES = 16


def choice_token(secret: bytes, vote: str, option: str) -> str:
    """The token for one option on one voter's form: 16 hex digits, a truncated HMAC-SHA-256.

    Args:
        secret: 16 bytes or more, known to the server for this voter's session alone and kept nowhere (the
            session's own secret will do): so equal choices of two voters have different tokens.
        vote: the vote's id.
        option: the option's code, for instance "for".

    Raises InvalidInput when the secret is too short.
    """
    if len(secret) < LEAST_SECRET_BYTES:
        raise InvalidInput(
            f"The secret for choice tokens has {len(secret)} bytes; it needs {LEAST_SECRET_BYTES}."
        )
    framed = b"".join(
        len(part).to_bytes(4) + part for part in (b"ecar/choice/v1", vote.encode(), option.encode())
    )
    return hmac.new(secret, framed, sha256).hexdigest()[:TOKEN_LENGTH]


def option_of(secret: bytes, vote: str, token: str, options: Iterable[str]) -> str:
    """The option that the token stands for, found in the same time whichever it is.

    Raises InvalidInput, saying nothing of token or options, when it stands for none: the form is of another
    session or vote.
    """
    sent = token.encode(errors="replace")
    found = [
        option for option in options if hmac.compare_digest(choice_token(secret, vote, option).encode(), sent)
    ]
    if len(found) != 1:
        raise InvalidInput(
            "The ballot form is of another session or vote, so nothing was cast.",
            fix="open the ballot page again and vote there",
        )
    return found[0]
