"""What every `Office` over a database promises, on SQLite and on PostgreSQL alike."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from structlog.testing import capture_logs
from support.house import INSTALLER, SYSTEM, House, deciding, digest_of, manifest

from ecar_governance.domain import commands as c
from ecar_governance.domain import events as e
from ecar_governance.domain.decision import Refused
from ecar_governance.domain.leaf import event_of
from ecar_governance.domain.log import frontier_of, leaf_hash, root
from ecar_governance.errors import Conflict, InvalidInput, Unavailable
from ecar_governance.services.ports import Act, Done, VaultWrite
from ecar_governance.storage.engine import Database
from ecar_governance.storage.projections import compare
from ecar_governance.storage.readers import SqlRecord
from ecar_governance.storage.tables import METADATA
from ecar_governance.storage.writer import Writer


@pytest.fixture
def writer(database: Database, clock) -> Iterator[Writer]:
    with Writer(database, clock) as made:
        yield made


@pytest.fixture
def house(writer: Writer) -> House:
    return House(writer, members=5).found()


def rows(database: Database, table: str) -> int:
    with database.reading() as connection:
        return int(connection.execute(select(func.count()).select_from(METADATA.tables[table])).scalar_one())


def whole(database: Database, writer: Writer) -> None:
    """The log is gapless, leads to its root, and the projections say what it says."""
    leaves = list(SqlRecord(database).leaves())
    state = SqlRecord(database).state()
    assert state.size == len(leaves) == rows(database, "log_event")
    assert [event_of(leaf).position for leaf in leaves] == list(range(len(leaves)))
    assert state.root == root(frontier_of([leaf_hash(leaf) for leaf in leaves]))
    with database.reading() as connection:
        assert compare(connection, writer.refresh()) == []


def test_an_act_is_durable_when_it_is_answered(database: Database, house: House, writer: Writer) -> None:
    done = house.draft("case-1")
    assert [type(event.data) for event in done.events] == [e.ProposalDrafted]
    assert done.position == done.events[0].position == writer.conference.size - 1
    event = SqlRecord(database).event(done.position)
    assert event is not None
    assert event.data == done.events[0].data
    whole(database, writer)


def test_a_refusal_leaves_nothing(database: Database, house: House, writer: Writer) -> None:
    before, writes = SqlRecord(database).state(), rows(database, "text")
    kept = {"salt": b"s" * 16, "content": "mətn", "language": "az", "created": writer.conference.at}

    def work(act: Act) -> Refused | None:
        act.vault(VaultWrite("text", {"digest": digest_of("x")}, kept))
        answer = act.decide(c.DraftProposal("case-9", "unknown", manifest()), house.rector(0))
        assert isinstance(answer, Refused)
        return answer

    outcome = writer.perform(work, actor=house.rector(0), key="k")
    assert isinstance(outcome, Refused)
    assert {reason.code for reason in outcome.reasons} == {"workflow.unknown"}
    assert SqlRecord(database).state() == before
    assert rows(database, "text") == writes
    assert rows(database, "idempotency") == 0


def test_the_error_of_a_work_is_its_callers(database: Database, house: House, writer: Writer) -> None:
    def work(act: Act) -> Refused | None:
        act.decide(c.DraftProposal("case-1", "motion", manifest()), house.rector(0))
        raise ZeroDivisionError("mine")

    before = SqlRecord(database).state()
    with pytest.raises(ZeroDivisionError, match="mine"):
        writer.perform(work, actor=house.rector(0))
    assert SqlRecord(database).state() == before
    house.draft("case-1")


def test_an_act_may_decide_twice_and_sees_what_it_did(house: House, writer: Writer) -> None:
    seen = []

    def work(act: Act) -> Refused | None:
        act.decide(c.DraftProposal("case-1", "circuit", manifest()), house.rector(0))
        seen.append(act.conference.cases["case-1"].version)
        answer = act.decide(c.TakeAction("case-1", "from_stop0", 1), house.rector(0))
        seen.append(act.conference.cases["case-1"].version)
        return answer if isinstance(answer, Refused) else None

    done = writer.perform(work, actor=house.rector(0))
    assert isinstance(done, Done)
    assert seen == [1, 2]
    assert [(event.position, event.act) for event in done.events] == [
        (done.position, done.position),
        (done.position + 1, done.position + 1),
    ]
    assert all(event.command for event in done.events)


def test_the_same_key_again_gets_the_first_answer(database: Database, house: House, writer: Writer) -> None:
    command = c.DraftProposal("case-1", "motion", manifest())
    first = house.must(command, house.rector(0), key="form-1")
    again = house.may(command, house.rector(0), key="form-1")
    assert isinstance(again, Done)
    assert (again.position, again.repeated) == (first.position, True)
    assert [event.data for event in again.events] == [event.data for event in first.events]
    assert rows(database, "proposal") == 1
    # The key is the person's own: another may use the same one.
    other = house.must(c.DraftProposal("case-2", "motion", manifest()), house.rector(1), key="form-1")
    assert not other.repeated


def test_a_refused_act_does_not_use_up_its_key(house: House) -> None:
    refused = house.may(c.DraftProposal("case-1", "unknown", manifest()), house.rector(0), key="k")
    assert isinstance(refused, Refused)
    assert not house.must(c.DraftProposal("case-1", "motion", manifest()), house.rector(0), key="k").repeated


def test_a_key_works_in_another_process_and_after_a_restart(database: Database, clock) -> None:
    with Writer(database, clock) as first:
        house = House(first).found()
        done = house.must(c.DraftProposal("case-1", "motion", manifest()), house.rector(0), key="k")
    with Writer(database, clock) as second:
        assert second.conference.size == done.position + 1
        again = House(second).may(c.DraftProposal("case-1", "motion", manifest()), house.rector(0), key="k")
        assert isinstance(again, Done)
        assert (again.position, again.repeated) == (done.position, True)


def test_time_never_runs_backwards(house: House, clock) -> None:
    first = house.draft("case-1").events[0].at
    clock.advance(hours=-3)
    assert house.draft("case-2").events[0].at == first
    clock.advance(hours=4)
    assert house.draft("case-3").events[0].at == first + timedelta(hours=1)


def test_readers_keep_a_whole_value_while_the_log_grows(house: House, writer: Writer) -> None:
    before = writer.conference
    house.draft("case-1")
    assert "case-1" not in before.cases
    assert "case-1" in writer.conference.cases


def test_what_another_process_appends_is_folded_in(database: Database, house: House, writer, clock) -> None:
    with Writer(database, clock) as other:
        House(other).draft("case-1")
        assert "case-1" not in writer.conference.cases
        assert "case-1" in writer.refresh().cases
        House(other).draft("case-2")
        # Without a refresh, too: an act begins by folding in, and decides on what it finds.
        refused = house.may(c.DraftProposal("case-2", "motion", manifest()), house.rector(0))
        assert isinstance(refused, Refused)
        assert refused.reasons[0].code == "case.exists"
    whole(database, writer)


def together(work: list[Callable[[], object]]) -> list[object]:
    """Runs the calls at one instant, each in a thread; exceptions are results."""
    barrier = threading.Barrier(len(work))
    results: list[object] = [None] * len(work)

    def run(place: int) -> None:
        barrier.wait()
        try:
            results[place] = work[place]()
        except Exception as error:  # noqa: BLE001  # reason: the tests look at what each call came to
            results[place] = error

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(work))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_a_hundred_ballots_for_one_seat_leave_one(database: Database, house: House, writer: Writer) -> None:
    house.draft("case-1")
    house.put("case-1", "vote-1")
    results = together([lambda n=n: house.cast("vote-1", 0, f"paper {n}") for n in range(100)])
    done = [result for result in results if isinstance(result, Done)]
    refused = [result for result in results if isinstance(result, Refused)]
    assert (len(done), len(refused)) == (1, 99)
    assert {reason.code for answer in refused for reason in answer.reasons} == {"ballot.already_cast"}
    assert rows(database, "ballot_mark") == rows(database, "envelope") == 1
    whole(database, writer)


def test_different_seats_all_succeed_at_once(database: Database, writer: Writer) -> None:
    house = House(writer, members=60).found()
    house.draft("case-1")
    house.put("case-1", "vote-1")
    results = together([lambda n=n: house.cast("vote-1", n, key=f"key-{n}") for n in range(60)])
    assert all(isinstance(result, Done) for result in results)
    assert rows(database, "ballot_mark") == rows(database, "envelope") == 60
    whole(database, writer)


def test_the_same_key_at_once_is_done_once(database: Database, house: House, writer: Writer) -> None:
    house.draft("case-1")
    house.put("case-1", "vote-1")
    results = together([lambda: house.cast("vote-1", 0, "paper", key="k") for _ in range(40)])
    assert {result.position for result in results if isinstance(result, Done)} == {results[0].position}  # type: ignore[attr-defined]
    assert sorted(result.repeated for result in results) == [False] + [True] * 39  # type: ignore[attr-defined]
    assert rows(database, "ballot_mark") == 1


def test_one_bad_item_fails_alone(database: Database, house: House, writer: Writer) -> None:
    """Forty in a batch, one of whom the database refuses (a mail address that somebody has)."""
    person = {"name_az": "A", "name_en": "A", "locale": "az", "salt": b"s" * 16, "digest": "d"}
    created = writer.conference.at

    def row(number: int, email: str) -> VaultWrite:
        values = {**person, "email": email, "email_folded": email, "created": created}
        return VaultWrite("person", {"id": f"person-new-{number}"}, values)

    house.must(
        c.RegisterPerson(e.PersonRegistered("person-new-0", "d")), INSTALLER, row(0, "taken@example.az")
    )

    def register(number: int) -> Callable[[], object]:
        email = "taken@example.az" if number == 20 else f"p{number}@example.az"
        command = c.RegisterPerson(e.PersonRegistered(f"person-new-{number}", "d"))
        return lambda: house.may(command, INSTALLER, row(number, email))

    results = together([register(number) for number in range(1, 41)])
    assert [place for place, result in enumerate(results) if not isinstance(result, Done)] == [19]
    assert isinstance(results[19], Conflict)
    assert "person-new-20" not in writer.conference.persons
    assert rows(database, "person") == 40
    whole(database, writer)


def test_the_event_loop_is_served_and_never_blocked(database: Database, house: House, writer: Writer) -> None:
    async def many() -> list[object]:
        calls = [
            writer.perform_async(
                deciding(c.DraftProposal(f"case-{n}", "motion" if n % 2 else "unknown", manifest()), actor),
                actor=actor,
            )
            for n, actor in ((n, house.rector(n % 5)) for n in range(40))
        ]
        return await asyncio.gather(*calls, return_exceptions=True)

    results = asyncio.run(many())
    assert [isinstance(result, Done) for result in results] == [bool(n % 2) for n in range(40)]
    whole(database, writer)


def test_an_error_reaches_the_coroutine_that_caused_it(house: House, writer: Writer) -> None:
    def work(_: Act) -> Refused | None:
        raise ZeroDivisionError("mine")

    async def both() -> list[object]:
        good = deciding(c.DraftProposal("case-1", "motion", manifest()), house.rector(0))
        return await asyncio.gather(
            writer.perform_async(work, actor=SYSTEM),
            writer.perform_async(good, actor=house.rector(0)),
            return_exceptions=True,
        )

    bad, good = asyncio.run(both())
    assert isinstance(bad, ZeroDivisionError)
    assert isinstance(good, Done)


def test_the_writer_outlives_a_work_that_exits(house: House, writer: Writer) -> None:
    def leave(_: Act) -> Refused | None:
        raise SystemExit("as a command line would")

    async def both() -> object:
        with pytest.raises(Unavailable, match="stopped"):
            await writer.perform_async(leave, actor=SYSTEM)
        good = deciding(c.DraftProposal("case-1", "motion", manifest()), house.rector(0))
        return await writer.perform_async(good, actor=house.rector(0))

    with capture_logs() as logs:
        assert isinstance(asyncio.run(both()), Done)
    assert [line["event"] for line in logs] == ["writer_interrupted"]


def test_a_coroutine_that_goes_away_hurts_nobody(database: Database, house: House, writer: Writer) -> None:
    async def leave() -> None:
        def slow(act: Act) -> Refused | None:
            act.decide(c.DraftProposal("case-1", "motion", manifest()), house.rector(0))
            threading.Event().wait(0.05)
            return None

        task = asyncio.ensure_future(writer.perform_async(slow, actor=house.rector(0)))
        await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(leave())
    house.draft("case-2")  # behind the other in the queue
    assert {"case-1", "case-2"} <= set(writer.conference.cases)


def test_after_the_close_it_says_that_it_is_unavailable(database: Database, clock) -> None:
    writer = Writer(database, clock)
    house = House(writer).found()
    writer.close()
    writer.close()
    with pytest.raises(Unavailable, match="shutting down"):
        house.draft("case-1")


def test_a_vault_row_that_no_table_can_take_is_refused_at_once(house: House, writer: Writer) -> None:
    def into(table: str, key: dict[str, object], values: dict[str, object]) -> None:
        def work(act: Act) -> Refused | None:
            act.vault(VaultWrite(table, key, values))
            return None

        writer.perform(work, actor=SYSTEM)

    with pytest.raises(InvalidInput, match="'log_event' is not a table of the vault"):
        into("log_event", {"position": 0}, {"body": b"forged"})
    with pytest.raises(InvalidInput, match="has no column colour"):
        into("text", {"digest": "sha256:x"}, {"colour": "red"})
    with pytest.raises(InvalidInput, match="both as key and as value"):
        into("text", {"digest": "sha256:x"}, {"digest": "sha256:y"})
    with pytest.raises(InvalidInput, match="needs a key"):
        into("text", {}, {"content": "x"})
    with pytest.raises(Conflict, match="is not there"):
        into("invitation", {"token_hash": "nobody's"}, {"used": writer.conference.at})


def test_an_act_reads_the_vault_as_it_will_be(house: House, writer: Writer) -> None:
    at = writer.conference.at
    found: list[list[str]] = []

    def text_row(name: str) -> VaultWrite:
        values = {"salt": b"s" * 16, "content": name, "language": "az", "created": at}
        return VaultWrite("text", {"digest": f"sha256:{name}"}, values)

    def look(act: Act) -> None:
        found.append(sorted(row["content"] for row in act.read("text", {"language": "az"})))

    def work(act: Act) -> Refused | None:
        act.vault(text_row("one"))
        act.vault(text_row("two"))
        look(act)
        act.vault(VaultWrite("text", {"digest": "sha256:one"}, {"content": "one again"}))
        look(act)
        act.vault(VaultWrite("text", {"digest": "sha256:two"}, delete=True))
        look(act)
        act.vault(VaultWrite("text", {"language": "az"}, {"content": "every one"}))
        look(act)
        act.vault(text_row("three"))
        return None

    assert isinstance(writer.perform(work, actor=SYSTEM), Done)
    assert found == [["one", "two"], ["one again", "two"], ["one again"], ["every one"]]

    def read(act: Act) -> Refused | None:
        look(act)
        return None

    writer.perform(read, actor=SYSTEM)
    assert found[-1] == ["every one", "three"]


def test_listeners_hear_every_commit_in_order_and_cannot_undo_it(database: Database, clock) -> None:
    heard: list[int] = []

    def listen(events: tuple[e.Event, ...]) -> None:
        heard.extend(event.position for event in events)
        raise RuntimeError("a listener that fails")

    with Writer(database, clock, on_commit=listen) as writer:
        house = House(writer).found()
        house.draft("case-1")
        assert heard == list(range(writer.conference.size))
        assert rows(database, "proposal") == 1
