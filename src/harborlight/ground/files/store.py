"""Sealed content in the data folder: ``files/<uuid>``. The only place that touches the disk.

A file appears whole or not at all: written beside its place, flushed to the disk, then renamed. Its name is the id of
its row; nothing that was uploaded ever names it.
"""

import os
from contextlib import suppress
from pathlib import Path
from uuid import UUID

from django.conf import settings

PARTIAL = ".partial"


def write(file_id: UUID, sealed: bytes) -> None:
    """Put sealed content in its place. Raises OSError with nothing left behind."""
    place = _place(file_id)
    partial = place.with_name(f".{place.name}{PARTIAL}")
    place.parent.mkdir(mode=0o700, exist_ok=True)
    try:
        _write_through(partial, sealed)
        partial.rename(place)
        _flush_folder(place.parent)
    except BaseException:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
            place.unlink(missing_ok=True)
        raise


def read(file_id: UUID) -> bytes:
    """The sealed content. Raises OSError (FileNotFoundError when it is not there)."""
    return _place(file_id).read_bytes()


def remove(file_id: UUID) -> None:
    """Take the content away. What is not there, or cannot be removed now, is left to the sweep."""
    with suppress(OSError):
        _place(file_id).unlink(missing_ok=True)


def contents() -> dict[str, float]:
    """The ids of all contents, and the names of parts, each with its last change (seconds since 1970)."""
    folder = _folder()
    if not folder.is_dir():
        return {}
    return {path.name: path.stat().st_mtime for path in folder.iterdir() if path.is_file() and _is_ours(path.name)}


def discard(name: str) -> None:
    """Remove one name that ``contents`` gave."""
    if _is_ours(name):
        (_folder() / name).unlink(missing_ok=True)


def _folder() -> Path:
    return Path(settings.FOLDER.path) / "files"


def _place(file_id: UUID) -> Path:
    return _folder() / str(UUID(str(file_id)))


def _is_ours(name: str) -> bool:
    try:
        return str(UUID(name.removeprefix(".").removesuffix(PARTIAL))) in name
    except ValueError:
        return False


def _write_through(path: Path, content: bytes) -> None:
    handle = os.open(path, os.O_CREAT | os.O_TRUNC | os.O_WRONLY | os.O_CLOEXEC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _flush_folder(path: Path) -> None:
    # A rename is on the disk only when its folder is.
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
