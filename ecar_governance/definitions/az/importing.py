"""What is found in files of members, weights and dues, and refused of them by the record, in Azerbaijani."""

from __future__ import annotations

IMPORTING: dict[str, str] = {
    # The file.
    "<name> has <count> problem(s); nothing was imported.": (
        "<name> faylında <count> qüsur var, heç nə idxal edilmədi."
    ),
    "<name> has <count> problem(s); nothing was put on record.": (
        "<name> faylında <count> qüsur var, heç nə qeydə alınmadı."
    ),
    "<name> is not UTF-8 (byte <byte>).": "<name> UTF-8 kodlaşdırmasında deyil (bayt: <byte>).",
    "save the file as CSV UTF-8": "faylı CSV UTF-8 kimi saxlayın",
    "<name>:1: the header cannot be read: <fault>.": "<name>:1: başlıq sətri oxuna bilmir: <fault>.",
    "<name>:1: the header is that of no file that is read here.": (
        "<name>:1: başlıq sətri burada oxunan fayllardan heç birinə uyğun deyil."
    ),
    "A file has at most <most> rows.": "Bir faylda ən çoxu <most> sətir ola bilər.",
    "divide it": "onu hissələrə bölün",
    "The column <column> stands twice.": "<column> sütunu iki dəfə yazılıb.",
    "remove one of them": "onlardan birini silin",
    "There is no column <column>.": "Belə sütun nəzərdə tutulmayıb: <column>.",
    "The row cannot be read: <fault>.": "Sətir oxuna bilmir: <fault>.",
    "The row has <count> fields, the header <wanted>.": "Sətirdə <count> sahə var, başlıqda isə <wanted>.",
    # A field.
    "<column> holds a sign that cannot be seen (<sign>).": (
        "<column> sahəsində görünməyən işarə var (<sign>)."
    ),
    "<column> has more than <most> characters.": "<column> sahəsində <most> işarədən çox var.",
    "<column> is empty.": "<column> sahəsi boşdur.",
    "fill it in": "onu doldurun",
    "<code> is no code.": "<code> kod deyil.",
    "up to 40 letters, digits, - _ .": "40 işarəyədək hərf, rəqəm, - _ .",
    "<code> stands twice.": "<code> iki dəfə yazılıb.",
    "keep one of the rows": "sətirlərdən birini saxlayın",
    "remove the row": "sətri silin",
    "<day> is no date.": "<day> tarix deyil.",
    "write 2026-11-23": "2026-11-23 şəklində yazın",
    # Institutions and bodies.
    "<kind> is no kind of institution.": "<kind> müəssisə növü deyil.",
    "<country> is no country code.": "<country> ölkə kodu deyil.",
    "ISO 3166, as AZ": "ISO 3166 üzrə, məsələn, AZ",
    "<institution> has borne its present name since <day>.": (
        "<institution> indiki adını bu tarixdən daşıyır: <day>."
    ),
    "a later day": "daha sonrakı gün",
    "<institution> does not bear this name before <day>.": (
        "<institution> bu adı yalnız bu tarixdən daşıyır: <day>."
    ),
    "import it on that day": "onu həmin gün idxal edin",
    "<kind> is no kind of body.": "<kind> orqan növü deyil.",
    "working_group or presidium": "working_group və ya presidium",
    "A conference has exactly one plenary.": "Konfransın yalnız bir plenar iclas orqanı var.",
    "A body needs a name in both languages.": "Orqanın hər iki dildə adı olmalıdır.",
    # People and mandates.
    "The person cannot be registered like this.": "Şəxsi bu məlumatlarla qeydə almaq mümkün deyil.",
    "A person needs a name in Azerbaijani and in English.": (
        "Şəxsin adı həm Azərbaycan, həm də ingilis dilində yazılmalıdır."
    ),
    "The name holds a sign that cannot be seen.": "Adda görünməyən işarə var.",
    "A name has at most <most> characters.": "Adda ən çoxu <most> işarə ola bilər.",
    "<address> is not a mail address.": "<address> elektron poçt ünvanı deyil.",
    "This is not a mail address.": "Bu, elektron poçt ünvanı deyil.",
    "<language> is not a language here.": "<language> burada istifadə olunan dil deyil.",
    "az or en": "az və ya en",
    "<person> is told of otherwise in line <line>.": (
        "<person> barədə <line> nömrəli sətirdə başqa cür yazılıb."
    ),
    "make the rows agree": "sətirləri uyğunlaşdırın",
    "<address> belongs to somebody else.": "<address> başqasının ünvanıdır.",
    "give another address": "başqa ünvan göstərin",
    "<kind> is no mandate that a file can give.": "<kind> fayl ilə verilən səlahiyyət deyil.",
    "There is no institution <institution>.": "Belə müəssisə yoxdur: <institution>.",
    "import the institutions first": "əvvəlcə müəssisələri idxal edin",
    "<institution> is no member and has no seat.": "<institution> üzv deyil və üzv yeri yoxdur.",
    "import it as a member": "onu üzv kimi idxal edin",
    "There is no body <body>.": "Belə orqan yoxdur: <body>.",
    "import the bodies first": "əvvəlcə orqanları idxal edin",
    "A <kind> does not belong to <body>.": "<kind> səlahiyyəti <body> üçün deyil.",
    "name another body": "başqa orqan göstərin",
    "The term ends before it begins.": "Müddət başlamazdan əvvəl bitir.",
    "The term is over already.": "Müddət artıq bitib.",
    "This mandate stands in line <line> already.": "Bu səlahiyyət artıq <line> nömrəli sətirdə yazılıb.",
    "The rector's place of <institution> is filled in line <line> already.": (
        "<institution> üzrə rektorun yeri artıq <line> nömrəli sətirdə tutulub."
    ),
    "give the one before an end": "əvvəlkinin bitmə gününü göstərin",
    "The rector's place of <institution> is held by <person> at that time.": (
        "<institution> üzrə rektorun yeri həmin vaxt bu şəxsdədir: <person>."
    ),
    "give that mandate an end first": "əvvəlcə həmin səlahiyyətin bitmə gününü göstərin",
    "Nobody grants a mandate to themselves.": "Heç kim özünə səlahiyyət verə bilməz.",
    "ask a colleague": "həmkarınızdan xahiş edin",
    "Only an administrator makes another one.": "Yalnız inzibatçı başqa inzibatçı təyin edə bilər.",
    # What the record refuses, as its reasons are worded everywhere.
    "The body <body> is of another kind.": "Bu orqan başqa növdəndir: <body>.",
    "A conference has one presidium at most.": "Konfransın birdən artıq Rəyasət Heyəti ola bilməz.",
    "A mandate is delegated by whoever holds it.": "Səlahiyyəti yalnız onun sahibi həvalə edir.",
    "<institution> is a member; a file cannot take its seat away.": (
        "<institution> üzvdür; fayl onun üzv yerini götürə bilməz."
    ),
    "<institution> has no seat in the plenary.": (
        "Bu müəssisənin plenar iclasda üzv yeri yoxdur: <institution>."
    ),
    "Only an administrator may do this.": "Bunu yalnız inzibatçı edə bilər.",
    "The mandate has ended already.": "Səlahiyyətə artıq xitam verilib.",
    "The mandate would end before it begins.": "Səlahiyyət başlanmazdan əvvəl bitir.",
    "The office of <office> is held by <person> at that time: end that term first.": (
        "Həmin müddətdə bu vəzifə (<office>) tutulub: <person>. Əvvəlcə həmin müddətə son qoyun."
    ),
    "A mandate of this kind does not lie in <body>.": "Bu növ səlahiyyət bu orqana aid deyil: <body>.",
    "The rector's place of <institution> is held by somebody else at that time.": (
        "Həmin müddətdə bu müəssisənin rektor yeri tutulub: <institution>."
    ),
    # Weights and dues.
    "There is no seat <seat>.": "Belə üzv yeri yoxdur: <seat>.",
    "There is no seat <seat> in this body.": "Bu orqanda belə üzv yeri yoxdur: <seat>.",
    "import the members first": "əvvəlcə üzvləri idxal edin",
    "<weight> is no exact weight.": "<weight> dəqiq çəki deyil.",
    "write 12, 12.5 or 25/2": "12, 12.5 və ya 25/2 şəklində yazın",
    "<year> is no year.": "<year> il deyil.",
    "write 2026": "2026 şəklində yazın",
    "<day> is no day that has come.": "<day> çatmış gün deyil.",
    "write 2026-02-01, or leave it empty to take one back": (
        "2026-02-01 şəklində yazın və ya qeydi geri götürmək üçün boş saxlayın"
    ),
    "The dues of <institution> for <year> stand twice.": (
        "<institution> üçün <year> ilinin üzvlük haqqı iki dəfə yazılıb."
    ),
}
