"""The public face of audit: open an act, note a read, seal and verify the chain."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from harborlight.ground.audit import guard
from harborlight.ground.audit.chain import Fault, Verdict, export_heads, public_key, seal, unsealed_since, verify
from harborlight.ground.audit.core.event import Detail, NotACode, check_codes, detail_text
from harborlight.ground.audit.guard import UnauditedWrite
from harborlight.ground.audit.models import Event

__all__ = [
    "Audit", "EventView", "Fault", "NotACode", "UnauditedWrite", "Verdict", "events_about", "export_heads",
    "public_key", "recent_events", "seal", "unsealed_since", "verify",
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
            at=self.at, actor=self.actor, agency=self.agency, action=action, subject_kind=kind,
            subject_id=subject_id, outcome=outcome, channel=self.channel, session=self.session,
            purpose=self.purpose, detail=detail_text(detail),  # type: ignore[arg-type]
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


def events_about(kind: str, subject_id: str, limit: int = 100) -> list[EventView]:
    """The newest events about one record."""
    return _views(Event.objects.filter(subject_kind=kind, subject_id=str(subject_id)).order_by("-id")[:limit])


def recent_events(limit: int = 100, *, agency: str | None = None) -> list[EventView]:
    """The newest events, of one agency if given."""
    events = Event.objects.all() if agency is None else Event.objects.filter(agency=agency)
    return _views(events.order_by("-id")[:limit])


def _views(events: "object") -> list[EventView]:
    return [
        EventView(e.at, e.actor, e.action, e.subject_kind, e.subject_id, e.outcome, e.purpose, e.detail)
        for e in events  # type: ignore[attr-defined]
    ]
