"""The bridge to Belenios, held to what its own tool took and wrote (tests/data/belenios)."""

from __future__ import annotations

import hashlib
import io
import json
import stat
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from support.belenios_tool import AGAIN, FOLDER, HELD, THREE, addresses, election, electorate

from ecar_governance.cli.main import main
from ecar_governance.domain.belenios.archive import read_archive
from ecar_governance.domain.belenios.importing import further, imported, paper_of
from ecar_governance.domain.belenios.questions import export
from ecar_governance.domain.recounting import recount
from ecar_governance.domain.vote_record import VoteRecord, from_plain, read_records, to_plain
from ecar_governance.domain.voting.methods.papers import MarkedPaper
from ecar_governance.errors import InvalidInput


def read(raw: dict[str, Any]) -> VoteRecord:
    [(_, record)] = read_records(json.dumps(raw).encode())
    assert isinstance(record, VoteRecord), record
    return record


def archive_of(name: str) -> bytes:
    return (FOLDER / f"{name}.bel").read_bytes()


def brought(name: str) -> VoteRecord:
    return imported(read(HELD[name][0]), read_archive(archive_of(name)))


# --- out ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(HELD))
def test_what_is_exported_is_what_the_tool_took(name: str) -> None:
    raw, _ = HELD[name]
    made = export(read(raw), addresses(raw))
    assert made.questions == (FOLDER / f"{name}.questions.json").read_bytes()
    assert made.voters == (FOLDER / f"{name}.voters.txt").read_bytes()
    ranked = name in ("schulze", "transferable")
    assert made.group == ("RFC-3526-2048" if ranked else "BELENIOS-2048")


def test_a_seat_that_takes_no_part_or_that_nobody_fills_gets_no_credential() -> None:
    raw, _ = HELD["majority"]
    rows = [dict(row) for row in raw["electorate"]]
    rows[1]["recused"] = True
    sent: dict[str, str | None] = {**addresses(raw), "seat-C": None}
    made = export(read({**raw, "electorate": rows}), sent)
    assert made.voters.decode().split() == [f"{one}@example.org,seat-{one.upper()}" for one in "ade"]


WEIGHED = {"majority": [{"more_than": "1/2", "of": "cast", "counting": "weights"}]}
REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "weights": ({"rule": WEIGHED}, "one sum, from which no number of heads"),
    "chambers": ({"rule": {"majority": [{"more_than": "1/2", "chamber": "cantons"}]}}, "chambers"),
    "consent": (
        {"rule": {"majority": [{"more_than": "1/2"}], "consent": [{"members": ["A"]}]}},
        "Whether a member consents",
    ),
    "parts": ({"rule": {"majority": [{"more_than": "1/2"}], "parts": "unit"}}, "several papers"),
    "nobody stands": (election(method="plurality"), "needs candidates"),
    "nobody votes": ({"electorate": []}, "does not list the electorate"),
    "handed in": ({"counts": {"": {"for": 1, "against": 0}}}, "handed in already"),
}


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_what_belenios_cannot_tell_is_refused_with_the_reason(name: str) -> None:
    change, said = REFUSED[name]
    raw = {**HELD["motion"][0], **change}
    with pytest.raises(InvalidInput) as raised:
        export(read(raw), addresses(raw))
    [finding] = raised.value.findings
    assert (finding.code, said in finding.message) == ("belenios.rule", True)


@pytest.mark.parametrize("address", ["", "a@example.org,b", "a@example.org\nb@example.org", " a@example.org"])
def test_an_address_that_would_break_the_file_is_refused(address: str) -> None:
    raw, _ = HELD["motion"]
    with pytest.raises(InvalidInput) as raised:
        export(read(raw), {**addresses(raw), "seat-B": address})
    assert [(one.code, one.where) for one in raised.value.findings] == [("belenios.voter", "seat-B")]


# --- and back ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(HELD))
def test_what_comes_back_is_a_record_that_counts_again(name: str) -> None:
    record = brought(name)
    assert record.outcome is not None
    assert record.outcome.counts.cast == len(HELD[name][1])
    assert record.outcome.counts.entitled == 5
    assert recount(record).findings == ()
    assert recount(record).outcome == record.outcome
    assert from_plain(json.loads(json.dumps(to_plain(record)))) == record
    assert hashlib.sha256(archive_of(name)).hexdigest() in record.source
    assert all(paper.seat is None for paper in record.papers)


def test_who_voted_again_is_counted_once_and_by_the_last_paper() -> None:
    record = brought(AGAIN[0])
    assert record.marks is not None
    assert (record.marks.votes["ceyla"], record.marks.valid + record.marks.blank) == (0, 4)


def test_a_motion_has_its_numbers() -> None:
    record = brought("motion")
    assert record.outcome is not None
    counts = record.outcome.counts
    assert (counts.for_, counts.against, counts.abstain, counts.entitled) == (2, 1, 1, 5)
    assert record.result == "adopted"  # two of three who took a side


def test_approvals_are_sums_and_blank_papers_are_told_apart() -> None:
    record = brought("approval")
    assert record.marks is not None
    assert record.marks.votes == {"aydan": 2, "basar": 3, "ceyla": 1}
    assert (record.marks.valid, record.marks.blank) == (4, 1)
    assert record.elected == ("basar", "aydan")


def test_a_majority_missed_goes_on_and_against_has_its_place() -> None:
    record = brought("majority")
    assert record.marks is not None
    assert record.marks.votes == {"aydan": 2, "basar": 1, "ceyla": 0, "against": 1}
    assert record.outcome is not None
    assert record.outcome.election is not None
    assert (record.outcome.election.decided_by, record.result) == ("next_ballot", "undecided")
    assert record.outcome.election.onward == ("aydan", "basar")


def test_the_next_ballot_is_of_those_who_go_on() -> None:
    record = further(brought("majority"))
    assert [one.id for one in record.candidates] == ["aydan", "basar"]
    assert (record.number, record.marks, record.outcome, record.result) == (2, None, None, None)
    made = export(record, addresses(HELD["majority"][0]))
    [question] = json.loads(made.questions)["questions"]
    assert len(question["answers"]) == 3  # two of them, and against
    decided = brought("approval")
    assert further(decided) == decided
    with pytest.raises(InvalidInput, match="handed in already"):
        export(decided, addresses(HELD["approval"][0]))


def test_schulze_comes_out_as_by_the_tools_own_count() -> None:
    record = brought("schulze")
    assert record.outcome is not None
    result = record.outcome.election
    assert result is not None
    theirs = json.loads((FOLDER / "schulze.method.json").read_bytes())
    ids = [one.id for one in record.candidates]
    assert [[ids[place] for place in equals] for equals in theirs["winners"]] == [
        sorted(equals, key=ids.index) for equals in result.ranking
    ]
    assert (theirs["valid"], theirs["blank"]) == (result.counts.valid, result.counts.blank)
    assert {(duel.one, duel.other): (duel.votes, duel.against) for duel in result.duels} == {
        (ids[one], ids[other]): (theirs["raw"][one][other], theirs["raw"][other][one])
        for one in range(3)
        for other in range(one + 1, 3)
    }


def test_papers_that_a_transferable_vote_has_no_place_for_are_invalid() -> None:
    record = brought("transferable")
    assert record.outcome is not None
    assert record.outcome.election is not None
    counts = record.outcome.election.counts
    assert (counts.valid, counts.invalid, counts.blank) == (4, 1, 0)


@given(st.lists(st.integers(0, 4), min_size=3, max_size=3), st.booleans())
def test_ranks_are_read_as_the_method_takes_them(ranks: list[int], strict: bool) -> None:
    paper = paper_of("abc", ranks, strict=strict)
    given_ = {one: rank for one, rank in zip("abc", ranks, strict=True) if rank}
    if not given_:
        assert paper == MarkedPaper(state="blank")
    elif strict and sorted(given_.values()) != list(range(1, len(given_) + 1)):
        assert paper == MarkedPaper(state="invalid")
    else:
        placed = {one: place for place, group in enumerate(paper.marks) for one in group}
        assert placed.keys() == given_.keys()
        for one in given_:
            for other in given_:
                assert (given_[one] < given_[other]) == (placed[one] < placed[other])


# --- what is not what it says ------------------------------------------------------------------------------


def files_of(data: bytes) -> list[tuple[str, bytes]]:
    with tarfile.open(fileobj=io.BytesIO(data)) as tar:
        return [(one.name, tar.extractfile(one).read()) for one in tar]  # type: ignore[union-attr]


def packed(files: list[tuple[str, bytes]]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:", format=tarfile.USTAR_FORMAT) as tar:
        for name, content in files:
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    return out.getvalue()


Spoil = Callable[[list[tuple[str, bytes]]], list[tuple[str, bytes]]]


def with_changed(number: int, old: bytes, new: bytes, *, named: bool = False) -> Spoil:
    """One file with other content; under its own hash where `named`."""

    def spoil(files: list[tuple[str, bytes]]) -> list[tuple[str, bytes]]:
        name, content = files[number]
        changed = content.replace(old, new)
        assert changed != content
        if named:
            name = hashlib.sha256(changed).hexdigest() + name[64:]
        return [*files[:number], (name, changed), *files[number + 1 or len(files) :]]

    return spoil


SPOILED: dict[str, tuple[Spoil, str]] = {
    "nothing": (lambda files: [], "no result yet"),
    "no header": (lambda files: files[1:], "does not begin"),
    "another version": (with_changed(0, b'"version":1', b'"version":2'), "does not begin"),
    "a changed result": (with_changed(-2, b"[1,2", b"[2,1"), "not what its hash says"),
    "a changed result under its hash": (with_changed(-2, b"[1,2", b"[2,1", named=True), "is missing"),
    "cut off": (lambda files: files[:-2], "no result yet"),
    "an event left out": (
        lambda files: [one for n, one in enumerate(files) if not one[0].endswith("event.json") or n != 7],
        "does not follow",
    ),
    "events exchanged": (lambda files: [*files[:7], files[9], files[8], files[7], *files[10:]], "follow"),
    "a ballot counted twice": (with_changed(-7, b'"num_tallied":5', b'"num_tallied":6'), "hash"),
    "no JSON": (
        lambda files: [*files[:-1], (hashlib.sha256(b"{").hexdigest() + ".event.json", b"{")],
        "cannot be read",
    ),
}


def test_packing_alone_changes_nothing() -> None:
    data = archive_of("approval")
    again = read_archive(packed(files_of(data)))
    assert replace(again, sha256="") == replace(read_archive(data), sha256="")


@pytest.mark.parametrize("name", sorted(SPOILED))
def test_a_spoiled_archive_is_refused_and_says_what_is_wrong(name: str) -> None:
    spoil, said = SPOILED[name]
    with pytest.raises(InvalidInput) as raised:
        read_archive(packed(spoil(files_of(archive_of("approval")))))
    [finding] = raised.value.findings
    assert finding.code == "belenios.archive"
    assert said in finding.message


@given(st.binary(max_size=600))
def test_no_bytes_at_all_break_the_reader(data: bytes) -> None:
    with pytest.raises(InvalidInput):
        read_archive(data)


OTHERS: list[tuple[str, dict[str, Any], str]] = [
    ("approval", {"title": "Another"}, "question"),
    ("majority", {"candidates": [*THREE["candidates"][1:], {"id": "x"}]}, "question"),
    ("schulze", election(method="instant_runoff"), "question"),
    ("motion", {"electorate": electorate("ABC")}, "credentials for 5, and 3 seats may vote"),
]


@pytest.mark.parametrize("row", OTHERS, ids=[f"{row[0]}-{row[2][:8]}" for row in OTHERS])
def test_an_archive_of_another_vote_is_refused(row: tuple[str, dict[str, Any], str]) -> None:
    name, change, said = row
    with pytest.raises(InvalidInput) as raised:
        imported(read({**HELD[name][0], **change}), read_archive(archive_of(name)))
    [finding] = raised.value.findings
    assert finding.code == "belenios.other"
    assert said in finding.message


# --- the commands ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(HELD))
def test_out_and_back_by_the_command(name: str, tmp_path: Path) -> None:
    raw, _ = HELD[name]
    source, sent, folder = tmp_path / "vote.json", tmp_path / "addresses.csv", tmp_path / "out"
    source.write_text(json.dumps(raw))
    sent.write_text("".join(f"{seat},{address}\n" for seat, address in addresses(raw).items()))

    def ecar(*words: object) -> str:
        answer = CliRunner().invoke(main, [str(word) for word in words])
        assert answer.exit_code == 0, answer.output
        return answer.stdout

    said = ecar("vote", "belenios", "export", source, folder, "--addresses", sent)
    assert "Voters: 5." in said
    assert (folder / "questions.json").read_bytes() == (FOLDER / f"{name}.questions.json").read_bytes()
    assert (folder / "voters.txt").read_bytes() == (FOLDER / f"{name}.voters.txt").read_bytes()
    assert stat.S_IMODE((folder / "voters.txt").stat().st_mode) == 0o600
    told = ecar("vote", "belenios", "import", FOLDER / f"{name}.bel", folder / "record.json")
    counted = tmp_path / "counted.json"
    counted.write_text(told)
    assert "Counted again: the result is the one claimed." in ecar("vote", "recount", counted)
