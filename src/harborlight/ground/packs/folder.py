"""Packs on disk: where they stand, and how a folder is read. The only input of this room."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from harborlight.ground.packs.core.model import Pack, PackRefused
from harborlight.ground.packs.core.parse import HEADER, open_pack

LARGEST = 32 * 1024 * 1024
"""Bytes of one file, unpacked; more is a mistake or an attack (a compressed file can hide a very large one)."""
_READ = (".yaml", ".md", ".csv", ".csv.gz", ".json", ".json.gz")


def shipped_root() -> Path:
    """`packs/`: inside an installed wheel as `harborlight/_packs`, else beside `src/` in a checkout."""
    package = Path(__file__).resolve().parents[2]
    inside = package / "_packs"
    return inside if inside.is_dir() else package.parents[1] / "packs"


def read_pack(path: str | Path) -> Pack:
    """The pack in that folder, checked against its schema. Raises PackRefused."""
    # Imported late: the schema validator takes a tenth of a second to load, and routing a call needs none.
    from harborlight.ground.packs.core.check import check_pack  # noqa: PLC0415

    folder = Path(path)
    return check_pack(_files(folder), _shown(folder), schemas())


def open_folder(path: str | Path) -> Pack:
    """The pack in that folder without asking the schemas: for shipped content that was checked when it was built."""
    folder = Path(path)
    return open_pack(_files(folder), _shown(folder))


def pack_folders(root: str | Path) -> list[Path]:
    """Every folder below `root` (or `root` itself) that holds a `pack.yaml`, in a stable order."""
    return sorted(header.parent for header in Path(root).rglob(HEADER))


@cache
def schemas() -> dict[str, dict[str, Any]]:
    """The published JSON Schemas, by kind; row schemas as `rows/<name>`."""
    folder = Path(__file__).parent / "schemas"
    found = {}
    for path in sorted(folder.rglob("*.schema.json")):
        name = path.relative_to(folder).as_posix().removesuffix(".schema.json")
        found[name] = json.loads(path.read_bytes())
    return found


def _shown(folder: Path) -> str:
    """The folder as a person would write it: from the packs root when it is below it."""
    root = shipped_root()
    full = folder.resolve()
    return f"packs/{full.relative_to(root).as_posix()}" if full.is_relative_to(root) else str(folder)


def _files(folder: Path) -> dict[str, bytes]:
    if not folder.is_dir():
        raise PackRefused(
            "There is no such folder.",
            where=str(folder),
            mend="Give the folder that holds pack.yaml.",
        )
    return {_plain_name(name): _content(path) for name, path in _listed(folder)}


def _plain_name(name: str) -> str:
    return name.removesuffix(".gz")


def _listed(folder: Path) -> Iterator[tuple[str, Path]]:
    top = folder.resolve()
    for path in sorted(top.rglob("*")):
        name = path.relative_to(top).as_posix()
        if not path.is_file() or not name.endswith(_READ) or name == "README.md":
            continue
        if not path.resolve().is_relative_to(top):
            raise PackRefused(
                "This file is a link out of the pack.",
                where=str(path),
                mend="Put the file itself here.",
            )
        yield name, path


def _content(path: Path) -> bytes:
    too_large = PackRefused(f"This file is larger than {LARGEST // 1024 // 1024} MB.", where=str(path))
    if path.stat().st_size > LARGEST:
        raise too_large
    if path.suffix != ".gz":
        return path.read_bytes()
    try:
        with gzip.open(path) as stream:
            content = stream.read(LARGEST + 1)
    except (OSError, EOFError, zlib.error) as bad:
        raise PackRefused("This compressed file is damaged.", where=str(path), mend="Fetch it again.") from bad
    if len(content) > LARGEST:
        raise too_large
    return content
