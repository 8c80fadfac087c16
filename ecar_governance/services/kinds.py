"""The words for kinds of documents, offices and capacities, in the documents' languages."""

from __future__ import annotations

from ecar_governance.domain.workflow import Names
from ecar_governance.wording import N_

KIND_NAMES: dict[str, Names] = {
    "qerar": {"az": "Qərar", "en": "Resolution"},
    "beyanat": {"az": "Bəyanat", "en": "Statement"},
    "muraciet": {"az": "Müraciət", "en": "Address"},
    "tovsiye": {"az": "Tövsiyə", "en": "Recommendation"},
    "rey": {"az": "Rəy", "en": "Opinion"},
}
"""What a document is called, by its workflow's kind."""

OFFICES: dict[str, Names] = {
    "session_chair": {"az": "İclasın sədri", "en": "Chair of the session"},
    "session_secretary": {"az": "İclasın katibi", "en": "Secretary of the session"},
    "president": {"az": "Prezident", "en": "President"},
    "secretary_general": {"az": "Baş katib", "en": "Secretary General"},
    "secretariat": {"az": "Katiblik", "en": "Secretariat"},
}
"""Offices that sign or certify."""

MODES: dict[str, Names] = {
    "room": {"az": "zalda", "en": "in the room"},
    "remote": {"az": "məsafədən", "en": "remote"},
    "hybrid": {"az": "zalda və məsafədən", "en": "in the room and remote"},
}
"""How a session is held, and how somebody attends it."""

OBTAINED: dict[str, Names] = {
    "roll_call": {"az": "Adbaad səsvermə.", "en": "Roll call."},
    "secret": {"az": "Gizli səsvermə.", "en": "Secret ballot."},
    "without_vote": {"az": "Səsvermə keçirilmədən.", "en": "Without a vote."},
    "acclamation": {
        "az": "Aklamasiya ilə, səsvermə keçirilmədən.",
        "en": "By acclamation, without a ballot.",
    },
    "hand_count": {"az": "Hesablayıcıların sayması ilə.", "en": "Counted by tellers."},
}
"""How a result was obtained."""

CAPACITIES: dict[str, Names] = {
    "rector": {"az": "rektor", "en": "rector"},
    "acting_rector": {"az": "rektor v.i.e.", "en": "acting rector"},
    "vice_rector": {"az": "prorektor", "en": "vice-rector"},
    "written_authority": {"az": "etibarnamə əsasında nümayəndə", "en": "by written authority"},
    "president": {"az": "prezident", "en": "president"},
    "presidium_member": {"az": "Rəyasət Heyətinin üzvü", "en": "member of the presidium"},
    "wg_chair": {"az": "işçi qrupunun sədri", "en": "chair of the working group"},
    "wg_member": {"az": "işçi qrupunun üzvü", "en": "member of the working group"},
}
"""In what capacity somebody sits for a seat."""

OFFICE_WORDS = {
    "rector": N_("Rector"),
    "acting_rector": N_("Acting rector"),
    "vice_rector": N_("Vice-rector"),
    "written_authority": N_("Holder of a written authority"),
    "assistant": N_("Assistant"),
    "wg_chair": N_("Chair of a working group"),
    "wg_member": N_("Member of a working group"),
    "session_chair": N_("Session chair"),
    "session_secretary": N_("Session secretary"),
    "president": N_("President"),
    "presidium_member": N_("Member of the presidium"),
    "secretary_general": N_("Secretary general"),
    "secretariat": N_("Secretariat"),
    "auditor": N_("Auditor"),
    "observer": N_("Observer"),
    "student_representative": N_("Representative of the students"),
    "administrator": N_("Administrator"),
    "delegate": N_("Delegate"),
    "system": N_("The system"),
    "installer": N_("The installer"),
}
"""What every mandate is called on screen, and who acts without one: sentences of the catalogues."""

SIGNATURE_FIELDS = {
    "chair": N_("Session chair"),
    "secretary": N_("Session secretary"),
}
"""Whose signature goes where on a resolution."""

LANGUAGE_NAMES = {"az": "Azərbaycanca", "en": "English"}
"""Each language by its own name: never translated."""
