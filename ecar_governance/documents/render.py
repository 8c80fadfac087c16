"""HTML to PDF/A-3a and PDF/UA-1 by WeasyPrint, with the record attached and two fields for signatures.

Runs in the child process of `documents.typeset` alone. Equal input gives equal bytes: no clock, no random
identifier, no font but the shipped ones takes part.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element, SubElement, fromstring, register_namespace, tostring

import pydyf  # type: ignore[import-untyped]  # ships no types
import weasyprint
from weasyprint.urls import URLFetcher, URLFetcherResponse

from ecar_governance.documents import structure
from ecar_governance.domain.record import Signer, document_id

# WeasyPrint and pydyf carry no types.
_weasyprint: Any = weasyprint
_response: Any = URLFetcherResponse

VARIANT = "pdf/a-3a"
POINTS_PER_PIXEL = 0.75
PRINT_FLAG, LOCKED_FLAG = 4, 128

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_UA = "http://www.aiim.org/pdfua/ns/id/"
_EXTENSION = "http://www.aiim.org/pdfa/ns/extension/"
_SCHEMA = "http://www.aiim.org/pdfa/ns/schema#"
_PROPERTY = "http://www.aiim.org/pdfa/ns/property#"


class ShippedFiles(URLFetcher):
    """Gives style sheets of the templates and nothing else: no network, no other file, no data address."""

    def __init__(self, templates: Path) -> None:
        super().__init__(allowed_protocols={"file"}, allow_redirects=False)  # type: ignore[no-untyped-call]
        self._templates = templates.resolve()

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """The style sheet at a file address inside the templates; `ValueError` for all else."""
        parts = urlsplit(url)
        path = Path(unquote(parts.path)).resolve()
        if parts.scheme != "file" or path.suffix != ".css" or not path.is_relative_to(self._templates):
            raise ValueError(f"{url} is not a style sheet of the templates")
        response: URLFetcherResponse = _response(url, path.read_bytes(), {"Content-Type": "text/css"})
        return response


def render_pdf(
    html: str,
    templates: Path,
    *,
    record: bytes,
    record_name: str,
    description: str,
    instant: datetime,
    signers: Sequence[tuple[Signer, str]],
) -> bytes:
    """The document as PDF bytes.

    `record` is attached as `record_name` (AFRelationship Data); `instant` is given as the time of making.
    `signers` are the empty signature fields with the words that a screen reader speaks; each is placed over
    the element whose id is `signature-<field>`.
    """
    structure.mark_languages()
    fetcher = ShippedFiles(templates)
    page = _weasyprint.HTML(string=html, base_url=templates.resolve().as_uri() + "/", url_fetcher=fetcher)
    document = page.render(pdf_variant=VARIANT)
    stamp = instant.strftime("%Y-%m-%dT%H:%M:%SZ")
    document.metadata.created = document.metadata.modified = stamp
    _declare_accessible(document.metadata)
    attachment = _weasyprint.Attachment(
        string=record,
        url_fetcher=fetcher,
        name=record_name,
        description=description,
        created=instant,
        modified=instant,
        relationship="Data",
    )
    pdf: bytes = document.write_pdf(
        pdf_variant=VARIANT,
        pdf_tags=True,
        attachments=[attachment],
        pdf_identifier=document_id(record).encode(),
        finisher=_finisher(signers),
    )
    return pdf


def _declare_accessible(metadata: Any) -> None:
    """Say in the XMP that the file is PDF/UA-1 as well.

    PDF/A asks for a description of every schema it does not know (ISO 19005-3, 6.6.2.3).
    """
    generate: Callable[..., bytes] = metadata.generate_rdf_metadata
    include: Callable[..., None] = metadata.include_in_pdf
    for prefix, name in (
        ("pdfuaid", _UA),
        ("pdfaExtension", _EXTENSION),
        ("pdfaSchema", _SCHEMA),
        ("pdfaProperty", _PROPERTY),
    ):
        register_namespace(prefix, name)

    def with_accessibility(variant: str, version: int, conformance: str) -> bytes:
        rdf = fromstring(generate(variant, version, conformance))  # noqa: S314  # reason: WeasyPrint's own
        part = SubElement(rdf, f"{{{_RDF}}}Description", {f"{{{_RDF}}}about": ""})
        SubElement(part, f"{{{_UA}}}part").text = "1"
        rdf.append(_extension_schema())
        data: bytes = tostring(rdf, encoding="utf-8")
        return data

    def uncompressed(pdf: Any, variant: str, version: int, conformance: str, compress: bool) -> None:
        # Plain metadata can be found by programs that know no PDF.
        include(pdf, variant, version, conformance, False)

    metadata.generate_rdf_metadata = with_accessibility
    metadata.include_in_pdf = uncompressed


def _extension_schema() -> Element:
    top = Element(f"{{{_RDF}}}Description", {f"{{{_RDF}}}about": ""})
    bag = SubElement(SubElement(top, f"{{{_EXTENSION}}}schemas"), f"{{{_RDF}}}Bag")
    schema = SubElement(bag, f"{{{_RDF}}}li", {f"{{{_RDF}}}parseType": "Resource"})
    SubElement(schema, f"{{{_SCHEMA}}}schema").text = "PDF/UA identification schema"
    SubElement(schema, f"{{{_SCHEMA}}}namespaceURI").text = _UA
    SubElement(schema, f"{{{_SCHEMA}}}prefix").text = "pdfuaid"
    properties = SubElement(SubElement(schema, f"{{{_SCHEMA}}}property"), f"{{{_RDF}}}Seq")
    entry = SubElement(properties, f"{{{_RDF}}}li", {f"{{{_RDF}}}parseType": "Resource"})
    SubElement(entry, f"{{{_PROPERTY}}}name").text = "part"
    SubElement(entry, f"{{{_PROPERTY}}}valueType").text = "Integer"
    SubElement(entry, f"{{{_PROPERTY}}}category").text = "internal"
    SubElement(entry, f"{{{_PROPERTY}}}description").text = "Part of ISO 14289 to which the file conforms"
    return top


def _finisher(signers: Sequence[tuple[Signer, str]]) -> Callable[[Any, Any], None]:
    def finish(document: Any, pdf: Any) -> None:
        structure.complete_list_items(pdf)
        _write_plainly(pdf)
        if not signers:
            return
        form = pydyf.Dictionary({"Fields": pydyf.Array(), "SigFlags": 0})
        for signer, words in signers:
            number, page, place = _find(document, f"signature-{signer.field}")
            height = page.height
            left, top, right, bottom = place
            rectangle = [left, height - bottom, right, height - top]
            field = _field(pdf, number, signer, words, [side * POINTS_PER_PIXEL for side in rectangle])
            form["Fields"].append(field.reference)
        pdf.catalog["AcroForm"] = form

    return finish


def _write_plainly(pdf: Any) -> None:
    """Leave objects out of object streams: pyHanko reads such a stream whole for every object in it."""
    write = pdf.write

    def plainly(output: Any, version: Any, name: Any, compress: bool) -> None:
        write(output, version, name, False)

    pdf.write = plainly


def _find(document: Any, anchor: str) -> tuple[int, Any, tuple[float, float, float, float]]:
    for number, page in enumerate(document.pages):
        if anchor in page.anchors:
            return number, page, page.anchors[anchor]
    raise KeyError(f"the template has no element with the id {anchor}")


def _field(pdf: Any, number: int, signer: Signer, words: str, rectangle: list[float]) -> Any:
    page_reference = pdf.page_references[number]
    width, height = rectangle[2] - rectangle[0], rectangle[3] - rectangle[1]
    empty = pydyf.Stream(
        [],
        {
            "Type": "/XObject",
            "Subtype": "/Form",
            "BBox": pydyf.Array([0, 0, round(width, 3), round(height, 3)]),
        },
    )
    pdf.add_object(empty)
    widget = pydyf.Dictionary(
        {
            "Type": "/Annot",
            "Subtype": "/Widget",
            "FT": "/Sig",
            "T": pydyf.String(signer.field),
            "TU": pydyf.String(words),
            "Rect": pydyf.Array([round(side, 3) for side in rectangle]),
            "F": PRINT_FLAG | LOCKED_FLAG,
            "P": page_reference,
            "AP": pydyf.Dictionary({"N": empty.reference}),
        }
    )
    if signer.field == "secretary":
        # The second and last signature closes the document (ISO 32000-2, 12.7.5.5).
        widget["Lock"] = pydyf.Dictionary({"Type": "/SigFieldLock", "Action": "/All", "P": 1})
    pdf.add_object(widget)
    page = structure.resolve(pdf, page_reference)
    page.setdefault("Annots", pydyf.Array()).append(widget.reference)
    structure.tag_field(pdf, widget, page_reference, words)
    return widget
