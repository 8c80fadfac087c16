"""Promises 35, 36, 38, 43: headers on every answer, origins, hosts, addresses, and what errors tell."""

from __future__ import annotations

import io
import ipaddress
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st
from support.web_kit import Place

from ecar_governance.services.queries import members as members_query
from ecar_governance.settings import Settings
from ecar_governance.web.application import handlers_of
from ecar_governance.web.entrance import preferred
from ecar_governance.web.errors import plain_page
from ecar_governance.web.logging import REDACTED, configure, describe, log, plain_text
from ecar_governance.web.security import (
    SAFE_METHODS,
    client_address,
    host_refused,
    origin_refused,
    place_of,
    safe_next,
    security_headers,
)

HERE = "http://127.0.0.1:8000"
THERE = "https://ecar.example"


def settings(url: str = HERE, **more: Any) -> Settings:
    return Settings(public_url=url, **more)


# --- headers ---------------------------------------------------------------------------------------------


def broken(*_: Any, **__: Any) -> Any:
    raise ValueError("secret-word-in-message")


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/sign-in", 200),
        ("/nothing/at/all", 404),
        ("/account", 303),
        ("/static/ecar.css", 200),
        ("/static/nothing.css", 404),
        ("/healthz", 200),
        ("/api/v1/me", 401),
        ("/api/v1/nothing", 404),
    ],
)
def test_every_answer_carries_the_headers(place: Place, address: str, status: int) -> None:
    answer = place.client().get(address)
    assert answer.status_code == status
    for name, value in security_headers(place.settings):
        assert answer.headers[name.decode()] == value.decode()
    assert "strict-transport-security" not in answer.headers
    assert len(answer.headers["x-request-id"]) == 16


@pytest.mark.parametrize("address", ["/account", "/api/v1/members"])
def test_an_unexpected_error_carries_them_too_and_tells_nothing(
    place: Place, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(members_query, "institutions", broken)
    monkeypatch.setattr("ecar_governance.web.routes.accounts.Directory", broken)
    answer = place.as_("rector").get(address, headers={"X-Request-Id": "abcdef0123"})
    assert answer.status_code == 500
    for name, value in security_headers(place.settings):
        assert answer.headers[name.decode()] == value.decode()
    assert answer.headers["cache-control"] == "no-store"
    assert "abcdef0123" in answer.text
    assert "secret-word" not in answer.text
    assert "ValueError" not in answer.text


def test_an_error_page_that_fails_itself_leaves_a_plain_one(place: Place) -> None:
    place.app.state.error_page = broken
    answer = place.client().get("/nothing")
    assert answer.status_code == 404
    assert "secret-word" not in answer.text
    assert "<h1>" in answer.text
    assert plain_page.__name__ == "plain_page"


def test_the_policy_allows_no_inline_script_and_nobody_elses_frame(place: Place) -> None:
    policy = place.client().get("/sign-in").headers["content-security-policy"]
    parts = {part.split()[0]: part.split()[1:] for part in policy.split(";")}
    assert parts["default-src"] == ["'none'"]
    assert parts["script-src"] == parts["style-src"] == ["'self'"]
    assert parts["frame-ancestors"] == parts["base-uri"] == ["'none'"]
    assert "unsafe" not in policy


def test_https_is_held_to(secure_place: Place) -> None:
    answer = secure_place.client().get("/sign-in")
    assert answer.headers["strict-transport-security"].startswith("max-age=31536000")


def test_what_a_signed_in_person_gets_is_kept_by_no_cache(place: Place) -> None:
    person = place.as_("rector")
    for address in ("/account", "/api/v1/me", "/api/v1/sessions", "/nothing"):
        assert person.get(address).headers["cache-control"] == "no-store", address
    assert "max-age" in place.client().get("/static/ecar.css").headers["cache-control"]


# --- methods and sizes -----------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "PROPFIND"])
def test_other_methods_are_not_taken(place: Place, method: str) -> None:
    assert place.client().request(method, "/sign-in").status_code == 405


def test_a_head_is_a_get_without_its_body(place: Place) -> None:
    got = place.client().get("/sign-in")
    head = place.client().request("HEAD", "/sign-in")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-type"] == got.headers["content-type"]


def test_a_body_over_the_limit_is_refused(place: Place) -> None:
    size = place.settings.max_upload_bytes + 2 * 1024 * 1024
    answer = place.as_("rector").post("/api/v1/proposals", content=b"{" + b" " * size)
    assert answer.status_code == 413


def test_a_form_of_too_many_fields_is_refused(place: Place) -> None:
    browser = place.as_("anonymous")
    body = "&".join(f"f{n}=1" for n in range(501))
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    assert browser.post("/sign-in", content=body, headers=kind).status_code == 400


# --- origins ---------------------------------------------------------------------------------------------


def test_every_unsafe_route_refuses_another_origin_and_a_missing_token(place: Place) -> None:
    passed = []
    for path, method, _ in handlers_of(place.app):
        if method in SAFE_METHODS:
            continue
        address = path.replace("{", "").replace("}", "")
        stranger = place.as_("rector")
        for headers in (
            {"Origin": "https://evil.example"},
            {"Origin": "null"},
            {"Sec-Fetch-Site": "cross-site"},
            {"Sec-Fetch-Site": "same-site"},
        ):
            answer = stranger.request(method, address, headers={**headers, "Accept": "application/json"})
            if answer.status_code != 403 or answer.json()["code"] != "cross_origin":
                passed.append((method, path, headers))
        del stranger.headers["X-CSRF-Token"]
        stranger.headers["Accept"] = "application/json"
        answer = stranger.request(method, address)
        if answer.json().get("code") not in ("csrf", "forbidden"):
            passed.append((method, path, "no token"))
        answer = stranger.request(method, address, headers={"X-CSRF-Token": "0" * 64})
        if answer.json().get("code") not in ("csrf", "forbidden"):
            passed.append((method, path, "wrong token"))
    assert not passed


def test_the_token_of_one_session_is_worth_nothing_in_another(place: Place) -> None:
    first, second = place.as_("rector"), place.as_("rector")
    second.headers["X-CSRF-Token"] = first.headers["X-CSRF-Token"]
    answer = second.post("/sign-out", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (403, "csrf")


def test_the_token_may_come_as_a_field_of_a_form_of_either_kind(place: Place) -> None:
    for parts in ({"data": {}}, {"files": {"f": ("a.txt", b"a")}, "data": {}}):
        browser = place.as_("secretariat")
        token = browser.headers.pop("X-CSRF-Token")
        assert browser.post("/sign-out", **parts).status_code == 403
        parts["data"]["csrf"] = token
        assert browser.post("/sign-out", **parts).headers["location"] == "/sign-in"


@pytest.mark.parametrize(
    ("url", "headers", "good"),
    [
        (HERE, {"origin": HERE}, True),
        (HERE, {"origin": HERE, "sec-fetch-site": "same-origin"}, True),
        (HERE, {"sec-fetch-site": "same-origin"}, True),
        (HERE, {"sec-fetch-site": "none"}, True),
        (HERE, {}, True),
        (HERE, {"referer": HERE + "/sign-in"}, True),
        (HERE, {"origin": "http://localhost:8000", "host": "localhost:8000"}, True),
        (HERE, {"origin": "http://localhost:8000", "host": "127.0.0.1:8000"}, False),
        (HERE, {"origin": "http://127.0.0.1:9000", "host": "127.0.0.1:8000"}, False),
        (HERE, {"origin": "http://evil.example", "host": "evil.example"}, False),
        (HERE, {"origin": "null"}, False),
        (HERE, {"origin": HERE, "sec-fetch-site": "cross-site"}, False),
        (HERE, {"origin": HERE, "sec-fetch-site": "same-site"}, False),
        (HERE, {"referer": "https://evil.example/" + HERE}, False),
        (THERE, {"origin": THERE}, True),
        (THERE, {"origin": "http://ecar.example"}, False),
        (THERE, {"origin": "https://ecar.example.evil.example"}, False),
        (THERE, {"origin": "https://ecar.example:444"}, False),
        (THERE, {"origin": "http://localhost:8000", "host": "localhost:8000"}, False),
    ],
)
def test_origins(url: str, headers: dict[str, str], good: bool) -> None:
    assert (origin_refused(settings(url), headers) is None) is good


# --- hosts and addresses ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "host", "good"),
    [
        (HERE, "127.0.0.1:8000", True),
        (HERE, "localhost:8000", True),
        (HERE, "[::1]:8000", True),
        (HERE, "evil.example", False),
        (HERE, "evil.example:8000", False),
        (HERE, "127.0.0.1.evil.example", False),
        (HERE, "", False),
        (THERE, "ecar.example", True),
        (THERE, "ECAR.example", True),
        (THERE, "localhost", False),
        (THERE, "ecar.example.evil.example", False),
    ],
)
def test_hosts(url: str, host: str, good: bool) -> None:
    assert host_refused(settings(url), host) is not good


def test_a_rebound_name_gets_nothing_but_health_stays_open_to_probes(place: Place) -> None:
    browser = place.as_("rector")
    assert browser.get("/account", headers={"Host": "evil.example"}).status_code == 421
    assert browser.get("/healthz", headers={"Host": "10.0.0.7:8000"}).status_code == 200


@pytest.mark.parametrize(
    ("peer", "forwarded", "trusted", "counted"),
    [
        ("203.0.113.9", "198.51.100.1", "", "203.0.113.9"),
        ("203.0.113.9", "198.51.100.1", "10.0.0.0/8", "203.0.113.9"),
        ("10.0.0.1", "198.51.100.1", "10.0.0.0/8", "198.51.100.1"),
        ("10.0.0.1", "1.2.3.4, 198.51.100.1", "10.0.0.0/8", "198.51.100.1"),
        ("10.0.0.1", "1.2.3.4, 198.51.100.1, 10.0.0.2", "10.0.0.0/8", "198.51.100.1"),
        ("10.0.0.1", "1.2.3.4, not-an-address", "10.0.0.0/8", "10.0.0.1"),
        ("10.0.0.1", "", "10.0.0.0/8", "10.0.0.1"),
        ("::ffff:10.0.0.1", "198.51.100.1", "10.0.0.0/8", "198.51.100.1"),
    ],
)
def test_the_address_that_counts(peer: str, forwarded: str, trusted: str, counted: str) -> None:
    networks = tuple(ipaddress.ip_network(one) for one in trusted.split(",") if one)
    assert client_address(peer, forwarded, networks) == counted


@given(st.text(max_size=60), st.ip_addresses())
def test_whoever_is_not_a_trusted_proxy_cannot_choose_their_address(forwarded: str, peer: Any) -> None:
    assert client_address(str(peer), forwarded, ()) == str(peer)


def test_neighbours_of_one_ipv6_subscriber_count_as_one() -> None:
    assert place_of("2001:db8::1") == place_of("2001:db8::ffff")
    assert place_of("2001:db8::1") != place_of("2001:db8:0:1::1")
    assert place_of("198.51.100.1") == place_of("::ffff:198.51.100.1") != place_of("198.51.100.2")


# --- where to go next ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given_path", "goes"),
    [
        ("/proposals/case-1?tab=text", "/proposals/case-1?tab=text"),
        ("/", "/"),
        (None, "/"),
        ("", "/"),
        ("//evil.example/a", "/"),
        ("/\\evil.example", "/"),
        ("\\\\evil.example", "/"),
        ("https://evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("/a\r\nSet-Cookie: x=1", "/"),
        ("/a b", "/"),
        ("/\t/evil.example", "/"),
        ("/" + "a" * 2000, "/"),
    ],
)
def test_next_pages_are_ours(given_path: str | None, goes: str) -> None:
    assert safe_next(given_path) == goes


@given(st.text(max_size=80))
def test_no_text_leads_elsewhere(text: str) -> None:
    going = safe_next(text)
    assert going.startswith("/")
    assert going[1:2] not in ("/", "\\")
    assert not any(sign <= " " for sign in going)


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "az"),
        ("en-GB,en;q=0.9", "en"),
        ("ru,en;q=0.5", "en"),
        ("az;q=0.1,en;q=0.2", "en"),
        ("fr", "az"),
        ("en;q=0", "az"),
        ("en;q=zero, az", "az"),
        (",;;,", "az"),
    ],
)
def test_languages(header: str, language: str) -> None:
    assert preferred(header, "az") == language


# --- request ids and the log -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given_id", "kept"),
    [("abcDEF-12_34", True), ("short", False), ("a" * 65, False), ("a;b;c;d;e;f", False), ("ü" * 9, False)],
)
def test_request_ids_are_taken_over_when_harmless(place: Place, given_id: str, kept: bool) -> None:
    answer = place.client().get("/healthz", headers={"X-Request-Id": given_id.encode()})
    assert (answer.headers["x-request-id"] == given_id) is kept


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """The log, as text; put back afterwards."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    stream = io.StringIO()
    configure("info", stream)
    yield stream
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def test_lines_are_json_and_cannot_be_forged(lines: io.StringIO) -> None:
    log().info("visited", name='a\r\n{"event": "forged"}\u202egnp.exe\u2028x')
    logging.getLogger("some.library").warning("second %s", "li\nne")
    first, second = lines.getvalue().splitlines()
    told = json.loads(first)
    assert told["name"] == 'a\\u000d\\u000a{"event": "forged"}\\u202egnp.exe\\u2028x'
    assert told["level"] == "info"
    assert json.loads(second)["event"] == "second li\\u000ane"


@given(st.text(max_size=50))
def test_no_text_breaks_a_line(text: str) -> None:
    assert len(plain_text(text).splitlines()) <= 1


@pytest.mark.parametrize(
    "name",
    [
        "password",
        "new_password",
        "passphrase",
        "token",
        "csrf",
        "cookie",
        "Authorization",
        "choice",
        "secret",
    ],
)
def test_what_is_named_like_a_secret_is_blanked(lines: io.StringIO, name: str) -> None:
    log().warning("something", **{name: "canary", "nested": {name: "canary", "kept": "seen"}})
    told = json.loads(lines.getvalue())
    assert "canary" not in lines.getvalue()
    assert told[name] == told["nested"][name] == REDACTED
    assert told["nested"]["kept"] == "seen"


def test_a_logged_error_shows_places_and_no_values(lines: io.StringIO) -> None:
    def fails() -> None:
        canary = "canary-in-a-local-variable"
        raise LookupError("the message") from ValueError(str(len(canary)))

    try:
        fails()
    except LookupError as error:
        log().error("failed", exc_info=error)
        quiet = describe(error, quiet=True)
    told = json.loads(lines.getvalue())["error"]
    assert [one["type"] for one in told] == ["builtins.LookupError", "builtins.ValueError"]
    assert told[0]["message"] == "the message"
    assert "fails" in told[0]["at"][-1]
    assert "canary-in" not in lines.getvalue()
    assert all("message" not in one for one in quiet)


def test_a_request_is_one_line_without_its_path(place: Place, lines: io.StringIO) -> None:
    place.client().get("/invitation/very-secret-word?also=secret", headers={"X-Request-Id": "abcdef0123"})
    told = [json.loads(line) for line in lines.getvalue().splitlines()]
    seen = next(one for one in told if one["event"] == "request")
    assert seen["route"] == "/invitation/{secret}"
    assert (seen["request_id"], seen["status"], seen["method"]) == ("abcdef0123", 404, "GET")
    ours = [line for line in lines.getvalue().splitlines() if '"logger": "httpx"' not in line]
    assert "very-secret-word" not in "\n".join(ours)


def test_an_unexpected_error_is_logged_with_its_id(
    place: Place, lines: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(members_query, "institutions", broken)
    place.as_("rector").get("/api/v1/members", headers={"X-Request-Id": "abcdef0123"})
    told = [json.loads(line) for line in lines.getvalue().splitlines()]
    seen = next(one for one in told if one["event"] == "unexpected")
    assert seen["request_id"] == "abcdef0123"
    assert seen["error"][0]["type"] == "builtins.ValueError"


# --- health ----------------------------------------------------------------------------------------------


def test_ready_says_what_fails_and_no_more(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = place.client()
    assert browser.get("/readyz").json() == {"ready": True, "failed": []}
    monkeypatch.setattr(place.desk.keys, "put", broken)
    monkeypatch.setattr(place.desk.record, "state", broken)
    answer = browser.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"ready": False, "failed": ["database", "ballot_keys"]}
    assert browser.get("/healthz").status_code == 200


def test_without_a_database_public_pages_stand_and_others_say_try_again(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = place.as_("rector")
    monkeypatch.setattr(place.app.state.sessions, "look", broken)
    monkeypatch.setattr(place.desk.accounts, "session", broken)
    assert browser.get("/healthz").status_code == 200
    assert browser.get("/sign-in").status_code == 200
    answer = browser.get("/api/v1/me")
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert answer.headers["retry-after"] == "2"
