"""Typesetting in a bounded child process: records in, deterministic PDF/A-3a bytes out.

Texts are untrusted and a layout engine is large, so it runs apart: limits on memory, processor and wall
time, an empty environment, no network, no fonts but the shipped ones. Whatever happens to the child, the
application stays up.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from ecar_governance.documents import child
from ecar_governance.domain.record import (
    AnyRecord,
    DecisionRecord,
    ExtractRecord,
    MinutesRecord,
    record_bytes,
)
from ecar_governance.errors import Finding, GovernanceError, InvalidInput, MissingOnMachine

MEMORY = 1024 * 1024 * 1024
"""Bytes of address space that the child may use."""

TIMEOUT = 60.0
"""Seconds that it may take."""

PANGO_FIX = "apt-get install --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


def typeset_resolution(
    record: DecisionRecord,
    *,
    fonts_dir: Path,
    templates_dir: Path,
    timeout: float = TIMEOUT,
    memory: int = MEMORY,
) -> bytes:
    """The unsigned resolution: PDF/A-3a and PDF/UA-1 with the fields `chair` and `secretary`.

    The same record gives the same bytes in every process, time zone and locale. `timeout` is in seconds,
    `memory` in bytes; `templates_dir` holds the documents' templates. Raises `InvalidInput` for a text that
    cannot be set within the limits and `MissingOnMachine` when Pango is absent.
    """
    return _typeset(
        "resolution", record, record.adopted_at.timestamp(), fonts_dir, templates_dir, timeout, memory
    )


def typeset_minutes(
    record: MinutesRecord,
    *,
    fonts_dir: Path,
    templates_dir: Path,
    timeout: float = TIMEOUT,
    memory: int = MEMORY,
) -> bytes:
    """The unsigned minutes of a session, with both fields; otherwise as `typeset_resolution`."""
    return _typeset(
        "minutes", record, record.closed_at.timestamp(), fonts_dir, templates_dir, timeout, memory
    )


def typeset_extract(
    record: ExtractRecord,
    *,
    fonts_dir: Path,
    templates_dir: Path,
    timeout: float = TIMEOUT,
    memory: int = MEMORY,
) -> bytes:
    """An extract of the minutes (protokoldan çıxarış) with its certifier's line; no field for a signature."""
    return _typeset(
        "extract", record, record.certified_at.timestamp(), fonts_dir, templates_dir, timeout, memory
    )


def _typeset(
    kind: str, record: AnyRecord, epoch: float, fonts: Path, templates: Path, timeout: float, memory: int
) -> bytes:
    order = {
        "kind": kind,
        "record": record_bytes(record).decode(),
        "templates": str(templates.resolve()),
        "fonts": str(fonts.resolve()),
        "memory": memory,
        "seconds": max(1, int(timeout)),
    }
    with tempfile.TemporaryDirectory(prefix="ecar-typeset-") as room:
        environment = _environment(Path(room), fonts.resolve(), int(epoch))
        try:
            done = subprocess.run(  # noqa: S603  # reason: our own module, no argument from outside
                [sys.executable, "-I", "-m", child.__name__],
                input=json.dumps(order).encode(),
                capture_output=True,
                timeout=timeout,
                env=environment,
                cwd=room,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise _too_long(timeout) from None
    if done.returncode == 0:
        return done.stdout
    raise _failure(done.returncode, done.stderr, timeout)


def _environment(room: Path, fonts: Path, epoch: int) -> dict[str, str]:
    # Only the shipped fonts are known to Fontconfig, else another machine would fall back to others.
    settings = room / "fonts.conf"
    settings.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig>'
        f"<dir>{escape(str(fonts))}</dir><cachedir>{escape(str(room))}</cachedir></fontconfig>",
        encoding="utf-8",
    )
    return {
        "FONTCONFIG_FILE": str(settings),
        "HOME": str(room),
        "TMPDIR": str(room),
        "LANG": "C.UTF-8",
        "TZ": "UTC",
        "SOURCE_DATE_EPOCH": str(epoch),
        **{name: os.environ[name] for name in ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH") if name in os.environ},
    }


def _too_long(timeout: float) -> InvalidInput:
    message = f"The text could not be set within {timeout:g} seconds; shorten it or its tables."
    return InvalidInput(message, findings=(Finding(code="typesetting_time", message=message),))


def _failure(code: int, errors: bytes, timeout: float) -> GovernanceError:
    answer = _answer(errors)
    if code == child.MISSING:
        return MissingOnMachine(str(answer["message"]), fix=PANGO_FIX)
    if code == child.REFUSED:
        if answer["code"] == MissingOnMachine.code:
            return MissingOnMachine(str(answer["message"]), fix=str(answer["fix"]))
        findings = tuple(Finding(**finding) for finding in answer["findings"])
        message = str(answer["message"])
        return InvalidInput(
            message, findings=findings or (Finding(code=str(answer["code"]), message=message),)
        )
    if code < 0:
        # The kernel ended it: processor time (SIGXCPU), or memory that a C library could not get.
        return _too_long(timeout)
    last = errors.decode(errors="replace").strip().splitlines()[-1:] or ["no message"]
    message = f"The typesetter failed: {last[0]}"
    return InvalidInput(message, findings=(Finding(code="typesetting_failed", message=message),))


def _answer(errors: bytes) -> dict[str, Any]:
    try:
        answer: dict[str, Any] = json.loads(errors.decode().strip().splitlines()[-1])
    except (ValueError, IndexError):
        return {
            "code": "typesetting_failed",
            "message": "The typesetter gave no reason.",
            "findings": [],
            "fix": "",
        }
    return answer
