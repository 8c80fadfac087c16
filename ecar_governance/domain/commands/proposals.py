"""A case from its draft on: text, steps, candidates, deadlines, another version of its procedure."""

from __future__ import annotations

from msgspec import UNSET, UnsetType, field

from ecar_governance.domain import events as e
from ecar_governance.domain.commands.base import Command


class DraftProposal(Command, frozen=True):
    """`fields` are values of the procedure's fields (texts and files as salted digests)."""

    case: str
    workflow: str
    manifest: e.Manifest
    sponsors: tuple[str, ...] = ()
    body: str = ""
    fields: dict[str, str | int] = field(default_factory=dict)


class ReviseProposal(Command, frozen=True):
    """The text, sponsors and working group as they shall be; of the fields those that change alone, since
    not everybody sees all of them: an empty text takes a value away. `fresh` as in `TakeAction`, where the
    edit may void a vote and its procedure put the question anew."""

    case: str
    version: int
    manifest: e.Manifest
    sponsors: tuple[str, ...] = ()
    body: str = ""
    fields: dict[str, str | int] = field(default_factory=dict)
    fresh: dict[str, str] | UnsetType = UNSET


class TakeAction(Command, frozen=True):
    """Take a transition of the case's procedure, or be one of the people whom it needs. `version` is the
    case's version that the person saw.

    `inputs` are the form's values: free text as digest, sessions and institutions by id, files by digest.
    `fresh` are ids made for what the effects will create: vote, resolution, document, seat; with them `key`,
    the public key of a vote that the procedure may open by itself on the way.
    `public_key` is that of the vote's key pair, for a transition that opens a vote; `paragraphs` are those of
    the text, for one that moves to divide it; `block` is the block of items with which the vote is put."""

    case: str
    transition: str
    version: int
    inputs: dict[str, str | int | tuple[str, ...]] = field(default_factory=dict)
    fresh: dict[str, str] = field(default_factory=dict)
    public_key: str = ""
    paragraphs: tuple[e.Paragraph, ...] | UnsetType = UNSET
    block: str | UnsetType = UNSET


class DeclareRecusal(Command, frozen=True, omit_defaults=True):
    """The person takes no part in the case; `reason` is the digest of why. With `institution`, which they
    head, nobody votes for that one; `person` is the one on whose behalf an officer enters it."""

    case: str
    reason: str
    person: str = ""
    institution: str = ""


class Nominate(Command, frozen=True, omit_defaults=True):
    """Names a candidate: a registered `person`, who is the `option` under their own id; or an alternative
    with its `titles` (digests by language), under an id that was made for it."""

    case: str
    option: str
    person: str = ""
    titles: dict[str, str] = field(default_factory=dict)
    traits: dict[str, str] = field(default_factory=dict)


class AcceptNomination(Command, frozen=True):
    """Whoever was nominated agrees to stand."""

    case: str
    option: str


class WithdrawCandidacy(Command, frozen=True):
    """The candidate stands no longer; the secretariat enters it from a paper. An alternative is withdrawn by
    whoever named it."""

    case: str
    option: str


class FireDeadline(Command, frozen=True):
    """By the system: the deadline of a state has passed."""

    case: str
    state: str
    fresh: dict[str, str] = field(default_factory=dict)


class MigrateCase(Command, frozen=True):
    """The case goes on under the version `target` (a hash) of its procedure, by authority of a resolution.

    `states` says what a state becomes, `fields` how a field is called now (empty: its value is given up);
    whatever is not named keeps its name. `deadlines` that run keep their instant, begin anew, or are reckoned
    by the new version from when the state was entered; an open vote is carried over or declared void."""

    case: str
    target: str
    resolution: str
    states: dict[str, str] = field(default_factory=dict)
    fields: dict[str, str] = field(default_factory=dict)
    deadlines: e.DeadlinePolicy = "keep"
    ballots: e.BallotPolicy = "carry"
    fresh: dict[str, str] = field(default_factory=dict)


class RevertMigration(Command, frozen=True):
    """The case's last migration is taken back, before anything else has happened to it."""

    case: str
    resolution: str


class Remind(Command, frozen=True):
    """By the system: reminders or escalations of a state's deadline have come due."""

    case: str
    state: str
