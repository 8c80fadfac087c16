"""Invitations, lost passwords, sign-in and guessing: through the pages, as people and strangers would."""

from __future__ import annotations

import unicodedata
from datetime import timedelta
from typing import Any

import pytest
from argon2 import PasswordHasher
from hypothesis import given
from hypothesis import strategies as st
from support import costs
from support.web_kit import PASSWORD, Place, cheap_passwords, email_of, give_password

from ecar_governance.domain import events as e
from ecar_governance.domain.decision import Refused
from ecar_governance.identity.passwords import Argon2Passwords
from ecar_governance.services import accounts
from ecar_governance.services.accounts_port import Letter
from ecar_governance.services.acting import INSTALLER
from ecar_governance.services.ports import Done
from ecar_governance.web.csrf import token_for
from ecar_governance.wording import LOCALES, translations


def form_of(browser: Any, address: str, **fields: str) -> Any:
    """Opens the page, then sends its form."""
    browser.get(address)
    raw = browser.cookies.get("ecar") or browser.cookies["ecar-visit"]
    return browser.post(address, data={"csrf": token_for(raw), **fields})


def sign_in(browser: Any, email: str, password: str) -> Any:
    return form_of(browser, "/sign-in", email=email, password=password)


def letters(place: Place) -> list[Letter]:
    now = place.clock.now()
    return place.desk.outbox.lease("test", now, now + timedelta(seconds=1), 100)


def invited(place: Place, name: str) -> str:
    secret, outcome = accounts.issue_invitation(place.desk, INSTALLER, place.person(name))
    assert isinstance(outcome, Done)
    return secret


def events(place: Place, kind: type) -> list[Any]:
    return [one for one in place.desk.record.events(limit=500) if isinstance(one.data, kind)]


# --- invitations -----------------------------------------------------------------------------------------


def test_an_invitation_opens_an_account_once(place: Place) -> None:
    secret = invited(place, "rector")
    browser = place.client()
    page = browser.get(f"/invitation/{secret}")
    assert page.status_code == 200
    assert email_of("rector") in page.text
    answer = form_of(browser, f"/invitation/{secret}", password=PASSWORD, again=PASSWORD)
    assert answer.headers["location"] == "/sign-in?welcome=1"
    assert sign_in(browser, email_of("rector"), PASSWORD).status_code == 303
    assert browser.get("/account").status_code == 200
    again = place.client()
    assert again.get(f"/invitation/{secret}").status_code == 404
    refused = form_of(again, f"/invitation/{secret}", password="x" * 20, again="x" * 20)
    assert refused.status_code == 422 or refused.status_code == 404
    assert sign_in(again, email_of("rector"), PASSWORD).status_code == 303


def test_it_stands_in_the_log_without_its_secret(place: Place) -> None:
    secret = invited(place, "rector")
    accounts.redeem(place.desk, secret, PASSWORD)
    issued, set_ = events(place, e.InvitationIssued), events(place, e.CredentialSet)
    assert [one.data.person for one in issued] == [one.data.person for one in set_] == ["person-rector"]
    assert set_[0].actor == e.Actor("person", "person-rector")
    whole = b"".join(place.desk.record.leaves())
    assert secret.encode() not in whole
    assert accounts.secret_hash(secret).encode() not in whole


def test_looking_at_a_link_does_not_use_it_up(place: Place) -> None:
    secret = invited(place, "rector")
    for _ in range(3):
        assert place.client().get(f"/invitation/{secret}").status_code == 200


@pytest.mark.parametrize(
    ("purpose", "lasts"), [("invitation", timedelta(days=7)), ("lost_password", timedelta(hours=1))]
)
def test_a_link_holds_so_long_and_no_longer(place: Place, purpose: Any, lasts: timedelta) -> None:
    secret, _ = accounts.issue_invitation(place.desk, INSTALLER, place.person("rector"), purpose=purpose)
    place.clock.at += lasts - timedelta(seconds=1)
    assert place.client().get(f"/invitation/{secret}").status_code == 200
    place.clock.at += timedelta(seconds=1)
    assert place.client().get(f"/invitation/{secret}").status_code == 404
    assert isinstance(accounts.redeem(place.desk, secret, PASSWORD), Refused)


def test_a_newer_link_ends_the_older_one(place: Place) -> None:
    first, second = invited(place, "rector"), invited(place, "rector")
    other = invited(place, "observer")
    assert accounts.open_link(place.desk, first) is None
    assert accounts.open_link(place.desk, second) is not None
    assert accounts.open_link(place.desk, other) is not None


def test_of_two_who_send_the_form_at_once_one_sets_the_password(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = invited(place, "rector")
    real = accounts.open_link(place.desk, secret)
    monkeypatch.setattr(accounts, "open_link", lambda *_: real)  # both saw the link as good
    assert isinstance(accounts.redeem(place.desk, secret, PASSWORD), Done)
    late = accounts.redeem(place.desk, secret, "some other long words")
    assert isinstance(late, Refused)
    assert late.reasons[0].code == "account.link_invalid"
    assert sign_in(place.client(), email_of("rector"), PASSWORD).status_code == 303


def test_a_weak_password_leaves_the_link_good(place: Place) -> None:
    secret = invited(place, "rector")
    browser = place.client()
    answer = form_of(browser, f"/invitation/{secret}", password="short", again="short")
    assert answer.status_code == 422
    assert "12" in answer.text
    answer = form_of(browser, f"/invitation/{secret}", password=PASSWORD, again=PASSWORD + "x")
    assert answer.status_code == 422
    assert PASSWORD not in answer.text
    answer = form_of(browser, f"/invitation/{secret}", password=PASSWORD, again=PASSWORD)
    assert answer.status_code == 303


def test_the_mail_holds_the_link_and_is_queued_with_the_act(place: Place) -> None:
    secret = invited(place, "rector")
    (letter,) = letters(place)
    assert (letter.person, letter.kind) == ("person-rector", "invitation")
    assert letter.params["secret"] == secret
    place.desk.outbox.sent(letter.id, place.clock.now())
    place.clock.advance(minutes=10)
    assert letters(place) == []


def test_who_may_not_invite_is_told_why(place: Place) -> None:
    rector = e.Actor("person", "person-rector", "mandate-rector", "U001")
    secret, outcome = accounts.issue_invitation(place.desk, rector, place.person("observer"))
    assert secret == ""
    assert isinstance(outcome, Refused)
    assert letters(place) == []


# --- lost passwords --------------------------------------------------------------------------------------


def test_a_lost_password_is_mended_by_mail(place: Place) -> None:
    give_password(place, "rector")
    before = place.as_("rector")
    browser = place.client()
    form_of(browser, "/lost-password", email=email_of("rector").upper())
    (letter,) = letters(place)
    assert letter.kind == "lost_password"
    link = f"/invitation/{letter.params['secret']}"
    assert (
        form_of(browser, link, password="tamam başqa sözlər", again="tamam başqa sözlər").status_code == 303
    )
    assert sign_in(place.client(), email_of("rector"), PASSWORD).status_code == 422
    assert sign_in(place.client(), email_of("rector"), "tamam başqa sözlər").status_code == 303
    assert before.get("/api/v1/me").status_code == 401
    issued = events(place, e.InvitationIssued)
    assert (issued[-1].actor.kind, issued[-1].data.purpose) == ("system", "lost_password")


def test_nobody_learns_who_is_a_member(place: Place) -> None:
    browser = place.client()
    known = form_of(browser, "/lost-password", email=email_of("rector"))
    unknown = form_of(browser, "/lost-password", email="stranger@elsewhere.example")
    strip = lambda answer: answer.text.replace(answer.headers["x-request-id"], "")  # noqa: E731
    assert (known.status_code, strip(known)) == (unknown.status_code, strip(unknown))
    assert len(letters(place)) == 1


def test_a_stranger_cannot_fill_somebodys_mail(place: Place) -> None:
    browser = place.client()
    for _ in range(10):
        assert form_of(browser, "/lost-password", email=email_of("rector")).status_code == 200
    assert len(letters(place)) == accounts.LOST_PASSWORD_LIMIT


# --- signing in and guessing -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("email", "password"),
    [
        (email_of("rector"), "wrong words entirely"),
        (email_of("rector"), ""),
        (email_of("rector"), "x" * 10_000),
        ("stranger@elsewhere.example", PASSWORD),
        (email_of("observer"), PASSWORD),
        ("", ""),
    ],
)
def test_whatever_is_wrong_the_answer_is_one(place: Place, email: str, password: str) -> None:
    give_password(place, "rector")
    answer = sign_in(place.client(), email, password)
    assert answer.status_code == 422
    sentence = translations("az").gettext(accounts.REASONS["password.wrong"])
    assert sentence in answer.text
    assert "ecar=" not in str(answer.headers.get_list("set-cookie"))
    assert not password or password not in answer.text


def test_an_unknown_address_costs_a_hash_like_a_known_one(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    give_password(place, "rector")
    asked: list[str] = []

    class Counting(PasswordHasher):
        def verify(self, hash: Any, password: Any) -> Any:  # noqa: A002
            asked.append(str(hash).partition("$argon2id")[1])
            return super().verify(hash, password)

    counting = Argon2Passwords(Counting(time_cost=1, memory_cost=8, parallelism=1))
    monkeypatch.setattr(place.desk.passwords, "verify", counting.verify)
    for email in (email_of("rector"), "stranger@elsewhere.example", email_of("observer")):
        assert accounts.authenticate(place.desk, email, "wrong words entirely", "place") is None
    assert asked == ["$argon2id"] * 3


def test_guessing_at_an_account_is_slowed_and_never_locks_its_owner_out(place: Place) -> None:
    give_password(place, "rector")
    for number in range(12):
        sign_in(place.client(f"198.51.100.{number}"), email_of("rector"), "wrong words entirely")
    assert place.waited == [0.5, 1.0, 2.0, 4.0, 8.0, 8.0, 8.0]
    assert sign_in(place.client(), email_of("rector"), PASSWORD).status_code == 303
    place.waited.clear()
    sign_in(place.client(), email_of("rector"), "wrong words entirely")
    assert place.waited == []


def test_however_often_strangers_guess_its_owner_waits_no_longer(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    give_password(place, "rector")
    monkeypatch.setattr(
        place.desk.accounts, "tries", lambda place, since: 50 if "account" not in place else 5000
    )
    assert sign_in(place.client(), email_of("rector"), PASSWORD).status_code == 303
    assert place.waited == [accounts.LONGEST_DELAY]


def test_it_is_slowed_the_same_for_an_address_that_nobody_has(place: Place) -> None:
    for _ in range(7):
        sign_in(place.client(), "stranger@elsewhere.example", "wrong words entirely")
    assert place.waited == [0.5, 1.0]


def test_guessing_from_one_address_is_stopped_for_a_while(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    give_password(place, "rector")
    monkeypatch.setattr(accounts, "ADDRESS_LIMIT", 5)
    guesser = place.client("198.51.100.7")
    for number in range(5):
        answer = sign_in(guesser, f"person{number}@elsewhere.example", "wrong words entirely")
        assert answer.status_code == 422
    refused = sign_in(guesser, email_of("rector"), PASSWORD)
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "900")
    claimed = {"X-Forwarded-For": "203.0.113.1"}
    guesser.headers.update(claimed)
    assert sign_in(guesser, email_of("rector"), PASSWORD).status_code == 429
    assert sign_in(place.client("198.51.100.8"), email_of("rector"), PASSWORD).status_code == 303
    place.clock.advance(minutes=16)
    assert sign_in(guesser, email_of("rector"), PASSWORD).status_code == 303


def test_a_hash_of_weaker_parameters_is_made_anew_at_sign_in(place: Place) -> None:
    give_password(place, "rector")
    before = place.desk.accounts.password_hash("person-rector")
    stronger = Argon2Passwords(PasswordHasher(time_cost=2, memory_cost=8, parallelism=1))
    object.__setattr__(place.desk, "passwords", stronger)
    assert sign_in(place.client(), email_of("rector"), PASSWORD).status_code == 303
    after = place.desk.accounts.password_hash("person-rector")
    assert after != before
    assert after is not None
    assert not stronger.outdated(after)


def test_the_language_of_mail_is_that_of_a_new_browser_and_a_choice_stays(place: Place) -> None:
    give_password(place, "observer")  # reads English
    browser = place.client()
    sign_in(browser, email_of("observer"), PASSWORD)
    assert '<html lang="en">' in browser.get("/account").text
    assert browser.get("/language/az?next=/account").headers["location"] == "/account"
    assert '<html lang="az">' in browser.get("/account").text
    browser.post("/sign-out", data={"csrf": token_for(browser.cookies["ecar"])})
    sign_in(browser, email_of("observer"), PASSWORD)
    assert '<html lang="az">' in browser.get("/account").text
    assert browser.get("/language/xx").status_code == 404


# --- passwords -------------------------------------------------------------------------------------------

PASSWORDS = cheap_passwords()


def test_guessing_costs_what_rfc_9106_asks_for() -> None:
    with costs.real():
        assert Argon2Passwords().hash(PASSWORD).startswith("$argon2id$v=19$m=65536,t=3,p=4$")


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("", "password.short"),
        ("elevenchars", "password.short"),
        ("ə" * 11, "password.short"),
        ("a" * 257, "password.long"),
        ("aaaaaaaaaaaa", "password.common"),
        ("abababababab", "password.common"),
        ("abcdefghijkl", "password.common"),
        ("987654321098", "password.common"),
        ("password1234", "password.common"),
        ("Password2026!", "password.common"),
        ("azərbaycan2026", "password.common"),
        ("AZƏRBAYCAN2026", "password.common"),
        ("qwertyuiop12", "password.common"),
        ("123456789012", "password.common"),
        ("universitet1", "password.common"),
        ("rector.khazar", "password.own_name"),
        ("RectorNamed1", "password.own_name"),
        ("üç dəvə yüklü gəldi", None),
        ("correct-staple-tundra", None),
        ("Kf8#mQ2!xW9z", None),
        ("rector of a small college", None),
    ],
)
def test_which_passwords_may_be_chosen(password: str, code: str | None) -> None:
    about = ("Rector Named", "rector.khazar@test.example")
    refusal = PASSWORDS.refusal(password, about)
    assert (refusal.code if refusal else None) == code


@given(st.text(min_size=12, max_size=256))
def test_two_spellings_of_one_password_are_one(password: str) -> None:
    decomposed = unicodedata.normalize("NFKD", password)
    encoded = PASSWORDS.hash(password)
    assert password not in encoded
    assert PASSWORDS.verify(encoded, password)
    if len(decomposed) <= 256:
        assert PASSWORDS.verify(encoded, decomposed)
    assert not PASSWORDS.verify(encoded, password + "x")
    assert not PASSWORDS.verify(None, password)


def test_a_damaged_hash_matches_nothing() -> None:
    for encoded in ("", "plain", "$argon2id$broken"):
        assert not PASSWORDS.verify(encoded or "x", "anything at all")


def test_every_sentence_of_a_reason_is_in_both_languages() -> None:
    for text in accounts.REASONS.values():
        assert all(translations(lang).gettext(text) != text for lang in LOCALES if lang != "en")
