"""What the use cases need of `documents`: typesetting, signing, checking."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Literal, Protocol

from ecar_governance.domain.pdf_report import PdfReport
from ecar_governance.domain.record import DecisionRecord, ExtractRecord, MinutesRecord

Field = Literal["chair", "secretary"]


class Documents(Protocol):
    """Slow work: never called inside the log's lock."""

    def resolution(self, record: DecisionRecord) -> bytes:
        """The unsigned PDF: the same bytes for the same record, in any process."""

    def minutes(self, record: MinutesRecord) -> bytes:
        """The minutes as a PDF."""

    def extract(self, record: ExtractRecord) -> bytes:
        """The extract of the minutes for one item."""

    def sign(
        self,
        pdf: bytes,
        field: Field,
        person: str,
        passphrase: str,
        *,
        name: str,
        office: Mapping[str, str],
        at: datetime,
    ) -> tuple[bytes, str]:
        """The file after this holder's signature and the certificate's fingerprint; raises InvalidInput for
        a wrong passphrase, NotFound when the person has no key here."""

    def accept_outside(self, original: bytes, returned: bytes, field: Field) -> str:
        """The certificate's fingerprint of a file signed elsewhere, which must extend the original byte for
        byte and sign `field`; raises InvalidInput with every finding otherwise."""

    def issue_key(self, person: str, *, name: str, office: str, passphrase: str) -> str:
        """A trial key for a signer, opened by the passphrase; gives its certificate's fingerprint."""

    def verify(self, pdf: bytes, known_sha256: Callable[[str], str | None]) -> PdfReport:
        """What the file is worth. `known_sha256` says which document a digest belongs to, or None."""
