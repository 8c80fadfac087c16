"""Requests that come together are recognised together: each as itself, none later than it came."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterable
from typing import Any

import pytest
from support.web_kit import Place

from ecar_governance.errors import Unavailable
from ecar_governance.services.accounts_port import SessionRecord
from ecar_governance.web import porter as module
from ecar_governance.web.porter import Porter, Recognised
from ecar_governance.web.sessions import Sessions, id_hash

NAMES = ("rector", "other_rector", "assistant", "auditor", "observer")


class Looks:
    """The sessions, slower, counting what is asked of them."""

    def __init__(self, sessions: Sessions, monkeypatch: pytest.MonkeyPatch) -> None:
        self.asked: list[frozenset[str]] = []
        self.fail = False
        self.gate = threading.Event()
        self.gate.set()
        real = sessions.look

        def look(raws: Iterable[str]) -> dict[str, SessionRecord]:
            self.asked.append(frozenset(raws))
            assert self.gate.wait(10)
            if self.fail:
                raise Unavailable("away")
            return real(raws)

        monkeypatch.setattr(sessions, "look", look)


@pytest.fixture
def looks(place: Place, monkeypatch: pytest.MonkeyPatch) -> Looks:
    return Looks(place.app.state.sessions, monkeypatch)


def run(place: Place, work: Any) -> Any:
    porter = Porter(place.app.state.sessions, place.desk)
    return place.portal.call(work, porter)


def test_those_who_come_together_share_a_look_and_each_is_themselves(place: Place, looks: Looks) -> None:
    cookies = {place.app.state.sessions.begin(place.person(name)): name for name in NAMES}
    askers = [*cookies, "unknown"] * 20

    async def hall(porter: Porter) -> list[Recognised | None]:
        return list(await asyncio.gather(*(porter.recognise(raw) for raw in askers)))

    found = run(place, hall)
    assert len(looks.asked) == 1
    assert looks.asked[0] == {*cookies, "unknown"}
    for raw, one in zip(askers, found, strict=True):
        if raw == "unknown":
            assert one is None
        else:
            assert one is not None
            assert one.session.person == place.person(cookies[raw])
            assert [m.person for m in one.mandates] == [one.session.person] * len(one.mandates)
    assert next(one for one in found if one is not None).conference is place.desk.office.conference


def test_whoever_comes_during_a_look_is_looked_up_after_it(place: Place, looks: Looks) -> None:
    first, second = (place.app.state.sessions.begin(place.person(name)) for name in NAMES[:2])

    async def hall(porter: Porter) -> list[Recognised | None]:
        looks.gate.clear()
        early = asyncio.ensure_future(porter.recognise(first))
        while not looks.asked:
            await asyncio.sleep(0.001)
        late = [asyncio.ensure_future(porter.recognise(raw)) for raw in (first, second)]
        await asyncio.sleep(0.01)
        looks.gate.set()
        return [await early, *[await one for one in late]]

    assert all(one is not None for one in run(place, hall))
    assert looks.asked == [{first}, {first, second}]


def test_a_sign_out_holds_from_the_next_request_on(place: Place, looks: Looks) -> None:
    raw = place.app.state.sessions.begin(place.person("rector"))

    async def twice(porter: Porter) -> list[Recognised | None]:
        before = await porter.recognise(raw)
        await asyncio.to_thread(place.app.state.sessions.end_all, place.person("rector"))
        return [before, await porter.recognise(raw)]

    before, after = run(place, twice)
    assert before is not None
    assert after is None


def test_a_failure_is_everybodys_and_passes(place: Place, looks: Looks) -> None:
    raw = place.app.state.sessions.begin(place.person("rector"))

    async def hall(porter: Porter) -> tuple[list[Any], Recognised | None]:
        looks.fail = True
        failed = await asyncio.gather(*(porter.recognise(raw) for _ in range(5)), return_exceptions=True)
        looks.fail = False
        return failed, await porter.recognise(raw)

    failed, found = run(place, hall)
    assert [type(one) for one in failed] == [Unavailable] * 5
    assert found is not None


def test_one_who_leaves_takes_nobody_along(place: Place, looks: Looks) -> None:
    raw = place.app.state.sessions.begin(place.person("rector"))

    async def hall(porter: Porter) -> Recognised | None:
        looks.gate.clear()
        leaving, staying = (asyncio.ensure_future(porter.recognise(raw)) for _ in range(2))
        while not looks.asked:
            await asyncio.sleep(0.001)
        leaving.cancel()
        looks.gate.set()
        return await staying

    assert run(place, hall) is not None


def test_use_is_written_down_soon_and_for_all_at_once(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "NOTE_AFTER", 0.0)
    sessions: Sessions = place.app.state.sessions
    raws = [sessions.begin(place.person(name)) for name in NAMES]
    written: list[int] = []
    real = place.desk.accounts.touch_sessions
    monkeypatch.setattr(
        place.desk.accounts, "touch_sessions", lambda seen: (written.append(len(seen)), real(seen))
    )

    async def hall(porter: Porter) -> None:
        place.clock.advance(minutes=2)
        await asyncio.gather(*(porter.recognise(raw) for raw in raws))
        until = time.monotonic() + 10
        while sessions.unwritten and time.monotonic() < until:
            await asyncio.sleep(0.005)

    run(place, hall)
    assert written == [len(NAMES)]
    for raw in raws:
        kept = place.desk.accounts.session(id_hash(raw))
        assert kept is not None
        assert kept.seen == place.clock.now()
