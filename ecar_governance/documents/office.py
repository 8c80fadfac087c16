"""Typesetting, signing and checking as `services.documents_port.Documents`.

What signs and checks is imported by the first document that needs it: its libraries take nearly as long to
load as all the rest, and most commands that open an installation touch no PDF.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from ecar_governance.documents.typeset import typeset_extract, typeset_minutes, typeset_resolution
from ecar_governance.domain.pdf_report import PdfReport
from ecar_governance.domain.record import DecisionRecord, ExtractRecord, MinutesRecord
from ecar_governance.errors import InvalidInput

Field = Literal["chair", "secretary"]


@dataclass(frozen=True)
class Typesetter:
    """Where fonts and templates are, and what the child process may take: seconds, and bytes of memory."""

    fonts: Path
    templates: Path
    seconds: float
    memory: int


class PdfOffice:
    """The office that makes and checks documents.

    Args:
        typesetter: fonts, templates and limits.
        load_key: a person's encrypted PKCS#12 file, by id.
        issue: makes a trial key: person, name, office, passphrase; gives the certificate's fingerprint.
        fingerprint_of: the fingerprint of a person's certificate: person, passphrase.
        roots: the roots that chains may end in.
        zone: the clock that visible stamps show.
    """

    def __init__(
        self,
        typesetter: Typesetter,
        *,
        load_key: Callable[[str], bytes],
        issue: Callable[[str, str, str, str], str],
        fingerprint_of: Callable[[str, str], str],
        roots: Callable[[], Sequence[bytes]],
        zone: str,
    ) -> None:
        self._set = typesetter
        self._load_key = load_key
        self._issue = issue
        self._fingerprint_of = fingerprint_of
        self._roots = roots
        self._zone = ZoneInfo(zone)

    def resolution(self, record: DecisionRecord) -> bytes:
        """See the port."""
        return typeset_resolution(
            record,
            fonts_dir=self._set.fonts,
            templates_dir=self._set.templates,
            timeout=self._set.seconds,
            memory=self._set.memory,
        )

    def minutes(self, record: MinutesRecord) -> bytes:
        """See the port."""
        return typeset_minutes(
            record,
            fonts_dir=self._set.fonts,
            templates_dir=self._set.templates,
            timeout=self._set.seconds,
            memory=self._set.memory,
        )

    def extract(self, record: ExtractRecord) -> bytes:
        """See the port."""
        return typeset_extract(
            record,
            fonts_dir=self._set.fonts,
            templates_dir=self._set.templates,
            timeout=self._set.seconds,
            memory=self._set.memory,
        )

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
        """See the port."""
        from ecar_governance.documents.sign import sign_here

        key = self._load_key(person)
        fingerprint = self._fingerprint_of(person, passphrase)
        signed = sign_here(
            pdf, field, key, passphrase, name=name, office=office, at=at.astimezone(self._zone)
        )
        return signed, fingerprint

    def accept_outside(self, original: bytes, returned: bytes, field: Field) -> str:
        """See the port."""
        from ecar_governance.documents.verify import accept_outside

        report = accept_outside(original, returned, self._roots(), field=field)
        if not report.signatures_good:
            raise InvalidInput("The file that came back cannot be taken in.", findings=report.findings)
        return next(s.fingerprint for s in report.signatures if s.field == field)

    def issue_key(self, person: str, *, name: str, office: str, passphrase: str) -> str:
        """See the port."""
        return self._issue(person, name, office, passphrase)

    def verify(self, pdf: bytes, known_sha256: Callable[[str], str | None]) -> PdfReport:
        """See the port."""
        from ecar_governance.documents.verify import verify_pdf

        return verify_pdf(pdf, self._roots(), known_sha256=known_sha256)
