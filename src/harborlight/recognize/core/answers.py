"""Answers: what was said to each question, how it is known, when, and by whom.

A question without an answer is `not_asked`, never "no". Every fault in a set of answers is found at once, so
that it can be mended at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, TypeVar

from harborlight.recognize.core.definition import (
    CODED,
    WRITTEN,
    Instrument,
    Item,
    ItemType,
    Scalar,
)

T = TypeVar("T")

LONGEST = 4000
"""Characters of one written answer where the instrument sets no limit."""
MOST = 100
"""Values of one repeating answer."""


class AnswersRefused(Exception):
    """Answers that do not fit the instrument; `faults` says where, what, and how to mend each."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


class State(StrEnum):
    """What became of a question."""

    YES = "yes"
    NO = "no"
    GIVEN = "given"
    UNKNOWN = "unknown"
    NOT_ASKED = "not_asked"
    DECLINED = "declined"


MISSING = (State.UNKNOWN, State.NOT_ASKED, State.DECLINED)


class How(StrEnum):
    """How a fact is known."""

    CHILD_SAID = "child_said"
    SEEN = "seen"
    RECORD = "record"
    ADULT_SAID = "adult_said"


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer. `values` is empty unless something was answered; `at` has a time zone; `by` is an opaque id."""

    state: State
    values: tuple[Scalar, ...] = ()
    how: How | None = None
    at: datetime | None = None
    by: str = ""

    @property
    def known(self) -> bool:
        """Whether the question was answered. Unknown, not asked and declined are not answers."""
        return self.state not in MISSING


NOT_ASKED = Answer(State.NOT_ASKED)


@dataclass(frozen=True, slots=True)
class Answers:
    """Answers by question id, and the day of screening (needed only where dates are weighed)."""

    given: Mapping[str, Answer] = field(default_factory=dict)
    on: date | None = None

    def of(self, link_id: str) -> Answer:
        """The answer to that question; `not_asked` when there is none."""
        return self.given.get(link_id, NOT_ASKED)


def read_answers(instrument: Instrument, raw: Any) -> Answers:
    """Answers from plain JSON values. Raises AnswersRefused.

    `raw` is `{"on": DATE, "at": TIME, "by": ID, "answers": {...}}` or only the inner mapping of question id to
    answer. An answer is a plain value (`"yes"`, `true`, `"unknown"`, a code, a number, a date, a list of them) or
    `{"answer": …, "source": "child_said" | "seen" | "record" | "adult_said", "at": TIME, "by": ID}`. A list of
    such objects with `"item"` is taken too.
    """
    head, rows = _parts(raw)
    faults: list[str] = []
    on = _tried(faults, "on", _day, head["on"]) if head.get("on") is not None else None
    common = {key: head[key] for key in ("at", "by", "source") if key in head}
    given: dict[str, Answer] = {}
    for link_id, value in rows:
        if link_id in given:
            faults.append(f"{link_id}: This question is answered twice. Keep one answer.")
            continue
        answer = _tried(faults, link_id, _answer, instrument, link_id, value, common)
        if answer is not None:
            given[link_id] = answer
    if on is None and any(rule.needs_day for rule in instrument.rules):
        faults.append('on: Dates are weighed here. Give the day of screening, such as "on": "2026-11-22".')
    faults.extend(_below_zero(instrument, given))
    if on is not None:
        faults.extend(_later_than(on, given))
    if faults:
        raise AnswersRefused(tuple(faults))
    return Answers(given=given, on=on)


def answers_to_json(answers: Answers) -> dict[str, Any]:
    """The plain values `read_answers` takes back unchanged."""
    rows = {link_id: _row(answer) for link_id, answer in sorted(answers.given.items())}
    return {"answers": rows} | ({"on": answers.on.isoformat()} if answers.on else {})


class _Fault(Exception):
    """One sentence about one answer."""


def _parts(raw: Any) -> tuple[Mapping[str, Any], Iterator[tuple[str, Any]]]:
    if not isinstance(raw, dict) and not isinstance(raw, list):
        raise AnswersRefused(('Answers are a JSON object such as {"answers": {"danger": "no"}}.',))
    if isinstance(raw, dict) and "answers" not in raw:
        return {}, iter(raw.items())
    head = raw if isinstance(raw, dict) else {}
    rows = head["answers"] if isinstance(raw, dict) else raw
    known = {"on", "at", "by", "source", "answers", "instrument", "version"}
    if extra := sorted(set(head) - known):
        raise AnswersRefused(
            tuple(f"{name}: There is no such field. Only answers to the questions are read." for name in extra)
        )
    if isinstance(rows, dict):
        return head, iter(rows.items())
    if isinstance(rows, list) and all(isinstance(row, dict) and "item" in row for row in rows):
        return head, ((str(row["item"]), {key: row[key] for key in row if key != "item"}) for row in rows)
    raise AnswersRefused(('answers: Give an object by question id, or a list of objects with "item".',))


def _tried(faults: list[str], where: str, read: Callable[..., T], *told: Any) -> T | None:
    try:
        return read(*told)
    except _Fault as fault:
        faults.append(f"{where}: {fault}")
        return None


def _answer(instrument: Instrument, link_id: str, said: Any, common: Mapping[str, Any]) -> Answer:
    item = next((item for item in instrument.walk() if item.link_id == link_id and item.asks), None)
    if item is None:
        raise _Fault(f"{instrument.id} has no such question. Leave it out or mend its id.")
    row = said if isinstance(said, dict) else {"answer": said}
    if "answer" not in row or (extra := set(row) - {"answer", "source", "at", "by"}):
        wrong = f"unknown field {sorted(extra)[0]!r}" if "answer" in row else "no 'answer'"
        raise _Fault(f"This answer has {wrong}. It takes answer, source, at, by.")
    row = {**common, **row}
    state, values = _value(item, row["answer"])
    return Answer(
        state,
        values,
        how=_how(row.get("source")),
        at=_moment(row.get("at")),
        by=_author(row.get("by")),
    )


def _value(item: Item, said: Any) -> tuple[State, tuple[Scalar, ...]]:
    if said is None:
        return State.NOT_ASKED, ()
    if isinstance(said, str) and said in MISSING:
        return State(said), ()
    if item.type is ItemType.BOOLEAN:
        return _yes_or_no(said)
    many = said if isinstance(said, list) else [said]
    if item.repeats and said == "no":
        many = []
    if len(many) != 1 and not item.repeats:
        raise _Fault("This question takes one answer, not a list.")
    if len(many) > MOST:
        raise _Fault(f"No more than {MOST} values.")
    read = READERS[item.type]
    return State.GIVEN, tuple(read(item, one) for one in many)


def _yes_or_no(said: Any) -> tuple[State, tuple[Scalar, ...]]:
    if said is True or said == "yes":
        return State.YES, (True,)
    if said is False or said == "no":
        return State.NO, (False,)
    raise _Fault(f"{_short(said)} is not one of yes, no, unknown, not_asked, declined.")


def _code(item: Item, said: Any) -> Scalar:
    if isinstance(said, str) and item.option(said):
        return said
    if item.type is ItemType.OPEN_CHOICE:
        return _written(item, said)
    codes = ", ".join(option.code for option in item.options)
    raise _Fault(f"{_short(said)} is not one of {codes}, unknown, not_asked, declined.")


def _whole(_item: Item, said: Any) -> Scalar:
    number = _number(_item, said)
    if number != number.to_integral_value():
        raise _Fault(f"{_short(said)} is not a whole number.")
    return number


def _number(_item: Item, said: Any) -> Decimal:
    try:
        number = Decimal("NaN") if isinstance(said, bool) else Decimal(str(said))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or abs(number) >= 10**9:
        raise _Fault(f"{_short(said)} is not a number below a billion.")
    return number


def _date(_item: Item, said: Any) -> Scalar:
    return _day(said)


def _written(item: Item, said: Any) -> Scalar:
    if not isinstance(said, str) or not said.strip():
        raise _Fault("Write something, or answer unknown, not_asked or declined.")
    limit = item.max_length or LONGEST
    if len(said) > limit:
        raise _Fault(f"{len(said)} characters are more than the {limit} this question takes.")
    if "\x00" in said:
        raise _Fault("This text holds a null character. Take it out.")
    return said


READERS: Mapping[ItemType, Callable[[Item, Any], Scalar]] = {
    **dict.fromkeys(CODED, _code),
    ItemType.INTEGER: _whole,
    ItemType.DECIMAL: _number,
    ItemType.DATE: _date,
    **dict.fromkeys(WRITTEN, _written),
}


def _day(said: Any) -> date:
    try:
        if not isinstance(said, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", said):
            raise ValueError
        return date.fromisoformat(said)
    except ValueError:
        raise _Fault(f"{_short(said)} is not a date such as 2026-11-22.") from None


def _moment(said: Any) -> datetime | None:
    if said is None:
        return None
    try:
        at = datetime.fromisoformat(said) if isinstance(said, str) else None
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        raise _Fault(f"{_short(said)} is not a time with its zone, such as 2026-11-22T02:10-06:00.")
    return at


def _how(said: Any) -> How | None:
    if said is None:
        return None
    try:
        return How(said)
    except ValueError:
        raise _Fault(f"{_short(said)} is not one of {', '.join(How)}.") from None


def _author(said: Any) -> str:
    if said is None:
        return ""
    if not isinstance(said, str) or len(said) > 80:
        raise _Fault("'by' is an id of at most 80 characters.")
    return said


def _below_zero(instrument: Instrument, given: Mapping[str, Answer]) -> list[str]:
    """A counted number below zero would let one answer take from another."""
    return [
        f"{link_id}: {value} is below zero. A number that counts is zero or more."
        for link_id in sorted(instrument.scored & given.keys())
        for value in given[link_id].values
        if isinstance(value, Decimal) and value < 0
    ]


def _later_than(on: date, given: Mapping[str, Answer]) -> list[str]:
    return [
        f"{link_id}: {value} is after the day of screening ({on})."
        for link_id, answer in given.items()
        for value in answer.values
        if isinstance(value, date) and value > on
    ]


def _short(said: Any) -> str:
    text = repr(said)
    return text if len(text) <= 40 else f"{text[:40]}…"


def _row(answer: Answer) -> dict[str, Any]:
    row: dict[str, Any] = {"answer": _plain(answer)}
    if answer.how:
        row["source"] = answer.how.value
    if answer.at:
        row["at"] = answer.at.isoformat()
    if answer.by:
        row["by"] = answer.by
    return row


def _plain(answer: Answer) -> Any:
    if answer.state is not State.GIVEN:
        return answer.state.value
    return [value_to_json(value) for value in answer.values]


def value_to_json(value: Scalar) -> Any:
    """A whole number as int, another as float, a date as its ISO text, anything else as it is."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value.isoformat() if isinstance(value, date) else value
