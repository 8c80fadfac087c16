"""Elections through the use cases, on each database: nominated, elected in two ballots, secret throughout."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import text
from support.desks import CHAIR, SECRETARY, Chamber, Moulds, audit, codes, must

from ecar_governance.cli.main import main
from ecar_governance.domain.belenios.questions import export
from ecar_governance.domain.recounting import recount
from ecar_governance.domain.vote_record import VoteRecord, read_records, record_of, series_of
from ecar_governance.domain.voting.methods.papers import Marks
from ecar_governance.errors import InvalidInput, NotFound
from ecar_governance.services import ending, nominating
from ecar_governance.services.outlining import outline
from ecar_governance.services.queries.naming import named
from ecar_governance.services.records import vote_record

FIRST, SECOND, THIRD = (f"person-rector-{number:03}" for number in (2, 3, 4))


def listed(hall: Chamber, session: str) -> str:
    """Three stand; the case is on the agenda."""
    case = hall.draft(workflow="election")
    hall.act(SECRETARY, case, "open_nominations")
    must(nominating.nominate(hall.desk, FIRST, case, FIRST))
    for person in (SECOND, THIRD):
        must(nominating.nominate(hall.desk, FIRST if person is SECOND else SECOND, case, person))
        must(nominating.accept(hall.desk, person, case, person))
    hall.act(SECRETARY, case, "place_on_agenda", session=session)
    return case


def mark(hall: Chamber, vote: str, *marks: Marks) -> None:
    """Seat after seat; an empty paper abstains."""
    for seat, said in zip(hall.seats(), marks, strict=False):
        must(hall.cast(vote, seat, "marked" if said else "abstain", marks=said))


def one(person: str) -> Marks:
    return ((person,),)


def test_two_ballots_elect_somebody_and_every_table_and_file_agrees(hall: Chamber) -> None:
    session = hall.session()
    case = listed(hall, session)
    hall.act(CHAIR, case, "open_ballot")
    first = hall.case(case).vote
    mark(hall, first, one(FIRST), one(FIRST), one(SECOND), one(THIRD), ())
    hall.close(first)
    assert hall.case(case).state == ("between_ballots",)
    must(nominating.withdraw(hall.desk, THIRD, case, THIRD))
    hall.act(CHAIR, case, "open_second")
    second = hall.case(case).vote
    assert [option.id for option in hall.vote(second).candidates] == [FIRST, SECOND]
    mark(hall, second, one(SECOND), one(SECOND), one(FIRST))
    hall.close(second)
    closed = hall.vote(second)
    assert closed.outcome is not None
    assert closed.outcome.election is not None
    assert closed.outcome.election.elected == (SECOND,)
    record = record_of(closed)
    assert recount(record).findings == ()
    told = vote_record(hall.desk, closed)
    assert told.counts is None
    assert [option.elected for option in told.candidates or ()] == [False, True]
    assert told.papers == tuple(sorted([SECOND, SECOND, FIRST]))
    assert audit(hall.settings).findings == ()
    env = {"ECAR_DATA_DIR": str(hall.settings.data_dir), "ECAR_DATABASE_URL": hall.settings.database_url}
    shown = CliRunner().invoke(main, ["vote", "show", second, "--json", "--whole"], env=env)
    assert shown.exit_code == 0, shown.output
    [(_, whole)] = read_records(shown.stdout.encode())
    assert isinstance(whole, VoteRecord)
    assert whole == series_of([hall.vote(first), closed])
    assert [ballot.number for ballot in recount(whole).ballots] == [1, 2]
    assert recount(whole).findings == ()


def test_titles_of_alternatives_are_in_the_vault_and_by_digest_in_the_log(hall: Chamber) -> None:
    session = hall.session()
    case = hall.draft(workflow="alternatives")
    hall.act(SECRETARY, case, "collect")
    told = {"az": "Sentyabrın 15-dən", "en": "From 15 September"}
    must(nominating.nominate(hall.desk, FIRST, case, titles=told, key="once"))
    assert must(nominating.nominate(hall.desk, FIRST, case, titles=told, key="once")).repeated
    assert codes(nominating.nominate(hall.desk, FIRST, case, titles={"az": " "})) == ["candidate.no_title"]
    with pytest.raises(InvalidInput):
        nominating.nominate(hall.desk, FIRST, case, titles={"az": "x" * 301})
    with pytest.raises(NotFound):
        nominating.accept(hall.desk, FIRST, "case-none", FIRST)
    hall.act(SECRETARY, case, "place_on_agenda", session=session)
    hall.act(CHAIR, case, "open_ranking")
    vote = hall.vote(hall.case(case).vote)
    assert [option.name.get("en") for option in named(hall.desk.vault, hall.conference, vote)] == [
        "From 15 September",
        "Leave things as they are",
    ]
    with hall.installation.database.reading() as connection:
        leaves = [bytes(row[0]) for row in connection.execute(text("SELECT body FROM log_event"))]
    assert not any("Sentyabrın".encode() in leaf for leaf in leaves)
    assert audit(hall.settings).findings == ()


WRONG: list[tuple[str, Marks, str]] = [
    ("for", (), "mark whom you choose"),
    ("marked", (), "marked nobody"),
    ("marked", (("person-none",),), "not on the list"),
    ("marked", ((FIRST,), (SECOND,)), "without an order"),
    ("marked", ((FIRST, SECOND),), "more than you may"),
    ("abstain", ((FIRST,),), "has no marks"),
]


def test_a_paper_that_the_method_has_no_place_for_is_refused_without_quoting_it(hall: Chamber) -> None:
    case = listed(hall, hall.session())
    hall.act(CHAIR, case, "open_ballot")
    vote = hall.case(case).vote
    for choice, marks, said in WRONG:
        with pytest.raises(InvalidInput) as caught:
            hall.cast(vote, hall.seats()[0], choice, marks=marks)
        whole = str(caught.value) + "".join(finding.message for finding in caught.value.findings)
        assert said in whole
        assert "person-" not in whole
    assert len(hall.vote(vote).marks) == 0


@pytest.fixture
def worlds(moulds: Moulds, tmp_path: Path) -> Iterator[tuple[Chamber, Chamber]]:
    with ExitStack() as stack:
        one_, two = (stack.enter_context(moulds.cast(5, tmp_path / name)) for name in ("one", "two"))
        yield one_, two


def test_whom_a_seat_marks_shows_in_no_length_anywhere(worlds: tuple[Chamber, Chamber]) -> None:
    """What two worlds keep differs in chance alone: every envelope has one length, whatever is marked."""
    sizes = []
    for hall, papers in zip(worlds, ((one(FIRST), one(FIRST)), ((), one("against"))), strict=True):
        case = listed(hall, hall.session())
        hall.act(CHAIR, case, "open_ballot")
        vote = hall.case(case).vote
        mark(hall, vote, *papers)
        with hall.installation.database.reading() as connection:
            sizes.append([row[0] for row in connection.execute(text("SELECT length(sealed) FROM envelope"))])
        must(ending.close(hall.desk, CHAIR, vote))
        with hall.installation.database.reading() as connection:
            assert connection.execute(text("SELECT count(*) FROM envelope")).scalar() == 0
    assert sizes[0] == sizes[1] == [16_688, 16_688]


def test_an_election_not_held_yet_is_outlined_for_another_system(hall: Chamber) -> None:
    """What would be opened now: the rule, who stands, whose seats vote; and where their credentials go."""
    session = hall.session()
    case = listed(hall, session)
    before = hall.conference.size
    record, sent = outline(hall.desk, case)
    assert [one.id for one in record.candidates] == [FIRST, SECOND, THIRD]
    assert all(one.name["az"] for one in record.candidates)
    assert [row.seat for row in record.electorate] == hall.seats()
    assert sorted(sent) == hall.seats()
    assert all(address and "@" in address for address in sent.values())
    made = export(record, sent)
    assert made.voters.decode().splitlines() == [f"{sent[seat]},{seat}" for seat in hall.seats()]
    assert hall.conference.size == before
    # The ballot that is opened then is the one that was outlined.
    hall.act(CHAIR, case, "open_ballot")
    opened = hall.vote(hall.case(case).vote)
    assert (opened.rule, opened.electorate, opened.number) == (record.rule, record.electorate, 1)
    assert [one.id for one in opened.candidates] == [one.id for one in record.candidates]
    mark(hall, opened.vote, one(FIRST), one(FIRST), one(SECOND), one(THIRD), ())
    hall.close(opened.vote)
    again, _ = outline(hall.desk, case)
    assert (again.candidates[0].id, again.number) == (FIRST, 2)


def test_nothing_is_outlined_of_what_puts_no_question(hall: Chamber) -> None:
    with pytest.raises(NotFound):
        outline(hall.desk, "case-nowhere")
    with pytest.raises(InvalidInput, match="put a question: balloting"):
        outline(hall.desk, hall.draft(workflow="election"), "nominating")
