"""What the process tells: one JSON object a line on stderr, with the request's id, and never a secret.

Secrets are kept out where they would enter (bodies, headers and query strings are never logged); the
processors here are the second fence: they blank values by name and write out signs that could forge a line.
"""

from __future__ import annotations

import logging
import re
import sys
import traceback
from collections.abc import Iterable, Mapping, MutableMapping
from typing import Any, TextIO

import structlog

REDACTED = "[redacted]"

_SECRET = re.compile(
    r"passw|passphrase|secret|token|cookie|authori[sz]ation|csrf|choice|paper|envelope|private|credential",
    re.IGNORECASE,
)
"""Names under which a value is never written."""

_FORGING = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]")
"""Control signs, line separators, and signs that reorder or hide text (Unicode Bidi_Control and kin)."""

_LONGEST = 2_000


def plain_text(text: str) -> str:
    """The text with signs that could forge or hide a line written out as `\\uXXXX`; cut when very long."""
    shown = text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
    return _FORGING.sub(lambda sign: f"\\u{ord(sign[0]):04x}", shown)


def _clean(value: Any, depth: int = 0) -> Any:
    if isinstance(value, str):
        return plain_text(value)
    if isinstance(value, bool | int | float) or value is None:
        return value
    if depth < 4:
        if isinstance(value, Mapping):
            return {
                plain_text(str(name)): REDACTED if _SECRET.search(str(name)) else _clean(inner, depth + 1)
                for name, inner in value.items()
            }
        if isinstance(value, Iterable) and not isinstance(value, bytes | bytearray | memoryview):
            return [_clean(inner, depth + 1) for inner in value]
    return f"<{type(value).__name__}>"


def redact(_logger: Any, _method: str, entry: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Structlog processor: blanks what is named like a secret and neutralises every text."""
    for name, value in list(entry.items()):
        if name.startswith("_") or name == "exc_info":
            continue
        entry[name] = REDACTED if _SECRET.search(name) and not isinstance(value, bool) else _clean(value)
    return entry


def describe(error: BaseException, *, quiet: bool = False) -> list[dict[str, Any]]:
    """The error and what caused it: type, place by place, never local variables.

    With `quiet` (routes that handle ballots) the message is left out too, since it may quote what was sent.
    """
    chain: list[dict[str, Any]] = []
    current: BaseException | None = error
    while current is not None and len(chain) < 5:
        frames = traceback.extract_tb(current.__traceback__)[-12:]
        told: dict[str, Any] = {
            "type": f"{type(current).__module__}.{type(current).__qualname__}",
            "at": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
        }
        if not quiet:
            told["message"] = str(current)
        chain.append(told)
        current = current.__cause__ or current.__context__
    return chain


def _errors(_logger: Any, _method: str, entry: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """`exc_info` as plain values: structlog's own renderers would print local variables or raw messages."""
    given = entry.pop("exc_info", None)
    if isinstance(given, tuple):
        given = given[1]
    elif given and not isinstance(given, BaseException):
        given = sys.exc_info()[1]
    if isinstance(given, BaseException):
        entry["error"] = describe(given)
    return entry


def configure(level: str, stream: TextIO | None = None) -> None:
    """Sends everything, libraries' logging included, through one JSON line a message.

    Args:
        level: "debug", "info", "warning" or "error".
        stream: where to; stderr unless a test says otherwise.
    """
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
        _errors,
        redact,
    ]
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.add_logger_name, *shared],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False, sort_keys=True),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for chatty in ("alembic", "fontTools", "weasyprint", "pyhanko", "pyhanko_certvalidator", "transitions"):
        logging.getLogger(chatty).setLevel(max(logging.WARNING, root.level))
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(root.level),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )


def log(name: str = "ecar.web") -> structlog.stdlib.BoundLogger:
    """The process's logger; the request's id is on every line by context."""
    logger: structlog.stdlib.BoundLogger = structlog.get_logger(name)
    return logger
