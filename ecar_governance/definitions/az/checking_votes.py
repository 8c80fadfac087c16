"""What the checker finds of votes, elections, and opinions that are voted on."""

from __future__ import annotations

CHECKING_VOTES: dict[str, str] = {
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
        "vote_carried və vote_lost eyni vəziyyətə aparsın və eyni əməlləri olsun"
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
    "<rule> adopts without a vote, and nobody can object before.": (
        "<rule> addımı məsələni səsvermə keçirmədən qəbul edir, ondan əvvəl heç kim etiraz edə bilmir."
    ),
    "include the part `unopposed`, or add a transition with the effect record_objection": (
        "`unopposed` hissəsini daxil edin və ya record_objection əməli olan keçid əlavə edin"
    ),
    "Proxies vote in <state>, and seats that gave one are no part of a share `of: present`.": (
        "<state> vəziyyətində etibarnamə ilə səs verilir, etibarnamə verən yerlər isə `of: present` hesabına "
        "daxil deyil."
    ),
    "write `of: represented`: those present and those who gave a proxy": (
        "`of: represented` yazın: iştirak edənlər və etibarnamə verənlər"
    ),
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
    "<call> puts the question, and <rule> leads to no state.": (
        "<call> məsələni səsə qoyur, <rule> isə heç bir vəziyyətə aparmır."
    ),
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
        "<state> vəziyyətində seçki <name> tələb edir, lakin namizəd göstəriləndə bu yazılmır."
    ),
    "add <name> to `traits` of the nominations": "namizəd göstərilməsinin `traits` açarına <name> əlavə edin",
}
