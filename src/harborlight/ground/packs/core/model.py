"""What a pack is, once it has been read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

LAYERS = ("core", "state", "agency")
"""From the lowest to the highest; a higher one may overlay a lower one."""

STATES = ("active", "retired")


class PackRefused(Exception):
    """A pack that cannot be used: what is wrong, where, and how to mend it."""

    def __init__(self, what: str, *, where: str = "", mend: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.mend = mend

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        mend = f" {self.mend}" if self.mend else ""
        return f"{place}{self.what}{mend}"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a statement comes from. `date` is the day, month or year of the facts (`2026-09-22`, `2025-05`, `2017`)."""

    id: str
    title: str
    date: str
    url: str = ""
    licence: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A CSV file of a pack and the row schema that checks it."""

    file: str
    rows: str


@dataclass(frozen=True, slots=True)
class Pack:
    """One version of one piece of content.

    `body` maps each file (path inside the pack) to its parsed content: YAML and JSON to plain values,
    Markdown to text. CSV tables are not parsed here: they can be large; ask `rows()` of `core.table`.
    `digest` is 64 hex digits over the canonical content and is what a screening or response stores.
    """

    id: str
    version: str
    kind: str
    title: str
    titles: Mapping[str, str]
    jurisdiction: str
    layer: str
    audience: tuple[str, ...]
    languages: tuple[str, ...]
    licence: str
    sources: tuple[Source, ...]
    reviewer: str
    review_by: str
    digest: str
    folder: str
    overlays: str = ""
    tables: tuple[Table, ...] = ()
    body: Mapping[str, Any] = field(default_factory=dict)
    texts: Mapping[str, bytes] = field(default_factory=dict, repr=False)

    @property
    def main(self) -> Any:
        """The content of the pack's main file, `<kind>.yaml`; None when the pack has only tables."""
        return self.body.get(f"{self.kind}.yaml")

    def source(self, source_id: str) -> Source:
        """The source of that id. Raises KeyError: a checked pack never cites an unknown one."""
        for source in self.sources:
            if source.id == source_id:
                return source
        raise KeyError(source_id)

    def title_in(self, language: str) -> str:
        """The title in that language, else in the first language the pack has."""
        return self.titles.get(language, self.title)

    @property
    def version_key(self) -> tuple[int, ...]:
        """The version as numbers, so that 10 comes after 9."""
        return tuple(int(part) for part in self.version.split("."))
