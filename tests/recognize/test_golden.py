"""The golden cases that travel with each instrument."""

from __future__ import annotations

import re
from typing import Any

import pytest

from harborlight.ground.packs import api as packs
from harborlight.recognize import shipped
from harborlight.recognize.core import evaluate, read_answers
from harborlight.recognize.core.taxonomy import plain_words
from harborlight.recognize.core.words import FORBIDDEN

PACKS = packs.packs("instrument")
CASES = [(pack, case) for pack in PACKS for case in pack.body.get("cases/golden.yaml", [])]


def test_every_instrument_brings_cases_that_stop_and_cases_that_go_on() -> None:
    for pack in PACKS:
        stops = [bool(case["expect"]["stop"]) for other, case in CASES if other.id == pack.id]
        assert True in stops
        assert False in stops


@pytest.mark.parametrize(("pack", "case"), CASES, ids=[f"{pack.id}: {case['name']}" for pack, case in CASES])
def test_golden_case(pack: packs.Pack, case: dict[str, Any]) -> None:
    instrument = shipped.of_pack(pack)
    language = case.get("language", "en")
    result = evaluate(instrument, read_answers(instrument, case["answers"]), language=language)
    expect = case["expect"]
    for field in ("answered", "of", "score", "score_low", "score_high", "result"):
        assert getattr(result, field) == expect[field], field
    assert (list(result.stop.kinds) if result.stop else None) == expect["stop"]
    asked = [ask.item for ask in result.next]
    if "next_first" in expect:
        assert asked[0] == expect["next_first"]
    assert not set(asked) & set(expect.get("next_without", ()))
    if expect.get("next_empty"):
        assert not asked


@pytest.mark.parametrize("pack", PACKS, ids=[pack.id for pack in PACKS])
def test_packs_keep_to_their_schema(pack: packs.Pack) -> None:
    packs.read_pack(packs.shipped_root().parent / pack.folder)


@pytest.mark.parametrize("language", ["en", "es"])
def test_no_sentence_of_a_result_passes_a_verdict(language: str) -> None:
    verdict = re.compile(rf"\b(?:{'|'.join(FORBIDDEN)})\b")
    for pack, case in CASES:
        instrument = shipped.of_pack(pack)
        result = evaluate(instrument, read_answers(instrument, case["answers"]), language=language)
        assert not verdict.search(plain_words(result.result)), result.result
