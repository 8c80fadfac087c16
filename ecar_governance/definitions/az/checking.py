"""What the checker finds: names, parameters, ways, fields, deadlines; of votes see `checking_votes`."""

from __future__ import annotations

CHECKING: dict[str, str] = {
    # --- names ---
    "There is no <thing> called <name>.": "<name> adlı <thing> yoxdur.",
    "<name> is called <other> inside.": "<name> içəridə <other> adlanır.",
    "call it by one name": "bir ad verin",
    "use a to z, 0 to 9 and _": "a-z, 0-9 və _ işarələrindən yazın",
    "Nothing names the role <role>.": "<role> rolunun adı heç yerdə çəkilmir.",
    "name it in `by`, or remove it": "`by` açarında adını çəkin və ya silin",
    "The role <role> has the scope <scope> and <has> <key>.": (
        "<role> rolunun əhatəsi <scope> olduğu halda <has> <key>."
    ),
    "`<key>:` belongs to `scope: <again>`, and to it alone": "`<key>:` yalnız `scope: <again>` ilə yazılır",
    "The field <field> is of the kind <kind>, not <kinds>.": (
        "<field> sahəsinin növü <kind>, halbuki belə olmalıdır: <kinds>."
    ),
    "name <names>": "bunun adını çəkin: <names>",
    "add a field of the kind <kind>": "növü <kind> olan sahə əlavə edin",
    "The choice <field> offers nothing.": "<field> seçimində heç nə təklif olunmur.",
    "add `choices:`": "`choices:` əlavə edin",
    "<field> is of the kind <kind> and has choices.": (
        "<field> sahəsinin növü <kind> olduğu halda seçimləri var."
    ),
    "make its kind `choice`": "növünü `choice` edin",
    "The region <region> has no state called <state>.": "<region> xəttində <state> adlı vəziyyət yoxdur.",
    "<state> has no region called <region>.": "<state> vəziyyətində <region> adlı xətt yoxdur.",
    "name one of its regions": "onun xətlərindən birinin adını çəkin",
    "<state> is within itself.": "<state> öz içində yerləşir.",
    "change its parent": "yuxarı vəziyyətini dəyişin",
    "<state> stands in no region that says whose it is.": (
        "<state> hansı orqana aid olduğu yazılmış xətdə deyil."
    ),
    "give the region a `body:`": "xəttə `body:` əlavə edin",
    "take it from states inside such a region, or give the region a `body:`": (
        "onu belə xəttin içindəki vəziyyətlərdən götürün və ya xəttə `body:` əlavə edin"
    ),
    "The role <role> names a body by <name>, and here its code stands alone.": (
        "<role> rolunda orqan <name> kimi göstərilib, burada isə yalnız orqanın kodu yazılır."
    ),
    "write `body: <name>`": "`body: <name>` yazın",
    "<role> acts for a region's body, and <state> stands in no such region.": (
        "<role> xəttin orqanı adından hərəkət edir, <state> isə belə xətdə deyil."
    ),
    "The invariant <rule> has <points> points.": "<rule> qaydasında <points>.",
    "write it anew": "yenidən yazın",
    # --- parameters and inputs ---
    "The <thing> <call> takes nothing called <name>.": "<call> (<thing>) üçün <name> adlı parametr yoxdur.",
    "The <thing> <call> needs <name>.": "<call> (<thing>) üçün <name> mütləqdir.",
    "The <thing> <call> takes exactly one of <names>.": (
        "<call> (<thing>) üçün bunlardan yalnız biri yazılır: <names>."
    ),
    "give one of them": "onlardan birini yazın",
    "<name> cannot be <found>.": "<name> üçün <found> yazıla bilməz.",
    "<name> needs a field of the kind date, and <field> is none.": (
        "<name> üçün növü date olan sahə lazımdır, <field> isə belə deyil."
    ),
    "<field> is of the kind <kind>: what it says cannot be compared.": (
        "<field> sahəsinin növü <kind>: məzmunu müqayisə edilə bilməz."
    ),
    "use field_given": "field_given yazın",
    "<name> needs a choice between offices, and <field> is none.": (
        "<name> üçün vəzifələr arasında seçim olan sahə lazımdır, <field> isə belə deyil."
    ),
    "<field> offers no <found>.": "<field> sahəsində <found> təklif olunmur.",
    "<call> reads the input <name>, which this action does not take.": (
        "<call> üçün <name> lazımdır, lakin bu addımda soruşulmur."
    ),
    "add `<name>: {kind: <kind>}` to its inputs": "inputs açarına `<name>: {kind: <kind>}` əlavə edin",
    "<call> needs the input <name> to be of the kind <kind>, not <found>.": (
        "<call> üçün <name> növü <kind> olmalıdır, <found> yox."
    ),
    "write `kind: <kind>`": "`kind: <kind>` yazın",
    "<call> reads the input <name>, which may be left out.": (
        "<call> üçün <name> lazımdır, lakin onu yazmamaq olar."
    ),
    "remove `required: false`": "`required: false` sözünü silin",
    "<call> cannot record the choice <found>.": "<call> bu seçimi qeydə ala bilməz: <found>.",
    "<call> reads the input <name>, which no action of this procedure takes.": (
        "<call> üçün <name> lazımdır, lakin prosedurun heç bir addımında soruşulmur."
    ),
    "let an earlier action take `<name>: {kind: <kind>}`": "əvvəlki addımda `<name>: {kind: <kind>}` soruşun",
    "give a whole number of at least 1": "1 və daha böyük tam ədəd yazın",
    "give a fraction such as 1/2": "1/2 kimi kəsr yazın",
    "give languages such as [az, en]": "[az, en] kimi dillər yazın",
    "give the name of a transition": "keçidin adını yazın",
    "give one of <names>, or code: and the code of a body": (
        "bunlardan birini yazın: <names>; və ya code: ilə orqanın kodunu"
    ),
    "give one of <names>": "bunlardan birini yazın: <names>",
    "give a duration such as P14D": "P14D kimi müddət yazın",
    "give the name of a field": "sahənin adını yazın",
    "give the name of a field of the kind date": "növü date olan sahənin adını yazın",
    "give the names of roles": "rolların adlarını yazın",
    "give a word or a whole number": "söz və ya tam ədəd yazın",
    # --- ways ---
    "There is no final state.": "Son vəziyyət yoxdur.",
    "mark one `final: true`": "birini `final: true` ilə qeyd edin",
    "No path leads from <state> to <there>.": (
        "<state> vəziyyətindən <there> vəziyyətinə heç bir yol aparmır."
    ),
    "add a transition to it": "ora aparan keçid əlavə edin",
    "Nothing leads out of <state>, and it is not final.": (
        "<state> vəziyyətindən heç nə çıxmır, halbuki o, son deyil."
    ),
    "add a transition, or `final: true`": "keçid və ya `final: true` əlavə edin",
    "From <state> no path leads to a final state.": (
        "<state> vəziyyətindən son vəziyyətə heç bir yol aparmır."
    ),
    "add a way towards a final state": "son vəziyyətə aparan yol əlavə edin",
    "<rule> leaves <state>, which is final.": "<rule> keçidi <state> vəziyyətindən çıxır, halbuki o, sondur.",
    "remove it, or `final`": "onu və ya `final` sözünü silin",
    "<state> is final, so it has no vote, no deadline and no editing.": (
        "<state> sondur, ona görə orada səsvermə, müddət və mətnin dəyişdirilməsi olmur."
    ),
    "remove them, or `final`": "onları və ya `final` sözünü silin",
    "<state> is final and needs an outcome.": "<state> sondur, ona görə nəticəsi yazılmalıdır.",
    "<state> has an outcome and is not final.": "<state> vəziyyətinin nəticəsi var, halbuki o, son deyil.",
    "final states, and they alone, have an `outcome`": (
        "`outcome` yalnız son vəziyyətlərdə və onların hamısında yazılır"
    ),
    "<names> both leave <state> on <trigger>.": (
        "Bunların hər ikisi <trigger> baş verəndə <state> vəziyyətindən çıxır: <names>."
    ),
    "<rule> is taken by the system on <trigger>, so it has no <key>.": (
        "<rule> keçidini sistem <trigger> baş verəndə özü edir, ona görə onda <key> yazılmır."
    ),
    "<call> can never be had in <rule>: nothing before it brings about what it needs.": (
        "<rule> keçidində <call> heç vaxt baş tuta bilməz: ona lazım olanı ondan əvvəl heç nə yaratmır."
    ),
    "give an earlier action the effect <name>": "əvvəlki addıma <name> əməlini əlavə edin",
    "give an earlier state `<key>:`": "əvvəlki vəziyyətə `<key>:` əlavə edin",
    "write `on_edit: voids` under a vote before it": "ondan əvvəlki səsvermədə `on_edit: voids` yazın",
    "let a vote that is carried lead here (not a poll, nor one on a part)": (
        "bura təklifin səs topladığı səsvermə aparsın (sorğu və ya mətnin bir hissəsi üzrə səsvermə yox)"
    ),
    "Nobody can take <rule>: the case is on no session's agenda before it.": (
        "<rule> keçidini heç kim edə bilməz: ondan əvvəl iş heç bir iclasın gündəliyində olmur."
    ),
    "<rule> leads nowhere, does nothing, and nothing asks whether it was taken.": (
        "<rule> keçidi heç yerə aparmır, heç nə etmir və baş verib-vermədiyini heç nə yoxlamır."
    ),
    "add `to:` or an effect": "`to:` və ya əməl əlavə edin",
    "remove `<key>:` or `on:`": "`<key>:` və ya `on:` silin",
    "Nobody and nothing takes <rule>.": "<rule> keçidini nə adam, nə də sistem edir.",
    "add `by:` with roles, or `on:`": "rolları göstərən `by:` və ya `on:` əlavə edin",
    "<rule> stays where it is, and <trigger> happens there once.": (
        "<rule> keçidi yerində qalır, <trigger> isə orada bir dəfə baş verir."
    ),
    "add `to:`": "`to:` əlavə edin",
    "<state> has no vote, so <trigger> never happens there.": (
        "<state> vəziyyətində səsvermə yoxdur, ona görə <trigger> orada heç vaxt baş vermir."
    ),
    "give the state a vote": "vəziyyətə səsvermə əlavə edin",
    "The rule of <state> holds no further ballot, so next_ballot never happens there.": (
        "<state> vəziyyətində qayda növbəti tur keçirmir, ona görə next_ballot orada heç vaxt baş vermir."
    ),
    "The rule of <state> has no quorum, so vote_inquorate never happens there.": (
        "<state> vəziyyətində qayda yetərsay tələb etmir, ona görə vote_inquorate orada heç vaxt baş vermir."
    ),
    "give the vote a quorum": "səsverməyə quorum əlavə edin",
    "write `tie: second_ballot`": "`tie: second_ballot` yazın",
    "<state> asks nobody, so <trigger> never happens there.": (
        "<state> vəziyyətində heç kimdən rəy soruşulmur, ona görə <trigger> orada heç vaxt baş vermir."
    ),
    "give the state a consultation": "vəziyyətə consultation əlavə edin",
    "give a state a consultation": "bir vəziyyətə consultation əlavə edin",
    "No PDF is ever made here, so <trigger> never happens.": (
        "Burada PDF hazırlanmır, ona görə <trigger> heç vaxt baş vermir."
    ),
    "let the adoption have the effects number_resolution and request_typesetting": (
        "qəbul keçidinə number_resolution və request_typesetting əlavə edin"
    ),
    "<rule> would stop for want of <field>, and nobody takes it.": (
        "<rule> keçidi <field> olmadığına görə dayanardı, halbuki onu heç kim etmir."
    ),
    "let `required_in` of <field> name <state>, too": (
        "<field> sahəsinin `required_in` açarında <state> də yazılsın"
    ),
    "<call> is about opinions, and no state asks for any.": (
        "<call> rəylərə aiddir, halbuki heç bir vəziyyətdə rəy soruşulmur."
    ),
    "No case can meet all that <rule> needs.": "<rule> keçidinin bütün şərtlərini heç bir iş ödəyə bilməz.",
    "take one of its guards away": "şərtlərindən birini çıxarın",
    "Nobody can hold <role>: none of its mandates lies where <scope> asks.": (
        "<role> rolunu heç kim daşıya bilməz: səlahiyyətlərindən heç biri <scope> əhatəsində olmur."
    ),
    "name one of <names>, or another scope": "bunlardan birini və ya başqa əhatə yazın: <names>",
    "<names> lead back to themselves at once, for ever.": (
        "Bunlar dərhal və sonsuz olaraq özünə qayıdır: <names>."
    ),
    "<state> leads back to itself at once, for ever.": "<state> dərhal və sonsuz olaraq özünə qayıdır.",
    "<state> leads back to itself by time alone.": "<state> yalnız vaxt keçməklə özünə qayıdır.",
    "let a person act in one of them": "birində keçidi insan etsin",
    "<names> lead back to themselves by time alone.": "Bunlar yalnız vaxt keçməklə özünə qayıdır: <names>.",
    "let one of the deadlines end the case": "müddətlərdən biri işi bitirsin",
    "<rule> is never taken out of <state>: <other> comes before it.": (
        "<rule> keçidi <state> vəziyyətindən heç vaxt baş vermir: ondan əvvəl <other> gəlir."
    ),
    "put it before <other>": "onu <other> keçidindən əvvəl yazın",
    "A case may stay in <state> for ever: each of its ways has a condition.": (
        "İş <state> vəziyyətində həmişəlik qala bilər: hər yolun şərti var."
    ),
    "add a last way without one": "sonda şərtsiz yol əlavə edin",
    "Nothing says how long <name> waits for the chair, who decides an equal division.": (
        "<name>: səslər bərabər bölünəndə sədr həll edir, lakin onun nə qədər gözləniləcəyi yazılmayıb."
    ),
    "add `deadline:` with a transition `on: deadline`, or `deadline: none` if that is meant": (
        "`deadline:` və `on: deadline` yazılmış keçid əlavə edin; qəsdəndirsə, `deadline: none` yazın"
    ),
    "<state> waits for others without a deadline, so nobody is reminded.": (
        "<state> vəziyyətində başqaları müddətsiz gözlənilir, ona görə heç kimə xatırladılmır."
    ),
    "add `deadline:`, or `deadline: none` if that is meant": (
        "`deadline:` əlavə edin, qəsdən belədirsə, `deadline: none` yazın"
    ),
    "Nothing happens in <state> when everybody has given an opinion.": (
        "<state> vəziyyətində hamı rəy verəndən sonra heç nə baş vermir."
    ),
    "add a transition `on: all_opined`": "`on: all_opined` keçidi əlavə edin",
    "<count> regions of <state> must be done, and <able> can be.": (
        "<state> vəziyyətində bitməli olan xətlər: <count>, bitə bilənlər: <able>."
    ),
    "mark a state of each with `done: true`, or ask for fewer": (
        "hər xəttin bir vəziyyətini `done: true` ilə qeyd edin və ya daha az xətt tələb edin"
    ),
    # --- fields ---
    "<state> asks for <field>, which <roles> alone may set, and never before it is entered.": (
        "<state> vəziyyətində <field> tələb olunur, onu yalnız bu rollar doldura bilər və həmin vaxta qədər"
        " heç vaxt doldura bilmirlər: <roles>."
    ),
    "<state> asks for <field>, shown to <roles> alone, who as such draft nothing.": (
        "<state> vəziyyətində <field> tələb olunur, o, yalnız bu rollara göstərilir, onlar isə layihə "
        "hazırlamır: <roles>."
    ),
    "show it to a role that drafts, or ask for it after a state with `editable: true`": (
        "onu layihə hazırlayan rola göstərin və ya `editable: true` olan vəziyyətdən sonra tələb edin"
    ),
    # --- deadlines ---
    "<rule> does not leave <state> on its deadline.": (
        "<rule> keçidi müddət bitəndə <state> vəziyyətindən çıxmır."
    ),
    "give it `from: <state>` and `on: deadline`": "`from: <state>` və `on: deadline` yazın",
    "A reminder <length> before falls before the <after> begin.": (
        "<length> əvvəl xatırlatma <after> müddəti başlamazdan qabağa düşür."
    ),
    "remind later": "daha gec xatırladın",
    "<state> has a vote, whose end is its deadline.": (
        "<state> vəziyyətində səsvermə var, müddət onun sonudur."
    ),
    "use `lasts` of the vote": "səsvermənin `lasts` açarını yazın",
    "<state> has no deadline that names <rule>.": (
        "<state> vəziyyətində <rule> keçidini göstərən müddət yoxdur."
    ),
    "add `deadline: {after: P30D, then: <rule>}`": "`deadline: {after: P30D, then: <rule>}` əlavə edin",
    "<name> is no day and hour, or no time zone.": "<name> gün və saat və ya saat qurşağı deyil.",
    "write 2026-12-31T18:00, and Asia/Baku": "2026-12-31T18:00 və Asia/Baku yazın",
    "<name> is no number of working days.": "<name> iş günlərinin sayı deyil.",
    "write it in days, as P10D": "günlərlə yazın, məsələn P10D",
    "Once its day is past, <state> is left by <rule> and entered again for ever.": (
        "Günü keçdikdən sonra <state> vəziyyətindən <rule> ilə çıxılır və sonsuz olaraq yenidən girilir."
    ),
    "let somebody act on the way, or count days": "yolda kimsə hərəkət etsin və ya günləri sayın",
}
