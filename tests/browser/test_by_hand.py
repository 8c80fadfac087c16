"""The way of a vote without any script, and by the keyboard alone."""

from __future__ import annotations

from typing import Any

import pytest
from support.house_tour import credentials
from support.keyboard import focused, tab_to
from support.story import PASSPHRASE

pytestmark = pytest.mark.browser


def test_a_rector_votes_on_a_phone_without_any_script(own: Any, sit: Any) -> None:
    """From the sign-in to the receipt; then the chair closes and everybody reads the result."""
    address, story = own
    page = sit(address, "rector", width=390, scripts=False)
    page.goto(address)
    page.get_by_role("link", name="kreditlərin tanınması").first.click()
    page.get_by_role("radio", name="Lehinə").check()
    page.get_by_label("Əsaslandırmanız").fill("Tələbələrimiz üçün vacibdir.")
    page.get_by_role("button", name="Səsinizi gözdən keçirin").click()
    assert "Lehinə" in page.inner_text("main")
    page.get_by_role("button", name="Səs verin").click()
    assert page.inner_text("h1").endswith("Bülleteniniz qəbul edildi")
    assert "sha256:" in page.inner_text("main")
    chair = sit(address, "chair", scripts=False)
    chair.goto(f"{address}/votes/{story.votes['recognition']}")
    chair.get_by_role("button", name="Səsverməni bağlayın və sayın").click()
    assert "Qəbul edilmədi: yetərsay yoxdur" in chair.inner_text("h1") or "Qəbul edildi" in chair.inner_text(
        "h1"
    )
    page.goto(f"{address}/votes/{story.votes['recognition']}")
    assert "Tələbələrimiz üçün vacibdir." in page.inner_text("main")


def test_a_chair_signs_without_any_script(own: Any, sit: Any) -> None:
    address, story = own
    page = sit(address, "chair", scripts=False, language="en")
    page.goto(f"{address}/resolutions/{story.resolutions['membership']}")
    page.get_by_role("link", name="Sign …").click()
    page.get_by_label("Passphrase of your signing key").fill(PASSPHRASE)
    page.get_by_role("button", name="Sign the resolution").click()
    assert "signed here" in page.inner_text("main")


def test_a_vote_by_the_keyboard_alone(own: Any, sit: Any) -> None:
    address, _story = own
    page = sit(address, language="en")
    page.goto(f"{address}/sign-in")
    email, password = credentials("rector")
    tab_to(page, "Mail address")
    page.keyboard.type(email)
    tab_to(page, "Password")
    page.keyboard.type(password)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}/")
    page.keyboard.press("Tab")
    assert focused(page) == "Skip to the content"
    page.keyboard.press("Enter")
    tab_to(page, "On the recognition of credits")
    page.keyboard.press("Enter")
    page.wait_for_url("**/ballots/**")
    tab_to(page, "For")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert focused(page).startswith("Abstain")
    tab_to(page, "Review your vote")
    page.keyboard.press("Enter")
    page.wait_for_url("**/review")
    tab_to(page, "Cast this ballot")
    page.keyboard.press("Enter")
    page.wait_for_url("**/receipt")
    assert "Your ballot was accepted" in page.inner_text("h1")


def test_focus_is_always_seen(served: Any, sit: Any) -> None:
    """Whatever Tab comes to is marked by an outline or by its ground."""
    address, story = served
    page = sit(address, "secretariat", language="en")
    page.goto(f"{address}/sessions/{story.sessions['second']}")
    for _ in range(25):
        page.keyboard.press("Tab")
        seen = page.evaluate(
            "(() => { const s = getComputedStyle(document.activeElement);"
            " return s.outlineStyle !== 'none' || s.backgroundColor === 'rgb(255, 233, 168)' })()"
        )
        assert seen, focused(page)


def test_the_turnout_renews_itself_where_scripts_run(own: Any, sit: Any) -> None:
    """htmx asks for the page again and puts the turnout in its place; nothing else moves."""
    address, story = own
    watching = sit(address, "secretariat", language="en")
    path = f"{address}/votes/{story.votes['recognition']}"
    watching.goto(path)
    assert "7 of 19 have voted." in watching.inner_text("#turnout")
    voting = sit(address, "rector", language="en")
    voting.goto(f"{address}/ballots/{story.votes['recognition']}/seat-KHAZAR")
    voting.get_by_role("radio", name="For").check()
    voting.get_by_role("button", name="Review your vote").click()
    voting.get_by_role("button", name="Cast this ballot").click()
    watching.locator("#turnout", has_text="8 of 19 have voted.").wait_for(timeout=15_000)


def test_an_error_summary_takes_the_focus(served: Any, sit: Any) -> None:
    address, _story = served
    page = sit(address, "assistant", language="en")
    page.goto(f"{address}/proposals/new")
    page.get_by_label("Title in English").fill("A title alone")
    page.get_by_role("button", name="Save the draft").click()
    assert page.evaluate("document.activeElement.id") == "error-summary"
    page.locator("#error-summary a").first.click()
    assert page.evaluate("document.activeElement.name") in ("body_en", "title_az", "body_az")
