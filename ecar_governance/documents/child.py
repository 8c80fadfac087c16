"""The bounded child process: one order on standard input, one PDF on standard output.

Started by `documents.typeset` as `python -m ecar_governance.documents.child`. Limits are set before
anything heavy is imported. A refusal goes to standard error as one line of JSON, with exit code 3; a library
that is missing with 4; whatever else happens is code 1.
"""

from __future__ import annotations

import json
import resource
import sys
from typing import Any

REFUSED, MISSING = 3, 4
_BIGGEST_FILE = 64 * 1024 * 1024


def main() -> int:
    """Read the order, typeset, write the bytes; gives the exit code."""
    order: dict[str, Any] = json.load(sys.stdin.buffer)
    _limit(order["memory"], order["seconds"])
    from ecar_governance.errors import GovernanceError, MissingOnMachine  # reason: after the limits

    try:
        pdf = _typeset(order)
    except GovernanceError as error:
        return _refuse(error.code, error.message, [_plain(finding) for finding in error.findings], error.fix)
    except MemoryError:
        return _refuse("typesetting_memory", "The text needs more memory than typesetting may use.", [])
    except RecursionError:
        return _refuse("typesetting_depth", "The text is nested too deeply to be set.", [])
    except OSError as error:
        if "cannot load library" not in str(error):
            raise
        _refuse(
            MissingOnMachine.code, "WeasyPrint's libraries (Pango, HarfBuzz) are not on this machine.", []
        )
        return MISSING
    sys.stdout.buffer.write(pdf)
    return 0


def _limit(memory: int, seconds: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_BIGGEST_FILE, _BIGGEST_FILE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _typeset(order: dict[str, Any]) -> bytes:
    import logging

    from ecar_governance.documents.compose import compose

    # What WeasyPrint has to say (an address refused) must not mix with the answer.
    logging.getLogger("weasyprint").addHandler(logging.NullHandler())
    return compose(order["kind"], order["record"].encode(), order["templates"], order["fonts"])


def _plain(finding: Any) -> dict[str, str]:
    return {"code": finding.code, "message": finding.message, "where": finding.where, "fix": finding.fix}


def _refuse(code: str, message: str, findings: list[dict[str, str]], fix: str = "") -> int:
    answer = {"code": code, "message": message, "findings": findings, "fix": fix}
    sys.stderr.write("\n" + json.dumps(answer) + "\n")
    return REFUSED


if __name__ == "__main__":
    sys.exit(main())
