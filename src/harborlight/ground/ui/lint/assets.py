"""Reads style sheets and scripts of the house (not the vendored ones) for what the rules of README.md forbid."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

ELSEWHERE = re.compile(r"""["'(]\s*(https?:)?//""")
COLOR = re.compile(r"#[0-9a-f]{3,8}\b|\b(rgb|hsl|oklch)a?\(", re.I)
SIZE = re.compile(r"font-size:\s*([\d.]+)(rem|em|px|pt)")
SMALLEST = {"rem": 1.0, "em": 1.0, "px": 16.0, "pt": 11.0}  # 11 pt on paper is what 16 px is on a screen
# The one file that gives tokens their colors, paper, and the card, which may load nothing but itself.
MAY_NAME_COLORS = {"theme.css", "print.css", "card.css"}

SCRIPT_RULES = (
    (re.compile(r"\beval\(|new Function\(|document\.write\("), "no evaluated script: the content policy blocks it"),
    (re.compile(r"\.(inner|outer)HTML\s*=|insertAdjacentHTML"), "build elements with textContent, not with HTML"),
    (re.compile(r"\b(local|session)Storage\b"), "nothing is stored on the device; say why in // storage: reason"),
)


def lint_assets(roots: Iterable[Path | str]) -> list[str]:
    """Every broken rule in the ``.css`` and ``.js`` files of ``static`` folders below ``roots``."""
    faults: list[str] = []
    for root in roots:
        for path in sorted(Path(root).rglob("*")):
            rules = {".css": style_faults, ".js": script_faults}.get(path.suffix)
            if rules and "static" in path.parts and "vendor" not in path.parts:
                faults += [f"{path}:{line}: {words}" for line, words in rules(path.name, path.read_text())]
    return faults


def style_faults(name: str, text: str) -> Iterator[tuple[int, str]]:
    """Line and sentence for each broken rule in a style sheet."""
    text = re.sub(r"/\*.*?\*/", lambda match: "\n" * match.group().count("\n"), text, flags=re.S)
    for number, line in enumerate(text.split("\n"), 1):
        if ELSEWHERE.search(line) or "@import" in line:
            yield number, "nothing is fetched from another server, and nothing is imported; link the sheet"
        if name not in MAY_NAME_COLORS and COLOR.search(line):
            yield number, "colors are tokens of ui/theme.css: var(--…)"
        for size, unit in SIZE.findall(line):
            if float(size) < SMALLEST[unit]:
                yield number, f"{size}{unit} is too small to read at night; 16 px is the least"
        if re.search(r"outline:\s*(0|none)", line) and ":focus" not in line:
            yield number, "the focus stays visible"


def script_faults(name: str, text: str) -> Iterator[tuple[int, str]]:
    """Line and sentence for each broken rule in a script."""
    for number, line in enumerate(text.split("\n"), 1):
        code = line if "// storage: " in line else line.partition("//")[0]
        if ELSEWHERE.search(line.partition("// ")[0]):
            yield number, "nothing is fetched from another server"
        for pattern, sentence in SCRIPT_RULES:
            if pattern.search(code) and "// storage: " not in line:
                yield number, sentence
