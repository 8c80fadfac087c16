"""Proxies and recusal on pages and in the API: given, entered from paper, taken back, named in results."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace
from story import bundled
from support.story import demo_text, must
from support.story_app import Reader, StoryPlace, story_place

from ecar_governance.domain.voting.proxies import ProxyRule
from ecar_governance.services import ending, procedures, proposals

SCAN = ("etibarnamə.pdf", b"%PDF-1.4 authority", "application/pdf")


@pytest.fixture
def house(tmp_path: Path) -> Iterator[StoryPlace]:
    with story_place(tmp_path) as made:
        yield made


def holder(house: StoryPlace, code: str) -> str:
    return next(
        m.person
        for m in house.desk.conference.mandates.values()
        if m.institution == code and m.kind in ("rector", "acting_rector")
    )


def on_agenda(house: StoryPlace, rule: ProxyRule | None) -> str:
    """A proposal on the agenda of the open session, whose vote has that rule of proxies."""
    desk, story = house.desk, house.story
    flow = bundled()["resolution"]
    voting = flow.states["voting"]
    assert voting.vote is not None
    asked = replace(voting, vote=replace(voting.vote, rule=replace(voting.vote.rule, proxies=rule)))
    flow = replace(flow, version="9.0.0", states={**flow.states, "voting": asked})
    must(procedures.put_in_force(desk, flow))
    rector = story.people["rector"]
    _, text = demo_text("credit-recognition")
    case = must(proposals.draft(desk, rector, text, workflow="resolution")).events[0].subject
    act(house, case, "submit", rector)
    act(house, case, "place_directly", story.people["secretariat"], session=story.sessions["second"])
    return case


def act(house: StoryPlace, case: str, name: str, person: str, **inputs: str) -> None:
    version = house.desk.conference.cases[case].version
    must(proposals.act(house.desk, person, case, name, version, inputs))


def test_a_rector_gives_a_proxy_and_the_holder_gives_it_back(house: StoryPlace) -> None:
    rector, chair = house.reader("rector"), house.reader("chair")
    assert "/account/proxies" in rector.get("/account").links
    form = rector.get("/account/proxies")
    answer = rector.submit(form, "/account/proxies", seat="seat-BBU", holder="none", until="sabah")
    assert answer.status == 422
    for sentence in ("Please choose a seat.", "Please give a day."):
        assert sentence in answer.text
    wanted = {"seat": "seat-KHAZAR", "holder": "seat-BBU"}
    without = rector.submit(form, "/account/proxies", **wanted)
    assert (without.status, "please say for which" in without.text) == (409, True)
    day = (house.desk.clock.now() + timedelta(days=30)).date().isoformat()
    done = rector.follow(rector.submit(form, "/account/proxies", until=day, **wanted))
    assert "Given by you" in done.text
    again = rector.submit(done, "/account/proxies", until=day, **wanted)
    assert "must be revoked first" in again.text
    received = chair.get("/account/proxies")
    assert "Held by you" in received.text
    back = chair.follow(chair.submit(received, "/revoke"))
    assert "Held by you" not in back.text
    assert "Given by you" not in rector.get("/account/proxies").text
    proxy = next(iter(house.desk.conference.proxies))
    assert house.reader("substitute").send(f"/account/proxies/{proxy}/revoke").status == 404


def test_a_rule_without_proxies_says_so_at_once(house: StoryPlace) -> None:
    case = on_agenda(house, None)
    rector = house.reader("rector")
    form = rector.get("/account/proxies")
    fields = {"seat": "seat-KHAZAR", "holder": "seat-BBU", "case": case}
    answer = rector.submit(form, "/account/proxies", **fields)
    assert "The rule of the vote lets nobody vote by proxy." in answer.text


def cast(reader: Reader, vote: str, seat: str) -> None:
    seen = reader.get(f"/ballots/{vote}/{seat}")
    [(token, _), *_rest] = re.findall(
        r'name="choice" value="([0-9a-f]+)" required> <span>(\w+)</span>', seen.html
    )
    reviewed = reader.submit(seen, "/review", choice=token)
    assert "by proxy" in reviewed.text
    assert "Your ballot was accepted" in reader.follow(reader.submit(reviewed, "/cast")).text


def test_the_office_enters_one_from_paper_and_its_holder_votes_by_it(house: StoryPlace) -> None:
    case = on_agenda(house, ProxyRule())
    session = house.story.sessions["second"]
    office, chair = house.reader("secretariat"), house.reader("chair")
    register = f"/sessions/{session}/proxies"
    assert register in office.get(f"/sessions/{session}").links
    form = office.get(register)
    wanted = {"seat": "seat-NU", "holder": "seat-BBU"}
    assert "Please attach the scan of the paper." in office.submit(form, register, **wanted).text
    wrong = office.submit(
        form, register, files={"paper": ("a.exe", b"MZ", "application/x-msdownload")}, **wanted
    )
    assert wrong.status == 422
    shown = office.follow(office.submit(form, register, files={"paper": SCAN}, **wanted))
    assert "in force" in shown.text
    scan = next(link for link in shown.links if link.endswith("/paper"))
    assert office.browser.get(scan).content == SCAN[1]
    assert house.reader("rector").get(register).status == 403
    other = {"seat": "seat-GSU", "holder": "seat-BBU"}
    refused = office.submit(shown, register, files={"paper": SCAN}, **other)
    assert "as many proxies already as the rule allows (1)" in refused.text

    # Somebody takes no part; then the vote is opened.
    recusing = house.reader("rector")
    page = recusing.get(f"/proposals/{case}/recusal")
    assert recusing.submit(page, "/recusal", reason=" ").status == 422
    answer = recusing.submit(page, "/recusal", reason="Layihəni qardaşım yazıb.", scope="institution")
    named = recusing.follow(answer)
    assert "Take no part in it:" in named.text
    assert "qardaşım" not in named.text
    assert "qardaşım" in office.get(f"/proposals/{case}/recusal").text
    page = recusing.get(f"/proposals/{case}/recusal")
    twice = recusing.submit(page, "/recusal", reason="Yenə", scope="institution")
    assert "You have declared this already." in twice.text
    on_behalf = office.get(f"/proposals/{case}/recusal")
    person = holder(house, "BEU")
    office.follow(office.submit(on_behalf, "/recusal", reason="Dedi.", person=person))
    act(house, case, "open_vote", house.story.people["chair"])
    vote = house.desk.conference.cases[case].vote

    papers = chair.get(f"/ballots/{vote}")
    assert papers.text.count("by proxy") == 1
    cast(chair, vote, "seat-NU")
    for language, words in (
        ("en", ("by proxy:", "takes no part", "Take no part:")),
        ("az", ("etibarnamə ilə",)),
    ):
        seen = house.reader("secretariat", language).get(f"/votes/{vote}").text
        assert all(word in seen for word in words), language
    end = office.submit(office.get(register), "/revoke")
    assert "revoked on" in office.follow(end).text
    must(ending.close(house.desk, house.story.people["chair"], vote))
    result = house.reader("rector").get(f"/votes/{vote}").text
    assert "by proxy:" in result
    assert "Take no part:" in result


def test_the_api_gives_lists_and_revokes(house: StoryPlace) -> None:
    rector, chair = house.reader("rector"), house.reader("chair")

    def send(reader: Reader, path: str, body: dict[str, str] | None = None) -> tuple[int, dict[str, object]]:
        headers = {"X-CSRF-Token": reader.csrf, "Accept": "application/json"}
        found = reader.browser.post(f"/api/v1{path}", json=body or {}, headers=headers)
        return found.status_code, found.json()

    until = (house.desk.clock.now() + timedelta(days=30)).isoformat()
    wanted = {"seat": "seat-KHAZAR", "holder": "seat-BBU", "until": until}
    assert send(chair, "/proxies", wanted)[0] == 403
    status, told = send(rector, "/proxies", wanted)
    assert (status, told["subject"]) == (201, "seat-KHAZAR")
    [given] = rector.browser.get("/api/v1/proxies").json()["given"]
    assert (given["holder"], given["holds"]) == ("seat-BBU", True)
    session = house.story.sessions["second"]
    assert rector.browser.get(f"/api/v1/sessions/{session}/proxies").status_code == 403
    [listed] = house.reader("secretariat").browser.get(f"/api/v1/sessions/{session}/proxies").json()
    assert listed["proxy"] == given["proxy"]
    revoke = f"/proxies/{given['proxy']}/revoke"
    assert send(house.reader("substitute"), revoke)[0] == 404
    assert send(chair, revoke)[0] == 200
    case = house.story.cases["submitted"]
    assert (
        send(rector, f"/proposals/{case}/recusals", {"reason": "Qohumumdur.", "institution": "KHAZAR"})[0]
        == 201
    )
    [line] = chair.browser.get(f"/api/v1/proposals/{case}/recusals").json()
    assert (line["person"], line["reason"]) == (house.story.people["rector"], "")
    assert chair.browser.get("/api/v1/proposals/none/recusals").status_code == 404
    assert house.reader("secretariat").browser.get("/api/v1/sessions/none/proxies").status_code == 404
