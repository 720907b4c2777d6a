"""What an event may hold, and how events are chained. Pure."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

KEY = re.compile(r"[a-z_]{1,40}")
CODE = re.compile(r"[A-Za-z0-9_.:/+\-|,=*]{0,120}")
GENESIS = "0" * 64

Detail = Mapping[str, str | int | bool]


class NotACode(ValueError):
    """An event's field holds something other than an id, a code or a count."""


@dataclass(frozen=True)
class EventData:
    """One event as it is chained. Times are aware; ids are opaque strings."""

    id: int
    at: datetime
    actor: str
    agency: str
    action: str
    subject_kind: str
    subject_id: str
    outcome: str
    channel: str
    session: str
    purpose: str
    detail: str


def check_codes(*values: str) -> None:
    """Raise NotACode unless every value is a short code: free text and names do not belong in the log."""
    for value in values:
        if not CODE.fullmatch(value):
            raise NotACode("An audit event holds ids and codes only; this value has other characters or is too long.")


def detail_text(detail: Detail) -> str:
    """Canonical JSON of ``detail``. Raises NotACode for keys or values that are not codes or counts."""
    for key, value in detail.items():
        if not KEY.fullmatch(key):
            raise NotACode(f"The audit detail key {key!r} is not a code.")
        if not isinstance(value, int):
            check_codes(str(value))
    return json.dumps(dict(detail), sort_keys=True, separators=(",", ":"))


def stamp(at: datetime) -> str:
    """ISO 8601 in UTC with milliseconds and Z, as CJIS AU-8 asks (hundredths or finer)."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def link(previous: str, event: EventData) -> str:
    """The chain value after ``event``: SHA-256 over the value before it and the event's canonical text (hex)."""
    fields = [
        event.id,
        stamp(event.at),
        event.actor,
        event.agency,
        event.action,
        event.subject_kind,
        event.subject_id,
        event.outcome,
        event.channel,
        event.session,
        event.purpose,
        event.detail,
    ]
    text = previous + json.dumps(fields, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


def head_text(position: int, head: str, previous_head: str) -> bytes:
    """The bytes that are signed for one seal."""
    return f"harborlight audit seal {position} {previous_head} {head}".encode()
