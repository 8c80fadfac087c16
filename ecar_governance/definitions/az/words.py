"""Single words that are put into sentences, by what they are put in as."""

from __future__ import annotations

from ecar_governance.definitions.az.commanding import SYSTEM
from ecar_governance.definitions.telling_codes import AZERBAIJANI

_THINGS = {
    "state": "vəziyyət",
    "transition": "keçid",
    "role": "rol",
    "guard": "şərt",
    "prohibition": "qadağa",
    "effect": "əməl",
    "field": "sahə",
    "date_field": "sahə",
    "region": "xətt",
    "body": "orqan",
    "outcome": "nəticə",
    "trigger": "hadisə",
}

RESULTS = {
    "adopted": "qəbul edilib",
    "rejected": "rədd edilib",
    "undecided": "həll olunmayıb",
    "elected": "seçilib",
    "partly_filled": "yerlərin bir hissəsi tutulub",
    "not_elected": "heç kim seçilməyib",
    "not_held": "keçirilməyib",
}

WORDS: dict[str, dict[str, str]] = {
    "system": SYSTEM,
    "thing": _THINGS,
    "end": {
        "carried": "təklif səs toplayanda",
        "lost": "təklif səs toplamayanda",
        "to go on in another ballot": "növbəti turla davam edəndə",
        "voided": "etibarsız sayılanda",
    },
    "untold": {
        "a secret ballot": "gizli səsvermədə",
        "a count by hand": "əl ilə sayılanda",
        "a secret ballot and a count by hand": "gizli səsvermədə və əl ilə sayılanda",
    },
    "what": {"a motion": "təklif üzrə səsvermə", "an election": "seçki"},
    "result": RESULTS,
    "word": RESULTS,
    "elected": {"nobody": "heç kim"},
    "counted": {"nobody": "heç kim", "none": "heç bir səs"},
    "part": {
        "body": "orqan",
        "consultation": "rəylərin soruşulması",
        "deadline": "müddət",
        "description": "təsvir",
        "done": "xəttin sonu",
        "field": "sahə",
        "final": "son vəziyyət olması",
        "history": "tarixçə",
        "initial": "başlanğıc",
        "join": "birləşmə",
        "kind": "növ",
        "name": "ad",
        "nominations": "namizədlərin göstərilməsi",
        "outcome": "nəticə",
        "parent": "yuxarı vəziyyət",
        "region": "xətt",
        "regions": "xətlər",
        "scope": "əhatə",
        "source": "mənbə",
        "target": "hədəf vəziyyət",
        "title": "başlıq",
        "trigger": "hadisə",
        "version": "versiya",
        "vote": "səsvermə",
        "zone": "saat qurşağı",
    },
    "base": AZERBAIJANI,
    "area": AZERBAIJANI,
    "ballot": {**AZERBAIJANI, "not put": "səsvermə keçirilməyib"},
    "other_ballot": AZERBAIJANI,
    "outcome": {"open": "hələ yoxdur"},
    "asked": {"quorum": "yetərsay", "majority": "səs çoxluğu"},
    "has": {"a": "bu açar var:", "no": "bu açar yoxdur:"},
    "points": {"no": "hadisə göstərilməyib", "too many": "artıq hadisə göstərilib"},
    "place": {"the file": "Fayl"},
    "people": {"one person": "1 nəfər", "2 people": "2 nəfər", "3 people": "3 nəfər", "4 people": "4 nəfər"},
}

OF_POINTS: dict[str, str] = {
    "state": "vəziyyəti",
    "transition": "keçidi",
    "effect": "əməli",
    "outcome": "nəticəsi",
    "trigger": "hadisəsi",
}
"""What an invariant speaks of, after its name."""
