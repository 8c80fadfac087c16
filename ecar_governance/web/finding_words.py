"""What a form or a file is found wanting in, on screen: findings by their codes as message ids."""

from __future__ import annotations

from collections.abc import Callable

from ecar_governance.errors import Finding
from ecar_governance.services.kinds import SIGNATURE_FIELDS
from ecar_governance.wording import N_

FINDINGS = {
    "count_not_whole": N_("Write a whole number, 0 or more."),
    "electorate_empty": N_("At least one must be entitled to vote."),
    "present_exceed": N_("More are present or represented than are entitled."),
    "votes_exceed": N_("There are more votes than people present or represented."),
    "recused_exceed": N_("So many cannot be recused besides those who voted."),
    "not_counted": N_("This rule asks for chambers or weights: numbers by heads are not enough for it."),
    "weight_not_exact": N_("Please give a number, such as 26.5."),
    "chambers_exceed": N_("The chambers have more than everybody together."),
    "weight_of_nobody": N_("There is a weight here, and no seat that would have it."),
    "members_exceed": N_("More members are said to have done this than did so altogether."),
    "choice_unknown": N_("Please choose one of those offered."),
    "seat_not_entitled": N_("This seat is not in the electorate."),
    "seat_recused": N_("This seat takes no part."),
    "abstention_barred": N_("The rule bars abstentions."),
    "papers_of_no_seat": N_("Nothing joins these papers to seats: only numbers can be tried."),
    "vote_not_closed": N_(
        "Until the vote is closed nobody is told how it stands, nor what would change it. Numbers can be"
        " tried on the page of its procedure."
    ),
    "weights.name": N_("A table has a name of a to z, 0 to 9 and _, and begins with a letter."),
    "weights.article": N_("Please say what of the statutes the table carries out."),
    "weights.not_exact": N_("Please give a number, such as 12, 12.5 or 25/2."),
    "weights.empty": N_("Please give at least one weight above 0."),
    "member.unknown": N_("There is no such member."),
    "dues.year": N_("Please give a year from 1900 to 2999."),
    "dues.day": N_("Please give a day that has come, such as 2026-02-01."),
    "text.language": N_("This language is not one of the conference's."),
    "text.title_long": N_("A title has at most 300 characters."),
    "text.body_long": N_("A text has at most 200 000 characters."),
    "field.too_long": N_("This text is too long."),
    "field.no_sum": N_("Please give a sum, such as 1200.50."),
    "field.no_currency": N_("Please choose a currency."),
    "field.no_number": N_("Please give a whole number."),
    "field.no_date": N_("Please give a day, such as 2026-11-23."),
    "field.no_file": N_("Please choose a file."),
    "person.email": N_("This is not a mail address."),
    "person.locale": N_("Please choose a language."),
    "file.too_large": N_("The file is larger than is accepted."),
    "file.hand_in_again": N_("Please hand in the document again."),
    "file_too_big": N_("The file is too large to be checked."),
    "file_damaged": N_("The file is not a whole PDF."),
    "not_signed": N_("A signature is missing: {where}."),
    "foreign_signature": N_("The file has a signature in another field: {where}."),
    "wrong_field": N_("The file is signed in another field than this one."),
}
"""Findings whose own sentence has values in it, worded here without them, by code."""


def finding(found: Finding, gettext: Callable[[str], str]) -> str:
    """The finding's sentence in the reader's language."""
    if found.code not in FINDINGS:
        return gettext(found.message)
    where = gettext(SIGNATURE_FIELDS[found.where]) if found.where in SIGNATURE_FIELDS else found.where
    return gettext(FINDINGS[found.code]).format(where=where)
