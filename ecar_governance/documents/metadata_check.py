"""Whether the description of a file (Info dictionary, XMP) was altered after its first signature.

A second signer's program may write its name and the time of the change; nothing else may differ. pyHanko's
own analysis lets any well-formed metadata pass.
"""

from __future__ import annotations

from collections import Counter
from typing import Any
from xml.etree.ElementTree import Element, fromstring

from pyhanko.pdf_utils.reader import PdfFileReader

_MAY_DIFFER_INFO = {"/ModDate", "/Producer"}
_MAY_DIFFER_XMP = {"ModifyDate", "MetadataDate", "Producer", "about", "xmptk"}


def description_changed(reader: PdfFileReader, revision: int) -> bool:
    """True when the description differs between the revision (counted from 0) and the newest.

    Raises `ValueError` for XMP that declares document types, and what the parsers raise for broken data.
    """
    newest = reader.xrefs.total_revisions - 1
    if revision == newest:
        return False
    return _info(reader, revision) != _info(reader, newest) or _xmp(reader, revision) != _xmp(reader, newest)


def _info(reader: PdfFileReader, revision: int) -> dict[str, str]:
    try:
        entries = _object(reader, revision, reader.get_historical_resolver(revision).trailer_view, "/Info")
    except KeyError:
        return {}
    return {key: str(value) for key, value in entries.items() if key not in _MAY_DIFFER_INFO}


def _object(reader: PdfFileReader, revision: int, holder: Any, key: str) -> Any:
    # Not through the resolver of the revision: it cannot take in streams that were decoded before.
    untyped: Any = reader
    return untyped.get_object(holder.raw_get(key).reference, revision)


def _xmp(reader: PdfFileReader, revision: int) -> Counter[tuple[str, str]]:
    try:
        root = reader.get_historical_resolver(revision).root
        data: bytes = _object(reader, revision, root, "/Metadata").data
    except KeyError:
        return Counter()
    if b"<!" in data:
        raise ValueError("the XMP holds a declaration")
    said: Counter[tuple[str, str]] = Counter()
    _gather(fromstring(data.strip(b"\x00 \r\n\t")), said)  # noqa: S314  # reason: no declarations, so no entities
    return said


def _gather(element: Element, said: Counter[tuple[str, str]]) -> None:
    name = _local(element.tag)
    if name in _MAY_DIFFER_XMP:
        return
    if element.text and element.text.strip():
        said[name, element.text.strip()] += 1
    for key, value in element.attrib.items():
        if _local(key) not in _MAY_DIFFER_XMP:
            said[_local(key), value] += 1
    for child in element:
        _gather(child, said)


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
