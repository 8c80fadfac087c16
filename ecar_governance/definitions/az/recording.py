"""What is found of a record that cannot be read, and of a rule in it that cannot be one."""

from __future__ import annotations

RECORDING: dict[str, str] = {
    # --- JSON ---
    "This is not JSON: <said>.": "Bu, JSON deyil: <said>.",
    "here is no value that JSON has": "burada JSON-da olan heç bir qiymət yoxdur",
    "a key in double quotes is missing here": "burada qoşa dırnaqda açar çatışmır",
    "a colon is missing here": "burada iki nöqtə çatışmır",
    "a comma or a closing bracket is missing here": "burada vergül və ya bağlayan mötərizə çatışmır",
    "the text that begins here has no closing quote": "burada başlayan mətnin bağlayan dırnağı yoxdur",
    "a line break or another control character stands within a text": (
        "mətnin içində sətir sonu və ya başqa idarəedici simvol var"
    ),
    "something follows after the end of the record": "qeyd bitdikdən sonra başqa nə isə gəlir",
    "this is not as JSON has it": "bu, JSON-un qaydası ilə yazılmayıb",
    "write one record, or each record on a line of its own": (
        "bir qeyd yazın və ya hər qeydi ayrıca sətirdə yazın"
    ),
    "This is not UTF-8 text.": "Bu, UTF-8 mətni deyil.",
    "save the file in the encoding UTF-8": "faylı UTF-8 kodlaşdırması ilə saxlayın",
    "Brackets are nested too deep for a record.": "Mötərizələr qeyd üçün həddən artıq dərin yerləşib.",
    "write it flatter": "onu daha az qatla yazın",
    "“<name>” stands twice in one object, and only one of them can be meant.": (
        "“<name>” bir obyektdə iki dəfə yazılıb, nəzərdə tutulan isə yalnız biri ola bilər."
    ),
    "keep one of them": "onlardan birini saxlayın",
    "<number> is no number that JSON has.": "<number> JSON-da olan ədəd deyil.",
    "write a number, or leave it out": "ədəd yazın və ya onu yazmayın",
    "Here is half a character, which no text has.": "Burada simvolun yalnız yarısı var, mətndə belə olmur.",
    r"write the character itself, or both halves of it as \ud83d\ude00 has them": (
        r"simvolun özünü və ya hər iki yarısını yazın, məsələn: \ud83d\ude00"
    ),
    "This is a list, and a file holds one record, or each on a line of its own.": (
        "Bu, siyahıdır; faylda isə bir qeyd olur və ya hər qeyd ayrıca sətirdə yazılır."
    ),
    "leave out the brackets around the records and the commas between them": (
        "qeydləri əhatə edən mötərizələri və onların arasındakı vergülləri silin"
    ),
    # --- fields ---
    "This is not a vote record.": "Bu, səsvermənin qeydi deyil.",
    "This is not a vote record: <said>": "Bu, səsvermənin qeydi deyil: <said>",
    "This is not a vote record: <said>.": "Bu, səsvermənin qeydi deyil: <said>.",
    "The vote has no result yet: there is nothing to recount.": (
        "Səsvermənin nəticəsi hələ yoxdur: yenidən sayılacaq bir şey yoxdur."
    ),
    "There is no field “<name>” here.": "Burada “<name>” adlı sahə yoxdur.",
    "The field “<name>” is missing.": "“<name>” sahəsi çatışmır.",
    "Here is <said>, and it takes <who>.": "Burada yazılan: <said>; lazım olan: <who>.",
    "the text “<name>”": "“<name>” mətni",
    "the number <number>": "<number> ədədi",
    "a list": "siyahı",
    "an object": "obyekt",
    "text": "mətn",
    "true or false": "true və ya false",
    "a whole number": "tam ədəd",
    "an exact number": "dəqiq ədəd",
    "one of these": "bunlardan biri",
    "write <name>": "<name> yazın",
    "write it in [ ]": "onu [ ] içində yazın",
    "write it in { }": "onu { } içində yazın",
    "write it in double quotes": "onu qoşa dırnaqda yazın",
    "write true or false, without quotes": "dırnaqsız true və ya false yazın",
    "write digits alone, without quotes and without a point": (
        "dırnaqsız və nöqtəsiz, yalnız rəqəmlərlə yazın"
    ),
    'write a fraction in quotes, such as "2/3"': 'kəsri dırnaqda yazın, məsələn: "2/3"',
    # --- a rule ---
    "A threshold says one of at_least, more_than and number.": (
        "Hədd bunlardan yalnız birini göstərir: at_least, more_than, number."
    ),
    "write more_than: 1/2": "more_than: 1/2 yazın",
    "A number needed is a whole one from 1 up, not <given>.": (
        "Tələb olunan say 1 və ya ondan böyük tam ədəd olmalıdır, bu isə belə deyil: <given>."
    ),
    "A share is an exact fraction, not <given>.": "Pay dəqiq kəsr olmalıdır, bu isə belə deyil: <given>.",
    "write it as 2/3": "onu 2/3 kimi yazın",
    "A share of <share> lies outside 0 to 1.": "<share> payı 0 ilə 1 arasında deyil.",
    "A share of more than all can never be met.": "Hamıdan artıq pay heç vaxt əldə oluna bilməz.",
    "say at least 1/1": "at_least: 1/1 yazın",
    "What does in place of a majority has nothing in its own place.": (
        "Səs çoxluğunu əvəz edənin özünün əvəzi olmur."
    ),
    "write them in one list, under the first": "onları birincinin altında bir siyahıda yazın",
    "A rule needs at least one majority.": "Qaydada ən azı bir səs çoxluğu olmalıdır.",
    "A vote is asked for by one objection or more, not <given>.": (
        "Səsvermə bir və ya daha çox etirazla tələb olunur, bu isə belə deyil: <given>."
    ),
    "write objections: 1, or objections: recorded": "objections: 1 və ya objections: recorded yazın",
    "An election chooses in heads by its own method; <name> does not go with it.": (
        "Seçki öz üsulu ilə, səslərin sayı üzrə keçirilir; <name> onunla bir yerdə olmur."
    ),
    "say it in `election`, or leave it out": "onu `election` içində deyin və ya yazmayın",
    "Consent is of one member or more, each named once.": (
        "Razılıq bir və ya bir neçə üzvün olur, hər birinin adı bir dəfə yazılır."
    ),
    "What withholds consent is missing.": "Nə edənin razılıq verməmiş sayıldığı göstərilməyib.",
    "write withheld_by: [against]": "withheld_by: [against] yazın",
    "What it takes once the earlier vote has carried is missing.": (
        "Əvvəlki səsvermədə təklif qəbul edildikdə nəyin lazım olduğu göstərilməyib."
    ),
    "write carried: {at_least: 2/3, of: for_and_against}": (
        "carried: {at_least: 2/3, of: for_and_against} yazın"
    ),
    "The earlier vote was <result>; the majority is not the one that it chose.": (
        "Əvvəlki səsvermənin nəticəsi: <result>; səs çoxluğu isə onun müəyyən etdiyi deyil."
    ),
    "write the majority that follows from the earlier result": (
        "əvvəlki nəticədən irəli gələn səs çoxluğunu yazın"
    ),
    "A seat holds no proxy or some, not <given>.": (
        "Bir yerin etibarnamələrinin sayı 0 və ya ondan çox olmalıdır, bu isə belə deyil: <given>."
    ),
    # --- what stands for nothing ---
    "The rule is of <what>, and “<name>” says nothing there.": (
        "Qayda <what> üçündür, “<name>” isə orada heç nə bildirmir."
    ),
    "leave it out, or correct the rule": "onu yazmayın və ya qaydanı düzəldin",
    "It was adopted without a vote, and “<name>” tells of one.": (
        "Səsvermə keçirilmədən qəbul olunub, “<name>” isə səsvermədən xəbər verir."
    ),
    "leave it out, or correct obtained": "onu yazmayın və ya obtained sahəsini düzəldin",
    "Marks of voters are held against papers, and there are none.": (
        "Səs verənlərin qeydləri bülletenlərlə müqayisə edilir, bülleten isə yoxdur."
    ),
    "leave it out, or give the papers": "onu yazmayın və ya bülletenləri göstərin",
    "The rule leaves no equals to a casting vote, and one is on record.": (
        "Qayda bərabər olanları həlledici səsə buraxmır, qeyddə isə belə səs var."
    ),
    "The method asks no ratio of an option, and <option> has one.": (
        "Bu üsulda variantdan nisbət tələb olunmur, <option> variantında isə nisbət var."
    ),
    "The rule counts heads, and “<name>” tell weights.": (
        "Qayda çəkiləri deyil, üzvləri sayır, “<name>” isə çəkilər göstərir."
    ),
    "The chair's casting vote is on record, and by the rule there was none to give.": (
        "Qeyddə sədrin həlledici səsi var, qaydaya görə isə belə səs verilməməli idi."
    ),
    "Two votes of this file are called <vote>, and came to different results.": (
        "Bu faylda <vote> adlı iki səsvermə var və nəticələri fərqlidir."
    ),
    "give each vote an id of its own": "hər səsverməyə ayrıca id verin",
    "The rule counts weights, and what each seat weighs is not on record.": (
        "Qayda çəkiləri sayır, qeyddə isə hər yerin çəkisi göstərilməyib."
    ),
    "list the seats with their weights under electorate": (
        "yerləri çəkiləri ilə birlikdə electorate altında sadalayın"
    ),
    # --- counting ---
    "<number> votes are on record, and only <entitled> are entitled.": (
        "Qeyddəki səslərin sayı <number>, səsvermə hüququ isə yalnız <entitled> üzvdə var."
    ),
    "Besides those named, <number> are entitled: too many to be seats by name.": (
        "Adı çəkilənlərdən başqa səsvermə hüququ olanların sayı <number>: "
        "adbaad yer olmaq üçün həddən artıqdır."
    ),
    "give counts": "counts göstərin",
    "Nothing can be decided: <said>": "Heç nə həll etmək mümkün deyil: <said>",
    "The lot has no seed.": "Püşkün açıq mətni yoxdur.",
    "give the public seed of the lot": "püşkün açıq mətnini seed: ilə yazın",
    "The rule asks for the <counting> of <chamber>, and they were not counted.": (
        "Qayda bunu tələb edir, o isə sayılmayıb: <counting>, <chamber>."
    ),
    "What passes without a vote has no counts.": "Səsvermə keçirilmədən qəbul olunanın sayı olmur.",
    "The count cannot be right.": "Say belə ola bilməz.",
    "This rule is a motion's: it elects nobody.": "Bu qayda təklif üzrə səsvermənindir: heç kimi seçmir.",
    "<number> stand for <seats> seats.": "Namizədlərin sayı <number>, yerlərin sayı isə <seats>.",
    "Marks cannot be added up where papers rank.": (
        "Bülletenlərdə sıralama olduqda işarələri toplamaq olmaz."
    ),
    "give the papers, as bundles": "bülletenləri bundles kimi yazın",
    "Nobody is there to agree.": "Razılıq verəcək heç kim iştirak etmir.",
    "The caps and reserved places of the rule do not let all of them be elected.": (
        "Qaydadakı hədlər və ayrılmış yerlər onların hamısının seçilməsinə imkan vermir."
    ),
}
