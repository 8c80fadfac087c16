"""Documents through the use cases: typeset once, signed here, outside or on paper, minutes and extracts."""

from __future__ import annotations

import io
import random
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter
from support import desks
from support.desks import CHAIR, SCRIBE, SECRETARY, Chamber, SteadyClock, codes, must

from ecar_governance.bootstrap.assembly import authority_dir
from ecar_governance.cli.main import main
from ecar_governance.domain.canonical import bytes_digest
from ecar_governance.domain.record import ExtractRecord, MinutesRecord
from ecar_governance.errors import InvalidInput, NotFound, Unavailable
from ecar_governance.keys import authority
from ecar_governance.services import resolutions, sessions
from ecar_governance.services.desk import Desk
from ecar_governance.services.documents_port import Field

PASSPHRASE = "möhür kimi saxlanılan söz"
SCAN = b"\xff\xd8\xff\xe0 scan of "
STATUSES = ("draft", "adopted", "signing", "signed", "in_force")


class Slow:
    """A typesetter that takes its time and counts; one that is `broken` never gets ready."""

    def __init__(self, *broken: str) -> None:
        self.made: list[str] = []
        self.broken = set(broken)
        self._lock = threading.Lock()

    def resolution(self, record: Any) -> bytes:
        with self._lock:
            self.made.append(record.resolution)
        time.sleep(0.2)
        if record.resolution in self.broken:
            raise Unavailable("The typesetter was ended.")
        return b"%PDF-1.7 " + record.resolution.encode()


def slow_desk(hall: Chamber, slow: Slow) -> Desk:
    return replace(hall.desk, documents=slow)  # type: ignore[arg-type]


# --- typesetting -------------------------------------------------------------------------------------------


def test_two_servers_typeset_a_resolution_once(hall: Chamber, steady: SteadyClock) -> None:
    case = hall.adopted(hall.session())
    slow = Slow()
    settings = hall.settings
    with desks.installed(settings.data_dir, settings.database_url, steady) as second:
        made: list[int] = []
        workers = [
            threading.Thread(target=lambda d=desk: made.append(resolutions.make_due(d)))
            for desk in (slow_desk(hall, slow), slow_desk(Chamber(second), slow))
        ]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join(30)
    assert sorted(made) == [0, 1]
    assert slow.made == [hall.case(case).resolution]
    document = hall.conference.resolutions[hall.case(case).resolution].document
    assert resolutions.pdf(hall.desk, document) == b"%PDF-1.7 " + slow.made[0].encode()
    assert resolutions.awaiting_typesetting(hall.desk) == ()


def test_a_document_that_fails_is_tried_later_and_stops_no_other(hall: Chamber, steady: SteadyClock) -> None:
    session = hall.session()
    one, two = (hall.case(hall.adopted(session)).resolution for _ in range(2))
    slow = Slow(one)
    desk = slow_desk(hall, slow)
    with pytest.raises(Unavailable):
        resolutions.make_due(desk)
    assert sorted(slow.made) == sorted([one, two])
    assert resolutions.awaiting_typesetting(desk) == (one,)
    assert resolutions.make_due(desk) == 0
    assert len(slow.made) == 2  # not at once
    slow.broken.clear()
    steady.advance(minutes=5)
    assert resolutions.make_due(desk) == 1


def test_what_a_killed_server_left_undone_another_takes_over(hall: Chamber, steady: SteadyClock) -> None:
    resolution = hall.case(hall.adopted(hall.session())).resolution
    now = steady.now()
    job = f"typeset-{resolution}"
    hall.desk.vault.add_job(job, resolutions.TYPESET, resolution, {}, at=now, due=now)
    hall.desk.vault.lease_jobs((resolutions.TYPESET,), "dead", now=now, until=now + timedelta(minutes=2))
    desk = slow_desk(hall, Slow())
    assert resolutions.make_due(desk) == 0
    steady.advance(minutes=3)
    assert resolutions.make_due(desk) == 1


# --- signing -----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def notary(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chamber]:
    """A conference with resolutions to sign, on the machine's own time: certificates are looked at."""
    with desks.installed(tmp_path_factory.mktemp("notary"), clock=desks.this_minute()) as installation:
        hall = Chamber(installation).settle_in(3)
        for person in (CHAIR, SCRIBE, "person-rector-003"):
            must(resolutions.issue_key(hall.desk, person, PASSPHRASE))
        yield hall


@pytest.fixture
def document(notary: Chamber) -> str:
    """The document of a fresh resolution, typeset and not signed."""
    open_sessions = [s for s in notary.conference.sessions.values() if s.status == "open"]
    session = open_sessions[0].session if open_sessions else notary.session()
    case = notary.adopted(session)
    assert resolutions.make_due(notary.desk) == 1
    assert notary.case(case).state == ("signing",)
    return notary.conference.resolutions[notary.case(case).resolution].document


def state_of(hall: Chamber, document: str) -> str:
    subject = hall.conference.documents[document].subject
    case = hall.conference.resolutions[subject].numbered.case
    return hall.case(case).state[0]


def test_signed_here_published_and_good(notary: Chamber, document: str) -> None:
    desk = notary.desk
    unsigned = resolutions.pdf(desk, document)
    assert not resolutions.verify(desk, unsigned).good
    assert codes(resolutions.sign_here(desk, SCRIBE, document, "secretary", PASSPHRASE)) == ["document.order"]
    assert codes(resolutions.sign_here(desk, SCRIBE, document, "chair", PASSPHRASE)) == [
        "document.not_your_field"
    ]
    assert codes(resolutions.sign_here(desk, "person-rector-003", document, "chair", PASSPHRASE)) == [
        "document.not_your_field"
    ]
    with pytest.raises(InvalidInput):
        resolutions.sign_here(desk, CHAIR, document, "chair", "not the passphrase")
    first = must(resolutions.sign_here(desk, CHAIR, document, "chair", PASSPHRASE, key="sign"))
    again = must(resolutions.sign_here(desk, CHAIR, document, "chair", PASSPHRASE, key="sign"))
    assert (again.position, again.repeated) == (first.position, True)
    assert codes(resolutions.sign_here(desk, CHAIR, document, "chair", PASSPHRASE)) == [
        "document.field_signed",
        "document.signed_by_you",
    ]
    must(resolutions.sign_here(desk, SCRIBE, document, "secretary", PASSPHRASE))
    assert state_of(notary, document) == "signed"
    signed = resolutions.pdf(desk, document)
    assert signed.startswith(unsigned)
    resolution = notary.conference.documents[document].subject
    case = notary.conference.resolutions[resolution].numbered.case
    notary.act(SECRETARY, case, "publish")
    assert state_of(notary, document) == "in_force"
    assert notary.conference.resolutions[resolution].published_sha256 == bytes_digest(signed)
    report = resolutions.verify(desk, signed)
    assert (report.good, report.in_log, report.log_reference, report.findings) == (True, "yes", document, ())
    assert [s.field for s in report.signatures] == ["chair", "secretary"]
    # The file as the chair left it is on record, too, and says what it lacks.
    halfway = resolutions.verify(
        desk, notary.blob(notary.conference.documents[document].signatures[0].sha256)
    )
    assert (halfway.good, halfway.in_log) == (False, "yes")
    assert [f.code for f in halfway.findings] == ["not_signed"]


class _LeavesDescriptionAlone(IncrementalPdfFileWriter):
    """A program that signs and touches nothing else; pyHanko by itself writes the description anew."""

    def _update_meta(self) -> None:
        return


def test_one_byte_changed_and_the_command_says_what(
    notary: Chamber, document: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = notary.desk
    must(resolutions.sign_here(desk, CHAIR, document, "chair", PASSPHRASE))
    must(resolutions.sign_here(desk, SCRIBE, document, "secretary", PASSPHRASE))
    good = resolutions.pdf(desk, document)
    monkeypatch.setenv("ECAR_DATA_DIR", str(notary.settings.data_dir))
    file = tmp_path / "qerar.pdf"

    def verify(content: bytes) -> Result:
        file.write_bytes(content)
        return CliRunner().invoke(main, ["resolution", "verify", str(file)])

    done = verify(good)
    assert (done.exit_code, "This resolution is good." in done.output) == (0, True), done.output
    dice = random.Random(20261123)
    first = len(notary.blob(notary.conference.documents[document].typeset))
    for spot in (dice.randrange(20, first), dice.randrange(first, len(good) - 40)):
        done = verify(good[:spot] + bytes([good[spot] ^ 1]) + good[spot + 1 :])
        assert done.exit_code == 1, spot
        assert "[not_on_record]" in done.output
        assert done.output.count("[") > 1, "what changed is said, too"
    for content in (good[:-9], good + b"\n% more", good[:first], b""):
        done = verify(content)
        assert (done.exit_code, "Traceback" in done.output) == (1, False), done.output


def sign_elsewhere(
    pdf: bytes, hall: Chamber, field: Field, name: str, folder: Path | None = None, *, rewrites: bool = True
) -> bytes:
    """The file as a program of the signer's own gives it back."""
    p12 = authority.issue_signer(
        folder or authority_dir(hall.settings), "person-elsewhere", name, "", PASSPHRASE
    )
    signer = signers.SimpleSigner.load_pkcs12_data(p12, other_certs=[], passphrase=PASSPHRASE.encode())
    assert signer is not None
    writer = (IncrementalPdfFileWriter if rewrites else _LeavesDescriptionAlone)(io.BytesIO(pdf))
    meta = signers.PdfSignatureMetadata(
        field_name=field, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES
    )
    signed: bytes = signers.sign_pdf(writer, meta, signer=signer, existing_fields_only=True).getvalue()
    return signed


def test_signed_outside_brought_back_and_good(notary: Chamber, document: str) -> None:
    desk = notary.desk
    given = resolutions.pdf(desk, document)
    back = sign_elsewhere(given, notary, "chair", "Sədr")
    assert codes(resolutions.sign_outside(desk, SCRIBE, document, "chair", back)) == [
        "document.not_your_field"
    ]
    must(resolutions.sign_outside(desk, CHAIR, document, "chair", back))
    assert resolutions.pdf(desk, document) == back
    both = sign_elsewhere(back, notary, "secretary", "Katib")
    must(resolutions.sign_outside(desk, SCRIBE, document, "secretary", both))
    assert state_of(notary, document) == "signed"
    report = resolutions.verify(desk, both)
    assert (report.good, report.findings) == (True, ())
    (chair, secretary) = notary.conference.documents[document].signatures
    assert (chair.method, secretary.method) == ("outside", "outside")
    assert chair.fingerprint != secretary.fingerprint


def test_signed_here_and_outside_go_together(notary: Chamber, document: str) -> None:
    desk = notary.desk
    must(resolutions.sign_here(desk, CHAIR, document, "chair", PASSPHRASE))
    both = sign_elsewhere(resolutions.pdf(desk, document), notary, "secretary", "Katib", rewrites=False)
    must(resolutions.sign_outside(desk, SCRIBE, document, "secretary", both))
    assert resolutions.verify(desk, both).good


def test_what_comes_back_altered_unsigned_or_under_a_strange_root_is_refused(
    notary: Chamber, document: str, tmp_path: Path
) -> None:
    desk = notary.desk
    given = resolutions.pdf(desk, document)
    back = sign_elsewhere(given, notary, "chair", "Sədr")
    spot = len(given) // 2
    strangers = tmp_path / "strangers"
    authority.create_trial_authority(strangers, "Somebody else")
    for content, code in (
        (given, "nothing_added"),
        (back[:spot] + bytes([back[spot] ^ 1]) + back[spot + 1 :], "not_an_extension"),
        (sign_elsewhere(given, notary, "secretary", "Katib"), "wrong_field"),
        (sign_elsewhere(given, notary, "chair", "Yad", strangers), "not_trusted"),
        (b"%PDF-1.7 nothing", "not_an_extension"),
    ):
        with pytest.raises(InvalidInput) as caught:
            resolutions.sign_outside(desk, CHAIR, document, "chair", content)
        assert code in [finding.code for finding in caught.value.findings], content[:20]
    assert resolutions.pdf(desk, document) == given


def test_signed_with_ink_by_both(notary: Chamber, document: str) -> None:
    desk = notary.desk
    typeset = resolutions.pdf(desk, document)
    with pytest.raises(InvalidInput, match="neither a PDF nor a picture"):
        resolutions.sign_on_paper(desk, CHAIR, document, "chair", b"GIF89a")
    must(resolutions.sign_on_paper(desk, CHAIR, document, "chair", SCAN + b"one"))
    assert codes(resolutions.sign_here(desk, SCRIBE, document, "secretary", PASSPHRASE)) == [
        "document.ink_for_both"
    ]
    assert codes(resolutions.sign_outside(desk, SCRIBE, document, "secretary", typeset)) == [
        "document.ink_for_both"
    ]
    must(resolutions.sign_on_paper(desk, SCRIBE, document, "secretary", SCAN + b"both"))
    assert state_of(notary, document) == "signed"
    assert resolutions.pdf(desk, document) == SCAN + b"both"
    assert resolutions.latest_pdf(desk, document) == typeset
    assert resolutions.verify(desk, SCAN + b"both").in_log == "yes"


def test_who_has_no_key_yet_is_told_so(tmp_path: Path) -> None:
    with desks.installed(tmp_path, clock=SteadyClock()) as installation:
        hall = Chamber(installation).settle_in(3)
        case = hall.adopted(hall.session())
        resolutions.make_due(slow_desk(hall, Slow()))
        document = hall.conference.resolutions[hall.case(case).resolution].document
        with pytest.raises(NotFound, match="No signing key"):
            resolutions.sign_here(hall.desk, CHAIR, document, "chair", PASSPHRASE)


def test_a_key_has_a_passphrase_worth_the_name(notary: Chamber) -> None:
    with pytest.raises(InvalidInput, match="at least 12"):
        resolutions.issue_key(notary.desk, CHAIR, "short")


# --- minutes and extracts ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Chamber, str]]:
    """A closed session in which one item was adopted, one rejected, one postponed."""
    with desks.installed(tmp_path_factory.mktemp("closed"), clock=SteadyClock()) as installation:
        hall = Chamber(installation).settle_in(3)
        session = hall.session(present=2)
        hall.adopted(session)
        _, lost = hall.open_vote(session)
        hall.cast_all(lost, "against", "against", "for")
        hall.close(lost)
        postponed = hall.on_agenda(session)
        hall.act(CHAIR, postponed, "postpone")
        yield hall, session


def test_minutes_are_made_when_the_session_is_closed(closed: tuple[Chamber, str]) -> None:
    hall, session = closed
    desk = hall.desk
    if hall.conference.sessions[session].status == "open":
        with pytest.raises(NotFound, match="not closed yet"):
            resolutions.minutes_pdf(desk, session)
        must(sessions.close_session(desk, SECRETARY, session))
    pdf = resolutions.minutes_pdf(desk, session)
    record = resolutions.verify(desk, pdf).record
    assert isinstance(record, MinutesRecord)
    assert [(i.number, i.resolution) for i in record.items] == [("1", "1/1"), ("2", "")]
    assert record.items[0].decided["az"].startswith("1. ")
    assert record.items[1].decided == {}
    assert [bool(a.person) for a in record.attendance] == [True, True, False]
    assert resolutions.minutes_pdf(desk, session) == pdf


def test_minutes_are_signed_by_the_session_s_officers(closed: tuple[Chamber, str]) -> None:
    hall, session = closed
    if hall.conference.sessions[session].status == "open":
        must(sessions.close_session(hall.desk, SECRETARY, session))
    assert codes(resolutions.typeset_minutes(hall.desk, "person-vice", session)) == ["actor.not_allowed"]
    made = must(resolutions.typeset_minutes(hall.desk, SCRIBE, session, key="minutes"))
    assert made.events[0].actor.person == SCRIBE
    assert must(resolutions.typeset_minutes(hall.desk, SCRIBE, session, key="minutes")).repeated
    again = resolutions.typeset_minutes(hall.desk, SECRETARY, session)
    assert codes(again) == ["document.typeset_already"]
    (document,) = (d.document for d in hall.conference.documents.values() if d.kind == "minutes")
    must(resolutions.sign_on_paper(hall.desk, CHAIR, document, "chair", SCAN + b"minutes 1"))
    must(resolutions.sign_on_paper(hall.desk, SCRIBE, document, "secretary", SCAN + b"minutes 2"))
    assert len(hall.conference.documents[document].signatures) == 2


def test_an_extract_is_certified_by_who_may(closed: tuple[Chamber, str]) -> None:
    hall, session = closed
    if hall.conference.sessions[session].status == "open":
        must(sessions.close_session(hall.desk, SECRETARY, session))
    record = resolutions.verify(hall.desk, resolutions.extract_pdf(hall.desk, session, 1, SECRETARY)).record
    assert isinstance(record, ExtractRecord)
    assert (record.item, record.certifier) == ("1", "Secretary Adlı")
    with pytest.raises(InvalidInput, match="secretariat or an officer"):
        resolutions.extract_pdf(hall.desk, session, 1, "person-rector-003")
    for item in (0, 3, 9):
        with pytest.raises(NotFound, match="no such item"):
            resolutions.extract_pdf(hall.desk, session, item, SECRETARY)
    with pytest.raises(NotFound):
        resolutions.extract_pdf(hall.desk, "session-none", 1, SECRETARY)


def test_what_does_not_exist_is_not_found(closed: tuple[Chamber, str]) -> None:
    hall, _ = closed
    with pytest.raises(NotFound):
        resolutions.pdf(hall.desk, "document-none")
    with pytest.raises(NotFound):
        resolutions.typeset(hall.desk, "resolution-none")
