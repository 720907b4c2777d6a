"""Answers: missing is never zero, every fault is told at once, what is written comes back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given as hypothesis_given
from hypothesis import strategies as st

from harborlight.recognize.core import AnswersRefused, How, State, answers_to_json, read_answers
from tests.recognize.instruments import build, counting, given, yes_no

EVERY_TYPE = build(
    {
        "item": [
            yes_no("flag"),
            {"linkId": "pick", "type": "choice", "text": "Pick", "answerOption": [
                {"code": "a", "display": "A"}, {"code": "b", "display": "B"}]},
            {"linkId": "many", "type": "choice", "text": "Pick", "repeats": True, "answerOption": [
                {"code": "a", "display": "A"}, {"code": "b", "display": "B"}]},
            {"linkId": "free", "type": "open-choice", "text": "Pick", "answerOption": [{"code": "a", "display": "A"}]},
            {"linkId": "count", "type": "integer", "text": "How many"},
            {"linkId": "size", "type": "decimal", "text": "How much"},
            {"linkId": "day", "type": "date", "text": "When"},
            {"linkId": "line", "type": "string", "text": "Say", "maxLength": 10},
            {"linkId": "note", "type": "text", "text": "Say"},
        ]
    }
)


def faults(answers: Any) -> str:
    with pytest.raises(AnswersRefused) as refused:
        read_answers(EVERY_TYPE, answers)
    return str(refused.value)


def test_what_is_not_answered_is_not_asked() -> None:
    assert given(EVERY_TYPE, {}).of("flag").state is State.NOT_ASKED
    assert read_answers(EVERY_TYPE, {"flag": None}).of("flag").state is State.NOT_ASKED


@pytest.mark.parametrize("word", ["unknown", "not_asked", "declined"])
@pytest.mark.parametrize("question", ["flag", "pick", "many", "count", "day", "note"])
def test_every_type_takes_the_three_words_for_missing(question: str, word: str) -> None:
    answer = read_answers(EVERY_TYPE, {question: word}).of(question)
    assert answer.state == word
    assert not answer.known


def test_values_of_every_type() -> None:
    answers = read_answers(
        EVERY_TYPE,
        {"flag": True, "pick": "a", "many": ["a", "b"], "free": "own words", "count": 3, "size": 2.5,
         "day": "2024-02-29", "line": "short", "note": "long\nlines"},
    )
    assert answers.of("flag").state is State.YES
    assert answers.of("many").values == ("a", "b")
    assert answers.of("count").values == (Decimal(3),)
    assert answers.of("size").values == (Decimal("2.5"),)
    assert answers.of("day").values == (date(2024, 2, 29),)


def test_none_of_these_is_an_answer() -> None:
    for said in ("no", []):
        answer = read_answers(EVERY_TYPE, {"many": said}).of("many")
        assert answer.known
        assert answer.values == ()


def test_source_time_and_author_for_each_or_for_all() -> None:
    one = {"answer": "yes", "source": "child_said", "at": "2026-11-22T02:10-06:00", "by": "m7"}
    answer = read_answers(EVERY_TYPE, {"answers": {"flag": one}}).of("flag")
    assert (answer.how, answer.by) == (How.CHILD_SAID, "m7")
    assert answer.at is not None
    assert answer.at.utcoffset() is not None
    answers = {"flag": "yes", "pick": one | {"answer": "b"}}
    shared = read_answers(EVERY_TYPE, {"source": "record", "by": "m8", "answers": answers})
    assert shared.of("flag").how is How.RECORD
    assert shared.of("pick").how is How.CHILD_SAID


def test_a_list_of_answers_is_taken_too() -> None:
    assert read_answers(EVERY_TYPE, [{"item": "flag", "answer": "no", "source": "seen"}]).of("flag").state is State.NO


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        ({"flag": "maybe"}, "'maybe' is not one of yes, no, unknown, not_asked, declined"),
        ({"flag": 1}, "not one of yes"),
        ({"pick": "c"}, "not one of a, b"),
        ({"pick": ["a", "b"]}, "one answer, not a list"),
        ({"pick": []}, "one answer, not a list"),
        ({"count": 1.5}, "not a whole number"),
        ({"count": True}, "not a number"),
        ({"size": "NaN"}, "not a number"),
        ({"size": 1e400}, "not a number"),
        ({"day": "2026-02-30"}, "not a date"),
        ({"day": "20261122"}, "not a date"),
        ({"line": "far too long a line"}, "more than the 10"),
        ({"note": "a\x00b"}, "null character"),
        ({"note": "  "}, "Write something"),
        ({"many": ["a"] * 101}, "No more than 100"),
        ({"nowhere": "yes"}, "no such question"),
        ({"flag": {"value": "yes"}}, "no 'answer'"),
        ({"flag": {"answer": "yes", "mood": "calm"}}, "unknown field 'mood'"),
        ({"flag": {"answer": "yes", "source": "guessed"}}, "not one of child_said"),
        ({"flag": {"answer": "yes", "at": "2026-11-22T02:10"}}, "time with its zone"),
        ({"answers": {}, "race": "x"}, "no such field"),
        ({"answers": "yes"}, "by question id"),
        ("yes", "JSON object"),
        ([{"item": "flag", "answer": "no"}, {"item": "flag", "answer": "yes"}], "answered twice"),
        ({"on": "2026-11-22", "answers": {"day": "2026-11-23"}}, "after the day of screening"),
    ],
)
def test_what_is_refused_and_how_it_is_said(answers: Any, says: str) -> None:
    assert says in faults(answers)


def test_every_fault_is_told_at_once() -> None:
    told = faults({"flag": "maybe", "pick": "c", "nowhere": "yes"})
    assert len(told.splitlines()) == 3


def test_a_counted_number_below_zero_is_refused() -> None:
    body = counting("a")
    body["item"].append({"linkId": "n", "type": "integer", "text": "N"})
    body["rules"][0]["items"].append("n")
    with pytest.raises(AnswersRefused, match="below zero"):
        given(build(body), {"n": -1})


def written(longest: int) -> st.SearchStrategy[str]:
    """Text that says something and holds no null character."""
    return st.text(min_size=1, max_size=longest).filter(lambda text: text.strip() and "\0" not in text)


VALUES = {
    "flag": st.booleans(),
    "pick": st.sampled_from(["a", "b"]),
    "many": st.lists(st.sampled_from(["a", "b"]), max_size=4),
    "free": st.one_of(st.just("a"), written(9)),
    "count": st.integers(-(10**9) + 1, 10**9 - 1),
    "day": st.dates().map(lambda day: day.isoformat()),
    "line": written(10),
}
MISSING = st.sampled_from(["unknown", "not_asked", "declined"])
ANY_ANSWERS = st.fixed_dictionaries({}, optional={name: st.one_of(one, MISSING) for name, one in VALUES.items()})


@hypothesis_given(ANY_ANSWERS)
def test_answers_come_back_as_they_were(raw: dict[str, Any]) -> None:
    answers = read_answers(EVERY_TYPE, raw)
    assert read_answers(EVERY_TYPE, answers_to_json(answers)) == answers
