"""Reads of recognize. `_may_know` is the one rule of visibility; lists ask the same of the database."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from harborlight.ground.access.api import (
    EVERYTHING,
    Actor,
    NotFound,
    Permission,
    Ref,
    Role,
    can_see,
    check,
    is_released,
    released,
    sees,
)
from harborlight.recognize.models import Screening, ScreeningChild

RELEASED_AS = "screenings"
"""The code under which a partial release of a child opens its screenings."""
NEW_FOR = timedelta(days=7)


def check_screening(actor: Actor, screening_id: str) -> None:
    """Raise Refused without the permission, NotFound for what may not be seen and for what is not there, alike."""
    one(actor, screening_id)


def one(actor: Actor, screening_id: str) -> Screening:
    """One screening with all its page reads. Raises Refused and NotFound."""
    check(actor, Permission.SCREENING_SEE)
    uid = _uuid(screening_id)
    row = full(Screening.objects.filter(id=uid)).first() if uid else None
    if row is None or not _may_know(actor, row):
        raise NotFound("There is no such record.")
    return row


def _may_know(actor: Actor, row: Screening) -> bool:
    """Related to the actor, or about a child whose screenings are open to the actor; never past a sealed child."""
    about: ScreeningChild | None = getattr(row, "about", None)
    if about and about.child.sealed and not (actor.is_system or Role.RECORDS in actor.roles):
        return False
    if can_see(actor, Ref("screening", str(row.id))):
        return True
    return about is not None and is_released(actor, Ref("child", str(about.child_id)), RELEASED_AS)


def related(actor: Actor) -> QuerySet[Screening]:
    """Screenings related to the actor or the actor's agency, newest first, without those about a sealed child."""
    rows = Screening.objects.filter(sees(actor, "screening", "id")).order_by("-completed_at", "id")
    if actor.is_system or Role.RECORDS in actor.roles:
        return rows
    return rows.exclude(about__child__sealed=True)


def about_child(
    actor: Actor, child_id: str, limit: int = 100, *, items: frozenset[str] | None = None
) -> list[Screening]:
    """The newest screenings about one child; empty when the child's screenings are not open to the actor.

    `items` are what of this child is released to the actor, when the caller has asked already.
    """
    if Permission.SCREENING_SEE not in actor.permissions:
        return []
    if items is None:
        items = released(actor, Ref("child", child_id))
    if not items & {EVERYTHING, RELEASED_AS}:
        return []
    return list(listed(Screening.objects.filter(about__child_id=UUID(child_id))).order_by("-completed_at")[:limit])


def recent(actor: Actor, limit: int = 20) -> list[Screening]:
    """The newest screenings related to the actor, for the page of instruments."""
    check(actor, Permission.SCREENING_SEE)
    return list(listed(related(actor))[:limit])


def waiting(actor: Actor, now: datetime, limit: int = 20) -> list[Screening]:
    """Not yet with any child: every one that stopped, and those of the last week with a sign seen. Two lists.

    Asked apart, because each has an index of its own; joined by OR they read every screening there is.
    """
    rows = listed(related(actor).filter(about=None, superseded_by=None))
    stopped = rows.filter(stopped=True)[:limit]
    new = rows.filter(stopped=False, completed_at__gt=now - NEW_FOR, result__tally__yes__gt=0)[:limit]
    return sorted([*stopped, *new], key=lambda row: row.completed_at, reverse=True)[:limit]


def listed(rows: QuerySet[Screening]) -> QuerySet[Screening]:
    """Rows with all a list reads; the answers stay where they are."""
    return rows.select_related("definition", "author", "agency", "about__child", "superseded_by").defer(
        "answers", "definition__body"
    )


def full(rows: QuerySet[Screening]) -> QuerySet[Screening]:
    """Rows with all a page about one screening reads."""
    return rows.select_related(
        "definition", "author", "agency", "key__agency_key", "about__child", "superseded_by", "supersedes"
    )


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(str(text))
    except ValueError:
        return None
