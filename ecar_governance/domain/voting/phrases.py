"""The closed set of sentences and terms that explain a vote, in English (the message ids) and Azerbaijani.

No sentence changes with a number's grammar: none needs a plural in English, and in Azerbaijani no suffix is
hung on a digit (17-nin, 18-in). A test holds the two languages to the same placeholders.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

# --- how it was obtained, and the numbers ----------------------------------------------------------------

BALLOTS = "The votes were cast in the system and counted by it."
HAND_COUNT = "The votes were counted by hand."
HAND_COUNT_BY = "The votes were counted by hand by the tellers: {tellers}."
NO_VOTE_ASKED = "The question was put and nobody asked for a vote. Present: {present} of {entitled}."
COUNTS = "{votes_for} for, {votes_against} against, {abstentions} abstained."
BLANK = "Blank papers: {blank}."
INVALID = "Invalid papers: {invalid}."
NOT_VOTED = "Of {entitled} entitled to vote, {not_voted} did not vote."

# --- quorum -----------------------------------------------------------------------------------------------

NO_QUORUM_RULE = "No quorum is required."
QUORUM = {
    "present": "Quorum: {threshold} of the {entitled} entitled to vote must be present, that is {smallest} "
    "or more. Present: {reached}.",
    "cast": "Quorum: {threshold} of the {entitled} entitled to vote must vote, that is {smallest} or more. "
    "Voted: {reached}.",
}
QUORUM_MET = "There was a quorum."
QUORUM_MISSED = "There was no quorum."

# --- majorities -------------------------------------------------------------------------------------------

AT_LEAST = {
    "for_and_against": "{share} of {base_count} (votes for and against) is {needed}, so it takes at least "
    "{smallest}.",
    "cast": "{share} of {base_count} (all papers cast) is {needed}, so it takes at least {smallest}.",
    "present": "{share} of {base_count} (members present) is {needed}, so it takes at least {smallest}.",
    "entitled": "{share} of {base_count} (all entitled to vote) is {needed}, so it takes at least "
    "{smallest}.",
}
MORE_THAN = {
    "for_and_against": "{share} of {base_count} (votes for and against) is {needed}, and it takes more: at "
    "least {smallest}.",
    "cast": "{share} of {base_count} (all papers cast) is {needed}, and it takes more: at least {smallest}.",
    "present": "{share} of {base_count} (members present) is {needed}, and it takes more: at least "
    "{smallest}.",
    "entitled": "{share} of {base_count} (all entitled to vote) is {needed}, and it takes more: at least "
    "{smallest}.",
}
REACHED = "For: {reached}, which is enough."
NOT_REACHED = "For: {reached}, which is not enough."
CONSENT_REACHED = "Present and agreeing: {reached}, which is enough."
CONSENT_NOT_REACHED = "Present and agreeing: {reached}, which is not enough."

# --- what an abstention, a spoilt paper or silence did ------------------------------------------------------

ABSTENTIONS_OUT = "Abstentions ({abstentions}) are left out of this count and help neither side."
SPOILT_OUT = "Blank and invalid papers ({spoilt}) are left out of this count and help neither side."
ABSTENTIONS_IN = "Abstentions ({abstentions}) are part of this count: each works like a vote against."
SPOILT_IN = "Blank and invalid papers ({spoilt}) are part of this count: each works like a vote against."
SILENT_PRESENT = (
    "Everyone present is part of this count: voting neither for nor against ({silent}) works like a "
    "vote against."
)
SILENT_ENTITLED = (
    "Every member is part of this count: abstaining or staying away ({silent}) works like a vote against."
)

# --- the rule and the verdict -----------------------------------------------------------------------------

ARTICLE = "Decided under: {article}."
VERDICT = {
    "majority": "Adopted.",
    "consensus": "Adopted without a vote.",
    "majority_missed": "Rejected: the majority needed was not reached.",
    "tie": "Rejected: votes for and against were equal, and an equal division adopts nothing.",
    "no_votes": "Rejected: nobody voted for or against.",
    "no_quorum": "Not adopted: nothing can be decided without a quorum.",
}

# --- the rule in one sentence -----------------------------------------------------------------------------

ADOPTED_IF = "Adopted if {clauses}."
AND = "{first} and {second}"
CLAUSE_SIMPLE = "more votes are for than against"
CLAUSE = {
    "for_and_against": "{threshold} of the votes for and against are for",
    "cast": "{threshold} of all papers cast are for",
    "present": "{threshold} of the members present vote for",
    "entitled": "{threshold} of all members vote for",
}
CLAUSE_OF_ALL = "{threshold} of all members vote for ({smallest} of {entitled} needed)"
CLAUSE_OF_EVERY = {
    "for_and_against": "all of the votes for and against are for",
    "cast": "all papers cast are for",
    "present": "all members present vote for",
    "entitled": "all members vote for",
}
QUORUM_CLAUSE_OF_EVERY = {"present": "all members are present", "cast": "all members vote"}
QUORUM_CLAUSE = {
    "present": "{threshold} of all members are present",
    "cast": "{threshold} of all members vote",
}

# --- what if, and secrecy ---------------------------------------------------------------------------------

WOULD_CARRY = "More votes for, from those who have not voted, that would adopt it: {missing}."
CANNOT_CARRY = "No further votes for, from those who have not voted, could adopt it."
WOULD_STAND = "Votes for that might go against, with it still adopted: {spare}."

TINY_ELECTORATE = (
    "Only {entitled} may vote: with fewer than {smallest} voters a secret ballot hides little, since each "
    "voter knows a large part of the result."
)
TINY_TURNOUT = "Only {cast} voted: with fewer than {smallest} papers the result may show who chose what."
UNANIMOUS = "All papers say the same: the result shows how every one of those who voted has chosen."

_UNITS = {2: "half", 3: "third", 4: "quarter", 5: "fifth", 6: "sixth", 7: "seventh", 8: "eighth", 9: "ninth"}
_NUMBERS = ("", "one", "two", "three", "four", "five", "six", "seven", "eight")
_AZ_IN = {
    2: "ikidə",
    3: "üçdə",
    4: "dörddə",
    5: "beşdə",
    6: "altıda",
    7: "yeddidə",
    8: "səkkizdə",
    9: "doqquzda",
}
_AZ_PART = ("", "biri", "ikisi", "üçü", "dördü", "beşi", "altısı", "yeddisi", "səkkizi")


def share_term(share: Fraction) -> str:
    """The message id of a share: "two thirds", "half", "all", or "7/12" beyond ninths."""
    if share == 1:
        return "all"
    if share == Fraction(1, 2):
        return "half"
    if share.denominator not in _UNITS:
        return f"{share.numerator}/{share.denominator}"
    plural = "s" if share.numerator > 1 else ""
    return f"{_NUMBERS[share.numerator]} {_UNITS[share.denominator]}{plural}"


def threshold_term(share: Fraction, *, strict: bool) -> str:
    """The message id of "at least two thirds", "more than half"; "at least all" is plainly "all"."""
    if share == 1:
        return "all"
    return f"{'more than' if strict else 'at least'} {share_term(share)}"


def _az_share(share: Fraction) -> str:
    if share == 1:
        return "hamısı"
    if share == Fraction(1, 2):
        return "yarısı"
    if share.denominator not in _AZ_IN:
        return f"{share.numerator}/{share.denominator} hissəsi"
    return f"{_AZ_IN[share.denominator]} {_AZ_PART[share.numerator]}"


def _az_ablative(possessed: str) -> str:
    """-ndan or -ndən after the possessive, by vowel harmony (yarısından, üçdə ikisindən)."""
    last = next(letter for letter in reversed(possessed) if letter in "aıoueəiöü")
    return possessed + ("ndan" if last in "aıou" else "ndən")


def _az_terms() -> dict[str, str]:
    shares = {Fraction(1), *(Fraction(n, d) for d in _UNITS for n in range(1, d))}
    terms = {share_term(share): _az_share(share) for share in shares}
    for share in shares - {Fraction(1)}:
        terms[threshold_term(share, strict=False)] = f"ən azı {_az_share(share)}"
        terms[threshold_term(share, strict=True)] = f"{_az_ablative(_az_share(share))} çoxu"
    return terms


_AZ_BASE = {
    "for_and_against": "Lehinə və əleyhinə verilən {base_count} səsin",
    "cast": "Verilən bütün {base_count} səsin",
    "present": "İştirak edən {base_count} üzvün",
    "entitled": "Səsvermə hüququ olan bütün {base_count} üzvün",
}


def _az_bases(messages: dict[str, str], tail: str) -> dict[str, str]:
    return {message: f"{_AZ_BASE[base]} {{share}} {{needed}} {tail}" for base, message in messages.items()}


AZERBAIJANI: dict[str, str] = {
    BALLOTS: "Səslər sistemdə verilib və sistem tərəfindən hesablanıb.",
    HAND_COUNT: "Səslər əl ilə sayılıb.",
    HAND_COUNT_BY: "Səsləri hesablayıcı komissiya əl ilə sayıb: {tellers}.",
    NO_VOTE_ASKED: "Məsələ iclasa təqdim olunub və heç kim səsvermə tələb etməyib. İştirak edib: {entitled} "
    "üzvdən {present} üzv.",
    COUNTS: "Lehinə {votes_for}, əleyhinə {votes_against}, bitərəf {abstentions}.",
    BLANK: "Boş bülletenlər: {blank}.",
    INVALID: "Etibarsız bülletenlər: {invalid}.",
    NOT_VOTED: "Səsvermə hüququ olan {entitled} üzvdən {not_voted} üzv səs verməyib.",
    NO_QUORUM_RULE: "Yetərsay tələb olunmur.",
    QUORUM["present"]: "Yetərsay: səsvermə hüququ olan {entitled} üzvün {threshold}, yəni {smallest} və ya "
    "daha çox üzv iştirak etməlidir. İştirak edib: {reached}.",
    QUORUM["cast"]: "Yetərsay: səsvermə hüququ olan {entitled} üzvün {threshold}, yəni {smallest} və ya daha "
    "çox üzv səs verməlidir. Səs verib: {reached}.",
    QUORUM_MET: "Yetərsay var.",
    QUORUM_MISSED: "Yetərsay yoxdur.",
    **_az_bases(AT_LEAST, "edir, buna görə ən azı {smallest} səs lazımdır."),
    **_az_bases(MORE_THAN, "edir, bundan çox, yəni ən azı {smallest} səs lazımdır."),
    REACHED: "Lehinə: {reached}, bu, kifayətdir.",
    NOT_REACHED: "Lehinə: {reached}, bu, kifayət deyil.",
    CONSENT_REACHED: "İştirak edən və razı olan: {reached}, bu, kifayətdir.",
    CONSENT_NOT_REACHED: "İştirak edən və razı olan: {reached}, bu, kifayət deyil.",
    ABSTENTIONS_OUT: "Bitərəf səslər ({abstentions}) bu hesaba daxil deyil və heç bir tərəfə üstünlük "
    "vermir.",
    SPOILT_OUT: "Boş və etibarsız bülletenlər ({spoilt}) bu hesaba daxil deyil və heç bir tərəfə üstünlük "
    "vermir.",
    ABSTENTIONS_IN: "Bitərəf səslər ({abstentions}) bu hesaba daxildir: hər biri əleyhinə səs kimi təsir "
    "edir.",
    SPOILT_IN: "Boş və etibarsız bülletenlər ({spoilt}) bu hesaba daxildir: hər biri əleyhinə səs kimi "
    "təsir edir.",
    SILENT_PRESENT: "Bu hesaba iştirak edənlərin hamısı daxildir: lehinə və ya əleyhinə səs verməmək "
    "({silent}) əleyhinə səs kimi təsir edir.",
    SILENT_ENTITLED: "Bu hesaba bütün üzvlər daxildir: bitərəf qalmaq və ya iştirak etməmək ({silent}) "
    "əleyhinə səs kimi təsir edir.",
    ARTICLE: "Əsas: {article}.",
    VERDICT["majority"]: "Qəbul edildi.",
    VERDICT["consensus"]: "Səsvermə keçirilmədən qəbul edildi.",
    VERDICT["majority_missed"]: "Rədd edildi: tələb olunan səs çoxluğu əldə olunmadı.",
    VERDICT["tie"]: "Rədd edildi: lehinə və əleyhinə səslər bərabər oldu, səslər bərabər olduqda isə qərar "
    "qəbul edilmir.",
    VERDICT["no_votes"]: "Rədd edildi: heç kim lehinə və ya əleyhinə səs vermədi.",
    VERDICT["no_quorum"]: "Qəbul edilmədi: yetərsay olmadıqda qərar qəbul edilə bilməz.",
    ADOPTED_IF: "Qərar o halda qəbul edilir ki, {clauses}.",
    AND: "{first} və {second}",
    CLAUSE_SIMPLE: "lehinə səslər əleyhinə səslərdən çox olsun",
    CLAUSE["for_and_against"]: "lehinə və əleyhinə verilən səslərin {threshold} lehinə olsun",
    CLAUSE["cast"]: "verilən bütün səslərin {threshold} lehinə olsun",
    CLAUSE["present"]: "iştirak edən üzvlərin {threshold} lehinə səs versin",
    CLAUSE["entitled"]: "bütün üzvlərin {threshold} lehinə səs versin",
    CLAUSE_OF_ALL: "bütün üzvlərin {threshold} lehinə səs versin ({entitled} səsdən {smallest} səs lazımdır)",
    QUORUM_CLAUSE["present"]: "bütün üzvlərin {threshold} iştirak etsin",
    QUORUM_CLAUSE["cast"]: "bütün üzvlərin {threshold} səs versin",
    CLAUSE_OF_EVERY["for_and_against"]: "lehinə və əleyhinə verilən səslərin hamısı lehinə olsun",
    CLAUSE_OF_EVERY["cast"]: "verilən bütün səslər lehinə olsun",
    CLAUSE_OF_EVERY["present"]: "iştirak edən bütün üzvlər lehinə səs versin",
    CLAUSE_OF_EVERY["entitled"]: "bütün üzvlər lehinə səs versin",
    QUORUM_CLAUSE_OF_EVERY["present"]: "bütün üzvlər iştirak etsin",
    QUORUM_CLAUSE_OF_EVERY["cast"]: "bütün üzvlər səs versin",
    WOULD_CARRY: "Qəbul üçün səs verməyənlərdən çatışmayan lehinə səslərin sayı: {missing}.",
    CANNOT_CARRY: "Səs verməyənlərin lehinə səsləri ilə də qəbul edilə bilməz.",
    WOULD_STAND: "Əleyhinə keçsəydi, qəbulu dəyişməyən lehinə səslərin sayı: {spare}.",
    TINY_ELECTORATE: "Yalnız {entitled} üzv səs verə bilər: səs verənlər {smallest} nəfərdən az olduqda "
    "gizli səsvermə seçimi demək olar ki, gizlətmir, çünki hər kəs nəticənin böyük hissəsini bilir.",
    TINY_TURNOUT: "Yalnız {cast} üzv səs verib: {smallest} bülletendən az olduqda nəticə kimin nə "
    "seçdiyini göstərə bilər.",
    UNANIMOUS: "Bütün bülletenlər eynidir: nəticə səs verən hər kəsin seçimini göstərir.",
    **_az_terms(),
}


def _azerbaijani(message: str) -> str:
    known = AZERBAIJANI.get(message)
    if known is not None:
        return known
    # Beyond ninths a share is written in digits: "at least 7/12" and the like.
    words = message.rsplit(" ", 1)
    numerator, slash, denominator = words[-1].partition("/")
    if slash and numerator.isdigit() and denominator.isdigit():
        share = f"{words[-1]} hissəsi"
        if len(words) == 1:
            return share
        return f"{_az_ablative(share)} çoxu" if words[0] == "more than" else f"ən azı {share}"
    raise KeyError(message)


def gettext_for(lang: str) -> Callable[[str], str]:
    """A gettext function over the sentences here; the English is the message itself.

    Raises:
        LookupError: for a language other than "az" and "en".
    """
    if lang == "en":
        return str
    if lang == "az":
        return _azerbaijani
    raise LookupError(f"Votes are explained in az and en, not in {lang!r}.")
