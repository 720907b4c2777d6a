"""May it happen at all, whoever asks. Each rule as ``check_…`` (raises a sentence) and ``can_…`` (for templates)."""

from collections.abc import Iterable
from datetime import timedelta

from harborlight.ground.access.core.decide import Refused
from harborlight.ground.access.roles import Role, reaches_of

BREAK_GLASS_LIMIT = timedelta(hours=3)
BREAK_GLASS_REASON = 20  # characters; a reason a supervisor can judge


def check_role_set(roles: Iterable[Role]) -> None:
    """One member may not both manage accounts (or audit) and reach children's records."""
    held = frozenset(roles)
    if not held:
        raise Refused("Choose at least one role.")
    if held & {Role.ADMINISTRATOR, Role.AUDITOR} and reaches_of(held):
        raise Refused("An administrator or auditor cannot also hold a role that sees children's records.")


def can_role_set(roles: Iterable[Role]) -> bool:
    try:
        check_role_set(roles)
    except Refused:
        return False
    return True


def check_break_glass_reason(reason: str) -> None:
    """A reason must be typed, and be long enough to be judged afterwards."""
    if len(reason.strip()) < BREAK_GLASS_REASON:
        raise Refused("Say in a sentence why you need this record now. A supervisor will read it.")


def can_break_glass_reason(reason: str) -> bool:
    return len(reason.strip()) >= BREAK_GLASS_REASON
