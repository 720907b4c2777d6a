"""JPEG: walked marker by marker (ITU-T T.81), written anew with nothing but what draws the picture.

Dropped: EXIF and XMP (place, time, device, the picture before it was cropped), Photoshop data, comments, previews,
color profiles (their text can name a computer and its owner), whatever stands behind the end. The turn of the camera
(EXIF orientation) is kept as one number in a fresh block of ours, so that the picture does not lie on its side.
"""

import re
import struct
from collections.abc import Callable

from harborlight.ground.files.core.kinds import NotTaken, check_tail, damaged
from harborlight.ground.files.core.sizes import check_pixels

SOI, EOI, SOS, DQT, DHT, DRI = 0xD8, 0xD9, 0xDA, 0xDB, 0xC4, 0xDD
APP0, APP1, APP14, APP15, COM = 0xE0, 0xE1, 0xEE, 0xEF, 0xFE
FRAMES = (0xC0, 0xC1, 0xC2)  # baseline, extended, progressive: what every browser shows
MOST_SEGMENTS = 2000
END_OF_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
JFIF = b"JFIF\x00"
EXIF = b"Exif\x00\x00"
ORIENTATION = 0x0112


def strip(content: bytes) -> bytes:
    """The same picture without anything about who, where and with what. Raises NotTaken."""
    walk = _Walk(content)
    while not walk.ended:
        walk.step()
    if not (walk.framed and walk.scanned):
        raise damaged("picture")
    check_tail(content[walk.at :])
    turn = b"" if walk.turn == 1 else _segment(APP1, _orientation(walk.turn))
    return b"".join([b"\xff\xd8", walk.jfif, turn, walk.adobe, *walk.kept, b"\xff\xd9"])


class _Walk:
    """One pass over the segments; ``kept`` gathers what goes into the copy."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.at = 2
        self.kept: list[bytes] = []
        self.jfif = self.adobe = b""
        self.turn = 1
        self.framed = self.scanned = self.ended = False
        self.segments = 0

    def step(self) -> None:
        """Read one segment, with the scan behind it where it starts one."""
        marker = self._marker()
        self.segments += 1
        if marker == EOI:
            self.ended = True
            return
        if self.segments > MOST_SEGMENTS:
            raise damaged("picture")
        payload = self._payload()
        if APP0 <= marker <= APP15 or marker == COM:
            self._note(marker, payload)
            return
        _check(marker, payload)
        if marker in FRAMES:
            self._frame(payload)
        self.kept.append(_segment(marker, payload))
        if marker == SOS:
            self._scan()

    def _marker(self) -> int:
        if self.content[self.at : self.at + 1] != b"\xff":
            raise damaged("picture")
        while self.content[self.at : self.at + 1] == b"\xff":  # fill bytes
            self.at += 1
        if self.at >= len(self.content):
            raise damaged("picture")
        self.at += 1
        return self.content[self.at - 1]

    def _payload(self) -> bytes:
        if self.at + 2 > len(self.content):
            raise damaged("picture")
        (length,) = struct.unpack_from(">H", self.content, self.at)
        payload = self.content[self.at + 2 : self.at + length]
        if length < 2 or len(payload) != length - 2:
            raise damaged("picture")
        self.at += length
        return payload

    def _note(self, marker: int, payload: bytes) -> None:
        if marker == APP0 and payload.startswith(JFIF) and len(payload) >= 14:
            self.jfif = _segment(APP0, payload[:12] + b"\x00\x00")  # without its preview
        elif marker == APP1 and payload.startswith(EXIF):
            self.turn = turn_of(payload[len(EXIF) :])
        elif marker == APP14 and payload.startswith(b"Adobe") and len(payload) >= 12:
            self.adobe = _segment(APP14, payload[:12])  # how its colors are to be read

    def _frame(self, payload: bytes) -> None:
        if self.framed:
            raise damaged("picture")
        self.framed = True
        height, width = struct.unpack_from(">HH", payload, 1)
        check_pixels(width, height)

    def _scan(self) -> None:
        if not self.framed:
            raise damaged("picture")
        end = END_OF_SCAN.search(self.content, self.at)
        if end is None:
            raise damaged("picture")
        self.kept.append(self.content[self.at : end.start()])
        self.at = end.start()
        self.scanned = True


def turn_of(tiff: bytes) -> int:
    """EXIF orientation 1 to 8; 1 for everything that cannot be read."""
    order = {b"II*\x00": "<", b"MM\x00*": ">"}.get(tiff[:4])
    if order is None or len(tiff) < 8:
        return 1
    (start,) = struct.unpack_from(order + "I", tiff, 4)
    if start + 2 > len(tiff):
        return 1
    (count,) = struct.unpack_from(order + "H", tiff, start)
    for place in range(start + 2, min(start + 2 + 12 * count, len(tiff) - 11), 12):
        tag, kind, _, value = struct.unpack_from(order + "HHIH", tiff, place)
        if tag == ORIENTATION:
            return value if kind == 3 and 1 <= value <= 8 else 1
    return 1


def _orientation(turn: int) -> bytes:
    entry = struct.pack(">HHIHH", ORIENTATION, 3, 1, turn, 0)
    return EXIF + b"MM\x00*" + struct.pack(">IH", 8, 1) + entry + struct.pack(">I", 0)


def _segment(marker: int, payload: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(payload) + 2) + payload


def _check(marker: int, payload: bytes) -> None:
    """Each segment has exactly the shape the standard gives it, so that nothing travels along in it."""
    if marker in FRAMES:
        sound = len(payload) >= 6 and payload[0] == 8 and payload[5] in (1, 3, 4) and len(payload) == 6 + 3 * payload[5]
    elif marker == SOS:
        sound = bool(payload) and payload[0] in (1, 2, 3, 4) and len(payload) == 4 + 2 * payload[0]
    elif marker == DQT:
        sound = _tables(payload, lambda at: 65 + 64 * (payload[at] >> 4) if payload[at] < 0x20 else 0)
    elif marker == DHT:
        sound = _tables(payload, lambda at: 17 + sum(payload[at + 1 : at + 17]))
    elif marker == DRI:
        sound = len(payload) == 2
    else:
        raise NotTaken(
            "jpeg-kind", "This is a rare kind of JPEG that browsers do not show. Save it as a plain JPEG and add that."
        )
    if not sound:
        raise damaged("picture")


def _tables(payload: bytes, size: Callable[[int], int]) -> bool:
    at = 0
    while at < len(payload):
        step = size(at)
        if step == 0:
            return False
        at += step
    return bool(payload) and at == len(payload)
