"""Proxies and recusal through the use cases, on each database: given on paper, cast, taken back, kept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace
from sqlalchemy import text
from support.desks import CHAIR, SCRIBE, SECRETARY, Chamber, audit, codes, must
from support.proxying import allowing

from ecar_governance.domain.voting.proxies import ProxyRule
from ecar_governance.errors import InvalidInput, NotFound
from ecar_governance.services import ballots, proposals, proxies, sessions
from ecar_governance.services.minutes import minutes_record
from ecar_governance.services.proxies import ProxyForm
from ecar_governance.services.queries.directory import Directory
from ecar_governance.services.queries.supposing import seat_ballots, suppose_ballots
from ecar_governance.services.texts import Upload

SCAN = Upload("etibarname.pdf", "application/pdf", b"%PDF-1 authority")
FIRST, SECOND, THIRD = "seat-U001", "seat-U002", "seat-U003"


def rows(hall: Chamber, sql: str) -> list[tuple[object, ...]]:
    with hall.installation.database.reading() as connection:
        return [tuple(row) for row in connection.execute(text(sql))]


def test_a_proxy_is_given_cast_and_kept(hall: Chamber) -> None:
    allowing(hall, ProxyRule(most=2))
    session = hall.session(present=4)
    case = hall.on_agenda(session)
    form = ProxyForm("seat-U005", SECOND, session=session)
    giver = hall.rector("seat-U005")
    given = must(proxies.give(hall.desk, giver, form, key="once"))
    assert must(proxies.give(hall.desk, giver, form, key="once")).repeated
    must(proxies.give(hall.desk, SECRETARY, replace(form, seat=THIRD, paper=SCAN)))
    hall.act(CHAIR, case, "open_vote")
    vote = hall.case(case).vote
    assert [seat for seat, _ in ballots.seats_of(hall.desk, SCRIBE, vote)] == [SECOND, THIRD, "seat-U005"]
    must(hall.cast(vote, "seat-U005", "against", person=SCRIBE))
    must(hall.cast(vote, SECOND, "for"))
    must(hall.cast(vote, THIRD, "abstain", person=SCRIBE))
    # The vice-rector of U003 comes after all, and prevails.
    receipt = hall.vote(vote).marks[THIRD].digest
    must(hall.cast(vote, THIRD, "for", person="person-vice", replaces=receipt))
    must(proxies.revoke(hall.desk, giver, given.events[0].data.proxy))  # type: ignore[union-attr]
    assert codes(hall.cast(vote, "seat-U005", "for", person=SCRIBE)) == ["proxy.revoked_already"]
    hall.close(vote)
    assert [(p.seat, p.choice) for p in hall.vote(vote).papers] == [
        (SECOND, "for"),
        (THIRD, "for"),
        ("seat-U005", "against"),
    ]
    stored = rows(hall, "SELECT seat, holder, revoked IS NOT NULL, paper <> '' FROM proxy ORDER BY seat")
    assert [(seat, holder, bool(a), bool(b)) for seat, holder, a, b in stored] == [
        (THIRD, SECOND, False, True),
        ("seat-U005", SECOND, True, False),
    ]
    assert rows(hall, "SELECT seat, proxy FROM elector WHERE proxy IS NOT NULL ORDER BY seat") == [
        (THIRD, SECOND),
        ("seat-U005", SECOND),
    ]
    assert audit(hall.settings).findings == ()


def test_a_secret_vote_takes_an_envelope_of_each_seat(hall: Chamber) -> None:
    allowing(hall, ProxyRule(), "membership")
    session = hall.session(present=4)
    must(proxies.give(hall.desk, hall.rector("seat-U005"), ProxyForm("seat-U005", SECOND, session=session)))
    _, vote = hall.open_secret_vote(session)
    for seat, choice in ((SECOND, "for"), ("seat-U005", "against")):
        must(hall.cast(vote, seat, choice, person=SCRIBE))
    sealed = hall.desk.vault.envelopes(vote)
    assert {one.seat for one in sealed} == {SECOND, "seat-U005"}
    assert len({len(one.sealed) for one in sealed}) == 1
    hall.close(vote)
    assert [(p.seat, p.choice) for p in hall.vote(vote).papers] == [(None, "against"), (None, "for")]
    assert audit(hall.settings).findings == ()


def test_recusals_are_frozen_with_the_electorate(hall: Chamber) -> None:
    session = hall.session()
    case = hall.on_agenda(session)
    must(proposals.recuse(hall.desk, hall.rector(THIRD), case, "Qohumumdur.", institution="U003"))
    must(proposals.recuse(hall.desk, SCRIBE, case, "Dedi.", on_behalf_of=hall.rector("seat-U004")))
    hall.act(CHAIR, case, "open_vote")
    vote = hall.case(case).vote
    assert [row.seat for row in hall.vote(vote).electorate if row.recused] == [THIRD, "seat-U004"]
    assert codes(hall.cast(vote, THIRD, "for", person="person-vice")) == ["ballot.seat_recused"]
    assert rows(hall, "SELECT recused, for_institution FROM recusal ORDER BY ordinal") == [
        (None, "U003"),
        (hall.rector("seat-U004"), None),
    ]
    assert audit(hall.settings).findings == ()


def test_what_cannot_be_read_is_no_proxy(hall: Chamber) -> None:
    form = ProxyForm(FIRST, SECOND, until=datetime(2027, 1, 1))  # noqa: DTZ001
    with pytest.raises(InvalidInput):
        proxies.give(hall.desk, CHAIR, form)
    with pytest.raises(NotFound):
        proxies.revoke(hall.desk, CHAIR, "proxy-none")
    term = ProxyForm(FIRST, SECOND, until=datetime.now(UTC) + timedelta(days=9000))
    assert codes(proxies.give(hall.desk, SECRETARY, term)) == ["proxy.paper_needed"]
    assert codes(proxies.give(hall.desk, "person-auditor", term)) == ["actor.not_allowed"]


def test_what_if_a_holder_had_stayed_away(hall: Chamber) -> None:
    allowing(hall, ProxyRule())
    session = hall.session(present=4)
    case = hall.on_agenda(session)
    must(proxies.give(hall.desk, hall.rector("seat-U005"), ProxyForm("seat-U005", SECOND, session=session)))
    hall.act(CHAIR, case, "open_vote")
    vote = hall.case(case).vote
    must(hall.cast(vote, "seat-U005", "for", person=SCRIBE))
    must(hall.cast(vote, SECOND, "for"))
    must(hall.cast(vote, THIRD, "against"))
    hall.close(vote)
    must(sessions.close_session(hall.desk, SECRETARY, session))
    directory = Directory(hall.conference, hall.desk.vault, "en")
    closed = hall.vote(vote)
    by = {one.seat: one.by for one in seat_ballots(directory, closed) if one.by}
    assert by == {"seat-U005": directory.seat(SECOND)}
    otherwise = suppose_ballots(directory, closed, {SECOND: "against"})
    assert [(one.seat, one.through) for one in otherwise.changed] == [(SECOND, "")]
    assert (otherwise.counts.for_, otherwise.counts.represented, otherwise.carried) == (1, 1, False)
    away = suppose_ballots(directory, closed, {SECOND: "absent"})
    assert [(one.seat, one.was, one.instead, one.through) for one in away.changed] == [
        (SECOND, "for", "absent", ""),
        ("seat-U005", "for", "absent", directory.seat(SECOND)),
    ]
    assert (away.counts.cast, away.counts.represented) == (1, 0)
    assert "apart from its holder's own" in " ".join(otherwise.explanation)


@pytest.mark.parametrize("way", ["open_vote", "enter_hand_count", "adopt_without_vote"])
def test_the_minutes_name_who_was_represented_and_who_took_no_part(hall: Chamber, way: str) -> None:
    allowing(hall, ProxyRule())
    session = hall.session(present=4)
    case = hall.on_agenda(session)
    must(proxies.give(hall.desk, hall.rector("seat-U005"), ProxyForm("seat-U005", SECOND, session=session)))
    must(proposals.recuse(hall.desk, hall.rector(THIRD), case, "Qohumumdur.", institution="U003"))
    if way == "open_vote":
        hall.act(CHAIR, case, "open_vote")
        must(hall.cast(hall.case(case).vote, "seat-U005", "for", person=SCRIBE))
        hall.close(hall.case(case).vote)
    elif way == "enter_hand_count":
        numbers = {"for": "4", "against": "0", "abstain": "0", "invalid": "0"}
        for person in (CHAIR, SECRETARY):
            hall.act(person, case, way, **numbers, tellers=["person-vice"])
    else:
        hall.act(CHAIR, case, way)
    must(sessions.close_session(hall.desk, SECRETARY, session))
    (item,) = minutes_record(hall.desk, session).items
    name = hall.conference.institutions
    assert item.recused == (name["U003"].names,)
    assert [(one.names, one.by) for one in item.represented] == [(name["U005"].names, name["U002"].names)]
    counts = hall.vote(hall.case(case).vote).outcome.counts  # type: ignore[union-attr]
    assert (counts.represented, counts.recused, counts.recused_present) == (1, 1, 1)
    assert audit(hall.settings).findings == ()
