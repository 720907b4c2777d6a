"""How an inbox is ordered: what runs out first stands first. Pure; items come from the modules' ``api.inbox``."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from harborlight.ground.ui.core.values import InboxItem

RUNNING_OUT = frozenset({"overdue", "running", "today"})
SHOWN = 50  # lines a group shows; the count always tells how many there are
FAR = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Group:
    """One titled part of the inbox. ``count`` is of all items, ``items`` the first of them."""

    title: str
    items: tuple[InboxItem, ...]
    count: int
    empty: str


def groups(items: Iterable[InboxItem]) -> tuple[Group, Group, Group]:
    """Running out, new, waiting; each in the order in which somebody should take them up."""
    found = sorted(items, key=_order)
    return (
        _group("Running out", [i for i in found if i.state in RUNNING_OUT], "No duty is running out."),
        _group("New for you", [i for i in found if i.state == "new"], "Nothing new has come in for you."),
        _group("Waiting on others", [i for i in found if i.state == "waiting"], "You are waiting for nobody."),
    )


def _group(title: str, items: list[InboxItem], empty: str) -> Group:
    return Group(title, tuple(items[:SHOWN]), len(items), empty)


def _order(item: InboxItem) -> tuple[bool, datetime, str]:
    return (item.state != "overdue", item.due_at or FAR, item.title)
