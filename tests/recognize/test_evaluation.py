"""What a result rests on, what it asks next, and how it says so."""

from __future__ import annotations

from typing import Any

import pytest

from harborlight.recognize import shipped
from harborlight.recognize.core import How, Result, State, evaluate, read_answers, result_to_json
from harborlight.recognize.core.words import PAGE, Tally, range_words, result_sentence, stop_sentence
from tests.recognize.instruments import build, counting, given, opens_on, worked_out, yes_no

TELL, WRITE = {"text": "Tell the team."}, {"text": "Write it down."}
STOP = {"kind": "disclosure", "reason": "Enough was said.", "do": [TELL, WRITE]}
DANGER = {"kind": "danger", "reason": "Safety first.", "do": [{"text": "Call 911."}, TELL]}


def checked(answers: dict[str, Any], language: str = "en") -> Result:
    instrument = shipped.instrument("field-check")
    return evaluate(instrument, read_answers(instrument, answers), language=language)


def test_a_reason_names_the_question_its_source_time_author_and_indicators() -> None:
    said = {"answer": "yes", "source": "child_said", "at": "2026-11-22T02:10:00-06:00", "by": "member-7"}
    (reason,) = checked({"lost": said}).reasons
    assert (reason.item, reason.how, reason.by) == ("lost", How.CHILD_SAID, "member-7")
    assert reason.at is not None
    assert reason.at.isoformat() == "2026-11-22T02:10:00-06:00"
    assert reason.indicators == ("G04",)
    assert reason.rules == ("signs-seen",)


def test_a_no_is_no_reason() -> None:
    assert checked({"fear": "no", "room": "unknown"}).reasons == ()


def test_next_asks_for_danger_first_then_for_what_counts_in_order() -> None:
    asked = [ask.item for ask in checked({"speaks-for": "yes", "disclosed": "no"}).next]
    assert asked[:3] == ["danger", "holds-things", "fear"]
    assert "speaks-for" not in asked


def test_next_says_why_there_is_no_answer_and_leaves_the_declined_alone() -> None:
    found = {ask.item: ask.state for ask in checked({"fear": "unknown", "lost": "declined"}).next}
    assert found["fear"] is State.UNKNOWN
    assert found["room"] is State.NOT_ASKED
    assert "lost" not in found


def test_required_questions_come_before_the_others() -> None:
    body = counting("a", "b")
    body["item"].append(yes_no("must", required=True))
    assert [ask.item for ask in worked_out(body, {}).next] == ["must", "a", "b"]


def test_a_question_that_opens_later_is_not_asked_now() -> None:
    body = counting("a", "b")
    body["item"][1]["enableWhen"] = opens_on("a")
    assert [ask.item for ask in worked_out(body, {}).next] == ["a"]
    assert [ask.item for ask in worked_out(body, {"a": "yes"}).next] == ["b"]


def test_two_stops_are_one_list_of_things_to_do_danger_first() -> None:
    body = {"item": [yes_no("told", stop=STOP), yes_no("danger", stop=DANGER), yes_no("a")]}
    stop = worked_out(body, {"told": "yes", "danger": "yes"}).stop
    assert stop is not None
    assert stop.kinds == ("danger", "disclosure")
    assert stop.items == ("danger", "told")
    assert [step.text["en"] for step in stop.do] == ["Call 911.", "Tell the team.", "Write it down."]
    assert stop.reason == "Safety first. Enough was said."


def test_a_stop_in_a_closed_group_does_not_stop() -> None:
    group = {"linkId": "g", "type": "group", "text": "G", "enableWhen": opens_on("a"), "item": [yes_no("s", stop=STOP)]}
    body = {"item": [yes_no("a"), group]}
    assert worked_out(body, {"a": "no", "s": "yes"}).stop is None
    assert worked_out(body, {"a": "yes", "s": "yes"}).stop is not None


def test_unknown_is_no_yes_for_a_stop() -> None:
    for said in ("no", "unknown", "declined", "not_asked"):
        assert checked({"danger": said, "disclosed": said}).stop is None


def test_what_was_answered_before_a_stop_is_kept_and_shown() -> None:
    result = checked({"speaks-for": "yes", "disclosed": "yes"})
    assert {reason.item for reason in result.reasons} == {"speaks-for", "disclosed"}
    assert result.score == 1
    assert result.then == ()


def test_an_instrument_without_a_figure_gives_none() -> None:
    """Judgment tools (the Colorado and Vera forms have no cut-off) still say what was answered."""
    result = worked_out({"item": [yes_no("a"), yes_no("b")]}, {"a": "yes"})
    assert (result.score, result.score_low, result.score_high) == (None, None, None)
    assert result.result.startswith("1 of 2 questions answered, 1 not asked. This does not confirm and does not clear.")
    assert result_to_json(result)["score"] is None


def test_written_answers_are_not_repeated_in_a_result() -> None:
    body = {"item": [{"linkId": "note", "type": "text", "text": "Say"}, yes_no("a")]}
    told = result_to_json(worked_out(body, {"note": "the blue house on Elm Street"}))
    assert "Elm Street" not in str(told)
    assert told["reasons"][0]["answer"] == "written"


def test_codes_are_told_in_words() -> None:
    options = [{"code": "a", "display": "Once", "weight": 1}, {"code": "b", "display": "Often", "weight": 2}]
    item = {"linkId": "c", "type": "choice", "text": "C", "repeats": True, "answerOption": options}
    body = {"item": [item], "rules": [{"id": "r", "kind": "sum", "items": ["c"]}], "score": "r"}
    assert worked_out(body, {"c": ["a", "b"]}).reasons[0].answer == "Once, Often"
    assert worked_out(body, {"c": "no"}).reasons[0].answer == "none"


@pytest.mark.parametrize(
    ("tally", "says"),
    [
        (Tally(3, 10, 0, 4, 0), "3 of 10 signs seen, 4 not asked."),
        (Tally(1, 10, 2, 3, 1), "1 of 10 signs seen, 3 not asked, 2 unknown, 1 declined."),
        (Tally(0, 10, 0, 4, 0), "No yes answers; 6 of 10 signs looked for, 4 not asked."),
        (Tally(0, 10, 0, 10, 0), "None of the 10 signs was looked for yet, 10 not asked."),
    ],
)
def test_sentences(tally: Tally, says: str) -> None:
    sentence = result_sentence(tally, "en")
    assert sentence.startswith(says)
    assert "This does not confirm and does not clear." in sentence
    assert "offer help" in sentence.lower()
    assert "no confirma ni descarta" in result_sentence(tally, "es")
    assert result_sentence(tally, "xx") == sentence, "a language without sentences speaks English"


def test_ranges_and_stops_in_words() -> None:
    assert range_words(3, 3, "en") == ""
    assert range_words(3, 7, "en") == "3 to 7 once everything is known"
    assert range_words(3, None, "es") == "de 3 a … cuando todo se sepa"
    assert stop_sentence(("danger",), "en").startswith("Stop the questions.")
    assert stop_sentence(("danger", "disclosure"), "es").startswith("Detenga las preguntas.")


def test_both_languages_say_the_same_things_around_a_result() -> None:
    assert set(PAGE["en"]) == set(PAGE["es"])


def test_a_language_the_instrument_lacks_falls_back_to_its_own() -> None:
    instrument = build(counting("a"))
    result = evaluate(instrument, given(instrument, {"a": "yes"}), language="es")
    assert result.reasons[0].text == "Question a"


def test_the_same_answers_give_the_same_result() -> None:
    said = {"speaks-for": "yes", "lost": "declined"}
    assert checked(said) == checked(said)
    assert result_to_json(checked(said)) == result_to_json(checked(said))
