"""The public face of audit: open an act, note a read, seal and verify the chain."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.db.models import QuerySet

from harborlight.ground.audit import guard
from harborlight.ground.audit.chain import Fault, Verdict, export_heads, public_key, seal, unsealed_since, verify
from harborlight.ground.audit.core.event import Detail, NotACode, check_codes, detail_text
from harborlight.ground.audit.guard import UnauditedWrite
from harborlight.ground.audit.models import Event

__all__ = [
    "Audit",
    "EventView",
    "Events",
    "Fault",
    "NotACode",
    "UnauditedWrite",
    "Verdict",
    "events",
    "export_heads",
    "public_key",
    "seal",
    "unsealed_since",
    "verify",
]


@dataclass(frozen=True)
class Audit:
    """Who acts, when, through which face. Made once at the edge and passed to every write.

    ``at`` is the clock of the act: cores and acts take the time from here and never read it themselves.
    """

    actor: str
    agency: str
    at: datetime
    channel: str
    session: str = ""
    purpose: str = "casework"

    @contextmanager
    def writing(self, action: str, *, subject: tuple[str, str], detail: Detail = {}) -> Iterator[None]:  # noqa: B006
        """One act: a transaction in which our tables may be written, and which leaves one event behind.

        Acts may stand inside one another; each leaves its event, and all are saved or none.
        """
        with transaction.atomic():
            guard.enter(connection)
            try:
                yield
            finally:
                guard.leave(connection)
            self._record(action, subject, detail, "done")

    def reading(self, action: str, *, subject: tuple[str, str], detail: Detail = {}) -> None:  # noqa: B006
        """Note that something about a child was read."""
        self._record(action, subject, detail, "read")

    def refused(self, action: str, *, subject: tuple[str, str], detail: Detail = {}) -> None:  # noqa: B006
        """Note an attempt that was refused. Call it outside the refused act, which rolls back."""
        self._record(action, subject, detail, "refused")

    def _record(self, action: str, subject: tuple[str, str], detail: Mapping[str, object], outcome: str) -> None:
        kind, subject_id = subject[0], str(subject[1])
        check_codes(action, kind, subject_id, self.actor, self.agency, self.channel, self.session, self.purpose)
        Event.objects.create(
            at=self.at,
            actor=self.actor,
            agency=self.agency,
            action=action,
            subject_kind=kind,
            subject_id=subject_id,
            outcome=outcome,
            channel=self.channel,
            session=self.session,
            purpose=self.purpose,
            detail=detail_text(detail),  # type: ignore[arg-type]
        )


@dataclass(frozen=True)
class EventView:
    """One event for a page or an export."""

    at: datetime
    actor: str
    action: str
    subject_kind: str
    subject_id: str
    outcome: str
    purpose: str
    detail: str


class Events:
    """Events that fit a filter, newest first: counts and slices like a list, and reads only the slice."""

    def __init__(self, rows: QuerySet[Event]) -> None:
        self._rows = rows

    def __getitem__(self, part: slice) -> "Events":
        return Events(self._rows[part])

    def __iter__(self) -> Iterator[EventView]:
        return (_view(row) for row in self._rows.iterator())

    def count(self) -> int:
        """How many events fit."""
        return self._rows.count()


def events(
    *,
    agency: str | None = None,
    action: str = "",
    actor: str = "",
    subject: str = "",
    outcome: str = "",
    oldest_first: bool = False,
) -> Events:
    """Events of one agency (or all), by how the act's name begins, by member, record and outcome; empty is any."""
    rows = Event.objects.order_by("id" if oldest_first else "-id")
    rows = rows if agency is None else rows.filter(agency=agency)
    rows = rows.filter(action__startswith=action) if action else rows
    exact = {"actor": actor, "subject_id": subject, "outcome": outcome}
    return Events(rows.filter(**{name: value for name, value in exact.items() if value}))


def _view(e: Event) -> EventView:
    return EventView(e.at, e.actor, e.action, e.subject_kind, e.subject_id, e.outcome, e.purpose, e.detail)
