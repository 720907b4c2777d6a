"""Geography without a database: sorted tables searched in place, and county shapes.

41,000 ZIP codes as dictionaries would cost every worker 30 MB. The tables are kept as the bytes of their CSV
files, which are sorted by their first column, and a row is found by halving: 2 MB, no start-up cost, 20 microseconds.
"""

from __future__ import annotations

import csv
import json
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class SortedTable:
    """A CSV file sorted by its first column, which holds no quoted line breaks."""

    header: tuple[str, ...]
    content: bytes
    start: int

    @classmethod
    def read(cls, content: bytes) -> SortedTable:
        """The table over the bytes of a file; nothing is copied."""
        end = content.index(b"\n")
        return cls(tuple(content[:end].decode().split(",")), content, end + 1)

    def find(self, key: str) -> dict[str, str] | None:
        """The first row whose first column is `key`."""
        return next(self.all(key), None)

    def all(self, key: str) -> Iterator[dict[str, str]]:
        """Every row whose first column is `key`."""
        wanted = key.encode()
        at = self._first(wanted)
        while at < len(self.content):
            end = self._line_end(at)
            line = self.content[at:end]
            if line.split(b",", 1)[0] != wanted:
                return
            yield self._row(line)
            at = end + 1

    def rows(self) -> Iterator[dict[str, str]]:
        """Every row, in order."""
        at = self.start
        while at < len(self.content):
            end = self._line_end(at)
            yield self._row(self.content[at:end])
            at = end + 1

    def _first(self, wanted: bytes) -> int:
        """Where the first row with that key, or the next larger one, begins."""
        low, high = self.start, len(self.content)
        while low < high:
            middle = self.content.rfind(b"\n", self.start, (low + high) // 2) + 1 or self.start
            middle = max(middle, low)
            end = self._line_end(middle)
            if self.content[middle:end].split(b",", 1)[0] < wanted:
                low = end + 1
            else:
                high = middle
        return low

    def _line_end(self, at: int) -> int:
        end = self.content.find(b"\n", at)
        return end if end >= 0 else len(self.content)

    def _row(self, line: bytes) -> dict[str, str]:
        cells = next(csv.reader([line.decode()]))
        return dict(zip(self.header, cells, strict=True))


Ring = tuple[array, array]  # type: ignore[type-arg]
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Shapes:
    """County outlines from a TopoJSON file (us-atlas), for asking which county a point lies in.

    Rings are decoded when a point falls into a county's box, so opening the file costs little.
    """

    arcs: tuple[Ring, ...]
    counties: tuple[tuple[str, Box, tuple[tuple[int, ...], ...]], ...]

    @classmethod
    def read(cls, content: bytes) -> Shapes:
        """Shapes from the bytes of a quantized TopoJSON topology with an object `counties`."""
        topology = json.loads(content)
        arcs = tuple(_absolute(arc, topology["transform"]) for arc in topology["arcs"])
        boxes = [(min(xs), min(ys), max(xs), max(ys)) for xs, ys in arcs]
        counties = []
        for geometry in topology["objects"]["counties"]["geometries"]:
            rings = tuple(tuple(ring) for ring in _rings(geometry))
            parts = [boxes[arc if arc >= 0 else ~arc] for ring in rings for arc in ring]
            if parts:  # one county equivalent has no shape after simplification
                counties.append((str(geometry["id"]), _around(parts), rings))
        return cls(arcs, tuple(counties))

    def county_at(self, lat: float, lng: float) -> str:
        """FIPS code of the county that holds the point, or an empty text at sea and abroad."""
        for fips, (west, south, east, north), rings in self.counties:
            in_box = west <= lng <= east and south <= lat <= north
            # Holes are rings too: a point inside an independent city lies in two rings of the county around it.
            if in_box and sum(_inside(self._ring(ring), lng, lat) for ring in rings) % 2:
                return fips
        return ""

    def _ring(self, indexes: Sequence[int]) -> list[tuple[float, float]]:
        points: list[tuple[float, float]] = []
        for index in indexes:
            xs, ys = self.arcs[index if index >= 0 else ~index]
            piece = list(zip(xs, ys, strict=True))
            points.extend(piece if index >= 0 else reversed(piece))
        return points


def _absolute(arc: list[list[int]], transform: dict[str, list[float]]) -> Ring:
    (scale_x, scale_y), (move_x, move_y) = transform["scale"], transform["translate"]
    x = y = 0
    xs, ys = array("f"), array("f")
    for dx, dy in arc:
        x += dx
        y += dy
        xs.append(x * scale_x + move_x)
        ys.append(y * scale_y + move_y)
    return xs, ys


def _rings(geometry: dict[str, Any]) -> Iterator[list[int]]:
    arcs = geometry.get("arcs", [])
    if geometry.get("type") == "MultiPolygon":
        for polygon in arcs:
            yield from polygon
    elif geometry.get("type") == "Polygon":
        yield from arcs


def _around(boxes: list[Box]) -> Box:
    west, south, east, north = zip(*boxes, strict=True)
    return min(west), min(south), max(east), max(north)


def _inside(ring: list[tuple[float, float]], x: float, y: float) -> bool:
    """Even-odd rule: count the edges that a ray to the east crosses."""
    inside = False
    x1, y1 = ring[-1]
    for x2, y2 in ring:
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
        x1, y1 = x2, y2
    return inside
