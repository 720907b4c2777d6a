"""What is kept, how it is told from its first bytes, and what else people bring."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from harborlight.ground.access.core.decide import Refused


class NotTaken(Refused):
    """An upload that is refused. ``code`` is for the audit; the sentence says what to mend."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


class Kind(StrEnum):
    """The allow-list. The value is the media type a download is sent with."""

    PDF = "application/pdf"
    PNG = "image/png"
    JPEG = "image/jpeg"
    TEXT = "text/plain"
    CSV = "text/csv"

    @property
    def word(self) -> str:
        """For screens."""
        return WORDS[self]

    @property
    def extension(self) -> str:
        """The ending of a downloaded copy; what the upload was called does not count."""
        return EXTENSIONS[self]


WORDS = {
    Kind.PDF: "PDF document", Kind.PNG: "Picture (PNG)", Kind.JPEG: "Picture (JPEG)", Kind.TEXT: "Plain text",
    Kind.CSV: "Table (CSV)",
}  # fmt: skip
EXTENSIONS = {Kind.PDF: "pdf", Kind.PNG: "png", Kind.JPEG: "jpg", Kind.TEXT: "txt", Kind.CSV: "csv"}
TAKEN = "PDF documents, JPEG and PNG pictures, plain text and CSV tables"

MAGIC = ((b"%PDF-", Kind.PDF), (b"\x89PNG\r\n\x1a\n", Kind.PNG), (b"\xff\xd8\xff", Kind.JPEG))


@dataclass(frozen=True)
class Foreign:
    """A type that is not kept: its bytes at an offset, its code, and what to do instead."""

    magic: bytes
    code: str
    mend: str
    offset: int = 0


AS_PDF = "Save or print it as PDF and add that."
AS_JPEG = "Save it as JPEG and add that."
HEIC = "This is a photo in Apple's HEIC format. Share it as JPEG (“Most Compatible”) and add that."
VIDEO = "This is a video or sound file, which is not kept here. Keep it as evidence by your agency's rules."
ARCHIVE = "This is an archive. Take the files out and add them one by one."
PROGRAM = "This looks like a program. Do not open it; ask your administrator."
FOREIGN = (
    Foreign(b"ftyphei", "heic", HEIC, 4), Foreign(b"ftyphev", "heic", HEIC, 4), Foreign(b"ftypmif1", "heic", HEIC, 4),
    Foreign(b"ftypavif", "avif", f"This is an AVIF picture. {AS_JPEG}", 4), Foreign(b"ftyp", "video", VIDEO, 4),
    Foreign(b"\x1aE\xdf\xa3", "video", VIDEO), Foreign(b"RIFF", "video", VIDEO), Foreign(b"OggS", "video", VIDEO),
    Foreign(b"ID3", "video", VIDEO), Foreign(b"WEBP", "webp", f"This is a WebP picture. {AS_JPEG}", 8),
    Foreign(b"GIF8", "gif", f"This is a GIF picture. {AS_JPEG}"),
    Foreign(b"II*\x00", "tiff", f"This is a TIFF picture. {AS_JPEG}"),
    Foreign(b"MM\x00*", "tiff", f"This is a TIFF picture. {AS_JPEG}"),
    Foreign(b"PK\x03\x04", "zip", f"This is a ZIP archive or an office document. {AS_PDF}"),
    Foreign(b"PK\x05\x06", "zip", f"This is a ZIP archive. {AS_PDF}"),
    Foreign(b"\xd0\xcf\x11\xe0", "ole", f"This is an office document or a saved mail. {AS_PDF}"),
    Foreign(b"Rar!", "archive", ARCHIVE), Foreign(b"7z\xbc\xaf", "archive", ARCHIVE),
    Foreign(b"\x1f\x8b", "archive", ARCHIVE),
    Foreign(b"MZ", "program", PROGRAM), Foreign(b"\x7fELF", "program", PROGRAM),
)  # fmt: skip
# Types that are text and still no plain text.
MARKED_TEXT = (
    Foreign(b"{\\rtf", "rtf", f"This is a rich-text document. {AS_PDF}"),
    Foreign(b"%!", "postscript", f"This is a PostScript file, which is a program. {AS_PDF}"),
    Foreign(b"#!", "program", PROGRAM),
)
BEHIND_A_PICTURE = ("zip", "ole", "archive", "program", "postscript", "rtf")

# What a browser or a web server would run if it took the bytes for a page; they look near the start.
PAGE_SIGNS = (b"<html", b"<!doctype", b"<script", b"<iframe", b"<body", b"<?php")
NEAR = 1024
ZIP_TAIL = 65_557  # bytes: the end record of a ZIP archive and its longest comment


def kind_of(content: bytes) -> Kind | None:
    """The kind its first bytes claim, None for text and everything else."""
    return next((kind for magic, kind in MAGIC if content.startswith(magic)), None)


def foreign(content: bytes, known: Iterable[Foreign] = FOREIGN) -> Foreign | None:
    """The known type that is not kept, if it is one; of several the one that says most."""
    found = [one for one in known if content.startswith(one.magic, one.offset)]
    return max(found, key=lambda one: len(one.magic) + one.offset, default=None)


def is_page(content: bytes) -> bool:
    """Whether a browser might take the start of this for a page."""
    head = content[:NEAR].lower()
    return any(sign in head for sign in PAGE_SIGNS)


def is_zip(content: bytes) -> bool:
    """Whether an archive program would open this: it looks for the end record, whatever stands before it."""
    return b"PK\x05\x06" in content[-ZIP_TAIL:]


def check_single(content: bytes, kind: Kind) -> None:
    """Refuse what is two files in one: another program would read it as something else than we checked."""
    other_pdf = kind is not Kind.PDF and b"%PDF-" in content[:NEAR]
    if other_pdf or is_page(content) or is_zip(content):
        raise two_in_one()


def check_tail(tail: bytes) -> None:
    """Phones leave previews and clips behind the end of a picture; they are cut off. Another file there is refused."""
    start = tail[:NEAR].lstrip(b"\0\r\n\t ")
    known = foreign(start, (*FOREIGN, *MARKED_TEXT))
    if is_page(start) or b"%PDF-" in start or (known and known.code in BEHIND_A_PICTURE):
        raise two_in_one()


def two_in_one() -> NotTaken:
    """The refusal of a file that is also another file."""
    return NotTaken(
        "two-in-one", "This file is also a file of another kind, which can hide things. Save a plain copy and add that."
    )


def damaged(what: str) -> NotTaken:
    """The refusal of a file that does not hold together."""
    return NotTaken(
        "damaged", f"This {what} is damaged or was cut off on its way. Copy it again from its source and add that."
    )
