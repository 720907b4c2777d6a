"""May you see it. One rule for list, detail, search, count, suggestion and export: the relation rows."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from harborlight.ground.access.core.decide import Actor, NotFound, Ref, RelationFact, counts
from harborlight.ground.access.models import Relation
from harborlight.ground.access.roles import Reach, Role, reaches_of

EVERYTHING = "*"
MANY = 1000


def visible(actor: Actor, kind: str) -> QuerySet[Relation, Any]:
    """Ids of the records of this kind the actor may know of, as a subquery for ``…__in=``.

    Ends (``until``) are compared with the database's clock, so that a stale page never widens them.
    """
    return _rows(actor, kind).values_list("record_id", flat=True)


def sees(actor: Actor, kind: str, column: str, *, item: str = "") -> Exists | Q:
    """The same rule as a condition on the row that holds the record's id in ``column``, for ordered, limited lists.

    Few visible records: gather their ids. Many: let the database walk the list's order and ask of each row, because
    gathering 100,000 ids costs a scan of all of them (255 ms against 3 ms on SQLite). Costs one bounded count.
    With ``item``, only records of which that part (or everything) is released: a search by name is itself an answer.
    """
    rows = _rows(actor, kind)
    if item:
        rows = rows.filter(Q(items=EVERYTHING) | Q(items__contains=item))
    if rows.values("id")[:MANY].count() < MANY:
        return Q(**{f"{column}__in": rows.values("record_id")})
    return Exists(rows.filter(record_id=OuterRef(column)))


def _rows(actor: Actor, kind: str) -> QuerySet[Relation]:
    rows = Relation.objects.filter(record_kind=kind)
    if actor.is_system:
        return rows
    rows = rows.filter(_held_by(actor)).filter(_not_ended())
    return rows if Role.RECORDS in actor.roles else rows.filter(suspended=False)


def can_see(actor: Actor, ref: Ref) -> bool:
    """Whether the actor may know of this one record."""
    uid = _uuid(ref.id)
    return uid is not None and visible(actor, ref.kind).filter(record_id=uid).exists()


def check_visible(actor: Actor, ref: Ref) -> None:
    """Raise NotFound for what may not be seen and for what does not exist, alike."""
    if not can_see(actor, ref):
        raise NotFound("There is no such record.")


def released(actor: Actor, ref: Ref) -> frozenset[str]:
    """What of this record is open to the actor: codes of items, or "*" for everything; empty when not visible."""
    if actor.is_system:
        return frozenset({EVERYTHING})
    facts = [fact for fact in relations_of(actor, ref) if counts(fact, actor.roles)]
    return frozenset().union(*(fact.items for fact in facts))


def is_released(actor: Actor, ref: Ref, item: str) -> bool:
    """Whether one item ("identity", "notices", …) of a record is open to the actor."""
    return bool(released(actor, ref) & {EVERYTHING, item})


def relations_of(actor: Actor, ref: Ref) -> list[RelationFact]:
    """The relation rows that name this actor or its agency, running ones only."""
    uid = _uuid(ref.id)
    if uid is None or actor.is_system or not actor.agency_id:
        return []
    rows = Relation.objects.filter(_not_ended(), holder_id__in=(actor.agency_id, actor.member_id))
    return [_fact(row) for row in rows.filter(record_kind=ref.kind, record_id=uid).order_by("since")]


def _held_by(actor: Actor) -> Q:
    reaches = reaches_of(actor.roles)
    if Reach.AGENCY in reaches:
        return Q(holder_id__in=(actor.agency_id, actor.member_id))
    if Reach.OWN in reaches:
        return Q(holder_id=actor.member_id)
    return Q(pk__in=[])


def _not_ended() -> Q:
    return Q(until__isnull=True) | Q(until__gt=Now())


def _fact(row: Relation) -> RelationFact:
    return RelationFact(
        holder=row.holder_kind,
        why=row.why,
        since=_words(row.since),
        until=_words(row.until) if row.until else "",
        items=frozenset(row.items.split(",")),
        suspended=row.suspended,
    )


def _words(moment: datetime) -> str:
    """As the reader's agency keeps time; the request has set the zone."""
    return timezone.localtime(moment).strftime("%d %b %Y %H:%M %Z")


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(str(text))
    except ValueError:
        return None
