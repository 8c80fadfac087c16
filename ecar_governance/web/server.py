"""The server of `ecar serve`: answers on a port, fires deadlines, makes documents, sends mail."""

from __future__ import annotations

import asyncio
import contextlib
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Final

from granian.constants import Interfaces
from granian.server.embed import Server

from ecar_governance import settings as settings_module
from ecar_governance.bootstrap import Installation, open_installation
from ecar_governance.errors import Unavailable
from ecar_governance.services import counting, mailing, resolutions, timers
from ecar_governance.settings import Settings
from ecar_governance.web.application import create_app
from ecar_governance.web.logging import configure, log
from ecar_governance.web.routine import Routine
from ecar_governance.web.sessions import Sessions

BACKLOG: Final = 1024
"""Connections that may wait to be taken: a hall votes in the same second."""

AT_ONCE: Final = 512
"""Requests under way in one process; more wait."""

_PATIENCE: Final = 15.0
"""Seconds that requests and routines under way have to finish when the server ends."""

_CHILD: Final = "ECAR_SERVER_PARENT"


def serve(installation: Installation) -> None:
    """Serves until SIGTERM or SIGINT; then takes no more requests, finishes those under way, and returns.

    With `workers` above one, starts that many processes less one beside this, all on the same port.
    Raises Unavailable when the port is taken.
    """
    settings = installation.settings
    configure(settings.log_level)
    refuse_taken_port(settings.host, settings.port)
    # Once, before anybody can open a vote here: a key is put in its store before its vote is in the log.
    counting.sweep(installation.desk)
    with _siblings(settings.workers - 1):
        _serve_here(installation, tell=True)


def refuse_taken_port(host: str, port: int) -> None:
    """Raises Unavailable when somebody listens there. Asked before serving, since the server shares its port
    with its siblings and would silently share it with a stranger, too."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Unavailable(
                f"Nothing can be served on {host}, port {port}: {error.strerror}.",
                fix="end the other server, or set ECAR_PORT to another port",
            ) from error


def routines(installation: Installation) -> tuple[Routine, ...]:
    """What this process does beside answering."""
    desk = installation.desk
    owner = f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(4)}"
    sessions = Sessions(desk.accounts, desk.clock, installation.settings)
    return (
        Routine("timers", 1.0, lambda: timers.tick(desk)),
        Routine("documents", 1.0, lambda: resolutions.make_due(desk)),
        Routine("mail", 2.0, lambda: mailing.deliver(desk, installation.post, owner)),
        Routine("sessions", 600.0, sessions.sweep),
        Routine("refusals", 3600.0, desk.forget_refusals),
    )


def _serve_here(installation: Installation, *, tell: bool) -> None:
    running = routines(installation)
    try:
        asyncio.run(_answer(installation, running, tell))
    finally:
        for one in running:
            one.stop()
        deadline = time.monotonic() + _PATIENCE
        for one in running:
            if not one.join(max(deadline - time.monotonic(), 0.1)):
                log("ecar.server").warning("routine_cut_off")
        log("ecar.server").info("stopped")


async def _answer(installation: Installation, running: tuple[Routine, ...], tell: bool) -> None:
    settings = installation.settings
    server = Server(
        create_app(installation.desk, settings),
        address=settings.host,
        port=settings.port,
        interface=Interfaces.ASGI,
        websockets=False,
        backlog=BACKLOG,
        backpressure=AT_ONCE,
        log_enabled=False,
    )
    server.workers_kill_timeout = int(_PATIENCE)
    _end_on_signals(server)
    if os.environ.get(_CHILD):
        _end_with_parent(server)
    for one in running:
        one.start()
    server.on_startup(lambda: _tell(settings, tell))
    with contextlib.suppress(TimeoutError):  # somebody's connection outlasted our patience
        await server.serve()


def _end_on_signals(server: Server) -> None:
    """The first signal ends in order; a second one, at once."""
    loop = asyncio.get_running_loop()

    def end() -> None:
        log("ecar.server").info("stopping")
        for one in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(one)
        server.stop()  # type: ignore[no-untyped-call]  # reason: granian types no methods

    for one in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(one, end)


def _end_with_parent(server: Server) -> None:
    loop = asyncio.get_running_loop()
    parent = os.getppid()

    def look() -> None:
        if os.getppid() == parent:
            loop.call_later(1.0, look)
        else:
            server.stop()  # type: ignore[no-untyped-call]  # reason: granian types no methods

    look()


def _tell(settings: Settings, tell: bool) -> None:
    log("ecar.server").info("serving", host=settings.host, port=settings.port, pid=os.getpid())
    if tell:
        sys.stdout.write(f"Serving on {settings.public_url} (Ctrl-C ends it)\n")
        sys.stdout.flush()


@contextlib.contextmanager
def _siblings(count: int) -> Iterator[None]:
    """Further processes of this server, with the same environment; they end with it."""
    environment = {**os.environ, _CHILD: str(os.getpid())}
    command = [sys.executable, "-m", "ecar_governance.web.server"]
    started = [subprocess.Popen(command, env=environment) for _ in range(count)]  # noqa: S603  # reason: our own
    try:
        yield
    finally:
        for one in started:
            one.terminate()
        for one in started:
            try:
                one.wait(_PATIENCE * 2)
            except subprocess.TimeoutExpired:
                one.kill()


def _as_sibling() -> None:
    chosen = settings_module.read()
    configure(chosen.log_level)
    with open_installation(chosen) as installation:
        _serve_here(installation, tell=False)


if __name__ == "__main__":
    _as_sibling()
