"""What the checker finds: names, parameters, ways, votes, deadlines."""

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
        "<role> rolunu heç kim daşıya bilməz: mandatlarından heç biri <scope> əhatəsində olmur."
    ),
    "name one of <names>, or another scope": "bunlardan birini və ya başqa əhatə yazın: <names>",
    "<names> lead back to themselves at once, for ever.": (
        "Bunlar dərhal və sonsuz olaraq özünə qayıdır: <names>."
    ),
    "let a person act in one of them": "birində insanın hərəkət etməsini yazın",
    "<names> lead back to themselves by time alone.": "Bunlar yalnız vaxt keçməklə özünə qayıdır: <names>.",
    "let one of the deadlines end the case": "müddətlərdən biri işi bitirsin",
    "<rule> is never taken out of <state>: <other> comes before it.": (
        "<rule> keçidi <state> vəziyyətindən heç vaxt baş vermir: ondan əvvəl <other> gəlir."
    ),
    "put it before <other>": "onu <other> keçidindən əvvəl yazın",
    "A case may stay in <state> for ever: each of its ways has a condition.": (
        "İş <state> vəziyyətində həmişəlik qala bilər: hər yolun şərti var."
    ),
    "add a last way without one": "axırda şərtsiz yol əlavə edin",
    "Nothing says how long <name> waits for the chair, who decides an equal division.": (
        "<name>: səslər bərabər bölünəndə qərarı sədr verir, lakin onun nə qədər gözlənildiyi yazılmayıb."
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
    # --- votes ---
    "<state> has no way out when its vote is <end>.": (
        "<state> vəziyyətindən, səsvermə <end>, çıxış yolu yoxdur."
    ),
    "add a transition with `from: <state>` and `on: <trigger>`": (
        "`from: <state>` və `on: <trigger>` ilə keçid əlavə edin"
    ),
    "The majority of <state> is chosen by <chooser>, where no motion is decided.": (
        "<state> üçün səs çoxluğunu <chooser> müəyyən etməlidir, orada isə təklif səsə qoyulmur."
    ),
    "The majority of <state> is chosen by <chooser>, which never comes before it.": (
        "<state> üçün səs çoxluğunu <chooser> müəyyən etməlidir, o isə heç vaxt ondan əvvəl gəlmir."
    ),
    "name a state whose vote has a majority and is no poll": (
        "təklifin səs çoxluğu ilə həll edildiyi, rəy sorğusu olmayan bir vəziyyət göstərin"
    ),
    "lead from <chooser> to <state>, or leave `chosen_by` out": (
        "<chooser> vəziyyətindən <state> vəziyyətinə yol verin və ya `chosen_by` yazmayın"
    ),
    "The poll of <state> is indicative, and its result decides where the case goes.": (
        "<state> vəziyyətindəki rəy sorğusu heç nəyi həll etməməlidir, lakin işin yolu ondan asılıdır."
    ),
    "let vote_carried and vote_lost lead to the same state, with the same effects": (
        "vote_carried və vote_lost eyni vəziyyətə aparsın və eyni təsirləri olsun"
    ),
    "The vote of <state> is about a division of the text, and nothing moves one.": (
        "<state> vəziyyətindəki səsvermə mətnin hissələri haqqındadır, lakin mətnin bölünməsini heç nə "
        "təklif etmir."
    ),
    "<call> is about a division of the text, and nothing moves one.": (
        "<call> mətnin hissələri haqqındadır, lakin mətnin bölünməsini heç nə təklif etmir."
    ),
    "give an action the effect move_division": "bir addıma move_division əməlini əlavə edin",
    "The election of <state> is on no part of a text.": (
        "<state> vəziyyətindəki seçki mətnin heç bir hissəsi üzrə deyil."
    ),
    "remove `division:`": "`division:` açarını silin",
    "<rule> reduces the text, and nothing is said of one that fell whole.": (
        "<rule> keçidi mətni qısaldır, lakin bütün hissələri rədd edilmiş mətn haqqında heç nə yazılmayıb."
    ),
    "let <source> be left at once under no_part_left before it": (
        "ondan əvvəl <source> vəziyyətindən no_part_left şərti ilə dərhal çıxılsın"
    ),
    "<rule> numbers a resolution, and <source> votes on no whole text.": (
        "<rule> keçidi qərara nömrə verir, lakin <source> vəziyyətində mətnin hamısı səsə qoyulmur."
    ),
    "put the whole text to the vote after it": "ondan sonra mətnin hamısını səsə qoyun",
    "<rule> leaves <state> while its vote is open.": (
        "<rule> keçidi səsvermə açıq ikən <state> vəziyyətindən çıxır."
    ),
    "let the vote be voided first, and leave on `vote_voided`; or end it by stop_vote": (
        "əvvəlcə səsvermə etibarsız sayılsın, çıxış isə `vote_voided` ilə olsun; "
        "yaxud səsverməni stop_vote ilə dayandırın"
    ),
    "<rule> enters <state> and does not say how the result is had.": (
        "<rule> keçidi <state> vəziyyətinə daxil olur, lakin nəticənin necə alındığı yazılmayıb."
    ),
    "give it open_vote, or another effect by which a result is had": (
        "open_vote və ya nəticə verən başqa bir əməl əlavə edin"
    ),
    "<kind> is allowed, and no transition obtains the result so.": (
        "<kind> üsuluna icazə verilib, lakin heç bir keçid nəticəni belə almır."
    ),
    "remove it, or add a transition with its effect": "onu silin və ya belə əməli olan keçid əlavə edin",
    "The rule of <state> asks for the chamber <name>, which no electorate has.": (
        "<state> vəziyyətində qayda <name> palatasını tələb edir, seçicilər arasında isə o yoxdur."
    ),
    "add it under `chambers:`": "onu `chambers:` açarına əlavə edin",
    "Nothing in the rule of <state> asks for the chamber <name>.": (
        "<state> vəziyyətində qayda <name> palatasını heç yerdə tələb etmir."
    ),
    "remove it, or ask a majority of it": "silin və ya ondan səs çoxluğu tələb edin",
    "The rule of <state> counts weights, and no table says what anybody weighs.": (
        "<state> vəziyyətində qayda çəkiləri sayır, lakin çəkilərin cədvəli göstərilməyib."
    ),
    "write `electorate: {weights: TABLE}`": "`electorate: {weights: TABLE}` yazın",
    "The electorate of <state> has weights, and its rule counts heads alone.": (
        "<state> vəziyyətində seçicilərin çəkisi var, qayda isə yalnız səsləri sayır."
    ),
    "write `counting: weights`, or remove it": "`counting: weights` yazın və ya silin",
    "The rule of <state> asks for weights, chambers, consent or parts, untold by <untold>.": (
        "<state> vəziyyətində qayda çəki, palata, razılıq və ya hissələrə bölünmüş səs tələb edir, "
        "bu isə bilinmir: <untold>."
    ),
    "use a roll call, or a rule by heads": "adbaad səsvermə və ya adam sayına görə qayda yazın",
    "Half is enough in <state>, and nothing is said of an equal division: it rejects there.": (
        "<state> vəziyyətində səslərin yarısı kifayətdir, lakin səslər bərabər bölünəndə nə olacağı "
        "yazılmayıb: belə halda təklif rədd edilir."
    ),
    "write `tie: rejected`, or `more_than: 1/2`; or another way in `tie:`": (
        "`tie: rejected` və ya `more_than: 1/2` yazın; yaxud `tie:` açarında başqa üsul göstərin"
    ),
    "Nothing says which of equals is elected in <state>: without `tie:` it is <word>.": (
        "<state> vəziyyətində səsləri bərabər olanlardan kimin seçildiyi yazılmayıb: `tie:` açarı olmadan "
        "qayda belədir: <word>."
    ),
    "write `tie:` with rejected, second_ballot, lot or chair": (
        "`tie:` açarında rejected, second_ballot, lot və ya chair yazın"
    ),
    "The <asked> of <state> asks for <count>, and the chamber <name> names institutions with <able> seats.": (
        "<state> vəziyyətində tələb olunan <asked>: <count>, halbuki <name> palatasında göstərilən "
        "müəssisələrin yerləri cəmi belədir: <able>."
    ),
    "The <asked> of <state> asks for <count>, and <body> has <able> seats now.": (
        "<state> vəziyyətində tələb olunan <asked>: <count>, halbuki <body> üçün indi cəmi <able> yer var."
    ),
    "ask for <able> at most, or for a share": "ən çoxu <able> və ya pay (məsələn, 1/2) yazın",
    "<call> puts the question, and <state> has no vote.": (
        "<call> məsələni səsə qoyur, <state> vəziyyətində isə səsvermə yoxdur."
    ),
    "lead to a state with `vote:`": "`vote:` olan vəziyyətə aparın",
    "The vote of <state> cannot be obtained by <call>.": (
        "<state> vəziyyətində səsvermənin nəticəsi <call> ilə alına bilməz."
    ),
    "add <kind> to its `obtained`": "`obtained` açarına <kind> əlavə edin",
    "<state> takes nominations, and no vote here elects anybody.": (
        "<state> vəziyyətində namizədlər göstərilir, lakin heç bir səsvermədə kimsə seçilmir."
    ),
    "give a vote an `election:`, or remove the nominations": (
        "səsverməyə `election:` əlavə edin və ya namizəd göstərilməsini silin"
    ),
    "The vote of <state> has options, and is on a motion.": (
        "<state> vəziyyətində səsvermənin variantları var, halbuki o, təklif üzrədir."
    ),
    "remove them, or give it an `election:`": "onları silin və ya `election:` əlavə edin",
    "<call> gives an office to whoever is elected, and nobody is elected here.": (
        "<call> seçilənə vəzifə verir, burada isə heç kim seçilmir."
    ),
    "give a vote an `election:`, and an earlier state `nominations:` of persons": (
        "səsverməyə `election:`, əvvəlki vəziyyətə isə şəxslərin `nominations:` açarını əlavə edin"
    ),
    "<call> can be refused, and nobody takes <rule>, who could mend it.": (
        "<call> rədd oluna bilər, <rule> keçidini isə bunu düzəldə biləcək bir şəxs etmir."
    ),
    "let a later action that is taken `by:` give it": "onu `by:` ilə edilən sonrakı addım versin",
    "<call> ends a term on a day or after a time, not both.": (
        "<call> üçün müddət ya bir gündə, ya da bir müddətdən sonra bitir, hər ikisi yox."
    ),
    "keep one of `until` and `lasts`": "`until` və `lasts` açarlarından birini saxlayın",
    "The office <office> lies in a body, and <call> names none.": (
        "<office> vəzifəsi bir orqana aiddir, <call> isə orqan göstərmir."
    ),
    "add `body:`": "`body:` əlavə edin",
    "give the name of a choice whose choices are among <names>": (
        "seçimləri bunlardan olan bir sahənin adını yazın: <names>"
    ),
    "The election of <state> has no options, and nobody is nominated before it.": (
        "<state> vəziyyətində seçkinin variantları yoxdur və əvvəlcə heç kim namizəd göstərilmir."
    ),
    "give an earlier state `nominations:`, or the vote `options:`": (
        "əvvəlki vəziyyətə `nominations:` və ya səsverməyə `options:` əlavə edin"
    ),
    "The election of <state> is had by acclamation alone, and somebody may object.": (
        "<state> vəziyyətində seçki yalnız aklamasiya ilə, səsvermədən olur, halbuki kimsə etiraz edə bilər."
    ),
    "add ballots or hand_count, and a transition for it": (
        "ballots və ya hand_count, bir də onun keçidini əlavə edin"
    ),
    "The vote of <state> chooses among texts, and only people are elected by acclamation.": (
        "<state> səsverməsi mətnlər arasında seçir, aklamasiya ilə isə yalnız şəxslər seçilir."
    ),
    "remove without_vote": "without_vote sözünü silin",
    "<call> obtains the result of <kind>, and the vote of <state> is none.": (
        "<call> <kind> nəticəsini verir, <state> səsverməsi isə belə deyil."
    ),
    "use <name>": "<name> yazın",
    "The vote of <state> is open for <least> at least, and lasts <lasts>.": (
        "<state> səsverməsi ən azı <least> açıq qalır, müddəti isə <lasts>."
    ),
    "write <lasts> or less": "<lasts> və ya daha az yazın",
    "One person alone enters by <rule> what the tellers counted.": (
        "<rule> keçidində hesablayıcıların saydığını yalnız bir şəxs daxil edir."
    ),
    "write `approvals: 2`": "`approvals: 2` yazın",
    "Nobody can object before <rule> elects without a ballot.": (
        "<rule> səsvermədən seçməzdən əvvəl heç kim etiraz edə bilmir."
    ),
    "require `not_taken` of a transition that members take to object": (
        "üzvlərin etiraz üçün etdiyi keçidə `not_taken` şərtini əlavə edin"
    ),
    "The default option <name> is none of the vote's options.": (
        "Əsas variant <name> səsvermənin variantları arasında yoxdur."
    ),
    "add <name> to `options:`": "`options:` açarına <name> əlavə edin",
    "The election of <state> asks for <name>, and no nomination says it.": (
        "<state> vəziyyətində seçki <name> tələb edir, lakin namizəd göstəriləndə bu deyilmir."
    ),
    "add <name> to `traits` of the nominations": "namizəd göstərilməsinin `traits` açarına <name> əlavə edin",
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
