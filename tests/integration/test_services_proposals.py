"""Drafting, revising and acting through the use cases: hostile text and files, stale pages, retries."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import structs
from support.desks import (
    CHAIR,
    GROUP_CHAIR,
    SECRETARY,
    Chamber,
    Moulds,
    SteadyClock,
    codes,
    must,
    text_of,
)

from ecar_governance.domain import events as e
from ecar_governance.domain.canonical import text_digest
from ecar_governance.domain.decision import Refused
from ecar_governance.domain.leaf import leaf_bytes
from ecar_governance.errors import InvalidInput, NotFound, Unavailable
from ecar_governance.services import importing, members, proposals, resolutions
from ecar_governance.services.ports import Done
from ecar_governance.services.texts import ATTACHMENT_LIMIT, ProposalText, Upload, file_name, unseen

PDF = b"%PDF-1.7 ..."
ZIP = b"PK\x03\x04..."
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def problems(hall: Chamber, text: ProposalText, **given: Any) -> list[tuple[str, str]]:
    """Code and field of every problem with a text; the log has not grown."""
    before = hall.conference.size
    with pytest.raises(InvalidInput) as caught:
        proposals.draft(hall.desk, CHAIR, text, workflow="resolution", **given)
    assert hall.conference.size == before
    return [(finding.code, finding.where) for finding in caught.value.findings]


@pytest.fixture(scope="module")
def shared(sqlite_moulds: Moulds, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chamber]:
    """One conference for tests to which it does not matter what else is in it."""
    with sqlite_moulds.cast(5, tmp_path_factory.mktemp("shared") / "data", SteadyClock()) as hall:
        yield hall


# --- drafting ----------------------------------------------------------------------------------------------


def test_a_draft_keeps_its_texts_beside_their_salted_digests(hall: Chamber) -> None:
    text = ProposalText(
        {"az": "  Kreditlər haqqında ", "en": "On credits"},
        {"az": "1. Tanınsın.\r\n2. Yoxlanılsın.", "en": "1. Are recognised."},
        attachments=(Upload("Cədvəl.csv", "text/csv", b"a,b\n1,2\n"),),
    )
    done = must(proposals.draft(hall.desk, CHAIR, text, workflow="resolution", sponsors=("U002",)))
    case = hall.case(done.events[0].subject)
    assert (case.state, case.version, case.institution, case.sponsors) == (("draft",), 1, "U001", ("U002",))
    kept = hall.desk.vault.texts([*case.manifest.titles.values(), *case.manifest.bodies.values()])
    assert kept[case.manifest.titles["az"]].content == "Kreditlər haqqında"
    assert kept[case.manifest.bodies["az"]].content == "1. Tanınsın.\n2. Yoxlanılsın."
    assert all(text_digest(t.content, t.salt) == digest for digest, t in kept.items())
    assert len({t.salt for t in kept.values()}) == 4
    (attached,) = case.manifest.attachments
    assert (attached.name, hall.blob(attached.sha256)) == ("Cədvəl.csv", b"a,b\n1,2\n")
    log = b"".join(hall.desk.record.leaves())
    assert b"Tan\xc4\xb1ns\xc4\xb1n" not in log
    assert "Kreditlər".encode() not in log


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (ProposalText({}, {}), ("text.empty", "title_az")),
        (ProposalText({"az": "A"}, {"az": "  "}), ("text.no_body", "body_az")),
        (ProposalText({"az": "A", "en": ""}, {"az": "B", "en": "C"}), ("text.no_title", "title_en")),
        (ProposalText({"az": "A", "ru": "A"}, {"az": "B", "ru": "B"}), ("text.language", "ru")),
        (ProposalText({"en": "A"}, {"en": "B"}), ("text.prevailing", "title_az")),
        (ProposalText({"az": "A"}, {"az": "B"}, prevailing="ru"), ("text.language", "prevailing")),
        (ProposalText({"az": "A" * 301}, {"az": "B"}), ("text.title_long", "title_az")),
        (ProposalText({"az": "A"}, {"az": "B" * 200_001}), ("text.body_long", "body_az")),
        (ProposalText({"az": "A\x00"}, {"az": "B"}), ("text.unseen", "title_az")),
        (ProposalText({"az": "A\nB"}, {"az": "B"}), ("text.unseen", "title_az")),
        (ProposalText({"az": "A"}, {"az": "Rədd \u202eedilsin"}), ("text.unseen", "body_az")),
        (ProposalText({"az": "A"}, {"az": "B\ud800"}), ("text.unseen", "body_az")),
        (ProposalText({"az": "A"}, {"az": "B\x1b[31m"}), ("text.unseen", "body_az")),
        (
            ProposalText(
                {"az": "A"},
                {"az": "B"},
                attachments=tuple(
                    Upload(f"{n}.txt", "text/plain", b"x") for n in range(ATTACHMENT_LIMIT + 1)
                ),
            ),
            ("text.attachments_many", "attachments"),
        ),
    ],
)
def test_what_is_wrong_with_a_text_is_said_by_field(
    shared: Chamber, text: ProposalText, expected: tuple[str, str]
) -> None:
    assert expected in problems(shared, text)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("a.pdf", "a.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\rektor\\Qərar.docx", "Qərar.docx"),
        ("a\r\nSet-Cookie: x=1.pdf", "aSet-Cookie: x=1.pdf"),
        ("x\u202efdp.exe", "xfdp.exe"),
        ("\x00", "file"),
        ("..", "file"),
        ("", "file"),
        ("/", "file"),
        ("q" * 300 + ".pdf", "q" * 116 + ".pdf"),
        ("a." + "b" * 300, "a." + "b" * 118),
        ("e\u0301.txt", "é.txt"),
    ],
)
def test_a_file_s_name_is_its_last_part_and_nothing_unseen(name: str, kept: str) -> None:
    assert file_name(name) == kept


@given(st.text(max_size=400))
def test_no_name_is_a_path_or_without_end(name: str) -> None:
    made = file_name(name)
    assert 0 < len(made) <= 120
    assert not {"/", "\\"} & set(made)
    assert made.isprintable()
    assert made not in (".", "..")
    assert file_name(made) == made


@given(st.text())
def test_what_is_unseen_is_found_wherever_it_stands(text: str) -> None:
    assert unseen("a" + text + "\u2066", lines=True)
    if not unseen(text, lines=True):
        assert text.encode().decode() == text
        assert not {"\x00", "\r", "\x1b", "\u202e"} & set(text)


def test_a_file_larger_than_the_setting_is_taken_by_no_way_in(hall: Chamber) -> None:
    desk = replace(hall.desk, max_upload_bytes=1000)
    small, large = b"%PDF-".ljust(1000, b" "), b"%PDF-".ljust(1001, b" ")

    def upload(content: bytes) -> Upload:
        return Upload("a.pdf", "application/pdf", content)

    case = must(proposals.draft(desk, CHAIR, text_of(attachments=(upload(small),)), workflow="resolution"))
    session = hall.session()
    counted = hall.on_agenda(session)
    numbers = {"for": "3", "against": "0", "abstain": "0", "invalid": "0", "tellers": ["person-vice"]}
    form = members.MandateForm("person-observer", "written_authority", "U005", session=session)
    ways: dict[str, Callable[[], object]] = {
        "attached": lambda: proposals.draft(
            desk, CHAIR, text_of(attachments=(upload(large),)), workflow="resolution"
        ),
        "revised": lambda: proposals.revise(
            desk, CHAIR, case.events[0].subject, 0, text_of(attachments=(upload(large),))
        ),
        "protocol": lambda: proposals.act(
            desk, CHAIR, counted, "enter_hand_count", 2, {**numbers, "protocol": upload(large)}
        ),
        "paper": lambda: members.grant(desk, SECRETARY, structs.replace(form, paper=upload(large))),
        "returned": lambda: resolutions.sign_outside(desk, CHAIR, "document-x", "chair", large),
        "scan": lambda: resolutions.sign_on_paper(desk, CHAIR, "document-x", "chair", large),
        "import": lambda: importing.import_csv(desk, "", "i.csv", large),
    }
    for way, hand_in in ways.items():
        with pytest.raises(InvalidInput) as caught:
            hand_in()
        assert [one.code for one in caught.value.findings] == ["file.too_large"], way


@pytest.mark.parametrize(
    ("media", "content", "taken"),
    [
        ("application/pdf", PDF, True),
        ("application/pdf", b"<html>", False),
        ("image/png", b"\x89PNG\r\n\x1a\n...", True),
        ("image/png", PDF, False),
        ("image/jpeg", b"\xff\xd8\xff\xe0", True),
        ("image/jpeg", b"GIF89a", False),
        ("text/plain", "Mətn".encode(), True),
        ("text/csv", b"a\x00b", False),
        (DOCX, ZIP, True),
        (DOCX, b"MZ\x90", False),
        ("text/html", b"<script>", False),
        ("image/svg+xml", b"<svg/>", False),
        ("application/x-msdownload", b"MZ\x90", False),
        ("", b"x", False),
        ("application/pdf", b"", False),
    ],
)
def test_only_files_that_are_what_they_say_are_attached(
    shared: Chamber, media: str, content: bytes, taken: bool
) -> None:
    text = text_of(attachments=(Upload("x", media, content),))
    if taken:
        must(proposals.draft(shared.desk, CHAIR, text, workflow="resolution"))
    else:
        assert problems(shared, text) == []  # the sentence itself names the file


def test_two_files_of_one_name_are_refused(hall: Chamber) -> None:
    text = text_of(attachments=(Upload("a/x.txt", "text/plain", b"1"), Upload("b/x.txt", "text/plain", b"2")))
    assert codes(proposals.draft(hall.desk, CHAIR, text, workflow="resolution")) == ["text.attachment_twice"]


def test_somebody_else_s_file_is_not_kept_by_its_digest(hall: Chamber) -> None:
    """A digest seen in the log opens no file of a draft that is not shown."""
    secret = hall.draft(text=text_of(attachments=(Upload("gizli.txt", "text/plain", b"gizli"),)))
    theirs = hall.case(secret).manifest.attachments
    mine = hall.draft("person-rector-002")
    with pytest.raises(InvalidInput, match=r"gizli\.txt is not attached"):
        proposals.draft(hall.desk, "person-rector-002", text_of(kept=theirs), workflow="resolution")
    with pytest.raises(InvalidInput, match=r"gizli\.txt is not attached"):
        proposals.revise(hall.desk, "person-rector-002", mine, 1, text_of(kept=theirs))
    kept = must(proposals.revise(hall.desk, CHAIR, secret, 1, text_of("Yeni", kept=theirs)))
    assert hall.case(secret).manifest.attachments == theirs
    assert isinstance(kept.events[0].data, e.ProposalRevised)


@pytest.mark.parametrize(
    ("person", "reason"),
    [
        ("person-auditor", "actor.not_allowed"),
        ("person-observer", "actor.not_allowed"),
        ("person-nobody", "actor.unknown"),
    ],
)
def test_who_may_not_draft_is_told_so(shared: Chamber, person: str, reason: str) -> None:
    assert codes(proposals.draft(shared.desk, person, text_of(), workflow="resolution")) == [reason]


def test_the_mandate_that_drafts_is_found_among_several(hall: Chamber) -> None:
    """An auditor who becomes secretary general drafts as secretary general, whatever came first."""
    form = members.MandateForm("person-auditor", "secretary_general")
    must(members.grant(hall.desk, SECRETARY, form))
    case = hall.draft("person-auditor")
    assert hall.conference.mandates[hall.case(case).drafter.mandate].kind == "secretary_general"


# --- revising and acting -----------------------------------------------------------------------------------


def test_a_stale_page_changes_nothing(hall: Chamber) -> None:
    case = hall.draft()
    must(proposals.revise(hall.desk, CHAIR, case, 1, text_of("İkinci")))
    assert codes(proposals.revise(hall.desk, "person-assistant-1", case, 1, text_of("Üçüncü"))) == [
        "version.changed"
    ]
    assert codes(proposals.act(hall.desk, CHAIR, case, "submit", 1, {})) == ["version.changed"]
    assert hall.case(case).state == ("draft",)
    # There and back again: the version tells, though the state is the same.
    hall.act(CHAIR, case, "submit")
    seen = hall.case(case).version
    hall.act(SECRETARY, case, "return_to_draft", note="Əlavə çatışmır.")
    hall.act(CHAIR, case, "submit")
    assert codes(proposals.act(hall.desk, SECRETARY, case, "place_directly", seen, {"session": "s"}))[0] == (
        "version.changed"
    )


@pytest.mark.parametrize(
    ("person", "allowed"),
    [
        (CHAIR, True),
        ("person-assistant-1", True),
        (SECRETARY, True),
        ("person-rector-002", True),
        ("person-rector-003", False),
        (GROUP_CHAIR, False),
    ],
)
def test_authors_sponsors_and_the_secretariat_revise(shared: Chamber, person: str, allowed: bool) -> None:
    case = shared.draft(sponsors=("U002",))
    outcome = proposals.revise(shared.desk, person, case, 1, text_of("Yeni"), sponsors=("U002",))
    assert isinstance(outcome, Done) == allowed
    if isinstance(outcome, Refused):
        assert [reason.code for reason in outcome.reasons] == ["text.not_yours"]


def test_a_submitted_text_stands(hall: Chamber) -> None:
    case = hall.draft()
    hall.act(CHAIR, case, "submit")
    version = hall.case(case).version
    assert codes(proposals.revise(hall.desk, CHAIR, case, version, text_of("Yeni"))) == ["text.not_editable"]


def test_what_an_action_asks_for_is_asked_for_by_field(hall: Chamber) -> None:
    case = hall.draft()
    hall.act(CHAIR, case, "submit")
    version = hall.case(case).version

    def fields(transition: str, **inputs: Any) -> list[tuple[str, str]]:
        with pytest.raises(InvalidInput) as caught:
            proposals.act(hall.desk, SECRETARY, case, transition, version, inputs)
        return [(finding.code, finding.where) for finding in caught.value.findings]

    assert fields("return_to_draft") == [("input.missing", "note")]
    assert fields("return_to_draft", note="x" * 100_000) == [("input.unreadable", "note")]
    assert fields("return_to_draft", note="a\x00b") == [("input.unreadable", "note")]
    assert fields("return_to_draft", note=Upload("n.txt", "text/plain", b"x")) == [
        ("input.unreadable", "note")
    ]
    assert codes(
        proposals.act(hall.desk, SECRETARY, case, "place_directly", version, {"session": "none"})
    ) == ["input.no_such"]
    assert codes(proposals.act(hall.desk, SECRETARY, case, "no_such", version, {})) == ["transition.unknown"]
    with pytest.raises(NotFound):
        proposals.act(hall.desk, SECRETARY, "case-none", "submit", 0, {})


def test_a_working_group_s_word_reaches_the_plenary(hall: Chamber) -> None:
    case = hall.draft(body="recognition")
    hall.act(CHAIR, case, "submit")
    hall.act(SECRETARY, case, "refer")
    assert [due.state for due in hall.case(case).deadlines] == ["wg_review"]
    hall.act(GROUP_CHAIR, case, "ask_revision", note="Müddəti qısaldın.")
    assert hall.case(case).deadlines == ()
    must(
        proposals.revise(hall.desk, CHAIR, case, hall.case(case).version, text_of("Qısa"), body="recognition")
    )
    hall.act(CHAIR, case, "resubmit")
    hall.act(GROUP_CHAIR, case, "recommend", recommendation="adopt", note="Uyğundur.")
    (made,) = hall.case(case).recommendations
    assert (made.body, made.recommendation) == ("recognition", "adopt")
    assert hall.desk.vault.texts([made.note])[made.note].content == "Uyğundur."
    hall.act(CHAIR, case, "withdraw")
    assert hall.case(case).state == ("withdrawn",)
    assert all(not option.open for option in proposals.options(hall.desk, CHAIR, case))


def leaves(done: Done) -> list[bytes]:
    """The act as the log has it."""
    return [leaf_bytes(event) for event in done.events]


# --- the same key ------------------------------------------------------------------------------------------


def test_the_same_key_again_gives_the_same_answer(hall: Chamber) -> None:
    first = must(proposals.draft(hall.desk, CHAIR, text_of(), workflow="resolution", key="k1"))
    again = must(proposals.draft(hall.desk, CHAIR, text_of("Başqa"), workflow="resolution", key="k1"))
    assert (leaves(again), again.repeated) == (leaves(first), True)
    assert len(hall.conference.cases) == 1
    # A key is one person's: somebody else's act is their own.
    other = must(proposals.draft(hall.desk, "person-rector-002", text_of(), workflow="resolution", key="k1"))
    assert other.position != first.position
    # A refusal keeps nothing under its key.
    case = first.events[0].subject
    assert codes(proposals.act(hall.desk, CHAIR, case, "submit", 7, {}, key="k2")) == ["version.changed"]
    assert not must(proposals.act(hall.desk, CHAIR, case, "submit", 1, {}, key="k2")).repeated
    assert must(proposals.act(hall.desk, CHAIR, case, "submit", 1, {}, key="k2")).repeated


def test_a_registration_asked_for_twice_is_one_person(hall: Chamber) -> None:
    names = {"az": "Lalə Məmmədova", "en": "Lala Mammadova"}
    one, first = members.register(hall.desk, SECRETARY, names, "lala@test.ecar.example", "az", key="k")
    two, again = members.register(hall.desk, SECRETARY, names, "lala@test.ecar.example", "az", key="k")
    assert one == two
    assert (must(first).repeated, must(again).repeated) == (False, True)
    with pytest.raises(InvalidInput) as caught:
        members.register(hall.desk, SECRETARY, names, "LALA@test.ecar.example", "az")
    assert [(f.code, f.where) for f in caught.value.findings] == [("person.address", "email")]


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    calls=st.lists(
        st.tuples(st.sampled_from("abcd"), st.sampled_from([CHAIR, "person-rector-002"])), max_size=12
    )
)
def test_however_often_and_in_whatever_order_it_is_retried(
    tmp_path_factory: pytest.TempPathFactory, sqlite_moulds: Moulds, calls: list[tuple[str, str]]
) -> None:
    folder = tmp_path_factory.mktemp("retries") / "data"
    with sqlite_moulds.cast(5, folder, SteadyClock()) as hall:
        seen: dict[tuple[str, str], Done] = {}
        for key, person in calls:
            done = must(proposals.draft(hall.desk, person, text_of(key), workflow="resolution", key=key))
            first = seen.setdefault((key, person), done)
            assert leaves(done) == leaves(first)
            assert done.repeated == (done is not first)
        assert len(hall.conference.cases) == len(seen)


# --- the key of a vote -------------------------------------------------------------------------------------


def test_a_vote_that_was_not_opened_leaves_no_key(hall: Chamber) -> None:
    session = hall.session(present=2)
    case = hall.on_agenda(session)
    assert isinstance(hall.try_act(CHAIR, case, "open_vote"), Refused)  # no quorum
    assert hall.desk.keys.held() == ()


def test_a_repeated_opening_leaves_the_key_of_the_first(hall: Chamber) -> None:
    session = hall.session()
    case = hall.on_agenda(session)
    version = hall.case(case).version
    for repeated in (False, True):
        done = must(proposals.act(hall.desk, CHAIR, case, "open_vote", version, {}, key="open"))
        assert done.repeated == repeated
    assert hall.desk.keys.held() == (hall.case(case).vote,)


def test_an_opening_whose_answer_is_lost_keeps_its_key(
    hall: Chamber, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The connection may die after the commit: the vote is open then, and its key must be there."""
    session = hall.session()
    case = hall.on_agenda(session)
    office = hall.desk.office
    perform = office.perform

    def lost(*args: Any, **kwargs: Any) -> Any:
        perform(*args, **kwargs)
        raise Unavailable("The connection is gone.")

    monkeypatch.setattr(office, "perform", lost)
    with pytest.raises(Unavailable):
        hall.try_act(CHAIR, case, "open_vote")
    monkeypatch.undo()
    vote = hall.case(case).vote
    assert hall.vote(vote).status == "open"
    hall.cast_all(vote)
    hall.close(vote)
    assert hall.vote(vote).status == "closed"
