"""The instrument engine: a definition and answers in, an explained result out.

No Django, no clock, no input or output, and no way to reach a person's identification record: what is not
here cannot be scored. `load` and `evaluate` are the two doors.
"""

from harborlight.recognize.core.answers import (
    Answer,
    Answers,
    AnswersRefused,
    How,
    State,
    answers_to_json,
    read_answers,
)
from harborlight.recognize.core.definition import (
    Instrument,
    InstrumentRefused,
    Item,
    ItemType,
    Option,
    Rule,
    Step,
    Stop,
)
from harborlight.recognize.core.evaluation import Result, evaluate
from harborlight.recognize.core.gates import shown_items
from harborlight.recognize.core.loading import About, load, reload
from harborlight.recognize.core.report import result_to_json
from harborlight.recognize.core.taxonomy import Indicator, Taxonomy, read_taxonomy

__all__ = [
    "About", "Answer", "Answers", "AnswersRefused", "How", "Indicator", "Instrument", "InstrumentRefused", "Item",
    "ItemType", "Option", "Result", "Rule", "State", "Step", "Stop", "Taxonomy", "answers_to_json", "evaluate",
    "load", "read_answers", "read_taxonomy", "reload", "result_to_json", "shown_items",
]
