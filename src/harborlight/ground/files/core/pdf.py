"""PDF: whole, alone, without moving parts. It is not written anew: it keeps what its author's program wrote into it.

Refused: cut off, locked by a password (we could not look inside), and whatever acts when opened: scripts, programs,
other files carried inside. Names are looked for in the open and in object streams; pictures and fonts are not read.
The EXIF of photos inside is overwritten in place, length for length, so that no place or time of a photo remains.
"""

import re
import zlib
from collections.abc import Iterator

from harborlight.ground.files.core.kinds import NotTaken, damaged

HEADER = re.compile(rb"%PDF-(1\.[0-7]|2\.0)[\s%]")
END = re.compile(rb"startxref\s+(\d{1,10})\s+%%EOF[\s\0]*\Z")
STREAM = re.compile(rb"stream\r?\n")
NAME = re.compile(rb"/([^\s\0()<>\[\]{}/%]+)")
HEX = re.compile(rb"#([0-9A-Fa-f]{2})")
ACTING = {
    b"JS", b"JavaScript", b"Launch", b"EmbeddedFile", b"EmbeddedFiles", b"RichMedia", b"XFA", b"SubmitForm",
    b"ImportData", b"GoToE",
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
            "acting",
            "This PDF acts when it is opened (a script, a form that sends, another file inside). "
            "Print it to a plain PDF and add that.",
        )


def _parts(content: bytes) -> Iterator[bytes]:
    """What stands between the streams, and each stream that holds objects, unpacked. One walk, whatever is inside."""
    left, at = MOST_NAMES, 0
    while (start := STREAM.search(content, at)) and (end := content.find(b"endstream", start.end())) >= 0:
        between = content[at : start.start()]
        yield between
        own = between[-DICTIONARY:]
        own = own[own.rfind(b" obj") + 1 :]
        if b"ObjStm" in _names(own):
            objects = _unpacked(content[start.end() : end], own, left)
            left -= len(objects)
            yield objects
        at = end + len(b"endstream")
    yield content[at:]


def _unpacked(body: bytes, dictionary: bytes, most: int) -> bytes:
    names = _names(dictionary)
    if b"Filter" not in names:
        return body
    try:
        stream = zlib.decompressobj()
        text = stream.decompress(body, max(most, 1))  # 0 would mean without end
    except zlib.error as error:
        raise damaged("document") from error
    if stream.unconsumed_tail or b"FlateDecode" not in names:
        raise NotTaken("unreadable", "We cannot look inside this PDF. Print it to a plain PDF and add that.")
    return text


def _names(text: bytes) -> frozenset[bytes]:
    """Every name in it, with its escapes undone: /J#53 is /JS."""
    found = {match[1] for match in NAME.finditer(text)}
    return frozenset(HEX.sub(lambda code: bytes([int(code[1], 16)]), name) for name in found)


def _without_exif(content: bytes) -> bytes:
    # The document's table of places stays true, because no length changes.
    if not EXIF.search(content):
        return content
    copy, end = bytearray(content), 0
    for found in EXIF.finditer(content):
        if found.start() < end:
            continue
        end = found.start() + 2 + int.from_bytes(found[1], "big")
        if not found.end() <= end <= len(content):
            raise damaged("document")
        copy[found.start() + 4 : end] = bytes(end - found.start() - 4)
    return bytes(copy)
