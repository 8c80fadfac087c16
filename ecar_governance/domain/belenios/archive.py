"""The archive of an election of Belenios (`UUID.bel`): what it says, with its hashes and its chain of events.

Format: "Belenios specification", version 2.0, section 4.4. The proofs in it are not checked here: that is
`belenios-tool election verify`, which shares nothing with this program.
"""

from __future__ import annotations

import hashlib
import io
import tarfile
from collections.abc import Iterator
from typing import Any, TypeVar

from msgspec import DecodeError, Struct, ValidationError, json

from ecar_governance.errors import Finding, InvalidInput

MOST_BYTES = 1 << 30
"""No archive larger than this is read."""

T = TypeVar("T")


class Header(Struct, frozen=True):
    """The first file of an archive."""

    version: int


class Event(Struct, frozen=True):
    """One step of the election; `payload` names a file of data by its hash."""

    type: str
    height: int
    parent: str = ""
    payload: str = ""


class Setup(Struct, frozen=True):
    """What the election began with, by hash."""

    election: str
    credentials: str


class Election(Struct, frozen=True):
    """The public parameters, as far as they matter here."""

    version: int
    name: str
    uuid: str
    questions: list[Any]


class Ballot(Struct, frozen=True):
    """An encrypted ballot: whose credential it was cast with."""

    credential: str


class Sized(Struct, frozen=True):
    """How many ballots were tallied, and what they weigh together."""

    num_tallied: int
    total_weight: int


class Result(Struct, frozen=True):
    """One entry a question: the sums, or the papers as they came out of the shuffle."""

    result: list[list[int | list[int]]]


class Archive(Struct, frozen=True):
    """What an archive says: for how many `voters` there are credentials, which name nobody, and what became
    of the ballots cast with them."""

    election: Election
    voters: int
    tallied: Sized
    result: Result
    sha256: str


def read_archive(data: bytes) -> Archive:
    """What the archive says.

    Raises InvalidInput (`belenios.archive`) when it is no archive of this version, when a file is not what
    its hash says, when the events are no chain, or when the election is not over."""
    if len(data) > MOST_BYTES:
        raise _wrong("It is too large.")
    files = dict(_files(data))
    events = list(_chain(files))
    if not events or events[0].type != "Setup" or events[-1].type != "Result":
        raise _wrong("The election is not over: there is no result yet.")
    setup = _read(files, events[0].payload, Setup)
    election = _read(files, setup.election, Election)
    if election.version != 1:
        raise _wrong(f"Its election is of version {election.version}; 1 is read.")
    credentials = _read(files, setup.credentials, list[str])
    cast = {_read(files, one.payload, Ballot).credential for one in events if one.type == "Ballot"}
    [tallied] = [one.payload for one in events if one.type == "EncryptedTally"] or [""]
    sized = _read(files, tallied, Sized)
    if cast - {line.partition(",")[0] for line in credentials}:
        raise _wrong("A ballot was cast with a credential that is not on the list.")
    if sized.num_tallied != len(cast):
        raise _wrong(f"{len(cast)} voted and {sized.num_tallied} ballots were tallied.")
    result = _read(files, events[-1].payload, Result)
    digest = hashlib.sha256(data).hexdigest()
    return Archive(election, len(credentials), sized, result, digest)


def _files(data: bytes) -> Iterator[tuple[str, bytes]]:
    """The files of the archive by their hash; the header is looked at and left out."""
    try:
        with tarfile.open(fileobj=io.BytesIO(data), mode="r:") as tar:
            for number, member in enumerate(tar):
                file = tar.extractfile(member)
                if file is None:
                    raise _wrong(f"{member.name!r} is no file.")
                content = file.read()
                if number == 0:
                    if member.name != "BELENIOS" or _decode(content, Header).version != 1:
                        raise _wrong("It does not begin as an archive of version 1 does.")
                    continue
                name = member.name.partition(".")[0]
                if hashlib.sha256(content).hexdigest() != name:
                    raise _wrong(f"{name[:16]}… is not what its hash says.")
                yield f"{name}.event" if member.name.endswith(".event.json") else name, content
    except tarfile.TarError as error:
        raise _wrong(f"It is no archive: {error}.") from error


def _chain(files: dict[str, bytes]) -> Iterator[Event]:
    """The events in their order; each names the one before it."""
    parent = ""
    events = [(name, content) for name, content in files.items() if name.endswith(".event")]
    for height, (name, content) in enumerate(events):
        event = _decode(content, Event)
        if event.height != height or event.parent != parent:
            raise _wrong(f"Event {height} does not follow the one before it.")
        parent = name.removesuffix(".event")
        yield event


def _read(files: dict[str, bytes], name: str, wanted: type[T]) -> T:
    content = files.get(name)
    if content is None:
        raise _wrong(f"What an event names is missing: {name[:16] or 'nothing is named'}.")
    return _decode(content, wanted)


def _decode(content: bytes, wanted: type[T]) -> T:
    try:
        return json.decode(content, type=wanted)
    except (DecodeError, ValidationError) as error:
        raise _wrong(f"A file of it cannot be read: {error}.") from error


def _wrong(said: str) -> InvalidInput:
    fix = "give the file UUID.bel of an election that is over"
    message = f"This is not an archive of Belenios that can be read. {said}"
    return InvalidInput(message, findings=[Finding("belenios.archive", message, fix=fix)], fix=fix)
