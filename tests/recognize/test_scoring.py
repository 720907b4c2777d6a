"""Published scoring schemes as oracles. Definitions hold no item text; only the arithmetic is public."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from harborlight.recognize.core.scoring import Met, months_before
from tests.recognize.instruments import SERAF, TWO_OF_SIX, TWO_PARTS, counting, worked_out, yes_no

ON = "2026-11-22"
RECENT, OLDER, LONG_AGO = "2026-09-01", "2026-02-01", "2025-06-01"


def seraf(vulnerabilities: int = 0, moderate: int = 0, **significant: list[str]) -> tuple[Decimal | None, list[str]]:
    said = {f"v{n}": "yes" if n <= vulnerabilities else "no" for n in range(1, 11)}
    said |= {f"m{n}": "yes" if n <= moderate else "no" for n in range(1, 6)}
    said |= {f"s{n}": significant.get(f"s{n}", "no") for n in range(1, 5)}
    result = worked_out(SERAF, said, on=ON)
    assert result.score == result.score_low == result.score_high, "nothing is missing"
    return result.score, [band.name["en"] for band in result.figures[0].bands]


def test_the_welsh_framework_to_its_published_arithmetic() -> None:
    assert seraf(vulnerabilities=5) == (5, ["category 1"])
    assert seraf(vulnerabilities=1, s1=[RECENT]) == (6, ["category 2"])
    both = [RECENT, OLDER]
    assert seraf(s1=both, s2=both) == (12, ["category 3"])
    assert seraf(s1=both, s2=both, moderate=3) == (15, ["category 3"])
    assert seraf(s1=both, s2=both, moderate=3, vulnerabilities=1) == (16, ["category 4"])


def test_windows_of_a_significant_sign() -> None:
    assert seraf(s1=[RECENT])[0] == 5
    assert seraf(s1=[OLDER])[0] == 1
    assert seraf(s1=[RECENT, OLDER])[0] == 6
    assert seraf(s1=[RECENT, "2026-10-10"])[0] == 5, "twice in one window weighs once"
    assert seraf(s1=[LONG_AGO])[0] == 0


@pytest.mark.parametrize(
    ("day", "weighs"),
    [(ON, 5), ("2026-05-22", 5), ("2026-05-21", 1), ("2025-11-22", 1), ("2025-11-21", 0)],
)
def test_windows_are_calendar_months_and_their_last_day_counts(day: str, weighs: int) -> None:
    assert seraf(s1=[day])[0] == weighs


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        (date(2024, 2, 29), 12, date(2023, 2, 28)),
        (date(2024, 8, 31), 6, date(2024, 2, 29)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)),
        (date(2026, 11, 22), 0, date(2026, 11, 22)),
        (date(2026, 11, 22), 24, date(2024, 11, 22)),
    ],
)
def test_months_before(day: date, months: int, before: date) -> None:
    assert months_before(day, months) == before


def test_a_missing_significant_sign_could_weigh_six() -> None:
    said = {f"v{n}": "no" for n in range(1, 11)} | {f"m{n}": "no" for n in range(1, 6)}
    result = worked_out(SERAF, said | {"s1": "unknown", "s2": "no", "s3": "no", "s4": "no"}, on=ON)
    assert (result.score, result.score_low, result.score_high) == (0, 0, 6)
    assert [band.name["en"] for band in result.figures[0].bands] == ["category 1", "category 2"]


@pytest.mark.parametrize(("yes", "met"), [(0, Met.NO), (1, Met.NO), (2, Met.YES), (6, Met.YES)])
def test_two_of_six(yes: int, met: Met) -> None:
    said = {f"q{n}": "yes" if n <= yes else "no" for n in range(1, 7)}
    figure = worked_out(TWO_OF_SIX, said).figures[0]
    assert (figure.score, figure.met) == (yes, met)


def test_two_of_six_cannot_be_told_while_answers_are_missing() -> None:
    assert worked_out(TWO_OF_SIX, {"q1": "yes"}).figures[0].met is Met.OPEN
    assert worked_out(TWO_OF_SIX, {"q1": "yes", "q2": "yes"}).figures[0].met is Met.YES
    four_no = {f"q{n}": "no" for n in range(1, 6)}
    assert worked_out(TWO_OF_SIX, four_no).figures[0].met is Met.NO, "one missing answer cannot make two"


def test_any_one_in_part_one_opens_part_two() -> None:
    closed = worked_out(TWO_PARTS, {"p1a": "no", "p1b": "no", "p2a": "yes"})
    assert (closed.figures[0].met, closed.figures[1].of) == (Met.NO, 0)
    assert closed.set_aside == ("p2a",), "kept, not counted"
    opened = worked_out(TWO_PARTS, {"p1a": "no", "p1b": "yes", "p2a": "yes"})
    assert (opened.figures[0].met, opened.figures[1].score, opened.figures[1].of) == (Met.YES, 1, 2)
    assert [ask.item for ask in opened.next] == ["p2b"]


def test_points_of_one_two_and_three_and_a_cut_with_halves() -> None:
    """Point scales (the Wiltshire form) and a fractional cut (11.5, as the Ohio self-report uses)."""
    scale = [{"code": code, "display": code, "weight": weight}
             for code, weight in (("none", 0), ("low", 1), ("medium", 2), ("high", 3), ("half", 0.5))]
    items = [{"linkId": f"i{n}", "type": "choice", "text": "I", "answerOption": scale} for n in range(4)]
    body = {
        "item": items,
        "rules": [{"id": "points", "kind": "sum", "items": [f"i{n}" for n in range(4)],
                   "bands": [{"name": "below the cut", "from": 0, "to": 11}, {"name": "cut", "from": 11.5}]}],
        "score": "points",
    }
    assert worked_out(body, {"i0": "high", "i1": "medium", "i2": "low", "i3": "half"}).score == Decimal("6.5")
    missing = worked_out(body, {"i0": "high", "i1": "high", "i2": "high"})
    assert (missing.score, missing.score_low, missing.score_high) == (9, 9, 12)
    assert [band.name["en"] for band in missing.figures[0].bands] == ["below the cut", "cut"]


def test_a_scale_without_a_zero_can_never_be_zero() -> None:
    scale = [{"code": "a", "display": "A", "weight": 1}, {"code": "b", "display": "B", "weight": 4}]
    body = {"item": [{"linkId": "i", "type": "choice", "text": "I", "answerOption": scale}],
            "rules": [{"id": "r", "kind": "sum", "items": ["i"]}], "score": "r"}
    result = worked_out(body, {})
    assert (result.score, result.score_low, result.score_high) == (0, 1, 4)


def test_a_weak_sign_counts_only_beside_another() -> None:
    body = counting("main", supporting=["weak"])
    body["item"].append(yes_no("weak", indicators=["F02"]))
    assert worked_out(body, {"main": "no", "weak": "yes"}).score == 0
    assert worked_out(body, {"main": "yes", "weak": "yes"}).score == 2
    missing = worked_out(body, {"weak": "yes"})
    assert (missing.score_low, missing.score_high, missing.tally.yes) == (0, 2, 0)


def test_a_missing_number_has_no_upper_limit() -> None:
    body = {"item": [{"linkId": "n", "type": "integer", "text": "N"}, yes_no("a")],
            "rules": [{"id": "r", "kind": "sum", "items": ["n", "a"]}], "score": "r"}
    result = worked_out(body, {"a": "yes"})
    assert (result.score, result.score_low, result.score_high) == (1, 1, None)
    assert worked_out(body, {"a": "yes", "n": 3}).score == 4


def test_weights_of_questions() -> None:
    body = counting("a", "b", kind="weighted", weights={"a": 2.5})
    assert worked_out(body, {"a": "yes", "b": "yes"}).score == Decimal("3.5")
