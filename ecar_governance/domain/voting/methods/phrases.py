"""The closed set of sentences that tell an election, in English (the message ids) and Azerbaijani.

No sentence changes with a number's grammar, and in Azerbaijani no suffix is hung on a number or a name.
"""

from __future__ import annotations

from collections.abc import Callable

from ecar_governance.domain.voting import phrases as motions
from ecar_governance.domain.voting import phrases_az

# --- papers and methods -----------------------------------------------------------------------------------

PAPERS = (
    "Papers: {cast}. Valid: {valid}; abstentions: {abstained}; blank: {blank}; invalid: {invalid}; for "
    "withdrawn "
    "options only: {struck}."
)
METHOD = {
    "plurality": "Each paper has one mark; the most votes win. Seats: {seats}.",
    "approval": "A paper marks everybody its voter approves of; the most approved win. Seats: {seats}.",
    "block": "A paper has up to as many marks as there are seats; the most votes win. Seats: {seats}.",
    "majority": "One is elected by a majority. This is ballot {ballot}.",
    "instant_runoff": "One is elected by more than half of the papers that still count; while nobody is, "
    "the last "
    "one is excluded and their papers go on to the next preference.",
    "single_transferable_vote": "Whoever reaches the quota is elected; what is above it, and the papers of "
    "the "
    "last one, go on to the next preference. Seats: {seats}.",
    "schulze": "Each two options are compared on all papers; the strongest paths of such comparisons decide. "
    "Seats: {seats}.",
    "debian": "Each option is first compared with the default option, {default}; those that are left are "
    "then "
    "compared with each other.",
}
CAP = "At most {most} of the same group can be elected: the lowest of them is passed over."
CAP_BY = "At most {most} with the same {by} can be elected: the lowest of them is passed over."
RESERVED = "Places that are reserved ({trait}: {value}): {least}."

# --- what was asked ---------------------------------------------------------------------------------------

MORE_THAN = {
    "valid": "{share} of {base_count} (valid papers) is {needed}, and it takes more: at least {smallest}.",
    "cast": "{share} of {base_count} (all papers) is {needed}, and it takes more: at least {smallest}.",
    "present": "{share} of {base_count} (those present) is {needed}, and it takes more: at least {smallest}.",
    "entitled": "{share} of {base_count} (all entitled to vote) is {needed}, and it takes more: at least "
    "{smallest}.",
}
AT_LEAST = {
    "valid": "{share} of {base_count} (valid papers) is {needed}, so it takes at least {smallest}.",
    "cast": "{share} of {base_count} (all papers) is {needed}, so it takes at least {smallest}.",
    "present": "{share} of {base_count} (those present) is {needed}, so it takes at least {smallest}.",
    "entitled": "{share} of {base_count} (all entitled to vote) is {needed}, so it takes at least "
    "{smallest}.",
}
BY_WEIGHTS = "All numbers of votes that follow are what the seats weigh."
RELATIVE = "In this ballot the most votes are enough."
QUOTA = (
    "Quota: {base_count} valid papers divided by {divided} is {needed}; without what follows the whole "
    "number, and one "
    "more, it is {smallest}."
)
QUORUM = "Quorum of each option: {smallest} papers that put it above the default option."

# --- rounds -----------------------------------------------------------------------------------------------

ROUND = "Round {round}."
HAS = "{option}: {votes}."
HAS_SPARE = "{option}: {votes}; above what is needed: {spare}."
HAS_ENOUGH = "{option}: {votes}, exactly what is needed."
HAS_MISSING = "{option}: {votes}; missing: {missing}."
AGAINST = "against"
LAST_LEFT = "No more options are left than seats, and so they are elected."
"""Where the verdict names just those."""

STEP = {
    "elected": "Elected: {options}.",
    "elected_last": "No more options are left than seats, so they are elected: {options}.",
    "against_prevails": "Votes against: {votes}. Not more votes than these: {options}.",
    "excluded": "Excluded: {options}.",
    "surplus": "Above the quota are {votes} of the votes of {options}. Each of these papers goes on to its "
    "next "
    "preference, worth its value times {votes} divided by {against}, cut off after five decimal places.",
    "passed_on": "The papers of {options}, worth {votes}, go on to the next preference at their value.",
    "told_apart_earlier": "Equal: {among}. The latest round before in which they differed is round {round}; "
    "it "
    "decides on: {options}.",
    "told_apart_by_lot": "Equal: {among}. The lot gives the order: {options}.",
    "told_apart_by_chair": "Equal: {among}. The casting vote is for: {options}.",
    "not_told_apart": "Equal, and not told apart: {among}.",
    "over_cap": "Passed over, since as many of the same group as can be are elected: {options}.",
    "reserved_for_others": "Passed over, since the seats left are reserved for others: {options}.",
    "below_threshold": "Needed: {needed}. Fewer votes: {options}.",
    "goes_on": "In the next ballot: {options}.",
    "below_quorum": "Above the default option on {votes} papers, and {needed} are needed. Dropped: "
    "{options}.",
    "below_ratio": "Above the default option on {votes} papers, below it on {against}; asked: {needed} to 1. "
    "Dropped: {options}.",
    "dominated": "Beaten by another option, and so discarded: {options}.",
    "beats_all": "Preferred to each of the others on more papers: {options}.",
    "schwartz": "Beaten by none of the others, or only by those that they beat in turn: {options}.",
    "all_dominated": "Each of them is beaten by another, and the text names no winner then: {options}.",
}
NOT_ABOVE_DEFAULT = (
    "Above the default option on {votes} papers, below it on {against}; it takes more above than below. "
    "Dropped: {options}."
)
RATIO_EXCEEDED = (
    "Above the default option on {votes} papers, below it on {against}; asked: more than {needed} to 1. "
    "Dropped: {options}."
)
PASSED = "To {option}: papers {papers}, votes {votes}."
EXHAUSTED = "Without a further preference: {votes}."
CUT = "Lost after the fifth decimal place: {votes}."
DROPPED_DEFEAT = "The weakest defeat no longer counts: {one} over {other}, {votes} to {against}."
DUEL = "{one} before {other}: {votes}; {other} before {one}: {against}."
PATH = "The strongest path from {one} to {other} is {via}; its weakest step: {strength}."
NO_PATH = "There is no path from {one} to {other}."
RANKING = "The whole order: {order}."
LOT = "The lot was drawn from the public text “{seed}”."
MARGIN = "The last one elected is ahead of the next one by {margin}."

# --- the verdict ------------------------------------------------------------------------------------------

ELECTED = "Elected: {elected}."
VERDICT = {
    "lot": "Equals were told apart by lot.",
    "chair": "Equals were told apart by the casting vote.",
    "default_option": "The default option wins: nothing else is adopted.",
    "next_ballot": "Nothing is decided yet on the seats left ({open}): another ballot is held.",
    "chair_to_decide": "The casting vote decides among: {tied}.",
    "tie": "Equal, and so not elected: {tied}. Seats left open: {open}.",
    "threshold_missed": "Seats left open, since nobody else has the votes that are needed: {open}.",
    "places_unfilled": "Seats left open, since nobody else can take them: {open}.",
    "cycle": "No option wins.",
    "no_votes": "Nobody is elected: no paper chooses anybody.",
    "no_candidates": "Nobody is elected: nobody stands.",
    "acclamation": "By acclamation: as many stand as there are seats, and nobody asked for a ballot.",
}
NO_QUORUM = "Nobody is elected: nothing can be decided without a quorum."
HANDED_IN = "Papers: {cast}. Without a quorum they are not counted."
ARTICLE = motions.ARTICLE

# --- the rule, before anybody votes -----------------------------------------------------------------------

ASKED = {
    "valid": "To be elected it takes {threshold} of the valid papers.",
    "cast": "To be elected it takes {threshold} of all papers.",
    "present": "To be elected it takes {threshold} of those present.",
    "entitled": "To be elected it takes {threshold} of all entitled to vote.",
}
QUORUM_ASKED = "The quorum: {clause}."

AZERBAIJANI: dict[str, str] = {
    PAPERS: "Bülletenlər: {cast}. Etibarlı: {valid}; bitərəf: {abstained}; boş: {blank}; etibarsız: "
    "{invalid}; "
    "yalnız geri götürülmüş variantlar üçün: {struck}.",
    METHOD["plurality"]: "Hər bülletendə bir işarə var; ən çox səs toplayan seçilir. Yerlər: {seats}.",
    METHOD["approval"]: "Seçici bəyəndiyi hər kəsi işarələyir; ən çox bəyənilənlər seçilir. Yerlər: {seats}.",
    METHOD[
        "block"
    ]: "Bülletendə yerlərin sayı qədər işarə ola bilər; ən çox səs toplayanlar seçilir. Yerlər: {seats}.",
    METHOD["majority"]: "Bir nəfər səs çoxluğu ilə seçilir. Səsvermə turu: {ballot}.",
    METHOD[
        "instant_runoff"
    ]: "Hələ sayılan bülletenlərin yarısından çoxunu toplayan seçilir; belə biri olmadıqca "
    "sonuncu çıxarılır və onun bülletenləri növbəti üstünlüyə keçir.",
    METHOD[
        "single_transferable_vote"
    ]: "Kvotaya çatan seçilir; kvotadan artıq səslər və sonuncunun bülletenləri "
    "növbəti üstünlüyə keçir. Yerlər: {seats}.",
    METHOD[
        "schulze"
    ]: "Hər iki variant bütün bülletenlərdə müqayisə edilir; belə müqayisələrin ən güclü yolları "
    "həlledicidir. Yerlər: {seats}.",
    METHOD[
        "debian"
    ]: "Hər variant əvvəlcə ilkin variantla müqayisə edilir: {default}; qalanlar sonra bir-biri ilə "
    "müqayisə edilir.",
    NO_QUORUM: "Heç kim seçilmədi: yetərsay olmadıqda qərar qəbul edilə bilməz.",
    HANDED_IN: "Bülletenlər: {cast}. Yetərsay olmadıqda onlar sayılmır.",
    ASKED["valid"]: "Seçilmək üçün lazımdır: etibarlı bülletenlərin {threshold}.",
    ASKED["cast"]: "Seçilmək üçün lazımdır: bütün bülletenlərin {threshold}.",
    ASKED["present"]: "Seçilmək üçün lazımdır: iştirak edənlərin {threshold}.",
    ASKED["entitled"]: "Seçilmək üçün lazımdır: səsvermə hüququ olanların {threshold}.",
    QUORUM_ASKED: "Yetərsay: {clause}.",
    CAP: "Eyni qrupdan ən çoxu {most} nəfər seçilə bilər: artıq olarsa, onlardan ən aşağıda olan seçilmir.",
    CAP_BY: "Bu əlaməti ({by}) eyni olanlardan ən çoxu {most} nəfər seçilə bilər: artıq olarsa, "
    "onlardan ən aşağıda olan seçilmir.",
    RESERVED: "Ayrılmış yerlər ({trait}: {value}): {least}.",
    BY_WEIGHTS: "Bundan sonrakı bütün səs sayları üzv yerlərinin çəkisi üzrədir.",
    RELATIVE: "Bu turda ən çox səs toplamaq kifayətdir.",
    QUOTA: "Kvota: etibarlı bülletenlərin sayı ({base_count}) yerlərin sayından bir artıq ədədə ({divided}) "
    "bölünür, alınır {needed}; kəsr hissəsi atılır və bir əlavə olunur: {smallest}.",
    QUORUM: "Hər variant üçün yetərsay: onu ilkin variantdan üstün tutan {smallest} bülleten.",
    ROUND: "Mərhələ {round}.",
    HAS: "{option}: {votes}.",
    HAS_SPARE: "{option}: {votes}; tələb olunandan artıq: {spare}.",
    HAS_ENOUGH: "{option}: {votes}, tələb olunanın özüdür.",
    HAS_MISSING: "{option}: {votes}; çatışmır: {missing}.",
    AGAINST: "əleyhinə",
    STEP["elected"]: "Seçildi: {options}.",
    LAST_LEFT: "Qalan variantlar yerlərdən çox deyil, buna görə onlar seçilir.",
    STEP["elected_last"]: "Qalan variantlar yerlərdən çox deyil, buna görə seçildi: {options}.",
    STEP["against_prevails"]: "Əleyhinə səslər: {votes}. Bundan çox səsi olmayan: {options}.",
    STEP["excluded"]: "Çıxarıldı: {options}.",
    STEP[
        "surplus"
    ]: "Kvotadan artıq səslər: {votes} ({options}). Bu bülletenlərin hər biri növbəti üstünlüyə "
    "keçir; yeni dəyəri: əvvəlki dəyəri × {votes} / {against}, vergüldən sonra beş rəqəm saxlanılır.",
    STEP["passed_on"]: "Bülletenlər ({options}; dəyəri {votes}) öz dəyəri ilə növbəti üstünlüyə keçir.",
    STEP[
        "told_apart_earlier"
    ]: "Bərabərdir: {among}. Fərqləndikləri ən yaxın əvvəlki mərhələ: {round}; onun göstərdiyi: {options}.",
    STEP["told_apart_by_lot"]: "Bərabərdir: {among}. Püşkün verdiyi sıra: {options}.",
    STEP["told_apart_by_chair"]: "Bərabərdir: {among}. Həlledici səs: {options}.",
    STEP["not_told_apart"]: "Bərabərdir və heç nə fərqləndirmir: {among}.",
    STEP["over_cap"]: "Həmin qrupdan mümkün olan qədəri artıq seçildiyi üçün seçilmədi: {options}.",
    STEP["reserved_for_others"]: "Qalan yerlər başqaları üçün ayrıldığına görə seçilmədi: {options}.",
    STEP["below_threshold"]: "Tələb olunur: {needed}. Səsi bundan az olan: {options}.",
    STEP["goes_on"]: "Növbəti tura keçir: {options}.",
    STEP[
        "below_quorum"
    ]: "İlkin variantdan {votes} bülletendə üstündür, {needed} lazımdır. Çıxarıldı: {options}.",
    STEP[
        "below_ratio"
    ]: "İlkin variantdan {votes} bülletendə üstün, {against} bülletendə aşağıdır; tələb olunan nisbət: "
    "{needed} : 1. Çıxarıldı: {options}.",
    NOT_ABOVE_DEFAULT: "İlkin variantdan {votes} bülletendə üstün, {against} bülletendə aşağıdır; üstün "
    "tutanlar "
    "daha çox olmalıdır. Çıxarıldı: {options}.",
    RATIO_EXCEEDED: "İlkin variantdan {votes} bülletendə üstün, {against} bülletendə aşağıdır; nisbət "
    "bundan çox "
    "olmalıdır: {needed} : 1. Çıxarıldı: {options}.",
    STEP["dominated"]: "Başqa variantın üstün gəldiyi və buna görə kənara qoyulan: {options}.",
    STEP["beats_all"]: "Qalanların hər birindən daha çox bülletendə üstün tutulan: {options}.",
    STEP[
        "schwartz"
    ]: "Başqa heç bir variantın üstün gəlmədiyi, yaxud bir-birinə dövrə üzrə üstün gələn: {options}.",
    STEP[
        "all_dominated"
    ]: "Hər birindən başqa bir variant üstündür, qaydanın mətni isə bu halda qalib göstərmir: {options}.",
    PASSED: "{option}: aldığı bülletenlər {papers}, səslər {votes}.",
    EXHAUSTED: "Növbəti üstünlüyü olmayan: {votes}.",
    CUT: "Beşinci rəqəmdən sonra itən: {votes}.",
    DROPPED_DEFEAT: "Ən zəif üstünlük daha sayılmır: {one} və {other}, {votes} : {against}.",
    DUEL: "Əvvəl {one}, sonra {other}: {votes}; əvvəl {other}, sonra {one}: {against}.",
    PATH: "Ən güclü yol ({one}, {other}): {via}; ən zəif addımı: {strength}.",
    NO_PATH: "Yol yoxdur: {one}, {other}.",
    RANKING: "Bütün sıra: {order}.",
    LOT: "Püşk bu açıq mətndən hesablanıb: “{seed}”.",
    MARGIN: "Seçilənlərin sonuncusu növbətidən bu qədər irəlidədir: {margin}.",
    ELECTED: "Seçildi: {elected}.",
    VERDICT["lot"]: "Bərabər olanları püşk ayırdı.",
    VERDICT["chair"]: "Bərabər olanları həlledici səs ayırdı.",
    VERDICT["default_option"]: "İlkin variant qalib gəldi: başqa heç nə qəbul edilmədi.",
    VERDICT["next_ballot"]: "Tutulmamış yerlərin sayı: {open}; növbəti tur keçirilir.",
    VERDICT["chair_to_decide"]: "Həlledici səs bunlar arasında seçir: {tied}.",
    VERDICT["tie"]: "Bərabərdir və buna görə seçilmədi: {tied}. Boş qalan yerlər: {open}.",
    VERDICT[
        "threshold_missed"
    ]: "Tələb olunan səsi başqa heç kim toplamadığına görə boş qalan yerlər: {open}.",
    VERDICT["places_unfilled"]: "Başqa heç kim tuta bilmədiyinə görə boş qalan yerlər: {open}.",
    VERDICT["cycle"]: "Heç bir variant qalib gəlmədi.",
    VERDICT["no_votes"]: "Heç kim seçilmədi: heç bir bülletendə seçim yoxdur.",
    VERDICT["no_candidates"]: "Heç kim seçilmədi: namizəd yoxdur.",
    VERDICT[
        "acclamation"
    ]: "Aklamasiya ilə: yerlərin sayı qədər namizəd var və heç kim səsvermə tələb etmədi.",
}
_AZ_BASE = {
    "valid": "{base_count} etibarlı bülletenin",
    "cast": "Bütün {base_count} bülletenin",
    "present": "İştirak edən {base_count} üzvün",
    "entitled": "Səsvermə hüququ olan bütün {base_count} üzvün",
}
for _base, _words in _AZ_BASE.items():
    AZERBAIJANI[MORE_THAN[_base]] = (
        f"{_words} {{share}} {{needed}} edir; bundan çox, yəni ən azı {{smallest}} lazımdır."
    )
    AZERBAIJANI[AT_LEAST[_base]] = (
        f"{_words} {{share}} {{needed}} edir, buna görə ən azı {{smallest}} lazımdır."
    )


def gettext_for(lang: str) -> Callable[[str], str]:
    """A gettext function over the sentences here and the terms of motions; the English is the message itself.

    Raises:
        LookupError: for a language other than "az" and "en", and for a sentence that is none of these.
    """
    further = phrases_az.gettext_for(lang)
    if lang == "en":
        return further
    return lambda message: AZERBAIJANI.get(message) or further(message)
