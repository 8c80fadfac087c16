"""What the command line says of how it was called (click's own words, and ours), in Azerbaijani."""

from __future__ import annotations

COMMANDING: dict[str, str] = {
    "No such command <called>.": "Belə əmr yoxdur: <called>.",
    "No such command <called>. Did you mean <meant>?": (
        "Belə əmr yoxdur: <called>. Bəlkə bu nəzərdə tutulub: <meant>?"
    ),
    "No such command <called>. (Did you mean one of: <meant>?)": (
        "Belə əmr yoxdur: <called>. Bəlkə bunlardan biri nəzərdə tutulub: <meant>?"
    ),
    "No such option <called>.": "Belə seçim yoxdur: <called>.",
    "No such option <called>. Did you mean <meant>?": (
        "Belə seçim yoxdur: <called>. Bəlkə bu nəzərdə tutulub: <meant>?"
    ),
    "No such option <called>. (Did you mean one of: <meant>?)": (
        "Belə seçim yoxdur: <called>. Bəlkə bunlardan biri nəzərdə tutulub: <meant>?"
    ),
    "Missing command.": "Əmr göstərilməyib.",
    "Missing argument <called>.": "Bu göstərilməyib: <called>.",
    "Missing option <called>.": "Bu seçim göstərilməyib: <called>.",
    "Missing option <called>. Choose from:<choices>": (
        "Bu seçim göstərilməyib: <called>. Bunlardan biri ola bilər:<choices>"
    ),
    "Got unexpected extra argument (<called>)": "Bu artıqdır: <called>",
    "Got unexpected extra arguments (<called>)": "Bunlar artıqdır: <called>",
    "Option <called> requires an argument.": "<called> seçiminin qiyməti göstərilməyib.",
    "Option <called> does not take a value.": "<called> seçiminə qiymət verilmir.",
    "Invalid value": "Qiymət yararsızdır",
    "Invalid value for <called>": "<called> üçün qiymət yararsızdır",
    "<given> is not a valid integer range.": "<given> tam ədəd deyil.",
    "<given> is not a valid integer.": "<given> tam ədəd deyil.",
    "<given> is not in the range <range>.": "<given> bu aralıqda deyil: <range>.",
    "<given> is not one of <choices>.": "<given> bunlardan heç biri deyil: <choices>.",
    "<given> does not match the format <form>.": "<given> bu şəkildə yazılmayıb: <form>.",
    "File <file> does not exist.": "<file> adlı fayl yoxdur.",
    "File <file> is a directory.": "<file> fayl deyil, qovluqdur.",
    "File <file> is not readable.": "<file> faylı oxuna bilmir.",
    "File <file> is not writable.": "<file> faylına yazmaq olmur.",
    "Directory <file> is a file.": "<file> qovluq deyil, fayldır.",
    "<given> is not NAME=VALUE.": "<given> AD=QİYMƏT şəklində yazılmayıb.",
    "write NAME=VALUE, not <given>": "AD=QİYMƏT şəklində yazın, belə yox: <given>",
    "<given> is no number of seats.": "<given> yerlərin sayı deyil.",
    "There is no file <file>.": "<file> adlı fayl yoxdur.",
    "write years as 2026, 2026-2028 or 2026,2028": "illəri belə yazın: 2026, 2026-2028 və ya 2026,2028",
    "name fifty years at most, the first one first": "ən çoxu əlli il göstərin, əvvəlcə birincisini",
    "<file> cannot be read: <system>.": "<file> oxuna bilmir: <system>.",
    "A play that is led line by line has no answer as JSON.": (
        "Sətir-sətir aparılan sınağın JSON cavabı olmur."
    ),
    "say --runs as well, or leave --json": "--runs da yazın və ya --json yazmayın",
}

SYSTEM = {
    "Is a directory": "bu, qovluqdur",
    "No such file or directory": "belə fayl və ya qovluq yoxdur",
    "Permission denied": "icazə yoxdur",
    "Not a directory": "yolda qovluq olmayan ad var",
    "File name too long": "ad çox uzundur",
}
"""Why the system could not, in its own words."""
