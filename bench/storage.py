"""What encryption of the whole file costs: SQLCipher against the SQLite of this system, same statements, one run."""

import importlib
import secrets
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench._results import middle, save, seconds

ROWS = 200_000
POSTS = 300
READS = 2_000
PRAGMAS = ("journal_mode = WAL", "synchronous = FULL", "temp_store = MEMORY", "cache_size = -32000")
TABLE = "CREATE TABLE note (id INTEGER PRIMARY KEY, child INTEGER, at INTEGER, text BLOB)"


def main() -> int:
    """Always exit code 0: these are figures to know, not to hold."""
    found = {name: _measure(name) for name in ("sqlite3", "sqlcipher3")}
    plain, ciphered = found["sqlite3"], found["sqlcipher3"]
    rows = [
        {"what": what, "sqlite3": plain[what], "sqlcipher3": ciphered[what], "ratio": ciphered[what] / plain[what]}
        for what in plain
    ]
    versions = {name: importlib.import_module(name).sqlite_version for name in found}
    ours, theirs = versions["sqlcipher3"], versions["sqlite3"]
    about = f"SQLCipher (SQLite {ours}) against this system's SQLite {theirs}; milliseconds."
    save("storage", about, ("what", "sqlite3", "sqlcipher3", "ratio"), rows)
    return 0


def _measure(name: str) -> dict[str, float]:
    with tempfile.TemporaryDirectory(prefix="harborlight-bench-") as folder:
        connection = _open(name, Path(folder) / "notes.db")
        connection.execute(TABLE)
        rows = [(number % 5000, number, secrets.token_bytes(120)) for number in range(ROWS)]
        filled = seconds(lambda: _insert(connection, rows))
        connection.execute("CREATE INDEX note_child ON note (child, at)")
        connection.commit()
        one = iter(range(ROWS, ROWS + 10 * POSTS))
        figures = {
            f"fill {ROWS:,} rows in one transaction": filled * 1000,
            "one row, one transaction, on disk": middle(
                lambda: _insert(connection, [(1, next(one), b"x" * 120)]), times=POSTS) * 1000,
            "25 newest of one child, from the cache": middle(
                lambda: connection.execute(
                    "SELECT * FROM note WHERE child = 7 ORDER BY at DESC LIMIT 25").fetchall(), times=READS) * 1000,
            "walk every row": middle(
                lambda: connection.execute("SELECT sum(length(text)) FROM note").fetchone(), times=5) * 1000,
        }
        connection.close()
        return figures


def _open(name: str, path: Path) -> Any:
    connection = importlib.import_module(name).connect(str(path))
    if name == "sqlcipher3":
        connection.execute(f"PRAGMA key = \"x'{secrets.token_hex(32)}'\"")
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    return connection


def _insert(connection: Any, rows: list[tuple[int, int, bytes]]) -> None:
    connection.executemany("INSERT INTO note (child, at, text) VALUES (?, ?, ?)", rows)
    connection.commit()


if __name__ == "__main__":
    sys.exit(main())
