"""The papers that weights and dues were taken from: kept, bound by their digest, opened, missed; on each
database."""

from __future__ import annotations

from fractions import Fraction

import pytest
from sqlalchemy import text
from support.desks import SECRETARY, Chamber, audit, codes, must

from ecar_governance.domain.canonical import bytes_digest
from ecar_governance.domain.events import DuesRecorded, WeightTableSet
from ecar_governance.errors import FileAltered, InvalidInput, NotFound
from ecar_governance.services.kept import kept_file
from ecar_governance.services.queries.directory import Directory
from ecar_governance.services.queries.registers import dues, tables
from ecar_governance.services.registers import paper_of, record_dues, set_weights
from ecar_governance.services.texts import Upload

CENSUS, SECOND, BANK = (
    Upload(name, "application/pdf", b"%PDF-1 " + name.encode())
    for name in ("census.pdf", "correction.pdf", "bank.pdf")
)
TABLE = WeightTableSet("students", "2026-01-01", {"U001": Fraction(5, 2)}, {"en": "Article 17"})


def recorded(hall: Chamber) -> tuple[str, str, str]:
    """A table, the one that took its place, and dues; the digests of the papers of each."""
    must(set_weights(hall.desk, TABLE, paper=CENSUS, person=SECRETARY, key="once"))
    assert must(set_weights(hall.desk, TABLE, paper=CENSUS, person=SECRETARY, key="once")).repeated
    must(set_weights(hall.desk, TABLE, paper=SECOND, person=SECRETARY))
    years = [DuesRecorded(year, {"U001": "2026-02-01"}) for year in (2025, 2026)]
    must(record_dues(hall.desk, years, paper=BANK))
    return (bytes_digest(CENSUS.content), bytes_digest(SECOND.content), bytes_digest(BANK.content))


def changed(hall: Chamber, statement: str, **values: object) -> None:
    with hall.installation.database.writing() as connection:
        connection.execute(text(statement), values)


def test_the_papers_are_kept_under_the_digests_that_the_events_bind(hall: Chamber) -> None:
    census, second, bank = recorded(hall)
    for digest, upload in ((census, CENSUS), (second, SECOND), (bank, BANK)):
        file = kept_file(hall.desk, paper_of(hall.conference, digest))
        assert (file.name, file.media_type, file.content) == (upload.name, upload.media_type, upload.content)
    directory = Directory(hall.conference, hall.desk.vault, "en")
    assert [one.paper for one in tables(directory, "2026-06-01")] == [second], "the later one took its place"
    assert [(one.year, one.papers) for one in dues(directory)] == [(2026, (bank,)), (2025, (bank,))]
    assert codes(set_weights(hall.desk, TABLE, paper=SECOND)) == ["nothing.changes"]
    assert audit(hall.settings).findings == ()


def test_of_the_vault_nothing_else_is_opened_as_such_a_paper(hall: Chamber) -> None:
    recorded(hall)
    other = hall.desk.vault.put_blob(
        b"scan", media_type="image/png", filename="s.png", at=hall.desk.clock.now()
    )
    for digest in (other.sha256, bytes_digest(b"nothing"), ""):
        with pytest.raises(NotFound):
            paper_of(hall.conference, digest)


@pytest.mark.parametrize("which", [0, 1, 2])
def test_an_altered_paper_is_named_by_the_audit_and_handed_to_nobody(hall: Chamber, which: int) -> None:
    digest = recorded(hall)[which]
    content = kept_file(hall.desk, digest).content
    statement = "UPDATE blob SET content = :content WHERE sha256 = :digest"
    changed(hall, statement, content=content[:-1] + b"X", digest=digest)
    with pytest.raises(FileAltered):
        kept_file(hall.desk, digest)
    assert [(one.code, one.where) for one in audit(hall.settings).findings] == [
        ("vault_altered", f"blob[{digest}]")
    ]


@pytest.mark.parametrize("which", [0, 1, 2])
def test_a_paper_that_is_gone_is_missed(hall: Chamber, which: int) -> None:
    digest = recorded(hall)[which]
    changed(hall, "DELETE FROM blob WHERE sha256 = :digest", digest=digest)
    with pytest.raises(NotFound):
        kept_file(hall.desk, digest)
    assert [(one.code, one.where) for one in audit(hall.settings).findings] == [
        ("vault_missing", f"blob[{digest}]")
    ]


WRONG = {
    "a kind that is not kept": Upload("a.exe", "application/x-msdownload", b"MZ"),
    "not what it says": Upload("a.pdf", "application/pdf", b"MZ"),
    "nothing": Upload("a.pdf", "application/pdf", b""),
    "too large": Upload("a.txt", "text/plain", b"a" * (10 * 1024 * 1024 + 1)),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_no_scan_of_a_proxy_may_be_no_such_paper_may_be(hall: Chamber, name: str) -> None:
    size = hall.conference.size
    for act in (
        lambda: set_weights(hall.desk, TABLE, paper=WRONG[name]),
        lambda: record_dues(hall.desk, [DuesRecorded(2026, {"U001": "2026-02-01"})], paper=WRONG[name]),
    ):
        with pytest.raises(InvalidInput):
            act()
    assert hall.conference.size == size
