"""The data folder: where one installation keeps its keys, its database and its settings.

No Django here: the folder is made and checked before Django is configured, so that a wrong folder is answered
with a sentence and nothing is written.

    keys.json         0600  master, index, database and session secrets, audit signing key (all random, hex)
    harborlight.toml  0600  mode ("production" or "example"), database, host names
    harborlight.db          the encrypted database (unless PostgreSQL is configured)
    running                 lock held by the one server that uses the folder
"""

import fcntl
import json
import os
import secrets
import shutil
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from harborlight.ground.accounts.core.limits import LIMITS, TooLoose, check_tight, limits_of

MODES = ("production", "example")
KEY_NAMES = ("master", "index", "database", "session", "signing")
NEEDED_BYTES = 200 * 1024 * 1024  # first set-up: packs, migrations and room for the write-ahead log


class FolderRefused(Exception):
    """The folder cannot be used. The text says what is wrong and what to mend; nothing was written."""


@dataclass(frozen=True)
class DataFolder:
    """An opened data folder. ``keys`` are hexadecimal, 32 bytes each; ``database`` is "sqlite" or a URL."""

    path: Path
    mode: str
    database: str = "sqlite"
    hosts: tuple[str, ...] = ()
    limits: Mapping[str, int] = field(default_factory=dict)
    keys: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def is_example(self) -> bool:
        return self.mode == "example"


def create(path: Path, *, mode: str, database: str = "sqlite") -> DataFolder:
    """Make a new data folder with fresh keys. Refused if one is there, or if the disk is too full."""
    if mode not in MODES:
        raise FolderRefused(f"The mode {mode!r} is not known. Use one of: {', '.join(MODES)}.")
    if (path / "harborlight.toml").exists():
        raise FolderRefused(f"{path} already is a data folder. Nothing was written.")
    if (path / "harborlight.db").exists():
        raise FolderRefused(
            f"{path} has a database but no harborlight.toml. Restore that file and keys.json from a backup; new keys "
            "would make the records unreadable. Nothing was written."
        )
    check_room(path, NEEDED_BYTES)
    try:
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
        # Keys first: a folder with settings but no keys would look complete and be unreadable. Keys of a set-up that
        # was cut off before its settings were written have sealed nothing and are replaced.
        _write_private(path / "keys.json", json.dumps({name: secrets.token_hex(32) for name in KEY_NAMES}))
        settings = f"mode = {json.dumps(mode)}\ndatabase = {json.dumps(database)}\nhosts = []\n"
        _write_private(path / "harborlight.toml", settings)
    except OSError as error:
        raise FolderRefused(f"{path} cannot be written: {error.strerror}. Choose another --data folder.") from error
    return open_folder(path)


def open_folder(path: Path) -> DataFolder:
    """Read an existing data folder. Raises FolderRefused with what to mend."""
    try:
        settings = tomllib.loads((path / "harborlight.toml").read_text())
        keys = json.loads((path / "keys.json").read_text())
    except FileNotFoundError as error:
        missing = Path(error.filename).name
        raise FolderRefused(f"{path} has no {missing}. Run ./harborlight up to make a data folder.") from error
    except (ValueError, OSError) as error:
        raise FolderRefused(f"{path} is damaged: {error}. Restore it from a backup.") from error
    _check_contents(path, settings, keys)
    return DataFolder(
        path=path,
        mode=settings["mode"],
        database=settings.get("database", "sqlite"),
        hosts=tuple(settings.get("hosts", ())),
        limits=MappingProxyType(settings.get("limits", {})),
        keys=MappingProxyType(keys),
    )


def exists(path: Path) -> bool:
    """Whether ``path`` already is a data folder."""
    return (path / "harborlight.toml").exists()


@contextmanager
def running(folder: DataFolder) -> Iterator[None]:
    """Hold the folder for one server. A second start on the same folder is refused with a sentence."""
    handle = os.open(folder.path / "running", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        raise FolderRefused(
            f"Harborlight is already running on {folder.path}. Stop it first, or give another --data folder."
        ) from None
    try:
        yield
    finally:
        os.close(handle)


def check_room(path: Path, needed: int) -> None:
    """Refuse when the disk that holds ``path`` (which may not exist yet) has less than ``needed`` bytes left."""
    place = path
    while not place.exists():
        place = place.parent
    free = shutil.disk_usage(place).free
    if free < needed:
        raise FolderRefused(
            f"The disk that holds {place} has {free // 1_000_000} MB left and Harborlight needs "
            f"{needed // 1_000_000} MB. Free some space, or give another --data folder. Nothing was written."
        )


def _check_contents(path: Path, settings: Mapping[str, object], keys: Mapping[str, object]) -> None:
    if settings.get("mode") not in MODES:
        raise FolderRefused(f"{path / 'harborlight.toml'}: mode must be one of {', '.join(MODES)}.")
    if settings["mode"] == "example" and settings.get("hosts"):
        # Its role picker signs anybody in; that may happen on one's own machine only.
        raise FolderRefused(
            f"{path / 'harborlight.toml'}: the example is served on this machine only. Empty its hosts."
        )
    _check_limits(path, settings.get("limits", {}))
    missing = [name for name in KEY_NAMES if len(str(keys.get(name, ""))) != 64]
    if missing:
        raise FolderRefused(f"{path / 'keys.json'} lacks {', '.join(missing)}. Restore it from a backup.")


def _check_limits(path: Path, figures: object) -> None:
    wrong = isinstance(figures, dict) and not all(type(value) is int for value in figures.values())
    if not isinstance(figures, dict) or wrong or not set(figures) <= set(LIMITS):
        raise FolderRefused(f"{path / 'harborlight.toml'}: [limits] takes whole numbers named {', '.join(LIMITS)}.")
    try:
        check_tight(limits_of(figures))
    except TooLoose as error:
        raise FolderRefused(f"{path / 'harborlight.toml'}: {error}") from error


def _write_private(path: Path, text: str) -> None:
    # Beside its place first: a reader, or a power cut, finds the whole file or none.
    partial = path.with_name(f".{path.name}.partial")
    handle = os.open(partial, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)
