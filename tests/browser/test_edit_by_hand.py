"""The text of a proposal is changed while it is voted on: by the keyboard alone, without any script."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from support.house_tour import free_port, serving
from support.keyboard import focused, tab_to
from support.scenes import Stage, reopening
from support.story import settings_in
from support.story_app import template

from ecar_governance.bootstrap import open_installation

pytestmark = pytest.mark.browser


@pytest.fixture
def voted_on(tmp_path: Path) -> Iterator[tuple[str, str, str]]:
    """The address of a server, a proposal whose vote an edit voids, and that vote."""
    source, story = template()
    shutil.copytree(source, tmp_path / "data")

    def put() -> tuple[str, str]:
        with open_installation(settings_in(tmp_path / "data")) as installation:
            stage = Stage(installation.desk, story)
            case = stage.on_agenda(reopening(), "Qrantların bölgüsü", "the sharing of grants")
            return case, stage.open(case, "faf")

    with ThreadPoolExecutor(1) as pool:
        case, vote = pool.submit(put).result()
    with serving(settings_in(tmp_path / "data", port=free_port()), tmp_path) as address:
        yield address, case, vote


def test_enter_in_a_field_shows_the_text_and_only_the_grave_button_voids_the_vote(
    voted_on: tuple[str, str, str], sit: Any
) -> None:
    address, case, vote = voted_on
    page = sit(address, "chair", scripts=False)
    page.goto(f"{address}/proposals/{case}/edit")
    assert "Bu mətn üzrə səsvermə gedir" in page.inner_text("main")
    tab_to(page, "Azərbaycan dilində başlıq")
    page.keyboard.type("Qrantların illik bölgüsü haqqında")
    page.keyboard.press("Enter")
    page.wait_for_selector("#preview")
    assert "Qrantların illik bölgüsü haqqında" in page.inner_text("#preview")
    page.goto(f"{address}/votes/{vote}")
    assert page.inner_text("h1").endswith("Səsvermə açıqdır")
    page.goto(f"{address}/proposals/{case}/edit")
    tab_to(page, "Azərbaycan dilində başlıq")
    page.keyboard.type("Qrantların illik bölgüsü haqqında")
    tab_to(page, "Yadda saxlayın və səsverməni etibarsız edin")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/proposals/{case}*")
    # From the link of the first mail to the new paper, on a phone.
    rector = sit(address, "rector", width=390, scripts=False)
    rector.goto(f"{address}/ballots/{vote}")
    assert rector.inner_text("h1").endswith("Səsvermə etibarsızdır")
    tab_to(rector, "Yeni bülletenə keçin")
    rector.keyboard.press("Enter")
    rector.wait_for_url("**/ballots/**/seat-KHAZAR")
    assert "Qrantların illik bölgüsü haqqında" in rector.inner_text("main")
    assert vote not in rector.url
    rector.goto(f"{address}/votes/{vote}")
    tab_to(rector, "Mətnin indiki halı üzrə səsvermə")
    assert focused(rector)
    rector.keyboard.press("Enter")
    rector.wait_for_url("**/votes/**")
    assert rector.inner_text("h1").endswith("Səsvermə açıqdır")
