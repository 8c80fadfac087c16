"""What is found of papers and counts, and of a record that is counted again."""

from __future__ import annotations

COUNTING: dict[str, str] = {
    # --- papers and numbers ---
    "<number> are said to be present, and only <entitled> are entitled.": (
        "İştirak edənlər <number> göstərilib, səsvermə hüququ isə yalnız <entitled> üzvdə var."
    ),
    "<number> take no part, and <voted> of <entitled> voted.": (
        "<number> üzv iştirakdan imtina edib, <entitled> üzvdən isə <voted> üzv səs verib."
    ),
    "<member>, whose consent is asked, is not in the electorate.": (
        "Razılığı tələb olunan <member> səs verənlərin siyahısında yoxdur."
    ),
    "The consent of <member> is needed, and they are not there.": (
        "Bunların razılığı tələb olunur, özləri isə iştirak etmir: <member>."
    ),
    "A paper in parts needs a rule that allows it, and a seat.": (
        "Hissələrə bölünmüş bülleten üçün bunu nəzərdə tutan qayda və üzv yeri lazımdır."
    ),
    "A paper's choice is none of <choices>.": "Bülletendəki seçim bunlardan heç biri deyil: <choices>.",
    "“<name>” says <number>, and the counts say <counted>.": (
        "“<name>” üçün <number> yazılıb, saylarda isə <counted> göstərilib."
    ),
    "write <name> within counts": "<name> counts içində yazılsın",
    "Whether a consent that is needed was withheld cannot be told from numbers.": (
        "Tələb olunan razılığın verilib-verilmədiyi saylardan bilinmir."
    ),
    "give ballots: by member": "səsləri üzvlər üzrə ballots: ilə yazın",
    "<number> are said to be entitled, and <listed> are listed.": (
        "Səsvermə hüququ olanların sayı <number> yazılıb, siyahıda isə <listed> yer var."
    ),
    "leave it out, or list them all": "onu yazmayın və ya hamısını siyahıya salın",
    "How many were present does not tell which of those listed.": (
        "İştirak edənlərin sayı siyahıdakılardan kimin iştirak etdiyini bildirmir."
    ),
    "name the seats that were present": "iştirak edən üzv yerlərinin adlarını yazın",
    "<seat> is <name>, and not in the electorate.": "<seat> (<name>) səs verənlərin siyahısında yoxdur.",
    "list it in the electorate": "onu electorate siyahısına əlavə edin",
    "A part is for, against or abstain, and not below zero.": (
        "Hissə ya lehinə, ya əleyhinə, ya da bitərəf olur və sıfırdan az ola bilməz."
    ),
    "Nobody is entitled to vote.": "Heç kimin səsvermə hüququ yoxdur.",
    "Nobody votes in the chamber <chamber>.": "<chamber> palatasında səsverən yoxdur.",
    "Seat <seat> divides more than its weight of <weight>.": (
        "<seat> üzv yeri çəkisindən artığını bölür; çəkisi: <weight>."
    ),
    "Seat <seat> has <number> papers.": "<seat> üzv yerinin bülletenlərinin sayı: <number>.",
    "Seat <seat> has a paper but no mark of having voted.": (
        "<seat> üzv yerinin bülleteni var, səs verdiyi isə qeyd olunmayıb."
    ),
    "Seat <seat> has the weight <weight>.": "<seat> üzv yerinin çəkisi belə göstərilib: <weight>.",
    "Seat <seat> is <number> times in the electorate.": (
        "<seat> üzv yeri səs verənlərin siyahısında bu qədər dəfə var: <number>."
    ),
    "Seat <seat> is not in the electorate.": "<seat> üzv yeri səs verənlərin siyahısında yoxdur.",
    "Seat <seat> takes no part.": "<seat> üzv yeri səsvermədə iştirakdan imtina edib.",
    "Seat <seat> voted and is not in the electorate.": (
        "<seat> üzv yeri səs verib, səs verənlərin siyahısında isə yoxdur."
    ),
    "The papers do not add up to <number>.": "Bülletenlərin cəmi bu deyil: <number>.",
    "The rule bars abstentions.": "Qaydaya görə bitərəf qalmaq olmaz.",
    "The weights cannot be right.": "Çəkilər belə ola bilməz.",
    "There are <papers> papers and <marks> marks of voters.": (
        "Bülletenlərin sayı <papers>, səs verdiyi qeyd olunanların sayı isə <marks>."
    ),
    "There are <papers> papers for <seats> seats.": "<seats> üzv yeri üçün bülletenlərin sayı: <papers>.",
    "There are <votes> votes and only <present> present.": (
        "Səslərin sayı <votes>, iştirak edənlərin sayı isə yalnız <present>."
    ),
    "Voters and those who did not vote are not all the entitled.": (
        "Səs verənlərlə səs verməyənlər birlikdə səsvermə hüququ olanların hamısı deyil."
    ),
    "Whose consent is given cannot be told from papers without seats.": (
        "Üzv yeri göstərilməyən bülletenlərdən kimin razılıq verdiyini bilmək olmur."
    ),
    "correct the votes or the number present": "səsləri və ya iştirak edənlərin sayını düzəldin",
    "“<side>” cannot weigh <told>: <heads> of those present weigh <least> to <most>.": (
        "“<side>” <told> çəki ola bilməz: iştirak edənlərdən <heads> yerin çəkisi"
        " <least> ilə <most> arasındadır."
    ),
    "“<name>” is a whole number from 0 up, not <given>.": (
        "“<name>” 0 və ya ondan böyük tam ədəd olmalıdır, bu isə belə deyil: <given>."
    ),
    "<option> has <votes> votes on <papers> papers.": (
        "<option>: səslərin sayı <votes>, bülletenlərin sayı isə <papers>."
    ),
    "<papers> papers of <least> to <most> marks cannot hold <marks> marks.": (
        "Hər birində <least> ilə <most> arasında işarə olan <papers> bülletendə bu qədər işarə ola bilməz: "
        "<marks>."
    ),
    "No option can have the id “<name>”.": "“<name>” adlı variant ola bilməz.",
    "Option <option> is there <number> times.": "<option> variantı siyahıda bu qədər dəfə var: <number>.",
    "Paper <paper> is <state> and yet has marks.": (
        "<paper> nömrəli bülletenin halı belədir: <state>; üzərində isə işarələr var."
    ),
    "Paper <paper> stands for <number> papers; it takes a whole number from 1 on.": (
        "<paper> nömrəli sətir <number> bülleteni bildirir; 1 və ya ondan böyük tam ədəd lazımdır."
    ),
    "Paper <paper> <said>.": "<paper> nömrəli bülleten: <said>.",
    "has no marks, or an empty place in its order": "işarəsi yoxdur və ya sıralamasında boş yer var",
    "names an option that is not on the list": "siyahıda olmayan variantı göstərir",
    "names an option twice": "bir variantı iki dəfə göstərir",
    "ranks options where they are only marked": "yalnız işarələnməli olan variantları sıralayır",
    "has <marks> marks and may have <most>": "işarələrin sayı <marks>, icazə verilən isə <most>",
    "has <marks> marks and must have <least>": "işarələrin sayı <marks>, tələb olunan isə <least>",
    "ranks options equally where the method has no equal ranks": (
        "bu üsulda bərabər yerlər olmadığı halda variantları bərabər yerə qoyur"
    ),
    "The casting vote is for <option>, who is none.": (
        "Həlledici səs verilən <option> namizədlər arasında yoxdur."
    ),
    "The default option <option> does not stand, or has a ratio of its own.": (
        "İlkin <option> variantı siyahıda yoxdur və ya onun öz nisbəti var."
    ),
    "The papers cannot be counted: <said>": "Bülletenləri saymaq mümkün deyil: <said>",
    "The ratio of <option> is one or more, not <ratio>.": (
        "<option> üçün nisbət bir və ya ondan böyük olmalıdır, bu isə belə deyil: <ratio>."
    ),
    "There are <papers> papers and only <present> present.": (
        "Bülletenlərin sayı <papers>, iştirak edənlərin sayı isə yalnız <present>."
    ),
    "There are <papers> papers or present, and only <entitled> are entitled.": (
        "Bülletenlərin və ya iştirak edənlərin sayı <papers>, səsvermə hüququ olanların sayı isə <entitled>."
    ),
    "There are votes for <option>, who does not stand.": (
        "Namizədlər arasında olmayan <option> üçün səslər var."
    ),
    # --- a record ---
    "<number> are named, and only <entitled> are entitled.": (
        "<number> üzv yerinin adı çəkilib, səsvermə hüququ isə yalnız <entitled> üzvdə var."
    ),
    "<seat> is named <number> times.": "<seat> bu qədər dəfə göstərilib: <number>.",
    "<choice> is no choice.": "<choice> seçimlər arasında yoxdur.",
    "Whether a consent that is needed was withheld cannot be told without the electorate.": (
        "Tələb olunan razılığın verilib-verilmədiyi səsvermə hüququ olanların siyahısı olmadan bilinmir."
    ),
    "list the seats with their institutions under electorate:": (
        "yerləri müəssisələri ilə birlikdə electorate: altında sadalayın"
    ),
    "How many were entitled is missing.": "Səsvermə hüququ olanların sayı göstərilməyib.",
    "How many were entitled and present is missing.": (
        "Səsvermə hüququ olanların və iştirak edənlərin sayı göstərilməyib."
    ),
    "Papers and ballots say the same thing twice.": "`papers` və `ballots` eyni məlumatı iki dəfə verir.",
    "Papers were handed in: that is no acclamation.": (
        "Bülletenlər təqdim olunub: bu, səsverməsiz seçilmə deyil."
    ),
    "The majority is chosen by <vote>: <result> on record, and <word> when counted.": (
        "Səs çoxluğunu <vote> müəyyən edir; nəticəsi qeydə görə: <result>, yenidən sayıldıqda: <word>."
    ),
    "The majority is chosen by the vote <vote>, and nothing says what became of that one.": (
        "Səs çoxluğunu <vote> səsverməsi müəyyən edir, onun nəticəsi isə göstərilməyib."
    ),
    "The record does not say what was handed in.": "Qeyddə nəyin təqdim olunduğu göstərilməyib.",
    "The record does not say who stood.": "Qeyddə namizədlər göstərilməyib.",
    "The record says what was handed in in one way: papers, bundles or marks.": (
        "Qeyddə təqdim olunanlar yalnız bir üsulla göstərilir: papers, bundles və ya marks."
    ),
    "This record is of a motion.": "Bu, təklif üzrə səsvermənin qeydidir.",
    "Ballots held one after the other are an election's, and each has its own papers.": (
        "Bir-birinin ardınca keçirilən turlar seçkidə olur və hər turun öz bülletenləri var."
    ),
    "Ballot <place> decided (<result>), and others are on record after it.": (
        "<place> nömrəli tur nəticə verib (<result>), qeyddə isə ondan sonra da turlar var."
    ),
    "Ballot <place>: <said>": "<place> nömrəli tur: <said>",
    "<number> seats voted, but there are <papers> papers.": (
        "<number> üzv yeri səs verib, bülletenlərin sayı isə <papers>."
    ),
    "<options> stood, and by the rule did not go on to this ballot.": (
        "Qaydaya görə bu tura keçməyənlər namizəd olub: <options>."
    ),
    "<option> is none of the record's candidates.": "<option> qeyddəki namizədlər arasında yoxdur.",
    "give papers, ballots or counts": "papers, ballots və ya counts göstərin",
    "give candidates": "candidates göstərin",
    "leave `obtained` out": "`obtained` yazmayın",
    "put what was handed in into `held`": "təqdim olunanları `held` altında yazın",
    "put its record before this one, or write `result` and `otherwise` under `chosen_by`": (
        "onun qeydini bundan əvvəl yerləşdirin və ya `chosen_by` altında `result` və `otherwise` yazın"
    ),
    "say entitled: and their number": "entitled: və onların sayını yazın",
    "say entitled: and present:": "entitled: və present: yazın",
    "write one of <first>, <second>": "bunlardan birini yazın: <first>, <second>",
    "The rule bars abstentions, and these abstained: <seats>.": (
        "Qaydaya görə bitərəf qalmaq olmaz, bitərəf qalanlar isə bunlardır: <seats>."
    ),
    "The rule bars abstentions, and on record are so many: <number>.": (
        "Qaydaya görə bitərəf qalmaq olmaz, qeyddəki bitərəf səslərin sayı isə: <number>."
    ),
    "Whoever is there must vote, and these did not: <seats>.": (
        "İştirak edən hər kəs səs verməlidir, səs verməyənlər isə bunlardır: <seats>."
    ),
    "Whoever is there must vote, and so many did not: <number>.": (
        "İştirak edən hər kəs səs verməlidir, səs verməyənlərin sayı isə: <number>."
    ),
    "On record as taking no part and as having voted: <seats>.": (
        "Qeydə görə həm səsvermədə iştirakdan imtina edib, həm də səs verib: <seats>."
    ),
    "On record as taking no part and as having objected: <seats>.": (
        "Qeydə görə həm səsvermədə iştirakdan imtina edib, həm də etiraz edib: <seats>."
    ),
    "On record as having objected and not as present: <seats>.": (
        "Qeydə görə etiraz edib, iştirak edənlər arasında isə yoxdur: <seats>."
    ),
    "“<name>”: the chambers have <number> together, and everybody <counted>.": (
        "“<name>”: palatalarda birlikdə <number>, hamı üzrə isə <counted> göstərilib."
    ),
    "Of no chamber are <seats> of those entitled, and <votes> of the votes.": (
        "Heç bir palataya aid olmayanlar: səsvermə hüququ olanların sayı <seats>, səslərin sayı <votes>."
    ),
    "Closed at <closed>; the rule has it open for <least>, until <until>.": (
        "Bağlanıb: <closed>; qaydaya görə <least> müddətində, bu vaxtadək açıq qalmalıdır: <until>."
    ),
    # --- when it was open ---
    "This is not a vote record: <error>.": "Bu, səsvermə qeydi deyil: <error>.",
    "“<key>”: <value> is no instant.": "“<key>”: <value> vaxt göstəricisi deyil.",
    "“<key>”: <value> does not say its offset from UTC.": "“<key>”: <value> UTC-dən fərqi göstərmir.",
    "“<key>”: <value> and <least> are more than the calendar has.": (
        "“<key>”: <value> və <least> birlikdə təqvimin hüdudlarından kənardadır."
    ),
    "There is “<there>” and no “<missing>”.": "“<there>” var, “<missing>” isə yoxdur.",
    "Closed at <closed>, before it was opened at <opened>.": (
        "Bağlanma vaxtı açılma vaxtından əvvəldir: bağlanıb <closed>, açılıb <opened>."
    ),
    "The two instants have different offsets, and nothing says by which clock days are counted.": (
        "İki vaxtın UTC-dən fərqi müxtəlifdir, günlərin hansı saat qurşağı ilə sayıldığı isə göstərilməyib."
    ),
    "When a whole election was open is told by ballot.": (
        "Bütöv seçkidə səsvermənin nə vaxt açıq olduğu hər tur üçün ayrıca göstərilir."
    ),
    "write it as 2026-11-23T12:00:00+04:00": "belə yazın: 2026-11-23T12:00:00+04:00",
    "write zone, such as Asia/Baku": "zone yazın, məsələn Asia/Baku",
    "write <missing> too, or leave both out": "bunu da yazın: <missing>; və ya hər ikisini silin",
    "write an instant at the opening or later": "açılma vaxtını və ya ondan sonrakı vaxtı yazın",
    "write opened_at and closed_at in each ballot of `held`": (
        "`held` altındakı hər turda opened_at və closed_at yazın"
    ),
    # --- what is claimed, and what is counted ---
    "Counted again: the result is the one claimed.": "Yenidən sayıldı: nəticə göstərilənlə eynidir.",
    "The record claims no result to hold this against.": "Qeyddə müqayisə üçün nəticə göstərilməyib.",
    "<all> votes counted again: <same> as on record, <other> otherwise; <none> cannot be counted.": (
        "Yenidən sayılan səsvermələr: <all>. Qeyddəki kimi: <same>; fərqli: <other>; saymaq mümkün "
        "olmayan: <none>."
    ),
    "Counted again, the result is another than the one claimed: <said>.": (
        "Yenidən sayıldıqda nəticə göstəriləndən fərqlidir: <said>."
    ),
    "On record elected: <elected>; by its own rule: <counted>.": (
        "Qeydə görə seçilənlər: <elected>; öz qaydasına görə: <counted>."
    ),
    "The record claims a count, and there was no quorum for one.": (
        "Qeyddə sayın nəticəsi göstərilib, say üçün isə yetərsay olmayıb."
    ),
    "“<name>” is claimed, and a motion has no such thing.": (
        "“<name>” göstərilib, təklif üzrə səsvermədə isə belə bir şey olmur."
    ),
    "On record it was <result>; by its own rule it is <word> (<decided_by>).": (
        "Qeydə görə nəticə: <result>; öz qaydasına görə: <word> (<decided_by>)."
    ),
    "On record elected in this order: <elected>; counted: <counted>.": (
        "Qeydə görə seçilmə ardıcıllığı: <elected>; yenidən sayıldıqda: <counted>."
    ),
    "On record ranked <elected>; counted: <counted>.": (
        "Qeydə görə sıralama: <elected>; yenidən sayıldıqda: <counted>."
    ),
    "On record <elected> were needed; counted: <counted>.": (
        "Qeydə görə <elected> səs lazım idi; yenidən sayıldıqda: <counted>."
    ),
    "On record dropped: <elected>; counted: <counted>.": (
        "Qeydə görə çıxarılanlar: <elected>; yenidən sayıldıqda: <counted>."
    ),
    "On record decided by <decided_by>; counted: <counted>.": (
        "Qeydə görə nəticənin əsası: <decided_by>; yenidən sayıldıqda: <counted>."
    ),
    "On record there were <elected> rounds; counted: <counted>.": (
        "Qeydə görə turların sayı: <elected>; yenidən sayıldıqda: <counted>."
    ),
    "In round <place> <option> had <elected> on record; counted: <counted>.": (
        "<place> nömrəli turda <option> qeydə görə <elected> səs toplayıb; yenidən sayıldıqda: <counted>."
    ),
    "On record <votes> put <option> before <member>; <said>.": (
        "Qeydə görə <option> variantını <member> variantından üstün tutanlar: <votes>; <said>."
    ),
    "nobody counted it": "yenidən sayıldıqda belə müqayisə olmayıb",
    "counted: <votes>": "yenidən sayıldıqda: <votes>",
}
