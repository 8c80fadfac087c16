"""The one byte form of everything that is hashed: RFC 8785 (JSON Canonicalization Scheme), and its digests.

What may be written: objects with ASCII keys, arrays, NFC strings, integers that a double holds exactly,
booleans and null; further `msgspec.Struct`s, `Fraction` ("2/3"), `Decimal` ("1.50"), aware datetimes (UTC,
"2026-11-23T08:00:00Z") and dates, each as a string. Nothing else, and no float ever: a reader in another
language must find the same bytes without knowing how ours rounds.
"""

from __future__ import annotations

import hashlib
import uuid
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any
from unicodedata import is_normalized, normalize

import msgspec

from ecar_governance.errors import Finding, InvalidInput, RecordBroken

LARGEST_INTEGER = 2**53 - 1
"""RFC 8785 numbers are IEEE 754 doubles (section 3.2.2.3); beyond this (RFC 7493) they are not exact."""

SALT_BYTES = 16
"""The least salt for a digest over text: 128 bits make guessing the text from its digest hopeless."""

# For ASCII keys the order of UTF-8 bytes, which msgspec sorts by, is that of UTF-16 code units, which
# RFC 8785 section 3.2.3 asks for. Beyond ASCII they part (U+FB33, U+1F600), so other keys are refused.
_encoder = msgspec.json.Encoder(order="sorted")

# Types that msgspec would turn into strings of its own choice: kept whole, so that `_convert` decides.
_KEPT = (datetime, date, time, timedelta, Decimal, bytes, bytearray, memoryview, uuid.UUID)


def canonical(value: object) -> bytes:
    """The RFC 8785 bytes of a value: equal values give equal bytes in every release, for ever.

    Raises:
        InvalidInput: `value` holds something that the log cannot (a float, a naive datetime, text that is
            not NFC, a key that is not ASCII, an integer beyond 2^53 - 1); the finding names the place.
    """
    try:
        if not _is_plain(value):
            built = msgspec.to_builtins(
                value, builtin_types=_KEPT, enc_hook=_keep_fraction, order="deterministic"
            )
            value = _convert(built, "$")
        return _encoder.encode(value)
    except UnicodeEncodeError:
        raise _refused("$", "the text holds half of a surrogate pair", "send valid Unicode") from None
    except RecursionError:
        raise _refused("$", "the value is nested too deeply, or holds itself", "flatten it") from None
    except TypeError as error:
        raise _refused("$", str(error), "use only what the log can hold") from error


def parse(data: bytes) -> Any:
    """The value that `data` is the canonical form of.

    Raises:
        RecordBroken: `data` is not JSON, or is not the canonical form of what it says: duplicate or
            unsorted keys, white space, a float, another escape. So one value has one spelling only.
    """
    try:
        value = _decoder.decode(data)
        if _is_plain(value) and _encoder.encode(value) == data:
            return value
    except (msgspec.DecodeError, UnicodeError, RecursionError, ValueError) as error:
        raise RecordBroken(f"These bytes are not canonical JSON: {error}.") from error
    raise RecordBroken("These bytes are not the canonical form (RFC 8785) of the value they hold.")


def nfc(text: str) -> str:
    """The text in Unicode normalisation form C: what every way in applies before anything is hashed."""
    return text if text.isascii() else normalize("NFC", text)


def bytes_digest(data: bytes) -> str:
    """SHA-256 of the bytes as "sha256:<64 hex digits>": what `sha256sum` prints for the file."""
    return "sha256:" + hashlib.sha256(data).hexdigest()


def value_digest(value: object) -> str:
    """`bytes_digest` of the value's canonical bytes: the hash of a manifest or a definition.

    Raises InvalidInput as `canonical` does."""
    return bytes_digest(canonical(value))


def text_digest(text: str, salt: bytes) -> str:
    """The salted digest by which the log holds a text that may have to be erased.

    SHA-256 over `ecar/text/v1`, a zero byte, the salt's length in one byte, the salt and the text's UTF-8.
    The salt is kept beside the text and deleted with it; after that the digest tells nothing.

    Args:
        text: NFC.
        salt: 16 to 255 random bytes, of this text alone.

    Returns:
        "sha256:<64 hex digits>".

    Raises:
        InvalidInput: the text is not NFC or not Unicode, or the salt has another length.
    """
    if not SALT_BYTES <= len(salt) <= 255:
        raise _refused("salt", f"a salt has {SALT_BYTES} to 255 bytes, not {len(salt)}", "draw a fresh one")
    if not is_normalized("NFC", text):
        raise _refused("text", "the text is not in Unicode form NFC", "apply nfc() on the way in")
    try:
        body = text.encode()
    except UnicodeEncodeError:
        raise _refused("text", "the text holds half of a surrogate pair", "send valid Unicode") from None
    return bytes_digest(b"ecar/text/v1\x00" + bytes([len(salt)]) + salt + body)


def _is_plain(value: Any) -> bool:
    """True when the encoder may take the value as it is. The hot path: one pass, nothing copied."""
    kind = type(value)
    fine: bool
    if kind is str:
        fine = value.isascii() or is_normalized("NFC", value)
    elif kind is dict:
        for key, item in value.items():
            if type(key) is not str or not key.isascii():
                return False
            # Most items are short ASCII strings: seen here, they save a call each.
            if not (type(item) is str and item.isascii()) and not _is_plain(item):
                return False
        fine = True
    elif kind is int:
        fine = -LARGEST_INTEGER <= value <= LARGEST_INTEGER
    elif kind is list or kind is tuple:
        fine = all(map(_is_plain, value))
    else:
        fine = value is None or kind is bool
    return fine


def _convert(value: Any, where: str) -> Any:
    """The same value out of plain parts alone; raises InvalidInput with the place of what cannot be."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        if not is_normalized("NFC", value):
            raise _refused(where, "the text is not in Unicode form NFC", "apply nfc() on the way in")
        return str(value)
    if isinstance(value, int):
        if abs(value) > LARGEST_INTEGER:
            raise _refused(where, f"{value} is beyond 2^53 - 1", "write it as a string")
        return int(value)
    if isinstance(value, dict):
        return {_key(key, where): _convert(item, f"{where}.{key}") for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_convert(item, f"{where}[{index}]") for index, item in enumerate(value)]
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    if isinstance(value, Decimal) and value.is_finite():
        return str(value)
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise _refused(where, f"the instant {value.isoformat()} has no zone", "use aware datetimes")
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        raise _refused(where, f"{value!r} is a float", "use a Fraction, a Decimal or an integer")
    raise _refused(where, f"the log cannot hold a {type(value).__name__}", "write it as a string")


def _key(key: object, where: str) -> str:
    if not isinstance(key, str):
        raise _refused(where, f"the key {key!r} is not a string", "use strings as keys")
    if not key.isascii():
        raise _refused(where, f"the key {key!r} is not ASCII", "use an ASCII name as key")
    return key


def _keep_fraction(value: object) -> object:
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    raise TypeError(f"the log cannot hold a {type(value).__name__}")


def _no_float(text: str) -> object:
    raise ValueError(f"{text} is a float")


def _refused(where: str, what: str, fix: str) -> InvalidInput:
    message = what[0].upper() + what[1:] + "."
    return InvalidInput(
        f"This cannot be written canonically: {what}.",
        findings=[Finding("not_canonical", message, where=where, fix=fix)],
        fix=fix,
    )


_decoder: msgspec.json.Decoder[Any] = msgspec.json.Decoder(float_hook=_no_float)
