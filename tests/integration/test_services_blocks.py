"""Several items put as one question, through the use cases, on both databases: announced, taken out, opened,
voted with one ballot, closed together, each case on its own way."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from support.desks import CHAIR, SECRETARY, Chamber, audit, codes, must, text_of

from ecar_governance.domain.blocks import block_hash, votes_of
from ecar_governance.domain.recounting import recount
from ecar_governance.domain.vote_record import from_plain, record_of, to_plain
from ecar_governance.errors import KeyLost, Unavailable
from ecar_governance.keys.store import DirectoryKeyStore
from ecar_governance.services import ballots, blocks, importing, sessions, timers
from ecar_governance.services.accounts_port import Letter
from ecar_governance.services.mailing import facts
from ecar_governance.services.minutes import minutes_record
from ecar_governance.services.ports import Outcome
from ecar_governance.services.texts import ProposalText

MEMBER = "person-rector-003"


def three(hall: Chamber) -> tuple[str, list[str]]:
    """A session with three resolutions on its agenda."""
    session = hall.session()
    return session, [hall.on_agenda(session, text=text_of(word)) for word in ("Bir", "İki", "Üç")]


def opened(hall: Chamber, session: str, *items: int) -> list[str]:
    """The votes of a block of these items."""
    must(blocks.announce(hall.desk, CHAIR, session, items))
    must(blocks.open_block(hall.desk, CHAIR, session))
    block = hall.conference.sessions[session].blocks[-1]
    return [vote.vote for vote in votes_of(hall.conference, block.block)]


def cast(hall: Chamber, vote: str, seat: str, choice: str = "for", **given: str) -> Outcome:
    """The seat's ballot, for every vote of the block."""
    block = votes_of(hall.conference, hall.vote(vote).block)
    hashed = block_hash(tuple(one for one in block if one.status == "open"))
    given.setdefault("manifest_hash", hashed)
    return ballots.cast(hall.desk, hall.rector(seat), vote, choice, seat=seat, **given)


def test_one_ballot_stands_for_each_and_each_goes_its_own_way(hall: Chamber) -> None:
    session, cases = three(hall)
    votes = opened(hall, session, 1, 2, 3)
    assert [hall.case(case).state for case in cases] == [("voting",)] * 3
    for place, seat in enumerate(hall.seats()):
        must(cast(hall, votes[place % 3], seat, "for" if place else "against"))
    for vote in votes:
        assert set(hall.vote(vote).marks) == set(hall.seats())
    hall.close(votes[1])
    assert [hall.vote(vote).status for vote in votes] == ["closed"] * 3
    first = hall.vote(votes[0])
    assert all(hall.vote(vote).papers == first.papers for vote in votes)
    assert all(hall.vote(vote).outcome == first.outcome for vote in votes)
    assert [hall.case(case).state for case in cases] == [("adopted",)] * 3
    for vote in votes:
        record = record_of(hall.vote(vote))
        assert record.block == f"{session}/1"
        again = recount(from_plain(to_plain(record)))
        assert (again.findings, again.outcome) == ((), first.outcome)
    must(sessions.close_session(hall.desk, SECRETARY, session))
    for item in minutes_record(hall.desk, session).items:
        [taken] = item.votes
        assert "Items 1-3 were put as one question" in taken.result["en"]
    assert audit(hall.settings).findings == ()


def test_a_member_takes_an_item_out_and_it_is_put_alone(hall: Chamber) -> None:
    session, cases = three(hall)
    must(blocks.announce(hall.desk, CHAIR, session, (1, 2, 3)))
    assert codes(hall.try_act(CHAIR, cases[1], "open_vote")) == ["block.stands"]
    must(blocks.take_out(hall.desk, MEMBER, session, 2))
    assert codes(blocks.take_out(hall.desk, MEMBER, session, 2)) == ["block.not_in_it"]
    must(blocks.open_block(hall.desk, CHAIR, session))
    assert [hall.case(case).state for case in cases] == [("voting",), ("agenda",), ("voting",)]
    assert codes(blocks.take_out(hall.desk, MEMBER, session, 3)) == ["block.none"]
    hall.act(CHAIR, cases[1], "open_vote")
    alone = hall.case(cases[1]).vote
    assert not hall.vote(alone).block
    must(hall.cast(alone, hall.seats()[0]))
    assert not hall.vote(hall.case(cases[0]).vote).marks


def test_where_one_key_cannot_be_kept_none_is(hall: Chamber, monkeypatch: pytest.MonkeyPatch) -> None:
    session, _ = three(hall)
    must(blocks.announce(hall.desk, CHAIR, session, (1, 2, 3)))
    keep, asked = DirectoryKeyStore.put, []

    def put(store: DirectoryKeyStore, vote: str, private: bytes) -> None:
        asked.append(vote)
        if len(asked) == 2:
            raise Unavailable("The disk is full.")
        keep(store, vote, private)

    monkeypatch.setattr(DirectoryKeyStore, "put", put)
    with pytest.raises(Unavailable):
        blocks.open_block(hall.desk, CHAIR, session)
    for vote in asked:
        with pytest.raises(KeyLost):
            hall.desk.keys.get(vote)
    assert not hall.conference.open_votes


def test_of_two_there_is_no_block_once_one_is_taken_out(hall: Chamber) -> None:
    session, cases = three(hall)
    must(blocks.announce(hall.desk, CHAIR, session, (1, 2)))
    must(blocks.take_out(hall.desk, MEMBER, session, 1))
    assert codes(blocks.open_block(hall.desk, CHAIR, session)) == ["block.none"]
    hall.act(CHAIR, cases[0], "open_vote")


def test_a_ballot_is_changed_in_all_or_none(hall: Chamber) -> None:
    session, _ = three(hall)
    votes = opened(hall, session, 1, 3)
    seat = hall.seats()[0]
    one = hall.vote(votes[0]).manifest_hash
    assert codes(cast(hall, votes[0], seat, manifest_hash=one)) == ["ballot.casts_with_block"]
    assert codes(cast(hall, votes[0], seat, manifest_hash="sha256:" + "0" * 64)) == ["ballot.other_text"]
    assert not hall.vote(votes[1]).marks
    receipt = ballots.receipt_of(must(cast(hall, votes[1], seat))).digest
    assert codes(cast(hall, votes[1], seat, "against")) == ["ballot.already_cast"]
    # The receipt is that of the vote at hand, and names what is replaced in all of them.
    assert receipt == hall.vote(votes[1]).marks[seat].digest
    must(cast(hall, votes[1], seat, "against", replaces=receipt))
    assert [hall.vote(vote).marks[seat].count for vote in votes] == [2, 2]
    hall.close(votes[0])
    assert [[paper.choice for paper in hall.vote(vote).papers] for vote in votes] == [["against"]] * 2


def test_its_deadline_closes_each_alike(hall: Chamber) -> None:
    session, cases = three(hall)
    votes = opened(hall, session, 1, 2)
    must(cast(hall, votes[0], hall.seats()[0]))
    hall.desk.clock.advance(days=30)  # type: ignore[attr-defined]
    timers.tick(hall.desk)
    assert [hall.vote(vote).status for vote in votes] == ["closed", "closed"]
    assert hall.vote(votes[0]).papers == hall.vote(votes[1]).papers
    assert hall.case(cases[0]).state == hall.case(cases[1]).state


@pytest.mark.parametrize(
    ("items", "code"),
    [
        ((1,), "block.too_few"),
        ((1, 1), "block.too_few"),
        ((1, 9), "block.no_proposal"),
        ((), "block.none"),
    ],
)
def test_what_is_no_block(hall: Chamber, items: tuple[int, ...], code: str) -> None:
    session, _ = three(hall)
    assert code in codes(blocks.announce(hall.desk, CHAIR, session, items))


def test_a_text_voted_on_in_parts_is_put_alone(hall: Chamber) -> None:
    session, _ = three(hall)
    two = ProposalText(
        {"az": "Hissələr haqqında", "en": "On parts"},
        {"az": "1. Bir.\n\n2. İki.", "en": "1. One.\n\n2. Two."},
    )
    parted = hall.draft(workflow="division", text=two)
    hall.act(SECRETARY, parted, "place_on_agenda", session=session)
    hall.act(MEMBER, parted, "ask_division")
    hall.act(CHAIR, parted, "divide")
    assert codes(blocks.announce(hall.desk, CHAIR, session, (1, 4))) == ["block.divided"]


def test_one_letter_tells_of_all_its_items(hall: Chamber) -> None:
    session, cases = three(hall)
    with hall.installation.database.reading() as connection:
        before = connection.execute(text("SELECT count(*) FROM outbox WHERE kind = 'vote_opened'")).scalar()
    assert before == 0
    opened(hall, session, 2, 3)
    with hall.installation.database.reading() as connection:
        told = connection.execute(text("SELECT person, about FROM outbox WHERE kind = 'vote_opened'")).all()
    assert {about for _, about in told} == {hall.case(cases[1]).vote}
    assert len({person for person, _ in told}) == len(told) > 4
    told_of = {"case": cases[1]}
    now = hall.desk.clock.now()
    letter = Letter("1", MEMBER, "vote_opened", hall.case(cases[1]).vote, told_of, now, 0)
    assert facts(hall.desk, letter, "en")["question"] == "One vote on items 2-3"


def test_in_secret_the_papers_of_each_name_no_seat_and_are_the_same(hall: Chamber) -> None:
    session = hall.session()
    cases = []
    for code in ("NEWA", "NEWB"):
        row = f"code,name_en,name_az,kind,country,city\n{code},New {code},Yeni {code},candidate,AZ,Şəki\n"
        must(importing.import_csv(hall.desk, "", "candidate.csv", row.encode()))
        case = hall.draft(workflow="membership")
        hall.act(CHAIR, case, "apply", institution=code)
        hall.act(SECRETARY, case, "confirm")
        hall.act(SECRETARY, case, "place_on_agenda", session=session)
        cases.append(case)
    votes = opened(hall, session, 1, 2)
    for seat, choice in zip(hall.seats(), ("for", "against", "for", "abstain", "for"), strict=True):
        must(cast(hall, votes[0], seat, choice))
    one, two = (hall.vote(vote) for vote in votes)
    assert one.public_key != two.public_key
    assert {mark.digest for mark in one.marks.values()}.isdisjoint(m.digest for m in two.marks.values())
    hall.close(votes[1])
    one, two = (hall.vote(vote) for vote in votes)
    assert one.papers == two.papers
    assert {paper.seat for paper in one.papers} == {None}
    choices = [paper.choice for paper in one.papers]
    assert choices == sorted(choices)
    assert not hall.desk.vault.votes_with_envelopes()
    assert not set(votes) & set(hall.desk.keys.held())
    assert audit(hall.settings).findings == ()
