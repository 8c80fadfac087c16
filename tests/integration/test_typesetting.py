"""Typesetting: the same bytes everywhere, tagged PDF/A, whole texts in both languages, a bounded child."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import page as page_validation
import pikepdf
import pytest
from msgspec.structs import replace
from pyhanko.pdf_utils.reader import PdfFileReader
from support.documents_kit import FONTS, GOLDEN, ROOT, TEMPLATES, extract, minutes, resolution, unsigned

from ecar_governance.documents.attached import KINDS, read_attached, texts_of
from ecar_governance.documents.compose import RECORD_NAMES
from ecar_governance.documents.layout import page_html
from ecar_governance.documents.page_words import missing_from, pages_of
from ecar_governance.documents.settable import Coverage
from ecar_governance.documents.typeset import typeset_resolution
from ecar_governance.domain.record import (
    DecisionRecord,
    ExtractRecord,
    MinutesRecord,
    document_id,
    record_bytes,
)
from ecar_governance.errors import InvalidInput, MissingOnMachine

DOCUMENTS = ("roll-call", "secret", "hand-count", "without-vote", "minutes", "extract")
RECORDS = {"minutes": minutes, "extract": extract}


def record_of(name: str) -> DecisionRecord | MinutesRecord | ExtractRecord:
    return RECORDS[name]() if name in RECORDS else resolution(name)


def typeset(record: DecisionRecord, **limits: float) -> bytes:
    return typeset_resolution(record, fonts_dir=FONTS, templates_dir=TEMPLATES, **limits)  # type: ignore[arg-type]


def text_of(pdf: bytes, *options: str) -> str:
    done = subprocess.run(["pdftotext", *options, "-", "-"], input=pdf, capture_output=True, check=True)
    return done.stdout.decode()


# --- the same bytes ----------------------------------------------------------------------------------------

IN_ANOTHER_PROCESS = """
import hashlib, sys
from pathlib import Path
from ecar_governance.documents.typeset import typeset_resolution
from ecar_governance.domain.record import DecisionRecord, read_record
record = read_record(Path(sys.argv[1]).read_bytes(), DecisionRecord)
pdf = typeset_resolution(record, fonts_dir=Path(sys.argv[2]), templates_dir=Path(sys.argv[3]))
print(hashlib.sha256(pdf).hexdigest())
"""


@pytest.mark.parametrize(
    "elsewhere",
    [
        {"TZ": "Pacific/Kiritimati", "LANG": "tr_TR.UTF-8", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
        {"TZ": "America/Los_Angeles", "LANG": "C", "PYTHONHASHSEED": "2", "SOURCE_DATE_EPOCH": "1"},
    ],
)
def test_the_same_bytes_in_any_process_time_zone_and_locale(
    elsewhere: dict[str, str], tmp_path: Path
) -> None:
    sample = tmp_path / "record.json"
    sample.write_bytes(record_bytes(resolution()))
    done = subprocess.run(
        [sys.executable, "-c", IN_ANOTHER_PROCESS, str(sample), str(FONTS), str(TEMPLATES)],
        env={**os.environ, **elsewhere},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == hashlib.sha256(unsigned()).hexdigest()


def test_another_record_gives_another_file() -> None:
    assert typeset(replace(resolution(), number="3/3")) != unsigned()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_page_before_it_is_set_is_frozen(name: str) -> None:
    html = page_html(record_of(name), TEMPLATES, Coverage.of_folder(FONTS))
    assert html == (GOLDEN / f"{name}.html").read_text(encoding="utf-8")


# --- what stands on the pages ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_sentence_of_the_record_stands_on_the_pages(name: str) -> None:
    record = record_of(name)
    pages = pages_of(PdfFileReader(io.BytesIO(unsigned(name))))
    wanted = texts_of(record)
    assert len(wanted) > 8
    assert missing_from(pages, wanted) == []
    assert missing_from(pages, ["Bu cümlə sənəddə yoxdur."]) == ["Bu cümlə sənəddə yoxdur."]


def test_other_readers_find_the_same_words() -> None:
    """Glyphs, maps and language of upper-casing, as poppler sees them."""
    text = re.sub(r"\s+", " ", text_of(unsigned()))
    for words in (
        "AZƏRBAYCAN REKTORLAR KONFRANSI",
        "AZERBAIJAN RECTORS’ CONFERENCE",
        "PLENAR İCLAS",
        "QƏRAR",
        "RESOLUTION",
        "№ 3/2",
        "23 noyabr 2026-cı il",
        "23 November 2026",
        "Naxçıvan Universiteti",
        "Nakhchivan University",
        "Qəbul edildi / Adopted",
        "14 for, 2 against, 1 abstained",
        "In case of divergence, the Azerbaijani text prevails.",
        "M.Y.",
    ):
        assert words in text, words


def test_a_roll_call_shows_each_vote_and_a_secret_one_none() -> None:
    open_vote, secret = text_of(unsigned(), "-layout"), text_of(unsigned("secret"), "-layout")
    assert re.search(r"Xəzər Universiteti\s+Khazar University\s+Əleyhinə / Against", open_vote)
    assert re.search(r"Azərbaycan Turizm.*\s+Verməyib / No vote", open_vote)
    assert len(re.findall(r"Lehinə / For", open_vote)) == 14
    assert "Lehinə / For" not in secret
    assert re.search(r"Xəzər Universiteti\s+Khazar University\n", secret)


def test_a_trial_is_marked_on_every_page_and_nothing_else_is() -> None:
    trial, real = unsigned(), unsigned("secret")
    with pikepdf.open(io.BytesIO(trial)) as pdf:
        count = len(pdf.pages)
    for page in range(1, count + 1):
        assert "SINAQ / TRIAL" in text_of(trial, "-f", str(page), "-l", str(page))
    assert "TRIAL" not in text_of(real)
    assert "SINAQ" not in text_of(real)


def test_pages_are_numbered_and_carry_number_and_hash() -> None:
    record = resolution()
    digest = record.manifest.removeprefix("sha256:")[:16]
    for page in range(1, 7):
        text = text_of(unsigned(), "-f", str(page), "-l", str(page))
        assert re.search(rf"\b{page} ?/ ?6\b", text)
        assert f"Qərar № {record.number}" in text
        assert digest in text


def test_a_character_without_a_glyph_is_written_out_and_kept_in_the_record() -> None:
    odd = replace(resolution(), titles={"az": "500 ₼ haqqında 漢", "en": "On 500 ₼"})
    pdf = typeset(odd)
    assert "500 AZN haqqında ‹U+6F22›" in re.sub(r"\s+", " ", text_of(pdf))
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert opened.attachments["decision-record.json"].get_file().read_bytes() == record_bytes(odd)
    attached = read_attached(PdfFileReader(io.BytesIO(pdf)), lambda *wrong: pytest.fail(str(wrong)))
    assert attached.consistent == "yes"


# --- the file: PDF/A-3a, PDF/UA-1, fields, attachment ------------------------------------------------------


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_file_is_tagged_and_says_so(name: str) -> None:
    with pikepdf.open(io.BytesIO(unsigned(name))) as pdf:
        root = pdf.Root
        assert root.Lang == "az"
        assert root.MarkInfo.Marked is True
        assert root.OutputIntents[0].S == "/GTS_PDFA1"
        metadata = root.Metadata.read_bytes()
        for claim in (b'pdfaid:part="3"', b'pdfaid:conformance="A"', b"<pdfuaid:part>1</pdfuaid:part>"):
            assert claim in metadata
        assert "/Filter" not in root.Metadata
        for page in pdf.pages:
            for font in page.Resources.Font.values():
                descendant = font.DescendantFonts[0]
                assert "/FontFile2" in descendant.FontDescriptor
                assert "/ToUnicode" in font


@pytest.mark.parametrize("profile", ["PDF_A_3A", "PDF_UA_1"])
@pytest.mark.parametrize("name", DOCUMENTS)
def test_an_independent_checker_finds_no_fault(name: str, profile: str) -> None:
    """veraPDF, which needs Java, says the same of these files unsigned and signed: docs/resolution-pdf.md."""
    wanted = getattr(page_validation.ValidationProfile, profile)
    report = page_validation.validate_pdf_bytes(unsigned(name), profile=wanted)
    assert [(fault.rule_id, fault.message) for fault in report.failures] == []
    assert report.is_compliant


def _elements(node: pikepdf.Object) -> list[pikepdf.Object]:
    kids = node.get("/K", [])
    kids = [kids] if isinstance(kids, pikepdf.Dictionary) else list(kids)
    inner = [kid for kid in kids if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/StructElem"]
    return inner + [deeper for kid in inner for deeper in _elements(kid)]


def test_each_language_has_its_part_of_the_tree() -> None:
    with pikepdf.open(io.BytesIO(unsigned())) as pdf:
        elements = _elements(pdf.Root.StructTreeRoot.K[0])
        sections = [str(part.Lang) for part in elements if part.S == "/Sect" and "/Lang" in part]
        assert sections[0] == "az"
        assert "en" in sections
        headings = [str(part.S) for part in elements if re.fullmatch(r"/H\d", str(part.S))]
        assert headings[0] == "/H1"
        for item in (part for part in elements if part.S == "/LI"):
            assert {str(kid.S) for kid in item.K} <= {"/Lbl", "/LBody"}
        assert all("/Scope" in part.A or "/ID" in part for part in elements if part.S == "/TH")
        assert [str(part.Alt) for part in elements if part.S == "/Figure"] == [
            "QR: https://qerarlar.ecar.example/v/3-2-8f14e45f"
        ]


@pytest.mark.parametrize("name", ["roll-call", "minutes"])
def test_two_empty_fields_stand_on_the_signature_lines(name: str) -> None:
    with pikepdf.open(io.BytesIO(unsigned(name))) as pdf:
        fields = list(pdf.Root.AcroForm.Fields)
        assert [str(field.T) for field in fields] == ["chair", "secretary"]
        assert [str(field.FT) for field in fields] == ["/Sig", "/Sig"]
        assert all("/V" not in field and int(field.F) == 132 for field in fields)
        assert fields[1].Lock.Action == "/All"
        assert int(fields[1].Lock.P) == 1
        tree = {int(key): value for key, value in _pairs(pdf.Root.StructTreeRoot.ParentTree.Nums)}
        for field in fields:
            left, bottom, right, top = (float(side) for side in field.Rect)
            assert 190 < right - left < 210
            assert 65 < top - bottom < 75
            element = tree[int(field.StructParent)]
            assert element.S == "/Form"
            assert element.K.Obj.objgen == field.objgen
        assert float(fields[0].Rect[2]) < float(fields[1].Rect[0])
    assert "/AcroForm" not in pikepdf.open(io.BytesIO(unsigned("extract"))).Root


def _pairs(numbers: pikepdf.Object) -> list[tuple[int, pikepdf.Object]]:
    flat = list(numbers)
    return list(zip(flat[0::2], flat[1::2], strict=True))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_record_is_attached_as_data(name: str) -> None:
    kind = name if name in RECORDS else "resolution"
    file_name = RECORD_NAMES[kind]  # type: ignore[index]
    record = record_of(name)
    data = record_bytes(record)
    assert KINDS[file_name] is type(record)
    with pikepdf.open(io.BytesIO(unsigned(name))) as pdf:
        assert list(pdf.attachments) == [file_name]
        assert pdf.attachments[file_name].get_file().read_bytes() == data
        associated = pdf.Root.AF[0]
        assert associated.AFRelationship == "/Data"
        parameters = associated.EF.F.Params
        assert str(parameters.CreationDate) == str(parameters.ModDate)
        assert bytes(pdf.trailer.ID[0]).decode() == document_id(data)


def test_dates_of_the_file_are_those_of_the_record() -> None:
    with pikepdf.open(io.BytesIO(unsigned())) as pdf:
        assert str(pdf.docinfo["/CreationDate"]) == "D:20261123104200Z"
        assert str(pdf.docinfo["/ModDate"]) == "D:20261123104200Z"
        assert "3/2" in str(pdf.docinfo["/Title"])


# --- hostile texts and limits ------------------------------------------------------------------------------


def with_text(markdown: str) -> DecisionRecord:
    return replace(resolution(), texts={"az": markdown}, titles={"az": "Sınaq"})


def test_600_quotations_are_refused_in_words() -> None:
    with pytest.raises(InvalidInput, match="nested more than 12 levels") as refusal:
        typeset(with_text("> " * 600 + "x"))
    assert refusal.value.findings[0].where == "texts.az:1"


def test_what_needs_too_long_is_ended() -> None:
    begun = time.monotonic()
    with pytest.raises(InvalidInput, match="could not be set within"):
        typeset(resolution(), timeout=0.3)
    assert time.monotonic() - begun < 5


def test_what_needs_too_much_memory_is_ended() -> None:
    with pytest.raises(InvalidInput):
        typeset(resolution(), memory=90 * 1024 * 1024)


def test_nothing_is_fetched_for_a_text() -> None:
    """A record as text cannot name a resource; the fetcher refuses what is not a style sheet of ours."""
    from ecar_governance.documents.render import ShippedFiles

    fetcher = ShippedFiles(TEMPLATES)
    for address in (
        "http://127.0.0.1/x.css",
        "https://example.org/x.css",
        "file:///etc/passwd",
        "file:///etc/x.css",
        (TEMPLATES / "resolution.html").as_uri(),
        (TEMPLATES / ".." / ".." / "README.md").as_uri(),
        TEMPLATES.as_uri() + "/../../x.css",
        "data:text/css,p{}",
        "ftp://example.org/x.css",
    ):
        with pytest.raises(ValueError, match="not a style sheet"):
            fetcher.fetch(address)
    assert b"@page" in fetcher.fetch((TEMPLATES / "document.css").as_uri()).read()


def test_markup_and_direction_in_names_stay_letters() -> None:
    odd = replace(resolution(), titles={"az": "<b>x</b> {{ 7*7 }} \u202egnp.exe", "en": "y"})
    text = text_of(typeset(odd))
    assert "<b>x</b> {{ 7*7 }} gnp.exe" in re.sub(r"\s+", " ", text)


def test_a_folder_without_fonts_is_named(tmp_path: Path) -> None:
    with pytest.raises(MissingOnMachine, match="no fonts in"):
        typeset_resolution(resolution(), fonts_dir=tmp_path, templates_dir=TEMPLATES)


def test_the_child_refuses_what_is_no_record() -> None:
    order = {"kind": "resolution", "record": "{}", "templates": str(TEMPLATES), "fonts": str(FONTS)}
    done = subprocess.run(
        [sys.executable, "-m", "ecar_governance.documents.child"],
        input=json.dumps({**order, "memory": 1 << 30, "seconds": 20}).encode(),
        capture_output=True,
        cwd=ROOT,
        check=False,
    )
    assert done.returncode == 3
    assert done.stdout == b""
    assert json.loads(done.stderr.splitlines()[-1])["code"] == "invalid_input"


def test_a_library_that_is_missing_is_a_sentence_with_its_mend(monkeypatch: pytest.MonkeyPatch) -> None:
    from ecar_governance.documents import typeset as module

    answer = json.dumps({"code": "missing_on_machine", "message": "gone", "findings": [], "fix": ""}).encode()
    done = subprocess.CompletedProcess([], 4, b"", answer)
    monkeypatch.setattr(module.subprocess, "run", lambda *_, **__: done)
    with pytest.raises(MissingOnMachine) as refusal:
        typeset(resolution())
    assert refusal.value.fix.startswith("apt-get install")


def test_a_name_in_one_language_stands_for_both() -> None:
    record = resolution()
    only = {"az": "Yalnız adı olan"}
    electorate = (replace(record.vote.electorate[0], names=only), *record.vote.electorate[1:])
    odd = replace(record, body=only, place=only, vote=replace(record.vote, electorate=electorate))
    assert text_of(typeset(odd)).count("Yalnız adı olan") >= 4


def test_one_language_alone_is_enough() -> None:
    text = text_of(typeset(with_text("Bir abzas.")))
    assert "Bir abzas." in text
    assert "prevails" not in text
