"""The indicator taxonomy, and the sixteen inputs that may never be scored.

An instrument is checked against it when it is loaded: by the ids it cites and, because an id is easily left
out, by its words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Tier(StrEnum):
    """How much an indicator says. Weak ones never stand alone; context is never scored."""

    DIRECT = "D"
    STRONG = "S"
    MODERATE = "M"
    WEAK = "W"
    CONTEXT = "C"


@dataclass(frozen=True, slots=True)
class Indicator:
    """One row: id, group letter, wording per language, tier, how often it misleads, and where it is from."""

    id: str
    group: str
    text: Mapping[str, str]
    tier: Tier
    misleads: str
    sources: tuple[str, ...]
    caution: str = ""
    counted: bool = True
    """False where evidence speaks against counting it at all, even beside others."""

    @property
    def ends_questions(self) -> bool:
        """Disclosure and direct evidence: a yes is not scored, it ends the questions."""
        return self.group == "A" or self.tier is Tier.DIRECT


@dataclass(frozen=True, slots=True)
class RefusedInput:
    """One input no instrument may read (`X01` to `X16`), and the words that give it away."""

    id: str
    text: Mapping[str, str]
    why: Mapping[str, str]
    words: tuple[re.Pattern[str], ...]
    unless_audience: frozenset[str]
    """Audiences (clinical staff) for whom the words are not refused. The id always is."""


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """Every indicator by id, and every refused input by id."""

    indicators: Mapping[str, Indicator]
    refused: Mapping[str, RefusedInput]

    def speaks_of_refused(self, text: str, audience: Iterable[str]) -> tuple[RefusedInput, str] | None:
        """The refused input that `text` speaks of and the words that do, or None."""
        plain = plain_words(text)
        for refused in self.refused.values():
            if refused.unless_audience and set(audience) <= refused.unless_audience:
                continue
            for words in refused.words:
                if found := words.search(plain):
                    return refused, found.group(0)
        return None


def plain_words(text: str) -> str:
    """Lower case, no accents, no invisible or joining characters, single spaces: so that spelling hides nothing."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    kept = (mark for mark in decomposed if unicodedata.category(mark) not in ("Mn", "Cf"))
    return re.sub(r"[\W_]+", " ", "".join(kept)).strip()


def read_taxonomy(body: Mapping[str, Any]) -> Taxonomy:
    """The taxonomy from the main file of an `indicators` pack, already checked against its schema."""
    indicators = [
        _indicator(row, group["id"]) for group in body["groups"] for row in group["indicators"]
    ]
    refused = [_refused(row) for row in body["refused"]]
    return Taxonomy(
        indicators={indicator.id: indicator for indicator in indicators},
        refused={row.id: row for row in refused},
    )


def _indicator(row: Mapping[str, Any], group: str) -> Indicator:
    return Indicator(
        id=row["id"],
        group=group,
        text=row["text"],
        tier=Tier(row["tier"]),
        misleads=row.get("misleads", "not stated"),
        sources=tuple(row["sources"]),
        caution=row.get("caution", ""),
        counted=row.get("counted", True),
    )


def _refused(row: Mapping[str, Any]) -> RefusedInput:
    return RefusedInput(
        id=row["id"],
        text=row["text"],
        why=row["why"],
        words=tuple(re.compile(rf"\b(?:{words})\b") for words in row["words"]),
        unless_audience=frozenset(row.get("unless_audience", ())),
    )
