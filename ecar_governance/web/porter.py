"""Who comes: the sessions of requests that arrive together, looked up together, beside the event loop.

No cache, so that a sign-out and a mandate's end hold from the next request on: every answer is read after its
request has come. Requests that come while a look is under way share the next one: a hall that votes in the
same second costs some dozens of reads a second, not thousands.
"""

from __future__ import annotations

import asyncio
from contextvars import Context
from datetime import datetime
from typing import Final

import anyio
import anyio.to_thread
from msgspec import Struct

from ecar_governance.domain.roles import active_mandates
from ecar_governance.domain.state import Conference, Mandate
from ecar_governance.services.accounts_port import SessionRecord
from ecar_governance.services.desk import Desk
from ecar_governance.web.logging import describe, log
from ecar_governance.web.sessions import Sessions

NOTE_AFTER: Final = 1.0
"""Seconds after which the use of sessions is written down, for all that were used meanwhile at once."""


class Recognised(Struct, frozen=True):
    """Somebody signed in: their session, the conference now, and their mandates in force."""

    session: SessionRecord
    conference: Conference
    mandates: tuple[Mandate, ...]


_Waiting = tuple[str, "asyncio.Future[Recognised | None]"]
_Found = tuple[dict[str, SessionRecord], Conference, datetime]


class Porter:
    """Recognises cookies for one event loop."""

    def __init__(self, sessions: Sessions, desk: Desk) -> None:
        self._sessions = sessions
        self._desk = desk
        self._waiting: list[_Waiting] = []
        self._looking: asyncio.Task[None] | None = None
        self._noting: asyncio.Task[None] | None = None
        # Its own place in a thread: slow pages take all the common ones at times.
        self._thread = anyio.CapacityLimiter(1)

    async def recognise(self, raw: str) -> Recognised | None:
        """Whose cookie it is; None when it is nobody's. Raises what the database raised."""
        loop = asyncio.get_running_loop()
        asked: asyncio.Future[Recognised | None] = loop.create_future()
        self._waiting.append((raw, asked))
        if self._looking is None:
            # A context of its own: this look is not the first asker's alone.
            self._looking = loop.create_task(self._look(), context=Context())
        return await asked

    async def _look(self) -> None:
        try:
            while self._waiting:
                waiting, self._waiting = self._waiting, []
                raws = tuple({raw for raw, _ in waiting})
                try:
                    found = await anyio.to_thread.run_sync(self._read, raws, limiter=self._thread)
                except Exception as error:  # noqa: BLE001  # reason: each asker's own to handle
                    for _, asked in waiting:
                        if not asked.done():
                            asked.set_exception(error)
                else:
                    self._answer(waiting, *found)
        finally:
            self._looking = None
            for _, asked in self._waiting:
                asked.cancel()

    def _read(self, raws: tuple[str, ...]) -> _Found:
        sessions = self._sessions.look(raws)
        # Read last: every act that was committed before these requests came is in it.
        return sessions, self._desk.conference, self._desk.clock.now()

    def _answer(
        self,
        waiting: list[_Waiting],
        sessions: dict[str, SessionRecord],
        conference: Conference,
        now: datetime,
    ) -> None:
        for raw, asked in waiting:
            session = sessions.get(raw)
            if not asked.done():  # its asker may have gone
                asked.set_result(None if session is None else _recognised(session, conference, now))
        if self._sessions.unwritten and self._noting is None:
            self._noting = asyncio.get_running_loop().create_task(self._note(), context=Context())

    async def _note(self) -> None:
        try:
            await asyncio.sleep(NOTE_AFTER)
            await anyio.to_thread.run_sync(self._sessions.write_down)
        except Exception as error:  # noqa: BLE001  # reason: tried again with the next use
            log().warning("session_use_unwritten", error=describe(error, quiet=True))
        finally:
            self._noting = None


def _recognised(session: SessionRecord, conference: Conference, now: datetime) -> Recognised:
    return Recognised(session, conference, active_mandates(conference, session.person, now))
