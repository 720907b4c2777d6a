"""`enableWhen`: which questions are open.

Two readings are needed. *Shown* follows FHIR: a condition on a question without an answer is not met (except
"exists: false" and "!="). *Possible* is honest about what is missing: as long as the question it hangs on could
still be answered either way, an item may yet open, and a score range has to reckon with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any

from harborlight.recognize.core.answers import Answer, Answers
from harborlight.recognize.core.definition import Condition, Instrument, Item, Operator, Scalar


class Open(Enum):
    """Whether an item is open: settled either way, or hanging on something not yet known."""

    YES = "yes"
    NO = "no"
    MAYBE = "maybe"


def shown_items(instrument: Instrument, answers: Answers) -> tuple[Item, ...]:
    """The items to show, in order; whatever a closed group holds is closed with it."""
    shown = _Shown(instrument, answers)
    return tuple(item for item in instrument.walk() if shown.of(item.link_id))


def open_states(instrument: Instrument, answers: Answers) -> tuple[Mapping[str, bool], Mapping[str, Open]]:
    """For every item: whether it is shown now, and whether it could be open once all is known."""
    shown, possible = _Shown(instrument, answers), _Possible(instrument, answers)
    ids = [item.link_id for item in instrument.walk()]
    return {name: shown.of(name) for name in ids}, {name: possible.of(name) for name in ids}


class _Reading:
    """Walks from an item up through its groups and along `enableWhen`; loading refused every loop, so it ends."""

    def __init__(self, instrument: Instrument, answers: Answers) -> None:
        self.answers = answers
        self.items = {item.link_id: item for item in instrument.walk()}
        self.parents = {child.link_id: item.link_id for item in instrument.walk() for child in item.items}
        self.known: dict[str, Any] = {}

    def of(self, link_id: str) -> Any:
        """The state of that item, worked out once."""
        if link_id not in self.known:
            self.known[link_id] = self.work_out(self.items[link_id], self.parents.get(link_id))
        return self.known[link_id]

    def work_out(self, item: Item, parent: str | None) -> Any:
        raise NotImplementedError


class _Shown(_Reading):
    def work_out(self, item: Item, parent: str | None) -> bool:
        if parent is not None and not self.of(parent):
            return False
        if not item.enable_when:
            return True
        met = [self._met(condition) for condition in item.enable_when]
        return any(met) if item.enable_any else all(met)

    def _met(self, condition: Condition) -> bool:
        answer = self.answers.of(condition.question)
        values = answer.values if answer.known and self.of(condition.question) else ()
        return _holds(condition, values)


class _Possible(_Reading):
    def work_out(self, item: Item, parent: str | None) -> Open:
        own = self._own(item)
        return own if parent is None else _both(self.of(parent), own)

    def _own(self, item: Item) -> Open:
        if not item.enable_when:
            return Open.YES
        met = [self._met(condition) for condition in item.enable_when]
        settles = Open.YES if item.enable_any else Open.NO
        if settles in met:
            return settles
        return Open.MAYBE if Open.MAYBE in met else met[0]

    def _met(self, condition: Condition) -> Open:
        answer = self.answers.of(condition.question)
        if_open = self._if_open(condition, answer)
        if_closed = _as_open(_holds(condition, ()))
        question = self.of(condition.question)
        if question is Open.MAYBE and if_open is not if_closed:
            return Open.MAYBE
        return if_closed if question is Open.NO else if_open

    @staticmethod
    def _if_open(condition: Condition, answer: Answer) -> Open:
        return _as_open(_holds(condition, answer.values)) if answer.known else Open.MAYBE


def _as_open(met: bool) -> Open:
    return Open.YES if met else Open.NO


def _both(one: Open, other: Open) -> Open:
    if Open.NO in (one, other):
        return Open.NO
    return Open.MAYBE if Open.MAYBE in (one, other) else Open.YES


def _holds(condition: Condition, values: tuple[Scalar, ...]) -> bool:
    """FHIR R4's reading: every comparison asks for at least one value, except `!=`, which asks for none equal."""
    if condition.operator is Operator.EXISTS:
        return bool(values) == condition.value
    if condition.operator is Operator.NOT_EQUAL:
        return condition.value not in values
    return any(_compares(condition.operator, value, condition.value) for value in values)


def _compares(operator: Operator, value: Any, wanted: Any) -> bool:
    if operator is Operator.EQUAL:
        return bool(value == wanted)
    if isinstance(value, str) or isinstance(wanted, str):
        return False  # written text has no order here; loading refuses such a condition
    pairs: Mapping[Operator, bool] = {
        Operator.GREATER: value > wanted,
        Operator.LESS: value < wanted,
        Operator.GREATER_EQUAL: value >= wanted,
        Operator.LESS_EQUAL: value <= wanted,
    }
    return pairs[operator]


