"""PDF: whole, alone, without moving parts. It is not written anew: it keeps what its author's program wrote into it.

Refused: cut off, locked by a password (we could not look inside), and whatever acts when opened: scripts, programs,
other files carried inside. Names are looked for in the open and in object streams; bytes of pictures and fonts are not
read. Photos inside keep their size, but their EXIF is overwritten in place, so that no place or time of a photo remains.
"""

import re
import zlib
from collections.abc import Iterator

from harborlight.ground.files.core.kinds import NotTaken, damaged

HEADER = re.compile(rb"%PDF-(1\.[0-7]|2\.0)[\s%]")
END = re.compile(rb"startxref\s+(\d{1,10})\s+%%EOF[\s\0]*\Z")
STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.S)
NAME = re.compile(rb"/((?:[^\s\0()<>\[\]{}/%#]|#[0-9A-Fa-f]{2})+)")
HEX = re.compile(rb"#([0-9A-Fa-f]{2})")
ACTING = {
    b"JS", b"JavaScript", b"Launch", b"EmbeddedFile", b"EmbeddedFiles", b"RichMedia", b"XFA", b"SubmitForm", b"ImportData",
    b"GoToE",
}  # fmt: skip
DICTIONARY = 2048  # bytes before a stream in which its own dictionary stands
MOST_NAMES = 64_000_000  # bytes of object streams, unpacked: 15 MB of text pages stay far below
EXIF = re.compile(rb"\xff\xe1(..)Exif\0\0", re.S)


def clean(content: bytes) -> bytes:
    """The document with the EXIF of its photos overwritten. Raises NotTaken."""
    check(content)
    return _without_exif(content)


def check(content: bytes) -> None:
    """Raise NotTaken unless the document is whole and does nothing by itself."""
    end = END.search(content, max(0, len(content) - 2048))
    if not HEADER.match(content) or end is None or int(end[1]) >= len(content):
        raise damaged("document")
    names = frozenset().union(*(_names(part) for part in _parts(content)))
    if b"Encrypt" in names:
        raise NotTaken("locked", "This PDF is locked by a password. Save it without the password and add that.")
    if names & ACTING:
        raise NotTaken(
            "acting", "This PDF acts when it is opened (a script, a form that sends, another file inside). Print it to a plain "
            "PDF and add that."
        )  # fmt: skip


def _parts(content: bytes) -> Iterator[bytes]:
    """The document without its streams, then each stream that holds objects, unpacked."""
    yield STREAM.sub(b" ", content)
    left = MOST_NAMES
    for found in STREAM.finditer(content):
        before = content[max(0, found.start() - DICTIONARY) : found.start()]
        own = before[before.rfind(b" obj") + 1 :]
        if b"ObjStm" in _names(own):
            objects = _unpacked(found[1], own, left)
            left -= len(objects)
            yield objects


def _unpacked(body: bytes, dictionary: bytes, most: int) -> bytes:
    names = _names(dictionary)
    if b"Filter" not in names:
        return body
    try:
        stream = zlib.decompressobj()
        text = stream.decompress(body, most)
    except zlib.error as error:
        raise damaged("document") from error
    if stream.unconsumed_tail or b"FlateDecode" not in names:
        raise NotTaken("unreadable", "We cannot look inside this PDF. Print it to a plain PDF and add that.")
    return text


def _names(text: bytes) -> frozenset[bytes]:
    """Every name in it, with its escapes undone: /J#53 is /JS."""
    return frozenset(
        HEX.sub(lambda code: bytes([int(code[1], 16)]), found[1]) for found in NAME.finditer(text)
    )


def _without_exif(content: bytes) -> bytes:
    # In place, length for length, so that the document's table of places stays true.
    if not EXIF.search(content):
        return content
    copy = bytearray(content)
    for found in EXIF.finditer(content):
        end = found.start() + 2 + int.from_bytes(found[1], "big")
        if end > len(content):
            raise damaged("document")
        copy[found.start() + 4 : end] = bytes(end - found.start() - 4)
    return bytes(copy)
