"""The recovery key of this installation and the file it opens, ``keys.recovery``, in the data folder."""

import json
import os
from pathlib import Path

from harborlight.ground.accounts.core import recovery_key
from harborlight.ground.accounts.core.recovery_key import Misread

FILE = "keys.recovery"
KEYS = "keys.json"


class Unrestorable(Exception):
    """The keys cannot be restored. The text says what is wrong; nothing was written."""


def write(folder: Path, keys: dict[str, str], salt: bytes) -> None:
    """Write ``keys.recovery`` for the recovery key that belongs to ``salt``. Replaces the one there is."""
    recovery = recovery_key.derive(bytes.fromhex(keys["master"]), salt)
    _write_whole(folder / FILE, recovery_key.wrap(keys, recovery=recovery, salt=salt))


def rows(keys: dict[str, str], salt: bytes) -> list[str]:
    """The recovery key as it is printed."""
    return recovery_key.rows(recovery_key.derive(bytes.fromhex(keys["master"]), salt))


def restore(folder: Path, typed: str) -> None:
    """Write ``keys.json`` again from ``keys.recovery`` and the typed key. Raises Unrestorable."""
    if (folder / KEYS).exists():
        raise Unrestorable(f"{folder} has its {KEYS}. Nothing was changed. Move it away first if it is the wrong one.")
    try:
        text = (folder / FILE).read_text()
    except FileNotFoundError as error:
        raise Unrestorable(f"{folder} has no {FILE}. Take it from a backup of this installation.") from error
    try:
        keys = recovery_key.unwrap(text, recovery=recovery_key.read(typed))
    except Misread as error:
        raise Unrestorable(f"{error} Nothing was written.") from error
    _write_whole(folder / KEYS, json.dumps(keys))


def _write_whole(path: Path, text: str) -> None:
    # Written beside and renamed: a full disk leaves the old file, never half of the new one.
    partial = path.with_name(f".{path.name}.partial")
    partial.unlink(missing_ok=True)
    handle = os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    partial.rename(path)
