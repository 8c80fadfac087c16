"""What a play and a test case say: of who acts and votes, of lines that are typed, of what was expected."""

from __future__ import annotations

REHEARSING: dict[str, str] = {
    # --- the cast and the hall ---
    "<members> members of whom <present> are present is not a hall that can be played in.": (
        "<members> üzvdən <present> üzvün iştirak etdiyi iclas sınaqdan keçirilə bilməz."
    ),
    "say 3 to 60 members and no more present than that": (
        "3-dən 60-dək üzv göstərin, iştirak edənlər isə bundan çox olmasın"
    ),
    "The cast cannot be assembled: <reasons>.": "İştirakçılar toplana bilmir: <reasons>.",
    "The cast cannot be weighed: <reasons>": "İştirakçıların çəkisi qeyd edilə bilmir: <reasons>",
    "<workflow> cannot be played: <reasons>": "<workflow> sınaqdan keçirilə bilmir: <reasons>",
    "Nobody of the cast and no role is called <called>.": "Belə adda nə iştirakçı, nə də rol var: <called>.",
    "<number> of the cast hold the role <role> in this case now.": (
        "Bu işdə indi <role> rolunu daşıyan iştirakçıların sayı: <number>."
    ),
    "Nobody of the cast may sign as <field>.": "İştirakçılardan heç kim belə imzalaya bilməz: <field>.",
    "The case has no document to sign.": "İşin imzalanası sənədi yoxdur.",
    # --- votes and time ---
    "More votes are given than there are seats that can vote.": (
        "Verilən səslər səs verə bilən üzv yerlərindən çoxdur."
    ),
    "No vote is open on the case.": "Bu iş üzrə açıq səsvermə yoxdur.",
    "No vote was put on the case.": "Bu iş səsə qoyulmayıb.",
    "Time alone moves the case in a circle.": "İş yalnız vaxt keçməklə dövrə vurur.",
    # --- files ---
    "<file> has test cases, and their procedure is not beside it.": (
        "<file> faylında sınaq halları var, lakin onların proseduru həmin qovluqda deyil."
    ),
    "put <file> beside it, or name a procedure that has cases beside it": (
        "<file> faylını onun yanına qoyun və ya yanında sınaq halları olan prosedurun adını yazın"
    ),
    "write test cases beside the procedure": "prosedurun yanında sınaq hallarını yazın",
    # --- lines and steps ---
    "Nothing that is called <key> can be given.": "Belə adda heç nə verilə bilməz: <key>.",
    "say <words>": "bunlardan birini yazın: <words>",
    "A vote is carried, lost, voided or closed, or has numbers such as for=4.": (
        "Səsvermə carried, lost, voided və ya closed olur, yaxud for=4 kimi ədədləri olur."
    ),
    "<word> says no number of papers: write rector_1=3.": (
        "<word> bülletenlərin sayını bildirmir: rector_1=3 kimi yazın."
    ),
    "<word> is not a field: write name=value.": "<word> sahə deyil: ad=qiymət kimi yazın.",
    "<words> is not understood: `help` tells what can be said.": (
        "<words> başa düşülmür: nə yaza biləcəyinizi `help` göstərir."
    ),
    "A quotation mark is missing.": "Dırnaq işarəsi çatışmır.",
    "write it as in `ecar workflow simulate`, or as a mapping": (
        "onu `ecar workflow simulate` əmrində olduğu kimi və ya açar və qiymətlərlə yazın"
    ),
    "There is no member <code>.": "Belə üzv yoxdur: <code>.",
    "name some of U1 to U<members>": "U1-dən başlayıb bununla qurtaranlardan yazın: U<members>",
    "undo takes back a step that has happened": "undo baş vermiş addımı geri qaytarır",
    "A step does one thing.": "Bir addımda bir iş görülür.",
    "say exactly one of <words>": "bunlardan yalnız birini yazın: <words>",
    "A weight is a whole number, a decimal or a fraction.": "Çəki tam ədəd, onluq və ya adi kəsrdir.",
    "write 12 or 25/2": "12 və ya 25/2 yazın",
    "Papers are a mapping.": "Bülletenlər ad və sayla yazılır.",
    "write `{rector_1: 3}`": "`{rector_1: 3}` yazın",
    'write "2026-11-23T09:00"': '"2026-11-23T09:00" kimi yazın',
    # --- what the test cases have not seen ---
    "<rule>: <guard> met": "<rule>: <guard> (ödənəndə)",
    "<rule>: <guard> failed": "<rule>: <guard> (ödənməyəndə)",
    # --- what a test case expected ---
    "The draft was refused: <reasons>.": "Layihə qəbul edilmədi: <reasons>.",
    "<step> was refused: <reasons>.": "<step> rədd edildi: <reasons>.",
    "<step> happened, and <reasons> was expected to stand against it.": (
        "<step> baş verdi, halbuki buna mane olmalı idi: <reasons>."
    ),
    "<step> was refused for <reasons>, and not for <expected>.": (
        "<step> rədd edildi; səbəb: <reasons>; gözlənilən səbəb: <expected>."
    ),
    "The case is in <states>, not in <expected>.": ("İşin vəziyyəti: <states>; gözlənilən: <expected>."),
    "The outcome is <outcome>, not <expected>.": "Nəticə: <outcome>; gözlənilən: <expected>.",
    "The case has no number.": "İşin nömrəsi yoxdur.",
    "The case was given a number.": "İşə nömrə verilib.",
    "Nothing was published.": "Heç nə dərc olunmayıb.",
    "The resolution was published.": "Qərar dərc olunub.",
    "The vote is <ballot>, not <other_ballot>.": "Səsvermənin növü: <ballot>; gözlənilən: <other_ballot>.",
    "<name> did not happen, or not in this order.": "Bu hadisə olmadı və ya bu ardıcıllıqla olmadı: <name>.",
    "<name> is not open to <who>.": "<name>: <who> üçün açıq deyil.",
    "<name> is open to <who>.": "<name>: <who> üçün açıqdır.",
}
