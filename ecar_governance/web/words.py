"""What a code is called on screen: tables of message ids, which the catalogues put into each language."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from gettext import NullTranslations
from typing import Any

from ecar_governance.errors import Finding
from ecar_governance.services.queries.directory import Office


def N_(message: str) -> str:  # noqa: N802 - the name by which gettext's extractors know it
    """Marks a message for the catalogues without translating it here."""
    return message


ROOMS = {
    "/": N_("Home"),
    "/proposals": N_("Proposals"),
    "/sessions": N_("Sessions"),
    "/resolutions": N_("Register"),
    "/members": N_("Members"),
    "/procedures": N_("Procedures"),
    "/history": N_("History"),
    "/verify": N_("Verify a document"),
}

CHOICES = {
    "for": N_("For"),
    "against": N_("Against"),
    "abstain": N_("Abstain"),
    "blank": N_("Blank"),
    "invalid": N_("Invalid"),
    "marked": N_("Marked"),
    "parts": N_("Divided"),
    "not_voted": N_("Did not vote"),
    "absent": N_("Absent"),
}

OFFICES = {
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

KINDS = {
    "qerar": N_("Resolution"),
    "beyanat": N_("Statement"),
    "muraciet": N_("Address"),
    "tovsiye": N_("Recommendation"),
    "rey": N_("Opinion"),
}

FILINGS = {
    "letter": N_("Letter"),
    "answer": N_("Answer"),
    "execution": N_("Report of execution"),
}

OPINION_USES = {
    "used": N_("Used"),
    "partly": N_("Used in part"),
    "not": N_("Not used"),
}

RECOMMENDATIONS = {
    "adopt": N_("Recommends adoption"),
    "adopt_amended": N_("Recommends adoption with amendments"),
    "reject": N_("Recommends rejection"),
}

BALLOTS = {
    "roll_call": N_("Roll call: how each seat voted is published after the close"),
    "secret": N_("Secret ballot: nobody learns how a seat voted"),
    "show_of_hands": N_("Show of hands"),
}

SESSION_STATUS = {
    "convened": N_("Convened"),
    "open": N_("In session"),
    "suspended": N_("Suspended"),
    "closed": N_("Closed"),
    "cancelled": N_("Cancelled"),
}

SESSION_KINDS = {
    "room": N_("In the room"),
    "remote": N_("Remote"),
    "hybrid": N_("Hybrid: in the room and remote"),
}

ATTENDANCE = {
    "room": N_("in the room"),
    "remote": N_("remote"),
}

ITEM_KINDS = {
    "proposal": N_("Proposal"),
    "information": N_("Information"),
    "discussion": N_("Discussion"),
    "minutes": N_("Minutes of an earlier session"),
    "other_business": N_("Any other business"),
}

MINUTES_STATUS = {
    "draft": N_("Draft, made from the record"),
    "for_signature": N_("Made for signature"),
    "approved": N_("Approved"),
    "signed": N_("Signed"),
}

INSTITUTION_KINDS = {
    "member": N_("Members"),
    "candidate": N_("Candidates"),
    "partner": N_("Partners abroad"),
    "stakeholder": N_("Ministry, academy, students"),
}

SIGNATURE_METHODS = {
    "here": N_("signed here"),
    "outside": N_("signed outside, file brought back"),
    "paper": N_("signed on paper, scan attached"),
}

SIGNATURE_FIELDS = {
    "chair": N_("Session chair"),
    "secretary": N_("Session secretary"),
}

BASES = {
    "for_and_against": N_("votes for and against"),
    "cast": N_("papers cast"),
    "present": N_("seats present"),
    "represented": N_("seats present or represented"),
    "entitled": N_("seats entitled to vote"),
}

END_REASONS = {
    "resigned": N_("Resigned"),
    "term_ended": N_("The term ended"),
    "succeeded": N_("A successor took office"),
    "revoked": N_("Revoked by whoever gave it"),
    "mistake": N_("Entered by mistake"),
}

EXCLUSIONS = {
    "role": N_("nobody with the role that votes may cast for it"),
    "institution": N_("another seat has the vote of its institution"),
    "no_institution": N_("it belongs to no institution"),
    "dues": N_("its dues were not paid in time"),
    "seniority": N_("it has not been held for long enough"),
}
"""Why a seat of the body does not vote."""

TRIGGERS = {
    "at_once": N_("by itself, at once"),
    "deadline": N_("by itself, when the deadline has passed"),
    "joined": N_("by itself, when enough of its parts are done"),
    "all_opined": N_("by itself, when everybody asked has given an opinion"),
    "vote_carried": N_("by itself, when the vote carries it"),
    "vote_lost": N_("by itself, when the vote does not carry it"),
    "vote_inquorate": N_("by itself, when the vote ends without a quorum"),
    "next_ballot": N_("by itself, when the vote goes on in another ballot"),
    "vote_voided": N_("by itself, when the vote is declared void"),
    "document_typeset": N_("by itself, when the document is made"),
    "signatures_complete": N_("by itself, when both have signed"),
}

COMMANDS = {
    "FoundConference": N_("Found the conference"),
    "ImportMembers": N_("Import members"),
    "GrantMandate": N_("Grant a mandate"),
    "RegisterPerson": N_("Register a person"),
    "EndMandate": N_("End a mandate"),
    "DelegateMandate": N_("Delegate a mandate"),
    "EndDelegation": N_("End a delegation"),
    "GiveProxy": N_("Give a proxy"),
    "RevokeProxy": N_("Revoke a proxy"),
    "IssueInvitation": N_("Send an invitation"),
    "SetCredential": N_("Set a password"),
    "IssueSigningKey": N_("Issue a key for signing"),
    "RotateLogKey": N_("Change the key of the log"),
    "RenewOrigin": N_("Renew the log's origin"),
    "PutWorkflowInForce": N_("Put a procedure in force"),
    "WithdrawWorkflow": N_("Withdraw a version of a procedure"),
    "SetCalendar": N_("Set the calendar of working days"),
    "SetWeights": N_("Put weights on record"),
    "RecordDues": N_("Put paid dues on record"),
    "DraftProposal": N_("Draft a proposal"),
    "ReviseProposal": N_("Revise a proposal"),
    "TakeAction": N_("Take a step with a proposal"),
    "DeclareRecusal": N_("Declare to take no part"),
    "Nominate": N_("Nominate somebody"),
    "AcceptNomination": N_("Accept a nomination"),
    "WithdrawCandidacy": N_("Withdraw a candidacy"),
    "FireDeadline": N_("Follow a deadline"),
    "Remind": N_("Remind of a deadline"),
    "MigrateCase": N_("Bring a proposal over to another version"),
    "RevertMigration": N_("Take a migration back"),
    "ConveneSession": N_("Convene a session"),
    "MoveSession": N_("Move a session"),
    "CancelSession": N_("Cancel a session"),
    "SendNotice": N_("Send the notice of a session"),
    "PlaceTopic": N_("Put a topic on an agenda"),
    "LiftTopic": N_("Take a topic off an agenda"),
    "ReorderAgenda": N_("Change the order of an agenda"),
    "AddPaper": N_("Add a paper to a session"),
    "OpenSession": N_("Open a session"),
    "CallItem": N_("Call an item"),
    "SuspendSession": N_("Suspend a session"),
    "ResumeSession": N_("Resume a session"),
    "CloseSession": N_("Close a session"),
    "AdmitAtDoor": N_("Admit somebody at the door"),
    "RecordPresence": N_("Record who is there"),
    "AnnounceBlock": N_("Put items together"),
    "TakeOutOfBlock": N_("Ask for an item alone"),
    "ApproveMinutes": N_("Approve minutes"),
    "CastBallot": N_("Cast a ballot"),
    "CloseVote": N_("Close a vote"),
    "AskQuorum": N_("Ask for the quorum to be checked"),
    "GiveCastingVote": N_("Decide an equal division"),
    "VoidVote": N_("Declare a vote void"),
    "RecordTypeset": N_("Record a typeset document"),
    "RecordSignature": N_("Record a signature"),
}
"""What somebody wanted, by the command."""

EVENTS = {
    "ConferenceFounded": N_("The conference was founded"),
    "LogKeyRotated": N_("The key of the log was changed"),
    "OriginRenewed": N_("The log went on under a new origin"),
    "InstitutionRegistered": N_("An institution was registered"),
    "InstitutionChanged": N_("An institution's particulars changed"),
    "BodyRegistered": N_("A body was registered"),
    "SeatCreated": N_("A seat was created"),
    "PersonRegistered": N_("A person was registered"),
    "PersonChanged": N_("A person's particulars changed"),
    "MandateGranted": N_("A mandate was granted"),
    "MandateEnded": N_("A mandate ended"),
    "MandateDelegated": N_("A mandate was delegated"),
    "ProxyGiven": N_("A proxy was given"),
    "ProxyRevoked": N_("A proxy was revoked"),
    "InvitationIssued": N_("An invitation was sent"),
    "CredentialSet": N_("A password was set"),
    "SigningKeyIssued": N_("A signing key was issued"),
    "CalendarSet": N_("The calendar of working days was set"),
    "WeightTableSet": N_("A table of weights was put on record"),
    "DuesRecorded": N_("Paid dues were recorded"),
    "WorkflowPutInForce": N_("A procedure was put in force"),
    "WorkflowWithdrawn": N_("An announced procedure was withdrawn"),
    "ProposalDrafted": N_("A proposal was drafted"),
    "ProposalRevised": N_("The text was revised"),
    "DivisionMoved": N_("A division of the text was moved"),
    "TextReduced": N_("Parts of the text fell out"),
    "TransitionTaken": N_("The proposal moved on"),
    "RecommendationMade": N_("A recommendation was made"),
    "PartiesNotified": N_("People were told how it stands"),
    "FilingEntered": N_("A letter or report was put on file"),
    "CaseLinked": N_("Another proposal was started from it"),
    "OpinionsAsked": N_("Opinions were asked"),
    "OpinionGiven": N_("An opinion was given"),
    "OpinionAnswered": N_("An opinion was answered"),
    "DeadlineSet": N_("A deadline was set"),
    "DeadlineLifted": N_("A deadline was lifted"),
    "RemindersSent": N_("People were reminded of a deadline"),
    "CaseMigrated": N_("The proposal goes on under another version of its procedure"),
    "SessionConvened": N_("A session was convened"),
    "SessionMoved": N_("The session was moved"),
    "SessionCancelled": N_("The session was cancelled"),
    "NoticeSent": N_("Notice was sent"),
    "AgendaItemPlaced": N_("An item was placed on the agenda"),
    "TopicPlaced": N_("An item without a proposal was placed on the agenda"),
    "AgendaItemLifted": N_("An item was taken off the agenda"),
    "AgendaReordered": N_("The agenda was put in another order"),
    "PaperAdded": N_("A paper was laid before the session"),
    "FieldsSet": N_("Particulars were filled in"),
    "ApprovalGiven": N_("An action was approved, and waits for others"),
    "RecusalDeclared": N_("Somebody declared that they take no part"),
    "Nominated": N_("A candidate was nominated"),
    "NominationAccepted": N_("A nomination was accepted"),
    "CandidacyWithdrawn": N_("A candidacy was withdrawn"),
    "CaseReferred": N_("The proposal was referred to a working group"),
    "TypesettingRequested": N_("The typesetting of the document was asked for"),
    "SessionOpened": N_("The session was opened"),
    "ItemCalled": N_("An item was called up"),
    "SessionSuspended": N_("The session was suspended"),
    "SessionResumed": N_("The session was resumed"),
    "SessionClosed": N_("The session was closed"),
    "AdmittedAtDoor": N_("Somebody was admitted at the door"),
    "PresenceRecorded": N_("Presence was recorded"),
    "BlockAnnounced": N_("Items were put together as a block"),
    "ItemTakenOut": N_("An item was taken out of the block"),
    "MinutesApproved": N_("The minutes were approved"),
    "VoteOpened": N_("The vote was opened"),
    "BallotAccepted": N_("A ballot was accepted"),
    "CasterChanged": N_("Who may cast for a seat changed"),
    "VoteClosed": N_("The vote was closed and counted"),
    "QuorumAsked": N_("A member asked for the quorum"),
    "CastingVoteGiven": N_("The chair gave the casting vote"),
    "VoteVoided": N_("The vote was declared void"),
    "HandCountEntered": N_("A count by hand was entered"),
    "ObjectionMade": N_("What a member said of its adoption without a vote was recorded"),
    "AdoptedWithoutVote": N_("Adopted without a vote"),
    "ResolutionNumbered": N_("The resolution was given its number"),
    "DocumentTypeset": N_("The document was typeset"),
    "DocumentSigned": N_("The document was signed"),
    "ResolutionPublished": N_("The resolution was published"),
    "InstitutionAdmitted": N_("An institution was admitted as a member"),
}

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
    "file_too_big": N_("The file is too large to be checked."),
    "file_damaged": N_("The file is not a whole PDF."),
    "not_signed": N_("A signature is missing: {where}."),
    "foreign_signature": N_("The file has a signature in another field: {where}."),
    "wrong_field": N_("The file is signed in another field than this one."),
}
"""Findings whose own sentence has values in it, worded here without them, by code."""

WEIGHTS = {
    "breaking": N_("breaking"),
    "compatible": N_("compatible"),
    "cosmetic": N_("cosmetic"),
}
"""How much a change of a procedure weighs."""

PROCEDURE_STATUS = {
    "in_force": N_("in force"),
    "announced": N_("announced"),
    "former": N_("no longer in force"),
}

LANGUAGE_NAMES = {"az": "Azərbaycanca", "en": "English"}
"""Each language by its own name: never translated."""


def role_of(office: Office, gettext: Callable[[str], str]) -> str:
    """An office in one line: "Rector, Khazar University"; the system by its own word."""
    title = gettext(OFFICES[office.kind]) if office.kind in OFFICES else ""
    if office.kind in ("wg_chair", "wg_member") and office.body_name:
        return f"{title}, {office.body_name}"
    return f"{title}, {office.institution_name}" if office.institution_name else title


_CODES = (OFFICES, SIGNATURE_FIELDS, CHOICES, WEIGHTS, ATTENDANCE)


def codes(value: str, titles: Mapping[str, str], gettext: Callable[[str], str]) -> str:
    """A parameter of a sentence with every code in it put into words: "session_chair, chair" and the like.

    `titles` are words of the procedure's own; what is no code stays as it is."""
    parts = []
    for part in value.split(", "):
        table = next((one for one in _CODES if part in one), None)
        parts.append(
            titles.get(part) or LANGUAGE_NAMES.get(part) or (gettext(table[part]) if table else part)
        )
    return ", ".join(parts)


def finding(found: Finding, gettext: Callable[[str], str]) -> str:
    """The finding's sentence in the reader's language."""
    if found.code not in FINDINGS:
        return gettext(found.message)
    where = gettext(SIGNATURE_FIELDS[found.where]) if found.where in SIGNATURE_FIELDS else found.where
    return gettext(FINDINGS[found.code]).format(where=where)


def signed(office: Office, gettext: Callable[[str], str]) -> str:
    """Name and office as under a document: "A. Əliyev, Rector, Khazar University"; each thing said once."""
    role = role_of(office, gettext)
    if not office.name or office.name.casefold() == role.casefold():
        return role or office.name
    return f"{office.name}, {role}" if role else office.name


def named(office: Office, gettext: Callable[[str], str]) -> str:
    """A name with the kind of office in brackets: "A. Əliyev (Rector)"; not when the name says it already."""
    title = gettext(OFFICES[office.kind]) if office.kind in OFFICES else ""
    if not office.name or not title or office.name.casefold().startswith(title.casefold()):
        return office.name or title
    return f"{office.name} ({title})"


_DURATION = re.compile(r"P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?")


def duration(text: str, lang: str, catalogue: NullTranslations | Any) -> str:
    """An ISO 8601 duration in words: "P30D" becomes "30 days". What it cannot read is given back."""
    found = _DURATION.fullmatch(text)
    if found is None:
        return text
    weeks, days, hours, minutes = (int(part or 0) for part in found.groups())
    parts = []
    if weeks:
        parts.append(catalogue.ngettext("%(num)d week", "%(num)d weeks", weeks) % {"num": weeks})
    if days:
        parts.append(catalogue.ngettext("%(num)d day", "%(num)d days", days) % {"num": days})
    if hours:
        parts.append(catalogue.ngettext("%(num)d hour", "%(num)d hours", hours) % {"num": hours})
    if minutes:
        parts.append(catalogue.ngettext("%(num)d minute", "%(num)d minutes", minutes) % {"num": minutes})
    return " ".join(parts) or text
