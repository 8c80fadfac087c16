"""`ecar vote whatif` of a vote: refused while it is open, ballots and numbers tried once it is closed."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner, Result
from support.desks import Chamber, SteadyClock, installed

from ecar_governance.cli.main import main


def test_a_vote_is_tried_only_after_its_close(tmp_path: Path) -> None:
    with installed(tmp_path, clock=SteadyClock()) as installation:
        hall = Chamber(installation).settle_in(3)
        session = hall.session()
        _, still_open = hall.open_vote(session)
        hall.cast_all(still_open, "for")
        _, closed = hall.open_vote(session)
        hall.cast_all(closed, "for", "for", "against")
        hall.close(closed)
        size = hall.conference.size

    def whatif(*arguments: str, code: int = 0) -> Result:
        chosen = {"ECAR_DATA_DIR": str(tmp_path), "LANG": "C.UTF-8", "ECAR_LANG": "en"}
        result = CliRunner().invoke(main, ["vote", "whatif", *arguments], env=chosen)
        assert result.exit_code == code, result.output
        return result

    for early in (("--seat", "seat-U001=against"), ("--for", "3"), ()):
        assert "Until the vote is closed nobody is told" in whatif(still_open, *early, code=1).output
    told = whatif(closed, "--seat", "seat-U001=against", "--seat", "seat-U002=for")
    assert "University 1: against instead of for." in told.output
    assert "University 2" not in told.output
    flipped = json.loads(whatif(closed, "--seat", "seat-U001=absent", "--json").stdout)
    assert (flipped["was"], flipped["counts"]["present"]) == (True, 2)
    assert json.loads(whatif(closed, "--json").stdout)["counts"]["for"] == 2
    more = json.loads(whatif(closed, "--for", "1", "--against", "2", "--json").stdout)
    assert (more["carried"], more["missing"]) == (False, None)
    whatif(closed, "--for", "1", "--seat", "seat-U001=for", code=2)
    whatif(closed, "--seat", "seat-U001", code=2)
    whatif(closed, "--seat", "seat-U009=for", code=1)
    whatif("resolution", "--seat", "seat-U001=for", code=2)
    weighed = whatif(
        "double_majority", "--for", "3", "--entitled", "3", "--number", "weights.for=2.5",
        "--number", "weights.entitled=6", "--json",
    )  # fmt: skip
    assert json.loads(weighed.stdout)["groups"][1]["numbers"]["for"] == "2.5"
    with installed(tmp_path, clock=SteadyClock()) as installation:
        assert installation.desk.conference.size == size
