"""Nobody learns a choice before the close, nor whose it was after a secret vote: held by two worlds compared.

Two conferences are the same to the last id, but for who chose what. Whatever the system keeps or shows must
be the same in both; a choice that went anywhere it should not would show as a difference.
"""

from __future__ import annotations

import re
import tarfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from anyio.from_thread import start_blocking_portal
from msgspec import Struct
from support import desks
from support.desks import AUDITOR, CHAIR, SECRETARY, Chamber, Moulds, SteadyClock, audit, must
from support.web_kit import Browser
from support.worlds import kept, same, world

from ecar_governance import bootstrap
from ecar_governance.services import ballots, counting, ending
from ecar_governance.services.accounts_port import SessionRecord
from ecar_governance.web.application import create_app, handlers_of
from ecar_governance.web.sessions import SESSION_COOKIE, id_hash

REASON = "Kanarya: maddə 5 ilə razı deyilik"
SEATS = tuple(f"seat-U{n:03}" for n in range(1, 6))


class Ballot(Struct, frozen=True):
    seat: str
    choice: str
    reason: str = ""


@pytest.fixture
def worlds(moulds: Moulds, tmp_path: Path) -> Iterator[tuple[Chamber, Chamber]]:
    """Both, on either database."""
    with ExitStack() as stack:
        one, two = (stack.enter_context(world(moulds, tmp_path / name)) for name in ("one", "two"))
        yield one, two


def vote_in(hall: Chamber, ways: tuple[Ballot, ...], *, secret: bool) -> tuple[str, str]:
    """A vote in which these ballots were cast, in this order; gives its case and its id."""
    session = hall.session()
    case, vote = hall.open_secret_vote(session) if secret else hall.open_vote(session)
    receipts: dict[str, str] = {}
    for ballot in ways:
        done = must(
            hall.cast(
                vote,
                ballot.seat,
                ballot.choice,
                reason=ballot.reason,
                replaces=receipts.get(ballot.seat, ""),
                key=f"key-{ballot.seat}-{len(receipts)}",
            )
        )
        receipts[ballot.seat] = ballots.receipt_of(done).digest
    return case, vote


ALL_FOR = tuple(Ballot(seat, "for") for seat in SEATS[:4])
ALL_AGAINST = tuple(Ballot(seat, "against") for seat in SEATS[:4])
CHANGED = (*ALL_FOR, Ballot(SEATS[0], "abstain"))
OTHERWISE = (*ALL_AGAINST, Ballot(SEATS[0], "for"))


# --- what is kept ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("secret", [True, False])
def test_while_a_vote_is_open_nothing_kept_depends_on_a_choice(
    worlds: tuple[Chamber, Chamber], secret: bool
) -> None:
    one, two = worlds
    vote_in(one, CHANGED, secret=secret)
    told = OTHERWISE if secret else tuple(Ballot(b.seat, b.choice, REASON) for b in OTHERWISE)
    vote_in(two, told, secret=secret)
    same(kept(one), kept(two))


def test_after_a_secret_vote_nothing_kept_depends_on_who_chose_what(worlds: tuple[Chamber, Chamber]) -> None:
    """Both count two for, one against and one abstention, chosen by others in another order."""
    ways = (
        (
            Ballot(SEATS[0], "for"),
            Ballot(SEATS[1], "for"),
            Ballot(SEATS[2], "against"),
            Ballot(SEATS[3], "abstain"),
        ),
        (
            Ballot(SEATS[0], "abstain"),
            Ballot(SEATS[1], "against"),
            Ballot(SEATS[2], "for"),
            Ballot(SEATS[3], "for"),
        ),
    )
    for hall, some in zip(worlds, ways, strict=True):
        _, vote = vote_in(hall, some, secret=True)
        hall.close(vote)
        assert [paper.choice for paper in hall.vote(vote).papers] == ["abstain", "against", "for", "for"]
    same(*(kept(hall) for hall in worlds))


def test_the_worlds_would_tell(worlds: tuple[Chamber, Chamber]) -> None:
    """A roll call says who chose what once it is closed: then the worlds do differ."""
    one, two = worlds
    for hall, ways in ((one, CHANGED), (two, OTHERWISE)):
        _, vote = vote_in(hall, ways, secret=False)
        hall.close(vote)
    with pytest.raises(AssertionError):
        same(kept(one), kept(two))


# --- what is shown -----------------------------------------------------------------------------------------

ROLES = (
    "",
    CHAIR,
    "person-rector-003",
    "person-rector-005",
    "person-vice",
    "person-assistant-1",
    "person-group-chair",
    SECRETARY,
    AUDITOR,
    "person-observer",
)
_NOT_ASKED = ("/static/", "/invitation/", "/language/", "/openapi.json", "/account", "/reauthenticate")


def addresses(app: Any, case: str, vote: str, session: str, size: int) -> list[str]:
    """Every page and every answer of the API that could have to do with the vote."""
    known = {
        "case": case,
        "vote": vote,
        "seat": SEATS[0],
        "session": session,
        "code": "U001",
        "institution": "U001",
        "transition": "withdraw",
    }
    found = []
    for route, method, _ in handlers_of(app):
        path = route
        if method != "GET" or any(part in path for part in _NOT_ASKED):
            continue
        if "{position:int}" in path:
            found += [path.replace("{position:int}", str(n)) for n in range(size - 6, size)]
            continue
        names = known | {"name": session if path.startswith("/sessions") else "resolution"}
        for parameter in re.findall(r"\{(\w+):\w+\}", path):
            path = re.sub(rf"\{{{parameter}:\w+\}}", names.get(parameter, "none"), path)
        found.append(path)
    found += [f"/history?subject={case}", f"/api/v1/audit/events?subject={case}&limit=500"]
    return sorted(set(found))


_RANDOM = re.compile(r'name="(?:csrf|key)" value="[^"]*"')
"""What is made anew with each page."""


def shown(hall: Chamber, case: str, vote: str) -> dict[tuple[str, str], tuple[int, str]]:
    """What everybody is shown at every address."""
    found: dict[tuple[str, str], tuple[int, str]] = {}
    now = hall.desk.clock.now()
    session = hall.case(case).session
    app = create_app(hall.desk, hall.settings)
    with start_blocking_portal() as portal:
        for person in ROLES:
            browser = Browser(app, hall.settings.public_url, portal, "127.0.0.1")
            if person:
                raw = f"{person}-".ljust(43, "x")
                hall.desk.accounts.add_session(
                    SessionRecord(id_hash(raw), person, now, now, now, now + timedelta(hours=1))
                )
                browser.set_cookie(SESSION_COOKIE, raw)
            for address in addresses(app, case, vote, session, hall.conference.size):
                answer: httpx.Response = browser.get(address)
                assert answer.status_code < 500, (person, address, answer.text[:300])
                told = answer.text.replace(answer.headers["x-request-id"], "")
                found[person, address] = (answer.status_code, _RANDOM.sub("", told))
    return found


def test_while_a_vote_is_open_nobody_is_shown_what_depends_on_a_choice(
    sqlite_moulds: Moulds, tmp_path: Path
) -> None:
    seen = []
    for name, ways in (("one", CHANGED), ("two", OTHERWISE)):
        with world(sqlite_moulds, tmp_path / name) as hall:
            case, vote = vote_in(hall, ways, secret=True)
            seen.append(shown(hall, case, vote))
    one, two = seen
    assert one.keys() == two.keys()
    for place in one:
        assert one[place] == two[place], place
    # It was worth looking: people of every role did see pages, and of the vote in particular.
    assert sum(status == 200 for status, _ in one.values()) > 150
    (vote_pages,) = ({p for p, a in one if a.startswith("/votes/") and one[p, a][0] == 200},)
    assert len(vote_pages) >= 7
    assert {status for (_, a), (status, _) in one.items() if a.endswith(("/result", "/record.json"))} <= {
        302,
        303,
        401,
        403,
        404,
    }


# --- the real envelopes ------------------------------------------------------------------------------------


def test_envelopes_of_a_vote_are_of_one_length(hall: Chamber) -> None:
    session = hall.session()
    _, secret = hall.open_secret_vote(session)
    hall.cast_all(secret, "for", "against", "abstain")
    _, roll_call = hall.open_vote(session)
    must(hall.cast(roll_call, SEATS[0], "for"))
    must(hall.cast(roll_call, SEATS[1], "against", reason=REASON))
    must(hall.cast(roll_call, SEATS[2], "abstain", reason="ə" * 2000))
    for vote in (secret, roll_call):
        sealed = [envelope.sealed for envelope in hall.desk.vault.envelopes(vote)]
        assert len(sealed) == len(set(sealed)) == 3
        assert len({len(one) for one in sealed}) == 1


def files_of(hall: Chamber) -> dict[str, bytes]:
    return {
        str(file.relative_to(hall.settings.data_dir)): file.read_bytes()
        for file in hall.settings.data_dir.rglob("*")
        if file.is_file()
    }


def holding(hall: Chamber, *signs: bytes) -> list[str]:
    """The files of the data folder (database, log of writes and free pages too) that hold any of these."""
    return sorted(name for name, content in files_of(hall).items() if any(sign in content for sign in signs))


def test_a_reason_is_in_no_file_before_the_close_and_in_no_log_line(
    sqlite_moulds: Moulds, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    canary = REASON.encode()
    with sqlite_moulds.cast(5, tmp_path / "data", SteadyClock()) as hall:
        _, vote = hall.open_vote(hall.session())
        must(hall.cast(vote, SEATS[0], "against", reason=REASON))
        assert holding(hall, canary) == []
        bootstrap.backup(hall.settings, tmp_path / "backup.tar")
        assert canary not in archived(tmp_path / "backup.tar")
        hall.close(vote)
        assert set(holding(hall, canary)) <= {"ecar.db", "ecar.db-wal"}
        assert holding(hall, canary)
    told = capfd.readouterr()
    assert REASON not in told.out + told.err


def archived(path: Path) -> bytes:
    """Everything in a backup, unpacked."""
    with tarfile.open(path) as tar:
        return b"".join(file.read() for member in tar if (file := tar.extractfile(member)) is not None)


def test_a_backup_holds_no_private_key(sqlite_moulds: Moulds, tmp_path: Path) -> None:
    with sqlite_moulds.cast(5, tmp_path / "data", SteadyClock()) as hall:
        _, vote = hall.open_secret_vote(hall.session())
        hall.cast_all(vote)
        private = hall.desk.keys.get(vote)
        assert holding(hall, private) == [f"keys/ballots/{vote}.key"]
        bootstrap.backup(hall.settings, tmp_path / "backup.tar")
        content = archived(tmp_path / "backup.tar")
        assert private not in content
        log_key = (hall.settings.key_dir / "log.key.pem").read_bytes()
        assert log_key not in content
        hall.close(vote)
        assert holding(hall, private) == []


def test_envelopes_and_key_are_gone_after_the_close(sqlite_moulds: Moulds, tmp_path: Path) -> None:
    with sqlite_moulds.cast(5, tmp_path / "data", SteadyClock()) as hall:
        _, vote = hall.open_secret_vote(hall.session())
        hall.cast_all(vote, "for", "against", "abstain")
        sealed = [envelope.sealed for envelope in hall.desk.vault.envelopes(vote)]
        private = hall.desk.keys.get(vote)
        hall.close(vote)
        assert hall.desk.vault.envelopes(vote) == []
        assert hall.desk.keys.held() == ()
    # With the last connection closed, the write-ahead log is folded in and gone, too.
    assert holding(hall, private, *sealed) == []


# --- cut short ---------------------------------------------------------------------------------------------

Ending = Callable[[Chamber, str], object]
ENDINGS: dict[str, Ending] = {
    "closed": lambda hall, vote: ending.close(hall.desk, CHAIR, vote),
    "void": lambda hall, vote: ending.void(hall.desk, CHAIR, vote, "Mətn səhv paylanıb."),
}


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("kept_back", ["both", "key"])
def test_what_a_crash_left_is_swept_at_start_up(
    hall: Chamber, monkeypatch: pytest.MonkeyPatch, ending: str, kept_back: str
) -> None:
    session = hall.session()
    _, vote = hall.open_secret_vote(session)
    _, still_open = hall.open_vote(session)
    for one in (vote, still_open):
        hall.cast_all(one, "for", "for", "for", "for", "for")

    class Killed(BaseException):
        pass

    def die(*_: object) -> None:
        raise Killed

    keys, vault = type(hall.desk.keys), type(hall.desk.vault)
    monkeypatch.setattr(*((keys, "shred", die) if kept_back == "key" else (vault, "delete_envelopes", die)))
    with pytest.raises(Killed):
        ENDINGS[ending](hall, vote)
    monkeypatch.undo()
    assert hall.vote(vote).status == ending
    assert vote in hall.desk.keys.held()
    assert counting.sweep(hall.desk) == (vote,)
    assert hall.desk.keys.held() == (still_open,)
    assert hall.desk.vault.votes_with_envelopes() == (still_open,)
    assert counting.sweep(hall.desk) == ()
    # The open one is as it was.
    hall.close(still_open)
    assert hall.vote(still_open).status == "closed"
    assert audit(hall.settings).findings == ()


def test_a_key_without_a_vote_is_left_to_whoever_is_opening_one(hall: Chamber) -> None:
    hall.desk.keys.put("vote-about-to-open", b"k" * 32)
    assert counting.sweep(hall.desk) == ()
    assert hall.desk.keys.held() == ("vote-about-to-open",)


def test_a_lost_key_is_told_and_nothing_is_guessed(sqlite_moulds: Moulds, tmp_path: Path) -> None:
    """Whoever restores a database without its keys voids the votes that were open."""
    folder = tmp_path / "data"
    with sqlite_moulds.cast(5, folder, SteadyClock()) as hall:
        case, vote = hall.open_secret_vote(hall.session())
        hall.cast_all(vote)
        settings = hall.settings
    for key in (settings.key_dir / "ballots").glob("*.key"):
        key.unlink()
    clock = SteadyClock()
    clock.advance(hours=48)
    with desks.installed(folder, clock=clock) as installation:
        again = Chamber(installation)
        ending.close_due(again.desk, vote)
        void = again.vote(vote)
        assert (void.status, void.papers, void.outcome) == ("void", (), None)
        assert again.case(case).state == ("agenda",)
    assert audit(settings).findings == ()
