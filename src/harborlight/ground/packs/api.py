"""Packs for the modules above. Everything but `install` works without a database and without Django."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from harborlight.ground.packs.core.choose import chosen, newest, with_overlays
from harborlight.ground.packs.core.model import Pack, PackRefused, Source
from harborlight.ground.packs.core.table import rows
from harborlight.ground.packs.core.text import decode, read_yaml
from harborlight.ground.packs.folder import (
    open_folder,
    pack_folders,
    read_pack,
    shipped_root,
)

if TYPE_CHECKING:
    from harborlight.ground.audit.api import Audit

__all__ = [
    "Pack",
    "PackRefused",
    "Source",
    "add_root",
    "decode",
    "install",
    "install_all",
    "pack",
    "pack_for",
    "packs",
    "read_pack",
    "read_yaml",
    "rows",
]

_extra_roots: list[str] = []


def add_root(folder: str) -> None:
    """Also look for packs there (an agency's own, in its data folder). Called once, at start."""
    if folder not in _extra_roots:
        _extra_roots.append(folder)
        _found.cache_clear()


def pack(pack_id: str, version: str | None = None) -> Pack:
    """The pack of that id, in that version or the newest. Raises PackRefused when there is none. Cached."""
    return chosen(_found(), pack_id, version)


def packs(kind: str) -> list[Pack]:
    """The newest version of each pack of that kind, by id. Cached."""
    return newest(_found(), kind)


def pack_for(pack_id: str, jurisdiction: str) -> Pack:
    """The newest version as it stands in that jurisdiction (`us-il`, `us-il-17031`): core, then state, then agency."""
    return with_overlays(chosen(_found(), pack_id), _found(), jurisdiction)


@cache
def _found() -> tuple[Pack, ...]:
    roots = [shipped_root(), *map(Path, _extra_roots)]
    return tuple(open_folder(folder) for root in roots for folder in pack_folders(root))


def install(pack: Pack, *, audit: Audit) -> None:
    """Record that this version is active here; from then on its content is fixed. Raises PackRefused."""
    # Imported late: reading a pack must not need Django, recording one must.
    from harborlight.ground.packs.actions import install as act  # noqa: PLC0415

    act(pack, audit=audit)


def install_all(*, audit: Audit) -> int:
    """Record every pack that is here; answers how many were new. Raises PackRefused at the first that changed."""
    from harborlight.ground.packs.actions import install_all as act  # noqa: PLC0415

    return act(_found(), audit=audit)
