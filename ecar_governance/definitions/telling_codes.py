"""The words of the file in a person's language: lengths of time in both, its own words in Azerbaijani.

In English a word of the file is one already (`plenary`, `roll_call`), so it is told as it stands.
"""

from __future__ import annotations

from ecar_governance.domain.durations import length

AZERBAIJANI: dict[str, str] = {
    # whose mandate
    "rector": "rektor",
    "acting_rector": "rektor v.i.e.",
    "vice_rector": "prorektor",
    "written_authority": "etibarnamə ilə nümayəndə",
    "assistant": "köməkçi",
    "wg_chair": "işçi qrupunun sədri",
    "wg_member": "işçi qrupunun üzvü",
    "session_chair": "iclasın sədri",
    "session_secretary": "iclasın katibi",
    "president": "prezident",
    "presidium_member": "Rəyasət Heyətinin üzvü",
    "secretary_general": "baş katib",
    "secretariat": "katiblik",
    "auditor": "auditor",
    "observer": "müşahidəçi",
    "student_representative": "tələbələrin nümayəndəsi",
    "administrator": "inzibatçı",
    # where it lies, and whose seats vote
    "any": "hər yerdə",
    "body": "orqanda",
    "case_body": "işin göndərildiyi orqan",
    "region_body": "xəttin orqanı",
    "case_institution": "təklifi hazırlayan müəssisə",
    "case_session": "işin gündəlikdə olduğu iclas",
    "field": "sahədə göstərilən",
    "sponsor": "təklif edən və ya dəstəkləyən müəssisə",
    "plenary": "plenar iclas",
    "presidium": "Rəyasət Heyəti",
    # how a question is put and decided
    "roll_call": "adbaad",
    "secret": "gizli",
    "ballots": "bülletenlər",
    "without_vote": "səsvermədən",
    "hand_count": "əl ilə sayma",
    "for_and_against": "lehinə və əleyhinə səslər",
    "for": "lehinə səslər",
    "cast": "verilmiş səslər",
    "present": "iştirak edənlər",
    "represented": "iştirak və ya təmsil olunanlar",
    "entitled": "səs hüququ olanlar",
    "rejected": "rədd edilir",
    "chair": "sədr həll edir",
    "second_ballot": "ikinci səsvermə",
    "lot": "püşk",
    "keep": "səs hüququ saxlanılır",
    "successor": "yeni rəhbər səs verir",
    "lapse": "səs hüququ itir",
    "not_cast": "verilməmiş sayılır",
    "against": "əleyhinə sayılır",
    "barred": "icazə verilmir",
    "abstention": "bitərəf sayılır",
    "abstain": "bitərəf qalmaq",
    "absent": "iştirak etməmək",
    "counted": "sayılır",
    "out_of_quorum": "yetərsaydan çıxarılır",
    "out_of_base": "çoxluq hesabından çıxarılır",
    "out_of_both": "hər ikisindən çıxarılır",
    "unit": "bütöv verilir",
    "split": "bölünür",
    "refused": "mümkün deyil",
    "voids": "səsverməni etibarsız edir",
    "persons": "şəxslər",
    "texts": "mətnlər",
    "institution": "müəssisə",
    "person": "şəxs",
    # what the system waits for
    "at_once": "dərhal",
    "deadline": "müddət bitəndə",
    "joined": "xətlərin kifayət qədəri bitəndə",
    "all_opined": "hamı rəy verəndə",
    "vote_carried": "təklif səs toplayanda",
    "vote_lost": "təklif səs toplamayanda",
    "vote_inquorate": "səsvermə yetərsaysız bitəndə",
    "next_ballot": "səsvermə növbəti turla davam edəndə",
    "vote_voided": "səsvermə etibarsız sayılanda",
    "document_typeset": "sənəd hazırlananda",
    "signatures_complete": "hər iki imza olanda",
}
"""Each word of a file that is put into sentences."""

_KINDS: dict[str, str] = {
    # of fields
    "text": "mətn",
    "markdown": "formatlı mətn (Markdown)",
    "money": "pul məbləği",
    "date": "tarix",
    "institution": "müəssisə",
    "person": "şəxs",
    "persons": "şəxslər",
    "body": "orqan",
    "choice": "seçim",
    "file": "fayl",
    "integer": "tam ədəd",
    "resolution": "qərar",
    "session": "iclas",
    "party": "rəyi soruşulan tərəf",
    "opinion": "rəy",
    "tally": "səslərin sayı",
    "paragraphs": "bəndlər",
    "weight": "çəki",
    # of documents
    "qerar": "qərar",
    "beyanat": "bəyanat",
    "muraciet": "müraciət",
    "tovsiye": "tövsiyə",
    "rey": "rəy",
}

_CODES = frozenset(
    {"mandates", "where", "body", "ballot", "of", "tie", "by", "ways", "trigger", "each", "code"}
)
_LENGTHS = frozenset({"duration", "durations", "before", "within"})


def put(name: str, value: str, lang: str) -> str:
    """What is put into a sentence as `name`, in the language: codes and lengths in words, in a list each."""
    if name in _LENGTHS:
        return ", ".join(length(one, lang) for one in value.split(", "))
    if name == "kind" and lang == "az":
        return _KINDS.get(value, value)
    if name in _CODES and lang == "az":
        return ", ".join(AZERBAIJANI.get(one, one) for one in value.split(", "))
    return value
