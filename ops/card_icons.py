"""Draw the icons of the field card: the mark of `ground/ui`, as SVG and as small PNG files. Needs nothing installed.

    python ops/card_icons.py
"""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

TARGET = Path(__file__).resolve().parents[1] / "src/harborlight/recognize/static/recognize/card"
GROUND, LAMP, TOWER = (0x0A, 0x26, 0x38), (0xF5, 0xC4, 0x51), (0xEA, 0xF1, 0xF4)
Point = tuple[float, float]

# On a field of 32 by 32, as in ground/ui/static/ui/mark.svg, drawn a little smaller so that a mask cuts nothing off.
SHAPES: tuple[tuple[tuple[int, int, int], tuple[Point, ...]], ...] = (
    (LAMP, ((18, 10), (31, 5), (31, 15))),
    (LAMP, ((14, 10), (1, 5), (1, 15))),
    (TOWER, ((13, 13), (19, 13), (21, 28), (11, 28))),
    (TOWER, ((12, 8), (20, 8), (20, 12), (12, 12))),
    (TOWER, ((16, 3), (21, 7), (11, 7))),
    (TOWER, ((6, 28), (26, 28), (26, 30), (6, 30))),
)
SHRINK = 0.78
FINE = 3  # samples along each side of a pixel


def main() -> None:
    """Write every icon."""
    (TARGET / "icon.svg").write_text(svg(), encoding="utf-8")
    for size in (192, 512):
        (TARGET / f"icon-{size}.png").write_bytes(png(size))


def svg() -> str:
    """The icon as one line of SVG."""
    paths = {}
    for color, points in SHAPES:
        path = "M" + "L".join(f"{x:g} {y:g}" for x, y in map(shrunk, points)) + "z"
        paths[color] = paths.get(color, "") + path
    drawn = "".join(f'<path fill="{hexed(color)}" d="{path}"/>' for color, path in paths.items())
    ground = f'<rect width="32" height="32" fill="{hexed(GROUND)}"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">{ground}{drawn}</svg>\n'


def shrunk(point: Point) -> Point:
    """A point drawn in towards the middle."""
    return tuple(round(16 + (value - 16) * SHRINK, 2) for value in point)  # type: ignore[return-value]


SHRUNK = [(color, [shrunk(point) for point in points]) for color, points in SHAPES]


def hexed(color: tuple[int, int, int]) -> str:
    return "#" + "".join(f"{value:02x}" for value in color)


def png(size: int) -> bytes:
    """The icon as a PNG with a palette: two inks, each at a few strengths over the ground."""
    palette: dict[tuple[int, int, int], int] = {GROUND: 0}
    rows = bytearray()
    for y in range(size):
        rows.append(0)
        for x in range(size):
            rows.append(palette.setdefault(pixel(x, y, size), len(palette)))
    colors = b"".join(bytes(color) for color in palette)
    header = struct.pack(">IIBBBBB", size, size, 8, 3, 0, 0, 0)
    parts = ((b"IHDR", header), (b"PLTE", colors), (b"IDAT", zlib.compress(bytes(rows), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(kind, data) for kind, data in parts)


def pixel(x: int, y: int, size: int) -> tuple[int, int, int]:
    """The color of one pixel, softened at edges."""
    step = 32 / size / FINE
    seen = [
        ink((x * FINE + dx + 0.5) * step, (y * FINE + dy + 0.5) * step) for dx in range(FINE) for dy in range(FINE)
    ]
    return tuple(round(sum(color[part] for color in seen) / len(seen)) for part in range(3))  # type: ignore[return-value]


def ink(x: float, y: float) -> tuple[int, int, int]:
    """What covers a point of the field."""
    return next((color for color, points in SHRUNK if inside(x, y, points)), GROUND)


def inside(x: float, y: float, points: list[Point]) -> bool:
    """Even-odd rule."""
    found = False
    x1, y1 = points[-1]
    for x2, y2 in points:
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            found = not found
        x1, y1 = x2, y2
    return found


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


if __name__ == "__main__":
    main()
