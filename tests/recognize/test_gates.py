"""enableWhen as FHIR R4 reads it, and what may yet open."""

from __future__ import annotations

from typing import Any

import pytest

from harborlight.recognize.core import shown_items
from harborlight.recognize.core.gates import Open, open_states
from tests.recognize.instruments import build, given, opens_on, yes_no


def shown(items: list[dict[str, Any]], answers: dict[str, Any]) -> set[str]:
    instrument = build({"item": items})
    return {item.link_id for item in shown_items(instrument, given(instrument, answers))}


NUMBER = {"linkId": "n", "type": "integer", "text": "N", "repeats": True}
CHOICE = {"linkId": "c", "type": "choice", "text": "C", "answerOption": [
    {"code": "x", "display": "X"}, {"code": "y", "display": "Y"}]}
DAY = {"linkId": "d", "type": "date", "text": "D"}


@pytest.mark.parametrize(
    ("condition", "answer", "open_"),
    [
        (opens_on("a"), {"a": "yes"}, True),
        (opens_on("a"), {"a": "no"}, False),
        (opens_on("a"), {}, False),
        (opens_on("a"), {"a": "unknown"}, False),
        (opens_on("a", "!="), {"a": "no"}, True),
        (opens_on("a", "!="), {}, True),  # FHIR: no answer has an equal value
        (opens_on("a", "exists"), {"a": "no"}, True),
        (opens_on("a", "exists"), {"a": "declined"}, False),
        (opens_on("a", "exists", answerBoolean=False), {}, True),
        (opens_on("n", ">", answerInteger=3), {"n": [1, 4]}, True),
        (opens_on("n", ">", answerInteger=3), {"n": [1, 3]}, False),
        (opens_on("n", ">=", answerInteger=3), {"n": 3}, True),
        (opens_on("n", "<", answerInteger=3), {"n": 2}, True),
        (opens_on("n", "<=", answerInteger=3), {"n": 4}, False),
        (opens_on("n", "<", answerInteger=3), {}, False),
        (opens_on("c", "=", answerCoding={"code": "x"}), {"c": "x"}, True),
        (opens_on("c", "!=", answerCoding={"code": "x"}), {"c": "y"}, True),
        (opens_on("d", ">=", answerDate="2026-11-22"), {"d": "2026-11-22"}, True),
        (opens_on("d", "<", answerDate="2026-11-22"), {"d": "2026-11-22"}, False),
    ],
)
def test_one_condition(condition: list[dict[str, Any]], answer: dict[str, Any], open_: bool) -> None:
    items = [yes_no("a"), NUMBER, CHOICE, DAY, yes_no("hangs", enableWhen=condition)]
    assert ("hangs" in shown(items, answer)) is open_


def test_all_and_any() -> None:
    conditions = opens_on("a") + opens_on("b")
    items = [yes_no("a"), yes_no("b"), yes_no("all", enableWhen=conditions),
             yes_no("any", enableWhen=conditions, enableBehavior="any")]
    assert shown(items, {"a": "yes"}) == {"a", "b", "any"}
    assert shown(items, {"a": "yes", "b": "yes"}) == {"a", "b", "any", "all"}


def test_a_closed_group_closes_what_it_holds_and_what_hangs_on_that() -> None:
    group = {"linkId": "g", "type": "group", "text": "G", "enableWhen": opens_on("a"), "item": [yes_no("b")]}
    items = [yes_no("a"), group, yes_no("c", enableWhen=opens_on("b"))]
    assert shown(items, {"a": "yes", "b": "yes"}) == {"a", "g", "b", "c"}
    assert shown(items, {"a": "no", "b": "yes"}) == {"a"}, "an answer to a closed question opens nothing"


def test_what_is_missing_leaves_it_open_whether_a_question_opens() -> None:
    items = [yes_no("a"), yes_no("b"), yes_no("one", enableWhen=opens_on("a")),
             yes_no("both", enableWhen=opens_on("a") + opens_on("b")),
             yes_no("far", enableWhen=opens_on("one"))]
    instrument = build({"item": items})
    _shown, possible = open_states(instrument, given(instrument, {}))
    assert possible["one"] is possible["both"] is possible["far"] is Open.MAYBE
    _shown, possible = open_states(instrument, given(instrument, {"a": "no"}))
    assert possible["one"] is possible["both"] is possible["far"] is Open.NO
    _shown, possible = open_states(instrument, given(instrument, {"a": "yes", "b": "declined"}))
    assert (possible["one"], possible["both"], possible["far"]) == (Open.YES, Open.MAYBE, Open.MAYBE)
