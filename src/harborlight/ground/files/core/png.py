"""PNG: read chunk by chunk (W3C PNG, third edition), checked, and written anew with what draws the picture only.

Dropped: texts, EXIF, time, color profiles, animation, private chunks, and bytes hidden behind the picture's data or its
end. The data are unpacked once, a little at a time, to see that they are exactly as long as the stated size asks for.
"""

import re
import struct
import zlib
from collections.abc import Iterator

from harborlight.ground.files.core.kinds import check_tail, damaged
from harborlight.ground.files.core.sizes import MOST_RAW, check_pixels, too_large

SIGNATURE = b"\x89PNG\r\n\x1a\n"
# Color type to samples per pixel and allowed bits per sample.
COLORS = {0: (1, (1, 2, 4, 8, 16)), 2: (3, (8, 16)), 3: (1, (1, 2, 4, 8)), 4: (2, (8, 16)), 6: (4, (8, 16))}
SIZES = {b"gAMA": 4, b"cHRM": 32, b"sRGB": 1}
CRITICAL = (b"IHDR", b"PLTE", b"IDAT", b"IEND")
# Adam7: start x, start y, step x, step y of each pass.
PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
MOST_CHUNKS = 20_000
SLICE = 65_536
NAME = re.compile(rb"[A-Za-z]{4}")

Chunk = tuple[bytes, bytes]


def strip(content: bytes) -> bytes:
    """The same picture without anything that does not draw it. Raises NotTaken."""
    chunks = list(_chunks(content))
    header = _header(chunks)
    data = _data(chunks, header)
    before = _before_data(chunks, header)
    if header.color == 3 and b"PLTE" not in before:
        raise damaged("picture")
    written = [chunks[0], *before.items(), (b"IDAT", data), (b"IEND", b"")]
    return SIGNATURE + b"".join(_written(name, body) for name, body in written)


class Header:
    """What IHDR states. Raises NotTaken when it states what cannot be."""

    def __init__(self, body: bytes) -> None:
        if len(body) != 13:
            raise damaged("picture")
        self.width, self.height, self.depth, self.color, packing, sieve, self.woven = struct.unpack(">IIBBBBB", body)
        if packing or sieve or self.woven > 1 or self.color not in COLORS or self.depth not in COLORS[self.color][1]:
            raise damaged("picture")
        check_pixels(self.width, self.height)
        if self.raw_bytes > MOST_RAW:
            raise too_large()

    @property
    def raw_bytes(self) -> int:
        """How long the unpacked data must be: a filter byte and the packed pixels for each row of each pass."""
        bits = COLORS[self.color][0] * self.depth
        return sum(rows * (1 + (across * bits + 7) // 8) for across, rows in self._passes() if across and rows)

    def _passes(self) -> Iterator[tuple[int, int]]:
        if not self.woven:
            yield self.width, self.height
            return
        for x, y, step_x, step_y in PASSES:
            yield (self.width - x + step_x - 1) // step_x, (self.height - y + step_y - 1) // step_y


def _chunks(content: bytes) -> Iterator[Chunk]:
    at = len(SIGNATURE)
    for _ in range(MOST_CHUNKS):
        if at + 12 > len(content):
            raise damaged("picture")
        length, name = struct.unpack_from(">I4s", content, at)
        body = content[at + 8 : at + 8 + length]
        check = content[at + 8 + length : at + 12 + length]
        if len(check) != 4 or not NAME.fullmatch(name) or zlib.crc32(name + body).to_bytes(4, "big") != check:
            raise damaged("picture")
        at += 12 + length
        yield name, body
        if name == b"IEND":
            check_tail(content[at:])
            return
    raise damaged("picture")


def _header(chunks: list[Chunk]) -> Header:
    names = [name for name, _ in chunks]
    unknown = any(name[:1].isupper() and name not in CRITICAL for name in names)
    if names[0] != b"IHDR" or names.count(b"IHDR") > 1 or names.count(b"PLTE") > 1 or unknown:
        raise damaged("picture")
    return Header(chunks[0][1])


def _before_data(chunks: list[Chunk], header: Header) -> dict[bytes, bytes]:
    """What stands between header and data and is kept, each once, in its order."""
    first = next(number for number, (name, _) in enumerate(chunks) if name == b"IDAT")
    kept: dict[bytes, bytes] = {}
    for name, body in chunks[1:first]:
        if _is_kept(name, body, header):
            kept.setdefault(name, body)
    return kept


def _is_kept(name: bytes, body: bytes, header: Header) -> bool:
    """Chunks of exactly the length the standard gives them; any other length could carry something along."""
    if name == b"PLTE":
        if len(body) % 3 or not 3 <= len(body) <= 768 or header.color in (0, 4):
            raise damaged("picture")
        return True
    if name == b"tRNS":
        return {0: len(body) == 2, 2: len(body) == 6, 3: 1 <= len(body) <= 256}.get(header.color, False)
    return SIZES.get(name) == len(body)


def _data(chunks: list[Chunk], header: Header) -> bytes:
    places = [number for number, (name, _) in enumerate(chunks) if name == b"IDAT"]
    if not places or places[-1] - places[0] != len(places) - 1:
        raise damaged("picture")
    packed = b"".join(chunks[number][1] for number in places)
    return packed[: _used(packed, header.raw_bytes)]


def _used(packed: bytes, expected: int) -> int:
    """How many of the packed bytes are the picture. Never holds more than a slice of it unpacked."""
    stream, length, at = zlib.decompressobj(), 0, 0
    try:
        while not stream.eof:
            part = stream.unconsumed_tail
            if not part:
                part, at = packed[at : at + SLICE], at + SLICE
            if not part:
                raise damaged("picture")
            length += len(stream.decompress(part, SLICE))
            if length > expected:
                raise damaged("picture")
    except zlib.error as error:
        raise damaged("picture") from error
    if length != expected:
        raise damaged("picture")
    return min(at, len(packed)) - len(stream.unused_data)


def _written(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I4s", len(body), name) + body + zlib.crc32(name + body).to_bytes(4, "big")
