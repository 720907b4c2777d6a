"""Contrast of the card by day and by night, reckoned from its own style sheet (WCAG 2.2, relative luminance)."""

from __future__ import annotations

import re

import pytest

from harborlight.recognize.card.views import FILES

READ = (
    ("ink", "paper"), ("ink", "surface"), ("soft", "paper"), ("soft", "surface"), ("link", "paper"),
    ("link", "surface"), ("on-top", "top"), ("on-red", "red"), ("on-good", "good"), ("on-shut", "shut"),
)  # fmt: skip
SEEN = (("edge", "surface"), ("edge", "paper"), ("focus", "paper"), ("focus", "surface"), ("lamp", "top"))


def tokens(look: str) -> dict[str, str]:
    sheet = (FILES / "card.css").read_text(encoding="utf-8")
    blocks = re.findall(r":root \{(.*?)\}", sheet, flags=re.S)
    day, night = (dict(re.findall(r"--([a-z-]+): (#[0-9a-f]+)", block)) for block in blocks[:2])
    return day if look == "day" else day | night


def luminance(color: str) -> float:
    digits = color[1:] if len(color) == 7 else "".join(sign * 2 for sign in color[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("look", ["day", "night"])
def test_words_can_be_read_in_a_dark_car_and_in_the_sun(look: str) -> None:
    known = tokens(look)
    poor = {pair: round(contrast(known[pair[0]], known[pair[1]]), 2) for pair in READ}
    assert not {pair: ratio for pair, ratio in poor.items() if ratio < 7}


@pytest.mark.parametrize("look", ["day", "night"])
def test_edges_and_focus_can_be_seen(look: str) -> None:
    known = tokens(look)
    assert all(contrast(known[one], known[other]) >= 3 for one, other in SEEN)


def test_no_rule_names_a_color_of_its_own() -> None:
    sheet = (FILES / "card.css").read_text(encoding="utf-8")
    rules = re.sub(r":root \{.*?\}|@media print \{.*\}", "", sheet, flags=re.S)
    assert not re.search(r"#[0-9a-f]{3,6}\b|rgb\(", rules)


def test_no_text_is_smaller_than_sixteen_pixels() -> None:
    sheet = (FILES / "card.css").read_text(encoding="utf-8").split("@media print")[0]
    assert all(float(size) >= 1 for size in re.findall(r"font(?:-size)?: ([\d.]+)rem", sheet))
