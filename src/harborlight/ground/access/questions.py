"""The one door: ``check`` and ``can`` ask, ``explain`` shows why. Everything else in the house asks here."""

from dataclasses import dataclass

from harborlight.ground.access.core.decide import Actor, Explanation, Line, NotFound, Ref, Refused, counts, decide
from harborlight.ground.access.permissions import Permission
from harborlight.ground.access.visibility import EVERYTHING, can_see, relations_of


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


@dataclass(frozen=True)
class Look:
    """What opening one record answers at once: what of it is released, and why it is open at all."""

    items: frozenset[str]
    because: str

    def shows(self, item: str) -> bool:
        """Whether this item of the record is open to the reader."""
        return bool(self.items & {EVERYTHING, item})


def look(actor: Actor, permission: Permission, record: Ref) -> Look:
    """``check``, ``released`` and ``explain`` for one record in one query. Raises as ``check`` does."""
    if actor.is_system:
        return Look(frozenset({EVERYTHING}), "A job of the system.")
    open_to = [fact for fact in relations_of(actor, record) if counts(fact, actor.roles)]
    if not open_to:
        raise NotFound("There is no such record.")
    answer = decide(actor, permission, open_to)
    if not answer.allowed:
        raise Refused(answer.sentence)
    return Look(frozenset().union(*(fact.items for fact in open_to)), answer.lines[-1].text)


def check_whole(actor: Actor, permission: Permission, record: Ref) -> None:
    """``check`` for acts on a whole record (seal, hand out, erase, open a response): a part released is not enough.

    Raises NotFound when nothing is open to the actor, Refused when only parts are: the record is another agency's.
    """
    if EVERYTHING not in look(actor, permission, record).items:
        raise Refused("Only parts of this record were released to your agency. Ask the agency that owns it.")


__all__ = ["Explanation", "Line", "Look", "can", "check", "check_whole", "explain", "look"]
