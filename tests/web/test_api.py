"""The API end to end: a motion drafted, put, voted on, counted; its record audited; refusals explained."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jsonschema
import pytest
from support.web_kit import Browser, Place

from ecar_governance.domain.decision import Reason
from ecar_governance.domain.log import leaf_hash, verify_consistency, verify_inclusion
from ecar_governance.domain.reasons import REASONS
from ecar_governance.web.api.answers import status_of
from ecar_governance.web.api.router import schema
from ecar_governance.web.application import handlers_of
from ecar_governance.wording import translations

TEXT = {
    "workflow": "motion",
    "titles": {"az": "Kreditlərin tanınması", "en": "Recognition of credits"},
    "bodies": {"az": "Kreditlər **tanınır**.", "en": "Credits are **recognised**."},
}


def draft(browser: Browser, **changes: Any) -> str:
    answer = browser.post("/api/v1/proposals", json={**TEXT, **changes})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["subject"])


def put(browser: Browser, case: str) -> str:
    version = browser.get(f"/api/v1/proposals/{case}").json()["version"]
    deed = {"transition": "put", "version": version}
    answer = browser.post(f"/api/v1/proposals/{case}/actions", json=deed)
    assert answer.status_code == 200, answer.text
    return str(browser.get(f"/api/v1/proposals/{case}").json()["votes"][0]["vote"])


def ballot(browser: Browser, vote: str, seat: str, choice: str = "for", **more: Any) -> dict[str, Any]:
    shown = browser.get(f"/api/v1/votes/{vote}").json()["manifest_hash"]
    return {"seat": seat, "choice": choice, "manifest_hash": shown, **more}


def conforms(answer: Any, path: str, method: str = "get", status: str = "200") -> None:
    """Holds a real answer to what the description says of it."""
    whole = schema()
    said = whole["paths"][path][method]["responses"][status]["content"]
    wanted = next(iter(said.values()))["schema"]
    jsonschema.Draft202012Validator({**wanted, "components": whole["components"]}).validate(answer.json())


# --- proposals -------------------------------------------------------------------------------------------


def test_a_draft_is_shown_as_it_was_written(place: Place) -> None:
    rector = place.api("rector")
    case = draft(rector)
    answer = rector.get(f"/api/v1/proposals/{case}")
    conforms(answer, "/api/v1/proposals/{case}")
    told = answer.json()
    assert {text["lang"]: text["body"] for text in told["texts"]} == TEXT["bodies"]
    assert (told["version"], told["revision"], told["state"], told["editable"]) == (1, 1, ["draft"], True)
    assert told["drafter"]["person"] == "person-rector"
    conforms(rector.get("/api/v1/proposals"), "/api/v1/proposals")


def test_the_language_is_the_callers(place: Place) -> None:
    case = draft(place.api("rector"))
    rector = place.api("rector")
    for language, title in TEXT["titles"].items():
        told = rector.get(f"/api/v1/proposals/{case}", headers={"Accept-Language": language}).json()
        assert told["line"]["title"] == title


@pytest.mark.parametrize("language", ["az", "en"])
def test_what_is_wrong_with_what_was_sent_is_told_in_the_callers_language(
    place: Place, language: str
) -> None:
    rector = place.api("rector")
    wrong = {**TEXT, "titles": {"az": "b" * 301}}
    answer = rector.post("/api/v1/proposals", json=wrong, headers={"Accept-Language": language})
    _ = translations(language).gettext
    told = {reason["where"]: reason["sentence"] for reason in answer.json()["reasons"]}
    assert (answer.status_code, told) == (
        422,
        {
            "title_az": _("A title has at most 300 characters."),
            "title_en": _("There is a text without a title."),
        },
    )
    assert answer.json()["detail"] == _("Something in what was sent cannot be used.")


def test_a_revision_names_the_version_that_it_changes(place: Place) -> None:
    rector = place.api("rector")
    case = draft(rector)
    changed = {key: value for key, value in TEXT.items() if key != "workflow"}
    changed["bodies"] = {"az": "Başqa mətn.", "en": "Another text."}
    address = f"/api/v1/proposals/{case}/revisions"
    assert rector.post(address, json={**changed, "version": 1}).status_code == 201
    told = rector.get(f"/api/v1/proposals/{case}").json()
    assert (told["version"], told["revision"]) == (2, 2)
    late = rector.post(address, json={**changed, "version": 1})
    assert late.status_code == 409
    assert [one["code"] for one in late.json()["reasons"]] == ["version.changed"]


def test_of_two_who_act_on_one_version_the_second_is_told_what_changed(place: Place) -> None:
    rector = place.api("rector")
    case = draft(rector)
    put(rector, case)
    answer = rector.post(f"/api/v1/proposals/{case}/actions", json={"transition": "put", "version": 1})
    assert answer.status_code == 409
    conforms(answer, "/api/v1/proposals/{case}/actions", "post", "409")
    problem = answer.json()
    assert answer.headers["content-type"] == "application/problem+json"
    assert problem["type"] == "urn:ecar:problem:conflict"
    assert problem["request_id"] == answer.headers["x-request-id"]
    assert all(reason["sentence"] for reason in problem["reasons"])


def test_the_same_key_drafts_once(place: Place) -> None:
    rector = place.api("rector")
    first = rector.post("/api/v1/proposals", json=TEXT, headers={"Idempotency-Key": "k-1"})
    again = rector.post("/api/v1/proposals", json=TEXT, headers={"Idempotency-Key": "k-1"})
    other = rector.post("/api/v1/proposals", json=TEXT, headers={"Idempotency-Key": "k-2"})
    assert (first.status_code, again.status_code, other.status_code) == (201, 200, 201)
    assert (first.json()["repeated"], again.json()["repeated"]) == (False, True)
    assert first.json()["subject"] == again.json()["subject"] != other.json()["subject"]
    assert rector.get("/api/v1/proposals").json()["total"] == 2


def test_the_same_key_acts_once(place: Place) -> None:
    rector = place.api("rector")
    case = draft(rector)
    deed, key = {"transition": "put", "version": 1}, {"Idempotency-Key": "k-1"}
    address = f"/api/v1/proposals/{case}/actions"
    first = rector.post(address, json=deed, headers=key)
    again = rector.post(address, json=deed, headers=key)
    assert (first.status_code, again.status_code) == (200, 200)
    assert (first.json()["repeated"], again.json()["repeated"]) == (False, True)
    assert first.json()["position"] == again.json()["position"]
    assert len(rector.get(f"/api/v1/proposals/{case}").json()["votes"]) == 1


def test_what_can_be_done_and_why_not_is_told(place: Place) -> None:
    case = draft(place.api("rector"))
    address = f"/api/v1/proposals/{case}/actions"
    mine = place.api("rector").get(address)
    conforms(mine, "/api/v1/proposals/{case}/actions")
    (action,) = mine.json()
    assert (action["transition"], action["reasons"]) == ("put", [])
    (barred,) = place.api("assistant").get(address).json()
    assert barred["reasons"]
    assert "Rector Adlı" in barred["people"]
    answer = place.api("assistant").post(address, json={"transition": "put", "version": 1})
    assert answer.status_code == 403
    assert answer.json()["reasons"]


def test_a_text_that_cannot_be_taken_is_told_by_field(place: Place) -> None:
    answer = place.api("rector").post(
        "/api/v1/proposals", json={**TEXT, "titles": {"az": ""}, "bodies": {"az": "Mətn"}}
    )
    assert answer.status_code == 422
    assert "title_az" in {one["where"] for one in answer.json()["reasons"]}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'{"workflow": 1}',
        b'{"workflow": "motion", "unknown": 1}',
        b"\xff\xfe",
        b'{"a":' * 500,
    ],
)
def test_a_body_that_is_none_is_a_problem_and_no_fault(place: Place, body: bytes) -> None:
    answer = place.api("rector").post("/api/v1/proposals", content=body)
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"


def test_lists_are_given_in_parts(place: Place) -> None:
    rector = place.api("rector")
    made = {draft(rector) for _ in range(5)}
    first = rector.get("/api/v1/proposals?limit=3").json()
    rest = rector.get("/api/v1/proposals?limit=3&offset=3").json()
    assert (first["total"], len(first["items"]), len(rest["items"])) == (5, 3, 2)
    assert {line["case"] for line in first["items"] + rest["items"]} == made
    for wrong in ("limit=0", "limit=201", "offset=-1"):
        assert rector.get(f"/api/v1/proposals?{wrong}").status_code == 422
    assert rector.get("/api/v1/proposals?limit=many").status_code == 400


# --- votes -----------------------------------------------------------------------------------------------


def test_a_vote_from_opening_to_result(place: Place) -> None:
    rector, other, office = place.api("rector"), place.api("other_rector"), place.api("secretariat")
    vote = put(rector, draft(rector))
    address = f"/api/v1/votes/{vote}"
    own = rector.get(f"{address}/papers")
    conforms(own, "/api/v1/votes/{vote}/papers")
    assert [paper["seat"] for paper in own.json()["papers"]] == ["seat-U001"]
    cast = rector.post(f"{address}/ballots", json=ballot(rector, vote, "seat-U001"))
    assert cast.status_code == 201
    assert set(cast.json()) == {"vote", "seat", "receipt", "position", "repeated"}
    assert (
        other.post(f"{address}/ballots", json=ballot(other, vote, "seat-U002", "against")).status_code == 201
    )
    for browser in (rector, office, place.api("auditor"), place.api("president")):
        assert browser.get(f"{address}/result").status_code == 404
    rows = office.get(f"{address}/electorate")
    conforms(rows, "/api/v1/votes/{vote}/electorate")
    assert {row["seat"]: row["voted"] for row in rows.json()} == {
        "seat-U001": True,
        "seat-U002": True,
        "seat-U003": False,
        "seat-U004": False,
    }
    closed = office.post(f"{address}/close")
    assert closed.status_code == 200
    assert "VoteClosed" in closed.json()["events"]
    result = rector.get(f"{address}/result")
    conforms(result, "/api/v1/votes/{vote}/result")
    told = result.json()
    assert (told["carried"], told["result"]) == (False, "rejected")
    assert (told["counts"]["for"], told["counts"]["against"]) == (1, 1)
    assert told["roll"] == []
    assert len(told["explanation"]) >= 3


def test_a_ballot_again_gives_its_receipt_and_another_needs_it(place: Place) -> None:
    rector = place.api("rector")
    vote = put(rector, draft(rector))
    address = f"/api/v1/votes/{vote}/ballots"
    body = ballot(rector, vote, "seat-U001")
    first = rector.post(address, json=body, headers={"Idempotency-Key": "k"})
    again = rector.post(address, json=body, headers={"Idempotency-Key": "k"})
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == {**first.json(), "repeated": True}
    unnamed = rector.post(address, json={**body, "choice": "against"})
    assert unnamed.status_code == 409
    assert unnamed.json()["reasons"][0]["code"] == "ballot.already_cast"
    named = rector.post(address, json={**body, "choice": "against", "replaces": first.json()["receipt"]})
    assert named.status_code == 201
    stale = rector.post(address, json={**body, "replaces": first.json()["receipt"]})
    assert (stale.status_code, stale.json()["reasons"][0]["code"]) == (409, "ballot.receipt_outdated")


def test_a_ballot_for_another_text_or_seat_is_refused(place: Place) -> None:
    rector = place.api("rector")
    vote = put(rector, draft(rector))
    address = f"/api/v1/votes/{vote}/ballots"
    body = ballot(rector, vote, "seat-U001")
    other_text = rector.post(address, json={**body, "manifest_hash": "sha256:" + "0" * 64})
    assert (other_text.status_code, other_text.json()["reasons"][0]["code"]) == (409, "ballot.other_text")
    foreign = rector.post(address, json={**body, "seat": "seat-U002"})
    assert (foreign.status_code, foreign.json()["reasons"][0]["code"]) == (403, "ballot.not_your_seat")


@pytest.mark.parametrize(
    "changes",
    [
        {"choice": 7},
        {"choice": "canary-choice"},
        {"choice": ["canary-choice"]},
        {"canary-choice": 1},
        {"seat": 1},
        {"choice": "marked", "marks": [["canary-choice"]]},
        {"marks": "canary-choice"},
        {"marks": [[{"canary-choice": 1}]]},
    ],
)
def test_nothing_of_a_ballot_is_quoted_when_it_cannot_be_read(
    place: Place, changes: dict[str, Any], capfd: pytest.CaptureFixture[str]
) -> None:
    rector = place.api("rector")
    vote = put(rector, draft(rector))
    answer = rector.post(f"/api/v1/votes/{vote}/ballots", json=ballot(rector, vote, "seat-U001") | changes)
    assert answer.status_code in (400, 422)
    assert "canary" not in answer.text
    assert "reasons" not in answer.json()
    told = capfd.readouterr()
    assert "canary" not in told.out + told.err


def test_only_members_have_papers_and_the_roll_of_who_voted_is_not_for_all(place: Place) -> None:
    rector = place.api("rector")
    vote = put(rector, draft(rector))
    assert place.api("observer").get(f"/api/v1/votes/{vote}/papers").status_code == 403
    assert rector.get(f"/api/v1/votes/{vote}/electorate").status_code == 403
    assert place.api("auditor").get(f"/api/v1/votes/{vote}/electorate").status_code == 200


def test_a_voided_vote_has_a_reason_and_no_result(place: Place) -> None:
    rector, chair = place.api("rector"), place.api("president")
    vote = put(rector, draft(rector))
    address = f"/api/v1/votes/{vote}"
    assert chair.post(f"{address}/void", json={"reason": " "}).status_code == 422
    assert chair.post(f"{address}/void", json={"reason": "Mətn səhv idi."}).status_code == 200
    assert rector.get(f"{address}/result").status_code == 404
    assert rector.get(address).json()["status"] == "void"
    late = rector.post(f"{address}/ballots", json=ballot(rector, vote, "seat-U001"))
    assert (late.status_code, late.json()["reasons"][0]["code"]) == (422, "vote.is_void")


# --- sessions, members, resolutions ----------------------------------------------------------------------


def test_a_session_is_run(place: Place) -> None:
    office = place.api("secretariat")
    made = office.post(
        "/api/v1/sessions",
        json={"begins": "2026-12-01T10:00:00+04:00", "place": {"az": "Bakı", "en": "Baku"}},
    )
    assert made.status_code == 201
    address = f"/api/v1/sessions/{made.json()['subject']}"
    assert office.post(f"{address}/notice").status_code == 200
    assert office.post(f"{address}/open").status_code == 200
    came = office.post(f"{address}/presence", json={"seat": "seat-U001"})
    assert came.status_code == 200
    shown = office.get(address)
    conforms(shown, "/api/v1/sessions/{session}")
    assert shown.json()["line"]["status"] == "open"
    assert [seat["seat"] for seat in shown.json()["seats"] if seat["sits"]] == ["seat-U001"]
    assert office.post(f"{address}/close").status_code == 200
    again = office.post(f"{address}/close")
    assert (again.status_code, again.json()["reasons"][0]["code"]) == (422, "session.is_closed")
    naive = {"begins": "2026-12-01T10:00:00", "place": {"az": "Bakı"}}
    assert office.post("/api/v1/sessions", json=naive).status_code == 422


def test_members_and_who_asks(place: Place) -> None:
    observer = place.api("observer")
    members = observer.get("/api/v1/members")
    assert [one["institution"] for one in members.json()["member"]] == ["U001", "U002", "U003", "U004"]
    conforms(members, "/api/v1/members")
    conforms(observer.get("/api/v1/members/U001"), "/api/v1/members/{institution}")
    assert observer.get("/api/v1/members/U999").status_code == 404
    conforms(observer.get("/api/v1/weights"), "/api/v1/weights")
    conforms(observer.get("/api/v1/dues"), "/api/v1/dues")
    who = observer.get("/api/v1/me")
    conforms(who, "/api/v1/me")
    assert (who.json()["person"], who.json()["fresh"]) == ("person-observer", True)
    assert who.json()["csrf"] == observer.headers["X-CSRF-Token"]


def test_what_is_not_published_is_for_holders_of_a_mandate(place: Place) -> None:
    rector, office = place.api("rector"), place.api("secretariat")
    vote = put(rector, draft(rector))
    for name, seat in (("rector", "seat-U001"), ("other_rector", "seat-U002")):
        browser = place.api(name)
        browser.post(f"/api/v1/votes/{vote}/ballots", json=ballot(browser, vote, seat))
    office.post(f"/api/v1/votes/{vote}/close")
    (line,) = rector.get("/api/v1/resolutions").json()
    address = f"/api/v1/resolutions/{line['resolution']}"
    conforms(rector.get(address), "/api/v1/resolutions/{resolution}")
    assert rector.get(f"{address}/pdf").status_code == 404  # not typeset yet
    stranger = place.api("anonymous")
    assert stranger.get("/api/v1/resolutions").json() == []
    assert stranger.get(address).status_code == stranger.get(f"{address}/pdf").status_code == 404


# --- audit -----------------------------------------------------------------------------------------------


def test_events_are_listed_filtered_and_paged(place: Place) -> None:
    case = draft(place.api("rector"))
    auditor = place.api("auditor")
    whole = auditor.get("/api/v1/audit/events?limit=1000")
    conforms(whole, "/api/v1/audit/events")
    told = whole.json()
    assert told["next"] is None
    assert [one["position"] for one in told["items"]] == list(range(told["size"]))
    paged: list[int] = []
    after = -1
    while True:
        page = auditor.get(f"/api/v1/audit/events?limit=7&after={after}").json()
        paged += [one["position"] for one in page["items"]]
        if page["next"] is None:
            break
        after = page["next"]
    assert paged == list(range(told["size"]))
    (mine,) = auditor.get(f"/api/v1/audit/events?subject={case}").json()["items"]
    assert (mine["type"], mine["actor"]["person"]) == ("ProposalDrafted", "person-rector")
    assert mine["command"]["type"] == "DraftProposal"
    newest = auditor.get("/api/v1/audit/events?newest_first=true&limit=1").json()
    assert (newest["items"][0]["position"], newest["next"]) == (told["size"] - 1, told["size"] - 1)
    two = auditor.get("/api/v1/audit/events?type=SeatCreated,BodyRegistered").json()["items"]
    assert {one["type"] for one in two} == {"SeatCreated", "BodyRegistered"}
    none = auditor.get("/api/v1/audit/events?until=2020-01-01T00:00:00Z").json()
    assert none["items"] == []
    assert auditor.get("/api/v1/audit/events?until=2020-01-01T00:00:00").status_code == 422


def test_proofs_hold(place: Place) -> None:
    draft(place.api("rector"))
    auditor = place.api("auditor")
    size = auditor.get("/api/v1/audit/events?limit=1").json()["size"]
    for position in (0, 1, size // 2, size - 1):
        answer = auditor.get(f"/api/v1/audit/events/{position}/proof")
        conforms(answer, "/api/v1/audit/events/{position}/proof")
        told = answer.json()
        leaf = leaf_hash(told["leaf"].encode())
        assert leaf.hex() == told["leaf_hash"]
        hashes = [bytes.fromhex(one) for one in told["hashes"]]
        verify_inclusion(leaf, position, size, hashes, bytes.fromhex(told["root"]))
    grown = auditor.get(f"/api/v1/audit/consistency?first=3&second={size}").json()
    verify_consistency(
        3,
        size,
        bytes.fromhex(grown["first_root"]),
        bytes.fromhex(grown["second_root"]),
        [bytes.fromhex(one) for one in grown["hashes"]],
    )
    for wrong in (
        f"/events/{size}",
        f"/events/{size}/proof",
        "/events/-1",
        f"/events/3/proof?size={size + 1}",
    ):
        assert auditor.get(f"/api/v1/audit{wrong}").status_code == 404, wrong
    assert auditor.get(f"/api/v1/audit/consistency?first=5&second={size + 1}").status_code == 422


def test_there_is_no_checkpoint_before_one_was_made(place: Place) -> None:
    assert place.api("anonymous").get("/api/v1/audit/checkpoint").status_code == 404


# --- the description -------------------------------------------------------------------------------------


def test_the_description_is_of_every_route_of_the_api(place: Place) -> None:
    whole = place.api("observer").get("/api/v1/openapi.json").json()
    assert whole["openapi"].startswith("3.1")
    described = {(path, method.upper()) for path, ways in whole["paths"].items() for method in ways}
    served = {
        (
            "/".join(
                f"{{{part[1:-1].split(':')[0]}}}" if part[:1] == "{" else part for part in path.split("/")
            ),
            way,
        )
        for path, way, _ in handlers_of(place.app)
        if path.startswith("/api/") and not path.endswith("/openapi.json")
    }
    assert described == served
    names = [way["operationId"] for ways in whole["paths"].values() for way in ways.values()]
    assert len(names) == len(set(names))
    for ways in whole["paths"].values():
        for way in ways.values():
            assert way["summary"]
            assert "application/problem+json" in way["responses"]["422"]["content"]


def test_every_reference_of_the_description_leads_somewhere() -> None:
    whole = schema()

    def walk(value: Any) -> None:
        if isinstance(value, dict):
            for key, inner in value.items():
                if key == "$ref":
                    name = inner.removeprefix("#/components/schemas/")
                    assert name in whole["components"]["schemas"], inner
                walk(inner)
        elif isinstance(value, list):
            for inner in value:
                walk(inner)

    walk(whole)


def test_the_page_about_the_api_names_every_route(place: Place) -> None:
    text = (Path(__file__).parents[2] / "docs" / "api.md").read_text(encoding="utf-8")
    for path, way, _ in handlers_of(place.app):
        if path.startswith("/api/v1"):
            short = path.removeprefix("/api/v1").replace(":str}", "}").replace(":int}", "}")
            assert f"| {way} | `{short}` |" in text


@pytest.mark.parametrize(
    ("codes", "status"),
    [
        (("version.changed",), 409),
        (("ballot.already_cast",), 409),
        (("actor.not_allowed",), 403),
        (("document.not_your_field",), 403),
        (("text.not_yours",), 403),
        (("case.unknown",), 404),
        (("person.unknown",), 422),
        (("vote.is_closed",), 422),
        (("vote.is_closed", "version.changed"), 409),
        (("version.changed", "role.needed"), 403),
    ],
)
def test_the_status_of_a_refusal(codes: tuple[str, ...], status: int) -> None:
    assert status_of(Reason(code) for code in codes) == status


def test_every_reason_has_a_status_of_its_own_kind() -> None:
    for code in REASONS:
        assert status_of([Reason(code)]) in (403, 404, 409, 422)
