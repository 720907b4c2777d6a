"""What other modules use of ``ui`` in Python. In templates: ``{% load ui %}``, see README.md."""

from harborlight.ground.ui.core.paging import PAGE_SIZE, Page, Sorting, paged, sorted_by
from harborlight.ground.ui.core.values import InboxItem, InboxState, Progress, TimelineEntry, Zone
from harborlight.ground.ui.core.words import dated_words, day_words, due_state, left_words, moment_words, span_words

__all__ = [
    "PAGE_SIZE",
    "InboxItem",
    "InboxState",
    "Page",
    "Progress",
    "Sorting",
    "TimelineEntry",
    "Zone",
    "dated_words",
    "day_words",
    "due_state",
    "left_words",
    "moment_words",
    "paged",
    "sorted_by",
    "span_words",
]
