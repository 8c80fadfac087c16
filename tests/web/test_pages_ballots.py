"""The ballot: reviewed before it is cast, a receipt after, and no choice anywhere on the way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from story import bundled
from support.desks import must
from support.refusals import ruled
from support.story_app import Reader, Seen, StoryPlace, story_place

from ecar_governance.domain import vote_record
from ecar_governance.domain.events import ProposalDrafted
from ecar_governance.domain.recounting import recount
from ecar_governance.domain.voting.rule import VoteRule
from ecar_governance.domain.voting.thresholds import HALF, Quorum, simple_majority
from ecar_governance.domain.workflow import Call, Workflow
from ecar_governance.services import ballots, ending, proposals
from ecar_governance.services.procedures import put_in_force
from ecar_governance.services.texts import ProposalText
from ecar_governance.web.csrf import token_for
from ecar_governance.web.sessions import id_hash
from ecar_governance.web.tokens import LENGTH


@pytest.fixture
def house(tmp_path: Path) -> Iterator[StoryPlace]:
    with story_place(tmp_path) as made:
        yield made


def paper_of(house: StoryPlace, reader: Reader, seat: str = "seat-KHAZAR") -> Seen:
    return reader.get(f"/ballots/{house.story.votes['recognition']}/{seat}")


def tokens_of(seen: Seen) -> dict[str, str]:
    """The tokens of the form by the word beside them."""
    pairs = re.findall(r'name="choice" value="([0-9a-f]+)" required> <span>(\w+)</span>', seen.html)
    return {word: token for token, word in pairs}


def cast(reader: Reader, seen: Seen, word: str, **fields: str) -> Seen:
    """Through review to the answer of the cast."""
    reviewed = reader.submit(seen, "/review", choice=tokens_of(seen)[word], **fields)
    assert reviewed.status == 200, reviewed.text
    assert word in reviewed.text
    return reader.submit(reviewed, "/cast")


def test_a_rector_votes_with_a_reason_and_gets_a_receipt(house: StoryPlace) -> None:
    reader = house.reader("rector")
    answer = cast(reader, paper_of(house, reader), "Against", reason="Müddət qısadır.")
    receipt = reader.follow(answer)
    assert "Your ballot was accepted" in receipt.text
    mark = house.desk.conference.votes[house.story.votes["recognition"]].marks["seat-KHAZAR"]
    assert mark.digest in receipt.text
    for told in (answer.leads_to, receipt.text):
        assert "against" not in told.casefold()
        assert "Müddət" not in told


def test_tokens_are_of_one_length_and_of_this_session_alone(house: StoryPlace) -> None:
    first = tokens_of(paper_of(house, house.reader("rector")))
    second = tokens_of(paper_of(house, house.reader("rector")))
    assert list(first) == ["For", "Against", "Abstain"]
    assert {len(token) for token in first.values()} == {LENGTH}
    assert not set(first.values()) & set(second.values())


def test_a_ballot_can_be_changed_and_only_the_last_stands(house: StoryPlace) -> None:
    reader = house.reader("rector")
    cast(reader, paper_of(house, reader), "For")
    votes, vote = house.desk.conference.votes, house.story.votes["recognition"]
    first = votes[vote].marks["seat-KHAZAR"]
    again = paper_of(house, reader)
    assert first.digest in again.text
    cast(reader, again, "Abstain")
    second = house.desk.conference.votes[vote].marks["seat-KHAZAR"]
    assert (second.count, second.digest == first.digest) == (2, False)


def test_the_same_form_sent_twice_casts_once(house: StoryPlace) -> None:
    reader = house.reader("rector")
    seen = paper_of(house, reader)
    reviewed = reader.submit(seen, "/review", choice=tokens_of(seen)["For"])
    answers = [reader.submit(reviewed, "/cast") for _ in range(2)]
    assert [answer.status for answer in answers] == [303, 303]
    mark = house.desk.conference.votes[house.story.votes["recognition"]].marks["seat-KHAZAR"]
    assert mark.count == 1


def test_two_windows_cannot_overwrite_each_other_unseen(house: StoryPlace) -> None:
    reader = house.reader("rector")
    early = paper_of(house, reader)
    reviewed = reader.submit(early, "/review", choice=tokens_of(early)["For"])
    cast(reader, paper_of(house, reader), "Abstain")
    late = reader.submit(reviewed, "/cast")
    assert late.status == 409
    assert "A ballot was cast for this seat already" in late.text


def test_nothing_chosen_is_asked_for_again(house: StoryPlace) -> None:
    reader = house.reader("rector", "az")
    answer = reader.submit(paper_of(house, reader), "/review", reason="yazılmışdı")
    assert answer.status == 422
    assert "Zəhmət olmasa, lehinə, əleyhinə və ya bitərəf seçin." in answer.text
    assert "yazılmışdı" in answer.html


def test_a_forged_token_casts_nothing(house: StoryPlace) -> None:
    reader = house.reader("rector")
    seen = paper_of(house, reader)
    reviewed = reader.submit(seen, "/review", choice=tokens_of(seen)["For"])
    assert reader.submit(reviewed, "/cast", choice="0" * LENGTH).status == 409
    assert "seat-KHAZAR" not in house.desk.conference.votes[house.story.votes["recognition"]].marks


def test_the_text_shown_must_be_the_text_voted_on(house: StoryPlace) -> None:
    reader = house.reader("rector")
    seen = paper_of(house, reader)
    reviewed = reader.submit(seen, "/review", choice=tokens_of(seen)["For"])
    answer = reader.submit(reviewed, "/cast", manifest_hash="sha256:" + "0" * 64)
    assert answer.status == 409
    assert "another text" in answer.text


def test_a_substitute_may_vote_and_the_rector_prevails(house: StoryPlace) -> None:
    substitute, vote = house.reader("substitute"), house.story.votes["recognition"]
    cast(substitute, paper_of(house, substitute, "seat-BHOS"), "For")
    sessions = house.app.state.sessions
    rector = house.reader("rector")
    rector.browser.set_cookie("ecar", raw := sessions.begin("person-rector-bhos"))
    rector.csrf = token_for(raw)
    seen = paper_of(house, rector, "seat-BHOS")
    assert "cast by a substitute" in seen.text
    cast(rector, seen, "Against")
    assert house.desk.conference.votes[vote].marks["seat-BHOS"].count == 2
    after = paper_of(house, substitute, "seat-BHOS")
    assert "prevails over a substitute" in after.text
    assert not tokens_of(after)


def test_other_peoples_papers_do_not_exist(house: StoryPlace) -> None:
    assert paper_of(house, house.reader("rector"), "seat-BHOS").status == 404
    assert paper_of(house, house.reader("rector"), "seat-nobody").status == 404
    assert house.reader("assistant").get(f"/ballots/{house.story.votes['recognition']}").status == 403


def test_voting_asks_who_is_there(house: StoryPlace) -> None:
    reader = house.reader("rector")
    seen = paper_of(house, reader)
    reviewed = reader.submit(seen, "/review", choice=tokens_of(seen)["For"])
    age(house, id_hash(reader.browser.cookies["ecar"]), house.settings.fresh + timedelta(seconds=1))
    for answer in (paper_of(house, reader), reader.submit(reviewed, "/cast")):
        assert answer.status == 303
        assert answer.leads_to.startswith("/reauthenticate?next=/ballots/")
    assert "seat-KHAZAR" not in house.desk.conference.votes[house.story.votes["recognition"]].marks


def age(house: StoryPlace, session: str, by: timedelta) -> None:
    """Makes the session's last proof of the password so much older."""
    record = house.desk.accounts.session(session)
    assert record is not None
    house.desk.accounts.end_session(session)
    house.desk.accounts.add_session(replace(record, authenticated_at=record.authenticated_at - by))


def test_closing_counts_what_was_cast_and_explains_it(house: StoryPlace) -> None:
    reader, vote = house.reader("rector"), house.story.votes["recognition"]
    cast(reader, paper_of(house, reader), "For", reason="Tələbələr üçün")
    chair = house.reader("chair")
    opened = chair.get(f"/votes/{vote}")
    assert "8 of 19 have voted" in opened.text
    assert "Tələbələr" not in opened.html
    result = chair.follow(chair.submit(opened, "/close"))
    assert "6 for, 1 against, 1 abstained" in result.text
    assert "Tələbələr üçün" in result.text
    assert result.text.count("Did not vote") >= 11
    over = paper_of(house, reader)
    assert "This vote is over" in over.text


def test_a_vote_is_voided_with_a_reason_only(house: StoryPlace) -> None:
    chair, vote = house.reader("chair"), house.story.votes["recognition"]
    seen = chair.get(f"/votes/{vote}")
    refused = chair.submit(seen, "/void", reason="  ")
    assert refused.status == 409
    assert "please give it" in refused.text
    done = chair.follow(chair.submit(seen, "/void", reason="Mətnin **səhv** variantı qoyulub."))
    assert "The vote is void" in done.text
    assert "Mətnin səhv variantı qoyulub." in done.text
    assert house.desk.vault.envelopes(vote) == []


def test_only_offices_see_who_has_not_voted_and_nobody_sees_how(house: StoryPlace) -> None:
    vote = house.story.votes["recognition"]
    assert "has not voted" in house.reader("secretariat").get(f"/votes/{vote}").text
    assert "has not voted" not in house.reader("rector").get(f"/votes/{vote}").text
    for role in ("secretariat", "auditor", "administrator", "chair", "rector"):
        text = house.reader(role).get(f"/votes/{vote}").text
        assert not re.search(r"\d+ for\b|\bFor \d", text), role


def test_what_would_have_changed_it_is_told_and_tried_only_after_the_close(house: StoryPlace) -> None:
    vote = house.story.votes["recognition"]
    pages = (
        f"/votes/{vote}/what-if",
        f"/votes/{vote}/what-if?for=9&entitled=18",
        f"/votes/{vote}/what-if?seat.seat-KHAZAR=for",
        f"/api/v1/votes/{vote}/what-if",
        f"/api/v1/votes/{vote}/what-if?seat.seat-KHAZAR=for",
    )
    for role in ("", "rector", "chair", "secretariat", "auditor"):
        reader = house.reader(role)
        assert "What would have changed it" not in reader.get(f"/votes/{vote}").text
        for path in pages:
            answer = reader.get(path)
            # Somebody who is not signed in is sent away; everybody else is told why not.
            assert answer.status in ((409,) if role else (303, 401)), (role, path)
            assert ("Until the vote is closed nobody is told" in answer.html) == bool(role)
    chair = house.reader("chair")
    chair.submit(chair.get(f"/votes/{vote}"), "/close")
    result = chair.get(f"/votes/{vote}")
    assert "What would have changed it: Votes for that might go against" in result.text
    page = chair.get(pages[0])
    counts = house.desk.conference.votes[vote].outcome.counts  # type: ignore[union-attr]
    _, filled = (one["values"] for one in page.forms if one["action"].endswith("/what-if"))
    assert (filled["for"], filled["entitled"]) == (str(counts.for_), str(counts.entitled))
    tried = chair.get(f"{pages[0]}?for=4&against=9&entitled={counts.entitled}")
    assert "Rejected: the majority needed was not reached." in tried.text
    assert house.desk.conference.votes[vote].outcome.counts == counts  # type: ignore[union-attr]


@pytest.mark.parametrize("language", ["az", "en"])
def test_numbers_are_tried_under_a_rule_in_force(house: StoryPlace, language: str) -> None:
    reader = house.reader("rector", language)
    page = reader.get("/procedures/resolution/what-if")
    form = next(one for one in page.forms if one["action"].endswith("/what-if"))
    assert form["values"]["entitled"] == "19"
    tried = reader.get("/procedures/resolution/what-if?for=6&against=6&entitled=18")
    assert {"az": "Rədd edildi", "en": "Rejected"}[language] in tried.text
    wrong = reader.get("/procedures/resolution/what-if?for=9&against=x&entitled=<b>")
    assert wrong.status == 400
    assert wrong.html.count('class="error"') == 2
    assert "<b>" not in wrong.text
    many = reader.get("/procedures/resolution/what-if?for=12&entitled=9")
    assert many.status == 400
    assert reader.get("/procedures/nothing/what-if").status == 404
    assert reader.get("/procedures/resolution/what-if?state=draft").status == 404


def test_the_api_tries_numbers_too(house: StoryPlace) -> None:
    browser = house.reader("rector").browser
    told = browser.get("/api/v1/procedures/resolution/what-if?for=10&against=5&entitled=18").json()
    assert (told["carried"], told["missing"], told["counts"]["for"]) == (True, None, 10)
    assert told["spare"] == 2
    refused = browser.get("/api/v1/procedures/resolution/what-if?for=10")
    assert refused.status_code == 422


def test_the_result_of_a_secret_vote_joins_no_seat_to_a_choice(house: StoryPlace) -> None:
    vote = house.story.votes["membership"]
    for role in ("rector", "auditor", "chair"):
        seen = house.reader(role).get(f"/votes/{vote}")
        assert "12 for, 2 against, 1 abstained" in seen.text
        assert "How each seat voted" not in seen.text
    record = house.reader("auditor").get(f"/votes/{vote}/record.json").response.json()
    assert all(not paper.get("seat") for paper in record["papers"])


def test_the_record_of_a_vote_recounts_to_the_same(house: StoryPlace) -> None:
    for name in ("founding", "membership"):
        answer = house.reader("rector").get(f"/votes/{house.story.votes[name]}/record.json")
        assert "attachment" in answer.response.headers["content-disposition"]
        record = vote_record.from_plain(answer.response.json())
        again = recount(record)
        outcome, findings = again.outcome, again.findings
        assert (outcome.carried, findings) == (True, ())


def put_under(house: StoryPlace, under: VoteRule | Workflow) -> str:
    """A vote of the plenary under the rule or procedure, opened at its session; gives its id."""
    flow = under if isinstance(under, Workflow) else ruled(bundled()["resolution"], under)
    must(put_in_force(house.desk, replace(flow, version="7.0.0")))
    rector, office = house.story.people["rector"], house.story.people["secretariat"]
    text = ProposalText({"az": "Bərabər", "en": "Equal"}, {"az": "Mətn", "en": "Text"}, "az")
    drafted = must(proposals.draft(house.desk, rector, text, workflow="resolution"))
    [case] = [event.data.case for event in drafted.events if isinstance(event.data, ProposalDrafted)]

    def act(person: str, transition: str, **given: Any) -> None:
        version = house.desk.conference.cases[case].version
        must(proposals.act(house.desk, person, case, transition, version, given))

    session = house.desk.conference.votes[house.story.votes["recognition"]].session
    act(rector, "submit")
    act(office, "place_directly", session=session)
    act(office, "open_vote")
    return house.desk.conference.cases[case].vote


def test_a_vote_is_stopped_from_its_page_and_says_by_whom(house: StoryPlace) -> None:
    flow = ruled(bundled()["resolution"], VoteRule.simple())
    stop = replace(
        flow.transitions["withdraw"],
        name="stop",
        title={"az": "İclas tələb edin", "en": "Demand a meeting"},
        source=("voting",),
        effects=(Call("stop_vote", {}),),
        rank=len(flow.transitions),
    )
    vote = put_under(house, replace(flow, transitions={**flow.transitions, "stop": stop}))
    reader = house.reader("rector")
    must(ballots.cast(
        house.desk, house.story.people["rector"], vote, "for", seat="seat-KHAZAR",
        manifest_hash=house.desk.conference.votes[vote].manifest_hash,
    ))  # fmt: skip
    assert house.desk.vault.votes_with_envelopes().count(vote) == 1
    page = reader.get(f"/votes/{vote}")
    assert "Demand a meeting" in page.text
    assert "Demand a meeting" not in house.reader("auditor").get(f"/votes/{vote}").text
    [form] = [link for link in page.links if link.endswith("/act/stop")]
    reader.follow(reader.submit(reader.get(form), "/stop"))
    told = reader.get(f"/votes/{vote}").text
    assert "It was stopped by a step of the procedure, taken by" in told
    assert "Khazar University" in told
    assert vote not in house.desk.vault.votes_with_envelopes()
    assert vote not in house.desk.keys.held()


def test_a_member_asks_for_the_quorum_and_the_page_says_so(house: StoryPlace) -> None:
    vote = put_under(house, VoteRule.simple(Quorum(more_than=HALF, checked="if_asked")))
    reader = house.reader("rector")
    page = reader.get(f"/votes/{vote}")
    assert "the quorum is checked only when a member asks" in page.text
    asked = reader.follow(reader.submit(page, f"/votes/{vote}/ask-quorum"))
    assert "A member has asked for the quorum" in asked.text
    assert house.desk.conference.votes[vote].quorum_asked
    assert "yetərsay" in house.reader("rector", "az").get(f"/votes/{vote}").text.casefold()


def test_the_chair_decides_an_equal_division_on_the_page_of_the_result(house: StoryPlace) -> None:
    vote = put_under(house, VoteRule((simple_majority(),), tie="chair"))
    known = house.desk.conference.votes[vote]
    casters = [
        (row.seat, house.desk.conference.mandates[row.casters[0]].person)
        for row in known.electorate
        if row.casters
    ]
    for (seat, person), choice in zip(casters, ("for", "against"), strict=False):
        must(ballots.cast(house.desk, person, vote, choice, seat=seat, manifest_hash=known.manifest_hash))
    must(ending.close(house.desk, house.story.people["secretariat"], vote))
    seen = house.reader("rector").get(f"/votes/{vote}")
    assert "Equally divided: the chair decides" in seen.text
    assert "Decide for" not in seen.text
    chair = house.reader("chair")
    assert "Decide the equal division" in chair.get("/").text
    assert "Decide the equal division" not in house.reader("rector").get("/").text
    page = chair.get(f"/votes/{vote}")
    told = chair.follow(chair.submit(page, f"/votes/{vote}/casting-vote", choice="for"))
    assert "Decide the equal division" not in chair.get("/").text
    assert "the chair's casting vote was for" in told.text
    azeri = house.reader("chair", "az").get(f"/votes/{vote}")
    assert "sədrin həlledici səsi lehinə oldu" in azeri.text
    again = chair.submit(page, f"/votes/{vote}/casting-vote", choice="against", key="another")
    assert again.status == 409


def test_single_ballots_of_a_roll_call_are_changed_and_nothing_is_kept(house: StoryPlace) -> None:
    vote = house.story.votes["recognition"]
    chair = house.reader("chair")
    chair.submit(chair.get(f"/votes/{vote}"), "/close")
    size = house.desk.conference.size
    closed = house.desk.conference.votes[vote]
    votes_for = [one.seat for one in closed.papers if one.choice == "for"]
    assert closed.outcome is not None
    assert closed.outcome.carried
    here = f"/votes/{vote}/what-if"
    for language, told, struck in (
        ("en", "Rejected", "The vote itself was carried."),
        ("az", "Rədd edildi", ""),
    ):
        reader = house.reader("rector", language)
        reader.get(f"/language/{language}?next=/verify")
        query = "&".join(f"seat.{seat}=against" for seat in votes_for)
        page = reader.get(f"{here}?{query}")
        assert (page.status, told in page.text, struck in page.text) == (200, True, True)
        chosen = next(one for one in page.forms if one["action"].endswith("/what-if"))["values"]
        assert {chosen[f"seat.{seat}"] for seat in votes_for} == {"against"}
    reader = house.reader("rector")
    for wrong in ("seat.seat-NOBODY=for", f"seat.{votes_for[0]}=perhaps", f"seat.{votes_for[0]}=<b>"):
        page = reader.get(f"{here}?{wrong}")
        assert (page.status, "<b>" in page.text) == (400, False)
    same = reader.get(f"/api/v1{here}?seat.{votes_for[0]}=for").response.json()
    assert (same["carried"], same["changed"]) == (True, [])
    assert house.desk.conference.size == size


def test_of_a_secret_vote_only_numbers_are_tried(house: StoryPlace) -> None:
    vote = house.story.votes["membership"]
    seat = house.desk.conference.votes[vote].electorate[0].seat
    for role in ("rector", "auditor", "chair"):
        reader = house.reader(role)
        page = reader.get(f"/votes/{vote}/what-if")
        assert (page.status, "seat." in page.html) == (200, False)
        assert "only numbers can be tried" in page.text
        refused = reader.get(f"/votes/{vote}/what-if?seat.{seat}=against")
        assert refused.status == 400
        answer = reader.get(f"/api/v1/votes/{vote}/what-if?seat.{seat}=against")
        assert (answer.status, answer.response.json()["reasons"][0]["code"]) == (422, "papers_of_no_seat")
