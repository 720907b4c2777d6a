"""Small files built byte by byte, so that every test knows what is in them."""

import csv
import io
import struct
import zipfile
import zlib

CANARY = b"GPS 41.8781N 87.6298W Quillfeather"


# PNG ----------------------------------------------------------------------------------------------------


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I4s", len(body), name) + body + zlib.crc32(name + body).to_bytes(4, "big")


def png(
    width: int = 3, height: int = 2, *, extra: tuple[tuple[bytes, bytes], ...] = (), raw: bytes | None = None,
    after: bytes = b"", color: int = 2, header: bytes | None = None, packed: bytes | None = None,
) -> bytes:
    """RGB, red from left to right. ``extra`` chunks stand before the data."""
    if raw is None:
        raw = b"".join(b"\0" + bytes([200, y, 10]) * width for y in range(min(height, 9)))
    head = header or struct.pack(">IIBBBBB", width, height, 8, color, 0, 0, 0)
    data = zlib.compress(raw) if packed is None else packed
    middle = b"".join(chunk(name, body) for name, body in extra)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + middle + chunk(b"IDAT", data) + chunk(b"IEND", b"") + after


def png_chunks(content: bytes) -> list[tuple[bytes, bytes]]:
    found, at = [], 8
    while at < len(content):
        length, name = struct.unpack_from(">I4s", content, at)
        found.append((name, content[at + 8 : at + 8 + length]))
        at += 12 + length
    return found


def png_pixels(content: bytes) -> bytes:
    """The unpacked rows, filter bytes and all."""
    return zlib.decompress(b"".join(body for name, body in png_chunks(content) if name == b"IDAT"))


# JPEG ---------------------------------------------------------------------------------------------------


def segment(marker: int, payload: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(payload) + 2) + payload


JFIF = segment(0xE0, b"JFIF\0\x01\x02\x00\x00\x01\x00\x01\x00\x00")
DQT = segment(0xDB, b"\x00" + b"\x08" * 64)
# Luminance differences of no and of six bits; no detail in any block.
DC = segment(0xC4, b"\x00" + bytes([1, 1] + [0] * 14) + b"\x00\x06")
AC = segment(0xC4, b"\x10" + bytes([1] + [0] * 15) + b"\x00")
SOS = segment(0xDA, b"\x01\x01\x00\x00\x3f\x00")


def frame(width: int = 16, height: int = 8, marker: int = 0xC0) -> bytes:
    return segment(marker, struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00")


# Two blocks: 10 101000 0 (brighter by 40), 0 0 (the same), filled up with ones.
SCAN = bytes([0b10101000, 0b00011111])


def jpeg(*notes: bytes, after: bytes = b"", head: bytes = JFIF, sof: bytes = b"", scan: bytes = SCAN) -> bytes:
    """16 by 8 pixels of one light gray. ``notes`` are segments that stand after the header."""
    return b"\xff\xd8" + head + b"".join(notes) + DQT + (sof or frame()) + DC + AC + SOS + scan + b"\xff\xd9" + after


def exif(turn: int = 1, text: bytes = CANARY, order: str = ">") -> bytes:
    """An APP1 with orientation, a GPS pointer and the canary in the GPS part."""
    sign = b"MM" if order == ">" else b"II"
    start = sign + struct.pack(order + "HI", 42, 8)
    entries = struct.pack(order + "HHIHH", 0x0112, 3, 1, turn, 0) + struct.pack(order + "HHII", 0x8825, 4, 1, 38)
    return segment(0xE1, b"Exif\0\0" + start + struct.pack(order + "H", 2) + entries + bytes(4) + text)


def notes() -> list[bytes]:
    """Every segment that carries what should not travel, each with the canary."""
    return [
        exif(),
        segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>" + CANARY + b"</x:xmpmeta>"),
        segment(0xE0, b"JFXX\0\x10" + CANARY),
        segment(0xE2, b"ICC_PROFILE\0\x01\x01" + CANARY),
        segment(0xE2, b"MPF\0" + CANARY),
        segment(0xED, b"Photoshop 3.0\x008BIM" + CANARY),
        segment(0xEE, b"Adobe\0\x64\0\0\0\0\0" + CANARY),
        segment(0xEF, CANARY),
        segment(0xFE, CANARY),
    ]


def jpeg_segments(content: bytes) -> list[tuple[int, bytes]]:
    """Markers and payloads up to the first scan."""
    found, at = [], 2
    while content[at + 1] != 0xDA:
        (length,) = struct.unpack_from(">H", content, at + 2)
        found.append((content[at + 1], content[at + 4 : at + 2 + length]))
        at += 2 + length
    return found


# PDF ----------------------------------------------------------------------------------------------------


def pdf(*objects: bytes, version: bytes = b"1.4", after: bytes = b"\n") -> bytes:
    """A document of one empty page and these further objects."""
    body = b"%PDF-" + version + b"\n%\xe2\xe3\xcf\xd3\n"
    base = (
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] >>",
    )  # fmt: skip
    places = []
    for number, content in enumerate((*base, *objects), 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(places) + 1
    start = len(body)
    body += b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
    return body + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (size, start) + after


def stream(content: bytes, dictionary: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), dictionary, content)


# Others -------------------------------------------------------------------------------------------------


def table(rows: list[list[str]], delimiter: str = ",") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode()


def archive(name: str = "word/document.xml", content: bytes = b"<w:document/>") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(name, content)
    return out.getvalue()
