"""Plain text and CSV: UTF-8 without control characters, no page, no cell that runs as a formula."""

import csv
import io
import re

from harborlight.ground.files.core.kinds import Kind, NotTaken

CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
STARTS_AS_PAGE = re.compile(r"\s*<[A-Za-z!?]")
# "=" always is a formula. A phone number starts with "+" and a handle with "@", so these count only with a call or a pipe.
FORMULA = re.compile(r"\s*(?:=|[+\-@].*(?:\||[A-Za-z]\())", re.S)
DELIMITERS = ",;\t|"
MOST_CELL = 131_072  # characters, the csv module's own limit


def read(content: bytes) -> Kind:
    """TEXT or CSV. Raises NotTaken with what to mend; the bytes stay as they are."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise NotTaken(
            "not-utf8", f"This is no kind of file we keep, or text that is not UTF-8 (line {line}). Save it as UTF-8 text or PDF."
        ) from error  # fmt: skip
    if CONTROL.search(text):
        raise NotTaken("control", "This is no kind of file we keep, or text with control characters. Save it as PDF and add that.")
    if STARTS_AS_PAGE.match(text):
        raise NotTaken("page", "This is a web page or a drawing, which can run when opened. Save it as PDF and add that.")
    if not text.strip():
        raise NotTaken("empty", "The file is empty. Choose another.")
    rows = table(text)
    if rows is None:
        return Kind.TEXT
    _check_formulas(rows)
    return Kind.CSV


def table(text: str) -> list[list[str]] | None:
    """The rows when every line has as many cells as the first, at least two; None for prose."""
    first = text.split("\n", 1)[0]
    for delimiter in sorted(DELIMITERS, key=first.count, reverse=True):
        if delimiter not in first:
            return None
        rows = _rows(text, delimiter)
        if rows and len(rows) > 1 and len(rows[0]) > 1 and len({len(row) for row in rows}) == 1:
            return rows
    return None


def _rows(text: str, delimiter: str) -> list[list[str]] | None:
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        return [row for row in reader if row]
    except csv.Error:
        return None


def _check_formulas(rows: list[list[str]]) -> None:
    for number, row in enumerate(rows, 1):
        if any(FORMULA.match(cell) for cell in row):
            raise NotTaken(
                "formula", f"A cell in row {number} would run as a formula when opened. Save the table with values only and add "
                "that."
            )  # fmt: skip
