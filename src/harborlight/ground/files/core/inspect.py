"""One door for every upload: told by its content, checked, cleaned. Pure, and safe on any bytes."""

from dataclasses import dataclass

from harborlight.ground.files.core import jpeg, pdf, png, text
from harborlight.ground.files.core.kinds import (
    MARKED_TEXT,
    TAKEN,
    Foreign,
    Kind,
    NotTaken,
    check_single,
    foreign,
    kind_of,
)

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Clean:
    """What may be stored: its kind, and its content after cleaning."""

    kind: Kind
    content: bytes


def inspect(content: bytes, *, limit: int) -> Clean:
    """The cleaned content. ``limit`` is bytes. Its name and its declared type are not asked: both can say anything.

    Raises NotTaken with a code and a sentence.
    """
    check_size(len(content), limit)
    kind = kind_of(content) or _kind_of_text(content)
    check_single(content, kind)
    return Clean(kind, _cleaned(kind, content))


def check_size(size: int, limit: int) -> None:
    """Refuse nothing, and too much."""
    if size == 0:
        raise NotTaken("empty", "The file is empty. Choose another.")
    if size > limit:
        sizes = f"This file has {size / MEGABYTE:.1f} MB; at most {limit / MEGABYTE:.0f} MB are kept."
        raise NotTaken("too-large", f"{sizes} Save it smaller, or in parts.")


def _kind_of_text(content: bytes) -> Kind:
    marked = foreign(content, MARKED_TEXT)
    if marked:
        raise _not_kept(marked)
    try:
        return text.read(content)
    except NotTaken as refused:
        # Asked only now: a note may well begin with the letters by which an archive or a program is known.
        known = foreign(content)
        raise (_not_kept(known) if known else refused) from None


def _not_kept(known: Foreign) -> NotTaken:
    return NotTaken(f"type-{known.code}", f"{known.mend} Harborlight keeps {TAKEN}.")


def _cleaned(kind: Kind, content: bytes) -> bytes:
    if kind is Kind.JPEG:
        return jpeg.strip(content)
    if kind is Kind.PNG:
        return png.strip(content)
    return pdf.clean(content) if kind is Kind.PDF else content
