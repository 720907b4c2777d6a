"""A screening as a page shows it: rows into frozen values, every step with what it cites."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from harborlight.recognize.core import Answer, Answers, Item, Result, State, Step, evaluate
from harborlight.recognize.core.answers import value_to_json
from harborlight.recognize.core.definition import said
from harborlight.recognize.core.words import HOWS, PAGE, STATES, range_words
from harborlight.recognize.models import Screening
from harborlight.recognize.records import answers_of, instrument_of, sentence

# The page stands in desk, which shows a screening together with its next step; its address is agreed, not looked up.
SCREENING_PAGE = "/screening/{id}/"


@dataclass(frozen=True)
class Cited:
    """One source of a step."""

    title: str
    date: str
    url: str


@dataclass(frozen=True)
class StepRow:
    """One thing to do and what says so."""

    text: str
    sources: tuple[Cited, ...]


@dataclass(frozen=True)
class AnswerRow:
    """One question as it was answered, in words. `seen` is true for what the result rests on."""

    item: str
    text: str
    answer: str
    state: str
    source: str
    seen: bool


@dataclass(frozen=True)
class ScreeningView:
    """One screening.

    In a list `rows`, `do`, `next` and `then` are empty. `erased` is true when the answers were erased: what is left are
    figures. `range` is what the figure may still become, in words, or "". `superseded_by`, `supersedes`, `child_id`
    and `child_code` are "" where there is none.
    """

    id: str
    title: str
    instrument: str
    version: str
    digest: str
    language: str
    sentence: str
    range: str
    completed_at: datetime
    author_id: str
    author: str
    agency_id: str
    agency: str
    county_fips: str
    child_id: str
    child_code: str
    superseded_by: str
    supersedes: str
    stopped: bool
    stop_reason: str = ""
    do: tuple[StepRow, ...] = ()
    rows: tuple[AnswerRow, ...] = ()
    next: tuple[str, ...] = ()
    then: tuple[StepRow, ...] = ()
    result: Result | None = None
    erased: bool = False

    @property
    def words(self) -> Mapping[str, str]:
        """What the page says around the result, in its language."""
        return PAGE.get(self.language, PAGE["en"])

    @property
    def url(self) -> str:
        return SCREENING_PAGE.format(id=self.id)

    @property
    def seen(self) -> tuple[AnswerRow, ...]:
        """What the result rests on."""
        return tuple(row for row in self.rows if row.seen)


def in_list(row: Screening, language: str = "en") -> ScreeningView:
    """A screening for a list: no answer is opened."""
    return ScreeningView(**_facts(row, language))


def in_full(row: Screening, language: str = "") -> ScreeningView:
    """A screening with its answers, worked out by its own definition."""
    instrument = instrument_of(row.definition)
    spoken = language if language in instrument.languages else row.language
    answers = answers_of(row, instrument)
    if answers is None:
        return ScreeningView(**_facts(row, spoken), erased=True)
    result = evaluate(instrument, answers, language=spoken)
    sources = row.definition.sources
    return ScreeningView(
        **_facts(row, spoken),
        stop_reason=result.stop.reason if result.stop else "",
        do=_steps(result.stop.do if result.stop else (), sources, spoken),
        rows=tuple(_row(item, answers, result, spoken) for item in instrument.questions),
        next=tuple(ask.text for ask in result.next),
        then=_steps(result.then, sources, spoken),
        result=result,
    )


def _facts(row: Screening, language: str) -> dict[str, Any]:
    about = getattr(row, "about", None)
    successor = getattr(row, "superseded_by", None)
    kept = row.result
    return {
        "id": str(row.id),
        "title": said(row.definition.title, language),
        "instrument": row.definition.instrument,
        "version": row.definition.version,
        "digest": row.definition.digest,
        "language": language,
        "sentence": sentence(kept, language),
        "range": range_words(kept["score_low"], kept["score_high"], language),
        "completed_at": row.completed_at,
        "author_id": str(row.author_id),
        "author": row.author.display_name,
        "agency_id": str(row.agency_id),
        "agency": row.agency.name,
        "county_fips": row.county_fips,
        "child_id": str(about.child_id) if about else "",
        "child_code": about.child.code if about else "",
        "superseded_by": str(successor.id) if successor else "",
        "supersedes": str(row.supersedes_id or ""),
        "stopped": row.stopped,
    }


def _steps(steps: Iterable[Step], sources: Mapping[str, Any], language: str) -> tuple[StepRow, ...]:
    return tuple(
        StepRow(said(step.text, language), tuple(Cited(**sources[name]) for name in step.sources if name in sources))
        for step in steps
    )


def _row(item: Item, answers: Answers, result: Result, language: str) -> AnswerRow:
    answer = answers.of(item.link_id)
    return AnswerRow(
        item=item.link_id,
        text=said(item.text, language),
        answer=_words(item, answer, language),
        state=answer.state.value,
        source=HOWS[language][answer.how] if answer.how and answer.known else "",
        seen=any(reason.item == item.link_id for reason in result.reasons),
    )


def _words(item: Item, answer: Answer, language: str) -> str:
    if answer.state is not State.GIVEN or not answer.values:
        return STATES[language][answer.state]
    options = {option.code: said(option.display, language) for option in item.options}
    return ", ".join(options.get(str(value), str(value_to_json(value))) for value in answer.values)


__all__ = ["SCREENING_PAGE", "AnswerRow", "Cited", "ScreeningView", "StepRow", "in_full", "in_list"]
