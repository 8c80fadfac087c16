"""The decision record of a resolution: what the log and the vault say, gathered for its document.

The same log and texts give the same record, whoever gathers it and when: anyone can typeset it again.
"""

from __future__ import annotations

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from msgspec import UNSET

from ecar_governance.domain import record as r
from ecar_governance.domain.log import frontier_of, root
from ecar_governance.domain.paragraphs import bodies_of, join
from ecar_governance.domain.state import Conference, Mandate, Resolution, Seat, Session, Vote
from ecar_governance.domain.voting.papers import Paper
from ecar_governance.domain.voting.tally import side_of
from ecar_governance.domain.voting.told import in_words
from ecar_governance.domain.voting.whatif import would_change
from ecar_governance.domain.workflow import Names
from ecar_governance.errors import NotFound
from ecar_governance.services.desk import Desk
from ecar_governance.services.kinds import KIND_NAMES, OFFICES
from ecar_governance.services.queries.naming import called, named, told_of

LANGUAGES = r.LANGUAGES


def hexadecimal(digest: str) -> str:
    """The 64 digits of a digest "sha256:<hex>"."""
    return digest.removeprefix("sha256:")


def resolution_of(conference: Conference, resolution: str) -> Resolution:
    """The resolution; raises NotFound."""
    found = conference.resolutions.get(resolution)
    if found is None:
        raise NotFound("There is no such resolution.")
    return found


def decision_record(desk: Desk, resolution: str) -> r.DecisionRecord:
    """The record of an adopted resolution. Raises NotFound."""
    conf = desk.conference
    found = resolution_of(conf, resolution)
    numbered = found.numbered
    case = conf.cases[numbered.case]
    vote = conf.votes[numbered.vote]
    session = conf.sessions.get(numbered.session)
    founding = conf.founding
    if founding is None or session is None:
        raise NotFound("The resolution was not taken in a session.")
    titles = texts_of(desk, case.manifest.titles)
    return r.DecisionRecord(
        origin=founding.origin,
        conference=founding.names,
        body=conf.bodies[numbered.body].names,
        resolution=resolution,
        kind=numbered.kind,  # type: ignore[arg-type]  # a workflow's kind is one of these
        kind_names=KIND_NAMES[numbered.kind],
        number=numbered.number,
        adopted_at=numbered.adopted,
        zone=founding.zone,
        place=session.place,
        session=session_ref(desk, session),
        item=r.ItemRef(str(numbered.item), titles),
        titles=titles,
        texts=texts_in(desk, bodies_of(case)),
        prevailing=case.manifest.prevailing,
        manifest=hexadecimal(numbered.manifest_hash),
        vote=vote_record(desk, vote),
        signers=signers(desk, session),
        verify_url=f"{desk.public_url}/verify/{resolution}",
        log=log_place(desk, found.position),
        trial=founding.trial,
        attachments=tuple(r.FileDigest(a.name, hexadecimal(a.sha256)) for a in case.manifest.attachments),
    )


def texts_of(desk: Desk, digests: dict[str, str]) -> Names:
    """The texts behind a manifest's digests, by language; an erased one is left out."""
    kept = desk.vault.texts(digests.values())
    return {lang: kept[d].content for lang, d in sorted(digests.items()) if d in kept}


def texts_in(desk: Desk, digests: Mapping[str, tuple[str, ...]]) -> Names:
    """Texts made of paragraphs, by language; a language of which any was erased is left out."""
    kept = desk.vault.texts([one for many in digests.values() for one in many])
    return {
        lang: join(kept[one].content for one in many)
        for lang, many in sorted(digests.items())
        if all(one in kept for one in many)
    }


def name_of(desk: Desk, person: str, language: str = "az") -> str:
    """The person's name in the language; the id when the person was erased."""
    known = desk.vault.people((person,)).get(person)
    return person if known is None else known.names.get(language) or person


def seat_names(desk: Desk, seat: Seat) -> Names:
    """Whose seat it is, in each language: the institution, or the person."""
    if not seat.person:
        return desk.conference.institutions[seat.institution].names
    return {lang: name_of(desk, seat.person, lang) for lang in LANGUAGES}


def officer(conference: Conference, session: Session, kind: str) -> Mandate | None:
    """Who holds an office of the session: the one elected for it, else the standing one."""
    standing = {"session_chair": "president", "session_secretary": "secretary_general"}[kind]
    held = [m for m in conference.mandates.values() if m.kind == kind and m.session == session.session]
    at = session.opened or session.begins
    held = held or [m for m in conference.mandates.values() if m.kind == standing and m.in_force(at)]
    # The map has no order of its own: the same record must come out in every process.
    return max(held, key=lambda m: (m.since, m.mandate), default=None)


def session_ref(desk: Desk, session: Session) -> r.SessionRef:
    """The session as a document quotes it."""
    conf = desk.conference
    chair, secretary = officer(conf, session, "session_chair"), officer(conf, session, "session_secretary")
    return r.SessionRef(
        session.session,
        str(session.number),
        session.begins.astimezone(ZoneInfo(session.zone)).date(),
        session.place,
        name_of(desk, chair.person) if chair else "",
        name_of(desk, secretary.person) if secretary else "",
    )


def signers(desk: Desk, session: Session) -> tuple[r.Signer, ...]:
    """Whose signatures the document has room for: the chair's first."""
    conf = desk.conference
    found: list[r.Signer] = []
    pairs: tuple[tuple[r.SignatureField, str], ...] = (
        ("chair", "session_chair"),
        ("secretary", "session_secretary"),
    )
    for field, kind in pairs:
        mandate = officer(conf, session, kind)
        office = OFFICES[mandate.kind if mandate else kind]
        found.append(r.Signer(field, office, name_of(desk, mandate.person) if mandate else ""))
    return tuple(found)


def log_place(desk: Desk, position: int) -> r.LogPlace:
    """Where the log stood right after the event at `position`."""
    tree = frontier_of(desk.record.leaf_hashes(position + 1))
    return r.LogPlace(position + 1, root(tree).hex(), position)


def vote_record(desk: Desk, vote: Vote) -> r.VoteRecord:
    """The vote as the record tells it: by seat only in a roll call."""
    conf, outcome = desk.conference, vote.outcome
    if outcome is None:
        raise NotFound("The vote has no result.")
    counts = outcome.counts
    tellers = tuple(name_of(desk, t) for t in vote.tellers)
    margin = would_change(vote.rule, outcome, called=called(conf, vote))
    sentences = (*told_of(desk.vault, conf, vote, tellers), *margin)
    roll = vote.ballot == "roll_call"
    options = named(desk.vault, conf, vote)
    elected = outcome.election.elected if outcome.election is not None else ()
    return r.VoteRecord(
        id=vote.vote,
        obtained=vote.obtained,
        carried=outcome.carried,
        explanation={lang: " ".join(in_words(sentences, lang)) for lang in LANGUAGES},
        ballot=None if vote.ballot == "show_of_hands" else vote.ballot,
        rule=vote.rule,
        counts=r.Counts(
            str(counts.for_),
            str(counts.against),
            str(counts.abstain),
            str(counts.invalid),
            str(counts.not_voted),
            str(counts.blank),
        )
        if vote.obtained != "without_vote" and vote.rule.election is None
        else None,
        electorate=tuple(
            r.Elector(x.seat, x.institution, seat_names(desk, conf.seats[x.seat]), str(x.weight))
            for x in vote.electorate
        ),
        roll=tuple(_entry(p.seat, p) for p in vote.papers if p.seat is not None) if roll else (),
        papers=() if roll else tuple(sorted(_paper(p) for p in vote.papers)),
        candidates=tuple(r.Candidate(one.id, one.name, one.group, one.id in elected) for one in options)
        or UNSET,
        present=vote.present,
        tellers=tellers,
    )


def _entry(seat: str, paper: Paper) -> r.RollEntry:
    parts = {side: str(part) for side, part in paper.parts.items()}
    choice = side_of(paper) if parts else paper.choice
    return r.RollEntry(seat, choice, paper.reason or "", paper.marks or UNSET, parts or UNSET)  # type: ignore[arg-type]


def _paper(paper: Paper) -> str:
    """A paper without a seat as one text."""
    return " > ".join(" = ".join(group) for group in paper.marks) if paper.marks else paper.choice
