"""How large a picture may say it is. A few bytes can claim a picture that fills the memory of whoever opens it."""

from harborlight.ground.files.core.kinds import NotTaken, damaged

MOST_PIXELS = 120_000_000  # above the 108 megapixel cameras of phones
MOST_SIDE = 32_000
MOST_RAW = 400_000_000  # bytes of an unpacked PNG


def check_pixels(width: int, height: int) -> None:
    """Refuse a picture without a size, and one too large to open."""
    if not width or not height:
        raise damaged("picture")
    if width > MOST_SIDE or height > MOST_SIDE or width * height > MOST_PIXELS:
        raise too_large()


def too_large() -> NotTaken:
    """The refusal of a picture whose stated size would fill a memory."""
    return NotTaken(
        "too-many-pixels", "This picture says it is larger than any camera makes. Save a smaller copy and add that."
    )
