"""Between rows and the core: what is stored of a result, and how a screening is read back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from harborlight.ground.vault import api as vault
from harborlight.recognize.core import About, Answers, Instrument, Result, read_answers, reload, result_to_json
from harborlight.recognize.core.words import Tally, result_sentence, stop_sentence
from harborlight.recognize.models import Definition, Screening

KEPT_OF_RULES = ("rule", "score", "score_low", "score_high", "met")
KEPT = ("answered", "of", "score", "score_low", "score_high", "tally", "set_aside")


def place_of(screening_id: UUID) -> str:
    """What the sealed answers are bound to."""
    return f"recognize_screening.answers:{screening_id}"


def digest_of_result(result: Result) -> dict[str, Any]:
    """Figures, states and ids of questions: what may stand in the clear. No answer in words, no date, no author."""
    told = result_to_json(result)
    return {name: told[name] for name in KEPT} | {
        "stop": list(result.stop.kinds) if result.stop else [],
        "seen": [reason.item for reason in result.reasons],
        "rules": [{key: one[key] for key in KEPT_OF_RULES} for one in told["rules"]],
    }


def sentence(result: Mapping[str, Any], language: str) -> str:
    """The sentence of a stored result."""
    if result["stop"]:
        return stop_sentence(tuple(result["stop"]), language)
    return result_sentence(Tally(**result["tally"]), language)


def instrument_of(row: Definition) -> Instrument:
    """The instrument as it was when it was used."""
    about = About(
        row.instrument, row.version, row.digest, row.title, tuple(row.languages), tuple(row.audience)
    )
    return reload(row.body, about)


def answers_of(row: Screening, instrument: Instrument) -> Answers | None:
    """The answers of a screening fetched with its key; None when they were erased."""
    try:
        text = vault.unseal(row.key, row.answers, place_of(row.id))
    except vault.Unreadable:
        return None
    return read_answers(instrument, json.loads(text))
