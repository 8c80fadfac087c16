"""PAdES signatures in the two fields of a document: the chair first, then the secretary.

The chair's signature certifies the file and allows nothing but filled fields after it (DocMDP P=2,
ISO 32000-2, 12.8.2.2); the secretary's locks it (P=1). Both are baseline B-B (ETSI EN 319 142-1) and
incremental: the bytes signed earlier stay as they were. The caller runs this in a job, never in the writer.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.resources import files
from io import BytesIO
from typing import Any

from cryptography.hazmat.primitives.serialization import pkcs12
from pyhanko.pdf_utils import layout
from pyhanko.pdf_utils.font.api import FontEngineFactory
from pyhanko.pdf_utils.font.opentype import GlyphAccumulator
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.text import TextBoxStyle
from pyhanko.sign import signers
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter, enumerate_sig_fields
from pyhanko.stamp import TextStampStyle

from ecar_governance.documents.settable import Coverage
from ecar_governance.domain.dates import stamp_moment
from ecar_governance.domain.record import SignatureField
from ecar_governance.errors import Conflict, InvalidInput

FIELDS: tuple[SignatureField, ...] = ("chair", "secretary")
"""The order in which the fields are signed."""

STAMP_FONT = "EcarStamp-Regular.ttf"
_STAMP_SIZE, _STAMP_LEADING = 7, 9


def sign_here(
    pdf: bytes,
    field: SignatureField,
    signer_p12: bytes,
    passphrase: str,
    *,
    name: str,
    office: Mapping[str, str],
    at: datetime,
) -> bytes:
    """The document with one signature more; `pdf` is a prefix of the answer.

    `signer_p12` is the holder's PKCS#12 file, opened by `passphrase`. `name`, `office` (by language) and `at`
    (aware, shown on the clock of its own zone) stand in the visible stamp; `at` is the claimed time of
    signing.

    Raises `InvalidInput` for a passphrase that does not open the key, a certificate that is not valid at
    `at`, or a file without the field, and `Conflict` when the field is signed already or its turn has not
    come.
    """
    if at.tzinfo is None:
        raise InvalidInput("The time of signing needs a zone.")
    signer = _open_key(signer_p12, passphrase, at)
    try:
        writer = _Update(BytesIO(pdf), strict=True)
        _check_turn(field, {path: value is not None for path, value, _ in enumerate_sig_fields(writer.prev)})
    except (PdfError, ValueError) as error:
        raise InvalidInput(f"This file is not a PDF that can be signed: {error}.") from error
    first = field == FIELDS[0]
    metadata = signers.PdfSignatureMetadata(
        field_name=field,
        md_algorithm="sha256",
        name=name,
        reason=" / ".join(word for word in (office.get("az"), office.get("en")) if word) or None,
        subfilter=SigSeedSubFilter.PADES,
        certify=first,
        docmdp_permissions=MDPPerm.FILL_FORMS if first else MDPPerm.NO_CHANGES,
    )
    font = (files("ecar_governance") / "resources" / "fonts" / STAMP_FONT).read_bytes()
    words = Coverage.of_font(font).settable(stamp_text(name, office, at))
    output = _DatedSigner(at, metadata, signer=signer, stamp_style=_stamp_style(font)).sign_pdf(
        writer, existing_fields_only=True, appearance_text_params={"words": words}
    )
    signed: bytes = output.getvalue()
    return signed


def stamp_text(name: str, office: Mapping[str, str], at: datetime) -> str:
    """What the visible stamp says, a line each: that it is signed, by whom, in what office, when."""
    offices = " / ".join(office[language] for language in ("az", "en") if office.get(language))
    lines = [
        "Elektron qaydada imzalanıb / Signed electronically",
        name,
        offices,
        stamp_moment(at, "az"),
        stamp_moment(at, "en"),
    ]
    return "\n".join(unicodedata.normalize("NFC", line) for line in lines if line)


class _Update(IncrementalPdfFileWriter):
    """An incremental update that leaves title, dates and XMP alone: the field is filled and nothing else."""

    def _update_meta(self) -> None:
        return


class _FontInMemory(FontEngineFactory):
    """The glyphs of a font given as bytes; pyHanko's own factory leaves its file open."""

    def __init__(self, font: bytes) -> None:
        self._font = font

    def create_font_engine(self, writer: Any, obj_stream: Any = None) -> GlyphAccumulator:
        """A font of this document that takes in each glyph that is used."""
        return GlyphAccumulator(writer, BytesIO(self._font), font_size=_STAMP_SIZE, obj_stream=obj_stream)


class _DatedSigner(signers.PdfSigner):
    """A signer whose claimed time of signing is given; pyHanko would read the machine's clock."""

    def __init__(self, at: datetime, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._at = at.astimezone(UTC).replace(microsecond=0)

    def init_signing_session(self, pdf_out: Any, existing_fields_only: bool = False) -> Any:
        """The session that pyHanko begins, at the given instant."""
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self._at
        return session


def _open_key(signer_p12: bytes, passphrase: str, at: datetime) -> signers.SimpleSigner:
    secret = unicodedata.normalize("NFC", passphrase).encode()
    try:
        key, certificate, _ = pkcs12.load_key_and_certificates(signer_p12, secret)
    except ValueError:
        raise InvalidInput("The passphrase does not open this signing key.") from None
    if key is None or certificate is None:
        raise InvalidInput("The signing key file lacks the key or its certificate.")
    if not certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc:
        begins, ends = certificate.not_valid_before_utc.date(), certificate.not_valid_after_utc.date()
        raise InvalidInput(f"The signing certificate is valid from {begins} to {ends} alone.")
    signer: signers.SimpleSigner = signers.SimpleSigner.load_pkcs12_data(
        signer_p12, other_certs=(), passphrase=secret
    )
    return signer


def _check_turn(field: SignatureField, signed: dict[str, bool]) -> None:
    if set(signed) != set(FIELDS):
        raise InvalidInput("The file does not have exactly the two signature fields chair and secretary.")
    if signed[field]:
        raise Conflict(f"The field {field} is signed already.")
    if field == FIELDS[0] and signed[FIELDS[1]]:
        raise Conflict("The secretary has signed and closed the document; the chair can sign no more.")
    if field == FIELDS[1] and not signed[FIELDS[0]]:
        raise Conflict("The chair signs first; the secretary's signature closes the document.")


def _stamp_style(font: bytes) -> TextStampStyle:
    middle = layout.SimpleBoxLayoutRule(
        x_align=layout.AxisAlignment.ALIGN_MIN,
        y_align=layout.AxisAlignment.ALIGN_MID,
        margins=layout.Margins(left=0, right=0, top=2, bottom=2),
        inner_content_scaling=layout.InnerScaling.SHRINK_TO_FIT,
    )
    text = TextBoxStyle(
        font=_FontInMemory(font),
        font_size=_STAMP_SIZE,
        leading=_STAMP_LEADING,
        box_layout_rule=layout.SimpleBoxLayoutRule(
            x_align=layout.AxisAlignment.ALIGN_MIN, y_align=layout.AxisAlignment.ALIGN_MID
        ),
    )
    return TextStampStyle(
        border_width=0,
        background=None,
        text_box_style=text,
        inner_content_layout=middle,
        stamp_text="%(words)s",
    )
