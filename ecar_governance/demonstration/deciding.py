"""How the demo's conference decides: ballots of those entitled, the close, two signatures, publication."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

from msgspec import Struct

from ecar_governance.demonstration.stage import Stage
from ecar_governance.demonstration.words import passphrase
from ecar_governance.domain.blocks import block_hash, together
from ecar_governance.domain.state import Resolution, Vote
from ecar_governance.domain.voting.methods.papers import Marks
from ecar_governance.domain.voting.told import in_words
from ecar_governance.errors import Conflict
from ecar_governance.services import ballots, ending, resolutions
from ecar_governance.services.desk import Desk
from ecar_governance.services.documents_port import Field
from ecar_governance.services.queries.naming import told_of

BEFORE = ("question", "block")
"""Kinds of sentences that stand before the numbers."""


class Ballot(Struct, frozen=True):
    """What a seat says, why, and who says it for the seat ("" is its head); in an election whom it marks."""

    choice: str
    reason: str = ""
    by: str = ""
    marks: Marks = ()


def cast(stage: Stage, vote: str, papers: Mapping[str, Ballot]) -> Vote:
    """Everybody named casts their ballot, as its page would: for their seat, on the text it showed; on all
    the texts where several are put as one question."""
    asked = ballots.vote_of(stage.desk.conference, vote)
    shown = block_hash(together(stage.desk.conference, asked)) if asked.block else asked.manifest_hash
    for institution, paper in papers.items():
        code = paper.by or stage.head(institution)
        outcome = ballots.cast(
            stage.desk,
            stage.person(code),
            vote,
            paper.choice,
            seat=stage.seat(institution),
            manifest_hash=shown,
            reason=paper.reason,
            marks=paper.marks,
            key=f"demo-{vote}-{institution}",
        )
        stage.done(outcome)
    return ballots.vote_of(stage.desk.conference, vote)


def close(stage: Stage, vote: str, by: str) -> Vote:
    """The vote is closed and counted, and the result told in short."""
    stage.done(ending.close(stage.desk, stage.person(by), vote))
    closed = ballots.vote_of(stage.desk.conference, vote)
    told = told_of(stage.desk.vault, stage.desk.conference, closed)
    counted = in_words([next(one for one in told if one.kind not in BEFORE), told[-1]], "en")
    stage.tell.step(f"Vote closed: {' '.join(counted)}", stage.name(by))
    return closed


def explained(desk: Desk, vote: Vote) -> dict[str, list[str]]:
    """The result's sentences by language. Raises Conflict when there is none yet."""
    if vote.outcome is None:
        raise Conflict("The vote has no result yet.")
    told = told_of(desk.vault, desk.conference, vote)
    return {lang: in_words(told, lang) for lang in ("az", "en")}


def issue_keys(stage: Stage, *codes: str) -> None:
    """Each of them makes a signing key, opened by a passphrase of their own. Who has one keeps it."""
    for code in codes:
        if code not in stage.passphrases:
            chosen = passphrase()
            stage.done(resolutions.issue_key(stage.desk, stage.person(code), chosen))
            stage.passphrases[code] = chosen
            stage.tell.step("A signing key under the trial authority", stage.name(code))


def sign_and_publish(stage: Stage, case: str, *, chair: str, secretary: str) -> Resolution:
    """The resolution is typeset, signed by both, each in their own act, published, and in force."""
    desk = stage.desk
    number = desk.conference.resolutions[desk.conference.cases[case].resolution].numbered
    with ThreadPoolExecutor(max_workers=1) as system:
        # As `ecar serve` does: documents are made beside what people do.
        typesetting = system.submit(resolutions.make_due, desk)
        issue_keys(stage, chair, secretary)
        typesetting.result()
    document = desk.conference.resolutions[number.resolution].document
    stage.tell.step(f"Resolution {number.number} typeset, in both languages", "the system")
    signers: tuple[tuple[Field, str], ...] = (("chair", chair), ("secretary", secretary))
    for place, code in signers:
        passphrase_of = stage.passphrases[code]
        stage.done(resolutions.sign_here(desk, stage.person(code), document, place, passphrase_of))
        stage.tell.step(f"Signed as {place} of the session", stage.name(code))
    return desk.conference.resolutions[number.resolution]
