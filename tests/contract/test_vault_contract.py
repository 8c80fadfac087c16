"""What the vault, accounts, outbox and record promise, on SQLite and on PostgreSQL alike."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.exc import IntegrityError
from support.house import INSTALLER, SYSTEM, House, digest_of

from ecar_governance.domain import commands as c
from ecar_governance.domain import events as e
from ecar_governance.domain.canonical import bytes_digest
from ecar_governance.domain.decision import Refused
from ecar_governance.errors import Conflict
from ecar_governance.services.accounts_port import SessionRecord
from ecar_governance.services.ports import Act, VaultWrite
from ecar_governance.services.vault_port import RecordFilter, SealedBallot, VaultPerson
from ecar_governance.storage.accounts import SqlAccounts
from ecar_governance.storage.engine import Database
from ecar_governance.storage.outbox import SqlOutbox
from ecar_governance.storage.readers import SqlRecord
from ecar_governance.storage.vault import SqlVault
from ecar_governance.storage.writer import Writer

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def vault(database: Database) -> SqlVault:
    return SqlVault(database, str.casefold)


@pytest.fixture
def accounts(database: Database) -> SqlAccounts:
    return SqlAccounts(database)


@pytest.fixture
def outbox(database: Database) -> SqlOutbox:
    return SqlOutbox(database)


@pytest.fixture
def writer(database: Database, clock) -> Iterator[Writer]:
    with Writer(database, clock) as made:
        yield made


@pytest.fixture
def keep(writer: Writer):
    """Keeps vault rows as an act does."""

    def write(*writes: VaultWrite) -> None:
        def work(act: Act) -> Refused | None:
            for one in writes:
                act.vault(one)
            return None

        writer.perform(work, actor=SYSTEM)

    return write


def person(identifier: str, email: str | None = None) -> VaultWrite:
    values = {
        "name_az": "Gülşən Əliyeva",
        "name_en": "Gulshan Aliyeva",
        "email": email,
        "email_folded": None if email is None else email.casefold(),
        "locale": "az",
        "salt": b"s" * 16,
        "digest": "sha256:d",
        "created": AT,
    }
    return VaultWrite("person", {"id": identifier}, values)


# --- people, texts, blobs, envelopes ----------------------------------------------------------------------


def test_people_by_id_and_by_mail_whatever_the_case(vault: SqlVault, keep) -> None:
    keep(person("p-1", "Gulshan@Example.az"), person("p-2"))
    wanted = VaultPerson(
        "p-1",
        {"az": "Gülşən Əliyeva", "en": "Gulshan Aliyeva"},
        "Gulshan@Example.az",
        "az",
        b"s" * 16,
        "sha256:d",
    )
    assert vault.people(["p-1", "p-9"]) == {"p-1": wanted}
    assert vault.person_with_email("GULSHAN@EXAMPLE.AZ") == wanted
    assert vault.person_with_email("nobody@example.az") is None
    assert [found.person for found in vault.everyone()] == ["p-1", "p-2"]
    assert vault.people(["p-2"])["p-2"].email == ""


def test_more_people_than_a_statement_takes(vault: SqlVault, keep) -> None:
    keep(*(person(f"p-{number}") for number in range(1200)))
    assert len(vault.people(f"p-{number}" for number in range(1500))) == 1200


def test_texts_by_digest(vault: SqlVault, keep) -> None:
    row = {"salt": b"s" * 16, "content": "Şəffaf\nmətn", "language": "az", "created": AT}
    keep(VaultWrite("text", {"digest": "sha256:t"}, row))
    found = vault.texts(["sha256:t", "sha256:erased"])
    assert found.keys() == {"sha256:t"}
    kept = found["sha256:t"]
    assert (kept.content, kept.language, kept.salt, kept.created) == ("Şəffaf\nmətn", "az", b"s" * 16, AT)


def test_a_file_is_kept_once_with_its_first_description(vault: SqlVault) -> None:
    content = b"%PDF \x00\xff" * 1000
    first = vault.put_blob(content, media_type="application/pdf", filename="qərar.pdf", at=AT)
    again = vault.put_blob(content, media_type="text/plain", filename="other", at=AT + HOUR)
    assert first == again
    assert (first.sha256, first.size) == (bytes_digest(content), len(content))
    assert vault.blob(first.sha256) == content
    assert vault.blob("sha256:none") is None
    assert vault.blob_infos([first.sha256, "sha256:none"]) == {first.sha256: first}


def test_the_same_file_at_once_is_kept_once(vault: SqlVault) -> None:
    results = []

    def put() -> None:
        results.append(vault.put_blob(b"x" * 100_000, media_type="a/b", filename="x", at=AT))

    threads = [threading.Thread(target=put) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [results[0]] * 8


def test_envelopes_by_seat_until_they_are_deleted(vault: SqlVault, keep) -> None:
    for vote, seat in (("v1", "s2"), ("v1", "s1"), ("v2", "s1")):
        keep(
            VaultWrite(
                "envelope", {"vote": vote, "seat": seat}, {"digest": seat, "sealed": b"\x00" + seat.encode()}
            )
        )
    assert vault.envelopes("v1") == [SealedBallot("s1", "s1", b"\x00s1"), SealedBallot("s2", "s2", b"\x00s2")]
    keep(VaultWrite("envelope", {"vote": "v1", "seat": "s1"}, {"digest": "changed", "sealed": b"new"}))
    assert vault.envelopes("v1")[0] == SealedBallot("s1", "changed", b"new")
    assert vault.votes_with_envelopes() == ("v1", "v2")
    assert (vault.delete_envelopes("v1"), vault.delete_envelopes("v1")) == (2, 0)
    assert vault.votes_with_envelopes() == ("v2",)


# --- jobs and mail ----------------------------------------------------------------------------------------


def test_a_job_is_leased_to_one_worker_until_it_is_done(vault: SqlVault) -> None:
    vault.add_job("j-1", "typeset", "resolution-1", {"n": [1, 2]}, at=AT, due=AT)
    vault.add_job("j-1", "typeset", "another", {}, at=AT, due=AT)
    (job,) = vault.lease_jobs(["typeset"], "a", now=AT, until=AT + HOUR, limit=5)
    assert (job.id, job.about, job.payload, job.created, job.tries) == (
        "j-1",
        "resolution-1",
        {"n": [1, 2]},
        AT,
        0,
    )
    assert vault.lease_jobs(["typeset"], "b", now=AT, until=AT + HOUR) == []
    assert not vault.finish_job("j-1", "b", at=AT)
    assert vault.finish_job("j-1", "a", at=AT)
    assert vault.lease_jobs(["typeset"], "b", now=AT + 9 * HOUR, until=AT + 10 * HOUR) == []


def test_a_lease_that_runs_out_passes_on(vault: SqlVault) -> None:
    vault.add_job("j-1", "typeset", "x", {}, at=AT, due=AT)
    vault.lease_jobs(["typeset"], "dead", now=AT, until=AT + HOUR)
    (job,) = vault.lease_jobs(["typeset"], "b", now=AT + HOUR, until=AT + 2 * HOUR)
    assert job.id == "j-1"
    assert not vault.finish_job("j-1", "dead", at=AT + HOUR)


def test_a_job_that_failed_is_tried_again_when_due(vault: SqlVault) -> None:
    vault.add_job("j-1", "typeset", "x", {}, at=AT, due=AT)
    vault.lease_jobs(["typeset"], "a", now=AT, until=AT + HOUR)
    assert vault.fail_job("j-1", "a", error="no font", retry_at=AT + HOUR)
    assert vault.lease_jobs(["typeset"], "a", now=AT, until=AT + HOUR) == []
    (job,) = vault.lease_jobs(["typeset"], "a", now=AT + HOUR, until=AT + 2 * HOUR)
    assert job.tries == 1


def test_jobs_of_other_kinds_and_later_ones_are_left(vault: SqlVault) -> None:
    vault.add_job("j-1", "typeset", "x", {}, at=AT, due=AT + HOUR)
    vault.add_job("j-2", "other", "x", {}, at=AT, due=AT)
    assert vault.lease_jobs(["typeset"], "a", now=AT, until=AT + HOUR) == []


def test_many_workers_share_jobs_and_none_is_done_twice(vault: SqlVault) -> None:
    for number in range(40):
        vault.add_job(f"j-{number:02}", "typeset", "x", {}, at=AT, due=AT)
    taken: list[str] = []

    def work(owner: str) -> None:
        while True:
            jobs = vault.lease_jobs(["typeset"], owner, now=AT, until=AT + HOUR, limit=3)
            if not jobs:
                return
            for job in jobs:
                assert vault.finish_job(job.id, owner, at=AT)
                taken.append(job.id)

    threads = [threading.Thread(target=work, args=(f"w{number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # SKIP LOCKED may leave a worker empty-handed while others hold rows: nothing is lost, nothing doubled.
    work("last")
    assert sorted(taken) == [f"j-{number:02}" for number in range(40)]


def mail(identifier: str, due: datetime = AT) -> dict[str, object]:
    return {
        "id": identifier,
        "person": "p-1",
        "kind": "invitation",
        "about": "p-1",
        "params": {"secret": "abc"},
        "created": AT,
        "due": due,
    }


def test_a_letter_is_sent_once_and_its_secret_blanked(outbox: SqlOutbox, database: Database) -> None:
    outbox.queue(mail("m-1"))
    outbox.queue({**mail("m-1"), "params": {}})
    outbox.queue(mail("m-2", AT + HOUR))
    (letter,) = outbox.lease("a", AT, AT + HOUR, 10)
    assert (letter.id, letter.params, letter.tries, letter.created) == ("m-1", {"secret": "abc"}, 0, AT)
    outbox.sent("m-1", AT)
    assert [found.id for found in outbox.lease("a", AT + HOUR, AT + 2 * HOUR, 10)] == ["m-2"]
    assert outbox.waiting() == 1
    with database.reading() as connection:
        rows = connection.exec_driver_sql("SELECT params FROM outbox WHERE id = 'm-1'").scalars().all()
    assert rows == ["{}"]


def test_a_letter_that_failed_comes_back_when_due(outbox: SqlOutbox) -> None:
    outbox.queue(mail("m-1"))
    outbox.lease("a", AT, AT + HOUR, 10)
    outbox.failed("m-1", AT + HOUR, "451 later")
    assert outbox.lease("a", AT, AT + HOUR, 10) == []
    (letter,) = outbox.lease("a", AT + HOUR, AT + 2 * HOUR, 10)
    assert letter.tries == 1


def test_a_letter_of_an_act_needs_no_more_than_its_facts(outbox: SqlOutbox, keep) -> None:
    row = mail("m-1")
    keep(VaultWrite("outbox", {"id": row.pop("id")}, row))
    assert [letter.id for letter in outbox.lease("a", AT, AT + HOUR, 10)] == ["m-1"]


# --- accounts ---------------------------------------------------------------------------------------------


def session(name: str, holder: str = "p-1") -> SessionRecord:
    return SessionRecord(name, holder, AT, AT, AT, AT + 8 * HOUR)


def test_sessions_live_until_they_end(accounts: SqlAccounts, keep) -> None:
    keep(person("p-1"), person("p-2"))
    for name, holder in (("a", "p-1"), ("b", "p-1"), ("c", "p-2")):
        accounts.add_session(session(name, holder))
    assert accounts.session("a") == session("a")
    accounts.touch_sessions({"a": AT + HOUR, "b": AT})
    accounts.touch_sessions({"a": AT})  # a late writer never takes it back
    found = accounts.session("a")
    assert found is not None
    assert found.seen == AT + HOUR
    accounts.end_session("unknown")
    accounts.end_session("b")
    assert accounts.session("b") is None
    accounts.end_sessions("p-1")
    assert accounts.session("a") is None
    assert accounts.session("c") is not None


def test_sessions_expire_by_age_and_by_idleness(accounts: SqlAccounts, keep) -> None:
    keep(person("p-1"))
    for name in ("idle", "used"):
        accounts.add_session(session(name))
    accounts.touch_sessions({"used": AT + 2 * HOUR})
    assert accounts.expire_sessions(AT + 3 * HOUR, AT + HOUR) == 1
    assert accounts.session("idle") is None
    assert accounts.expire_sessions(AT + 8 * HOUR, AT) == 1


def test_a_session_id_is_never_taken_over(accounts: SqlAccounts, keep) -> None:
    keep(person("p-1"), person("p-2"))
    accounts.add_session(session("a", "p-1"))
    with pytest.raises(IntegrityError):
        accounts.add_session(session("a", "p-2"))


def test_passwords_and_invitations(accounts: SqlAccounts, keep) -> None:
    keep(
        person("p-1"),
        VaultWrite(
            "credential", {"person": "p-1", "kind": "password"}, {"password_hash": "h1", "changed": AT}
        ),
        VaultWrite(
            "invitation",
            {"token_hash": "t"},
            {"person": "p-1", "purpose": "invitation", "issued": AT, "expires": AT + HOUR, "used": None},
        ),
    )
    assert accounts.password_hash("p-1") == "h1"
    assert accounts.password_hash("p-2") is None
    accounts.replace_password_hash("p-1", "stale", "h2")
    assert accounts.password_hash("p-1") == "h1"
    accounts.replace_password_hash("p-1", "h1", "h2")
    assert accounts.password_hash("p-1") == "h2"
    found = accounts.invitation("t")
    assert found is not None
    assert (found.person, found.purpose, found.expires, found.used) == ("p-1", "invitation", AT + HOUR, None)
    keep(VaultWrite("invitation", {"token_hash": "t"}, {"used": AT}))
    used = accounts.invitation("t")
    assert used is not None
    assert used.used == AT
    assert accounts.invitation("other") is None


def test_erasing_a_person_takes_what_hangs_on_them(accounts: SqlAccounts, keep) -> None:
    keep(
        person("p-1"),
        VaultWrite(
            "credential", {"person": "p-1", "kind": "password"}, {"password_hash": "h", "changed": AT}
        ),
    )
    accounts.add_session(session("a"))
    keep(VaultWrite("person", {"id": "p-1"}, delete=True))
    assert accounts.password_hash("p-1") is None
    assert accounts.session("a") is None


def test_tries_are_counted_by_window(accounts: SqlAccounts) -> None:
    window = AT - HOUR
    assert [accounts.count_try("place", AT, window) for _ in range(3)] == [1, 2, 3]
    assert accounts.tries("place", window) == 3
    assert accounts.tries("place", AT + HOUR) == 0
    assert accounts.tries("elsewhere", window) == 0
    later = AT + 2 * HOUR
    assert accounts.count_try("place", later, later - HOUR) == 1
    assert accounts.count_try("place", later + HOUR, later) == 2
    accounts.forget_tries("place")
    assert accounts.tries("place", window) == 0


def test_tries_at_once_are_all_counted(accounts: SqlAccounts) -> None:
    results: list[int] = []
    threads = [
        threading.Thread(target=lambda: results.append(accounts.count_try("place", AT, AT - HOUR)))
        for _ in range(12)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == list(range(1, 13))


# --- the record -------------------------------------------------------------------------------------------


def test_the_record_by_subject_person_type_and_time(database: Database, writer: Writer, clock) -> None:
    house = House(writer, members=3).found()
    clock.advance(hours=1)
    for number in range(3):
        house.draft(f"case-{number}", by=number)
    clock.advance(hours=1)
    house.put("case-1", "vote-1")
    record = SqlRecord(database)

    def positions(wanted: RecordFilter, **more: object) -> list[int]:
        return [event.position for event in record.events(wanted, limit=1000, **more)]  # type: ignore[arg-type]

    size = record.state().size
    everything = positions(RecordFilter())
    assert everything == list(range(size))
    assert positions(RecordFilter(), newest_first=True) == everything[::-1]
    drafted = positions(RecordFilter(types=("ProposalDrafted",)))
    assert len(drafted) == 3
    assert positions(RecordFilter(person="person-001")) == [drafted[1]]
    of_case = positions(RecordFilter(subject="case-1"))
    assert of_case[0] == drafted[1]
    assert len(of_case) == 3
    assert positions(RecordFilter(subject="case-1", until=AT + HOUR)) == [drafted[1]]
    assert positions(RecordFilter(after=size - 3, before=size - 1)) == [size - 2]
    assert [event.position for event in record.events(limit=2)] == [0, 1]
    event = record.event(drafted[0])
    assert event is not None
    assert isinstance(event.data, e.ProposalDrafted)
    assert record.event(size) is None
    assert list(record.leaves(2, 5)) == list(record.leaves())[2:5]
    assert record.leaf_hashes(4) == record.leaf_hashes()[:4]
    assert (record.checkpoint(), record.checkpoints()) == (None, [])


def test_a_deleted_event_hides_no_later_one(database: Database, writer: Writer) -> None:
    House(writer, members=3).found()
    record = SqlRecord(database)
    leaves = list(record.leaves())
    with database.writing() as connection:
        connection.exec_driver_sql("DELETE FROM log_event WHERE position = 4")
    assert list(record.leaves()) == leaves[:4] + leaves[5:]


def test_leaves_come_in_pages(database: Database, writer: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    House(writer, members=3).found()
    record = SqlRecord(database)
    leaves = list(record.leaves())
    for page in (1, 5, len(leaves), len(leaves) + 1):
        monkeypatch.setattr("ecar_governance.storage.readers._PAGE", page)
        assert list(record.leaves()) == leaves
        assert list(record.leaves(3, 9)) == leaves[3:9]


def test_an_email_is_one_persons(writer: Writer, keep) -> None:
    House(writer).found()
    registered = c.RegisterPerson(e.PersonRegistered("p-2", digest_of("x")))
    keep(person("p-1", "one@example.az"))

    def work(act: Act) -> Refused | None:
        answer = act.decide(registered, INSTALLER)
        act.vault(person("p-2", "ONE@example.az"))
        return answer if isinstance(answer, Refused) else None

    with pytest.raises(Conflict, match="email_folded"):
        writer.perform(work, actor=INSTALLER)
