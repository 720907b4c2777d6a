"""The one door: ``check`` and ``can`` ask, ``explain`` shows why. Everything else in the house asks here."""

from harborlight.ground.access.core.decide import Actor, Explanation, Line, NotFound, Ref, Refused, decide
from harborlight.ground.access.permissions import Permission
from harborlight.ground.access.visibility import can_see, relations_of


def explain(actor: Actor, permission: Permission, record: Ref | None = None) -> Explanation:
    """Whether this actor may do this (to this record), with each rule that was asked."""
    return decide(actor, permission, None if record is None else relations_of(actor, record))


def can(actor: Actor, permission: Permission, record: Ref | None = None) -> bool:
    """Whether this actor may do this (to this record)."""
    return explain(actor, permission, record).allowed


def check(actor: Actor, permission: Permission, record: Ref | None = None) -> None:
    """Raise NotFound when the record may not be known of, Refused with a sentence when the act is not allowed."""
    if record is not None and not can_see(actor, record):
        raise NotFound("There is no such record.")
    answer = decide(actor, permission)
    if not answer.allowed:
        raise Refused(answer.sentence)


__all__ = ["Explanation", "Line", "can", "check", "explain"]
