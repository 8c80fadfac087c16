"""Ballot envelopes: one length, one place where they open, and a second implementation that agrees."""

from __future__ import annotations

import hmac
import json
import traceback
from base64 import b64decode, b64encode
from hashlib import sha256
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given, settings
from hypothesis import strategies as st

from ecar_governance.domain.canonical import nfc
from ecar_governance.domain.voting.papers import Paper
from ecar_governance.errors import InvalidInput, KeyLost, RecordBroken
from ecar_governance.keys.envelopes import (
    ELECTION_BUCKET,
    LONGEST_CODE,
    LONGEST_REASON,
    LONGEST_SEAT,
    OVERHEAD,
    ROLL_CALL_BUCKET,
    SECRET_BUCKET,
    HpkeSealing,
    digest,
    generate,
    open_,
    open_all,
    public_of,
    seal,
)

GOLDEN = json.loads((Path(__file__).parents[1] / "golden" / "log" / "envelopes.json").read_text())
GOLDEN_PRIVATE = bytes(range(64, 96))
PUBLIC, PRIVATE = generate()
VOTE, SEAT = "vote-9d", "seat-3c"

reasons = st.none() | st.text(
    st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t"), max_size=300
).map(nfc)
secret_papers = st.builds(Paper, choice=st.sampled_from(["for", "against", "abstain", "blank"]))
roll_call_papers = st.builds(
    Paper, choice=st.sampled_from(["for", "against", "abstain"]), seat=st.just(SEAT), reason=reasons
)


def open_by_the_book(private: bytes, envelope: bytes, info: bytes) -> bytes:
    """RFC 9180 base mode, section by section, out of X25519, HMAC and ChaCha20-Poly1305 alone."""
    kem, hpke = b"KEM" + b"\x00\x20", b"HPKE" + b"\x00\x20\x00\x01\x00\x03"

    def extract(suite: bytes, salt: bytes, label: bytes, key: bytes) -> bytes:  # section 4, LabeledExtract
        return hmac.digest(salt or bytes(32), b"HPKE-v1" + suite + label + key, "sha256")

    def expand(suite: bytes, secret: bytes, label: bytes, context: bytes, length: int) -> bytes:
        labeled = length.to_bytes(2, "big") + b"HPKE-v1" + suite + label + context
        return hmac.digest(secret, labeled + b"\x01", "sha256")[:length]  # one block is enough here

    own = X25519PrivateKey.from_private_bytes(private)
    enc, ciphertext = envelope[:32], envelope[32:]
    shared = own.exchange(X25519PublicKey.from_public_bytes(enc))
    context = enc + own.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    eae = extract(kem, b"", b"eae_prk", shared)  # section 4.1, ExtractAndExpand
    secret = expand(kem, eae, b"shared_secret", context, 32)
    schedule = b"\x00" + extract(hpke, b"", b"psk_id_hash", b"") + extract(hpke, b"", b"info_hash", info)
    prk = extract(hpke, secret, b"secret", b"")  # section 5.1, KeySchedule in mode_base
    key = expand(hpke, prk, b"key", schedule, 32)
    nonce = expand(hpke, prk, b"base_nonce", schedule, 12)
    return ChaCha20Poly1305(key).decrypt(nonce, ciphertext, b"")


def info_of(vote: bytes, seat: bytes) -> bytes:
    return b"".join(len(part).to_bytes(4, "big") + part for part in (b"ecar/ballot/v1", vote, seat))


@settings(max_examples=60)
@given(secret_papers | roll_call_papers)
def test_opens_as_it_was_sealed(paper: Paper) -> None:
    assert open_(PRIVATE, seal(PUBLIC, paper, VOTE, SEAT), VOTE, SEAT) == paper


@settings(max_examples=60)
@given(roll_call_papers, secret_papers)
def test_the_length_tells_nothing(roll_call: Paper, secret: Paper) -> None:
    assert len(seal(PUBLIC, roll_call, VOTE, SEAT)) == ROLL_CALL_BUCKET + OVERHEAD == 8496
    assert len(seal(PUBLIC, secret, VOTE, SEAT)) == SECRET_BUCKET + OVERHEAD == 304


@pytest.mark.parametrize("char", ["x", "ə", "…", "😀", '"', "\\", "\n", "\t", "\x7f", "\u2028"])
def test_the_longest_reason_fits_its_envelope(char: str) -> None:
    paper = Paper("c" * LONGEST_CODE, seat="\\" * LONGEST_SEAT, reason=char * LONGEST_REASON)
    envelope = seal(PUBLIC, paper, VOTE, "\\" * LONGEST_SEAT)
    assert len(envelope) == ROLL_CALL_BUCKET + OVERHEAD
    assert open_(PRIVATE, envelope, VOTE, "\\" * LONGEST_SEAT) == paper


def test_the_longest_secret_choice_fits_its_envelope() -> None:
    envelope = seal(PUBLIC, Paper('"' * LONGEST_CODE), VOTE, SEAT)
    assert len(envelope) == SECRET_BUCKET + OVERHEAD


def test_equal_papers_make_different_envelopes() -> None:
    envelopes = {seal(PUBLIC, Paper("for"), VOTE, SEAT) for _ in range(50)}
    assert len(envelopes) == len({digest(envelope) for envelope in envelopes}) == 50


def test_a_second_implementation_of_rfc_9180_opens_it() -> None:
    plain = open_by_the_book(
        PRIVATE, seal(PUBLIC, Paper("against"), VOTE, SEAT), info_of(b"vote-9d", b"seat-3c")
    )
    assert plain.rstrip(b"\x00") == b'{"choice":"against","reason":null,"seat":null}'
    assert len(plain) == SECRET_BUCKET


def test_frozen_envelopes_open() -> None:
    assert public_of(GOLDEN_PRIVATE) == GOLDEN["public"]
    assert {case["seat"] for case in GOLDEN["envelopes"]} == {None, SEAT}
    for case in GOLDEN["envelopes"]:
        envelope = b64decode(case["envelope_base64"])
        assert digest(envelope) == case["digest"] == "sha256:" + sha256(envelope).hexdigest()
        paper = open_(GOLDEN_PRIVATE, envelope, VOTE, SEAT)
        assert (paper.choice, paper.seat, paper.reason) == (case["choice"], case["seat"], case["reason"])


@pytest.mark.parametrize(
    ("vote", "seat"), [("vote-9e", SEAT), (VOTE, "seat-3d"), ("vote-9dseat", "-3c"), (SEAT, VOTE), ("", "")]
)
def test_opens_for_no_other_vote_or_seat(vote: str, seat: str) -> None:
    envelope = seal(PUBLIC, Paper("for"), VOTE, SEAT)
    with pytest.raises(RecordBroken, match="does not open"):
        open_(PRIVATE, envelope, vote, seat)


def test_opens_with_no_other_key() -> None:
    with pytest.raises(RecordBroken, match="does not open"):
        open_(generate()[1], seal(PUBLIC, Paper("for"), VOTE, SEAT), VOTE, SEAT)


def test_every_flipped_byte_and_every_cut_is_found() -> None:
    envelope = seal(PUBLIC, Paper("for"), VOTE, SEAT)
    for at in range(len(envelope)):
        changed = bytearray(envelope)
        changed[at] ^= 1 << at % 8
        with pytest.raises(RecordBroken):
            open_(PRIVATE, bytes(changed), VOTE, SEAT)
    for cut in (b"", envelope[:31], envelope[:47], envelope[:-1], envelope[1:], envelope + b"\x00"):
        with pytest.raises(RecordBroken):
            open_(PRIVATE, cut, VOTE, SEAT)


PLAIN = b'{"choice":"for","reason":null,"seat":null}'


@pytest.mark.parametrize(
    "plain",
    [
        b"",
        PLAIN,
        PLAIN.ljust(255, b"\x00"),
        PLAIN.ljust(SECRET_BUCKET, b" "),
        PLAIN.ljust(ROLL_CALL_BUCKET, b"\x00"),
        (PLAIN + b"\x00hidden").ljust(SECRET_BUCKET, b"\x00"),
        PLAIN.ljust(SECRET_BUCKET - 1, b"\x00") + b"x",
        b'{"choice": "for","reason":null,"seat":null}'.ljust(SECRET_BUCKET, b"\x00"),
        b'{"choice":"for"}'.ljust(SECRET_BUCKET, b"\x00"),
        b'{"choice":"for","extra":1,"reason":null,"seat":null}'.ljust(SECRET_BUCKET, b"\x00"),
        b'{"choice":7,"reason":null,"seat":null}'.ljust(SECRET_BUCKET, b"\x00"),
        b'{"choice":"","reason":null,"seat":null}'.ljust(SECRET_BUCKET, b"\x00"),
        b'{"choice":"for","reason":"why","seat":null}'.ljust(SECRET_BUCKET, b"\x00"),
        b'{"choice":"for","reason":null,"seat":"seat-other"}'.ljust(ROLL_CALL_BUCKET, b"\x00"),
        b'{"choice":"for","reason":null,"seat":"seat-3c"}'.ljust(SECRET_BUCKET, b"\x00"),
    ],
)
def test_a_sealed_thing_that_is_no_paper_is_refused_without_telling_it(plain: bytes) -> None:
    suite = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
    key = X25519PublicKey.from_public_bytes(b64decode(PUBLIC))
    envelope = suite.encrypt(plain, key, info=info_of(VOTE.encode(), SEAT.encode()))
    with pytest.raises(RecordBroken, match="not a paper") as raised:
        open_(PRIVATE, envelope, VOTE, SEAT)
    assert "choice" not in str(raised.value)
    assert raised.value.__cause__ is None
    assert '"for"' not in "".join(traceback.format_exception_only(raised.value))


@pytest.mark.parametrize(
    ("paper", "says"),
    [
        (Paper(""), "code"),
        (Paper("canary" * 12), "code"),
        (Paper("canary\n"), "code"),
        (Paper("canaryə"), "code"),
        (Paper("canary", reason="canary"), "takes no reasons"),
        (Paper("canary", seat="seat-other"), "another seat"),
        (Paper("canary", seat=SEAT, reason="canary" * 334), "the most"),
        (Paper("canary", seat=SEAT, reason="canary\x00"), "control character"),
        (Paper("canary", seat=SEAT, reason="canary\r\n"), "control character"),
        (Paper("canary", seat=SEAT, reason="canary e\u0301"), "NFC"),
        (Paper("canary", seat=SEAT, reason="canary \ud800"), "Unicode"),
    ],
)
def test_a_paper_that_does_not_fit_is_refused_without_telling_it(paper: Paper, says: str) -> None:
    with pytest.raises(InvalidInput, match=says) as raised:
        seal(PUBLIC, paper, VOTE, SEAT)
    error = raised.value
    assert "canary" not in " ".join([str(error), error.fix, *map(str, error.findings)])
    assert error.__cause__ is None


@pytest.mark.parametrize(
    "public", ["", "!!", b64encode(bytes(31)).decode(), b64encode(bytes(32)).decode(), "ə"]
)
def test_a_public_key_that_is_none_is_refused(public: str) -> None:
    with pytest.raises(InvalidInput, match="public key"):
        seal(public, Paper("for"), VOTE, SEAT)


@pytest.mark.parametrize("private", [b"", bytes(31), bytes(33)])
def test_a_damaged_private_key_is_a_lost_key(private: bytes) -> None:
    with pytest.raises(KeyLost):
        open_(private, seal(PUBLIC, Paper("for"), VOTE, SEAT), VOTE, SEAT)
    with pytest.raises(KeyLost):
        public_of(private)


def test_generate_gives_a_fresh_pair() -> None:
    pairs = [generate() for _ in range(5)]
    assert len({private for _, private in pairs}) == 5
    assert all(public == public_of(private) and len(private) == 32 for public, private in pairs)


def test_all_of_a_vote_are_opened_together_or_none_is() -> None:
    public, private = generate()
    papers = {f"seat-{n}": Paper(choice) for n, choice in enumerate(("for", "abstain", "against"))}
    sealed = {seat: seal(public, papers[seat], VOTE, seat) for seat in reversed(papers)}
    opened = open_all(private, sealed, VOTE)
    assert list(opened.items()) == sorted(papers.items())
    exchanged = {**sealed, "seat-0": sealed["seat-1"], "seat-1": sealed["seat-0"]}
    with pytest.raises(RecordBroken):
        open_all(private, exchanged, VOTE)
    with pytest.raises(KeyLost):
        open_all(private[:-1], sealed, VOTE)


def test_the_adapter_is_the_same() -> None:
    sealing = HpkeSealing()
    public, private = sealing.generate()
    envelope = sealing.seal(public, Paper("abstain"), vote=VOTE, seat=SEAT)
    assert sealing.open_all(private, {SEAT: envelope}, vote=VOTE) == {SEAT: Paper("abstain")}
    assert sealing.digest(envelope) == digest(envelope)


def test_in_an_election_every_paper_has_one_length_and_the_most_marks_fit() -> None:
    people = [f"person-{number:020}" for number in range(100)]
    papers = (
        Paper("abstain"),
        Paper("marked", marks=((people[0],),)),
        Paper("marked", marks=tuple((one,) for one in people)),
        Paper("marked", SEAT, "r" * LONGEST_REASON, marks=tuple((one,) for one in people)),
    )
    sealed = [seal(PUBLIC, paper, VOTE, SEAT, election=True) for paper in papers]
    assert {len(one) for one in sealed} == {ELECTION_BUCKET + OVERHEAD}
    assert [open_(PRIVATE, one, VOTE, SEAT) for one in sealed] == list(papers)
    with pytest.raises(InvalidInput, match="fit"):
        seal(PUBLIC, Paper("marked", marks=(tuple(people * 10),)), VOTE, SEAT, election=True)
