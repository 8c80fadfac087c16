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
UNIT_FOR = _DIVIDED + "; as one seat it counts for."
UNIT_AGAINST = _DIVIDED + "; as one seat it counts against."
_SPLIT = (
    "{seat} divided its vote: {votes_for} for, {votes_against} against; what is left of its weight abstains"
)
SPLIT = _SPLIT + "."
SPLIT_FOR = _SPLIT + "; as one seat it counts for."
SPLIT_AGAINST = _SPLIT + "; as one seat it counts against."
SPLIT_SEAT = {"for": SPLIT_FOR, "against": SPLIT_AGAINST, "": SPLIT}
UNIT_SEAT = {"for": UNIT_FOR, "against": UNIT_AGAINST}

# --- an equal division that is not everybody's -------------------------------------------------------------


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]


def _placed(texts: dict[str, str], where: str) -> dict[str, str]:
    """The sentences with the place of the equal division: after the verdict, else first."""
    found = {}
    for key, text in texts.items():
        verdict, colon, rest = text.rpartition(": ") if key != "drawn" else ("", "", _small(text))
        found[key] = f"{verdict}{colon}{where} {rest}"
    return found


EQUAL = {
    **{key: p.VERDICT[key] for key in ("tie", "casting_vote_due", "second_ballot")},
    "casting_vote+": p.VERDICT_CASTING[True],
    "casting_vote": p.VERDICT_CASTING[False],
    "lot+": p.VERDICT_LOT[True],
    "lot": p.VERDICT_LOT[False],
    "drawn": p.LOT,
}
EQUAL_IN_CHAMBER = _placed(EQUAL, "in the chamber {chamber}")
EQUAL_IN_CHAMBERS = _placed(EQUAL, "in the chambers {chamber}")
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
_AZ_SPLIT = (
    "{seat} səsini bölüb: lehinə {votes_for}, əleyhinə {votes_against}; çəkisinin qalanı bitərəf sayılır"
)


def azerbaijani(plain: dict[str, str]) -> dict[str, str]:
    """Each sentence here in Azerbaijani; `plain` has the verdicts that some of them are made of."""
    weighed: dict[str, str] = {}
    for base, (_, said) in _WEIGHED.items():
        tail = f"{said} ümumi çəkisi {{base_count}}; bunun {{share}} {{needed}} edir,"
        weighed[AT_LEAST[base]] = f"{tail} buna görə ən azı {{smallest}} lazımdır."
        weighed[MORE_THAN[base]] = f"{tail[:-1]}; bundan çox, yəni ən azı {{smallest}} lazımdır."
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
        (EQUAL_IN_CHAMBER, "“{chamber}” palatasında"),
        (EQUAL_IN_CHAMBERS, "“{chamber}” palatalarında"),
        (EQUAL_BY_WEIGHT, "səslərin çəkisi üzrə"),
    ):
        told = _placed({key: plain[text] for key, text in EQUAL.items()}, where)
        weighed |= {messages[key]: told[key] for key in EQUAL}
    return weighed | {
        NUMBER: "Əleyhinə səslərin çəkisindən asılı olmayaraq, lehinə səslərin çəkisi ən azı {smallest} "
        "olmalıdır.",
        EVERYBODY: "Hamı birlikdə:",
        UNIT_FOR: _AZ_DIVIDED + "; bütövlükdə onun səsi lehinə sayılır.",
        UNIT_AGAINST: _AZ_DIVIDED + "; bütövlükdə onun səsi əleyhinə sayılır.",
        SPLIT: _AZ_SPLIT + ".",
        SPLIT_FOR: _AZ_SPLIT + "; bütövlükdə onun səsi lehinə sayılır.",
        SPLIT_AGAINST: _AZ_SPLIT + "; bütövlükdə onun səsi əleyhinə sayılır.",
        CARRY_WEIGHT: "Səs verməyənlərdən çəkisi ən azı bu qədər olanlar lehinə səs versəydi, qəbul "
        "edilərdi: {weight}.",
        CARRY_BOTH: "Səs verməyənlərdən bu qədəri lehinə səs versəydi, qəbul edilərdi: {votes}; onların "
        "birlikdə çəkisi ən azı {weight} olmalı idi.",
        TURN_WEIGHT: "Çəkisi ən azı bu qədər olan əleyhinə səslər lehinə olsaydı, qəbul edilərdi: {weight}.",
        TURN_BOTH: "Bu qədər əleyhinə səs lehinə olsaydı, qəbul edilərdi: {votes}; onların birlikdə "
        "çəkisi ən azı {weight} olmalı idi.",
        STAND_WEIGHT: "Çəkisi ən çoxu bu qədər olan lehinə səslər əleyhinə olsaydı, yenə qəbul edilərdi: "
        "{weight}.",
        STAND_BOTH: "Ən çoxu bu qədər lehinə səs əleyhinə olsaydı, yenə qəbul edilərdi: {votes}; onların "
        "birlikdə çəkisi ən çoxu {weight} olmalı idi.",
        EACH_MORE: "Təkcə bir palatada dəyişiklik qəbul üçün kifayət etməzdi. Səs verməyənlərdən bunlar "
        "lehinə səs versəydi, birlikdə kifayət edərdi:",
        EACH_TURNED: "Təkcə bir palatada dəyişiklik qəbul üçün kifayət etməzdi. Bu əleyhinə səslər lehinə "
        "olsaydı, birlikdə kifayət edərdi:",
        OF_VOTES: "Səslərin sayı: {votes}.",
        OF_WEIGHT: "Səslərin çəkisi: ən azı {weight}.",
        OF_BOTH: "Səslərin sayı: {votes}; onların birlikdə çəkisi ən azı {weight} olmalıdır.",
        WITH_CONSENT: "Bunların razılığı olsaydı, qəbul edilərdi: {withheld}.",
        CONSENT_TOO: "Bunların razılığı da lazım idi: {withheld}.",
    }
