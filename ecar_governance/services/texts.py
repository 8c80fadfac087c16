"""Texts and files on their way in: normalised, checked, digested, with the rows that keep them."""

from __future__ import annotations

import unicodedata
from datetime import datetime

from msgspec import Struct

from ecar_governance.domain.canonical import nfc, text_digest
from ecar_governance.domain.events import Attachment, Manifest
from ecar_governance.errors import Finding, InvalidInput
from ecar_governance.services.desk import Desk
from ecar_governance.services.ports import VaultWrite

TITLE_LIMIT = 300
BODY_LIMIT = 200_000
ATTACHMENT_LIMIT = 20
LANGUAGES = ("az", "en")
FILE_TYPES = {
    "application/pdf",
    "image/jpeg",
    "image/png",
    "text/plain",
    "text/csv",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.oasis.opendocument.text",
}
"""What may be attached. Files are kept and handed back as they are, never opened or shown in a page."""

_BEGINNINGS: dict[str, tuple[bytes, ...]] = {
    "application/pdf": (b"%PDF-",),
    "image/jpeg": (b"\xff\xd8\xff",),
    "image/png": (b"\x89PNG\r\n\x1a\n",),
}
"""How a file of the type begins; office documents are ZIP archives, text holds no NUL."""

_ZIP = b"PK\x03\x04"
_NAME_LIMIT = 120
_SUFFIX_LIMIT = 12


class Upload(Struct, frozen=True):
    """A file as it came: its name, the media type it was said to have, its bytes."""

    name: str
    media_type: str
    content: bytes


class ProposalText(Struct, frozen=True):
    """A proposal's text as somebody wrote it: Markdown by language; `kept` attachments stay from before."""

    titles: dict[str, str]
    bodies: dict[str, str]
    prevailing: str = "az"
    attachments: tuple[Upload, ...] = ()
    kept: tuple[Attachment, ...] = ()


def unseen(text: str, *, lines: bool = False) -> str:
    """The first sign that has no place in a text, as "U+202E"; "" when there is none.

    Control signs (with `lines`, line feeds and tabs are welcome), halves of surrogate pairs, and the signs
    that turn the direction of writing: with those a text can be read otherwise than it is counted and signed.
    """
    for sign in text:
        category = unicodedata.category(sign)
        if (category in ("Cc", "Cs") and not (lines and sign in "\n\t")) or sign in _TURNING:
            return f"U+{ord(sign):04X}"
    return ""


_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def keep_text(desk: Desk, text: str, language: str) -> tuple[str, VaultWrite]:
    """A free text's salted digest, and the row that keeps the text beside it.

    Raises InvalidInput when the text holds a sign that nobody would see."""
    salt = desk.ids.salt()
    clean = _lines(text)
    hidden = unseen(clean, lines=True)
    if hidden:
        raise InvalidInput(f"The text holds a sign that cannot be seen ({hidden}).", fix="remove it")
    digest = text_digest(clean, salt)
    row = {"salt": salt, "content": clean, "language": language, "created": desk.clock.now()}
    return digest, VaultWrite("text", {"digest": digest}, row)


def keep_again(desk: Desk, text: str, language: str, before: str, rows: list[VaultWrite]) -> str:
    """The digest of a text that may be the one kept under `before`: then that digest, so that nothing has
    changed; else a new one, its row added to `rows`. Raises InvalidInput as `keep_text` does."""
    known = desk.vault.texts((before,)).get(before) if before else None
    if known is not None and known.content == _lines(text):
        return before
    digest, row = keep_text(desk, text, language)
    rows.append(row)
    return digest


def _lines(text: str) -> str:
    return nfc(text.replace("\r\n", "\n").replace("\r", "\n"))


def check_size(desk: Desk, name: str, content: bytes) -> None:
    """Raises InvalidInput, with the finding `file.too_large`, for a file larger than a person may send."""
    if len(content) > desk.max_upload_bytes:
        told = f"{name} has {len(content)} bytes; {desk.max_upload_bytes} are the most that is accepted."
        raise InvalidInput(told, findings=[Finding("file.too_large", told, name, "send a smaller file")])


def keep_file(desk: Desk, upload: Upload, at: datetime) -> str:
    """Stores a file before the event that names it; gives its digest. Raises InvalidInput."""
    check_size(desk, upload.name, upload.content)
    if upload.media_type not in FILE_TYPES:
        raise InvalidInput(
            f"{upload.name} is of a kind that cannot be attached ({upload.media_type}).",
            fix="attach a PDF, a picture, plain text, CSV, or an office document",
        )
    if not upload.content:
        raise InvalidInput(f"{upload.name} is empty.")
    if not _is_what_it_says(upload):
        raise InvalidInput(
            f"{upload.name} is not what it says it is ({upload.media_type}).", fix="save the file again"
        )
    info = desk.vault.put_blob(
        upload.content, media_type=upload.media_type, filename=file_name(upload.name), at=at
    )
    return info.sha256


def _is_what_it_says(upload: Upload) -> bool:
    beginnings = _BEGINNINGS.get(upload.media_type)
    if beginnings is not None:
        return upload.content.startswith(beginnings)
    if upload.media_type.startswith("text/"):
        return b"\x00" not in upload.content
    return upload.content.startswith(_ZIP)


def file_name(name: str) -> str:
    """The last part of a name, without control or direction signs, at most 120 characters; "file" when
    nothing is left. A name that is too long keeps its ending."""
    last = nfc(name).replace("\\", "/").rpartition("/")[2]
    clean = "".join(ch for ch in last if ch.isprintable()).strip(" .")
    if len(clean) > _NAME_LIMIT:
        stem, dot, suffix = clean.rpartition(".")
        ending = dot + suffix if stem and len(suffix) <= _SUFFIX_LIMIT else ""
        clean = clean[: _NAME_LIMIT - len(ending)].rstrip(" .") + ending
    return clean or "file"


def keep_proposal(
    desk: Desk, text: ProposalText, before: Manifest | None = None
) -> tuple[Manifest, tuple[VaultWrite, ...]]:
    """The manifest of a proposal's text, and the rows that keep its texts. Files are stored at once. What is
    as it was `before` keeps its digest.

    Raises InvalidInput with every problem, by field.
    """
    titles = {k: _lines(v).strip() for k, v in text.titles.items() if v.strip()}
    bodies = {k: _lines(v).strip() for k, v in text.bodies.items() if v.strip()}
    findings = _problems(text, titles, bodies)
    if findings:
        raise InvalidInput("The text cannot be taken yet.", findings=findings)
    rows: list[VaultWrite] = []

    def digests(texts: dict[str, str], kept: dict[str, str]) -> dict[str, str]:
        return {
            language: keep_again(desk, content, language, kept.get(language, ""), rows)
            for language, content in texts.items()
        }

    manifest = Manifest(
        titles=digests(titles, before.titles if before is not None else {}),
        bodies=digests(bodies, before.bodies if before is not None else {}),
        prevailing=text.prevailing,
        attachments=(
            *text.kept,
            *(Attachment(file_name(u.name), keep_file(desk, u, desk.clock.now())) for u in text.attachments),
        ),
    )
    return manifest, tuple(rows)


def _problems(text: ProposalText, titles: dict[str, str], bodies: dict[str, str]) -> list[Finding]:
    found = []
    if text.prevailing not in LANGUAGES:
        found.append(Finding("text.language", f"{text.prevailing} is not a language here.", "prevailing"))
    for language in sorted({*titles, *bodies}):
        if language not in LANGUAGES:
            found.append(Finding("text.language", f"{language} is not a language here.", language))
        for field, content, lines in (
            (f"title_{language}", titles.get(language, ""), False),
            (f"body_{language}", bodies.get(language, ""), True),
        ):
            hidden = unseen(content, lines=lines)
            if hidden:
                found.append(
                    Finding("text.unseen", f"The text holds a sign that cannot be seen ({hidden}).", field)
                )
        if language not in titles:
            found.append(
                Finding(
                    "text.no_title", "There is a text without a title.", f"title_{language}", "give a title"
                )
            )
        if language not in bodies:
            found.append(
                Finding(
                    "text.no_body", "There is a title without a text.", f"body_{language}", "write the text"
                )
            )
        if len(titles.get(language, "")) > TITLE_LIMIT:
            found.append(
                Finding(
                    "text.title_long", f"A title has at most {TITLE_LIMIT} characters.", f"title_{language}"
                )
            )
        if len(bodies.get(language, "")) > BODY_LIMIT:
            found.append(
                Finding("text.body_long", f"A text has at most {BODY_LIMIT} characters.", f"body_{language}")
            )
    if len(text.attachments) + len(text.kept) > ATTACHMENT_LIMIT:
        found.append(
            Finding(
                "text.attachments_many",
                f"A proposal has at most {ATTACHMENT_LIMIT} attachments.",
                "attachments",
            )
        )
    if not titles and not bodies:
        found.append(
            Finding("text.empty", "A proposal needs a title and a text.", f"title_{text.prevailing}")
        )
    elif text.prevailing not in titles:
        found.append(
            Finding("text.prevailing", "The prevailing language has no title.", f"title_{text.prevailing}")
        )
    return found
