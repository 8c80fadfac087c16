"""Invariants, what breaks them, and the way that shows it."""

from __future__ import annotations

PROVING: dict[str, str] = {
    # --- what is promised ---
    "never <point>": "<point> heç vaxt baş vermir",
    "never <point> without <other>": "<other> əvvəlcə baş verməyibsə, <point> heç vaxt baş vermir",
    "never <point> after <other>": "<other> baş verdikdən sonra <point> heç vaxt baş vermir",
    "always <point> before <other>": "hər dəfə <other> baş verməzdən əvvəl <point> baş verir",
    "every case can be ended": "hər iş sona çatdırıla bilər",
    "every case ends within <within>": "hər iş <within> ərzində bitir",
    "nobody alone takes a case from <other> to <point>": (
        "heç kim işi təkbaşına buradan oraya çatdıra bilməz: <other> → <point>"
    ),
    "<point> only by a vote with a quorum or a majority of the entitled": (
        "<point> yalnız yetərsayı olan səsvermə ilə və ya səs hüququ olanların çoxluğu ilə əldə edilir"
    ),
    # --- what breaks it ---
    "<point> happens, and never may.": "<point> baş verir, halbuki heç vaxt baş verməməlidir.",
    "<point> happens without <other> before it.": "<point> baş verir, halbuki əvvəlcə <other> baş verməyib.",
    "<point> happens after <other>.": "<point> baş verir, halbuki <other> artıq baş verib.",
    "<other> happens without <point> since the last time, or at all.": (
        "<other> baş verir, halbuki sonuncu dəfədən bəri və ya ümumiyyətlə <point> baş verməyib."
    ),
    "From <where> nothing that people or time bring about for certain leads to an end.": (
        "Bu yerdən insanların və ya vaxtın mütləq gətirdiyi heç nə sona aparmır: <where>."
    ),
    "<why>; it may be no more than <within>.": "<why>; ən çoxu <within> ola bilər.",
    "The longest way takes <length>": "Ən uzun yolun müddəti: <length>",
    "In <where> the deadline is a day of the calendar, so nobody knows how long that is": (
        "Bu yerdə müddət təqvim günü ilə verilib, ona görə nə qədər çəkəcəyi bilinmir: <where>"
    ),
    "In <where> nothing says how long a person may take": (
        "Bu yerdə bir nəfərin nə qədər vaxt apara biləcəyi göstərilməyib: <where>"
    ),
    "From <where> the case can come back to it, again and again": (
        "İş bu yerə təkrar-təkrar qayıda bilər: <where>"
    ),
    "One person alone can take a case from <other> to <point>.": (
        "Bir nəfər işi təkbaşına buradan oraya çatdıra bilər: <other> → <point>."
    ),
    "<point> is reached by no vote with a quorum or a majority of the entitled.": (
        "<point> yetərsayı olan səsverməsiz və səs hüququ olanların çoxluğu olmadan əldə edilir."
    ),
    "Not proven: <said> holds on the <count> configurations walked, and there are more.": (
        "Sübut olunmayıb: <said>. Bu, yoxlanılmış <count> hal üçün doğrudur, lakin başqa hallar da var."
    ),
    # --- what would mend it ---
    "take the way out of the procedure, or the invariant": (
        "bu yolu prosedurdan çıxarın və ya bu qaydanı silin"
    ),
    "let every way there lead over it": "ora aparan hər yol onun üzərindən keçsin",
    "end the case there, or bar the way with a guard": "işi orada bitirin və ya yolu şərtlə bağlayın",
    "let every way there lead over it each time": "ora aparan hər yol hər dəfə onun üzərindən keçsin",
    "add a deadline, or something that a person can do there": (
        "müddət əlavə edin və ya orada kiminsə edə biləcəyi bir şey yazın"
    ),
    "add deadlines, or allow for more time": "müddətlər əlavə edin və ya daha çox vaxt verin",
    "put the circle into a state with a deadline that ends it, or leave the invariant out": (
        "dövrəni sonu müddətlə gələn bir vəziyyətin içinə salın və ya bu qaydanı çıxarın"
    ),
    "write `after:` in place of the day, or leave the invariant out": (
        "günün yerinə `after:` yazın və ya bu qaydanı çıxarın"
    ),
    "give it, or a state around it, a deadline that leads on, or its vote `lasts:`": (
        "ona və ya onu əhatə edən vəziyyətə irəli aparan müddət, səsverməsinə isə `lasts:` verin"
    ),
    "shorten deadlines, or allow for more time": "müddətləri qısaldın və ya daha çox vaxt verin",
    "ask for approvals, forbid same_person_as, or put it to the vote": (
        "bir neçə nəfərin razılığını istəyin, same_person_as qadağasını qoyun və ya məsələni səsə qoyun"
    ),
    "let only a vote with a quorum, or by a majority of the entitled, lead there": (
        "ora yalnız yetərsayı olan və ya səs hüququ olanların çoxluğu ilə keçirilən səsvermə aparsın"
    ),
    "raise the bound, or make it smaller": "həddi artırın və ya proseduru kiçildin",
    # --- the way there ---
    "The case begins in <where>.": "İş burada başlayır: <where>.",
    "<rule> (<title>) could be taken at once.": "<rule> (<title>) dərhal baş verə bilər.",
    "<rule> (<title>) <who>: from <where> to <there>.": "<rule> (<title>), <who>: <where> → <there>.",
    "<rule> (<title>) <who>: in <where>.": "<rule> (<title>), <who>: yeri <where>.",
    "by <count> of <roles>": "icraçı <roles>, <count> nəfər",
    "by <roles>": "icraçı <roles>",
    "at once": "dərhal",
    "when its time is over": "vaxtı bitəndə",
    "when enough of its regions are done": "xətlərinin kifayət qədəri bitəndə",
    "when everybody asked has spoken": "soruşulanların hamısı rəy verəndə",
    "when the vote is carried": "təklif səs toplayanda",
    "when the vote is lost": "təklif səs toplamayanda",
    "when the vote ends without a quorum": "səsvermə yetərsaysız bitəndə",
    "when the vote goes on in another ballot": "səsvermə növbəti turla davam edəndə",
    "when the vote is voided": "səsvermə etibarsız sayılanda",
    "when the document is made": "sənəd hazırlananda",
    "when both signatures are there": "hər iki imza olanda",
    # --- what the walk shows ---
    "There are more configurations than the <count> walked: whether a case can be trapped in others, or "
    "never comes to some state, is not known.": (
        "Hallar yoxlanılmış <count> haldan çoxdur: işin qalanlarında ilişib qala biləcəyi və ya hansısa "
        "vəziyyətə heç vaxt çatmadığı məlum deyil."
    ),
    "raise the bound": "həddi artırın",
    "No case ever comes to <state>: what every way to it needs is never so.": (
        "Heç bir iş <state> vəziyyətinə çatmır: ora aparan yolların şərtləri heç vaxt ödənmir."
    ),
    "mend the guards of the transitions that lead to it": "ora aparan keçidlərin şərtlərini düzəldin",
    "<rule> is never taken: wherever a case can be, what it needs is never so.": (
        "<rule> keçidi heç vaxt baş vermir: iş harada olursa-olsun, onun şərtləri ödənmir."
    ),
    "mend its guards, or remove it": "şərtlərini düzəldin və ya onu silin",
    "No case that comes to <where> after <rule> can ever end.": (
        "<rule> keçidindən sonra bu yerə çatan iş heç vaxt bitə bilməz: <where>."
    ),
    "No case that comes to <where> can ever end.": "Bu yerə çatan iş heç vaxt bitə bilməz: <where>.",
    "give it a way on to a final state that can be taken there": (
        "oradan son vəziyyətə keçilə bilən bir yol verin"
    ),
    "In <state> both <first> and <rule> may hold; the first is taken.": (
        "<state> vəziyyətində həm <first>, həm də <rule> keçidinin şərtləri ödənə bilər; birincisi baş verir."
    ),
    "let their conditions exclude each other, or write `in_order: true` there": (
        "şərtləri bir-birini istisna etsin və ya orada `in_order: true` yazın"
    ),
    "<rule> asks for <count> people, and there can be <people> for it.": (
        "<rule> keçidi <count> nəfər tələb edir, halbuki bunu edə bilənlərin sayı ən çoxu belədir: <people>."
    ),
    "ask for fewer, or name a further role in `by`": (
        "daha az nəfər tələb edin və ya `by` açarına başqa rol əlavə edin"
    ),
    "Nobody can do <rule>: whoever could is barred, having done <taken>.": (
        "<rule> keçidini heç kim edə bilməz: edə bilənlərə qadağa qoyulub, çünki əvvəlcə bunu ediblər: "
        "<taken>."
    ),
    "Nobody can do <rule> once <taken> was done: whoever could is barred.": (
        "Bu edildikdən sonra <rule> keçidini heç kim edə bilməz, edə bilənlərə qadağa qoyulub: <taken>."
    ),
    "name a further role in `by`, or bar fewer": "`by` açarına başqa rol əlavə edin və ya qadağaları azaldın",
}
