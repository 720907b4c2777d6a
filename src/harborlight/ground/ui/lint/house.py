"""Which module a template belongs to and what it may name: the order of the house where import-linter is blind."""

import re
from collections.abc import Iterator
from pathlib import Path

# Top first; the names in one tuple are independent of one another. ``ui`` is missing because it is free to all.
ORDER: tuple[tuple[str, ...], ...] = (
    ("project",), ("desk",), ("improve",), ("accompany",), ("respond",), ("recognize",), ("connect",),
    ("train", "engage"), ("library",), ("accounts",), ("files",), ("people",), ("packs",), ("access",), ("audit",),
    ("vault",),
)  # fmt: skip
RANK = {name: rank for rank, names in enumerate(ORDER) for name in names}
RANK_OF_UI = RANK["people"] - 0.5

LINKS = (
    ("template", re.compile(r"""{%-?\s*(?:extends|include)\s+["']([a-z_]+)/""")),
    ("address", re.compile(r"""{%\s*url\s+["']([a-z_]+):""")),
    ("tag library", re.compile(r"{%\s*load\s+([^%]+?)\s*%}")),
)


def owner_of(path: Path) -> str:
    """The module whose ``templates`` folder holds the file, empty when it lies outside the house."""
    before = path.parts[: path.parts.index("templates")] if "templates" in path.parts else ()
    return next((part for part in reversed(before) if part in RANK or part == "ui"), "")


def may_name(owner: str, other: str) -> bool:
    """Whether a template of ``owner`` may link to ``other``: itself, ``ui``, what is no module, or a module below."""
    if other in (owner, "ui") or other not in RANK or not owner:
        return True
    return RANK[other] > (RANK_OF_UI if owner == "ui" else RANK[owner])


def upward_links(path: Path, text: str) -> Iterator[tuple[int, str]]:
    """Line and sentence for each link that goes up or sideways."""
    owner = owner_of(path)
    for what, pattern in LINKS:
        for match in pattern.finditer(text):
            for other in match.group(1).split():
                if not may_name(owner, other):
                    line = text.count("\n", 0, match.start()) + 1
                    yield line, f"{owner} names a {what} of {other}, which stands above or beside; let desk join them"
