"""A result as plain JSON values: what the command line prints and what a page is drawn from."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from harborlight.recognize.core.answers import value_to_json
from harborlight.recognize.core.definition import Step, said
from harborlight.recognize.core.evaluation import Halt, Result
from harborlight.recognize.core.scoring import Figure


def result_to_json(result: Result) -> dict[str, Any]:
    """One object; the field names are part of the command line's contract."""
    return {
        "instrument": result.instrument,
        "version": result.version,
        "digest": result.digest,
        "language": result.language,
        "answered": result.answered,
        "of": result.of,
        "score": _number(result.score),
        "score_low": _number(result.score_low),
        "score_high": _number(result.score_high),
        "result": result.result,
        "reasons": [
            {
                "item": reason.item,
                "text": reason.text,
                "answer": reason.answer,
                "source": reason.how.value if reason.how else None,
                "at": reason.at.isoformat() if reason.at else None,
                "by": reason.by or None,
                "indicators": list(reason.indicators),
                "rules": list(reason.rules),
            }
            for reason in result.reasons
        ],
        "stop": _halt(result.stop, result.language),
        "next": [{"item": ask.item, "text": ask.text, "state": ask.state.value} for ask in result.next],
        "then": [_step(step, result.language) for step in result.then],
        "tally": {
            "yes": result.tally.yes,
            "of": result.tally.of,
            "unknown": result.tally.unknown,
            "not_asked": result.tally.not_asked,
            "declined": result.tally.declined,
        },
        "rules": [_figure(figure, result.language) for figure in result.figures],
        "set_aside": list(result.set_aside),
    }


def _halt(stop: Halt | None, language: str) -> dict[str, Any] | None:
    if stop is None:
        return None
    return {
        "kinds": list(stop.kinds),
        "items": list(stop.items),
        "reason": stop.reason,
        "do": [_step(step, language) for step in stop.do],
    }


def _step(step: Step, language: str) -> dict[str, Any]:
    return {"text": said(step.text, language), "sources": list(step.sources)}


def _figure(figure: Figure, language: str) -> dict[str, Any]:
    return {
        "rule": figure.rule,
        "kind": figure.kind.value,
        "answered": figure.answered,
        "of": figure.of,
        "score": _number(figure.score),
        "score_low": _number(figure.low),
        "score_high": _number(figure.high),
        "met": figure.met.value if figure.met else None,
        "counted": list(figure.counted),
        "bands": [said(band.name, language) for band in figure.bands],
    }


def _number(number: Decimal | None) -> Any:
    return None if number is None else value_to_json(number)
