"""The folder of a demo: made, marked, recognised, made anew; and settings that reach nothing outside it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from ecar_governance import settings
from ecar_governance.errors import Conflict
from ecar_governance.settings import Settings

MARK = ".ecar-demo"
"""The file by which a folder is known to be a demo's, which a later demo may remove."""

_MARK_TEXT = "A demo of ecar made this folder. The next demo in it removes everything here.\n"


def prepare(folder: Path) -> Path:
    """An empty folder for a demo, marked as one. What an earlier demo left there is removed.

    Raises Conflict when something else is there: it is left alone.
    """
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise Conflict(f"{folder} is not a folder of its own.", fix="say another one: ecar demo --dir FOLDER")
    if folder.is_dir():
        there = list(folder.iterdir())
        if there and not (folder / MARK).is_file():
            raise Conflict(
                f"{folder} holds something that no demo put there; it was left alone.",
                fix="say another one: ecar demo --dir FOLDER",
            )
        for child in there:
            # The mark goes last, so that a removal cut short can be finished by the next demo.
            if child.name != MARK:
                _remove(child)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MARK).write_text(_MARK_TEXT, encoding="utf-8")
    return folder


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink()


def settings_in(folder: Path, *, port: int = 8000) -> Settings:
    """Settings under which a demo touches this folder and nothing else, whatever ECAR_* says.

    Mails become files there; nothing is sent to anybody. Raises InvalidInput for a setting that cannot
    be used.
    """
    folder = folder.absolute()
    # A visitor's terminal is for the story; a line a request is there for whoever asks for it.
    quiet = {} if "ECAR_LOG_LEVEL" in os.environ else {"log_level": "warning"}
    return settings.read(
        data_dir=folder,
        database_url=f"sqlite:///{folder / 'ecar.db'}",
        key_dir=folder / "keys",
        checkpoint_dir=folder / "checkpoints",
        host="127.0.0.1",
        port=port,
        public_url=f"http://127.0.0.1:{port}",
        # Further processes would read the environment's settings, not these.
        workers=1,
        trusted_proxies=(),
        smtp_url="",
        **quiet,
    )
