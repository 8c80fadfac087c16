"""A small HTTP/1.1 load generator: connections kept alive, each sends its next request when answered."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from typing import NamedTuple, cast


class Answered(NamedTuple):
    """One answer: which request it was, its status, its body, and how long it took in seconds."""

    request: int
    status: int
    body: bytes
    seconds: float


class _Connection(asyncio.Protocol):
    """Sends one request after the other from a shared iterator."""

    def __init__(self, requests: Iterator[tuple[int, bytes]], answers: list[Answered]) -> None:
        self._requests = requests
        self._answers = answers
        self._buffer = b""
        self._number = -1
        self._sent = 0.0
        self.ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def begin(self) -> None:
        """The next request, or the end."""
        following = next(self._requests, None)
        if following is None:
            self.ended.set_result(None)
            self._transport.close()
            return
        self._number, request = following
        self._sent = time.perf_counter()
        self._transport.write(request)

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        head, found, rest = self._buffer.partition(b"\r\n\r\n")
        if not found:
            return
        length = int(head.lower().split(b"content-length:", 1)[1].split(b"\r\n", 1)[0])
        if len(rest) < length:
            return
        seconds = time.perf_counter() - self._sent
        self._answers.append(Answered(self._number, int(head[9:12]), rest, seconds))
        self._buffer = b""
        self.begin()

    def connection_lost(self, error: Exception | None) -> None:
        if not self.ended.done():
            self.ended.set_exception(error or ConnectionError("the server hung up"))


async def _run(host: str, port: int, connections: int, requests: list[bytes]) -> tuple[float, list[Answered]]:
    loop = asyncio.get_running_loop()
    answers: list[Answered] = []
    waiting = iter(enumerate(requests))
    made = [
        (await loop.create_connection(lambda: _Connection(waiting, answers), host, port))[1]
        for _ in range(connections)
    ]
    began = time.perf_counter()
    for one in made:
        one.begin()
    await asyncio.gather(*(one.ended for one in made))
    return time.perf_counter() - began, answers


def run(
    host: str, port: int, connections: int, requests: list[bytes], *, limit: float = 60.0
) -> tuple[float, list[Answered]]:
    """Sends them all; gives the seconds that it took, and every answer.

    Raises TimeoutError after `limit` seconds, ConnectionError when the server hangs up."""
    return asyncio.run(asyncio.wait_for(_run(host, port, connections, requests), limit))


def post(host: str, path: str, body: bytes, headers: dict[str, str]) -> bytes:
    """A POST of JSON, as it goes over the wire."""
    lines = [
        f"POST {path} HTTP/1.1",
        f"Host: {host}",
        "Accept: application/json",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
        *(f"{name}: {value}" for name, value in headers.items()),
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body
