"""Makes docs/images/resolution.png, the README's picture: a result on a phone, and the resolution it led to.

    python scripts/readme_picture.py

Drives a demo in a folder that is thrown away. Needs what `./run test` needs: a browser and poppler-utils.
"""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from playwright.sync_api import sync_playwright  # noqa: E402
from support.house_tour import ARGUMENTS, CHROMIUM, free_port, serving  # noqa: E402

from ecar_governance.bootstrap import open_installation  # noqa: E402
from ecar_governance.demonstration.drive import Driven, drive  # noqa: E402
from ecar_governance.demonstration.folder import prepare, settings_in  # noqa: E402

TARGET = ROOT / "docs" / "images" / "resolution.png"
HEIGHT = 720
MARGIN = 24
PAPER, GROUND, EDGE = "#ffffff", "#ece9e2", "#b9b4a8"


class Silence:
    """A teller that tells nobody."""

    def chapter(self, title: str) -> None:
        """Nothing."""

    def step(self, what: str, who: str = "") -> None:
        """Nothing."""


def page(pdf: Path, number: int) -> Image.Image:
    """A page of a PDF, as high as the picture."""
    command = ["pdftoppm", "-png", "-f", str(number), "-l", str(number), "-scale-to-y", str(HEIGHT * 2)]
    made = subprocess.run([*command, "-scale-to-x", "-1", str(pdf)], check=True, capture_output=True)
    return Image.open(io.BytesIO(made.stdout)).convert("RGB")


def phone(address: str, driven: Driven, vote: str) -> Image.Image:
    """The upper part of a vote's page, on a phone."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        size = {"width": 390, "height": 844}
        shown = browser.new_context(viewport=size, device_scale_factor=2, locale="en-GB").new_page()
        shown.goto(f"{address}/sign-in")
        shown.fill("#email", "rector.khazar@example.org")
        shown.fill("#password", driven.password)
        shown.click("main button[type=submit]")
        shown.wait_for_load_state()
        shown.goto(f"{address}/language/en?next=/verify")
        shown.goto(f"{address}/votes/{vote}")
        taken = shown.screenshot()
        browser.close()
    return Image.open(io.BytesIO(taken)).convert("RGB")


def beside(pictures: list[Image.Image]) -> Image.Image:
    """The pictures side by side on one ground, each as high as the others."""
    sized = [
        one.resize((one.width * HEIGHT // one.height, HEIGHT), Image.Resampling.LANCZOS) for one in pictures
    ]
    width = sum(one.width for one in sized) + MARGIN * (len(sized) + 1)
    canvas = Image.new("RGB", (width, HEIGHT + 2 * MARGIN), GROUND)
    left = MARGIN
    for one in sized:
        canvas.paste(EDGE, (left - 1, MARGIN - 1, left + one.width + 1, MARGIN + HEIGHT + 1))
        canvas.paste(one, (left, MARGIN))
        left += one.width + MARGIN
    return canvas


def main() -> None:
    """Writes the picture."""
    with tempfile.TemporaryDirectory() as place:
        settings = settings_in(prepare(Path(place) / "demo"), port=free_port())
        driven = drive(settings, Silence(), quick=True)
        with open_installation(settings) as installation:
            conference = installation.desk.conference
            number = next(r.numbered for r in conference.resolutions.values() if r.numbered.number == "2/1")
        with serving(settings, Path(place)) as address:
            result = phone(address, driven, number.vote)
        picture = beside([result, page(driven.resolution, 1), page(driven.resolution, 5)])
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    picture.quantize(96, dither=Image.Dither.NONE).save(TARGET, optimize=True)


if __name__ == "__main__":
    main()
