"""The report of a check under its old address; the values live in `domain.pdf_report`."""

from __future__ import annotations

from ecar_governance.domain.pdf_report import Answer, PdfReport, SignatureReport

__all__ = ["Answer", "PdfReport", "SignatureReport"]
