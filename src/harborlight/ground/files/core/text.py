"""Plain text and CSV: UTF-8 without control characters, no page, no cell that runs as a formula."""

import csv
import io
import re
from collections.abc import Iterator

from harborlight.ground.files.core.kinds import AS_PDF, Kind, NotTaken

CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
STARTS_AS_PAGE = re.compile(r"\s*<[A-Za-z!?]")
# "=" always is a formula. A phone number starts with "+" and a handle with "@": these count only with a call or a pipe.
FORMULA = re.compile(r"\s*(?:=|[+\-@].*(?:\||[A-Za-z]\())", re.S)
UNKNOWN = "This is no kind of file we keep, or"
STARTS_FORMULA = "=+-@"
DELIMITERS = ",;\t|"


def read(content: bytes) -> Kind:
    """TEXT or CSV. Raises NotTaken with what to mend; the bytes stay as they are."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise NotTaken("not-utf8", f"{UNKNOWN} text that is not UTF-8 (line {line}). {AS_PDF}") from error
    if CONTROL.search(text):
        raise NotTaken("control", f"{UNKNOWN} text with control characters. {AS_PDF}")
    if STARTS_AS_PAGE.match(text):
        raise NotTaken("page", f"This is a web page or a drawing, which can run when opened. {AS_PDF}")
    if not text.strip():
        raise NotTaken("empty", "The file is empty. Choose another.")
    cells = next((mark for mark in _delimiters(text) if is_table(text, mark)), None)
    if cells is None:
        return Kind.TEXT
    _check_formulas(text, cells)
    return Kind.CSV


def is_table(text: str, delimiter: str) -> bool:
    """Whether every line has as many cells as the first, at least two. Rows are not gathered: that fills memory."""
    count = width = 0
    try:
        for row in _rows(text, delimiter):
            width = width or len(row)
            count += 1
            if len(row) != width or width < 2:
                return False
    except csv.Error:
        return False
    return count > 1


def _delimiters(text: str) -> list[str]:
    """The two signs that stand most often in the first line."""
    first = text.lstrip().split("\n", 1)[0]
    return sorted((sign for sign in DELIMITERS if sign in first), key=first.count, reverse=True)[:2]


def _rows(text: str, delimiter: str) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    return (row for row in reader if row)


def _check_formulas(text: str, delimiter: str) -> None:
    for number, row in enumerate(_rows(text, delimiter), 1):
        if any(cell.lstrip()[:1] in STARTS_FORMULA and FORMULA.match(cell) for cell in row if cell):
            found = f"A cell in row {number} would run as a formula when opened."
            raise NotTaken("formula", f"{found} Save the table with values only and add that.")
