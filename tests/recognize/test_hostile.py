"""Whatever is thrown at the two doors of the core, it answers with a sentence, never with a crash."""

from __future__ import annotations

import contextlib
import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from harborlight.ground.packs import api as packs
from harborlight.recognize import shipped
from harborlight.recognize.core import AnswersRefused, InstrumentRefused, evaluate, read_answers, result_to_json
from tests.recognize.instruments import SERAF, build, counting, yes_no

WORDS = st.one_of(
    st.none(), st.booleans(), st.integers(-(10**12), 10**12), st.floats(), st.text(max_size=12),
    st.sampled_from(["boolean", "choice", "date", "group", "a", "b", "yes", "=", "exists", "k-of-n", "weighted"]),
    st.just("2026-11-22"),
)


def nested(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.text(max_size=8), inner, max_size=4))


JSON = st.recursive(WORDS, nested, max_leaves=12)
FIELDS = ("linkId", "type", "text", "help", "required", "repeats", "maxLength", "enableWhen", "enableBehavior",
          "answerOption", "indicators", "seen_by", "sources", "stop", "item")
ITEM = st.one_of(st.dictionaries(st.sampled_from(FIELDS), JSON, max_size=6), st.just(yes_no("a")), st.just(yes_no("b")))
ITEMS = st.lists(ITEM, max_size=4)
RULE_FIELDS = ("id", "kind", "items", "supporting", "k", "weights", "windows", "bands")
RULES = st.lists(st.one_of(st.dictionaries(st.sampled_from(RULE_FIELDS), JSON, max_size=6), JSON), max_size=3)


@given(st.one_of(JSON, st.fixed_dictionaries({"item": ITEMS}, optional={"rules": RULES, "score": JSON, "then": JSON})))
@settings(max_examples=400, deadline=None)
def test_no_definition_breaks_the_loader(body: Any) -> None:
    if not isinstance(body, dict):
        return
    with contextlib.suppress(InstrumentRefused):
        instrument = build(body)
        result_to_json(evaluate(instrument, read_answers(instrument, {})))


@given(st.one_of(JSON, st.fixed_dictionaries({"answers": st.dictionaries(st.sampled_from(["a", "s1", "fear"]), JSON)})))
@settings(max_examples=400, deadline=None)
def test_no_answers_break_the_reader(raw: Any) -> None:
    for instrument in (build(counting("a", "b")), build(SERAF), shipped.instrument("field-check")):
        with contextlib.suppress(AnswersRefused):
            told = result_to_json(evaluate(instrument, read_answers(instrument, raw)))
            json.dumps(told, allow_nan=False)


def test_one_broken_piece_at_a_time() -> None:
    """Put something else in the place of any single part of the shipped instrument: it loads or says what to mend."""
    body = json.loads(json.dumps(packs.pack("field-check").main))
    broken = refused = 0
    for path in list(_paths(body)):
        for other in (None, 7, "x", [], {}):
            changed = json.loads(json.dumps(body))
            _put(changed, path, other)
            broken += 1
            try:
                shipped.load(changed, shipped.taxonomy(), shipped.about(packs.pack("field-check")))
            except InstrumentRefused as refusal:
                refused += 1
                assert refusal.what
                assert refusal.mend
    assert refused > broken * 0.8


def _paths(value: Any, path: tuple[Any, ...] = ()) -> Any:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inner:
        yield (*path, key)
        if len(path) < 6:
            yield from _paths(one, (*path, key))


def _put(body: Any, path: tuple[Any, ...], value: Any) -> None:
    for key in path[:-1]:
        body = body[key]
    body[path[-1]] = value
