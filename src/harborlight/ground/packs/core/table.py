"""CSV tables of a pack: rows as dictionaries, checked by a flat JSON Schema.

Tables reach tens of thousands of rows, where a general JSON Schema validator takes many seconds. A row schema is
therefore an ordinary published JSON Schema that uses only flat string properties, and is checked here directly.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from harborlight.ground.packs.core.model import Pack, PackRefused
from harborlight.ground.packs.core.text import decode

_ROW_KEYS = {
    "$schema",
    "$id",
    "title",
    "description",
    "type",
    "properties",
    "required",
    "additionalProperties",
}
_CELL_KEYS = {"type", "description", "pattern", "enum", "minLength"}
DATE = re.compile(r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$")

Cell = Callable[[str], bool]


def rows(pack: Pack, file: str) -> Iterator[dict[str, str]]:
    """Each row of a table as column to text. `file` is the name without `.gz`; KeyError when there is none."""
    for _line, row in numbered_rows(pack.texts[file], f"{pack.folder}/{file}"):
        yield row


def numbered_rows(content: bytes, where: str) -> Iterator[tuple[int, dict[str, str]]]:
    """(line, row) of a CSV file; refuses a row that is longer or shorter than the header."""
    reader = csv.reader(io.StringIO(decode(content, where), newline=""), strict=True)
    try:
        header = next(reader, [])
        if not header or len(set(header)) != len(header):
            raise PackRefused(
                "This table needs one header line with different column names.",
                where=f"{where}:1",
            )
        for cells in reader:
            if not cells:
                continue
            if len(cells) != len(header):
                raise PackRefused(
                    f"This row has {len(cells)} cells; the header has {len(header)}.",
                    where=f"{where}:{reader.line_num}",
                    mend="Check for a missing comma or quotation mark.",
                )
            yield reader.line_num, dict(zip(header, cells, strict=True))
    except csv.Error as bad:
        raise PackRefused(
            f"This table cannot be read: {bad}.",
            where=f"{where}:{reader.line_num}",
            mend="Mend that line.",
        ) from bad


def row_rule(schema: Mapping[str, Any]) -> Callable[[Mapping[str, str]], str]:
    """A function from a row to the first complaint about it, or to an empty text.

    Raises ValueError for a schema that uses more than flat string properties.
    """
    unknown = set(schema) - _ROW_KEYS
    if unknown:
        raise ValueError(f"row schema uses {sorted(unknown)}, which tables do not support")
    cells = {name: _cell(name, rule) for name, rule in schema["properties"].items()}
    required = frozenset(schema.get("required", ())) | {"source", "source_date"}

    def complaint(row: Mapping[str, str]) -> str:
        for name in required:
            if not row.get(name):
                return f"'{name}' is missing"
        if not DATE.match(row["source_date"]):
            return f"'source_date' is {row['source_date']!r}, not YYYY, YYYY-MM or YYYY-MM-DD"
        for name, value in row.items():
            check = cells.get(name)
            if check is None:
                return f"column '{name}' is not known"
            if value and not check(value):
                return f"'{name}' cannot be {value!r}"
        return ""

    return complaint


def _cell(name: str, rule: Mapping[str, Any]) -> Cell:
    unknown = set(rule) - _CELL_KEYS
    if unknown or rule.get("type") != "string":
        raise ValueError(f"column {name!r} uses {sorted(unknown)}, which tables do not support")
    if "enum" in rule:
        allowed = frozenset(rule["enum"])
        return lambda value: value in allowed
    if "pattern" in rule:
        pattern = re.compile(rule["pattern"])
        return lambda value: pattern.search(value) is not None
    return bool
