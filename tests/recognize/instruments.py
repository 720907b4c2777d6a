"""Small instruments for tests, among them public scoring schemes rebuilt without a word of their item text."""

from __future__ import annotations

from typing import Any

from harborlight.recognize import shipped
from harborlight.recognize.core import About, Answers, Instrument, Result, evaluate, load, read_answers


def build(body: dict[str, Any], *, audience: tuple[str, ...] = ("officer",)) -> Instrument:
    """An instrument in English from its body."""
    return load(body, shipped.taxonomy(), About("test", "1", "0" * 64, {"en": "Test"}, ("en",), audience))


def yes_no(link_id: str, **more: Any) -> dict[str, Any]:
    """A yes/no question whose text says nothing."""
    return {"linkId": link_id, "type": "boolean", "text": f"Question {link_id}", **more}


def opens_on(question: str, operator: str = "=", **answer: Any) -> list[dict[str, Any]]:
    """One condition of enableWhen; a yes unless told otherwise."""
    return [{"question": question, "operator": operator, **(answer or {"answerBoolean": True})}]


def counting(*link_ids: str, **rule: Any) -> dict[str, Any]:
    """Yes/no questions under one rule that counts them."""
    return {
        "item": [yes_no(name) for name in link_ids],
        "rules": [{"id": "r", "kind": "count", "items": list(link_ids), **rule}],
        "score": "r",
    }


def worked_out(body: dict[str, Any], answers: dict[str, Any], *, on: str | None = None) -> Result:
    """The result of plain answers."""
    instrument = build(body)
    return evaluate(instrument, given(instrument, answers, on=on))


def given(instrument: Instrument, answers: dict[str, Any], *, on: str | None = None) -> Answers:
    """Answers from plain values."""
    return read_answers(instrument, {"answers": answers} | ({"on": on} if on else {}))


# Six yes/no items, two or more (the rule of the short screen, Greenbaum 2018).
TWO_OF_SIX = {
    "item": [yes_no(f"q{n}") for n in range(1, 7)],
    "rules": [{"id": "screen", "kind": "k-of-n", "k": 2, "items": [f"q{n}" for n in range(1, 7)]}],
    "score": "screen",
}

# Any one in part 1 opens part 2 (the gate of the Missouri tool).
TWO_PARTS = {
    "item": [
        yes_no("p1a"),
        yes_no("p1b"),
        {
            "linkId": "part2",
            "type": "group",
            "text": "Part 2",
            "enableBehavior": "any",
            "enableWhen": opens_on("p1a") + opens_on("p1b"),
            "item": [yes_no("p2a"), yes_no("p2b")],
        },
    ],
    "rules": [
        {"id": "gate", "kind": "any", "items": ["p1a", "p1b"]},
        {"id": "fuller", "kind": "count", "items": ["p2a", "p2b"]},
    ],
    "score": "gate",
}

_RECENT = [
    {"from_months": 0, "to_months": 6, "weight": 5},
    {"from_months": 6, "to_months": 12, "weight": 1},
]

# The public arithmetic of the Welsh framework: 10 vulnerabilities 1 each, moderate signs 1 each when in the last 6
# months, significant signs 5 in the last 6 months and 1 in the 6 before; bands 0-5, 6-10, 11-15, 16 and more.
SERAF = {
    "item": [
        *(yes_no(f"v{n}") for n in range(1, 11)),
        *(yes_no(f"m{n}") for n in range(1, 6)),
        *({"linkId": f"s{n}", "type": "date", "text": f"Sign {n}", "repeats": True} for n in range(1, 5)),
    ],
    "rules": [
        {
            "id": "seraf",
            "kind": "weighted",
            "items": [f"v{n}" for n in range(1, 11)] + [f"m{n}" for n in range(1, 6)] + [f"s{n}" for n in range(1, 5)],
            "windows": {f"s{n}": _RECENT for n in range(1, 5)},
            "bands": [
                {"name": "category 1", "from": 0, "to": 5},
                {"name": "category 2", "from": 6, "to": 10},
                {"name": "category 3", "from": 11, "to": 15},
                {"name": "category 4", "from": 16},
            ],
        }
    ],
    "score": "seraf",
}
