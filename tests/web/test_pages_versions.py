"""New versions of procedures on pages and in the API: checked, put in force from a day on, withdrawn."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from support.desks import must
from support.story_app import Reader, StoryPlace, story_place

from ecar_governance.definitions.library import load_text
from ecar_governance.domain import events as e
from ecar_governance.domain.in_force import in_force
from ecar_governance.domain.organs import body_of_kind, seats_of
from ecar_governance.resources import workflows_dir
from ecar_governance.services import procedures, proposals
from ecar_governance.services.procedures import put_in_force
from ecar_governance.services.texts import ProposalText

HERE = "/procedures/new-version"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[StoryPlace]:
    with story_place(tmp_path) as made:
        yield made


def text(version: str = "9.0.0", old: str = "", new: str = "") -> str:
    whole = (workflows_dir() / "resolution.yaml").read_text(encoding="utf-8")
    assert old in whole
    return whole.replace("version: 1.0.0", f"version: {version}").replace(old, new, 1 if old else 0)


def checked(reader: Reader, given: str, **more: Any) -> Any:
    return reader.send(HERE, text=given, **more)


def put(reader: Reader, given: str, **more: Any) -> Any:
    return reader.send("/procedures/put-in-force", text=given, **{"sure": "yes", **more})


def day_after(house: StoryPlace, days: int) -> str:
    return (house.desk.clock.now() + timedelta(days=days)).date().isoformat()


def test_a_text_is_checked_and_nothing_is_written(house: StoryPlace) -> None:
    reader, size = house.reader("secretariat"), house.desk.conference.size
    answer = checked(reader, text(old="title: {az: Plenar iclasın qərarı", new="title: {az: Başqa"))
    assert answer.status == 200, answer.text
    assert "Nothing is wrong with it." in answer.text
    assert "its number is 1.0.1 at least" in answer.text
    assert '<svg xmlns="http://www.w3.org/2000/svg" class="procedure"' in answer.html
    assert "A secretary general or an administrator puts it in force." in answer.text
    assert "/procedures/put-in-force" not in answer.html
    assert house.desk.conference.size == size


def test_the_text_is_compared_line_by_line_with_the_file_in_force(house: StoryPlace) -> None:
    hostile = "# <b>no markup</b>\nworkflow:"
    answer = checked(house.reader("secretariat"), text(old="workflow:", new=hostile))
    assert "Against version 1.0.0: lines left out (−): 1, lines added (+): 2." in answer.text
    assert "<del>version: 1.0.0</del>" in answer.html
    assert "<ins>version: 9.0.0</ins>" in answer.html
    assert "<ins># &lt;b&gt;no markup&lt;/b&gt;</ins>" in answer.html
    assert "unchanged lines from line" in answer.text
    same = checked(house.reader("secretariat", "az"), text("1.0.0"))
    assert "1.0.0 versiyasından fərqlənən sətir yoxdur." in same.text
    retitled = text(old="title: {az: Plenar iclasın qərarı", new="title: {az: Başqa")
    assert "başlıq başqa cür yazılıb" in checked(house.reader("secretariat", "az"), retitled).text


def test_the_file_of_a_version_that_is_put_in_force_is_kept_for_the_next(house: StoryPlace) -> None:
    mine = text("9.0.0", old="workflow:", new="# Ours\nworkflow:")
    house.reader("administrator").follow(put(house.reader("administrator"), mine))
    running = in_force(house.desk.conference, "resolution", house.desk.clock.now())
    assert running is not None
    assert house.desk.vault.texts((running.text,))[running.text].content == mine
    answer = checked(
        house.reader("secretariat"), mine.replace("# Ours", "# Theirs").replace("9.0.0", "9.0.1")
    )
    assert "Against version 9.0.0: lines left out (−): 2, lines added (+): 2." in answer.text
    assert "<del># Ours</del>" in answer.html
    assert "<ins># Theirs</ins>" in answer.html


def test_where_no_text_is_known_that_is_said(house: StoryPlace) -> None:
    changed = load_text(text("9.0.0", old="title: {az: Plenar", new="title: {az: Başqa plenar"), "mine.yaml")
    must(put_in_force(house.desk, changed))
    answer = checked(house.reader("secretariat"), text("9.1.0"))
    assert "The text of version 9.0.0 was not kept" in answer.text
    assert "<ins>" not in answer.html


def test_a_sign_that_nobody_sees_is_found(house: StoryPlace) -> None:
    answer = checked(house.reader("secretariat"), text(old="workflow:", new="# \u202eterces\nworkflow:"))
    assert answer.status == 422
    assert "yaml.unseen" in answer.text


def test_a_file_is_read_as_the_text_is(house: StoryPlace) -> None:
    files = {"file": ("mine.yaml", text("1.0.0").encode(), "application/yaml")}
    answer = Reader.send(house.reader("secretariat"), HERE, files=files)
    assert "It says and means the same as version 1.0.0." in answer.text


def test_every_finding_is_told_with_its_place_and_hostile_text_stays_text(house: StoryPlace) -> None:
    hostile = "<script>alert(1)</script>"
    wrong = text(old="initial: draft", new=f'initial: "{hostile}"').replace("kind: qerar", "kind: edict")
    answer = checked(house.reader("secretariat"), wrong)
    assert answer.status == 422
    assert hostile not in answer.html
    assert "&lt;script&gt;" in answer.html
    line = next(n for n, one in enumerate(wrong.splitlines(), 1) if one.startswith("kind:"))
    assert f"Line {line}, column " in answer.text
    assert "shape.word" in answer.text
    assert "To mend it:" in answer.text


def test_warnings_are_told_and_keep_nothing_from_being_put_in_force(house: StoryPlace) -> None:
    waiting = "  draft:\n    waits_for: {az: İmza, en: A signature}\n"
    warned = text(old="  draft:\n", new=waiting)
    answer = checked(house.reader("administrator"), warned)
    assert answer.status == 200, answer.text
    assert "1 thing to think about" in answer.text
    assert "flow.unwatched" in answer.text
    assert "Nothing keeps it from being put in force." in answer.text
    assert "Nothing is wrong with it." not in answer.text
    assert "things are wrong" not in answer.text
    assert "/procedures/put-in-force" in answer.html
    shown = house.reader("administrator").follow(put(house.reader("administrator"), warned))
    assert "It stands in the history under position" in shown.text


def test_invariants_are_proven_or_told_with_the_way_that_breaks_them(house: StoryPlace) -> None:
    held = checked(house.reader("secretariat"), text())
    assert "state adopted only by a vote with a quorum or a majority of the entitled" in held.text
    assert "Proven on 17 situations." in held.text
    broken = text(old="invariants:\n", new="invariants:\n  - {never: agenda}\n")
    answer = checked(house.reader("secretariat"), broken)
    assert answer.status == 422
    assert "invariant.never" in answer.text
    assert "The way that shows it:" in answer.text
    assert "The case begins in draft." in answer.text
    assert "Proven on" not in answer.text
    refused = put(house.reader("administrator"), broken)
    assert (refused.status, "invariant.never" in refused.text) == (422, True)


def test_in_azerbaijani_findings_and_proofs_are_told_in_azerbaijani(house: StoryPlace) -> None:
    reader = house.reader("secretariat", "az")
    held = checked(reader, text())
    assert "hər iş sona çatdırıla bilər" in held.text
    answer = checked(reader, text(old="invariants:\n", new="invariants:\n  - {never: agenda}\n"))
    assert "agenda vəziyyəti baş verir, halbuki heç vaxt baş verməməlidir." in answer.text
    assert "İş burada başlayır: draft." in answer.text
    assert "bu yolu prosedurdan çıxarın" in answer.text
    assert "never may" not in answer.text


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("fragment: some", "It is a part of procedures, not one."),
        ("", "Please choose a file"),
        ("x: " + "y" * 262_144, "at most 256 kB"),
        ("a: &b [1]\nc: *b", "yaml.alias"),
        ("include: [{part: /etc/passwd}]\nworkflow: x", "include"),
        ("- just\n- a list", "shape.kind"),
        (":", "Line 1"),
    ],
)
def test_whatever_is_sent_is_answered_in_words(house: StoryPlace, given: str, told: str) -> None:
    answer = checked(house.reader("secretariat"), given)
    assert answer.status == 422
    assert told in answer.text


def test_a_file_that_is_no_text_is_refused(house: StoryPlace) -> None:
    files = {"file": ("mine.yaml", b"\xff\xfe\x00", "application/yaml")}
    answer = Reader.send(house.reader("secretariat"), HERE, files=files)
    assert (answer.status, "not UTF-8" in answer.text) == (422, True)


def test_a_version_is_announced_shown_and_withdrawn(house: StoryPlace) -> None:
    ruler, size = house.reader("administrator"), house.desk.conference.size
    page = checked(ruler, text())
    day = day_after(house, 40)
    sent = next(one for one in page.forms if one["action"] == "/procedures/put-in-force")
    answer = ruler.send(sent["action"], **{**sent["values"], "day": day, "sure": "yes"})
    shown = ruler.follow(answer)
    assert "Announced: proposals drafted from" in shown.text
    assert "9.0.0 , announced" in shown.text
    event = house.desk.record.events(limit=1, newest_first=True)[0]
    assert isinstance(event.data, e.WorkflowPutInForce)
    assert event.actor.person == house.story.people["administrator"]
    assert house.desk.conference.size == size + 1
    listed = house.reader("rector").get("/procedures")
    assert "then version 9.0.0, from" in listed.text
    assert "Withdraw version" not in house.reader("rector").get("/procedures/resolution").text
    now = house.desk.clock.now()
    running = in_force(house.desk.conference, "resolution", now)
    assert running is not None
    assert running.version == "1.0.0"
    gone = ruler.follow(ruler.send("/procedures/resolution/withdraw", version="9.0.0"))
    assert "then version" not in gone.text
    assert ruler.get("/procedures/resolution?version=9.0.0").status == 404
    assert ruler.send("/procedures/resolution/withdraw", version="1.0.0").status == 422


def test_a_version_put_in_force_at_once_is_followed_by_new_proposals_alone(house: StoryPlace) -> None:
    ruler = house.reader("administrator")
    shown = ruler.follow(put(ruler, text()))
    assert "It stands in the history under position" in shown.text
    text_ = ProposalText({"az": "Ad", "en": "Name"}, {"az": "Mətn", "en": "Text"})
    drafted = (
        must(proposals.draft(house.desk, house.story.people["rector"], text_, workflow="resolution"))
        .events[0]
        .subject
    )
    page = house.reader("rector").get("/procedures/resolution")
    cases = {case.reference: case for case in house.desk.conference.cases.values()}
    new = house.desk.conference.cases[drafted].reference
    assert f"{new} · version 9.0.0" in page.text
    old = house.desk.conference.cases[house.story.cases["recognition"]].reference
    assert cases[old].workflow == "resolution"
    assert f"{old} · version 1.0.0" in page.text


def test_drafts_of_others_are_neither_listed_nor_counted(house: StoryPlace) -> None:
    draft = house.desk.conference.cases[house.story.cases["draft"]]
    assert draft.reference in house.reader("assistant").get(f"/procedures/{draft.workflow}").text
    other = house.reader("observer")
    assert draft.reference not in other.get(f"/procedures/{draft.workflow}").text
    listed = other.browser.get("/api/v1/procedures", headers={"Accept": "application/json"}).json()
    whole = house.reader("auditor").browser.get("/api/v1/procedures", headers={"Accept": "application/json"})
    mine = next(one for one in listed if one["name"] == draft.workflow)
    theirs = next(one for one in whole.json() if one["name"] == draft.workflow)
    assert sum(one["cases"] for one in mine["running"]) < sum(one["cases"] for one in theirs["running"])


@pytest.mark.parametrize(
    ("version", "given", "told", "place"),
    [
        ("1.0.0", {}, "in force already", ""),
        ("0.9.0", {}, "0.9.0 is not above 1.0.0", ""),
        ("9.0.0", {"day": "2020-01-01"}, "2020-01-01 has passed", "day"),
        ("9.0.0", {"day": "soon"}, "soon is no day", "day"),
        ("9.0.0", {"resolution": "99/99"}, "There is no one resolution of this number.", "resolution"),
        ("9.0.0", {"sure": ""}, "Please confirm that this version", "sure"),
    ],
)
def test_what_cannot_be_put_in_force_says_why_and_keeps_the_text(
    house: StoryPlace, version: str, given: dict[str, str], told: str, place: str
) -> None:
    ruler, size = house.reader("administrator"), house.desk.conference.size
    answer = put(ruler, text(version), **given)
    assert answer.status in (409, 422)
    assert told in answer.text
    if place:
        assert f'<a href="#{place}">' in answer.html
    sent = next(one for one in answer.forms if one["action"] == "/procedures/put-in-force")
    assert "workflow: resolution" in sent["values"]["text"]
    assert house.desk.conference.size == size


def test_the_secretariat_checks_and_does_not_put_in_force(house: StoryPlace) -> None:
    reader = house.reader("secretariat")
    assert put(reader, text()).status == 403
    assert reader.send("/procedures/resolution/withdraw", version="1.0.0").status == 403
    for role in ("rector", "auditor", "observer"):
        assert house.reader(role).get(HERE).status == 403


def test_the_api_does_the_same(house: StoryPlace) -> None:
    ruler = house.reader("administrator")
    headers = {"X-CSRF-Token": ruler.csrf, "Accept": "application/json"}

    def post(path: str, data: dict[str, Any]) -> Any:
        return ruler.browser.post(f"/api/v1/procedures{path}", json=data, headers=headers)

    def get(path: str) -> Any:
        return ruler.browser.get(f"/api/v1/procedures{path}", headers=headers).json()

    found = post("/check", {"text": "workflow: 7"}).json()["findings"]
    assert [(one["code"], one["line"]) for one in found][:1] == [("shape.missing", 1)]
    good = post("/check", {"text": text()}).json()
    assert (good["before"], good["version"], good["findings"]) == ("1.0.0", "9.0.0", [])
    refused = post("", {"text": "workflow: 7"})
    assert refused.status_code == 422
    assert refused.json()["reasons"][0]["where"].startswith("procedure.yaml:1:")
    day = day_after(house, 40)
    made = post("", {"text": text(), "day": day})
    assert (made.status_code, made.json()["events"]) == (201, ["WorkflowPutInForce"])
    one = get("/resolution")
    assert (one["line"]["version"], one["line"]["announced"][0]["version"]) == ("1.0.0", "9.0.0")
    assert one["definition"]["name"] == "resolution"
    assert [row["status"] for row in get("/resolution/versions")] == ["announced", "in_force"]
    assert get("/resolution?version=9.0.0")["line"]["status"] == "announced"
    gone = post("/resolution/withdrawals", {"version": "9.0.0"})
    assert (gone.status_code, gone.json()["events"]) == (200, ["WorkflowWithdrawn"])
    late = post("/resolution/withdrawals", {"version": "1.0.0"})
    assert late.json()["reasons"][0]["code"] == "workflow.withdrawn_too_late"
    assert post("/resolution/withdrawals", {"version": "8.0.0"}).status_code == 404


@pytest.mark.parametrize("lang", ["en", "az"])
def test_a_promise_that_is_broken_is_told_by_the_api_with_its_steps(house: StoryPlace, lang: str) -> None:
    ruler = house.reader("administrator", lang)
    headers = {"X-CSRF-Token": ruler.csrf, "Accept": "application/json"}
    broken = text().replace("invariants:\n", "invariants:\n  - {never: voting}\n")
    sent = {"text": broken}
    checked = ruler.browser.post("/api/v1/procedures/check", json=sent, headers=headers).json()["findings"]
    answer = ruler.browser.post("/api/v1/procedures", json=sent, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (422, "definition_invalid")
    [reason] = answer.json()["reasons"]
    [found] = [one for one in checked if one["severity"] == "error"]
    assert reason["code"] == found["code"] == "invariant.never"
    lines = broken.splitlines()
    assert reason["where"] == f"procedure.yaml:{lines.index('  - {never: voting}') + 1}:5"
    assert [(one["file"], one["line"]) for one in reason["steps"]] == [
        (one["file"], one["line"]) for one in found["steps"]
    ]
    assert lines[reason["steps"][0]["line"] - 1].strip() == "draft:"
    last = reason["steps"][-1]
    part = (workflows_dir() / last["file"]).read_text(encoding="utf-8").splitlines()
    assert (last["file"], part[last["line"] - 1].strip()) == ("parts/question.yaml", "open_vote:")
    told = [reason["sentence"], reason["fix"], *(one["told"] for one in reason["steps"])]
    english = [found["message"], found["fix"], *(one["told"] for one in found["steps"])]
    assert len(told) > 4
    assert all((mine == other) == (lang == "en") for mine, other in zip(told, english, strict=True))


def test_putting_in_force_asks_for_a_recent_password(
    house: StoryPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    ruler = house.reader("administrator")
    monkeypatch.setattr("ecar_governance.web.fresh.is_fresh", lambda _: False)
    answer = put(ruler, text())
    assert (answer.status, answer.leads_to.startswith("/reauthenticate")) == (303, True)
    assert ruler.get(HERE).status == 303
    assert ruler.send("/procedures/resolution/withdraw", version="9.0.0").status == 303
    headers = {"X-CSRF-Token": ruler.csrf, "Accept": "application/json"}
    asked = ruler.browser.post("/api/v1/procedures", json={"text": text()}, headers=headers)
    assert asked.status_code == 403
    assert house.reader("secretariat").get(HERE).status == 200


def test_what_always_holds_says_that_it_is_proven(house: StoryPlace) -> None:
    shown = house.reader("rector").get("/procedures/resolution").text
    current = in_force(house.desk.conference, "resolution", house.desk.clock.now())
    assert current is not None
    assert shown.count("Proven on ") == len(current.workflow.invariants) > 0
    assert "Not proven" not in shown


def test_the_file_of_each_version_is_handed_out_as_it_was_written(house: StoryPlace) -> None:
    """Comments and all, to whoever may read the page; of a version whose file is not known there is none."""
    given = "# Bakı, 2026\n" + text(
        "1.0.1", "title: {az: Plenar iclasın qərarı", "title: {az: Plenumun qərarı"
    )
    house.reader("administrator").follow(put(house.reader("administrator"), given))
    reader = house.reader("rector")
    page = reader.get("/procedures/resolution?version=1.0.1")
    assert "/procedures/resolution/file?version=1.0.1" in page.html
    assert "The file of version 1.0.1 (resolution-1.0.1.yaml)" in page.text
    answer = reader.browser.get("/procedures/resolution/file?version=1.0.1")
    assert (answer.status_code, answer.text) == (200, given)
    assert answer.headers["content-type"].startswith("application/yaml")
    assert 'attachment; filename="resolution-1.0.1.yaml"' in answer.headers["content-disposition"]
    # The one that ships, where it says the same; the newest in force without a version.
    shipped = (workflows_dir() / "resolution.yaml").read_text(encoding="utf-8")
    assert reader.browser.get("/procedures/resolution/file?version=1.0.0").text == shipped
    assert reader.browser.get("/procedures/resolution/file").text == given
    assert reader.get("/procedures/resolution/file?version=7.7.7").status == 404
    assert reader.get("/procedures/nothing/file").status == 404
    changed = replace(load_text(text("1.0.2"), "r.yaml"), description={"az": "A", "en": "B"})
    must(put_in_force(house.desk, changed))
    assert reader.get("/procedures/resolution/file?version=1.0.2").status == 404
    assert "/file?" not in reader.get("/procedures/resolution?version=1.0.2").html


def test_a_number_that_this_conference_cannot_meet_is_told(house: StoryPlace) -> None:
    """By the seats that its bodies have now; a warning, since members may join."""
    quorum = "quorum: {more_than: 1/2, of: entitled, counted: present}"
    many = text(old=quorum, new="quorum: {number: 900}")
    answer = checked(house.reader("administrator"), many)
    assert answer.status == 200
    assert "vote.quorum_never" in answer.text
    conference = house.desk.conference
    seats = len(seats_of(conference, body_of_kind(conference, "plenary"), house.desk.clock.now()))
    assert f"The quorum of 'voting' asks for 900, and plenary has {seats} seats now." in answer.text
    assert "Nothing keeps it from being put in force." in answer.text
    few = text(old=quorum, new="quorum: {number: 2}")
    assert "vote.quorum_never" not in checked(house.reader("administrator"), few).text
    told = procedures.beyond(house.desk, load_text(many, "r.yaml"))
    assert [one.code for one in told] == ["vote.quorum_never"]
