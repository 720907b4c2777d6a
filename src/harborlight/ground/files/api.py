"""The public face of files: keep, list, open and erase the files of a record. Pages for other modules: ``web.py``."""

from django.urls import reverse

from harborlight.ground.access.api import Actor, Ref
from harborlight.ground.files.actions import (
    Upload,
    add_file,
    erase_file,
    erase_files_of,
    may_add,
    refuse_suspected,
    sweep,
)
from harborlight.ground.files.core.answers import QUESTION, Answer, SuspectedAbuse
from harborlight.ground.files.core.kinds import Kind, NotTaken
from harborlight.ground.files.queries import ITEM, ContentMissing, FileView, Opened, file, files_of, missing, open_file
from harborlight.ground.ui.api import TimelineEntry

__all__ = [
    "ITEM", "QUESTION", "Answer", "ContentMissing", "FileView", "Kind", "NotTaken", "Opened", "SuspectedAbuse",
    "Upload", "add_file", "erase_file", "erase_files_of", "file", "files_of", "may_add", "missing", "open_file",
    "refuse_suspected", "sweep", "timeline",
]  # fmt: skip


def timeline(actor: Actor, child_id: str, *, items: frozenset[str] | None = None) -> list[TimelineEntry]:
    """Files of a child as entries, newest first; empty for whom they are not open. One query after access."""
    return [_entry(view) for view in files_of(actor, Ref("child", child_id), items=items)]


def _entry(view: FileView) -> TimelineEntry:
    return TimelineEntry(
        at=view.added_at, title=f"File: {view.kind.word}", text=view.name, zone="police", source=view.added_by,
        url=reverse("files:open", args=[view.id]),
        who_may_see="Those who may see this child, and agencies to which its files were released.",
    )
