"""What came of each item of a meeting, for its minutes."""

from __future__ import annotations

from ecar_governance.domain import record as r
from ecar_governance.domain.paragraphs import bodies_of
from ecar_governance.domain.proxies import holder_then
from ecar_governance.domain.state import AgendaItem, Recusal, Session, Vote
from ecar_governance.domain.voting.told import in_words
from ecar_governance.domain.voting.whatif import would_change
from ecar_governance.domain.workflow import Names
from ecar_governance.errors import NotFound
from ecar_governance.services.desk import Desk
from ecar_governance.services.kinds import OBTAINED
from ecar_governance.services.queries.naming import called, told_of
from ecar_governance.services.records import LANGUAGES, name_of, seat_names, texts_in, texts_of
from ecar_governance.services.sitting import item_names

_NOTED: Names = {"az": "Məlumat nəzərə alındı.", "en": "Taken note of."}
_DISCUSSED: Names = {"az": "Müzakirə edildi.", "en": "Discussed."}
_NOT_REACHED: Names = {"az": "Bu məsələyə baxılmadı.", "en": "The session did not come to this item."}
_APPROVED: Names = {"az": "Protokol təsdiq edildi.", "en": "The minutes were approved."}
_CORRECTED: Names = {
    "az": "Protokol aşağıdakı düzəlişlərlə təsdiq edildi:",
    "en": "The minutes were approved with these corrections:",
}


def item_of(desk: Desk, session: Session, item: AgendaItem) -> r.MinutesItem:
    """What was heard of the item, who took no part, and what came of it, each vote by itself."""
    conf = desk.conference
    called = next((call.at for call in session.calls if call.item == item.item), None)
    titles = item_names(conf, item, lambda digests: texts_of(desk, dict(digests)))
    if not item.case:
        decided = _outcome_of_topic(desk, session, item, called=called is not None)
        return r.MinutesItem(str(item.item), titles, decided=decided, called_at=called)
    case = conf.cases[item.case]
    votes = [conf.votes[v] for v in case.votes if conf.votes[v].session == session.session]
    told = [v for v in votes if v.outcome is not None]
    until = session.closed or desk.clock.now()
    resolution = conf.resolutions.get(case.resolution)
    carried = resolution is not None and resolution.numbered.session == session.session
    return r.MinutesItem(
        str(item.item),
        titles,
        heard=_heard(desk, item.case),
        decided=texts_in(desk, bodies_of(case)) if carried else {},
        votes=tuple(_taken(desk, v, alone=len(told) == 1) for v in told),
        resolution=resolution.numbered.number if carried and resolution is not None else "",
        called_at=called,
        recused=tuple(_recused(desk, one) for one in case.recusals if one.at <= until),
        represented=_represented(desk, told),
        excluded=_excluded(desk, told),
    )


def _recused(desk: Desk, recusal: Recusal) -> Names:
    """Who takes no part: an institution, or a person."""
    if recusal.institution:
        return desk.conference.institutions[recusal.institution].names
    return {lang: name_of(desk, recusal.who, lang) for lang in LANGUAGES}


def _represented(desk: Desk, votes: list[Vote]) -> tuple[r.Represented, ...]:
    """The seats whose proxy stood for them in any of the votes, each once, and whose hands it was in."""
    conf = desk.conference
    held = {seat: holder_then(conf, vote, seat) for vote in votes for seat in vote.represented}
    return tuple(
        r.Represented(seat_names(desk, conf.seats[seat]), seat_names(desk, conf.seats[holder]))
        for seat, holder in sorted(held.items())
        if holder
    )


_WHY: dict[str, Names] = {
    "role": {"az": "səs verən rolun sahibi deyil", "en": "not held in the role that votes"},
    "institution": {"az": "müəssisənin səsi başqa yerdədir", "en": "another seat has its institution's vote"},
    "no_institution": {"az": "heç bir müəssisəyə aid deyil", "en": "of no institution"},
    "dues": {"az": "üzvlük haqqı ödənilməyib", "en": "dues not paid"},
    "seniority": {"az": "tələb olunan müddətdən az tutulub", "en": "not held for long enough"},
}


def _excluded(desk: Desk, votes: list[Vote]) -> tuple[r.NoVote, ...]:
    """The seats of the body that had no vote in one of the votes, each once, and why."""
    conf = desk.conference
    found = {one.seat: one.why for vote in votes for one in vote.excluded}
    return tuple(
        r.NoVote(seat_names(desk, conf.seats[seat]), _WHY[why]) for seat, why in sorted(found.items())
    )


def _taken(desk: Desk, vote: Vote, *, alone: bool) -> r.VoteTaken:
    """How the result was obtained, then the verdict in sentences, and on lines of their own what members gave
    as reasons; which question it was, if not the only one."""
    conf = desk.conference
    if vote.outcome is None:
        raise NotFound("The vote has no result.")
    margin = would_change(vote.rule, vote.outcome, called=called(conf, vote))
    result = {}
    for lang in LANGUAGES:
        tellers = tuple(name_of(desk, one, lang) for one in vote.tellers)
        obtained: str = vote.ballot if vote.obtained == "ballots" else vote.obtained
        if vote.obtained == "without_vote" and vote.rule.election is not None:
            obtained = "acclamation"
        # That nobody voted is told by the verdict's own first sentence.
        how = () if obtained == "without_vote" else (OBTAINED[obtained][lang],)
        told = told_of(desk.vault, conf, vote, tellers)
        verdict = " ".join((*how, *in_words((*told, *margin), lang)))
        result[lang] = "\n".join((verdict, *_reasons(desk, vote, lang)))
    return r.VoteTaken(result, {} if alone else _question(desk, vote))


_SAYING: dict[str, Names] = {
    "objection": {"az": "{seat} etiraz edib: “{reason}”", "en": "{seat} objected: “{reason}”"},
    "reservation": {
        "az": "{seat} razılığa qoşulmadığını bildirib: “{reason}”",
        "en": "{seat}, no part of the agreement: “{reason}”",
    },
}


def _reasons(desk: Desk, vote: Vote, lang: str) -> list[str]:
    """The reasons that were given where it was put without a vote, each with whose they are."""
    seats = desk.conference.seats
    return [
        _SAYING[one.said][lang].format(seat=seat_names(desk, seats[one.seat])[lang], reason=reason)
        for one in vote.objections
        if (reason := text_of(desk, one.reason))
    ]


def _question(desk: Desk, vote: Vote) -> Names:
    """What the state was called in which it was put; which part of the text or further ballot it was."""
    conf = desk.conference
    flow = conf.workflows.get(conf.cases[vote.case].workflow_hash)
    state = None if flow is None else flow.workflow.states.get(vote.state)
    titles = {} if state is None else state.title
    if vote.division is not None and vote.division.what == "part":
        place = f"{vote.division.number}/{vote.division.parts}"
        return {lang: f"{title} ({place})" for lang, title in titles.items()}
    if vote.number == 1 or not titles:
        return titles
    ballot = {"az": f"{vote.number}-ci tur", "en": f"ballot {vote.number}"}
    return {lang: f"{title} ({ballot.get(lang, ballot['en'])})" for lang, title in titles.items()}


def _outcome_of_topic(desk: Desk, session: Session, item: AgendaItem, *, called: bool) -> Names:
    """What became of an item that is no proposal."""
    of = desk.conference.sessions.get(item.minutes)
    if of is not None and of.approved is not None and of.approved.session == session.session:
        corrections = text_of(desk, of.approved.corrections)
        if not corrections:
            return _APPROVED
        return {lang: f"{words}\n\n{corrections}" for lang, words in _CORRECTED.items()}
    if not called:
        return _NOT_REACHED
    return _NOTED if item.kind == "information" else _DISCUSSED


def text_of(desk: Desk, digest: str) -> str:
    """What was written, by its digest; empty for none, and for what was erased."""
    found = desk.vault.texts((digest,)).get(digest) if digest else None
    return "" if found is None else found.content


def _heard(desk: Desk, case_id: str) -> Names:
    """Who brought the item, and what the working group recommended."""
    conf = desk.conference
    case = conf.cases[case_id]
    institution = conf.institutions.get(case.institution)
    az, en = f"Təklif {case.reference}", f"Proposal {case.reference}"
    if institution is not None:
        az += f", təqdim edən: {institution.names['az']}"
        en += f", brought by {institution.names['en']}"
    words = {
        "adopt": ("qəbul edilməsi tövsiyə olunub", "recommended for adoption"),
        "adopt_amended": ("dəyişikliklərlə qəbul edilməsi tövsiyə olunub", "recommended with changes"),
        "reject": ("rədd edilməsi tövsiyə olunub", "recommended for rejection"),
    }
    for made in case.recommendations:
        body = conf.bodies[made.body].names
        az += f"; {body['az']}: {words[made.recommendation][0]}"
        en += f"; {body['en']}: {words[made.recommendation][1]}"
    return {"az": f"{az}.", "en": f"{en}."}
