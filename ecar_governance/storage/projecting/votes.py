"""Rows of a vote and of what comes of it: electorate, marks, result, resolution, documents."""

from __future__ import annotations

from ecar_governance.domain.codec import plain
from ecar_governance.domain.state import Document, Mark, Resolution, Vote
from ecar_governance.domain.voting.verdict import Outcome
from ecar_governance.storage.columns import instant_text, json_text
from ecar_governance.storage.projecting import Row, Rows, ref


def vote_rows(vote: Vote) -> Rows:
    """`vote`, its `elector`s and, when it has one, its `vote_result`. Marks are rows of their own."""
    yield from _vote_and_result(vote)
    yield from elector_rows(vote)


def vote_changes(old: Vote, new: Vote) -> tuple[Rows, Rows]:
    """The rows of the one and of the other that may differ: mostly not those of the many electors."""
    if old.electorate is new.electorate and old.casters is new.casters:
        return _vote_and_result(old), _vote_and_result(new)
    return vote_rows(old), vote_rows(new)


def _vote_and_result(vote: Vote) -> Rows:
    yield "vote", _vote(vote)
    if vote.outcome is not None:
        yield "vote_result", _result(vote, vote.outcome)


def elector_rows(vote: Vote) -> Rows:
    """Its `elector`s: made of `electorate` and `casters`, and of nothing else that changes."""
    for elector in vote.electorate:
        yield (
            "elector",
            {
                "vote": vote.vote,
                "seat": elector.seat,
                "institution": ref(elector.institution),
                "frozen_casters": json_text(elector.casters),
                "casters": json_text(vote.casters.get(elector.seat, elector.casters)),
                "weight": f"{elector.weight.numerator}/{elector.weight.denominator}",
                "chamber": elector.chamber,
                "recused": elector.recused,
                "proxy": ref(elector.proxy),
            },
        )


def mark_rows(vote: str, mark: Mark) -> Rows:
    """One row of `ballot_mark`."""
    yield (
        "ballot_mark",
        {
            "vote": vote,
            "seat": mark.seat,
            "digest": mark.digest,
            "mandate": mark.mandate,
            "at": instant_text(mark.at),
            "position": mark.position,
            "count": mark.count,
        },
    )


def resolution_rows(resolution: Resolution) -> Rows:
    """One row of `resolution`."""
    numbered = resolution.numbered
    yield (
        "resolution",
        {
            "id": numbered.resolution,
            "proposal": numbered.case,
            "vote": numbered.vote,
            "body": numbered.body,
            "session": ref(numbered.session),
            "item": numbered.item,
            "kind": numbered.kind,
            "year": numbered.year,
            "sequence": numbered.sequence,
            "number": numbered.number,
            "manifest_hash": numbered.manifest_hash,
            "adopted": instant_text(numbered.adopted),
            "position": resolution.position,
            "typesetting_requested": resolution.typesetting_requested,
            "document": ref(resolution.document),
            "published": None if resolution.published is None else instant_text(resolution.published),
            "published_sha256": resolution.published_sha256,
            "in_force": None if resolution.in_force is None else instant_text(resolution.in_force),
        },
    )


def document_rows(document: Document) -> Rows:
    """`document` and its `signature`s."""
    yield (
        "document",
        {
            "id": document.document,
            "kind": document.kind,
            "subject": document.subject,
            "typeset": document.typeset,
            "record": document.record,
            "current": document.current,
            "at": instant_text(document.at),
        },
    )
    signed = zip(document.signatures, document.signed_by, document.signed_at, strict=True)
    for ordinal, (signature, actor, at) in enumerate(signed):
        yield (
            "signature",
            {
                "document": document.document,
                "ordinal": ordinal,
                "field": signature.field,
                "method": signature.method,
                "before": signature.before,
                "sha256": signature.sha256,
                "fingerprint": signature.fingerprint,
                "signer": signature.signer,
                "actor": actor.kind,
                "person": ref(actor.person),
                "mandate": ref(actor.mandate),
                "institution": ref(actor.institution),
                "at": instant_text(at),
            },
        )


def _vote(vote: Vote) -> Row:
    entered = vote.entered_by
    return {
        "id": vote.vote,
        "proposal": vote.case,
        "state": vote.state,
        "session": ref(vote.session),
        "body": vote.body,
        "obtained": vote.obtained,
        "ballot": vote.ballot,
        "options": json_text(vote.options),
        "rule": json_text(plain(vote.rule)),
        "manifest_hash": vote.manifest_hash,
        "division": json_text(plain(vote.division)),
        "block": vote.block,
        "status": vote.status,
        "opened": instant_text(vote.opened),
        "public_key": vote.public_key,
        "closes": None if vote.closes is None else instant_text(vote.closes),
        "zone": vote.zone,
        "ends_early": vote.ends_early,
        "not_before": None if vote.not_before is None else instant_text(vote.not_before),
        "unused": json_text(plain(vote.unused)),
        "excluded": json_text(plain(vote.excluded)),
        "weights": vote.weights,
        "weights_since": vote.weights_since,
        "candidates": json_text(plain(vote.candidates)),
        "number": vote.number,
        "preferred": json_text(vote.preferred),
        "quorum_asked": vote.quorum_asked,
        "closed": None if vote.closed is None else instant_text(vote.closed),
        "how": vote.how,
        "present": json_text(vote.present),
        "tellers": json_text(vote.tellers),
        "protocol": vote.protocol,
        "objections": json_text(plain(vote.objections)),
        "entered_kind": None if entered is None else entered.kind,
        "entered_by": None if entered is None else ref(entered.person),
        "entered_mandate": None if entered is None else ref(entered.mandate),
        "opened_at": vote.opened_at,
        "decided_at": vote.decided_at,
    }


def _result(vote: Vote, outcome: Outcome) -> Row:
    counts = outcome.counts
    return {
        "vote": vote.vote,
        "carried": outcome.carried,
        "quorate": outcome.quorate,
        "for_count": counts.for_,
        "against": counts.against,
        "abstain": counts.abstain,
        "blank": counts.blank,
        "invalid": counts.invalid,
        "cast_count": counts.cast,
        "present": counts.present,
        "entitled": counts.entitled,
        "decided_by": outcome.decided_by,
        "outcome": json_text(plain(outcome)),
        "papers": json_text(plain(vote.papers)),
    }
