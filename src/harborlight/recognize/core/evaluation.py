"""From answers to a result that explains itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from harborlight.recognize.core.answers import Answer, Answers, How, State, value_to_json
from harborlight.recognize.core.definition import (
    WRITTEN,
    Instrument,
    Item,
    Rule,
    Step,
    said,
)
from harborlight.recognize.core.gates import open_states
from harborlight.recognize.core.scoring import Figure, work_out
from harborlight.recognize.core.words import Tally, judgement_sentence, result_sentence, stop_sentence


@dataclass(frozen=True, slots=True)
class Reason:
    """One answer the result rests on: the question, how the fact is known, when, by whom, and under which rules."""

    item: str
    text: str
    answer: str
    how: How | None
    at: datetime | None
    by: str
    indicators: tuple[str, ...]
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Halt:
    """The questions ended early: of which kinds (`danger`, `disclosure`), at which items, why, what to do."""

    kinds: tuple[str, ...]
    items: tuple[str, ...]
    reason: str
    do: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Ask:
    """A question worth asking next, and why it has no answer yet."""

    item: str
    text: str
    state: State


@dataclass(frozen=True, slots=True)
class Result:
    """What the answers say. Never a verdict: figures come with their range and with what is still unknown.

    `answered`, `of` and `tally` count the questions of the main rule that are open (every open question where
    there is no figure). `score*` are None without a main rule; `score_high` also where a number has no limit.
    `set_aside` are answers to questions that are closed: kept, not counted.
    """

    instrument: str
    version: str
    digest: str
    language: str
    answered: int
    of: int
    score: Decimal | None
    score_low: Decimal | None
    score_high: Decimal | None
    result: str
    reasons: tuple[Reason, ...]
    stop: Halt | None
    next: tuple[Ask, ...]
    tally: Tally
    figures: tuple[Figure, ...]
    then: tuple[Step, ...]
    set_aside: tuple[str, ...]


def evaluate(instrument: Instrument, answers: Answers, *, language: str = "en") -> Result:
    """The result of these answers. The same answers always give the same result."""
    shown, _possible = open_states(instrument, answers)
    figures = work_out(instrument, answers)
    main = next((figure for figure in figures if figure.rule == instrument.score), None)
    counted = _counted(instrument, shown)
    tally = _tally(counted, answers, main)
    stop = _halt(instrument, answers, shown, language)
    return Result(
        instrument=instrument.id,
        version=instrument.version,
        digest=instrument.digest,
        language=language,
        answered=tally.of - tally.missing,
        of=tally.of,
        score=main.score if main else None,
        score_low=main.low if main else None,
        score_high=main.high if main else None,
        result=_sentence(stop, tally, main, language),
        reasons=_reasons(instrument, answers, shown, language),
        stop=stop,
        next=() if stop else _next(instrument, answers, shown, language),
        tally=tally,
        figures=figures,
        then=() if stop else instrument.then,
        set_aside=tuple(
            item.link_id
            for item in instrument.questions
            if answers.of(item.link_id).known and not shown[item.link_id]
        ),
    )


def _counted(instrument: Instrument, shown: Mapping[str, bool]) -> tuple[Item, ...]:
    main = instrument.main_rule
    wanted = set(main.reads) if main else {item.link_id for item in instrument.questions}
    return tuple(item for item in instrument.questions if item.link_id in wanted and shown[item.link_id])


def _tally(counted: tuple[Item, ...], answers: Answers, main: Figure | None) -> Tally:
    states = [answers.of(item.link_id).state for item in counted]
    return Tally(
        yes=len(main.counted) if main else states.count(State.YES),
        of=len(states),
        unknown=states.count(State.UNKNOWN),
        not_asked=states.count(State.NOT_ASKED),
        declined=states.count(State.DECLINED),
    )


def _halt(
    instrument: Instrument, answers: Answers, shown: Mapping[str, bool], language: str
) -> Halt | None:
    """Danger stands before disclosure, whichever was asked first: a life before a statement."""
    hit = [
        item
        for item in instrument.questions
        if item.stop and shown[item.link_id] and answers.of(item.link_id).state is State.YES
    ]
    stops = sorted(((item, item.stop) for item in hit if item.stop), key=lambda pair: pair[1].kind != "danger")
    if not stops:
        return None
    return Halt(
        kinds=tuple(sorted({stop.kind for _item, stop in stops})),
        items=tuple(item.link_id for item, _stop in stops),
        reason=" ".join(said(stop.reason, language) for _item, stop in stops),
        do=_once(step for _item, stop in stops for step in stop.do),
    )


def _once(steps: Iterable[Step]) -> tuple[Step, ...]:
    """Each step once, in the order first named."""
    found: list[Step] = []
    for step in steps:
        if step not in found:
            found.append(step)
    return tuple(found)


def _sentence(stop: Halt | None, tally: Tally, main: Figure | None, language: str) -> str:
    if stop:
        return stop_sentence(stop.kinds, language)
    return result_sentence(tally, language) if main else judgement_sentence(tally, language)


def _reasons(
    instrument: Instrument, answers: Answers, shown: Mapping[str, bool], language: str
) -> tuple[Reason, ...]:
    """Every open question answered with something other than no."""
    return tuple(
        Reason(
            item=item.link_id,
            text=said(item.text, language),
            answer=_told(item, answer, language),
            how=answer.how,
            at=answer.at,
            by=answer.by,
            indicators=item.indicators,
            rules=tuple(rule.id for rule in instrument.rules if item.link_id in rule.reads),
        )
        for item in instrument.questions
        if shown[item.link_id] and (answer := answers.of(item.link_id)).state in (State.YES, State.GIVEN)
    )


def _told(item: Item, answer: Answer, language: str) -> str:
    """The answer in words. Written text stays out: a result may be stored in the clear, a narrative never."""
    if answer.state is not State.GIVEN:
        return answer.state.value
    if item.type in WRITTEN:
        return "written"
    return ", ".join(_value(item, value, language) for value in answer.values) or "none"


def _value(item: Item, value: Any, language: str) -> str:
    option = item.option(value) if isinstance(value, str) else None
    if option:
        return said(option.display, language)
    return "written" if isinstance(value, str) else str(value_to_json(value))


def _next(
    instrument: Instrument, answers: Answers, shown: Mapping[str, bool], language: str
) -> tuple[Ask, ...]:
    """What to find out next: danger and disclosure, then required, then what counts. Declined is left in peace."""
    main = instrument.main_rule
    open_items = [
        item
        for item in instrument.questions
        if shown[item.link_id] and answers.of(item.link_id).state in (State.UNKNOWN, State.NOT_ASKED)
    ]
    open_items.sort(key=lambda item: (item.stop is None, not item.required, not _counts(item, main)))
    return tuple(
        Ask(item.link_id, said(item.text, language), answers.of(item.link_id).state) for item in open_items
    )


def _counts(item: Item, main: Rule | None) -> bool:
    return main is not None and item.link_id in main.reads
