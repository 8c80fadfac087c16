"""Promises 34 and 37: the id changes and dies, limits hold, sign-out ends all, fresh means fresh."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from support.web_kit import PASSWORD, Place, email_of, give_password

from ecar_governance.web.csrf import token_for
from ecar_governance.web.sessions import SESSION_COOKIE, VISIT_COOKIE, Cookies, id_hash


def sign_in(browser: Any, name: str, password: str = PASSWORD, **more: str) -> Any:
    page = browser.get("/sign-in")
    assert page.status_code == 200
    return browser.post(
        "/sign-in", data={"email": email_of(name), "password": password, "csrf": csrf(browser), **more}
    )


def csrf(browser: Any) -> str:
    raw = browser.cookies.get("ecar") or browser.cookies.get("ecar-visit")
    assert raw is not None
    return token_for(raw)


def me(browser: Any) -> int:
    return int(browser.get("/api/v1/me").status_code)


# --- the cookie ------------------------------------------------------------------------------------------


def test_over_https_the_cookie_is_bound_to_this_host(secure_place: Place) -> None:
    give_password(secure_place, "rector")
    browser = secure_place.client()
    first = browser.get("/sign-in").headers["set-cookie"]
    assert first.startswith("__Host-ecar-visit=")
    raw = first.split("=")[1].split(";")[0]
    form = {"email": email_of("rector"), "password": PASSWORD, "csrf": token_for(raw)}
    cookies = browser.post("/sign-in", data=form).headers.get_list("set-cookie")
    session = next(one for one in cookies if one.startswith("__Host-ecar="))
    parts = {part.strip() for part in session.split(";")[1:]}
    assert parts == {"Path=/", "HttpOnly", "SameSite=Lax", "Secure"}
    assert len(session.split("=")[1].split(";")[0]) == 43


def test_on_loopback_http_it_is_plain(place: Place) -> None:
    give_password(place, "rector")
    browser = place.client()
    cookies = sign_in(browser, "rector").headers.get_list("set-cookie")
    session = next(one for one in cookies if one.startswith("ecar="))
    assert {part.strip() for part in session.split(";")[1:]} == {"Path=/", "HttpOnly", "SameSite=Lax"}


@given(st.text(max_size=200))
def test_no_cookie_header_breaks_the_reading(header: str) -> None:
    found = Cookies(secure=True).read(header, SESSION_COOKIE)
    assert found == "" or (found.replace("-", "").replace("_", "").isalnum() and len(found) <= 128)


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("__Host-ecar=abc", "abc"),
        ("a=b; __Host-ecar=abc; c=d", "abc"),
        ("__Host-ecar=abc; __Host-ecar=def", ""),
        ("ecar=abc", ""),
        ("__Host-ecar=a b", ""),
        ("__Host-ecar=" + "a" * 129, ""),
        ("x__Host-ecar=abc", ""),
    ],
)
def test_only_one_well_formed_cookie_of_ours_counts(header: str, value: str) -> None:
    assert Cookies(secure=True).read(header, SESSION_COOKIE) == value


# --- ids -------------------------------------------------------------------------------------------------


def test_an_id_that_nobody_gave_counts_for_nothing_and_is_not_kept(place: Place) -> None:
    give_password(place, "rector")
    browser = place.client()
    planted = "attacker-chose-this-id-1234567890"
    browser.set_cookie("ecar", planted)
    assert me(browser) == 401
    browser.set_cookie("ecar-visit", "v" * 43)
    browser.set_cookie("ecar", planted)
    form = {"email": email_of("rector"), "password": PASSWORD, "csrf": token_for("v" * 43)}
    answer = browser.post("/sign-in", data=form)
    given_id = next(c for c in answer.headers.get_list("set-cookie") if c.startswith("ecar="))
    assert planted not in given_id
    other = place.client()
    other.set_cookie("ecar", planted)
    assert me(other) == 401


def test_the_id_changes_at_sign_in_and_the_old_one_dies(place: Place) -> None:
    give_password(place, "rector")
    browser = place.client()
    sign_in(browser, "rector")
    first = browser.cookies["ecar"]
    assert me(browser) == 200
    form = {"email": email_of("rector"), "password": PASSWORD, "csrf": csrf(browser)}
    assert browser.post("/sign-in", data=form).status_code == 303
    assert browser.cookies["ecar"] != first
    old = place.client()
    old.set_cookie("ecar", first)
    assert me(old) == 401
    assert me(browser) == 200


def test_the_id_changes_at_a_new_proof_of_the_password(place: Place) -> None:
    give_password(place, "rector")
    browser = place.as_("rector")
    first = browser.cookies["ecar"]
    answer = browser.post("/reauthenticate", data={"password": PASSWORD, "next": "/proposals"})
    assert answer.headers["location"] == "/proposals"
    assert browser.cookies["ecar"] != first
    assert me(browser) == 200
    old = place.client()
    old.set_cookie("ecar", first)
    assert me(old) == 401


def test_the_vault_holds_hashes_of_ids_alone(place: Place) -> None:
    browser = place.as_("rector")
    raw = browser.cookies["ecar"]
    kept = place.desk.accounts.session(id_hash(raw))
    assert kept is not None
    assert raw not in str(kept)
    database = place.desk.accounts._database  # type: ignore[attr-defined]
    with database.reading() as connection:
        rows = connection.execute(text("SELECT * FROM web_session")).all()
    assert raw not in str(rows)


# --- limits ----------------------------------------------------------------------------------------------


def test_without_use_it_ends(place: Place) -> None:
    browser = place.as_("rector")
    for _ in range(5):
        place.clock.advance(minutes=29)
        assert me(browser) == 200
    place.clock.advance(minutes=30)
    answer = browser.get("/api/v1/me")
    assert answer.status_code == 401
    assert "ecar=;" in answer.headers["set-cookie"]


def test_it_ends_in_any_case(place: Place) -> None:
    browser = place.as_("rector")
    for _ in range(12 * 3 - 1):
        place.clock.advance(minutes=20)
        assert me(browser) == 200
    place.clock.advance(minutes=20)
    assert me(browser) == 401


def test_a_new_proof_of_the_password_does_not_prolong_it(place: Place) -> None:
    give_password(place, "rector")
    browser = place.as_("rector")
    for _ in range(12 * 3 - 1):
        place.clock.advance(minutes=20)
        assert me(browser) == 200
        browser.headers["X-CSRF-Token"] = csrf(browser)
        assert browser.post("/reauthenticate", data={"password": PASSWORD}).status_code == 303
    place.clock.advance(minutes=20)
    assert me(browser) == 401


def test_what_has_ended_is_swept(place: Place) -> None:
    sessions = place.app.state.sessions
    old = sessions.begin(place.person("rector"))
    place.clock.advance(minutes=20)
    young = sessions.begin(place.person("rector"))
    place.clock.advance(minutes=15)
    assert sessions.sweep() == 1
    assert place.desk.accounts.session(id_hash(old)) is None
    assert place.desk.accounts.session(id_hash(young)) is not None


def test_signing_out_ends_every_session_of_the_person_and_nobody_elses(place: Place) -> None:
    here, there, other = place.as_("rector"), place.as_("rector"), place.as_("other_rector")
    answer = here.post("/sign-out")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")
    assert [me(here), me(there), me(other)] == [401, 401, 200]


def test_setting_a_password_ends_every_session_of_the_person(place: Place) -> None:
    browser = place.as_("rector")
    give_password(place, "rector")
    assert me(browser) == 401


# --- fresh -----------------------------------------------------------------------------------------------


def test_a_ballot_asks_for_a_fresh_password_and_leads_back(place: Place) -> None:
    give_password(place, "rector")
    browser = place.as_("rector")
    place.clock.advance(minutes=10)
    ballot = {"seat": "seat-U001", "choice": "for", "manifest_hash": "sha256:0"}
    answer = browser.post("/api/v1/votes/vote-1/ballots", json=ballot)
    assert (answer.status_code, answer.json()["code"]) == (403, "fresh_authentication_needed")
    browser.post("/reauthenticate", data={"password": PASSWORD})
    browser.headers["X-CSRF-Token"] = csrf(browser)
    assert browser.post("/api/v1/votes/vote-1/ballots", json=ballot).status_code == 404


def test_a_wrong_password_proves_nothing(place: Place) -> None:
    give_password(place, "rector")
    give_password(place, "other_rector", "another long password")
    browser = place.as_("rector")
    place.clock.advance(minutes=11)
    for wrong in ("", "another long password", PASSWORD + " "):
        answer = browser.post("/reauthenticate", data={"password": wrong})
        assert answer.status_code == 422, wrong
        assert wrong not in answer.text or not wrong
    assert browser.get("/api/v1/me").json()["fresh"] is False


def test_the_way_back_stays_on_this_site(place: Place) -> None:
    give_password(place, "rector")
    browser = place.as_("rector")
    answer = browser.post("/reauthenticate", data={"password": PASSWORD, "next": "//evil.example"})
    assert answer.headers["location"] == "/"


# --- pages -----------------------------------------------------------------------------------------------


def test_a_page_leads_to_the_form_and_back(place: Place) -> None:
    give_password(place, "rector")
    browser = place.client()
    led = browser.get("/proposals?show=all")
    assert led.headers["location"] == "/sign-in?next=/proposals%3Fshow%3Dall"
    form = browser.get(led.headers["location"])
    assert 'value="/proposals?show=all"' in form.text
    done = sign_in(browser, "rector", next="/proposals?show=all")
    assert done.headers["location"] == "/proposals?show=all"


def test_a_form_of_an_ended_session_leads_to_the_page_it_was_on(place: Place) -> None:
    browser = place.as_("rector")
    place.clock.advance(hours=1)
    answer = browser.post(
        "/proposals/case-1/act/submit",
        data={},
        headers={"Referer": place.settings.public_url + "/proposals/case-1"},
    )
    assert answer.headers["location"] == "/sign-in?next=/proposals/case-1"


def test_a_fragment_is_told_to_leave_with_the_whole_page(place: Place) -> None:
    answer = place.client().get("/proposals", headers={"HX-Request": "true"})
    assert answer.headers["hx-redirect"] == "/sign-in?next=/proposals"


def test_visits_without_a_page_with_a_form_leave_no_cookie(place: Place) -> None:
    answer = place.client().get("/api/v1/resolutions")
    assert answer.status_code == 200
    assert "set-cookie" not in answer.headers
    assert VISIT_COOKIE in place.client().get("/sign-in").headers["set-cookie"]
