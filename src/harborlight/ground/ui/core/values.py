"""What modules hand to ``desk`` to be shown: frozen, made of plain values, without behaviour."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

InboxState = Literal["overdue", "running", "today", "new", "waiting"]
Zone = Literal["police", "provider", "public", "intelligence"]


@dataclass(frozen=True, kw_only=True)
class InboxItem:
    """One line of somebody's inbox.

    ``child_code`` is the opaque code ("7F3K") or empty; ``why`` says in a sentence why this member sees the line.
    """

    kind: str
    title: str
    due_at: datetime | None
    state: InboxState
    url: str
    child_code: str = ""
    why: str = ""
    action_label: str = "Open"


@dataclass(frozen=True, kw_only=True)
class TimelineEntry:
    """One thing that happened, as it may be shown to the member who asked.

    ``source`` names who said so ("Officer R., by phone"), ``who_may_see`` is a sentence, ``undo_url`` a page that
    asks before it undoes.
    """

    at: datetime
    title: str
    text: str
    zone: Zone
    source: str
    url: str = ""
    who_may_see: str = ""
    undo_url: str = ""


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How far a long piece of work has come. ``total`` 0 means that it is not known yet."""

    title: str
    done: int
    total: int
    refused: int = 0
    state: Literal["waiting", "running", "done", "stopped"] = "running"
    left: str = ""
    url: str = ""

    @property
    def percent(self) -> int:
        """Whole percent, 0 to 100; 100 only when all is done."""
        if self.total <= 0:
            return 0
        return min(100, self.done * 100 // self.total)
