"""What the reader of definitions finds: YAML, shapes, parts and parameters."""

from __future__ import annotations

READING: dict[str, str] = {
    # --- what cannot be read at all ---
    "<file> has one problem.": "<file> faylında bir səhv var.",
    "<file> has <count> problems.": "<file> faylındakı səhvlərin sayı: <count>.",
    "There is no file <file>.": "Belə fayl yoxdur: <file>.",
    "There is no file and no procedure <file>.": "Belə fayl və ya prosedur yoxdur: <file>.",
    "say one of <names>": "bunlardan birini yazın: <names>",
    "The procedure <name> cannot be put in force.": "<name> proseduru qüvvəyə minə bilməz.",
    "mend what is wrong, then try again": "səhvləri düzəldib yenidən cəhd edin",
    "<file> is a part of procedures, not one.": "<file> prosedur deyil, prosedurların hissəsidir.",
    "No conference is founded here yet.": "Burada hələ konfrans təsis edilməyib.",
    # --- YAML ---
    "The file has <count> bytes.": "Faylın ölçüsü <count> baytdır.",
    "keep it under 256 kB": "256 kB-dan az saxlayın",
    "Byte <byte> is not UTF-8.": "<byte> baytı UTF-8 deyil.",
    "save the file as UTF-8": "faylı UTF-8 kimi saxlayın",
    "The text is too long.": "Mətn çox uzundur.",
    "keep it under 256 kB, parts included": "hissələri ilə birlikdə 256 kB-dan az saxlayın",
    "There is a character that YAML does not allow.": "YAML-ın icazə vermədiyi işarə var.",
    "remove it": "silin",
    "Here stands a sign that nobody sees, U+<code>.": "Burada görünməyən işarə var: U+<code>.",
    "There is half of a surrogate pair.": "Surroqat cütünün yalnız yarısı var.",
    "The text cannot be read as YAML: <parser>.": "Mətn YAML kimi oxuna bilmir: <parser>.",
    "mend the file": "faylı düzəldin",
    "Tags are not used here.": "Burada teqlərdən istifadə olunmur.",
    "remove the directive": "göstərişi silin",
    "A second document begins.": "İkinci sənəd başlayır.",
    "keep one in each file": "hər faylda birini saxlayın",
    "The file is empty.": "Fayl boşdur.",
    "begin with `workflow:` and its name": "`workflow:` və prosedurun adı ilə başlayın",
    "There are more than <count> values.": "Qiymətlər icazə verilən saydan çoxdur: ən çoxu <count>.",
    "split the file": "faylı bölün",
    "The alias *<name> is not allowed.": "*<name> istinadına icazə verilmir.",
    "write it out, or in quotes": "bütöv və ya dırnaqda yazın",
    "remove it, or put it in quotes": "silin və ya dırnağa alın",
    "The anchor &<name> is not allowed.": "&<name> lövbərinə icazə verilmir.",
    "The tag <name> is not allowed.": "<name> teqinə icazə verilmir.",
    "Values are nested over <count> deep.": "Qiymətlər <count> qatdan dərin yerləşir.",
    "flatten them": "qatları azaldın",
    "A key must be a word.": "Açar söz olmalıdır.",
    "use a plain name as key": "açar kimi sadə ad yazın",
    "Merge keys are not allowed.": "Birləşdirmə açarlarına icazə verilmir.",
    "write the keys out": "açarları bütöv yazın",
    "<name> stands here again; it was first given in line <line>.": (
        "<name> burada təkrar yazılıb; ilk dəfə <line> nömrəli sətirdə verilib."
    ),
    "keep one of them": "onlardan birini saxlayın",
    # --- values ---
    "<place> is a mapping of keys.": "<place>: burada açarlar olmalıdır.",
    "write `key: value`": "`açar: qiymət` şəklində yazın",
    "<place> has no key <name>.": "<place>: <name> adlı açar yoxdur.",
    "<name> has no value.": "<name> üçün qiymət yazılmayıb.",
    "give it one": "qiymət yazın",
    "<place> lacks <name>.": "<place>: <name> açarı çatışmır.",
    "add `<name>:`": "`<name>:` əlavə edin",
    "<place> is one value.": "<place>: burada bir qiymət olmalıdır.",
    "write it on one line": "bir sətirdə yazın",
    "<place> has no value.": "<place>: qiymət yazılmayıb.",
    "<place> is longer than <count> characters or has control characters.": (
        "<place>: <count> işarədən uzundur və ya görünməyən işarələri var."
    ),
    "shorten it, or type it anew": "qısaldın və ya yenidən yazın",
    "<name> is no language of <place>.": "<place>: <name> dil deyil.",
    "use a code of ISO 639-1": "ISO 639-1 kodu yazın",
    "<place> is missing in <name>.": "<place>: <name> dilində yazılmayıb.",
    "<name> cannot be a name.": "<name> ad ola bilməz.",
    "use a to z, 0 to 9 and _, beginning with a letter": "a-z, 0-9 və _ işarələrindən yazın, hərflə başlayın",
    "<place> cannot be <found>.": "<place>: <found> ola bilməz.",
    "<name> stands twice in <place>.": "<place>: <name> iki dəfə yazılıb.",
    "keep one": "birini saxlayın",
    "<place> is true or false, not <found>.": "<place>: true və ya false olmalıdır, <found> yox.",
    "write `true` or `false`": "`true` və ya `false` yazın",
    "<place> is a whole number from <least> to <most>, not <found>.": (
        "<place>: <least> ilə <most> arasında tam ədəd olmalıdır, <found> yox."
    ),
    "write digits without quotes": "rəqəmləri dırnaqsız yazın",
    "<place> of <found> can never be met.": "<place>: <found> heç vaxt ödənə bilməz.",
    "<place> is a fraction such as 2/3, not <found>.": "<place>: 2/3 kimi kəsr olmalıdır, <found> yox.",
    "write a fraction such as 1/2 or 2/3": "1/2 və ya 2/3 kimi kəsr yazın",
    "There is no time zone called <name>.": "<name> adlı saat qurşağı yoxdur.",
    "write it as Asia/Baku": "Asia/Baku kimi yazın",
    "<name> is not a duration.": "<name> müddət deyil.",
    "<name> lasts no time at all.": "<name> heç bir vaxt çəkmir.",
    "<name> is longer than a hundred years.": "<name> yüz ildən uzundur.",
    "write it as P30D, P2W, P1Y, PT2H or PT30M": "P30D, P2W, P1Y, PT2H və ya PT30M kimi yazın",
    "did you mean <name>?": "bəlkə <name> nəzərdə tutulur?",
    "use one of <names>": "bunlardan birini yazın: <names>",
    # --- plans of a migration ---
    "<version> is not three numbers.": "<version> üç ədəddən ibarət deyil.",
    "Cases cannot go over to their own version.": "İşlər öz versiyasına keçə bilməz.",
    "name another one": "başqasını yazın",
    # --- parts and parameters ---
    "The blank <name> is not filled: <question>": "<name> adlı boş yer doldurulmayıb: <question>",
    "give `<name>:` under `with`, or `value:` here, or say --set <again>=...": (
        "`with` altında `<name>:` və ya burada `value:` yazın, yaxud --set <again>=... göstərin"
    ),
    "The part brings <names>, and there are such <section> already.": (
        "Hissə bunları gətirir, halbuki onlar artıq var (<section>): <names>."
    ),
    "give it another `as:`": "başqa `as:` verin",
    "The part <name> includes itself.": "<name> hissəsi özünü daxil edir.",
    "The part <name> is nested more than <count> deep.": "<name> hissəsi <count> qatdan dərin yerləşir.",
    "write it out here": "burada bütöv yazın",
    "There are more than <count> parts.": "Hissələr icazə verilən saydan çoxdur: ən çoxu <count>.",
    "include fewer": "daha az hissə daxil edin",
    "There is no part called <name>.": "<name> adlı hissə yoxdur.",
    "The part has no parameter called <name>.": "Hissənin <name> adlı parametri yoxdur.",
    "It is a part of procedures, not one.": "Bu, prosedur deyil, prosedurların hissəsidir.",
    "include it in one": "onu prosedura daxil edin",
    "Another file already holds the procedure <name>.": "<name> proseduru artıq başqa fayldadır.",
    "give it a name of its own": "ona ayrıca ad verin",
    "<name> is no single value, so it cannot stand within a text.": (
        "<name> tək qiymət deyil, ona görə mətnin içində ola bilməz."
    ),
    "let it stand alone": "ayrıca yazın",
    "There is no parameter called <name>.": "<name> adlı parametr yoxdur.",
    "What is put in here is too long.": "Bura qoyulan mətn çox uzundur.",
    "shorten the values": "qiymətləri qısaldın",
    # --- the whole and its states ---
    "The version <name> is not three numbers.": "<name> versiyası üç ədəddən ibarət deyil.",
    "write it as 1.0.0": "1.0.0 kimi yazın",
    "<state> has regions, so <name> belongs into each of them.": (
        "<state> vəziyyətinin xətləri var, ona görə <name> hər xəttin içində yazılmalıdır."
    ),
    "move `<name>:` into a region": "`<name>:` açarını xəttin içinə köçürün",
    "<state> has inner states and does not say in which it begins.": (
        "<state> vəziyyətinin daxili vəziyyətləri var, lakin hansından başladığı yazılmayıb."
    ),
    "add `initial:`": "`initial:` əlavə edin",
    "<state> has no inner states, so <name> says nothing.": (
        "<state> vəziyyətinin daxili vəziyyətləri yoxdur, ona görə <name> burada mənasızdır."
    ),
    "remove it, or add `states:`": "silin və ya `states:` əlavə edin",
    "There is already a state called <name>.": "<name> adlı vəziyyət artıq var.",
    "A deadline says exactly one of `after`, `at` and `field`.": (
        "Müddətdə `after`, `at` və `field` açarlarından yalnız biri yazılır."
    ),
    "write `after: P30D`, or one of the others": "`after: P30D` və ya o birilərindən birini yazın",
    "<name> is no day and hour.": "<name> gün və saat deyil.",
    "write it as 2026-12-31T18:00, without a zone": "2026-12-31T18:00 kimi, saat qurşağı olmadan yazın",
    # --- guards, effects, invariants ---
    "A guard or effect is one name, with its parameters under it.": (
        "Şərt və ya əməl bir addan ibarətdir, parametrləri onun altında yazılır."
    ),
    "write `- name: {parameter: value}`": "`- ad: {parametr: qiymət}` şəklində yazın",
    "An invariant cannot say <names>.": "Həmişə doğru olan qaydada bu yazıla bilməz: <names>.",
    "write for instance `never: adopted` with `without: carried`": (
        "məsələn `never: adopted` və `without: carried` yazın"
    ),
    "It says only `true`.": "Burada yalnız `true` yazılır.",
    "write `true`": "`true` yazın",
    "A point is one of state, outcome, transition, effect and trigger.": (
        "Nöqtə bunlardan biridir: state, outcome, transition, effect, trigger."
    ),
    "write for instance `{effect: open_vote}`": "məsələn `{effect: open_vote}` yazın",
    "<name> is the name of <things>.": "<name> bir neçə şeyin adıdır: <things>.",
    "write <ways>": "belə yazın: <ways>",
    "There is no state, outcome or transition called <name>.": (
        "<name> adlı vəziyyət, nəticə və ya keçid yoxdur."
    ),
    # --- votes ---
    "A vote is decided by a `majority`, or by an `election` between several.": (
        "Səsvermənin qaydası ya `majority`, ya da bir neçə variant arasında `election` ilə verilir."
    ),
    "add `majority:` or `election:`, one of the two": (
        "`majority:` və ya `election:` əlavə edin, ikisindən birini"
    ),
    "A majority does not say what it is a share of.": "Çoxluğun nədən hesablandığı yazılmayıb.",
    "write `of: for_and_against`": "`of: for_and_against` yazın",
    "An empty list of majorities would adopt anything.": (
        "Çoxluqların boş siyahısı ilə istənilən təklif qəbul olunardı."
    ),
    "add `more_than:` and `of:`": "`more_than:` və `of:` əlavə edin",
    "A majority or quorum says one of `at_least`, `more_than` and `number`.": (
        "Çoxluqda və yetərsayda `at_least`, `more_than` və `number` açarlarından yalnız biri yazılır."
    ),
    "A quorum does not say what it is a share of.": "Yetərsayın nədən hesablandığı yazılmayıb.",
    "write `of: entitled`": "`of: entitled` yazın",
    "Consent names each member once, and says what withholds it.": (
        "Razılıqda hər üzvün adı bir dəfə çəkilir və nəyin razılıq verməmək sayıldığı yazılır."
    ),
    "write `members: [A, B]`": "`members: [A, B]` yazın",
    # --- who votes ---
    "Dues are paid by the `opening`, or by a day of the year.": (
        "Üzvlük haqqı ya `opening`, ya da ilin müəyyən gününə qədər ödənilir."
    ),
    "write `dues_paid_by: 03-31`": "`dues_paid_by: 03-31` yazın",
    "A chamber does not say whose seats make it up.": "Palatanın kimin yerlərindən ibarət olduğu yazılmayıb.",
    "write `kinds: [member]`": "`kinds: [member]` yazın",
    # --- elections ---
    "remove it; <method> may say <names>; <name> goes with <others>": (
        "silin; <method> üsulunda bunlar yazıla bilər: <names>; <name> bu üsullarda yazılır: <others>"
    ),
    "<method> says nothing by <name>.": "<method> üsulunda <name> mənasızdır.",
    "By <method> papers are ranked, and no text says how that is done by weights.": (
        "<method> üsulunda bülletenlər sıralanır, bunun çəkilərlə necə edildiyi isə heç bir qaydada "
        "yazılmayıb."
    ),
    "<method> needs <name>.": "<method> üsulunda <name> mütləqdir.",
    "see docs/voting/elections.md": "docs/voting/elections.md sənədinə baxın",
    "No option can be called <name>.": "Heç bir variant <name> adlana bilməz.",
    "call it otherwise": "başqa ad verin",
    "A share is either more_than a fraction or at_least it.": (
        "Hissə ya more_than, ya da at_least ilə verilir."
    ),
    "write `more_than: 1/2`": "`more_than: 1/2` yazın",
    "<name> is a whole number or a fraction, not <found>.": (
        "<name> tam ədəd və ya kəsr olmalıdır, <found> yox."
    ),
    "write it as 3 or 3/2": "3 və ya 3/2 kimi yazın",
    "“<name>” is a whole number from <least> to <most> on, not <found>.": (
        "“<name>” <least> ilə <most> arasında tam ədəd olmalıdır, <found> yox."
    ),
    "“<name>” is a whole number from <least> on, not <found>.": (
        "“<name>” <least> və daha böyük tam ədəd olmalıdır, <found> yox."
    ),
    "“<name>” is an exact fraction above 0, not <found>.": (
        "“<name>” sıfırdan böyük dəqiq kəsr olmalıdır, <found> yox."
    ),
    "“<name>” of <share> can never be reached.": "“<name>”: <share> heç vaxt əldə edilə bilməz.",
    "“<name>” of more than <share> can never be reached.": (
        "“<name>”: <share> hissədən çoxu heç vaxt əldə edilə bilməz."
    ),
    "A quorum is a number of votes or follows from a root, not both.": (
        "Yetərsay ya səslərin sayı ilə, ya da kökdən hesablanır, ikisi birlikdə yox."
    ),
    "A share to be reached goes with onward: reached, and with nothing else.": (
        "Əldə edilməli olan hissə yalnız onward: reached ilə yazılır."
    ),
    "Places are reserved by one trait, each of its values once.": (
        "Yerlər bir əlamət üzrə ayrılır, onun hər qiyməti bir dəfə yazılır."
    ),
    "More places are reserved than there are seats.": "Ayrılmış yerlər seçilən yerlərdən çoxdur.",
    "An election chooses in heads by its own method; <name> does not go with it.": (
        "Seçki öz üsulu ilə və adam sayına görə aparılır; <name> onunla birlikdə yazılmır."
    ),
    "say it in `election`, or leave it out": "`election` içində yazın və ya silin",
}
