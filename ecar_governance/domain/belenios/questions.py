"""A vote written as Belenios wants it: the question, the voters, and which group it is encrypted in.

Formats: "Belenios specification", version 2.0, sections 4.8 to 4.10; voters as `belenios-tool setup
generate-credentials --file` reads them. Credentials and keys are made by Belenios' own people, never here:
the promise of such a system is that no one party has all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct, json

from ecar_governance.domain.vote_record import VoteRecord
from ecar_governance.domain.voting.methods.checks import choices
from ecar_governance.domain.voting.methods.papers import AGAINST, Option
from ecar_governance.domain.voting.methods.rules import (
    Approval,
    BlockVote,
    Majority,
    Plurality,
    Schulze,
)
from ecar_governance.domain.voting.papers import Elector
from ecar_governance.errors import Finding, InvalidInput

ADDED_UP_IN = "BELENIOS-2048"
LISTED_IN = "RFC-3526-2048"
"""Groups: of questions whose marks are added up under encryption, and of those whose papers are listed after
a shuffle."""

FORBIDDEN = frozenset(",\n\r")
"""What would end a field or a line of the file of voters."""

FOR_WORDS = {
    "for": {"az": "Lehinə", "en": "For"},
    "against": {"az": "Əleyhinə", "en": "Against"},
    "abstain": {"az": "Bitərəf", "en": "Abstain"},
}


class Exported(Struct, frozen=True):
    """What Belenios is given: the template of the election, the file of voters, the group to be named."""

    questions: bytes
    voters: bytes
    group: str


def export(record: VoteRecord, addresses: Mapping[str, str | None]) -> Exported:
    """The vote as Belenios wants it, the same bytes whenever it is asked.

    Args:
        record: rule, candidates and electorate; nothing handed in.
        addresses: the mail address of each seat, None for one that nobody fills. It gets no credential, nor
            does a seat that takes no part; both stay among those entitled.

    Raises:
        InvalidInput: with every finding: something was handed in already, a rule that one sum or one list
            cannot tell (`belenios.rule`), a seat without an address or one that breaks the file of voters.
    """
    voters = voters_of(record, addresses)
    findings = [*_rule_findings(record), *_voter_findings(voters, addresses)]
    if findings:
        raise InvalidInput(f"Belenios cannot hold this vote: {findings[0].message}", findings=findings)
    title = record.title or record.id
    template = {"description": title, "name": title, "questions": [question_of(record)]}
    lines = [f"{addresses[one.seat]},{one.seat}\n" for one in voters]
    group = ADDED_UP_IN if added_up(record) else LISTED_IN
    return Exported(json.format(json.encode(template), indent=1) + b"\n", "".join(lines).encode(), group)


def voters_of(record: VoteRecord, addresses: Mapping[str, str | None]) -> tuple[Elector, ...]:
    """The seats that get a credential."""
    recused = {*record.recused, *(one.seat for one in record.electorate if one.recused)}
    return tuple(
        one
        for one in record.electorate
        if one.seat not in recused and addresses.get(one.seat, "") is not None
    )


def added_up(record: VoteRecord) -> bool:
    """Whether only sums are decrypted; else the papers themselves are, after a shuffle."""
    election = record.rule.election
    return election is None or isinstance(election, Plurality | Majority | Approval | BlockVote)


def answers_of(record: VoteRecord) -> tuple[str, ...]:
    """What the places of an answer stand for: choices of a motion, or options and `against`."""
    election = record.rule.election
    if election is None:
        return record.rule.choices
    ids = tuple(one.id for one in record.candidates if not one.withdrawn)
    return (*ids, AGAINST) if isinstance(election, Plurality | Majority) else ids


def offers_blank(record: VoteRecord) -> bool:
    """Whether a voter may hand in a paper that chooses nobody; a motion has a word for it."""
    return record.rule.election is not None and record.rule.abstention != "barred"


def question_of(record: VoteRecord) -> dict[str, Any]:
    """The question as the template and the archive have it."""
    election = record.rule.election
    standing = {one.id: _name(one) for one in record.candidates}
    words = standing | {key: _both(told) for key, told in FOR_WORDS.items()}
    answers = [words[one] for one in answers_of(record)]
    asked = record.title or record.id
    if election is None:
        return {"answers": answers, "min": 1, "max": 1, "question": asked}
    if isinstance(election, Plurality | Majority | Approval | BlockVote):
        fewest, most = choices(election, len(standing))
        bounds: dict[str, Any] = {"min": fewest, "max": min(most, len(answers)), "question": asked}
        return {"answers": answers, **({"blank": True} if offers_blank(record) else {}), **bounds}
    question: dict[str, Any] = {
        "type": "NonHomomorphic",
        "value": {"answers": answers, "question": asked},
    }
    if isinstance(election, Schulze):
        # Its own count of the method; of the others it lists the papers alone.
        question["extra"] = {"method": "Schulze", "blank": offers_blank(record)}
    return question


def _name(option: Option) -> str:
    return _both(option.name) if option.name else option.id


def _both(told: Mapping[str, str]) -> str:
    """A name in both languages where they differ: the question of Belenios has one text."""
    return " / ".join(dict.fromkeys(told[lang] for lang in ("az", "en") if told.get(lang)))


def _rule_findings(record: VoteRecord) -> list[Finding]:
    rule = record.rule
    handed = record.papers or record.ballots or record.counts or record.bundles or record.held
    wrong = {
        "Something was handed in already.": bool(handed or record.marks is not None),
        "The record does not list the electorate.": not record.electorate,
        "An election needs candidates.": rule.election is not None and not answers_of(record)[1:],
        "Seats that weigh give one sum, from which no number of heads can be told.": rule.weighs,
        "One sum says nothing of chambers.": bool(rule.chambers),
        "Whether a member consents cannot be told from a secret vote.": bool(rule.consent),
        "A seat that says how its own members voted has several papers.": rule.parts != "none",
    }
    return [Finding("belenios.rule", said, "rule") for said, is_so in wrong.items() if is_so]


def _voter_findings(voters: Iterable[Elector], addresses: Mapping[str, str | None]) -> list[Finding]:
    found = []
    for one in voters:
        address = addresses.get(one.seat) or ""
        if FORBIDDEN & {*address, *one.seat} or address.strip() != address:
            said = f"The address of {one.seat} has a comma, a blank or the end of a line in it."
            found.append(Finding("belenios.voter", said, one.seat))
        elif not address:
            found.append(Finding("belenios.voter", f"{one.seat} has no address to send to.", one.seat))
    return found
