"""Roles: who they are in plain words, how far they reach, what they may do."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from harborlight.ground.access.permissions import Permission as P


class Role(StrEnum):
    """The words of DESIGN section 1."""

    OFFICER = "officer"
    SCREENER = "screener"
    INVESTIGATOR = "investigator"
    SPECIALIST = "specialist"
    ADVOCATE = "advocate"
    PARTNER = "partner"
    SUPERVISOR = "supervisor"
    ANALYST = "analyst"
    TRAINER = "trainer"
    LIAISON = "liaison"
    LEADER = "leader"
    RECORDS = "records"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


class Reach(StrEnum):
    """Which records of a child a role meets, before any single permission is asked."""

    OWN = "own"  # made by or given to this member
    AGENCY = "agency"  # those related to the member's agency
    NONE = "none"  # no records of children at all


@dataclass(frozen=True)
class RoleRule:
    """One role: a description for people, its reach, its permissions."""

    description: str
    reach: Reach
    permissions: frozenset[P]


EVERYONE = frozenset({P.INBOX_SEE, P.ACCESS_EXPLAIN, P.DIRECTORY_SEE, P.PACK_SEE, P.GALLERY_SEE, P.ACCOUNT_OWN})
SEES_CHILD = frozenset({P.CHILD_SEE, P.CHILD_IDENTIFY, P.CHILD_SEARCH, P.RESPONSE_SEE})
FIRST_CONTACT = SEES_CHILD | {
    P.CHILD_CREATE,
    P.SCREENING_COMPLETE,
    P.SCREENING_SEE,
    P.RESPONSE_OPEN,
    P.NOTICE_RECORD,
    P.DIRECTORY_VERIFY,
    P.FILE_ADD,
    P.FILE_SEE,
}
CASEWORK = FIRST_CONTACT | {P.RESPONSE_CLOSE, P.TEAM_CHANGE, P.REFERRAL_SEND, P.BREAK_GLASS}


def _rule(description: str, reach: Reach, permissions: Iterable[P]) -> RoleRule:
    return RoleRule(description, reach, EVERYONE | frozenset(permissions))


ROLES: dict[Role, RoleRule] = {
    Role.OFFICER: _rule("Patrol officer: first to meet the child.", Reach.OWN, FIRST_CONTACT | {P.BREAK_GLASS}),
    Role.SCREENER: _rule(
        "Juvenile intake, child protection or school staff who screen.",
        Reach.OWN,
        FIRST_CONTACT - {P.NOTICE_RECORD},
    ),
    Role.INVESTIGATOR: _rule("Investigator of the unit.", Reach.AGENCY, CASEWORK | {P.DUTY_DECIDE}),
    Role.SPECIALIST: _rule(
        "Victim specialist employed by the police; no privilege is assumed.", Reach.AGENCY, CASEWORK
    ),
    Role.ADVOCATE: _rule(
        "Advocate employed by a provider.",
        Reach.OWN,
        {P.CHILD_SEE, P.CHILD_IDENTIFY, P.RESPONSE_SEE, P.REFERRAL_ANSWER, P.REFERRAL_SEND},
    ),
    Role.PARTNER: _rule(
        "Partner: child protection, prosecutor, probation, provider intake. Sees what was released.",
        Reach.AGENCY,
        {P.CHILD_SEE, P.CHILD_IDENTIFY, P.RESPONSE_SEE, P.REFERRAL_ANSWER},
    ),
    Role.SUPERVISOR: _rule(
        "Supervisor of the unit.",
        Reach.AGENCY,
        CASEWORK | {P.DUTY_DECIDE, P.DUTY_REVIEW, P.ROTA_CHANGE, P.DIRECTORY_CHANGE, P.BREAK_GLASS_REVIEW},
    ),
    Role.ANALYST: _rule("Analyst: totals without names.", Reach.NONE, ()),
    Role.TRAINER: _rule("Trainer: courses and roll call.", Reach.NONE, ()),
    Role.LIAISON: _rule(
        "Community liaison: keeps the directory true.",
        Reach.NONE,
        {P.DIRECTORY_VERIFY, P.DIRECTORY_CHANGE, P.ROTA_CHANGE},
    ),
    Role.LEADER: _rule("Chief or director: totals and gaps.", Reach.NONE, ()),
    Role.RECORDS: _rule(
        "Records: retention, sealing, disclosure.",
        Reach.AGENCY,
        SEES_CHILD | {P.SCREENING_SEE, P.CHILD_SEAL, P.CHILD_ERASE, P.CHILD_EXPORT, P.FILE_SEE},
    ),
    Role.AUDITOR: _rule("Auditor: who did what, by ids.", Reach.NONE, {P.AUDIT_SEE}),
    Role.ADMINISTRATOR: _rule(
        "Administrator: accounts and settings, never casework.", Reach.NONE, {P.MEMBER_MANAGE, P.AGENCY_MANAGE}
    ),
}


def permissions_of(roles: Iterable[Role]) -> frozenset[P]:
    """Everything these roles may do together."""
    return frozenset().union(*(ROLES[role].permissions for role in roles))


def reaches_of(roles: Iterable[Role]) -> frozenset[Reach]:
    """How far these roles reach together."""
    return frozenset(ROLES[role].reach for role in roles) - {Reach.NONE}


def granted_by(permission: P, roles: Iterable[Role]) -> list[Role]:
    """Which of these roles grant the permission."""
    return sorted(role for role in roles if permission in ROLES[role].permissions)
