"""What events are made of: who acted, what a text's hash covers, the root of all payloads."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct


class Actor(Struct, frozen=True, omit_defaults=True):
    """Who acts: a person under one mandate and for an institution, the system, or the installer."""

    kind: Literal["person", "system", "installer"]
    person: str = ""
    mandate: str = ""
    institution: str = ""


class Attachment(Struct, frozen=True):
    """A file beside a text: its name in the case and the SHA-256 of its bytes ("sha256:<hex>")."""

    name: str
    sha256: str


class Manifest(Struct, frozen=True):
    """What the hash of a text covers: titles and bodies in each language (salted digests), the prevailing
    language, the attachments. `hash` of its canonical bytes is what a ballot is bound to."""

    titles: dict[str, str]
    bodies: dict[str, str]
    prevailing: str
    attachments: tuple[Attachment, ...] = ()


class Paragraph(Struct, frozen=True):
    """A paragraph of a text that is divided: its number (0 is the preamble, which orders nothing), and the
    salted digest of exactly its text in each language."""

    number: int
    bodies: dict[str, str]


class OfDivision(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """What of a division a vote is on, where that is not the whole text: the `number`th of so many parts,
    which has these paragraphs; or the motion that the text be divided."""

    what: Literal["part", "motion"]
    number: int = 0
    parts: int = 0
    paragraphs: tuple[int, ...] = ()


class Payload(Struct, frozen=True, tag_field="type", tag=True):
    """Root of all payloads; the tag is the class name."""
