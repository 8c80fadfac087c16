"""The minutes of a meeting, on each database: every vote by itself, and who was there or represented."""

from __future__ import annotations

import pytest
from support.desks import CHAIR, SECRETARY, Chamber, audit, must
from support.proxying import allowing

from ecar_governance.domain.record import MinutesRecord, record_bytes
from ecar_governance.domain.voting.proxies import ProxyRule
from ecar_governance.services import agendas, ballots, proxies, sessions
from ecar_governance.services.minutes import minutes_record
from ecar_governance.services.proxies import ProxyForm
from ecar_governance.services.queries.directory import Directory
from ecar_governance.services.queries.hall import hall as on_screen
from ecar_governance.services.queries.naming import told_of
from ecar_governance.services.queries.votes import vote_view

SECOND, THIRD, FIFTH = "seat-U002", "seat-U003", "seat-U005"


def closed(hall: Chamber, session: str) -> MinutesRecord:
    must(sessions.close_session(hall.desk, SECRETARY, session))
    found = minutes_record(hall.desk, session)
    assert record_bytes(found)
    assert audit(hall.settings).findings == ()
    return found


def test_each_vote_of_an_item_is_told_by_itself(hall: Chamber) -> None:
    session = hall.session(present=3)
    case = hall.draft(workflow="amendment", fields={"amendment": "1-ci bənd çıxarılsın."})
    hall.act(SECRETARY, case, "place_on_agenda", session=session)
    for step, choice in (("put_amendment", "against"), ("open_vote", "for")):
        hall.act(CHAIR, case, step)
        vote = hall.case(case).vote
        for seat in hall.seats()[:3]:
            must(ballots.cast(
                hall.desk, hall.rector(seat), vote, choice,
                seat=seat, manifest_hash=hall.vote(vote).manifest_hash,
            ))  # fmt: skip
        hall.close(vote)
    (item,) = closed(hall, session).items
    assert [one.question for one in item.votes] == [
        {"az": "Düzəliş səsvermədədir", "en": "The amendment is put to the vote"},
        {"az": "Səsvermədədir", "en": "Put to the vote"},
    ]
    assert ["0 for, 3 against" in one.result["en"] for one in item.votes] == [True, False]
    assert all(one.result["az"].startswith("Adbaad səsvermə. ") for one in item.votes)


def test_a_vote_on_an_amendment_asks_about_the_amendment(hall: Chamber) -> None:
    session = hall.session(present=3)
    case = hall.draft(workflow="amendment", fields={"amendment": "1-ci bənd çıxarılsın."})
    hall.act(SECRETARY, case, "place_on_agenda", session=session)
    must(agendas.call_item(hall.desk, CHAIR, session, 1))
    asked = {"az": "Bu düzəlişi qəbul edirsinizmi?", "en": "Do you adopt this amendment?"}
    for step, question in (("put_amendment", asked), ("open_vote", dict.fromkeys(asked, ""))):
        hall.act(CHAIR, case, step)
        vote = hall.case(case).vote
        for lang, words in question.items():
            directory = Directory(hall.conference, hall.desk.vault, lang)
            assert vote_view(directory, hall.vote(vote)).question == words
            held = hall.conference.sessions[session]
            assert on_screen(directory, held, hall.desk.clock.now()).asked == words
        hall.close(vote)
        told = told_of(hall.desk.vault, hall.conference, hall.vote(vote))
        assert (told[0].kind == "question") is bool(question["en"])


def test_an_only_vote_needs_no_name(hall: Chamber) -> None:
    session = hall.session()
    hall.adopted(session)
    (item,) = closed(hall, session).items
    assert [one.question for one in item.votes] == [{}]


REPRESENTED = {
    # how the proxy of the fifth seat fares: whether the minutes say who held it
    "given": True,
    "of_an_item": True,
    "revoked_before": False,
    "revoked_after_a_while": True,
    "holder_away": False,
    "holder_left_before": False,
}


@pytest.mark.parametrize("how", REPRESENTED)
def test_a_seat_in_another_s_hands_is_represented_and_not_absent(hall: Chamber, how: str) -> None:
    allowing(hall, ProxyRule())
    giver = hall.rector(FIFTH)
    session = hall.session(present=2 if how == "holder_away" else 3)
    case = hall.on_agenda(session)
    minute = hall.desk.clock.advance  # type: ignore[attr-defined]  # a steady one
    minute(minutes=1)
    if how == "holder_left_before":
        must(sessions.record_presence(hall.desk, SECRETARY, session, THIRD, present=False))
        minute(minutes=1)
    form = ProxyForm(FIFTH, THIRD, session="" if how == "of_an_item" else session)
    if how == "of_an_item":
        form = ProxyForm(FIFTH, THIRD, case=case)
    given = must(proxies.give(hall.desk, giver, form))
    proxy: str = given.events[0].data.proxy  # type: ignore[union-attr]
    if how != "revoked_before":
        minute(minutes=1)
    if how.startswith("revoked"):
        must(proxies.revoke(hall.desk, giver, proxy))
    minute(minutes=1)
    found = {one.institution: one for one in closed(hall, session).attendance}
    names = hall.conference.institutions
    assert found["U005"].represented_by == ((names["U003"].names,) if REPRESENTED[how] else ())
    assert not found["U005"].person
    assert (found["U004"].person, found["U004"].represented_by) == ("", ())
    assert found["U001"].person
    assert found["U001"].represented_by == ()


def test_how_many_were_there_and_how_many_represented(hall: Chamber) -> None:
    allowing(hall, ProxyRule())
    session = hall.session(present=3)
    must(proxies.give(hall.desk, hall.rector(FIFTH), ProxyForm(FIFTH, SECOND, session=session)))
    hall.desk.clock.advance(minutes=1)  # type: ignore[attr-defined]
    assert closed(hall, session).quorum == {
        "az": "5 üzv yerindən 3 yerin nümayəndəsi iştirak etmişdir, 1 yer etibarnamə ilə təmsil olunmuşdur.",
        "en": "3 of the 5 seats were attended, and 1 was represented by proxy.",
    }


def test_a_substitute_is_named_with_the_office(hall: Chamber) -> None:
    session = hall.session(present=2)
    vice = next(m.mandate for m in hall.conference.mandates.values() if m.kind == "vice_rector")
    must(sessions.record_presence(hall.desk, SECRETARY, session, THIRD, mandate=vice))
    found = {one.institution: one for one in closed(hall, session).attendance}
    assert (found["U003"].person, found["U003"].capacity["en"]) == ("Vice Adlı", "vice-rector")
