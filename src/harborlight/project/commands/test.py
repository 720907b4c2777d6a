"""``harborlight test``: the whole suite on SQLite, what touches the database also on PostgreSQL.

PostgreSQL runs first; its outcome is handed to the second run, where ``tests/guarantees/test_both_databases.py``
reports it. So the last line is one honest summary of pytest, and the exit code is the worst of both.
"""

import argparse
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from harborlight.project import place
from harborlight.project.temporary_postgres import NoPostgres, temporary_postgres

NOTHING_COLLECTED = 5  # pytest's exit code


def register(commands: Any) -> None:
    """Add ``test``."""
    about = "Run every test. Words are passed to pytest."
    parser = commands.add_parser("test", help="run every test", description=about)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Exit code 0 when everything passed on both databases, else 1."""
    outcome = _on_postgres(args.rest)
    _title("On SQLite: everything")
    on_sqlite = _pytest(args.rest, {"HARBORLIGHT_POSTGRES_OUTCOME": outcome})
    return 1 if on_sqlite or outcome.startswith("failed") else 0


def _on_postgres(words: Sequence[str]) -> str:
    _title("On PostgreSQL: what touches the database")
    try:
        with temporary_postgres() as url:
            code = _pytest(words, {"HARBORLIGHT_TEST_DATABASE": url})
    except NoPostgres as missing:
        print(f"\n    SKIPPED. {missing}\n    The suite did NOT run on PostgreSQL.\n", flush=True)
        return f"missing: {missing}"
    return "passed" if code in (0, NOTHING_COLLECTED) else f"failed: pytest ended with {code}, see its output above"


def _pytest(words: Sequence[str], more: Mapping[str, str]) -> int:
    command = [sys.executable, "-m", "pytest", *words]
    return subprocess.run(command, cwd=place.home(), env={**os.environ, **more}, check=False).returncode


def _title(text: str) -> None:
    print(f"\n{text}\n", flush=True)
