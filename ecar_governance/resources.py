"""Where the files that travel with the code lie, in a checkout and in an installed wheel alike.

The wheel carries `workflows/` and `templates/` of the checkout under `ecar_governance/resources/`, beside the
fonts that live there in both. Folders are returned as real paths: wheels are unpacked when installed.
"""

from __future__ import annotations

from pathlib import Path

from ecar_governance.errors import MissingOnMachine

_PACKAGE = Path(__file__).resolve().parent


def _folder(name: str) -> Path:
    """The folder `name` of the wheel's resources, or of the checkout around the package.

    Raises MissingOnMachine when the installation lacks it.
    """
    for place in (_PACKAGE / "resources" / name, _PACKAGE.parent / name):
        if place.is_dir():
            return place
    raise MissingOnMachine(
        f"This installation lacks its folder {name}.",
        fix="pip install --force-reinstall --no-deps ecar-governance",
    )


def workflows_dir() -> Path:
    """The procedures that ship with the project: `*.yaml`."""
    return _folder("workflows")


def templates_dir() -> Path:
    """The templates of pages, mails and documents."""
    return _folder("templates")


def fonts_dir() -> Path:
    """Fonts for typesetting, each whole in one TTF file: see `FONTS`."""
    return _folder("fonts")


def demo_dir() -> Path:
    """The data of the demo: institutions and the texts that they decide on."""
    return _folder("demo")


def static_dir() -> Path:
    """What the web serves under `/static`: style, script, `fonts/*.woff2`, `vendor/`."""
    return _PACKAGE / "static"


def locale_dir() -> Path:
    """The catalogues: `<locale>/LC_MESSAGES/messages.po` (see `wording`)."""
    return _PACKAGE / "locale"


FONTS = (
    "SourceSerif4-Regular.ttf",
    "SourceSerif4-It.ttf",
    "SourceSerif4-Semibold.ttf",
    "SourceSerif4-Bold.ttf",
    "SourceSans3-Regular.ttf",
    "SourceSans3-Semibold.ttf",
    "SourceSans3-Bold.ttf",
    "EcarStamp-Regular.ttf",
)
"""Every file of `fonts_dir()` that documents use; the last is cut small for visible signatures."""
