"""Instruments and the taxonomy, read from packs or from a file. Needs no database and no Django."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from harborlight.ground.packs import api as packs
from harborlight.recognize.core import About, Instrument, InstrumentRefused, Taxonomy, load, read_taxonomy

SUFFIXES = (".yaml", ".yml", ".json")
HEADER = {"id", "version", "title", "languages", "audience"}
LARGEST = 2 * 1024 * 1024


@cache
def taxonomy() -> Taxonomy:
    """The indicators in force, and the inputs that are refused."""
    return read_taxonomy(packs.pack("indicators").main)


@cache
def instrument(instrument_id: str, version: str | None = None) -> Instrument:
    """A shipped or installed instrument. Raises PackRefused or InstrumentRefused."""
    return of_pack(packs.pack(instrument_id, version))


def instruments() -> list[Instrument]:
    """The newest version of every instrument there is, by id."""
    return [instrument(pack.id, pack.version) for pack in packs.packs("instrument")]


def of_pack(pack: packs.Pack) -> Instrument:
    """The instrument in that pack. Raises InstrumentRefused, naming the pack."""
    if pack.kind != "instrument":
        raise InstrumentRefused(f"'{pack.id}' is a pack of kind '{pack.kind}', not an instrument.", where=pack.folder)
    try:
        return load(pack.main or {}, taxonomy(), about(pack))
    except InstrumentRefused as refused:
        where = f"{pack.folder}, {refused.where}" if refused.where else pack.folder
        raise InstrumentRefused(refused.what, where=where, mend=refused.mend) from refused


def about(pack: packs.Pack) -> About:
    """What the header of a pack says of its instrument."""
    return About(pack.id, pack.version, pack.digest, pack.titles, pack.languages, pack.audience)


def named(name: str) -> Instrument:
    """What the command line calls INSTRUMENT: a shipped id, a pack's folder or file, or one plain definition file."""
    path = Path(name)
    if not path.exists():
        if path.suffix in SUFFIXES or "/" in name:
            raise InstrumentRefused("There is no such file.", where=name, mend="Mind the path.")
        return instrument(name)
    folder = path if path.is_dir() else path.parent
    if path.is_dir() or (folder / "pack.yaml").exists():
        return of_pack(packs.read_pack(folder))
    return _single(path)


def _single(path: Path) -> Instrument:
    """One file that holds header and questions together; for trying a definition before it becomes a pack."""
    if path.suffix not in SUFFIXES:
        raise InstrumentRefused("This file is not a definition.", where=str(path), mend="Give YAML or JSON.")
    if path.stat().st_size > LARGEST:
        raise InstrumentRefused("This file is larger than 2 MB.", where=str(path), mend="Split the instrument.")
    content = path.read_bytes()
    body = packs.read_yaml(packs.decode(content, str(path)), str(path))  # JSON is YAML too
    if not isinstance(body, Mapping):
        raise InstrumentRefused("This file is not a list of fields.", where=str(path), mend="Give item: […].")
    if stray := sorted(set(map(str, body)) - HEADER - {"item", "rules", "score", "then"}):
        raise InstrumentRefused(f"'{stray[0]}' is not understood here.", where=str(path), mend="Leave it out.")
    languages = _words(body, "languages", ("en",))
    title = body.get("title", path.stem)
    header = About(
        id=str(body.get("id", path.stem)),
        version=str(body.get("version", "0")),
        digest=hashlib.sha256(content).hexdigest(),
        title=title if isinstance(title, dict) else {languages[0]: str(title)},
        languages=languages,
        audience=_words(body, "audience", ("officer",)),
    )
    return load(body, taxonomy(), header)


def _words(body: Mapping[str, Any], key: str, default: tuple[str, ...]) -> tuple[str, ...]:
    found = body.get(key, list(default))
    if not isinstance(found, list) or not found or not all(isinstance(word, str) for word in found):
        raise InstrumentRefused(f"{key} is not a list of words.", where=key, mend="Write it as a list.")
    return tuple(found)
