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
