"""What stands first in an inbox and in a timeline."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from harborlight.desk.core.inbox import SHOWN, groups
from harborlight.desk.core.timeline import merged
from harborlight.ground.ui.core.values import InboxItem, TimelineEntry

NOW = datetime(2026, 11, 22, 8, 10, tzinfo=UTC)
STATES = ("overdue", "running", "today", "new", "waiting")


def item(state: str, minutes: int | None = None, title: str = "x") -> InboxItem:
    due = None if minutes is None else NOW + timedelta(minutes=minutes)
    return InboxItem(kind="duty", title=title, due_at=due, state=state, url="/")  # type: ignore[arg-type]


def entry(minutes: int, title: str) -> TimelineEntry:
    return TimelineEntry(at=NOW + timedelta(minutes=minutes), title=title, text="", zone="police", source="test")


def test_overdue_first_then_what_runs_out_first():
    running, new, waiting = groups(
        [
            item("today", 300),
            item("running", 41),
            item("overdue", -10),
            item("overdue", -120),
            item("running"),
            item("new"),
            item("waiting"),
        ]
    )
    assert [(i.state, i.due_at) for i in running.items] == [
        ("overdue", NOW - timedelta(minutes=120)),
        ("overdue", NOW - timedelta(minutes=10)),
        ("running", NOW + timedelta(minutes=41)),
        ("today", NOW + timedelta(minutes=300)),
        ("running", None),
    ]
    assert (new.count, waiting.count) == (1, 1)


@given(st.lists(st.builds(item, st.sampled_from(STATES), st.none() | st.integers(-500, 500)), max_size=120))
def test_no_item_is_lost_or_shown_twice(items):
    found = groups(items)
    assert sum(group.count for group in found) == len(items)
    assert all(len(group.items) == min(group.count, SHOWN) for group in found)


@given(st.lists(st.lists(st.builds(entry, st.integers(-99, 99), st.text(max_size=3)), max_size=6), max_size=4))
def test_a_timeline_holds_every_entry_newest_first(parts):
    entries = merged(*parts)
    assert sorted(e.at for e in entries) == [e.at for e in reversed(entries)]
    assert sorted(e.title for e in entries) == sorted(e.title for part in parts for e in part)
