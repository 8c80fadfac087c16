"""The one writer of a process: it commits together what has gathered, and answers each caller after.

Batched, never delayed: a caller who finds nobody at work commits at once in its own thread; while a commit
waits for the disk, others gather and go with the next one. If the database refuses a batch, nothing of it is
kept and each request is tried alone, so that a bad one fails alone (this stands in for savepoints, which
cost every good batch something).
"""

from __future__ import annotations

import asyncio
import threading
from collections import defaultdict, deque
from collections.abc import Callable
from typing import Any

import structlog
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, OperationalError, SQLAlchemyError

from ecar_governance.domain.events import Actor, Event
from ecar_governance.domain.state import Conference
from ecar_governance.errors import Conflict, Unavailable
from ecar_governance.services.ports import Clock, Outcome
from ecar_governance.storage.batch import Answer, Batch, Request, Work
from ecar_governance.storage.checkpoints import Publisher
from ecar_governance.storage.engine import Database
from ecar_governance.storage.memory import EMPTY, Memory, catch_up, read_head, root_of
from ecar_governance.storage.projections import ProjectionWriter
from ecar_governance.storage.statements import Statements
from ecar_governance.storage.watching import HeadWatch

_log = structlog.get_logger(__name__)

MOST_IN_A_BATCH = 512
"""Beyond this, the first of a batch would wait too long for the last."""


class _Uncertain(Exception):  # reason: a state, told to callers as Unavailable
    """A commit failed in a way that leaves open whether it was kept."""


class _Waiting:
    """A request and where its answer goes: to a thread that waits, or to an event loop."""

    __slots__ = ("_done", "answer", "future", "loop", "request")

    def __init__(self, request: Request, loop: asyncio.AbstractEventLoop | None = None) -> None:
        self.request = request
        self.answer: Answer | None = None
        self.loop = loop
        self.future: asyncio.Future[Outcome] | None = None if loop is None else loop.create_future()
        self._done = threading.Lock()
        self._done.acquire()

    def give(self, answer: Answer) -> None:
        self.answer = answer
        if self.loop is None:
            self._done.release()

    def wait(self) -> Outcome:
        self._done.acquire()
        return _outcome(self.answer)


def _outcome(answer: Answer | None) -> Outcome:
    if answer is None:
        raise Unavailable("The writer gave no answer.", fix="try again with the same key")
    if isinstance(answer, BaseException):
        raise answer
    return answer


class Writer:
    """The `services.ports.Office` of a process. Close it, or use it as a context manager.

    Args:
        database: at this release's revision.
        clock: the instant of acts.
        publisher: makes signed checkpoints of what is committed; None publishes none.
        on_commit: told of the events of every commit of this process, in order, after it; must be quick and
            never raise.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        *,
        publisher: Publisher | None = None,
        on_commit: Callable[[tuple[Event, ...]], None] | None = None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._publisher = publisher
        self._on_commit = on_commit
        self._statements = Statements(database.write.dialect.name)
        self._projections = ProjectionWriter(self._statements)
        self._connection: Connection | None = None
        self._memory = EMPTY
        self._offered = EMPTY
        self._watch = HeadWatch(database, self._statements)
        self._swapping = threading.Lock()
        self._turn = threading.Lock()
        self._queue: deque[_Waiting] = deque()
        self._entering = threading.Lock()
        self._wake = threading.Semaphore(0)
        self._closing = False
        self.refresh()
        self._thread = threading.Thread(target=self._serve, name="ecar-writer", daemon=True)
        self._thread.start()
        if publisher is not None:
            publisher.start(lambda: self._memory, self.in_turn)

    # --- services.ports.Office ---------------------------------------------------------------------------

    def perform(self, work: Work, *, actor: Actor, key: str | None = None) -> Outcome:
        """See `services.ports.Office.perform`."""
        self._refuse_when_closing()
        waiting = _Waiting(Request(work, actor, key))
        if not self._queue and self._turn.acquire(blocking=False):
            try:
                self._commit([waiting])
            finally:
                self._turn.release()
        else:
            self._enqueue(waiting)
        return waiting.wait()

    async def perform_async(self, work: Work, *, actor: Actor, key: str | None = None) -> Outcome:
        """See `services.ports.Office.perform_async`."""
        self._refuse_when_closing()
        waiting = _Waiting(Request(work, actor, key), asyncio.get_running_loop())
        self._enqueue(waiting)
        assert waiting.future is not None  # noqa: S101  # reason: made with the loop
        return await waiting.future

    @property
    def conference(self) -> Conference:
        """The last committed value that this process knows."""
        return self._memory.conference

    def refresh(self) -> Conference:
        """Folds in what other processes have committed; one small query when there is nothing."""
        # Taken before the head is read: our own writer may commit meanwhile, and the head must not be the
        # older of the two.
        known = self._memory
        seen = self._watch.look()
        if seen is None or seen[0] < known.size or not self._has(*seen):
            with self._database.reading() as connection:
                head = read_head(connection, self._statements, lock=False)
                if head.size < known.size or not self._has(head.size, head.root):
                    self._swap(catch_up(connection, self._statements, known, head))
        return self._memory.conference

    def _has(self, size: int, root: bytes) -> bool:
        """Whether this process knows that log without reading a leaf: its own batch, committed but not yet
        swapped in, is the same by its root."""
        offered = self._offered
        if self._memory.size < size == offered.size and root_of(offered.frontier) == root:
            self._swap(offered)
        return self._memory.size >= size

    @property
    def memory(self) -> Memory:
        """Conference and frontier, for whoever proves things of the log."""
        return self._memory

    def close(self) -> None:
        """Commits what has gathered, publishes the last checkpoint, lets go of the database. Again is
        harmless; calls to `perform` afterwards raise Unavailable."""
        if self._closing:
            return
        self._closing = True
        self._wake.release()
        self._thread.join()
        if self._publisher is not None:
            self._publisher.stop()
        self._watch.close()
        with self._turn:
            self._forget_connection()

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # --- the thread --------------------------------------------------------------------------------------

    def _refuse_when_closing(self) -> None:
        if self._closing:
            raise Unavailable("The service is shutting down.", fix="try again")

    def _enqueue(self, waiting: _Waiting) -> None:
        with self._entering:
            self._queue.append(waiting)
            first = len(self._queue) == 1
        # Whoever finds others waiting wakes nobody: the writer does not sleep before all are served.
        if first:
            self._wake.release()
        if self._closing and not self._thread.is_alive():
            self._drain()

    def _serve(self) -> None:
        while True:
            try:
                self._drain()  # what an interruption left: nobody wakes the writer for it again
                while not self._closing:
                    self._wake.acquire()
                    self._drain()
                self._drain()
                return
            except BaseException as error:  # noqa: BLE001  # reason: all were answered; the next ones wait
                _log.error("writer_interrupted", error=repr(error))

    def _drain(self) -> None:
        while self._queue:
            with self._turn:
                gathered: list[_Waiting] = []
                while self._queue and len(gathered) < MOST_IN_A_BATCH:
                    gathered.append(self._queue.popleft())
                if gathered:
                    self._commit(gathered)

    # --- one turn ----------------------------------------------------------------------------------------

    def _commit(self, gathered: list[_Waiting]) -> None:
        """Commits and answers; every one of them gets an answer, whatever happens."""
        answers: list[Answer] | None = None
        try:
            answers = self._attempt([waiting.request for waiting in gathered])
        except BaseException as error:
            answers = [Unavailable(f"The writer was stopped: {error!r}.", fix="try again with the same key")]
            answers *= len(gathered)
            raise
        finally:
            self._answer(gathered, answers or [])

    def _attempt(self, requests: list[Request]) -> list[Answer]:
        try:
            batch, answers = self._transaction(requests)
        except (OperationalError, InterfaceError, _Uncertain) as error:
            self._forget_connection()
            return [_away(error) for _ in requests]
        except Exception as error:  # noqa: BLE001  # reason: whatever one item did must not hurt the others
            if isinstance(error, DBAPIError) and error.connection_invalidated:
                self._forget_connection()
                return [_away(error) for _ in requests]
            if self._connection is not None and self._connection.in_transaction():
                self._forget_connection()  # its roll-back failed, too
            if len(requests) == 1:
                return [_refusal_of(error)]
            return [answer for request in requests for answer in self._attempt([request])]
        self._swap(batch.memory)
        self._tell(batch.events)
        return answers

    def _transaction(self, requests: list[Request]) -> tuple[Batch, list[Answer]]:
        connection = self._held()
        with connection.begin() as transaction:
            batch = Batch(connection, self._statements, self._projections, self._clock, self._memory)
            answers = batch.run(requests)
            if batch.dirty:
                self._offered = batch.memory
                try:
                    transaction.commit()
                except Exception as error:
                    raise _Uncertain from error  # it may have been kept: never tried again from here
            else:
                transaction.rollback()
        return batch, answers

    def _tell(self, events: list[Event]) -> None:
        if not events:
            return
        if self._publisher is not None:
            self._publisher.nudge()
        if self._on_commit is not None:
            try:
                self._on_commit(tuple(events))
            except Exception as error:  # noqa: BLE001  # reason: the acts are durable, whoever listens
                _log.error("listener_failed", error=repr(error))

    def _answer(self, gathered: list[_Waiting], answers: list[Answer]) -> None:
        loops: dict[asyncio.AbstractEventLoop, list[_Waiting]] = defaultdict(list)
        for waiting, answer in zip(gathered, answers, strict=True):
            waiting.give(answer)
            if waiting.loop is not None:
                loops[waiting.loop].append(waiting)
        for loop, waiters in loops.items():
            try:
                loop.call_soon_threadsafe(_resolve, waiters)
            except RuntimeError:  # the loop was closed: nobody waits any more
                continue

    def _swap(self, memory: Memory) -> None:
        with self._swapping:
            if memory.size > self._memory.size:
                self._memory = memory

    def in_turn(self, write: Callable[[Connection], None]) -> None:
        """Runs a small write on the held connection, in a transaction between two batches."""
        with self._turn:
            try:
                with self._held().begin():
                    write(self._held())
            except SQLAlchemyError:
                self._forget_connection()
                raise

    def _held(self) -> Connection:
        if self._connection is None:
            self._connection = self._database.write.connect()
        return self._connection

    def _forget_connection(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            try:
                connection.invalidate()
                connection.close()
            except SQLAlchemyError:
                return


def _resolve(waiters: list[_Waiting]) -> None:
    for waiting in waiters:
        future: Any = waiting.future
        if future.done():  # cancelled: its caller went away, the act stands
            continue
        try:
            future.set_result(_outcome(waiting.answer))
        except Exception as error:  # noqa: BLE001  # reason: the answer itself is the error to hand over
            future.set_exception(error)


def _away(error: BaseException) -> Unavailable:
    error = error.__cause__ if isinstance(error, _Uncertain) and error.__cause__ else error
    cause = getattr(error, "orig", None) or error
    return Unavailable(
        f"The database did not take it, or not certainly: {cause}.", fix="try again with the same key"
    )


def _refusal_of(error: Exception) -> Exception:
    if isinstance(error, IntegrityError):
        return Conflict(f"The database refuses it: {error.orig}.", fix="reload and try again")
    return error
