"""The closed tree of errors: each has a stable code and a sentence for people; none knows of HTTP.

A *refusal* (somebody may not do a thing now) is a value, not an error: see `domain.decision.Refused`.
Errors are for input that cannot be understood, for a record that does not hold, and for a machine that
lacks something.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec


class Finding(msgspec.Struct, frozen=True, omit_defaults=True):
    """One thing that is wrong, where it is, and what would mend it.

    `code` is stable and documented; `message` is a whole sentence; `where` is `file:line:column`, a field
    or a row; `fix` says what would mend it.
    """

    code: str
    message: str
    where: str = ""
    fix: str = ""

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        mend = f" ({self.fix})" if self.fix else ""
        return f"{place}{self.message} [{self.code}]{mend}"


class GovernanceError(Exception):
    """Root of all errors of this project.

    `code` is stable over releases; `str()` is a sentence for a person; `findings` lists every problem when
    there are several.
    """

    code = "error"

    def __init__(self, message: str, *, findings: Sequence[Finding] = (), fix: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.findings = tuple(findings)
        self.fix = fix


class InvalidInput(GovernanceError):
    """What a person or program handed in cannot be used; `findings` names every place."""

    code = "invalid_input"


class DefinitionInvalid(InvalidInput):
    """A workflow file has errors; `findings` carry file:line:column."""

    code = "definition_invalid"


class NotFound(GovernanceError):
    """The thing named does not exist, or the asker may not know that it does."""

    code = "not_found"


class Conflict(GovernanceError):
    """What the caller saw is no longer so; the sentence says what changed."""

    code = "conflict"


class TooEarly(GovernanceError):
    """What is asked for may be known later and not yet; `findings` says what it waits for."""

    code = "too_early"


class RecordBroken(GovernanceError):
    """The log, a projection or a document does not hold; `findings` names the first thing wrong."""

    code = "record_broken"


class FileAltered(RecordBroken):
    """What is kept of a file is not what its digest in the log says."""

    code = "file_altered"


class KeyLost(GovernanceError):
    """A private key that is needed is not in its store."""

    code = "key_lost"


class MissingOnMachine(GovernanceError):
    """This machine lacks a library, program or file; `fix` is the exact command that mends it."""

    code = "missing_on_machine"


class Unavailable(GovernanceError):
    """The service cannot answer now (shutting down, database away); trying again is safe."""

    code = "unavailable"
