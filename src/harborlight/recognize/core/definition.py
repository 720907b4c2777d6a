"""What an instrument is: a small, named subset of the FHIR R4 Questionnaire plus rules, as frozen values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

Text = Mapping[str, str]
"""One sentence per language, keyed by its code (`en`, `es`)."""

Scalar = bool | str | Decimal | date


class InstrumentRefused(Exception):
    """An instrument that must not be used: what is wrong, where in it, and how to mend it."""

    def __init__(self, what: str, *, where: str = "", mend: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.mend = mend

    def __str__(self) -> str:
        return " ".join(part for part in (f"{self.where}:" if self.where else "", self.what, self.mend) if part)


class ItemType(StrEnum):
    """The FHIR R4 item types taken; every other one is refused when the instrument is loaded."""

    GROUP = "group"
    DISPLAY = "display"
    BOOLEAN = "boolean"
    CHOICE = "choice"
    OPEN_CHOICE = "open-choice"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    STRING = "string"
    TEXT = "text"


SILENT = frozenset({ItemType.GROUP, ItemType.DISPLAY})
"""Types that hold no answer."""
CODED = frozenset({ItemType.CHOICE, ItemType.OPEN_CHOICE})
NUMERIC = frozenset({ItemType.INTEGER, ItemType.DECIMAL})
WRITTEN = frozenset({ItemType.STRING, ItemType.TEXT})


class Operator(StrEnum):
    """How `enableWhen` compares an answer."""

    EXISTS = "exists"
    EQUAL = "="
    NOT_EQUAL = "!="
    GREATER = ">"
    LESS = "<"
    GREATER_EQUAL = ">="
    LESS_EQUAL = "<="


@dataclass(frozen=True, slots=True)
class Condition:
    """One line of `enableWhen`: the question it reads, how, and against what."""

    question: str
    operator: Operator
    value: Scalar


@dataclass(frozen=True, slots=True)
class Option:
    """One answer of a choice; its weight counts only in rules of kind `sum` and `weighted`."""

    code: str
    display: Text
    weight: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do, with the ids of the sources (of the pack) that say so."""

    text: Text
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stop:
    """A yes here ends the questions: why, and what to do instead. `kind` is `danger` or `disclosure`."""

    kind: str
    reason: Text
    do: tuple[Step, ...]
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """A question, a group of them, or a line of text.

    `indicators` are taxonomy ids; `seen_by` is how such a fact is usually known (see `answers.How`).
    """

    link_id: str
    type: ItemType
    text: Text
    help: Text = field(default_factory=dict)
    required: bool = False
    repeats: bool = False
    max_length: int | None = None
    enable_when: tuple[Condition, ...] = ()
    enable_any: bool = False
    options: tuple[Option, ...] = ()
    indicators: tuple[str, ...] = ()
    seen_by: str = ""
    sources: tuple[str, ...] = ()
    stop: Stop | None = None
    items: tuple[Item, ...] = ()

    @property
    def asks(self) -> bool:
        """Whether it holds an answer."""
        return self.type not in SILENT

    def walk(self) -> Iterator[Item]:
        """Itself and everything inside it, in the order shown."""
        yield self
        for item in self.items:
            yield from item.walk()

    def option(self, code: str) -> Option | None:
        """The option with that code, if there is one."""
        return next((option for option in self.options if option.code == code), None)


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of time before the day of screening, in calendar months, and what a date inside it weighs."""

    from_months: int
    to_months: int
    weight: Decimal


@dataclass(frozen=True, slots=True)
class Band:
    """A named stretch of a score. Data only: a band never decides anything."""

    name: Text
    low: Decimal
    high: Decimal | None


class RuleKind(StrEnum):
    """How a rule reads its items."""

    SUM = "sum"
    COUNT = "count"
    ANY = "any"
    K_OF_N = "k-of-n"
    WEIGHTED = "weighted"


@dataclass(frozen=True, slots=True)
class Rule:
    """How answers become a figure.

    `items` count by themselves; `supporting` ones (weak signs) count only beside at least one of `items`.
    `weights` and `windows` belong to `weighted`; `k` to `k-of-n`.
    """

    id: str
    kind: RuleKind
    items: tuple[str, ...]
    supporting: tuple[str, ...] = ()
    k: int = 1
    weights: Mapping[str, Decimal] = field(default_factory=dict)
    windows: Mapping[str, tuple[Window, ...]] = field(default_factory=dict)
    bands: tuple[Band, ...] = ()

    @property
    def reads(self) -> tuple[str, ...]:
        """Every item it reads."""
        return self.items + self.supporting

    @property
    def needs_day(self) -> bool:
        """Whether it cannot be worked out without the day of screening."""
        return bool(self.windows)


@dataclass(frozen=True, slots=True)
class Instrument:
    """One version of one questionnaire. `score` names the rule whose figure stands first; empty: no figure."""

    id: str
    version: str
    digest: str
    title: Text
    languages: tuple[str, ...]
    audience: tuple[str, ...]
    items: tuple[Item, ...]
    rules: tuple[Rule, ...] = ()
    score: str = ""
    then: tuple[Step, ...] = ()
    """What to do after the last question, whatever the figure."""

    def walk(self) -> Iterator[Item]:
        """Every item, in the order shown."""
        for item in self.items:
            yield from item.walk()

    @property
    def questions(self) -> tuple[Item, ...]:
        """Every item that holds an answer, in the order shown."""
        return tuple(item for item in self.walk() if item.asks)

    def item(self, link_id: str) -> Item:
        """The item of that id. Raises KeyError."""
        for item in self.walk():
            if item.link_id == link_id:
                return item
        raise KeyError(link_id)

    @property
    def scored(self) -> frozenset[str]:
        """The ids of every item a rule reads."""
        return frozenset(name for rule in self.rules for name in rule.reads)

    @property
    def main_rule(self) -> Rule | None:
        """The rule whose figure stands first."""
        return next((rule for rule in self.rules if rule.id == self.score), None)


def said(text: Text, language: str) -> str:
    """The sentence in that language, else in the first one there is."""
    return text.get(language) or next(iter(text.values()), "")
