"""The sentences of `phrases` in Azerbaijani, and the catalogue of both languages."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from ecar_governance.domain.voting import phrases as p
from ecar_governance.domain.voting import phrases_apart as apart

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
    shares = {Fraction(1), *(Fraction(n, d) for d in p.UNITS for n in range(1, d))}
    terms = {p.share_term(share): _az_share(share) for share in shares}
    for share in shares - {Fraction(1)}:
        terms[p.threshold_term(share, strict=False)] = f"ən azı {_az_share(share)}"
        terms[p.threshold_term(share, strict=True)] = f"{_az_ablative(_az_share(share))} çoxu"
    return terms


_AZ_BASE = {
    "for_and_against": "Lehinə və əleyhinə verilən {base_count} səsin",
    "cast": "Verilən bütün {base_count} səsin",
    "represented": "İştirak edən və ya təmsil olunan {base_count} üzvün",
    "present": "İştirak edən {base_count} üzvün",
    "entitled": "Səsvermə hüququ olan bütün {base_count} üzvün",
}


def _az_bases(messages: dict[str, str], tail: str) -> dict[str, str]:
    return {message: f"{_AZ_BASE[base]} {{share}} {{needed}} {tail}" for base, message in messages.items()}


AZERBAIJANI: dict[str, str] = {
    p.BALLOTS: "Səslər sistemdə verilib və sistem tərəfindən hesablanıb.",
    p.HAND_COUNT: "Səslər əl ilə sayılıb.",
    p.HAND_COUNT_BY: "Səsləri hesablayıcı komissiya əl ilə sayıb: {tellers}.",
    p.NO_VOTE_ASKED: "Məsələ iclasa təqdim olunub və heç kim səsvermə tələb etməyib. İştirak edib: "
    "{entitled} üzvdən {present} üzv.",
    p.PUT_OBJECTED: "Məsələ səsvermə keçirilmədən iclasa təqdim olunub. İştirak edib: {entitled} üzvdən "
    "{present} üzv.",
    p.OBJECTED_RECORDED: "Etiraz edib: {members}. Bu qaydaya görə etiraz qeyd olunur və qəbula mane olmur.",
    p.OBJECTED_TOO_FEW: "Etiraz edib: {members}. Səsvermənin keçirilməsi üçün lazım olan etirazların sayı: "
    "{needed}. Etiraz edənlər razı olanlardan sayılmır.",
    p.OBJECTED_ENOUGH: "Etiraz edib: {members}. Səsvermənin keçirilməsi üçün lazım olan etirazların sayı: "
    "{needed}.",
    p.RESERVED: "Qəbula mane olmayıb, lakin razılığa qoşulmadığını qeyd etdirib: {members}.",
    p.COUNTS: "Lehinə {votes_for}, əleyhinə {votes_against}, bitərəf {abstentions}.",
    p.BLANK: "Boş bülletenlər: {blank}.",
    p.INVALID: "Etibarsız bülletenlər: {invalid}.",
    p.NOT_VOTED: "Səsvermə hüququ olan {entitled} üzvdən {not_voted} üzv səs verməyib.",
    p.NO_QUORUM_RULE: "Yetərsay tələb olunmur.",
    p.QUORUM["present"]: "Yetərsay: səsvermə hüququ olan {entitled} üzvün {threshold}, yəni {smallest} və "
    "ya daha çox üzv iştirak etməlidir. İştirak edib: {reached}.",
    p.QUORUM[
        "cast"
    ]: "Yetərsay: səsvermə hüququ olan {entitled} üzvün {threshold}, yəni {smallest} və ya daha "
    "çox üzv səs verməlidir. Səs verib: {reached}.",
    p.QUORUM[
        "represented"
    ]: "Yetərsay: səsvermə hüququ olan {entitled} üzvün {threshold}, yəni {smallest} və "
    "ya daha çox üzv iştirak etməli və ya təmsil olunmalıdır. İştirak edib və ya təmsil olunub: {reached}.",
    p.QUORUM_NUMBER["present"]: "Yetərsay: ən azı {smallest} üzv iştirak etməlidir. İştirak edib: {reached}.",
    p.QUORUM_NUMBER["cast"]: "Yetərsay: ən azı {smallest} üzv səs verməlidir. Səs verib: {reached}.",
    p.QUORUM_NUMBER[
        "represented"
    ]: "Yetərsay: ən azı {smallest} üzv iştirak etməli və ya təmsil olunmalıdır. "
    "İştirak edib və ya təmsil olunub: {reached}.",
    p.BY_WEIGHT: "Səslərin çəkisi üzrə:",
    p.BY_HEADS: "Hər üzv yeri bir səs sayılmaqla:",
    p.IN_CHAMBER: "“{chamber}” palatası üzrə:",
    p.QUORUM_NOT_ASKED: "Yetərsay üzvlərdən biri tələb etdikdə yoxlanılır; bunu heç kim tələb etməyib.",
    p.QUORUM_MET: "Yetərsay var.",
    p.QUORUM_MISSED: "Yetərsay yoxdur.",
    **_az_bases(p.AT_LEAST, "edir, buna görə ən azı {smallest} səs lazımdır."),
    **_az_bases(p.MORE_THAN, "edir; bundan çox, yəni ən azı {smallest} səs lazımdır."),
    p.EVERY["for_and_against"]: "Lehinə və əleyhinə verilən {base_count} səsin hamısı lehinə olmalıdır.",
    p.EVERY["cast"]: "Verilən {base_count} səsin hamısı lehinə olmalıdır.",
    p.EVERY["represented"]: "İştirak edən və ya təmsil olunan {base_count} üzvün hamısı lehinə səs "
    "verməlidir.",
    p.EVERY["present"]: "İştirak edən {base_count} üzvün hamısı lehinə səs verməlidir.",
    p.EVERY["entitled"]: "Səsvermə hüququ olan {base_count} üzvün hamısı lehinə səs verməlidir.",
    p.NUMBER: "Əleyhinə səslərin sayından asılı olmayaraq, lehinə ən azı {smallest} səs lazımdır.",
    p.REACHED: "Lehinə: {reached}; bu, kifayətdir.",
    p.NOT_REACHED: "Lehinə: {reached}; bu, kifayət deyil.",
    p.CONSENT_REACHED: "İştirak edən və razı olan: {reached}; bu, kifayətdir.",
    p.CONSENT_NOT_REACHED: "İştirak edən və razı olan: {reached}; bu, kifayət deyil.",
    p.OR_INSTEAD: "Bunun əvəzinə aşağıdakı da kifayətdir:",
    p.ONE_MET: "Bu şərtlərdən biri ödənilib, biri isə kifayətdir.",
    p.NONE_MET: "Bu şərtlərin heç biri ödənilməyib.",
    p.ABSTENTIONS_OUT: "Bitərəf səslər ({abstentions}) bu hesaba daxil deyil və heç bir tərəfə üstünlük "
    "vermir.",
    p.SPOILT_OUT: "Boş və etibarsız bülletenlər ({spoilt}) bu hesaba daxil deyil və heç bir tərəfə üstünlük "
    "vermir.",
    p.ABSTENTIONS_IN: "Bitərəf səslər ({abstentions}) bu hesaba daxildir: hər biri əleyhinə səs kimi təsir "
    "edir.",
    p.SPOILT_IN: "Boş və etibarsız bülletenlər ({spoilt}) bu hesaba daxildir: hər biri əleyhinə səs kimi "
    "təsir edir.",
    p.SILENT_PRESENT: "Bu hesaba iştirak edənlərin hamısı daxildir: lehinə və ya əleyhinə səs verməmək "
    "({silent}) əleyhinə səs kimi təsir edir.",
    p.SILENT_REPRESENTED: "Bu hesaba iştirak edən və ya təmsil olunan üzvlərin hamısı daxildir: lehinə və ya "
    "əleyhinə səs verməmək ({silent}) əleyhinə səs kimi təsir edir.",
    p.ABSTENTIONS_AGAINST: "Bu qaydaya görə bitərəf səs əleyhinə səs sayılır; sayı: {abstentions}.",
    p.ABSTENTIONS_NOT_CAST: "Bu qaydaya görə bitərəf səs verilmiş səs sayılmır; sayı: {abstentions}.",
    p.BLANK_ABSTENTION: "Bu qaydaya görə boş bülleten bitərəf səs sayılır; sayı: {blank}.",
    p.BLANK_NOT_CAST: "Bu qaydaya görə boş bülleten verilmiş səs sayılmır; sayı: {blank}.",
    p.INVALID_NOT_CAST: "Bu qaydaya görə etibarsız bülleten verilmiş səs sayılmır; sayı: {invalid}.",
    p.SILENCE["for"]: "Bu qaydaya görə səs verməmək lehinə səs sayılır; səs verməyənlər: {silent}.",
    p.SILENCE["against"]: "Bu qaydaya görə səs verməmək əleyhinə səs sayılır; səs verməyənlər: {silent}.",
    p.SILENCE["abstention"]: "Bu qaydaya görə səs verməmək bitərəf səs sayılır; səs verməyənlər: {silent}.",
    p.RECUSED["counted"]: "Səbəbini bildirərək səsvermədə iştirak etməyib: {recused}. Onlar səsvermə hüququ "
    "olanların sayına daxildir.",
    p.RECUSED["out_of_quorum"]: "Səbəbini bildirərək səsvermədə iştirak etməyib: {recused}. Onlar yetərsay "
    "hesablanarkən nəzərə alınmır.",
    p.RECUSED["out_of_base"]: "Səbəbini bildirərək səsvermədə iştirak etməyib: {recused}. Onlar səs çoxluğu "
    "hesablanarkən nəzərə alınmır.",
    p.RECUSED["out_of_both"]: "Səbəbini bildirərək səsvermədə iştirak etməyib: {recused}. Onlar nə yetərsay, "
    "nə də səs çoxluğu hesablanarkən nəzərə alınır.",
    p.REPRESENTED: "Etibarnamə ilə təmsil olunub: {represented}.",
    p.CONSENT_GIVEN: "Razılığı tələb olunanlar: {members}. Onlardan heç kim etiraz etməyib.",
    p.CONSENT_WITHHELD: "Razılığı tələb olunanlar: {members}. Razılıq verməyib: {withheld}.",
    p.LOT: "Səslər bərabər oldu və açıq püşk atıldı; püşk bu mətndən hesablanıb: {seed}.",
    p.SILENT_ENTITLED: "Bu hesaba bütün üzvlər daxildir: bitərəf qalmaq və ya iştirak etməmək ({silent}) "
    "əleyhinə səs kimi təsir edir.",
    p.ARTICLE: "Əsas: {article}.",
    p.VERDICT["majority"]: "Qəbul edildi.",
    p.VERDICT["consensus"]: "Səsvermə keçirilmədən qəbul edildi.",
    p.VERDICT["majority_missed"]: "Rədd edildi: tələb olunan səs çoxluğu əldə olunmadı.",
    p.VERDICT["tie"]: "Rədd edildi: lehinə və əleyhinə səslər bərabər oldu, səslər bərabər olduqda isə qərar "
    "qəbul edilmir.",
    p.VERDICT["no_votes"]: "Rədd edildi: heç kim lehinə və ya əleyhinə səs vermədi.",
    p.VERDICT["consent_withheld"]: "Rədd edildi: tələb olunan razılıq verilmədi.",
    p.VERDICT[
        "objected"
    ]: "Səsvermə keçirilmədən qəbul edilmədi: etiraz edən üzv var, səsvermə keçirilməlidir.",
    p.VERDICT["casting_vote_due"]: "Hələ qərar yoxdur: lehinə və əleyhinə səslər bərabər oldu, sədrin səsi "
    "həlledicidir.",
    p.VERDICT["second_ballot"]: "Hələ qərar yoxdur: lehinə və əleyhinə səslər bərabər oldu, təkrar səsvermə "
    "keçirilir.",
    p.VERDICT_CASTING[True]: "Qəbul edildi: səslər bərabər oldu, sədrin həlledici səsi lehinə oldu.",
    p.VERDICT_CASTING[False]: "Rədd edildi: səslər bərabər oldu, sədrin həlledici səsi əleyhinə oldu.",
    p.VERDICT_LOT[True]: "Qəbul edildi: səslər bərabər oldu, püşk lehinə düşdü.",
    p.VERDICT_LOT[False]: "Rədd edildi: səslər bərabər oldu, püşk əleyhinə düşdü.",
    p.VERDICT["no_quorum"]: "Qəbul edilmədi: yetərsay olmadıqda qərar qəbul edilə bilməz.",
    p.ADOPTED_IF: "Qərar o halda qəbul edilir ki, {clauses}.",
    p.AND: "{first} və {second}",
    p.CLAUSE_SIMPLE: "lehinə səslər əleyhinə səslərdən çox olsun",
    p.CLAUSE["for_and_against"]: "lehinə və əleyhinə verilən səslərin {threshold} lehinə olsun",
    p.CLAUSE["cast"]: "verilən bütün səslərin {threshold} lehinə olsun",
    p.CLAUSE["present"]: "iştirak edən üzvlərin {threshold} lehinə səs versin",
    p.CLAUSE["represented"]: "iştirak edən və ya təmsil olunan üzvlərin {threshold} lehinə səs versin",
    p.ONE_OF: "bu şərtlərdən biri ödənilsin: {clauses}",
    p.CLAUSE_NUMBER: "lehinə ən azı {smallest} səs verilsin",
    p.CLAUSE_WEIGHT: "səslərin çəkisi üzrə {clause}",
    p.CLAUSE_CHAMBER: "“{chamber}” palatası üzrə {clause}",
    p.CLAUSE_CONSENT: "razılıq verməli olanlar ({members}) etiraz etməsin",
    p.CLAUSE_TIE["chair"]: "Səslər bərabər olduqda sədrin səsi həlledicidir.",
    p.CLAUSE_TIE["second_ballot"]: "Səslər bərabər olduqda təkrar səsvermə keçirilir.",
    p.CLAUSE_TIE["lot"]: "Səslər bərabər olduqda açıq püşk atılır.",
    p.CLAUSE_ABSENT["for"]: "Səs verməmək lehinə səs sayılır.",
    p.CLAUSE_ABSENT["against"]: "Səs verməmək əleyhinə səs sayılır.",
    p.CLAUSE_ABSENT["abstention"]: "Səs verməmək bitərəf səs sayılır.",
    p.CLAUSE_ABSTENTION["against"]: "Bitərəf səs əleyhinə səs sayılır.",
    p.CLAUSE_ABSTENTION["not_cast"]: "Bitərəf səs verilmiş səs sayılmır.",
    p.CLAUSE_ABSTENTION["barred"]: "Bitərəf qalmaq mümkün deyil.",
    p.QUESTION: "Səsə qoyulan sual: {question}",
    p.CLAUSE_CHOSEN: "Bununla bağlı əvvəlki səsvermədə razılıq verilibsə, bunun əvəzinə qərar o halda qəbul "
    "edilir ki, {clauses}.",
    p.CHOSEN["adopted"]: "Əvvəlki səsvermədə razılıq verilib; lazım olan səs çoxluğunu o müəyyən edib.",
    p.CHOSEN["rejected"]: "Başqa səs çoxluğunu müəyyən edə biləcək əvvəlki səsvermədə razılıq verilməyib.",
    p.CHOSEN["not_held"]: "Başqa səs çoxluğunu müəyyən edə biləcək səsvermə keçirilməyib.",
    p.CLAUSE_OBJECTIONS: "Bu qədər etiraz olduqda səsvermə keçirilmədən qəbul edilmir: {needed}.",
    p.CLAUSE_OBJECTIONS_RECORDED: "Səsvermə keçirilmədən qəbula etiraz qeyd olunur və qəbula mane olmur.",
    p.CLAUSE_COMPULSORY: "İştirak edənlərin hamısı səs verməlidir.",
    p.CLAUSE["entitled"]: "bütün üzvlərin {threshold} lehinə səs versin",
    p.CLAUSE_OF_ALL: "bütün üzvlərin {threshold} lehinə səs versin ({entitled} səsdən {smallest} "
    "səs lazımdır)",
    p.QUORUM_CLAUSE["present"]: "bütün üzvlərin {threshold} iştirak etsin",
    p.QUORUM_CLAUSE["cast"]: "bütün üzvlərin {threshold} səs versin",
    p.QUORUM_CLAUSE["represented"]: "bütün üzvlərin {threshold} iştirak etsin və ya təmsil olunsun",
    p.QUORUM_CLAUSE_NUMBER["present"]: "ən azı {smallest} üzv iştirak etsin",
    p.QUORUM_CLAUSE_NUMBER["cast"]: "ən azı {smallest} üzv səs versin",
    p.QUORUM_CLAUSE_NUMBER["represented"]: "ən azı {smallest} üzv iştirak etsin və ya təmsil olunsun",
    p.QUORUM_CLAUSE_OF_EVERY["represented"]: "bütün üzvlər iştirak etsin və ya təmsil olunsun",
    p.CLAUSE_OF_EVERY["represented"]: "iştirak edən və ya təmsil olunan bütün üzvlər lehinə səs versin",
    p.CLAUSE_OF_EVERY["for_and_against"]: "lehinə və əleyhinə verilən səslərin hamısı lehinə olsun",
    p.CLAUSE_OF_EVERY["cast"]: "verilən bütün səslər lehinə olsun",
    p.CLAUSE_OF_EVERY["present"]: "iştirak edən bütün üzvlər lehinə səs versin",
    p.CLAUSE_OF_EVERY["entitled"]: "bütün üzvlər lehinə səs versin",
    p.QUORUM_CLAUSE_OF_EVERY["present"]: "bütün üzvlər iştirak etsin",
    p.QUORUM_CLAUSE_OF_EVERY["cast"]: "bütün üzvlər səs versin",
    p.WOULD_CARRY: "Səs verməyənlərdən bu qədəri lehinə səs versəydi, qəbul edilərdi: {missing}.",
    p.WOULD_TURN: "Bu qədər əleyhinə səs lehinə olsaydı, qəbul edilərdi: {turned}.",
    p.CANNOT_CARRY: "Əleyhinə səs verənlər və səs verməyənlər lehinə səs versəydi də, qəbul edilə bilməzdi.",
    p.TOGETHER: "Nə əleyhinə səs verənlər, nə də səs verməyənlər təkbaşına qəbulu təmin edə bilərdi; "
    "birlikdə isə edə bilərdilər.",
    p.WOULD_STAND: "Ən çoxu bu qədər lehinə səs əleyhinə olsaydı, yenə qəbul edilərdi: {spare}.",
    p.ON_PART: "Səsə qoyulan: mətnin {number} nömrəli hissəsi (cəmi {parts} hissə), bənd: {paragraphs}.",
    p.ON_BLOCK: "Məsələlər birlikdə səsə qoyulub ({items}), bir bülleten onların hər biri üçün verilib.",
    p.ON_DIVISION: "Səsə qoyulan: mətnin hissə-hissə səsə qoyulması; mətnin özü barədə heç nə həll olunmur.",
    p.POLL[True]: "Rəy sorğusu heç nəyi həll etmir. Rəy lehinədir.",
    p.POLL[False]: "Rəy sorğusu heç nəyi həll etmir. Rəy lehinə deyil.",
    p.POLL_IF: "Rəy sorğusu heç nəyi həll etmir. Rəy o halda lehinə sayılır ki, {clauses}.",
    p.PROXIES_APART: "Etibarnamə ilə verilən səs nümayəndənin öz səsindən ayrıca sayılır; etibarnamə "
    "ilə təmsil olunanların sayı: {represented}.",
    p.TINY_ELECTORATE: "Yalnız {entitled} üzv səs verə bilər: səs verənlər {smallest} nəfərdən az olduqda "
    "gizli səsvermə seçimi demək olar ki, gizlətmir, çünki hər kəs nəticənin böyük hissəsini bilir.",
    p.TINY_TURNOUT: "Yalnız {cast} üzv səs verib: {smallest} bülletendən az olduqda nəticə kimin nə "
    "seçdiyini göstərə bilər.",
    p.UNANIMOUS: "Bütün bülletenlər eynidir: nəticə səs verən hər kəsin seçimini göstərir.",
    p.OPENED: "Səsvermə {zone} vaxtı ilə açılıb: {opened}; bağlanıb: {closed}.",
    p.OPENED_BY_OFFSET: "Səsvermə açılıb: {opened}; bağlanıb: {closed}.",
    p.LEAST_KEPT: "Qaydaya görə səsvermə ən azı {least} açıq qalmalıdır, ən tez bağlanma vaxtı: {until}. "
    "Buna əməl olunub.",
    p.LEAST_MISSED: "Qaydaya görə səsvermə ən azı {least} açıq qalmalıdır, ən tez bağlanma vaxtı: {until}. "
    "Səsvermə vaxtından əvvəl bağlanıb.",
    p.LEAST_UNCHECKED: "Qaydaya görə səsvermə ən azı {least} açıq qalmalıdır. Yoxlanılmayıb: səsvermənin nə "
    "vaxt açıq olduğu qeydə alınmayıb.",
    p.CLAUSE_LEAST: "Kimin səs verib-verməməsindən asılı olmayaraq, səsvermə ən azı {least} açıq qalır.",
    **_az_terms(),
}

AZERBAIJANI |= apart.azerbaijani(AZERBAIJANI)


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
