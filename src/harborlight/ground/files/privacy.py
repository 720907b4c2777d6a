"""Export, erase and retention of files."""

from harborlight.ground.files.actions import erase_file, erase_files_of
from harborlight.ground.files.queries import FileView, Opened

__all__ = ["RETENTION", "erase_file", "erase_files_of", "export"]

# With the record: the agency's schedule for juvenile records decides. An erased row stays and names nobody.
# A sealed child takes its files out of sight, because both ask the same rule of access.
RETENTION = {"File": None}


def export(view: FileView, opened: Opened) -> dict[str, object]:
    """One file for the child's own request: what it was called, when it came, and its content."""
    return {
        "name": view.name,
        "kind": view.kind.word,
        "added_at": view.added_at.isoformat(),
        "sha256_of_what_was_sent": view.original_sha256,
        "content": opened.content,
    }
