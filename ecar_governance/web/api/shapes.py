"""What the API takes and gives, where a page's read model says too much or too little."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

from ecar_governance.domain import one_word
from ecar_governance.domain.events import AttendanceMode, SessionKind
from ecar_governance.domain.voting.opened import OpenTest
from ecar_governance.domain.voting.papers import Counts
from ecar_governance.services.queries.attendance import SeatPresence
from ecar_governance.services.queries.cases import CaseLine
from ecar_governance.services.queries.contacts import FilingView, Linked
from ecar_governance.services.queries.directory import Office, Place
from ecar_governance.services.queries.divisions import DivisionView
from ecar_governance.services.queries.elections import ElectionView
from ecar_governance.services.queries.fields import FieldValue
from ecar_governance.services.queries.opinions import Consulted
from ecar_governance.services.queries.papers import PaperView
from ecar_governance.services.queries.procedures import CaseUnder, InvariantView, ProcedureLine, VersionView
from ecar_governance.services.queries.proposals import Advice, Attached, StepTaken, TextIn, VoteLine
from ecar_governance.services.queries.proxies import ProxyLine
from ecar_governance.services.queries.results import RollRow
from ecar_governance.services.queries.sessions import ItemView, SessionLine
from ecar_governance.services.queries.votes import VoteView


class Me(Struct, frozen=True):
    """Who asks. `csrf` goes into the header `X-CSRF-Token` of every request that changes something."""

    person: str
    name: str
    offices: tuple[Office, ...]
    language: str
    csrf: str
    authenticated_at: datetime | None
    fresh: bool


class Acted(Struct, frozen=True):
    """What an act gave. `position` is its first event's place in the log; `repeated` says that the same
    Idempotency-Key had been used before and nothing was done again."""

    position: int
    repeated: bool
    events: tuple[str, ...]
    subject: str


class Proposals(Struct, frozen=True):
    """A page of proposals; `total` counts all that fit."""

    total: int
    items: tuple[CaseLine, ...]


class Proposal(Struct, frozen=True):
    """A proposal. Name `version` in every act on it; ballots are bound to `manifest_hash`."""

    line: CaseLine
    version: int
    revision: int
    created: datetime
    drafter: Office
    sponsors: tuple[Place, ...]
    body: Place | None
    texts: tuple[TextIn, ...]
    fields: tuple[FieldValue, ...]
    attachments: tuple[Attached, ...]
    manifest_hash: str
    advice: tuple[Advice, ...]
    consultations: tuple[Consulted, ...]
    filings: tuple[FilingView, ...]
    linked: tuple[Linked, ...]
    votes: tuple[VoteLine, ...]
    steps: tuple[StepTaken, ...]
    session: Place | None
    item: int
    resolution: Place | None
    workflow: str
    workflow_version: str
    state: tuple[str, ...]
    editable: bool
    division: DivisionView | None = None


class FileIn(Struct, frozen=True, forbid_unknown_fields=True):
    """A file to be kept: its name, its media type, its bytes in Base64."""

    name: str
    media_type: str
    content: str


Fields = dict[str, str | int | FileIn]
"""Values of the procedure's fields by name: texts, sums ("1200.00 AZN"), days, words, ids, whole numbers, and
files. An empty text takes a value away."""


class Draft(Struct, frozen=True, forbid_unknown_fields=True):
    """A proposal's text: Markdown by language ("az", "en"); `prevailing` names the one that decides."""

    workflow: str
    titles: dict[str, str]
    bodies: dict[str, str]
    prevailing: str = "az"
    sponsors: tuple[str, ...] = ()
    body: str = ""
    fields: Fields = {}
    mandate: str | None = None


class Revision(Struct, frozen=True, forbid_unknown_fields=True):
    """A new text for a proposal that is `version` now. Attachments stay as they are, as do the fields that
    are not named."""

    version: int
    titles: dict[str, str]
    bodies: dict[str, str]
    prevailing: str = "az"
    sponsors: tuple[str, ...] = ()
    body: str = ""
    fields: Fields = {}
    mandate: str | None = None


class Procedure(Struct, frozen=True):
    """A version of a procedure: `definition` is its canonical form, which the log pins by `hash`."""

    line: ProcedureLine
    hash: str
    definition: dict[str, Any]
    invariants: tuple[InvariantView, ...]
    versions: tuple[VersionView, ...]
    cases: tuple[CaseUnder, ...]


class ProcedureText(Struct, frozen=True, forbid_unknown_fields=True):
    """The text of a procedure in YAML."""

    text: Annotated[str, Meta(max_length=262_144)]


class PutInForce(Struct, frozen=True, forbid_unknown_fields=True):
    """The text of a procedure in YAML; the day ("2027-01-01") from which it is in force, at once without one;
    the number or id of the published resolution that decided it, if there is one."""

    text: Annotated[str, Meta(max_length=262_144)]
    day: str = ""
    resolution: str = ""
    mandate: str | None = None


class Withdrawal(Struct, frozen=True, forbid_unknown_fields=True):
    """The announced version that shall not come into force."""

    version: str
    mandate: str | None = None


class Deed(Struct, frozen=True, forbid_unknown_fields=True):
    """An action of the procedure on a proposal that is `version` now; `inputs` by field name."""

    transition: str
    version: int
    inputs: dict[str, str | list[str]] = {}
    mandate: str | None = None


class Session(Struct, frozen=True):
    """A session with its agenda and who sits for which seat."""

    line: SessionLine
    convened: datetime
    opened: datetime | None
    closed: datetime | None
    agenda: tuple[ItemView, ...]
    seats: tuple[SeatPresence, ...]
    officers: tuple[Office, ...]


class Convocation(Struct, frozen=True, forbid_unknown_fields=True):
    """A session to be: `begins` with its offset from UTC; `place` by language; `link` where those attend who
    are not in the room. Of the plenary without `body`."""

    begins: datetime
    place: dict[str, str]
    number: int | None = None
    body: str | None = None
    kind: SessionKind = "room"
    link: str = ""


class Presence(Struct, frozen=True, forbid_unknown_fields=True):
    """That a seat's holder came or left; without `mandate`, whoever comes first in precedence sits, and
    without `mode` as is usual in the session."""

    seat: str
    present: bool = True
    mandate: str = ""
    mode: AttendanceMode | None = None


class OwnProxies(Struct, frozen=True):
    """The proxies in force that one's seats gave, and those by which one casts."""

    given: tuple[ProxyLine, ...]
    received: tuple[ProxyLine, ...]


class ProxyWanted(Struct, frozen=True, forbid_unknown_fields=True):
    """A proxy to be given: the vote of `seat` into the hands of `holder` (of one `person` there), in a
    session, on a case, or until an instant."""

    seat: str
    holder: str
    person: str = ""
    session: str = ""
    case: str = ""
    since: datetime | None = None
    until: datetime | None = None


class RecusalWanted(Struct, frozen=True, forbid_unknown_fields=True):
    """Why somebody takes no part; `person` and `institution` as the page has them."""

    reason: str
    person: str = ""
    institution: str = ""


class Ballot(Struct, frozen=True, forbid_unknown_fields=True):
    """A ballot for a seat: `choice` is for, against or abstain, in an election `marked`, abstain or blank;
    `marks` are then groups of equally ranked options, the most preferred first. `manifest_hash` is that of
    the text read; `replaces` the receipt of the ballot it changes; `reason` only in a roll call. A vote that
    is divided has the choice `parts`, and in `parts` how many are for, against, abstain, as "3" or "5/2"."""

    seat: str
    choice: str
    manifest_hash: str
    reason: str = ""
    replaces: str = ""
    marks: tuple[tuple[str, ...], ...] = ()
    parts: dict[str, str] = {}


class BallotReceipt(Struct, frozen=True):
    """Proof that the ballot was accepted; it does not say what it says."""

    vote: str
    seat: str
    receipt: str
    position: int
    repeated: bool


class OwnPapers(Struct, frozen=True):
    """The ballot papers that the caller may hand in."""

    vote: VoteView
    papers: tuple[PaperView, ...]


class CastingVote(Struct, frozen=True, forbid_unknown_fields=True):
    """What the chair says of an equal division: for or against; in an election whom of the equals it prefers,
    the first first."""

    choice: Literal["for", "against", ""] = ""
    preferred: tuple[str, ...] = ()


class NominationWanted(Struct, frozen=True, forbid_unknown_fields=True):
    """A candidate by the id of the person; or an alternative by its titles, by language."""

    person: str = ""
    titles: dict[str, str] = {}
    traits: dict[str, str] = {}


class Void(Struct, frozen=True, forbid_unknown_fields=True):
    """Why a vote counts for nothing."""

    reason: str


class Result(Struct, frozen=True):
    """A vote that is over: the outcome in one word, the counts, every sentence of the explanation, the roll
    (roll call only), and what would have changed it. `carried` says that something is decided: a motion, a
    text, or that somebody is elected."""

    vote: VoteView
    carried: bool
    result: one_word.Result | None
    decided_by: str
    counts: Counts | None
    explanation: tuple[str, ...]
    roll: tuple[RollRow, ...]
    present: int
    resolution: str
    position: int
    margin: tuple[str, ...] = ()
    open: OpenTest | None = None
    election: ElectionView | None = None


class SeatVoted(Struct, frozen=True):
    """Whether a seat has voted, and since when; never how."""

    seat: str
    seat_name: str
    voted: bool
    at: datetime | None
    by: Office | None


Show = Literal["live", "decided", "all"]
