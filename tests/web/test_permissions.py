"""Promises 32, 33: every route and method of the application, against every role, as the one table says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from litestar import Litestar, get
from support.house import manifest
from support.web_kit import PEOPLE, Place

from ecar_governance.domain import commands as c
from ecar_governance.domain import events as e
from ecar_governance.services.acting import INSTALLER
from ecar_governance.web.application import handlers_of, permission_of, refuse_undeclared
from ecar_governance.web.permissions import HOLDERS, KINDS, TABLE, Permission, allowed
from ecar_governance.web.routes import accounts as account_routes

DOCS = Path(__file__).parents[2] / "docs"
VISITORS = ("anonymous", *PEOPLE)


def concrete(path: str) -> str:
    """The route's address with things in it that do not exist."""
    parts = []
    for part in path.split("/"):
        if part.startswith("{"):
            parts.append("9" if part.endswith(":int}") else "nothing-there")
        else:
            parts.append(part)
    return "/".join(parts)


def kinds_of(name: str) -> tuple[Any, ...]:
    if name in ("anonymous", "nobody"):
        return ()
    return ("rector",) if name == "other_rector" else (name,)


def test_every_role_is_among_the_visitors() -> None:
    assert set(KINDS) - {"written_authority"} == {kind for name in VISITORS for kind in kinds_of(name)}


def test_every_route_and_method_admits_whom_the_table_names(place: Place) -> None:
    wrong = []
    for name in VISITORS:
        browser = place.as_(name)
        browser.headers["Accept"] = "application/json"
        for path, method, handler in handlers_of(place.app):
            if path == "/sign-out":
                continue  # it would end the walk; test_sessions has it
            permission = permission_of(handler)
            assert permission is not None
            answer = browser.request(method, concrete(path))
            told = (answer.status_code, _code(answer))
            if allowed(permission, signed_in=name != "anonymous", kinds=kinds_of(name)):
                good = told[0] < 500 and told[1] not in ("forbidden", "sign_in_needed", "csrf")
            else:
                good = told == ((401, "sign_in_needed") if name == "anonymous" else (403, "forbidden"))
            if not good:
                wrong.append(f"{name}: {method} {path} ({permission}): {told}")
    assert not wrong, "\n".join(wrong)


def test_no_permission_is_without_use(place: Place) -> None:
    used = {permission_of(handler) for _, _, handler in handlers_of(place.app)}
    assert set(Permission) - used == {Permission.HOME}  # a room of the navigation, shown at "/"


def test_the_walk_meets_the_whole_application(place: Place) -> None:
    walked = {(path, method) for path, method, _ in handlers_of(place.app)}
    assert len(walked) > 60
    assert {("/sign-in", "POST"), ("/api/v1/votes/{vote:str}/ballots", "POST"), ("/healthz", "GET")} <= walked


def _code(answer: Any) -> str:
    if answer.content and answer.headers["content-type"].startswith("application/problem+json"):
        return str(json.loads(answer.content)["code"])
    return ""


def test_a_person_without_a_mandate_reaches_only_what_is_public_or_their_own() -> None:
    open_to_them = {p for p in Permission if allowed(p, signed_in=True, kinds=())}
    assert open_to_them == {
        Permission.HEALTH,
        Permission.STATIC,
        Permission.ENTER,
        Permission.LANGUAGE,
        Permission.START,
        Permission.REGISTER,
        Permission.VERIFY,
        Permission.CHECKPOINT,
        Permission.ACCOUNT,
        Permission.HOME,
    }


def test_nobody_who_is_not_signed_in_passes_by_a_kind() -> None:
    for permission in Permission:
        if "public" not in TABLE[permission]:
            assert not allowed(permission, signed_in=False, kinds=KINDS)


def test_assistant_observer_and_auditor_never_cast() -> None:
    for kind in ("assistant", "observer", "auditor", "administrator", "secretariat"):
        assert not allowed(Permission.CAST, signed_in=True, kinds=(kind,))  # type: ignore[arg-type]


def test_the_table_is_whole_and_named_as_it_should_be() -> None:
    assert set(TABLE) == set(Permission)
    for permission in Permission:
        scope, resource, action = permission.value.split(":")
        assert all(word.isidentifier() for word in (scope, resource, action))
    known = HOLDERS | {"public", "signed_in"}
    assert all(roles and roles <= known for roles in TABLE.values())


def test_the_table_in_the_documentation_is_this_one() -> None:
    text = (DOCS / "security.md").read_text(encoding="utf-8")
    for permission, roles in TABLE.items():
        if roles >= HOLDERS:
            said = "holders of any mandate"
        else:
            said = ", ".join(sorted(roles)).replace("signed_in", "anybody signed in")
            said = said.replace("public", "everybody")
        assert f"| `{permission.value}` | {said} |" in text


def test_every_route_is_documented_with_its_permission(place: Place) -> None:
    text = (DOCS / "routes.md").read_text(encoding="utf-8")
    rows = {line for line in text.splitlines() if line.startswith("| `/")}
    served: dict[str, set[str]] = {}
    for path, method, handler in handlers_of(place.app):
        served.setdefault(f"`{path}` | `{permission_of(handler)}`", set()).add(method)
    wanted = {
        f"| {key.split(' | ')[0]} | {', '.join(sorted(m))} | {key.split(' | ')[1]} |"
        for key, m in served.items()
    }
    assert rows == wanted, "run scripts/document_routes.py"


def test_a_route_without_a_permission_keeps_the_application_from_starting() -> None:
    @get("/open-door", sync_to_thread=False)
    def open_door() -> str:
        return "come in"

    app = Litestar([open_door], openapi_config=None, logging_config=None)
    with pytest.raises(RuntimeError, match="GET /open-door"):
        refuse_undeclared(app)


def test_a_word_that_is_no_permission_does_not_count_as_one() -> None:
    @get("/half-open", sync_to_thread=False, opt={"permission": "public:everything:read"})
    def half_open() -> str:
        return "come in"

    app = Litestar([half_open], openapi_config=None, logging_config=None)
    with pytest.raises(RuntimeError, match="half-open"):
        refuse_undeclared(app)


def test_a_role_that_is_revoked_bites_on_the_next_request(place: Place) -> None:
    auditor = place.api("auditor")
    assert auditor.get("/api/v1/audit/events").status_code == 200
    place.perform(c.EndMandate("mandate-auditor", "revoked"), INSTALLER)
    assert auditor.get("/api/v1/audit/events").status_code == 403


def test_a_mandate_that_runs_out_bites_on_the_next_request(place: Place) -> None:
    until = place.clock.now().replace(minute=10)
    place.perform(
        c.GrantMandate(e.MandateGranted("mandate-short", place.person("nobody"), "auditor", until=until)),
        INSTALLER,
    )
    browser = place.api("nobody")
    assert browser.get("/api/v1/audit/events").status_code == 200
    place.clock.advance(minutes=10)
    assert browser.get("/api/v1/audit/events").status_code == 403


@pytest.mark.parametrize(
    ("name", "sees"),
    [
        ("rector", True),
        ("vice_rector", True),
        ("assistant", True),
        ("auditor", True),
        ("other_rector", False),
        ("acting_rector", False),
        ("observer", False),
        ("secretariat", False),
        ("administrator", False),
    ],
)
def test_other_peoples_drafts_do_not_exist(place: Place, name: str, sees: bool) -> None:
    place.perform(c.DraftProposal("case-1", "motion", manifest()), place.rector())
    browser = place.api(name)
    listed = [line["case"] for line in browser.get("/api/v1/proposals").json()["items"]]
    assert listed == (["case-1"] if sees else [])
    addresses = ("/api/v1/proposals/case-1", "/api/v1/proposals/case-1/actions", "/proposals/case-1")
    for address in addresses:
        assert browser.get(address).status_code == (200 if sees else 404), address
    if not sees and name not in ("auditor", "observer"):
        deed = {"transition": "put", "version": 1}
        assert browser.post("/api/v1/proposals/case-1/actions", json=deed).status_code == 404


def test_a_draft_of_another_answers_as_one_that_never_was(place: Place) -> None:
    place.perform(c.DraftProposal("case-1", "motion", manifest()), place.rector())
    browser = place.api("other_rector")
    hidden = browser.get("/api/v1/proposals/case-1", headers={"X-Request-Id": "aaaaaaaa"})
    absent = browser.get("/api/v1/proposals/case-2", headers={"X-Request-Id": "aaaaaaaa"})
    assert hidden.status_code == absent.status_code == 404
    assert hidden.content == absent.content


def test_the_secret_of_an_invitation_is_in_no_route_that_is_logged() -> None:
    assert account_routes.show_link.paths == {"/invitation/{secret:str}"}
