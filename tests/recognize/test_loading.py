"""What an instrument must keep to before it may be used."""

from __future__ import annotations

from typing import Any

import pytest

from harborlight.recognize import shipped
from harborlight.recognize.core import InstrumentRefused
from tests.recognize.instruments import SERAF, TWO_OF_SIX, TWO_PARTS, build, counting, opens_on, yes_no


def refusal(body: dict[str, Any], **more: Any) -> str:
    with pytest.raises(InstrumentRefused) as refused:
        build(body, **more)
    assert refused.value.mend, "a refusal says how to mend it"
    return str(refused.value)


@pytest.mark.parametrize("body", [TWO_OF_SIX, TWO_PARTS, SERAF], ids=["k-of-n", "two parts", "windows and bands"])
def test_public_schemes_load(body: dict[str, Any]) -> None:
    assert build(body).questions


def test_a_circle_in_enable_when_is_refused_with_its_path() -> None:
    ring = [
        yes_no("a", enableWhen=opens_on("c")),
        yes_no("b", enableWhen=opens_on("a")),
        yes_no("c", enableWhen=opens_on("b")),
    ]
    assert "a → c → b → a" in refusal({"item": ring})


def test_a_question_that_opens_itself_is_refused() -> None:
    assert "circle" in refusal({"item": [yes_no("a", enableWhen=opens_on("a"))]})


def test_a_group_that_hangs_on_a_question_inside_it_is_refused() -> None:
    inside = {"linkId": "g", "type": "group", "text": "G", "enableWhen": opens_on("a"), "item": [yes_no("a")]}
    assert "circle" in refusal({"item": [inside]})


def test_a_very_long_chain_is_no_circle_and_does_not_exhaust_the_stack() -> None:
    chain = [yes_no("q0")] + [yes_no(f"q{n}", enableWhen=opens_on(f"q{n - 1}")) for n in range(1, 1000)]
    assert len(build({"item": chain}).questions) == 1000
    assert "more than 1000" in refusal({"item": [*chain, yes_no("last")]})


def test_deep_nesting_is_refused() -> None:
    item = yes_no("q")
    for n in range(20):
        item = {"linkId": f"g{n}", "type": "group", "text": "G", "item": [item]}
    assert "nested" in refusal({"item": [item]})


@pytest.mark.parametrize(
    ("item", "says"),
    [
        (yes_no("a", enableWhen=opens_on("nowhere")), "not a question here"),
        (yes_no("a b"), "linkId takes"),
        ({"linkId": "a", "type": "attachment", "text": "A"}, "not a question type"),
        ({"linkId": "a", "type": "choice", "text": "A"}, "no answers to choose from"),
        ({"linkId": "a", "type": "group", "text": "A"}, "empty"),
        (yes_no("a", maxLength=5), "maxLength"),
        (yes_no("a", repeats=True), "repeat"),
        (yes_no("a", item=[yes_no("b")]), "Only a group"),
        (yes_no("a", calculatedExpression="1+1"), "not part of the questionnaire subset"),
        (yes_no("a", enableBehavior="some"), "enableBehavior"),
        (yes_no("a", required="yes"), "neither true nor false"),
        ({"linkId": "a", "type": "boolean"}, "Fields were expected"),
        ({"linkId": "a", "type": "boolean", "text": {"es": "A"}}, "no words in 'en'"),
        (yes_no("a", indicators=["Q99"]), "no indicator 'Q99'"),
        (yes_no("a", seen_by="guessed"), "seen_by"),
    ],
)
def test_items_that_do_not_fit(item: dict[str, Any], says: str) -> None:
    assert says in refusal({"item": [item, yes_no("other")]})


def test_answer_codes_may_not_stand_for_missing() -> None:
    choice = {"linkId": "a", "type": "choice", "text": "A", "answerOption": [{"code": "unknown", "display": "?"}]}
    assert "unknown" in refusal({"item": [choice]})


def test_two_items_of_one_name_are_refused() -> None:
    assert "Two items" in refusal({"item": [yes_no("a"), yes_no("a")]})


@pytest.mark.parametrize(
    ("operator", "answer"),
    [(">", {"answerBoolean": True}), ("=", {"answerString": "yes"}), ("exists", {"answerInteger": 1}), ("~", {})],
)
def test_conditions_that_cannot_be(operator: str, answer: dict[str, Any]) -> None:
    assert refusal({"item": [yes_no("a"), yes_no("b", enableWhen=opens_on("a", operator, **answer))]})


def test_a_disclosure_must_end_the_questions_and_is_never_counted() -> None:
    assert "must end the questions" in refusal({"item": [yes_no("a", indicators=["A01"])]})
    stop = {"kind": "disclosure", "reason": "Stop.", "do": [{"text": "Tell the team."}]}
    body = counting("a", "b")
    body["item"][0] |= {"indicators": ["A01"], "stop": stop}
    assert "never counted" in refusal(body)


def test_a_weak_sign_never_stands_alone() -> None:
    body = counting("a", "b")
    body["item"][0]["indicators"] = ["F02"]
    assert "never stands alone" in refusal(body)
    body["rules"][0] |= {"items": ["b"], "supporting": ["a"]}
    assert build(body)


@pytest.mark.parametrize("indicator", ["D01", "P01", "V01"])
def test_context_is_never_scored(indicator: str) -> None:
    body = counting("a", "b")
    body["item"][0]["indicators"] = [indicator]
    assert "never scored" in refusal(body)


def test_a_sign_that_evidence_speaks_against_is_not_even_supporting() -> None:
    body = counting("a", supporting=["gang"])
    body["item"].append(yes_no("gang", indicators=["M04"]))
    assert "Evidence speaks against" in refusal(body)


def test_a_yes_may_not_close_a_question_that_counts() -> None:
    body = counting("a", "b")
    body["item"][1]["enableWhen"] = opens_on("a", "=", answerBoolean=False)
    assert "would close this question" in refusal(body)
    body["item"][1]["enableWhen"] = opens_on("a", "!=", answerBoolean=True)
    assert "would close this question" in refusal(body)


@pytest.mark.parametrize(
    ("rule", "says"),
    [
        ({"kind": "average"}, "not a kind of rule"),
        ({"kind": "k-of-n", "k": 5}, "can never be met"),
        ({"items": []}, "reads nothing"),
        ({"items": ["a", "nowhere"]}, "not a question here"),
        ({"items": ["a", "a"]}, "twice"),
        ({"kind": "weighted", "weights": {"a": -1}}, "below zero"),
        ({"kind": "weighted", "weights": {"a": 0.12345}}, "not a number taken"),
        ({"weights": {"a": 2}}, "Only a weighted rule"),
        ({"kind": "weighted", "windows": {"a": [{"from_months": 0, "to_months": 6, "weight": 1}]}}, "belong to dates"),
        ({"kind": "k-of-n", "k": True}, "whole number"),
    ],
)
def test_rules_that_do_not_fit(rule: dict[str, Any], says: str) -> None:
    assert says in refusal(counting("a", "b", **rule))


def test_windows_may_not_overlap() -> None:
    windows = [{"from_months": 0, "to_months": 6, "weight": 5}, {"from_months": 5, "to_months": 12, "weight": 1}]
    rule = {"id": "r", "kind": "weighted", "items": ["s"], "windows": {"s": windows}}
    assert "overlap" in refusal({"item": [{"linkId": "s", "type": "date", "text": "S"}], "rules": [rule], "score": "r"})


@pytest.mark.parametrize("name", ["Low risk", "Not at risk", "Cleared", "Screen positive", "Suspected victim"])
def test_no_band_passes_a_verdict(name: str) -> None:
    assert "verdict" in refusal(counting("a", "b", bands=[{"name": name, "from": 0, "to": 1}]))


def test_no_question_asks_whether_a_child_consented() -> None:
    for text in ("Did she consent?", "Did the child agree to it?", "Was he willing?", "¿Consintió?"):
        assert "consent" in refusal({"item": [yes_no("a") | {"text": text}]})


def test_an_instrument_without_a_question_is_refused() -> None:
    assert "no question" in refusal({"item": [{"linkId": "a", "type": "display", "text": "A"}]})


@pytest.mark.parametrize("body", [{}, {"item": {}}, {"item": []}, {"item": ["a"]}, {"item": [{"type": "boolean"}]}])
def test_shapes_that_are_no_instrument(body: dict[str, Any]) -> None:
    assert refusal(body)


def test_every_shipped_instrument_loads_in_every_language() -> None:
    for instrument in shipped.instruments():
        for item in instrument.walk():
            assert set(item.text) == set(instrument.languages), item.link_id
