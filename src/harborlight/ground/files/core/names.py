"""What an upload was called, made safe to show. It never names a file on the disk."""

import re
import unicodedata

MOST = 120
UNNAMED = "without a name"


def clean_name(given: str) -> str:
    """The last part of a path, without control, direction and private characters, at most 120 characters."""
    last = re.split(r"[/\\]", given)[-1]
    shown = "".join(sign for sign in unicodedata.normalize("NFC", last) if not unicodedata.category(sign).startswith("C"))
    folded = " ".join(shown.split()).strip(". ")
    return _shortened(folded) or UNNAMED


def _shortened(name: str) -> str:
    if len(name) <= MOST:
        return name
    stem, dot, ending = name.rpartition(".")
    return f"{stem[: MOST - len(ending) - 2]}….{ending}" if dot and len(ending) <= 8 else name[: MOST - 1] + "…"
