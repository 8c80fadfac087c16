"""The record attached to a document: read out of the file and held against what its pages say."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from msgspec import Struct
from pyhanko.pdf_utils.reader import PdfFileReader

from ecar_governance.documents.annexes import split_annexes
from ecar_governance.documents.page_words import missing_from, pages_of
from ecar_governance.documents.prose import clean_text, plain_blocks
from ecar_governance.documents.settable import Coverage
from ecar_governance.documents.signature_check import Wrong
from ecar_governance.domain.pdf_report import Answer
from ecar_governance.domain.record import (
    AnyRecord,
    DecisionRecord,
    ExtractRecord,
    MinutesRecord,
    document_id,
    read_record,
    record_bytes,
)
from ecar_governance.errors import InvalidInput

KINDS: dict[str, type[DecisionRecord] | type[MinutesRecord] | type[ExtractRecord]] = {
    "decision-record.json": DecisionRecord,
    "minutes-record.json": MinutesRecord,
    "extract-record.json": ExtractRecord,
}
"""The names under which records are attached."""

_LONGEST_SHOWN = 60


class Attached(Struct, frozen=True):
    """The record in a file, the SHA-256 of its bytes ("" when there is none), and whether the pages agree."""

    record: AnyRecord | None
    sha256: str
    consistent: Answer


def read_attached(reader: PdfFileReader, wrong: Wrong) -> Attached:
    """The attached record and whether the file is its document; each failing is told to `wrong`."""
    found = [(name, data) for name, data in attachments_of(reader) if name in KINDS]
    if len(found) != 1:
        wrong("no_record", f"The file has {len(found)} records attached instead of one.", "attachment")
        return Attached(None, "", "unknown")
    name, data = found[0]
    digest = hashlib.sha256(data).hexdigest()
    try:
        record: AnyRecord = read_record(data, KINDS[name])  # type: ignore[type-var]  # reason: one of the three
        canonical = record_bytes(record)
    except InvalidInput as error:
        wrong("record_unreadable", error.message, name)
        return Attached(None, digest, "unknown")
    before: list[str] = []

    def differs(code: str, sentence: str) -> None:
        before.append(code)
        wrong(code, sentence, name)

    if canonical != data:
        differs("record_not_canonical", "The attached record is not in its canonical form.")
    identifier = reader.trailer["/ID"][0]
    if getattr(identifier, "original_bytes", b"").decode("latin-1") != document_id(canonical):
        differs("record_of_another", "The attached record is not the one that this file was made from.")
    pages = pages_of(reader)
    # What no font could set was written out; a letter that stands on no page must have been such a one.
    written = Coverage({letter for page in pages for letter in page} | {" "})
    for text in missing_from(pages, map(written.settable, texts_of(record))):
        shown = text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + "…"
        differs("record_not_shown", f"The pages do not say what the record says: {shown}")
    return Attached(record, digest, "no" if before else "yes")


def attachments_of(reader: PdfFileReader) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of every embedded file, in the order of the name tree's leaves."""
    try:
        tree = reader.root["/Names"]["/EmbeddedFiles"]
    except KeyError:
        return
    for specification in _leaves(tree, depth=0):
        name = str(specification.get("/UF") or specification.get("/F") or "")
        yield name, specification["/EF"]["/F"].data


def texts_of(record: AnyRecord) -> list[str]:
    """The sentences of a record that must stand on its pages, word for word."""
    if isinstance(record, ExtractRecord):
        items = [item for item in record.minutes.items if item.number == record.item]
        return [*_item_texts(items), record.certifier]
    if isinstance(record, MinutesRecord):
        seats = [names for one in record.attendance for names in (one.names, *one.represented_by)]
        seated = [name for names in seats for name in names.values()]
        return _item_texts(record.items) + _clean([*record.quorum.values(), *seated])
    vote = record.vote
    plain = [
        record.number,
        *record.titles.values(),
        *vote.explanation.values(),
        *(name for elector in vote.electorate for name in elector.names.values()),
        *(signer.name for signer in record.signers),
        *(entry.reason for entry in vote.roll if entry.reason),
    ]
    prose = [text for annex in record.annexes for text in annex.texts.values()]
    for text in record.texts.values():
        main, annexes = split_annexes(text)
        prose += [main, *(annex.text for annex in annexes)]
        plain += [words for annex in annexes for words in (annex.mark, *plain_blocks(annex.title))]
    return _clean(plain) + [block for text in prose for block in plain_blocks(text)]


def _item_texts(items: Any) -> list[str]:
    blocks: list[str] = []
    for item in items:
        blocks.extend(_clean([*item.title.values()]))
        taken = [names for vote in item.votes for names in (vote.question, vote.result)]
        named = [*item.recused, *(names for one in item.represented for names in (one.names, one.by))]
        named += [names for one in item.excluded for names in (one.names, one.why)]
        blocks.extend(_clean([text for names in (*taken, *named) for text in names.values()]))
        for part in (item.heard, item.spoke, item.decided):
            blocks.extend(block for text in part.values() for block in plain_blocks(text))
    return blocks


def _clean(texts: list[str]) -> list[str]:
    return [cleaned for text in texts if (cleaned := clean_text(text)).strip()]


def _leaves(node: Any, depth: int) -> Iterator[Any]:
    if depth > 8:
        raise ValueError("the tree of attachments is too deep")
    for kid in node.get("/Kids", ()):
        yield from _leaves(kid.get_object(), depth + 1)
    names = node.get("/Names", ())
    for position in range(1, len(names), 2):
        yield names[position]
