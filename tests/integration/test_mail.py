"""Mail: to whom an act calls for it, what it says in either language, and that a mail server gets it."""

from __future__ import annotations

import email
import ipaddress
import socket
import ssl
import stat
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any, get_args

import pytest
from aiosmtpd.controller import Controller
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from msgspec.structs import replace
from sqlalchemy import text
from support.house import in_force, revoting
from support.web_kit import PEOPLE, Place, email_of
from support.web_kit import place as make_place

from ecar_governance.domain import commands as c
from ecar_governance.domain.events import MandateGranted
from ecar_governance.errors import InvalidInput, Unavailable
from ecar_governance.notices import smtp
from ecar_governance.notices.files import FilePost
from ecar_governance.notices.letters import compose, message_id, one_line, words
from ecar_governance.notices.smtp import SmtpPost, post_for
from ecar_governance.services import accounts, ballots, ending, mailing, proposals, sessions
from ecar_governance.services.accounts_port import Letter
from ecar_governance.services.acting import INSTALLER
from ecar_governance.services.ports import Done
from ecar_governance.services.texts import ProposalText
from ecar_governance.services.vault_port import VaultPerson

GOLDEN = Path(__file__).parents[1] / "golden" / "mail" / "mails.txt"
AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
VOTERS = {"person-rector", "person-other_rector", "person-acting_rector", "person-vice_rector"}


@pytest.fixture
def place(sqlite_template: Path, tmp_path: Path, clock: Any, ids: Any) -> Iterator[Place]:
    with make_place(sqlite_template, tmp_path, clock, ids) as made:
        yield made


class Inbox:
    """A mail server's memory; `replies` are given before it accepts again."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.replies: list[str] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if self.replies:
            return self.replies.pop(0)
        self.mails.append(email.message_from_bytes(envelope.content, policy=default))  # type: ignore[arg-type]
        self.recipients += envelope.rcpt_tos
        return "250 OK"


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
def server(inbox: Inbox) -> Iterator[Controller]:
    controller = Controller(inbox, hostname="127.0.0.1", port=free_port())
    controller.start()
    yield controller
    controller.stop()


def free_port() -> int:
    """aiosmtpd looks for itself under the port that it was told, so 0 does not do."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def url_of(controller: Controller) -> str:
    return f"smtp://127.0.0.1:{controller.port}"


def drafted(place: Place, title: str = "Kreditlərin tanınması") -> str:
    text_ = ProposalText({"az": title, "en": "Recognition of credits"}, {"az": "Mətn", "en": "Text"})
    done = proposals.draft(place.desk, "person-rector", text_, workflow="motion")
    assert isinstance(done, Done)
    return done.events[0].subject


def opened(place: Place, case: str) -> str:
    done = proposals.act(place.desk, "person-rector", case, "put", 1, {})
    assert isinstance(done, Done)
    return place.desk.conference.cases[case].vote


def waiting(place: Place) -> list[Letter]:
    """What waits, looked at without keeping it."""
    now = place.clock.now()
    found = place.desk.outbox.lease("looking", now, now, 1000)
    return sorted(found, key=lambda one: (one.kind, one.person))


def told(place: Place, kind: str) -> set[str]:
    letters = [one for one in waiting(place) if one.kind == kind]
    assert len({one.person for one in letters}) == len(letters), "somebody gets it twice"
    return {one.person for one in letters}


# --- to whom ---------------------------------------------------------------------------------------------


def test_a_vote_is_announced_once_to_everybody_who_may_cast(place: Place) -> None:
    opened(place, drafted(place))
    assert told(place, "vote_opened") == VOTERS


def test_a_result_goes_to_them_and_to_whoever_drafted(place: Place) -> None:
    vote = opened(place, drafted(place))
    assert isinstance(ending.close(place.desk, "person-secretariat", vote), Done)
    assert told(place, "vote_result") == VOTERS


def test_a_voided_vote_is_told(place: Place) -> None:
    vote = opened(place, drafted(place))
    assert isinstance(ending.void(place.desk, "person-president", vote, "Səbəb"), Done)
    assert told(place, "vote_voided") == VOTERS
    assert told(place, "vote_result") == set()


def edited(
    place: Place, *, anew: bool = True, before_the_edit: Callable[[], object] = lambda: None
) -> tuple[str, str]:
    """A vote, the text of which was changed while it was open, and the vote that took its place (if any)."""
    flow = revoting()
    if not anew:
        back = replace(flow.transitions["voided"], target="draft", effects=())
        flow = replace(flow, transitions={**flow.transitions, "voided": back})
    place.perform(c.PutWorkflowInForce(in_force(flow)), INSTALLER)
    first = ProposalText({"az": "Kreditlərin tanınması"}, {"az": "Mətn"})
    case = proposals.draft(place.desk, "person-rector", first, workflow="revoting")
    assert isinstance(case, Done)
    subject = case.events[0].subject
    vote = opened(place, subject)
    before_the_edit()
    other = ProposalText({"az": "Kreditlərin tanınması"}, {"az": "Başqa mətn"})
    version = place.desk.conference.cases[subject].version
    assert isinstance(proposals.revise(place.desk, "person-rector", subject, version, other), Done)
    now = place.desk.conference.cases[subject].vote
    return vote, now if now != vote else ""


ADDRESSES = sorted(email_of(one.removeprefix("person-")) for one in VOTERS)


def test_every_voter_gets_one_mail_that_the_text_was_changed_and_where_to_vote_anew(
    place: Place, server: Controller, inbox: Inbox
) -> None:
    post = SmtpPost(url_of(server), "ecar@test.ecar.example")
    vote, again = edited(place, before_the_edit=lambda: deliver(place, post))
    assert told(place, "vote_voided") == VOTERS
    before, now = (place.desk.conference.votes[one].manifest_hash for one in (vote, again))
    assert before != now
    opened_ = len(inbox.mails)
    assert deliver(place, post) == len(VOTERS)
    said = inbox.mails[opened_:]
    assert sorted(one["To"].addresses[0].addr_spec for one in said) == ADDRESSES
    for mail in said:
        body = mail.get_content()
        assert str(mail["Subject"]).startswith("Mətn dəyişdirildi, yenidən səs verin:")
        assert "verilmiş səslər nəzərə alınmır" in body
        assert "Səsvermə gizlidir." in body
        assert f"əvvəl: {before}" in body
        assert f"indi: {now}" in body
        assert f"{place.settings.public_url}/ballots/{again}" in body
        assert f"{place.settings.public_url}/votes/{vote}" in body


def test_a_vote_voided_by_hand_and_put_anew_is_told_in_one_mail_too(
    place: Place, server: Controller, inbox: Inbox
) -> None:
    """Who may vote only now is told of the vote alone; who no longer may, of the void one alone."""
    post = SmtpPost(url_of(server), "ecar@test.ecar.example")
    place.perform(c.PutWorkflowInForce(in_force(revoting("roll_call"))), INSTALLER)
    text_ = ProposalText({"az": "Kreditlərin tanınması"}, {"az": "Mətn"})
    case = proposals.draft(place.desk, "person-rector", text_, workflow="revoting")
    assert isinstance(case, Done)
    subject = case.events[0].subject
    vote = opened(place, subject)
    place.perform(c.EndMandate("mandate-other_rector", "resigned"), INSTALLER)
    holder = MandateGranted("mandate-new", "person-nobody", "rector", "U002")
    place.perform(c.GrantMandate(holder), INSTALLER)
    deliver(place, post)
    before = len(inbox.mails)
    assert isinstance(ending.void(place.desk, "person-president", vote, "Səbəb"), Done)
    again = place.desk.conference.cases[subject].vote
    assert again != vote
    deliver(place, post)
    subjects = {
        one["To"].addresses[0].addr_spec: str(one["Subject"]).partition(":")[0]
        for one in inbox.mails[before:]
    }
    assert len(subjects) == len(inbox.mails) - before, "nobody gets two"
    stayed = [one for one in ADDRESSES if one != email_of("other_rector")]
    anew = "Səsvermə etibarsızdır, yenidən səs verin"
    assert subjects == {
        **dict.fromkeys(stayed, anew),
        email_of("nobody"): "Səsvermə başlandı",
        email_of("other_rector"): "Səsvermə etibarsız elan edildi",
    }
    for mail in inbox.mails[before:]:
        body = mail.get_content()
        casts = "elan edildi" not in str(mail["Subject"])
        assert (f"{place.settings.public_url}/ballots/{again}" in body) == casts
        assert ("Səsvermə adbaddır" in body) == casts
        assert "SHA-256" not in body


def test_where_the_vote_is_not_put_anew_at_once_nobody_is_sent_to_a_ballot(
    place: Place, server: Controller, inbox: Inbox
) -> None:
    _, again = edited(place, anew=False)
    assert again == ""
    deliver(place, SmtpPost(url_of(server), "ecar@test.ecar.example"))
    said = [one for one in inbox.mails if "səsvermə etibarsızdır" in str(one["Subject"])]
    assert len(said) == len(VOTERS)
    for mail in said:
        assert "/ballots/" not in mail.get_content()
        assert "Məsələ yenidən səsə qoyulanda Sizə bildiriləcək" in mail.get_content()


def test_the_result_page_says_that_the_text_was_changed_and_leads_to_the_new_vote(place: Place) -> None:
    vote, again = edited(place)
    page = place.as_("rector").get(f"/votes/{vote}")
    assert page.status_code == 200
    assert f'href="/votes/{again}"' in page.text
    assert "Məsələ dərhal yenidən səsə qoyulub" in page.text
    for one in (vote, again):
        assert place.desk.conference.votes[one].manifest_hash in page.text


def test_a_change_of_the_text_is_told_in_english_too() -> None:
    changed = {"changed": [("", "sha256:1", "sha256:2"), ("Note", "", "sha256:3")], "anew": True}
    subject, body = words("vote_voided", "en", {**FACTS, **changed, "again": "https://x.example/ballots/2"})
    assert subject.startswith("The text was changed, please vote anew:")
    assert "  before: sha256:1\n  now: sha256:2\n" in body
    assert "Note, by its SHA-256:\n  before: none\n  now: sha256:3\n" in body
    assert "until 23 November 2026, 12:00:\n\nhttps://x.example/ballots/2\n" in body


def test_a_successor_is_told_of_the_open_vote(place: Place) -> None:
    opened(place, drafted(place))
    before = told(place, "vote_opened")
    place.perform(c.EndMandate("mandate-acting_rector", "resigned"), INSTALLER)
    after = [one for one in waiting(place) if one.kind == "vote_opened"]
    assert {one.person for one in after} == before


def test_a_convocation_goes_to_whom_the_notice_names(place: Place) -> None:
    done = sessions.send_notice(place.desk, "person-secretariat", "session-1")
    assert isinstance(done, Done)
    named = next(e.data.people for e in done.events if type(e.data).__name__ == "NoticeSent")  # type: ignore[union-attr]
    assert told(place, "convocation") == set(named) != set()


def test_a_moved_session_is_told_to_whom_had_notice_and_so_is_a_cancelled_one(place: Place) -> None:
    sessions.send_notice(place.desk, "person-secretariat", "session-1")
    had = told(place, "convocation")
    later = place.clock.now() + timedelta(days=50)
    assert isinstance(sessions.move(place.desk, "person-secretariat", "session-1", begins=later), Done)
    assert told(place, "session_moved") == had
    assert isinstance(sessions.cancel(place.desk, "person-secretariat", "session-1", "Qar"), Done)
    assert told(place, "session_cancelled") == had


def test_an_invitation_is_in_the_mail_as_calendars_read_it(place: Place) -> None:
    """One entry for ever: what is sent later has the same identifier and a higher sequence."""
    desk, office = place.desk, "person-secretariat"
    reader = VaultPerson("p", {"az": "Aynur", "en": "Aynur"}, "aynur@example.org", "az", b"", "")
    elsewhere = {"az": "Gəncə", "en": "Ganja"}
    found = []
    for kind, act in (
        ("convocation", lambda: sessions.send_notice(desk, office, "session-1")),
        ("session_moved", lambda: sessions.move(desk, office, "session-1", place=elsewhere)),
        ("session_cancelled", lambda: sessions.cancel(desk, office, "session-1", "Qar")),
    ):
        assert isinstance(act(), Done)
        letter = next(one for one in waiting(place) if one.kind == kind)
        mail = compose(letter, reader, mailing.facts(desk, letter, "az"), "ecar@test.ecar.example")
        (file,) = mail.iter_attachments()
        assert (file.get_content_type(), file.get_filename()) == ("text/calendar", "iclas.ics")
        entry = Calendar.from_ical(file.get_content())
        (event,) = entry.events
        assert event["attendee"] == "mailto:aynur@example.org"
        assert file["Content-Type"].params["method"] == entry["method"]
        found.append((entry["method"], event["uid"], event["sequence"], event["status"], event["location"]))
    assert {uid.partition("@")[0] for _, uid, *_ in found} == {"session-1"}
    assert [(method, *rest) for method, _, *rest in found[1:]] == [
        ("REQUEST", 1, "CONFIRMED", "Gəncə"),
        ("CANCEL", 2, "CANCELLED", "Gəncə"),
    ]
    assert found[0][2] == 0


def test_who_has_voted_is_not_reminded(place: Place) -> None:
    vote = opened(place, drafted(place))
    shown = place.desk.conference.votes[vote].manifest_hash
    cast = ballots.cast(place.desk, "person-other_rector", vote, "for", seat="seat-U002", manifest_hash=shown)
    assert isinstance(cast, Done)
    mails = mailing.closes_soon_for(place.desk.conference.votes[vote], place.desk.conference)
    assert {mail.person for mail in mails} == VOTERS - {"person-other_rector"}


def test_a_reminder_of_a_vote_is_kept_once_however_often_it_is_asked_for(place: Place) -> None:
    vote = opened(place, drafted(place))
    conference = place.desk.conference
    for _ in range(3):
        for mail in mailing.closes_soon_for(conference.votes[vote], conference):
            place.desk.outbox.queue({"id": mail.id_at(0), **mail.row(place.clock.now())})
    assert told(place, "vote_closes_soon") == VOTERS


def test_no_mail_in_the_outbox_holds_a_choice(place: Place) -> None:
    vote = opened(place, drafted(place))
    shown = place.desk.conference.votes[vote].manifest_hash
    for person, seat in (("person-rector", "seat-U001"), ("person-other_rector", "seat-U002")):
        done = ballots.cast(place.desk, person, vote, "against", seat=seat, manifest_hash=shown)
        assert isinstance(done, Done)
    ending.close(place.desk, "person-secretariat", vote)
    for letter in waiting(place):
        assert set(letter.params) <= {"case", "closes"}
        assert "against" not in str(letter)


# --- what it says ----------------------------------------------------------------------------------------

FACTS: dict[str, Any] = {
    "name": "Aynur Quliyeva",
    "conference": "Sınaq Konfransı",
    "zone": "Asia/Baku",
    "home": "https://ecar.example",
    "link": "https://ecar.example/votes/vote-1",
    "title": "Kreditlərin tanınması haqqında",
    "reference": "2026/3",
    "standing": "Cavab gözlənilir",
    "closes": AT,
    "expires": AT,
    "due": AT,
    "begins": AT,
    "ballot": "secret",
    "carried": True,
    "indicative": False,
    "election": False,
    "explanation": ["Lehinə 14, əleyhinə 3, bitərəf 1.", "Qəbul edildi."],
    "number": 3,
    "place": "Bakı",
    "body": "Plenar iclas",
    "kind": "hybrid",
    "meeting": "https://meet.example.org/3",
    "why": "Hava şəraiti",
    "agenda": [(1, "Nizamnamə haqqında"), (2, "Kreditlər haqqında")],
}


def test_every_kind_of_mail_says_this_in_both_languages() -> None:
    """The golden file; write it anew by removing it, then read it."""
    parts = []
    for kind in get_args(mailing.Kind):
        for locale in ("az", "en"):
            subject, body = words(kind, locale, FACTS)
            assert len(subject) < 100
            parts.append(f"=== {kind}.{locale}\n{subject}\n---\n{body}")
    asked = {"az": "Bu düzəlişi qəbul edirsinizmi?", "en": "Do you adopt this amendment?"}
    for kind in ("vote_opened", "vote_closes_soon", "vote_result"):
        for locale in ("az", "en"):
            subject, body = words(kind, locale, {**FACTS, "question": asked[locale]})
            parts.append(f"=== {kind}.{locale}, of a question of its own\n{subject}\n---\n{body}")
    changed = {"changed": [("", "sha256:1", "sha256:2")]}
    anew = {"anew": True, "again": "https://ecar.example/ballots/vote-2"}
    open_ended = {name: fact for name, fact in FACTS.items() if name != "closes"}
    for what, facts in (
        ("of a changed text", {**FACTS, **changed}),
        ("of a changed text, put anew", {**FACTS, **changed, **anew}),
        ("of a changed text, put anew to others", {**FACTS, **changed, "anew": True}),
        ("put anew, a roll call", {**open_ended, **anew, "ballot": "roll_call"}),
        ("put anew, of a question of its own", {**FACTS, **anew, "question": "?"}),
        ("put anew to others", {**FACTS, "anew": True}),
    ):
        for locale in ("az", "en"):
            told_ = {**facts, "question": asked[locale]} if "question" in facts else facts
            subject, body = words("vote_voided", locale, told_)
            parts.append(f"=== vote_voided.{locale}, {what}\n{subject}\n---\n{body}")
    whole = "\n".join(parts)
    if not GOLDEN.exists():
        GOLDEN.write_text(whole, encoding="utf-8")
    assert whole == GOLDEN.read_text(encoding="utf-8")


def test_instants_are_told_in_the_conferences_zone() -> None:
    _, body = words("vote_opened", "en", FACTS)
    assert "23 November 2026, 12:00" in body
    _, body = words("vote_opened", "az", FACTS)
    assert "23 noyabr 2026, saat 12:00-dək" in body


def test_a_mail_that_lacks_a_fact_is_not_sent_half_empty() -> None:
    with pytest.raises(InvalidInput, match="title"):
        words("vote_opened", "az", {name: v for name, v in FACTS.items() if name != "title"})
    with pytest.raises(InvalidInput):
        words("unheard_of", "az", FACTS)


def letter(**changes: Any) -> Letter:
    given: dict[str, Any] = {
        "id": "mail-41-vote_opened-person-1",
        "person": "person-1",
        "kind": "vote_opened",
        "about": "vote-1",
        "params": {},
        "created": AT,
        "tries": 0,
    }
    return Letter(**{**given, **changes})


def person(**changes: Any) -> VaultPerson:
    given: dict[str, Any] = {
        "person": "person-1",
        "names": {"az": "Aynur Quliyeva", "en": "Aynur Guliyeva"},
        "email": "aynur@test.ecar.example",
        "locale": "az",
        "salt": b"",
        "digest": "",
    }
    return VaultPerson(**{**given, **changes})


FORGED = st.sampled_from(
    ["\r\nBcc: evil@example.org", "\nSubject: x", "\r", "\u2028Bcc: a@b.c", "\x00", "\u202e"]
)


@given(title=st.text(max_size=40), forged=FORGED, name=st.text(max_size=20))
def test_no_text_makes_a_header_of_its_own(title: str, forged: str, name: str) -> None:
    facts = {**FACTS, "title": title + forged + title, "conference": name + forged}
    message = compose(letter(), person(names={"az": name + forged}), facts, "ecar@test.ecar.example")
    read = email.message_from_bytes(bytes(message), policy=default)
    assert sorted(read.keys()) == sorted(
        [
            "Auto-Submitted",
            "Content-Language",
            "Content-Transfer-Encoding",
            "Content-Type",
            "Date",
            "From",
            "MIME-Version",
            "Message-ID",
            "Subject",
            "To",
        ]
    )
    assert [one.addr_spec for one in read["To"].addresses] == ["aynur@test.ecar.example"]


@given(st.text(max_size=60))
def test_a_subject_is_one_line(text_: str) -> None:
    assert len(one_line(text_).splitlines()) <= 1
    assert "\u202e" not in one_line("a\u202eb")


@pytest.mark.parametrize("address", ["", "no-at-sign", "a@b\r\nBcc: c@d.e", "a b@c.d", "@x.y"])
def test_an_address_that_is_none_is_given_up_for_good(address: str) -> None:
    with pytest.raises(InvalidInput):
        compose(letter(), person(email=address), FACTS, "ecar@test.ecar.example")


def test_azerbaijani_letters_arrive_as_they_were(place: Place, server: Controller, inbox: Inbox) -> None:
    SmtpPost(url_of(server), "ecar@test.ecar.example").send(letter(), person(), FACTS)
    (mail,) = inbox.mails
    assert mail["Subject"] == "Səsvermə başlandı: Kreditlərin tanınması haqqında"
    assert mail["To"].addresses[0].display_name == "Aynur Quliyeva"
    assert "Hörmətli Aynur Quliyeva" in mail.get_content()
    assert mail.get_content_charset() == "utf-8"
    assert (mail["Content-Language"], mail["Auto-Submitted"]) == ("az", "auto-generated")


# --- sending ---------------------------------------------------------------------------------------------


def deliver(place: Place, post: Any, owner: str = "one") -> int:
    return mailing.deliver(place.desk, post, owner)


def test_an_invitation_reaches_its_person_and_its_secret_leaves_the_database(
    place: Place, server: Controller, inbox: Inbox
) -> None:
    secret, _ = accounts.issue_invitation(place.desk, INSTALLER, "person-observer")
    post = SmtpPost(url_of(server), "ecar@test.ecar.example")
    assert deliver(place, post) == 1
    assert deliver(place, post) == 0
    (mail,) = inbox.mails
    assert inbox.recipients == [email_of("observer")]
    assert mail["Content-Language"] == "en"  # as the person reads
    assert f"{place.settings.public_url}/invitation/{secret}" in mail.get_content()
    database = place.desk.outbox._database  # type: ignore[attr-defined]
    with database.reading() as connection:
        rows = str(connection.execute(text("SELECT * FROM outbox")).all())
    assert secret not in rows


def test_every_mail_of_a_whole_vote_can_be_worded_and_sent(
    place: Place, server: Controller, inbox: Inbox
) -> None:
    vote = opened(place, drafted(place))
    ending.close(place.desk, "person-secretariat", vote)
    second = opened(place, drafted(place))
    ending.void(place.desk, "person-president", second, "Səbəb")
    sessions.send_notice(place.desk, "person-secretariat", "session-1")
    accounts.lost_password(place.desk, email_of("rector"))
    conference = place.desk.conference
    for mail in mailing.closes_soon_for(conference.votes[vote], conference):
        place.desk.outbox.queue({"id": mail.id_at(0), **mail.row(place.clock.now())})
    waits = len(waiting(place))
    post = SmtpPost(url_of(server), "ecar@test.ecar.example")
    sent = 0
    while batch := deliver(place, post):
        sent += batch
    # The one kind that this procedure cannot word: its votes have no end by themselves.
    soon = {one.person for one in waiting(place) if one.kind == "vote_closes_soon"}
    assert sent + len(soon) <= waits
    kinds = {str(mail["Subject"]).split(":")[0] for mail in inbox.mails}
    assert {"Səsvermə başlandı", "Qəbul edilmədi", "Səsvermə etibarsız elan edildi", "Dəvət"} <= kinds
    for mail in inbox.mails:
        text = mail.get_body()
        assert text is not None
        assert "{{" not in text.get_content()


def test_a_reply_of_later_is_tried_again_later_under_the_same_id(
    place: Place, server: Controller, inbox: Inbox
) -> None:
    accounts.issue_invitation(place.desk, INSTALLER, "person-rector")
    post = SmtpPost(url_of(server), "ecar@test.ecar.example")
    inbox.replies = ["451 Try again later", "451 Try again later"]
    assert deliver(place, post) == 0
    assert deliver(place, post) == 0  # not due yet
    assert len(inbox.replies) == 1
    place.clock.advance(seconds=30)
    assert deliver(place, post) == 0
    place.clock.advance(seconds=59)
    assert deliver(place, post) == 0
    place.clock.advance(seconds=1)
    assert deliver(place, post) == 1
    (mail,) = inbox.mails
    assert str(mail["Message-ID"]).endswith("@test.ecar.example>")


def test_a_mail_sent_twice_is_recognised_as_one(place: Place, server: Controller, inbox: Inbox) -> None:
    accounts.issue_invitation(place.desk, INSTALLER, "person-rector")
    post = SmtpPost(url_of(server), "ecar@test.ecar.example")
    real = place.desk.outbox.sent
    forgets = lambda *_: (_ for _ in ()).throw(Unavailable("killed here"))  # noqa: E731
    object.__setattr__(place.desk.outbox, "sent", forgets)
    with pytest.raises(Unavailable, match="killed here"):
        deliver(place, post)
    object.__setattr__(place.desk.outbox, "sent", real)
    assert deliver(place, post) == 0  # leased still
    place.clock.advance(minutes=6)
    assert deliver(place, post, "another process") == 1
    first, second = inbox.mails
    assert first["Message-ID"] == second["Message-ID"]
    assert message_id("mail-1", "a.example") != message_id("mail-2", "a.example")


def test_a_refusal_for_good_is_not_tried_again(place: Place, server: Controller, inbox: Inbox) -> None:
    accounts.issue_invitation(place.desk, INSTALLER, "person-rector")
    inbox.replies = ["550 No such person"]
    post = SmtpPost(url_of(server), "ecar@test.ecar.example")
    assert deliver(place, post) == 0
    place.clock.advance(days=30)
    assert deliver(place, post) == 0
    assert inbox.mails == []


def test_a_mail_server_that_is_away_costs_nothing_but_time(place: Place, inbox: Inbox) -> None:
    accounts.issue_invitation(place.desk, INSTALLER, "person-rector")
    controller = Controller(inbox, hostname="127.0.0.1", port=free_port())
    controller.start()
    post = SmtpPost(url_of(controller), "ecar@test.ecar.example")
    controller.stop()
    assert deliver(place, post) == 0
    (row,) = errors(place)
    assert row == ("The mail server cannot be reached (ConnectionRefusedError).", 1)


def errors(place: Place) -> list[tuple[str, int]]:
    database = place.desk.outbox._database  # type: ignore[attr-defined]
    with database.reading() as connection:
        return [tuple(row) for row in connection.execute(text("SELECT error, tries FROM outbox"))]


def test_one_mail_that_cannot_be_sent_holds_up_no_other(
    place: Place, server: Controller, inbox: Inbox
) -> None:
    accounts.issue_invitation(place.desk, INSTALLER, "person-rector")
    accounts.issue_invitation(place.desk, INSTALLER, "person-observer")
    inbox.replies = ["550 No such person"]
    assert deliver(place, SmtpPost(url_of(server), "ecar@test.ecar.example")) == 1


def test_two_senders_share_the_outbox(place: Place, server: Controller, inbox: Inbox) -> None:
    for name in PEOPLE[:8]:
        accounts.issue_invitation(place.desk, INSTALLER, f"person-{name}")
    post = SmtpPost(url_of(server), "ecar@test.ecar.example")
    first = mailing.deliver(place.desk, post, "one", limit=3)
    assert first + mailing.deliver(place.desk, post, "two", limit=100) == 8
    assert len(set(inbox.recipients)) == len(inbox.recipients) == 8


# --- encryption ------------------------------------------------------------------------------------------


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    """A key and a self-signed certificate for 127.0.0.1."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "mail.test")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    files = tmp_path / "key.pem", tmp_path / "cert.pem"
    files[0].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    files[1].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    return files


def test_mail_is_encrypted_and_the_server_must_be_who_it_says(
    inbox: Inbox, certificate: tuple[Path, Path]
) -> None:
    key, cert = certificate
    theirs = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    theirs.load_cert_chain(cert, key)
    controller = Controller(
        inbox, hostname="127.0.0.1", port=free_port(), tls_context=theirs, require_starttls=True
    )
    controller.start()
    try:
        trusting = ssl.create_default_context(cafile=str(cert))
        SmtpPost(url_of(controller), "ecar@test.ecar.example", trusting).send(letter(), person(), FACTS)
        assert len(inbox.mails) == 1
        with pytest.raises(Unavailable, match="SSLCertVerificationError"):
            SmtpPost(url_of(controller), "ecar@test.ecar.example").send(letter(), person(), FACTS)
        assert len(inbox.mails) == 1
    finally:
        controller.stop()


def test_nothing_goes_in_the_clear_to_another_machine(
    server: Controller, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp, "_LOOPBACK", ())  # as if 127.0.0.1 were far away
    with pytest.raises(Unavailable, match="STARTTLS"):
        SmtpPost(url_of(server), "ecar@test.ecar.example").send(letter(), person(), FACTS)
    assert inbox.mails == []


# --- without a mail server -------------------------------------------------------------------------------


def test_without_a_mail_server_mails_are_files_for_their_owner_alone(place: Place, tmp_path: Path) -> None:
    accounts.issue_invitation(place.desk, INSTALLER, "person-rector")
    folder = tmp_path / "outbox"
    post = post_for("", folder, "ecar@test.ecar.example")
    assert isinstance(post, FilePost)
    assert deliver(place, post) == 1
    (path,) = folder.iterdir()
    assert path.name.startswith("20261123T080000-invitation-")
    assert path.suffix == ".eml"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    read = email.message_from_bytes(path.read_bytes(), policy=default)
    assert read["To"].addresses[0].addr_spec == email_of("rector")


def test_the_same_letter_is_the_same_file(tmp_path: Path) -> None:
    post = FilePost(tmp_path / "outbox", "ecar@test.ecar.example")
    for _ in range(2):
        post.send(letter(), person(), FACTS)
    post.send(letter(id="mail-42"), person(), FACTS)
    assert len(list((tmp_path / "outbox").iterdir())) == 2


def test_a_folder_that_cannot_be_written_to_is_tried_again_later(tmp_path: Path) -> None:
    (tmp_path / "outbox").write_text("a file, no folder")
    with pytest.raises(Unavailable):
        FilePost(tmp_path / "outbox", "ecar@test.ecar.example").send(letter(), person(), FACTS)
