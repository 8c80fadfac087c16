"""What a vote is decided by: quorum, majorities, consent, and what everything else than a vote for does.

The same words stand in a procedure's YAML, in the log and in a vote's record (`docs/voting/`). Every share is
an exact `Fraction`, in JSON a string such as "2/3"; no float is accepted anywhere.

What is counted of what stands in `thresholds`.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from ecar_governance.domain.durations import due, parse
from ecar_governance.domain.voting.methods.rules import ElectionRule
from ecar_governance.domain.voting.methods.rules import Majority as ElectionMajority
from ecar_governance.domain.voting.proxies import ProxyRule
from ecar_governance.domain.voting.thresholds import (
    Base,
    Majority,
    Quorum,
    Threshold,
    absolute_majority,
    simple_majority,
    two_thirds_majority,
    ways_of,
)
from ecar_governance.errors import Finding, InvalidInput

Tie = Literal["rejected", "chair", "second_ballot", "lot"]
"""What an equal division means: no; what the chair says; a further ballot; what a lot drawn openly says."""

Abstaining = Literal["cast", "not_cast", "against", "barred"]
"""What an abstention is: a paper cast that takes no side, no paper at all, a vote against, or not offered."""

Blank = Literal["cast", "not_cast", "abstention"]
"""What a blank paper is."""

Invalid = Literal["cast", "not_cast"]
"""What an invalid paper is."""

Absent = Literal["nothing", "abstention", "against", "for"]
"""What it is when somebody entitled hands in nothing: nothing; or silence that counts, in writing mostly."""

Recused = Literal["counted", "out_of_quorum", "out_of_base", "out_of_both"]
"""Whether a seat that takes no part, having declared why, is still one of those a share is taken of."""

Parts = Literal["none", "unit", "split"]
"""Whether a seat may say how its own members voted: then the larger side has it whole, or it is divided."""

OnVacancy = Literal["keep", "successor", "lapse"]
"""What becomes of a seat's right to vote when its holder's mandate ends during the vote."""

OnEdit = Literal["refused", "voids"]
"""What becomes of an edit of the text during the vote: refused, or it voids the vote."""

Withheld = Literal["against", "abstain", "absent"]
"""What a member does that withholds its consent."""

ChosenResult = Literal["", "adopted", "rejected", "not_held"]
"""What became of the vote that chooses another one's majority; "" as long as that other one is not open."""

MARKED = "marked"
"""On a paper of an election: it has marks for those it chooses."""

PARTS = "parts"
"""On a paper that is divided: it says how many of the seat's own votes are on each side."""

CHOICES = ("for", "against", "abstain")
"""What a ballot form offers. A paper may also turn out `blank` or `invalid`: three different things."""


class Consent(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """The consent of named members: each of `members` (seats, or institutions with one) must not have done
    any of `withheld_by`. A veto is withheld by `against` alone; abstaining and staying away then let it pass.

    Raises InvalidInput when nobody is named, somebody twice, or nothing withholds it."""

    members: tuple[str, ...]
    withheld_by: tuple[Withheld, ...] = ("against",)

    def __post_init__(self) -> None:
        if not self.members or len(set(self.members)) != len(self.members):
            raise InvalidInput("Consent is of one member or more, each named once.")
        if not self.withheld_by:
            raise InvalidInput("What withholds consent is missing.", fix="write withheld_by: [against]")


class ChosenBy(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """That an earlier vote chooses the majority of this one, as when an assembly first votes on whether a
    question is so important that it takes two thirds (Rules of procedure of the General Assembly, rule 85).

    In a procedure `vote` names the state in which the earlier question is put, and `carried` is what this one
    takes once that carried; the rule's own majority holds otherwise. When the vote opens, `vote` is the id of
    the earlier one ("" where none was decided), `result` what became of it, and `otherwise` the majority that
    would have held: so a record shows what was chosen, and between what.
    Raises InvalidInput when nothing is said to be needed once the earlier vote carried."""

    vote: str
    carried: tuple[Majority, ...]
    otherwise: tuple[Majority, ...] = ()
    result: ChosenResult = ""

    def __post_init__(self) -> None:
        if not self.carried:
            message = "What it takes once the earlier vote has carried is missing."
            raise InvalidInput(message, fix="write carried: {at_least: 2/3, of: for_and_against}")


class VoteRule(
    Struct,
    frozen=True,
    omit_defaults=True,
    rename={"majorities": "majority"},
    forbid_unknown_fields=True,
):
    """The whole rule of a vote; it is written into the log when the vote opens and never changes for it.

    A motion has `majorities`: every one of them is needed, and every `consent`. Between several candidates or
    alternatives `election` says how one chooses, in heads; quorum, silence, recusals and proxies are told
    here for both. `article` names, by language, the article of the statutes relied on; `compulsory` says
    that whoever is there must hand in a paper before it can be closed; without `proxies` nobody casts for a
    seat but its own; an `indicative` poll is counted as any vote and decides nothing; `chosen_by` names an
    earlier vote that chooses the majority; `question` is, by language, what the paper asks, where that is not
    whether the proposal be adopted; `objections` is how many on record keep it from being adopted without a
    vote (None: none do, they are recorded and no more); `open_at_least`, an ISO 8601 duration with days as
    the calendar counts them, is how long it is open, whoever has voted.
    Raises InvalidInput when it is neither a motion's nor an election's rule: a rule without a majority would
    adopt anything, and one with both would say two things."""

    majorities: tuple[Majority, ...] = ()
    quorum: Quorum | None = None
    tie: Tie = "rejected"
    article: dict[str, str] | None = None
    on_vacancy: OnVacancy = "keep"
    consent: tuple[Consent, ...] = ()
    abstention: Abstaining = "cast"
    blank: Blank = "cast"
    invalid: Invalid = "cast"
    absent: Absent = "nothing"
    compulsory: bool = False
    recused: Recused = "counted"
    parts: Parts = "none"
    on_edit: OnEdit = "refused"
    proxies: ProxyRule | None = None
    election: ElectionRule | None = None
    indicative: bool = False
    chosen_by: ChosenBy | None = None
    question: dict[str, str] | None = None
    objections: int | None = 1
    open_at_least: str | None = None

    def __post_init__(self) -> None:
        if self.open_at_least is not None:
            parse(self.open_at_least)
        if self.objections is not None and (type(self.objections) is not int or self.objections < 1):
            message = f"A vote is asked for by one objection or more, not {self.objections!r}."
            raise InvalidInput(message, fix="write objections: 1, or objections: recorded")
        if self.election is not None and (findings := self._of_motions()):
            raise InvalidInput(findings[0].message, findings=findings)
        if self.election is None and not self.majorities:
            raise InvalidInput("A rule needs at least one majority.")
        by = self.chosen_by
        if by is not None and by.result:
            chosen = by.carried if by.result == "adopted" else by.otherwise
            if self.majorities != chosen:
                message = f"The earlier vote was {by.result}; the majority is not the one that it chose."
                raise InvalidInput(message, fix="write the majority that follows from the earlier result")

    def settled(self, vote: str, result: ChosenResult) -> VoteRule:
        """The rule once the vote that chooses its majority is decided, or was `not_held`; a rule that no vote
        chooses is returned as it is."""
        by = self.chosen_by
        if by is None:
            return self
        majorities = by.carried if result == "adopted" else self.majorities
        return replace(
            self, majorities=majorities, chosen_by=ChosenBy(vote, by.carried, self.majorities, result)
        )

    def _of_motions(self) -> list[Finding]:
        """What this rule of an election says that only a motion's can mean."""
        meant = {
            "majority": bool(self.majorities),
            "consent": bool(self.consent),
            "tie": self.tie != "rejected",
            "absent": self.absent != "nothing",
            "abstention": self.abstention == "against",
            "parts": self.parts != "none",
            "indicative": self.indicative,
            "chosen_by": self.chosen_by is not None,
            "objections": self.objections != 1,
            "quorum": self.quorum is not None
            and (self.quorum.counting == "weights" or bool(self.quorum.chamber)),
        }
        fix = "say it in `election`, or leave it out"
        return [
            Finding(
                "election_mixed",
                f"An election chooses in heads by its own method; {key} does not go with it.",
                key,
                fix,
            )
            for key, wrong in meant.items()
            if wrong
        ]

    def open_until(self, opened: datetime, zone: str) -> datetime | None:
        """The first instant at which a vote opened then may end, by the clock of the zone; None where the
        rule says no least time. Raises InvalidInput (`zone.unknown`) for a zone that does not exist."""
        return None if self.open_at_least is None else due(opened, self.open_at_least, zone)

    @property
    def choices(self) -> tuple[str, ...]:
        """What a ballot form offers under it."""
        offered = CHOICES[:2] if self.election is None else (MARKED,)
        return offered if self.abstention == "barred" else (*offered, "abstain")

    @property
    def goes_on(self) -> bool:
        """Whether it may go on in another ballot before anything is decided."""
        if self.election is None:
            return self.tie == "second_ballot"
        further = isinstance(self.election, ElectionMajority) and self.election.ballots != 1
        return further or self.election.tie == "second_ballot"

    @property
    def asked(self) -> tuple[Threshold, ...]:
        """Everything that may be asked, whatever an earlier vote chooses."""
        choosable = self.chosen_by.carried if self.chosen_by is not None else ()
        return (
            *ways_of((*self.majorities, *choosable)),
            *((self.quorum,) if self.quorum is not None else ()),
        )

    @property
    def chair_decides(self) -> bool:
        """Whether an equal division may wait for the chair's word."""
        return (self.tie if self.election is None else self.election.tie) == "chair"

    @property
    def chambers(self) -> tuple[str, ...]:
        """The chambers that it names, sorted; the whole electorate is none."""
        return tuple(sorted({one.chamber for one in self.asked if one.chamber}))

    @property
    def weighs(self) -> bool:
        """Whether what the seats weigh decides anything."""
        if getattr(self.election, "counting", "heads") == "weights":
            return True
        return any(one.counting == "weights" for one in self.asked)

    @classmethod
    def simple(cls, quorum: Quorum | None = None, article: dict[str, str] | None = None) -> VoteRule:
        """More for than against."""
        return cls((simple_majority(),), quorum, article=article)

    @classmethod
    def absolute(cls, quorum: Quorum | None = None, article: dict[str, str] | None = None) -> VoteRule:
        """More than half of all who are entitled vote for."""
        return cls((absolute_majority(),), quorum, article=article)

    @classmethod
    def two_thirds(
        cls, base: Base = "entitled", quorum: Quorum | None = None, article: dict[str, str] | None = None
    ) -> VoteRule:
        """At least two thirds of the base (all who are entitled, unless another is named) vote for."""
        return cls((two_thirds_majority(base),), quorum, article=article)
