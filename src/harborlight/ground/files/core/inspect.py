"""One door for every upload: told by its content, checked, cleaned. Pure, and safe on any bytes."""

from dataclasses import dataclass

from harborlight.ground.files.core import jpeg, pdf, png, text
from harborlight.ground.files.core.kinds import TAKEN, Kind, NotTaken, check_single, foreign, kind_of


@dataclass(frozen=True)
class Clean:
    """What may be stored: its kind, and its content after cleaning."""

    kind: Kind
    content: bytes


def inspect(content: bytes, *, limit: int) -> Clean:
    """The cleaned content, or NotTaken with a code and a sentence. ``limit`` is bytes. Names and declared types are not asked."""
    check_size(len(content), limit)
    kind = kind_of(content)
    if kind is None:
        _check_not_foreign(content)
        kind = text.read(content)
    check_single(content, kind)
    return Clean(kind, _cleaned(kind, content))


def check_size(size: int, limit: int) -> None:
    """Refuse nothing, and too much."""
    if size == 0:
        raise NotTaken("empty", "The file is empty. Choose another.")
    if size > limit:
        raise NotTaken("too-large", f"This file has {size / 1048576:.1f} MB; at most {limit // 1048576} MB are kept. Save it smaller, or in parts.")


def _check_not_foreign(content: bytes) -> None:
    known = foreign(content)
    if known:
        raise NotTaken(f"type-{known.code}", f"{known.mend} We keep {TAKEN}.")


def _cleaned(kind: Kind, content: bytes) -> bytes:
    if kind is Kind.JPEG:
        return jpeg.strip(content)
    if kind is Kind.PNG:
        return png.strip(content)
    return pdf.clean(content) if kind is Kind.PDF else content
