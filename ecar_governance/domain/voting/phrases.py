"""The closed set of sentences and terms that explain a vote, in English, which are the message ids.

No sentence changes with a number's grammar: none needs a plural in English, and in Azerbaijani no suffix is
hung on a digit (17-nin, 18-in). A test holds the two languages to the same placeholders.
"""

from __future__ import annotations

from fractions import Fraction

# --- what it is on, where that is not the whole text ------------------------------------------------------

ON_PART = "On part {number} of {parts} of the text, § {paragraphs}."
ON_BLOCK = "Items {items} were put as one question; one ballot stood for each of them."
ON_DIVISION = "On whether the text is voted on in parts; nothing of the text itself is decided by it."

# --- how it was obtained, and the numbers ----------------------------------------------------------------

BALLOTS = "The votes were cast in the system and counted by it."
HAND_COUNT = "The votes were counted by hand."
HAND_COUNT_BY = "The votes were counted by hand by the tellers: {tellers}."
NO_VOTE_ASKED = "The question was put and nobody asked for a vote. Present: {present} of {entitled}."
PUT_OBJECTED = "The question was put without a vote. Present: {present} of {entitled}."
OBJECTED_RECORDED = (
    "Objected, which under this rule is recorded and does not keep it from being adopted: {members}."
)
OBJECTED_TOO_FEW = (
    "Objected: {members}. It takes {needed} objections for a vote to be held; those who object are not among "
    "those who agree."
)
OBJECTED_ENOUGH = "Objected: {members}. Objections that it takes for a vote to be held: {needed}."
RESERVED = "Let it pass and had it recorded that they are no part of the agreement: {members}."
COUNTS = "{votes_for} for, {votes_against} against, {abstentions} abstained."
BLANK = "Blank papers: {blank}."
INVALID = "Invalid papers: {invalid}."
NOT_VOTED = "Of {entitled} entitled to vote, {not_voted} did not vote."

# --- when it was open -------------------------------------------------------------------------------------

OPENED = "Open from {opened} to {closed}, by the clock of {zone}."
OPENED_BY_OFFSET = "Open from {opened} to {closed}."
LEAST_KEPT = "The rule asks for it to be open for {least} at least, here until {until}: so it was."
LEAST_MISSED = (
    "The rule asks for it to be open for {least} at least, here until {until}: it was closed too early."
)
LEAST_UNCHECKED = (
    "The rule asks for it to be open for {least} at least. Not checked: when it was open is not on record."
)
CLAUSE_LEAST = "It stays open for {least} at least, whoever has voted."

# --- quorum -----------------------------------------------------------------------------------------------

NO_QUORUM_RULE = "No quorum is required."
QUORUM = {
    "present": "Quorum: {threshold} of the {entitled} entitled to vote must be present, that is {smallest} "
    "or more. Present: {reached}.",
    "cast": "Quorum: {threshold} of the {entitled} entitled to vote must vote, that is {smallest} or more. "
    "Voted: {reached}.",
    "represented": "Quorum: {threshold} of the {entitled} entitled to vote must be present or represented, "
    "that is {smallest} or more. Present or represented: {reached}.",
}
QUORUM_NUMBER = {
    "present": "Quorum: {smallest} or more must be present. Present: {reached}.",
    "cast": "Quorum: {smallest} or more must vote. Voted: {reached}.",
    "represented": "Quorum: {smallest} or more must be present or represented. Present or represented: "
    "{reached}.",
}
BY_WEIGHT = "Counted by weight:"
BY_HEADS = "By heads, one a seat:"
IN_CHAMBER = "In the chamber {chamber}:"
QUESTION = "It was asked: {question}"
QUORUM_NOT_ASKED = "The quorum is checked when a member asks for it, and nobody asked."
QUORUM_MET = "There was a quorum."
QUORUM_MISSED = "There was no quorum."

CHOSEN = {
    "adopted": "An earlier vote carried, and so chose the majority that it takes here.",
    "rejected": "An earlier vote, which would have chosen another majority, did not carry.",
    "not_held": "The vote that could have chosen another majority was not held.",
}
"""How an earlier vote chose the majority of this one, by what became of it."""

# --- majorities -------------------------------------------------------------------------------------------

AT_LEAST = {
    "for_and_against": "{share} of {base_count} (votes for and against) is {needed}, so it takes at least "
    "{smallest}.",
    "cast": "{share} of {base_count} (all papers cast) is {needed}, so it takes at least {smallest}.",
    "represented": "{share} of {base_count} (members present or represented) is {needed}, so it takes at "
    "least {smallest}.",
    "present": "{share} of {base_count} (members present) is {needed}, so it takes at least {smallest}.",
    "entitled": "{share} of {base_count} (all entitled to vote) is {needed}, so it takes at least "
    "{smallest}.",
}
EVERY = {
    "for_and_against": "It takes all of the {base_count} votes for and against.",
    "cast": "It takes all of the {base_count} papers cast.",
    "represented": "It takes the votes of all {base_count} members present or represented.",
    "present": "It takes the votes of all {base_count} members present.",
    "entitled": "It takes the votes of all {base_count} entitled to vote.",
}
"""Where a majority is the whole of its base."""
MORE_THAN = {
    "for_and_against": "{share} of {base_count} (votes for and against) is {needed}, and it takes more: at "
    "least {smallest}.",
    "cast": "{share} of {base_count} (all papers cast) is {needed}, and it takes more: at least {smallest}.",
    "represented": "{share} of {base_count} (members present or represented) is {needed}, and it takes more: "
    "at least {smallest}.",
    "present": "{share} of {base_count} (members present) is {needed}, and it takes more: at least "
    "{smallest}.",
    "entitled": "{share} of {base_count} (all entitled to vote) is {needed}, and it takes more: at least "
    "{smallest}.",
}
NUMBER = "It takes at least {smallest} votes for, whatever the number of votes against."
REACHED = "For: {reached}, which is enough."
NOT_REACHED = "For: {reached}, which is not enough."
CONSENT_REACHED = "Present and agreeing: {reached}, which is enough."
CONSENT_NOT_REACHED = "Present and agreeing: {reached}, which is not enough."
OR_INSTEAD = "In its place this is enough, too:"
ONE_MET = "One of these was reached, and one is enough."
NONE_MET = "None of these was reached."

# --- what an abstention, a spoilt paper or silence did ------------------------------------------------------

ABSTENTIONS_OUT = "Abstentions ({abstentions}) are left out of this count and help neither side."
SPOILT_OUT = "Blank and invalid papers ({spoilt}) are left out of this count and help neither side."
ABSTENTIONS_IN = "Abstentions ({abstentions}) are part of this count: each works like a vote against."
SPOILT_IN = "Blank and invalid papers ({spoilt}) are part of this count: each works like a vote against."
SILENT_PRESENT = (
    "Everyone present is part of this count: voting neither for nor against ({silent}) works like a "
    "vote against."
)
SILENT_REPRESENTED = (
    "Everyone present or represented is part of this count: voting neither for nor against ({silent}) works "
    "like a vote against."
)
SILENT_ENTITLED = (
    "Every member is part of this count: abstaining or staying away ({silent}) works like a vote against."
)

ABSTENTIONS_AGAINST = "Under this rule an abstention is a vote against: {abstentions}."
ABSTENTIONS_NOT_CAST = "Under this rule an abstention is no vote cast: {abstentions}."
BLANK_ABSTENTION = "Under this rule a blank paper is an abstention: {blank}."
BLANK_NOT_CAST = "Under this rule a blank paper is no vote cast: {blank}."
INVALID_NOT_CAST = "Under this rule an invalid paper is no vote cast: {invalid}."
SILENCE = {
    "for": "Under this rule silence is a vote for: {silent}.",
    "against": "Under this rule silence is a vote against: {silent}.",
    "abstention": "Under this rule silence is an abstention: {silent}.",
}
RECUSED = {
    "counted": "Took no part, having declared why: {recused}. They are counted among the entitled.",
    "out_of_quorum": "Took no part, having declared why: {recused}. They are left out of the quorum.",
    "out_of_base": "Took no part, having declared why: {recused}. They are left out of what the majority "
    "is a share of.",
    "out_of_both": "Took no part, having declared why: {recused}. They are left out of the quorum and of "
    "what the majority is a share of.",
}
REPRESENTED = "Represented by proxy: {represented}."

# --- consent, and equal divisions -------------------------------------------------------------------------

CONSENT_GIVEN = "The consent of {members} is needed, and nobody among them withheld it."
CONSENT_WITHHELD = "The consent of {members} is needed. Withheld by: {withheld}."
LOT = "The votes were equal and a lot was drawn with the public seed {seed}."

# --- the rule and the verdict -----------------------------------------------------------------------------

ARTICLE = "Decided under: {article}."
VERDICT = {
    "majority": "Adopted.",
    "consensus": "Adopted without a vote.",
    "majority_missed": "Rejected: the majority needed was not reached.",
    "tie": "Rejected: votes for and against were equal, and an equal division adopts nothing.",
    "no_votes": "Rejected: nobody voted for or against.",
    "consent_withheld": "Rejected: a consent that is needed was withheld.",
    "objected": "Not adopted without a vote: a member objects, and a vote is to be held.",
    "casting_vote_due": "Undecided: votes for and against were equal, and the chair's casting vote decides.",
    "second_ballot": "Undecided: votes for and against were equal, and a second ballot is held.",
    "no_quorum": "Not adopted: nothing can be decided without a quorum.",
}

VERDICT_CASTING = {
    True: "Adopted: votes for and against were equal, and the chair's casting vote was for.",
    False: "Rejected: votes for and against were equal, and the chair's casting vote was against.",
}
VERDICT_LOT = {
    True: "Adopted: votes for and against were equal, and the lot was for.",
    False: "Rejected: votes for and against were equal, and the lot was against.",
}

POLL = {
    True: "An indicative poll, which decides nothing: in favour.",
    False: "An indicative poll, which decides nothing: not in favour.",
}

# --- the rule in one sentence -----------------------------------------------------------------------------

ADOPTED_IF = "Adopted if {clauses}."
POLL_IF = "An indicative poll, which decides nothing. In favour if {clauses}."
AND = "{first} and {second}"
ONE_OF = "one of these holds: {clauses}"
CLAUSE_SIMPLE = "more votes are for than against"
CLAUSE = {
    "for_and_against": "{threshold} of the votes for and against are for",
    "cast": "{threshold} of all papers cast are for",
    "represented": "{threshold} of the members present or represented vote for",
    "present": "{threshold} of the members present vote for",
    "entitled": "{threshold} of all members vote for",
}
CLAUSE_OF_ALL = "{threshold} of all members vote for ({smallest} of {entitled} needed)"
CLAUSE_NUMBER = "at least {smallest} vote for"
CLAUSE_WEIGHT = "by weight, {clause}"
CLAUSE_CHAMBER = "in the chamber {chamber}, {clause}"
CLAUSE_CONSENT = "{members} consent"
CLAUSE_TIE = {
    "chair": "Of an equal division the chair decides.",
    "second_ballot": "After an equal division a second ballot is held.",
    "lot": "Of an equal division a lot drawn openly decides.",
}
CLAUSE_ABSENT = {
    "for": "Silence is a vote for.",
    "against": "Silence is a vote against.",
    "abstention": "Silence is an abstention.",
}
CLAUSE_ABSTENTION = {
    "against": "An abstention is a vote against.",
    "not_cast": "An abstention is no vote cast.",
    "barred": "Abstaining is not possible.",
}
CLAUSE_CHOSEN = "Where the earlier vote on this has carried, adopted instead if {clauses}."
CLAUSE_OBJECTIONS = "Without a vote it is not adopted once there are so many objections: {needed}."
CLAUSE_OBJECTIONS_RECORDED = (
    "An objection to adopting it without a vote is recorded and does not keep it from being adopted."
)
CLAUSE_COMPULSORY = "Everyone who is there must vote."
CLAUSE_OF_EVERY = {
    "for_and_against": "all of the votes for and against are for",
    "cast": "all papers cast are for",
    "represented": "all members present or represented vote for",
    "present": "all members present vote for",
    "entitled": "all members vote for",
}
QUORUM_CLAUSE_OF_EVERY = {
    "present": "all members are present",
    "cast": "all members vote",
    "represented": "all members are present or represented",
}
QUORUM_CLAUSE_NUMBER = {
    "present": "at least {smallest} members are present",
    "cast": "at least {smallest} members vote",
    "represented": "at least {smallest} members are present or represented",
}
QUORUM_CLAUSE = {
    "represented": "{threshold} of all members are present or represented",
    "present": "{threshold} of all members are present",
    "cast": "{threshold} of all members vote",
}

# --- what if, and secrecy ---------------------------------------------------------------------------------

WOULD_CARRY = "More votes for, from those who have not voted, that would adopt it: {missing}."
WOULD_TURN = "Votes against that would adopt it, had they been for: {turned}."
CANNOT_CARRY = "No votes for, from those who voted against or not at all, could adopt it."
TOGETHER = (
    "Neither those who voted against nor those who did not vote could have adopted it by themselves; "
    "together they could."
)
WOULD_STAND = "Votes for that might go against, with it still adopted: {spare}."
PROXIES_APART = (
    "A vote cast by proxy is one by itself, apart from its holder's own; represented by proxy: {represented}."
)

TINY_ELECTORATE = (
    "Only {entitled} may vote: with fewer than {smallest} voters a secret ballot hides little, since each "
    "voter knows a large part of the result."
)
TINY_TURNOUT = "Only {cast} voted: with fewer than {smallest} papers the result may show who chose what."
UNANIMOUS = "All papers say the same: the result shows how every one of those who voted has chosen."

UNITS = {2: "half", 3: "third", 4: "quarter", 5: "fifth", 6: "sixth", 7: "seventh", 8: "eighth", 9: "ninth"}
_NUMBERS = ("", "one", "two", "three", "four", "five", "six", "seven", "eight")


def share_term(share: Fraction) -> str:
    """The message id of a share: "two thirds", "half", "all", or "7/12" beyond ninths."""
    if share == 1:
        return "all"
    if share == Fraction(1, 2):
        return "half"
    if share.denominator not in UNITS:
        return f"{share.numerator}/{share.denominator}"
    plural = "s" if share.numerator > 1 else ""
    return f"{_NUMBERS[share.numerator]} {UNITS[share.denominator]}{plural}"


def threshold_term(share: Fraction, *, strict: bool) -> str:
    """The message id of "at least two thirds", "more than half"; "at least all" is plainly "all"."""
    if share == 1:
        return "all"
    return f"{'more than' if strict else 'at least'} {share_term(share)}"
