"""Sentences, in both languages, of what is told apart: by weight, in a chamber, of a divided vote, and by how
much a verdict stood or fell where more than one number decides."""

from __future__ import annotations

from ecar_governance.domain.voting import phrases as p
from ecar_governance.domain.voting.thresholds import Base, Counted

# --- by weight --------------------------------------------------------------------------------------------

_WEIGHED: dict[Base, tuple[str, str]] = {
    "for_and_against": ("votes for and against", "Lehinə və əleyhinə verilən səslərin"),
    "cast": ("all papers cast", "Verilən bütün səslərin"),
    "represented": ("members present or represented", "İştirak edən və ya təmsil olunan üzvlərin səslərinin"),
    "present": ("members present", "İştirak edən üzvlərin səslərinin"),
    "entitled": ("all entitled to vote", "Səsvermə hüququ olan bütün üzvlərin səslərinin"),
}
AT_LEAST = {
    base: f"{{share}} of {{base_count}} (what {said} weigh) is {{needed}}, so it takes at least {{smallest}}."
    for base, (said, _) in _WEIGHED.items()
}
MORE_THAN = {
    base: f"{{share}} of {{base_count}} (what {said} weigh) is {{needed}}, and it takes more: at least "
    "{smallest}."
    for base, (said, _) in _WEIGHED.items()
}
NUMBER = "It takes votes for that weigh at least {smallest}, whatever the votes against weigh."

_THERE: dict[Counted, tuple[str, str, str]] = {
    "present": ("be present", "Present", "iştirak edənlərin"),
    "cast": ("have voted", "Voted", "səs verənlərin"),
    "represented": (
        "be present or represented",
        "Present or represented",
        "iştirak edən və ya təmsil olunanların",
    ),
}
QUORUM = {
    counted: f"Quorum: {{threshold}} of the weight of all entitled to vote, {{entitled}}, must {must}, that "
    f"is {{smallest}} or more. {there}: {{reached}}."
    for counted, (must, there, _) in _THERE.items()
}
QUORUM_NUMBER = {
    counted: f"Quorum: votes that weigh {{smallest}} or more must {must}. {there}: {{reached}}."
    for counted, (must, there, _) in _THERE.items()
}

# --- a divided vote, and everybody beside the chambers -----------------------------------------------------

EVERYBODY = "Of everybody together:"
_DIVIDED = "{seat} divided its vote: {votes_for} for, {votes_against} against, {abstentions} abstained"
DIVIDED = _DIVIDED + "."
DIVIDED_FOR = _DIVIDED + "; as one seat it counts for."
DIVIDED_AGAINST = _DIVIDED + "; as one seat it counts against."

# --- an equal division that is not everybody's -------------------------------------------------------------


def _placed(texts: dict[str, str], where: str) -> dict[str, str]:
    """The verdicts with the place of the equal division after their first word."""
    found = {}
    for key, text in texts.items():
        verdict, _, rest = text.partition(": ")
        found[key] = f"{verdict}: {where} {rest}"
    return found


EQUAL = {
    **{key: p.VERDICT[key] for key in ("tie", "casting_vote_due", "second_ballot")},
    "casting_vote+": p.VERDICT_CASTING[True],
    "casting_vote": p.VERDICT_CASTING[False],
    "lot+": p.VERDICT_LOT[True],
    "lot": p.VERDICT_LOT[False],
}
EQUAL_IN_CHAMBER = _placed(EQUAL, "in the chamber {chamber}")
EQUAL_BY_WEIGHT = _placed(EQUAL, "by weight")

# --- by how much ------------------------------------------------------------------------------------------

CARRY_WEIGHT = "Votes for, from those who have not voted, would adopt it if they weighed at least {weight}."
CARRY_BOTH = (
    "More votes for, from those who have not voted, that would adopt it: {votes}, if together they weighed "
    "at least {weight}."
)
TURN_WEIGHT = "Votes against would adopt it, had they been for, if they weighed at least {weight}."
TURN_BOTH = (
    "Votes against that would adopt it, had they been for: {votes}, if together they weighed at least "
    "{weight}."
)
STAND_WEIGHT = "Votes for might go against, with it still adopted, if they weighed no more than {weight}."
STAND_BOTH = (
    "Votes for that might go against, with it still adopted: {votes}, if together they weighed no more than "
    "{weight}."
)
EACH_MORE = (
    "No change in one chamber alone would adopt it. Together these votes for would, from those who have not "
    "voted:"
)
EACH_TURNED = (
    "No change in one chamber alone would adopt it. Together these votes against would, had they been for:"
)
OF_VOTES = "Votes: {votes}."
OF_WEIGHT = "Votes that weigh at least {weight}."
OF_BOTH = "Votes: {votes}, which together weigh at least {weight}."
WITH_CONSENT = "With the consent of {withheld} it would be adopted."
CONSENT_TOO = "The consent of {withheld} would be needed as well."

_AZ_DIVIDED = "{seat} səsini bölüb: lehinə {votes_for}, əleyhinə {votes_against}, bitərəf {abstentions}"


def azerbaijani(plain: dict[str, str]) -> dict[str, str]:
    """Each sentence here in Azerbaijani; `plain` has the verdicts that some of them are made of."""
    weighed: dict[str, str] = {}
    for base, (_, said) in _WEIGHED.items():
        tail = f"{said} ümumi çəkisi {{base_count}}; bunun {{share}} {{needed}} edir,"
        weighed[AT_LEAST[base]] = f"{tail} buna görə ən azı {{smallest}} lazımdır."
        weighed[MORE_THAN[base]] = f"{tail} bundan çox, yəni ən azı {{smallest}} lazımdır."
    for counted, (_, _, there) in _THERE.items():
        weighed[QUORUM[counted]] = (
            "Yetərsay: səsvermə hüququ olanların səslərinin ümumi çəkisi {entitled}; "
            f"{there} çəkisi bunun {{threshold}}, yəni {{smallest}} və ya daha çox olmalıdır. "
            "Çəki: {reached}."
        )
        weighed[QUORUM_NUMBER[counted]] = (
            f"Yetərsay: {there} səslərinin çəkisi ən azı {{smallest}} olmalıdır. Çəki: {{reached}}."
        )
    for messages, where in (
        (EQUAL_IN_CHAMBER, "palata üzrə ({chamber})"),
        (EQUAL_BY_WEIGHT, "səslərin çəkisi üzrə"),
    ):
        told = _placed({key: plain[text] for key, text in EQUAL.items()}, where)
        weighed |= {messages[key]: told[key] for key in EQUAL}
    return weighed | {
        NUMBER: "Əleyhinə səslərin çəkisindən asılı olmayaraq, lehinə səslərin çəkisi ən azı {smallest} "
        "olmalıdır.",
        EVERYBODY: "Hamı birlikdə:",
        DIVIDED: _AZ_DIVIDED + ".",
        DIVIDED_FOR: _AZ_DIVIDED + "; bir yer kimi səsi lehinə sayılır.",
        DIVIDED_AGAINST: _AZ_DIVIDED + "; bir yer kimi səsi əleyhinə sayılır.",
        CARRY_WEIGHT: "Qəbul üçün səs verməyənlərdən çatışmayan lehinə səslərin çəkisi: ən azı {weight}.",
        CARRY_BOTH: "Qəbul üçün səs verməyənlərdən çatışmayan lehinə səslərin sayı: {votes}; onların "
        "birlikdə çəkisi ən azı {weight} olmalıdır.",
        TURN_WEIGHT: "Lehinə olsaydı, qəbul üçün kifayət edən əleyhinə səslərin çəkisi: ən azı {weight}.",
        TURN_BOTH: "Lehinə olsaydı, qəbul üçün kifayət edən əleyhinə səslərin sayı: {votes}; onların "
        "birlikdə çəkisi ən azı {weight} olmalıdır.",
        STAND_WEIGHT: "Əleyhinə keçsəydi, qəbulu dəyişməyən lehinə səslərin çəkisi: ən çoxu {weight}.",
        STAND_BOTH: "Əleyhinə keçsəydi, qəbulu dəyişməyən lehinə səslərin sayı: {votes}; onların "
        "birlikdə çəkisi ən çoxu {weight} olmalıdır.",
        EACH_MORE: "Təkcə bir palatada dəyişiklik qəbul üçün kifayət etməzdi. Səs verməyənlərdən bu lehinə "
        "səslər birlikdə kifayət edərdi:",
        EACH_TURNED: "Təkcə bir palatada dəyişiklik qəbul üçün kifayət etməzdi. Bu əleyhinə səslər lehinə "
        "olsaydı, birlikdə kifayət edərdi:",
        OF_VOTES: "Səslərin sayı: {votes}.",
        OF_WEIGHT: "Səslərin çəkisi: ən azı {weight}.",
        OF_BOTH: "Səslərin sayı: {votes}; onların birlikdə çəkisi ən azı {weight} olmalıdır.",
        WITH_CONSENT: "Bunların razılığı ilə qəbul edilərdi: {withheld}.",
        CONSENT_TOO: "Bunların razılığı da lazım idi: {withheld}.",
    }
