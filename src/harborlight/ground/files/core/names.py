"""What an upload was called, made safe to show. It never names a file on the disk."""

import re
import unicodedata

MOST = 120
UNNAMED = "without a name"


def clean_name(given: str) -> str:
    """The last part of a path, without control, direction and private characters, at most 120 characters."""
    last = re.split(r"[/\\]", given)[-1]
    shown = "".join(sign for sign in unicodedata.normalize("NFC", last) if sign in "\t\n" or _is_shown(sign))
    folded = " ".join(shown.split()).strip(". ")
    return _shortened(folded) or UNNAMED


def _is_shown(sign: str) -> bool:
    return not unicodedata.category(sign).startswith("C")


def _shortened(name: str) -> str:
    if len(name) <= MOST:
        return name
    stem, dot, ending = name.rpartition(".")
    if dot and stem and len(ending) <= 8:
        return f"{stem[: MOST - len(ending) - 2].rstrip()}….{ending}"
    return name[: MOST - 1].rstrip() + "…"
