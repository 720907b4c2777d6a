"""One timeline over the modules: newest first, each entry as its module gave it. Pure."""

from collections.abc import Iterable
from itertools import chain

from harborlight.ground.ui.core.values import TimelineEntry


def merged(*parts: Iterable[TimelineEntry]) -> tuple[TimelineEntry, ...]:
    """All entries, newest first; entries of one moment keep the order of their modules."""
    return tuple(sorted(chain(*parts), key=lambda entry: entry.at, reverse=True))
