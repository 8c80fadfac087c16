"""Going through a page by the keyboard alone."""

from __future__ import annotations

from playwright.sync_api import Page


def focused(page: Page) -> str:
    """What the element is called that has the focus: its label, its words or its name."""
    return str(
        page.evaluate(
            "(() => { const e = document.activeElement; const label = e.labels && e.labels[0];"
            " return (label ? label.innerText : e.innerText || e.name || '').trim() })()"
        )
    )


def tab_to(page: Page, name: str) -> None:
    """Presses Tab until what is focused is called so; fails when it never is."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if focused(page).startswith(name):
            return
    raise AssertionError(f"Tab never comes to {name}")
