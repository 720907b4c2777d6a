"""Sealing events into the chain, and checking the chain.

The sealer runs in one place (the supervisor of ``harborlight up``, or a timer); a lock row is not needed because a
second sealer fails on the primary key of the position and rolls back.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.db import transaction

from harborlight.ground.audit.core.event import GENESIS, EventData, head_text, link
from harborlight.ground.audit.models import Event, Seal, SealedEvent

BATCH = 2000
# Transactions may commit out of id order; the sealer looks this far back for late ones, verify looks at all.
LOOK_BACK = 10_000


@dataclass(frozen=True)
class Fault:
    """One thing wrong with the log: at which place of the chain, about which event, in a sentence."""

    position: int
    event_id: int
    text: str


@dataclass(frozen=True)
class Verdict:
    """The outcome of a check: events chained, events not yet sealed, faults (empty when all is well)."""

    sealed: int
    unsealed: int
    head: str
    faults: tuple[Fault, ...]

    @property
    def sound(self) -> bool:
        return not self.faults


def seal(now: datetime, batch: int = BATCH) -> int:
    """Chain up to ``batch`` unsealed events and sign the new head. Returns how many were sealed."""
    with transaction.atomic():
        last = SealedEvent.objects.order_by("-position").first()
        position, head = (last.position, last.chain) if last else (0, GENESIS)
        events = _unsealed(batch)
        if not events:
            return 0
        previous_head, rows = head, []
        for event in events:
            position, head = position + 1, link(head, _data(event))
            rows.append(SealedEvent(position=position, event_id=event.id, chain=head))
        SealedEvent.objects.bulk_create(rows)
        Seal.objects.create(
            position=position,
            head=head,
            previous_head=previous_head,
            sealed_at=now,
            signature=_signing_key().sign(head_text(position, head, previous_head)).hex(),
        )
    return len(events)


def unsealed_since() -> datetime | None:
    """When the oldest unsealed event happened, or None when all are sealed."""
    oldest = _unsealed(1)
    return oldest[0].at if oldest else None


def verify() -> Verdict:
    """Walk the whole chain. Names each event that was changed, removed, or never sealed though later ones were."""
    faults: list[Fault] = []
    head, position, sealed_ids = GENESIS, 0, set()
    for row, event in _chain():
        position += 1
        sealed_ids.add(row.event_id)
        head = _check_row(position, head, row, event, faults)
    faults += _check_seals(position, head)
    unsealed = [i for i in Event.objects.order_by("id").values_list("id", flat=True).iterator() if i not in sealed_ids]
    newest = max(sealed_ids, default=0)
    faults += [
        Fault(0, i, f"Event {i} was never sealed though much later ones were.")
        for i in unsealed
        if i < newest - LOOK_BACK
    ]
    return Verdict(sealed=position, unsealed=len(unsealed), head=head, faults=tuple(faults))


def export_heads() -> list[dict[str, object]]:
    """The signed heads, to be kept by a second party: with them a log cut off at its end is noticed."""
    return [
        {
            "position": s.position,
            "head": s.head,
            "previous_head": s.previous_head,
            "signature": s.signature,
            "sealed_at": s.sealed_at.isoformat(),
        }
        for s in Seal.objects.order_by("position")
    ]


def public_key() -> str:
    """The key that checks the signatures of the heads: Ed25519, 32 bytes as hexadecimal digits."""
    return _signing_key().public_key().public_bytes_raw().hex()


def _unsealed(limit: int) -> list[Event]:
    newest = SealedEvent.objects.order_by("-event_id").values_list("event_id", flat=True).first() or 0
    window = Event.objects.filter(id__gt=newest - LOOK_BACK)
    chained = SealedEvent.objects.filter(event_id__gt=newest - LOOK_BACK).values("event_id")
    return list(window.exclude(id__in=chained).order_by("id")[:limit])


def _chain() -> Iterator[tuple[SealedEvent, Event | None]]:
    page: list[SealedEvent]
    start = 0
    while page := list(SealedEvent.objects.filter(position__gt=start).order_by("position")[:BATCH]):
        events = Event.objects.in_bulk([row.event_id for row in page])
        yield from ((row, events.get(row.event_id)) for row in page)
        start = page[-1].position


def _check_row(position: int, head: str, row: SealedEvent, event: Event | None, faults: list[Fault]) -> str:
    if row.position != position:
        faults.append(Fault(position, row.event_id, f"The chain has a gap before position {row.position}."))
    if event is None:
        faults.append(Fault(row.position, row.event_id, f"Event {row.event_id} was removed."))
        return row.chain  # go on from the stored value, so that one removal is reported once
    if link(head, _data(event)) != row.chain:
        faults.append(Fault(row.position, row.event_id, f"Event {row.event_id} was changed, or one before it was."))
    return row.chain


def _check_seals(position: int, head: str) -> list[Fault]:
    faults, previous = [], GENESIS
    chains = dict(
        SealedEvent.objects.filter(position__in=Seal.objects.values("position")).values_list("position", "chain")
    )
    public = _signing_key().public_key()
    last: Seal | None = None
    for last in Seal.objects.order_by("position"):
        try:
            public.verify(bytes.fromhex(last.signature), head_text(last.position, last.head, last.previous_head))
        except (InvalidSignature, ValueError):
            faults.append(Fault(last.position, 0, f"The signature of the head at {last.position} is false."))
        if last.previous_head != previous or chains.get(last.position) != last.head:
            faults.append(Fault(last.position, 0, f"The signed head at {last.position} does not fit the chain."))
        previous = last.head
    if position and (last is None or last.head != head):
        faults.append(Fault(position, 0, "The end of the chain is not signed."))
    return faults


def _data(event: Event) -> EventData:
    return EventData(
        id=event.id,
        at=event.at,
        actor=event.actor,
        agency=event.agency,
        action=event.action,
        subject_kind=event.subject_kind,
        subject_id=event.subject_id,
        outcome=event.outcome,
        channel=event.channel,
        session=event.session,
        purpose=event.purpose,
        detail=event.detail,
    )


def _signing_key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(settings.FOLDER.keys["signing"]))
