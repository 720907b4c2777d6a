"""What the card says: the card pack and the signs of the instrument it names, in one language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from harborlight.ground.packs import api as packs
from harborlight.recognize import shipped
from harborlight.recognize.core.definition import said

PACK = "field-card"
LANGUAGES = ("en", "es")


@dataclass(frozen=True)
class Group:
    """Numbered lines under one heading; `start` is the first number."""

    title: str
    start: int
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Source:
    """One source and the numbers of the lines that rest on it."""

    lines: str
    title: str
    date: str
    url: str


@dataclass(frozen=True)
class Part:
    """One thing to read: what to say, signs, rights."""

    id: str
    title: str
    groups: tuple[Group, ...]
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class Card:
    """The whole card in one language; `say` holds the words around it."""

    language: str
    lead: str
    danger: str
    call_911: str
    steps: tuple[str, ...]
    parts: tuple[Part, ...]
    step_sources: tuple[Source, ...]
    say: Mapping[str, str]
    version: str
    digest: str


def card_in(language: str) -> Card:
    """The card in that language. Raises PackRefused when the pack is not there."""
    pack = packs.pack(PACK)
    body = pack.main
    steps = [(step["text"][language], _cited(pack, step)) for step in body["steps"]]
    return Card(
        language=language,
        lead=body["lead"][language],
        danger=body["danger"][language],
        call_911=body["call_911"][language],
        steps=tuple(text for text, _sources in steps),
        parts=tuple(_part(pack, part, language) for part in body["parts"]),
        step_sources=_numbered(steps),
        say={name: text[language] for name, text in body["labels"].items()},
        version=pack.version,
        digest=_digest(pack),
    )


Cited = tuple[tuple[str, str, str], ...]
"""(title, date, address) of each source of one line."""


def _part(pack: packs.Pack, part: Mapping[str, Any], language: str) -> Part:
    groups: list[Group] = []
    lines: list[tuple[str, Cited]] = []
    for title, found in _groups(pack, part, language):
        groups.append(Group(title, len(lines) + 1, tuple(text for text, _cited in found)))
        lines += found
    return Part(part["id"], part["title"][language], tuple(groups), _numbered(lines))


def _groups(
    pack: packs.Pack, part: Mapping[str, Any], language: str
) -> Iterable[tuple[str, list[tuple[str, Cited]]]]:
    if "instrument" in part:
        yield part["title"][language], _signs(part["instrument"], language)
    for group in part["groups"]:
        yield group["title"][language], [(line["text"][language], _cited(pack, line)) for line in group["lines"]]


def _signs(instrument_id: str, language: str) -> list[tuple[str, Cited]]:
    """The questions that count in an instrument are the signs to look for."""
    source = packs.pack(instrument_id)
    instrument = shipped.instrument(instrument_id)
    main = instrument.main_rule
    wanted = main.reads if main else ()
    return [
        (said(item.text, language), _cited(source, {"sources": item.sources}))
        for item in instrument.questions
        if item.link_id in wanted
    ]


def _cited(pack: packs.Pack, line: Mapping[str, Any]) -> Cited:
    found = (pack.source(name) for name in line["sources"])
    return tuple((source.title, source.date, source.url) for source in found)


def _numbered(lines: Iterable[tuple[str, Cited]]) -> tuple[Source, ...]:
    """Each source once, with the numbers of the lines that cite it, in the order first cited."""
    where: dict[tuple[str, str, str], list[int]] = {}
    for number, (_text, cited) in enumerate(lines, 1):
        for source in cited:
            where.setdefault(source, []).append(number)
    return tuple(Source(", ".join(map(str, numbers)), *source) for source, numbers in where.items())


def _digest(pack: packs.Pack) -> str:
    """Changes when a word of the card or of an instrument it shows changes."""
    named = [part["instrument"] for part in pack.main["parts"] if "instrument" in part]
    return "".join([pack.digest, *(packs.pack(name).digest for name in named)])
