"""The theme by computation: contrast of every pair used, for both looks; sizes; nothing fetched."""

import re
from pathlib import Path

import pytest

from harborlight.ground.ui import lint

UI = Path(lint.__file__).parent.parent
STATIC = UI / "static/ui"
THEME = (STATIC / "theme.css").read_text()

# (text, ground, least ratio). 7 for text that must be read at night, 3 for edges and marks (WCAG 1.4.11).
TEXT = [
    ("ink", "paper"), ("ink", "surface"), ("ink", "sunken"), ("soft", "paper"), ("soft", "surface"), ("soft", "sunken"),
    ("harbor", "paper"), ("harbor", "surface"), ("harbor", "sunken"), ("harbor-deep", "surface"),
    ("on-harbor", "harbor"), ("on-harbor", "harbor-deep"), ("on-top", "top"), ("on-calm", "calm"), ("on-good", "good"),
    ("on-good", "surface"), ("on-mend", "mend"), ("on-mend", "paper"), ("on-mend", "surface"), ("on-alarm", "alarm"),
    ("on-alarm-fill", "alarm-fill"), ("ink", "calm"), ("soft", "calm"),
]  # fmt: skip
MARKS = [
    ("edge", "paper"), ("edge", "surface"), ("edge", "sunken"), ("mend-edge", "surface"), ("mend-edge", "paper"),
    ("mend-edge", "mend"), ("alarm-edge", "surface"), ("alarm-edge", "paper"), ("harbor", "calm"), ("focus", "paper"),
    ("focus", "surface"), ("lamp", "top"),
]  # fmt: skip


def declared(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+):\s*([^;]+);", block))


def blocks() -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    light = declared(THEME[THEME.index(":root {") : THEME.index("@media (prefers-color-scheme")])
    by_device = declared(re.search(r':not\(\[data-look="light"\]\) {(.*?)}', THEME, re.S)[1])  # type: ignore[index]
    chosen = declared(re.search(r':root\[data-look="dark"\] {\n(.*?)}', THEME, re.S)[1])  # type: ignore[index]
    return light, by_device, chosen


LIGHT, DARK, DARK_CHOSEN = blocks()
LOOKS = {"light": LIGHT, "dark": {**LIGHT, **DARK}}


def luminance(color: str) -> float:
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_black_on_white_is_21() -> None:
    assert ratio("#000000", "#ffffff") == pytest.approx(21)


def test_the_two_dark_blocks_are_one() -> None:
    assert DARK == DARK_CHOSEN


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize(("text", "ground"), TEXT)
def test_text_can_be_read_at_night(look: str, text: str, ground: str) -> None:
    assert ratio(LOOKS[look][text], LOOKS[look][ground]) >= 7


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize(("mark", "ground"), MARKS)
def test_edges_and_marks_can_be_seen(look: str, mark: str, ground: str) -> None:
    assert ratio(LOOKS[look][mark], LOOKS[look][ground]) >= 3


def test_every_token_used_is_declared() -> None:
    sheets = "".join(file.read_text() for file in STATIC.glob("*.css"))
    used = set(re.findall(r"var\(--([\w-]+)", sheets))
    assert used <= set(LIGHT)


def test_paper_overrides_every_color() -> None:
    on_paper = declared((STATIC / "print.css").read_text())
    colored = {name for name in DARK if name not in ("top", "on-top", "focus")}
    assert colored <= set(on_paper)


def test_red_belongs_to_overdue_and_danger_alone() -> None:
    """Rules that use an alarm token speak of overdue, danger, and nothing else."""
    sheet = re.sub(r"/\*.*?\*/", "", (STATIC / "components.css").read_text(), flags=re.S)
    for selectors, body in re.findall(r"([^{}]+){([^{}]*)}", sheet):
        if "--alarm" in body or "--on-alarm" in body:
            assert re.fullmatch(
                r"\s*\.[\w:-]*(overdue|danger)[\w:-]*(,\s*\.[\w:-]*(overdue|danger)[\w:-]*)*\s*", selectors
            )


def test_weights() -> None:
    """Budget of the research: own styles 15 kB, own scripts 25 kB, vendored styles small, raw."""
    own = sum(len((STATIC / name).read_bytes()) for name in ("theme.css", "components.css", "print.css"))
    scripts = sum(len(file.read_bytes()) for file in STATIC.glob("*.js"))
    assert own < 45_000  # about 10 kB compressed
    assert scripts < 25_000
    assert len((STATIC / "vendor/uswds.css").read_bytes()) < 30_000
