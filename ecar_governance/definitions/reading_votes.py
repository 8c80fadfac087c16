"""How a state's question is put, and the rule that decides it: the same words as in a vote's record."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, get_args

from msgspec.structs import replace

from ecar_governance.definitions.keys import Keys
from ecar_governance.definitions.loader import Mapping
from ecar_governance.definitions.reading_elections import read_election, read_options
from ecar_governance.definitions.reading_electorate import read_electorate
from ecar_governance.definitions.reading_proxies import read_proxies
from ecar_governance.domain.voting.methods.rules import ElectionRule
from ecar_governance.domain.voting.methods.rules import Majority as ElectionMajority
from ecar_governance.domain.voting.rule import (
    Absent,
    Abstaining,
    Blank,
    ChosenBy,
    Consent,
    Invalid,
    OnEdit,
    OnVacancy,
    Parts,
    Recused,
    Tie,
    VoteRule,
    Withheld,
)
from ecar_governance.domain.voting.thresholds import HALF, Base, Checked, Counted, Counting, Majority, Quorum
from ecar_governance.domain.workflow import VoteSpec
from ecar_governance.errors import InvalidInput

BALLOTS = ("roll_call", "secret")
DIVISION = ("part", "motion")
OBTAINED = ("ballots", "without_vote", "hand_count")
MOST_NUMBER = 1_000_000
RECORDED = "recorded"
"""In the place of a number of objections: they are recorded and no more."""

VOTE = (
    "body", "ballot", "majority", "quorum", "consent", "tie", "abstention", "blank", "invalid", "absent",
    "compulsory", "recused", "parts", "article", "on_vacancy", "proxies", "on_edit", "lasts", "obtained",
    "ends_early", "election", "options",
    "electorate", "indicative", "chosen_by", "question", "division", "objections", "open_at_least",
)  # fmt: skip
VOTE_NEEDED = ("body", "ballot")
AMOUNT = ("at_least", "more_than", "number")
"""Of a majority and of a quorum: exactly one of them."""
MAJORITY = (*AMOUNT, "of", "counting", "chamber", "or")
IN_PLACE = MAJORITY[:-1]
"""Of a majority that does in place of another."""
QUORUM = (*AMOUNT, "of", "counted", "counting", "chamber", "checked", "at_opening")
CHOSEN_BY = ("vote", "carried")
CONSENT = ("members", "withheld_by")
CONSENT_NEEDED = ("members",)


def read_vote(above: Keys) -> VoteSpec | None:
    """The vote of a state, None when it has none."""
    keys = above.within("vote", VOTE, VOTE_NEEDED)
    if keys is None:
        return None
    if ("majority" in keys) == ("election" in keys):
        message = "A vote is decided by a `majority`, or by an `election` between several."
        keys.wrong("shape.missing", "", message, "add `majority:` or `election:`, one of the two")
    rule = _rule(keys)
    _tie_unsaid(keys, rule, above.path[-1])
    _proxies_uncounted(keys, rule, above.path[-1])
    return VoteSpec(
        body=keys.scalar("body"),
        ballot=keys.word("ballot", BALLOTS, "roll_call"),
        rule=rule,
        lasts=keys.duration("lasts") or None,
        obtained=keys.words("obtained", OBTAINED, ("ballots",)),
        ends_early=keys.flag("ends_early"),
        options=read_options(keys),
        electorate=read_electorate(keys),
        division=keys.word("division", DIVISION, ""),
    )


def _tie_unsaid(keys: Keys, rule: VoteRule, state: str) -> None:
    """Warns where equals decide something and nothing is said of them: an equal division that has the half
    which is asked for, and is rejected all the same; the most votes in an election, had by two. Where more
    than half is asked, it is plain that an equal division is not enough."""
    held, here = keys.node("election"), (*keys.path, "majority")
    if isinstance(held, Mapping) and rule.election is not None:
        relative = not isinstance(rule.election, ElectionMajority) or rule.election.last == "relative"
        if "tie" not in held.entries and "tie" not in keys and relative:
            word = rule.election.tie
            message = f"Nothing says which of equals is elected in {state!r}: without `tie:` it is {word!r}."
            fix = "write `tie:` with rejected, second_ballot, lot or chair"
            keys.values.findings.add("vote.tie_unsaid", keys.mark("election"), message, fix, "warning")
    elif (
        "majority" in keys
        and not any(at[: len(here)] == here for at in keys.values.broken)
        and "tie" not in keys
        and any(one.at_least == HALF for one in rule.asked if isinstance(one, Majority))
    ):
        message = f"Half is enough in {state!r}, and nothing is said of an equal division: it rejects there."
        fix = "write `tie: rejected`, or `more_than: 1/2`; or another way in `tie:`"
        keys.values.findings.add("vote.tie_unsaid", keys.mark("majority"), message, fix, "warning")


def _proxies_uncounted(keys: Keys, rule: VoteRule, state: str) -> None:
    """Warns where a proxy's vote counts and the seat that gave it is not of the base: with five present
    and three proxies for, three votes for of eight are more than half of five."""
    of_present = (one for one in rule.asked if isinstance(one, Majority) and one.of == "present")
    if rule.proxies is not None and rule.proxies.most != 0 and any(of_present):
        message = f"Proxies vote in {state!r}, and seats that gave one are no part of a share `of: present`."
        fix = "write `of: represented`: those present and those who gave a proxy"
        keys.values.findings.add("vote.proxies_uncounted", keys.mark("majority"), message, fix, "warning")


def _rule(keys: Keys) -> VoteRule:
    election = read_election(keys)
    try:
        return _whole(keys, election)
    except InvalidInput as error:
        for finding in error.findings:
            key = finding.where if finding.where in keys else ""
            keys.wrong("shape.election", key, finding.message, finding.fix)
    return VoteRule(election=election)


def _whole(keys: Keys, election: ElectionRule | None) -> VoteRule:
    return VoteRule(
        election=election,
        majorities=_majorities(keys, "majority") if election is None or "majority" in keys else (),
        quorum=_quorum(keys),
        tie=keys.word("tie", get_args(Tie), "rejected"),
        article=keys.names("article") or None,
        on_vacancy=keys.word("on_vacancy", get_args(OnVacancy), "keep"),
        consent=tuple(_consents(keys)),
        abstention=keys.word("abstention", get_args(Abstaining), "cast"),
        blank=keys.word("blank", get_args(Blank), "cast"),
        invalid=keys.word("invalid", get_args(Invalid), "cast"),
        absent=keys.word("absent", get_args(Absent), "nothing"),
        compulsory=keys.flag("compulsory"),
        recused=keys.word("recused", get_args(Recused), "counted"),
        parts=keys.word("parts", get_args(Parts), "none"),
        on_edit=keys.word("on_edit", get_args(OnEdit), "refused"),
        proxies=read_proxies(keys),
        indicative=keys.flag("indicative"),
        chosen_by=_chosen_by(keys),
        question=keys.names("question") or None,
        objections=_objections(keys),
        open_at_least=keys.duration("open_at_least") or None,
    )


def _objections(vote: Keys) -> int | None:
    """How many keep it from being adopted without a vote; None where they are only recorded."""
    if vote.said("objections") == RECORDED:
        return None
    return vote.integer("objections", 1, MOST_NUMBER, 1)


def _chosen_by(vote: Keys) -> ChosenBy | None:
    keys = vote.within("chosen_by", CHOSEN_BY, CHOSEN_BY)
    if keys is None:
        return None
    return ChosenBy(keys.name("vote", "states"), _majorities(keys, "carried"))


def _majorities(vote: Keys, said: str) -> tuple[Majority, ...]:
    found = []
    for path, node in vote.items(said):
        keys = Keys(vote.values, node, path, MAJORITY)
        ways = [_majority(Keys(vote.values, way, at, IN_PLACE)) for at, way in keys.items("or")]
        found.append(replace(_majority(keys), or_=tuple(ways)))
    if not found and said in vote:
        message = "An empty list of majorities would adopt anything."
        vote.wrong("shape.majority", said, message, "add `more_than:` and `of:`")
    return tuple(found) or (Majority(more_than=HALF, of="cast"),)


def _majority(keys: Keys) -> Majority:
    amount = _amount(keys)
    if "of" not in keys and "number" not in amount:
        message = "A majority does not say what it is a share of."
        keys.wrong("shape.majority", "", message, "write `of: for_and_against`")
    return Majority(**amount, **_where(keys), of=keys.word("of", get_args(Base), "entitled"))


def _amount(keys: Keys) -> dict[str, Any]:
    given = [key for key in AMOUNT if key in keys]
    if len(given) != 1:
        message = "A majority or quorum says one of `at_least`, `more_than` and `number`."
        keys.wrong("shape.majority", "", message, "write `more_than: 1/2`")
        return {"more_than": HALF}
    [key] = given
    if key == "number":
        return {"number": keys.integer("number", 1, MOST_NUMBER, 1)}
    node = keys.node(key)
    share: Fraction = keys.values.share(node, keys.at(key), key == "more_than") if node is not None else HALF
    return {key: share}


def _where(keys: Keys) -> dict[str, Any]:
    return {
        "counting": keys.word("counting", get_args(Counting), "heads"),
        "chamber": keys.name("chamber"),
    }


def _quorum(vote: Keys) -> Quorum | None:
    keys = vote.within("quorum", QUORUM)
    if keys is None:
        return None
    amount = _amount(keys)
    if "of" not in keys and "number" not in amount:
        message = "A quorum does not say what it is a share of."
        keys.wrong("shape.majority", "", message, "write `of: entitled`")
    # Only the entitled: a quorum of those present or invited is always met.
    keys.word("of", ("entitled",), "entitled")
    return Quorum(
        **amount,
        **_where(keys),
        counted=keys.word("counted", get_args(Counted), "present"),
        checked=keys.word("checked", get_args(Checked), "always"),
        at_opening=keys.flag("at_opening"),
    )


def _consents(vote: Keys) -> list[Consent]:
    found = []
    for path, node in vote.items("consent"):
        keys = Keys(vote.values, node, path, CONSENT, CONSENT_NEEDED)
        told = (keys.values.scalar(one, where) for where, one in keys.items("members"))
        members = tuple(member for member in told if member)
        by = keys.words("withheld_by", get_args(Withheld), ("against",))
        if members and len(set(members)) == len(members) and by:
            found.append(Consent(members, tuple(by)))
        elif members:
            message = "Consent names each member once, and says what withholds it."
            keys.wrong("shape.consent", "", message, "write `members: [A, B]`")
    return found
