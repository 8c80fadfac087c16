"""Choice tokens: one length, another for each form, and nothing told when they do not fit."""

from __future__ import annotations

import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecar_governance.errors import InvalidInput
from ecar_governance.keys.tokens import choice_token, option_of

OPTIONS = ("for", "against", "abstain", "blank")
SECRET = bytes(range(32))


def test_a_token_is_frozen() -> None:
    framed = b"\x00\x00\x00\x0eecar/choice/v1\x00\x00\x00\x07vote-9d\x00\x00\x00\x03for"
    assert choice_token(SECRET, "vote-9d", "for") == hmac.digest(SECRET, framed, "sha256").hex()[:16]
    assert choice_token(SECRET, "vote-9d", "for") == "1440d5207331cd12"


@given(st.binary(min_size=16, max_size=40), st.text(max_size=20), st.sampled_from(OPTIONS))
def test_finds_the_option_again(secret: bytes, vote: str, option: str) -> None:
    token = choice_token(secret, vote, option)
    assert len(token) == 16
    assert set(token) <= set("0123456789abcdef")
    assert option_of(secret, vote, token, OPTIONS) == option


def test_differs_by_secret_vote_and_option() -> None:
    tokens = {
        choice_token(secret, vote, option)
        for secret in (SECRET, SECRET[::-1])
        for vote in ("vote-9d", "vote-9e")
        for option in OPTIONS
    }
    assert len(tokens) == 16
    assert choice_token(SECRET, "ab", "c") != choice_token(SECRET, "a", "bc")


@pytest.mark.parametrize(
    "token",
    [
        "",
        "for",
        "0" * 16,
        "ə" * 16,
        choice_token(SECRET, "vote-9e", "for"),
        choice_token(SECRET, "vote-9d", "x"),
    ],
)
def test_another_token_is_refused_and_not_repeated(token: str) -> None:
    with pytest.raises(InvalidInput) as raised:
        option_of(SECRET, "vote-9d", token, OPTIONS)
    assert not token or token not in f"{raised.value} {raised.value.fix}".split()


def test_a_short_secret_is_refused() -> None:
    with pytest.raises(InvalidInput, match="16"):
        choice_token(b"x" * 15, "vote-9d", "for")
