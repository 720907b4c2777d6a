"""Rules: how answers become a figure, and the range it could have once everything is known.

Missing is never zero. Every figure comes as three: what is known so far, the least it can be (everything missing
turns out as "no") and the most (everything missing turns out as "yes", and every question that may yet open does).
All weights are zero or more, which loading enforces, so a yes can only raise a figure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from harborlight.recognize.core.answers import Answer, Answers, State
from harborlight.recognize.core.definition import (
    CODED,
    NUMERIC,
    Band,
    Instrument,
    Item,
    ItemType,
    Rule,
    RuleKind,
    Window,
)
from harborlight.recognize.core.gates import Open, open_states

NOTHING = Decimal(0)
ONE = Decimal(1)


class Met(StrEnum):
    """Whether a rule's condition holds: settled, or not to be said yet."""

    YES = "yes"
    NO = "no"
    OPEN = "cannot_tell_yet"


@dataclass(frozen=True, slots=True)
class Figure:
    """One rule worked out. `high` is None where a missing number has no upper limit. `bands`: every band reachable."""

    rule: str
    kind: RuleKind
    answered: int
    of: int
    score: Decimal
    low: Decimal
    high: Decimal | None
    met: Met | None
    counted: tuple[str, ...]
    bands: tuple[Band, ...] = ()


@dataclass(frozen=True, slots=True)
class _Worth:
    """What one item gives a rule: now, at least, at most (None: no limit)."""

    link_id: str
    now: Decimal
    low: Decimal
    high: Decimal | None


def work_out(instrument: Instrument, answers: Answers) -> tuple[Figure, ...]:
    """Every rule of the instrument, in its order."""
    shown, possible = open_states(instrument, answers)
    items = {item.link_id: item for item in instrument.walk()}
    return tuple(_figure(rule, items, answers, shown, possible) for rule in instrument.rules)


def _figure(
    rule: Rule,
    items: Mapping[str, Item],
    answers: Answers,
    shown: Mapping[str, bool],
    possible: Mapping[str, Open],
) -> Figure:
    worths = {
        name: _worth(rule, items[name], answers, shown[name], possible[name]) for name in rule.reads
    }
    main = [worths[name] for name in rule.items]
    beside = [worths[name] for name in rule.supporting]
    now, low, high = _together(main, beside)
    asked = [name for name in rule.reads if shown[name]]
    counted = tuple(
        name for name in rule.reads if worths[name].now > 0 and (name in rule.items or _any_now(main))
    )
    if rule.kind is RuleKind.ANY:
        now, low, high = min(now, ONE), min(low, ONE), ONE if high is None else min(high, ONE)
    return Figure(
        rule=rule.id,
        kind=rule.kind,
        answered=sum(answers.of(name).known for name in asked),
        of=len(asked),
        score=now,
        low=low,
        high=high,
        met=_met(rule, low, high),
        counted=counted,
        bands=_bands(rule, low, high),
    )


def _together(main: list[_Worth], beside: list[_Worth]) -> tuple[Decimal, Decimal, Decimal | None]:
    """Main items, and supporting ones only where a main one stands beside them."""
    now = sum((one.now for one in main), NOTHING)
    low = sum((one.low for one in main), NOTHING)
    high = _limitless_sum(one.high for one in main)
    if now > 0:
        now += sum((one.now for one in beside), NOTHING)
    if low > 0:
        low += sum((one.low for one in beside), NOTHING)
    if high is None or high > 0:
        high = _limitless_sum([high, *(one.high for one in beside)])
    return now, low, high


def _any_now(main: Iterable[_Worth]) -> bool:
    return any(one.now > 0 for one in main)


def _limitless_sum(figures: Iterable[Decimal | None]) -> Decimal | None:
    total = NOTHING
    for figure in figures:
        if figure is None:
            return None
        total += figure
    return total


def _worth(rule: Rule, item: Item, answers: Answers, shown: bool, possible: Open) -> _Worth:
    answer = answers.of(item.link_id)
    if answer.known:
        value = _value(rule, item, answer, answers.on)
        low = value if possible is Open.YES else NOTHING
        high = NOTHING if possible is Open.NO else value
        return _Worth(item.link_id, value if shown else NOTHING, low, high)
    least, most = _extent(rule, item)
    return _Worth(
        item.link_id,
        NOTHING,
        least if possible is Open.YES else NOTHING,
        NOTHING if possible is Open.NO else most,
    )


def _value(rule: Rule, item: Item, answer: Answer, on: date | None) -> Decimal:
    """What a known answer gives this rule."""
    if rule.kind in (RuleKind.COUNT, RuleKind.ANY, RuleKind.K_OF_N):
        return ONE if _is_sign(item, answer) else NOTHING
    if item.type is ItemType.BOOLEAN:
        return _weight(rule, item) if answer.state is State.YES else NOTHING
    if item.type in CODED:
        return sum((_option_weight(item, code) for code in answer.values), NOTHING)
    if item.type in NUMERIC:
        numbers = [value for value in answer.values if isinstance(value, Decimal)]
        return sum(numbers, NOTHING) * _weight(rule, item)
    dates = [value for value in answer.values if isinstance(value, date)]
    if on is None:
        raise ValueError("Weighed dates need the day of screening; read_answers asks for it.")
    return sum((window.weight for window in rule.windows[item.link_id] if _inside(window, dates, on)), NOTHING)


def _is_sign(item: Item, answer: Answer) -> bool:
    if item.type is ItemType.BOOLEAN:
        return answer.state is State.YES
    if item.type in CODED:
        return any(_option_weight(item, code) > 0 for code in answer.values)
    return any(value > 0 for value in answer.values if isinstance(value, Decimal))


def _extent(rule: Rule, item: Item) -> tuple[Decimal, Decimal | None]:
    """The least and the most a missing answer could give."""
    if rule.kind in (RuleKind.COUNT, RuleKind.ANY, RuleKind.K_OF_N):
        return NOTHING, ONE
    if item.type is ItemType.BOOLEAN:
        return NOTHING, _weight(rule, item)
    if item.type in CODED:
        weights = [option.weight for option in item.options]
        free = item.type is ItemType.OPEN_CHOICE or item.repeats
        return NOTHING if free else min(weights), sum(weights, NOTHING) if item.repeats else max(weights)
    if item.type in NUMERIC:
        return NOTHING, None if _weight(rule, item) > 0 else NOTHING
    windows = [window.weight for window in rule.windows[item.link_id]]
    return NOTHING, sum(windows, NOTHING) if item.repeats else max(windows)


def _weight(rule: Rule, item: Item) -> Decimal:
    return rule.weights.get(item.link_id, ONE)


def _option_weight(item: Item, code: object) -> Decimal:
    option = item.option(code) if isinstance(code, str) else None
    return option.weight if option else NOTHING


def _inside(window: Window, dates: Iterable[date], on: date) -> bool:
    """Whether a date falls in it. The day exactly so many months ago still belongs to the younger window."""
    oldest = months_before(on, window.to_months)
    newest = months_before(on, window.from_months)
    return any(oldest <= day < newest or (day == on and window.from_months == 0) for day in dates)


def months_before(day: date, months: int) -> date:
    """The same day so many calendar months earlier, or the last day of that month where it is shorter."""
    count = day.year * 12 + day.month - 1 - months
    year, month = divmod(count, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


def _met(rule: Rule, low: Decimal, high: Decimal | None) -> Met | None:
    if rule.kind not in (RuleKind.ANY, RuleKind.K_OF_N):
        return None
    if low >= rule.k:
        return Met.YES
    return Met.NO if high is not None and high < rule.k else Met.OPEN


def _bands(rule: Rule, low: Decimal, high: Decimal | None) -> tuple[Band, ...]:
    return tuple(
        band
        for band in rule.bands
        if (high is None or band.low <= high) and (band.high is None or band.high >= low)
    )
