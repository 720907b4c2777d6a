"""Every single thing one may do. People who own the rules own this file and roles.py, not only developers."""

from enum import StrEnum


class Permission(StrEnum):
    """Names are object.act. Adding one means deciding for every role in roles.py."""

    INBOX_SEE = "inbox.see"
    ACCESS_EXPLAIN = "access.explain"
    GALLERY_SEE = "gallery.see"
    PACK_SEE = "pack.see"
    ACCOUNT_OWN = "account.own"  # one's own password, second factors and sessions

    CHILD_SEE = "child.see"
    CHILD_IDENTIFY = "child.identify"  # names, birth date, identifiers
    CHILD_SEARCH = "child.search"
    CHILD_CREATE = "child.create"
    CHILD_SEAL = "child.seal"
    CHILD_ERASE = "child.erase"
    CHILD_EXPORT = "child.export"  # the whole record, for the child's own request
    BREAK_GLASS = "child.break-glass"
    BREAK_GLASS_REVIEW = "child.break-glass-review"

    SCREENING_COMPLETE = "screening.complete"
    SCREENING_SEE = "screening.see"

    RESPONSE_OPEN = "response.open"
    RESPONSE_SEE = "response.see"
    RESPONSE_CLOSE = "response.close"
    NOTICE_RECORD = "notice.record"
    DUTY_DECIDE = "duty.decide"  # say that a duty does not apply, with a reason
    DUTY_REVIEW = "duty.review"  # record that the agency's counsel has read a duty: it shows as law, not advice
    TEAM_CHANGE = "team.change"
    REFERRAL_SEND = "referral.send"
    REFERRAL_ANSWER = "referral.answer"

    DIRECTORY_SEE = "directory.see"
    DIRECTORY_VERIFY = "directory.verify"
    DIRECTORY_CHANGE = "directory.change"
    ROTA_CHANGE = "rota.change"

    FILE_ADD = "file.add"
    FILE_SEE = "file.see"

    AUDIT_SEE = "audit.see"
    MEMBER_MANAGE = "member.manage"
    AGENCY_MANAGE = "agency.manage"


# What each lets one do, after "You may" or "Your role does not include this:"; read by people, never compared.
WORDS: dict[Permission, str] = {
    Permission.INBOX_SEE: "see your inbox",
    Permission.ACCESS_EXPLAIN: "ask why you may see something",
    Permission.GALLERY_SEE: "look at how pages are built",
    Permission.PACK_SEE: "read the content that ships with Harborlight",
    Permission.ACCOUNT_OWN: "change your own password and sign-in",
    Permission.CHILD_SEE: "open the record of a child",
    Permission.CHILD_IDENTIFY: "see names, birth date and numbers of a child",
    Permission.CHILD_SEARCH: "search for a child",
    Permission.CHILD_CREATE: "start a record for a child",
    Permission.CHILD_SEAL: "seal a record",
    Permission.CHILD_ERASE: "erase a record",
    Permission.CHILD_EXPORT: "hand out the whole record, for the child's own request",
    Permission.BREAK_GLASS: "take an emergency look",
    Permission.BREAK_GLASS_REVIEW: "read why somebody took an emergency look",
    Permission.SCREENING_COMPLETE: "fill in a screening",
    Permission.SCREENING_SEE: "see screenings",
    Permission.RESPONSE_OPEN: "open a response",
    Permission.RESPONSE_SEE: "see a response",
    Permission.RESPONSE_CLOSE: "close a response",
    Permission.NOTICE_RECORD: "record that somebody was told",
    Permission.DUTY_DECIDE: "say that a duty does not apply",
    Permission.DUTY_REVIEW: "record that counsel has read a duty",
    Permission.TEAM_CHANGE: "change the team",
    Permission.REFERRAL_SEND: "send a referral",
    Permission.REFERRAL_ANSWER: "answer a referral",
    Permission.DIRECTORY_SEE: "see the directory",
    Permission.DIRECTORY_VERIFY: "record that you called a number",
    Permission.DIRECTORY_CHANGE: "change the directory",
    Permission.ROTA_CHANGE: "change the rota",
    Permission.FILE_ADD: "add a file",
    Permission.FILE_SEE: "open a file",
    Permission.AUDIT_SEE: "read the audit",
    Permission.MEMBER_MANAGE: "manage members",
    Permission.AGENCY_MANAGE: "manage agencies",
}
