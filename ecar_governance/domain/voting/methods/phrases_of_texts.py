"""The sentences of an election that speak of people, as they are said where texts are chosen among.

A text is adopted, and nobody is elected. Every other sentence of `phrases` suits both.
"""

from __future__ import annotations

from ecar_governance.domain.voting.methods import phrases as p

_SAID: dict[str, tuple[str, str]] = {
    p.METHOD["plurality"]: (
        "Each paper has one mark; the most votes win. To be adopted: {seats}.",
        "Hər bülletendə bir işarə var; ən çox səs toplayan qəbul edilir. Qəbul ediləcək: {seats}.",
    ),
    p.METHOD["approval"]: (
        "A paper marks everything its voter approves of; the most approved win. To be adopted: {seats}.",
        "Seçici bəyəndiyi hər mətni işarələyir; ən çox bəyənilənlər qəbul edilir. Qəbul ediləcək: {seats}.",
    ),
    p.METHOD["block"]: (
        (
            "A paper has up to as many marks as texts are to be adopted; the most votes win. To be adopted: "
            "{seats}."
        ),
        (
            "Bülletendə qəbul ediləcək mətnlərin sayı qədər işarə ola bilər; ən çox səs toplayanlar qəbul "
            "edilir. Qəbul ediləcək: {seats}."
        ),
    ),
    p.METHOD["majority"]: (
        "One is adopted by a majority. This is ballot {ballot}.",
        "Bir mətn səs çoxluğu ilə qəbul edilir. Səsvermə turu: {ballot}.",
    ),
    p.METHOD["instant_runoff"]: (
        (
            "One is adopted by more than half of the papers that still count; while none is, the last one is "
            "excluded and its papers go on to the next preference."
        ),
        (
            "Hələ sayılan bülletenlərin yarısından çoxunu toplayan mətn qəbul edilir; belə mətn olmadıqca "
            "sonuncu çıxarılır və onun bülletenləri növbəti üstünlüyə keçir."
        ),
    ),
    p.METHOD["single_transferable_vote"]: (
        (
            "Whatever reaches the quota is adopted; what is above it, and the papers of the last one, go on "
            "to the next preference. To be adopted: {seats}."
        ),
        (
            "Kvotaya çatan mətn qəbul edilir; kvotadan artıq səslər və sonuncunun bülletenləri növbəti "
            "üstünlüyə keçir. Qəbul ediləcək: {seats}."
        ),
    ),
    p.METHOD["schulze"]: (
        (
            "Each two options are compared on all papers; the strongest paths of such comparisons decide. To "
            "be adopted: {seats}."
        ),
        (
            "Hər iki variant bütün bülletenlərdə müqayisə edilir; belə müqayisələrin ən güclü yolları "
            "həlledicidir. Qəbul ediləcək: {seats}."
        ),
    ),
    p.CAP: (
        "At most {most} of the same group can be adopted: the lowest of them is passed over.",
        (
            "Eyni qrupdan ən çoxu {most} mətn qəbul edilə bilər: artıq olarsa, onlardan ən aşağıda olan "
            "qəbul edilmir."
        ),
    ),
    p.CAP_BY: (
        "At most {most} with the same {by} can be adopted: the lowest of them is passed over.",
        (
            "Bu əlaməti ({by}) eyni olanlardan ən çoxu {most} mətn qəbul edilə bilər: artıq olarsa, "
            "onlardan ən aşağıda olan qəbul edilmir."
        ),
    ),
    p.STEP["elected"]: ("Adopted: {options}.", "Qəbul edildi: {options}."),
    p.STEP["elected_last"]: (
        "No more options are left than can be adopted, so they are adopted: {options}.",
        "Qalan variantlar qəbul edilə biləcək saydan çox deyil, buna görə qəbul edildi: {options}.",
    ),
    p.LAST_LEFT: (
        "No more options are left than can be adopted, and so they are adopted.",
        "Qalan variantlar qəbul edilə biləcək saydan çox deyil, buna görə onlar qəbul edilir.",
    ),
    p.STEP["over_cap"]: (
        "Passed over, since as many of the same group as can be are adopted: {options}.",
        "Həmin qrupdan mümkün olan qədəri artıq qəbul edildiyi üçün qəbul edilmədi: {options}.",
    ),
    p.STEP["reserved_for_others"]: (
        "Passed over, since what is left is reserved for others: {options}.",
        "Qalanı başqaları üçün ayrıldığına görə qəbul edilmədi: {options}.",
    ),
    p.MARGIN: (
        "The last one adopted is ahead of the next one by {margin}.",
        "Qəbul edilənlərin sonuncusu növbətidən bu qədər irəlidədir: {margin}.",
    ),
    p.ELECTED: ("Adopted: {elected}.", "Qəbul edildi: {elected}."),
    p.VERDICT["next_ballot"]: (
        "Not everything is decided yet (open: {open}): another ballot is held.",
        "Hələ hər şey həll olunmayıb (açıq qalan: {open}); növbəti tur keçirilir.",
    ),
    p.VERDICT["tie"]: (
        "Equal, and so not adopted: {tied}. Left open: {open}.",
        "Bərabərdir və buna görə qəbul edilmədi: {tied}. Açıq qalan: {open}.",
    ),
    p.VERDICT["threshold_missed"]: (
        "Left open, since no other text has the votes that are needed: {open}.",
        "Tələb olunan səsi başqa heç bir mətn toplamadığına görə açıq qalan: {open}.",
    ),
    p.VERDICT["places_unfilled"]: (
        "Left open, since no other text can be adopted: {open}.",
        "Başqa heç bir mətn qəbul edilə bilmədiyinə görə açıq qalan: {open}.",
    ),
    p.VERDICT["no_votes"]: (
        "Nothing is adopted: no paper chooses anything.",
        "Heç nə qəbul edilmədi: heç bir bülletendə seçim yoxdur.",
    ),
    p.VERDICT["no_candidates"]: (
        "Nothing is adopted: there is nothing to choose among.",
        "Heç nə qəbul edilmədi: seçiləsi variant yoxdur.",
    ),
    p.NO_QUORUM: (
        "Nothing is adopted: nothing can be decided without a quorum.",
        "Heç nə qəbul edilmədi: yetərsay olmadıqda qərar qəbul edilə bilməz.",
    ),
    # Alike for every base, but for the verb.
    **{
        asked: (
            asked.replace("To be elected ", "To be adopted "),
            p.AZERBAIJANI[asked].replace("Seçilmək ", "Qəbul edilmək "),
        )
        for asked in p.ASKED.values()
    },
}
OF_TEXTS: dict[str, str] = {people: english for people, (english, _azerbaijani) in _SAID.items()}
"""The sentence that is said of texts, by the one that is said of people."""
AZERBAIJANI: dict[str, str] = dict(_SAID.values())
