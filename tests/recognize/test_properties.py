"""What holds for every instrument and every set of answers."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from harborlight.recognize import shipped
from harborlight.recognize.core import Instrument, Result, evaluate, read_answers
from harborlight.recognize.core.scoring import Met
from tests.recognize.instruments import build, opens_on, yes_no

SAID = st.sampled_from(["yes", "no", "unknown", "not_asked", "declined"])
MISSING = ("unknown", "not_asked", "declined")
URGENCY = {Met.NO: 0, Met.OPEN: 1, Met.YES: 2, None: 0}


@st.composite
def instruments(draw: st.DrawFn) -> Instrument:
    """Yes/no questions, some opening on earlier ones, under a random rule."""
    size = draw(st.integers(2, 7))
    items: list[dict[str, Any]] = []
    for n in range(size):
        item = yes_no(f"q{n}")
        earlier = draw(st.lists(st.integers(0, n - 1), max_size=2, unique=True)) if n else []
        if earlier:
            item["enableWhen"] = [one for q in earlier for one in opens_on(f"q{q}")]
            item["enableBehavior"] = draw(st.sampled_from(["all", "any"]))
        items.append(item)
    names = [item["linkId"] for item in items]
    split = draw(st.integers(1, size))
    kind = draw(st.sampled_from(["count", "any", "k-of-n", "weighted", "sum"]))
    rule: dict[str, Any] = {"id": "r", "kind": kind, "items": names[:split], "supporting": names[split:]}
    if kind == "k-of-n":
        rule["k"] = draw(st.integers(1, size))
    if kind == "weighted":
        rule["weights"] = {name: draw(st.integers(0, 9)) for name in names}
    return build({"item": items, "rules": [rule], "score": "r"})


@st.composite
def answered(draw: st.DrawFn) -> tuple[Instrument, dict[str, str]]:
    """An instrument and answers to some of its questions."""
    instrument = draw(st.one_of(instruments(), st.sampled_from(shipped.instruments())))
    return instrument, {item.link_id: draw(SAID) for item in instrument.questions if draw(st.booleans())}


def result(instrument: Instrument, answers: dict[str, str]) -> Result:
    return evaluate(instrument, read_answers(instrument, answers))


@given(answered(), st.data())
@settings(max_examples=300, deadline=None)
def test_a_yes_more_never_lowers_anything(case: tuple[Instrument, dict[str, str]], data: st.DataObject) -> None:
    instrument, answers = case
    question = data.draw(st.sampled_from([item.link_id for item in instrument.questions]))
    before, after = result(instrument, answers), result(instrument, answers | {question: "yes"})
    assert after.score is not None
    assert before.score is not None
    assert after.score >= before.score
    assert after.score_low >= before.score_low  # type: ignore[operator]
    assert bool(after.stop) >= bool(before.stop)
    assert after.tally.yes >= before.tally.yes
    for one, other in zip(before.figures, after.figures, strict=True):
        assert URGENCY[other.met] >= URGENCY[one.met]


@given(answered(), st.data())
@settings(max_examples=300, deadline=None)
def test_the_range_holds_whatever_the_missing_turn_out_to_be(
    case: tuple[Instrument, dict[str, str]], data: st.DataObject
) -> None:
    instrument, answers = case
    partial = result(instrument, answers)
    missing = [item.link_id for item in instrument.questions if answers.get(item.link_id, "unknown") in MISSING]
    found = {name: data.draw(st.sampled_from(["yes", "no"])) for name in missing}
    whole = result(instrument, answers | found)
    assert partial.score_low <= whole.score <= partial.score_high  # type: ignore[operator]
    assert partial.score_low <= partial.score <= partial.score_high  # type: ignore[operator]
    assert whole.score_low == whole.score == whole.score_high, "nothing is missing, nothing is a range"
    for one, other in zip(partial.figures, whole.figures, strict=True):
        assert one.met in (other.met, Met.OPEN), "what was settled stays settled"


@given(answered())
@settings(max_examples=200, deadline=None)
def test_the_ends_of_the_range_are_all_no_and_all_yes(case: tuple[Instrument, dict[str, str]]) -> None:
    instrument, answers = case
    partial = result(instrument, answers)
    missing = [item.link_id for item in instrument.questions if answers.get(item.link_id, "unknown") in MISSING]
    assert partial.score_low == result(instrument, answers | dict.fromkeys(missing, "no")).score
    assert partial.score_high == result(instrument, answers | dict.fromkeys(missing, "yes")).score


@given(answered())
@settings(max_examples=150, deadline=None)
def test_the_kind_of_missing_changes_no_figure(case: tuple[Instrument, dict[str, str]]) -> None:
    """Declining costs nothing: it counts exactly as a question that was never asked."""
    instrument, answers = case
    never_asked = {name: "not_asked" if said in MISSING else said for name, said in answers.items()}
    one, other = result(instrument, answers), result(instrument, never_asked)
    assert one.figures == other.figures
    assert (one.stop, one.reasons, one.answered) == (other.stop, other.reasons, other.answered)


@given(answered(), st.randoms(use_true_random=False))
@settings(max_examples=100, deadline=None)
def test_the_order_of_answers_changes_nothing(case: tuple[Instrument, dict[str, str]], random: Any) -> None:
    instrument, answers = case
    shuffled = list(answers.items())
    random.shuffle(shuffled)
    assert result(instrument, dict(shuffled)) == result(instrument, answers)


@given(answered())
@settings(max_examples=150, deadline=None)
def test_a_stop_leaves_nothing_to_ask(case: tuple[Instrument, dict[str, str]]) -> None:
    instrument, answers = case
    found = result(instrument, answers)
    if found.stop:
        assert not found.next
        assert found.stop.do
    asked_again = {ask.item for ask in found.next}
    assert not any(answers.get(name) in ("yes", "no", "declined") for name in asked_again)
