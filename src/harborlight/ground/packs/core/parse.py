"""From the files of a folder to a `Pack`. `check` asks the schemas; this only reads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from harborlight.ground.packs.core.model import Pack, PackRefused, Source, Table
from harborlight.ground.packs.core.text import decode, digest_of, read_yaml

HEADER = "pack.yaml"


def open_pack(files: Mapping[str, bytes], folder: str) -> Pack:
    """A pack from its files, without asking the schemas: for content that was checked when it was built.

    `files` maps the path inside the pack (a table without `.gz`) to its content; `folder` is only for messages.
    Refuses what cannot be read at all.
    """
    header = read_header(files, folder)
    body = {name: _content(content, f"{folder}/{name}") for name, content in files.items() if _is_body(name)}
    titles = _titles(header)
    return Pack(
        id=str(header["id"]),
        version=str(header["version"]),
        kind=str(header["kind"]),
        title=titles.get("en") or next(iter(titles.values())),
        titles=titles,
        jurisdiction=str(header.get("jurisdiction", "us")),
        layer=_layer(header),
        audience=tuple(header.get("audience", ())),
        languages=tuple(header.get("languages", ())),
        licence=str(header.get("licence", "")),
        sources=tuple(_source(source) for source in header.get("sources", ())),
        reviewer=str(header.get("reviewer", "")),
        review_by=str(header.get("review_by", "")),
        digest=digest_of(files),
        folder=folder,
        overlays=str(header.get("overlays", "")),
        tables=tuple(Table(table["file"], table["rows"]) for table in header.get("tables", ())),
        body=body,
        texts={name: content for name, content in files.items() if name.endswith((".csv", ".json"))},
    )


def read_header(files: Mapping[str, bytes], folder: str) -> dict[str, Any]:
    """The fields of `pack.yaml`; refuses a folder without one, or without the four that name the pack."""
    where = f"{folder}/{HEADER}"
    if HEADER not in files:
        raise PackRefused(
            f"There is no {HEADER} here.",
            where=folder,
            mend="A pack is a folder with that file.",
        )
    header = read_yaml(decode(files[HEADER], where), where)
    if not isinstance(header, dict):
        raise PackRefused(
            "The header is not a list of fields.",
            where=where,
            mend="Write `id: …` and so on.",
        )
    for name in ("id", "version", "kind", "title"):
        if not header.get(name):
            raise PackRefused(
                f"The header has no '{name}'.",
                where=f"{where}:1",
                mend=f"Add `{name}:`.",
            )
    return header


def _titles(header: Mapping[str, Any]) -> dict[str, str]:
    title = header["title"]
    if isinstance(title, dict):
        return {str(language): str(text) for language, text in title.items()}
    return {str((header.get("languages") or ["en"])[0]): str(title)}


def _layer(header: Mapping[str, Any]) -> str:
    jurisdiction = str(header.get("jurisdiction", "us"))
    return str(header.get("layer") or ("core" if jurisdiction == "us" else "state"))


def _source(source: Mapping[str, Any]) -> Source:
    return Source(**{name: str(value) for name, value in source.items()})


def _is_body(name: str) -> bool:
    return name != HEADER and name.endswith((".yaml", ".md"))


def _content(content: bytes, where: str) -> Any:
    text = decode(content, where)
    return text if where.endswith(".md") else read_yaml(text, where)
